/* The structure tree as objects: the elements with their attributes, and the parent tree.
 *
 * Pages and the tree point at each other through the parent tree: a page's key leads to
 * the elements of its marks in the order of their MCIDs, an annotation's key to its
 * Link. */
#include "tagtree.h"

enum { LEAF = 64 }; /* keys in a leaf of the parent tree */

static const char *const type_names[TYPE_COUNT] = {
    [TYPE_DOCUMENT] = "Document",
    [TYPE_PART] = "Part",
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
    [TYPE_THEAD] = "THead",
    [TYPE_TBODY] = "TBody",
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

const char *elem_type(const Elem *e)
{
    return type_names[e->type];
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
            buf_decimal(b, k->mcid, 0);
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
        if (k->kind == KID_ELEM && elem_has_label(k->elem))
            return true;
    return false;
}

static const char *numbering_of(const Node *list)
{
    if (list->level == 0)
        return "Disc";
    switch (list_type(list)) {
    case 'a':
        return "LowerAlpha";
    case 'A':
        return "UpperAlpha";
    case 'i':
        return "LowerRoman";
    case 'I':
        return "UpperRoman";
    }
    return "Decimal";
}

static void put_cell_attributes(Buf *b, const Elem *e)
{
    const Node *n = e->node;
    if (e->type == TYPE_TD && n->columns <= 1 && n->rows <= 1)
        return;
    buf_put(b, S("/A<</O/Table"));
    if (e->type == TYPE_TH)
        buf_printf(b, "/Scope/%s",
                   cell_is_head(n) && !node_has_class(n, S("row")) ? "Column" : "Row");
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
    if (e->type == TYPE_L)
        buf_printf(b, "/A<</O/List/ListNumbering/%s>>",
                   has_labels(e) ? numbering_of(e->node) : "None");
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
    buf_put(b, S("/Type/StructElem/S/"));
    buf_put(b, str_of(elem_type(e)));
    buf_put(b, S("/P "));
    put_ref(b, e->parent ? e->parent->ref : root);
    if (mark) {
        buf_put(b, S("/Pg "));
        put_ref(b, pages[mark->page]);
    }
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
