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
 *
 * Pages and the tree point at each other through the parent tree: a page's key leads to
 * the elements of its marks in the order of their MCIDs, an annotation's key to its
 * Link. */
#include "tags.h"

#include <stdlib.h>

typedef enum Type {
    TYPE_NONE, /* no element: the words belong to what the node stands in */
    TYPE_DOCUMENT,
    TYPE_ART,
    TYPE_SECT,
    TYPE_DIV,
    TYPE_H1, /* to H6, in order */
    TYPE_H2,
    TYPE_H3,
    TYPE_H4,
    TYPE_H5,
    TYPE_H6,
    TYPE_P,
    TYPE_BLOCKQUOTE,
    TYPE_L,
    TYPE_LI,
    TYPE_LBL,
    TYPE_LBODY,
    TYPE_TABLE,
    TYPE_TR,
    TYPE_TH,
    TYPE_TD,
    TYPE_CAPTION,
    TYPE_FIGURE,
    TYPE_CODE,
    TYPE_TOC,
    TYPE_TOCI,
    TYPE_REFERENCE,
    TYPE_LINK,
    TYPE_NOTE,
    TYPE_SPAN,
    TYPE_COUNT
} Type;

static const char *const type_names[TYPE_COUNT] = {
    [TYPE_DOCUMENT] = "Document",
    [TYPE_ART] = "Art",
    [TYPE_SECT] = "Sect",
    [TYPE_DIV] = "Div",
    [TYPE_H1] = "H1",
    [TYPE_H2] = "H2",
    [TYPE_H3] = "H3",
    [TYPE_H4] = "H4",
    [TYPE_H5] = "H5",
    [TYPE_H6] = "H6",
    [TYPE_P] = "P",
    [TYPE_BLOCKQUOTE] = "BlockQuote",
    [TYPE_L] = "L",
    [TYPE_LI] = "LI",
    [TYPE_LBL] = "Lbl",
    [TYPE_LBODY] = "LBody",
    [TYPE_TABLE] = "Table",
    [TYPE_TR] = "TR",
    [TYPE_TH] = "TH",
    [TYPE_TD] = "TD",
    [TYPE_CAPTION] = "Caption",
    [TYPE_FIGURE] = "Figure",
    [TYPE_CODE] = "Code",
    [TYPE_TOC] = "TOC",
    [TYPE_TOCI] = "TOCI",
    [TYPE_REFERENCE] = "Reference",
    [TYPE_LINK] = "Link",
    [TYPE_NOTE] = "Note",
    [TYPE_SPAN] = "Span",
};

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

typedef enum KidKind { KID_ELEM, KID_MARK, KID_ANNOTATION } KidKind;

typedef struct Kid {
    struct Kid *prev, *next;
    KidKind kind;
    Elem *elem;    /* KID_ELEM */
    uint32_t page; /* index; KID_MARK, KID_ANNOTATION */
    uint32_t mcid;
    Ref annotation;
} Kid;

struct Elem {
    Type type;
    const Node *node; /* NULL for the Document */
    Elem *parent;
    Str lang; /* that its words are in */
    Kid *first, *last;
    Kid *as_kid; /* its place among the parent's */
    Len box[4];  /* a Figure's: left, bottom, right, top on its page */
    Ref ref;
};

typedef struct PageMarks {
    Elem **v; /* by MCID */
    size_t n, cap;
} PageMarks;

enum { LEAF = 64 }; /* keys in a leaf of the parent tree */

struct Tags {
    Arena *arena;
    const Book *book;
    const bool *live;
    Elem *document;
    Elem **of;    /* by a node's number: the element of its words; NULL: none yet */
    Elem **elems; /* all, in the order they were made: parents first */
    size_t n, cap;
    PageMarks *pages;
    size_t npages;
    Elem **links; /* by StructParent - npages */
    size_t nlinks, links_cap;
    const Node **path; /* scratch: nodes without an element, the lowest first */
    size_t path_cap;
    int level;         /* of the last heading */
    const Node *table; /* the one last asked for its heads, */
    bool headed;       /* and whether it has some */
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

const char *elem_type(const Elem *e)
{
    return type_names[e->type];
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

static void kid_remove(Elem *parent, Kid *k)
{
    if (k->prev)
        k->prev->next = k->next;
    else
        parent->first = k->next;
    if (k->next)
        k->next->prev = k->prev;
    else
        parent->last = k->prev;
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

static bool is_head(const Node *cell)
{
    return cell->kind == N_CELL && node_has_class(cell, S("head"));
}

/* In a table without heads the first cell of a row is what its others are told under:
 * a table must have some (ISO 14289-1, 7.5). */
static Type cell_type(Tags *t, const Node *n)
{
    const Node *table = n->parent->parent;
    if (is_head(n))
        return TYPE_TH;
    if (n->prev)
        return TYPE_TD;
    if (t->table != table) {
        t->table = table;
        t->headed = false;
        for (Walk w = walk(table); !t->headed && walk_next(&w);)
            t->headed = is_head(w.node);
    }
    return t->headed ? TYPE_TD : TYPE_TH;
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
        return (Types){c && c->kind == CHAPTER_ARTICLE ? TYPE_ART : TYPE_SECT, TYPE_NONE};
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

static Elem *make(Tags *t, Elem *parent, const Node *n)
{
    const Types ty = types_of(t, n);
    if (ty.outer == TYPE_NONE)
        return parent;
    Elem *e = elem_add_in_order(t, parent, ty.outer, n);
    if (ty.outer == TYPE_TR)
        add_cells(t, e, n);
    return ty.inner ? elem_add(t, e, e->last, ty.inner, n) : e;
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
    for (; n && (e = t->of[n->no]) == NULL; n = n->parent) {
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

static bool starts_with_label(const Elem *e)
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
    if (starts_with_label(e))
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

/* ---- writing ---- */

/* Takes out what stayed empty (the body of an item that is only a marker): parents are
 * made first, so from the end each is seen after its kids. */
static void prune(Tags *t)
{
    for (size_t i = t->n; i-- > 1;) {
        Elem *e = t->elems[i];
        if (e->first || e->type == TYPE_TD || e->type == TYPE_TH)
            continue;
        kid_remove(e->parent, e->as_kid);
        e->as_kid = NULL;
    }
    size_t n = 1;
    for (size_t i = 1; i < t->n; i++)
        if (t->elems[i]->as_kid)
            t->elems[n++] = t->elems[i];
    t->n = n;
}

/* The page that most of an element's marks need not name: that of its first. */
static const Kid *first_mark(const Elem *e)
{
    const Kid *k = e->first;
    while (k && k->kind == KID_ELEM)
        k = k->next;
    return k;
}

static void put_kid(Buf *b, const Kid *k, uint32_t page, const Ref *pages)
{
    switch (k->kind) {
    case KID_ELEM:
        put_ref(b, k->elem->ref);
        return;
    case KID_MARK:
        if (k->page == page)
            buf_printf(b, "%u", k->mcid);
        else
            buf_printf(b, "<</Type/MCR/Pg %u 0 R/MCID %u>>", pages[k->page], k->mcid);
        return;
    case KID_ANNOTATION:
        buf_printf(b, "<</Type/OBJR/Pg %u 0 R/Obj %u 0 R>>", pages[k->page],
                   k->annotation);
        return;
    }
}

static bool has_labels(const Elem *list)
{
    for (const Kid *k = list->first; k; k = k->next)
        if (k->kind == KID_ELEM && starts_with_label(k->elem))
            return true;
    return false;
}

static void put_cell_attributes(Buf *b, const Elem *e)
{
    const Node *n = e->node;
    if (e->type == TYPE_TD && n->columns <= 1 && n->rows <= 1)
        return;
    buf_put(b, S("/A<</O/Table"));
    if (e->type == TYPE_TH)
        buf_printf(b, "/Scope/%s",
                   is_head(n) && !node_has_class(n, S("row")) ? "Column" : "Row");
    if (n->columns > 1)
        buf_printf(b, "/ColSpan %d", n->columns);
    if (n->rows > 1)
        buf_printf(b, "/RowSpan %d", n->rows);
    buf_put(b, S(">>"));
}

/* What a picture shows, in words: its alternative, else its caption. */
static Str figure_words(Arena *a, const Node *image)
{
    const Node *n = image;
    while (n && n->kind != N_FIGURE)
        n = n->parent;
    for (n = n && image->text.n == 0 ? n->first : NULL; n; n = n->next)
        if (n->kind == N_CAPTION)
            return node_words(a, n);
    return image->text;
}

static void put_figure(Buf *b, Arena *a, const Elem *e)
{
    const Str words = figure_words(a, e->node);
    buf_put(b, S("/A<</O/Layout/BBox["));
    for (int i = 0; i < 4; i++) {
        buf_put(b, i ? S(" ") : S(""));
        buf_pt(b, e->box[i]);
    }
    buf_printf(b, "]/Placement/%s>>",
               e->parent->node->kind == N_FIGURE ? "Block" : "Inline");
    if (words.n > 0) {
        buf_put(b, S("/Alt"));
        put_text(b, words);
    }
}

static void put_attributes(Buf *b, Arena *a, const Elem *e)
{
    if (e->type == TYPE_FIGURE)
        put_figure(b, a, e);
    if (e->type == TYPE_L) {
        const char *numbering = !has_labels(e)   ? "None"
                                : e->node->level ? "Decimal"
                                                 : "Disc";
        buf_printf(b, "/A<</O/List/ListNumbering/%s>>", numbering);
    }
    if (e->type == TYPE_TH || e->type == TYPE_TD)
        put_cell_attributes(b, e);
    if (e->type == TYPE_NOTE) { /* ids are unique; the number is, for lack of one */
        buf_put(b, S("/ID"));
        if (e->node->id.n)
            put_text(b, e->node->id);
        else
            buf_printf(b, "(note-%u)", e->node->no);
    }
    if (e->parent && !str_eq(e->lang, e->parent->lang)) {
        buf_put(b, S("/Lang"));
        put_text(b, e->lang);
    }
}

static void write_elem(Objects *o, Arena *a, Buf *b, const Elem *e, Ref root,
                       const Ref *pages)
{
    const Kid *mark = first_mark(e);
    buf_clear(b);
    buf_printf(b, "/Type/StructElem/S/%s/P %u 0 R", elem_type(e),
               e->parent ? e->parent->ref : root);
    if (mark)
        buf_printf(b, "/Pg %u 0 R", pages[mark->page]);
    put_attributes(b, a, e);
    if (e->first) {
        buf_put(b, e->first->next ? S("/K[") : S("/K "));
        for (const Kid *k = e->first; k; k = k->next) {
            if (k != e->first)
                buf_byte(b, ' ');
            put_kid(b, k, mark ? mark->page : 0, pages);
        }
        if (e->first->next)
            buf_byte(b, ']');
    }
    obj_tell(o, e->ref, arena_str(a, buf_str(b)));
}

/* The value of a key of the parent tree; false: the key is not used. */
static bool put_parents(Buf *b, const Tags *t, size_t key)
{
    if (key >= t->npages) {
        buf_printf(b, "%zu ", key);
        put_ref(b, t->links[key - t->npages]->ref);
        return true;
    }
    const PageMarks *p = &t->pages[key];
    if (p->n == 0)
        return false;
    buf_printf(b, "%zu [", key);
    for (size_t i = 0; i < p->n; i++) {
        if (i > 0)
            buf_byte(b, ' ');
        put_ref(b, p->v[i]->ref);
    }
    buf_byte(b, ']');
    return true;
}

static Ref write_parent_tree(const Tags *t, Objects *o)
{
    const size_t keys = t->npages + t->nlinks;
    Buf leaf = {0}, root = {0};
    buf_put(&root, keys > 0 ? S("/Kids [") : S("/Nums ["));
    for (size_t from = 0; from < keys; from += LEAF) {
        size_t least = SIZE_MAX, most = 0;
        buf_clear(&leaf);
        buf_put(&leaf, S("/Nums ["));
        for (size_t key = from; key < keys && key < from + LEAF; key++) {
            if (!put_parents(&leaf, t, key))
                continue;
            buf_byte(&leaf, '\n');
            least = least == SIZE_MAX ? key : least;
            most = key;
        }
        if (least == SIZE_MAX)
            continue;
        buf_printf(&leaf, "]\n/Limits [%zu %zu]\n", least, most);
        put_ref(&root, obj_add(o, buf_str(&leaf)));
        buf_byte(&root, ' ');
    }
    buf_put(&root, S("]\n"));
    const Ref ref = obj_add(o, buf_str(&root));
    buf_free(&leaf);
    buf_free(&root);
    return ref;
}

Ref tags_write(Tags *t, Objects *o, const Ref *pages)
{
    prune(t);
    const Ref root = obj_reserve(o);
    for (size_t i = 0; i < t->n; i++)
        t->elems[i]->ref = obj_reserve(o);
    Buf b = {0};
    for (size_t i = 0; i < t->n; i++)
        write_elem(o, t->arena, &b, t->elems[i], root, pages);
    buf_free(&b);
    const Ref parents = write_parent_tree(t, o);
    obj_tell(o, root,
             arena_printf(t->arena,
                          "/Type /StructTreeRoot /K [%u 0 R] /ParentTree %u 0 R "
                          "/ParentTreeNextKey %zu\n",
                          t->document->ref, parents, t->npages + t->nlinks));
    return root;
}
