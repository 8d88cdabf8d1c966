/* Entries of feeds and exports become articles.
 *
 * Which key means what is one table, after Wallabag, Readeck, Omnivore, Pocket,
 * Instapaper, Raindrop, JSON Feed and what people call the columns of their own tables.
 * An entry that holds its text becomes an article, read as the page or the text that it
 * is.  One that is only a link has nothing to print: all links of a file are counted,
 * reported once, and stand in the plan as the refused rest of the file. */
#include "entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "dates.h"
#include "front_matter.h"
#include "md.h"
#include "text.h"

enum {
    KEY_MOST = 32,
    TITLE_MOST = 4096,  /* bytes: more is no title */
    SUMMARY_WORDS = 60, /* fewer are no article when the file calls them a summary */
    BASIS = 80,         /* bytes of the words that a date rests on */
};

/* ---- keys ---- */

/* In small letters, without what parts their words.  Of several keys for a field the one
 * that comes first here wins. */
static const struct {
    const char *key;
    EntryField field;
} keys[] = {
    {"title", ENTRY_TITLE},
    {"resolvedtitle", ENTRY_TITLE},
    {"giventitle", ENTRY_TITLE},
    {"headline", ENTRY_TITLE},
    {"url", ENTRY_URL},
    {"originalurl", ENTRY_URL},
    {"sourceurl", ENTRY_URL},
    {"resolvedurl", ENTRY_URL},
    {"givenurl", ENTRY_URL},
    {"canonicalurl", ENTRY_URL},
    {"externalurl", ENTRY_URL},
    {"link", ENTRY_URL},
    {"href", ENTRY_URL},
    {"authors", ENTRY_BYLINE},
    {"author", ENTRY_BYLINE},
    {"publishedby", ENTRY_BYLINE},
    {"byline", ENTRY_BYLINE},
    {"creator", ENTRY_BYLINE},
    {"sitename", ENTRY_PUBLISHER},
    {"publisher", ENTRY_PUBLISHER},
    {"publication", ENTRY_PUBLISHER},
    {"site", ENTRY_PUBLISHER},
    {"domainname", ENTRY_PUBLISHER},
    {"domain", ENTRY_PUBLISHER},
    {"language", ENTRY_LANG},
    {"lang", ENTRY_LANG},
    {"publishedat", ENTRY_DATE},
    {"datepublished", ENTRY_DATE},
    {"published", ENTRY_DATE},
    {"publishedtime", ENTRY_DATE},
    {"publicationdate", ENTRY_DATE},
    {"publisheddate", ENTRY_DATE},
    {"pubdate", ENTRY_DATE},
    {"date", ENTRY_DATE},
    {"datemodified", ENTRY_UPDATED},
    {"updatedat", ENTRY_UPDATED},
    {"updated", ENTRY_UPDATED},
    {"modified", ENTRY_UPDATED},
    {"savedat", ENTRY_SAVED},
    {"timeadded", ENTRY_SAVED},
    {"dateadded", ENTRY_SAVED},
    {"addedat", ENTRY_SAVED},
    {"createdat", ENTRY_SAVED},
    {"creationdate", ENTRY_SAVED},
    {"created", ENTRY_SAVED},
    {"timestamp", ENTRY_SAVED},
    {"contenthtml", ENTRY_HTML},
    {"html", ENTRY_HTML},
    {"markdown", ENTRY_MARKDOWN},
    {"contentmarkdown", ENTRY_MARKDOWN},
    {"content", ENTRY_CONTENT},
    {"fullcontent", ENTRY_CONTENT},
    {"body", ENTRY_CONTENT},
    {"article", ENTRY_CONTENT},
    {"text", ENTRY_CONTENT},
    {"fulltext", ENTRY_CONTENT},
    {"contenttext", ENTRY_TEXT},
    {"textcontent", ENTRY_TEXT},
    {"summary", ENTRY_SUMMARY},
    {"excerpt", ENTRY_SUMMARY},
    {"description", ENTRY_SUMMARY},
    {"selection", ENTRY_SUMMARY},
    {"note", ENTRY_SUMMARY},
};

EntryField entry_field(Str key, size_t *rank)
{
    char plain[KEY_MOST];
    size_t n = 0;
    for (size_t i = 0; i < key.n && n < KEY_MOST; i++) {
        const char c = key.p[i];
        if (c != ' ' && c != '_' && c != '-')
            plain[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_eq((Str){plain, n}, str_of(keys[i].key))) {
            *rank = i;
            return keys[i].field;
        }
    return ENTRY_FIELDS;
}

bool entry_is_content(EntryField f)
{
    return f >= ENTRY_HTML && f <= ENTRY_TEXT;
}

void entry_put(Entry *e, EntryField f, Str name, size_t rank, Str value)
{
    if (f == ENTRY_FIELDS || str_trim(value).n == 0 ||
        (e->values[f].n > 0 && e->ranks[f] <= rank))
        return;
    e->values[f] = value;
    e->names[f] = name;
    e->ranks[f] = rank;
}

/* ---- values ---- */

/* Does a text hold tags or entities? */
static bool is_html(Str s)
{
    static const char *const marks[] = {"</", "<p",  "<br",  "<img", "<hr",
                                        "<P", "<BR", "<IMG", "<HR"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_has(s, str_of(marks[i])))
            return true;
    const size_t at = str_find(s, S("&"));
    const size_t end = at + str_find(str_sub(s, at, at + 10), S(";"));
    return at < s.n && end < s.n && end < at + 10 && end > at + 2;
}

/* A tag that may stand in a title: its length, 0 for anything else in angle brackets. */
static size_t title_tag(Str s)
{
    static const char tags[] =
        " a abbr b br cite code em i mark q s small span strong sub "
        "sup u ";
    const size_t end = str_find(str_sub(s, 0, 200), S(">"));
    Str name = str_sub(s, 1, end < 200 ? end : 0);
    if (str_starts(name, S("/")))
        name = str_sub(name, 1, name.n);
    name = str_cut(&name, ' ');
    if (str_ends(name, S("/")))
        name.n--;
    return name.n > 0 && end < s.n && word_is_among(name, tags) ? end + 1 : 0;
}

/* A title or a name: no tags, no entities, no white space but single blanks. */
static Str plain_text(Arena *a, Str s)
{
    Buf out = {0};
    s = utf8_cut(s, TITLE_MOST);
    for (size_t i = 0; i < s.n;) {
        const size_t tag = s.p[i] == '<' ? title_tag(str_sub(s, i, s.n)) : 0;
        if (tag == 0)
            buf_byte(&out, s.p[i]);
        i += tag ? tag : 1;
    }
    const Str decoded = md_decode(a, arena_str(a, buf_str(&out)));
    buf_clear(&out);
    for (size_t i = 0; i < decoded.n; i++) {
        const bool blank = (unsigned char)decoded.p[i] <= ' ';
        if (!blank)
            buf_byte(&out, decoded.p[i]);
        else if (out.n > 0 && out.p[out.n - 1] != ' ')
            buf_byte(&out, ' ');
    }
    const Str plain = arena_str(a, trim_unicode(buf_str(&out)));
    buf_free(&out);
    return plain;
}

/* "anna@example.org (Anna Keller)", as RSS has it: the name. */
static Str without_mail(Str s)
{
    const size_t from = str_find(s, S(" ("));
    return from < s.n && str_ends(s, S(")")) && str_has(str_sub(s, 0, from), S("@"))
               ? str_sub(s, from + 2, s.n - 1)
               : s;
}

/* Written out, or as seconds or milliseconds since 1970. */
static Date date_of(Str s)
{
    Date date;
    s = str_trim(s);
    if (s.n >= 9 && date_parse_epoch(str_sub(s, 0, s.n == 13 ? 10 : s.n), &date))
        return date;
    return date_first(s);
}

static bool is_web(Str s)
{
    return str_starts(s, S("http://")) || str_starts(s, S("https://"));
}

/* Does the text break off?  "…", "...", "[…]", behind tags. */
static bool breaks_off(Str s)
{
    static const char *const ends[] = {"\u2026",  "...",      "\u2026]",  "...]",
                                       "&#8230;", "&#8230;]", "&hellip;", "&hellip;]"};
    s = str_trim(s);
    while (str_ends(s, S(">"))) {
        size_t at = s.n;
        while (at > 0 && s.p[at - 1] != '<')
            at--;
        if (at == 0)
            break;
        s = str_trim(str_sub(s, 0, at - 1));
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(s, str_of(ends[i])))
            return true;
    return false;
}

/* ---- an article ---- */

/* The first of the fields that may hold it; ENTRY_FIELDS: none. */
static EntryField content_of(const Entries *x, const Entry *e)
{
    for (EntryField f = ENTRY_HTML; f <= ENTRY_TEXT; f++)
        if (e->values[f].n > 0)
            return f;
    const bool may = x->feed || e->values[ENTRY_URL].n == 0;
    return may && e->values[ENTRY_SUMMARY].n > 0 ? ENTRY_SUMMARY : ENTRY_FIELDS;
}

static const char *format_of(EntryField f, Str content)
{
    if (f == ENTRY_MARKDOWN)
        return "markdown";
    return f == ENTRY_HTML || (f != ENTRY_TEXT && is_html(content)) ? "html" : "text";
}

static void set_date(Article *a, const Entry *e, EntryField f, DateConfidence confidence)
{
    const Date date = date_of(e->values[f]);
    if (a->date.year != 0 || date.year == 0)
        return;
    a->date = date;
    a->date_basis = arena_printf(a->arena, STR_FMT " " STR_FMT, STR_ARG(e->names[f]),
                                 STR_ARG(utf8_cut(e->values[f], BASIS)));
    a->date_confidence = confidence;
}

void entry_state(Article *a, const Entry *e)
{
    Arena *arena = a->arena;
    a->title = plain_text(arena, e->values[ENTRY_TITLE]);
    a->byline = without_mail(plain_text(arena, e->values[ENTRY_BYLINE]));
    a->publisher = plain_text(arena, e->values[ENTRY_PUBLISHER]);
    a->lang = front_language(arena, str_trim(e->values[ENTRY_LANG]));
    const Str url = str_trim(e->values[ENTRY_URL]);
    if (is_web(url))
        a->url = arena_str(arena, url);
    set_date(a, e, ENTRY_DATE, DATE_STATED);
    set_date(a, e, ENTRY_UPDATED, DATE_INFERRED);
    a->src.saved = date_of(e->values[ENTRY_SAVED]);
    a->src.alone = true;
}

static void add_article(Entries *x, const Entry *e, EntryField f)
{
    const Str content = e->values[f];
    Article *a = article_new(x->file->src.path);
    a->src.member = S("entry");
    a->src.charset = "UTF-8";
    entry_state(a, e);
    const bool cut = x->feed && breaks_off(content);
    a->src.summary = cut || (f == ENTRY_SUMMARY && uni_words(content) < SUMMARY_WORDS);
    x->summaries += a->src.summary;
    members_read_as(x->d, a, arena_str(a->arena, content), format_of(f, content), NULL);
    a->src.sha256 = arena_str(a->arena, x->file->src.sha256);
    members_add(x->out, a);
}

/* ---- what cannot be read ---- */

static void put_unread(Entries *x, Str s)
{
    if (str_trim(s).n == 0)
        return;
    buf_put(&x->unread, str_trim(s));
    buf_byte(&x->unread, '\n');
}

/* The first of the bad ones is told. */
static void note_bad(Entries *x, size_t at, Str reason)
{
    if (x->bad_reason.n > 0)
        return;
    x->first_bad = article_loc(x->file, (uint32_t)at);
    x->bad_reason = arena_str(x->file->arena, reason);
}

/* A link, or what is no entry at all. */
static void add_textless(Entries *x, const Entry *e, size_t at)
{
    if (e->values[ENTRY_URL].n > 0)
        x->links++;
    else if (x->strange++ == 0)
        note_bad(x, at, S("it has neither a text nor an address"));
    for (EntryField f = 0; f < ENTRY_FIELDS; f++)
        put_unread(x, e->values[f]);
}

void entries_bad(Entries *x, Str raw, size_t at, Str reason)
{
    put_unread(x, raw);
    if (x->bad++ == 0)
        note_bad(x, at, reason);
}

/* ---- a file ---- */

/* What is UTF-8 is believed to be, for a page inside may declare a charset of its own. */
static Str believe_utf8(Article *file, Str bytes)
{
    if (!utf8_valid(bytes) || memchr(bytes.n ? bytes.p : "", '\0', bytes.n))
        return bytes;
    file->src.charset = "UTF-8";
    return str_starts(bytes, S("\xEF\xBB\xBF")) ? str_sub(bytes, 3, bytes.n) : bytes;
}

bool entries_begin(Entries *x, Diag *d, const Article *file, Str bytes, Members *out)
{
    x->d = d;
    x->out = out;
    x->first = out->n;
    x->file = article_new(file->src.path);
    x->file->src.member = arena_str(x->file->arena, file->src.member);
    x->file->src.bytes = bytes.n;
    x->file->src.sha256 = sha256_hex(x->file->arena, bytes);
    x->file->src.format = x->format;
    if (charset_read(d, x->file, believe_utf8(x->file, bytes)))
        return true;
    article_free(x->file);
    return false;
}

void entries_add(Entries *x, const Entry *e, size_t at)
{
    const EntryField f = content_of(x, e);
    if (f == ENTRY_FIELDS)
        add_textless(x, e, at);
    else
        add_article(x, e, f);
}

/* "entry 07" of 12: their order by name is that in the file. */
static void name_articles(Entries *x)
{
    const Str file = x->file->src.member;
    const size_t n = x->out->n - x->first;
    int digits = 1;
    for (size_t rest = n; rest > 9; rest /= 10)
        digits++;
    for (size_t i = 0; i < n; i++) {
        Article *a = x->out->v[x->first + i];
        a->src.member = arena_printf(a->arena, STR_FMT "%sentry %0*zu", STR_ARG(file),
                                     file.n ? "/" : "", digits, i + 1);
    }
}

static Str count(Arena *a, size_t n, const char *one, const char *many)
{
    return arena_printf(a, "%zu %s", n, n == 1 ? one : many);
}

static void report(Entries *x)
{
    Arena *a = x->file->arena;
    const Loc at = {.path = x->file->src.path};
    const size_t bad = x->bad + x->strange;
    if (x->out->n == x->first && x->links + bad == 0 && x->told > 0)
        read_part(x->d, x->file, (Str){0});
    else if (x->out->n == x->first && x->links + x->bad == 0)
        diag(x->d, D_NOT_TEXT, at, str_of(x->what), str_of(x->remedy));
    else if (bad > 0)
        diag(x->d, D_ENTRIES_BAD, x->first_bad, count(a, bad, "entry", "entries"),
             x->bad_reason);
    if (x->links > 0)
        diag(x->d, D_LINKS_ONLY, at, count(a, x->links, "link", "links"), (Str){0});
    if (x->summaries > 0)
        diag(x->d, D_SUMMARIES, at, count(a, x->summaries, "entry", "entries"), (Str){0});
}

void entries_end(Entries *x)
{
    const bool none = x->out->n == x->first;
    name_articles(x);
    report(x);
    /* the file's bytes, which its text may be, do not live on */
    x->file->src.text = arena_str(x->file->arena, x->unread.n > 0 ? buf_str(&x->unread)
                                                                  : x->file->src.text);
    if (none || x->unread.n > 0) {
        x->file->fate = ART_REFUSED;
        members_add(x->out, x->file);
    } else {
        article_free(x->file);
    }
    buf_free(&x->unread);
}
