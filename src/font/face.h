/* What the files of font/ share. */
#ifndef FONT_FACE_H
#define FONT_FACE_H

#include <hb.h>

#include "font.h"

typedef struct FaceData {
    hb_face_t *face;
    hb_font_t *font;   /* scaled to font units, immutable: threads may share it */
    int32_t *advances; /* by glyph */
} FaceData;

/* A face of a file, in the arena, its HarfBuzz objects freed with it; NULL with a
 * reason when it is none that can be embedded. */
Face *face_load(Arena *a, Str path, uint32_t index, const char **why);

/* A signed 16-bit number of a table; 0 where the table ends before it. */
int face_i16(hb_face_t *face, hb_tag_t table, unsigned at);

#endif
