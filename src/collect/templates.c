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
#include "base/jobs.h"
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
    uint64_t hash;  /* of its words; 0: it shows none */
    Shared *shared; /* NULL then */
} Piece;

typedef struct Page {
    Article *article;
    Piece *v; /* owned */
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

/* The blocks of the article's body. */
static void read_page(void *ctx, size_t i, int worker)
{
    Page *page = &((Page *)ctx)[i];
    const Article *a = page->article;
    Arena *scratch = arena_new(); /* the names hold all the words */
    const BlockName *names = ledger_names(scratch, a);
    (void)worker;
    page->v = mem_alloc(a->nfates * sizeof *page->v);
    for (size_t from = 0, end; from < a->nfates; from = end) {
        const Node *block = a->fates[from].block;
        bool body = false;
        for (end = from; end < a->nfates && (end == from || a->fates[end].block == block);
             end++)
            body |= a->fates[end].kind == FATE_BODY;
        if (block == NULL || !body)
            continue;
        const BlockName *name = &names[from];
        page->v[page->n++] = (Piece){.from = from,
                                     .to = end,
                                     .words = uni_words(name->words),
                                     .hash = name->words.n ? name->hash : 0};
    }
    arena_free(scratch);
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

/* How many articles have each of its blocks. */
static void count_page(Arena *arena, Map *map, const Page *page)
{
    const uint64_t site = site_of(page->article);
    for (size_t i = 0; i < page->n; i++) {
        Piece *p = &page->v[i];
        if (p->hash == 0)
            continue;
        p->shared = find_shared(arena, map, site, p->hash);
        p->shared->all += p->shared->last != page->article;
        p->shared->last = page->article;
    }
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

static bool set_aside(const Page *page, size_t from, size_t to)
{
    bool any = false;
    for (size_t i = from; i < to; i++) {
        const Piece *p = &page->v[i];
        for (size_t k = p->from; is_mould(p) && k < p->to; k++) {
            Fate *f = &page->article->fates[k];
            if (f->kind != FATE_BODY || ledger_is_kept(f))
                continue;
            f->kind = FATE_BOILERPLATE;
            f->rule = "template";
            any = true;
        }
    }
    return any;
}

static void trim(const Page *page)
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
    const bool before = set_aside(page, 0, first);
    if (set_aside(page, last, page->n) || before)
        ledger_weigh(page->article);
}

void templates(const ArticleList *articles, int jobs)
{
    Arena *arena = arena_new();
    Map map = {0};
    Page *pages = arena_array(arena, articles->n, sizeof *pages);
    size_t n = 0;
    for (size_t i = 0; i < articles->n; i++)
        if (takes_part(articles->v[i]))
            pages[n++].article = articles->v[i];
    if (n >= MANY)
        jobs_run(n, jobs, read_page, pages);
    for (size_t i = 0; i < n; i++)
        count_page(arena, &map, &pages[i]);
    for (size_t i = 0; i < n; i++)
        weigh(&pages[i]);
    for (size_t i = 0; i < n; i++)
        if (pages[i].counts)
            trim(&pages[i]);
    for (size_t i = 0; i < n; i++)
        free(pages[i].v);
    map_free(&map);
    arena_free(arena);
}
