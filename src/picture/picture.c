/* Making pictures: which format a picture is, and which one it is kept in.
 *
 * A JPEG that need not be reduced or turned keeps its coefficients and loses only what is
 * not picture.  Everything else is decoded, laid on white (black lines on nothing vanish
 * where a reader turns the page dark), reduced, turned and encoded anew: as a JPEG where
 * it was one or was compressed like one, else without a loss as a PNG, unless it is so
 * full of colours (a photograph) that a JPEG takes a quarter of that or less.
 * Profiles are left out: readers of books hardly use them, and the outputs say sRGB. */
#include "picture.h"

#include <stdlib.h>

#include "raster.h"

enum {
    PHOTOGRAPH = 4, /* a PNG is so many times as large as its JPEG */
    PLAIN =
        12, /* pixels a byte: no JPEG is so much smaller than a PNG as small as this */
    QUALITY = 88, /* of a JPEG, of 100: no loss that print shows */
};

static const Codec *const codecs[] = {&codec_png, &codec_jpeg, &codec_gif, &codec_webp,
                                      &codec_svg};

static const Codec *codec_of(Str bytes)
{
    for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++)
        if (codecs[i]->is(bytes))
            return codecs[i];
    return NULL;
}

const char *picture_format(PictureFormat f)
{
    for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++)
        if (codecs[i]->format == f)
            return codecs[i]->name;
    return "none";
}

void picture_versions(Buf *out, const char *between)
{
    for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++) {
        buf_put(out, i ? str_of(between) : (Str){0});
        codecs[i]->version(out);
    }
}

const char *picture_probe(Str bytes, PictureInfo *out)
{
    const Codec *c = codec_of(bytes);
    *out = (PictureInfo){.turn = 1};
    if (c == NULL)
        return "it is of no kind that sheaf can show; save it as PNG or JPEG";
    out->format = c->format;
    const char *why = c->probe(bytes, out);
    if (why == NULL && out->turn >= 5)
        out->size = (Pixels){out->size.height, out->size.width};
    return why ? why : size_check(out->size, PIXELS_MOST);
}

Pixels picture_fit(Pixels size, Pixels most)
{
    const uint64_t w = size.width, h = size.height;
    if (w <= most.width && h <= most.height)
        return size;
    const bool wide =
        w * most.height >= h * most.width; /* its width is what is too much */
    const uint64_t by = wide ? most.width : most.height, of = wide ? w : h;
    const uint32_t width = (uint32_t)((w * by + of / 2) / of);
    const uint32_t height = (uint32_t)((h * by + of / 2) / of);
    return (Pixels){width ? width : 1, height ? height : 1};
}

static const char *encode(const Raster *r, bool lossy, int quality, PictureMade *out)
{
    if (lossy)
        return jpeg_encode(r, quality, out);
    const char *why = png_encode(r, out);
    if (why || out->channels == 1 ||
        out->bytes.n <= (uint64_t)r->size.width * r->size.height / PLAIN)
        return why;
    PictureMade jpeg = {0};
    why = jpeg_encode(r, quality, &jpeg);
    const bool photograph = why == NULL && jpeg.bytes.n * PHOTOGRAPH <= out->bytes.n;
    free((char *)(photograph ? out->bytes.p : jpeg.bytes.p));
    if (photograph)
        *out = jpeg;
    return why;
}

/* Is WebP's first chunk that of its lossy kind? */
static bool is_lossy(Str bytes, PictureFormat f)
{
    return f == PICTURE_JPEG ||
           (f == PICTURE_WEBP && str_eq(str_sub(bytes, 12, 16), S("VP8 ")));
}

/* A JPEG as it is, with nothing but its coefficients, where that is what is wanted: at
 * all, or because encoding it anew made nothing smaller.  *out was made, or is empty. */
static const char *keep_jpeg(Str bytes, PictureMade *out, bool *done)
{
    PictureMade copy = {0};
    const char *why = jpeg_copy(bytes, &copy, done);
    const bool better = *done && (out->bytes.n == 0 || copy.bytes.n <= out->bytes.n);
    free((char *)(better ? out->bytes.p : copy.bytes.p));
    if (better)
        *out = copy;
    return why;
}

const char *picture_make(Str bytes, const PictureInfo *info, const PictureAims *aims,
                         PictureMade *out)
{
    const Codec *c = codec_of(bytes);
    Pixels size = info->size;
    *out = (PictureMade){0};
    if (info->format == PICTURE_SVG) {
        size.width = (uint32_t)(((uint64_t)size.width * aims->dots + 1023) / 1024);
        size.height = (uint32_t)(((uint64_t)size.height * aims->dots + 1023) / 1024);
    }
    size = picture_fit(size, aims->most);
    const bool may_stay = info->format == PICTURE_JPEG && info->turn == 1 &&
                          size.width == info->size.width &&
                          size.height == info->size.height;
    bool done = false;
    if (may_stay && aims->quality == 0) {
        const char *why = keep_jpeg(bytes, out, &done);
        if (why || done)
            return why;
    }
    if (info->turn >= 5)
        size = (Pixels){size.height, size.width};
    Scaler s = {.to = size};
    const char *why = c->decode(bytes, &s);
    if (why == NULL) {
        raster_turn(&s.out, info->turn);
        why = encode(&s.out, is_lossy(bytes, info->format),
                     aims->quality ? aims->quality : QUALITY, out);
    }
    scaler_free(&s);
    return why || !may_stay || aims->quality == 0 ? why : keep_jpeg(bytes, out, &done);
}
