/* Outline and page labels.
 *
 * The outline is a list of entries (parts, chapters, heads), each linked to its
 * neighbours and to its parent by object numbers; so the numbers are reserved in the
 * first pass, and the entries written in the second. */
#include "bookmarks.h"

#include <stdlib.h>

#include "annots.h"

typedef struct Entry {
    Str title;
    const Node *node;
    size_t parent, prev, next, first, last; /* indices; 0: none */
    size_t kids;
    Ref ref;
} Entry;

/* entries[0] is the outline itself. */
typedef struct Outline {
    Entry *v;
    size_t n, cap;
} Outline;

static size_t add(Outline *o, size_t parent, Str title, const Node *n)
{
    ARRAY_ROOM(o->v, o->n, o->cap);
    const size_t at = o->n++;
    o->v[at] = (Entry){.title = title, .node = n, .parent = parent};
    if (at == 0)
        return 0;
    Entry *up = &o->v[parent];
    o->v[at].prev = up->last;
    if (up->last)
        o->v[up->last].next = at;
    else
        up->first = at;
    up->last = at;
    up->kids++;
    return at;
}

static void collect_entries(Outline *o, Arena *a, const Book *b, const Pages *pages)
{
    size_t part = 0;
    add(o, 0, (Str){0}, NULL);
    for (size_t i = 0; i < b->nchapters; i++) {
        const Chapter *c = &b->chapters[i];
        if (c->title.n == 0 || pages->anchors[c->root->no].page == UINT32_MAX)
            continue;
        const size_t chapter = add(o, c->part ? part : 0, c->title, c->root);
        if (c->kind == CHAPTER_PART)
            part = chapter;
        for (Walk w = walk(c->root); walk_next(&w);) {
            if (!w.enter || w.node->kind != N_HEADING)
                continue;
            walk_skip(&w);
            if (w.node->level != 2 || pages->anchors[w.node->no].page == UINT32_MAX)
                continue;
            const Str title = node_words(a, w.node);
            if (title.n > 0)
                add(o, chapter, title, w.node);
        }
    }
}

static void put_relative(Buf *b, const char *key, const Outline *o, size_t i)
{
    if (i > 0)
        buf_printf(b, "/%s %u 0 R", key, o->v[i].ref);
}

Ref outline_write(Arena *a, Objects *o, const Book *b, const Pages *pages,
                  const Ref *refs)
{
    Outline list = {0};
    collect_entries(&list, a, b, pages);
    Ref root = 0;
    Buf s = {0};
    for (size_t i = 0; i < list.n && list.n > 1; i++)
        list.v[i].ref = obj_reserve(o);
    for (size_t i = 0; i < list.n && list.n > 1; i++) {
        const Entry *e = &list.v[i];
        buf_clear(&s);
        put_relative(&s, "First", &list, e->first);
        put_relative(&s, "Last", &list, e->last);
        if (i == 0) {
            root = e->ref;
            buf_printf(&s, "/Type/Outlines/Count %zu", e->kids);
        } else {
            buf_printf(&s, "/Parent %u 0 R", list.v[e->parent].ref);
            put_relative(&s, "Prev", &list, e->prev);
            put_relative(&s, "Next", &list, e->next);
            if (e->kids > 0)
                buf_printf(&s, "/Count -%zu", e->kids); /* closed */
            buf_put(&s, S("/Dest"));
            put_destination(&s, pages, refs, e->node);
            buf_put(&s, S("/Title"));
            put_text(&s, e->title);
        }
        obj_tell(o, e->ref, arena_str(a, buf_str(&s)));
    }
    buf_free(&s);
    free(list.v);
    return root;
}

void put_page_labels(Buf *b, const Pages *pages)
{
    buf_put(b, S("/PageLabels<</Nums["));
    for (size_t i = 0; i < pages->n; i++) {
        const Page *p = &pages->v[i], *before = i > 0 ? p - 1 : NULL;
        if (before && before->roman == p->roman && before->number + 1 == p->number)
            continue;
        buf_printf(b, "%zu<</S/%c", i, p->roman ? 'r' : 'D');
        if (p->number != 1)
            buf_printf(b, "/St %u", p->number > 0 ? p->number : 1);
        buf_put(b, S(">>"));
    }
    buf_put(b, S("]>>\n"));
}
