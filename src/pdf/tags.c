/* The structure tree, grown from the book's tree while its words are drawn.
 *
 * An element is made for a node when the first of its words is drawn, so nothing empty
 * is ever written.  It is put among its parent's children by the order of the book, which
 * is the order of reading: mostly that is the end, but a note is drawn at the foot of
 * the page, after all that follows its call, and goes back to where it stands.
 *
 * What becomes of each kind of node is a table.  Emphasis and the like have no element in
 * PDF 1.7: their words belong to the paragraph.  Two of them make two elements, one
 * inside the other: an item is LI > LBody, a note's call Reference > Link.
 */
#include "tagtree.h"

#include <stdlib.h>

/* A node's element, and the one inside it that its words belong to. */
typedef struct Types {
    Type outer, inner;
} Types;

static const Types types[N_COUNT] = {
    [N_DOCUMENT] = {TYPE_NONE, TYPE_NONE},
    [N_SECTION] = {TYPE_SECT, TYPE_NONE},
    [N_HEADING] = {TYPE_H1, TYPE_NONE}, /* by its level */
    [N_PARA] = {TYPE_P, TYPE_NONE},
    [N_QUOTE] = {TYPE_BLOCKQUOTE, TYPE_NONE},
    [N_LIST] = {TYPE_L, TYPE_NONE},
    [N_ITEM] = {TYPE_LI, TYPE_LBODY},
    [N_TABLE] = {TYPE_TABLE, TYPE_NONE},
    [N_ROW] = {TYPE_TR, TYPE_NONE},
    [N_CELL] = {TYPE_TD, TYPE_NONE},
    [N_FIGURE] = {TYPE_DIV, TYPE_NONE},
    [N_CAPTION] = {TYPE_CAPTION, TYPE_NONE},
    [N_CODE_BLOCK] = {TYPE_P, TYPE_CODE},
    [N_RULE] = {TYPE_NONE, TYPE_NONE},
    [N_TOC] = {TYPE_TOC, TYPE_NONE},
    [N_TOC_ITEM] = {TYPE_TOCI, TYPE_NONE},
    [N_NOTE] = {TYPE_NOTE, TYPE_NONE},
    [N_TEXT] = {TYPE_NONE, TYPE_NONE},
    [N_EMPH] = {TYPE_NONE, TYPE_NONE},
    [N_STRONG] = {TYPE_NONE, TYPE_NONE},
    [N_CODE] = {TYPE_CODE, TYPE_NONE},
    [N_LINK] = {TYPE_LINK, TYPE_NONE},
    [N_IMAGE] = {TYPE_NONE, TYPE_NONE},
    [N_BREAK] = {TYPE_NONE, TYPE_NONE},
    [N_SUP] = {TYPE_NONE, TYPE_NONE},
    [N_SUB] = {TYPE_NONE, TYPE_NONE},
    [N_SPAN] = {TYPE_NONE, TYPE_NONE},
    [N_NOTEREF] = {TYPE_REFERENCE, TYPE_LINK},
};

static Elem *elem_new(Tags *t, Type type, const Node *n)
{
    Elem *e = arena_alloc(t->arena, sizeof *e);
    e->type = type;
    e->node = n;
    ARRAY_ROOM(t->elems, t->n, t->cap);
    return t->elems[t->n++] = e;
}

static void tags_free(void *p)
{
    Tags *t = p;
    for (size_t i = 0; i < t->npages; i++)
        free(t->pages[i].v);
    free(t->elems);
    free(t->links);
    free(t->path);
}

Tags *tags_new(Arena *a, const Book *b, const bool *live, size_t npages)
{
    Tags *t = arena_alloc(a, sizeof *t);
    t->arena = a;
    t->book = b;
    t->live = live;
    t->of = arena_array(a, (size_t)b->nnodes + 1, sizeof *t->of);
    t->pages = arena_array(a, npages, sizeof *t->pages);
    t->npages = npages;
    t->document = elem_new(t, TYPE_DOCUMENT, NULL);
    t->document->lang = b->lang;
    arena_defer(a, tags_free, t);
    return t;
}

/* ---- kids ---- */

/* A new kid behind `after`, or first for NULL. */
static Kid *kid_insert(Tags *t, Elem *parent, Kid *after, KidKind kind)
{
    Kid *k = arena_alloc(t->arena, sizeof *k);
    k->kind = kind;
    k->prev = after;
    k->next = after ? after->next : parent->first;
    if (k->prev)
        k->prev->next = k;
    else
        parent->first = k;
    if (k->next)
        k->next->prev = k;
    else
        parent->last = k;
    return k;
}

static Elem *elem_add(Tags *t, Elem *parent, Kid *after, Type type, const Node *n)
{
    Elem *e = elem_new(t, type, n);
    e->parent = parent;
    e->lang = n->lang.n ? n->lang : parent->lang;
    e->as_kid = kid_insert(t, parent, after, KID_ELEM);
    e->as_kid->elem = e;
    return e;
}

/* Behind the elders: what is drawn late is put back where it stands in the book. */
static Elem *elem_add_in_order(Tags *t, Elem *parent, Type type, const Node *n)
{
    Kid *after = parent->last;
    while (after && after->kind == KID_ELEM && after->elem->node->no > n->no)
        after = after->prev;
    return elem_add(t, parent, after, type, n);
}

/* ---- nodes to elements ---- */

/* Levels go down one at a time, whatever the sources did (ISO 14289-1, 7.4.2). */
static Type heading_type(Tags *t, const Node *n)
{
    const int level = n->level < 1 ? 1 : n->level > 6 ? 6 : n->level;
    t->level = level > t->level + 1 ? t->level + 1 : level;
    return (Type)(TYPE_H1 + t->level - 1);
}

bool cell_is_head(const Node *cell)
{
    return cell->kind == N_CELL && node_has_class(cell, S("head"));
}

/* In a table without heads the first cell of a row is what its others are told under:
 * a table must have some (ISO 14289-1, 7.5). */
static Type cell_type(Tags *t, const Node *n)
{
    const Node *table = n->parent->parent;
    if (cell_is_head(n))
        return TYPE_TH;
    if (n->prev)
        return TYPE_TD;
    if (t->table != table) {
        t->table = table;
        t->headed = false;
        for (Walk w = walk(table); !t->headed && walk_next(&w);)
            t->headed = cell_is_head(w.node);
    }
    return t->headed ? TYPE_TD : TYPE_TH;
}

static Type chapter_type(const Chapter *c)
{
    if (c && c->kind == CHAPTER_ARTICLE)
        return TYPE_ART;
    return c && c->kind == CHAPTER_PART ? TYPE_PART : TYPE_SECT;
}

static Types types_of(Tags *t, const Node *n)
{
    const bool inline_lang = n->lang.n > 0 && !node_is_block(n->kind);
    const Types none = {inline_lang ? TYPE_SPAN : TYPE_NONE, TYPE_NONE};
    if (n->kind == N_HEADING)
        return (Types){heading_type(t, n), TYPE_NONE};
    if (n->kind == N_PARA && n->parent && n->parent->kind == N_TOC_ITEM)
        return (Types){TYPE_REFERENCE, TYPE_NONE};
    if (n->kind == N_IMAGE && n->picture)
        return (Types){TYPE_FIGURE, TYPE_NONE};
    if (n->kind == N_PARA && n->first && n->first == book_plate(n))
        return none;
    if (n->kind == N_CELL)
        return (Types){cell_type(t, n), TYPE_NONE};
    if (n->parent == NULL && n->kind == N_SECTION) {
        const Chapter *c = book_chapter_of(t->book, n);
        return (Types){chapter_type(c), TYPE_NONE};
    }
    if ((n->kind == N_LINK || n->kind == N_NOTEREF) && !t->live[n->no])
        return none;
    return types[n->kind].outer ? types[n->kind] : none;
}

/* A row's cells are there with it, empty ones too: a table is a rectangle. */
static void add_cells(Tags *t, Elem *row, const Node *n)
{
    for (const Node *c = n->first; c; c = c->next)
        if (c->kind == N_CELL && t->of[c->no] == NULL)
            t->of[c->no] = elem_add(t, row, row->last, cell_type(t, c), c);
}

static bool is_head_row(const Node *row)
{
    const Node *c = row->first;
    while (c && cell_is_head(c) && !node_has_class(c, S("row")))
        c = c->next;
    return row->first && c == NULL;
}

/* The rows above the first that is no head are a table's head, the rest is its body; a
 * table that has not both has neither. */
static Elem *group_of(Tags *t, Elem *table, const Node *row)
{
    const Node *first = row->parent->first;
    while (first->kind != N_ROW)
        first = first->next;
    if (table->type != TYPE_TABLE || !is_head_row(first) ||
        is_head_row(row->parent->last))
        return table;
    Kid *last = table->last;
    const bool begun = last && last->kind == KID_ELEM,
               has_body = begun && last->elem->type == TYPE_TBODY;
    const Type type = !has_body && is_head_row(row) ? TYPE_THEAD : TYPE_TBODY;
    return begun && last->elem->type == type ? last->elem
                                             : elem_add(t, table, last, type, row);
}

static Elem *make(Tags *t, Elem *parent, const Node *n)
{
    const Types ty = types_of(t, n);
    if (ty.outer == TYPE_NONE)
        return parent;
    if (ty.outer == TYPE_TR)
        parent = group_of(t, parent, n);
    Elem *e = elem_add_in_order(t, parent, ty.outer, n);
    if (ty.outer == TYPE_TR)
        add_cells(t, e, n);
    return ty.inner ? elem_add(t, e, e->last, ty.inner, n) : e;
}

/* What a node stands in: a chapter in its part. */
static const Node *above(const Tags *t, const Node *n)
{
    const Chapter *c = n->parent ? NULL : book_chapter_of(t->book, n);
    return c && c->part ? c->part->root : n->parent;
}

/* The chapter's language is not said in its tree. */
static void set_chapter_lang(Tags *t, Elem *e, const Node *n)
{
    const Chapter *c = n->lang.n ? NULL : book_chapter_of(t->book, n);
    if (c && e != t->document)
        e->lang = c->lang;
}

static Elem *owner(Tags *t, const Node *n)
{
    size_t depth = 0;
    Elem *e = NULL;
    for (; n && (e = t->of[n->no]) == NULL; n = above(t, n)) {
        ARRAY_ROOM(t->path, depth, t->path_cap);
        t->path[depth++] = n;
    }
    if (e == NULL)
        e = t->document;
    while (depth > 0) {
        n = t->path[--depth];
        e = t->of[n->no] ? t->of[n->no] : make(t, e, n); /* a cell came with its row */
        if (n->parent == NULL)
            set_chapter_lang(t, e, n);
        t->of[n->no] = e;
    }
    return e;
}

Elem *tags_figure(Tags *t, const Node *image, const Len box[4])
{
    Elem *e = owner(t, image);
    for (int i = 0; i < 4; i++)
        e->box[i] = box[i];
    return e;
}

bool elem_has_label(const Elem *e)
{
    return e->first && e->first->kind == KID_ELEM && e->first->elem->type == TYPE_LBL;
}

Elem *tags_owner(Tags *t, const Node *n, bool label)
{
    const Node *of = n;
    while (label && of && of->kind != N_ITEM && of->kind != N_NOTE)
        of = of->parent;
    if (!label || of == NULL)
        return owner(t, n);
    Elem *e = owner(t, of);
    if (e->type == TYPE_LBODY)
        e = e->parent;
    if (elem_has_label(e))
        return e->first->elem;
    return elem_add(t, e, NULL, TYPE_LBL, of);
}

uint32_t tags_mark(Tags *t, Elem *e, size_t page)
{
    PageMarks *p = &t->pages[page];
    Kid *k = kid_insert(t, e, e->last, KID_MARK);
    k->page = (uint32_t)page;
    k->mcid = (uint32_t)p->n;
    ARRAY_ROOM(p->v, p->n, p->cap);
    p->v[p->n++] = e;
    return k->mcid;
}

uint32_t tags_annotation(Tags *t, Elem *e, size_t page, Ref annotation)
{
    Kid *k = kid_insert(t, e, e->last, KID_ANNOTATION);
    k->page = (uint32_t)page;
    k->annotation = annotation;
    ARRAY_ROOM(t->links, t->nlinks, t->links_cap);
    t->links[t->nlinks++] = e;
    return (uint32_t)(t->npages + t->nlinks - 1);
}

bool tags_has_marks(const Tags *t, size_t page)
{
    return t->pages[page].n > 0;
}
