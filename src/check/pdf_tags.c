/* The structure: the tree that readers aloud follow in place of the page.
 *
 * The tree is walked once, with a stack of its own, into a list of elements in the order
 * of their beginnings, each with the place behind its last descendant; kids and parents
 * are then steps in that list.  While it is walked, every mark of a page is claimed, and
 * the parent tree, which leads from marks back to elements, is held against the claim.
 * What may stand in what, and what must be said of it, are rows of one table. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "pdf_check.h"

enum {
    NO_ELEM = UINT32_MAX,
    DEPTH_MOST = 1000, /* of elements: readers recurse */
    COLUMNS_MOST = 1000,
    ROLES_MOST = 32, /* from one role to the next */
};

typedef enum Type {
    T_DOCUMENT,
    T_PART,
    T_ART,
    T_SECT,
    T_DIV,
    T_BLOCKQUOTE,
    T_CAPTION,
    T_TOC,
    T_TOCI,
    T_INDEX,
    T_NONSTRUCT,
    T_PRIVATE,
    T_P,
    T_H,
    T_H1,
    T_H2,
    T_H3,
    T_H4,
    T_H5,
    T_H6,
    T_L,
    T_LI,
    T_LBL,
    T_LBODY,
    T_TABLE,
    T_TR,
    T_TH,
    T_TD,
    T_THEAD,
    T_TBODY,
    T_TFOOT,
    T_SPAN,
    T_QUOTE,
    T_NOTE,
    T_REFERENCE,
    T_BIBENTRY,
    T_CODE,
    T_LINK,
    T_ANNOT,
    T_RUBY,
    T_RB,
    T_RT,
    T_RP,
    T_WARICHU,
    T_WT,
    T_WP,
    T_FIGURE,
    T_FORMULA,
    T_FORM,
    TYPES
} Type;

/* The standard types, and what the elements that they may stand in or hold are, where
 * that is not left to the author (ISO 14289-1, 7.2). */
static const struct {
    const char *name, *parents, *kids;
} types[TYPES] = {
    [T_DOCUMENT] = {"Document", NULL, NULL},
    [T_PART] = {"Part", NULL, NULL},
    [T_ART] = {"Art", NULL, NULL},
    [T_SECT] = {"Sect", NULL, NULL},
    [T_DIV] = {"Div", NULL, NULL},
    [T_BLOCKQUOTE] = {"BlockQuote", NULL, NULL},
    [T_CAPTION] = {"Caption", NULL, NULL},
    [T_TOC] = {"TOC", NULL, " TOC TOCI Caption "},
    [T_TOCI] = {"TOCI", " TOC ", NULL},
    [T_INDEX] = {"Index", NULL, NULL},
    [T_NONSTRUCT] = {"NonStruct", NULL, NULL},
    [T_PRIVATE] = {"Private", NULL, NULL},
    [T_P] = {"P", NULL, NULL},
    [T_H] = {"H", NULL, NULL},
    [T_H1] = {"H1", NULL, NULL},
    [T_H2] = {"H2", NULL, NULL},
    [T_H3] = {"H3", NULL, NULL},
    [T_H4] = {"H4", NULL, NULL},
    [T_H5] = {"H5", NULL, NULL},
    [T_H6] = {"H6", NULL, NULL},
    [T_L] = {"L", NULL, " L LI Caption "},
    [T_LI] = {"LI", " L ", " Lbl LBody "},
    [T_LBL] = {"Lbl", NULL, NULL},
    [T_LBODY] = {"LBody", " LI ", NULL},
    [T_TABLE] = {"Table", NULL, " TR THead TBody TFoot Caption "},
    [T_TR] = {"TR", " Table THead TBody TFoot ", " TH TD "},
    [T_TH] = {"TH", " TR ", NULL},
    [T_TD] = {"TD", " TR ", NULL},
    [T_THEAD] = {"THead", " Table ", " TR "},
    [T_TBODY] = {"TBody", " Table ", " TR "},
    [T_TFOOT] = {"TFoot", " Table ", " TR "},
    [T_SPAN] = {"Span", NULL, NULL},
    [T_QUOTE] = {"Quote", NULL, NULL},
    [T_NOTE] = {"Note", NULL, NULL},
    [T_REFERENCE] = {"Reference", NULL, NULL},
    [T_BIBENTRY] = {"BibEntry", NULL, NULL},
    [T_CODE] = {"Code", NULL, NULL},
    [T_LINK] = {"Link", NULL, NULL},
    [T_ANNOT] = {"Annot", NULL, NULL},
    [T_RUBY] = {"Ruby", NULL, NULL},
    [T_RB] = {"RB", NULL, NULL},
    [T_RT] = {"RT", NULL, NULL},
    [T_RP] = {"RP", NULL, NULL},
    [T_WARICHU] = {"Warichu", NULL, NULL},
    [T_WT] = {"WT", NULL, NULL},
    [T_WP] = {"WP", NULL, NULL},
    [T_FIGURE] = {"Figure", NULL, NULL},
    [T_FORMULA] = {"Formula", NULL, NULL},
    [T_FORM] = {"Form", NULL, NULL},
};

typedef struct Elem {
    const PdfValue *dict;
    PdfPage *page; /* of its marks that name none; NULL: it says none */
    uint32_t parent, end;
    Type type;  /* TYPES: none that is known */
    bool empty; /* has no kid at all */
    bool link;  /* has an annotation */
} Elem;

/* An element whose kids are being read. */
typedef struct Frame {
    const PdfValue *kids;
    size_t i;
    uint32_t elem;
} Frame;

typedef struct Tags {
    PdfCheck *c;
    Elem *v; /* owned */
    size_t n, cap;
    Frame *open; /* owned */
    size_t depth, depth_cap;
    PdfPairs parents;         /* the parent tree */
    const PdfValue **of_page; /* by page: its row there */
    bool *has_elem;           /* by an annotation's object: an element refers to it */
    Map roles;                /* by name: a place in `types`, plus 1 */
    Map ids;                  /* of notes */
} Tags;

static bool bad(Tags *t, DiagId id, const Elem *e, Str a, Str b)
{
    return pdf_fault(t->c, id, e ? e->page : NULL, e ? e->dict : t->c->tree, a, b);
}

static bool bad_tree(Tags *t, const Elem *e, const char *why)
{
    return bad(t, D_CHECK_TREE, e, str_of(why), (Str){0});
}

/* ---- types ---- */

static Type standard(Str name)
{
    for (Type i = 0; i < TYPES; i++)
        if (str_eq(name, str_of(types[i].name)))
            return i;
    return TYPES;
}

static Type find_type(Tags *t, Str name)
{
    const PdfValue *roles = pdf_at(&t->c->file, t->c->tree, "RoleMap");
    Type type = standard(name);
    for (int i = 0; type == TYPES && i < ROLES_MOST; i++) {
        const Str next =
            pdf_bytes(pdf_at(&t->c->file, roles, arena_cstr(t->c->arena, name)));
        if (next.n == 0)
            break;
        name = next;
        type = standard(name);
    }
    return type;
}

static Type type_of(Tags *t, const Elem *e, Str name)
{
    void **place = map_at(&t->roles, name);
    if (*place == NULL) {
        const Type type = find_type(t, name);
        if (type == TYPES)
            bad(t, D_CHECK_ROLE, e, name, S("is not known"));
        *place = (void *)(uintptr_t)(type + 1);
    }
    return (Type)((uintptr_t)*place - 1);
}

static void check_roles(Tags *t)
{
    const PdfValue *roles = pdf_at(&t->c->file, t->c->tree, "RoleMap");
    for (size_t i = 0; roles->kind == PDF_DICT && i < roles->n; i += 2)
        if (standard(roles->v[i].text) != TYPES)
            bad(t, D_CHECK_ROLE, NULL, roles->v[i].text,
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
        bad_tree(t, NULL, "has a ParentTreeNextKey that is in use");
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
        bad_tree(t, e,
                 "and an annotation in it do not lead to each other; write "
                 "StructParent and the parent tree");
    else if (pdf_is_name(pdf_at(f, a, "Subtype"), "Link") && e->type != T_LINK)
        bad_tree(t, e, "has a link in an element that is no Link");
}

static void check_annotations(Tags *t)
{
    const Pdf *f = &t->c->file;
    for (size_t i = 0; i < t->c->npages; i++) {
        const PdfPage *p = &t->c->pages[i];
        const PdfValue *list = pdf_at(f, p->dict, "Annots");
        for (size_t k = 0; list->kind == PDF_ARRAY && k < list->n; k++) {
            const PdfValue *a = pdf_nth(f, list, k);
            if (a->kind == PDF_DICT && !t->has_elem[a->owner])
                pdf_wrong(t->c, D_CHECK_ANNOTATION, p, a,
                          "is in no element of the structure");
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
        bad_tree(t, e,
                 "has an element that names another parent than the one that it "
                 "hangs on");
    ARRAY_ROOM(t->open, t->depth, t->depth_cap);
    t->open[t->depth++] = (Frame){pdf_at(f, dict, "K"), 0, (uint32_t)t->n++};
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
        bad_tree(t, e, "has a kid that is neither element nor mark nor annotation");
    } else if (raw->kind == PDF_REF && f->objects[kid->owner].visited) {
        bad_tree(t, e, "has an element that hangs on two others");
    } else if (t->depth >= DEPTH_MOST) {
        bad_tree(t, e, "is too deep");
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

/* ---- what elements say ---- */

static const PdfValue *in_attributes(const Pdf *f, const PdfValue *a, const char *key)
{
    const PdfValue *v = pdf_at(f, a, key);
    for (size_t i = 0; a->kind == PDF_ARRAY && v->kind == PDF_NULL && i < a->n; i++)
        v = pdf_at(f, pdf_nth(f, a, i), key);
    return v;
}

/* An attribute of the element, or of a class that it is in. */
static const PdfValue *attribute(const Tags *t, const Elem *e, const char *key)
{
    const Pdf *f = &t->c->file;
    const PdfValue *classes = pdf_at(f, e->dict, "C"),
                   *map = pdf_at(f, t->c->tree, "ClassMap");
    const PdfValue *v = in_attributes(f, pdf_at(f, e->dict, "A"), key);
    const size_t n = classes->kind == PDF_ARRAY ? classes->n : 1;
    for (size_t i = 0; v->kind == PDF_NULL && i < n; i++) {
        const PdfValue *name =
            classes->kind == PDF_ARRAY ? pdf_nth(f, classes, i) : classes;
        if (name->kind == PDF_NAME)
            v = in_attributes(f, pdf_at(f, map, arena_cstr(t->c->arena, name->text)),
                              key);
    }
    return v;
}

static const char *type_name(const Elem *e)
{
    return e->type == TYPES ? "thing" : types[e->type].name;
}

/* The words of a list stand between blanks. */
static bool lists(const char *words, const Elem *e)
{
    const Str name = str_of(type_name(e)), all = str_of(words);
    for (size_t at = 0; at < all.n; at++) {
        at += str_find(str_sub(all, at, all.n), name);
        if (at < all.n && all.p[at - 1] == ' ' && all.p[at + name.n] == ' ')
            return true;
    }
    return false;
}

static void check_nesting(Tags *t, const Elem *e)
{
    const Elem *up = e->parent == NO_ELEM ? NULL : &t->v[e->parent];
    const char *parents = e->type == TYPES ? NULL : types[e->type].parents,
               *kids = up == NULL || up->type == TYPES ? NULL : types[up->type].kids;
    if ((parents && (up == NULL || !lists(parents, up))) || (kids && !lists(kids, e)))
        bad(t, D_CHECK_NESTING, e, str_of(type_name(e)),
            arena_printf(t->c->arena, "a %s, where it may not; mend the order of the two",
                         up ? type_name(up) : "root"));
}

static void check_figure(Tags *t, const Elem *e)
{
    const Pdf *f = &t->c->file;
    const bool told = pdf_text(t->c->arena, pdf_at(f, e->dict, "Alt")).n > 0 ||
                      pdf_text(t->c->arena, pdf_at(f, e->dict, "ActualText")).n > 0;
    if (!told && (t->c->claims.ua || t->c->claims.level == 'A'))
        bad(t, D_CHECK_FIGURE, e, str_of(type_name(e)),
            S("Alt, though the file claims to be readable without seeing; say what it "
              "shows"));
    if (e->type == T_FIGURE && attribute(t, e, "BBox")->kind != PDF_ARRAY)
        bad(t, D_CHECK_FIGURE, e, str_of(type_name(e)),
            S("BBox; say where on its page it stands"));
}

static void check_note(Tags *t, const Elem *e)
{
    const Str id = pdf_bytes(pdf_at(&t->c->file, e->dict, "ID"));
    void **place = map_at(&t->ids, id);
    if (*place || id.n == 0)
        bad(t, D_CHECK_ID, e, id, (Str){0});
    *place = t;
}

static void check_scope(Tags *t, const Elem *e)
{
    const PdfValue *scope = attribute(t, e, "Scope");
    if (!pdf_is_name(scope, "Row") && !pdf_is_name(scope, "Column") &&
        !pdf_is_name(scope, "Both"))
        bad(t, D_CHECK_TABLE, e, (Str){0}, (Str){0});
}

/* ---- tables ---- */

typedef struct Grid {
    int64_t busy[COLUMNS_MOST]; /* rows that a cell still reaches down */
    size_t rows, width;         /* of the first row */
    bool told, headed;
} Grid;

static void bad_grid(Tags *t, Grid *g, const Elem *e, const char *why)
{
    if (!g->told)
        bad(t, D_CHECK_GRID, e, str_of(why), (Str){0});
    g->told = true;
}

static int64_t span(const Tags *t, const Elem *e, const char *key)
{
    const int64_t n = pdf_int(attribute(t, e, key), 1);
    return n < 1 ? 1 : n;
}

static void add_row(Tags *t, Grid *g, uint32_t row)
{
    size_t x = 0, width = 0;
    for (uint32_t i = row + 1; i < t->v[row].end; i = t->v[i].end) {
        const Elem *e = &t->v[i];
        const int64_t columns = span(t, e, "ColSpan"), down = span(t, e, "RowSpan");
        g->headed = g->headed || e->type == T_TH;
        while (x < COLUMNS_MOST && g->busy[x] > 0)
            x++;
        if (columns > COLUMNS_MOST - (int64_t)x) {
            bad_grid(t, g, e, "has more columns than any book");
            return;
        }
        for (int64_t k = 0; k < columns; k++, x++) {
            if (g->busy[x] > 0)
                bad_grid(t, g, e, "has cells that lie on each other");
            g->busy[x] = down;
        }
    }
    for (size_t i = 0; i < COLUMNS_MOST; i++) {
        width += g->busy[i] > 0;
        g->busy[i] -= g->busy[i] > 0;
    }
    if (g->rows++ == 0)
        g->width = width;
    else if (width != g->width)
        bad_grid(t, g, &t->v[row], "has a row of another width than the first");
}

static void check_table(Tags *t, uint32_t table)
{
    Grid g = {.width = 0};
    for (uint32_t i = table + 1; i < t->v[table].end;) {
        if (t->v[i].type == T_TR)
            add_row(t, &g, i);
        const bool group =
            t->v[i].type == T_THEAD || t->v[i].type == T_TBODY || t->v[i].type == T_TFOOT;
        i = group ? i + 1 : t->v[i].end;
    }
    for (size_t i = 0; i < COLUMNS_MOST; i++)
        if (g.busy[i] > 0)
            bad_grid(t, &g, &t->v[table], "has a cell that reaches below its last row");
    if (!g.headed)
        bad_grid(t, &g, &t->v[table], "has no head, not even the first of each row");
}

/* ---- all of it ---- */

static void check_heading(Tags *t, const Elem *e, int *level)
{
    const int now = (int)(e->type - T_H1) + 1;
    if (now > *level + 1)
        bad(t, D_CHECK_HEADING, e, str_of(type_name(e)), (Str){0});
    *level = now;
}

static void check_elem(Tags *t, uint32_t i, int *level)
{
    const Elem *e = &t->v[i];
    check_nesting(t, e);
    if (e->type >= T_H1 && e->type <= T_H6)
        check_heading(t, e, level);
    if (e->type == T_H)
        bad_tree(t, e, "has an H; say the level, H1 to H6");
    if (e->type == T_FIGURE || e->type == T_FORMULA)
        check_figure(t, e);
    if (e->type == T_NOTE)
        check_note(t, e);
    if (e->type == T_TH)
        check_scope(t, e);
    if (e->type == T_TABLE)
        check_table(t, i);
    if (e->type == T_LINK && !e->link)
        bad_tree(t, e, "has a Link without an annotation that can be followed");
    if (e->empty && e->type != T_TD && e->type != T_TH)
        bad_tree(t, e, "has an element with nothing in it; leave it out");
}

static void check_root(Tags *t)
{
    size_t roots = 0;
    for (uint32_t i = 0; i < t->n; i = t->v[i].end)
        roots++;
    if (roots != 1 || t->v[0].type != T_DOCUMENT)
        bad_tree(t, NULL, "does not begin with one Document");
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
        check_elem(&t, i, &level);
    check_marks(&t);
    check_annotations(&t);
    map_free(&t.roles);
    map_free(&t.ids);
    free(t.parents.v);
    free(t.v);
    free(t.open);
}
