/* Chapters in parts: readers lay out a file as a whole, and the older ones take none that
 * is much longer than 250 KB.
 *
 * A chapter that may be too long is written once for its lengths.  A part ends before the
 * last block at which it is not too long yet, at any place between blocks whose elements
 * can be closed and opened again without a change of what they say: sections, quotations,
 * and lists, where the next part's numbers go on.  A head stays with what follows it, and
 * a note with the block before it.  A single block that is too long, as a table of 10,000
 * rows, is a part by itself: cut, it would be another. */
#include "publication.h"

#include <stdlib.h>

enum {
    PART_MOST = 240 * 1000, /* bytes; the rest is for the page around them */
};

typedef struct Cutter {
    Part *parts;
    size_t n, cap;
    const Node *last; /* where the present part may end; NULL: nowhere yet */
    size_t from, at;  /* bytes before the part, and before `last` */
} Cutter;

static bool may_cut_before(const Node *n)
{
    if (n->prev == NULL || n->prev->kind == N_HEADING || !node_is_block(n->kind) ||
        (n->kind == N_NOTE && n->prev->kind != N_NOTE))
        return false;
    int depth = 0;
    for (n = n->parent; n; n = n->parent)
        if (++depth > CUT_DEEPEST ||
            (n->kind != N_SECTION && n->kind != N_QUOTE && n->kind != N_LIST))
            return false;
    return true;
}

/* Counted from the part before, where that begins in the same list. */
static uint32_t nth_of(const Node *n, const Part *before)
{
    uint32_t nth = 0;
    for (n = n->prev; n; n = n->prev) {
        nth++;
        if (n == before->first)
            return nth + before->nth;
    }
    return nth;
}

static void cut(Cutter *c)
{
    Part *before = &c->parts[c->n - 1];
    Part part = {.chapter = before->chapter,
                 .first = c->last,
                 .index = before->index + 1,
                 .nth = nth_of(c->last, before)};
    before->end = c->last;
    ARRAY_ROOM(c->parts, c->n, c->cap);
    c->parts[c->n++] = part;
    c->from = c->at;
    c->last = NULL;
}

static void on_node(void *ctx, const Node *n, size_t bytes)
{
    Cutter *c = ctx;
    if (!may_cut_before(n))
        return;
    if (c->last && bytes - c->from > PART_MOST)
        cut(c);
    c->last = n;
    c->at = bytes;
}

/* The last part has no candidate behind it. */
static void end_chapter(void *ctx, size_t bytes)
{
    Cutter *c = ctx;
    if (c->last && bytes - c->from > PART_MOST)
        cut(c);
}

/* Is it so short that it need not be written to know that it need not be cut?  A byte is
 * written as six at most (&quot;), or as twelve where each letter of two bytes may get a
 * span that names its font; and 300 are more than the tags of an element take. */
static bool is_short(const Publication *p, const Chapter *c)
{
    enum { ESCAPED = 6, SPANNED = 12, TAGS = 300 };
    const size_t each = p->embedding ? SPANNED : ESCAPED;
    size_t bytes = 0;
    for (Walk w = walk(c->root); bytes <= PART_MOST && walk_next(&w);)
        if (w.enter)
            bytes += TAGS + each * (w.node->text.n + w.node->ref.n + w.node->id.n);
    return bytes <= PART_MOST;
}

void split_chapters(Publication *p)
{
    const Book *b = p->book;
    Cutter cutter = {0};
    p->nparts = b->nchapters;
    p->parts = arena_array(p->arena, b->nchapters, sizeof *p->parts);
    for (size_t i = 0; i < b->nchapters; i++)
        p->parts[i] = (Part){.chapter = &b->chapters[i], .first = b->chapters[i].root};
    for (size_t i = 0; i < b->nchapters; i++) {
        ARRAY_ROOM(cutter.parts, cutter.n, cutter.cap);
        cutter.parts[cutter.n++] = p->parts[i];
        cutter.from = 0;
        cutter.last = NULL;
        if (b->chapters[i].kind != CHAPTER_CONTENTS && !is_short(p, &b->chapters[i]))
            end_chapter(&cutter, xhtml_measure(p, &p->parts[i], on_node, &cutter));
    }
    p->parts = arena_array(p->arena, cutter.n, sizeof *p->parts);
    p->nparts = cutter.n;
    for (size_t i = 0; i < cutter.n; i++)
        p->parts[i] = cutter.parts[i];
    free(cutter.parts);
}

const Part *split_part_of(const Publication *p, const Node *n)
{
    size_t low = 0, high = p->nparts; /* the first part that begins behind n */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (p->parts[middle].first->no <= n->no)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &p->parts[low - 1] : NULL;
}

void split_file(Buf *out, const Part *part)
{
    if (part->chapter->kind == CHAPTER_CONTENTS) {
        buf_put(out, S(HREF_NAV));
        return;
    }
    buf_put(out, part->chapter->id);
    if (part->index > 0)
        buf_printf(out, "-%u", part->index + 1);
    buf_put(out, S(".xhtml"));
}
