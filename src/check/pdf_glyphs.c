/* Three tables of a font: ToUnicode, W, and hmtx of its program.
 *
 * A CMap is PostScript, but its lists are operands before a word, as all of PDF is; so
 * the parser of PDF reads it.  Ranges are written out code by code, and how many codes
 * that may be in all is limited: they can overlap.  Sources: ISO 32000-1, 9.7.4.3 and
 * 9.10.3; OpenType, tables head, hhea, hmtx, maxp. */
#include "pdf_glyphs.h"

#include "base/utf8.h"

enum { WRITTEN_MOST = 1 << 20 }; /* codes of one table, those in ranges counted singly */

/* ---- meanings ---- */

static size_t code_of(const PdfValue *v)
{
    const Str s = pdf_bytes(v);
    if (s.n == 0 || s.n > 2)
        return PDF_CODES;
    return s.n == 1 ? (uint8_t)s.p[0] : (size_t)(uint8_t)s.p[0] << 8 | (uint8_t)s.p[1];
}

/* What a string of UTF-16 says; what ToUnicode may not say is nothing. */
static PdfMeaning meaning_of(Str s)
{
    PdfMeaning m = s.n < 2 || s.n % 2 ? MEANS_NOTHING : MEANS_TEXT;
    for (size_t i = 0; m != MEANS_NOTHING && i + 1 < s.n; i += 2) {
        const unsigned unit = (unsigned)(uint8_t)s.p[i] << 8 | (uint8_t)s.p[i + 1];
        if (unit == 0 || unit == 0xFEFF || unit == 0xFFFE)
            m = MEANS_NOTHING;
        else if (unit == 0xAD)
            m = MEANS_SOFT_HYPHEN;
    }
    return m;
}

/* Codes from `from` to `to`: a list of texts, or one whose last byte counts up. */
static void set_range(PdfMeanings *m, const PdfValue *v, size_t *written)
{
    const size_t from = code_of(&v[0]), to = code_of(&v[1]);
    const Str text = pdf_bytes(&v[2]);
    for (size_t i = from; i <= to && to < PDF_CODES && *written < WRITTEN_MOST; i++) {
        ++*written;
        if (v[2].kind == PDF_ARRAY) {
            m->of[i] = i - from < v[2].n
                           ? (uint8_t)meaning_of(pdf_bytes(&v[2].v[i - from]))
                           : MEANS_NOTHING;
            continue;
        }
        const unsigned last = text.n >= 2 ? (unsigned)(uint8_t)text.p[text.n - 2] << 8 |
                                                (uint8_t)text.p[text.n - 1]
                                          : 0;
        const unsigned unit = last + (unsigned)(i - from);
        const char tail[] = {(char)(unit >> 8), (char)unit};
        const PdfMeaning head =
            text.n > 2 ? meaning_of(str_sub(text, 0, text.n - 2)) : MEANS_TEXT;
        const PdfMeaning end = text.n < 2 ? MEANS_NOTHING : meaning_of((Str){tail, 2});
        m->of[i] = (uint8_t)(head == MEANS_TEXT ? end : head);
    }
}

void pdf_read_meanings(PdfMeanings *m, Str cmap)
{
    PdfParser p = {.arena = arena_new(), .bytes = cmap};
    size_t written = 0;
    while (pdf_operation(&p) && p.word.n > 0) {
        if (str_eq(p.word, S("endbfchar")))
            for (size_t i = 0; i + 1 < p.n; i += 2) {
                const size_t code = code_of(&p.v[i]);
                if (code < PDF_CODES)
                    m->of[code] = (uint8_t)meaning_of(pdf_bytes(&p.v[i + 1]));
            }
        if (str_eq(p.word, S("endbfrange")))
            for (size_t i = 0; i + 2 < p.n; i += 3)
                set_range(m, &p.v[i], &written);
    }
    pdf_parser_free(&p);
    arena_free(p.arena);
}

/* ---- widths ---- */

static void set_width(PdfWidths *w, int64_t code, const PdfValue *width)
{
    if (code >= 0 && code < PDF_CODES && pdf_is_number(width))
        w->of[code] = pdf_micro(width);
}

void pdf_read_widths(PdfCheck *c, const PdfValue *font, PdfWidths *w)
{
    const Pdf *f = &c->file;
    const PdfValue *list = pdf_at(f, font, "W"), *otherwise = pdf_at(f, font, "DW");
    const size_t n = list->kind == PDF_ARRAY ? list->n : 0;
    size_t written = 0;
    for (size_t i = 0; i < PDF_CODES; i++)
        w->of[i] = pdf_is_number(otherwise) ? pdf_micro(otherwise) : PDF_NO_WIDTH;
    for (size_t i = 0; i + 1 < n;) {
        const int64_t from = pdf_int(pdf_nth(f, list, i), -1);
        const PdfValue *next = pdf_nth(f, list, i + 1);
        if (next->kind == PDF_ARRAY) {
            for (size_t k = 0; k < next->n && k < PDF_CODES; k++)
                set_width(w, from + (int64_t)k, pdf_nth(f, next, k));
            i += 2;
            continue;
        }
        int64_t to = pdf_int(next, -1);
        to = to < PDF_CODES ? to : PDF_CODES - 1;
        for (int64_t k = from; k >= 0 && k <= to && written < WRITTEN_MOST;
             k++, written++)
            set_width(w, k, pdf_nth(f, list, i + 2));
        i += 3;
    }
}

/* ---- programs ---- */

static unsigned two(Str s, size_t at)
{
    return at + 2 <= s.n ? (unsigned)(uint8_t)s.p[at] << 8 | (uint8_t)s.p[at + 1] : 0;
}

static size_t four(Str s, size_t at)
{
    return (size_t)two(s, at) << 16 | two(s, at + 2);
}

/* A table by its name; empty: there is none, or not all of it. */
static Str table(Str bytes, Str name)
{
    enum { HEAD = 12, RECORD = 16 };
    const size_t n = two(bytes, 4);
    for (size_t i = 0; i < n; i++) {
        const size_t at = HEAD + i * RECORD, offset = four(bytes, at + 8),
                     length = four(bytes, at + 12);
        if (str_eq(str_sub(bytes, at, at + 4), name))
            return offset <= bytes.n && length <= bytes.n - offset
                       ? str_sub(bytes, offset, offset + length)
                       : (Str){0};
    }
    return (Str){0};
}

bool pdf_read_program(PdfProgram *p, Str bytes)
{
    enum { UPEM = 18, NMETRICS = 34, NGLYPHS = 4, METRIC = 4 };
    *p = (PdfProgram){.metrics = table(bytes, S("hmtx")),
                      .upem = (int)two(table(bytes, S("head")), UPEM),
                      .nglyphs = two(table(bytes, S("maxp")), NGLYPHS),
                      .nmetrics = two(table(bytes, S("hhea")), NMETRICS)};
    return p->upem > 0 && p->nmetrics > 0 && p->metrics.n >= p->nmetrics * METRIC;
}

int pdf_advance(const PdfProgram *p, size_t glyph)
{
    const size_t last = p->nmetrics - 1;
    return (int)two(p->metrics, 4 * (glyph < last ? glyph : last));
}
