/* What a file says of itself: the XMP metadata, and Info, which must agree with them. */
#include "base/utf8.h"
#include "pdf_check.h"
#include "xmltree.h"

static bool bad_xmp(PdfCheck *c, const char *why)
{
    return pdf_wrong(c, D_CHECK_XMP, NULL, pdf_at(&c->file, c->catalog, "Metadata"), why);
}

/* The element of a property, or XML_NONE. */
static uint32_t find_property(const XmlTree *t, const char *prefix, const char *name)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (str_eq(t->v[i].name, str_of(name)) && str_eq(t->v[i].prefix, str_of(prefix)))
            return i;
    return XML_NONE;
}

/* What a property says, as an element or as an attribute; the lines of an array are
 * joined by what stands between them. */
static Str property(const XmlTree *t, const char *prefix, const char *name)
{
    const uint32_t at = find_property(t, prefix, name);
    if (at != XML_NONE)
        return xml_text(t, &t->v[at]);
    const Str full = arena_printf(t->arena, "%s:%s", prefix, name);
    for (uint32_t i = 0; i < t->n; i++)
        if (str_eq(t->v[i].name, S("Description")) &&
            xml_has(&t->v[i], arena_cstr(t->arena, full)))
            return xml_attr(&t->v[i], arena_cstr(t->arena, full));
    return (Str){0};
}

/* An alternative is a text in different languages: one of them each. */
static void check_alternatives(PdfCheck *c, const XmlTree *t)
{
    for (uint32_t i = 0; i < t->n; i++) {
        size_t defaults = 0;
        if (!str_eq(t->v[i].name, S("Alt")))
            continue;
        for (uint32_t k = i + 1; k < t->v[i].end; k++)
            defaults += str_eq(xml_attr(&t->v[k], "xml:lang"), S("x-default"));
        if (defaults != 1)
            bad_xmp(c, "have an rdf:Alt without one text of the language x-default; mark "
                       "one so");
    }
}

/* ---- claims ---- */

static void read_claims(PdfCheck *c, const XmlTree *t)
{
    const Str part = property(t, "pdfaid", "part"),
              level = property(t, "pdfaid", "conformance"),
              ua = property(t, "pdfuaid", "part");
    uint32_t number = 0;
    if (!str_to_u32(part, 3, &number) || number < 2)
        bad_xmp(c, "claim neither PDF/A-2 nor PDF/A-3; say pdfaid:part");
    else if (level.n != 1 || !str_has(S("AUB"), level))
        bad_xmp(c, "claim no level of PDF/A; say pdfaid:conformance A, U or B");
    if (ua.n > 0 && !str_eq(ua, S("1")))
        bad_xmp(c, "claim a PDF/UA other than 1; say pdfuaid:part 1");
    c->claims = (PdfClaims){
        .ua = ua.n > 0, .part = (int)number, .level = level.n ? level.p[0] : '\0'};
    if (c->claims.ua && c->claims.part &&
        !str_has(buf_str(&t->text), S("http://www.aiim.org/pdfua/ns/id/")))
        bad_xmp(c, "do not describe the schema of PDF/UA, which PDF/A does not know; add "
                   "it to pdfaExtension:schemas");
}

static void false_claim(PdfCheck *c, const char *what, const char *but)
{
    pdf_fault(c, D_CHECK_CLAIM, NULL, c->catalog, str_of(what), str_of(but));
}

static void check_claims(PdfCheck *c)
{
    const bool tree = c->tree->kind == PDF_DICT;
    const bool attached =
        pdf_at(&c->file, pdf_at(&c->file, c->catalog, "Names"), "EmbeddedFiles")->kind !=
        PDF_NULL;
    if (c->claims.ua && !tree)
        false_claim(c, "PDF/UA", "has no structure");
    if (c->claims.level == 'A' && !tree)
        false_claim(c, "level A of PDF/A", "has no structure");
    if (c->claims.part == 2 && attached)
        false_claim(c, "PDF/A-2", "carries files, which PDF/A-3 alone allows");
    if (c->claims.part == 3 && !attached)
        false_claim(c, "PDF/A-3", "carries no file; it is PDF/A-2");
}

/* ---- Info ---- */

static bool is_filling(uint32_t cp)
{
    return cp <= ' ' || cp == ',' || cp == ';';
}

/* Lists are joined in different ways: blanks and what parts the names do not count. */
static bool same_words(Str a, Str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        uint32_t x = 0, y = 0;
        while (i < a.n && is_filling(x = utf8_next(a, &i)))
            x = 0;
        while (k < b.n && is_filling(y = utf8_next(b, &k)))
            y = 0;
        if (x != y || x == 0)
            return x == y;
    }
}

/* The figures of a date, the noughts of its zone left out: "D:20250502000000Z" and
 * "2025-05-02T00:00:00+00:00" are the same. */
static Str figures(Arena *a, Str s)
{
    enum { SECONDS = 14 };
    Buf b = {0};
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            buf_byte(&b, s.p[i]);
    while (b.n > SECONDS && b.p[b.n - 1] == '0')
        b.n--;
    const Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static void check_info(PdfCheck *c, const XmlTree *t)
{
    static const struct {
        const char *key, *prefix, *name;
        bool date;
    } pairs[] = {
        {"Title", "dc", "title", false},
        {"Author", "dc", "creator", false},
        {"Subject", "dc", "description", false},
        {"Keywords", "pdf", "Keywords", false},
        {"Producer", "pdf", "Producer", false},
        {"Creator", "xmp", "CreatorTool", false},
        {"CreationDate", "xmp", "CreateDate", true},
        {"ModDate", "xmp", "ModifyDate", true},
    };
    const PdfValue *info = pdf_at(&c->file, &c->file.trailer, "Info");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const Str a = pdf_text(c->arena, pdf_at(&c->file, info, pairs[i].key)),
                  b = property(t, pairs[i].prefix, pairs[i].name);
        const bool same = pairs[i].date
                              ? str_eq(figures(c->arena, a), figures(c->arena, b))
                              : same_words(a, b);
        if (!same)
            pdf_fault(c, D_CHECK_INFO, NULL, info, str_of(pairs[i].key), (Str){0});
    }
}

static void check_packet(PdfCheck *c, const XmlTree *t)
{
    if (property(t, "dc", "title").n == 0)
        bad_xmp(c, "have no title; say dc:title");
    check_alternatives(c, t);
    read_claims(c, t);
    check_claims(c);
    check_info(c, t);
}

void check_pdf_xmp(PdfCheck *c)
{
    const PdfValue *v = pdf_at(&c->file, c->catalog, "Metadata");
    const PdfObject *stream = pdf_stream(&c->file, v);
    Buf bytes = {0};
    if (stream == NULL || !pdf_is_name(pdf_at(&c->file, v, "Type"), "Metadata") ||
        !pdf_is_name(pdf_at(&c->file, v, "Subtype"), "XML")) {
        bad_xmp(c, "are missing; put them in /Metadata of the catalog");
        return;
    }
    if (pdf_entry(v, "Filter"))
        bad_xmp(c, "are packed; leave them as text, so that every program finds them");
    if (pdf_data(&c->file, stream, &bytes)) {
        XmlTree t = xml_read(c->arena, buf_str(&bytes));
        if (t.error)
            pdf_wrong(c, D_CHECK_XML, NULL, v, t.error);
        else
            check_packet(c, &t);
        xml_free(&t);
    }
    buf_free(&bytes);
}
