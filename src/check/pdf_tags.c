/* The structure: the tree that readers aloud follow in place of the page.
 *
 * The tree is walked once, with a stack of its own, into a list of elements in the order
 * of their beginnings, each with the place behind its last descendant; kids and parents
 * are then steps in that list.  While it is walked, every mark of a page is claimed, and
 * the parent tree, which leads from marks back to elements, is held against the claim.
 * What must be said of each element is another file's (pdf_elems.c). */
#include "pdf_tags.h"

#include <stdlib.h>

enum {
    DEPTH_MOST = 1000, /* of elements: readers recurse */
    ROLES_MOST = 32,   /* from one role to the next */
};

bool pdf_bad_elem(Tags *t, DiagId id, const Elem *e, Str a, Str b)
{
    return pdf_fault(t->c, id, e ? e->page : NULL, e ? e->dict : t->c->tree, a, b);
}

bool pdf_bad_tree(Tags *t, const Elem *e, const char *why)
{
    return pdf_bad_elem(t, D_CHECK_TREE, e, str_of(why), (Str){0});
}

/* ---- types ---- */

static Type find_type(Tags *t, Str name)
{
    const PdfValue *roles = pdf_at(&t->c->file, t->c->tree, "RoleMap");
    Type type = pdf_standard_type(name);
    for (int i = 0; type == TYPES && i < ROLES_MOST; i++) {
        const Str next =
            pdf_bytes(pdf_at(&t->c->file, roles, arena_cstr(t->c->arena, name)));
        if (next.n == 0)
            break;
        name = next;
        type = pdf_standard_type(name);
    }
    return type;
}

static Type type_of(Tags *t, const Elem *e, Str name)
{
    void **place = map_at(&t->roles, name);
    if (*place == NULL) {
        const Type type = find_type(t, name);
        if (type == TYPES)
            pdf_bad_elem(t, D_CHECK_ROLE, e, name, S("is not known"));
        *place = (void *)(uintptr_t)(type + 1);
    }
    return (Type)((uintptr_t)*place - 1);
}

static void check_roles(Tags *t)
{
    const PdfValue *roles = pdf_at(&t->c->file, t->c->tree, "RoleMap");
    for (size_t i = 0; roles->kind == PDF_DICT && i < roles->n; i += 2)
        if (pdf_standard_type(roles->v[i].text) != TYPES)
            pdf_bad_elem(t, D_CHECK_ROLE, NULL, roles->v[i].text,
                         S("is a standard one, and may not be led to another"));
}

/* ---- the parent tree ---- */

/* The value under a key; a null when there is none. */
static const PdfValue *parent_of(const Tags *t, int64_t key)
{
    static const PdfValue none = {.kind = PDF_NULL};
    size_t low = 0, high = t->parents.n / 2;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (t->parents.v[2 * mid]->number < key)
            low = mid + 1;
        else
            high = mid;
    }
    return 2 * low < t->parents.n && t->parents.v[2 * low]->number == key
               ? t->parents.v[2 * low + 1]
               : &none;
}

static void read_parents(Tags *t)
{
    PdfCheck *c = t->c;
    const PdfValue *tree = pdf_at(&c->file, c->tree, "ParentTree"),
                   *next = pdf_at(&c->file, c->tree, "ParentTreeNextKey");
    if (tree->kind == PDF_DICT)
        pdf_pairs(c, tree, false, D_CHECK_TREE, &t->parents);
    const size_t n = t->parents.n;
    if (n > 0 && next->kind == PDF_INT && next->number <= t->parents.v[n - 2]->number)
        pdf_bad_tree(
            t, NULL,
            "has a ParentTreeNextKey that is in use; write one above all that are");
    t->of_page = arena_array(c->arena, c->npages + 1, sizeof *t->of_page);
    for (size_t i = 0; i < c->npages; i++)
        t->of_page[i] = parent_of(
            t, pdf_int(pdf_at(&c->file, c->pages[i].dict, "StructParents"), -1));
}

/* ---- marks ---- */

static bool bad_mark(Tags *t, const PdfPage *p, const PdfValue *at, int64_t mcid,
                     const char *why)
{
    return pdf_fault(t->c, D_CHECK_MCID, p, at,
                     arena_printf(t->c->arena, "%lld %s", (long long)mcid, why),
                     (Str){0});
}

static void claim(Tags *t, const Elem *e, PdfPage *p, int64_t mcid)
{
    if (p == NULL) {
        bad_mark(t, NULL, e->dict, mcid, "is of no page");
        return;
    }
    if (mcid < 0 || (uint64_t)mcid >= p->nmarks || !p->marks[mcid].drawn) {
        bad_mark(t, p, e->dict, mcid, "is not drawn on its page");
        return;
    }
    p->marks[mcid].claimed++;
    const PdfValue *row = t->of_page[p - t->c->pages];
    if (pdf_nth(&t->c->file, row, (size_t)mcid)->v != e->dict->v)
        bad_mark(t, p, e->dict, mcid, "is another element's in the parent tree");
}

static void check_marks(Tags *t)
{
    for (size_t i = 0; i < t->c->npages; i++) {
        const PdfPage *p = &t->c->pages[i];
        for (size_t k = 0; k < p->nmarks; k++)
            if (p->marks[k].drawn && p->marks[k].claimed != 1)
                bad_mark(t, p, p->dict, (int64_t)k,
                         p->marks[k].claimed ? "is in more than one element"
                                             : "is in no element");
    }
}

/* ---- annotations ---- */

static void take_annotation(Tags *t, Elem *e, const PdfValue *objr)
{
    const Pdf *f = &t->c->file;
    const PdfValue *a = pdf_at(f, objr, "Obj");
    const int64_t key = pdf_int(pdf_at(f, a, "StructParent"), -1);
    e->link = a->kind == PDF_DICT;
    if (a->kind == PDF_DICT)
        t->has_elem[a->owner] = true;
    if (a->kind != PDF_DICT || parent_of(t, key)->v != e->dict->v)
        pdf_bad_tree(t, e,
                     "and an annotation in it do not lead to each other; write "
                     "StructParent and the parent tree");
    else if (pdf_is_name(pdf_at(f, a, "Subtype"), "Link") && e->type != T_LINK)
        pdf_bad_tree(t, e, "has a link in an element that is no Link; make it one");
}

static void check_annotations(Tags *t)
{
    const Pdf *f = &t->c->file;
    for (size_t i = 0; i < t->c->npages; i++) {
        const PdfPage *p = &t->c->pages[i];
        const PdfValue *list = p->annots;
        for (size_t k = 0; list->kind == PDF_ARRAY && k < list->n; k++) {
            const PdfValue *a = pdf_nth(f, list, k);
            if (a->kind == PDF_DICT && !t->has_elem[a->owner])
                pdf_wrong(t->c, D_CHECK_ANNOTATION, p, a,
                          "is in no element of the structure; hang it on a Link");
        }
    }
}

/* ---- the tree ---- */

static void push_elem(Tags *t, const PdfValue *dict, uint32_t parent)
{
    const Pdf *f = &t->c->file;
    const PdfValue *above = parent == NO_ELEM ? t->c->tree : t->v[parent].dict;
    ARRAY_ROOM(t->v, t->n, t->cap);
    Elem *e = &t->v[t->n];
    *e = (Elem){.dict = dict,
                .page = pdf_page(t->c, pdf_entry(dict, "Pg")),
                .parent = parent,
                .empty = true};
    e->type = type_of(t, e, pdf_bytes(pdf_at(f, dict, "S")));
    if (pdf_at(f, dict, "P")->v != above->v)
        pdf_bad_tree(t, e,
                     "has an element that names another parent than the one that it "
                     "hangs on; name that one");
    ARRAY_ROOM(t->open, t->depth, t->depth_cap);
    const PdfValue *kids = pdf_at(f, dict, "K");
    if (kids->kind == PDF_ARRAY && !pdf_enter(t->c, kids))
        pdf_bad_tree(
            t, e, "has an element that shares its kids with another; give each its own");
    else
        t->open[t->depth++] = (Frame){kids, 0, (uint32_t)t->n};
    e->end = (uint32_t)++t->n;
}

static void take_dict(Tags *t, const PdfValue *raw, const PdfValue *kid, uint32_t elem)
{
    Pdf *f = &t->c->file;
    Elem *e = elem == NO_ELEM ? NULL : &t->v[elem];
    const PdfValue *type = pdf_at(f, kid, "Type");
    if (e && pdf_is_name(type, "MCR")) {
        PdfPage *p = pdf_page(t->c, pdf_entry(kid, "Pg"));
        if (pdf_entry(kid, "Stm") == NULL) /* those of forms are not looked into */
            claim(t, e, p ? p : e->page, pdf_int(pdf_at(f, kid, "MCID"), -1));
    } else if (e && pdf_is_name(type, "OBJR")) {
        take_annotation(t, e, kid);
    } else if (pdf_at(f, kid, "S")->kind != PDF_NAME) {
        pdf_bad_tree(
            t, e,
            "has a kid that is neither element nor mark nor annotation; leave that out");
    } else if (raw->kind == PDF_REF && f->objects[kid->owner].visited) {
        pdf_bad_tree(t, e, "has an element that hangs on two others; hang it on one");
    } else if (t->depth >= DEPTH_MOST) {
        pdf_bad_tree(t, e, "is too deep; take out levels");
    } else {
        if (raw->kind == PDF_REF)
            f->objects[kid->owner].visited = true;
        push_elem(t, kid, elem);
    }
}

static void take_kid(Tags *t, const PdfValue *raw, uint32_t elem)
{
    const PdfValue *kid = pdf_get(&t->c->file, raw);
    if (elem != NO_ELEM && kid->kind != PDF_NULL)
        t->v[elem].empty = false;
    if (kid->kind == PDF_INT && elem != NO_ELEM)
        claim(t, &t->v[elem], t->v[elem].page, kid->number);
    else if (kid->kind != PDF_NULL)
        take_dict(t, raw, kid, elem);
}

static void read_elems(Tags *t)
{
    ARRAY_ROOM(t->open, t->depth, t->depth_cap);
    t->open[t->depth++] = (Frame){pdf_at(&t->c->file, t->c->tree, "K"), 0, NO_ELEM};
    while (t->depth > 0) {
        Frame *top = &t->open[t->depth - 1];
        const bool list = top->kids->kind == PDF_ARRAY;
        const size_t i = top->i++;
        if (i < (list ? top->kids->n : 1)) {
            take_kid(t, list ? &top->kids->v[i] : top->kids, top->elem);
            continue;
        }
        if (top->elem != NO_ELEM)
            t->v[top->elem].end = (uint32_t)t->n;
        t->depth--;
    }
}

static void check_root(Tags *t)
{
    size_t roots = 0;
    for (uint32_t i = 0; i < t->n; i = t->v[i].end)
        roots++;
    if (roots != 1 || t->v[0].type != T_DOCUMENT)
        pdf_bad_tree(t, NULL, "does not begin with one Document; put all into one");
}

void check_pdf_tags(PdfCheck *c)
{
    Tags t = {.c = c};
    int level = 0;
    if (c->tree->kind != PDF_DICT)
        return;
    t.has_elem = arena_array(c->arena, c->file.n + 1, sizeof *t.has_elem);
    check_roles(&t);
    read_parents(&t);
    read_elems(&t);
    check_root(&t);
    for (uint32_t i = 0; i < t.n; i++)
        check_pdf_elem(&t, i, &level);
    check_marks(&t);
    check_annotations(&t);
    map_free(&t.roles);
    map_free(&t.ids);
    free(t.parents.v);
    free(t.v);
    free(t.open);
}
