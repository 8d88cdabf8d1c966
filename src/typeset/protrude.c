/* How far a line's first and last characters hang out of the measure.
 *
 * Small marks hang by a large part of their width, round and slanting letters by a
 * little; the figures are those that microtype uses for text faces (R. Schlicht, "The
 * microtype package", tables of the default protrusion set).  Full-width punctuation
 * hangs with the blank part of its body, so that its ink ends the line. */
#include "protrude.h"

#include "base/unicode.h"
#include "base/utf8.h"

/* In 1/1000 of the character's own width; in the order of the code points. */
static const struct {
    uint32_t cp;
    uint16_t left, right;
} table[] = {
    {'!', 0, 100},      {'%', 50, 50},      {'\'', 300, 400},   {'(', 100, 0},
    {')', 0, 200},      {'*', 200, 200},    {'+', 250, 250},    {',', 0, 500},
    {'-', 500, 500},    {'.', 0, 700},      {'/', 100, 200},    {'1', 50, 50},
    {'4', 50, 50},      {'7', 50, 50},      {':', 0, 500},      {';', 0, 300},
    {'?', 0, 100},      {'@', 50, 50},      {'A', 50, 50},      {'F', 0, 50},
    {'J', 50, 0},       {'K', 0, 50},       {'L', 0, 50},       {'T', 50, 50},
    {'V', 50, 50},      {'W', 50, 50},      {'X', 50, 50},      {'Y', 50, 50},
    {'k', 0, 50},       {'r', 0, 50},       {'v', 50, 50},      {'w', 50, 50},
    {'x', 50, 50},      {'y', 0, 50},       {'~', 200, 250},    {0x2010, 500, 500},
    {0x2013, 200, 200}, {0x2014, 150, 150}, {0x2018, 300, 400}, {0x2019, 300, 400},
    {0x201A, 400, 400}, {0x201C, 300, 300}, {0x201D, 300, 300}, {0x201E, 400, 400},
};

static int share(uint32_t cp, bool left)
{
    size_t lo = 0, hi = sizeof table / sizeof *table;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (table[mid].cp < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == sizeof table / sizeof *table || table[lo].cp != cp)
        return 0;
    return left ? table[lo].left : table[lo].right;
}

/* The glyph of the character at byte `at` of text from left to right; NULL: none. */
static const Glyph *glyph_at(const Token *token, uint32_t at, const TokenPart **found)
{
    for (uint32_t i = 0; i < token->nparts; i++) {
        const TokenPart *part = &token->parts[i];
        const Shape *s = part->shape;
        if (at < part->from || at >= part->to || s->rtl)
            continue;
        *found = part;
        for (uint32_t g = s->n; g-- > 0;)
            if (part->from + s->glyphs[g].cluster <= at)
                return &s->glyphs[g];
    }
    return NULL;
}

static Len in_size(int64_t units, const TokenPart *part, Len size)
{
    return (Len)(units * part_size(part, size) / part->shape->face->upem);
}

/* The blank half of a full-width mark's body. */
static Len blank_of(const Token *token, uint32_t at, Len size, bool left)
{
    const TokenPart *part;
    const Glyph *g = glyph_at(token, at, &part);
    if (g == NULL)
        return 0;
    const Ink ink = face_ink(part->shape->face, g->gid);
    const int64_t units = left ? ink.left + g->dx : g->advance - ink.right - g->dx;
    return units > 0 && units < g->advance ? in_size(units, part, size) : 0;
}

static Len share_of(const Token *token, uint32_t at, Len size, int share)
{
    const TokenPart *part;
    const Glyph *g = share ? glyph_at(token, at, &part) : NULL;
    return g ? (Len)((int64_t)in_size(g->advance, part, size) * share / 1000) : 0;
}

Len hang_left(const Token *token, uint32_t from, uint32_t to, Len size)
{
    size_t i = from;
    if (from >= to)
        return 0;
    const uint32_t cp = utf8_next(str_sub(token->text, 0, to), &i);
    return uni_wide_bracket(cp) < 0 ? blank_of(token, from, size, true)
                                    : share_of(token, from, size, share(cp, true));
}

Len hang_right(const Token *token, uint32_t from, uint32_t to, Len size)
{
    size_t i = to;
    if (from >= to)
        return 0;
    const uint32_t cp = utf8_prev(token->text, &i), at = (uint32_t)i;
    return uni_wide_bracket(cp) > 0 ? blank_of(token, at, size, false)
                                    : share_of(token, at, size, share(cp, false));
}
