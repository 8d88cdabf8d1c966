/* What is drawn: each page's operators, one after the other, without a canvas.
 *
 * A table names the operators, how many operands each takes, and the few of them that
 * matter here: what opens and closes must be balanced; what paints must stand in a marked
 * sequence, with an MCID or as an artifact, where the file is tagged; glyphs are noted
 * with their fonts, and colours looked at.  Forms are drawn once each, however often they
 * are used.  One fault of a kind is told of a page: the next would be its consequence.
 * Source: ISO 32000-1, annex A. */
#include <stdlib.h>
#include <string.h>

#include "pdf_font.h"

typedef enum Effect {
    E_NONE,
    E_SAVE,
    E_RESTORE,
    E_BEGIN_TEXT,
    E_END_TEXT,
    E_FONT,
    E_SHOW,
    E_PAINT,
    E_OBJECT,
    E_IMAGE,
    E_COLOUR,
    E_STATE,
    E_MARK,
    E_MARK_AS,
    E_END_MARK,
} Effect;

enum { ANY = -1 }; /* operands */

typedef struct Operator {
    const char *name;
    int operands;
    Effect effect;
} Operator;

/* In the order of their bytes. */
static const Operator operators[] = {
    {"\"", 3, E_SHOW},      {"'", 1, E_SHOW},        {"B", 0, E_PAINT},
    {"B*", 0, E_PAINT},     {"BDC", 2, E_MARK_AS},   {"BI", 0, E_NONE},
    {"BMC", 1, E_MARK},     {"BT", 0, E_BEGIN_TEXT}, {"BX", 0, E_NONE},
    {"CS", 1, E_COLOUR},    {"DP", 2, E_NONE},       {"Do", 1, E_OBJECT},
    {"EMC", 0, E_END_MARK}, {"ET", 0, E_END_TEXT},   {"EX", 0, E_NONE},
    {"F", 0, E_PAINT},      {"G", 1, E_NONE},        {"ID", ANY, E_IMAGE},
    {"J", 1, E_NONE},       {"K", 4, E_COLOUR},      {"M", 1, E_NONE},
    {"MP", 1, E_NONE},      {"Q", 0, E_RESTORE},     {"RG", 3, E_COLOUR},
    {"S", 0, E_PAINT},      {"SC", ANY, E_COLOUR},   {"SCN", ANY, E_COLOUR},
    {"T*", 0, E_NONE},      {"TD", 2, E_NONE},       {"TJ", 1, E_SHOW},
    {"TL", 1, E_NONE},      {"Tc", 1, E_NONE},       {"Td", 2, E_NONE},
    {"Tf", 2, E_FONT},      {"Tj", 1, E_SHOW},       {"Tm", 6, E_NONE},
    {"Tr", 1, E_NONE},      {"Ts", 1, E_NONE},       {"Tw", 1, E_NONE},
    {"Tz", 1, E_NONE},      {"W", 0, E_NONE},        {"W*", 0, E_NONE},
    {"b", 0, E_PAINT},      {"b*", 0, E_PAINT},      {"c", 6, E_NONE},
    {"cm", 6, E_NONE},      {"cs", 1, E_COLOUR},     {"d", 2, E_NONE},
    {"d0", 2, E_NONE},      {"d1", 6, E_NONE},       {"f", 0, E_PAINT},
    {"f*", 0, E_PAINT},     {"g", 1, E_NONE},        {"gs", 1, E_STATE},
    {"h", 0, E_NONE},       {"i", 1, E_NONE},        {"j", 1, E_NONE},
    {"k", 4, E_COLOUR},     {"l", 2, E_NONE},        {"m", 2, E_NONE},
    {"n", 0, E_NONE},       {"q", 0, E_SAVE},        {"re", 4, E_NONE},
    {"rg", 3, E_COLOUR},    {"ri", 1, E_NONE},       {"s", 0, E_PAINT},
    {"sc", ANY, E_COLOUR},  {"scn", ANY, E_COLOUR},  {"sh", 1, E_COLOUR},
    {"v", 4, E_NONE},       {"w", 1, E_NONE},        {"y", 4, E_NONE},
};

enum {
    SAVES_MOST = 28,     /* q without Q: a limit of PDF/A */
    FRESH_AFTER = 10000, /* operators: then their operands' memory is given back */
    MCID_MOST = 1 << 16,
};

/* Faults that are told once of a page. */
typedef enum Once {
    ONCE_SYNTAX,
    ONCE_MARK,
    ONCE_MCID,
    ONCE_COLOUR,
    ONCE_RESOURCE,
    ONCE_HYPHEN,
    ONCES
} Once;

/* Forms that are still to be drawn. */
typedef struct Forms {
    const PdfObject **v; /* owned */
    size_t n, cap;
    bool *seen; /* by an object's number: forms and pictures */
} Forms;

typedef struct Drawing {
    PdfCheck *c;
    Forms *forms;
    PdfPage *page; /* NULL: a form is drawn */
    const PdfValue *at;
    const PdfValue *resources;
    PdfParser p;
    PdfFont *fonts[SAVES_MOST + 1]; /* by the depth of q */
    size_t saves;
    bool in_text;
    /* Marked sequences that are open, and the depth at which the outermost of a kind is;
     * 0: none. */
    size_t marks, tagged_at, artifact_at, actual_at, text_at;
    bool told[ONCES];
} Drawing;

static bool once(Drawing *d, Once kind, DiagId id, Str a)
{
    if (!d->told[kind])
        pdf_fault(d->c, id, d->page, d->at, a, (Str){0});
    d->told[kind] = true;
    return false;
}

static bool bad_syntax(Drawing *d, const char *why)
{
    return once(d, ONCE_SYNTAX, D_CHECK_CONTENT, str_of(why));
}

static bool bad_mark(Drawing *d, const char *why)
{
    return once(d, ONCE_MARK, D_CHECK_MARKED, str_of(why));
}

/* A resource by its kind and name; a null is reported. */
static const PdfValue *resource(Drawing *d, const char *kind, const PdfValue *name)
{
    const Pdf *f = &d->c->file;
    const PdfValue *v =
        pdf_at(f, pdf_at(f, d->resources, kind), arena_cstr(d->p.arena, pdf_bytes(name)));
    if (v->kind == PDF_NULL && !d->told[ONCE_RESOURCE])
        once(d, ONCE_RESOURCE, D_CHECK_CONTENT,
             arena_printf(d->c->arena,
                          "uses '" STR_FMT "', which is not in /%s of the "
                          "resources",
                          STR_ARG(pdf_bytes(name)), kind));
    return v;
}

/* ---- marks ---- */

static void note_mcid(Drawing *d, int64_t mcid)
{
    PdfPage *p = d->page;
    if (p == NULL)
        return;
    if (mcid < 0 || mcid >= MCID_MOST) {
        bad_mark(d, "an MCID is none");
        return;
    }
    while (p->nmarks <= (size_t)mcid) {
        ARRAY_ROOM(p->marks, p->nmarks, p->marks_cap);
        p->marks[p->nmarks++] = (PdfMark){0};
    }
    if (p->marks[mcid].drawn && !d->told[ONCE_MCID])
        once(d, ONCE_MCID, D_CHECK_MCID,
             arena_printf(d->c->arena, "%lld is on its page twice", (long long)mcid));
    p->marks[mcid].drawn = true;
}

/* An empty text takes words away, a soft hyphen parts them: neither is a replacement. */
static void check_actual(Drawing *d, const PdfValue *text)
{
    const Str s = pdf_text(d->p.arena, text);
    if (s.n == 0 || str_has(s, S("\xC2\xAD")))
        once(d, ONCE_HYPHEN, D_CHECK_TEXT,
             s.n ? S("U+00AD") : S("(an empty ActualText)"));
}

static void open_mark(Drawing *d, const PdfValue *tag, const PdfValue *properties)
{
    const Pdf *f = &d->c->file;
    if (properties->kind == PDF_NAME)
        properties = resource(d, "Properties", properties);
    const PdfValue *mcid = pdf_at(f, properties, "MCID"),
                   *actual = pdf_at(f, properties, "ActualText");
    d->marks++;
    if (pdf_is_name(tag, "Artifact")) {
        if (d->tagged_at)
            bad_mark(d, "an artifact lies inside of tagged content");
        d->artifact_at = d->artifact_at ? d->artifact_at : d->marks;
    } else if (mcid->kind == PDF_INT) {
        if (d->artifact_at)
            bad_mark(d, "tagged content lies inside of an artifact");
        d->tagged_at = d->tagged_at ? d->tagged_at : d->marks;
        note_mcid(d, mcid->number);
    }
    if (actual->kind == PDF_STRING) {
        check_actual(d, actual);
        d->actual_at = d->actual_at ? d->actual_at : d->marks;
    }
}

static void close_mark(Drawing *d)
{
    if (d->marks == 0 || (d->in_text && d->marks == d->text_at)) {
        bad_mark(d, "an EMC closes what was not opened, or not in the same text object");
        return;
    }
    d->tagged_at = d->tagged_at == d->marks ? 0 : d->tagged_at;
    d->artifact_at = d->artifact_at == d->marks ? 0 : d->artifact_at;
    d->actual_at = d->actual_at == d->marks ? 0 : d->actual_at;
    d->marks--;
}

static void paint(Drawing *d)
{
    if (d->c->tree->kind == PDF_DICT && d->page && !d->tagged_at && !d->artifact_at)
        bad_mark(d, "something is drawn that is not marked");
}

/* ---- text ---- */

static void show(Drawing *d, const PdfValue *text)
{
    PdfFont *font = d->fonts[d->saves];
    const bool spoken = !d->artifact_at && !d->actual_at;
    paint(d);
    if (!d->in_text || font == NULL) {
        bad_syntax(d, d->in_text ? "shows text without a font"
                                 : "shows text outside of BT and ET");
        return;
    }
    if (text->kind == PDF_STRING)
        pdf_font_show(d->c, font, d->page, text->text, spoken);
    for (size_t i = 0; text->kind == PDF_ARRAY && i < text->n; i++) {
        if (text->v[i].kind == PDF_STRING)
            pdf_font_show(d->c, font, d->page, text->v[i].text, spoken);
        else if (!pdf_is_number(&text->v[i]))
            bad_syntax(d, "shows what is neither text nor a move");
    }
}

/* ---- pictures, forms, states ---- */

static bool is_plain_space(const Pdf *f, const PdfValue *space)
{
    if (space->kind == PDF_ARRAY && pdf_is_name(pdf_nth(f, space, 0), "Indexed"))
        space = pdf_nth(f, space, 1);
    return pdf_is_name(space, "DeviceGray") || pdf_is_name(space, "DeviceRGB") ||
           (space->kind == PDF_ARRAY && pdf_is_name(pdf_nth(f, space, 0), "ICCBased"));
}

/* Rows of a picture that is packed by Flate are all there. */
static void check_rows(Drawing *d, const PdfObject *image)
{
    PdfCheck *c = d->c;
    const Pdf *f = &c->file;
    const PdfValue *v = &image->value, *space = pdf_at(f, v, "ColorSpace");
    const int64_t width = pdf_int(pdf_at(f, v, "Width"), 0),
                  height = pdf_int(pdf_at(f, v, "Height"), 0),
                  bits = pdf_int(pdf_at(f, v, "BitsPerComponent"), 1),
                  colors = pdf_is_name(space, "DeviceRGB") ? 3 : 1;
    Buf rows = {0};
    if (width < 1 || height < 1 || width > INT32_MAX || height > INT32_MAX || bits < 1 ||
        bits > 16)
        pdf_wrong(c, D_CHECK_OBJECT, d->page, v, "the size of its picture is none");
    else if (pdf_data(&c->file, image, &rows) &&
             (pdf_is_name(space, "DeviceRGB") || space->kind != PDF_ARRAY ||
              pdf_is_name(pdf_nth(f, space, 0), "Indexed")) &&
             (int64_t)rows.n / height < (width * bits * colors + 7) / 8)
        pdf_wrong(c, D_CHECK_OBJECT, d->page, v, "its picture is cut off");
    buf_free(&rows);
}

static void check_image(Drawing *d, const PdfObject *image)
{
    const Pdf *f = &d->c->file;
    const PdfValue *v = &image->value, *interpolate = pdf_at(f, v, "Interpolate"),
                   *filter = pdf_at(f, v, "Filter");
    const bool mask = pdf_at(f, v, "ImageMask")->kind == PDF_BOOL;
    if (!mask && !is_plain_space(f, pdf_at(f, v, "ColorSpace")))
        pdf_wrong(d->c, D_CHECK_COLOUR, d->page, v, "a picture in other colours");
    if ((interpolate->kind == PDF_BOOL && interpolate->number) ||
        pdf_entry(v, "Alternates") || pdf_entry(v, "OPI"))
        pdf_wrong(d->c, D_CHECK_COLOUR, d->page, v,
                  "a picture that is to be smoothed or replaced");
    if (pdf_is_name(filter, "FlateDecode"))
        check_rows(d, image);
    else if (pdf_is_name(filter, "DCTDecode") && !str_starts(image->data, S("\xFF\xD8")))
        pdf_wrong(d->c, D_CHECK_OBJECT, d->page, v, "its picture is no JPEG");
}

static void draw_object(Drawing *d, const PdfValue *name)
{
    const Pdf *f = &d->c->file;
    Forms *forms = d->forms;
    const PdfValue *v = resource(d, "XObject", name);
    const PdfObject *o = pdf_stream(f, v);
    paint(d);
    if (o == NULL || forms->seen[v->owner])
        return;
    forms->seen[v->owner] = true;
    if (pdf_is_name(pdf_at(f, v, "Subtype"), "Image")) {
        check_image(d, o);
    } else if (pdf_is_name(pdf_at(f, v, "Subtype"), "Form")) {
        ARRAY_ROOM(forms->v, forms->n, forms->cap);
        forms->v[forms->n++] = o;
    } else {
        bad_syntax(d, "has an object that is neither picture nor form");
    }
}

static void set_state(Drawing *d, const PdfValue *name)
{
    const Pdf *f = &d->c->file;
    const PdfValue *v = resource(d, "ExtGState", name), *tr2 = pdf_at(f, v, "TR2");
    if (pdf_entry(v, "TR") || pdf_entry(v, "HTP") ||
        (tr2->kind != PDF_NULL && !pdf_is_name(tr2, "Default")))
        once(d, ONCE_COLOUR, D_CHECK_COLOUR, S("a transfer function or halftone"));
}

/* Past the bytes of a picture in the content. */
static void skip_image(Drawing *d)
{
    PdfParser *p = &d->p;
    paint(d);
    for (; p->at + 3 < p->bytes.n; p->at++)
        if (pdf_is_white(p->bytes.p[p->at]) && p->bytes.p[p->at + 1] == 'E' &&
            p->bytes.p[p->at + 2] == 'I' && pdf_is_white(p->bytes.p[p->at + 3])) {
            p->at += 3;
            return;
        }
    bad_syntax(d, "has a picture without an end");
    p->at = p->bytes.n;
}

/* ---- operators ---- */

static const Operator *find_operator(Str word)
{
    size_t low = 0, high = sizeof operators / sizeof *operators;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        const int order = str_cmp(str_of(operators[mid].name), word);
        if (order == 0)
            return &operators[mid];
        low = order < 0 ? mid + 1 : low;
        high = order < 0 ? high : mid;
    }
    return NULL;
}

static void save(Drawing *d)
{
    if (d->saves == SAVES_MOST) {
        bad_syntax(d, "has more q inside of each other than PDF/A allows");
        return;
    }
    d->saves++;
    d->fonts[d->saves] = d->fonts[d->saves - 1];
}

static void text_object(Drawing *d, bool begin)
{
    if (d->in_text == begin)
        bad_syntax(d, "has BT and ET that do not take turns");
    else if (!begin && d->marks != d->text_at)
        bad_mark(d, "marked content goes on behind the end of a text object");
    d->in_text = begin;
    d->text_at = d->marks;
}

static void apply(Drawing *d, const Operator *op)
{
    static const PdfValue none = {.kind = PDF_NULL};
    const PdfValue *v = d->p.v;
    switch (op->effect) {
    case E_NONE:
        return;
    case E_SAVE:
        save(d);
        return;
    case E_RESTORE:
        if (d->saves == 0)
            bad_syntax(d, "has a Q without its q");
        d->saves -= d->saves > 0;
        return;
    case E_BEGIN_TEXT:
        text_object(d, true);
        return;
    case E_END_TEXT:
        text_object(d, false);
        return;
    case E_FONT:
        d->fonts[d->saves] = pdf_font(d->c, resource(d, "Font", &v[0]));
        return;
    case E_SHOW:
        show(d, &v[d->p.n - 1]);
        return;
    case E_PAINT:
        paint(d);
        return;
    case E_OBJECT:
        draw_object(d, &v[0]);
        return;
    case E_IMAGE:
        skip_image(d);
        return;
    case E_COLOUR:
        if (!d->told[ONCE_COLOUR])
            once(d, ONCE_COLOUR, D_CHECK_COLOUR,
                 arena_printf(d->c->arena, "the operator '%s'", op->name));
        return;
    case E_STATE:
        set_state(d, &v[0]);
        return;
    case E_MARK:
        open_mark(d, &v[0], &none);
        return;
    case E_MARK_AS:
        open_mark(d, &v[0], &v[1]);
        return;
    case E_END_MARK:
        close_mark(d);
        return;
    }
}

static bool step(Drawing *d)
{
    if (!pdf_operation(&d->p))
        return bad_syntax(d, d->p.error);
    if (d->p.word.n == 0)
        return d->p.n > 0 && bad_syntax(d, "ends without an operator");
    const Operator *op = find_operator(d->p.word);
    if (op == NULL)
        bad_syntax(d, "has an operator that is none of PDF 1.7");
    else if (op->operands != ANY && d->p.n != (size_t)op->operands)
        bad_syntax(d, "has an operator with too many or too few operands");
    else
        apply(d, op);
    return true;
}

static void draw(Drawing *d, Str bytes)
{
    d->p = (PdfParser){.arena = arena_new(), .bytes = bytes};
    for (size_t n = 1; step(d); n++)
        if (n % FRESH_AFTER == 0) {
            arena_free(d->p.arena);
            d->p.arena = arena_new();
        }
    if (d->saves > 0 || d->in_text)
        bad_syntax(d, "ends before its last q or BT is closed");
    if (d->marks > 0)
        bad_mark(d, "marked content goes on at the end of the page");
    pdf_parser_free(&d->p);
    arena_free(d->p.arena);
}

/* A page's streams are one text. */
static void page_bytes(PdfCheck *c, const PdfPage *p, Buf *out)
{
    const PdfValue *contents = p->contents;
    const size_t n = contents->kind == PDF_ARRAY ? contents->n : 1;
    Buf piece = {0};
    for (size_t i = 0; contents->kind != PDF_NULL && i < n; i++) {
        const PdfObject *stream = pdf_stream(
            &c->file,
            contents->kind == PDF_ARRAY ? pdf_nth(&c->file, contents, i) : contents);
        if (stream == NULL)
            pdf_wrong(c, D_CHECK_CONTENT, p, p->dict, "is no stream");
        else if (pdf_data(&c->file, stream, &piece))
            buf_put(out, buf_str(&piece));
        buf_byte(out, '\n');
    }
    buf_free(&piece);
}

static void draw_form(PdfCheck *c, Forms *forms, const PdfObject *form, Buf *bytes)
{
    const PdfValue *resources = pdf_at(&c->file, &form->value, "Resources");
    Drawing d = {.c = c, .forms = forms, .at = &form->value, .resources = resources};
    if (pdf_data(&c->file, form, bytes))
        draw(&d, buf_str(bytes));
}

void check_pdf_contents(PdfCheck *c)
{
    Forms forms = {.seen = arena_array(c->arena, c->file.n + 1, sizeof(bool))};
    Buf bytes = {0};
    for (size_t i = 0; i < c->npages; i++) {
        PdfPage *p = &c->pages[i];
        Drawing d = {
            .c = c, .forms = &forms, .page = p, .at = p->dict, .resources = p->resources};
        buf_clear(&bytes);
        page_bytes(c, p, &bytes);
        draw(&d, buf_str(&bytes));
        if (c->tagged && p->nmarks > 0 && pdf_entry(p->dict, "StructParents") == NULL)
            pdf_wrong(c, D_CHECK_PAGE, p, p->dict,
                      "has a page with marks but without /StructParents; write it, and "
                      "the parent tree");
    }
    for (size_t i = 0; i < forms.n; i++)
        draw_form(c, &forms, forms.v[i], &bytes);
    free(forms.v);
    buf_free(&bytes);
}
