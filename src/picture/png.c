/* PNG: read whatever the kind, written in the smallest of three: palette, gray, colour.
 *
 * Chunks that are not pixels are passed over unread: a compressed text or profile may
 * unpack to anything.  libpng leaves by longjmp; what it leaves behind is in PngRead. */
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "raster.h"

enum { CACHE_MOST = 64, CHUNK_MOST = 8 << 20, RGBA = 4, COLOURS = 256 };

static bool is_png(Str bytes)
{
    return str_starts(bytes, S("\x89PNG\r\n\x1a\n"));
}

static uint32_t big_endian(Str s, size_t at)
{
    uint32_t value = 0;
    for (size_t i = at; i < at + 4; i++)
        value = value << 8 | (uint8_t)s.p[i];
    return value;
}

static const char *probe_png(Str bytes, PictureInfo *out)
{
    if (bytes.n < 33 || !str_eq(str_sub(bytes, 12, 16), S("IHDR")))
        return WHY_DAMAGED;
    out->size = (Pixels){big_endian(bytes, 16), big_endian(bytes, 20)};
    return NULL;
}

/* ---- reading ---- */

typedef struct PngRead {
    Str rest;
    png_structp png;
    png_infop info;
    uint8_t *rows;
} PngRead;

static void on_error(png_structp png, png_const_charp text)
{
    (void)text;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void take(png_structp png, png_bytep to, size_t n)
{
    PngRead *r = png_get_io_ptr(png);
    if (n > r->rest.n)
        png_error(png, "");
    memcpy(to, r->rest.p, n);
    r->rest = str_sub(r->rest, n, r->rest.n);
}

/* All kinds as red, green, blue and how opaque, a byte each, in sRGB. */
static void ask_rgba(PngRead *r)
{
    static const png_byte unread[] =
        "bKGD\0cHRM\0eXIf\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0"
        "sBIT\0sCAL\0sPLT\0tEXt\0tIME\0zTXt";
    png_set_user_limits(r->png, SIDE_MOST, SIDE_MOST);
    png_set_chunk_cache_max(r->png, CACHE_MOST);
    png_set_chunk_malloc_max(r->png, CHUNK_MOST);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, unread,
                                sizeof unread / 5);
    png_read_info(r->png, r->info);
    png_set_gamma(r->png, PNG_DEFAULT_sRGB, 1 / 2.2);
    png_set_expand(r->png);
    png_set_scale_16(r->png);
    png_set_gray_to_rgb(r->png);
    png_set_add_alpha(r->png, 0xFF, PNG_FILLER_AFTER);
}

static void read_rows(PngRead *r, Scaler *to)
{
    ask_rgba(r);
    const Pixels size = {png_get_image_width(r->png, r->info),
                         png_get_image_height(r->png, r->info)};
    const int passes = png_set_interlace_handling(r->png);
    if (size_check(size, passes > 1 ? HELD_MOST : PIXELS_MOST))
        png_error(r->png, "");
    const size_t row = (size_t)size.width * RGBA;
    png_read_update_info(r->png, r->info);
    scaler_begin(to, size);
    r->rows = mem_alloc(passes > 1 ? row * size.height : row);
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < size.height; y++) {
            uint8_t *at = r->rows + (passes > 1 ? row * y : 0);
            png_read_row(r->png, at, NULL);
            if (pass == passes - 1)
                scaler_put_rgba(to, at);
        }
}

static bool read_png(PngRead *r, Scaler *to)
{
    if (setjmp(png_jmpbuf(r->png)))
        return false;
    png_set_read_fn(r->png, r, take);
    read_rows(r, to);
    return true;
}

static const char *decode_png(Str bytes, Scaler *to)
{
    PngRead r = {.rest = bytes};
    r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    r.info = r.png ? png_create_info_struct(r.png) : NULL;
    const bool ok = r.info && read_png(&r, to);
    png_destroy_read_struct(&r.png, &r.info, NULL);
    free(r.rows);
    return ok ? NULL : WHY_DAMAGED;
}

/* ---- writing ---- */

typedef struct Colours {
    uint32_t rgb[COLOURS]; /* in the order of the picture */
    unsigned n;            /* COLOURS + 1: more than a palette holds */
    bool gray;
    bool flat;                  /* a drawing: most pixels are like their neighbour */
    int16_t slots[4 * COLOURS]; /* hashed: 1 + the colour's place; 0: free */
} Colours;

static uint32_t colour_at(const uint8_t *p)
{
    return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

/* The colour's place; COLOURS when there is no room. */
static unsigned colour_find(Colours *c, uint32_t rgb)
{
    enum { SLOTS = 4 * COLOURS };
    unsigned i = (rgb * 2654435761u >> 16) % SLOTS;
    for (; c->slots[i]; i = (i + 1) % SLOTS)
        if (c->rgb[c->slots[i] - 1] == rgb)
            return (unsigned)c->slots[i] - 1;
    if (c->n == COLOURS)
        return COLOURS;
    c->rgb[c->n++] = rgb;
    c->slots[i] = (int16_t)c->n;
    return c->n - 1;
}

/* A photograph's pixels hardly ever are; filters, which guess a pixel from those about
 * it, only hide from deflate that a drawing's are the same. */
static bool is_flat(const Raster *r)
{
    const size_t n = (size_t)r->size.width * r->size.height;
    size_t like = 0;
    for (const uint8_t *p = r->rgb + 3; p < r->rgb + 3 * n; p += 3)
        like += p[0] == p[-3] && p[1] == p[-2] && p[2] == p[-1];
    return like >= n / 4 * 3;
}

static Colours colours_of(const Raster *r)
{
    Colours c = {.gray = true, .flat = is_flat(r)};
    const size_t n = (size_t)r->size.width * r->size.height;
    bool many = false;
    for (size_t i = 0; i < n && (c.gray || !many); i++) {
        const uint8_t *p = r->rgb + 3 * i;
        c.gray = c.gray && p[0] == p[1] && p[1] == p[2];
        many = many || colour_find(&c, colour_at(p)) == COLOURS;
    }
    c.n = many ? COLOURS + 1 : c.n;
    return c;
}

static void give(png_structp png, png_bytep bytes, size_t n)
{
    buf_put(png_get_io_ptr(png), (Str){(const char *)bytes, n});
}

static void flush(png_structp png)
{
    (void)png;
}

static void put_header(png_structp png, png_infop info, const Raster *r, const Colours *c)
{
    const bool palette = !c->gray && c->n <= COLOURS;
    png_set_IHDR(png, info, r->size.width, r->size.height, 8,
                 palette   ? PNG_COLOR_TYPE_PALETTE
                 : c->gray ? PNG_COLOR_TYPE_GRAY
                           : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (palette) {
        png_color colours[COLOURS];
        for (unsigned i = 0; i < c->n; i++)
            colours[i] = (png_color){(png_byte)(c->rgb[i] >> 16),
                                     (png_byte)(c->rgb[i] >> 8), (png_byte)c->rgb[i]};
        png_set_PLTE(png, info, colours, (int)c->n);
    }
    png_set_filter(png, 0, palette || c->flat ? PNG_FILTER_NONE : PNG_ALL_FILTERS);
    /* A drawing is small at any level; 9 takes twice as long for it. */
    png_set_compression_level(png, c->flat ? 6 : 9);
    /* One IDAT for all, so that a PDF can take it as it is. */
    png_set_compression_buffer_size(
        png, (size_t)(r->size.width + 1) * r->size.height * 3 / 1000 * 1001 + 4096);
    png_write_info(png, info);
}

/* A row in the kind that is written. */
static void pack_row(const Raster *r, Colours *c, uint32_t y, uint8_t *row)
{
    const uint8_t *p = r->rgb + (size_t)y * r->size.width * 3;
    for (uint32_t x = 0; x < r->size.width; x++, p += 3)
        row[x] = c->gray ? p[0] : (uint8_t)colour_find(c, colour_at(p));
}

static bool write_png(png_structp png, png_infop info, const Raster *r, Colours *c,
                      uint8_t *row, Buf *out)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_write_fn(png, out, give, flush);
    put_header(png, info, r, c);
    for (uint32_t y = 0; y < r->size.height; y++) {
        if (c->gray || c->n <= COLOURS)
            pack_row(r, c, y, row);
        else
            memcpy(row, r->rgb + (size_t)y * r->size.width * 3,
                   (size_t)r->size.width * 3);
        png_write_row(png, row);
    }
    png_write_end(png, NULL);
    return true;
}

/* What the first chunk of that name holds. */
static Str chunk(Str file, Str name)
{
    for (size_t at = 8; at + 12 <= file.n;) {
        const size_t n = big_endian(file, at);
        if (str_eq(str_sub(file, at + 4, at + 8), name))
            return str_sub(file, at + 8, at + 8 + n);
        at += n + 12;
    }
    return (Str){0};
}

const char *png_encode(const Raster *r, PictureMade *out)
{
    Colours colours = colours_of(r);
    Buf file = {0};
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    uint8_t *row = mem_alloc((size_t)r->size.width * 3);
    const bool ok = info && write_png(png, info, r, &colours, row, &file);
    png_destroy_write_struct(&png, &info);
    free(row);
    *out = (PictureMade){.format = PICTURE_PNG,
                         .size = r->size,
                         .bytes = buf_str(&file),
                         .channels = colours.gray || colours.n <= COLOURS ? 1 : 3,
                         .palette = chunk(buf_str(&file), S("PLTE")),
                         .data = chunk(buf_str(&file), S("IDAT"))};
    if (!ok)
        buf_free(&file);
    return ok ? NULL : "it cannot be encoded";
}

static void put_version(Buf *out)
{
    buf_printf(out, "libpng %s", png_get_libpng_ver(NULL));
}

const Codec codec_png = {PICTURE_PNG, "png", is_png, probe_png, decode_png, put_version};
