/* Digests (nettle's). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "arena.h"

Str sha256(Arena *a, Str bytes);     /* 32 bytes */
Str sha256_hex(Arena *a, Str bytes); /* 64 lower-case digits */
Str md5_hex(Arena *a, Str bytes);    /* 32: where a format asks for it */

/* A name-based UUID (RFC 4122, version 5) of `name` under sheaf's own name space:
 * 36 characters. */
Str uuid5(Arena *a, Str name);

#endif
