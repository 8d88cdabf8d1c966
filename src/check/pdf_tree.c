/* The trees of a PDF that hold many things of one kind: of names, of numbers, of pages.
 *
 * Each is walked with a stack of its own.  A node is entered once, whatever leads to it,
 * so that a tree that is none ends too. */
#include <stdlib.h>

#include "pdf_check.h"

/* ---- names and numbers ---- */

typedef struct Stack {
    const PdfValue **v; /* owned */
    size_t n, cap;
} Stack;

static void stack_push(Stack *s, const PdfValue *v)
{
    ARRAY_ROOM(s->v, s->n, s->cap);
    s->v[s->n++] = v;
}

bool pdf_enter(PdfCheck *c, const PdfValue *v)
{
    PdfObject *o = &c->file.objects[v->owner];
    if (v->kind == PDF_NULL || o->value.v != v->v)
        return true;
    const bool first = !o->visited;
    o->visited = true;
    return first;
}

/* A list that hangs on nothing else: lists that are shared would be gone through again
 * and again. */
static const PdfValue *own_list(PdfCheck *c, const PdfValue *d, const char *key,
                                DiagId id)
{
    static const PdfValue none = {.kind = PDF_NULL};
    const PdfValue *v = pdf_at(&c->file, d, key);
    if (v->kind != PDF_ARRAY || pdf_enter(c, v))
        return v;
    pdf_wrong(c, id, NULL, d, "shares a list with another object; give each its own");
    return &none;
}

/* Pushes the kids so that the first is popped first. */
static void push_kids(PdfCheck *c, Stack *s, const PdfValue *node, DiagId id)
{
    const PdfValue *kids = own_list(c, node, "Kids", id);
    for (size_t i = kids->kind == PDF_ARRAY ? kids->n : 0; i-- > 0;) {
        const PdfValue *kid = pdf_nth(&c->file, kids, i);
        if (kid->kind != PDF_DICT)
            pdf_wrong(c, id, NULL, node,
                      "has a tree with a kid that is no node; leave that out");
        else if (pdf_enter(c, kid))
            stack_push(s, kid);
        else
            pdf_wrong(c, id, NULL, kid,
                      "has a tree with a node that hangs on two others; hang it on one");
    }
}

static int order(const PdfValue *a, const PdfValue *b)
{
    if (a->kind == PDF_STRING)
        return str_cmp(a->text, b->text);
    return (a->number > b->number) - (a->number < b->number);
}

static void take_pairs(PdfCheck *c, const PdfValue *node, bool names, DiagId id,
                       PdfPairs *out)
{
    Pdf *f = &c->file;
    const PdfValue *list = pdf_at(f, node, names ? "Names" : "Nums"),
                   *limits = pdf_at(f, node, "Limits");
    const PdfKind kind = names ? PDF_STRING : PDF_INT;
    const size_t start = out->n;
    for (size_t i = 0; list->kind == PDF_ARRAY && i + 1 < list->n; i += 2) {
        const PdfValue *key = pdf_nth(f, list, i);
        if (key->kind != kind || (out->n > 0 && order(out->v[out->n - 2], key) >= 0)) {
            pdf_wrong(c, id, NULL, node,
                      "has a tree whose keys are not in order; sort them");
            continue;
        }
        while (out->n + 2 > out->cap)
            out->v =
                mem_grow(out->v, out->cap = out->cap ? 2 * out->cap : 16, sizeof *out->v);
        out->v[out->n++] = key;
        out->v[out->n++] = pdf_nth(f, list, i + 1);
    }
    const PdfValue *least = pdf_nth(f, limits, 0), *most = pdf_nth(f, limits, 1);
    if (limits->kind == PDF_ARRAY && out->n > start &&
        (least->kind != kind || most->kind != kind || order(least, out->v[start]) != 0 ||
         order(most, out->v[out->n - 2]) != 0))
        pdf_wrong(c, id, NULL, node,
                  "has a tree whose limits are not those of its keys; write its first "
                  "and its last");
}

void pdf_pairs(PdfCheck *c, const PdfValue *root, bool names, DiagId id, PdfPairs *out)
{
    Stack todo = {0};
    *out = (PdfPairs){0};
    pdf_enter(c, root);
    stack_push(&todo, root);
    while (todo.n > 0) {
        const PdfValue *node = todo.v[--todo.n];
        take_pairs(c, node, names, id, out);
        push_kids(c, &todo, node, id);
    }
    free(todo.v);
}

/* ---- pages ---- */

enum { RESOURCES, MEDIA_BOX, CROP_BOX, INHERITED };

/* A node of the tree of pages, with the place of the one that it hangs on. */
typedef struct PageNode {
    const PdfValue *dict;
    size_t parent;
    size_t leaves;                  /* below it */
    const PdfValue *own[INHERITED]; /* or of the nodes above */
} PageNode;

typedef struct PageNodes {
    PageNode *v; /* parents first, the pages in order; owned */
    size_t n, cap;
} PageNodes;

static bool bad_tree(PdfCheck *c, const PdfValue *node, const char *why)
{
    return pdf_wrong(c, D_CHECK_PAGE, NULL, node, why);
}

static void inherit(const PdfCheck *c, PageNode *node, const PageNode *parent)
{
    static const char *const keys[INHERITED] = {"Resources", "MediaBox", "CropBox"};
    for (size_t i = 0; i < INHERITED; i++) {
        node->own[i] = pdf_at(&c->file, node->dict, keys[i]);
        if (parent && node->own[i]->kind == PDF_NULL)
            node->own[i] = parent->own[i];
    }
}

/* In depth-first order: `todo` holds nodes, and beside each the place of its parent. */
static void list_nodes(PdfCheck *c, PageNodes *nodes)
{
    Pdf *f = &c->file;
    Stack todo = {0};
    size_t *parents = NULL, nparents = 0, cap = 0;
    pdf_enter(c, pdf_at(f, c->catalog, "Pages"));
    stack_push(&todo, pdf_at(f, c->catalog, "Pages"));
    ARRAY_ROOM(parents, nparents, cap);
    parents[nparents++] = 0;
    while (todo.n > 0) {
        const PdfValue *dict = todo.v[--todo.n];
        const size_t parent = parents[--nparents], self = nodes->n;
        ARRAY_ROOM(nodes->v, nodes->n, nodes->cap);
        nodes->v[nodes->n++] = (PageNode){.dict = dict, .parent = parent};
        if (self > 0 && pdf_at(f, dict, "Parent")->v != nodes->v[parent].dict->v)
            bad_tree(c, dict, "hangs on another node than its Parent; name that one");
        inherit(c, &nodes->v[self], self > 0 ? &nodes->v[parent] : NULL);
        push_kids(c, &todo, dict, D_CHECK_PAGE);
        while (nparents < todo.n) {
            ARRAY_ROOM(parents, nparents, cap);
            parents[nparents++] = self;
        }
    }
    free(parents);
    free(todo.v);
}

static bool read_box(const PdfCheck *c, const PdfValue *v, int64_t box[4])
{
    int64_t side[4];
    if (v->kind != PDF_ARRAY || v->n != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        const PdfValue *n = pdf_nth(&c->file, v, i);
        if (!pdf_is_number(n))
            return false;
        side[i] = pdf_micro(n);
    }
    for (size_t i = 0; i < 2; i++) {
        box[i] = side[i] < side[i + 2] ? side[i] : side[i + 2];
        box[i + 2] = side[i] < side[i + 2] ? side[i + 2] : side[i];
    }
    return true;
}

static void add_page(PdfCheck *c, const PageNode *node)
{
    const PdfValue *dict = node->dict;
    PdfPage *p = &c->pages[c->npages++];
    *p = (PdfPage){.dict = dict,
                   .object = dict->owner,
                   .label = arena_printf(c->arena, "%zu", c->npages),
                   .resources = node->own[RESOURCES],
                   .annots = own_list(c, dict, "Annots", D_CHECK_ANNOTATION),
                   .contents = own_list(c, dict, "Contents", D_CHECK_CONTENT)};
    if (!read_box(c, node->own[CROP_BOX], p->box) &&
        !read_box(c, node->own[MEDIA_BOX], p->box))
        bad_tree(c, dict, "has no MediaBox of four numbers; write the size of the page");
    c->page_of[dict->owner] = (uint32_t)c->npages;
}

void pdf_find_pages(PdfCheck *c)
{
    PageNodes nodes = {0};
    list_nodes(c, &nodes);
    c->pages = arena_array(c->arena, nodes.n + 1, sizeof *c->pages);
    for (size_t i = 0; i < nodes.n; i++) {
        const PdfValue *dict = nodes.v[i].dict;
        if (pdf_is_name(pdf_at(&c->file, dict, "Type"), "Page")) {
            nodes.v[i].leaves = 1;
            add_page(c, &nodes.v[i]);
        } else if (!pdf_is_name(pdf_at(&c->file, dict, "Type"), "Pages")) {
            bad_tree(c, dict, "is neither a page nor a node above pages; say its /Type");
        }
    }
    for (size_t i = nodes.n; i-- > 1;)
        nodes.v[nodes.v[i].parent].leaves += nodes.v[i].leaves;
    for (size_t i = 0; i < nodes.n; i++)
        if (pdf_is_name(pdf_at(&c->file, nodes.v[i].dict, "Type"), "Pages") &&
            pdf_int(pdf_at(&c->file, nodes.v[i].dict, "Count"), -1) !=
                (int64_t)nodes.v[i].leaves)
            bad_tree(
                c, nodes.v[i].dict,
                "does not count its pages right; write how many are below each node");
    if (c->npages == 0)
        bad_tree(c, c->catalog, "leads to no page; a book has some");
    free(nodes.v);
}
