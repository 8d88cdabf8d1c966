/* Addresses, joined and compared: RFC 3986, 5.2 and 6.2.
 *
 * Both are one pass over the address; a folder that ".." takes back is looked for from
 * the end of what is written, and so each byte is passed at most twice. */
#include <string.h>

#include "url.h"

typedef struct Parts {
    Str scheme, host, path, query, fragment; /* scheme with ':', host with "//", query
                                              * with '?', fragment with '#' */
} Parts;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of the scheme with its ':'; 0: none. */
static size_t scheme_length(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if (c == ':')
            return i > 1 ? i + 1 : 0; /* one letter is a drive */
        const bool later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!is_letter(c) && !(later && i > 0))
            return 0;
    }
    return 0;
}

static Str take(Str *s, size_t n)
{
    const Str head = str_sub(*s, 0, n);
    *s = str_sub(*s, n, s->n);
    return head;
}

static Parts part(Str s)
{
    Parts p = {0};
    const size_t hash = str_find(s, S("#"));
    p.fragment = str_sub(s, hash, s.n);
    s = str_sub(s, 0, hash);
    const size_t mark = str_find(s, S("?"));
    p.query = str_sub(s, mark, s.n);
    s = str_sub(s, 0, mark);
    p.scheme = take(&s, scheme_length(s));
    if (str_starts(s, S("//")))
        p.host = take(&s, 2 + str_find(str_sub(s, 2, s.n), S("/")));
    p.path = s;
    return p;
}

/* Takes back the last folder that was written since `from`. */
static void go_up(Buf *out, size_t from)
{
    while (out->n > from && out->p[out->n - 1] == '/')
        out->n--;
    while (out->n > from && out->p[out->n - 1] != '/')
        out->n--;
}

/* The path without "." and "..". */
static void put_path(Buf *out, Str path)
{
    const bool rooted = str_starts(path, S("/"));
    path = str_sub(path, rooted, path.n);
    if (rooted)
        buf_byte(out, '/');
    const size_t from = out->n;
    while (path.n > 0) {
        const size_t slash = str_find(path, S("/"));
        const Str name = take(&path, slash + 1);
        const Str bare = str_sub(name, 0, slash);
        if (str_eq(bare, S("..")))
            go_up(out, from);
        else if (!str_eq(bare, S(".")))
            buf_put(out, name);
    }
}

Str url_join(Arena *a, Str base, Str ref)
{
    const Parts b = part(base), r = part(ref);
    const bool own_host = r.scheme.n || r.host.n;
    Buf out = {0};
    buf_put(&out, r.scheme.n ? r.scheme : b.scheme);
    buf_put(&out, own_host ? r.host : b.host);
    if (own_host || str_starts(r.path, S("/"))) {
        put_path(&out, r.path);
    } else if (r.path.n == 0) {
        put_path(&out, b.path);
    } else {
        size_t end = b.path.n;
        while (end > 0 && b.path.p[end - 1] != '/')
            end--;
        Buf path = {0};
        buf_put(&path, str_sub(b.path, 0, end));
        if (end == 0 && b.host.n)
            buf_byte(&path, '/');
        buf_put(&path, r.path);
        put_path(&out, buf_str(&path));
        buf_free(&path);
    }
    buf_put(&out, own_host || r.path.n || r.query.n ? r.query : b.query);
    buf_put(&out, r.fragment);
    const Str joined = arena_str(a, buf_str(&out));
    buf_free(&out);
    return joined;
}

/* ---- comparing ---- */

static void put_host(Buf *out, Str host)
{
    static const char *const ports[] = {":80", ":443", ":"};
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        if (str_ends(host, str_of(ports[i])))
            host.n -= strlen(ports[i]);
    for (size_t i = 2; i < host.n; i++)
        buf_byte(out, host.p[i] >= 'A' && host.p[i] <= 'Z' ? (char)(host.p[i] | 32)
                                                           : host.p[i]);
}

static void put_query(Buf *out, Str query)
{
    char before = '?';
    for (Str rest = str_sub(query, 1, query.n); rest.n > 0;) {
        const Str one = str_cut(&rest, '&');
        if (one.n == 0 || str_starts(one, S("utm_")))
            continue;
        buf_byte(out, before);
        buf_put(out, one);
        before = '&';
    }
}

Str url_key(Arena *a, Str url)
{
    Buf full = {0}, out = {0};
    if (url_put(&full, url) && !str_starts(buf_str(&full), S("mailto:"))) {
        const Parts p = part(buf_str(&full));
        put_host(&out, p.host);
        put_path(&out, p.path);
        while (out.n > 0 && out.p[out.n - 1] == '/')
            out.n--;
        put_query(&out, p.query);
    }
    const Str key = arena_str(a, buf_str(&out));
    buf_free(&full);
    buf_free(&out);
    return key;
}
