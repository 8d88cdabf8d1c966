/* Pages: their labels, and what each says of itself. */
#include <stdlib.h>

#include "base/numeral.h"
#include "pdf_check.h"

static bool bad_labels(PdfCheck *c, const PdfValue *at, const char *why)
{
    return pdf_wrong(c, D_CHECK_LABELS, NULL, at, why);
}

static Str upper(Arena *a, Str s)
{
    Buf b = {0};
    for (size_t i = 0; i < s.n; i++)
        buf_byte(&b, (char)(s.p[i] - ('a' - 'A')));
    const Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

/* "A" to "Z", then "AA", "BB": PDF repeats the letter. */
static Str letters(Arena *a, uint32_t n)
{
    enum { ALPHABET = 26, REPEAT_MOST = 40 };
    Buf b = {0};
    const uint32_t times = (n - 1) / ALPHABET + 1;
    buf_fill(&b, (char)('a' + (n - 1) % ALPHABET),
             times < REPEAT_MOST ? times : REPEAT_MOST);
    const Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static Str figures(Arena *a, char style, uint32_t n)
{
    switch (style) {
    case 'D':
        return arena_printf(a, "%u", n);
    case 'r':
        return numeral_roman(a, n);
    case 'R':
        return upper(a, numeral_roman(a, n));
    case 'a':
        return letters(a, n);
    case 'A':
        return upper(a, letters(a, n));
    default:
        return (Str){0};
    }
}

/* The labels of the pages from `from` to `to`, which a range gives. */
static void set_labels(PdfCheck *c, const PdfValue *range, size_t from, size_t to)
{
    enum {
        NUMBER_MOST = 100000, /* of a page: a roman one may be long */
        PREFIX_MOST = 256,    /* bytes; it is said again with every page */
    };
    const PdfValue *style = pdf_at(&c->file, range, "S");
    const int64_t start =
        pdf_entry(range, "St") ? pdf_int(pdf_at(&c->file, range, "St"), 0) : 1;
    const PdfValue *before = pdf_at(&c->file, range, "P");
    const Str letter = pdf_bytes(style);
    if (pdf_bytes(before).n > PREFIX_MOST) {
        bad_labels(c, range, "has a prefix that no viewer has room for");
        return;
    }
    if (start < 1 || start + (int64_t)(to - from) > NUMBER_MOST ||
        (style->kind != PDF_NULL && (letter.n != 1 || !str_has(S("DrRaA"), letter)))) {
        bad_labels(c, range, "has a style that is none, or counts from below one");
        return;
    }
    const Str prefix = pdf_text(c->arena, before);
    for (size_t i = from; i < to; i++) {
        const Str number = figures(c->arena, letter.n ? letter.p[0] : '\0',
                                   (uint32_t)(start + (int64_t)(i - from)));
        c->pages[i].label =
            arena_printf(c->arena, STR_FMT STR_FMT, STR_ARG(prefix), STR_ARG(number));
        if (c->pages[i].label.n == 0)
            bad_labels(c, range, "leaves a page without any");
    }
}

static void read_labels(PdfCheck *c)
{
    const PdfValue *tree = pdf_at(&c->file, c->catalog, "PageLabels");
    PdfPairs ranges = {0};
    if (tree->kind != PDF_DICT) {
        if (c->tagged)
            bad_labels(c, c->catalog, "is missing");
        return;
    }
    pdf_pairs(c, tree, false, D_CHECK_LABELS, &ranges);
    if (ranges.n == 0 || ranges.v[0]->number != 0)
        bad_labels(c, tree, "does not begin at the first page");
    for (size_t i = 0; i < ranges.n; i += 2) {
        const int64_t from = ranges.v[i]->number,
                      next =
                          i + 2 < ranges.n ? ranges.v[i + 2]->number : (int64_t)c->npages,
                      to = next < (int64_t)c->npages ? next : (int64_t)c->npages;
        if (from < 0 || from >= (int64_t)c->npages)
            bad_labels(c, tree, "goes on behind the last page");
        else
            set_labels(c, ranges.v[i + 1], (size_t)from, (size_t)to);
    }
    free(ranges.v);
}

static void check_page(PdfCheck *c, const PdfPage *p)
{
    /* In millionths of a point: what PDF/A allows for the side of a page. */
    const int64_t least = (int64_t)3 * PDF_UNIT, most = (int64_t)14400 * PDF_UNIT;
    const int64_t width = p->box[2] - p->box[0], height = p->box[3] - p->box[1];
    if (width < least || width > most || height < least || height > most)
        pdf_wrong(c, D_CHECK_PAGE, p, p->dict,
                  "has a page that is smaller than 3 or larger than 14400 points; "
                  "choose a size between");
    if (pdf_entry(p->dict, "Resources") == NULL)
        pdf_wrong(c, D_CHECK_PAGE, p, p->dict,
                  "has a page without /Resources of its own; give it some");
    if (c->tagged && pdf_entry(p->dict, "Annots") &&
        !pdf_is_name(pdf_at(&c->file, p->dict, "Tabs"), "S"))
        pdf_wrong(c, D_CHECK_PAGE, p, p->dict,
                  "has a page whose links are not in the order of the text; write /Tabs "
                  "/S");
}

void check_pdf_pages(PdfCheck *c)
{
    read_labels(c);
    for (size_t i = 0; i < c->npages; i++)
        check_page(c, &c->pages[i]);
}
