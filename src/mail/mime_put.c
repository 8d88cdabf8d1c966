/* Fields, file names and bytes as mail carries them.
 *
 * Whoever opens a message may be old: what is plain ASCII is written as it is, a file's
 * name has a form that needs no decoding besides its true one, and no line is longer than
 * the 78 characters that RFC 5322 asks for. */
#include "mime_put.h"

#include <string.h>

#include "base/utf8.h"

enum {
    LINE = 78,
    WORD = 60,     /* longest word that is left as it is: a field's name fits before it */
    ENCODED = 39,  /* bytes in an encoded-word: 64 characters with what is around them */
    BASE64 = 57,   /* bytes in a line of base64: 76 characters */
    FALLBACK = 48, /* a plain name's characters, before its ending */
    EXTENDED = 45, /* characters of a part of a name in RFC 2231's form */
};

/* ---- bytes ---- */

void mime_put_base64(Buf *out, Str bytes)
{
    for (size_t i = 0; i < bytes.n; i += BASE64) {
        buf_base64(out, str_sub(bytes, i, i + BASE64));
        buf_put(out, S("\r\n"));
    }
}

/* ---- fields ---- */

static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029;
}

/* In one line, trimmed. */
static void put_line(Buf *out, Str s)
{
    bool blank = false;
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        if (cp == ' ' || is_control(cp)) {
            blank = out->n > 0;
            continue;
        }
        if (blank)
            buf_byte(out, ' ');
        blank = false;
        buf_utf8(out, cp);
    }
}

/* May it stand in a field as it is? */
static bool is_plain(Str s)
{
    size_t word = 0;
    for (size_t i = 0; i < s.n; i++) {
        word = s.p[i] == ' ' ? 0 : word + 1;
        if ((unsigned char)s.p[i] >= 0x7F || word > WORD)
            return false;
    }
    return !str_has(s, S("=?"));
}

static void put_words(Buf *out, size_t column, Str s)
{
    for (bool first = true; s.n > 0; first = false) {
        const Str word = str_cut(&s, ' ');
        const bool folds = !first && column + 1 + word.n > LINE;
        buf_put(out, folds ? S("\r\n ") : first ? S("") : S(" "));
        buf_put(out, word);
        column = (folds ? 0 : column) + 1 + word.n;
    }
}

/* White space between encoded-words is not read: that of the text is inside them. */
static void put_encoded(Buf *out, Str s)
{
    for (bool first = true; s.n > 0; first = false) {
        const Str part = utf8_cut(s, ENCODED);
        buf_put(out, first ? S("=?UTF-8?B?") : S("\r\n =?UTF-8?B?"));
        buf_base64(out, part);
        buf_put(out, S("?="));
        s = str_sub(s, part.n, s.n);
    }
}

void mime_put_text(Buf *out, const char *field, Str words)
{
    Buf line = {0};
    put_line(&line, words);
    buf_printf(out, "%s: ", field);
    if (is_plain(buf_str(&line)))
        put_words(out, strlen(field) + 2, buf_str(&line));
    else
        put_encoded(out, buf_str(&line));
    buf_put(out, S("\r\n"));
    buf_free(&line);
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* In quotes where it is more than words. */
static void put_phrase(Buf *out, Str s)
{
    bool words = true;
    for (size_t i = 0; i < s.n && words; i++)
        words = is_alnum(s.p[i]) || strchr(" !#$%&'*+-/=?^_`{|}~", s.p[i]);
    buf_put(out, words ? (Str){0} : S("\""));
    for (size_t i = 0; i < s.n; i++) {
        buf_put(out, s.p[i] == '"' || s.p[i] == '\\' ? S("\\") : (Str){0});
        buf_byte(out, s.p[i]);
    }
    buf_put(out, words ? (Str){0} : S("\""));
}

void mime_put_mailbox(Buf *out, Str name, Str address)
{
    enum { AROUND = 8 }; /* "To: " before it, " <>" and a comma */
    Buf line = {0}, phrase = {0};
    put_line(&line, name);
    put_phrase(&phrase, buf_str(&line));
    const bool plain = is_plain(buf_str(&line)) && phrase.n <= WORD;
    if (plain)
        buf_put(out, buf_str(&phrase));
    else
        put_encoded(out, buf_str(&line));
    if (line.n == 0)
        buf_put(out, address);
    else
        buf_printf(out, "%s <" STR_FMT ">",
                   plain && phrase.n + address.n + AROUND <= LINE ? "" : "\r\n",
                   STR_ARG(address));
    buf_free(&line);
    buf_free(&phrase);
}

/* ---- names ---- */

/* The name in characters that no program stumbles over, what is between them a hyphen;
 * the ending stays. */
static void put_fallback(Buf *out, Str name)
{
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    const Str stem = str_sub(name, 0, dot ? dot - 1 : name.n);
    const size_t start = out->n;
    for (size_t i = 0; i < stem.n && out->n - start < FALLBACK; i++) {
        const char c = stem.p[i];
        const bool plain = is_alnum(c) || (strchr(" _.()+,'-", c) && c);
        if (plain || (out->n > start && out->p[out->n - 1] != '-'))
            buf_byte(out, plain ? c : '-');
    }
    while (out->n > start && strchr("- ", out->p[out->n - 1]))
        out->n--;
    buf_put(out, out->n == start ? S("book") : S(""));
    buf_put(out, dot ? str_sub(name, dot - 1, name.n) : S(""));
}

/* A character of the name as RFC 2231 has it. */
static void put_percent(Buf *out, uint32_t cp)
{
    char bytes[4];
    const size_t n = utf8_encode(cp, bytes);
    for (size_t i = 0; i < n; i++)
        if (is_alnum(bytes[i]) || (strchr("_.-", bytes[i]) && bytes[i]))
            buf_byte(out, bytes[i]);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)bytes[i]);
}

/* In one part where it fits in a line, else in numbered ones. */
static void put_extended(Buf *out, const char *parameter, Str name)
{
    Buf part = {0};
    for (size_t i = 0, no = 0; i < name.n; no++) {
        buf_clear(&part);
        while (i < name.n && part.n < EXTENDED)
            put_percent(&part, utf8_next(name, &i));
        buf_printf(out, ";\r\n %s*", parameter);
        if (no > 0 || i < name.n)
            buf_printf(out, "%zu*", no);
        buf_put(out, no ? S("=") : S("=UTF-8''"));
        buf_put(out, buf_str(&part));
    }
    buf_free(&part);
}

void mime_put_plain_name(Buf *out, const char *parameter, Str name)
{
    buf_printf(out, ";\r\n %s=\"", parameter);
    put_fallback(out, name);
    buf_byte(out, '"');
}

void mime_put_name(Buf *out, const char *parameter, Str name)
{
    Buf plain = {0};
    put_fallback(&plain, name);
    if (str_eq(buf_str(&plain), name))
        mime_put_plain_name(out, parameter, name);
    else
        put_extended(out, parameter, name);
    buf_free(&plain);
}
