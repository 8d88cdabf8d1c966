/* Slices of UTF-8 text: a pointer and a length, no terminator, nothing owned. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Str {
    const char *p; /* lent by whoever made it; may be NULL when n is 0 */
    size_t n;      /* bytes */
} Str;

/* A literal as a slice, and the two arguments of "%.*s". */
#define S(lit)     ((Str){"" lit, sizeof(lit) - 1})
#define STR_FMT    "%.*s"
#define STR_ARG(s) (int)(s).n, (s).n ? (s).p : ""

Str str_of(const char *z); /* of a C string; NULL gives the empty slice */
bool str_eq(Str a, Str b);
int str_cmp(Str a, Str b);        /* by bytes: total, and blind to the locale */
bool str_eq_nocase(Str a, Str b); /* ASCII letters only */
bool str_starts(Str s, Str head);
bool str_ends(Str s, Str tail);
bool str_ends_nocase(Str s, Str tail);      /* ASCII letters only */
Str str_sub(Str s, size_t from, size_t to); /* both are clamped to s */
Str str_trim(Str s);                        /* without ASCII white space at either end */

/* Take one line off *rest, without its end (LF, CR or CR LF). */
Str str_line(Str *rest);

/* Take one piece off *rest, up to the next `sep` (dropped) or to the end. */
Str str_cut(Str *rest, char sep);

/* Where `what` first stands in s, or s.n. */
size_t str_find(Str s, Str what);
bool str_has(Str s, Str what);

uint64_t str_hash(Str s); /* FNV-1a: the same everywhere, not against attackers */

/* The decimal number that is the whole of s; false when it is none or over `max`. */
bool str_to_u32(Str s, uint32_t max, uint32_t *out);

#endif
