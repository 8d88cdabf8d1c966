/* Shortcodes and tags of site generators: {{< >}} and {{% %}} (Hugo), {{ }} and {% %}
 * (Jekyll, Zola, Eleventy).
 *
 * They call a program that is not here, so nothing of them is printed but the words that
 * they are given to show: a title, a caption, the alternative of a picture.  What stands
 * between an opening and a closing one is text like any other, but for those that hold
 * code. */
#include <string.h>

#include "md.h"

enum { LONGEST = 4096 }; /* bytes; nobody writes a longer one */

static const struct {
    const char *open, *close;
} forms[] = {{"{{<", ">}}"}, {"{{%", "%}}"}, {"{%", "%}"}, {"{{", "}}"}};
enum { FORMS = sizeof forms / sizeof *forms };

/* Which form begins at s; FORMS: none. */
static size_t form_of(Str s)
{
    size_t i = 0;
    while (i < FORMS && !str_starts(s, str_of(forms[i].open)))
        i++;
    return i;
}

size_t md_shortcode_length(Str s)
{
    const size_t form = form_of(s);
    if (form == FORMS)
        return 0;
    const Str open = str_of(forms[form].open), close = str_of(forms[form].close);
    const bool variable = open.n == 2 && open.p[1] == '{';
    Str rest = str_sub(s, open.n, LONGEST);
    if (variable) /* of one line */
        rest = str_sub(rest, 0, str_find(rest, S("\n")));
    rest = str_sub(rest, 0, str_find(rest, S("\n\n")));
    const size_t end = str_find(rest, close);
    if (end == rest.n)
        return 0;
    size_t n = open.n + end + close.n;
    n += str_starts(str_sub(s, n, s.n), S("}")); /* "{% %}}", often seen */
    return n;
}

/* ---- inside ---- */

/* Without its marks, and where it begins in the shortcode. */
static Str inside_of(Str s, size_t *from)
{
    static const char marks[] = "{}<>%-/ \t\r\n*";
    size_t i = 0, end = s.n;
    while (i < end && s.p[i] != '\0' && strchr(marks, s.p[i]))
        i++;
    while (end > i && s.p[end - 1] != '\0' && strchr(marks, s.p[end - 1]))
        end--;
    *from = i;
    return str_sub(s, i, end);
}

static bool closes(Str s)
{
    const Str head = str_sub(s, 0, 8);
    size_t from;
    const Str inside = inside_of(s, &from);
    return str_has(str_sub(head, 0, from), S("/")) || str_starts(inside, S("end"));
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '-' || c == '.' || c == '/';
}

static Str name_of(Str s)
{
    size_t from, n = 0;
    const Str inside = inside_of(s, &from);
    while (n < inside.n && is_name(inside.p[n]))
        n++;
    return str_sub(inside, 0, n);
}

int md_shortcode_code(Str s)
{
    if (form_of(s) == FORMS || md_shortcode_length(s) != s.n)
        return 0;
    const Str name = name_of(s);
    if (str_eq(name, S("highlight")))
        return closes(s) ? -1 : 1;
    return str_eq(name, S("endhighlight")) ? -1 : 0;
}

/* A parameter of a shortcode, and where its value stands. */
typedef struct Param {
    Str name, value; /* both slices of it */
} Param;

/* The next `name="value"` at or behind *i. */
static bool next_param(Str s, size_t *i, Param *out)
{
    for (; *i < s.n; ++*i) {
        const char quote = s.p[*i];
        if (quote != '"' && quote != '\'' && quote != '`')
            continue;
        const size_t from = *i + 1,
                     end = from + str_find(str_sub(s, from, s.n), (Str){&quote, 1});
        if (end >= s.n)
            return false;
        size_t to = *i;
        while (to > 0 && (s.p[to - 1] == ' ' || s.p[to - 1] == '=' || s.p[to - 1] == ':'))
            to--;
        size_t start = to;
        while (start > 0 && is_name(s.p[start - 1]))
            start--;
        *i = end + 1;
        *out = (Param){str_sub(s, start, to), str_sub(s, from, end)};
        if (to + 1 < from) /* with a sign between name and value */
            return true;
    }
    return false;
}

static bool is_one_of(Str s, const char *const *names)
{
    for (; *names; names++)
        if (str_eq_nocase(s, str_of(*names)))
            return true;
    return false;
}

/* What a parameter of this name holds is meant to be read. */
static bool is_words(Str name)
{
    static const char *const names[] = {"title", "name",    "caption", "heading",
                                        "text",  "summary", "label",   NULL};
    return is_one_of(name, names);
}

static bool is_picture(Str shortcode)
{
    static const char *const names[] = {"figure",  "img",   "image",
                                        "picture", "photo", NULL};
    return is_one_of(name_of(shortcode), names);
}

bool md_shortcode_fills(Str s)
{
    return form_of(s) != FORMS && !closes(s);
}

bool md_shortcode_shows(Str s)
{
    Param p;
    if (form_of(s) == FORMS || closes(s))
        return false;
    for (size_t i = 0; next_param(s, &i, &p);)
        if (p.value.n > 0 && (is_words(p.name) || is_picture(s)))
            return true;
    return false;
}

static uint32_t place(Str s, uint32_t from, Str part)
{
    return from + (uint32_t)(part.p - s.p);
}

static void put_picture(MdTree *t, Str s, uint32_t from)
{
    Node *image = node_new(t->a, N_IMAGE);
    Param p;
    for (size_t i = 0; next_param(s, &i, &p);) {
        if (str_eq(p.name, S("src")))
            image->ref = p.value;
        else if (str_eq(p.name, S("alt")))
            image->text = p.value;
    }
    const Str part = image->text.n ? image->text : image->ref;
    if (part.n == 0)
        return;
    image->from = place(s, from, part);
    image->to = image->from + (uint32_t)part.n;
    md_leaf(t, image);
}

void md_shortcode_put(MdTree *t, Str s, uint32_t from)
{
    Param p;
    if (!md_shortcode_shows(s))
        return;
    const bool picture = is_picture(s);
    if (picture)
        put_picture(t, s, from);
    for (size_t i = 0; next_param(s, &i, &p);) {
        if (p.value.n == 0 || !is_words(p.name))
            continue;
        const uint32_t at = place(s, from, p.value);
        md_text(t, S(" "), 0, 0);
        md_open(t, MD_OWN, picture ? N_EMPH : N_STRONG, NULL);
        md_text(t, p.value, at, at + (uint32_t)p.value.n);
        md_close(t);
        md_text(t, S(" "), 0, 0);
    }
}
