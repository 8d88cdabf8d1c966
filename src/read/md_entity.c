/* Entities of HTML as text.
 *
 * The numbers are decoded here; the two thousand names are gumbo's, which knows them as
 * HTML5 does: each is parsed as a page of its own. */
#include <gumbo.h>
#include <string.h>

#include "base/utf8.h"
#include "md.h"

static Str by_number(Arena *a, Str digits, unsigned base)
{
    uint32_t cp = 0;
    for (size_t i = 0; i < digits.n && cp <= 0x10FFFF; i++) {
        const char c = digits.p[i] | 32;
        const unsigned d =
            c >= 'a' ? (unsigned)(c - 'a') + 10 : (unsigned)(digits.p[i] - '0');
        if (d >= base)
            return (Str){0};
        cp = base * cp + d;
    }
    if (digits.n == 0)
        return (Str){0};
    char *p = arena_alloc(a, 4);
    return (Str){p, utf8_encode(cp == 0 ? UTF8_REPLACEMENT : cp, p)};
}

static Str by_name(Arena *a, Str entity)
{
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    Str found = {0};
    GumboOutput *page = gumbo_parse_with_options(&options, entity.p, entity.n);
    const GumboVector *in = &page->root->v.element.children;
    const GumboNode *body = in->length ? in->data[in->length - 1] : NULL;
    if (body && body->type == GUMBO_NODE_ELEMENT &&
        body->v.element.children.length == 1) {
        const GumboNode *text = body->v.element.children.data[0];
        if (text->type == GUMBO_NODE_TEXT || text->type == GUMBO_NODE_WHITESPACE)
            found = arena_str(a, str_of(text->v.text.text));
    }
    gumbo_destroy_output(&options, page);
    return found;
}

Str md_entity(Arena *a, Str entity)
{
    static const struct {
        const char *name, *text;
    } common[] = {{"&amp;", "&"},        {"&lt;", "<"},          {"&gt;", ">"},
                  {"&quot;", "\""},      {"&nbsp;", "\u00A0"},   {"&mdash;", "\u2014"},
                  {"&ndash;", "\u2013"}, {"&hellip;", "\u2026"}, {"&rsquo;", "\u2019"}};
    const Str inside = str_sub(entity, 1, entity.n ? entity.n - 1 : 0);
    Str found = {0};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (str_eq(entity, str_of(common[i].name)))
            return str_of(common[i].text);
    if (str_starts(inside, S("#x")) || str_starts(inside, S("#X")))
        found = by_number(a, str_sub(inside, 2, inside.n), 16);
    else if (str_starts(inside, S("#")))
        found = by_number(a, str_sub(inside, 1, inside.n), 10);
    else if (inside.n > 0 && (inside.p[0] | 32) >= 'a' && (inside.p[0] | 32) <= 'z')
        found = by_name(a, entity);
    return found.n ? found : entity;
}

Str md_decode(Arena *a, Str s)
{
    enum { LONGEST = 34 }; /* of a name, with its '&' and ';' */
    if (!str_has(s, S("&")))
        return s;
    Buf out = {0};
    for (size_t i = 0; i < s.n;) {
        const Str rest = str_sub(s, i, i + LONGEST);
        const size_t n = s.p[i] == '&' ? str_find(rest, S(";")) + 1 : 0;
        if (n == 0 || n > rest.n || str_find(str_sub(rest, 1, n), S("&")) < n - 1) {
            buf_byte(&out, s.p[i++]);
            continue;
        }
        buf_put(&out, md_entity(a, str_sub(s, i, i + n)));
        i += n;
    }
    const Str decoded = arena_str(a, buf_str(&out));
    buf_free(&out);
    return decoded;
}
