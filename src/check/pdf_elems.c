/* What elements of the structure say of themselves, and what stands in what. */
#include "pdf_tags.h"

enum {
    COLUMNS_MOST = 1000,
    ATTRIBUTES_MOST = 16, /* lists and classes of an element: they can be shared */
};

static const struct {
    const char *name, *parents, *kids;
} types[TYPES] = {
#define T(id, name, parents, kids) {name, parents, kids},
#include "pdf_types.def"
#undef T
};

Type pdf_standard_type(Str name)
{
    for (Type i = 0; i < TYPES; i++)
        if (str_eq(name, str_of(types[i].name)))
            return i;
    return TYPES;
}

/* ---- attributes ---- */

static const PdfValue *in_attributes(const Pdf *f, const PdfValue *a, const char *key)
{
    const PdfValue *v = pdf_at(f, a, key);
    for (size_t i = 0;
         a->kind == PDF_ARRAY && v->kind == PDF_NULL && i < a->n && i < ATTRIBUTES_MOST;
         i++)
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
    for (size_t i = 0; v->kind == PDF_NULL && i < n && i < ATTRIBUTES_MOST; i++) {
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
        pdf_bad_elem(t, D_CHECK_NESTING, e, str_of(type_name(e)),
                     arena_printf(t->c->arena,
                                  "a %s, where it may not; mend the order of the two",
                                  up ? type_name(up) : "root"));
}

static void check_figure(Tags *t, const Elem *e)
{
    const Pdf *f = &t->c->file;
    const bool told = pdf_text(t->c->arena, pdf_at(f, e->dict, "Alt")).n > 0 ||
                      pdf_text(t->c->arena, pdf_at(f, e->dict, "ActualText")).n > 0;
    if (!told && (t->c->claims.ua || t->c->claims.level == 'A'))
        pdf_bad_elem(
            t, D_CHECK_FIGURE, e, str_of(type_name(e)),
            S("Alt, though the file claims to be readable without seeing; say what it "
              "shows"));
    if (e->type == T_FIGURE && attribute(t, e, "BBox")->kind != PDF_ARRAY)
        pdf_bad_elem(t, D_CHECK_FIGURE, e, str_of(type_name(e)),
                     S("BBox; say where on its page it stands"));
}

static void check_note(Tags *t, const Elem *e)
{
    const Str id = pdf_bytes(pdf_at(&t->c->file, e->dict, "ID"));
    void **place = map_at(&t->ids, id);
    if (*place || id.n == 0)
        pdf_bad_elem(t, D_CHECK_ID, e, id, (Str){0});
    *place = t;
}

static void check_scope(Tags *t, const Elem *e)
{
    const PdfValue *scope = attribute(t, e, "Scope");
    if (!pdf_is_name(scope, "Row") && !pdf_is_name(scope, "Column") &&
        !pdf_is_name(scope, "Both"))
        pdf_bad_elem(t, D_CHECK_TABLE, e, (Str){0}, (Str){0});
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
        pdf_bad_elem(t, D_CHECK_GRID, e, str_of(why), (Str){0});
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

/* ---- all of an element ---- */

static void check_heading(Tags *t, const Elem *e, int *level)
{
    const int now = (int)(e->type - T_H1) + 1;
    if (now > *level + 1)
        pdf_bad_elem(t, D_CHECK_HEADING, e, str_of(type_name(e)), (Str){0});
    *level = now;
}

void check_pdf_elem(Tags *t, uint32_t i, int *level)
{
    const Elem *e = &t->v[i];
    check_nesting(t, e);
    if (e->type >= T_H1 && e->type <= T_H6)
        check_heading(t, e, level);
    if (e->type == T_H)
        pdf_bad_tree(t, e, "has an H; say the level, H1 to H6");
    if (e->type == T_FIGURE || e->type == T_FORMULA)
        check_figure(t, e);
    if (e->type == T_NOTE)
        check_note(t, e);
    if (e->type == T_TH)
        check_scope(t, e);
    if (e->type == T_TABLE)
        check_table(t, i);
    if (e->type == T_LINK && !e->link)
        pdf_bad_tree(t, e,
                     "has a Link without an annotation that can be followed; give it "
                     "one, or make it a Span");
    if (e->empty && e->type != T_TD && e->type != T_TH)
        pdf_bad_tree(t, e, "has an element with nothing in it; leave it out");
}
