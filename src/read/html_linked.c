/* JSON-LD: what a page says of its article for search engines.
 *
 * A scanner, not a parser: what stands in pages is often not quite JSON (line ends in
 * strings, comments around it, commas too many), and nothing but a few strings of the
 * objects that are articles is wanted.  Objects are known by their end only, as their
 * type may come last; an array hands the key that it stands under on to its elements.
 * Cost: linear; nesting deeper than DEPTH is passed over. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "html.h"

enum { DEPTH = 24, KEY_MOST = 32, AUTHORS = 6, PEOPLE = 16 };

typedef struct Frame {
    bool object;
    char key[KEY_MOST]; /* under which it stands, then that of the value to come */
    char of[KEY_MOST];  /* OBJECT: under which it stands */
    Str type, id, name, headline, published, modified, publisher, url, about;
    Str authors[AUTHORS];
    size_t nauthors;
} Frame;

typedef struct Person {
    Str id, name;
} Person;

typedef struct Scan {
    Page *page;
    Str s;
    size_t i;
    Frame v[DEPTH];
    size_t n;
    size_t beyond; /* open brackets below DEPTH */
    Person people[PEOPLE];
    size_t npeople;
    int rank;   /* of the object that stated was taken from */
    Str author; /* the id of one whose name stands elsewhere */
} Scan;

/* ---- strings ---- */

/* Reads four hexadecimal digits at *i; false, and *i stays, when there are none. */
static bool read_hex(Str s, size_t *i, uint32_t *out)
{
    static const char digits[] = "0123456789abcdef";
    *out = 0;
    for (size_t k = *i; k < *i + 4; k++) {
        const char c = k < s.n ? s.p[k] : ' ';
        const char *at = memchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c, 16);
        if (at == NULL)
            return false;
        *out = *out * 16 + (uint32_t)(at - digits);
    }
    *i += 4;
    return true;
}

/* A character behind "\u", maybe in two halves. */
static uint32_t read_code(Str s, size_t *i)
{
    uint32_t high, low;
    if (!read_hex(s, i, &high))
        return UTF8_REPLACEMENT;
    size_t next = *i + 2;
    if (high < 0xD800 || high >= 0xDC00 || !str_starts(str_sub(s, *i, s.n), S("\\u")) ||
        !read_hex(s, &next, &low) || low < 0xDC00 || low >= 0xE000)
        return high ? high : UTF8_REPLACEMENT;
    *i = next;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static void put_escape(Buf *out, Str s, size_t *i)
{
    const char c = s.p[*i];
    ++*i;
    switch (c) {
    case 'n':
    case 't':
    case 'r':
    case 'b':
    case 'f':
        buf_byte(out, ' ');
        break;
    case 'u':
        buf_utf8(out, read_code(s, i));
        break;
    default:
        buf_byte(out, c);
    }
}

/* An entity that somebody escaped once too often. */
static bool put_entity(Buf *out, Str s, size_t *i)
{
    static const struct {
        const char *entity, *text;
    } entities[] = {{"&amp;", "&"},        {"&#39;", "'"},        {"&#039;", "'"},
                    {"&quot;", "\""},      {"&apos;", "'"},       {"&#8217;", "\u2019"},
                    {"&#8216;", "\u2018"}, {"&#8220;", "\u201C"}, {"&#8221;", "\u201D"},
                    {"&#8211;", "\u2013"}, {"&#8212;", "\u2014"}, {"&nbsp;", " "},
                    {"&rsquo;", "\u2019"}, {"&#x27;", "'"},       {"&#038;", "&"}};
    for (size_t k = 0; k < sizeof entities / sizeof *entities; k++)
        if (str_starts(str_sub(s, *i, s.n), str_of(entities[k].entity))) {
            buf_put(out, str_of(entities[k].text));
            *i += strlen(entities[k].entity);
            return true;
        }
    return false;
}

/* The string that begins at scan->i, behind its quote. */
static Str read_string(Scan *x)
{
    const size_t from = x->i;
    bool plain = true;
    while (x->i < x->s.n && x->s.p[x->i] != '"') {
        plain = plain && x->s.p[x->i] != '\\' && x->s.p[x->i] != '&';
        x->i += x->s.p[x->i] == '\\' ? 2 : 1;
    }
    const Str raw = str_sub(x->s, from, x->i);
    x->i++;
    if (plain)
        return raw;
    Buf out = {0};
    for (size_t i = 0; i < raw.n;) {
        if (raw.p[i] == '\\' && i + 1 < raw.n) {
            i++;
            put_escape(&out, raw, &i);
        } else if (raw.p[i] != '&' || !put_entity(&out, raw, &i)) {
            buf_byte(&out, raw.p[i++]);
        }
    }
    const Str s = arena_str(x->page->scratch, buf_str(&out));
    buf_free(&out);
    return s;
}

/* ---- objects ---- */

static bool is_key(const char *key, const char *z)
{
    return strcmp(key, z) == 0;
}

static void set(Str *field, Str value)
{
    if (field->n == 0)
        *field = str_trim(value);
}

static void add_author(Frame *f, Str name)
{
    if (name.n > 0 && f->nauthors < AUTHORS)
        f->authors[f->nauthors++] = name;
}

static void take_string(Frame *f, Str value)
{
    const char *key = f->key;
    if (is_key(key, "@type") || is_key(key, "type"))
        set(&f->type, value);
    else if (is_key(key, "@id"))
        set(&f->id, value);
    else if (is_key(key, "name"))
        set(&f->name, value);
    else if (is_key(key, "headline"))
        set(&f->headline, value);
    else if (is_key(key, "datePublished"))
        set(&f->published, value);
    else if (is_key(key, "dateModified"))
        set(&f->modified, value);
    else if (is_key(key, "author") || is_key(key, "creator"))
        add_author(f, value);
    else if (is_key(key, "publisher"))
        set(&f->publisher, value);
    else if (is_key(key, "url"))
        set(&f->url, value);
}

/* How sure an object of this type is to be the article; 0: it is none. */
static int rank_of(Str type)
{
    if (str_has(type, S("Article")) || str_has(type, S("Posting")) ||
        str_eq(type, S("Report")) || str_eq(type, S("Review")) ||
        str_eq(type, S("Recipe")) || str_eq(type, S("HowTo")))
        return str_eq(type, S("Review")) ? 1 : 3;
    if (str_has(type, S("Page")))
        return 2;
    return 0;
}

static Str join(Arena *a, const Str *v, size_t n)
{
    Buf out = {0};
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_put(&out, S(", "));
        buf_put(&out, v[i]);
    }
    const Str s = arena_str(a, buf_str(&out));
    buf_free(&out);
    return s;
}

static void take_article(Scan *x, const Frame *f)
{
    Stated *to = &x->page->stated;
    const int rank = rank_of(f->type);
    if (rank == 0)
        return;
    if (rank > x->rank) {
        x->rank = rank;
        const Stated was = *to;
        *to = (Stated){.publisher = was.publisher};
        if (rank < 3)
            to->published = was.published;
    } else if (rank < x->rank) {
        set(&to->published, f->published);
        set(&to->modified, f->modified);
        return;
    }
    set(&to->headline, f->headline);
    set(&to->published, f->published);
    set(&to->modified, f->modified);
    set(&to->publisher, f->publisher);
    if (to->author.n == 0)
        to->author = join(x->page->scratch, f->authors, f->nauthors);
}

static bool is_author_of(const Frame *f, const Frame *up)
{
    return up && (is_key(f->of, "author") || is_key(f->of, "creator"));
}

/* An object ends: it tells the one around it what it is. */
static void end_object(Scan *x, const Frame *f, Frame *up)
{
    if (is_author_of(f, up)) {
        add_author(up, f->name);
        if (f->name.n == 0 && rank_of(up->type) != 1)
            set(&x->author, f->id);
    } else if (up && (is_key(f->of, "publisher") || is_key(f->of, "isPartOf"))) {
        if (is_key(f->of, "publisher"))
            set(&up->publisher, f->name);
    } else {
        take_article(x, f);
    }
    if (str_eq(f->type, S("WebSite")) && f->name.n > 0)
        set(&x->page->stated.publisher, f->name);
    if (f->id.n > 0 && f->name.n > 0 && x->npeople < PEOPLE &&
        (str_eq(f->type, S("Person")) || str_eq(f->type, S("Organization"))))
        x->people[x->npeople++] = (Person){f->id, f->name};
}

/* ---- scanning ---- */

static void open_bracket(Scan *x, bool object)
{
    if (x->n == DEPTH) {
        x->beyond++;
        return;
    }
    Frame *f = &x->v[x->n++];
    memset(f, 0, sizeof *f);
    f->object = object;
    if (x->n > 1) {
        memcpy(f->of, f[-1].key, KEY_MOST);
        if (!object)
            memcpy(f->key, f[-1].key, KEY_MOST);
    }
}

static void close_bracket(Scan *x)
{
    if (x->beyond > 0) {
        x->beyond--;
        return;
    }
    if (x->n == 0)
        return;
    const Frame *f = &x->v[--x->n];
    size_t up = x->n;
    while (up > 0 && !x->v[up - 1].object)
        up--;
    if (f->object)
        end_object(x, f, up ? &x->v[up - 1] : NULL);
}

static void string(Scan *x)
{
    x->i++;
    const Str s = read_string(x);
    size_t k = x->i;
    while (k < x->s.n && (unsigned char)x->s.p[k] <= ' ')
        k++;
    if (x->n == 0 || x->beyond > 0)
        return;
    Frame *f = &x->v[x->n - 1];
    if (f->object && k < x->s.n && x->s.p[k] == ':') {
        const size_t n = s.n < KEY_MOST ? s.n : 0;
        memcpy(f->key, n ? s.p : "", n);
        f->key[n] = '\0';
        x->i = k + 1;
        return;
    }
    size_t to = x->n; /* an element of an array is the object's around it */
    while (to > 1 && !x->v[to - 1].object)
        to--;
    if (x->v[to - 1].object)
        take_string(&x->v[to - 1], s);
}

void page_linked(Page *p)
{
    Scan *x = mem_alloc(sizeof *x);
    x->page = p;
    for (size_t k = 0; k < p->ndata; k++) {
        x->s = p->data[k];
        x->n = x->beyond = 0;
        for (x->i = 0; x->i < x->s.n;) {
            const char c = x->s.p[x->i];
            if (c == '"') {
                string(x);
                continue;
            }
            if (c == '{' || c == '[')
                open_bracket(x, c == '{');
            else if (c == '}' || c == ']')
                close_bracket(x);
            x->i++;
        }
    }
    for (size_t k = 0; k < x->npeople && p->stated.author.n == 0; k++)
        if (x->author.n > 0 && str_eq(x->people[k].id, x->author))
            p->stated.author = x->people[k].name;
    free(x);
}
