/* The tree of a Markdown article, whatever calls come in which order.
 *
 * Model: a stack of open frames.  md4c opens and closes in order; raw HTML opens and
 * forgets to close, or closes what was never open; and both leave out what nodes.def
 * wants around text.  So each call first makes room for what comes: it ends a paragraph
 * that cannot hold a block, and opens the paragraph, item, row or cell that has to be
 * there.  A frame that can have no node of its own, being too deep or out of place,
 * stands for what is around it.
 * Nodes of text that lie side by side in the source become one. */
#include <stdlib.h>
#include <string.h>

#include "md.h"

enum {
    DEEPEST = 48
}; /* nodes in nodes; readers of XML give up at some hundred, and
    * nobody can see more than ten */

/* ---- what may stand where ---- */

typedef enum Room { ROOM_BLOCKS, ROOM_LINE, ROOM_ITEMS, ROOM_ROWS, ROOM_CELLS } Room;

static Room room_in(const Node *n)
{
    if (!node_is_block(n->kind) || n->kind == N_HEADING || n->kind == N_PARA ||
        n->kind == N_CAPTION || n->kind == N_CODE_BLOCK)
        return ROOM_LINE;
    return n->kind == N_LIST    ? ROOM_ITEMS
           : n->kind == N_TABLE ? ROOM_ROWS
           : n->kind == N_ROW   ? ROOM_CELLS
                                : ROOM_BLOCKS;
}

static MdFrame *top(MdTree *t)
{
    return &t->v[t->n - 1];
}

const Node *md_at(const MdTree *t)
{
    return t->v[t->n - 1].at;
}

static void push(MdTree *t, MdOwner owner, Node *node, const void *tag)
{
    const MdFrame frame = {
        .at = node ? node : top(t)->at, .own = node != NULL, .owner = owner, .tag = tag};
    t->depth += frame.own;
    ARRAY_ROOM(t->v, t->n, t->cap);
    t->v[t->n++] = frame;
}

static Node *add(MdTree *t, NodeKind kind)
{
    t->nodes++;
    return node_add(t->a, top(t)->at, kind);
}

/* A paragraph of pictures alone is a figure. */
static void make_figure(MdTree *t, Node *para)
{
    size_t images = 0;
    for (Walk w = walk(para); walk_next(&w);) {
        const NodeKind kind = w.node->kind;
        if (kind == N_TEXT && w.node->from < w.node->to)
            return;
        images += kind == N_IMAGE;
    }
    if (images == 0 || para->parent->kind == N_FIGURE)
        return;
    Node *parent = para->parent;
    node_remove(para); /* it was the last child */
    t->nodes++;
    node_append(node_add(t->a, parent, N_FIGURE), para);
}

static void pop(MdTree *t)
{
    const MdFrame f = t->v[--t->n];
    if (!f.own)
        return;
    t->depth--;
    if (f.at->first == NULL && f.at->kind != N_CELL)
        node_remove(f.at);
    else if (f.at->kind == N_PARA)
        make_figure(t, f.at);
    if (node_is_block(f.at->kind))
        t->breaks = t->indent = 0;
}

void md_end_line(MdTree *t)
{
    size_t keep = t->n;
    while (keep > 1 && t->v[keep - 1].owner != MD_OWN &&
           room_in(t->v[keep - 1].at) == ROOM_LINE)
        keep--;
    md_close_to(t, keep);
}

/* Makes room for one of `kind`; false: there is none. */
static bool make_room(MdTree *t, NodeKind kind)
{
    const bool block = node_is_block(kind);
    if (block)
        md_end_line(t);
    for (;;) {
        switch (room_in(top(t)->at)) {
        case ROOM_LINE:
            return !block;
        case ROOM_BLOCKS:
            if (block && kind != N_ITEM && kind != N_ROW && kind != N_CELL)
                return true;
            if (block && kind != N_ITEM)
                return false;
            push(t, MD_IMPLIED, add(t, block ? N_LIST : N_PARA), NULL);
            break;
        case ROOM_ITEMS:
            if (kind == N_ITEM)
                return true;
            push(t, MD_IMPLIED, add(t, N_ITEM), NULL);
            break;
        case ROOM_ROWS:
            if (kind == N_ROW || (kind == N_CAPTION && top(t)->at->first == NULL))
                return true;
            push(t, MD_IMPLIED, add(t, N_ROW), NULL);
            break;
        case ROOM_CELLS:
            if (kind == N_CELL)
                return true;
            push(t, MD_IMPLIED, add(t, N_CELL), NULL);
            break;
        }
    }
}

/* ---- opening and closing ---- */

void md_tree_start(MdTree *t, Arena *a, Node *root)
{
    *t = (MdTree){.a = a};
    ARRAY_ROOM(t->v, t->n, t->cap);
    t->v[t->n++] = (MdFrame){.at = root, .owner = MD_OWN};
}

void md_tree_end(MdTree *t)
{
    md_close_to(t, 1);
    free(t->v);
    t->v = NULL;
}

static void put_pending(MdTree *t);

Node *md_open(MdTree *t, MdOwner owner, NodeKind kind, const void *tag)
{
    Node *node = NULL;
    if (t->depth < DEEPEST && make_room(t, kind)) {
        if (!node_is_block(kind))
            put_pending(t);
        node = add(t, kind);
    } else if (node_is_block(kind)) {
        md_break(t); /* the words do not run into those before */
    }
    push(t, owner, node, tag);
    return node;
}

void md_close(MdTree *t)
{
    while (t->n > 1 && top(t)->owner != MD_OWN)
        pop(t);
    if (t->n > 1)
        pop(t);
}

void md_close_to(MdTree *t, size_t most)
{
    while (t->n > most && t->n > 1)
        pop(t);
}

bool md_close_tag(MdTree *t, const void *tag)
{
    for (size_t i = t->n; i > 1 && t->v[i - 1].owner != MD_OWN; i--)
        if (t->v[i - 1].tag == tag) {
            md_close_to(t, i - 1);
            return true;
        }
    return false;
}

/* ---- what stands in a line ---- */

static bool is_space(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
            return false;
    return true;
}

static void add_text(MdTree *t, Str text, uint32_t from, uint32_t to)
{
    Node *n = add(t, N_TEXT);
    n->text = text;
    n->from = from;
    n->to = to;
}

/* The ends of lines that came before, and the indent behind them, as text of no source.
 * Outside of code all of it is one blank. */
static void put_pending(MdTree *t)
{
    const Node *at = top(t)->at;
    if (at->kind == N_CODE_BLOCK && t->breaks + t->indent > 0) {
        const uint32_t breaks = at->first ? t->breaks : 0;
        char *p = arena_alloc(t->a, breaks + t->indent + 1);
        memset(p, '\n', breaks);
        memset(p + breaks, ' ', t->indent);
        if (breaks + t->indent > 0)
            add_text(t, (Str){p, breaks + t->indent}, 0, 0);
    } else if (t->breaks > 0 && room_in(at) == ROOM_LINE && at->first) {
        add_text(t, S("\n"), 0, 0);
    }
    t->breaks = t->indent = 0;
}

static uint32_t count_lines(Str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n' || (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'));
    return n;
}

/* Is it what came since the last text: so many ends of lines, and the indent? */
static bool is_pending(const MdTree *t, Str between, bool code)
{
    if (!is_space(between))
        return false;
    if (!code)
        return t->breaks > 0 || between.n == 0;
    return count_lines(between) == t->breaks && between.n >= t->indent &&
           count_lines(str_sub(between, between.n - t->indent, between.n)) == 0 &&
           (between.n == t->indent || between.p[between.n - t->indent - 1] == '\n' ||
            between.p[between.n - t->indent - 1] == '\r');
}

/* Does the text follow on `last` in the source, but for what is pending? */
static bool follows(const MdTree *t, const Node *last, Str text, uint32_t from,
                    uint32_t to)
{
    if (last == NULL || last->kind != N_TEXT || last->from >= last->to || from >= to ||
        from < last->to || to - from != text.n || last->to - last->from != last->text.n)
        return false;
    const char *end = last->text.p + last->text.n;
    if (text.p != end + (from - last->to))
        return false; /* not both slices of the source */
    return is_pending(t, (Str){end, from - last->to}, last->parent->kind == N_CODE_BLOCK);
}

static bool is_blanks(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ')
            return false;
    return true;
}

void md_text(MdTree *t, Str text, uint32_t from, uint32_t to)
{
    if (text.n == 0)
        return;
    if (room_in(top(t)->at) != ROOM_LINE && is_space(text))
        return;
    if (top(t)->at->kind == N_CODE_BLOCK && from == to && is_blanks(text)) {
        t->indent += (uint32_t)text.n; /* how md4c tells it */
        return;
    }
    make_room(t, N_TEXT);
    Node *last = top(t)->at->last;
    if (follows(t, last, text, from, to)) {
        last->text.n += to - last->to;
        last->to = to;
        t->breaks = t->indent = 0;
        return;
    }
    put_pending(t);
    add_text(t, text, from, to);
}

void md_newline(MdTree *t)
{
    if (room_in(top(t)->at) == ROOM_LINE)
        t->breaks++;
    t->indent = 0;
}

void md_break(MdTree *t)
{
    const Node *at = top(t)->at;
    t->breaks = t->indent = 0;
    if (at->kind == N_CODE_BLOCK)
        t->breaks = 1;
    else if (room_in(at) == ROOM_LINE && at->last)
        add(t, N_BREAK);
}

void md_leaf(MdTree *t, Node *leaf)
{
    if (!make_room(t, leaf->kind))
        return;
    if (!node_is_block(leaf->kind))
        put_pending(t);
    t->nodes++;
    node_append(top(t)->at, leaf);
}
