/* What holds for every object, wherever it hangs: references lead to objects, and nothing
 * runs, sends or loads. */
#include "base/url.h"
#include "pdf_check.h"

static void check_references(PdfCheck *c)
{
    const Pdf *f = &c->file;
    for (size_t i = 0; i < f->index.nrefs; i++) {
        const PdfValue *ref = &f->index.refs[i];
        const uint64_t number = (uint64_t)ref->number;
        if (number >= f->n || f->objects[number].place == PDF_FREE)
            pdf_fault(c, D_CHECK_REFERENCE, NULL, ref,
                      arena_printf(c->arena, "%llu", (unsigned long long)number),
                      (Str){0});
    }
}

static void check_trailer(PdfCheck *c)
{
    const PdfValue *id = pdf_at(&c->file, &c->file.trailer, "ID");
    if (id->kind != PDF_ARRAY || id->n != 2 ||
        pdf_bytes(pdf_nth(&c->file, id, 0)).n == 0 ||
        pdf_bytes(pdf_nth(&c->file, id, 1)).n == 0)
        pdf_wrong(c, D_CHECK_TRAILER, NULL, NULL,
                  "has no /ID; give it two strings that no other file has");
}

static bool is_one_of(Str s, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(s, str_of(*words)))
            return true;
    return false;
}

static void check_uri(PdfCheck *c, const PdfValue *action)
{
    const Str uri = pdf_bytes(pdf_at(&c->file, action, "URI"));
    Buf plain = {0};
    if (!url_put(&plain, uri))
        pdf_fault(c, D_CHECK_REMOTE, NULL, action, uri, (Str){0});
    buf_free(&plain);
}

static void check_action(PdfCheck *c, const PdfValue *d)
{
    static const char *const forbidden[] = {
        "JavaScript", "Launch",    "Sound",      "Movie",       "ResetForm", "ImportData",
        "Hide",       "Rendition", "SubmitForm", "SetOCGState", "Trans",     "GoTo3DView",
        "GoToR",      "GoToE",     "Thread",     NULL};
    static const char *const named[] = {"NextPage", "PrevPage", "FirstPage", "LastPage",
                                        NULL};
    const Str kind = pdf_bytes(pdf_at(&c->file, d, "S"));
    const Str name = pdf_bytes(pdf_at(&c->file, d, "N"));
    if (is_one_of(kind, forbidden))
        pdf_fault(c, D_CHECK_ACTIVE, NULL, d, kind, (Str){0});
    else if (str_eq(kind, S("URI")))
        check_uri(c, d);
    else if (str_eq(kind, S("Named")) && !is_one_of(name, named))
        pdf_fault(c, D_CHECK_ACTIVE, NULL, d, name, (Str){0});
}

static void check_keys(PdfCheck *c, const PdfValue *d)
{
    static const char *const forbidden[] = {"JS",
                                            "AA",
                                            "JavaScript",
                                            "XFA",
                                            "Requirements",
                                            "AlternatePresentations",
                                            "PresSteps",
                                            "NeedsRendering",
                                            NULL};
    for (size_t i = 0; i < d->n; i += 2)
        if (is_one_of(d->v[i].text, forbidden))
            pdf_fault(c, D_CHECK_ACTIVE, NULL, d, d->v[i].text, (Str){0});
}

enum { FILTERS_MOST = 8 }; /* of a stream; the list can be shared */

/* A stream whose bytes lie in another file, or are packed by what PDF/A forbids. */
static void check_stream(PdfCheck *c, const PdfValue *d)
{
    static const char *const outside[] = {"F", "FFilter", "FDecodeParms", NULL};
    const PdfValue *filter = pdf_at(&c->file, d, "Filter");
    for (size_t i = 0; i < d->n; i += 2)
        if (is_one_of(d->v[i].text, outside))
            pdf_fault(c, D_CHECK_ACTIVE, NULL, d, d->v[i].text, (Str){0});
    const size_t n = filter->kind != PDF_ARRAY  ? 1
                     : filter->n < FILTERS_MOST ? filter->n
                                                : FILTERS_MOST;
    for (size_t i = 0; i < n; i++) {
        const PdfValue *one =
            filter->kind == PDF_ARRAY ? pdf_nth(&c->file, filter, i) : filter;
        if (pdf_is_name(one, "LZWDecode") || pdf_is_name(one, "Crypt"))
            pdf_wrong(c, D_CHECK_OBJECT, NULL, d, "it is packed by LZW, or encrypted");
    }
}

void check_pdf_objects(PdfCheck *c)
{
    const PdfIndex *x = &c->file.index;
    check_references(c);
    check_trailer(c);
    for (size_t i = 0; i < x->ndicts; i++) {
        check_action(c, x->dicts[i]);
        check_keys(c, x->dicts[i]);
        if (pdf_stream(&c->file, x->dicts[i]))
            check_stream(c, x->dicts[i]);
    }
}
