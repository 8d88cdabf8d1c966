/* TOML, the plain subset that front matter is written in.  What is not understood is
 * passed over to the end of its line. */
#include <string.h>

#include "base/buf.h"
#include "front_matter.h"

typedef struct Toml {
    Arena *a;
    Str s;
    size_t i;
    Str table; /* the open one's name; empty: none */
    FrontValue put;
    void *ctx;
} Toml;

static char peek(const Toml *t)
{
    return t->i < t->s.n ? t->s.p[t->i] : '\n';
}

static void skip(Toml *t, const char *any)
{
    while (t->i < t->s.n && t->s.p[t->i] != '\0' && strchr(any, t->s.p[t->i]))
        t->i++;
}

static void skip_line(Toml *t)
{
    while (t->i < t->s.n && t->s.p[t->i] != '\n')
        t->i++;
}

/* Blanks, ends of lines and comments. */
static void skip_space(Toml *t)
{
    for (skip(t, " \t\r\n"); peek(t) == '#'; skip(t, " \t\r\n"))
        skip_line(t);
}

static uint32_t hex(Str s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i] | 32;
        if (c >= '0' && c <= '9')
            v = 16 * v + (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            v = 16 * v + (uint32_t)(c - 'a') + 10;
    }
    return v;
}

/* What stands behind a backslash. */
static void escape(Toml *t, Buf *out)
{
    static const char from[] = "btnfre\"\\", to[] = "\b\t\n\f\r\x1B\"\\";
    const char c = peek(t);
    const char *known = c ? strchr(from, c) : NULL;
    t->i++;
    if (known) {
        buf_byte(out, to[known - from]);
    } else if (c == 'u' || c == 'U') {
        const size_t n = c == 'u' ? 4 : 8;
        buf_utf8(out, hex(str_sub(t->s, t->i, t->i + n)));
        t->i = t->i + n < t->s.n ? t->i + n : t->s.n;
    } else { /* a line that goes on: white space is dropped */
        t->i--;
        skip(t, " \t\r\n");
    }
}

/* At a quote: one, or three for a string of several lines. */
static Str string(Toml *t)
{
    const char quote = peek(t);
    const char three[] = {quote, quote, quote};
    const bool multi = str_starts(str_sub(t->s, t->i, t->s.n), (Str){three, 3});
    const Str end = {three, multi ? 3 : 1};
    Buf out = {0};
    t->i += end.n;
    if (multi && peek(t) == '\n')
        t->i++;
    while (t->i < t->s.n && !str_starts(str_sub(t->s, t->i, t->i + end.n), end)) {
        if (!multi && t->s.p[t->i] == '\n')
            break;
        const char c = t->s.p[t->i++];
        if (c == '\\' && quote == '"')
            escape(t, &out);
        else
            buf_byte(&out, c);
    }
    t->i = t->i + end.n < t->s.n ? t->i + end.n : t->s.n;
    const Str s = arena_str(t->a, buf_str(&out));
    buf_free(&out);
    return s;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* A number, a date, a word. */
static Str bare(Toml *t)
{
    const size_t from = t->i;
    while (t->i < t->s.n && strchr(",]}#\n", t->s.p[t->i]) == NULL)
        t->i++;
    return str_trim(str_sub(t->s, from, t->i));
}

/* A key, quoted or not; the parts of a dotted one stay together. */
static Str key(Toml *t)
{
    if (is_quote(peek(t)))
        return string(t);
    const size_t from = t->i;
    while (t->i < t->s.n && strchr("=]\n", t->s.p[t->i]) == NULL)
        t->i++;
    return str_trim(str_sub(t->s, from, t->i));
}

static Str join(Toml *t, Str outer, Str inner)
{
    if (outer.n == 0 || inner.n == 0)
        return outer.n ? outer : inner;
    return arena_printf(t->a, STR_FMT "." STR_FMT, STR_ARG(outer), STR_ARG(inner));
}

/* Lists and inline tables hold no deeper ones that anybody reads: their brackets are
 * passed over, and the keys in them are known by their last name. */
static void value(Toml *t, Str name)
{
    Str last = name;
    int depth = 0;
    do {
        if (depth > 0)
            skip_space(t);
        else
            skip(t, " \t");
        const char c = peek(t);
        if (t->i >= t->s.n)
            return;
        if (c == '[' || c == '{') {
            depth++;
            t->i++;
        } else if (c == ']' || c == '}') {
            depth--;
            t->i++;
            last = name;
        } else if (c == ',') {
            t->i++;
            last = name;
        } else if (c == '=') {
            t->i++;
        } else {
            const Str v = is_quote(c) ? string(t) : depth ? key(t) : bare(t);
            skip(t, " \t");
            if (depth > 0 && peek(t) == '=')
                last = join(t, name, v);
            else
                t->put(t->ctx, last, v);
            if (v.n == 0 && !is_quote(c))
                t->i++; /* nothing was taken: on */
        }
    } while (depth > 0);
}

void front_toml(Arena *a, Str s, FrontValue put, void *ctx)
{
    Toml t = {.a = a, .s = s, .put = put, .ctx = ctx};
    for (skip_space(&t); t.i < t.s.n; skip_space(&t)) {
        if (peek(&t) == '[') {
            skip(&t, "[ \t");
            t.table = key(&t);
            skip_line(&t);
            continue;
        }
        const Str name = join(&t, t.table, key(&t));
        if (peek(&t) == '=') {
            t.i++;
            value(&t, name);
        }
        skip_line(&t);
    }
}
