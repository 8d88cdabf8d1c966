/* A growing buffer of bytes. */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

void buf_free(Buf *b)
{
    free(b->p);
    *b = (Buf){0};
}

void buf_clear(Buf *b)
{
    b->n = 0;
}

Str buf_str(const Buf *b)
{
    return (Str){b->p, b->n};
}

static void grow(Buf *b, size_t n)
{
    if (n > SIZE_MAX / 4 - b->n)
        mem_out();
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->n <= n)
        cap *= 2;
    b->p = mem_grow(b->p, cap, 1);
    b->cap = cap;
}

/* Room for n bytes more and a terminator. */
static inline char *room(Buf *b, size_t n)
{
    if (b->cap - b->n <= n)
        grow(b, n);
    return b->p + b->n;
}

void buf_put(Buf *b, Str s)
{
    if (s.n == 0)
        return;
    memcpy(room(b, s.n), s.p, s.n);
    b->n += s.n;
}

void buf_byte(Buf *b, char c)
{
    *room(b, 1) = c;
    b->n++;
}

void buf_fill(Buf *b, char c, size_t times)
{
    memset(room(b, times), c, times);
    b->n += times;
}

void buf_printf(Buf *b, const char *fmt, ...)
{
    enum { LIKELY = 64 }; /* bytes: what nearly all come to is formatted once */
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    char *at = room(b, LIKELY);
    const int n = vsnprintf(at, b->cap - b->n, fmt, args);
    va_end(args);
    if (n < 0)
        abort();
    if ((size_t)n >= b->cap - b->n)
        vsnprintf(room(b, (size_t)n), (size_t)n + 1, fmt, again);
    va_end(again);
    b->n += (size_t)n;
}

void buf_utf8(Buf *b, uint32_t cp)
{
    char bytes[4];
    if (cp < 0x80) {
        buf_byte(b, (char)cp);
        return;
    }
    buf_put(b, (Str){bytes, utf8_encode(cp, bytes)});
}

void buf_put_utf8(Buf *b, Str s)
{
    for (size_t i = 0; i < s.n;)
        buf_utf8(b, utf8_next(s, &i));
}

/* The characters that XML 1.0 allows (production 2), and no others. */
static bool xml_char(uint32_t cp)
{
    return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp <= 0xD7FF) ||
           (cp >= 0xE000 && cp <= 0xFFFD) || cp >= 0x10000;
}

/* Does it stand for itself in XML?  Most of a text does. */
static bool is_plain(char c)
{
    return c >= ' ' && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '"';
}

void buf_xml(Buf *b, Str s)
{
    size_t done = 0; /* s[0..done) is written */
    for (size_t i = 0; i < s.n;) {
        if (is_plain(s.p[i])) {
            i++;
            continue;
        }
        const size_t at = i;
        const uint32_t cp = utf8_next(s, &i);
        const Str as = cp == '&'      ? S("&amp;")
                       : cp == '<'    ? S("&lt;")
                       : cp == '>'    ? S("&gt;")
                       : cp == '"'    ? S("&quot;")
                       : xml_char(cp) ? str_sub(s, at, i)
                                      : (Str){0};
        if (as.n == i - at && as.p == s.p + at)
            continue;
        buf_put(b, str_sub(s, done, at));
        buf_put(b, as);
        done = i;
    }
    buf_put(b, str_sub(s, done, s.n));
}

void buf_safe(Buf *b, Str s)
{
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            buf_printf(b, "\\x%02X", (unsigned)cp);
        else if ((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069))
            buf_printf(b, "\\u%04X", (unsigned)cp);
        else
            buf_utf8(b, cp);
    }
}

void buf_decimal(Buf *b, int64_t value, int places)
{
    char text[32];
    char *const end = text + sizeof text, *p = end;
    uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    const bool negative = value < 0;
    while (places > 0 && v % 10 == 0) {
        v /= 10;
        places--;
    }
    for (int n = 0; n == 0 || v > 0 || n <= places; n++, v /= 10) {
        if (n > 0 && n == places)
            *--p = '.';
        *--p = (char)('0' + v % 10);
    }
    if (negative)
        *--p = '-';
    buf_put(b, (Str){p, (size_t)(end - p)});
}

void buf_pt(Buf *b, int64_t value)
{
    const int64_t half = value < 0 ? -512 : 512;
    buf_decimal(b, (value * 1000 + half) / 1024, 3);
}

void buf_size(Buf *b, size_t bytes)
{
    enum { KB = 1000 };
    if (bytes < KB) {
        buf_printf(b, "%zu bytes", bytes);
    } else if (bytes < (size_t)KB * KB) {
        buf_printf(b, "%zu kB", (bytes + KB / 2) / KB);
    } else {
        buf_decimal(b, (int64_t)((bytes + KB * KB / 20) / (KB * KB / 10)), 1);
        buf_put(b, S(" MB"));
    }
}

/* Up to three bytes as four signs of base64. */
static void put_group(Buf *b, const unsigned char *p, size_t n)
{
    static const char signs[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned bits =
        (unsigned)p[0] << 16 | (n > 1 ? (unsigned)p[1] << 8 : 0) | (n > 2 ? p[2] : 0u);
    const char group[] = {signs[bits >> 18], signs[bits >> 12 & 63],
                          n > 1 ? signs[bits >> 6 & 63] : '=',
                          n > 2 ? signs[bits & 63] : '='};
    buf_put(b, (Str){group, sizeof group});
}

void buf_base64(Buf *b, Str bytes)
{
    for (size_t i = 0; i < bytes.n; i += 3)
        put_group(b, (const unsigned char *)bytes.p + i,
                  bytes.n - i < 3 ? bytes.n - i : 3);
}
