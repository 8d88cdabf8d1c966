/* Unicode: charsets, normal form, properties, break opportunities.  The only user of
 * ICU, whose answers depend on its version alone, never on a locale of the system. */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "buf.h"

/* ---- charsets ---- */

/* The charset's canonical name (a static string), NULL when ICU has none of that name. */
const char *charset_find(Str name);

/* bytes in that charset as UTF-8; what is not of it becomes U+FFFD and is counted. */
Str charset_decode(Arena *a, const char *charset, Str bytes, size_t *replaced);

/* What ICU's detector takes the bytes for, with its confidence of 0 to 100; NULL
 * when it has no idea. */
const char *charset_detect(Str bytes, int *confidence);

/* ---- characters ---- */

bool uni_is_letter(uint32_t cp);
bool uni_is_upper(uint32_t cp); /* upper or title case */
bool uni_is_lower(uint32_t cp);
bool uni_is_digit(uint32_t cp); /* decimal digits of any script */
bool uni_is_space(uint32_t cp); /* White_Space */
bool uni_is_mark(uint32_t cp);  /* combining */
bool uni_is_punct(uint32_t cp);
bool uni_is_wide(uint32_t cp); /* CJK: ideograph, kana, hangul, full-width */
/* Full-width punctuation of which half the body is blank: -1 opens (its left half is),
 * 1 closes, a comma or stop among them; 0 for all else. */
int uni_wide_bracket(uint32_t cp);
bool uni_is_ignorable(uint32_t cp); /* Default_Ignorable: no glyph is missed for it */

/* The script's ISO 15924 code as four bytes ("Latn"), first byte highest. */
uint32_t uni_script(uint32_t cp);
/* The same; of a character that several scripts share, one of them, always the same. */
uint32_t uni_script_shared(uint32_t cp);
/* Is the character used in the script (as above): by its Script_Extensions, for marks are
 * shared by several? */
bool uni_in_script(uint32_t cp, uint32_t script);

uint32_t uni_fold(uint32_t cp); /* simple case folding */
Str uni_lower(Arena *a, Str s); /* full, of the root locale */
Str uni_upper(Arena *a, Str s);
const char *uni_name(
    uint32_t cp); /* "CYRILLIC SMALL LETTER A"; valid until the thread's next call */

/* ---- direction ---- */

/* Is the language (BCP 47) written from right to left? */
bool uni_lang_is_rtl(Str lang);

/* A part of a line in one direction. */
typedef struct BidiRun {
    size_t from, to; /* bytes of the line */
    bool rtl;
} BidiRun;

/* The runs of a line from left to right as they are seen (UAX #9), in a paragraph of
 * the given direction; in the arena. */
BidiRun *uni_bidi_runs(Arena *a, Str line, bool rtl, size_t *n);

/* ---- text ---- */

Str uni_nfc(Arena *a, Str s); /* s itself when it is in normal form C already */

/* How many words s has: runs between white space that hold a letter or a digit; each
 * ideograph or kana is one by itself. */
size_t uni_words(Str s);

/* Marks in brk[0..s.n] (s.n + 1 bytes of the caller's) where a line may be broken
 * before that byte (UAX #14): 1 may, 2 must, 0 not. */
void uni_line_breaks(Str s, uint8_t *brk);

/* Collation by the root locale, ties by bytes: a total order for lists of titles. */
int uni_collate(Str a, Str b);

/* Appends the name of a host as the net knows it (UTS #46): one of ASCII as it is, of
 * another each label in Punycode.  False, and nothing is appended: there can be no such
 * host. */
bool uni_put_host(Buf *out, Str name);

/* Frees what this thread keeps for the calls above; jobs_run() does so for its threads.
 */
void uni_release(void);

const char *uni_version(void); /* ICU's */

#endif
