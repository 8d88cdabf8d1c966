/* Chapters as XHTML: one walk over a chapter's tree, node by node.
 *
 * Most kinds are their element of nodes.def with id, class and language.  What differs:
 *
 * - The root section says by epub:type and role what it is, and is named by its heading.
 * - A note is kept back and follows the text: readers show it when its call is touched,
 *   and whoever reads on finds it at the end of the chapter.
 * - A link is one only where it leads somewhere; and since links do not nest in XHTML,
 *   one in a link is its words.
 * - The topmost toc is the nav of the contents.  Its paragraphs melt away: there, an item
 *   is a link alone.
 * - An image without a picture is its alternative.
 * - A table stays one, however many columns it has: a narrow screen shows a part of it,
 *   but a picture in its place could be neither read aloud nor enlarged.
 * - Where a page of the PDF begins there is a mark, between blocks or inside of words. */
#include "embed.h"

#include <stdlib.h>

typedef struct Writer {
    const Publication *pub;
    const Part *part;
    const Chapter *chapter; /* the part's */
    Buf *out;
    OnNode *on_node; /* NULL: the chapter is not measured, but written */
    void *ctx;
    const Node *link;   /* the link that is open; NULL: none */
    size_t mark;        /* the next page's, in the publication's marks */
    const Node **notes; /* met, to be written after the text */
    size_t nnotes, cap;
} Writer;

/* ---- what a chapter is ---- */

static const struct {
    const char *matter; /* of the body */
    const char *type;   /* of the section; NULL: none */
    const char *role;   /* DPUB-ARIA's word for the type; NULL: it has none */
} marks[] = {
    [CHAPTER_TITLE] = {"frontmatter", "titlepage", NULL},
    [CHAPTER_CONTENTS] = {"frontmatter", NULL, NULL}, /* the nav inside says it */
    [CHAPTER_PART] = {"bodymatter", "part", "doc-part"},
    [CHAPTER_ARTICLE] = {"bodymatter", "chapter", "doc-chapter"},
    [CHAPTER_SOURCES] = {"backmatter", "endnotes", "doc-endnotes"},
    [CHAPTER_COLOPHON] = {"backmatter", "colophon", "doc-colophon"},
};

const char *xhtml_type(ChapterKind kind)
{
    return marks[kind].type;
}

/* ---- pieces of markup ---- */

static void put_looks(const Writer *w, const Node *n)
{
    markup_looks(w->out, w->chapter, n);
}

static void put_attributes(const Writer *w, const Node *n)
{
    markup_attributes(w->out, w->chapter, n);
}

static void open_tag(const Writer *w, const char *element, const Node *n)
{
    buf_printf(w->out, "<%s", element);
    put_attributes(w, n);
    buf_byte(w->out, '>');
}

static void close_tag(const Writer *w, const Node *n, const char *element)
{
    buf_printf(w->out, "</%s>", element);
    if (node_is_block(n->kind))
        buf_byte(w->out, '\n');
}

/* The heading that a chapter is named by; NULL: it begins with none. */
static const Node *name_of(const Chapter *c)
{
    const Node *n = c->root->first;
    return n && n->kind == N_HEADING ? n : NULL;
}

static void put_name_id(const Writer *w, const Node *heading)
{
    if (heading->id.n > 0) {
        buf_xml(w->out, heading->id);
        return;
    }
    buf_xml(w->out, w->chapter->id);
    buf_put(w->out, S("-name"));
}

static void put_labelledby(const Writer *w)
{
    const Node *name = name_of(w->chapter);
    if (name == NULL)
        return;
    buf_put(w->out, S(" aria-labelledby=\""));
    put_name_id(w, name);
    buf_byte(w->out, '"');
}

static void put_note_label(const Writer *w, const Note *note)
{
    if (note->number)
        buf_printf(w->out, "%u", (unsigned)note->number);
    else
        buf_xml(w->out, note->label);
}

/* nth: of the calls, from 0. */
static void put_backlink(const Writer *w, const Note *note, uint32_t nth)
{
    buf_put(w->out, S(" role=\"doc-backlink\" aria-label=\"Back to reference "));
    put_note_label(w, note);
    if (nth > 0)
        buf_printf(w->out, ", %u", (unsigned)nth + 1);
    buf_byte(w->out, '"');
}

/* ---- nodes ---- */

static void enter_section(const Writer *w, const Node *n)
{
    buf_put(w->out, S("<section"));
    put_attributes(w, n);
    if (n == w->chapter->root) {
        if (marks[w->chapter->kind].type)
            buf_printf(w->out, " epub:type=\"%s\"", marks[w->chapter->kind].type);
        if (marks[w->chapter->kind].role)
            buf_printf(w->out, " role=\"%s\"", marks[w->chapter->kind].role);
        put_labelledby(w);
    }
    buf_put(w->out, S(">\n"));
}

static void enter_heading(const Writer *w, const Node *n)
{
    buf_printf(w->out, "<%s", node_element(n));
    if (n == name_of(w->chapter) && n->id.n == 0) {
        buf_put(w->out, S(" id=\""));
        put_name_id(w, n);
        buf_byte(w->out, '"');
    }
    put_attributes(w, n);
    buf_byte(w->out, '>');
}

/* The link back to a call of a note: its label, or which of the calls it is. */
static void put_return(const Writer *w, const Note *note, const Node *call, uint32_t nth)
{
    buf_put(w->out, S("<a href=\""));
    const Part *part = split_part_of(w->pub, call);
    if (part != w->part)
        split_file(w->out, part);
    buf_byte(w->out, '#');
    buf_xml(w->out, call->id);
    buf_byte(w->out, '"');
    put_backlink(w, note, nth);
    buf_byte(w->out, '>');
    if (nth > 0)
        buf_printf(w->out, "%u", (unsigned)nth + 1);
    else
        put_note_label(w, note);
    buf_put(w->out, S("</a>"));
}

/* A note begins with its number, which leads back to the call, and raised behind it
 * those of further calls: "a 2 3". */
static void put_note_number(const Writer *w, const Node *n)
{
    const Note *note = map_find(&w->pub->notes, n->id);
    if (note == NULL)
        return;
    put_return(w, note, note->call, 0);
    for (uint32_t i = 1; i <= note->again; i++) {
        const Node *call =
            book_find(w->pub->book, note_call_id(w->pub->arena, note->call->id, i));
        buf_put(w->out, i == 1 ? S("<sup> ") : S(" "));
        if (call)
            put_return(w, note, call, i);
    }
    buf_put(w->out, note->again ? S("</sup> ") : S(" "));
}

static bool melts(const Node *para)
{
    return (para->parent && para->parent->kind == N_TOC_ITEM) || book_plate(para);
}

static void enter_para(const Writer *w, const Node *n)
{
    if (melts(n))
        return;
    open_tag(w, "p", n);
    if (n->parent && n->parent->kind == N_NOTE && n->prev == NULL)
        put_note_number(w, n->parent);
}

/* XHTML has a caption first or last in a figure, and first in a table; any other is a
 * paragraph. */
static const char *caption_element(const Node *n)
{
    const Node *p = n->parent;
    if (p && p->kind == N_TABLE && n->prev == NULL)
        return "caption";
    if (p && p->kind == N_FIGURE &&
        (n->prev == NULL || (n->next == NULL && p->first->kind != N_CAPTION)))
        return "figcaption";
    return "p";
}

static void enter_toc(const Writer *w, const Node *n)
{
    if (n->parent->kind == N_TOC_ITEM) {
        buf_put(w->out, S("\n<ol"));
        put_attributes(w, n);
        buf_put(w->out, S(">\n"));
        return;
    }
    buf_put(w->out, S("<nav epub:type=\"toc\" role=\"doc-toc\""));
    put_attributes(w, n);
    put_labelledby(w);
    buf_put(w->out, S(">\n<ol>\n"));
}

static void leave_toc(const Writer *w, const Node *n)
{
    buf_put(w->out, n->parent->kind == N_TOC_ITEM ? S("</ol>\n") : S("</ol>\n</nav>\n"));
}

/* A link or a note's call.  One that leads nowhere, or stands in a link, is its words,
 * with a span about them where they carry something. */
static bool is_bare(const Node *n)
{
    return n->id.n + n->cls.n + n->lang.n == 0;
}

static void enter_link(Writer *w, const Node *n)
{
    const size_t mark = w->out->n;
    buf_put(w->out, S("<a"));
    put_attributes(w, n);
    buf_put(w->out, S(" href=\""));
    if (w->link == NULL && link_href(w->out, w->pub, w->part, n->ref)) {
        w->link = n;
        buf_byte(w->out, '"');
        if (n->kind == N_NOTEREF || node_has_class(n, S("noteref")))
            buf_put(w->out, S(" epub:type=\"noteref\" role=\"doc-noteref\""));
        else if (node_has_class(n, S("backlink")) && n->ref.n > 0) {
            const Note *note = map_find(&w->pub->notes, str_sub(n->ref, 1, n->ref.n));
            if (note)
                put_backlink(w, note, 0);
        }
        buf_byte(w->out, '>');
        return;
    }
    w->out->n = mark; /* as if nothing had been written */
    if (!is_bare(n))
        open_tag(w, "span", n);
}

static void leave_link(Writer *w, const Node *n)
{
    if (w->link == n) {
        w->link = NULL;
        buf_put(w->out, S("</a>"));
    } else if (!is_bare(n)) {
        buf_put(w->out, S("</span>"));
    }
}

static void put_void(const Writer *w, const char *element, const Node *n)
{
    buf_printf(w->out, "<%s", element);
    put_attributes(w, n);
    buf_put(w->out, node_is_block(n->kind) ? S("/>\n") : S("/>"));
}

static void put_text(const Writer *w, const Node *n, Str text)
{
    embed_text(w->pub, w->out, w->chapter, n, text);
}

/* A picture, or what stands for one that is not here. */
static void put_image(const Writer *w, const Node *n)
{
    if (n->picture) {
        image_put(w->out, w->chapter, n);
        return;
    }
    open_tag(w, "span", n);
    put_text(w, n, n->text);
    buf_put(w->out, S("</span>"));
}

/* The page that begins at this place of n: empty, and named by the page's label. */
static bool put_mark(Writer *w, const Node *n, uint32_t offset)
{
    const PageMark *m = &w->pub->marks[w->mark];
    if (w->mark == w->pub->nmarks || m->node != n || m->offset != offset)
        return false;
    const char *element = n->kind == N_HEADING ? "div" : "span";
    buf_printf(w->out, "<%s epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"",
               element);
    pagelist_id(w->out, m);
    buf_put(w->out, S("\" aria-label=\""));
    buf_xml(w->out, m->label);
    buf_printf(w->out, "\"></%s>%s", element, n->kind == N_HEADING ? "\n" : "");
    w->mark++;
    return true;
}

/* Words, parted where pages begin. */
static void put_words(Writer *w, const Node *n)
{
    uint32_t from = 0;
    for (const PageMark *m = &w->pub->marks[w->mark];
         w->mark < w->pub->nmarks && m->node == n; m++) {
        put_text(w, n, str_sub(n->text, from, m->offset));
        from = m->offset;
        put_mark(w, n, from);
    }
    put_text(w, n, str_sub(n->text, from, n->text.n));
}

/* How a list counts, and the number that it goes on with after so many items. */
static void put_numbering(const Writer *w, const Node *list, uint32_t after)
{
    const uint64_t start = (uint64_t)(list->start ? list->start : 1) + after;
    if (list->level && list_type(list) != '1')
        buf_printf(w->out, " type=\"%c\"", list_type(list));
    if (list->level && start > 1)
        buf_printf(w->out, " start=\"%llu\"", (unsigned long long)start);
}

static void enter(Writer *w, const Node *n)
{
    while (n->kind != N_TEXT && put_mark(w, n, 0)) {
    }
    switch (n->kind) {
    case N_TEXT:
        put_words(w, n);
        return;
    case N_IMAGE:
        put_image(w, n);
        return;
    case N_RULE:
    case N_BREAK:
        put_void(w, node_element(n), n);
        return;
    case N_DOCUMENT:
        open_tag(w, "div", n);
        return;
    case N_SECTION:
        enter_section(w, n);
        return;
    case N_HEADING:
        enter_heading(w, n);
        return;
    case N_PARA:
        enter_para(w, n);
        return;
    case N_CAPTION:
        open_tag(w, caption_element(n), n);
        return;
    case N_TOC:
        enter_toc(w, n);
        return;
    case N_LINK:
    case N_NOTEREF:
        enter_link(w, n);
        return;
    case N_NOTE:
        buf_put(w->out, S("<aside"));
        put_attributes(w, n);
        buf_put(w->out, S(" epub:type=\"footnote\" role=\"doc-footnote\">"));
        return;
    case N_LIST:
        buf_printf(w->out, "<%s", node_element(n));
        put_numbering(w, n, 0);
        put_attributes(w, n);
        buf_put(w->out, S(">\n"));
        return;
    case N_QUOTE:
    case N_ITEM:
    case N_TABLE:
    case N_ROW:
    case N_FIGURE:
    case N_CODE_BLOCK:
    case N_TOC_ITEM:
    case N_EMPH:
    case N_STRONG:
    case N_CODE:
    case N_SUP:
    case N_SUB:
    case N_SPAN:
        open_tag(w, node_element(n), n);
        return;
    case N_CELL:
        buf_printf(w->out, "<%s", node_element(n));
        if (node_has_class(n, S("head")))
            buf_printf(w->out, " scope=\"%s\"",
                       node_has_class(n, S("row")) ? "row" : "col");
        if (n->columns > 1)
            buf_printf(w->out, " colspan=\"%d\"", n->columns);
        if (n->rows > 1)
            buf_printf(w->out, " rowspan=\"%d\"", n->rows);
        put_attributes(w, n);
        buf_put(w->out, S(">\n"));
        return;
    case N_COUNT:
        abort();
    }
}

static void write_tree(Writer *w, const Node *root);

/* Notes met while notes are written join the queue: they do not nest on the page. */
static void write_notes(Writer *w)
{
    for (size_t i = 0; i < w->nnotes; i++)
        write_tree(w, w->notes[i]);
    w->nnotes = 0;
}

static void leave(Writer *w, const Node *n)
{
    switch (n->kind) {
    case N_TEXT:
    case N_IMAGE:
    case N_RULE:
    case N_BREAK:
        return;
    case N_DOCUMENT:
        close_tag(w, n, "div");
        return;
    case N_PARA:
        if (!melts(n))
            close_tag(w, n, "p");
        return;
    case N_CAPTION:
        close_tag(w, n, caption_element(n));
        return;
    case N_TOC:
        leave_toc(w, n);
        return;
    case N_LINK:
    case N_NOTEREF:
        leave_link(w, n);
        return;
    case N_SECTION:
        if (n == w->chapter->root)
            write_notes(w);
        close_tag(w, n, "section");
        return;
    case N_HEADING:
    case N_QUOTE:
    case N_LIST:
    case N_ITEM:
    case N_TABLE:
    case N_ROW:
    case N_CELL:
    case N_FIGURE:
    case N_CODE_BLOCK:
    case N_TOC_ITEM:
    case N_NOTE:
    case N_EMPH:
    case N_STRONG:
    case N_CODE:
    case N_SUP:
    case N_SUB:
    case N_SPAN:
        close_tag(w, n, node_element(n));
        return;
    case N_COUNT:
        abort();
    }
}

/* Goes on with a walk, up to `end` (NULL: to its end). */
static void write_nodes(Writer *w, Walk *t, const Node *end)
{
    while (walk_next(t)) {
        const Node *n = t->node;
        if (!t->enter) {
            leave(w, n);
            continue;
        }
        if (n == end)
            return;
        if (w->on_node)
            w->on_node(w->ctx, n, w->out->n);
        if (n->kind == N_NOTE && n != t->root && w->on_node == NULL) {
            ARRAY_ROOM(w->notes, w->nnotes, w->cap);
            w->notes[w->nnotes++] = n;
            walk_skip(t);
        } else {
            enter(w, n);
        }
    }
}

static void write_tree(Writer *w, const Node *root)
{
    Walk t = walk(root);
    write_nodes(w, &t, NULL);
}

/* ---- pages ---- */

/* Opens again what a part's first block stands in: it is named in the first part. */
static void reopen(const Writer *w)
{
    const Node *up[CUT_DEEPEST]; /* from the inside out */
    size_t n = 0;
    for (const Node *p = w->part->first->parent; p; p = p->parent)
        up[n++] = p;
    while (n-- > 0) {
        buf_printf(w->out, "<%s", node_element(up[n]));
        if (up[n]->kind == N_LIST)
            put_numbering(w, up[n], w->part->nth);
        put_looks(w, up[n]);
        buf_put(w->out, S(">\n"));
    }
}

void xhtml_part(const Publication *p, const Part *part, Buf *out)
{
    const Chapter *c = part->chapter;
    markup_head(p, out, c->title, c->lang, marks[c->kind].matter);
    Writer w = {.pub = p,
                .part = part,
                .chapter = c,
                .out = out,
                .mark = pagelist_from(p, part->first)};
    Walk t = walk(c->root);
    if (part->first != c->root) {
        reopen(&w);
        t.node = part->first->prev; /* which has been left */
    }
    write_nodes(&w, &t, part->end);
    for (const Node *up = part->end ? part->end->parent : NULL; up; up = up->parent)
        leave(&w, up);
    free(w.notes);
    if (c->kind == CHAPTER_CONTENTS) {
        nav_landmarks(p, out);
        pagelist_nav(p, out);
    }
    markup_foot(out);
}

size_t xhtml_measure(const Publication *p, const Part *whole, OnNode *on_node, void *ctx)
{
    Buf out = {0};
    Writer w = {.pub = p,
                .part = whole,
                .chapter = whole->chapter,
                .out = &out,
                .on_node = on_node,
                .ctx = ctx,
                .mark = pagelist_from(p, whole->first)};
    write_tree(&w, whole->first);
    const size_t bytes = out.n;
    free(w.notes);
    buf_free(&out);
    return bytes;
}
