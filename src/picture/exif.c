/* EXIF's orientation: a tag in a TIFF directory, of either byte order. */
#include "raster.h"

enum { TAG_ORIENTATION = 0x0112, ENTRY = 12 };

static uint32_t number(Str s, size_t at, int n, bool big)
{
    uint32_t value = 0;
    for (int i = 0; i < n; i++)
        value |= (uint32_t)(uint8_t)s.p[at + (size_t)i] << 8 * (big ? n - 1 - i : i);
    return value;
}

uint8_t exif_turn(Str t)
{
    const bool big = str_starts(t, S("MM\0*"));
    if (t.n < 8 || (!big && !str_starts(t, S("II*\0"))))
        return 1;
    const size_t directory = number(t, 4, 4, big);
    if (directory > t.n - 2)
        return 1;
    const size_t n = number(t, directory, 2, big);
    for (size_t i = 0, at = directory + 2; i < n && at + ENTRY <= t.n; i++, at += ENTRY) {
        const uint32_t value = number(t, at + 8, 2, big);
        if (number(t, at, 2, big) == TAG_ORIENTATION)
            return value >= 1 && value <= 8 ? (uint8_t)value : 1;
    }
    return 1;
}
