/* A growing buffer of bytes.  {0} is an empty one. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "arena.h"

typedef struct Buf {
    char *p; /* owned: buf_free() */
    size_t n, cap;
} Buf;

void buf_free(Buf *b);
void buf_clear(Buf *b);    /* empty, its memory kept */
Str buf_str(const Buf *b); /* lent until the next put */
void buf_put(Buf *b, Str s);
void buf_byte(Buf *b, char c);
void buf_fill(Buf *b, char c, size_t times);
void buf_printf(Buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3))); /* integers and strings only: no locale */
void buf_utf8(Buf *b, uint32_t cp);        /* U+FFFD for what is no scalar value */
void buf_put_utf8(Buf *b, Str s);          /* the same for what is not UTF-8 */

/* Text for an XML document: & < > " escaped, what XML 1.0 forbids left out. */
void buf_xml(Buf *b, Str s);

/* Text for a terminal: controls (C0, C1, DEL) and bidirectional overrides are shown as
 * \xNN and \uNNNN, what is not UTF-8 as U+FFFD. */
void buf_safe(Buf *b, Str s);

/* value/2^10 as a decimal with at most 3 places and no needless zero: lengths in
 * points as PDF and CSS read them. */
void buf_pt(Buf *b, int64_t value);

/* "999 bytes", "14 kB", "1.2 MB" */
void buf_size(Buf *b, size_t bytes);

/* The bytes in base64, without line ends. */
void buf_base64(Buf *b, Str bytes);

/* value/10^places as a decimal without needless zeros. */
void buf_decimal(Buf *b, int64_t value, int places);

#endif
