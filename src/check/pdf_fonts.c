/* Fonts: embedded, and for every glyph that is shown a width that is true and a meaning.
 *
 * While pages are drawn, codes are only noted, each with the page that shows it first.
 * Afterwards the font's own tables are laid out by code, one font at a time
 * (pdf_glyphs.c), and every code that was noted is looked up.  Codes are two bytes and
 * glyphs' numbers (Identity-H), as this program writes them, or one byte; fonts with
 * other tables of codes are asked only whether they are embedded. */
#include "pdf_font.h"

#include <stdlib.h>

#include "pdf_glyphs.h"

enum {
    ROW = 256,
    FONTS_MOST = 4096, /* of a file: each has tables of all codes */
};

/* Codes with the same first byte. */
typedef struct Shown {
    uint32_t page[ROW]; /* the first that shows it, plus 1; 0: none */
    bool spoken[ROW];
} Shown;

struct PdfFont {
    const PdfValue *dict;
    const PdfValue *cid; /* what a composite font is made of; a null for others */
    Str name;
    bool composite, identity;
    Shown *rows[ROW]; /* by the code's first byte; simple fonts: the first alone */
};

PdfFont *pdf_font(PdfCheck *c, const PdfValue *dict)
{
    const Pdf *f = &c->file;
    if (dict->kind != PDF_DICT || dict->owner == 0)
        return NULL;
    PdfFont *font = c->fonts[dict->owner];
    if (font)
        return font;
    if (c->nfonts == FONTS_MOST) {
        pdf_wrong(c, D_CHECK_OBJECT, NULL, dict, "there are more fonts than in any book");
        return NULL;
    }
    c->nfonts++;
    font = c->fonts[dict->owner] = arena_alloc(c->arena, sizeof *font);
    font->dict = dict;
    font->name = pdf_bytes(pdf_at(f, dict, "BaseFont"));
    font->composite = pdf_is_name(pdf_at(f, dict, "Subtype"), "Type0");
    font->identity = pdf_is_name(pdf_at(f, dict, "Encoding"), "Identity-H");
    font->cid = pdf_nth(f, pdf_at(f, dict, "DescendantFonts"), 0);
    return font;
}

static void note(PdfCheck *c, PdfFont *f, const PdfPage *p, uint8_t high, uint8_t low,
                 bool spoken)
{
    if (f->rows[high] == NULL)
        f->rows[high] = arena_alloc(c->arena, sizeof *f->rows[high]);
    Shown *row = f->rows[high];
    if (row->page[low] == 0)
        row->page[low] = p ? (uint32_t)(p - c->pages) + 1 : UINT32_MAX;
    row->spoken[low] = row->spoken[low] || spoken;
}

void pdf_font_show(PdfCheck *c, PdfFont *f, const PdfPage *p, Str codes, bool spoken)
{
    const uint8_t *b = (const uint8_t *)codes.p;
    if (f->composite && !f->identity)
        return;
    if (f->composite && codes.n % 2)
        pdf_fault(c, D_CHECK_FONT, p, f->dict, f->name,
                  S("is shown with half a code; they are of two bytes"));
    for (size_t i = 0; f->composite && i + 1 < codes.n; i += 2)
        note(c, f, p, b[i], b[i + 1], spoken);
    for (size_t i = 0; !f->composite && i < codes.n; i++)
        note(c, f, p, 0, b[i], spoken);
}

/* ---- what is said of the font ---- */

static void bad_font(PdfCheck *c, const PdfFont *f, const char *what)
{
    pdf_fault(c, D_CHECK_FONT, NULL, f->dict, f->name, str_of(what));
}

static bool has_subset_tag(Str name)
{
    enum { TAG = 6 };
    for (size_t i = 0; i < TAG; i++)
        if (i >= name.n || name.p[i] < 'A' || name.p[i] > 'Z')
            return false;
    return name.n > TAG + 1 && name.p[TAG] == '+';
}

static const PdfValue *descriptor(const PdfCheck *c, const PdfFont *f)
{
    return pdf_at(&c->file, f->composite ? f->cid : f->dict, "FontDescriptor");
}

/* The stream of the embedded program; NULL: there is none. */
static const PdfObject *program(const PdfCheck *c, const PdfFont *f, const char *key)
{
    return pdf_stream(&c->file, pdf_at(&c->file, descriptor(c, f), key));
}

/* A composite font is called as the one that it is made of; the name of its table of
 * codes may follow (ISO 32000-1, table 121). */
static void check_names(PdfCheck *c, const PdfFont *f)
{
    const Pdf *p = &c->file;
    const Str said = pdf_bytes(pdf_at(p, descriptor(c, f), "FontName")),
              own = f->composite ? pdf_bytes(pdf_at(p, f->cid, "BaseFont")) : f->name;
    if (!str_eq(said, own) || !str_starts(f->name, own))
        bad_font(c, f, "has different names in its dictionaries; write the same");
    else if (!has_subset_tag(f->name))
        bad_font(c, f, "is no subset by its name; write ABCDEF+Name");
}

static void check_font(PdfCheck *c, const PdfFont *f)
{
    const Pdf *p = &c->file;
    if (pdf_is_name(pdf_at(p, f->dict, "Subtype"), "Type3")) {
        bad_font(c, f, "is made of drawings; embed a real one");
        return;
    }
    if (!program(c, f, "FontFile") && !program(c, f, "FontFile2") &&
        !program(c, f, "FontFile3"))
        bad_font(c, f, "is not embedded; put its program into the file");
    check_names(c, f);
    const PdfValue *map = pdf_at(p, f->cid, "CIDToGIDMap");
    if (pdf_is_name(pdf_at(p, f->cid, "Subtype"), "CIDFontType2") &&
        !pdf_is_name(map, "Identity") && pdf_stream(p, map) == NULL)
        bad_font(c, f,
                 "does not lead from codes to glyphs; write /CIDToGIDMap /Identity");
}

/* ---- what is said of its glyphs ---- */

/* A font's tables while it is looked at: by code, or by glyph. */
typedef struct Tables {
    PdfMeanings meanings;
    PdfWidths widths;
    PdfProgram program;
    bool has_program; /* whose widths can be read */
} Tables;

static void bad_glyph(PdfCheck *c, const PdfFont *f, DiagId id, uint32_t page,
                      size_t code)
{
    pdf_fault(c, id, page <= c->npages ? &c->pages[page - 1] : NULL, f->dict, f->name,
              arena_printf(c->arena, "%zu", code));
}

static void check_meaning(PdfCheck *c, const PdfFont *f, const Tables *t, size_t code,
                          uint32_t page, bool spoken)
{
    switch ((PdfMeaning)t->meanings.of[code]) {
    case MEANS_NOTHING:
        bad_glyph(c, f, D_CHECK_UNICODE, page, code);
        return;
    case MEANS_SOFT_HYPHEN:
        if (spoken)
            pdf_fault(c, D_CHECK_TEXT, page <= c->npages ? &c->pages[page - 1] : NULL,
                      f->dict, S("U+00AD"), (Str){0});
        return;
    case MEANS_TEXT:
        return;
    }
}

/* Widths are in thousandths of an em; a whole one may be lost by rounding.  A glyph
 * without one has the default, a whole em; where the program cannot be asked it must have
 * one. */
static bool is_width_true(const Tables *t, size_t code)
{
    const int64_t most = (int64_t)100000 * PDF_UNIT, em = t->program.upem,
                  otherwise = (int64_t)1000 * PDF_UNIT;
    int64_t said = t->widths.of[code];
    if (!t->has_program)
        return said != PDF_NO_WIDTH;
    said = said == PDF_NO_WIDTH ? otherwise
           : said > most        ? most
           : said < -most       ? -most
                                : said;
    const int64_t off =
        said * em - (int64_t)pdf_advance(&t->program, code) * 1000 * PDF_UNIT;
    return off <= em * PDF_UNIT && off >= -em * PDF_UNIT;
}

static void check_code(PdfCheck *c, const PdfFont *f, const Tables *t, size_t code,
                       uint32_t page, bool spoken)
{
    const bool standard =
        !f->composite && pdf_at(&c->file, f->dict, "Encoding")->kind == PDF_NAME;
    if (!standard)
        check_meaning(c, f, t, code, page, spoken);
    if (!f->composite)
        return;
    if (code == 0 || (t->has_program && code >= t->program.nglyphs))
        bad_glyph(c, f, D_CHECK_GLYPH, page, code);
    else if (!is_width_true(t, code))
        bad_glyph(c, f, D_CHECK_WIDTH, page, code);
}

static void check_glyphs(PdfCheck *c, const PdfFont *f)
{
    const Pdf *p = &c->file;
    Tables *t = mem_alloc(sizeof *t);
    const PdfObject *file = program(c, f, "FontFile2"),
                    *meanings = pdf_stream(p, pdf_at(p, f->dict, "ToUnicode"));
    Buf bytes = {0};
    if (meanings && pdf_data(&c->file, meanings, &bytes))
        pdf_read_meanings(&t->meanings, buf_str(&bytes));
    pdf_read_widths(c, f->cid, &t->widths);
    if (f->composite && file &&
        pdf_is_name(pdf_at(p, f->cid, "CIDToGIDMap"), "Identity") &&
        pdf_data(&c->file, file, &bytes)) {
        t->has_program = pdf_read_program(&t->program, buf_str(&bytes));
        if (!t->has_program)
            bad_font(c, f, "has a program that is damaged; embed a sound one");
    }
    for (size_t high = 0; high < ROW; high++)
        for (size_t low = 0; f->rows[high] && low < ROW; low++)
            if (f->rows[high]->page[low])
                check_code(c, f, t, high * ROW + low, f->rows[high]->page[low],
                           f->rows[high]->spoken[low]);
    buf_free(&bytes);
    free(t);
}

void check_pdf_fonts(PdfCheck *c)
{
    for (size_t i = 0; i < c->file.n; i++) {
        const PdfFont *f = c->fonts[i];
        if (f == NULL)
            continue;
        check_font(c, f);
        check_glyphs(c, f);
    }
}
