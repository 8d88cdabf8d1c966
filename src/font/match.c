/* The size of a face beside another.
 *
 * Faces of one size in points look large or small by how their designers filled the em.
 * Alphabets with small letters look alike when those are equally high (CSS calls it
 * font-size-adjust); other scripts have no small letters, so each has a letter whose
 * height is set between the main face's x-height and its capitals, where printers of
 * mixed text put it.  What counts is the ink, measured: what a font file says of itself
 * is missing or wrong too often.  A few faces would come out absurdly large or small,
 * so what is asked for is kept within bounds. */
#include "font.h"

#include "base/unicode.h"

enum { LEAST = 800, MOST = 1200 }; /* 1/1000 */

#define SCRIPT(a, b, c, d)                                                               \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* A script's letter, and its height: so many 1/1000 of the main face's x-height, and of
 * its capitals' height. */
static const struct {
    uint32_t script, letter;
    int of_x, of_cap;
} table[] = {
    {SCRIPT('L', 'a', 't', 'n'), 'x', 1000, 0},
    {SCRIPT('G', 'r', 'e', 'k'), 0x3BF, 1000, 0},
    {SCRIPT('C', 'y', 'r', 'l'), 0x445, 1000, 0},
    {SCRIPT('A', 'r', 'm', 'n'), 0x578, 1000, 0},
    {SCRIPT('G', 'e', 'o', 'r'), 0x10DD, 1000, 0},
    {SCRIPT('H', 'e', 'b', 'r'), 0x5D4, 500, 500},
    {SCRIPT('A', 'r', 'a', 'b'), 0x627, 0, 1000},
    {SCRIPT('S', 'y', 'r', 'c'), 0x710, 0, 1000},
    {SCRIPT('E', 't', 'h', 'i'), 0x1200, 300, 700},
    {SCRIPT('D', 'e', 'v', 'a'), 0x915, 300, 700},
    {SCRIPT('B', 'e', 'n', 'g'), 0x995, 300, 700},
    {SCRIPT('G', 'u', 'r', 'u'), 0xA15, 300, 700},
    {SCRIPT('G', 'u', 'j', 'r'), 0xA95, 300, 700},
    {SCRIPT('T', 'a', 'm', 'l'), 0xB95, 500, 500},
    {SCRIPT('T', 'e', 'l', 'u'), 0xC15, 500, 500},
    {SCRIPT('K', 'n', 'd', 'a'), 0xC95, 500, 500},
    {SCRIPT('M', 'l', 'y', 'm'), 0xD15, 500, 500},
    {SCRIPT('S', 'i', 'n', 'h'), 0xD9A, 500, 500},
    {SCRIPT('T', 'h', 'a', 'i'), 0xE01, 600, 400},
    {SCRIPT('L', 'a', 'o', 'o'), 0xE81, 600, 400},
    {SCRIPT('K', 'h', 'm', 'r'), 0x1780, 600, 400},
    {SCRIPT('M', 'y', 'm', 'r'), 0x1000, 1000, 0},
    {SCRIPT('H', 'a', 'n', 'i'), 0x56FD, 0, 1300},
    {SCRIPT('H', 'i', 'r', 'a'), 0x56FD, 0, 1300},
    {SCRIPT('K', 'a', 'n', 'a'), 0x56FD, 0, 1300},
    {SCRIPT('B', 'o', 'p', 'o'), 0x56FD, 0, 1300},
    {SCRIPT('H', 'a', 'n', 'g'), 0xD55C, 0, 1300},
    {SCRIPT('Z', 'y', 'y', 'y'), 'x', 1000, 0},
};

/* The height of a letter's ink in 1/65536 em; round ones stand a little below the line,
 * which does not count.  0: the face has it not.  Ideographs stand below by design. */
static int64_t height(const Face *face, uint32_t letter)
{
    const uint32_t gid = face_glyph(face, letter);
    if (gid == 0)
        return 0;
    const Ink ink = face_ink(face, gid);
    const int from = uni_is_wide(letter) ? ink.bottom : 0;
    return (int64_t)(ink.top - from) * 65536 / face->upem;
}

/* Is it set with the letters of the script?  Full-width marks are with ideographs. */
static bool goes_with(uint32_t cp, uint32_t script)
{
    const bool wide = script == SCRIPT('H', 'a', 'n', 'i') && cp < 0x1F000;
    return uni_in_script(cp, script) || (wide && uni_is_wide(cp));
}

int face_matched(const Face *main, const Face *other, uint32_t cp)
{
    const int64_t x = height(main, 'x'), cap = height(main, 'H');
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const int64_t has =
            goes_with(cp, table[i].script) ? height(other, table[i].letter) : 0;
        if (has <= 0 || x <= 0 || cap <= 0)
            continue;
        const int64_t size = (x * table[i].of_x + cap * table[i].of_cap) / has;
        return (int)(size < LEAST ? LEAST : size > MOST ? MOST : size);
    }
    return 1000;
}
