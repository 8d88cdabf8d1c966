/* UTF-8: one scalar value at a time. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "str.h"

enum { UTF8_REPLACEMENT = 0xFFFD };

/* The scalar value at s[*i], moving *i behind it.  What is not UTF-8 gives U+FFFD,
 * one for each maximal part (Unicode 15, table 3-8).  *i must be below s.n. */
static inline uint32_t utf8_next(Str s, size_t *i);
uint32_t utf8_next_long(Str s, size_t *i); /* the same, not inline */

/* The scalar value that ends before s[*i], moving *i to its first byte; *i > 0. */
static inline uint32_t utf8_prev(Str s, size_t *i);
uint32_t utf8_prev_long(Str s, size_t *i); /* the same, not inline */

/* Bytes written to out (1 to 4); U+FFFD for what is no scalar value. */
size_t utf8_encode(uint32_t cp, char out[4]);

bool utf8_valid(Str s);
size_t utf8_count(Str s);         /* scalar values */
Str utf8_cut(Str s, size_t most); /* at most so many bytes, in whole characters */

static inline uint32_t utf8_next(Str s, size_t *i)
{
    const unsigned char c = (unsigned char)s.p[*i];
    if (c >= 0x80)
        return utf8_next_long(s, i);
    ++*i;
    return c;
}

static inline uint32_t utf8_prev(Str s, size_t *i)
{
    const unsigned char c = (unsigned char)s.p[*i - 1];
    if (c >= 0x80)
        return utf8_prev_long(s, i);
    --*i;
    return c;
}

#endif
