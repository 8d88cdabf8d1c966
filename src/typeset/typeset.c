/* Typesetting: chapters are set side by side, then numbered, and last the contents,
 * which know then where everything stands.
 *
 * The articles and the back matter come first, on all threads, each by itself: a chapter
 * begins a page, so nothing in it depends on another.  Their pages are numbered from 1.
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
    Setter *setters; /* one a worker */
    int njobs;
    ChapterPages *chapters;
    uint32_t *which; /* which chapters the jobs at hand are about */
    Pages *pages;
    Progress *progress;
} Typesetter;

static bool is_front(const Chapter *c)
{
    return c->kind == CHAPTER_TITLE || c->kind == CHAPTER_CONTENTS;
}

static void set_chapter(void *ctx, size_t i, int worker)
{
    Typesetter *t = ctx;
    Setter *s = &t->setters[worker];
    const uint32_t k = t->which[i];
    s->scratch = arena_new();
    s->numbered = t->pages->n ? t->pages : NULL;
    make_up(s, &t->book->chapters[k], t->pages->anchors, &t->chapters[k]);
    arena_free(s->scratch);
    s->scratch = NULL;
    progress_step(t->progress);
}

static void set_chapters(Typesetter *t, bool front)
{
    size_t n = 0;
    for (uint32_t k = 0; k < t->book->nchapters; k++)
        if (is_front(&t->book->chapters[k]) == front)
            t->which[n++] = k;
    jobs_run(n, front ? 1 : t->njobs, set_chapter, t);
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
    style_page(t->sheet, (Str){0}, number % 2 == 0, false, true, &ps);
    add_page(p, cap, (Page){.blank = true, .width = ps.width, .height = ps.height},
             number, roman);
}

/* Moves a chapter's anchors from its own pages to the book's. */
static void move_anchors(const Typesetter *t, Pages *p, uint32_t chapter, size_t first)
{
    const Chapter *c = &t->book->chapters[chapter];
    const uint32_t from = c->root->no;
    const uint32_t to = chapter + 1 < t->book->nchapters
                            ? t->book->chapters[chapter + 1].root->no
                            : t->book->nnodes + 1;
    for (uint32_t no = from; no < to; no++)
        if (p->anchors[no].page != UINT32_MAX)
            p->anchors[no].page += (uint32_t)first;
}

/* Puts the chapters of the front, or of the rest, behind each other, numbered from 1. */
static void join(Typesetter *t, Pages *p, bool front)
{
    const bool two_sided = !style_paper(t->sheet)->one_sided;
    size_t cap = p->n;
    uint32_t number = 1;
    for (uint32_t k = 0; k < t->book->nchapters; k++) {
        if (is_front(&t->book->chapters[k]) != front)
            continue;
        const ChapterPages *c = &t->chapters[k];
        if (two_sided && c->recto && number % 2 == 0)
            add_blank(t, p, &cap, number++, front);
        move_anchors(t, p, k, p->n);
        for (uint32_t i = 0; i < c->n; i++)
            add_page(p, &cap, c->v[i], number++, front);
        p->nlines += c->nlines;
    }
    if (two_sided && front && number % 2 == 0) /* the body begins on a recto */
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

static void finish_pages(Typesetter *t, Pages *p)
{
    Setter *s = &t->setters[0];
    Diag diag = {0};
    s->diag = s->tokens.diag = &diag;
    s->scratch = arena_new();
    for (size_t i = 0; i < p->n; i++) {
        Page *page = &p->v[i];
        if (page->blank)
            continue;
        const ChapterPages *c = &t->chapters[page->chapter - t->book->chapters];
        const bool first = i == 0 || p->v[i - 1].chapter != page->chapter;
        PageStyle ps;
        style_page(t->sheet, c->page_name, page->number % 2 == 0, first, false, &ps);
        finish_page(s, page, &ps);
    }
    arena_free(s->scratch);
    s->scratch = NULL;
    diag_free(&diag); /* what it says was said when the chapters were set */
}

/* ---- messages ---- */

/* The chapters' messages in their order, none twice. */
static void merge_messages(Diag *d, Typesetter *t)
{
    Arena *a = arena_new();
    Map seen = {0};
    for (uint32_t k = 0; k < t->book->nchapters; k++) {
        Diag *from = &t->chapters[k].diag;
        for (size_t i = 0; i < from->n; i++) {
            const Message *m = &from->messages[i];
            const Str key = arena_printf(a, "%d " STR_FMT, (int)m->id, STR_ARG(m->text));
            void **at = map_at(&seen, key);
            if (*at == NULL)
                diag_again(d, m);
            *at = t;
        }
        diag_free(from);
    }
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
        s->tokens = (Tokens){.arena = s->kept, .fonts = t->fonts};
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
    t.setters = setters_new(&t);
    t.chapters = mem_alloc(b->nchapters * sizeof *t.chapters);
    t.which = mem_alloc(b->nchapters * sizeof *t.which);
    progress_stage(progress, "typesetting", b->nchapters);
    set_chapters(&t, false);
    join(&t, t.pages, false);
    const size_t nbody = t.pages->n;
    set_chapters(&t, true);
    join(&t, t.pages, true);
    put_front_first(t.pages, nbody);
    renumber_anchors(&t, t.pages, nbody);
    finish_pages(&t, t.pages);
    merge_messages(d, &t);
    for (int i = 0; i < t.njobs; i++)
        tokens_free(&t.setters[i].tokens);
    hyphenators_free(t.hyphenators);
    free(t.setters);
    free(t.chapters);
    free(t.which);
    return t.pages;
}
