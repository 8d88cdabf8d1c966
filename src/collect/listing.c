/* The listing: what the user says of articles by their paths.
 *
 * A path means a file, a member of one ("letters.zip/one.txt"), or all that is below a
 * folder or in an archive; one with '*' (any characters) or '?' (one) means all that it
 * fits.  Of several that mean an article the one that says the most of its path counts,
 * and patterns count last, the first of them first.  A path leads from the folder that
 * was given, or is the one that the article was given by.  What of it is not UTF-8 is
 * written U+FFFD, as in all that sheaf says of it.
 * Cost: a look-up for each folder of an article's path, and a comparison for each
 * pattern. */
#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "steps.h"

/* Only the last '*' passed is ever taken back: if what follows it can be fitted at all,
 * it can be with the least that those before it take. */
static bool fits(Str pattern, Str s)
{
    size_t p = 0, i = 0, star = pattern.n, taken = 0;
    while (i < s.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            taken = i;
        } else if (p < pattern.n && (pattern.p[p] == '?' || pattern.p[p] == s.p[i])) {
            p++;
            i++;
        } else if (star < pattern.n) {
            p = star + 1;
            i = ++taken;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

/* A list of entries, ready to be asked. */
typedef struct Finder {
    Arena *arena;
    const PathEntries *entries;
    Map paths; /* of those that are no patterns -> const PathEntry * */
    bool *met; /* the entry means an article */
} Finder;

/* False: an entry is there twice; reported. */
static bool finder_open(Diag *d, Arena *arena, const PathEntries *entries, Finder *f)
{
    *f = (Finder){.arena = arena, .entries = entries};
    f->met = arena_array(arena, entries->n, sizeof *f->met);
    bool ok = true;
    for (size_t i = 0; i < entries->n; i++) {
        const PathEntry *e = &entries->v[i];
        void **at = map_at(&f->paths, e->path);
        if (*at && entries->once)
            ok = diag(d, D_LISTED_TWICE, e->at, e->path, (Str){0});
        else if (*at == NULL)
            *at = (void *)e;
        else
            f->met[i] = true; /* says no more than the first */
    }
    return ok;
}

static Str whole_path(Arena *arena, Str file, Str member)
{
    Buf path = {0};
    if (member.n == 0 && utf8_valid(file))
        return file;
    buf_put_utf8(&path, file);
    if (member.n) {
        buf_byte(&path, '/');
        buf_put_utf8(&path, member);
    }
    const Str whole = arena_str(arena, buf_str(&path));
    buf_free(&path);
    return whole;
}

Str listing_name(Arena *arena, const Article *a)
{
    return whole_path(arena, a->src.name, a->src.member);
}

Str listing_path(Arena *arena, const Article *a)
{
    return whole_path(arena, a->src.path, a->src.member);
}

bool listing_is_pattern(Str path)
{
    return str_has(path, S("*")) || str_has(path, S("?"));
}

static const PathEntry *find_above(const Finder *f, Str path, bool *named)
{
    *named = true;
    for (; path.n > 0; path = path_above(path), *named = false) {
        const PathEntry *e = map_find(&f->paths, path);
        if (e)
            return e;
    }
    return NULL;
}

/* The entry that means the article; NULL: none does.  *named: it means no other. */
static const PathEntry *find(Finder *f, const Article *a, bool *named)
{
    const Str name = listing_name(f->arena, a), path = listing_path(f->arena, a);
    const PathEntry *e = f->entries->n ? find_above(f, name, named) : NULL;
    if (e == NULL && f->entries->n && !str_eq(path, name))
        e = find_above(f, path, named);
    for (size_t i = 0; e == NULL && i < f->entries->n; i++) {
        const Str pattern = f->entries->v[i].path;
        if (listing_is_pattern(pattern) && (fits(pattern, name) || fits(pattern, path)))
            e = &f->entries->v[i];
    }
    if (e)
        f->met[e - f->entries->v] = true;
    return e;
}

/* Tells which entries mean no article, if it was asked for articles, and frees the
 * finder.  A chapter that is not there is an error: the book would be another than the
 * one that was described. */
static void finder_close(Diag *d, Finder *f, bool asked)
{
    for (size_t i = 0; asked && i < f->entries->n; i++) {
        const PathEntry *e = &f->entries->v[i];
        if (!f->met[i])
            diag(d,
                 f->entries->once && !listing_is_pattern(e->path) ? D_LISTED_NONE
                                                                  : D_PATH_NONE,
                 e->at, e->path, (Str){0});
    }
    map_free(&f->paths);
}

/* The texts and the date that the entry gives stand in place of the article's. */
static void state(Article *a, const PathEntry *e)
{
    const struct {
        Str *field, value;
    } texts[] = {{&a->title, e->title},
                 {&a->byline, e->author},
                 {&a->publisher, e->publisher},
                 {&a->url, e->url},
                 {&a->lang, e->lang}};
    if (e->title.n && !str_eq(e->title, a->title))
        a->title_made = false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].value.n)
            *texts[i].field = arena_str(a->arena, texts[i].value);
    if (e->date.year && date_cmp(e->date, a->date) != 0) {
        a->date = e->date;
        a->date_confidence = DATE_STATED;
        a->date_basis = arena_str(a->arena, path_base(e->at.path));
    }
}

static void leave_out(Article *a, const char *rule)
{
    if (a->fate == ART_REFUSED)
        return;
    a->fate = ART_OUTSIDE;
    ledger_refuse(a, rule);
}

void listing_apply(Diag *d, const Listing *o, const ArticleList *articles)
{
    Arena *scratch = arena_new();
    Finder chapters, said, excluded;
    bool ok = finder_open(d, scratch, &o->chapters, &chapters);
    ok &= finder_open(d, scratch, &o->articles, &said);
    ok &= finder_open(d, scratch, &o->exclude, &excluded);
    for (size_t i = 0; ok && i < articles->n; i++) {
        Article *a = articles->v[i];
        bool named = false, other;
        const PathEntry *e = find(&said, a, &other);
        if (e)
            state(a, e);
        e = find(&chapters, a, &named);
        if (e) {
            state(a, e);
            a->listed = (uint32_t)(e - o->chapters.v) + 1;
            a->named = named;
        }
        if (find(&excluded, a, &other))
            leave_out(a, "exclude");
        else if (o->only_listed && e == NULL)
            leave_out(a, "only-listed");
    }
    finder_close(d, &chapters, ok);
    finder_close(d, &said, ok);
    finder_close(d, &excluded, ok);
    arena_free(scratch);
}
