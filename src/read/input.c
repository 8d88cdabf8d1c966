/* Finding the inputs, and reading each with the reader of its format. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/jobs.h"
#include "base/map.h"
#include "base/url.h"
#include "catalog.h"
#include "text.h"

enum {
    MOST_FILES = 200000,
    MOST_BYTES = 64 << 20, /* of a file: offsets are 32 bits wide, and no article is a
                            * tenth of this */
};

/* ---- finding ---- */

typedef struct Input {
    Str path, name;
    uint32_t given; /* place in the order in which the inputs were found */
} Input;

typedef struct Inputs {
    Arena *arena;
    Input *v; /* owned by read_inputs() */
    size_t n, cap;
} Inputs;

/* The path without "./", "//" and a '/' at the end. */
static Str normalise(Arena *a, Str path)
{
    char *p = arena_alloc(a, path.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < path.n; i++) {
        const bool begins = n == 0 || p[n - 1] == '/';
        if (path.p[i] == '/' && n > 0 && p[n - 1] == '/')
            continue;
        if (path.p[i] == '.' && begins && i + 1 < path.n && path.p[i + 1] == '/') {
            i++;
            continue;
        }
        p[n++] = path.p[i];
    }
    while (n > 1 && p[n - 1] == '/')
        n--;
    return n ? (Str){p, n} : S(".");
}

static void add_input(Inputs *in, Str path, Str name)
{
    ARRAY_ROOM(in->v, in->n, in->cap);
    in->v[in->n] = (Input){path, name, (uint32_t)in->n};
    in->n++;
}

static bool add_folder(Diag *d, Inputs *in, Str folder)
{
    FileList files;
    if (!file_walk(d, in->arena, folder, MOST_FILES, &files))
        return false;
    const size_t skip = str_ends(folder, S("/")) ? folder.n : folder.n + 1;
    PageParts parts = page_parts_of(in->arena, files);
    for (size_t i = 0; i < files.n; i++) {
        const FileEntry *e = &files.v[i];
        const Loc at = {.path = e->path};
        if (e->hidden)
            diag(d, D_HIDDEN, at, (Str){0}, (Str){0});
        else if (e->kind != FILE_REGULAR)
            diag(d, D_NOT_REGULAR, at, (Str){0}, (Str){0});
        else if (str_eq(str_sub(e->path, skip, e->path.n), S(BOOK_FILE)))
            diag(d, D_BOOK_FILE, at, (Str){0}, (Str){0});
        else if (!page_parts_has(d, &parts, e->path, skip))
            add_input(in, e->path, str_sub(e->path, skip, e->path.n));
    }
    page_parts_free(&parts);
    return true;
}

/* `at` is where the path is named: by default, itself. */
static bool add_path(Diag *d, Inputs *in, Str given, Loc at)
{
    const Str path = normalise(in->arena, given);
    if (at.path.n == 0)
        at.path = path;
    switch (file_kind(path, true)) {
    case FILE_REGULAR:
        add_input(in, path, path_base(path));
        return true;
    case FILE_FOLDER:
        return add_folder(d, in, path);
    case FILE_OTHER:
        diag(d, D_NOT_REGULAR, at, (Str){0}, (Str){0});
        return true;
    case FILE_NONE:
        break;
    }
    return diag(d, D_NO_INPUT, at, path, S("no such file or folder"));
}

/* A path a line, or where `find -print0` wrote it, a NUL behind each.  They lead from
 * the list's folder, or where it comes out of a pipe, from the current one; blank lines
 * and those that begin with '#' are for people. */
static bool add_list(Diag *d, Inputs *in, Str list)
{
    const bool regular = file_kind(list, true) == FILE_REGULAR;
    const Str folder = regular ? path_folder(list) : S(".");
    Loc at = {.path = str_eq(list, S("-")) ? S("standard input") : list};
    Str rest;
    bool found = true;
    const bool ok = file_read_stream(d, in->arena, list, MOST_BYTES, D_LIST, &rest);
    const bool nuls = ok && memchr(rest.n ? rest.p : "x", '\0', rest.n) != NULL;
    if (ok && str_starts(rest, S("\xEF\xBB\xBF")))
        rest = str_sub(rest, 3, rest.n);
    while (ok && rest.n > 0) {
        const Str line = nuls ? str_cut(&rest, '\0') : str_trim(str_line(&rest));
        at.line++;
        if (line.n == 0 || (!nuls && line.p[0] == '#'))
            continue;
        const bool whole = line.p[0] == '/' || str_eq(folder, S("."));
        const Str path = whole ? line
                               : arena_printf(in->arena, STR_FMT "/" STR_FMT,
                                              STR_ARG(folder), STR_ARG(line));
        found &= add_path(d, in, path, at);
    }
    return ok && found;
}

static bool find_inputs(Diag *d, Inputs *in, const Str *paths, size_t n, Str list)
{
    bool ok = true;
    for (size_t i = 0; i < n; i++)
        ok &= add_path(d, in, paths[i], (Loc){0});
    if (list.n > 0)
        ok &= add_list(d, in, list);
    if (in->n > MOST_FILES)
        ok = diag(d, D_TOO_MANY, (Loc){0}, arena_printf(in->arena, "%d", MOST_FILES),
                  S("files"));
    return ok;
}

static int by_path(const void *a, const void *b)
{
    const Input *x = a, *y = b;
    const int c = str_cmp(x->path, y->path);
    return c ? c : (x->given > y->given) - (x->given < y->given);
}

/* Puts the inputs in the order of their paths and drops those that are there already,
 * under the same path or as the same file; so are those that are no articles. */
static void drop_repeats(Inputs *in, Str list, Str apart)
{
    Map seen = {0};
    size_t kept = 0;
    const Str others[] = {file_identity(in->arena, list),
                          file_identity(in->arena, apart)};
    for (size_t i = 0; i < 2; i++)
        if (others[i].n)
            *map_at(&seen, others[i]) = in;
    if (in->n)
        qsort(in->v, in->n, sizeof *in->v, by_path);
    for (size_t i = 0; i < in->n; i++) {
        const Str id = file_identity(in->arena, in->v[i].path);
        if (kept > 0 && str_eq(in->v[kept - 1].path, in->v[i].path))
            continue;
        if (id.n > 0) {
            void **slot = map_at(&seen, id);
            if (*slot)
                continue;
            *slot = in;
        }
        in->v[kept++] = in->v[i];
    }
    in->n = kept;
    map_free(&seen);
}

/* ---- reading ---- */

static void refuse(Article *a)
{
    a->fate = ART_REFUSED;
}

/* A title of the text's own that is not the one that was stated for it is a head. */
static void demote_titles(Article *a)
{
    Arena *scratch = arena_new();
    for (Walk w = walk(a->root); walk_next(&w);) {
        Node *n = (Node *)w.node;
        if (w.enter && n->look == LOOK_TITLE &&
            words_hash(node_words(scratch, n)) != words_hash(a->title))
            n->look = LOOK_BODY;
    }
    arena_free(scratch);
}

/* What was stated of the article before it was read stands. */
static void restate(Article *a, const Article *said)
{
    if (said->title.n) {
        a->title = said->title;
        a->title_made = false;
        demote_titles(a);
    }
    if (said->byline.n)
        a->byline = said->byline;
    if (said->publisher.n)
        a->publisher = said->publisher;
    if (said->url.n)
        a->url = said->url;
    if (said->lang.n)
        a->lang = said->lang;
    if (said->src.saved.year)
        a->src.saved = said->src.saved;
    if (said->date.year) {
        a->date = said->date;
        a->date_basis = said->date_basis;
        a->date_confidence = said->date_confidence;
    }
}

/* Reads the article as its format demands; one that holds others is refused, for those
 * that are opened do not come here. */
static void read_as(Diag *d, Article *a, Str bytes, const Format *f, const Nearby *nearby)
{
    a->src.bytes = bytes.n;
    a->src.sha256 = sha256_hex(a->arena, bytes);
    a->src.format = f->name;
    if (f->read) {
        const Catalog *catalog = nearby ? nearby->catalog : NULL;
        const Entry *told = catalog_find(catalog, catalog_path(a));
        if (told)
            entry_state(a, told);
        const Article said = *a;
        f->read(d, a, bytes);
        restate(a, &said);
        pictures_find(d, a, nearby);
    } else {
        diag(d, D_NOT_TEXT, (Loc){.path = a->src.path}, str_of(f->what),
             S("save it as plain text (.txt)"));
        refuse(a);
    }
}

static const Format *find_format(const Article *a, Str bytes, const Nearby *nearby)
{
    return nearby && catalog_has_part(nearby->catalog, catalog_path(a))
               ? format_named("part")
               : format_find(reader_name(a), bytes);
}

void members_read(Diag *d, Article *a, Str bytes, const Nearby *nearby)
{
    read_as(d, a, bytes, find_format(a, bytes, nearby), nearby);
}

void members_read_as(Diag *d, Article *a, Str bytes, const char *format,
                     const Nearby *nearby)
{
    read_as(d, a, bytes, format_named(format), nearby);
}

void members_add(Members *m, Article *a)
{
    ARRAY_ROOM(m->v, m->n, m->cap);
    m->v[m->n++] = a;
}

Article *read_bytes(Diag *d, Str path, Str bytes)
{
    Article *a = article_new(path);
    members_read(d, a, arena_str(a->arena, bytes), NULL);
    return a;
}

/* What may be asked for a file that an article refers to. */
typedef struct Beside {
    const Source *src;
    const Map *bases; /* Input by the base of its name: the first of each */
} Beside;

/* A name alone may mean a file in another folder: that is how notebooks refer to what is
 * attached. */
static bool find_named(const Beside *b, Arena *arena, Str root, Str base, Str *bytes)
{
    const Input *in = base.n ? map_find(b->bases, base) : NULL;
    return in && str_has(base, S(".")) && in->path.n > in->name.n &&
           str_eq(root, str_sub(in->path, 0, in->path.n - in->name.n)) &&
           file_read_below(arena, root, in->name, PICTURE_MOST, bytes);
}

/* What a file refers to is looked for below the folder that was given, or, for a file
 * given by itself, below its own. */
static bool find_beside(const void *ctx, Arena *arena, Str ref, Str *bytes)
{
    const Beside *b = ctx;
    const Source *src = b->src;
    const Str above = str_sub(src->path, 0, src->path.n - src->name.n);
    const Str root = above.n ? above : S(".");
    Str paths[2];
    nearby_paths(arena, path_folder(src->name), ref, paths);
    for (int i = 0; i < 2; i++)
        if (paths[i].n && file_read_below(arena, root, paths[i], PICTURE_MOST, bytes))
            return true;
    const bool alone = !url_is_absolute(ref) && !str_has(ref, S("/"));
    return alone && (find_named(b, arena, root, ref, bytes) ||
                     find_named(b, arena, root, url_unescape(arena, ref), bytes));
}

/* Adds the article, or those that it holds.  One that holds none is an article too,
 * refused: it has its place in the ledger. */
static void take(Diag *d, Article *a, Str bytes, const Format *f, const Nearby *nearby,
                 Members *out)
{
    const size_t before = out->n;
    if (f->open)
        f->open(d, a, bytes, nearby, out);
    if (out->n > before) {
        article_free(a);
        return;
    }
    if (f->open) {
        a->src.bytes = bytes.n;
        a->src.sha256 = sha256_hex(a->arena, bytes);
        a->src.format = f->name;
        refuse(a);
    } else {
        read_as(d, a, bytes, f, nearby);
    }
    members_add(out, a);
}

void members_take(Diag *d, Article *a, Str bytes, const Nearby *nearby, Members *out)
{
    const Format *f = find_format(a, bytes, nearby);
    if (f->open == open_zip) {
        read_as(d, a, bytes, f, nearby);
        members_add(out, a);
    } else {
        take(d, a, bytes, f, nearby, out);
    }
}

void read_bytes_all(Diag *d, Str path, Str bytes, ArticleList *out)
{
    Members found = {0};
    Article *a = article_new(path);
    bytes = arena_str(a->arena, bytes);
    take(d, a, bytes, format_find(path, bytes), NULL, &found);
    for (size_t i = 0; i < found.n; i++) {
        ARRAY_ROOM(out->v, out->n, out->cap);
        out->v[out->n++] = found.v[i];
    }
    free(found.v);
}

typedef struct Job {
    const Input *inputs;
    Members *found; /* of each input; empty: left out */
    Diag *diags;    /* one an input, so that no thread order reaches the messages */
    Map bases;      /* see Beside */
    Catalog catalog;
    Progress *progress;
} Job;

static void read_one(void *ctx, size_t i, int worker)
{
    Job *job = ctx;
    Diag *d = &job->diags[i];
    const Input *in = &job->inputs[i];
    Members *found = &job->found[i];
    Article *a = article_new(in->path);
    Str bytes;
    (void)worker;
    a->src.name = arena_str(a->arena, in->name); /* readers learn from it */
    if (!file_read(d, a->arena, in->path, MOST_BYTES, D_UNREADABLE, &bytes)) {
        refuse(a);
        members_add(found, a);
    } else if (format_is_own(bytes)) {
        diag(d, D_OWN_OUTPUT, (Loc){.path = in->path}, (Str){0}, (Str){0});
        article_free(a);
    } else {
        const Beside beside = {&a->src, &job->bases};
        const Nearby nearby = {find_beside, &beside, &job->catalog};
        take(d, a, bytes, find_format(a, bytes, &nearby), &nearby, found);
    }
    for (size_t k = 0; k < found->n; k++) {
        found->v[k]->src.name = arena_str(found->v[k]->arena, in->name);
        found->v[k]->given = in->given;
    }
    progress_step(job->progress);
}

static Catalog find_catalog(const Inputs *in)
{
    Catalog c = catalog_new();
    Diag unsaid = {0}; /* it is said when the file is read as what it is */
    for (size_t i = 0; i < in->n; i++) {
        const Str path = in->v[i].path;
        Arena *scratch = catalog_wants(path) ? arena_new() : NULL;
        Str bytes;
        if (scratch &&
            file_read(&unsaid, scratch, path, MOST_BYTES, D_UNREADABLE, &bytes))
            catalog_learn(&c, path, bytes);
        arena_free(scratch);
    }
    for (size_t i = 0; i < in->n; i++)
        catalog_meet(&c, in->v[i].path);
    diag_free(&unsaid);
    return c;
}

bool read_inputs(Diag *d, const Str *paths, size_t n, Str list, Str apart, int jobs,
                 Progress *progress, ArticleList *out)
{
    Inputs in = {.arena = arena_new()};
    const bool ok = find_inputs(d, &in, paths, n, list);
    if (ok) {
        drop_repeats(&in, list, apart);
        Job job = {.inputs = in.v, .progress = progress, .catalog = find_catalog(&in)};
        job.found = arena_array(in.arena, in.n, sizeof *job.found);
        job.diags = arena_array(in.arena, in.n, sizeof *job.diags);
        for (size_t i = in.n; i-- > 0;) /* the first is put last, and stays */
            *map_at(&job.bases, path_base(in.v[i].name)) = &in.v[i];
        progress_stage(progress, "reading", in.n);
        jobs_run(in.n, jobs_count(jobs), read_one, &job);
        for (size_t i = 0; i < in.n; i++) {
            diag_merge(d, &job.diags[i]);
            for (size_t k = 0; k < job.found[i].n; k++) {
                ARRAY_ROOM(out->v, out->n, out->cap);
                out->v[out->n++] = job.found[i].v[k];
            }
            free(job.found[i].v);
        }
        map_free(&job.bases);
        catalog_free(&job.catalog);
    }
    language_release();
    free(in.v);
    arena_free(in.arena);
    return ok;
}
