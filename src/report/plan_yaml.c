/* The plan as the lists of book.yaml: --write-config.
 *
 * What is listed by a path that means it alone keeps its place, its title and its rank
 * over its duplicates, so the lists make the same plan again.  An article is called by
 * its path below the folder, or, where that means others too (two folders with an
 * index.html each), by the path that it was given by; where both do, by the former, once
 * and without its title, which all of them would get.
 *
 * Comments hold what the lists do not need, in one form: "#- " before what may be listed.
 */
#include <stdlib.h>

#include "base/file.h"
#include "base/yaml.h"
#include "report.h"
#include "say.h"

enum {
    SHOWN = 60,      /* columns for the words of a block, or of a title in a comment */
    OFFERED = 20000, /* blocks to put back: more is nothing to edit by hand */
};

typedef struct Writer {
    Buf *out;
    const Plan *plan;
    Arena *arena;
    Map meant;  /* path -> Meant * */
    Map blocks; /* id -> Offer * */
    Map refusals;
    bool *folders; /* of the entries of the list: see find_folders() */
    size_t entry;  /* that put_folders() comes to next */
} Writer;

/* ---- paths ---- */

/* What a path means. */
typedef struct Meant {
    size_t n; /* articles */
    const Article *last;
    bool listed; /* it was written */
} Meant;

static void add_meant(Writer *w, const Article *a, Str path)
{
    for (; path.n > 0; path = path_above(path)) {
        void **at = map_at(&w->meant, path);
        Meant *m = *at ? *at : (*at = arena_alloc(w->arena, sizeof *m));
        m->n += m->last != a;
        m->last = a;
    }
}

static bool means_it_alone(const Writer *w, Str path)
{
    return ((const Meant *)map_find(&w->meant, path))->n == 1 &&
           !listing_is_pattern(path);
}

static Str path_of(const Writer *w, const Article *a, bool *alone)
{
    const Str name = listing_name(w->arena, a), path = listing_path(w->arena, a);
    *alone = means_it_alone(w, name);
    if (*alone || !means_it_alone(w, path))
        return name;
    *alone = true;
    return path;
}

/* ---- lines ---- */

static void put_lines(Writer *w, const char *const *lines)
{
    for (; *lines; lines++)
        buf_printf(w->out, "%s\n", *lines);
}

/* "title: The Weir", behind so many blanks; nothing for no value. */
static void put_key(Writer *w, size_t indent, const char *key, Str value)
{
    if (value.n == 0)
        return;
    buf_fill(w->out, ' ', indent);
    buf_printf(w->out, "%s: ", key);
    yaml_put(w->out, value);
    buf_byte(w->out, '\n');
}

static void put_comment(Writer *w, size_t indent, Str words)
{
    buf_fill(w->out, ' ', indent);
    buf_put(w->out, S("# "));
    yaml_put_comment(w->out, words);
    buf_byte(w->out, '\n');
}

/* Ends a line with the words behind "#". */
static void put_remark(Writer *w, Str words)
{
    buf_put(w->out, S("  # "));
    yaml_put_comment(w->out, words);
    buf_byte(w->out, '\n');
}

/* ---- chapters ---- */

static void put_also(Writer *w, size_t indent, const Article *a)
{
    bool alone;
    for (size_t i = 0; i < a->nalso; i++) {
        Arena *scratch = arena_new();
        put_comment(w, indent,
                    arena_printf(scratch, "also published as " STR_FMT,
                                 STR_ARG(path_of(w, a->also[i], &alone))));
        arena_free(scratch);
    }
}

/* What was said of it by the list that it comes from is said again. */
static void put_stated(Writer *w, size_t indent, const PathEntry *e)
{
    put_key(w, indent, "author", e->author);
    if (e->date.year) {
        buf_fill(w->out, ' ', indent);
        buf_printf(w->out, "date: " STR_FMT "\n", STR_ARG(date_iso(w->arena, e->date)));
    }
    put_key(w, indent, "publisher", e->publisher);
    put_key(w, indent, "url", e->url);
    put_key(w, indent, "lang", e->lang);
}

/* What is known of it, below its keys. */
static void put_facts(Writer *w, size_t indent, const Article *a, bool titled)
{
    Arena *scratch = arena_new();
    Buf facts = {0};
    if (!titled) {
        buf_put(&facts, say_short(scratch, a->title, SHOWN));
        buf_put(&facts, S("; "));
    }
    say_facts(&facts, a);
    put_comment(w, indent, buf_str(&facts));
    put_also(w, indent, a);
    buf_free(&facts);
    arena_free(scratch);
}

static void put_chapter(Writer *w, size_t indent, const Article *a)
{
    bool alone;
    const Str path = path_of(w, a, &alone);
    Meant *meant = map_find(&w->meant, path);
    if (!meant->listed) {
        buf_fill(w->out, ' ', indent);
        put_key(w, 0, "- file", path);
        if (alone)
            put_key(w, indent + 2, "title", a->title);
        if (a->listed)
            put_stated(w, indent + 2,
                       &w->plan->options.listing.chapters.v[a->listed - 1]);
    }
    meant->listed = true;
    put_facts(w, indent + 2, a, alone);
}

/* Where nothing but what is listed may be in the book, duplicates stay listed by what
 * they were, a folder or a pattern: by its own path one would be a chapter. */
static void find_folders(Writer *w)
{
    const Listing *o = &w->plan->options.listing;
    const ArticleList *l = w->plan->articles;
    w->folders = arena_array(w->arena, o->chapters.n, sizeof *w->folders);
    for (size_t i = 0; o->only_listed && i < l->n; i++)
        if (l->v[i]->fate == ART_DUPLICATE && l->v[i]->listed)
            w->folders[l->v[i]->listed - 1] = true;
}

/* Those that are left of the list's parts up to this one, which are in order. */
static void put_folders(Writer *w, size_t indent, size_t part)
{
    const PathEntries *entries = &w->plan->options.listing.chapters;
    for (; w->entry < entries->n && entries->v[w->entry].part <= part; w->entry++) {
        const PathEntry *e = &entries->v[w->entry];
        const Meant *meant = map_find(&w->meant, e->path);
        if (!w->folders[w->entry] || (meant && meant->listed))
            continue;
        buf_fill(w->out, ' ', indent);
        put_key(w, 0, "- file", e->path);
        put_key(w, indent + 2, "title", e->title);
        put_stated(w, indent + 2, e);
    }
}

/* Which of the list's parts, from 1, this is, behind the one before it; after the last:
 * none of them. */
static size_t part_of_list(const Listing *o, size_t before, Str title)
{
    size_t i = before;
    while (i < o->nparts && !str_eq(o->parts[i], title))
        i++;
    return i + 1;
}

static void put_parts(Writer *w)
{
    const Plan *p = w->plan;
    size_t of_list = 0;
    buf_put(w->out, S("\nparts:\n"));
    for (size_t i = 0; i < p->nparts; i++) {
        const PlanPart *part = &p->parts[i];
        buf_put(w->out, S("  - title: "));
        yaml_put(w->out, part->title);
        buf_put(w->out, S("\n    chapters:\n"));
        for (size_t k = 0; k < part->n; k++)
            put_chapter(w, 6, p->chapters[part->first + k]);
        of_list = part_of_list(&p->options.listing, of_list, part->title);
        put_folders(w, 6, i + 1 < p->nparts ? of_list : SIZE_MAX);
    }
}

static void put_chapters(Writer *w)
{
    static const char *const head[] = {
        "",
        "# ---- Chapters, in their order",
        "# Move them, and change their titles.  What may be said of each, in place of "
        "what it",
        "# says itself: title, author, date (YYYY-MM-DD), publisher, url, lang.  A file "
        "may be",
        "# a folder too, or a pattern as in \"news/*-b.txt\", for all articles in it.",
        "# Articles that are not listed come behind those that are.  To leave one out, "
        "move",
        "# its lines to 'exclude', below.",
        "",
        "chapters:",
        NULL};
    static const char *const no_parts[] = {"",
                                           "# Parts have a title and a list of chapters, "
                                           "whose lines go there; or are made by sheaf",
                                           "# with 'parts: folders' or 'parts: topic'.",
                                           "",
                                           "#parts:",
                                           "#  - title: The First Part",
                                           "#    chapters:",
                                           NULL};
    const Plan *p = w->plan;
    const size_t loose = p->nparts ? p->parts[0].first : p->nchapters;
    put_lines(w, head);
    if (loose == 0)
        put_comment(w, 2, S("what is to stand before the first part"));
    for (size_t i = 0; i < loose; i++)
        put_chapter(w, 2, p->chapters[i]);
    put_folders(w, 2, p->nparts ? 0 : SIZE_MAX);
    if (p->nparts)
        put_parts(w);
    else
        put_lines(w, no_parts);
}

/* ---- what is no chapter ---- */

/* "#- press/c.txt  # the same text as press/b.txt"; "# adverts/soap.txt  # left out by
 * exclude" of what no list of chapters can bring back. */
static void put_left_out(Writer *w, const Article *a)
{
    bool alone;
    const Str of = a->of ? path_of(w, a->of, &alone) : (Str){0};
    Buf why = {0};
    say_left_out(&why, w->plan, &w->refusals, a, of);
    buf_put(w->out, a->of ? S("  #- ") : S("  # "));
    yaml_put(w->out, path_of(w, a, &alone));
    put_remark(w, buf_str(&why));
    buf_free(&why);
}

static void put_all_left_out(Writer *w)
{
    static const char *const head[] = {"",
                                       "# ---- Left out",
                                       "# These are not in the book.  One that repeats a "
                                       "chapter becomes one itself when it is",
                                       "# listed above, without its '#'.",
                                       "",
                                       NULL};
    static const char *const exclude[] = {"",
                                          "# What is listed here is left out: lines of "
                                          "chapters, or paths of articles, folders and",
                                          "# patterns as in \"*-draft.txt\".",
                                          "",
                                          "exclude:",
                                          NULL};
    const ArticleList *l = w->plan->articles;
    const PathEntries *out = &w->plan->options.listing.exclude;
    if (l->n > w->plan->nchapters)
        put_lines(w, head);
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i]->fate != ART_CHAPTER)
            put_left_out(w, l->v[i]);
    put_lines(w, exclude);
    for (size_t i = 0; i < out->n; i++) {
        buf_put(w->out, S("  - "));
        yaml_put(w->out, out->v[i].path);
        buf_byte(w->out, '\n');
    }
}

static void put_articles(Writer *w)
{
    static const char *const head[] = {
        "", "# ---- What is to stand in place of what articles say, without listing them",
        "", NULL};
    static const char *const example[] = {"#articles:", "#  - file: \"news/*\"",
                                          "#    publisher: The Valley Post", NULL};
    const PathEntries *said = &w->plan->options.listing.articles;
    put_lines(w, head);
    if (said->n == 0)
        put_lines(w, example);
    else
        buf_put(w->out, S("articles:\n"));
    for (size_t i = 0; i < said->n; i++) {
        put_key(w, 2, "- file", said->v[i].path);
        put_key(w, 4, "title", said->v[i].title);
        put_stated(w, 4, &said->v[i]);
    }
}

/* ---- blocks to put back ---- */

/* A block that was set aside, or would be but for `keep`; of the same words in all. */
typedef struct Offer {
    size_t chapters; /* that have it */
    bool written;
} Offer;

static bool is_kept(const Article *a, size_t i)
{
    const Fate *f = &a->fates[i];
    return f->kind == FATE_BODY && f->rule && str_eq(str_of(f->rule), S("kept")) &&
           (i == 0 || f[-1].block != f->block);
}

static bool is_offered(const Article *a, size_t i)
{
    return is_kept(a, i) || say_is_set_aside(a, i);
}

static void count_offers(Writer *w, const Article *a)
{
    Arena *scratch = arena_new();
    const BlockName *names = ledger_names(scratch, a);
    for (size_t i = 0; i < a->nfates; i++) {
        if (!is_offered(a, i))
            continue;
        const Str id = block_id(scratch, &names[i]);
        Offer *o = map_find(&w->blocks, id);
        if (o == NULL) {
            o = arena_alloc(w->arena, sizeof *o);
            *map_at(&w->blocks, arena_str(w->arena, id)) = o;
        }
        o->chapters++;
    }
    arena_free(scratch);
}

/* "#- 9c3f0a1b2c3d4e5f  # share: Send this to a friend (in 12 chapters)" */
static void put_offer(Writer *w, const Article *a, size_t i, Str id, Str words,
                      size_t chapters)
{
    Arena *scratch = arena_new();
    Str remark = arena_printf(
        scratch, "%s: " STR_FMT, say_why(&a->fates[i]),
        STR_ARG(words.n ? say_short(scratch, words, SHOWN) : S("(no words)")));
    if (chapters > 1)
        remark = arena_printf(scratch, STR_FMT " (in %zu chapters)", STR_ARG(remark),
                              chapters);
    buf_printf(w->out, "  %s- " STR_FMT, is_kept(a, i) ? "" : "#", STR_ARG(id));
    put_remark(w, remark);
    arena_free(scratch);
}

/* Those of a chapter that none before it has. */
static void put_offers(Writer *w, const Article *a, size_t *left)
{
    Arena *scratch = arena_new();
    const BlockName *names = ledger_names(scratch, a);
    bool first = true, alone;
    for (size_t i = 0; i < a->nfates; i++) {
        if (!is_offered(a, i) || (*left == 0 && !is_kept(a, i)))
            continue;
        const Str id = block_id(scratch, &names[i]);
        Offer *o = map_find(&w->blocks, id);
        if (o->written)
            continue;
        if (first)
            put_comment(w, 2, path_of(w, a, &alone));
        put_offer(w, a, i, id, names[i].words, o->chapters);
        first = false;
        o->written = true;
        *left -= *left > 0;
    }
    arena_free(scratch);
}

static void put_all_offers(Writer *w)
{
    static const char *const head[] = {
        "",
        "# ---- Set aside",
        "# Blocks that were taken for furniture of a page or for metadata.  Take the '#' "
        "before",
        "# one away, and it stands in its chapter, or chapters, again.",
        "",
        "keep:",
        NULL};
    const Plan *p = w->plan;
    size_t left = OFFERED;
    put_lines(w, head);
    for (size_t i = 0; i < p->nchapters; i++)
        count_offers(w, p->chapters[i]);
    for (size_t i = 0; i < p->nchapters; i++)
        put_offers(w, p->chapters[i], &left);
    if (left == 0)
        put_comment(w, 2, S("those of more: sheaf --inspect=json"));
}

void report_yaml(Buf *out, const Plan *plan, const Diag *d)
{
    Writer w = {.out = out, .plan = plan, .arena = arena_new()};
    const ArticleList *l = plan->articles;
    w.refusals = say_refusals(d);
    for (size_t i = 0; i < l->n; i++) {
        add_meant(&w, l->v[i], listing_name(w.arena, l->v[i]));
        add_meant(&w, l->v[i], listing_path(w.arena, l->v[i]));
    }
    find_folders(&w);
    put_chapters(&w);
    put_all_left_out(&w);
    put_articles(&w);
    put_all_offers(&w);
    map_free(&w.meant);
    map_free(&w.blocks);
    map_free(&w.refusals);
    arena_free(w.arena);
}
