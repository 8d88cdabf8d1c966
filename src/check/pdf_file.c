/* The file: its ends, its table of objects, and the objects themselves.
 *
 * All objects are read at once, and in an order that needs no recursion: first the
 * tables (cross-reference tables or streams, the newest first), then the objects that
 * stand in the file by themselves, then those that are packed in object streams, then
 * the extents of streams, whose lengths may be any of the former.  What the rules ask
 * for later are look-ups.  The cost is linear in the file and in what its streams unpack
 * to, both of which have limits: an object ends where the next one begins, and a table
 * may not count more objects than the file has bytes, for its rows take memory.
 *
 * Nothing is mended: where the table does not lead to the object, the file is at fault,
 * whatever a viewer makes of it.  Source: ISO 32000-1, 7.5. */
#include "pdf_file.h"

#include <stdlib.h>
#include <string.h>

enum {
    SECTIONS_MOST = 256,   /* of the table: a file is not saved so many times */
    TAIL = 1024,           /* bytes at the end where startxref is looked for */
    TABLE_ENTRY = 20,      /* bytes */
    HEAD_MOST = 64,        /* bytes: "1234567 0 obj", and some more blanks */
    HOPS_MOST = 8,         /* from a reference to a reference */
    OBJECTS_MOST = 1 << 23 /* what PDF/A allows */
};

bool pdf_tell(Pdf *f, DiagId id, uint32_t object, Str a, Str b)
{
    return tell(f->to, id,
                object ? arena_printf(f->arena, "object %u", object) : (Str){0}, 0, a, b);
}

static bool bad_table(Pdf *f, const char *why)
{
    return pdf_tell(f, D_CHECK_XREF, 0, str_of(why), (Str){0});
}

static bool bad_object(Pdf *f, uint32_t object, const char *why)
{
    return pdf_tell(f, D_CHECK_OBJECT, object, str_of(why), (Str){0});
}

/* ---- values ---- */

static const PdfValue nothing = {.kind = PDF_NULL};

const PdfValue *pdf_get(const Pdf *f, const PdfValue *v)
{
    for (int hops = 0; v && v->kind == PDF_REF && hops < HOPS_MOST; hops++) {
        const uint64_t number = (uint64_t)v->number;
        v = number < f->n && f->objects[number].there ? &f->objects[number].value : NULL;
    }
    return v && v->kind != PDF_REF ? v : &nothing;
}

const PdfValue *pdf_at(const Pdf *f, const PdfValue *dict, const char *key)
{
    return pdf_get(f, pdf_entry(dict, key));
}

const PdfValue *pdf_nth(const Pdf *f, const PdfValue *array, size_t i)
{
    return array->kind == PDF_ARRAY && i < array->n ? pdf_get(f, &array->v[i]) : &nothing;
}

PdfObject *pdf_stream(const Pdf *f, const PdfValue *v)
{
    if (v->kind != PDF_DICT || v->owner == 0 || v->owner >= f->n)
        return NULL;
    PdfObject *o = &f->objects[v->owner];
    return o->is_stream && o->value.v == v->v ? o : NULL;
}

/* ---- one object in the file ---- */

static const char no_object[] = "there is none at its place in the file";

typedef struct Parsed {
    uint32_t number, generation;
    PdfValue value;
    bool is_stream;
    size_t data_at;
} Parsed;

/* Where a stream's bytes begin, behind the word; 0: there is no end of a line. */
static size_t data_start(Str bytes, size_t at)
{
    const Str rest = str_sub(bytes, at, bytes.n);
    return str_starts(rest, S("\r\n")) ? at + 2 : str_starts(rest, S("\n")) ? at + 1 : 0;
}

static const char *parse_body(PdfParser *p, Parsed *out)
{
    if (!pdf_operation(p))
        return p->error;
    out->is_stream = str_eq(p->word, S("stream"));
    if (p->n != 1 || (!out->is_stream && !str_eq(p->word, S("endobj"))))
        return "it is not one value, or has no end";
    out->value = p->v[0];
    if (!out->is_stream)
        return NULL;
    out->data_at = data_start(p->bytes, p->at);
    return out->value.kind == PDF_DICT && out->data_at ? NULL
                                                       : "its stream does not begin";
}

/* Reads "12 0 obj", where the parser is; what is wrong, or NULL. */
static const char *parse_head(PdfParser *p, Parsed *out)
{
    const Str bytes = p->bytes;
    *out = (Parsed){0};
    if (p->at >= bytes.n)
        return no_object;
    p->bytes = str_sub(bytes, 0, p->at + HEAD_MOST);
    if (!pdf_operation(p) || !str_eq(p->word, S("obj")) || p->n != 2 ||
        p->v[0].kind != PDF_INT || p->v[1].kind != PDF_INT || p->v[0].number <= 0 ||
        p->v[0].number > OBJECTS_MOST || p->v[1].number < 0 || p->v[1].number > 0xFFFF)
        return no_object;
    p->bytes = bytes;
    p->owner = out->number = (uint32_t)p->v[0].number;
    out->generation = (uint32_t)p->v[1].number;
    return NULL;
}

/* Takes so many bytes behind `at`, where the end of a stream must follow. */
static const char *take_data(Str bytes, size_t at, int64_t length, Str *out)
{
    if (length < 0 || (uint64_t)length > bytes.n - at)
        return "the length of its stream is none";
    *out = str_sub(bytes, at, at + (size_t)length);
    Str rest = str_sub(bytes, at + (size_t)length, bytes.n);
    const size_t line =
        str_starts(rest, S("\r\n")) ? 2 : rest.n && pdf_is_white(rest.p[0]);
    rest = str_sub(rest, line, rest.n);
    if (!str_starts(rest, S("endstream")))
        return "its stream does not end where its length says";
    rest = str_sub(rest, strlen("endstream"), rest.n);
    while (rest.n && pdf_is_white(rest.p[0]))
        rest = str_sub(rest, 1, rest.n);
    return str_starts(rest, S("endobj")) ? NULL : "it has no end behind its stream";
}

/* ---- the table of objects ---- */

static PdfObject *row(Pdf *f, uint64_t number)
{
    if (number >= f->bytes.n || number > OBJECTS_MOST)
        return NULL;
    while (f->n <= number) {
        ARRAY_ROOM(f->objects, f->n, f->cap);
        f->objects[f->n++] = (PdfObject){0};
    }
    return &f->objects[number];
}

/* The first to speak of an object is the newest part of the table, and right. */
static bool set_row(Pdf *f, uint64_t number, PdfPlace place, uint64_t at, uint64_t index)
{
    PdfObject *o = row(f, number);
    if (o == NULL || index > UINT32_MAX)
        return bad_table(f, "counts more objects than there can be");
    if (o->listed)
        return true;
    o->listed = true;
    o->place = number ? place : PDF_FREE;
    o->at = at;
    o->index = (uint32_t)index;
    return true;
}

static uint64_t digits(Str s)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return UINT64_MAX;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    return v;
}

/* "0000000017 00000 n" and two bytes that end the line. */
static bool take_entry(Pdf *f, Str s, uint64_t number)
{
    const uint64_t at = digits(str_sub(s, 0, 10)),
                   generation = digits(str_sub(s, 11, 16));
    const char kind = s.n == TABLE_ENTRY ? s.p[17] : '\0';
    if ((kind != 'n' && kind != 'f') || s.p[10] != ' ' || s.p[16] != ' ' ||
        at == UINT64_MAX || generation > 0xFFFF || !pdf_is_white(s.p[18]) ||
        !pdf_is_white(s.p[19]))
        return bad_table(f, "has an entry that is not of twenty bytes");
    return set_row(f, number, kind == 'n' ? PDF_PLAIN : PDF_FREE, at, generation);
}

/* The subsections and the dictionary behind "xref". */
static bool read_table(Pdf *f, size_t at, PdfValue *trailer)
{
    PdfParser p = {.arena = f->arena, .bytes = f->bytes, .at = at};
    for (;;) {
        Str rest = str_trim(str_sub(f->bytes, p.at, p.at + TAIL));
        if (rest.n == 0)
            return bad_table(f, "is cut off or has no head");
        if (str_starts(rest, S("trailer")))
            break;
        p.at = (size_t)(rest.p - f->bytes.p);
        const Str line = str_line(&rest);
        Str counts = str_trim(line);
        const Str first = str_cut(&counts, ' ');
        const uint64_t from = digits(first), n = digits(str_trim(counts));
        p.at = rest.n ? (size_t)(rest.p - f->bytes.p) : f->bytes.n;
        if (first.n == 0 || counts.n == 0 || from > OBJECTS_MOST ||
            n > (f->bytes.n - p.at) / TABLE_ENTRY)
            return bad_table(f, "is cut off or has no head");
        for (uint64_t i = 0; i < n; i++, p.at += TABLE_ENTRY)
            if (!take_entry(f, str_sub(f->bytes, p.at, p.at + TABLE_ENTRY), from + i))
                return false;
    }
    const bool ok =
        pdf_operation(&p) && pdf_operation(&p) && p.n == 1 && p.v[0].kind == PDF_DICT;
    if (ok)
        *trailer = p.v[0];
    pdf_parser_free(&p);
    return ok || bad_table(f, "has no trailer");
}

static uint64_t field(const uint8_t **p, int64_t width, uint64_t otherwise)
{
    uint64_t v = width ? 0 : otherwise;
    while (width-- > 0)
        v = v << 8 | *(*p)++;
    return v;
}

static bool take_rows(Pdf *f, const PdfValue *dict, Str rows)
{
    const PdfValue *w = pdf_at(f, dict, "W"), *index = pdf_at(f, dict, "Index");
    const PdfValue all[] = {{.kind = PDF_INT}, *pdf_at(f, dict, "Size")};
    int64_t width[3], sum = 0;
    for (size_t i = 0; i < 3; i++) {
        width[i] = pdf_int(pdf_nth(f, w, i), -1);
        if (width[i] < 0 || width[i] > 8)
            return bad_table(f, "does not say how wide its columns are");
        sum += width[i];
    }
    const PdfValue *pairs = index->kind == PDF_ARRAY ? index->v : all;
    const size_t n = index->kind == PDF_ARRAY ? index->n : 2;
    for (size_t i = 0; i + 1 < n; i += 2) {
        const int64_t from = pdf_int(&pairs[i], -1), count = pdf_int(&pairs[i + 1], -1);
        if (from < 0 || count < 0 || sum == 0 || (uint64_t)count > rows.n / (size_t)sum)
            return bad_table(f, "is shorter than it says");
        const uint8_t *p = (const uint8_t *)rows.p;
        for (int64_t k = 0; k < count; k++) {
            const uint64_t kind = field(&p, width[0], 1), at = field(&p, width[1], 0),
                           more = field(&p, width[2], 0);
            const PdfPlace place = kind == 1   ? PDF_PLAIN
                                   : kind == 2 ? PDF_PACKED
                                               : PDF_FREE;
            if (!set_row(f, (uint64_t)(from + k), place, at, place ? more : 0))
                return false;
        }
        rows = str_sub(rows, (size_t)(count * sum), rows.n);
    }
    return true;
}

static bool read_xref_stream(Pdf *f, uint64_t at, PdfValue *trailer)
{
    PdfParser p = {.arena = f->arena, .bytes = f->bytes, .at = (size_t)at};
    Parsed o;
    Str data = {0};
    Buf rows = {0};
    const bool found =
        parse_head(&p, &o) == NULL && parse_body(&p, &o) == NULL && o.is_stream &&
        pdf_is_name(pdf_at(f, &o.value, "Type"), "XRef") &&
        take_data(f->bytes, o.data_at, pdf_int(pdf_at(f, &o.value, "Length"), -1),
                  &data) == NULL;
    pdf_parser_free(&p);
    const PdfObject stream = {.is_stream = true, .value = o.value, .data = data};
    if (!found)
        return bad_table(f, "is not where startxref, Prev or XRefStm says");
    *trailer = o.value;
    const bool ok = pdf_data(f, &stream, &rows) && take_rows(f, &o.value, buf_str(&rows));
    buf_free(&rows);
    return ok;
}

static bool read_section(Pdf *f, uint64_t at, PdfValue *trailer)
{
    if (at < f->bytes.n &&
        str_starts(str_sub(f->bytes, (size_t)at, f->bytes.n), S("xref")))
        return read_table(f, (size_t)at + strlen("xref"), trailer);
    return read_xref_stream(f, at, trailer);
}

static bool read_sections(Pdf *f, uint64_t at)
{
    uint64_t seen[SECTIONS_MOST];
    for (size_t n = 0;; n++) {
        PdfValue trailer, hybrid;
        for (size_t i = 0; i < n; i++)
            if (seen[i] == at)
                return bad_table(f, "leads in a circle");
        if (n == SECTIONS_MOST)
            return bad_table(f, "is in too many pieces");
        seen[n] = at;
        if (!read_section(f, at, &trailer))
            return false;
        if (n == 0)
            f->trailer = trailer;
        const PdfValue *more = pdf_at(f, &trailer, "XRefStm"),
                       *prev = pdf_at(f, &trailer, "Prev");
        if (more->kind == PDF_INT &&
            !read_xref_stream(f, (uint64_t)more->number, &hybrid))
            return false;
        if (prev->kind != PDF_INT)
            return true;
        at = (uint64_t)prev->number;
    }
}

/* ---- the ends of the file ---- */

static bool bad_end(Pdf *f, const char *why)
{
    return pdf_tell(f, D_CHECK_HEADER, 0, str_of(why), (Str){0});
}

static void check_start(Pdf *f)
{
    Str rest = f->bytes;
    const Str head = str_line(&rest), mark = str_line(&rest);
    if (head.n != 8 || !str_starts(head, S("%PDF-1.")) || head.p[7] < '0' ||
        head.p[7] > '7')
        bad_end(f, "does not begin with %PDF-1.7 or an older version");
    bool binary = mark.n >= 5 && mark.p[0] == '%';
    for (size_t i = 1; binary && i < 5; i++)
        binary = (unsigned char)mark.p[i] > 127;
    if (!binary)
        bad_end(f, "has no comment of binary bytes behind its head");
}

/* The number behind the last "startxref", and "%%EOF" behind that. */
static bool find_table(Pdf *f, uint64_t *at)
{
    const Str mark = S("startxref");
    const size_t from = f->bytes.n > TAIL ? f->bytes.n - TAIL : 0;
    Str rest = str_sub(f->bytes, from, f->bytes.n);
    bool found = false;
    for (size_t i; (i = str_find(rest, mark)) < rest.n; found = true)
        rest = str_sub(rest, i + mark.n, rest.n);
    if (!found)
        return bad_table(f, "is not to be found: the file is cut off");
    while (rest.n && pdf_is_white(rest.p[0]))
        rest = str_sub(rest, 1, rest.n);
    *at = digits(str_trim(str_line(&rest)));
    if (!str_starts(rest, S("%%EOF")))
        return bad_end(f, "has no %%EOF behind startxref");
    rest = str_sub(rest, strlen("%%EOF"), rest.n);
    if (rest.n && !str_eq(rest, S("\n")) && !str_eq(rest, S("\r")) &&
        !str_eq(rest, S("\r\n")))
        bad_end(f, "goes on behind %%EOF");
    return true;
}

/* ---- all objects ---- */

/* Reads "12 0 obj ... endobj" or up to "stream". */
static void read_plain(Pdf *f, uint32_t number)
{
    PdfObject *o = &f->objects[number];
    PdfParser p = {.arena = f->arena,
                   .bytes = str_sub(f->bytes, 0, o->end),
                   .at = (size_t)o->at,
                   .index = &f->index};
    Parsed read;
    const char *why = parse_head(&p, &read);
    if (why == NULL && (read.number != number || read.generation != o->index))
        why = "another one stands at its place in the file";
    if (why == NULL)
        why = parse_body(&p, &read);
    pdf_parser_free(&p);
    if (why) {
        bad_object(f, number, why);
        return;
    }
    o->there = true;
    o->value = read.value;
    o->is_stream = read.is_stream;
    o->data_at = read.data_at;
}

static bool read_extent(Pdf *f, uint32_t number)
{
    PdfObject *o = &f->objects[number];
    const char *why = take_data(str_sub(f->bytes, 0, o->end), o->data_at,
                                pdf_int(pdf_at(f, &o->value, "Length"), -1), &o->data);
    if (why)
        o->there = o->is_stream = false;
    return why == NULL || bad_object(f, number, why);
}

/* One object of an object stream: text from one place in it to the next. */
static void read_packed(Pdf *f, uint32_t number, Str text)
{
    PdfParser p = {.arena = f->arena, .bytes = text, .owner = number, .index = &f->index};
    PdfObject *o = &f->objects[number];
    const bool ok = pdf_operation(&p);
    o->there = true;
    if (!ok || p.n != 1 || p.word.n > 0)
        bad_object(f, number, ok ? "it is not one value" : p.error);
    else
        o->value = p.v[0];
    pdf_parser_free(&p);
}

static bool unpack(Pdf *f, uint32_t stream, Str bytes, PdfParser *head)
{
    const PdfValue *dict = &f->objects[stream].value;
    const int64_t n = pdf_int(pdf_at(f, dict, "N"), -1),
                  first = pdf_int(pdf_at(f, dict, "First"), -1);
    if (n < 0 || first < 0 || (uint64_t)first > bytes.n)
        return bad_object(f, stream, "it does not say what is packed in it");
    head->bytes = str_sub(bytes, 0, (size_t)first);
    if (!pdf_operation(head) || head->n != 2 * (uint64_t)n)
        return bad_object(f, stream, "it does not have as many objects as it says");
    for (size_t i = 0; i < (size_t)n; i++) {
        const int64_t number = pdf_int(&head->v[2 * i], -1),
                      from = pdf_int(&head->v[2 * i + 1], -1),
                      to = i + 1 < (size_t)n ? pdf_int(&head->v[2 * i + 3], -1)
                                             : (int64_t)bytes.n - first;
        if (number < 0 || from < 0 || to < from || to > (int64_t)bytes.n - first)
            return bad_object(f, stream, "its objects are not where it says");
        const PdfObject *o =
            (uint64_t)number < f->n ? &f->objects[number] : NULL; /* else: superseded */
        if (o && o->place == PDF_PACKED && o->at == stream && o->index == i)
            read_packed(f, (uint32_t)number,
                        str_sub(bytes, (size_t)(first + from), (size_t)(first + to)));
    }
    return true;
}

static void read_object_stream(Pdf *f, uint32_t number)
{
    Buf bytes = {0};
    PdfParser head = {.arena = f->arena};
    if (read_extent(f, number) && pdf_data(f, &f->objects[number], &bytes))
        unpack(f, number, arena_str(f->arena, buf_str(&bytes)), &head);
    pdf_parser_free(&head);
    buf_free(&bytes);
}

static bool is_object_stream(const Pdf *f, const PdfObject *o)
{
    return o->is_stream && pdf_is_name(pdf_at(f, &o->value, "Type"), "ObjStm");
}

static int by_place(const void *a, const void *b)
{
    const PdfObject *x = *(PdfObject *const *)a, *y = *(PdfObject *const *)b;
    return (x->at > y->at) - (x->at < y->at);
}

/* Objects lie behind each other: could they lie in each other, every byte might be read
 * as often as there are objects. */
static void find_ends(Pdf *f)
{
    PdfObject **plain = mem_alloc(f->n * sizeof *plain);
    size_t n = 0, end = f->bytes.n;
    for (size_t i = 1; i < f->n; i++)
        if (f->objects[i].place == PDF_PLAIN && f->objects[i].at < f->bytes.n)
            plain[n++] = &f->objects[i];
    if (n)
        qsort(plain, n, sizeof *plain, by_place);
    for (size_t i = n; i-- > 0;) {
        if (i + 1 < n && plain[i + 1]->at > plain[i]->at)
            end = (size_t)plain[i + 1]->at;
        plain[i]->end = end;
    }
    free(plain);
}

static void read_objects(Pdf *f)
{
    find_ends(f);
    for (uint32_t i = 1; i < f->n; i++)
        if (f->objects[i].place == PDF_PLAIN)
            read_plain(f, i);
    for (uint32_t i = 1; i < f->n; i++)
        if (is_object_stream(f, &f->objects[i]))
            read_object_stream(f, i);
    for (uint32_t i = 1; i < f->n; i++)
        if (f->objects[i].is_stream && !is_object_stream(f, &f->objects[i]))
            read_extent(f, i);
    for (uint32_t i = 1; i < f->n; i++)
        if (f->objects[i].place == PDF_PACKED && !f->objects[i].there) {
            bad_table(f, "leads to objects that are not in their object streams");
            return;
        }
}

bool pdf_open(Pdf *f, Findings *to, Str bytes)
{
    uint64_t at = 0;
    *f = (Pdf){.to = to, .arena = to->arena, .bytes = bytes};
    check_start(f);
    if (!find_table(f, &at) || !read_sections(f, at))
        return false;
    if (pdf_entry(&f->trailer, "Encrypt"))
        return pdf_tell(f, D_CHECK_ENCRYPTED, 0, (Str){0}, (Str){0});
    if (pdf_int(pdf_entry(&f->trailer, "Size") ? pdf_entry(&f->trailer, "Size")
                                               : &nothing,
                -1) != (int64_t)f->n)
        bad_table(f, "does not count its objects right in /Size");
    read_objects(f);
    return true;
}

void pdf_close(Pdf *f)
{
    free(f->objects);
    free(f->index.dicts);
    free(f->index.refs);
}
