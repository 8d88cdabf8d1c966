/* Parsing: gumbo makes a tree of the lean page, and the tree becomes one array.
 *
 * The parser's memory is an arena with a cap: HTML's rules for tags that overlap can
 * make millions of nodes of a few kilobytes, and gumbo frees its trees by recursion.
 * When the cap is hit the parse is given up by a jump; gumbo holds nothing but memory
 * of ours. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "html.h"

enum {
    MEMORY_BASE = 16 << 20, /* bytes the parser may have for any page, */
    MEMORY_TIMES = 40,      /* and this often the page's own; ordinary ones take 15 */
    MEMORY_MOST = 256 << 20,
};

/* ---- the parser's memory ---- */

typedef struct Pool {
    Arena *arena;
    size_t used, cap;
    jmp_buf full;
} Pool;

static void *pool_alloc(void *user, size_t n)
{
    Pool *pool = user;
    if (n > pool->cap - pool->used)
        longjmp(pool->full, 1);
    pool->used += n;
    return arena_alloc(pool->arena, n);
}

static void pool_free(void *user, void *p)
{
    (void)user;
    (void)p;
}

/* NULL: it would take more memory than a page may. */
static const GumboOutput *parse(Page *p)
{
    Pool *pool = arena_alloc(p->scratch, sizeof *pool);
    const size_t cap = MEMORY_BASE + MEMORY_TIMES * p->lean.n;
    pool->arena = p->scratch;
    pool->cap = cap < MEMORY_MOST ? cap : MEMORY_MOST;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = pool_alloc;
    options.deallocator = pool_free;
    options.userdata = pool;
    options.max_errors = 0; /* each error copies the stack of open tags */
    if (setjmp(pool->full))
        return NULL;
    return gumbo_parse_with_options(&options, p->lean.p, p->lean.n);
}

/* ---- the array ---- */

static bool is_block_tag(GumboTag tag)
{
    switch ((int)tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FRAMESET:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_OPTGROUP:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PLAINTEXT:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_XMP:
        return true;
    default:
        return false;
    }
}

bool dom_is_block(const DomNode *n)
{
    return n->kind == DOM_ELEMENT && is_block_tag(n->tag);
}

static DomNode *add_node(Page *p, uint32_t parent)
{
    ARRAY_ROOM(p->v, p->n, p->cap);
    DomNode *n = &p->v[p->n++];
    *n = (DomNode){.parent = parent, .end = (uint32_t)p->n};
    return n;
}

/* Makes a string of the parser's UTF-8, in place: a reference to a character beyond all
 * numbers ("&#2222222222;") overflows there, and becomes a byte that is none. */
static void mend(const char *string)
{
    char *bytes = (char *)string; /* in the parser's arena, which is the page's */
    const Str s = str_of(bytes);
    if (utf8_valid(s))
        return;
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = utf8_next(s, &i);
        if (cp == UTF8_REPLACEMENT && !str_starts(str_sub(s, at, s.n), S("\uFFFD")))
            memset(bytes + at, '?', i - at);
    }
}

static void add_text(Page *p, uint32_t parent, const GumboText *text)
{
    const char *from = text->original_text.data;
    const size_t n = text->original_text.length;
    DomNode *d = add_node(p, parent);
    d->kind = DOM_TEXT;
    mend(text->text);
    d->text = str_of(text->text);
    if (from < p->lean.p || from > p->lean.p + p->lean.n)
        return; /* the parser made it up */
    const size_t at = (size_t)(from - p->lean.p);
    const size_t end = n < p->lean.n - at ? at + n : p->lean.n;
    d->from = page_from(p, at);
    d->to = end > at ? page_to(p, end) : d->from;
}

static void add_element(Page *p, uint32_t parent, const GumboNode *node)
{
    DomNode *d = add_node(p, parent);
    d->kind = DOM_ELEMENT;
    d->tag = node->v.element.tag;
    d->attributes = &node->v.element.attributes;
    for (unsigned i = 0; i < d->attributes->length; i++)
        mend(((const GumboAttribute *)d->attributes->data[i])->value);
    d->holds_blocks = is_block_tag(d->tag);
}

static void add(Page *p, uint32_t parent, const GumboNode *node)
{
    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        add_element(p, parent, node);
        break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE:
        add_text(p, parent, &node->v.text);
        break;
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_DOCUMENT:
        break;
    }
}

static const GumboVector *children(const GumboNode *node)
{
    switch (node->type) {
    case GUMBO_NODE_DOCUMENT:
        return &node->v.document.children;
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        return &node->v.element.children;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_WHITESPACE:
        break;
    }
    return NULL;
}

/* A place in the parser's tree on the way down. */
typedef struct Step {
    const GumboNode *node;
    unsigned next; /* child */
    uint32_t place;
} Step;

/* Goes through the parser's tree with a stack of our own: depth costs no more. */
static void flatten(Page *p, const GumboNode *root)
{
    Step *steps = NULL;
    size_t n = 0, cap = 0;
    add_element(p, 0, root);
    ARRAY_ROOM(steps, n, cap);
    steps[n++] = (Step){.node = root};
    while (n > 0) {
        Step *s = &steps[n - 1];
        const GumboVector *v = children(s->node);
        if (s->next == v->length) {
            DomNode *d = &p->v[s->place];
            d->end = (uint32_t)p->n;
            p->v[d->parent].holds_blocks |= d->holds_blocks;
            n--;
            continue;
        }
        const GumboNode *child = v->data[s->next++];
        const uint32_t place = (uint32_t)p->n;
        add(p, s->place, child);
        if (children(child) && p->n > place) {
            ARRAY_ROOM(steps, n, cap);
            steps[n++] = (Step){.node = child, .place = place};
        }
    }
    free(steps);
}

bool page_parse(Page *p)
{
    const GumboOutput *out = parse(p);
    if (out == NULL || out->root == NULL)
        return false;
    flatten(p, out->root);
    for (uint32_t i = 0; i < p->n && p->body == 0; i++)
        if (p->v[i].tag == GUMBO_TAG_BODY || p->v[i].tag == GUMBO_TAG_FRAMESET)
            p->body = i;
    return true;
}

/* ---- asking ---- */

Str dom_attribute(const DomNode *n, const char *name)
{
    for (unsigned i = 0; n->attributes && i < n->attributes->length; i++) {
        const GumboAttribute *a = n->attributes->data[i];
        if (strcmp(a->name, name) == 0)
            return str_of(a->value);
    }
    return (Str){0};
}

Str dom_words(const Page *p, Arena *a, uint32_t node)
{
    Buf out = {0};
    bool blank = true;
    for (uint32_t i = node; i < p->v[node].end; i++) {
        const DomNode *n = &p->v[i];
        if (n->kind == DOM_ELEMENT && (n->holds_blocks || n->tag == GUMBO_TAG_BR) &&
            !blank) {
            buf_byte(&out, ' ');
            blank = true;
        }
        for (size_t k = 0; n->kind == DOM_TEXT && k < n->text.n; k++) {
            const bool space = (unsigned char)n->text.p[k] <= ' ';
            if (!space || !blank)
                buf_byte(&out, space ? ' ' : n->text.p[k]);
            blank = space;
        }
    }
    const Str s = arena_str(a, str_trim(buf_str(&out)));
    buf_free(&out);
    return s;
}
