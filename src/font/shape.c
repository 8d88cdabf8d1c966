/* Text as glyphs, by HarfBuzz, in pieces that keep its work linear. */
#include "face.h"

#include <pthread.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"

/* HarfBuzz before 7.0 takes quadratic time over a run of marks (CVE-2023-25193). */
enum { MARKS_MOST = 32 };

/* Kept by each thread, since making one costs more than a word; freed at its end. */
static _Thread_local hb_buffer_t *buffer;
static pthread_key_t at_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void buffer_free(void *p)
{
    hb_buffer_destroy(p);
}

static void make_key(void)
{
    pthread_key_create(&at_end, buffer_free);
}

static void buffer_make(void)
{
    pthread_once(&once, make_key);
    buffer = hb_buffer_create();
    pthread_setspecific(at_end, buffer);
}

enum {
    FEATURES = 9,
    SQUEEZED = 24, /* stretches of punctuation in a piece: words hold one or two */
};

static unsigned add_features(hb_feature_t *out, unsigned features)
{
    static const struct {
        unsigned bit;
        hb_tag_t tag;
        uint32_t value;
    } table[] = {
        {FEATURE_SMCP, HB_TAG('s', 'm', 'c', 'p'), 1},
        {FEATURE_C2SC, HB_TAG('c', '2', 's', 'c'), 1},
        {FEATURE_ONUM, HB_TAG('o', 'n', 'u', 'm'), 1},
        {FEATURE_LNUM, HB_TAG('l', 'n', 'u', 'm'), 1},
        {FEATURE_PNUM, HB_TAG('p', 'n', 'u', 'm'), 1},
        {FEATURE_TNUM, HB_TAG('t', 'n', 'u', 'm'), 1},
        {FEATURE_NO_LIGA, HB_TAG('l', 'i', 'g', 'a'), 0},
        {FEATURE_SUPS, HB_TAG('s', 'u', 'p', 's'), 1},
        {FEATURE_FRAC, HB_TAG('f', 'r', 'a', 'c'), 1},
    };
    unsigned n = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (features & table[i].bit)
            out[n++] = (hb_feature_t){table[i].tag, table[i].value,
                                      HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
    return n;
}

/* Full-width marks that touch share their blank halves: what closes loses its own before
 * another mark, and what opens behind one that opens (JLREQ, 3.1.4).  Gives the number
 * of features, `n` of which are there already. */
static unsigned squeeze(hb_feature_t *fs, unsigned n, Str piece)
{
    int had = 0;
    size_t had_at = 0;
    for (size_t i = 0; i < piece.n;) {
        const size_t at = i;
        const int now = uni_wide_bracket(utf8_next(piece, &i));
        const bool first = had > 0 && now != 0, second = had < 0 && now < 0;
        const size_t from = first ? had_at : at, to = first ? at : i;
        if ((first || second) && n < FEATURES + SQUEEZED)
            fs[n++] = (hb_feature_t){HB_TAG('h', 'a', 'l', 't'), 1, (unsigned)from,
                                     (unsigned)to};
        had = now;
        had_at = at;
    }
    return n;
}

/* Where the piece that begins at `from` ends: at SHAPE_MOST characters, or where marks
 * pile up. */
static size_t piece_end(Str text, size_t from)
{
    size_t i = from, chars = 0, marks = 0;
    while (i < text.n && chars < SHAPE_MOST && marks < MARKS_MOST) {
        const uint32_t cp = utf8_next(text, &i);
        marks = uni_is_mark(cp) ? marks + 1 : 0;
        chars++;
    }
    return i;
}

static void shape_piece(const Face *face, Str piece, Str lang, bool rtl, hb_feature_t *fs,
                        unsigned nfs)
{
    nfs = squeeze(fs, nfs, piece);
    hb_buffer_clear_contents(buffer);
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    hb_buffer_add_utf8(buffer, piece.p, (int)piece.n, 0, (int)piece.n);
    if (lang.n)
        hb_buffer_set_language(buffer, hb_language_from_string(lang.p, (int)lang.n));
    if (rtl)
        hb_buffer_set_direction(buffer, HB_DIRECTION_RTL);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(face->data->font, buffer, fs, nfs);
}

const Shape *shape_text(Arena *a, const Face *face, Str text, Str lang, unsigned features)
{
    hb_feature_t fs[FEATURES + SQUEEZED];
    const unsigned nfs = add_features(fs, features);
    Shape *s = NULL;
    if (buffer == NULL)
        buffer_make();
    for (size_t from = 0, to; from < text.n || s == NULL; from = to) {
        to = piece_end(text, from);
        shape_piece(face, str_sub(text, from, to), lang, features & FEATURE_RTL, fs, nfs);
        unsigned n, ignored;
        const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &n);
        const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(buffer, &ignored);
        const uint32_t had = s ? s->n : 0;
        Shape *more = arena_alloc(a, sizeof *more + (had + n) * sizeof *more->glyphs);
        if (s)
            memcpy(more, s, sizeof *s + had * sizeof *s->glyphs);
        s = more;
        s->rtl = HB_DIRECTION_IS_BACKWARD(hb_buffer_get_direction(buffer));
        for (unsigned i = 0; i < n; i++) {
            s->glyphs[had + i] =
                (Glyph){info[i].codepoint, (uint32_t)from + info[i].cluster,
                        pos[i].x_advance, pos[i].x_offset, pos[i].y_offset};
            s->width += pos[i].x_advance;
        }
        s->n = had + n;
        if (text.n == 0)
            break;
    }
    s->face = face;
    s->text = text;
    return s;
}

const Shape *shape_replacement(Arena *a, const Face *face, Str text)
{
    const uint32_t cp = face_has(face, UTF8_REPLACEMENT) ? UTF8_REPLACEMENT : '?';
    Shape *s = arena_alloc(a, sizeof *s + sizeof *s->glyphs);
    const uint32_t gid = face_glyph(face, cp);
    const int32_t advance = face_advance(face, gid);
    *s = (Shape){.face = face, .text = text, .n = 1, .width = advance, .actual = true};
    s->glyphs[0] = (Glyph){gid, 0, advance, 0, 0};
    return s;
}

/* Canonical decomposition takes one character off the end at a time; three steps are the
 * most.  Hangul is composed where the face has the syllable. */
size_t shape_apart(uint32_t cp, uint32_t parts[SHAPE_APART])
{
    enum { THAI_AM = 0xE33, LAO_AM = 0xEB3, HANGUL = 0xAC00, HANGUL_LAST = 0xD7A3 };
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    size_t n = 0;
    if (cp == THAI_AM || cp == LAO_AM) { /* a ring, and the vowel before this one */
        parts[n++] = cp + 0x1A;
        parts[n++] = cp - 1;
    }
    if (cp >= HANGUL && cp <= HANGUL_LAST)
        return 0;
    for (hb_codepoint_t first, second; n + 2 <= SHAPE_APART; cp = first) {
        if (!hb_unicode_decompose(unicode, cp, &first, &second))
            break;
        parts[n++] = first;
        if (second)
            parts[n++] = second;
    }
    return n;
}
