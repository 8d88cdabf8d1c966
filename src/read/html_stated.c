/* What a page says of itself in its head's elements and in attributes: OpenGraph, Dublin
 * Core and their kin, microdata, the links that name it, and what the tool that saved it
 * left in a comment. */
#include <string.h>

#include "base/url.h"
#include "html.h"

typedef enum Field {
    FIELD_TITLE,
    FIELD_AUTHOR,
    FIELD_PUBLISHER,
    FIELD_URL,
    FIELD_PUBLISHED,
    FIELD_MODIFIED,
    FIELD_SAVED,
    FIELD_COUNT
} Field;

/* The names under which a page states a field, the best first. */
static const struct {
    Field field;
    const char *name;
} names[] = {
    {FIELD_TITLE, "og:title"},
    {FIELD_TITLE, "twitter:title"},
    {FIELD_TITLE, "citation_title"},
    {FIELD_TITLE, "dc.title"},
    {FIELD_TITLE, "dcterms.title"},
    {FIELD_TITLE, "parsely-title"},
    {FIELD_TITLE, "headline"},
    {FIELD_AUTHOR, "author"},
    {FIELD_AUTHOR, "article:author"},
    {FIELD_AUTHOR, "citation_author"},
    {FIELD_AUTHOR, "dc.creator"},
    {FIELD_AUTHOR, "dcterms.creator"},
    {FIELD_AUTHOR, "parsely-author"},
    {FIELD_AUTHOR, "sailthru.author"},
    {FIELD_AUTHOR, "byl"},
    {FIELD_AUTHOR, "twitter:data1"},
    {FIELD_PUBLISHER, "og:site_name"},
    {FIELD_PUBLISHER, "application-name"},
    {FIELD_PUBLISHER, "citation_journal_title"},
    {FIELD_PUBLISHER, "dc.publisher"},
    {FIELD_PUBLISHER, "publisher"},
    {FIELD_URL, "og:url"},
    {FIELD_URL, "savepage-url"},
    {FIELD_PUBLISHED, "article:published_time"},
    {FIELD_PUBLISHED, "og:published_time"},
    {FIELD_PUBLISHED, "datepublished"},
    {FIELD_PUBLISHED, "citation_publication_date"},
    {FIELD_PUBLISHED, "citation_date"},
    {FIELD_PUBLISHED, "parsely-pub-date"},
    {FIELD_PUBLISHED, "sailthru.date"},
    {FIELD_PUBLISHED, "published"},
    {FIELD_PUBLISHED, "published-date"},
    {FIELD_PUBLISHED, "publish_date"},
    {FIELD_PUBLISHED, "publish-date"},
    {FIELD_PUBLISHED, "publishdate"},
    {FIELD_PUBLISHED, "pubdate"},
    {FIELD_PUBLISHED, "article.published"},
    {FIELD_PUBLISHED, "dc.date.issued"},
    {FIELD_PUBLISHED, "dcterms.issued"},
    {FIELD_PUBLISHED, "dcterms.created"},
    {FIELD_PUBLISHED, "dc.date.created"},
    {FIELD_PUBLISHED, "dc.date"},
    {FIELD_PUBLISHED, "date"},
    {FIELD_MODIFIED, "article:modified_time"},
    {FIELD_MODIFIED, "og:updated_time"},
    {FIELD_MODIFIED, "datemodified"},
    {FIELD_MODIFIED, "dcterms.modified"},
    {FIELD_MODIFIED, "last-modified"},
    {FIELD_SAVED, "savepage-date"},
};
enum { NAMES = sizeof names / sizeof *names };

typedef struct Found {
    Page *page;
    Str value[FIELD_COUNT];
    size_t rank[FIELD_COUNT]; /* place in `names`; NAMES: none yet */
} Found;

static bool may_be_value(Field field, Str value)
{
    if (value.n == 0)
        return false;
    switch (field) {
    case FIELD_AUTHOR:
        return !str_has(value, S("://")) && !str_has(value, S("minute"));
    case FIELD_URL:
        return str_starts(value, S("http"));
    case FIELD_TITLE:
    case FIELD_PUBLISHER:
    case FIELD_PUBLISHED:
    case FIELD_MODIFIED:
    case FIELD_SAVED:
    case FIELD_COUNT:
        break;
    }
    return true;
}

/* One author more, where a page has an element for each. */
static void add_author(Found *f, Str value)
{
    enum { AUTHORS_MOST = 200 };
    Str *all = &f->value[FIELD_AUTHOR];
    if (!str_has(*all, value) && all->n + value.n < AUTHORS_MOST)
        *all = arena_printf(f->page->scratch, STR_FMT ", " STR_FMT, STR_ARG(*all),
                            STR_ARG(value));
}

static void take(Found *f, Str name, Str value)
{
    for (size_t i = 0; i < NAMES; i++) {
        const Field field = names[i].field;
        if (!str_eq_nocase(name, str_of(names[i].name)) || !may_be_value(field, value))
            continue;
        if (i < f->rank[field]) {
            f->rank[field] = i;
            f->value[field] = value;
        } else if (i == f->rank[field] && field == FIELD_AUTHOR) {
            add_author(f, value);
        }
    }
}

static Str first_of(const DomNode *n, const char *const *attributes)
{
    for (; *attributes; attributes++) {
        const Str s = dom_attribute(n, *attributes);
        if (s.n > 0)
            return s;
    }
    return (Str){0};
}

static void take_meta(Found *f, const DomNode *n)
{
    const Str value = str_trim(dom_attribute(n, "content"));
    static const char *const keys[] = {"property", "name", "itemprop"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        take(f, dom_attribute(n, keys[i]), value);
}

/* Microdata in the body: an element's words or the attribute that says it better. */
static void take_item(Page *p, Found *f, uint32_t i, Str name)
{
    static const char *const values[] = {"content", "datetime", NULL};
    const DomNode *n = &p->v[i];
    for (uint32_t k = n->parent, up = 0; k != p->body && k != 0 && up < 8;
         k = p->v[k].parent, up++)
        if (p->v[k].hints >> HINT_COMMENTS & 1)
            return;
    Str value = first_of(n, values);
    if (value.n == 0 && n->end - i < 40)
        value = dom_words(p, p->scratch, i);
    if (value.n < 200)
        take(f, name, str_trim(value));
}

static void set(Str *field, Str value)
{
    if (field->n == 0)
        *field = value;
}

/* ---- what the tool that saved the page says ---- */

/* The rest of the line behind `key`, if it stands in the comment. */
static Str value_behind(Str comment, Str key)
{
    const size_t at = str_find(comment, key);
    Str rest = str_sub(comment, at + key.n, comment.n);
    return at < comment.n ? str_trim(str_line(&rest)) : (Str){0};
}

/* SingleFile's, browsers' and the Internet Archive's comments; they stand at one of the
 * ends, and an article about such tools may hold the same words. */
static void take_comments(Found *f)
{
    enum { HEAD = 4096, TAIL = 2048 };
    static const char *const marks[] = {"Page saved with SingleFile",
                                        "Archive processed by SingleFile", NULL};
    const Str text = f->page->text, head = str_sub(text, 0, HEAD);
    Str *url = &f->value[FIELD_URL], *saved = &f->value[FIELD_SAVED];
    Str rest = str_sub(head, str_find(head, S("<!--")), head.n);
    Str comment = str_sub(rest, 0, str_find(rest, S("-->")));
    for (size_t i = 0; marks[i]; i++)
        if (str_has(comment, str_of(marks[i]))) {
            set(url, value_behind(comment, S("url:")));
            set(saved, value_behind(comment, S("saved date:")));
        }
    const Str from = value_behind(comment, S(" saved from url=("));
    const size_t length = str_find(from, S(")")); /* "(0023)", of what follows */
    if (str_starts(str_sub(from, length + 1, from.n), S("http")))
        set(url, str_sub(from, length + 1, from.n));
    const Str tail = str_sub(text, text.n > TAIL ? text.n - TAIL : 0, text.n);
    const Str archived = value_behind(tail, S("FILE ARCHIVED ON "));
    set(saved, str_sub(archived, 0, str_find(archived, S(" AND RETRIEVED"))));
}

void page_stated(Page *p)
{
    Found f = {.page = p};
    Stated *to = &p->stated;
    Str canonical = {0}, title = {0}, base = {0};
    for (size_t i = 0; i < FIELD_COUNT; i++)
        f.rank[i] = NAMES;
    for (uint32_t i = 0; i < p->n; i++) {
        const DomNode *n = &p->v[i];
        if (n->kind != DOM_ELEMENT)
            continue;
        if (n->tag == GUMBO_TAG_META)
            take_meta(&f, n);
        else if (n->tag == GUMBO_TAG_LINK &&
                 str_eq_nocase(dom_attribute(n, "rel"), S("canonical")))
            set(&canonical, str_trim(dom_attribute(n, "href")));
        else if (n->tag == GUMBO_TAG_BASE)
            set(&base, str_trim(dom_attribute(n, "href")));
        else if (n->tag == GUMBO_TAG_TITLE && title.n == 0)
            title = dom_words(p, p->scratch, i);
        else if (n->attributes->length > 0 && dom_attribute(n, "itemprop").n > 0)
            take_item(p, &f, i, dom_attribute(n, "itemprop"));
    }
    take_comments(&f);
    if (p->article->title.n > 0) /* the container says it */
        to->headline = to->title = p->article->title;
    set(&to->title, f.value[FIELD_TITLE]);
    set(&to->title, title);
    set(&to->author, f.value[FIELD_AUTHOR]);
    set(&to->publisher, f.value[FIELD_PUBLISHER]);
    if (str_starts(canonical, S("http")))
        set(&to->url, canonical);
    set(&to->url, f.value[FIELD_URL]);
    set(&to->url, p->article->url); /* what its container says */
    if (base.n > 0)
        p->article->base = url_join(p->article->arena, to->url, base);
    p->own_key = url_key(p->scratch, to->url);
    p->own_host = str_sub(to->url, str_find(to->url, S("://")) + 3, to->url.n);
    p->own_host = str_cut(&p->own_host, '/');
    set(&to->published, f.value[FIELD_PUBLISHED]);
    set(&to->modified, f.value[FIELD_MODIFIED]);
    to->saved = f.value[FIELD_SAVED];
}
