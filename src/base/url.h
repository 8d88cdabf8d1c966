/* Addresses that a book may lead out to. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "buf.h"

enum { URL_MOST = 2000 }; /* bytes: what browsers follow */

/* Appends url as RFC 3986 writes it: ASCII, its scheme in lower case, escaped where it
 * must be and not twice.  False, and nothing is written: it is no http, https or mailto
 * address with a host that all programs take for one. */
bool url_put(Buf *out, Str url);

#endif
