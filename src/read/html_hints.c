/* Hints: what the names of an element's classes and its id say about it.
 *
 * Pages are made by people, who call things what they are.  A name is brought into one
 * form (lower case, '-' between its words, "sideBar" and "side_bar" are "side-bar"),
 * and compared from the begin of each word with a table.  A name says nothing where it
 * says what is missing or what else is on the page ("no-sidebar", "has-comments").  Pages
 * use few names, often: each value of an attribute is looked at once.  Cost: linear. */
#include <stdint.h>
#include <string.h>

#include "html.h"

typedef enum How { WHOLE, STEM } How;

static const struct {
    Hint hint;
    How how;
    Str words;
} table[] = {
#define H(hint, how, words) {HINT_##hint, how, {words, sizeof words - 1}},
#define HINT(hint, rule)
#include "html_hints.def"
#undef HINT
#undef H
};
enum { TABLE = sizeof table / sizeof *table, NAME_MOST = 512 };

static const char *const rules[HINT_COUNT] = {
#define H(hint, how, words)
#define HINT(hint, rule) [HINT_##hint] = rule,
#include "html_hints.def"
#undef HINT
#undef H
};

const char *hint_rule(Hint h)
{
    return rules[h];
}

/* Writes the name's words in their one form; ' ' parts names.  The bytes written. */
static size_t normalise(Str s, char *out)
{
    size_t n = 0;
    bool lower = false;
    for (size_t i = 0; i < s.n && n + 2 < NAME_MOST; i++) {
        const char c = s.p[i];
        const bool upper = c >= 'A' && c <= 'Z';
        const bool letter = (c >= 'a' && c <= 'z') || upper || (c & 0x80) != 0;
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        const bool digit = c >= '0' && c <= '9';
        if (upper && lower)
            out[n++] = '-';
        if (letter || digit)
            out[n++] = (char)(upper ? c + 32 : c);
        else if (space || (n > 0 && out[n - 1] != '-' && out[n - 1] != ' '))
            out[n++] = space ? ' ' : '-';
        lower = letter && !upper;
    }
    return n;
}

static bool says_nothing(Str before)
{
    static const char *const words[] = {"no-",  "has-", "with-", "without-",
                                        "not-", "is-",  "hide-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const Str w = str_of(words[i]);
        if (str_ends(before, w) &&
            (before.n == w.n || strchr("- ", before.p[before.n - w.n - 1])))
            return true;
    }
    return false;
}

static uint32_t match(Str s)
{
    uint32_t found = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (i > 0 && s.p[i - 1] != '-' && s.p[i - 1] != ' ')
            continue;
        if (says_nothing(str_sub(s, 0, i)))
            continue;
        const Str rest = str_sub(s, i, s.n);
        for (size_t k = 0; k < TABLE; k++) {
            const Str w = table[k].words;
            if (rest.p[0] != w.p[0] || !str_starts(rest, w))
                continue;
            if (table[k].how == STEM || rest.n == w.n || rest.p[w.n] == '-' ||
                rest.p[w.n] == ' ')
                found |= 1u << table[k].hint;
        }
    }
    return found;
}

static uint32_t hints_of(Map *seen, Str value)
{
    if (value.n == 0)
        return 0;
    void **slot = map_at(seen, value);
    if (*slot == NULL) {
        char buf[NAME_MOST];
        const size_t n = normalise(value, buf);
        *slot = (void *)(uintptr_t)(match((Str){buf, n}) | 1u << 31);
    }
    return (uint32_t)(uintptr_t)*slot & ~(1u << 31);
}

/* An id of many words was made of a head's text, and names nothing. */
static Str name_of(Str id)
{
    enum { PARTS = 4 };
    size_t parts = 1;
    for (size_t i = 0; i < id.n; i++)
        parts += id.p[i] == '-' || id.p[i] == '_';
    return parts > PARTS ? (Str){0} : id;
}

void page_hints(Page *p)
{
    Map seen = {0};
    for (uint32_t i = p->body; i < p->v[p->body].end; i++) {
        DomNode *n = &p->v[i];
        if (n->kind == DOM_ELEMENT && n->attributes->length > 0)
            n->hints = hints_of(&seen, dom_attribute(n, "class")) |
                       hints_of(&seen, name_of(dom_attribute(n, "id")));
    }
    map_free(&seen);
}
