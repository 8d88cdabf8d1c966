/* What leads from one place to another: annotations and the outline. */
#include <stdlib.h>

#include "base/map.h"
#include "pdf_check.h"

typedef struct Linking {
    PdfCheck *c;
    Map names; /* of destinations, to their values */
} Linking;

/* ---- destinations ---- */

static void read_names(Linking *l)
{
    PdfCheck *c = l->c;
    const PdfValue *tree =
        pdf_at(&c->file, pdf_at(&c->file, c->catalog, "Names"), "Dests");
    const PdfValue *old = pdf_at(&c->file, c->catalog, "Dests");
    PdfPairs pairs = {0};
    if (tree->kind == PDF_DICT)
        pdf_pairs(c, tree, true, D_CHECK_CATALOG, &pairs);
    for (size_t i = 0; i < pairs.n; i += 2)
        *map_at(&l->names, pdf_bytes(pairs.v[i])) = (void *)(uintptr_t)pairs.v[i + 1];
    for (size_t i = 0; old->kind == PDF_DICT && i < old->n; i += 2)
        *map_at(&l->names, old->v[i].text) =
            (void *)(uintptr_t)pdf_get(&c->file, &old->v[i + 1]);
    free(pairs.v);
}

/* Does it lead to a page of this file? */
static bool is_destination(const Linking *l, const PdfValue *to)
{
    const Pdf *f = &l->c->file;
    if (to->kind == PDF_STRING || to->kind == PDF_NAME) {
        const PdfValue *named = map_find(&l->names, to->text);
        to = named ? named : to;
    }
    if (to->kind == PDF_DICT)
        to = pdf_at(f, to, "D");
    return to->kind == PDF_ARRAY && to->n >= 2 && pdf_page(l->c, &to->v[0]) &&
           pdf_nth(f, to, 1)->kind == PDF_NAME;
}

/* Of an annotation or a line of the outline: /Dest, or an action that goes there.  What
 * else actions do is another rule's. */
static bool leads(const Linking *l, const PdfValue *from)
{
    const Pdf *f = &l->c->file;
    const PdfValue *action = pdf_at(f, from, "A"), *dest = pdf_at(f, from, "Dest");
    if (action->kind == PDF_DICT)
        return !pdf_is_name(pdf_at(f, action, "S"), "GoTo") ||
               is_destination(l, pdf_at(f, action, "D"));
    return is_destination(l, dest);
}

static Str target(const Linking *l, const PdfValue *from)
{
    const Pdf *f = &l->c->file;
    const PdfValue *action = pdf_at(f, from, "A"), *dest = action->kind == PDF_DICT
                                                               ? pdf_at(f, action, "D")
                                                               : pdf_at(f, from, "Dest");
    const Str name = pdf_text(l->c->arena, dest);
    return name.n ? name : S("a page");
}

/* ---- annotations ---- */

static bool bad_annotation(const Linking *l, const PdfPage *p, const PdfValue *a,
                           const char *why)
{
    return pdf_wrong(l->c, D_CHECK_ANNOTATION, p, a, why);
}

static void check_place(const Linking *l, const PdfPage *p, const PdfValue *a)
{
    const PdfValue *rect = pdf_at(&l->c->file, a, "Rect");
    bool inside = rect->kind == PDF_ARRAY && rect->n == 4;
    for (size_t i = 0; inside && i < 4; i++) {
        const int64_t at = pdf_micro(pdf_nth(&l->c->file, rect, i));
        inside = at >= p->box[i % 2] - PDF_UNIT && at <= p->box[i % 2 + 2] + PDF_UNIT;
    }
    if (!inside)
        bad_annotation(l, p, a, "lies outside of its page; write its /Rect anew");
}

static void check_annotation(const Linking *l, const PdfPage *p, const PdfValue *a)
{
    enum { INVISIBLE = 1, HIDDEN = 2, PRINT = 4, NO_VIEW = 32, TOGGLE = 256 };
    const Pdf *f = &l->c->file;
    const int64_t flags = pdf_int(pdf_at(f, a, "F"), 0);
    const bool link = pdf_is_name(pdf_at(f, a, "Subtype"), "Link");
    if ((flags & (INVISIBLE | HIDDEN | PRINT | NO_VIEW | TOGGLE)) != PRINT)
        bad_annotation(l, p, a, "is not printed, or hidden; write /F 4");
    if (l->c->tagged && pdf_text(l->c->arena, pdf_at(f, a, "Contents")).n == 0)
        bad_annotation(l, p, a, "does not say where it leads; write /Contents");
    check_place(l, p, a);
    if (!link)
        bad_annotation(l, p, a, "is no link; books have no others");
    else if (!leads(l, a))
        pdf_fault(l->c, D_CHECK_LINK, p, a, target(l, a), (Str){0});
}

static void check_annotations(const Linking *l)
{
    for (size_t i = 0; i < l->c->npages; i++) {
        const PdfPage *p = &l->c->pages[i];
        const PdfValue *list = p->annots;
        for (size_t k = 0; list->kind == PDF_ARRAY && k < list->n; k++)
            if (pdf_nth(&l->c->file, list, k)->kind == PDF_DICT)
                check_annotation(l, p, pdf_nth(&l->c->file, list, k));
    }
}

/* ---- outline ---- */

static bool bad_outline(const Linking *l, const PdfValue *at, const char *why)
{
    return pdf_wrong(l->c, D_CHECK_OUTLINE, NULL, at, why);
}

static void check_line(const Linking *l, const PdfValue *line)
{
    if (str_trim(pdf_text(l->c->arena, pdf_at(&l->c->file, line, "Title"))).n == 0)
        bad_outline(l, line, "has a line without a title");
    if (!leads(l, line))
        pdf_fault(l->c, D_CHECK_LINK, NULL, line, target(l, line), (Str){0});
}

/* Down, along, and up again; each line is entered once. */
static void check_outline(const Linking *l)
{
    const Pdf *f = &l->c->file;
    const PdfValue *root = pdf_at(f, l->c->catalog, "Outlines"), *up = root,
                   *before = NULL, *line = pdf_at(f, root, "First");
    bool *seen = arena_array(l->c->arena, f->n + 1, sizeof *seen);
    while (up->kind == PDF_DICT) {
        if (line->kind != PDF_DICT) { /* the end of what hangs on `up` */
            if (pdf_at(f, up, "Last")->v != (before ? before->v : NULL) && before)
                bad_outline(l, up, "has a last line that is not the last");
            if (up->v == root->v)
                return;
            before = up;
            line = pdf_at(f, up, "Next");
            up = pdf_at(f, up, "Parent");
            continue;
        }
        if (seen[line->owner]) {
            bad_outline(l, line, "leads in a circle");
            return;
        }
        seen[line->owner] = true;
        check_line(l, line);
        if (pdf_at(f, line, "Parent")->v != up->v ||
            (before && pdf_at(f, line, "Prev")->v != before->v)) {
            bad_outline(l, line,
                        "has a line whose neighbours are not those that it names");
            return;
        }
        const PdfValue *first = pdf_at(f, line, "First");
        if (first->kind == PDF_DICT) {
            up = line;
            before = NULL;
            line = first;
        } else {
            before = line;
            line = pdf_at(f, line, "Next");
        }
    }
}

void check_pdf_links(PdfCheck *c)
{
    Linking l = {.c = c};
    read_names(&l);
    check_annotations(&l);
    check_outline(&l);
    map_free(&l.names);
}
