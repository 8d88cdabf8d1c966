/* JPEG, through libjpeg(-turbo).
 *
 * A plain file's coefficients are copied and its markers (EXIF, places, thumbnails,
 * profiles) are not: no pixel changes, and what was progressive is baseline.  Where a
 * file is reduced, the transform itself does the first halvings, so that a large
 * photograph is never decoded whole.  libjpeg leaves by longjmp. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "raster.h"

enum {
    SCANS_MOST = 200,        /* progressive files have about ten; each costs a pass */
    MEMORY_MOST = 256 << 20, /* libjpeg's, bytes */
};

typedef struct Errors {
    struct jpeg_error_mgr base; /* first: libjpeg knows no more of it */
    jmp_buf leave;
} Errors;

static void on_error(j_common_ptr j)
{
    longjmp(((Errors *)j->err)->leave, 1);
}

static void on_message(j_common_ptr j, int level)
{
    if (level < 0)
        j->err->num_warnings++;
}

static void on_progress(j_common_ptr j)
{
    const struct jpeg_decompress_struct *in = (j_decompress_ptr)j;
    if (in->input_scan_number > SCANS_MOST)
        on_error(j);
}

static struct jpeg_error_mgr *errors_of(Errors *e)
{
    jpeg_std_error(&e->base);
    e->base.error_exit = on_error;
    e->base.emit_message = on_message;
    return &e->base;
}

typedef struct JpegRead {
    Errors errors;
    struct jpeg_decompress_struct in;
    struct jpeg_progress_mgr progress;
    uint8_t *row, *rgb;
} JpegRead;

static void start(JpegRead *r, Str bytes)
{
    jpeg_create_decompress(&r->in);
    r->in.mem->max_memory_to_use = MEMORY_MOST;
    r->progress.progress_monitor = on_progress;
    r->in.progress = &r->progress;
    jpeg_save_markers(&r->in, JPEG_APP0 + 1, 0xFFFF);
    jpeg_mem_src(&r->in, (const unsigned char *)bytes.p, (unsigned long)bytes.n);
    jpeg_read_header(&r->in, TRUE);
}

static void stop(JpegRead *r)
{
    jpeg_destroy_decompress(&r->in);
    free(r->row);
    free(r->rgb);
}

static bool is_jpeg(Str bytes)
{
    return str_starts(bytes, S("\xFF\xD8\xFF"));
}

static uint8_t turn_of(const struct jpeg_decompress_struct *in)
{
    const Str head = S("Exif\0\0");
    for (jpeg_saved_marker_ptr m = in->marker_list; m; m = m->next) {
        const Str data = {(const char *)m->data, m->data_length};
        if (str_starts(data, head))
            return exif_turn(str_sub(data, head.n, data.n));
    }
    return 1;
}

static const char *probe_jpeg(Str bytes, PictureInfo *out)
{
    JpegRead r = {0};
    r.in.err = errors_of(&r.errors);
    if (setjmp(r.errors.leave)) {
        stop(&r);
        return WHY_DAMAGED;
    }
    start(&r, bytes);
    out->size = (Pixels){r.in.image_width, r.in.image_height};
    out->turn = turn_of(&r.in);
    stop(&r);
    return NULL;
}

/* ---- reading ---- */

/* Inks as colours; Adobe's files, which are all there are, have them inverted. */
static void from_inks(const struct jpeg_decompress_struct *in, const uint8_t *inks,
                      uint8_t *rgb)
{
    const unsigned mask = in->saw_Adobe_marker ? 0 : 0xFF;
    for (uint32_t x = 0; x < in->output_width; x++, inks += 4, rgb += 3)
        for (int c = 0; c < 3; c++)
            rgb[c] = (uint8_t)(((inks[c] ^ mask) * (inks[3] ^ mask) + 127) / 255);
}

static void choose(struct jpeg_decompress_struct *in, Pixels to)
{
    const bool inks =
        in->jpeg_color_space == JCS_CMYK || in->jpeg_color_space == JCS_YCCK;
    in->out_color_space = inks ? JCS_CMYK : JCS_RGB;
    in->dct_method = JDCT_ISLOW;
    in->scale_num = 1;
    for (in->scale_denom = 8; in->scale_denom > 1; in->scale_denom /= 2)
        if (in->image_width / in->scale_denom >= to.width &&
            in->image_height / in->scale_denom >= to.height)
            break;
}

static void read_rows(JpegRead *r, Scaler *to)
{
    struct jpeg_decompress_struct *in = &r->in;
    choose(in, to->to);
    jpeg_start_decompress(in);
    scaler_begin(to, (Pixels){in->output_width, in->output_height});
    r->row = mem_alloc((size_t)in->output_width * (size_t)in->output_components);
    r->rgb = mem_alloc((size_t)in->output_width * 3);
    while (in->output_scanline < in->output_height) {
        JSAMPROW rows[] = {r->row};
        jpeg_read_scanlines(in, rows, 1);
        if (in->output_components == 4)
            from_inks(in, r->row, r->rgb);
        scaler_put(to, in->output_components == 4 ? r->rgb : r->row);
    }
}

static const char *decode_jpeg(Str bytes, Scaler *to)
{
    JpegRead r = {0};
    r.in.err = errors_of(&r.errors);
    if (setjmp(r.errors.leave)) {
        stop(&r);
        return WHY_DAMAGED;
    }
    start(&r, bytes);
    read_rows(&r, to);
    stop(&r);
    return NULL;
}

/* ---- writing ---- */

typedef struct JpegWrite {
    Errors errors;
    struct jpeg_compress_struct out;
    unsigned char *bytes; /* libjpeg's, from malloc() */
    unsigned long n;
    uint8_t *row;
} JpegWrite;

static void begin(JpegWrite *w, struct jpeg_error_mgr *errors)
{
    w->out.err = errors;
    jpeg_create_compress(&w->out);
    jpeg_mem_dest(&w->out, &w->bytes, &w->n);
}

static void finish(JpegWrite *w, PictureMade *out)
{
    jpeg_finish_compress(&w->out);
    *out = (PictureMade){.format = PICTURE_JPEG,
                         .size = {w->out.image_width, w->out.image_height},
                         .bytes = {(char *)w->bytes, w->n},
                         .channels = (uint8_t)w->out.num_components};
    w->bytes = NULL;
}

static void end(JpegWrite *w)
{
    jpeg_destroy_compress(&w->out);
    free(w->bytes);
    free(w->row);
}

static bool is_gray(const Raster *r)
{
    const size_t n = (size_t)r->size.width * r->size.height;
    for (const uint8_t *p = r->rgb; p < r->rgb + 3 * n; p += 3)
        if (p[0] != p[1] || p[1] != p[2])
            return false;
    return true;
}

static void write_rows(JpegWrite *w, const Raster *r, int quality)
{
    const bool gray = is_gray(r);
    w->out.image_width = r->size.width;
    w->out.image_height = r->size.height;
    w->out.input_components = gray ? 1 : 3;
    w->out.in_color_space = gray ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&w->out);
    jpeg_set_quality(&w->out, quality, TRUE);
    w->out.optimize_coding = TRUE;
    w->out.dct_method = JDCT_ISLOW;
    jpeg_start_compress(&w->out, TRUE);
    w->row = mem_alloc((size_t)r->size.width * 3);
    for (uint32_t y = 0; y < r->size.height; y++) {
        const uint8_t *p = r->rgb + (size_t)y * r->size.width * 3;
        for (uint32_t x = 0; x < r->size.width * (gray ? 1u : 3u); x++)
            w->row[x] = p[gray ? 3 * x : x];
        JSAMPROW rows[] = {w->row};
        jpeg_write_scanlines(&w->out, rows, 1);
    }
}

const char *jpeg_encode(const Raster *r, int quality, PictureMade *out)
{
    JpegWrite w = {0};
    if (setjmp(w.errors.leave)) {
        end(&w);
        return "it cannot be encoded";
    }
    begin(&w, errors_of(&w.errors));
    write_rows(&w, r, quality);
    finish(&w, out);
    end(&w);
    return NULL;
}

/* ---- copying ---- */

static void copy(JpegRead *r, JpegWrite *w, PictureMade *out)
{
    jvirt_barray_ptr *coefficients = jpeg_read_coefficients(&r->in);
    begin(w, &r->errors.base);
    jpeg_copy_critical_parameters(&r->in, &w->out);
    w->out.optimize_coding = TRUE;
    jpeg_write_coefficients(&w->out, coefficients);
    finish(w, out);
    jpeg_finish_decompress(&r->in);
}

const char *jpeg_copy(Str bytes, PictureMade *out, bool *done)
{
    JpegRead r = {0};
    JpegWrite w = {0};
    r.in.err = errors_of(&r.errors);
    *done = false;
    if (setjmp(r.errors.leave)) {
        stop(&r);
        end(&w);
        return WHY_DAMAGED;
    }
    start(&r, bytes);
    *done = r.in.data_precision == 8 && (r.in.jpeg_color_space == JCS_YCbCr ||
                                         r.in.jpeg_color_space == JCS_GRAYSCALE);
    if (*done)
        copy(&r, &w, out);
    end(&w);
    stop(&r);
    return NULL;
}

static void put_version(Buf *out)
{
    const int v = LIBJPEG_TURBO_VERSION_NUMBER;
    buf_printf(out, "libjpeg-turbo %d.%d.%d", v / 1000000, v / 1000 % 1000, v % 1000);
}

const Codec codec_jpeg = {PICTURE_JPEG, "jpeg",      is_jpeg,
                          probe_jpeg,   decode_jpeg, put_version};
