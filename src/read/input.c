/* Finding the inputs, and reading each with the reader of its format. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/jobs.h"
#include "base/map.h"
#include "reader.h"

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
    for (size_t i = 0; i < files.n; i++) {
        const FileEntry *e = &files.v[i];
        const Loc at = {.path = e->path};
        if (e->hidden)
            diag(d, D_HIDDEN, at, (Str){0}, (Str){0});
        else if (e->kind != FILE_REGULAR)
            diag(d, D_NOT_REGULAR, at, (Str){0}, (Str){0});
        else
            add_input(in, e->path, str_sub(e->path, skip, e->path.n));
    }
    return true;
}

static bool find_inputs(Diag *d, Inputs *in, const Str *paths, size_t n)
{
    bool ok = true;
    for (size_t i = 0; i < n; i++) {
        const Str path = normalise(in->arena, paths[i]);
        const Loc at = {.path = path};
        switch (file_kind(path, true)) {
        case FILE_REGULAR:
            add_input(in, path, path_base(path));
            break;
        case FILE_FOLDER:
            ok &= add_folder(d, in, path);
            break;
        case FILE_OTHER:
            diag(d, D_NOT_REGULAR, at, (Str){0}, (Str){0});
            break;
        case FILE_NONE:
            ok = diag(d, D_NO_INPUT, at, path, S("no such file or folder"));
            break;
        }
    }
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
 * under the same path or as the same file. */
static void drop_repeats(Inputs *in)
{
    Map seen = {0};
    size_t kept = 0;
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

/* Reads the article as its format demands; one that holds others is refused, for those
 * that are opened do not come here. */
static void read_as(Diag *d, Article *a, Str bytes, const Format *f, const Nearby *nearby)
{
    a->src.bytes = bytes.n;
    a->src.sha256 = sha256_hex(a->arena, bytes);
    a->src.format = f->name;
    if (f->read) {
        f->read(d, a, bytes);
        pictures_find(d, a, nearby);
    } else {
        diag(d, D_NOT_TEXT, (Loc){.path = a->src.path}, str_of(f->what),
             S("save it as plain text (.txt)"));
        refuse(a);
    }
}

void members_read(Diag *d, Article *a, Str bytes, const Nearby *nearby)
{
    read_as(d, a, bytes, format_find(reader_name(a), bytes), nearby);
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

typedef struct Job {
    const Input *inputs;
    Members *found; /* of each input; empty: left out */
    Diag *diags;    /* one an input, so that no thread order reaches the messages */
    Progress *progress;
} Job;

/* What a file refers to is looked for below the folder that was given, or, for a file
 * given by itself, below its own. */
static bool find_beside(const void *ctx, Arena *arena, Str ref, Str *bytes)
{
    const Source *src = &((const Article *)ctx)->src;
    const Str above = str_sub(src->path, 0, src->path.n - src->name.n);
    const Str root = above.n ? above : S(".");
    Str paths[2];
    nearby_paths(arena, path_folder(src->name), ref, paths);
    for (int i = 0; i < 2; i++)
        if (paths[i].n && file_read_below(arena, root, paths[i], PICTURE_MOST, bytes))
            return true;
    return false;
}

/* The file's article, or those that it holds.  One that holds none is an article too,
 * refused: it has its place in the ledger. */
static void read_file(Diag *d, Article *a, Str bytes, Members *out)
{
    const Format *f = format_find(a->src.path, bytes);
    if (f->open)
        f->open(d, a, bytes, out);
    for (size_t i = 0; i < out->n; i++) {
        out->v[i]->src.name = arena_str(out->v[i]->arena, a->src.name);
        out->v[i]->given = a->given;
    }
    if (out->n > 0) {
        article_free(a);
        return;
    }
    if (f->open) {
        a->src.bytes = bytes.n;
        a->src.sha256 = sha256_hex(a->arena, bytes);
        a->src.format = f->name;
        refuse(a);
    } else {
        const Nearby beside = {find_beside, a};
        read_as(d, a, bytes, f, &beside);
    }
    members_add(out, a);
}

void read_bytes_all(Diag *d, Str path, Str bytes, ArticleList *out)
{
    Members found = {0};
    Article *a = article_new(path);
    read_file(d, a, arena_str(a->arena, bytes), &found);
    for (size_t i = 0; i < found.n; i++) {
        ARRAY_ROOM(out->v, out->n, out->cap);
        out->v[out->n++] = found.v[i];
    }
    free(found.v);
}

static void read_one(void *ctx, size_t i, int worker)
{
    Job *job = ctx;
    Diag *d = &job->diags[i];
    const Input *in = &job->inputs[i];
    Article *a = article_new(in->path);
    Str bytes;
    (void)worker;
    a->src.name = arena_str(a->arena, in->name);
    a->given = in->given;
    if (!file_read(d, a->arena, in->path, MOST_BYTES, D_UNREADABLE, &bytes)) {
        refuse(a);
        members_add(&job->found[i], a);
    } else if (format_is_own(bytes)) {
        diag(d, D_OWN_OUTPUT, (Loc){.path = in->path}, (Str){0}, (Str){0});
        article_free(a);
    } else {
        read_file(d, a, bytes, &job->found[i]);
    }
    progress_step(job->progress);
}

bool read_inputs(Diag *d, const Str *paths, size_t n, int jobs, Progress *progress,
                 ArticleList *out)
{
    Inputs in = {.arena = arena_new()};
    const bool ok = find_inputs(d, &in, paths, n);
    if (ok) {
        drop_repeats(&in);
        Job job = {.inputs = in.v, .progress = progress};
        job.found = arena_array(in.arena, in.n, sizeof *job.found);
        job.diags = arena_array(in.arena, in.n, sizeof *job.diags);
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
    }
    language_release();
    free(in.v);
    arena_free(in.arena);
    return ok;
}
