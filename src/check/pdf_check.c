/* A PDF checked as a whole: the file and its objects, what it says of itself, its pages,
 * what is drawn on them, and the structure that leads through it.
 *
 * The rules are those of PDF/UA-1 and PDF/A-2 that a program can decide and that matter
 * to a book, and what this program promises beyond them.  They fit what a file claims:
 * one without tags, which is for printing, is not asked for its structure; a picture must
 * say what it shows where the file claims that it can be read aloud.
 *
 * Everything is read once.  Pages are drawn without a canvas: operators are counted,
 * marks and glyphs noted; then the structure is held against the marks and the fonts
 * against the glyphs.  The cost is linear in what the file holds.  It shares no code with
 * what wrote the file.  Sources: ISO 32000-1; of ISO 14289-1 and 19005-2 what is public
 * of them, rules as validators word them. */
#include "pdf_check.h"

#include <stdlib.h>

#include "check.h"

bool pdf_fault(PdfCheck *c, DiagId id, const PdfPage *p, const PdfValue *at, Str a, Str b)
{
    const unsigned object = at ? at->owner : 0;
    Str place = {0};
    if (p && object && object != p->object)
        place = arena_printf(c->arena, "page " STR_FMT ", object %u", STR_ARG(p->label),
                             object);
    else if (p)
        place = arena_printf(c->arena, "page " STR_FMT, STR_ARG(p->label));
    else if (object)
        place = arena_printf(c->arena, "object %u", object);
    return tell(&c->to, id, place, 0, a, b);
}

PdfPage *pdf_page(const PdfCheck *c, const PdfValue *v)
{
    const PdfValue *page = v ? pdf_get(&c->file, v) : NULL;
    if (page == NULL || page->kind != PDF_DICT || c->page_of[page->owner] == 0)
        return NULL;
    PdfPage *p = &c->pages[c->page_of[page->owner] - 1];
    return p->dict->v == page->v ? p : NULL;
}

static void check_origin(PdfCheck *c)
{
    const PdfValue *info = pdf_at(&c->file, &c->file.trailer, "Info");
    const Str producer = pdf_text(c->arena, pdf_at(&c->file, info, "Producer"));
    if (!str_starts(producer, S("sheaf ")))
        pdf_wrong(c, D_CHECK_FOREIGN, NULL, NULL, "");
    if (!c->tagged)
        pdf_wrong(c, D_CHECK_UNTAGGED, NULL, NULL, "");
}

static void check_all(PdfCheck *c)
{
    Pdf *f = &c->file;
    c->catalog = pdf_at(f, &f->trailer, "Root");
    c->tree = pdf_at(f, c->catalog, "StructTreeRoot");
    c->tagged = c->tree->kind == PDF_DICT || pdf_entry(c->catalog, "MarkInfo") != NULL;
    c->page_of = arena_array(c->arena, f->n + 1, sizeof *c->page_of);
    c->fonts = arena_array(c->arena, f->n + 1, sizeof *c->fonts);
    check_pdf_objects(c);
    if (!pdf_is_name(pdf_at(f, c->catalog, "Type"), "Catalog")) {
        pdf_wrong(c, D_CHECK_TRAILER, NULL, NULL,
                  "leads to no catalog; name it as /Root");
        return;
    }
    check_origin(c);
    pdf_find_pages(c);
    check_pdf_xmp(c);
    check_pdf_catalog(c);
    check_pdf_pages(c);
    check_pdf_links(c);
    check_pdf_contents(c);
    check_pdf_tags(c);
    check_pdf_fonts(c);
    for (size_t i = 0; i < c->npages; i++)
        free(c->pages[i].marks);
}

void check_pdf(Diag *d, Str path, Str bytes)
{
    Arena *a = arena_new();
    PdfCheck c = {.to = {.d = d, .arena = a, .path = path}, .arena = a};
    if (pdf_open(&c.file, &c.to, bytes))
        check_all(&c);
    tell_rest(&c.to);
    pdf_close(&c.file);
    arena_free(a);
}
