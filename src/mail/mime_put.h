/* Pieces of a message as RFC 5322 and MIME write them; every line ends in CR LF. */
#ifndef MAIL_MIME_PUT_H
#define MAIL_MIME_PUT_H

#include "base/buf.h"

/* "Field: words", folded.  White space and controls are single blanks; what is not plain
 * ASCII is in encoded-words of UTF-8 (RFC 2047), each of whole characters. */
void mime_put_text(Buf *out, const char *field, Str words);

/* "Name <address>", which may take several lines: a name that is not plain ASCII is in
 * encoded-words, one with marks in quotes.  An empty name: the address alone. */
void mime_put_mailbox(Buf *out, Str name, Str address);

/* "; parameter=...", on a line of its own: the name, in the form of RFC 2231 where it is
 * not plain ASCII. */
void mime_put_name(Buf *out, const char *parameter, Str name);

/* The same for programs that do not know that form: what of the name is plain. */
void mime_put_plain_name(Buf *out, const char *parameter, Str name);

/* The bytes in lines of 76. */
void mime_put_base64(Buf *out, Str bytes);

#endif
