/* The pieces become the tree: blocks in the order of the text. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "text.h"

typedef struct Tree {
    const Draft *d;
    Arena *a;
    Node *root;
    Node *list, *quote; /* open ones; NULL: none */
    uint32_t next;      /* number that the open list goes on with */
    Mark mark;          /* of the open list */
} Tree;

static Node *add_block(Tree *t, Node *parent, NodeKind kind, const Piece *p)
{
    Node *n = node_add(t->a, parent, kind);
    n->line = p->line;
    n->from = p->from;
    n->to = p->to;
    return n;
}

/* The lines of a quote, each behind its mark, with the white space between them. */
static void add_quoted(Tree *t, Node *para, const Piece *p)
{
    uint32_t at = p->from;
    for (Str rest = str_sub(t->d->text, p->from, p->to); rest.n > 0;) {
        const size_t before = rest.n;
        const Str line = str_line(&rest);
        const uint32_t end = at + (uint32_t)(before - rest.n);
        size_t i = 0;
        while (i < line.n && (line.p[i] == '>' || line.p[i] == ' ' || line.p[i] == '\t'))
            i++;
        if (trim_unicode(str_sub(line, i, line.n)).n > 0) {
            const uint32_t from = at + (uint32_t)i;
            node_text(t->a, para, str_sub(t->d->text, from, end), from);
        }
        at = end;
    }
}

static void add_words(Tree *t, Node *block, const Piece *p)
{
    if (p->mark == MARK_QUOTE && p->role == ROLE_QUOTE)
        add_quoted(t, block, p);
    else if (p->role == ROLE_ITEM)
        node_text(t->a, block, piece_text(t->d, p), p->body);
    else
        node_text(t->a, block, str_sub(t->d->text, p->from, p->to), p->from);
}

static void add_item(Tree *t, const Piece *p)
{
    const bool numbered = p->mark == MARK_NUMBER || p->mark == MARK_LETTER;
    if (t->list == NULL || t->mark != p->mark || (numbered && p->number != t->next)) {
        t->list = add_block(t, t->root, N_LIST, p);
        t->list->level = numbered;
        t->list->start = numbered ? p->number : 0;
        t->list->cls = p->mark == MARK_LETTER ? S("alpha") : (Str){0};
        t->mark = p->mark;
    }
    t->next = p->number + 1;
    t->list->to = p->to;
    Node *item = add_block(t, t->list, N_ITEM, p);
    add_words(t, add_block(t, item, N_PARA, p), p);
}

static void add_quote(Tree *t, const Piece *p)
{
    if (p->body == p->to)
        return; /* a bare ">" */
    if (t->quote == NULL)
        t->quote = add_block(t, t->root, N_QUOTE, p);
    t->quote->to = p->to;
    add_words(t, add_block(t, t->quote, N_PARA, p), p);
}

/* A block of its own, with its look. */
static void add_plain(Tree *t, const Piece *p, NodeKind kind, Look look)
{
    Node *n = add_block(t, t->root, kind, p);
    n->look = look;
    n->rule = look == LOOK_BODY || look == LOOK_TITLE ? NULL : p->rule;
    if (kind == N_HEADING)
        n->level = look == LOOK_TITLE ? 1 : 2;
    if (p->role == ROLE_STANDFIRST)
        n->cls = S("standfirst");
    if (kind != N_RULE)
        add_words(t, n, p);
}

static void add_piece(Tree *t, const Piece *p)
{
    if (p->role != ROLE_ITEM)
        t->list = NULL;
    if (p->role != ROLE_QUOTE)
        t->quote = NULL;
    switch (p->role) {
    case ROLE_PARA:
    case ROLE_STANDFIRST:
        add_plain(t, p, N_PARA, LOOK_BODY);
        return;
    case ROLE_HEADING:
        add_plain(t, p, N_HEADING, LOOK_BODY);
        return;
    case ROLE_CAPTION:
        add_plain(t, p, N_CAPTION, LOOK_BODY);
        return;
    case ROLE_ITEM:
        add_item(t, p);
        return;
    case ROLE_QUOTE:
        add_quote(t, p);
        return;
    case ROLE_RULE:
        add_plain(t, p, N_RULE, LOOK_BODY);
        return;
    case ROLE_TITLE:
        add_plain(t, p, N_HEADING, LOOK_TITLE);
        return;
    case ROLE_METADATA:
        add_plain(t, p, N_PARA, LOOK_METADATA);
        return;
    case ROLE_FURNITURE:
        add_plain(t, p, N_PARA, LOOK_BOILERPLATE);
        return;
    }
}

void draft_tree(Draft *d)
{
    Tree t = {.d = d, .a = d->article->arena, .root = d->article->root};
    t.root->from = 0;
    t.root->to = (uint32_t)d->text.n;
    t.root->line = 1;
    for (size_t i = 0; i < d->n; i++)
        add_piece(&t, &d->v[i]);
}
