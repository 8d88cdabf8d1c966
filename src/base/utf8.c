/* UTF-8: one scalar value at a time. */
#include "utf8.h"

#include <string.h>

/* How many bytes the sequence led by c has, 0 if none may; [*lo, *hi] is what its
 * second byte may be (Unicode 15, table 3-7). */
static unsigned sequence(unsigned char c, unsigned char *lo, unsigned char *hi)
{
    *lo = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    *hi = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    return c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
}

/* As utf8_next(); *ok says whether what stood there was UTF-8. */
static uint32_t next(Str s, size_t *i, bool *ok)
{
    const unsigned char *p = (const unsigned char *)s.p;
    const unsigned char c = p[(*i)++];
    unsigned char lo, hi;
    const unsigned n = sequence(c, &lo, &hi);
    *ok = true;
    if (n == 1)
        return c;
    uint32_t cp = n == 2 ? c & 0x1Fu : n == 3 ? c & 0x0Fu : c & 0x07u;
    for (unsigned k = 1; k < n; k++, lo = 0x80, hi = 0xBF) {
        if (*i >= s.n || p[*i] < lo || p[*i] > hi) {
            *ok = false;
            return UTF8_REPLACEMENT;
        }
        cp = cp << 6 | (p[(*i)++] & 0x3Fu);
    }
    *ok = n > 0;
    return n > 0 ? cp : UTF8_REPLACEMENT;
}

uint32_t utf8_next_long(Str s, size_t *i)
{
    bool ok;
    return next(s, i, &ok);
}

uint32_t utf8_prev_long(Str s, size_t *i)
{
    const size_t end = *i;
    size_t at = end - 1;
    while (at > 0 && end - at < 4 && ((unsigned char)s.p[at] & 0xC0) == 0x80)
        at--;
    size_t stop = at;
    bool ok;
    const uint32_t cp = next(str_sub(s, 0, end), &stop, &ok);
    *i = stop == end ? at : end - 1;
    return stop == end ? cp : UTF8_REPLACEMENT;
}

size_t utf8_encode(uint32_t cp, char out[4])
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = UTF8_REPLACEMENT;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    const size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t k = n - 1; k > 0; k--, cp >>= 6)
        out[k] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | cp);
    return n;
}

/* The first byte from i on that may be other than ASCII, some at a time. */
static size_t skip_ascii(Str s, size_t i)
{
    uint64_t bytes;
    for (; s.n - i >= sizeof bytes; i += sizeof bytes) {
        memcpy(&bytes, s.p + i, sizeof bytes);
        if (bytes & 0x8080808080808080u)
            break;
    }
    return i;
}

bool utf8_valid(Str s)
{
    bool ok = true;
    for (size_t i = skip_ascii(s, 0); i < s.n && ok; i = skip_ascii(s, i))
        next(s, &i, &ok);
    return ok;
}

size_t utf8_count(Str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; count++)
        utf8_next(s, &i);
    return count;
}

Str utf8_cut(Str s, size_t most)
{
    size_t n = s.n < most ? s.n : most;
    while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_sub(s, 0, n);
}
