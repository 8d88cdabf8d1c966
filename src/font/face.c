/* One face of a font file: measured and outlined. */
#include "face.h"

#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

static void data_free(void *p)
{
    FaceData *data = p;
    hb_font_destroy(data->font);
    hb_face_destroy(data->face);
    free(data->advances);
}

/* A name of the face in English; empty when it has none. */
static Str name_of(Arena *a, hb_face_t *face, hb_ot_name_id_t id)
{
    char z[256];
    unsigned n = sizeof z;
    hb_ot_name_get_utf8(face, id, HB_LANGUAGE_INVALID, &n, z);
    return arena_str(a, (Str){z, n});
}

/* "Version 4.105;PS …" without what is said around the number. */
static Str version_of(Arena *a, hb_face_t *face)
{
    Str s = name_of(a, face, HB_OT_NAME_ID_VERSION_STRING);
    if (str_starts(s, S("Version ")))
        s = str_sub(s, 8, s.n);
    size_t n = 0;
    while (n < s.n && s.p[n] != ';' && s.p[n] != ' ')
        n++;
    return str_sub(s, 0, n);
}

static int metric(hb_font_t *font, hb_ot_metrics_tag_t tag, int otherwise)
{
    hb_position_t v;
    return hb_ot_metrics_get_position(font, tag, &v) ? v : otherwise;
}

int face_i16(hb_face_t *face, hb_tag_t table, unsigned at)
{
    hb_blob_t *blob = hb_face_reference_table(face, table);
    unsigned n;
    const unsigned char *p = (const unsigned char *)hb_blob_get_data(blob, &n);
    const int v = at + 2 <= n ? (int16_t)(uint16_t)(p[at] << 8 | p[at + 1]) : 0;
    hb_blob_destroy(blob);
    return v;
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    const bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

static bool has_feature(hb_face_t *face, hb_tag_t feature)
{
    hb_tag_t tags[128];
    unsigned from = 0, count = sizeof tags / sizeof *tags;
    for (; count == sizeof tags / sizeof *tags; from += count) {
        hb_ot_layout_table_get_feature_tags(face, HB_OT_TAG_GSUB, from, &count, tags);
        for (unsigned i = 0; i < count; i++)
            if (tags[i] == feature)
                return true;
    }
    return false;
}

static void measure(Face *f, Arena *a)
{
    hb_face_t *face = f->data->face;
    hb_font_t *font = f->data->font;
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(font, &extents);
    f->upem = (int)hb_face_get_upem(face);
    f->nglyphs = hb_face_get_glyph_count(face);
    f->ascender = extents.ascender;
    f->descender = extents.descender;
    f->cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT, f->upem * 7 / 10);
    f->x_height = metric(font, HB_OT_METRICS_TAG_X_HEIGHT, f->upem / 2);
    for (unsigned i = 0; i < 4; i++)
        f->bbox[i] = face_i16(face, HB_TAG('h', 'e', 'a', 'd'), 36 + 2 * i);
    f->italic_angle = face_i16(face, HB_TAG('p', 'o', 's', 't'), 4);
    f->weight = (uint16_t)hb_style_get_value(font, HB_STYLE_TAG_WEIGHT);
    f->italic = hb_style_get_value(font, HB_STYLE_TAG_ITALIC) > 0 || f->italic_angle != 0;
    f->cff = has_table(face, HB_TAG('C', 'F', 'F', ' '));
    f->family = name_of(a, face, HB_OT_NAME_ID_FONT_FAMILY);
    f->name = name_of(a, face, HB_OT_NAME_ID_POSTSCRIPT_NAME);
    f->version = version_of(a, face);
    f->has_smcp = has_feature(face, HB_TAG('s', 'm', 'c', 'p'));
    f->has_c2sc = has_feature(face, HB_TAG('c', '2', 's', 'c'));
    f->has_onum = has_feature(face, HB_TAG('o', 'n', 'u', 'm'));
    f->has_lnum = has_feature(face, HB_TAG('l', 'n', 'u', 'm'));
    f->has_tnum = has_feature(face, HB_TAG('t', 'n', 'u', 'm'));
    f->has_pnum = has_feature(face, HB_TAG('p', 'n', 'u', 'm'));
    f->has_sups = has_feature(face, HB_TAG('s', 'u', 'p', 's'));
    f->has_frac = has_feature(face, HB_TAG('f', 'r', 'a', 'c'));
    f->data->advances = mem_grow(NULL, f->nglyphs, sizeof *f->data->advances);
    for (uint32_t g = 0; g < f->nglyphs; g++)
        f->data->advances[g] = hb_font_get_glyph_h_advance(font, g);
}

/* Why the face cannot be embedded; NULL when it can. */
static const char *unfit(hb_face_t *face)
{
    if (hb_face_get_glyph_count(face) == 0)
        return "it is no font";
    if (hb_face_get_upem(face) < 16 || hb_face_get_upem(face) > 16384)
        return "its units per em are out of range";
    if (hb_face_get_glyph_count(face) > 65535)
        return "it has too many glyphs";
    if (!has_table(face, HB_TAG('g', 'l', 'y', 'f')) &&
        !has_table(face, HB_TAG('C', 'F', 'F', ' ')))
        return "it has no outlines that a PDF can hold";
    return NULL;
}

Face *face_load(Arena *a, Str path, uint32_t index, const char **why)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(arena_cstr(a, path));
    if (blob == NULL) {
        *why = "it cannot be read";
        return NULL;
    }
    hb_face_t *face = hb_face_create(blob, index);
    hb_blob_destroy(blob);
    *why = unfit(face);
    if (*why) {
        hb_face_destroy(face);
        return NULL;
    }
    Face *f = arena_alloc(a, sizeof *f);
    f->data = arena_alloc(a, sizeof *f->data);
    f->data->face = face;
    f->data->font = hb_font_create(face);
    f->path = arena_str(a, path);
    f->index = index;
    measure(f, a);
    hb_face_make_immutable(face);
    hb_font_make_immutable(f->data->font);
    arena_defer(a, data_free, f->data);
    return f;
}

uint32_t face_glyph(const Face *face, uint32_t cp)
{
    hb_codepoint_t gid = 0;
    return hb_font_get_nominal_glyph(face->data->font, cp, &gid) ? gid : 0;
}

bool face_has(const Face *face, uint32_t cp)
{
    return face_glyph(face, cp) != 0;
}

int face_advance(const Face *face, uint32_t gid)
{
    return gid < face->nglyphs ? face->data->advances[gid] : 0;
}

Ink face_ink(const Face *face, uint32_t gid)
{
    hb_glyph_extents_t e = {0};
    hb_font_get_glyph_extents(face->data->font, gid, &e);
    return (Ink){.left = e.x_bearing,
                 .right = e.x_bearing + e.width,
                 .bottom = e.y_bearing + e.height,
                 .top = e.y_bearing};
}

/* ---- outlines ---- */

typedef struct Pen {
    OutlineFn *fn;
    void *ctx;
} Pen;

static void move_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y,
                    void *user)
{
    (void)f, (void)st, (void)user;
    const Pen *pen = data;
    pen->fn(pen->ctx, 'M', (float[]){x, y});
}

static void line_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y,
                    void *user)
{
    (void)f, (void)st, (void)user;
    const Pen *pen = data;
    pen->fn(pen->ctx, 'L', (float[]){x, y});
}

static void quadratic_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x1,
                         float y1, float x, float y, void *user)
{
    (void)f, (void)st, (void)user;
    const Pen *pen = data;
    pen->fn(pen->ctx, 'Q', (float[]){x1, y1, x, y});
}

static void cubic_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x1,
                     float y1, float x2, float y2, float x, float y, void *user)
{
    (void)f, (void)st, (void)user;
    const Pen *pen = data;
    pen->fn(pen->ctx, 'C', (float[]){x1, y1, x2, y2, x, y});
}

static void close_path(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, void *user)
{
    (void)f, (void)st, (void)user;
    const Pen *pen = data;
    pen->fn(pen->ctx, 'Z', NULL);
}

void face_outline(const Face *face, uint32_t gid, OutlineFn *fn, void *ctx)
{
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(funcs, quadratic_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, cubic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, close_path, NULL, NULL);
    Pen pen = {fn, ctx};
    hb_font_get_glyph_shape(face->data->font, gid, funcs, &pen);
    hb_draw_funcs_destroy(funcs);
}
