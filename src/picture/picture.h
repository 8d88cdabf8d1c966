/* Pictures: what they are, and made into what every reader of books shows.  The only user
 * of the libraries that know their formats. */
#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H

#include "base/buf.h"

typedef enum PictureFormat {
    PICTURE_NONE,
    PICTURE_PNG,
    PICTURE_JPEG,
    PICTURE_GIF,
    PICTURE_WEBP,
    PICTURE_SVG,
} PictureFormat;

/* A width and a height in pixels. */
typedef struct Pixels {
    uint32_t width, height;
} Pixels;

/* What a picture says of itself before it is decoded. */
typedef struct PictureInfo {
    PictureFormat format;
    Pixels size;  /* as it is seen: turned as its camera says.  SVG: in CSS pixels */
    uint8_t turn; /* EXIF's orientation, 1 to 8; 1: as it is stored */
} PictureInfo;

/* A picture as both outputs hold it: a PNG of 8 bits, not interlaced, or a baseline JPEG;
 * opaque, upright, gray or sRGB, with nothing in it but pixels. */
typedef struct PictureMade {
    PictureFormat format; /* PICTURE_NONE: not made */
    Pixels size;
    Str bytes;        /* the file */
    uint8_t channels; /* PNG with a palette: 1 */
    Str palette;      /* PNG: of `bytes`, three a colour; empty: none */
    Str data;         /* PNG: of `bytes`, its filtered rows, deflated */
} PictureMade;

/* What the bytes are.  Gives NULL, or else why they cannot be shown (static: "it is …").
 */
const char *picture_probe(Str bytes, PictureInfo *out);

/* How good pictures are to be. */
typedef struct PictureAims {
    Pixels most;
    uint32_t dots; /* a drawing's, for each of its CSS pixels, in 1/1024 */
    int quality; /* JPEGs', of 100; 0: what print shows no loss of, and one that need not
                  * be reduced keeps what it has */
} PictureAims;

/* Makes a picture that was probed, reduced to fit into `most`; never enlarged, but a
 * drawing (SVG) is drawn as large as it may be, up to `dots`.  Its bytes are the heap's
 * (free() bytes.p).  Gives NULL or why not, as above. */
const char *picture_make(Str bytes, const PictureInfo *info, const PictureAims *aims,
                         PictureMade *out);

/* size, reduced to fit into `most`; never to nothing. */
Pixels picture_fit(Pixels size, Pixels most);

const char *picture_format(PictureFormat f); /* "png" */

/* "libpng 1.6.39, libjpeg-turbo 2.1.5, …" */
void picture_versions(Buf *out, const char *between);

#endif
