/* Faces: files of fonts, found, measured, shaped, subset and outlined.  The only user of
 * HarfBuzz and fontconfig.  Knows nothing of pages. */
#ifndef FONT_FONT_H
#define FONT_FONT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

/* One face of one file; immutable, shared by threads; owned by its Fonts. */
typedef struct Face {
    uint32_t number; /* in the order of loading; never reaches an output */
    Str family;      /* as the stylesheet or the file calls it */
    Str path;        /* of the file */
    Str name;        /* PostScript name: "Vollkorn-Regular" */
    Str version;     /* of the font: "4.105" */
    uint16_t weight;
    bool italic, cff; /* cff: its outlines are CFF, not glyf */
    uint32_t index;   /* of the face in a collection */
    int upem;
    /* in font units */
    int ascender, descender, cap_height, x_height, bbox[4];
    int italic_angle; /* whole degrees, negative leans right */
    uint32_t nglyphs;
    bool has_smcp, has_c2sc, has_onum, has_lnum, has_tnum, has_pnum, has_sups, has_frac;
    struct FaceData *data; /* face.c's */
} Face;

typedef struct Fonts Fonts;

Fonts *fonts_new(void); /* fonts_free() */
void fonts_free(Fonts *f);

/* Adds a face from a file under a family's name; reports and returns false when it is no
 * font that can be used. */
bool fonts_add(Diag *d, Fonts *f, Str family, uint16_t weight, bool italic, Str path);

/* The nearest face of the first family of a CSS list that is there ("Vollkorn, serif"):
 * italics first, then weight (CSS Fonts 4, 5.2).  Families not added are asked of
 * fontconfig by name, the generic ones last, and for lack of all the first that was
 * added.  NULL: no font was added and none is installed. */
const Face *fonts_match(Fonts *f, Str families, uint16_t weight, bool italic);

/* A face that has the character, chosen through fontconfig totally (family, then name,
 * then version), remembered; NULL: none has.  Thread-safe. */
const Face *fonts_fallback(Fonts *f, uint32_t cp, Str lang, uint16_t weight, bool italic);

/* The Debian package whose fonts cover the script of cp: "fonts-noto-cjk". */
const char *font_package_for(uint32_t cp);

bool face_has(const Face *face, uint32_t cp);
uint32_t face_glyph(const Face *face, uint32_t cp); /* 0: none */
int face_advance(const Face *face, uint32_t gid);   /* font units */

/* The box of a glyph's ink around its origin, font units; all 0: it has none. */
typedef struct Ink {
    int left, right, bottom, top;
} Ink;
Ink face_ink(const Face *face, uint32_t gid);

/* In 1/1000 of the main face's size: the size of `other`, which lends it the character,
 * at which its letters look as large. */
int face_matched(const Face *main, const Face *other, uint32_t cp);

/* ---- shaping ---- */

typedef struct Glyph {
    uint32_t gid;
    uint32_t cluster;        /* offset into the shape's text where its characters begin */
    int32_t advance, dx, dy; /* font units; what the pen moves, and where it is drawn */
} Glyph;

/* A run of text as glyphs, left to right as they are drawn. */
typedef struct Shape {
    const Face *face;
    Str text; /* what the glyphs stand for, in the order of reading */
    uint32_t n;
    int32_t width; /* sum of the advances, font units */
    bool rtl;
    bool actual; /* the glyphs do not show the text (a replacement): a PDF must say it */
    Glyph glyphs[];
} Shape;

/* Which OpenType features are on beyond the usual (kern, liga, clig, calt, ccmp, locl,
 * mark, mkmk, rlig). */
enum {
    FEATURE_SMCP = 1,
    FEATURE_C2SC = 2,
    FEATURE_ONUM = 4,
    FEATURE_LNUM = 8,
    FEATURE_PNUM = 16,
    FEATURE_TNUM = 32,
    FEATURE_NO_LIGA = 64,
    FEATURE_SUPS = 128,
    FEATURE_RTL = 256, /* no feature: from right to left, whatever the script */
    FEATURE_FRAC = 512,
};

/* Shapes text (one script, one direction; at most SHAPE_MOST characters reach HarfBuzz
 * at a time, and 32 marks a cluster: its mark handling is quadratic before 7.0). */
enum { SHAPE_MOST = 4096 };
const Shape *shape_text(Arena *a, const Face *face, Str text, Str lang,
                        unsigned features);

/* U+FFFD (a question mark where the face has none) in the place of text that no face
 * has: `actual` is set. */
const Shape *shape_replacement(Arena *a, const Face *face, Str text);

/* ---- for the outputs ---- */

typedef enum FontProgram { PROGRAM_TRUETYPE, PROGRAM_CFF } FontProgram;

/* The face with only these glyphs (sorted, 0 among them or not), under their own numbers:
 * a TrueType file, or the bare CFF table.  False: HarfBuzz could not. */
bool face_subset(Arena *a, const Face *face, const uint32_t *gids, size_t n, Str *out,
                 FontProgram *kind);

/* Why the file's own bits of its licence (OS/2, fsType) do not let a part of the face go
 * into a book that is passed on; NULL: they let it. */
const char *face_forbidden(const Face *face);

/* The characters that shaping may take cp apart into, and how many; 0: it never does. */
enum { SHAPE_APART = 6 };
size_t shape_apart(uint32_t cp, uint32_t parts[SHAPE_APART]);

/* A font file of the face with these characters (sorted), and all that its tables of
 * layout may make of them: it shapes them as the face does, and has its name and licence.
 * OpenType where face->cff, else TrueType; a variable face as it is by default.  False:
 * HarfBuzz could not. */
bool face_font_file(Arena *a, const Face *face, const uint32_t *chars, size_t n,
                    Str *out);

/* A glyph's outline in font units, y upwards: ops 'M' (1 point), 'L' (1), 'Q' (2),
 * 'C' (3), 'Z' (0). */
typedef void OutlineFn(void *ctx, char op, const float *xy);
void face_outline(const Face *face, uint32_t gid, OutlineFn *fn, void *ctx);

const char *font_versions(void); /* "HarfBuzz 6.0.0, fontconfig 2.14.1" */

#endif
