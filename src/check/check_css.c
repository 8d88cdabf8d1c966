/* What a stylesheet may not say in a book: load anything but the book's own fonts, or set
 * what readers refuse.
 *
 * Method: comments and strings are passed over, and of what is left the words that begin
 * a declaration, an at-rule or a function are looked at. */
#include "checker.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '@' || c == '\\' || (unsigned char)c >= 0x80;
}

/* Where the comment or string that begins at i ends; i when none does. */
static size_t skip(Str s, size_t i)
{
    if (s.p[i] == '/' && i + 1 < s.n && s.p[i + 1] == '*') {
        const size_t from = i + 2;
        const size_t end = from + str_find(str_sub(s, from, s.n), S("*/")) + 2;
        return end < s.n ? end : s.n;
    }
    if (s.p[i] != '"' && s.p[i] != '\'')
        return i;
    size_t k = i + 1;
    while (k < s.n && s.p[k] != s.p[i])
        k += s.p[k] == '\\' ? 2 : 1;
    return k < s.n ? k + 1 : s.n;
}

/* Is the word, which `next` follows, one that may not stand there? */
static bool is_refused(Str word, char next)
{
    static const char *const properties[] = {"direction", "unicode-bidi", "position",
                                             "behavior", "-moz-binding"};
    static const char *const functions[] = {"url", "expression", "image-set", "src"};
    static const char *const values[] = {"flex", "grid", "inline-flex", "inline-grid"};
    for (size_t i = 0; next == ':' && i < sizeof properties / sizeof *properties; i++)
        if (str_eq_nocase(word, str_of(properties[i])))
            return true;
    for (size_t i = 0; next == '(' && i < sizeof functions / sizeof *functions; i++)
        if (str_eq_nocase(word, str_of(functions[i])))
            return true;
    for (size_t i = 0; (next == ';' || next == '}') && i < sizeof values / sizeof *values;
         i++)
        if (str_eq_nocase(word, str_of(values[i])))
            return true;
    return str_eq_nocase(word, S("@import")) ||
           (next == ':' && str_starts(word, S("--")));
}

/* What stands between the brackets of a url() that opens at i. */
static Str address(Str s, size_t i)
{
    Str rest = str_sub(s, i + 1, s.n);
    Str inner = str_trim(str_cut(&rest, ')'));
    if (inner.n >= 2 && (inner.p[0] == '"' || inner.p[0] == '\'') &&
        inner.p[inner.n - 1] == inner.p[0])
        inner = str_sub(inner, 1, inner.n - 1);
    return inner;
}

/* Where in a stylesheet a word stands. */
typedef struct Place {
    Checker *c;
    const Member *m;
    Str css;
    uint32_t line; /* of the attribute that it is; 0: it is a file */
    uint32_t newlines;
    size_t counted; /* bytes of which the newlines are known */
    bool inside;    /* a block */
    Str rule;       /* the last at-rule */
    Str property;   /* whose value is being read */
} Place;

static uint32_t line_at(Place *p, size_t i)
{
    for (; p->counted < i; p->counted++)
        p->newlines += p->css.p[p->counted] == '\n';
    return p->line ? p->line : p->newlines + 1;
}

static void check_word(Place *p, size_t from, size_t to)
{
    size_t after = to;
    while (after < p->css.n && (p->css.p[after] == ' ' || p->css.p[after] == '\n'))
        after++;
    const Str word = str_sub(p->css, from, to);
    const char next = after < p->css.n ? p->css.p[after] : '}';
    if (word.p[0] == '@')
        p->rule = word;
    else if (!p->inside)
        p->rule = (Str){0}; /* a selector */
    if (p->inside && next == ':')
        p->property = word;
    if (!is_refused(word, next) || !(p->inside || word.p[0] == '@'))
        return;
    if (str_eq_nocase(word, S("url")) && str_eq_nocase(p->rule, S("@font-face")) &&
        str_eq_nocase(p->property, S("src")))
        ref_add(p->c, REF_FILE, p->m, line_at(p, from), address(p->css, after));
    else
        fault(p->c, D_CHECK_CSS, p->m, line_at(p, from), word, (Str){0});
}

void check_css(Checker *c, const Member *m, Str css, uint32_t line)
{
    /* an attribute is all declarations */
    Place p = {.c = c, .m = m, .css = css, .line = line, .inside = line > 0};
    for (size_t i = 0; i < css.n;) {
        const size_t end = skip(css, i), from = i;
        if (end > i) {
            i = end;
            continue;
        }
        if (css.p[i] == '{' || css.p[i] == '}')
            p.inside = css.p[i] == '{';
        while (i < css.n && is_word(css.p[i]))
            i++;
        if (i > from)
            check_word(&p, from, i);
        else
            i++;
    }
}
