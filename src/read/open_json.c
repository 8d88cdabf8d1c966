/* Lists of articles in JSON: Wallabag's, Readeck's and Omnivore's exports, JSON Feed, a
 * line an object, and whatever else has a list of objects with a title and a text.
 *
 * Method: brackets are counted to find where the list is and where each of its objects
 * ends, and jansson reads one object at a time.  So a list takes the memory of one
 * entry, one that is damaged costs no other, and one that is cut off keeps what comes
 * before.  What exporters write and JSON forbids (line ends in strings, halves of
 * characters) is mended first.
 * Cost: linear; the text is looked over once for each level down to the list.
 * Not taken: the whole file as jansson's tree, thirty times its size. */
#include <jansson.h>
#include <string.h>

#include "base/utf8.h"
#include "catalog.h"

enum {
    LEVELS = 3,           /* of objects around a list */
    MOST_VALUES = 100000, /* of an entry; a real one has a hundred */
};

/* ---- finding entries ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_space(Str s, size_t i)
{
    while (i < s.n && is_space(s.p[i]))
        i++;
    return i;
}

/* Where the string ends whose quote is at i; s.n: nowhere. */
static size_t string_end(Str s, size_t i)
{
    for (i++; i < s.n && s.p[i] != '"'; i++)
        i += s.p[i] == '\\';
    return i < s.n ? i + 1 : s.n;
}

/* Where the value ends that begins at i.  *values counts those in it. */
static size_t value_end(Str s, size_t i, size_t *values)
{
    size_t open = 0;
    *values = 0;
    while (i < s.n) {
        const char c = s.p[i];
        if (open == 0 && (c == ',' || c == ']' || c == '}' || is_space(c)))
            return i;
        *values += c == ',' || c == '[' || c == '{';
        open += c == '[' || c == '{';
        open -= (c == ']' || c == '}') && open > 0;
        i = c == '"' ? string_end(s, i) : i + 1;
        if (open == 0 && (c == ']' || c == '}' || c == '"'))
            return i;
    }
    return s.n;
}

/* What stands in a list or an object. */
typedef struct Member {
    Str key, value; /* as they are written */
    size_t values;  /* in it */
} Member;

/* The next member of what is in brackets in s, from *i on, which is moved behind it; it
 * begins behind the bracket. */
static bool next_member(Str s, size_t *i, Member *out)
{
    *out = (Member){.key = {NULL, 0}};
    for (;;) {
        *i = skip_space(s, *i);
        if (*i >= s.n || s.p[*i] == ']' || s.p[*i] == '}')
            return false;
        const size_t from = *i;
        *i = value_end(s, from, &out->values);
        if (*i == from) { /* a comma, or what is in no place here */
            ++*i;
            continue;
        }
        out->value = str_sub(s, from, *i);
        const size_t colon = skip_space(s, *i);
        if (out->key.n == 0 && s.p[from] == '"' && colon < s.n && s.p[colon] == ':') {
            out->key = str_sub(out->value, 1, out->value.n - 1);
            *i = colon + 1;
            continue;
        }
        return true;
    }
}

static bool begins(Str value, char c)
{
    return value.n > 0 && value.p[0] == c;
}

/* Does a list hold objects? */
static bool is_list(Str value)
{
    const size_t i = skip_space(value, 1);
    return begins(value, '[') && i < value.n && value.p[i] == '{';
}

/* Does the object hold an article's text itself? */
static bool is_entry(Str object)
{
    Member m;
    size_t rank;
    for (size_t i = 1; next_member(object, &i, &m);)
        if (begins(m.value, '"') && m.value.n > 2 &&
            entry_is_content(entry_field(m.key, &rank)))
            return true;
    return false;
}

/* ---- mending ---- */

/* Half of a character that takes two escapes: "\ud83d". */
static bool is_half(Str s, char least, char most)
{
    const char c = s.n > 3 ? s.p[3] | 32 : '\0';
    return str_starts(s, S("\\u")) && s.n >= 6 && (s.p[2] | 32) == 'd' && c >= least &&
           c <= most;
}

/* The characters that begin s as JSON has them in a string: so many bytes of s become
 * *out; 0: they are fit. */
static size_t mend_here(Str s, const char **out)
{
    *out = "\\ufffd";
    if (is_half(s, '8', 'f'))
        return is_half(s, '8', 'b') && is_half(str_sub(s, 6, s.n), 'c', 'f') ? 0 : 6;
    if ((unsigned char)s.p[0] >= ' ')
        return 0;
    *out = s.p[0] == '\n' ? "\\n" : " ";
    return 1;
}

static Str mend(Arena *a, Str s)
{
    Buf out = {0};
    bool quoted = false;
    size_t done = 0;
    for (size_t i = 0; i < s.n;) {
        const char *mended;
        const size_t n = quoted ? mend_here(str_sub(s, i, s.n), &mended) : 0;
        if (n > 0) {
            buf_put(&out, str_sub(s, done, i));
            buf_put(&out, str_of(mended));
            done = i += n;
            continue;
        }
        quoted ^= s.p[i] == '"';
        i += !(quoted && s.p[i] == '\\')             ? 1
             : is_half(str_sub(s, i, s.n), '8', 'b') ? 12
                                                     : 2;
    }
    if (done > 0)
        buf_put(&out, str_sub(s, done, s.n));
    const Str mended = done > 0 ? arena_str(a, buf_str(&out)) : s;
    buf_free(&out);
    return mended;
}

/* ---- an entry ---- */

static Str text_of(const json_t *j)
{
    return (Str){json_string_value(j), json_string_length(j)};
}

/* A person is a name or an object with one. */
static Str name_of(const json_t *person)
{
    return text_of(json_is_object(person) ? json_object_get(person, "name") : person);
}

static Str names_of(Arena *a, const json_t *people)
{
    Buf out = {0};
    if (!json_is_array(people))
        return name_of(people);
    for (size_t i = 0; i < json_array_size(people); i++) {
        const Str name = name_of(json_array_get(people, i));
        if (name.n > 0 && out.n > 0)
            buf_put(&out, S(", "));
        buf_put(&out, name);
    }
    const Str names = arena_str(a, buf_str(&out));
    buf_free(&out);
    return names;
}

static Str value_of(Arena *a, EntryField field, const json_t *value)
{
    if (field == ENTRY_BYLINE || field == ENTRY_PUBLISHER)
        return names_of(a, value);
    if (json_is_integer(value))
        return arena_printf(a, "%lld", (long long)json_integer_value(value));
    return text_of(value);
}

typedef struct List {
    Entries entries;
    Entry of_all;           /* what the feed says for all of its entries */
    Str text;               /* the file's */
    Str path;               /* of the file, as a catalog has it */
    const Catalog *catalog; /* which of the pages it describes are there; may be NULL */
    Catalog *learns; /* not NULL: its entries are put there and become no articles */
} List;

static void put_entry(List *l, const Entry *e, Str slug, size_t at)
{
    if (l->learns)
        catalog_put(l->learns, l->path, slug, e);
    else if (catalog_describes(l->catalog, l->path, slug))
        l->entries.told++;
    else
        entries_add(&l->entries, e, at);
}

static void put_members(Arena *a, Entry *e, json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        size_t rank;
        const EntryField field = entry_field(str_of(key), &rank);
        if (field != ENTRY_FIELDS)
            entry_put(e, field, str_of(key), rank, value_of(a, field, value));
    }
}

/* The object, or NULL: why not is in *error. */
static json_t *load(Arena *a, Str raw, size_t values, json_error_t *error)
{
    const Str fit = mend(a, raw);
    if (values > MOST_VALUES) {
        *error = (json_error_t){.text = "it holds too many values"};
        return NULL;
    }
    return json_loadb(fit.p, fit.n,
                      JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, error);
}

/* It is reported when the file is read, not when it is learnt. */
static void put_bad(List *l, Str raw, size_t at, Str reason)
{
    if (l->learns == NULL)
        entries_bad(&l->entries, raw, at, reason);
}

static void read_entry(List *l, const Member *m)
{
    const size_t at = (size_t)(m->value.p - l->text.p);
    json_error_t error;
    Arena *scratch = arena_new();
    json_t *object = load(scratch, m->value, m->values, &error);
    if (object == NULL) {
        const bool whole = error.position > 0 && (size_t)error.position < m->value.n;
        put_bad(l, m->value, at + (whole ? (size_t)error.position : 0),
                str_of(error.text));
    } else if (json_is_object(object)) {
        Entry e = l->of_all;
        put_members(scratch, &e, object);
        put_entry(l, &e, text_of(json_object_get(object, "slug")), at);
    } else if (json_is_string(object)) { /* a list of addresses */
        Entry e = {0};
        entry_put(&e, ENTRY_URL, S("url"), 0, text_of(object));
        put_entry(l, &e, (Str){0}, at);
    } else {
        put_bad(l, m->value, at, S("it is no object"));
    }
    json_decref(object);
    arena_free(scratch);
}

/* ---- lists ---- */

static void read_list(List *l, Str list)
{
    Member m;
    for (size_t i = 1; next_member(list, &i, &m);)
        read_entry(l, &m);
}

/* What JSON Feed says of all its entries: who writes, and in which language. */
static void read_feed_head(List *l, Str feed)
{
    Member m;
    for (size_t i = 1; next_member(feed, &i, &m);) {
        size_t rank = 0;
        const EntryField named = entry_field(m.key, &rank);
        const EntryField field = str_eq(m.key, S("title"))      ? ENTRY_PUBLISHER
                                 : named == ENTRY_BYLINE        ? named
                                 : str_eq(m.key, S("language")) ? ENTRY_LANG
                                                                : ENTRY_FIELDS;
        json_error_t error;
        Arena *a = l->entries.file->arena;
        json_t *value = NULL;
        if (field != ENTRY_FIELDS && m.values < MOST_VALUES)
            value = json_loadb(m.value.p, m.value.n, JSON_DECODE_ANY, &error);
        if (value)
            entry_put(&l->of_all, field, m.key, SIZE_MAX,
                      arena_str(a, value_of(a, field, value)));
        json_decref(value);
    }
}

static bool is_feed(Str object)
{
    return str_has(str_sub(object, 0, 512), S("jsonfeed.org/version"));
}

/* Reads the lists in an object, or below it. */
static void read_object(List *l, Str object, int level)
{
    Member m;
    if (level == 0 && (l->entries.feed = is_feed(object)))
        read_feed_head(l, object);
    for (size_t i = 1; next_member(object, &i, &m);) {
        size_t rank;
        if (entry_field(m.key, &rank) != ENTRY_FIELDS)
            continue; /* the feed's authors */
        if (is_list(m.value))
            read_list(l, m.value);
        else if (begins(m.value, '{') && level + 1 < LEVELS)
            read_object(l, m.value, level + 1);
    }
}

/* A value of the file itself: a list, an object that has one, or an article. */
static void read_value(List *l, const Member *m)
{
    const Str inside = str_sub(m->value, skip_space(m->value, 1), m->value.n);
    if (is_list(m->value) || (begins(m->value, '[') && str_starts(inside, S("\"http"))))
        read_list(l, m->value);
    else if (begins(m->value, '{') && (catalog_is_single(l->path) || is_entry(m->value)))
        read_entry(l, m);
    else if (begins(m->value, '{'))
        read_object(l, m->value, 0);
}

void open_json(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
               Members *out)
{
    List l = {.entries = {.format = "json",
                          .what = "JSON without articles",
                          .remedy = "save it as plain text (.txt)"},
              .path = catalog_path(file),
              .catalog = nearby ? nearby->catalog : NULL};
    Member m;
    if (!entries_begin(&l.entries, d, file, bytes, out))
        return;
    l.text = l.entries.file->src.text;
    for (size_t i = 0; next_member(l.text, &i, &m);)
        read_value(&l, &m);
    entries_end(&l.entries);
}

void json_learn(Catalog *c, Str path, Str text)
{
    List l = {.text = text, .path = path, .learns = c};
    Member m;
    for (size_t i = 0; next_member(l.text, &i, &m);)
        if (is_list(m.value))
            read_list(&l, m.value);
        else if (begins(m.value, '{') && catalog_is_single(path))
            read_entry(&l, &m);
}
