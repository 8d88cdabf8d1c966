/* The two forms of a text: is the one with markup better to read, or the plain one?
 *
 * Model: markup that says what lines cannot (heads, lists, links, pictures, emphasis) is
 * worth having, and most mail programs send HTML that has none of it: then the plain form
 * is what was written.  But a form that holds less than half of the other's words is not
 * the text: the plain form of a newsletter may be one line that points to a page, and a
 * page may be one picture.  Addresses are no words, of which plain forms are full.
 * Cost: linear in both. */
#include "mail.h"
#include "text.h"

/* The first word in a tag, in lower case, without its slash. */
static Str tag_name(Str s, char buf[8])
{
    size_t n = 0, i = 0;
    while (i < s.n && n < 8 && s.p[i] > ' ' && s.p[i] != '>' && s.p[i] != '/') {
        const char c = s.p[i++];
        buf[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
    }
    return (Str){buf, n};
}

/* Words of a text that are no addresses. */
static size_t count_words(Str s)
{
    char buf[WORD_MOST];
    size_t words = 0;
    for (Str rest = s; rest.n > 0;) {
        Str line = str_line(&rest);
        while (line.n > 0) {
            const Str w = str_cut(&line, ' ');
            size_t i = 0;
            words += !str_has(w, S("://")) && word_next(w, &i, buf).n > 0;
        }
    }
    return words;
}

/* Words of a page, and whether it has markup that is worth having. */
static size_t count_shown(Str s, bool *rich)
{
    static const char quiet[] = " style script title ";
    static const char worth[] = " h1 h2 h3 h4 h5 h6 ul ol li dl img strong em b i u a "
                                "blockquote pre sup sub th figure ";
    size_t words = 0;
    bool shown = true;
    for (size_t i = 0; i < s.n;) {
        const Str rest = str_sub(s, i, s.n);
        const Str text = str_sub(rest, 0, str_find(rest, S("<")));
        const Str tag = str_sub(rest, text.n + 1, rest.n);
        const bool closes = str_starts(tag, S("/"));
        char buf[8];
        const Str name = tag_name(str_sub(tag, closes, tag.n), buf);
        words += shown ? count_words(text) : 0;
        if (word_is_among(name, quiet))
            shown = closes;
        *rich |= word_is_among(name, worth);
        i += text.n + 1;
        i += str_find(str_sub(s, i, s.n), S(">")) + 1;
    }
    return words;
}

bool mail_prefers_html(Str html, Str text)
{
    bool rich = false;
    const size_t shown = count_shown(html, &rich), plain = count_words(text);
    return rich ? 2 * shown >= plain : shown > 2 * plain;
}
