/* Typesetting: chapters are set side by side, then numbered, and last the contents,
 * which know then where everything stands.
 *
 * The articles and the back matter come first, on all threads, each by itself: a chapter
 * begins a page, so nothing in it depends on another; those that the style lets go on
 * where another ends are set with it.  Where their pages have a fault, it may be mended
 * if two that face each other are longer together: such a chapter is broken into pages
 * for either side that it may begin on, and the right ones are taken when the pages are
 * numbered, from 1.
 * The front matter is set after them and numbered in roman, so that its length does not
 * move the numbers that it names, and one pass is enough. */
#include "typeset.h"

#include <stdlib.h>
#include <string.h>

#include "base/jobs.h"
#include "setter.h"

typedef struct Typesetter {
    const Book *book;
    const StyleSheet *sheet;
    Fonts *fonts;
    Hyphenators *hyphenators;
    Vocabulary *words;
    Setter *setters; /* one a worker */
    int njobs;
    ChapterPages *chapters;
    ChapterPages **which; /* what the jobs are about */
    Pages *pages;
    Progress *progress;
} Typesetter;

static bool is_front(const Chapter *c)
{
    return c->kind == CHAPTER_TITLE || c->kind == CHAPTER_CONTENTS;
}

static void set_run(Typesetter *t, ChapterPages *c, int worker)
{
    Setter *s = &t->setters[worker];
    s->scratch = arena_new();
    s->numbered = t->pages->n ? t->pages : NULL;
    make_up(s, &t->book->chapters[c - t->chapters], c);
    arena_free(s->scratch);
    s->scratch = NULL;
    for (uint32_t n = 0; n < c->nchapters; n++)
        progress_step(t->progress);
}

static void set_one(void *ctx, size_t i, int worker)
{
    Typesetter *t = ctx;
    set_run(t, t->which[i], worker);
}

/* How many nodes chapter k has. */
static uint32_t count_nodes(const Book *b, uint32_t k)
{
    const uint32_t end =
        k + 1 < b->nchapters ? b->chapters[k + 1].root->no : b->nnodes + 1;
    return end - b->chapters[k].root->no;
}

/* Which chapters go on where the one before them ends: those whose style asks for no new
 * page, and for pages like the other's. */
static void find_runs(Typesetter *t)
{
    Setter *s = &t->setters[0];
    s->scratch = arena_new();
    for (uint32_t k = 0, first = 0; k < t->book->nchapters; k++) {
        const Chapter *c = &t->book->chapters[k];
        const Style style = style_of_root(s, c);
        const bool new_page =
            style.break_before == BREAK_PAGE || style.break_before == BREAK_RECTO;
        t->chapters[k].page_name = style.page;
        t->chapters[k].recto = style.break_before == BREAK_RECTO;
        if (k == 0 || new_page || is_front(c) != is_front(c - 1) ||
            !str_eq(style.page, t->chapters[k - 1].page_name))
            first = k;
        t->chapters[first].nchapters++;
        t->chapters[first].nnodes += count_nodes(t->book, k);
    }
    arena_free(s->scratch);
    s->scratch = NULL;
}

/* Is it a run of the front, or of the rest, and not what goes on where another ends? */
static bool is_run(const Typesetter *t, uint32_t chapter, bool front)
{
    return is_front(&t->book->chapters[chapter]) == front &&
           t->chapters[chapter].nchapters > 0;
}

static bool is_two_sided(const Typesetter *t)
{
    return !style_paper(t->sheet)->one_sided;
}

static bool is_verso(uint32_t number)
{
    return number % 2 == 0;
}

/* The number of a chapter's first page, when `number` is the next one. */
static uint32_t first_number(const Typesetter *t, const ChapterPages *c, uint32_t number)
{
    return is_two_sided(t) && c->recto && is_verso(number) ? number + 1 : number;
}

/* Takes the pages of a chapter whose first has the number *number, or the next one where
 * it is a recto; *number is then the next chapter's. */
static void take_pages(const Typesetter *t, ChapterPages *c, uint32_t *number)
{
    *number = first_number(t, c, *number);
    c->set = is_verso(*number) ? &c->left : &c->right;
    *number += c->set->n;
}

/* The largest first: nobody waits for the last one long. */
static int by_size(const void *a, const void *b)
{
    const ChapterPages *x = *(ChapterPages *const *)a, *y = *(ChapterPages *const *)b;
    return x->nnodes != y->nnodes ? (x->nnodes < y->nnodes) - (x->nnodes > y->nnodes)
                                  : (x > y) - (x < y);
}

/* Sets the articles and the back matter. */
static void set_body(Typesetter *t)
{
    size_t n = 0;
    uint32_t number = 1;
    for (uint32_t k = 0; k < t->book->nchapters; k++)
        if (is_run(t, k, false)) {
            t->chapters[k].side = t->chapters[k].recto ? PAGE_RIGHT : PAGE_ANY;
            t->which[n++] = &t->chapters[k];
        }
    qsort(t->which, n, sizeof *t->which, by_size);
    jobs_run(n, t->njobs, set_one, t);
    for (uint32_t k = 0; k < t->book->nchapters; k++)
        if (is_run(t, k, false))
            take_pages(t, &t->chapters[k], &number);
}

/* Sets the front matter, one after the other: it is few. */
static void set_front(Typesetter *t, int worker)
{
    uint32_t number = 1;
    for (uint32_t k = 0; k < t->book->nchapters; k++) {
        ChapterPages *c = &t->chapters[k];
        if (!is_run(t, k, true))
            continue;
        c->side = is_verso(first_number(t, c, number)) ? PAGE_LEFT : PAGE_RIGHT;
        set_run(t, c, worker);
        take_pages(t, c, &number);
    }
}

/* ---- joining ---- */

static void add_page(Pages *p, size_t *cap, Page page, uint32_t number, bool roman)
{
    page.number = number;
    page.roman = roman;
    if (p->n == *cap) {
        *cap = *cap ? 2 * *cap : 64;
        p->v = mem_grow(p->v, *cap, sizeof *p->v);
    }
    p->v[p->n++] = page;
}

static void add_blank(const Typesetter *t, Pages *p, size_t *cap, uint32_t number,
                      bool roman)
{
    PageStyle ps;
    const PageAt at = {.verso = is_verso(number), .rtl = t->book->rtl, .blank = true};
    style_page(t->sheet, &at, &ps);
    add_page(p, cap, (Page){.blank = true, .width = ps.width, .height = ps.height},
             number, roman);
}

/* The anchors of a run of chapters, whose pages are the book's from `first` on. */
static void add_anchors(const Typesetter *t, Pages *p, uint32_t chapter, size_t first)
{
    const ChapterPages *c = &t->chapters[chapter];
    Anchor *to = &p->anchors[t->book->chapters[chapter].root->no];
    for (uint32_t i = 0; i < c->nnodes; i++) {
        to[i] = c->set->anchors[i];
        if (to[i].page != UINT32_MAX)
            to[i].page += (uint32_t)first;
    }
}

/* Puts the chapters of the front, or of the rest, behind each other, numbered from 1. */
static void join(Typesetter *t, Pages *p, bool front)
{
    size_t cap = p->n;
    uint32_t number = 1;
    for (uint32_t k = 0; k < t->book->nchapters; k++) {
        ChapterPages *c = &t->chapters[k];
        if (!is_run(t, k, front))
            continue;
        if (first_number(t, c, number) > number)
            add_blank(t, p, &cap, number++, front);
        c->first = p->n;
        add_anchors(t, p, k, p->n);
        for (uint32_t i = 0; i < c->set->n; i++)
            add_page(p, &cap, c->set->v[i], number++, front);
        p->nlines += c->set->nlines;
    }
    if (is_two_sided(t) && front && is_verso(number)) /* the body begins on a recto */
        add_blank(t, p, &cap, number, true);
}

/* The front was set last and stands first. */
static void put_front_first(Pages *p, size_t nbody)
{
    const size_t nfront = p->n - nbody;
    if (nfront == 0)
        return;
    Page *v = mem_grow(NULL, p->n, sizeof *v);
    memcpy(v, p->v + nbody, nfront * sizeof *v);
    if (nbody)
        memcpy(v + nfront, p->v, nbody * sizeof *v);
    free(p->v);
    p->v = v;
}

static void renumber_anchors(const Typesetter *t, Pages *p, size_t nbody)
{
    const uint32_t nfront = (uint32_t)(p->n - nbody);
    for (uint32_t no = 1; no <= t->book->nnodes; no++) {
        Anchor *a = &p->anchors[no];
        if (a->page != UINT32_MAX)
            a->page = a->page >= nbody ? a->page - (uint32_t)nbody : a->page + nfront;
    }
}

/* Says what could not be avoided on a page: the dearest of its faults. */
static void report_fault(Arena *a, ChapterPages *c, const Page *page, PageFault fault)
{
    static const char *const what[] = {
        [FAULT_NONE] = "",
        [FAULT_SHORT] = "is not full",
        [FAULT_PARTED] = "ends inside what had better stay whole",
        [FAULT_LINES] = "parts a paragraph's first or last line from the others",
        [FAULT_HEAD] = "ends with a head",
        [FAULT_HYPHEN] = "ends inside a word",
        [FAULT_LAST] = "ends its chapter with a few lines",
        [FAULT_TALL] = "has not room enough for what stands on it",
    };
    const Article *article = page->chapter->article;
    if (fault != FAULT_NONE)
        diag(&c->diag, D_PAGE_FAULT,
             (Loc){.path = article ? article->src.path : (Str){0}}, page_label(a, page),
             str_of(what[fault]));
}

/* Finishes the pages of a run of chapters. */
static void finish_run(Typesetter *t, ChapterPages *c, int worker)
{
    Setter *s = &t->setters[worker];
    Diag diag = {0};
    s->diag = &diag;
    s->scratch = arena_new();
    tokens_begin(&s->tokens, s->scratch, &diag, (Loc){0});
    for (uint32_t k = 0; k < c->set->n; k++) {
        Page *page = &t->pages->v[c->first + k];
        PageStyle ps;
        const PageAt at = {.name = c->page_name,
                           .verso = is_verso(page->number),
                           .rtl = t->book->rtl,
                           .first = page->opens};
        style_page(t->sheet, &at, &ps);
        finish_page(s, page, &ps);
        report_fault(s->scratch, c, page, c->set->faults[k]);
    }
    arena_free(s->scratch);
    s->scratch = NULL;
    diag_free(&diag); /* what it says was said when the chapters were set */
}

/* The front matter is set by one worker while the others finish the rest. */
static void set_front_and_finish(void *ctx, size_t i, int worker)
{
    Typesetter *t = ctx;
    if (i == 0)
        set_front(t, worker);
    else if (is_run(t, (uint32_t)i - 1, false))
        finish_run(t, &t->chapters[i - 1], worker);
}

static void finish_front(void *ctx, size_t i, int worker)
{
    Typesetter *t = ctx;
    if (is_run(t, (uint32_t)i, true))
        finish_run(t, &t->chapters[i], worker);
}

/* ---- messages ---- */

/* What it says and was not said before. */
static void merge(Diag *d, Arena *a, Map *seen, Diag *from)
{
    for (size_t i = 0; i < from->n; i++) {
        const Message *m = &from->messages[i];
        void **at =
            map_at(seen, arena_printf(a, "%d " STR_FMT, (int)m->id, STR_ARG(m->text)));
        if (*at == NULL)
            diag_again(d, m);
        *at = d;
    }
    diag_free(from);
}

/* The chapters' messages in their order; those of the contents, which repeat what heads
 * say, behind the articles'. */
static void merge_messages(Diag *d, Typesetter *t)
{
    Arena *a = arena_new();
    Map seen = {0};
    for (int front = 0; front < 2; front++)
        for (uint32_t k = 0; k < t->book->nchapters; k++)
            if (is_front(&t->book->chapters[k]) == front)
                merge(d, a, &seen, &t->chapters[k].diag);
    map_free(&seen);
    arena_free(a);
}

/* ---- the front door ---- */

static Setter *setters_new(const Typesetter *t)
{
    Setter *v = mem_alloc((size_t)t->njobs * sizeof *v);
    for (int i = 0; i < t->njobs; i++) {
        Setter *s = &v[i];
        *s = (Setter){.book = t->book,
                      .sheet = t->sheet,
                      .fonts = t->fonts,
                      .hyphenators = t->hyphenators,
                      .kept = arena_new()};
        s->tokens = (Tokens){.words = t->words, .arena = s->kept};
        t->pages->arenas[i] = s->kept;
    }
    return v;
}

static Pages *pages_new(const Book *b, Fonts *fonts, int njobs)
{
    Pages *p = mem_alloc(sizeof *p);
    p->fonts = fonts;
    p->narenas = (size_t)njobs;
    p->arenas = mem_alloc((size_t)njobs * sizeof *p->arenas);
    p->anchors = mem_grow(NULL, b->nnodes + 1, sizeof *p->anchors);
    for (uint32_t no = 0; no <= b->nnodes; no++)
        p->anchors[no] = (Anchor){UINT32_MAX, 0};
    return p;
}

Pages *typeset(Diag *d, const Book *b, const StyleSheet *sheet, Fonts *fonts, int jobs,
               Progress *progress)
{
    Typesetter t = {.book = b,
                    .sheet = sheet,
                    .fonts = fonts,
                    .njobs = jobs_count(jobs),
                    .progress = progress};
    t.pages = pages_new(b, fonts, t.njobs);
    t.hyphenators = hyphenators_new();
    t.words = vocabulary_new(fonts);
    t.setters = setters_new(&t);
    t.chapters = mem_alloc(b->nchapters * sizeof *t.chapters);
    t.which = mem_alloc(b->nchapters * sizeof *t.which);
    progress_stage(progress, "typesetting", b->nchapters);
    find_runs(&t);
    set_body(&t);
    join(&t, t.pages, false);
    const size_t nbody = t.pages->n;
    jobs_run(b->nchapters + 1, t.njobs, set_front_and_finish, &t);
    join(&t, t.pages, true);
    jobs_run(b->nchapters, t.njobs, finish_front, &t);
    put_front_first(t.pages, nbody);
    renumber_anchors(&t, t.pages, nbody);
    find_starts(t.pages);
    merge_messages(d, &t);
    for (int i = 0; i < t.njobs; i++)
        tokens_free(&t.setters[i].tokens);
    vocabulary_free(t.words);
    hyphenators_free(t.hyphenators);
    free(t.setters);
    free(t.chapters);
    free(t.which);
    return t.pages;
}
