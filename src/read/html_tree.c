/* The boxes become the tree: each a block, inside the lists, tables, quotes and figures
 * that the page has around it.
 *
 * The structures open at a box are those of its ancestors, and two boxes share them down
 * to where their ancestors part; so each box closes what it does not share with the one
 * before and opens the rest.  A page's tables often hold its layout: one is a table here
 * only if it has rows and columns of short cells. */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "html.h"

enum {
    NESTING = 12,     /* structures in each other; deeper ones are left out */
    AROUND = 16,      /* elements that may say a box's language */
    CELL_WIDTH = 600, /* of a table's widest box: more is a layout */
    SPAN_MOST = 1000, /* columns or rows that one cell spans, as in browsers */
};

/* ---- structures ---- */

/* What the tree knows of an element. */
typedef struct Place {
    uint32_t outer; /* nearest structure around: itself if it is one; 0: none */
    uint8_t depth;  /* structures it lies in */
} Place;

typedef struct TableFacts {
    uint32_t rows, cells, widest;
    bool heads, nested, plain;
} TableFacts;

typedef struct Open {
    uint32_t node; /* element */
    Node *to;
    uint32_t cells_done; /* ROW: nodes before this one have their cells */
} Open;

typedef struct Tree {
    Page *p;
    Arena *a;
    Lines lines;
    Place *places;     /* owned by page_tree(), as all arrays here */
    TableFacts *facts; /* by node */
    Open open[NESTING + 1];
    size_t nopen;
    Node *caption;       /* the open one, */
    uint32_t caption_of; /* and its element */
    Node *code;
    uint32_t code_of;
    uint32_t line, line_at; /* of the source */
} Tree;

static bool is_structure(const Tree *t, uint32_t i)
{
    const DomNode *n = &t->p->v[i];
    const Place *up = &t->places[n->parent];
    const GumboTag outer = up->outer ? t->p->v[up->outer].tag : GUMBO_TAG_UNKNOWN;
    if (n->kind != DOM_ELEMENT)
        return false;
    switch ((int)n->tag) {
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_FIGURE:
        return true;
    case GUMBO_TAG_LI:
        return outer == GUMBO_TAG_UL || outer == GUMBO_TAG_OL;
    case GUMBO_TAG_TABLE: {
        const TableFacts *f = &t->facts[i];
        return !f->plain && !f->nested && f->rows > 1 && f->cells > f->rows &&
               (f->widest <= CELL_WIDTH || f->heads);
    }
    case GUMBO_TAG_TR:
        return outer == GUMBO_TAG_TABLE;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        return outer == GUMBO_TAG_TR;
    default:
        return false;
    }
}

/* Counts for each table what lies in it, but not in a table inside. */
static void learn_tables(Tree *t)
{
    Page *p = t->p;
    uint32_t *table = mem_alloc((p->n + 1) * sizeof *table); /* nearest, of each node */
    uint32_t box = 0;
    for (uint32_t i = 1; i < p->n; i++) {
        const DomNode *n = &p->v[i];
        const uint32_t around = table[n->parent];
        TableFacts *f = &t->facts[around];
        const bool element = n->kind == DOM_ELEMENT;
        table[i] = around;
        while (box < p->nboxes && p->boxes[box].first < i)
            box++;
        if (box < p->nboxes && p->boxes[box].first == i &&
            f->widest < p->boxes[box].width)
            f->widest = p->boxes[box].width;
        if (element && n->tag == GUMBO_TAG_TABLE) {
            f->nested = true;
            table[i] = i;
            const Str role = dom_attribute(n, "role");
            t->facts[i].plain =
                str_eq(role, S("presentation")) || str_eq(role, S("none"));
        } else if (element && n->tag == GUMBO_TAG_TR) {
            f->rows++;
        } else if (element && (n->tag == GUMBO_TAG_TD || n->tag == GUMBO_TAG_TH)) {
            f->cells++;
            f->heads |= n->tag == GUMBO_TAG_TH;
        }
    }
    free(table);
}

static void find_places(Tree *t)
{
    for (uint32_t i = 1; i < t->p->n; i++) {
        Place *up = &t->places[t->p->v[i].parent];
        t->places[i] = *up;
        if (t->p->v[i].note) /* stands in no list or table of the article */
            t->places[i] = (Place){i, 1};
        else if (up->depth < NESTING && is_structure(t, i))
            t->places[i] = (Place){i, (uint8_t)(up->depth + 1)};
    }
}

static NodeKind kind_of(const DomNode *n)
{
    if (n->note)
        return N_NOTE;
    switch ((int)n->tag) {
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
        return N_LIST;
    case GUMBO_TAG_LI:
        return N_ITEM;
    case GUMBO_TAG_BLOCKQUOTE:
        return N_QUOTE;
    case GUMBO_TAG_FIGURE:
        return N_FIGURE;
    case GUMBO_TAG_TABLE:
        return N_TABLE;
    case GUMBO_TAG_TR:
        return N_ROW;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        return N_CELL;
    default:
        return N_SECTION;
    }
}

/* ---- opening and closing ---- */

static Node *last_or_new(Tree *t, Node *parent, NodeKind kind)
{
    if (parent->last && parent->last->kind == kind)
        return parent->last;
    return node_add(t->a, parent, kind);
}

/* A node of that kind in the innermost open structure, in an item, a row or a cell made
 * for it where the page has none. */
static Node *place(Tree *t, NodeKind kind)
{
    Node *in = t->open[t->nopen - 1].to;
    if (in->kind == N_LIST && kind != N_ITEM)
        in = last_or_new(t, in, N_ITEM);
    if (in->kind == N_TABLE && kind != N_ROW && kind != N_CAPTION)
        in = last_or_new(t, in, N_ROW);
    if (in->kind == N_ROW && kind != N_CELL)
        in = last_or_new(t, in, N_CELL);
    return node_add(t->a, in, kind);
}

static uint16_t span_of(const DomNode *cell, const char *name)
{
    uint32_t span;
    if (!str_to_u32(dom_attribute(cell, name), SPAN_MOST, &span) || span == 0)
        span = 1;
    return (uint16_t)span;
}

/* Of what a head of a table speaks: the rest of its row, else its column. */
static bool heads_row(const Page *p, uint32_t head)
{
    const Str scope = dom_attribute(&p->v[head], "scope");
    const DomNode *row = &p->v[p->v[head].parent];
    if (scope.n > 0)
        return str_starts(scope, S("row"));
    for (uint32_t i = p->v[head].parent + 1; i < row->end; i = p->v[i].end)
        if (p->v[i].kind == DOM_ELEMENT && p->v[i].tag == GUMBO_TAG_TD)
            return true;
    return false;
}

static void set_cell(const Page *p, Node *n, uint32_t cell)
{
    const DomNode *d = &p->v[cell];
    n->columns = span_of(d, "colspan");
    n->rows = span_of(d, "rowspan");
    if (d->tag == GUMBO_TAG_TH)
        n->cls = heads_row(p, cell) ? S("head row") : S("head");
}

static void add_empty_cells(Tree *t, Open *row, uint32_t before)
{
    const Page *p = t->p;
    while (row->cells_done < before) {
        const DomNode *n = &p->v[row->cells_done];
        const bool cell =
            n->kind == DOM_ELEMENT && (n->tag == GUMBO_TAG_TD || n->tag == GUMBO_TAG_TH);
        if (cell && t->places[row->cells_done].outer == row->cells_done)
            set_cell(p, node_add(t->a, row->to, N_CELL), row->cells_done);
        row->cells_done = n->end;
    }
}

static void close_to(Tree *t, size_t nopen)
{
    for (; t->nopen > nopen; t->nopen--) {
        Open *o = &t->open[t->nopen - 1];
        if (o->to->kind == N_ROW)
            add_empty_cells(t, o, t->p->v[o->node].end);
    }
}

static void set_facts(const Tree *t, Node *n, uint32_t node)
{
    const DomNode *d = &t->p->v[node];
    uint32_t start;
    if (n->kind == N_CELL)
        set_cell(t->p, n, node);
    if (n->kind == N_NOTE)
        n->id = arena_str(t->a, d->note->id);
    if (n->kind == N_LIST && d->tag == GUMBO_TAG_OL) {
        n->level = 1;
        n->start = str_to_u32(dom_attribute(d, "start"), 1000000, &start) ? start : 1;
        n->cls = list_class(dom_attribute(d, "type"));
    }
}

static void open_one(Tree *t, uint32_t node)
{
    const DomNode *d = &t->p->v[node];
    const NodeKind kind = kind_of(d);
    Open *row = &t->open[t->nopen - 1];
    if (kind == N_CELL)
        add_empty_cells(t, row, node);
    Node *n = place(t, kind);
    set_facts(t, n, node);
    if (kind == N_CELL)
        row->cells_done = d->end;
    t->open[t->nopen++] = (Open){.node = node, .to = n, .cells_done = node + 1};
}

/* Makes the structures around `node` the open ones; only those that are open already
 * when not `all`. */
static void open_for(Tree *t, uint32_t node, bool all)
{
    uint32_t chain[NESTING];
    size_t n = 0;
    for (uint32_t i = t->places[node].outer; i != 0;
         i = t->p->v[i].note ? 0 : t->places[t->p->v[i].parent].outer)
        chain[n++] = i;
    size_t shared = 0;
    while (shared < n && shared + 1 < t->nopen &&
           t->open[shared + 1].node == chain[n - 1 - shared])
        shared++;
    close_to(t, shared + 1);
    for (size_t i = shared; all && i < n; i++)
        open_one(t, chain[n - 1 - i]);
}

/* ---- blocks ---- */

/* The nearest element of that tag around node; 0: none. */
static uint32_t find_around(const Page *p, uint32_t node, GumboTag a, GumboTag b)
{
    for (uint32_t i = node, n = 0; i != 0 && n < 8; i = p->v[i].parent, n++)
        if (p->v[i].tag == a || p->v[i].tag == b)
            return i;
    return 0;
}

/* More of a caption or of a code block that is open. */
static bool continue_block(Tree *t, Node *block, uint32_t of, uint32_t was, const Box *b)
{
    if (block == NULL || of == 0 || of != was)
        return false;
    node_add(t->a, block, N_BREAK);
    line_add(&t->lines, block, b);
    return true;
}

static uint32_t line_of(Tree *t, const Box *b)
{
    uint32_t at = 0;
    for (uint32_t i = b->first; i < b->end && at == 0; i++)
        if (t->p->v[i].kind == DOM_TEXT)
            at = t->p->v[i].from;
    if (at < t->line_at)
        return t->line; /* the parser has moved it */
    for (; t->line_at < at; t->line_at++)
        t->line += t->p->text.p[t->line_at] == '\n';
    return t->line;
}

/* Does the tree set a table around here?  Many mails are tables that it does not. */
static bool is_in_table(const Tree *t)
{
    for (size_t i = t->nopen; i-- > 0;)
        if (t->open[i].to->kind == N_TABLE)
            return true;
    return false;
}

static NodeKind block_kind(const Tree *t, const Box *b, uint32_t caption, uint32_t code)
{
    if (b->look == LOOK_TITLE)
        return N_HEADING;
    if (b->look != LOOK_BODY)
        return N_PARA;
    if (code)
        return N_CODE_BLOCK;
    if (caption)
        return N_CAPTION;
    return b->level > 0 && b->words > 0 && !is_in_table(t) ? N_HEADING : N_PARA;
}

/* The language of a text that is said to run from right to left, and no more of it: by
 * the script of its first letter that does. */
static Str language_of_script(const Page *p, const Box *b)
{
    static const struct {
        const char *script, *lang;
    } scripts[] = {{"Hebr", "und-Hebr"}, {"Arab", "und-Arab"}, {"Syrc", "und-Syrc"},
                   {"Thaa", "und-Thaa"}, {"Nkoo", "und-Nkoo"}, {"Adlm", "und-Adlm"}};
    enum { FIRST_RTL = 0x590 };
    for (uint32_t i = b->first; i < b->end; i++)
        for (size_t k = 0; p->v[i].kind == DOM_TEXT && k < p->v[i].text.n;) {
            const uint32_t cp = utf8_next(p->v[i].text, &k);
            const uint32_t script = cp < FIRST_RTL ? 0 : uni_script(cp);
            for (size_t n = 0; script && n < sizeof scripts / sizeof *scripts; n++) {
                const unsigned char *s = (const unsigned char *)scripts[n].script;
                if (script == ((uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 |
                               (uint32_t)s[2] << 8 | s[3]))
                    return str_of(scripts[n].lang);
            }
        }
    return (Str){0};
}

/* The language that the page gives to the box, where it is not the article's.  A
 * direction is told by a language: it stands for one where the page names none. */
static Str language_of(Tree *t, const Box *b)
{
    const Page *p = t->p;
    Str lang = {0}, dir = {0};
    uint32_t at = b->holder;
    for (int n = 0; n < AROUND && at != 0 && lang.n + dir.n == 0; n++) {
        lang = str_trim(dom_attribute(&p->v[at], "lang"));
        dir = dom_attribute(&p->v[at], "dir");
        at = p->v[at].parent;
    }
    if (str_eq_nocase(dir, S("rtl")) &&
        !uni_lang_is_rtl(lang.n ? lang : p->article->lang))
        lang = language_of_script(p, b);
    return str_eq(lang, p->article->lang) ? (Str){0} : arena_str(t->a, lang);
}

/* A block for the box: a picture by itself is a figure. */
static Node *add_block(Tree *t, const Box *b, NodeKind kind)
{
    const bool alone = b->words == 0 && b->look == LOOK_BODY && kind == N_PARA &&
                       t->open[t->nopen - 1].to->kind != N_FIGURE;
    Node *n = alone ? node_add(t->a, place(t, N_FIGURE), N_PARA) : place(t, kind);
    n->look = b->look;
    n->rule = b->rule;
    n->id = b->id;
    n->lang = b->look == LOOK_BODY ? language_of(t, b) : (Str){0};
    n->line = line_of(t, b);
    if (kind == N_HEADING)
        n->level = b->look == LOOK_TITLE ? 1 : b->level;
    return n;
}

static void add_box(Tree *t, const Box *b)
{
    const Page *p = t->p;
    const bool body = b->look == LOOK_BODY;
    const uint32_t caption =
        body ? find_around(p, b->holder, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_CAPTION) : 0;
    const uint32_t code =
        body ? find_around(p, b->holder, GUMBO_TAG_PRE, GUMBO_TAG_LISTING) : 0;
    open_for(t, b->holder, body);
    if (continue_block(t, t->code, code, t->code_of, b) ||
        continue_block(t, t->caption, caption, t->caption_of, b))
        return;
    const NodeKind kind = block_kind(t, b, caption, code);
    const size_t pictures = t->lines.pictures;
    Node *n = add_block(t, b, kind);
    line_add(&t->lines, n, b);
    if (n->first == NULL || (b->words == 0 && t->lines.pictures == pictures)) {
        node_remove(n); /* an empty figure around it is nobody's harm */
        n = NULL;
    }
    t->caption = kind == N_CAPTION ? n : NULL;
    t->caption_of = caption;
    t->code = kind == N_CODE_BLOCK ? n : NULL;
    t->code_of = code;
}

void page_tree(Page *p)
{
    Tree t = {.p = p, .a = p->article->arena, .line = 1};
    t.lines = (Lines){.page = p, .arena = t.a};
    t.places = mem_alloc((p->n + 1) * sizeof *t.places);
    t.facts = mem_alloc((p->n + 1) * sizeof *t.facts);
    learn_tables(&t);
    find_places(&t);
    t.open[t.nopen++] = (Open){.to = p->article->root};
    for (size_t i = 0; i < p->nboxes; i++)
        add_box(&t, &p->boxes[i]);
    close_to(&t, 1);
    free(t.places);
    free(t.facts);
    lines_free(&t.lines);
}
