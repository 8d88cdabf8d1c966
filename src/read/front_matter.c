/* Front matter: what a Markdown file says of itself becomes the article's fields.
 *
 * Which key means what is a table, after Hugo, Jekyll, Zola, Eleventy, Obsidian (with its
 * web clipper) and pandoc.  Of several keys for one thing the row that comes first in
 * the table wins, wherever the keys stand. */
#include "front_matter.h"

#include "base/file.h"
#include "dates.h"
#include "reader.h"

enum { LONGEST = 256 << 10 }; /* bytes; nobody writes a hundredth of it */

typedef enum Field { TITLE, AUTHOR, PUBLISHER, DATE, UPDATED, PATH, LANG, URL } Field;

static const struct {
    const char *key;
    Field field;
} keys[] = {
    {"title", TITLE},
    {"linktitle", TITLE},
    {"authors", AUTHOR},
    {"author", AUTHOR},
    {"authors.name", AUTHOR},
    {"author.name", AUTHOR},
    {"taxonomies.authors", AUTHOR},
    {"taxonomies.author", AUTHOR},
    {"extra.authors", AUTHOR},
    {"extra.author", AUTHOR},
    {"params.author", AUTHOR},
    {"creator", AUTHOR},
    {"byline", AUTHOR},
    {"publisher", PUBLISHER},
    {"site", PUBLISHER},
    {"site_name", PUBLISHER},
    {"publication", PUBLISHER},
    {"date", DATE},
    {"published", DATE},
    {"publishdate", DATE},
    {"pubdate", DATE},
    {"date_published", DATE},
    {"datepublished", DATE},
    {"extra.date", DATE},
    {"created", DATE},
    {"path", PATH},
    {"permalink", PATH},
    {"url", PATH},
    {"slug", PATH},
    {"lastmod", UPDATED},
    {"updated", UPDATED},
    {"modified", UPDATED},
    {"last_modified_at", UPDATED},
    {"date_modified", UPDATED},
    {"datemodified", UPDATED},
    {"lang", LANG},
    {"language", LANG},
    {"locale", LANG},
    {"canonical_url", URL},
    {"canonicalurl", URL},
    {"canonical", URL},
    {"extra.canonical", URL},
    {"source", URL},
    {"source_url", URL},
    {"original_url", URL},
    {"url", URL},
    {"link", URL},
    {"permalink", URL},
};
enum { KEYS = sizeof keys / sizeof *keys };

typedef struct Front {
    Arena *a;
    Str values[KEYS]; /* several authors are joined; empty: not given */
    Str names[KEYS];  /* the keys as they are written */
} Front;

/* "[[Anna Keller]]", as Obsidian writes links. */
static Str without_brackets(Str s)
{
    return str_starts(s, S("[[")) && str_ends(s, S("]]")) ? str_sub(s, 2, s.n - 2) : s;
}

static void put(void *ctx, Str key, Str value)
{
    Front *f = ctx;
    const Str v = without_brackets(str_trim(value));
    if (v.n == 0 || str_eq(v, S("null")) || str_eq(v, S("~")))
        return;
    for (size_t i = 0; i < KEYS; i++) {
        if (!str_eq_nocase(key, str_of(keys[i].key)))
            continue;
        if (f->values[i].n == 0) {
            f->values[i] = v;
            f->names[i] = key;
        } else if (keys[i].field == AUTHOR && f->values[i].n < LONGEST) {
            f->values[i] = arena_printf(f->a, STR_FMT ", " STR_FMT, STR_ARG(f->values[i]),
                                        STR_ARG(v));
        }
    }
}

/* ---- the fields ---- */

static Str first_of(const Front *f, Field field)
{
    for (size_t i = 0; i < KEYS; i++)
        if (keys[i].field == field && f->values[i].n)
            return f->values[i];
    return (Str){0};
}

void front_date_of_file(Article *a)
{
    if (a->date.year)
        return;
    a->date = date_first(reader_name(a));
    if (a->date.year == 0)
        return;
    a->date_basis = reader_name(a);
    a->date_confidence = DATE_INFERRED;
}

static bool is_web(Str s)
{
    return str_starts(s, S("http://")) || str_starts(s, S("https://"));
}

static void set_date(Article *a, const Front *f, Field field)
{
    for (size_t i = 0; i < KEYS && a->date.year == 0; i++) {
        const Date date = keys[i].field == field ? date_first(f->values[i]) : (Date){0};
        if (date.year == 0)
            continue;
        a->date = date;
        a->date_basis = arena_printf(a->arena, STR_FMT " " STR_FMT, STR_ARG(f->names[i]),
                                     STR_ARG(f->values[i]));
        a->date_confidence = field == PATH ? DATE_INFERRED : DATE_STATED;
    }
}

Str front_language(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0, part = 0;
    for (; n < s.n && s.p[n] != '.' && s.p[n] != '@'; n++) {
        const char c = s.p[n] == '_' ? '-' : s.p[n];
        const bool letter =
            ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
        part = c == '-' ? 0 : part + 1;
        if ((!letter && c != '-') || part > 8 || (c == '-' && n < 2))
            return (Str){0};
        p[n] = c;
    }
    return n >= 2 && part > 0 && str_find((Str){p, n}, S("-")) <= 3 ? (Str){p, n}
                                                                    : (Str){0};
}

static void set_fields(Article *a, const Front *f)
{
    a->title = first_of(f, TITLE);
    a->byline = first_of(f, AUTHOR);
    a->publisher = first_of(f, PUBLISHER);
    a->lang = front_language(a->arena, first_of(f, LANG));
    for (size_t i = 0; i < KEYS && a->url.n == 0; i++)
        if (keys[i].field == URL && is_web(f->values[i]))
            a->url = f->values[i];
    set_date(a, f, DATE);
    set_date(a, f, PATH);
    front_date_of_file(a);
    set_date(a, f, UPDATED);
}

/* ---- finding it ---- */

/* Sets the range between the first line, which is `open`, and a line that is `close` or
 * `other`; returns what follows.  0: there is none. */
static uint32_t between(Str text, Str open, Str other, Str *inside)
{
    Str rest = text;
    if (!str_eq(str_trim(str_line(&rest)), open))
        return 0;
    const uint32_t from = (uint32_t)(text.n - rest.n);
    for (uint32_t at = from; rest.n > 0 && at - from < LONGEST;) {
        const Str line = str_line(&rest);
        if (str_starts(line, open) || str_starts(line, other)) {
            const Str s = str_trim(line);
            if (str_eq(s, open) || str_eq(s, other)) {
                *inside = str_sub(text, from, at);
                return (uint32_t)(text.n - rest.n);
            }
        }
        at = (uint32_t)(text.n - rest.n);
    }
    return 0;
}

/* pandoc's: up to three lines behind "%": title, authors, date. */
static uint32_t title_block(Front *f, Str text)
{
    static const char *const names[] = {"title", "author", "date"};
    Str rest = text;
    size_t n = 0;
    while (n < 3 && str_starts(rest, S("% "))) {
        const Str line = str_line(&rest);
        put(f, str_of(names[n++]), str_sub(line, 2, line.n));
    }
    return n > 0 ? (uint32_t)(text.n - rest.n) : 0;
}

static uint32_t find(Front *f, Str text)
{
    Str inside;
    uint32_t end = between(text, S("---"), S("..."), &inside);
    if (end > 0)
        return front_yaml(f->a, inside, put, f) ? end : 0;
    end = between(text, S("+++"), S("+++"), &inside);
    if (end > 0)
        front_toml(f->a, inside, put, f);
    return end > 0 ? end : title_block(f, text);
}

uint32_t front_matter_read(Article *a)
{
    Front *f = arena_alloc(a->arena, sizeof *f);
    f->a = a->arena;
    const uint32_t end = find(f, a->src.text);
    if (end == 0)
        return 0;
    set_fields(a, f);
    Str shown = str_sub(a->src.text, 0, end);
    while (shown.n > 0 && (shown.p[shown.n - 1] == '\n' || shown.p[shown.n - 1] == '\r'))
        shown.n--;
    Node *block = node_add(a->arena, a->root, N_PARA);
    block->look = LOOK_METADATA;
    block->rule = "front-matter";
    node_text(a->arena, block, shown, 0);
    return end;
}
