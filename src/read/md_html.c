/* Raw HTML in Markdown: a scanner of tags that drives the same tree as md4c does.
 *
 * It is fed with what md4c finds, a line or a tag at a time, and with whole documents'
 * worth of Markdown between a tag and its end; so it builds no tree of its own.  What a
 * tag means to a book is a row of a table; a tag that is not in it is dropped, and its
 * text stays.  A '>' in an attribute's quotes does not end a tag, unless the quotes are
 * not closed on their line: then somebody forgot them.
 * Alternative not taken: gumbo, which must have the whole of a document to repair it. */
#include <stdlib.h>
#include <string.h>

#include "md.h"

typedef enum TagDoes {
    TAG_NODE,  /* opens a node */
    TAG_PARTS, /* parts what stands before it from what follows */
    TAG_BREAK,
    TAG_RULE,
    TAG_IMAGE,
    TAG_HIDES, /* its content is not for readers */
} TagDoes;

typedef struct Tag {
    const char *name;
    TagDoes does;
    NodeKind kind; /* TAG_NODE */
    int level;     /* HEADING; LIST: 1 when numbered */
    const char *cls;
} Tag;

static const Tag tags[] = {
    {"p", TAG_NODE, N_PARA, 0, NULL},
    {"h1", TAG_NODE, N_HEADING, 1, NULL},
    {"h2", TAG_NODE, N_HEADING, 2, NULL},
    {"h3", TAG_NODE, N_HEADING, 3, NULL},
    {"h4", TAG_NODE, N_HEADING, 4, NULL},
    {"h5", TAG_NODE, N_HEADING, 5, NULL},
    {"h6", TAG_NODE, N_HEADING, 6, NULL},
    {"blockquote", TAG_NODE, N_QUOTE, 0, NULL},
    {"ul", TAG_NODE, N_LIST, 0, NULL},
    {"ol", TAG_NODE, N_LIST, 1, NULL},
    {"li", TAG_NODE, N_ITEM, 0, NULL},
    {"table", TAG_NODE, N_TABLE, 0, NULL},
    {"tr", TAG_NODE, N_ROW, 0, NULL},
    {"td", TAG_NODE, N_CELL, 0, NULL},
    {"th", TAG_NODE, N_CELL, 0, "head"},
    {"caption", TAG_NODE, N_CAPTION, 0, NULL},
    {"figure", TAG_NODE, N_FIGURE, 0, NULL},
    {"figcaption", TAG_NODE, N_CAPTION, 0, NULL},
    {"pre", TAG_NODE, N_CODE_BLOCK, 0, NULL},
    {"em", TAG_NODE, N_EMPH, 0, NULL},
    {"i", TAG_NODE, N_EMPH, 0, NULL},
    {"cite", TAG_NODE, N_EMPH, 0, NULL},
    {"strong", TAG_NODE, N_STRONG, 0, NULL},
    {"b", TAG_NODE, N_STRONG, 0, NULL},
    {"code", TAG_NODE, N_CODE, 0, NULL},
    {"kbd", TAG_NODE, N_CODE, 0, NULL},
    {"samp", TAG_NODE, N_CODE, 0, NULL},
    {"tt", TAG_NODE, N_CODE, 0, NULL},
    {"a", TAG_NODE, N_LINK, 0, NULL},
    {"sup", TAG_NODE, N_SUP, 0, NULL},
    {"sub", TAG_NODE, N_SUB, 0, NULL},
    {"del", TAG_NODE, N_SPAN, 0, "strike"},
    {"s", TAG_NODE, N_SPAN, 0, "strike"},
    {"strike", TAG_NODE, N_SPAN, 0, "strike"},
    {"ins", TAG_NODE, N_SPAN, 0, "underline"},
    {"u", TAG_NODE, N_SPAN, 0, "underline"},
    {"div", TAG_PARTS, N_COUNT, 0, NULL},
    {"section", TAG_PARTS, N_COUNT, 0, NULL},
    {"article", TAG_PARTS, N_COUNT, 0, NULL},
    {"aside", TAG_PARTS, N_COUNT, 0, NULL},
    {"header", TAG_PARTS, N_COUNT, 0, NULL},
    {"footer", TAG_PARTS, N_COUNT, 0, NULL},
    {"main", TAG_PARTS, N_COUNT, 0, NULL},
    {"nav", TAG_PARTS, N_COUNT, 0, NULL},
    {"center", TAG_PARTS, N_COUNT, 0, NULL},
    {"address", TAG_PARTS, N_COUNT, 0, NULL},
    {"details", TAG_PARTS, N_COUNT, 0, NULL},
    {"summary", TAG_PARTS, N_COUNT, 0, NULL},
    {"dl", TAG_PARTS, N_COUNT, 0, NULL},
    {"dt", TAG_PARTS, N_COUNT, 0, NULL},
    {"dd", TAG_PARTS, N_COUNT, 0, NULL},
    {"form", TAG_PARTS, N_COUNT, 0, NULL},
    {"br", TAG_BREAK, N_COUNT, 0, NULL},
    {"hr", TAG_RULE, N_COUNT, 0, NULL},
    {"img", TAG_IMAGE, N_COUNT, 0, NULL},
    {"script", TAG_HIDES, N_COUNT, 0, NULL},
    {"style", TAG_HIDES, N_COUNT, 0, NULL},
    {"template", TAG_HIDES, N_COUNT, 0, NULL},
    {"svg", TAG_HIDES, N_COUNT, 0, NULL},
    {"select", TAG_HIDES, N_COUNT, 0, NULL},
};

/* ---- the parts of a tag ---- */

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == ':' || c == '_';
}

static const Tag *find_tag(Str name)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_eq_nocase(name, str_of(tags[i].name)))
            return &tags[i];
    return NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/';
}

/* Takes the next attribute off s; false: there is none. */
static bool next_attribute(Str *s, Str *name, Str *value)
{
    size_t i = 0;
    while (i < s->n && is_blank(s->p[i]))
        i++;
    const size_t from = i;
    while (i < s->n && !is_blank(s->p[i]) && s->p[i] != '=' && s->p[i] != '>')
        i++;
    *name = str_sub(*s, from, i);
    *value = (Str){0};
    if (i < s->n && s->p[i] == '=') {
        const char quote = i + 1 < s->n ? s->p[i + 1] : 0;
        const bool quoted = quote == '"' || quote == '\'';
        const size_t start = i + 1 + quoted;
        for (i = start; i < s->n && (quoted ? s->p[i] != quote
                                            : !is_blank(s->p[i]) && s->p[i] != '>');)
            i++;
        *value = str_sub(*s, start, i);
        i += quoted;
    } else if (name->n == 0) {
        return false;
    }
    *s = str_sub(*s, i, s->n);
    return true;
}

static Str attribute(Arena *a, Str rest, Str wanted)
{
    Str name, value;
    while (next_attribute(&rest, &name, &value))
        if (str_eq_nocase(name, wanted))
            return md_decode(a, arena_str(a, value));
    return (Str){0};
}

/* ---- what a tag does ---- */

/* A new item, row or cell ends the one before it, and any block ends a paragraph. */
static void end_former(MdTree *t, NodeKind kind)
{
    static const struct {
        NodeKind kind, inside;
    } chain[] = {{N_ITEM, N_LIST}, {N_CELL, N_ROW}, {N_ROW, N_TABLE}};
    for (size_t i = 0; i < sizeof chain / sizeof *chain; i++) {
        if (chain[i].kind != kind)
            continue;
        for (size_t k = t->n; k > 1 && t->v[k - 1].owner != MD_OWN; k--) {
            const NodeKind open = t->v[k - 1].own ? t->v[k - 1].at->kind : N_COUNT;
            if (open == chain[i].inside || (kind == N_CELL && open == N_TABLE)) {
                md_close_to(t, k);
                return;
            }
            if (open == N_LIST || open == N_TABLE)
                return;
        }
    }
}

static void open_node(MdHtml *h, const Tag *tag, Str rest)
{
    MdTree *t = h->tree;
    end_former(t, tag->kind);
    Node *n = md_open(t, MD_HTML, tag->kind, tag);
    if (n == NULL)
        return;
    n->level = (uint8_t)tag->level;
    n->cls = str_of(tag->cls);
    if (tag->kind == N_LINK)
        n->ref = attribute(t->a, rest, S("href"));
    if (tag->kind != N_LIST || tag->level == 0)
        return;
    n->cls = list_class(attribute(t->a, rest, S("type")));
    if (!str_to_u32(attribute(t->a, rest, S("start")), 1000000000, &n->start))
        n->start = 1;
}

static void put_image(MdHtml *h, Str rest)
{
    Arena *a = h->tree->a;
    Node *n = node_new(a, N_IMAGE);
    n->text = attribute(a, rest, S("alt"));
    n->ref = attribute(a, rest, S("src"));
    n->from = h->from;
    n->to = h->to;
    md_leaf(h->tree, n);
}

static void open_tag(MdHtml *h, const Tag *tag, Str rest)
{
    switch (tag->does) {
    case TAG_NODE:
        open_node(h, tag, rest);
        return;
    case TAG_PARTS:
        md_end_line(h->tree);
        if (md_at(h->tree)->last && md_at(h->tree)->last->kind != N_BREAK)
            md_break(h->tree);
        return;
    case TAG_BREAK:
        md_break(h->tree);
        return;
    case TAG_RULE:
        md_leaf(h->tree, node_new(h->tree->a, N_RULE));
        return;
    case TAG_IMAGE:
        put_image(h, rest);
        return;
    case TAG_HIDES:
        if (!str_ends(rest, S("/>")))
            h->hidden = tag;
        return;
    }
}

/* The tag that was read, from '<' to '>'. */
static void do_tag(MdHtml *h)
{
    const Str s = buf_str(&h->tag);
    const bool closes = s.n > 1 && s.p[1] == '/';
    size_t i = 1 + closes;
    const size_t from = i;
    while (i < s.n && is_name(s.p[i]))
        i++;
    const Tag *tag = find_tag(str_sub(s, from, i));
    if (h->hidden) {
        if (closes && tag == h->hidden)
            h->hidden = NULL;
        return;
    }
    if (tag == NULL)
        return;
    if (!closes)
        open_tag(h, tag, str_sub(s, i, s.n));
    else if (tag->does == TAG_PARTS ||
             (tag->does == TAG_NODE && !md_close_tag(h->tree, tag) &&
              node_is_block(tag->kind)))
        md_end_line(h->tree);
}

/* ---- the scanner ---- */

/* Text between tags, its entities apart: each has its own range. */
static void put_words(MdHtml *h, Str s, uint32_t from, uint32_t to)
{
    const bool of_source = to - from == s.n;
    size_t done = 0;
    if (h->hidden)
        return;
    for (size_t i = 0; i < s.n; i++) {
        enum { LONGEST = 34 };
        const Str rest = str_sub(s, i, i + LONGEST);
        const size_t n = s.p[i] == '&' ? str_find(rest, S(";")) + 1 : 0;
        if (n == 0 || n > rest.n)
            continue;
        const uint32_t at = of_source ? from + (uint32_t)i : 0;
        md_text(h->tree, str_sub(s, done, i), of_source ? from + (uint32_t)done : 0, at);
        md_text(h->tree, md_entity(h->tree->a, str_sub(s, i, i + n)), at,
                of_source ? at + (uint32_t)n : 0);
        i += n - 1;
        done = i + 1;
    }
    md_text(h->tree, str_sub(s, done, s.n), of_source ? from + (uint32_t)done : 0,
            of_source ? to : 0);
}

static bool begins_tag(const MdHtml *h, Str rest)
{
    if (rest.n < 2 || rest.p[0] != '<')
        return false;
    if (h->hidden)
        return rest.p[1] == '/';
    const char c = rest.p[1] | 32;
    return (c >= 'a' && c <= 'z') || rest.p[1] == '/' || rest.p[1] == '!' ||
           rest.p[1] == '?';
}

static void begin_tag(MdHtml *h, Str rest, uint32_t at)
{
    buf_clear(&h->tag);
    h->quote = 0;
    h->from = h->to = at;
    h->state = str_starts(rest, S("<!--"))            ? MD_HTML_COMMENT
               : rest.p[1] == '!' || rest.p[1] == '?' ? MD_HTML_DECLARATION
                                                      : MD_HTML_TAG;
}

/* A character inside of a tag, a comment or a declaration; `at`: of the one behind it,
 * 0 when it is of no source. */
static void in_tag(MdHtml *h, char c, uint32_t at)
{
    enum { LONGEST = 1 << 16 }; /* bytes kept of a tag; what is longer has no meaning */
    if (h->state == MD_HTML_COMMENT && h->tag.n > 64) /* its end is all that counts */
        h->tag.n = 8;
    if (h->tag.n < LONGEST || c == '>')
        buf_byte(&h->tag, c);
    if (at)
        h->to = at;
    if (h->state == MD_HTML_TAG && (c == '"' || c == '\''))
        h->quote = h->quote == c ? 0 : h->quote ? h->quote : c;
    if (c == '\n')
        h->quote = 0;
    if (c != '>' || h->quote)
        return;
    if (h->state == MD_HTML_COMMENT &&
        (h->tag.n < 7 || !str_ends(buf_str(&h->tag), S("-->"))))
        return;
    if (h->state == MD_HTML_TAG)
        do_tag(h);
    h->state = MD_HTML_TEXT;
}

void md_html_text(MdHtml *h, Str s, uint32_t from, uint32_t to)
{
    const bool of_source = from < to;
    size_t done = 0;
    if (h->state == MD_HTML_TEXT && str_eq(s, S("\n"))) {
        md_newline(h->tree);
        return;
    }
    for (size_t i = 0; i < s.n; i++) {
        const uint32_t at = of_source ? from + (uint32_t)i : 0;
        if (h->state != MD_HTML_TEXT) {
            in_tag(h, s.p[i], at ? at + 1 : 0);
            done = i + 1;
        } else if (begins_tag(h, str_sub(s, i, s.n))) {
            put_words(h, str_sub(s, done, i), of_source ? from + (uint32_t)done : 0, at);
            begin_tag(h, str_sub(s, i, s.n), at);
            in_tag(h, s.p[i], at ? at + 1 : 0);
            done = i + 1;
        }
    }
    if (h->state == MD_HTML_TEXT)
        put_words(h, str_sub(s, done, s.n), of_source ? from + (uint32_t)done : 0,
                  of_source ? to : 0);
}

void md_html_block_end(MdHtml *h)
{
    h->state = MD_HTML_TEXT;
    h->quote = 0;
    buf_clear(&h->tag);
}

void md_html_free(MdHtml *h)
{
    buf_free(&h->tag);
}
