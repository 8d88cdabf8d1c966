/* Objects through libharu's object layer.
 *
 * libharu is used as a store and a writer: it numbers the objects and writes each of
 * them.  Of a document it makes nothing: its own catalog, fonts, text strings and XMP are
 * what this program cannot use (2.3.0 knows no tags, writes CID ranges for ToUnicode,
 * does not escape XMP, takes the clock for the file's /ID).  So there is no HPDF_Doc
 * here, only its parts: memory, error, xref.
 *
 * Nearly every object is a dictionary whose list of elements stays empty and whose
 * write_fn prints a text made by the caller.  That costs 200 bytes an object; built from
 * HPDF_Dict elements the same structure element would cost 1.5 KB.  The price is that
 * nobody checks the text: `qpdf --check` on the outputs does.
 *
 * A tagged book is mostly small dictionaries: as they are, they and the table of their
 * places take more of the file than its text.  So all but Info, which tells at the file's
 * head whose it is, are packed into object streams and found through a cross-reference
 * stream (PDF 1.5, both allowed by PDF/A-2): half of the size, for nothing that a reader
 * could notice.  libharu knows neither, so both are made here.
 *
 * Streams are deflated by zlib, by other threads, while the next are made; libharu knows
 * no threads.
 *
 * This is the only file that knows libharu; it could be replaced by a writer of its own.
 */
#include "pdfobj.h"

#include <stdlib.h>
#include <string.h>

#include <hpdf.h>
#include <hpdf_objects.h>
#include <zlib.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "pdf.h"

/* What an object is printed from. */
typedef struct Body {
    Str entries; /* of its dictionary */
    Objects *objects;

    /* Of a stream: */
    Buf data; /* as it goes into the file, once the batch is done */
    bool deflated;
    HPDF_STATUS status;
    struct Body *before; /* of the stream that was made before; NULL: none */
} Body;

struct Objects {
    Arena *arena;
    Background *helpers; /* borrowed */
    Batch deflating;
    Body *streams;        /* the last */
    HPDF_Error_Rec error; /* the first: after it libharu is not called any more */
    HPDF_MMgr memory;
    HPDF_Xref xref;
    HPDF_Stream out; /* while obj_save() is at work */
};

/* Where the file has an object. */
typedef struct Where {
    size_t at;      /* its place in the file; packed: the number of its stream */
    uint32_t index; /* packed: which one it is there */
    bool packed;
} Where;

enum {
    OBJECT_NUMBER = 0x00FFFFFF, /* of a header's obj_id; the rest are flags */
    STRING_MOST = 32000,        /* bytes; PDF/A-2, 6.1.13 allows 32,767 */
    XREF_STEP = 32768,          /* entries; libharu copies the table once a step */
    LEVEL = 4,                  /* zlib's; 6 makes pages of text 3 % smaller, and takes
                                 * half as long again */
    PACK = 200, /* objects of an object stream: a viewer unpacks it whole to see one */
    ROW = 7,    /* bytes of an entry of the cross-reference stream: 1, 4 and 2 */
};

/* ---- libharu's callbacks ---- */

/* Out of memory ends the program, as everywhere. */
static void *HPDF_STDCALL allocate(HPDF_UINT n)
{
    return mem_grow(NULL, n, 1);
}

static void HPDF_STDCALL release(void *p)
{
    free(p);
}

static HPDF_STATUS put(HPDF_Stream out, Str s)
{
    return s.n == 0 ? HPDF_OK
                    : HPDF_Stream_Write(out, (const HPDF_BYTE *)s.p, (HPDF_UINT)s.n);
}

static HPDF_STATUS write_body(HPDF_Dict dict, HPDF_Stream out)
{
    const Body *body = dict->attr;
    if (body == NULL)
        return HPDF_OK;
    put(out, body->entries);
    if (dict->after_write_fn == NULL)
        return HPDF_OK;
    char length[64];
    snprintf(length, sizeof length, "/Length %zu%s\n", body->data.n,
             body->deflated ? "/Filter/FlateDecode" : "");
    return put(out, str_of(length));
}

/* Behind the dictionary of a stream. */
static HPDF_STATUS write_data(HPDF_Dict dict)
{
    const Body *body = dict->attr;
    HPDF_Stream out = body->objects->out;
    put(out, S("\nstream\r\n"));
    put(out, buf_str(&body->data));
    return put(out, S("\nendstream"));
}

static HPDF_STATUS write_out(HPDF_Stream stream, const HPDF_BYTE *p, HPDF_UINT n)
{
    buf_put(stream->attr, (Str){(const char *)p, n});
    return HPDF_OK;
}

/* ---- objects ---- */

static void obj_free(void *p)
{
    Objects *o = p;
    background_wait(o->helpers, &o->deflating);
    for (Body *b = o->streams; b; b = b->before)
        buf_free(&b->data);
    if (o->xref)
        HPDF_Xref_Free(o->xref);
    if (o->memory)
        HPDF_MMgr_Free(o->memory);
}

static void deflate_stream(void *item)
{
    Body *b = item;
    uLongf n = compressBound(b->data.n);
    Buf small = {.p = mem_grow(NULL, n, 1)};
    const int status =
        compress2((Bytef *)small.p, &n, (const Bytef *)b->data.p, b->data.n, LEVEL);
    b->status = status == Z_OK ? HPDF_OK : HPDF_FAILD_TO_ALLOC_MEM; /* nothing else can */
    small.p = mem_grow(small.p, n, 1);
    small.n = small.cap = n;
    buf_free(&b->data);
    b->data = small;
}

Objects *obj_new(Arena *a, Background *helpers)
{
    Objects *o = arena_alloc(a, sizeof *o);
    o->arena = a;
    o->helpers = helpers;
    arena_defer(a, obj_free, o);
    HPDF_Error_Init(&o->error, o);
    o->memory = HPDF_MMgr_New(&o->error, 0, allocate, release);
    o->xref = HPDF_Xref_New(o->memory, 0);
    o->xref->entries->items_per_block = XREF_STEP;
    return o;
}

static bool failed(const Objects *o)
{
    return o->error.error_no != HPDF_OK;
}

static Ref number(const HPDF_Dict dict)
{
    return dict->header.obj_id & OBJECT_NUMBER;
}

Ref obj_reserve(Objects *o)
{
    if (failed(o))
        return 0;
    HPDF_Dict dict = HPDF_Dict_New(o->memory);
    dict->write_fn = write_body;
    if (HPDF_Xref_Add(o->xref, dict) != HPDF_OK) /* which then freed it */
        return 0;
    return number(dict);
}

static Body *body_of(Objects *o, HPDF_Dict dict, Str entries)
{
    Body *body = arena_alloc(o->arena, sizeof *body);
    body->entries = entries;
    body->objects = o;
    return dict->attr = body;
}

static HPDF_Dict dict_at(Objects *o, Ref ref)
{
    return HPDF_Xref_GetEntry(o->xref, ref)->obj;
}

void obj_tell(Objects *o, Ref ref, Str entries)
{
    if (!failed(o))
        body_of(o, dict_at(o, ref), entries);
}

Ref obj_add(Objects *o, Str entries)
{
    const Ref ref = obj_reserve(o);
    obj_tell(o, ref, arena_str(o->arena, entries));
    return ref;
}

Ref obj_stream(Objects *o, Str entries, Str bytes, bool deflated)
{
    if (bytes.n > INT32_MAX && !failed(o)) /* libharu counts in 32 bits */
        HPDF_SetError(&o->error, HPDF_INVALID_PARAMETER, 0);
    const Ref ref = obj_reserve(o);
    if (failed(o))
        return 0;
    HPDF_Dict dict = dict_at(o, ref);
    dict->after_write_fn = write_data;
    Body *b = body_of(o, dict, arena_str(o->arena, entries));
    buf_put(&b->data, bytes);
    b->deflated = deflated;
    b->before = o->streams;
    o->streams = b;
    if (deflated)
        background_give(o->helpers, &o->deflating, deflate_stream, b);
    return ref;
}

/* The streams as they go into the file. */
static void finish_streams(Objects *o)
{
    background_wait(o->helpers, &o->deflating);
    for (Body *b = o->streams; b && !failed(o); b = b->before)
        if (b->status != HPDF_OK)
            HPDF_SetError(&o->error, b->status, 0);
}

/* ---- the file ---- */

static bool is_stream(Objects *o, Ref ref)
{
    return dict_at(o, ref)->after_write_fn != NULL;
}

static void write_pack(Objects *o, const Buf *index, const Buf *bodies, uint32_t n)
{
    const Str head = arena_printf(o->arena, "/Type/ObjStm/N %u/First %zu\n", n, index->n);
    Buf all = {0};
    buf_put(&all, buf_str(index));
    buf_put(&all, buf_str(bodies));
    obj_stream(o, head, buf_str(&all), true);
    buf_free(&all);
}

/* Packs the dictionaries of [1, n) into object streams, which are new objects. */
static void pack(Objects *o, Ref n, Ref plain, Where *where)
{
    Buf index = {0}, bodies = {0};
    uint32_t here = 0;
    Ref stream = n; /* the number that the next one will have */
    for (Ref ref = 1; ref < n; ref++) {
        if (ref == plain || is_stream(o, ref))
            continue;
        const Body *body = dict_at(o, ref)->attr;
        where[ref] = (Where){.at = stream, .index = here++, .packed = true};
        buf_decimal(&index, ref, 0);
        buf_byte(&index, ' ');
        buf_decimal(&index, (int64_t)bodies.n, 0);
        buf_byte(&index, '\n');
        buf_put(&bodies, S("<<"));
        buf_put(&bodies, body ? body->entries : (Str){0});
        buf_put(&bodies, S(">>\n"));
        if (here == PACK) {
            write_pack(o, &index, &bodies, here);
            buf_clear(&index);
            buf_clear(&bodies);
            here = 0;
            stream++;
        }
    }
    if (here > 0)
        write_pack(o, &index, &bodies, here);
    buf_free(&index);
    buf_free(&bodies);
}

static void write_object(Objects *o, Ref ref, Where *where, Buf *out)
{
    where[ref].at = out->n;
    buf_printf(out, "%u 0 obj\n", ref);
    HPDF_Obj_WriteValue(dict_at(o, ref), o->out, NULL);
    buf_put(out, S("\nendobj\n"));
}

/* An entry as the difference from the one before (PNG's filter "Up"): neighbours are
 * alike, so most of it is noughts. */
static void put_rows(Buf *out, const Where *where, Ref n)
{
    uint8_t before[ROW] = {0};
    for (Ref ref = 0; ref < n; ref++) {
        const Where *w = &where[ref];
        const uint32_t last = ref == 0 ? 0xFFFF : w->index; /* 0: the free list's head */
        const uint8_t row[ROW] = {
            ref == 0    ? 0
            : w->packed ? 2
                        : 1,
            (uint8_t)(w->at >> 24),
            (uint8_t)(w->at >> 16),
            (uint8_t)(w->at >> 8),
            (uint8_t)w->at,
            (uint8_t)(last >> 8),
            (uint8_t)last,
        };
        buf_byte(out, 2);
        for (int i = 0; i < ROW; i++) {
            buf_byte(out, (char)(uint8_t)(row[i] - before[i]));
            before[i] = row[i];
        }
    }
}

/* The cross-reference stream, which is the trailer too.  Its own number is the last. */
static void write_xref(Objects *o, Ref catalog, Ref info, Str name, Where *where,
                       Ref self, Buf *out)
{
    const size_t start = out->n;
    const Str id = sha256_hex(o->arena, name);
    const Str content = sha256_hex(o->arena, buf_str(out));
    Buf rows = {0};
    where[self].at = start;
    put_rows(&rows, where, self + 1);
    obj_stream(o,
               arena_printf(o->arena,
                            "/Type/XRef/Size %u/W[1 4 2]/Root %u 0 R/Info %u 0 R"
                            "/ID [<%.32s> <%.32s>]\n"
                            "/DecodeParms<</Predictor 12/Columns %d>>\n",
                            self + 1, catalog, info, id.p, content.p, ROW),
               buf_str(&rows), true);
    buf_free(&rows);
    finish_streams(o);
    if (!failed(o))
        write_object(o, self, where, out);
    buf_printf(out, "startxref\n%zu\n%%%%EOF\n", start);
}

static Ref next_number(const Objects *o)
{
    return (Ref)o->xref->entries->count;
}

static void write_file(Objects *o, Ref catalog, Ref info, Str name, Buf *out)
{
    const Ref n = next_number(o);
    const size_t most = (size_t)n + n / PACK + 2; /* with the streams that are to come */
    Where *where = arena_array(o->arena, most, sizeof *where);
    o->out = HPDF_CallbackWriter_New(o->memory, write_out, out);
    pack(o, n, info, where);
    finish_streams(o);
    buf_put(out, S("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"));
    const Ref self = next_number(o);
    for (Ref ref = 1; ref < self && !failed(o); ref++)
        if (!where[ref].packed)
            write_object(o, ref, where, out);
    if (!failed(o))
        write_xref(o, catalog, info, name, where, self, out);
    HPDF_Stream_Free(o->out);
    if (!failed(o) && out->n > INT32_MAX)
        HPDF_SetError(&o->error, HPDF_FILE_IO_ERROR, 0);
}

bool obj_save(Objects *o, Diag *d, Ref catalog, Ref info, Str name, Buf *out)
{
    if (!failed(o))
        write_file(o, catalog, info, name, out);
    if (!failed(o))
        return true;
    char code[16];
    snprintf(code, sizeof code, "0x%04X", (unsigned)o->error.error_no);
    return diag(d, D_PDF_LIBRARY, (Loc){0}, str_of(code), S(""));
}

const char *pdf_versions(void)
{
    return "libharu " HPDF_VERSION_TEXT;
}

/* ---- syntax ---- */

void put_ref(Buf *b, Ref ref)
{
    buf_decimal(b, ref, 0);
    buf_put(b, S(" 0 R"));
}

void put_hex4(Buf *b, unsigned unit)
{
    static const char hex[] = "0123456789ABCDEF";
    const char digits[] = {hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15],
                           hex[unit & 15]};
    buf_put(b, (Str){digits, sizeof digits});
}

void put_utf16(Buf *b, Str s, bool mark)
{
    const size_t start = b->n;
    buf_put(b, mark ? S("<FEFF") : S("<"));
    for (size_t i = 0; i < s.n && b->n - start < 2 * STRING_MOST;) {
        const uint32_t cp = utf8_next(s, &i);
        if (cp >= 0x10000) {
            put_hex4(b, 0xD800 + ((cp - 0x10000) >> 10));
            put_hex4(b, 0xDC00 + ((cp - 0x10000) & 0x3FF));
        } else {
            put_hex4(b, cp);
        }
    }
    buf_byte(b, '>');
}

static bool is_printable_ascii(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] > '~')
            return false;
    return true;
}

void put_text(Buf *b, Str s)
{
    if (!is_printable_ascii(s)) {
        put_utf16(b, s, true);
        return;
    }
    buf_byte(b, '(');
    for (size_t i = 0; i < s.n && i < STRING_MOST; i++) {
        if (s.p[i] == '(' || s.p[i] == ')' || s.p[i] == '\\')
            buf_byte(b, '\\');
        buf_byte(b, s.p[i]);
    }
    buf_byte(b, ')');
}

void put_name(Buf *b, Str s)
{
    static const char plain[] = "-+_.";
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        const bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                            (c >= 'a' && c <= 'z') || (c && strchr(plain, c));
        if (letter)
            buf_byte(b, (char)c);
        else
            buf_printf(b, "#%02X", c);
    }
}
