/* Addresses, checked and escaped. */
#include "url.h"

#include <string.h>

#include "unicode.h"

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c);
}

/* A name with an optional port; addresses in brackets are where programs differ.  What of
 * the name is beyond ASCII stands there as the net knows it. */
static bool put_host(Buf *out, Str host)
{
    const size_t start = out->n;
    Str port = host;
    const Str name = str_cut(&port, ':');
    uint32_t number;
    if (port.n > 0 && !str_to_u32(port, 65535, &number))
        return false;
    if (!uni_put_host(out, name))
        return false;
    const Str plain = str_sub(buf_str(out), start, out->n);
    for (size_t i = 0; i < plain.n; i++)
        if (!is_alnum(plain.p[i]) && !is_one_of(plain.p[i], "-._~"))
            return false;
    buf_put(out, str_sub(host, name.n, host.n));
    return plain.n > 0 && is_alnum(plain.p[0]);
}

static void put_escaped(Buf *out, Str s)
{
    bool fragment = false;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        const bool escape =
            c == '%' && i + 2 < s.n && is_hex(s.p[i + 1]) && is_hex(s.p[i + 2]);
        const bool hash = c == '#' && !fragment;
        fragment = fragment || hash;
        if (escape || hash || is_alnum(c) || is_one_of(c, "-._~:/?@!$&'()*+,;="))
            buf_byte(out, c);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

bool url_put(Buf *out, Str url)
{
    static const struct {
        const char *head;
        bool has_host;
    } schemes[] = {{"https://", true}, {"http://", true}, {"mailto:", false}};
    if (url.n > URL_MOST)
        return false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        const Str head = str_of(schemes[i].head);
        const Str rest = str_sub(url, head.n, url.n);
        if (!str_eq_nocase(str_sub(url, 0, head.n), head))
            continue;
        size_t end = 0;
        while (end < rest.n && !is_one_of(rest.p[end], "/?#"))
            end++;
        const size_t start = out->n;
        buf_put(out, head);
        if (schemes[i].has_host ? put_host(out, str_sub(rest, 0, end))
                                : str_has(rest, S("@"))) {
            put_escaped(out, str_sub(rest, schemes[i].has_host ? end : 0, rest.n));
            return true;
        }
        out->n = start;
        return false;
    }
    return false;
}

static int hex_value(char c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

Str url_unescape(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        const bool escape =
            s.p[i] == '%' && i + 2 < s.n && is_hex(s.p[i + 1]) && is_hex(s.p[i + 2]);
        p[n++] =
            escape ? (char)(hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2])) : s.p[i];
        i += escape ? 2 : 0;
    }
    return (Str){p, n};
}

bool url_is_absolute(Str s)
{
    size_t i = 0;
    while (i < s.n && (is_alnum(s.p[i]) || is_one_of(s.p[i], "+-.")))
        i++;
    return (i > 1 && i < s.n && s.p[i] == ':') || str_starts(s, S("//"));
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* White space and padding are passed over. */
static bool decode_base64(Arena *a, Str s, Str *out)
{
    char *p = arena_alloc(a, s.n / 4 * 3 + 4);
    size_t n = 0;
    uint32_t bits = 0;
    int nbits = 0;
    for (size_t i = 0; i < s.n; i++) {
        const int value = base64_value(s.p[i]);
        if (value < 0 && !is_one_of(s.p[i], "= \t\r\n"))
            return false;
        if (value < 0)
            continue;
        bits = bits << 6 | (uint32_t)value;
        nbits += 6;
        if (nbits >= 8)
            p[n++] = (char)(bits >> (nbits -= 8));
    }
    *out = (Str){p, n};
    return true;
}

bool url_data(Arena *a, Str url, Str *bytes)
{
    if (!str_eq_nocase(str_sub(url, 0, 5), S("data:")))
        return false;
    const size_t comma = str_find(url, S(","));
    if (comma == url.n)
        return false;
    const Str data = url_unescape(a, str_sub(url, comma + 1, url.n));
    if (str_ends_nocase(str_trim(str_sub(url, 0, comma)), S(";base64")))
        return decode_base64(a, data, bytes);
    *bytes = data;
    return true;
}

bool url_is_like(Str word)
{
    const size_t slash = str_find(word, S("/"));
    return str_has(word, S("://")) || str_starts(word, S("www.")) ||
           (str_has(word, S("@")) && str_has(word, S("."))) ||
           (slash < word.n && str_has(str_sub(word, slash + 1, word.n), S("/")));
}
