/* Parts of a face, for what the two outputs do with one.
 *
 * A PDF draws glyphs by their numbers, which typesetting has chosen: its part keeps the
 * numbers and loses all that leads from characters to them.  A reader of e-books gets
 * characters and shapes them itself: its part keeps what shapes (GSUB, GPOS, GDEF, cmap),
 * closed over the glyphs that the characters can become, and what tells whose work it is.
 */
#include "face.h"

#include <hb-ot.h>
#include <hb-subset.h>

static hb_subset_input_t *input_new(const hb_tag_t *dropped, size_t n)
{
    hb_subset_input_t *in = hb_subset_input_create_or_fail();
    if (in == NULL)
        mem_out();
    hb_set_t *drop = hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < n; i++)
        hb_set_add(drop, dropped[i]);
    return in;
}

/* Frees `in`.  A file, or of it the one table. */
static bool subset(Arena *a, const Face *face, hb_subset_input_t *in, hb_tag_t table,
                   Str *out)
{
    hb_face_t *made = hb_subset_or_fail(face->data->face, in);
    hb_subset_input_destroy(in);
    if (made == NULL)
        return false;
    hb_blob_t *blob =
        table ? hb_face_reference_table(made, table) : hb_face_reference_blob(made);
    unsigned size;
    const char *p = hb_blob_get_data(blob, &size);
    *out = arena_str(a, (Str){p, size});
    hb_blob_destroy(blob);
    hb_face_destroy(made);
    return out->n > 0;
}

/* ---- for the PDF ---- */

/* A PDF reads outlines and widths from a font program, and nothing else. */
static const hb_tag_t not_in_pdf[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('B', 'A', 'S', 'E'), HB_TAG('J', 'S', 'T', 'F'), HB_TAG('M', 'A', 'T', 'H'),
    HB_TAG('D', 'S', 'I', 'G'), HB_TAG('S', 'T', 'A', 'T'), HB_TAG('k', 'e', 'r', 'n'),
    HB_TAG('c', 'm', 'a', 'p'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('p', 'o', 's', 't'),
    HB_TAG('O', 'S', '/', '2'), HB_TAG('V', 'O', 'R', 'G'), HB_TAG('v', 'h', 'e', 'a'),
    HB_TAG('v', 'm', 't', 'x'), HB_TAG('h', 'd', 'm', 'x'), HB_TAG('V', 'D', 'M', 'X'),
    HB_TAG('L', 'T', 'S', 'H'), HB_TAG('g', 'a', 's', 'p'), HB_TAG('m', 'e', 't', 'a')};

bool face_subset(Arena *a, const Face *face, const uint32_t *gids, size_t n, Str *out,
                 FontProgram *kind)
{
    hb_subset_input_t *in = input_new(not_in_pdf, sizeof not_in_pdf / sizeof *not_in_pdf);
    hb_set_t *glyphs = hb_subset_input_glyph_set(in);
    for (size_t i = 0; i < n; i++)
        hb_set_add(glyphs, gids[i]);
    hb_subset_input_set_flags(in,
                              HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
    *kind = face->cff ? PROGRAM_CFF : PROGRAM_TRUETYPE;
    return subset(a, face, in, face->cff ? HB_TAG('C', 'F', 'F', ' ') : HB_TAG_NONE, out);
}

/* ---- for the EPUB ---- */

/* What makes a face variable: without it, it is its own default.  And a signature, which
 * would be of another file, and what only formulas are set by. */
static const hb_tag_t not_in_epub[] = {
    HB_TAG('f', 'v', 'a', 'r'), HB_TAG('g', 'v', 'a', 'r'), HB_TAG('a', 'v', 'a', 'r'),
    HB_TAG('c', 'v', 'a', 'r'), HB_TAG('H', 'V', 'A', 'R'), HB_TAG('V', 'V', 'A', 'R'),
    HB_TAG('M', 'V', 'A', 'R'), HB_TAG('S', 'T', 'A', 'T'), HB_TAG('D', 'S', 'I', 'G'),
    HB_TAG('M', 'A', 'T', 'H')};

const char *face_forbidden(const Face *face)
{
    enum {
        AT = 8, /* in the table */
        USES = 0xF,
        RESTRICTED = 0x2,
        NO_SUBSET = 0x100,
        BITMAPS_ONLY = 0x200,
    };
    const int bits = face_i16(face->data->face, HB_TAG('O', 'S', '/', '2'), AT);
    if ((bits & USES) == RESTRICTED) /* where old files set several, the freest counts */
        return "embedding it is restricted";
    if (bits & NO_SUBSET)
        return "it may be embedded only as a whole";
    return bits & BITMAPS_ONLY ? "its outlines may not be embedded" : NULL;
}

bool face_font_file(Arena *a, const Face *face, const uint32_t *chars, size_t n, Str *out)
{
    hb_subset_input_t *in =
        input_new(not_in_epub, sizeof not_in_epub / sizeof *not_in_epub);
    hb_set_t *unicode = hb_subset_input_unicode_set(in);
    for (size_t i = 0; i < n; i++)
        hb_set_add(unicode, chars[i]);
    hb_set_t *names = hb_subset_input_set(in, HB_SUBSET_SETS_NAME_ID);
    hb_set_add(names, HB_OT_NAME_ID_LICENSE);
    hb_set_add(names, HB_OT_NAME_ID_LICENSE_URL);
    hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_NO_HINTING);
    return subset(a, face, in, HB_TAG_NONE, out);
}
