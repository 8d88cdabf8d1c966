/* The page tree: two levels, so that no array grows long. */
#include "pagetree.h"

enum { KIDS = 64 }; /* pages of one node */

static size_t nparents(const PageTree *t)
{
    return (t->n + KIDS - 1) / KIDS;
}

PageTree pagetree_reserve(Arena *a, Objects *o, size_t n)
{
    PageTree t = {.pages = arena_array(a, n, sizeof *t.pages), .n = n};
    t.parents = arena_array(a, nparents(&t), sizeof *t.parents);
    for (size_t i = 0; i < nparents(&t); i++)
        t.parents[i] = obj_reserve(o);
    for (size_t i = 0; i < n; i++)
        t.pages[i] = obj_reserve(o);
    return t;
}

void pagetree_begin_page(Buf *out, const PageTree *t, size_t page, Len width, Len height)
{
    buf_printf(out, "/Type/Page/Parent %u 0 R/MediaBox[0 0 ", t->parents[page / KIDS]);
    buf_pt(out, width);
    buf_byte(out, ' ');
    buf_pt(out, height);
    buf_byte(out, ']');
}

static void put_kids(Buf *b, const Ref *refs, size_t n, size_t count)
{
    buf_printf(b, "/Type/Pages/Count %zu/Kids[", count);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_byte(b, ' ');
        put_ref(b, refs[i]);
    }
    buf_put(b, S("]\n"));
}

Ref pagetree_write(Arena *a, Objects *o, const PageTree *t)
{
    const Ref root = obj_reserve(o);
    Buf b = {0};
    for (size_t i = 0; i < nparents(t); i++) {
        const size_t from = i * KIDS, count = t->n - from < KIDS ? t->n - from : KIDS;
        buf_clear(&b);
        put_kids(&b, t->pages + from, count, count);
        buf_printf(&b, "/Parent %u 0 R\n", root);
        obj_tell(o, t->parents[i], arena_str(a, buf_str(&b)));
    }
    buf_clear(&b);
    put_kids(&b, t->parents, nparents(t), t->n);
    obj_tell(o, root, arena_str(a, buf_str(&b)));
    buf_free(&b);
    return root;
}
