/* Bylines: the names in the line that says who wrote a page's article.
 *
 * What a page calls a byline holds names and much else (a label, a date, a job, a time to
 * read).  The label before the names is dropped, the names end where something follows
 * that is none, and what then is no row of words with capitals is no byline.  See
 * text_metadata.c for lines that nothing but their words tell apart. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "html.h"
#include "text.h"

enum { NAMES_WORDS = 14, NAMES_MOST = 120 };

static const char *const labels[] = {"written by",
                                     "posted by",
                                     "published by",
                                     "article by",
                                     "reported by",
                                     "words by",
                                     "story by",
                                     "created by",
                                     "contributed by",
                                     "guest post by",
                                     "about the author",
                                     "the author",
                                     "post author",
                                     "authored by",
                                     "authors",
                                     "author",
                                     "by",
                                     "von",
                                     "par",
                                     "por",
                                     "autor",
                                     "text by",
                                     "\u0430\u0432\u0442\u043E\u0440"};

static bool is_label_end(Str s)
{
    return s.n == 0 || s.p[0] == ' ' || s.p[0] == ':' || s.p[0] == '\t' ||
           (unsigned char)s.p[0] == 0xC2;
}

/* Takes a label off s; false when it begins with none. */
static bool drop_label(Str *s)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        const Str label = str_of(labels[i]);
        const Str rest = str_sub(*s, label.n, s->n);
        if (!str_eq_nocase(str_sub(*s, 0, label.n), label) || !is_label_end(rest))
            continue;
        Str names = trim_unicode(rest);
        while (names.n > 0 && (names.p[0] == ':' || names.p[0] == '-'))
            names = trim_unicode(str_sub(names, 1, names.n));
        *s = names;
        return true;
    }
    return false;
}

/* Cuts s before the first thing that ends names. */
static Str cut_names(Str s)
{
    static const char *const ends[] = {
        "|",       "\u2022",    "\u00B7",    " - ",      " \u2013 ", " \u2014 ",
        "/",       "(",         "\n",        "  ",       ";",        " on ",
        " in ",    "Published", "Editor ",   "Expert",   "Updated",  "Posted",
        "Last ",   "Reviewed",  "reviewed",  "Edited",   "Follow",   " is ",
        " at ",    "Fact",      "Medically", "min read", "Read ",    "Contributor",
        " \u2192", "\u00BB",    "About ",    " has ",    "Senior ",  "Written by",
        "Full Bio"};
    size_t end = s.n;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t at = str_find(s, str_of(ends[i]));
        if (at > 0 && at < end)
            end = at;
    }
    for (size_t i = 0; i < end; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            end = i;
    /* the month of a date whose day was cut off */
    Str names = trim_unicode(str_sub(s, 0, end));
    while (names.n > 0 && strchr(",:-@", names.p[names.n - 1]))
        names = trim_unicode(str_sub(names, 0, names.n - 1));
    return names;
}

static bool is_month(Str w)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (str_starts(w, str_of(months[i])) && w.n <= 9)
            return true;
    return false;
}

static bool is_joint(Str w)
{
    static const char *const words[] = {"and", "&",   "und", "et",  "y",   "e",  "with",
                                        "of",  "for", "the", "de",  "da",  "di", "del",
                                        "der", "den", "van", "von", "la",  "le", "du",
                                        "al",  "el",  "bin", "dos", "ter", "ten"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(w, str_of(words[i])))
            return true;
    return false;
}

static bool has_capital(Str w)
{
    for (size_t i = 0; i < w.n;) {
        const uint32_t cp = utf8_next(w, &i);
        if (uni_is_letter(cp))
            return uni_is_upper(cp) || uni_is_wide(cp) || !uni_is_lower(cp);
    }
    return false;
}

bool byline_is_label(Str s)
{
    s = trim_unicode(s);
    return s.n < 30 && drop_label(&s) && s.n == 0;
}

Str byline_of(Str s, bool named)
{
    s = trim_unicode(s);
    bool labelled = false;
    while (drop_label(&s))
        labelled = true;
    if (!labelled && !named)
        return (Str){0};
    Str names = cut_names(s);
    if (names.n == 0)
        return (Str){0};
    size_t words = 0, capitals = 0, last = 0;
    for (Str rest = names; rest.n > 0;) {
        const size_t at = names.n - rest.n;
        const Str w = str_cut(&rest, ' ');
        if (w.n == 0)
            continue;
        words++;
        if (has_capital(w))
            capitals++;
        else if (!is_joint(w))
            return words == 1 && named && rest.n == 0 ? names : (Str){0};
        last = at;
    }
    if (is_month(str_sub(names, last, names.n)))
        names = trim_unicode(str_sub(names, 0, last));
    bool weak;
    if (furniture_rule(names, &weak) || names.n < 3)
        return (Str){0};
    if (capitals == 0 || words > NAMES_WORDS || names.n > NAMES_MOST || names.n < 2)
        return (Str){0};
    return names;
}
