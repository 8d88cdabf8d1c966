/* What streams are packed by: Flate, with the predictors of PNG.  Other filters are
 * pictures' own, or older and larger: those are reported where a stream has to be read.
 *
 * What comes out is counted, for a stream and for the file, so that no small file takes
 * all of the memory. */
#include <stdlib.h>

#include <zlib.h>

#include "pdf_file.h"

enum {
    MOST_BYTES = 64 << 20, /* of a stream: a picture of 20 million pixels */
    ALL_LEAST = 256 << 20, /* of all of them, and for each byte of the file */
    ALL_TIMES = 100,       /* so many more: white pictures are small */
    WINDOW = 1 << 16,      /* inflated at a time */
    ROW_MOST = 1 << 20,    /* bytes of a row that a predictor works on */
    PNG_FIRST = 10,        /* predictors of PNG, to 15 */
};

static const char overflow[] = "it, or all streams, unpack to more than any book";

static bool bad_data(Pdf *f, const PdfObject *s, const char *why)
{
    return pdf_tell(f, D_CHECK_OBJECT, s->value.owner, str_of(why), (Str){0});
}

/* Counts what comes out of streams, each time that one is asked for: they are shared. */
static bool may_unpack(Pdf *f, size_t n)
{
    f->unpacked += n;
    return f->unpacked <= ALL_LEAST + (uint64_t)ALL_TIMES * f->bytes.n;
}

static bool inflate_stream(Pdf *f, const PdfObject *s, Buf *out)
{
    char window[WINDOW];
    z_stream z = {.next_in = (Bytef *)(uintptr_t)s->data.p, .avail_in = (uInt)s->data.n};
    if (s->data.n > INT32_MAX)
        return bad_data(f, s, overflow);
    if (inflateInit(&z) != Z_OK)
        mem_out();
    int end = Z_OK;
    bool fits = true;
    while (end == Z_OK && fits) {
        z.next_out = (Bytef *)window;
        z.avail_out = sizeof window;
        end = inflate(&z, Z_NO_FLUSH);
        const size_t n = sizeof window - z.avail_out;
        fits = may_unpack(f, n) && out->n + n <= MOST_BYTES;
        if (fits)
            buf_put(out, (Str){window, n});
    }
    inflateEnd(&z);
    if (!fits)
        return bad_data(f, s, overflow);
    return end == Z_STREAM_END || bad_data(f, s, "its data cannot be unpacked");
}

static uint8_t paeth(int left, int up, int corner)
{
    const int p = left + up - corner;
    const int a = abs(p - left), b = abs(p - up), c = abs(p - corner);
    return (uint8_t)(a <= b && a <= c ? left : b <= c ? up : corner);
}

/* Undoes the filter of one row; `up` is the row above, or all noughts. */
static bool unfilter(uint8_t *row, const uint8_t *up, size_t n, size_t pixel, int filter)
{
    for (size_t i = 0; i < n; i++) {
        const uint8_t left = i >= pixel ? row[i - pixel] : 0,
                      corner = i >= pixel ? up[i - pixel] : 0;
        switch (filter) {
        case 0:
            return true;
        case 1:
            row[i] = (uint8_t)(row[i] + left);
            break;
        case 2:
            row[i] = (uint8_t)(row[i] + up[i]);
            break;
        case 3:
            row[i] = (uint8_t)(row[i] + (left + up[i]) / 2);
            break;
        case 4:
            row[i] = (uint8_t)(row[i] + paeth(left, up[i], corner));
            break;
        default:
            return false;
        }
    }
    return true;
}

/* Rows of PNG, each behind the number of its filter, to plain ones, in place. */
static bool undo_png(Pdf *f, const PdfObject *s, const PdfValue *parms, Buf *b)
{
    const int64_t colors = pdf_int(pdf_at(f, parms, "Colors"), 1),
                  bits = pdf_int(pdf_at(f, parms, "BitsPerComponent"), 8),
                  columns = pdf_int(pdf_at(f, parms, "Columns"), 1);
    if (colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 ||
        columns > ROW_MOST)
        return bad_data(f, s, "the size of its rows is none");
    const size_t row = (size_t)(colors * bits * columns + 7) / 8,
                 pixel = (size_t)(colors * bits + 7) / 8;
    uint8_t *above = mem_alloc(row);
    size_t to = 0;
    bool ok = b->n % (row + 1) == 0;
    for (size_t at = 0; ok && at < b->n; at += row + 1, to += row) {
        uint8_t *p = (uint8_t *)b->p + at + 1;
        ok = unfilter(p, to ? (uint8_t *)b->p + to - row : above, row, pixel, p[-1]);
        for (size_t i = 0; i < row; i++)
            ((uint8_t *)b->p)[to + i] = p[i];
    }
    free(above);
    b->n = to;
    return ok || bad_data(f, s, "its rows are not what its predictor makes");
}

bool pdf_data(Pdf *f, const PdfObject *s, Buf *out)
{
    const PdfValue *filter = pdf_at(f, &s->value, "Filter"),
                   *parms = pdf_at(f, &s->value, "DecodeParms");
    buf_clear(out);
    if (filter->kind == PDF_ARRAY && filter->n <= 1) {
        filter = pdf_nth(f, filter, 0);
        parms = parms->kind == PDF_ARRAY ? pdf_nth(f, parms, 0) : parms;
    }
    if (filter->kind == PDF_NULL) {
        if (!may_unpack(f, s->data.n))
            return bad_data(f, s, overflow);
        buf_put(out, s->data);
        return true;
    }
    if (!pdf_is_name(filter, "FlateDecode"))
        return bad_data(f, s, "it is packed by a filter other than Flate");
    if (!inflate_stream(f, s, out))
        return false;
    const int64_t predictor = pdf_int(pdf_at(f, parms, "Predictor"), 1);
    if (predictor > 1 && (predictor < PNG_FIRST || predictor > PNG_FIRST + 5))
        return bad_data(f, s, "its predictor is none of PNG's");
    return predictor == 1 || undo_png(f, s, parms, out);
}
