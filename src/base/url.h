/* Addresses: what a book may lead out to, what an article refers to, and what both are
 * compared by. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "buf.h"

enum { URL_MOST = 2000 }; /* bytes: what browsers follow */

/* Appends url as RFC 3986 writes it: ASCII, its scheme in lower case, a host beyond ASCII
 * in its form for the net, escaped where it must be and not twice.  False, and nothing is
 * written: it is no http, https or mailto address with a host that all programs take for
 * one. */
bool url_put(Buf *out, Str url);

/* Does the word look like an address of the web, of mail, or of a file? */
bool url_is_like(Str word);

/* With its %XX as the bytes that they stand for, in the arena; bad ones as they are. */
Str url_unescape(Arena *a, Str s);

/* Does it begin with a scheme ("https:"), or lead to another host ("//")? */
bool url_is_absolute(Str s);

/* The bytes that a data: URL holds, in the arena; false: it is none, or malformed. */
bool url_data(Arena *a, Str url, Str *bytes);

/* ---- url_join.c ---- */

/* What `ref` leads to when it stands in what lies at `base` (RFC 3986, 5.2), in the
 * arena. The base may be a path of a file: then so is what comes out, without "..". */
Str url_join(Arena *a, Str base, Str ref);

/* What two addresses of the same page have in common, in the arena: no scheme, no default
 * port, no fragment, no '/' at the end, no parameters that only count readers ("utm_").
 * Empty: it is no address of the web. */
Str url_key(Arena *a, Str url);

#endif
