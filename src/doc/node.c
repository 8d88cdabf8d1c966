/* The tree: making, walking, dumping and checking it. */
#include "doc.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

typedef enum NodeClass { BLOCK, INLINE, LEAF } NodeClass;
typedef enum Holds { BLOCKS, INLINES, ITEMS, ROWS, CELLS, NOTHING } Holds;

static const struct {
    const char *name, *element;
    NodeClass cls;
    Holds holds;
} kinds[N_COUNT] = {
#define N(kind, name, element, cls, holds) [N_##kind] = {name, element, cls, holds},
#include "nodes.def"
#undef N
};

Node *node_new(Arena *a, NodeKind kind)
{
    Node *n = arena_alloc(a, sizeof *n);
    n->kind = kind;
    return n;
}

void node_append(Node *parent, Node *child)
{
    child->parent = parent;
    child->prev = parent->last;
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

void node_insert(Node *child, Node *before)
{
    child->parent = before->parent;
    child->prev = before->prev;
    child->next = before;
    *(before->prev ? &before->prev->next : &before->parent->first) = child;
    before->prev = child;
}

void node_remove(Node *child)
{
    Node *p = child->parent;
    *(child->prev ? &child->prev->next : &p->first) = child->next;
    *(child->next ? &child->next->prev : &p->last) = child->prev;
    child->parent = child->prev = child->next = NULL;
}

Node *node_add(Arena *a, Node *parent, NodeKind kind)
{
    Node *n = node_new(a, kind);
    node_append(parent, n);
    return n;
}

Node *node_text(Arena *a, Node *parent, Str text, uint32_t from)
{
    Node *n = node_add(a, parent, N_TEXT);
    n->text = text;
    n->from = from;
    n->to = from + (uint32_t)text.n;
    return n;
}

void node_melt(Node *n)
{
    Node *parent = n->parent, *before = n->prev, *after = n->next;
    Node *first = n->first ? n->first : after, *last = n->last ? n->last : before;
    for (Node *c = n->first; c; c = c->next)
        c->parent = parent;
    if (n->first) {
        n->first->prev = before;
        n->last->next = after;
    }
    *(before ? &before->next : &parent->first) = first;
    *(after ? &after->prev : &parent->last) = last;
    n->parent = n->first = n->last = n->prev = n->next = NULL;
}

Node *node_copy(Arena *a, const Node *n)
{
    Node *c = arena_alloc(a, sizeof *c);
    *c = *n;
    c->parent = c->first = c->last = c->prev = c->next = NULL;
    c->no = 0;
    return c;
}

const char *node_name(NodeKind kind)
{
    return kinds[kind].name;
}

const char *node_element(const Node *n)
{
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    if (n->kind == N_HEADING)
        return headings[n->level < 1 ? 0 : n->level > 6 ? 5 : n->level - 1];
    if (n->kind == N_LIST && n->level)
        return "ol";
    if (n->kind == N_CELL && node_has_class(n, S("head")))
        return "th";
    return kinds[n->kind].element;
}

bool node_is_block(NodeKind kind)
{
    return kinds[kind].cls == BLOCK;
}

bool node_has_class(const Node *n, Str cls)
{
    for (Str rest = n->cls; rest.n > 0;)
        if (str_eq(str_cut(&rest, ' '), cls))
            return true;
    return false;
}

/* ---- lists ---- */

static const struct {
    char type;
    const char *cls;
} list_types[] = {
    {'a', "alpha"}, {'A', "upper-alpha"}, {'i', "roman"}, {'I', "upper-roman"}};

enum { LIST_TYPES = sizeof list_types / sizeof *list_types };

Str list_class(Str type)
{
    for (size_t i = 0; i < LIST_TYPES; i++)
        if (type.n == 1 && type.p[0] == list_types[i].type)
            return str_of(list_types[i].cls);
    return (Str){0};
}

char list_type(const Node *list)
{
    for (size_t i = 0; i < LIST_TYPES; i++)
        if (node_has_class(list, str_of(list_types[i].cls)))
            return list_types[i].type;
    return '1';
}

/* ---- walking ---- */

Walk walk(const Node *root)
{
    return (Walk){.root = root, .depth = 0};
}

static bool has_inside(const Node *n)
{
    return kinds[n->kind].holds != NOTHING;
}

bool walk_next(Walk *w)
{
    const Node *n = w->node;
    if (n == NULL) {
        w->node = w->root;
        w->enter = true;
        return w->root != NULL;
    }
    if (w->enter && n->first) {
        w->node = n->first;
        w->depth++;
        return true;
    }
    if (w->enter && has_inside(n)) {
        w->enter = false;
        return true;
    }
    if (n == w->root)
        return false;
    w->enter = n->next != NULL;
    w->node = n->next ? n->next : n->parent;
    if (n->next == NULL)
        w->depth--;
    return true;
}

void walk_skip(Walk *w)
{
    if (w->enter && has_inside(w->node))
        w->enter = false;
}

/* ---- words and dumps ---- */

static void put_words(Buf *out, Str s)
{
    size_t done = 0; /* s[0..done) is written: what is as it should be, in one piece */
    bool blank = out->n == 0 || out->p[out->n - 1] == ' ';
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if ((unsigned char)c > ' ') {
            blank = false;
            continue;
        }
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (space && (blank || c != ' ')) {
            buf_put(out, str_sub(s, done, i));
            if (!blank)
                buf_byte(out, ' ');
            done = i + 1;
        }
        blank = space;
    }
    buf_put(out, str_sub(s, done, s.n));
}

Str node_words(Arena *a, const Node *n)
{
    Buf out = {0};
    for (Walk w = walk(n); walk_next(&w);) {
        if (w.enter && w.node->kind == N_NOTEREF) {
            walk_skip(&w);
            continue;
        }
        if (w.node->kind == N_BREAK || (node_is_block(w.node->kind) && w.node != n))
            put_words(&out, S(" "));
        if (w.enter &&
            (w.node->kind == N_TEXT || (w.node->kind == N_IMAGE && !w.node->level)))
            put_words(&out, w.node->text);
    }
    const Str s = arena_str(a, str_trim(buf_str(&out)));
    buf_free(&out);
    return s;
}

static void dump_text(Buf *out, Str s)
{
    buf_put(out, S(" \""));
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c == '\n')
            buf_put(out, S("\\n"));
        else if (c < 0x20 || c == 0x7F)
            buf_printf(out, "\\x%02X", c);
        else
            buf_byte(out, (char)c);
    }
    buf_byte(out, '"');
}

void node_dump(Buf *out, const Node *root)
{
    static const char *const looks[] = {"", " title", " metadata", " boilerplate"};
    for (Walk w = walk(root); walk_next(&w);) {
        if (!w.enter)
            continue;
        const Node *n = w.node;
        buf_fill(out, ' ', 2 * (size_t)w.depth);
        buf_put(out, str_of(kinds[n->kind].name));
        if (n->level)
            buf_printf(out, " %d", n->level);
        if (n->kind == N_CELL && (n->columns > 1 || n->rows > 1))
            buf_printf(out, " %dx%d", n->columns > 1 ? n->columns : 1,
                       n->rows > 1 ? n->rows : 1);
        for (Str rest = n->cls; rest.n > 0;) {
            const Str cls = str_cut(&rest, ' ');
            buf_printf(out, "." STR_FMT, STR_ARG(cls));
        }
        if (n->id.n)
            buf_printf(out, "#" STR_FMT, STR_ARG(n->id));
        if (n->lang.n)
            buf_printf(out, " lang=" STR_FMT, STR_ARG(n->lang));
        if (n->ref.n)
            buf_printf(out, " -> " STR_FMT, STR_ARG(n->ref));
        buf_put(out, str_of(looks[n->look]));
        if (n->rule)
            buf_printf(out, " (%s)", n->rule);
        if (n->kind == N_TEXT || n->text.n)
            dump_text(out, n->text);
        buf_byte(out, '\n');
    }
}

/* ---- checking ---- */

static bool may_hold(NodeKind parent, NodeKind child)
{
    switch (kinds[parent].holds) {
    case BLOCKS:
        return kinds[child].cls == BLOCK;
    case INLINES:
        return kinds[child].cls != BLOCK;
    case ITEMS:
        return child == (parent == N_TOC ? N_TOC_ITEM : N_ITEM);
    case ROWS:
        return child == N_ROW || child == N_CAPTION;
    case CELLS:
        return child == N_CELL;
    case NOTHING:
        return false;
    }
    return false;
}

void doc_check(const Node *root)
{
    for (Walk w = walk(root); walk_next(&w);) {
        if (!w.enter || w.node == root)
            continue;
        const Node *n = w.node, *p = n->parent;
        if (!may_hold(p->kind, n->kind) || (n->prev ? n->prev->next : p->first) != n ||
            n->from > n->to)
            abort();
    }
}
