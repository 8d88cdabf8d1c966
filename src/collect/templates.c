/* Templates: what the pages of one folder have about their articles.
 *
 * Model: the pages of a site are made of one mould, and each article fills it: what
 * stands word for word in many of them, before or behind what each has for itself,
 * belongs to the mould.  What recurs between paragraphs of an article's own, as
 * "Background" does, is the article's: only its two ends are looked at, up to the first
 * block and from the last one that the mould does not have.  A head stays with what it
 * heads.
 * Who takes part: articles of one folder and, where their addresses are known, of one
 * site, that have a page around them: not what a feed or an export holds, nor Markdown.
 * Versions of one story share their ends too: those are settled before; where they are
 * kept apart, an article counts only when at least OWN hundredths of its words are in
 * blocks that no other has.
 *
 * Method: each block is known by the hash of its words; a first pass counts the articles
 * that have it, a second one those that take part; a block that MANY of these have is of
 * the mould.  Cost: linear.
 *
 * Thresholds: on 1,499 documents made of digital.gov's posts with furniture put in, 207
 * blocks are set aside (lives of authors, credits, requests to subscribe); of what an
 * editor would have kept, only a glossary that five posts end in.  The 46 pages that
 * share a site with another in the development set of the WCXB benchmark lose nothing;
 * with MANY = 2 they would lose two blocks, of which its makers marked one as text. */
#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "base/unicode.h"
#include "steps.h"

enum {
    MANY = 3, /* articles */
    OWN = 50, /* hundredths of an article's words */
};

typedef struct Shared {
    size_t all, many; /* articles that have the block; those that take part */
    const Article *last, *counted; /* the last that was counted for each */
} Shared;

/* A block of an article: fates [from, to). */
typedef struct Piece {
    size_t from, to;
    size_t words;
    Shared *shared; /* NULL: it shows no words */
} Piece;

typedef struct Page {
    Article *article;
    Piece *v; /* in the step's arena */
    size_t n;
    bool counts;
} Page;

/* The folder and the site of an article. */
static uint64_t site_of(const Article *a)
{
    Str url = a->url;
    const size_t at = str_find(url, S("://"));
    Str host = at < url.n ? str_sub(url, at + 3, url.n) : (Str){0};
    host = str_cut(&host, '/');
    const Str folder = path_folder(a->src.member.n ? a->src.member : a->src.path);
    const Str file = a->src.member.n ? a->src.path : (Str){0};
    return str_hash(host) ^ 3 * str_hash(folder) ^ 5 * str_hash(file);
}

static bool takes_part(const Article *a)
{
    return a->fate == ART_CHAPTER && !a->src.alone &&
           !str_eq(str_of(a->src.format), S("markdown"));
}

static Shared *find_shared(Arena *arena, Map *map, uint64_t site, uint64_t words)
{
    uint64_t *key = arena_array(arena, 2, sizeof *key);
    key[0] = site;
    key[1] = words;
    void **at = map_at(map, (Str){(const char *)key, 2 * sizeof *key});
    if (*at == NULL)
        *at = arena_alloc(arena, sizeof(Shared));
    return *at;
}

/* The blocks of the article's body, and how many articles have each. */
static void read_page(Arena *arena, Map *map, Page *page)
{
    const Article *a = page->article;
    Arena *scratch = arena_new(); /* the names hold all the words */
    const BlockName *names = ledger_names(scratch, a);
    const uint64_t site = site_of(a);
    page->v = arena_array(arena, a->nfates, sizeof *page->v);
    for (size_t i = 0, end; i < a->nfates; i = end) {
        const Node *block = a->fates[i].block;
        bool body = false;
        for (end = i; end < a->nfates && (end == i || a->fates[end].block == block);
             end++)
            body |= a->fates[end].kind == FATE_BODY;
        if (block == NULL || !body)
            continue;
        Piece *p = &page->v[page->n++];
        *p = (Piece){.from = i, .to = end};
        if (names[i].words.n == 0)
            continue;
        p->words = uni_words(names[i].words);
        p->shared = find_shared(arena, map, site, names[i].hash);
        p->shared->all += p->shared->last != a;
        p->shared->last = a;
    }
    arena_free(scratch);
}

/* Has the article enough of its own to tell it from the mould? */
static void weigh(Page *page)
{
    size_t own = 0, all = 0;
    for (size_t i = 0; i < page->n; i++) {
        const Piece *p = &page->v[i];
        all += p->words;
        own += p->shared && p->shared->all == 1 ? p->words : 0;
    }
    page->counts = all > 0 && 100 * own >= OWN * all;
    for (size_t i = 0; page->counts && i < page->n; i++) {
        Shared *s = page->v[i].shared;
        if (s == NULL)
            continue;
        s->many += s->counted != page->article;
        s->counted = page->article;
    }
}

static bool is_mould(const Piece *p)
{
    return p->shared && p->shared->many >= MANY;
}

static bool is_head(const Page *page, size_t i)
{
    return page->article->fates[page->v[i].from].block->kind == N_HEADING;
}

static void set_aside(Page *page, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const Piece *p = &page->v[i];
        for (size_t k = p->from; is_mould(p) && k < p->to; k++) {
            Fate *f = &page->article->fates[k];
            if (f->kind != FATE_BODY || ledger_is_kept(f))
                continue;
            f->kind = FATE_BOILERPLATE;
            f->rule = "template";
        }
    }
}

static void trim(Page *page)
{
    size_t first = 0, last = page->n;
    while (first < page->n &&
           (page->v[first].shared == NULL || is_mould(&page->v[first])))
        first++;
    if (first == page->n)
        return;
    if (first > 0 && is_head(page, first - 1))
        first--;
    while (last > first &&
           (page->v[last - 1].shared == NULL || is_mould(&page->v[last - 1])))
        last--;
    set_aside(page, 0, first);
    set_aside(page, last, page->n);
    ledger_weigh(page->article);
}

void templates(const ArticleList *articles)
{
    Arena *arena = arena_new();
    Map map = {0};
    Page *pages = arena_array(arena, articles->n, sizeof *pages);
    size_t n = 0;
    for (size_t i = 0; i < articles->n; i++)
        if (takes_part(articles->v[i]))
            pages[n++].article = articles->v[i];
    for (size_t i = 0; n >= MANY && i < n; i++)
        read_page(arena, &map, &pages[i]);
    for (size_t i = 0; i < n; i++)
        weigh(&pages[i]);
    for (size_t i = 0; i < n; i++)
        if (pages[i].counts)
            trim(&pages[i]);
    map_free(&map);
    arena_free(arena);
}
