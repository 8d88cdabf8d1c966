/* The faces of one PDF: which glyphs were shown, what text each stands for, and at the
 * end the embedded fonts. */
#ifndef PDF_PDFFONT_H
#define PDF_PDFFONT_H

#include "font/font.h"
#include "pdfobj.h"

/* Widths are in millionths of an em: exact enough that 10,000 glyphs in a row are not
 * off by what a viewer could show. */
enum { EM = 1000000 };

enum { CODE_MOST = 0xFFFF }; /* a code has two bytes */

static inline int64_t divide(int64_t value, int64_t by) /* rounded; by > 0 */
{
    return (value + (value < 0 ? -by / 2 : by / 2)) / by;
}

typedef struct GlyphUse {
    Str text;      /* what ToUnicode says; empty: not decided */
    Str spare;     /* what it says when nothing better turns up */
    int32_t width; /* as /W says it, EM */
    bool used;
} GlyphUse;

typedef struct FontUse {
    const Face *face;
    uint32_t number; /* its resource is /F<number>, in the order of first use */
    Ref ref;
    GlyphUse *glyphs; /* by the glyph's number */
} FontUse;

typedef struct FontSet FontSet;

FontSet *fontset_new(Arena *a, Objects *o); /* both outlive it */
FontUse *fontset_use(FontSet *s, const Face *face);

/* Uses the glyph for that text.  True: ToUnicode says so; false: it says something else,
 * since the glyph was used for another text before. */
bool glyph_means(FontUse *f, uint32_t gid, Str text);

/* Uses the glyph where its text is told otherwise or does not matter. */
void glyph_use(FontUse *f, uint32_t gid, Str spare);

/* Embeds the fonts and puts their entry for the dictionary of resources; false: a face
 * could not be subset, reported. */
bool fontset_write(FontSet *s, Diag *d, Buf *resources);

#endif
