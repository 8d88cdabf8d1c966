/* Charsets: bytes become UTF-8 once, at the door.
 *
 * Order: a byte order mark; what a message states of its part, unless the bytes say
 * otherwise; what the text declares of itself in its first kilobyte (XML,
 * HTML, Emacs, Vim); UTF-8 when all of it is valid, or nearly; what ICU's detector is
 * sure enough of; Windows-1252, which no bytes contradict.  UTF-16 and UTF-32 are
 * believed from their mark only, or from the detector when every other byte is a NUL;
 * UTF-7 never, as it hides markup from everybody else. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "reader.h"

enum {
    DECLARED_WITHIN = 1024, /* bytes */
    SURE = 35,              /* ICU's confidence below which it only guesses */
    CERTAIN = 90,
    FEW_CONTROLS = 3,  /* that no text is refused for, however short */
    FEW_LETTERS = 2,   /* sequences of several bytes that make a text UTF-8, */
    GOOD = 1000,       /* of whose bytes one may be bad; */
    TAIL = 4,          /* bytes at its end that are its last sequence, cut off */
    PROBE = 64 * 1024, /* bytes looked at to tell text from anything else */
};

/* ---- what text looks like ---- */

static bool is_control(unsigned char c)
{
    return c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' &&
           c != 0x1B && c != 0;
}

static bool is_letter(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
}

/* More controls than a damaged text has: one byte in ten (in a short one, a few more);
 * NULs count among them, for they are what is left of a text in a file that was
 * preallocated.  Below that, a text has letters, and one with many controls is no noise
 * of high bytes. */
static bool is_binary(Str s)
{
    const Str probe = str_sub(s, 0, PROBE);
    size_t controls = 0, letters = 0, high = 0;
    for (size_t i = 0; i < probe.n; i++)
        controls += is_control((unsigned char)probe.p[i]) || probe.p[i] == '\0';
    if (controls == 0)
        return false;
    for (size_t i = 0; i < probe.n; i++) {
        letters += is_letter((unsigned char)probe.p[i]);
        high += (unsigned char)probe.p[i] >= 0x80;
    }
    if (controls <= FEW_CONTROLS)
        return letters <= controls;
    return controls * 10 > probe.n || letters <= controls ||
           (controls * 50 > probe.n && high * 3 > probe.n && !utf8_valid(probe));
}

/* NULs at every other byte: UTF-16 of a script that has them there. */
static bool has_nul_pattern(Str s)
{
    const Str probe = str_sub(s, 0, PROBE);
    size_t nuls[2] = {0, 0};
    for (size_t i = 0; i < probe.n; i++)
        nuls[i % 2] += probe.p[i] == '\0';
    const size_t most = nuls[0] > nuls[1] ? nuls[0] : nuls[1];
    const size_t least = nuls[0] + nuls[1] - most;
    return most * 5 > probe.n && least * 20 < most; /* blanks and stops at the least */
}

static bool is_ascii(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || s.p[i] == 0x1B)
            return false;
    return true;
}

/* ---- what the text says of itself ---- */

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '.' || c == ':';
}

/* The name that follows `key` in s, behind any of " =:'\"". */
static Str name_after(Str s, Str key)
{
    size_t i = str_find(s, key);
    if (i == s.n)
        return (Str){0};
    i += key.n;
    while (i < s.n && s.p[i] != '\0' && strchr(" =:'\"", s.p[i]))
        i++;
    const size_t from = i;
    while (i < s.n && is_name_char(s.p[i]))
        i++;
    return str_sub(s, from, i);
}

/* Does ASCII keep its place?  What does not (UTF-16, EBCDIC) cannot have been declared
 * in ASCII, and what gives its signs a second meaning (UTF-7, HZ) hides text from
 * everybody else. */
static bool keeps_ascii(const char *charset)
{
    const Str ascii =
        S("ABCXYZabcxyz0123456789 !\"#$%&'()*+,-./:;<=>?@[]^_{|}~{Az+/v8-\n");
    size_t replaced;
    Arena *a = arena_new();
    const bool kept = str_eq(charset_decode(a, charset, ascii, &replaced), ascii);
    arena_free(a);
    return kept;
}

static const char *believe(Str name)
{
    const char *charset = charset_find(name);
    if (charset == NULL || !keeps_ascii(charset))
        return NULL;
    /* What calls itself Latin 1 or ASCII is written on machines where both mean this. */
    const Str found = str_of(charset);
    if (str_eq(found, S("ISO-8859-1")) || str_eq(found, S("US-ASCII")))
        return "windows-1252";
    return charset;
}

static const char *declared(Str s)
{
    static const struct {
        const char *where; /* must stand in the text too */
        const char *key;
    } forms[] = {{"<?xml", "encoding"},    {"<meta", "charset"}, {"-*-", "coding"},
                 {"vim:", "fileencoding"}, {"vim:", "fenc"},     {"vi:", "fenc"}};
    const Str head = str_sub(s, 0, DECLARED_WITHIN);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const size_t at = str_find(head, str_of(forms[i].where));
        if (at == head.n)
            continue;
        const char *charset =
            believe(name_after(str_sub(head, at, head.n), str_of(forms[i].key)));
        if (charset)
            return charset;
    }
    return NULL;
}

/* ---- the order ---- */

typedef struct Charset {
    const char *name;
    const char *why; /* for the note; NULL: needs none */
    size_t skip;     /* bytes of the byte order mark */
} Charset;

static bool by_mark(Str s, Charset *out)
{
    static const struct {
        Str mark;
        Charset charset;
    } marks[] = {
        {{"\xEF\xBB\xBF", 3}, {"UTF-8", NULL, 3}},
        {{"\xFF\xFE\0\0", 4}, {"UTF-32LE", "byte order mark", 4}},
        {{"\0\0\xFE\xFF", 4}, {"UTF-32BE", "byte order mark", 4}},
        {{"\xFF\xFE", 2}, {"UTF-16LE", "byte order mark", 2}},
        {{"\xFE\xFF", 2}, {"UTF-16BE", "byte order mark", 2}},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(s, marks[i].mark)) {
            *out = marks[i].charset;
            return true;
        }
    return false;
}

static Charset by_detector(Str s)
{
    int confidence;
    const char *name = charset_detect(s, &confidence);
    if (name && confidence >= CERTAIN && str_starts(str_of(name), S("UTF-16")) &&
        has_nul_pattern(s))
        return (Charset){name, "detected", 0};
    const char *kept = name ? believe(str_of(name)) : NULL;
    if (kept && confidence >= SURE && !str_eq(str_of(kept), S("UTF-8")))
        return (Charset){kept, "detected", 0};
    return (Charset){"windows-1252", "neither declared nor detected", 0};
}

/* The bytes of an overlong form or a surrogate that s begins with: right but for what no
 * UTF-8 may hold; 0 for none. */
static size_t foreign_form(Str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    const size_t n = p[0] < 0xC0   ? 0
                     : p[0] < 0xE0 ? 2
                     : p[0] < 0xF0 ? 3
                     : p[0] < 0xF8 ? 4
                                   : 0;
    if (n == 0 || s.n < n)
        return 0;
    for (size_t k = 1; k < n; k++)
        if ((p[k] & 0xC0) != 0x80)
            return 0;
    const bool overlong = (n == 2 && p[0] < 0xC2) ||
                          (n == 3 && p[0] == 0xE0 && p[1] < 0xA0) ||
                          (n == 4 && p[0] == 0xF0 && p[1] < 0x90);
    return overlong || (n == 3 && p[0] == 0xED && p[1] >= 0xA0) ? n : 0;
}

/* Is it UTF-8 that was damaged: cut off inside its last letter, by bytes that are none
 * here and there, or by the forms that other programs write (overlong ones, surrogates)?
 * Chance makes no sequences of several bytes. */
static bool is_damaged_utf8(Str s)
{
    size_t bad = 0, foreign = 0, many = 0, tail = 0;
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const unsigned char lead = (unsigned char)s.p[at];
        const bool replaced = utf8_next(s, &i) == UTF8_REPLACEMENT &&
                              !str_starts(str_sub(s, at, s.n), S("\uFFFD"));
        if (!replaced) {
            many += i - at > 1;
            continue;
        }
        const size_t form = foreign_form(str_sub(s, at, s.n));
        if (form > 0) {
            foreign++;
            i = at + form;
        } else if (i == s.n && s.n - at < TAIL && lead >= 0xE0 && i - at > 1) {
            tail = i - at; /* the beginning of a letter */
        } else {
            bad += i - at;
        }
    }
    if (bad == 0)
        return tail > 0 || foreign > 0;
    return many >= FEW_LETTERS && bad * GOOD <= s.n;
}

/* What a message states of a part is believed, and may be one that no text can declare
 * of itself.  But mail programs write Latin 1 and mean Windows, or wrote it once and now
 * write UTF-8; and what they call ASCII or UTF-8 may be neither. */
static bool by_message(Str s, const char *stated, Charset *out)
{
    const char *name = stated ? charset_find(str_of(stated)) : NULL;
    if (name == NULL || (str_eq(str_of(name), S("US-ASCII")) && !is_ascii(s)))
        return false;
    if (str_eq(str_of(name), S("ISO-8859-1")) || str_eq(str_of(name), S("US-ASCII")))
        name = "windows-1252";
    const bool utf8 = utf8_valid(s) || is_damaged_utf8(s);
    if (str_eq(str_of(name), S("UTF-8")) && !utf8)
        return false;
    *out = (Charset){utf8 && str_eq(str_of(name), S("windows-1252")) ? "UTF-8" : name,
                     NULL, 0};
    return true;
}

static Charset find_charset(Str s, const char *stated)
{
    Charset c = {"UTF-8", NULL, 0};
    if (by_mark(s, &c) || by_message(s, stated, &c))
        return c;
    const char *name = declared(s);
    if (is_ascii(s) || (name && str_eq(str_of(name), S("UTF-8")))) {
        if (!has_nul_pattern(s))
            return c;
    } else if (name) {
        return (Charset){name, "declared", 0};
    } else if (utf8_valid(s) || is_damaged_utf8(s)) {
        return c;
    }
    return by_detector(s);
}

/* ---- the door ---- */

bool charset_read(Diag *d, Article *a, Str bytes)
{
    const Loc at = {.path = a->src.path};
    const Charset c = find_charset(bytes, a->src.charset);
    const bool wide = str_starts(str_of(c.name), S("UTF-16")) ||
                      str_starts(str_of(c.name), S("UTF-32"));
    if (!wide && is_binary(bytes))
        return diag(d, D_NOT_TEXT, at, S("binary data"), S("give its text in a file"));
    const Str rest = str_sub(bytes, c.skip, bytes.n);
    size_t replaced = 0;
    a->src.charset = c.name;
    if (str_eq(str_of(c.name), S("UTF-8")) && utf8_valid(rest))
        a->src.text = rest;
    else
        a->src.text = charset_decode(a->arena, c.name, rest, &replaced);
    if (c.why)
        diag(d, D_CHARSET_GUESSED, at, str_of(c.name), str_of(c.why));
    if (replaced)
        diag(d, D_CHARSET_REPLACED, at, str_of(c.name),
             arena_printf(a->arena, "%zu", replaced));
    return true;
}
