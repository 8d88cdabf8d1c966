/* What the files of picture/ share: pixels on their way from a decoder to an encoder.
 *
 * A decoder gives rows, from the top, to a Scaler, which keeps no more than the reduced
 * picture: a large photograph is never in memory as a whole. */
#ifndef PICTURE_RASTER_H
#define PICTURE_RASTER_H

#include "picture.h"

enum {
    SIDE_MOST = 65500,               /* pixels: what a JPEG can be */
    PIXELS_MOST = 100 * 1000 * 1000, /* beyond every telephone and most scanners */
    HELD_MOST = 40 * 1000 * 1000,    /* where a decoder must hold all of them */
};

/* Rows of red, green and blue, a byte each. */
typedef struct Raster {
    Pixels size;
    uint8_t *rgb; /* owned: free() */
} Raster;

typedef struct Scaler {
    Pixels to;   /* told by the caller */
    Pixels from; /* told by the decoder, which may have reduced it already */
    Raster out;
    uint64_t *sums;   /* of the row of the result at hand */
    uint32_t row, at; /* rows that came; row of the result */
} Scaler;

/* A decoder says how large its rows are, then gives them one by one. */
void scaler_begin(Scaler *s, Pixels from);
void scaler_put(Scaler *s, const uint8_t *rgb);
void scaler_put_rgba(Scaler *s, uint8_t *rgba); /* on white; the row is overwritten */
void scaler_free(Scaler *s);

/* Turns the raster as EXIF's orientation says. */
void raster_turn(Raster *r, uint8_t turn);

/* One format.  probe() and decode() give NULL or why not.  decode() fills a Scaler whose
 * `to` is as the picture is stored, not turned. */
typedef struct Codec {
    PictureFormat format;
    const char *name;
    bool (*is)(Str bytes);
    const char *(*probe)(Str bytes, PictureInfo *out);
    const char *(*decode)(Str bytes, Scaler *to);
    void (*version)(Buf *out); /* "libpng 1.6.39" */
} Codec;

extern const Codec codec_png, codec_jpeg, codec_gif, codec_webp, codec_svg;

/* Are they no more than `most`, and some?  NULL, or why not. */
const char *size_check(Pixels size, uint64_t most);

/* ---- encoders: NULL or why not; the bytes are the heap's ---- */

const char *png_encode(const Raster *r, PictureMade *out);
const char *jpeg_encode(const Raster *r, int quality, PictureMade *out);
/* The same coefficients in a plain file, without a loss; *done false: it is of a kind
 * that must be encoded anew. */
const char *jpeg_copy(Str bytes, PictureMade *out, bool *done);

/* The orientation in EXIF's data (behind "Exif\0\0"); 1 when there is none. */
uint8_t exif_turn(Str tiff);

#define WHY_DAMAGED "it is damaged"

#endif
