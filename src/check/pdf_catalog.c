/* The catalog: language, title, output intent, attached files. */
#include <stdlib.h>

#include "base/hash.h"
#include "pdf_check.h"

static bool bad_catalog(PdfCheck *c, const char *why)
{
    return pdf_wrong(c, D_CHECK_CATALOG, NULL, c->catalog, why);
}

/* ---- languages ---- */

/* Subtags of one to eight letters or figures, the first of letters (BCP 47). */
static bool is_language(Str tag)
{
    bool first = true;
    for (Str rest = tag; rest.n > 0 || first; first = false) {
        const Str sub = str_cut(&rest, '-');
        if (sub.n == 0 || sub.n > 8)
            return false;
        for (size_t i = 0; i < sub.n; i++) {
            const char ch = (char)(sub.p[i] | ' ');
            const bool figure = sub.p[i] >= '0' && sub.p[i] <= '9';
            if (!(ch >= 'a' && ch <= 'z') && (first || !figure))
                return false;
        }
    }
    return !str_ends(tag, S("-"));
}

static void check_languages(PdfCheck *c)
{
    const PdfIndex *x = &c->file.index;
    if (pdf_entry(c->catalog, "Lang") == NULL)
        bad_catalog(c, "does not say which language the book is in; write /Lang");
    for (size_t i = 0; i < x->ndicts; i++) {
        const PdfValue *lang = pdf_at(&c->file, x->dicts[i], "Lang");
        if (lang->kind == PDF_STRING && !is_language(pdf_text(c->arena, lang)))
            pdf_wrong(c, D_CHECK_CATALOG, NULL, lang,
                      "or an element names a language that is none; write a tag like en "
                      "or de-CH");
    }
}

static bool is_true(const PdfValue *v)
{
    return v->kind == PDF_BOOL && v->number;
}

static void check_tagged(PdfCheck *c)
{
    const PdfValue *mark = pdf_at(&c->file, c->catalog, "MarkInfo");
    if (!c->tagged)
        return;
    if (!is_true(pdf_at(&c->file, mark, "Marked")) ||
        is_true(pdf_at(&c->file, mark, "Suspects")))
        bad_catalog(c, "does not say that all is tagged; write /MarkInfo with /Marked "
                       "true, and no /Suspects");
    if (c->tree->kind != PDF_DICT)
        bad_catalog(c, "says that all is tagged but has no /StructTreeRoot; write the "
                       "structure, or no /MarkInfo");
}

/* ---- output intent ---- */

static bool bad_intent(PdfCheck *c, const PdfValue *at, const char *why)
{
    return pdf_wrong(c, D_CHECK_INTENT, NULL, at, why);
}

/* The head of an ICC profile: its class, its colours, its version. */
static void check_profile(PdfCheck *c, const PdfValue *profile)
{
    enum { HEAD = 128, VERSION = 8, CLASS = 12, SPACE = 16, SIGNATURE = 36 };
    const PdfObject *stream = pdf_stream(&c->file, profile);
    Buf bytes = {0};
    if (stream && pdf_data(&c->file, stream, &bytes)) {
        const Str b = buf_str(&bytes), class = str_sub(b, CLASS, CLASS + 4);
        if (b.n < HEAD || !str_eq(str_sub(b, SIGNATURE, SIGNATURE + 4), S("acsp")) ||
            (!str_eq(class, S("mntr")) && !str_eq(class, S("prtr"))) || b.p[VERSION] > 4)
            bad_intent(c, profile, "has no profile of a screen or printer");
        else if (!str_eq(str_sub(b, SPACE, SPACE + 4), S("RGB ")) ||
                 pdf_int(pdf_at(&c->file, profile, "N"), 0) != 3)
            bad_intent(c, profile, "is not of RGB");
    }
    buf_free(&bytes);
}

static void check_intent(PdfCheck *c)
{
    const PdfValue *list = pdf_at(&c->file, c->catalog, "OutputIntents");
    const PdfValue *intent = pdf_nth(&c->file, list, 0);
    const PdfValue *profile = pdf_at(&c->file, intent, "DestOutputProfile");
    if (list->kind != PDF_ARRAY || list->n != 1 ||
        !pdf_is_name(pdf_at(&c->file, intent, "S"), "GTS_PDFA1") ||
        pdf_bytes(pdf_at(&c->file, intent, "OutputConditionIdentifier")).n == 0)
        bad_intent(c, c->catalog, "is missing, or there is more than one");
    else if (pdf_stream(&c->file, profile) == NULL)
        bad_intent(c, intent, "has no profile");
    else
        check_profile(c, profile);
}

/* ---- attached files ---- */

static bool bad_file(PdfCheck *c, const PdfValue *at, const char *why)
{
    return pdf_wrong(c, D_CHECK_ATTACHED, NULL, at, why);
}

static void check_embedded(PdfCheck *c, const PdfValue *file)
{
    const PdfValue *params = pdf_at(&c->file, file, "Params"),
                   *size = pdf_at(&c->file, params, "Size"),
                   *sum = pdf_at(&c->file, params, "CheckSum");
    Buf bytes = {0}, hex = {0};
    if (!str_has(pdf_bytes(pdf_at(&c->file, file, "Subtype")), S("/")))
        bad_file(c, file, "has no media type as its Subtype");
    if (pdf_data(&c->file, pdf_stream(&c->file, file), &bytes)) {
        const Str expected = pdf_bytes(sum);
        for (size_t i = 0; i < expected.n; i++)
            buf_printf(&hex, "%02x", (unsigned)(uint8_t)expected.p[i]);
        if (size->kind != PDF_INT || expected.n == 0)
            bad_file(c, file, "does not say its Size and CheckSum");
        else if (size->number != (int64_t)bytes.n)
            bad_file(c, file, "is not of the size that it says");
        else if (!str_eq(buf_str(&hex), md5_hex(c->arena, buf_str(&bytes))))
            bad_file(c, file, "has not the checksum that it says");
    }
    buf_free(&bytes);
    buf_free(&hex);
}

static bool is_relation(const PdfValue *v)
{
    static const char *const known[] = {"Source", "Data", "Alternative", "Supplement",
                                        "Unspecified"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (pdf_is_name(v, known[i]))
            return true;
    return false;
}

static void check_filespec(PdfCheck *c, const PdfValue *spec, const bool *associated)
{
    const Pdf *f = &c->file;
    const PdfValue *file = pdf_at(f, pdf_at(f, spec, "EF"), "F");
    if (pdf_bytes(pdf_at(f, spec, "F")).n == 0 || pdf_bytes(pdf_at(f, spec, "UF")).n == 0)
        bad_file(c, spec, "has not its name in both F and UF");
    if (!is_relation(pdf_at(f, spec, "AFRelationship")))
        bad_file(c, spec, "does not say what it is to the book in AFRelationship");
    if (!associated[spec->owner])
        bad_file(c, spec, "is not in AF of the catalog");
    if (pdf_stream(f, file) == NULL)
        bad_file(c, spec, "has no bytes");
    else
        check_embedded(c, file);
}

static void check_attached(PdfCheck *c)
{
    const Pdf *f = &c->file;
    const PdfValue *af = pdf_at(f, c->catalog, "AF"),
                   *tree = pdf_at(f, pdf_at(f, c->catalog, "Names"), "EmbeddedFiles");
    bool *associated = arena_array(c->arena, f->n + 1, sizeof *associated);
    PdfPairs files = {0};
    for (size_t i = 0; af->kind == PDF_ARRAY && i < af->n; i++)
        associated[pdf_nth(f, af, i)->owner] = true;
    if (tree->kind == PDF_DICT)
        pdf_pairs(c, tree, true, D_CHECK_ATTACHED, &files);
    for (size_t i = 0; i < files.n; i += 2)
        check_filespec(c, files.v[i + 1], associated);
    free(files.v);
}

void check_pdf_catalog(PdfCheck *c)
{
    const PdfValue *view = pdf_at(&c->file, c->catalog, "ViewerPreferences");
    if (!is_true(pdf_at(&c->file, view, "DisplayDocTitle")))
        bad_catalog(c, "does not have the title shown; write /ViewerPreferences with "
                       "/DisplayDocTitle true");
    check_languages(c);
    check_tagged(c);
    check_intent(c);
    check_attached(c);
}
