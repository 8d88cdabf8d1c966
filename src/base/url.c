/* Addresses, checked and escaped. */
#include "url.h"

#include <string.h>

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

/* A name with an optional port; addresses in brackets and names beyond ASCII are where
 * programs differ. */
static bool host_ok(Str host)
{
    const Str name = str_cut(&host, ':');
    uint32_t port;
    if (host.n > 0 && !str_to_u32(host, 65535, &port))
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (!is_alnum(name.p[i]) && !is_one_of(name.p[i], "-._~"))
            return false;
    return name.n > 0 && is_alnum(name.p[0]);
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
        if (schemes[i].has_host ? !host_ok(str_sub(rest, 0, end))
                                : !str_has(rest, S("@")))
            return false;
        buf_put(out, head);
        put_escaped(out, rest);
        return true;
    }
    return false;
}
