/* An ICC profile of sRGB, computed: 1 KB that needs no file and no licence.
 *
 * Form: ICC.1:2001-04 (version 2, as PDF/A asks for less than 5): a header of 128 bytes,
 * a table of tags, and the tags' data, all big-endian.  A display's profile with matrix
 * and curves needs nine tags; the three curves share their data.
 *
 * The curve is IEC 61966-2-1's: linear below 0.04045, above it ((c + 0.055) / 1.055)
 * ^ 2.4. It is computed in whole numbers, since pow() need not round alike everywhere:
 * with t = (c + 0.055) / 1.055, t^2.4 is t^2 times the fifth root of t^2, which is found
 * bit by bit. */
#include "metadata.h"

enum {
    CURVE = 256,   /* samples; between them it is linear */
    ONE = 1 << 30, /* fixed point: 1 */
    HEADER = 128,
    TAGS = 9,
    DATA = HEADER + 4 + TAGS * 12, /* where the tags' data begin */
};

static void put_u32(Buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_byte(b, (char)(v >> shift));
}

static void put_u16(Buf *b, uint32_t v)
{
    buf_byte(b, (char)(v >> 8));
    buf_byte(b, (char)v);
}

/* ---- the curve ---- */

static int64_t times(int64_t a, int64_t b)
{
    return a * b / ONE;
}

/* The greatest r with r^5 <= v. */
static int64_t fifth_root(int64_t v)
{
    int64_t r = 0;
    for (int64_t bit = ONE; bit > 0; bit >>= 1) {
        const int64_t try = r + bit;
        const int64_t square = times(try, try);
        if (try <= ONE && times(times(square, square), try) <= v)
            r = try;
    }
    return r;
}

/* Sample i of the curve, of 65535. */
static uint32_t linear(int i)
{
    const int64_t c = (int64_t)i * ONE / (CURVE - 1);
    int64_t out;
    if (c * 100000 <= (int64_t)ONE * 4045) {
        out = c * 100 / 1292;
    } else {
        const int64_t t = (c * 1000 + (int64_t)ONE * 55) / 1055;
        const int64_t square = times(t, t);
        out = times(square, fifth_root(square));
    }
    return (uint32_t)((out * 65535 + ONE / 2) / ONE);
}

/* ---- the tags' data ---- */

static void put_description(Buf *b, Str name)
{
    buf_put(b, S("desc"));
    put_u32(b, 0);
    put_u32(b, (uint32_t)name.n + 1);
    buf_put(b, name);
    buf_fill(b, 0, 1 + 4 + 4 + 2 + 1 + 67); /* no Unicode, no Macintosh name */
}

static void put_copyright(Buf *b)
{
    buf_put(b, S("text"));
    put_u32(b, 0);
    buf_put(b, S("No rights reserved"));
    buf_byte(b, 0);
}

static void put_xyz(Buf *b, const uint32_t xyz[3])
{
    buf_put(b, S("XYZ "));
    put_u32(b, 0);
    for (int i = 0; i < 3; i++)
        put_u32(b, xyz[i]);
}

static void put_curve(Buf *b)
{
    buf_put(b, S("curv"));
    put_u32(b, 0);
    put_u32(b, CURVE);
    for (int i = 0; i < CURVE; i++)
        put_u16(b, linear(i));
}

/* ---- the profile ---- */

/* In 1/65536: white, and the primaries adapted to it (D50, by Bradford). */
static const uint32_t white[3] = {0xF6D6, 0x10000, 0xD32D};
static const uint32_t primaries[3][3] = {
    {0x6FA2, 0x38F5, 0x0390}, {0x6299, 0xB785, 0x18DA}, {0x24A0, 0x0F84, 0xB6CF}};

/* Notes where a tag's data begin, and pads them to four bytes at the end. */
static void tag(Buf *table, const char *name, size_t from, size_t to)
{
    buf_put(table, str_of(name));
    put_u32(table, (uint32_t)(DATA + from));
    put_u32(table, (uint32_t)(to - from));
}

static void pad(Buf *b)
{
    buf_fill(b, 0, -b->n % 4);
}

static void put_tags(Buf *table, Buf *data)
{
    static const char *const xyz_names[3] = {"rXYZ", "gXYZ", "bXYZ"};
    static const char *const curve_names[3] = {"rTRC", "gTRC", "bTRC"};
    put_u32(table, TAGS);
    put_description(data, S("sRGB IEC61966-2.1"));
    tag(table, "desc", 0, data->n);
    pad(data);
    size_t from = data->n;
    put_copyright(data);
    tag(table, "cprt", from, data->n);
    pad(data);
    from = data->n;
    put_xyz(data, white);
    tag(table, "wtpt", from, data->n);
    for (int i = 0; i < 3; i++) {
        from = data->n;
        put_xyz(data, primaries[i]);
        tag(table, xyz_names[i], from, data->n);
    }
    from = data->n;
    put_curve(data);
    for (int i = 0; i < 3; i++)
        tag(table, curve_names[i], from, data->n);
    pad(data);
}

static void put_header(Buf *b, uint32_t size)
{
    put_u32(b, size);
    put_u32(b, 0);          /* no preferred module */
    put_u32(b, 0x02400000); /* version 2.4 */
    buf_put(b, S("mntrRGB XYZ "));
    static const uint16_t date[6] = {2000, 1, 1, 0, 0, 0};
    for (int i = 0; i < 6; i++)
        put_u16(b, date[i]);
    buf_put(b, S("acsp"));
    buf_fill(b, 0, 7 * 4); /* platform, flags, maker, model, attributes, intent */
    for (int i = 0; i < 3; i++)
        put_u32(b, white[i]);
    buf_fill(b, 0, 4 + 44);
}

void put_icc_srgb(Buf *b)
{
    Buf table = {0}, data = {0};
    put_tags(&table, &data);
    put_header(b, (uint32_t)(DATA + data.n));
    buf_put(b, buf_str(&table));
    buf_put(b, buf_str(&data));
    buf_free(&table);
    buf_free(&data);
}
