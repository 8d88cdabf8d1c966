/* What values of options are shaped like, and tags of languages. */
#include <stdlib.h>

#include "option.h"

static bool all_in(Str s, bool (*is)(char))
{
    for (size_t i = 0; i < s.n; i++)
        if (!is(s.p[i]))
            return false;
    return true;
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alnum(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9');
}

/* RFC 5646, 2.1, as far as the shape goes: a language of 2 or 3 letters (longer ones
 * are allowed but none exists), or "x" or "i"; then subtags of 1 to 8 letters and
 * digits, of which the last is no single but behind an "x". */
bool lang_is_tag(Str s)
{
    if (s.n == 0 || s.p[s.n - 1] == '-')
        return false;
    Str part = str_cut(&s, '-');
    const bool private = str_eq_nocase(part, S("x")) || str_eq_nocase(part, S("i"));
    if (!all_in(part, is_alpha) || part.n > 3 || part.n < (private ? 1 : 2) ||
        (private && s.n == 0))
        return false;
    bool inside = private;
    while (s.n > 0) {
        part = str_cut(&s, '-');
        if (part.n < 1 || part.n > 8 || !all_in(part, is_alnum))
            return false;
        if (s.n == 0 && part.n == 1 && !inside)
            return false;
        inside = inside || str_eq_nocase(part, S("x"));
    }
    return true;
}

const char *option_takes(const Option *opt)
{
    switch (opt->how) {
    case HOW_TEXT:
    case HOW_NAMES:
        return "text in UTF-8";
    case HOW_SWITCH:
        return "true or false";
    case HOW_LANG:
        return "a language, as in en or pt-BR";
    case HOW_LENGTH:
        return "a length, as in 8mm, 0.3in or 12pt";
    case HOW_SIZE:
        return "a size, as in 500k or 14M";
    case HOW_ADDRESSES:
        return "addresses, as in ann@example.org or \"Ann Lee <ann@example.org>, "
               "bob@example.org\"";
    case HOW_META:
        return "KEY=VALUE, with a key that 'sheaf --help' lists";
    case HOW_PATH:
    case HOW_DATE:
    case HOW_SPAN:
    case HOW_NUMBER:
    case HOW_CHOICE:
    case HOW_CHOICE1:
    case HOW_ACTION:
    case HOW_TO:
        return opt->arg;
    }
    abort();
}
