/* Feeds: RSS 0.9x, 1.0 and 2.0, and Atom; an entry an article.
 *
 * Method: expat calls for each element; one table tells what an entry's elements hold.
 * What stands in them is kept as text and, from the first element inside on, as markup
 * too, for Atom's and RSS's content in XHTML.  Feeds are often not well-formed: names of
 * entities that only HTML has, bare ampersands and control characters are mended first,
 * and what stands before an error is kept.  Names count with their prefix, as feeds that
 * do not declare it are common.  Entities of the feed's own are expat's affair, which
 * stops those that grow; nothing outside of the file is ever fetched.
 * Cost: linear. */
#include <expat.h>
#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "entry.h"

enum { PREFIX_MOST = 16 };

typedef enum Take {
    TAKE_TEXT,    /* the words */
    TAKE_CONTENT, /* the words, or the markup when there is some */
    TAKE_LINK,    /* the words, or the attribute href */
    TAKE_ID,      /* the words when they are an address */
} Take;

/* The elements of an entry, the best of a field first; and what they say of all entries
 * where they stand in the feed itself. */
static const struct {
    const char *name;
    EntryField field;
    Take take;
    EntryField of_all;
} elements[] = {
    {"title", ENTRY_TITLE, TAKE_TEXT, ENTRY_PUBLISHER},
    {"dc:title", ENTRY_TITLE, TAKE_TEXT, ENTRY_FIELDS},
    {"feedburner:origLink", ENTRY_URL, TAKE_TEXT, ENTRY_FIELDS},
    {"link", ENTRY_URL, TAKE_LINK, ENTRY_FIELDS},
    {"guid", ENTRY_URL, TAKE_ID, ENTRY_FIELDS},
    {"id", ENTRY_URL, TAKE_ID, ENTRY_FIELDS},
    {"dc:creator", ENTRY_BYLINE, TAKE_TEXT, ENTRY_FIELDS},
    {"name", ENTRY_BYLINE, TAKE_TEXT, ENTRY_BYLINE}, /* in Atom's author */
    {"author", ENTRY_BYLINE, TAKE_TEXT, ENTRY_BYLINE},
    {"itunes:author", ENTRY_BYLINE, TAKE_TEXT, ENTRY_FIELDS},
    {"dc:publisher", ENTRY_PUBLISHER, TAKE_TEXT, ENTRY_FIELDS},
    {"dc:language", ENTRY_LANG, TAKE_TEXT, ENTRY_LANG},
    {"language", ENTRY_LANG, TAKE_TEXT, ENTRY_LANG},
    {"published", ENTRY_DATE, TAKE_TEXT, ENTRY_FIELDS},
    {"pubDate", ENTRY_DATE, TAKE_TEXT, ENTRY_FIELDS},
    {"issued", ENTRY_DATE, TAKE_TEXT, ENTRY_FIELDS},
    {"dcterms:created", ENTRY_DATE, TAKE_TEXT, ENTRY_FIELDS},
    {"dc:date", ENTRY_DATE, TAKE_TEXT, ENTRY_FIELDS},
    {"created", ENTRY_DATE, TAKE_TEXT, ENTRY_FIELDS},
    {"updated", ENTRY_UPDATED, TAKE_TEXT, ENTRY_FIELDS},
    {"modified", ENTRY_UPDATED, TAKE_TEXT, ENTRY_FIELDS},
    {"dcterms:modified", ENTRY_UPDATED, TAKE_TEXT, ENTRY_FIELDS},
    {"content:encoded", ENTRY_CONTENT, TAKE_CONTENT, ENTRY_FIELDS},
    {"content", ENTRY_CONTENT, TAKE_CONTENT, ENTRY_FIELDS},
    {"xhtml:body", ENTRY_CONTENT, TAKE_CONTENT, ENTRY_FIELDS},
    {"body", ENTRY_CONTENT, TAKE_CONTENT, ENTRY_FIELDS},
    {"description", ENTRY_SUMMARY, TAKE_CONTENT, ENTRY_FIELDS},
    {"summary", ENTRY_SUMMARY, TAKE_CONTENT, ENTRY_FIELDS},
};
enum { ELEMENTS = sizeof elements / sizeof *elements };

typedef struct Feed {
    Entries entries;
    XML_Parser xml;
    Arena *scratch;   /* of the open entry */
    Str prefix;       /* of the feed's own elements: "atom:", mostly "" */
    bool known;       /* the root is a feed's */
    size_t depth;     /* of the open element; 1: the root */
    size_t channel;   /* depth of the element that holds what is said of all */
    size_t entry;     /* depth of the open entry; 0: none */
    size_t entry_at;  /* its offset in the text */
    size_t person;    /* depth of the open author; 0: none */
    size_t held;      /* depth of the element whose content is taken; 0: none */
    size_t row;       /* its row in the table, */
    EntryField field; /* and what it holds here */
    bool nested;      /* elements stand in it */
    Buf words, markup;
    Str base, feed_base; /* of addresses: here, and outside of the entry */
    Entry values, of_all;
} Feed;

/* ---- mending ---- */

/* May the number in "&#...;" be a character of XML? */
static bool is_character(Str digits)
{
    const bool hex = str_starts(digits, S("x"));
    uint32_t cp = 0;
    for (size_t i = hex; i < digits.n; i++) {
        const char c = digits.p[i] | 32;
        const bool letter = c >= 'a' && c <= 'f';
        if (!(letter && hex) && (digits.p[i] < '0' || digits.p[i] > '9'))
            return false;
        cp = cp * (hex ? 16 : 10) + (uint32_t)(letter ? c - 'a' + 10 : c - '0');
        if (cp > 0x10FFFF)
            return false;
    }
    return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= ' ' && cp < 0xD800) ||
           (cp >= 0xE000 && cp != 0xFFFE && cp != 0xFFFF);
}

/* Does an entity that XML knows begin s, which begins with '&'? */
static bool is_entity(Str s)
{
    enum { LONGEST = 12 };
    static const char *const names[] = {"amp", "lt", "gt", "quot", "apos"};
    const Str rest = str_sub(s, 1, LONGEST);
    const Str name = str_sub(rest, 0, str_find(rest, S(";")));
    if (name.n == rest.n)
        return false;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (str_eq(name, str_of(names[k])))
            return true;
    return name.n > 1 && name.p[0] == '#' && is_character(str_sub(name, 1, name.n));
}

/* The bytes at s that XML forbids, and what stands for them; 0: none. */
static size_t forbidden(Str s, bool markup, const char **out)
{
    const unsigned char c = (unsigned char)s.p[0];
    *out = " ";
    if (c < ' ')
        return c != '\n' && c != '\t' && c != '\r';
    if (str_starts(s, S("\xEF\xBF\xBE")) || str_starts(s, S("\xEF\xBF\xBF")))
        return 3;
    *out = "&amp;";
    return markup && c == '&' && !is_entity(s);
}

/* The text as XML allows it.  In HTML the mended "&amp;nbsp;" is again what it was meant
 * to be. */
static Str mend(Arena *a, Str s)
{
    enum { HEAD = 4096 };
    const bool own_entities = str_has(str_sub(s, 0, HEAD), S("<!ENTITY"));
    Buf out = {0};
    bool cdata = false;
    size_t done = 0;
    for (size_t i = 0; i < s.n;) {
        const Str rest = str_sub(s, i, s.n);
        const char *instead;
        const size_t n = forbidden(rest, !cdata && !own_entities, &instead);
        if (n > 0) {
            buf_put(&out, str_sub(s, done, i));
            buf_put(&out, str_of(instead));
            done = i += n;
            continue;
        }
        if (str_starts(rest, cdata ? S("]]>") : S("<![CDATA[")))
            cdata = !cdata;
        i++;
    }
    if (done > 0)
        buf_put(&out, str_sub(s, done, s.n));
    const Str mended = done > 0 ? arena_str(a, buf_str(&out)) : s;
    buf_free(&out);
    return mended;
}

/* ---- elements ---- */

static Str attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return str_of(attributes[1]);
    return (Str){0};
}

static Str local_name(Str name)
{
    const size_t colon = str_find(name, S(":"));
    return colon < name.n ? str_sub(name, colon + 1, name.n) : name;
}

/* The name as the tables have it. */
static Str name_in(const Feed *f, const char *name)
{
    const Str s = str_of(name);
    return str_starts(s, f->prefix) ? str_sub(s, f->prefix.n, s.n) : s;
}

static void open_root(Feed *f, Str name)
{
    static const struct {
        const char *root, *what, *remedy;
    } others[] = {
        {"opml", "a list of feeds (OPML)", "save the feeds' own files"},
        {"urlset", "a map of a site", "save the pages that it names"},
        {"sitemapindex", "a map of a site", "save the pages that it names"},
        {"html", "a web page in XML", "name it .xhtml"},
        {"entries", "an export in XML", "export it as JSON"},
    };
    const Str local = local_name(name);
    Entries *x = &f->entries;
    f->known =
        str_eq(local, S("rss")) || str_eq(local, S("RDF")) || str_eq(local, S("feed"));
    if (str_eq(local, S("feed"))) {
        f->prefix = arena_str(x->file->arena, str_sub(name, 0, name.n - local.n));
        f->channel = 1;
    }
    if (f->known) {
        x->what = "a feed without entries";
        x->remedy = "save it again when it has some";
        return;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(local, str_of(others[i].root))) {
            x->what = others[i].what;
            x->remedy = others[i].remedy;
        }
    XML_StopParser(f->xml, XML_FALSE);
}

/* xml:lang and xml:base, of the feed, the entry or its content. */
static void read_context(Feed *f, const char **attributes)
{
    Arena *a = f->entry ? f->scratch : f->entries.file->arena;
    const Str lang = arena_str(a, attribute(attributes, "xml:lang"));
    const Str base = arena_str(a, attribute(attributes, "xml:base"));
    entry_put(f->entry ? &f->values : &f->of_all, ENTRY_LANG, S("xml:lang"),
              f->entry ? 0 : SIZE_MAX, lang);
    if (base.n > 0)
        f->base = url_join(a, f->base, base);
}

static void open_entry(Feed *f)
{
    f->entry = f->depth;
    f->entry_at = (size_t)XML_GetCurrentByteIndex(f->xml);
    f->scratch = arena_new();
    f->feed_base = f->base;
    f->values = f->of_all;
}

static void close_entry(Feed *f)
{
    entries_add(&f->entries, &f->values, f->entry_at);
    arena_free(f->scratch);
    f->scratch = NULL;
    f->entry = 0;
    f->base = f->feed_base;
}

static void put_value(Feed *f, EntryField field, Str value)
{
    Entry *e = f->entry ? &f->values : &f->of_all;
    Arena *a = f->entry ? f->scratch : f->entries.file->arena;
    const size_t rank = f->entry ? f->row : SIZE_MAX - 1;
    value = arena_str(a, str_trim(value));
    if (field == ENTRY_URL && value.n > 0)
        value = url_join(a, f->base, value);
    if (field == ENTRY_BYLINE && e->values[field].n > 0 && e->ranks[field] == rank)
        e->values[field] = arena_printf(a, STR_FMT ", " STR_FMT,
                                        STR_ARG(e->values[field]), STR_ARG(value));
    else
        entry_put(e, field, str_of(elements[f->row].name), rank, value);
}

/* What Atom says that the content is. */
static EntryField content_field(EntryField field, Str type)
{
    static const struct {
        const char *type;
        EntryField field;
    } types[] = {{"html", ENTRY_HTML},
                 {"xhtml", ENTRY_HTML},
                 {"text/html", ENTRY_HTML},
                 {"application/xhtml+xml", ENTRY_HTML},
                 {"text", ENTRY_TEXT},
                 {"text/plain", ENTRY_TEXT},
                 {"text/markdown", ENTRY_MARKDOWN},
                 {"text/x-markdown", ENTRY_MARKDOWN}};
    if (field != ENTRY_CONTENT || type.n == 0)
        return field;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq_nocase(type, str_of(types[i].type)))
            return types[i].field;
    return ENTRY_FIELDS; /* a picture, or what else there is */
}

/* An element that the table has begins to be taken. */
static void hold(Feed *f, size_t row, const char **attributes)
{
    const EntryField field = f->entry ? elements[row].field : elements[row].of_all;
    const Str href = attribute(attributes, "href"), rel = attribute(attributes, "rel");
    f->row = row;
    f->field = content_field(field, attribute(attributes, "type"));
    if (f->field == ENTRY_FIELDS)
        return;
    if (elements[row].take == TAKE_LINK && href.n > 0) {
        if (rel.n == 0 || str_eq(rel, S("alternate")))
            put_value(f, f->field, href);
        return;
    }
    f->held = f->depth;
    f->nested = false;
    if (str_eq(str_of(elements[row].name), S("author")))
        f->person = f->depth;
    buf_clear(&f->words);
    buf_clear(&f->markup);
}

static void let_go(Feed *f)
{
    const bool markup = f->nested && elements[f->row].take == TAKE_CONTENT;
    const Str value = buf_str(markup ? &f->markup : &f->words);
    const EntryField field = markup && f->field == ENTRY_CONTENT ? ENTRY_HTML : f->field;
    f->held = 0;
    if (elements[f->row].take != TAKE_ID || str_starts(str_trim(value), S("http")))
        put_value(f, field, value);
}

/* ---- what stands in content ---- */

static bool is_void(Str name)
{
    static const char *const names[] = {"area", "br",   "col",   "embed",  "hr",
                                        "img",  "link", "input", "source", "wbr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(name, str_of(names[i])))
            return true;
    return false;
}

static void open_nested(Feed *f, Str name, const char **attributes)
{
    if (!f->nested)
        buf_xml(&f->markup, buf_str(&f->words));
    f->nested = true;
    buf_byte(&f->markup, '<');
    buf_put(&f->markup, name);
    for (; *attributes; attributes += 2) {
        buf_printf(&f->markup, " %s=\"", attributes[0]);
        buf_xml(&f->markup, str_of(attributes[1]));
        buf_byte(&f->markup, '"');
    }
    buf_byte(&f->markup, '>');
}

static void close_nested(Feed *f, Str name)
{
    if (is_void(name))
        return;
    buf_put(&f->markup, S("</"));
    buf_put(&f->markup, name);
    buf_byte(&f->markup, '>');
}

/* ---- expat's calls ---- */

static void on_words(void *ctx, const char *s, int n)
{
    Feed *f = ctx;
    const Str words = {s, (size_t)n};
    if (f->held == 0)
        return;
    buf_put(&f->words, words);
    if (f->nested)
        buf_xml(&f->markup, words);
}

/* One that only a file elsewhere declares. */
static void on_unknown_entity(void *ctx, const char *name, int is_parameter)
{
    if (is_parameter)
        return;
    on_words(ctx, "&", 1);
    on_words(ctx, name, (int)strlen(name));
    on_words(ctx, ";", 1);
}

static void on_start(void *ctx, const char *raw, const char **attributes)
{
    Feed *f = ctx;
    const Str name = name_in(f, raw);
    const bool author = f->person && f->depth == f->person;
    f->depth++;
    if (f->depth == 1)
        open_root(f, str_of(raw));
    if (!f->known)
        return;
    if (author && f->held == f->person)
        f->held = 0; /* its name is what counts */
    if (f->held) {
        open_nested(f, local_name(name), attributes);
        return;
    }
    if (f->entry == 0 && f->depth <= 3 &&
        (str_eq(name, S("item")) || str_eq(name, S("entry"))))
        open_entry(f);
    else if (f->depth == 2 && str_eq(name, S("channel")))
        f->channel = f->depth;
    const size_t holder = f->entry ? f->entry : f->channel;
    if (f->depth <= holder + 1)
        read_context(f, attributes);
    if (holder == 0 || (f->depth != holder + 1 && !author))
        return;
    for (size_t i = 0; i < ELEMENTS && f->held == 0; i++)
        if (str_eq(name, str_of(elements[i].name)) && author == str_eq(name, S("name"))) {
            hold(f, i, attributes);
            return;
        }
}

static void on_end(void *ctx, const char *raw)
{
    Feed *f = ctx;
    if (f->held == f->depth && f->held)
        let_go(f);
    else if (f->held)
        close_nested(f, local_name(name_in(f, raw)));
    if (f->entry == f->depth && f->entry)
        close_entry(f);
    if (f->person == f->depth)
        f->person = 0;
    if (f->channel == f->depth)
        f->channel = 0;
    f->depth--;
}

/* ---- the file ---- */

/* Where in the text a line's column, in characters, stands: where the parser stopped,
 * which reads what was mended. */
static size_t offset_of(Str text, size_t line, size_t column)
{
    Str rest = text;
    while (--line > 0 && rest.n > 0)
        str_cut(&rest, '\n');
    const Str here = str_cut(&rest, '\n');
    size_t at = 0;
    while (column-- > 0 && at < here.n)
        utf8_next(here, &at);
    return (size_t)(here.p - text.p) + at;
}

/* An entry that is cut off is read as far as it goes. */
static void stop_early(Feed *f)
{
    Entries *x = &f->entries;
    const Str text = x->file->src.text;
    const size_t at = offset_of(text, XML_GetCurrentLineNumber(f->xml),
                                XML_GetCurrentColumnNumber(f->xml));
    if (f->held)
        let_go(f);
    if (f->entry)
        close_entry(f);
    entries_bad(x, str_sub(text, at, text.n), at,
                str_of(XML_ErrorString(XML_GetErrorCode(f->xml))));
}

void open_feed(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
               Members *out)
{
    (void)nearby;
    Feed f = {.entries = {.format = "feed",
                          .what = "XML that is no feed",
                          .remedy = "save it as a web page or plain text",
                          .feed = true}};
    if (!entries_begin(&f.entries, d, file, bytes, out))
        return;
    const Str text = mend(f.entries.file->arena, f.entries.file->src.text);
    f.xml = XML_ParserCreate("UTF-8"); /* whatever it declares: it is decoded */
    if (f.xml == NULL)
        mem_out();
    XML_SetUserData(f.xml, &f);
    XML_SetElementHandler(f.xml, on_start, on_end);
    XML_SetCharacterDataHandler(f.xml, on_words);
    XML_SetSkippedEntityHandler(f.xml, on_unknown_entity);
    if (XML_Parse(f.xml, text.p ? text.p : "", (int)text.n, XML_TRUE) != XML_STATUS_OK &&
        f.known)
        stop_early(&f);
    entries_end(&f.entries);
    XML_ParserFree(f.xml);
    buf_free(&f.words);
    buf_free(&f.markup);
}
