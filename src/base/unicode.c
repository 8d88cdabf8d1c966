/* Unicode, by way of ICU. */
#include "unicode.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucol.h>
#include <unicode/ucsdet.h>
#include <unicode/uidna.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#include "utf8.h"

/* ---- charsets ---- */

/* ICU knows names of charsets whose tables it came without. */
static bool charset_opens(const char *name)
{
    UErrorCode e = U_ZERO_ERROR;
    UConverter *cnv = ucnv_open(name, &e);
    ucnv_close(cnv);
    return U_SUCCESS(e);
}

const char *charset_find(Str name)
{
    char z[64];
    if (name.n == 0 || name.n >= sizeof z)
        return NULL;
    memcpy(z, name.p, name.n);
    z[name.n] = '\0';
    static const char *const standards[] = {"MIME", "IANA"};
    const char *found = NULL;
    UErrorCode e = U_ZERO_ERROR;
    for (size_t i = 0; i < 2 && found == NULL; i++, e = U_ZERO_ERROR)
        found = ucnv_getStandardName(z, standards[i], &e);
    if (found == NULL)
        found = ucnv_getAlias(z, 0, &e);
    return found && charset_opens(found) ? found : NULL;
}

Str charset_decode(Arena *a, const char *charset, Str bytes, size_t *replaced)
{
    enum { CHUNK = 4096 };
    UErrorCode e = U_ZERO_ERROR;
    UConverter *cnv = ucnv_open(charset, &e);
    Buf out = {0};
    *replaced = 0;
    if (U_FAILURE(e)) /* charset_find() knew it: only memory can lack */
        mem_out();
    const char *from = bytes.p, *end = bytes.p + bytes.n;
    do {
        UChar units[CHUNK], *to = units;
        e = U_ZERO_ERROR;
        ucnv_toUnicode(cnv, &to, units + CHUNK, &from, end, NULL, true, &e);
        for (const UChar *p = units; p < to; p++) {
            uint32_t cp = *p;
            if (U16_IS_LEAD(cp) && p + 1 < to && U16_IS_TRAIL(p[1]))
                cp = (uint32_t)U16_GET_SUPPLEMENTARY(cp, *++p);
            else if (U16_IS_LEAD(cp) && p + 1 == to && e == U_BUFFER_OVERFLOW_ERROR) {
                UChar trail; /* its other half comes with the next chunk */
                UChar *at = &trail;
                e = U_ZERO_ERROR;
                ucnv_toUnicode(cnv, &at, &trail + 1, &from, end, NULL, true, &e);
                cp = at > &trail && U16_IS_TRAIL(trail)
                         ? (uint32_t)U16_GET_SUPPLEMENTARY(cp, trail)
                         : UTF8_REPLACEMENT;
            }
            *replaced += cp == UTF8_REPLACEMENT;
            buf_utf8(&out, cp);
        }
    } while (e == U_BUFFER_OVERFLOW_ERROR);
    ucnv_close(cnv);
    const Str s = arena_str(a, buf_str(&out));
    buf_free(&out);
    return s;
}

const char *charset_detect(Str bytes, int *confidence)
{
    enum { SAMPLE = 64 * 1024 };
    UErrorCode e = U_ZERO_ERROR;
    UCharsetDetector *det = ucsdet_open(&e);
    const int32_t n = bytes.n < SAMPLE ? (int32_t)bytes.n : SAMPLE;
    ucsdet_setText(det, bytes.p, n, &e);
    const UCharsetMatch *match = ucsdet_detect(det, &e);
    const char *name = NULL;
    *confidence = 0;
    if (U_SUCCESS(e) && match) {
        *confidence = ucsdet_getConfidence(match, &e);
        name = charset_find(str_of(ucsdet_getName(match, &e)));
    }
    ucsdet_close(det);
    return name;
}

/* ---- characters ---- */

bool uni_is_letter(uint32_t cp)
{
    if (cp < 0x80)
        return (cp | 32) >= 'a' && (cp | 32) <= 'z';
    return u_isUAlphabetic((UChar32)cp);
}

bool uni_is_upper(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z';
    return u_isUUppercase((UChar32)cp) || u_istitle((UChar32)cp);
}

bool uni_is_lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'a' && cp <= 'z';
    return u_isULowercase((UChar32)cp);
}

bool uni_is_digit(uint32_t cp)
{
    return cp < 0x80 ? cp >= '0' && cp <= '9' : u_isdigit((UChar32)cp);
}

bool uni_is_space(uint32_t cp)
{
    return cp < 0x80 ? cp == ' ' || (cp >= 9 && cp <= 13) : u_isUWhiteSpace((UChar32)cp);
}

bool uni_is_mark(uint32_t cp)
{
    return cp >= 0x300 && (U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK) != 0;
}

bool uni_is_punct(uint32_t cp)
{
    return u_ispunct((UChar32)cp);
}

int uni_wide_bracket(uint32_t cp)
{
    if (cp < 0x3000)
        return 0;
    const int width = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);
    if (width != U_EA_FULLWIDTH && width != U_EA_WIDE)
        return 0;
    switch (u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK)) {
    case U_LB_OPEN_PUNCTUATION:
        return -1;
    case U_LB_CLOSE_PUNCTUATION:
        return 1;
    }
    return 0;
}

bool uni_is_wide(uint32_t cp)
{
    if (cp < 0x1100)
        return false;
    const int w = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);
    return w == U_EA_WIDE || w == U_EA_FULLWIDTH;
}

bool uni_is_ignorable(uint32_t cp)
{
    return cp >= 0x80 &&
           u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool uni_in_script(uint32_t cp, uint32_t script)
{
    const char name[] = {(char)(script >> 24), (char)(script >> 16), (char)(script >> 8),
                         (char)script, '\0'};
    const int32_t code = u_getPropertyValueEnum(UCHAR_SCRIPT, name);
    return code != UCHAR_INVALID_CODE &&
           uscript_hasScript((UChar32)cp, (UScriptCode)code);
}

static uint32_t script_tag(UScriptCode code)
{
    const char *z = uscript_getShortName(code);
    if (z == NULL || strlen(z) != 4)
        z = "Zyyy";
    return (uint32_t)(unsigned char)z[0] << 24 | (uint32_t)(unsigned char)z[1] << 16 |
           (uint32_t)(unsigned char)z[2] << 8 | (uint32_t)(unsigned char)z[3];
}

uint32_t uni_script(uint32_t cp)
{
    UErrorCode e = U_ZERO_ERROR;
    const UScriptCode code = uscript_getScript((UChar32)cp, &e);
    return script_tag(U_FAILURE(e) ? USCRIPT_COMMON : code);
}

uint32_t uni_script_shared(uint32_t cp)
{
    UScriptCode codes[64]; /* no character has half as many */
    UErrorCode e = U_ZERO_ERROR;
    const int32_t n = uscript_getScriptExtensions(
        (UChar32)cp, codes, (int32_t)(sizeof codes / sizeof *codes), &e);
    return U_SUCCESS(e) && n > 0 ? script_tag(codes[0]) : uni_script(cp);
}

uint32_t uni_fold(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    return (uint32_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT);
}

static UChar *to_utf16(Str s, int32_t *n)
{
    UErrorCode e = U_ZERO_ERROR;
    const size_t cap = s.n + 1;
    UChar *u = mem_grow(NULL, cap, sizeof *u);
    u_strFromUTF8WithSub(u, (int32_t)cap, n, s.n ? s.p : "", (int32_t)s.n,
                         UTF8_REPLACEMENT, NULL, &e);
    return u;
}

static Str from_utf16(Arena *a, const UChar *u, int32_t n)
{
    UErrorCode e = U_ZERO_ERROR;
    const int32_t cap = 3 * n + 1;
    char *p = arena_alloc(a, (size_t)cap);
    int32_t out = 0;
    u_strToUTF8WithSub(p, cap, &out, u, n, UTF8_REPLACEMENT, NULL, &e);
    return (Str){p, (size_t)out};
}

static Str change_case(Arena *a, Str s,
                       int32_t (*fn)(UChar *, int32_t, const UChar *, int32_t,
                                     const char *, UErrorCode *))
{
    int32_t n;
    UChar *u = to_utf16(s, &n);
    const int32_t cap = 3 * n + 1; /* no mapping is longer than three units */
    UChar *v = mem_grow(NULL, (size_t)cap, sizeof *v);
    UErrorCode e = U_ZERO_ERROR;
    const int32_t out = fn(v, cap, u, n, "", &e);
    const Str r = U_SUCCESS(e) ? from_utf16(a, v, out) : s;
    free(u);
    free(v);
    return r;
}

Str uni_lower(Arena *a, Str s)
{
    return change_case(a, s, u_strToLower);
}

Str uni_upper(Arena *a, Str s)
{
    return change_case(a, s, u_strToUpper);
}

const char *uni_name(uint32_t cp)
{
    static _Thread_local char name[128];
    UErrorCode e = U_ZERO_ERROR;
    u_charName((UChar32)cp, U_EXTENDED_CHAR_NAME, name, sizeof name, &e);
    return U_SUCCESS(e) ? name : "";
}

/* ---- text ---- */

/* True when every character is of a range in which nothing composes, decomposes or is
 * a mark: all below U+0300, Cyrillic letters, the quotes and dashes from U+2010, the
 * unified ideographs.  Saves most texts from being taken through UTF-16. */
static bool is_plainly_nfc(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c < 0xCC)
            continue;
        const bool plain =
            c == 0xD0 || c == 0xD1 || (c >= 0xE4 && c <= 0xE9) ||
            (c == 0xE2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80 &&
             (unsigned char)s.p[i + 2] >= 0x90);
        if (!plain)
            return false;
    }
    return true;
}

Str uni_nfc(Arena *a, Str s)
{
    if (is_plainly_nfc(s))
        return s;
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    int32_t n;
    UChar *u = to_utf16(s, &n);
    Str r = s;
    if (unorm2_quickCheck(nfc, u, n, &e) != UNORM_YES) {
        const int32_t cap = 3 * n + 1;
        UChar *v = mem_grow(NULL, (size_t)cap, sizeof *v);
        e = U_ZERO_ERROR;
        const int32_t out = unorm2_normalize(nfc, u, n, v, cap, &e);
        if (U_SUCCESS(e))
            r = from_utf16(a, v, out);
        free(v);
    }
    free(u);
    return r;
}

size_t uni_words(Str s)
{
    size_t words = 0;
    bool counted = false; /* the run at hand */
    for (size_t i = 0; i < s.n;) {
        while (counted && i < s.n && s.p[i] > ' ') /* the rest of it, in haste */
            i++;
        if (i == s.n)
            break;
        const uint32_t cp = utf8_next(s, &i);
        const bool hangul = cp >= 0xAC00 && cp <= 0xD7A3; /* Korean parts its words */
        const bool alone = !hangul && uni_is_wide(cp);
        if (alone || uni_is_space(cp)) {
            words += alone && uni_is_letter(cp);
            counted = false;
        } else if (!counted && (uni_is_letter(cp) || uni_is_digit(cp))) {
            words++;
            counted = true;
        }
    }
    return words;
}

bool uni_lang_is_rtl(Str lang)
{
    char z[64]; /* longer than any tag that is not nonsense */
    if (lang.n == 0 || lang.n >= sizeof z)
        return false;
    memcpy(z, lang.p, lang.n);
    z[lang.n] = '\0';
    return uloc_isRightToLeft(z);
}

/* Moves *byte on by the characters of as many UTF-16 units. */
static void advance(Str s, size_t *byte, int32_t units)
{
    while (units > 0)
        units -= utf8_next(s, byte) > 0xFFFF ? 2 : 1;
}

/* ICU tells the runs in the order that they are seen, in UTF-16; the bytes are counted
 * in the order of the text, so the runs are first listed in that one. */
BidiRun *uni_bidi_runs(Arena *a, Str line, bool rtl, size_t *n)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t units;
    UChar *u = to_utf16(line, &units);
    UBiDi *bidi = ubidi_open();
    ubidi_setPara(bidi, u, units, rtl ? 1 : 0, NULL, &e);
    const int32_t count = ubidi_countRuns(bidi, &e);
    if (U_FAILURE(e))
        mem_out();
    BidiRun *runs = arena_array(a, (size_t)count, sizeof *runs);
    int32_t *place = arena_array(a, (size_t)units + 1, sizeof *place);
    for (int32_t i = 0; i < count; i++) {
        int32_t start, length;
        runs[i].rtl = ubidi_getVisualRun(bidi, i, &start, &length) == UBIDI_RTL;
        runs[i].to = (size_t)length; /* in units, for now */
        place[start] = i;
    }
    size_t byte = 0;
    for (int32_t at = 0; at < units;) {
        BidiRun *r = &runs[place[at]];
        const int32_t length = (int32_t)r->to;
        r->from = byte;
        advance(line, &byte, length);
        r->to = byte;
        at += length;
    }
    ubidi_close(bidi);
    free(u);
    *n = (size_t)count;
    return runs;
}

/* One iterator a thread: opening one costs more than breaking a paragraph. */
static _Thread_local UBreakIterator *lines;

void uni_line_breaks(Str s, uint8_t *brk)
{
    memset(brk, 0, s.n + 1);
    UErrorCode e = U_ZERO_ERROR;
    if (lines == NULL)
        lines = ubrk_open(UBRK_LINE, "", NULL, 0, &e);
    if (U_FAILURE(e))
        mem_out();
    UText text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, s.n ? s.p : "", (int64_t)s.n, &e);
    ubrk_setUText(lines, &text, &e);
    for (int32_t at = ubrk_next(lines); at != UBRK_DONE; at = ubrk_next(lines))
        brk[at] = ubrk_getRuleStatus(lines) >= UBRK_LINE_HARD ? 2 : 1;
    utext_close(&text);
}

static _Thread_local UCollator *col;

int uni_collate(Str a, Str b)
{
    UErrorCode e = U_ZERO_ERROR;
    if (col == NULL)
        col = ucol_open("", &e);
    if (U_FAILURE(e))
        mem_out();
    const UCollationResult r = ucol_strcollUTF8(col, a.n ? a.p : "", (int32_t)a.n,
                                                b.n ? b.p : "", (int32_t)b.n, &e);
    return r != UCOL_EQUAL ? (int)r : str_cmp(a, b);
}

static bool is_ascii(Str s)
{
    size_t i = 0;
    while (i < s.n && (unsigned char)s.p[i] < 0x80)
        i++;
    return i == s.n;
}

/* As browsers do: not the transitional way, which leads to another host for a sharp s. */
bool uni_put_host(Buf *out, Str name)
{
    enum {
        MOST = 255,       /* bytes of a host's name: RFC 1035, 2.3.4 */
        MOST_HERE = 1020, /* each character is at least one of those */
    };
    if (is_ascii(name)) {
        buf_put(out, name);
        return true;
    }
    if (name.n > MOST_HERE)
        return false;
    char ascii[MOST + 1];
    UErrorCode e = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *idna = uidna_openUTS46(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, &e);
    if (U_FAILURE(e))
        mem_out();
    const int32_t n = uidna_nameToASCII_UTF8(idna, name.p, (int32_t)name.n, ascii,
                                             sizeof ascii, &info, &e);
    uidna_close(idna);
    if (U_FAILURE(e) || info.errors != 0)
        return false;
    buf_put(out, (Str){ascii, (size_t)n});
    return true;
}

void uni_release(void)
{
    ubrk_close(lines);
    ucol_close(col);
    lines = NULL;
    col = NULL;
}

const char *uni_version(void)
{
    return U_ICU_VERSION;
}
