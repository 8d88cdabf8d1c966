/* What a stylesheet may not say in a book: load anything, or set what readers refuse.
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

void check_css(Checker *c, const Member *m, Str css, uint32_t line)
{
    bool inside = line > 0; /* an attribute is all declarations */
    uint32_t newlines = 0;
    size_t counted = 0;
    for (size_t i = 0; i < css.n;) {
        const size_t end = skip(css, i);
        if (end > i) {
            i = end;
            continue;
        }
        if (css.p[i] == '{' || css.p[i] == '}')
            inside = css.p[i] == '{';
        if (!is_word(css.p[i])) {
            i++;
            continue;
        }
        const size_t from = i;
        while (i < css.n && is_word(css.p[i]))
            i++;
        size_t after = i;
        while (after < css.n && (css.p[after] == ' ' || css.p[after] == '\n'))
            after++;
        const Str word = str_sub(css, from, i);
        const char next = after < css.n ? css.p[after] : '}';
        if (!is_refused(word, next) || !(inside || word.p[0] == '@'))
            continue;
        for (; counted < from; counted++)
            newlines += css.p[counted] == '\n';
        fault(c, D_CHECK_CSS, m, line ? line : newlines + 1, word, (Str){0});
    }
}
