/* What stands in a line: a box's text with its emphasis, links, calls and pictures.
 *
 * The box's nodes lie side by side in the page's array, and an element ends where its
 * nodes do: a stack of a few places says where the next piece goes. */
#include <string.h>

#include "base/url.h"
#include "html.h"

enum {
    INLINES = 12,          /* elements in each other; deeper ones are left out */
    ALTERNATIVE_WORDS = 6, /* of a picture: fewer are a name */
};

/* ---- links ---- */

/* Where the link leads, and which kind of node it is; N_COUNT: nowhere. */
static NodeKind link_kind(Lines *l, const DomNode *d, Str *ref)
{
    const Str href = str_trim(dom_attribute(d, "href"));
    const Target *t = anchor_of(l->page, d);
    Str id = {0};
    if (d->back)
        return N_COUNT;
    if (t && t->note)
        id = t->id;
    else if (t && t->box != NO_BOX)
        id = l->page->boxes[t->box].id;
    if (id.n)
        *ref = arena_printf(l->arena, "#" STR_FMT, STR_ARG(id));
    else if (t == NULL && href.n && href.p[0] != '#' &&
             (!url_is_absolute(href) || str_starts(href, S("//")) ||
              str_starts(href, S("http")) || str_starts(href, S("mailto:"))))
        *ref = arena_str(l->arena, href);
    return ref->n == 0 ? N_COUNT : d->call ? N_NOTEREF : N_LINK;
}

/* What was taken out, or put in. */
static Str inline_class(const DomNode *n)
{
    switch ((int)n->tag) {
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_S:
    case GUMBO_TAG_STRIKE:
        return S("strike");
    case GUMBO_TAG_INS:
    case GUMBO_TAG_U:
        return S("underline");
    default:
        return (Str){0};
    }
}

static NodeKind inline_kind(Lines *l, const DomNode *n, Str *ref)
{
    switch ((int)n->tag) {
    case GUMBO_TAG_EM:
    case GUMBO_TAG_I:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_VAR:
        return N_EMPH;
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_B:
        return N_STRONG;
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_TT:
        return N_CODE;
    case GUMBO_TAG_SUP:
        return N_SUP;
    case GUMBO_TAG_SUB:
        return N_SUB;
    case GUMBO_TAG_A:
        return link_kind(l, n, ref);
    default:
        return dom_attribute(n, "lang").n > 0 || inline_class(n).n ? N_SPAN : N_COUNT;
    }
}

static bool is_inside(const Node *n, NodeKind kind)
{
    while (n && n->kind != kind && !node_is_block(n->kind))
        n = n->parent;
    return n && n->kind == kind;
}

/* NULL: the element makes no difference here. */
static Node *add_inline(Lines *l, Node *to, const DomNode *d)
{
    Str ref = {0};
    const NodeKind kind = inline_kind(l, d, &ref);
    const bool calls = is_inside(to, N_NOTEREF);
    if (kind == N_COUNT || (calls && kind == N_SUP))
        return NULL;
    if (kind == N_NOTEREF && !is_inside(to, N_SUP))
        to = node_add(l->arena, to, N_SUP);
    Node *n = node_add(l->arena, to, kind);
    n->ref = ref;
    n->lang = arena_str(l->arena, dom_attribute(d, "lang"));
    n->cls = inline_class(d);
    return n;
}

static void add_text(Lines *l, Node *to, const DomNode *d)
{
    Node *n = node_add(l->arena, to, N_TEXT);
    const Str as_is = str_sub(l->page->text, d->from, d->to);
    n->text = str_eq(as_is, d->text) ? as_is : arena_str(l->arena, d->text);
    n->from = d->from;
    n->to = d->to;
}

/* ---- pictures ---- */

/* Does an alternative describe its picture?  Not if it is a name, a file's name, the
 * title of what it adorns, or what was said of another picture before. */
static bool describes(Lines *l, Str text)
{
    size_t blanks = 0;
    for (size_t i = 0; i < text.n; i++)
        blanks += text.p[i] == ' ';
    if (blanks < ALTERNATIVE_WORDS - 1 || str_eq_nocase(text, l->page->article->title))
        return false;
    void **seen = map_at(&l->alternatives, text);
    const bool first = *seen == NULL;
    *seen = l;
    return first;
}

/* Has the figure around the node a caption? */
static bool has_caption(Lines *l, uint32_t node)
{
    const Page *p = l->page;
    uint32_t figure = node;
    while (figure != 0 && p->v[figure].tag != GUMBO_TAG_FIGURE)
        figure = p->v[figure].parent;
    if (figure == l->figure)
        return l->captioned;
    l->figure = figure;
    l->captioned = false;
    for (uint32_t i = figure; figure != 0 && i < p->v[figure].end; i++)
        l->captioned |=
            p->v[i].kind == DOM_ELEMENT && p->v[i].tag == GUMBO_TAG_FIGCAPTION;
    return l->captioned;
}

/* A picture has the range of its alternative's attribute, else of its address's. */
static void add_image(Lines *l, Node *to, uint32_t node)
{
    const DomNode *d = &l->page->v[node];
    const GumboAttribute *alt = gumbo_get_attribute(d->attributes, "alt");
    const GumboAttribute *src = gumbo_get_attribute(d->attributes, "src");
    const Str text = alt ? str_trim(str_of(alt->value)) : (Str){0};
    Str ref;
    const ImageKind kind = image_read(l->page, node, &ref);
    const GumboAttribute *range = text.n ? alt : src;
    if (kind == IMAGE_NONE || range == NULL)
        return;
    Node *n = node_add(l->arena, to, kind == IMAGE_WORDS ? N_TEXT : N_IMAGE);
    l->pictures++;
    n->text = arena_str(l->arena, text);
    attribute_range(l->page, range, &n->from, &n->to);
    if (kind == IMAGE_WORDS)
        return;
    n->ref = arena_str(l->arena, ref);
    n->level = !describes(l, text) || has_caption(l, node);
    n->cls = alt && text.n == 0 ? S("decorative") : (Str){0};
}

/* ---- lines ---- */

void line_add(Lines *l, Node *block, const Box *b)
{
    struct {
        uint32_t end;
        Node *to;
    } in[INLINES + 1] = {{b->end, block}};
    size_t n = 1;
    for (uint32_t i = b->first; i < b->end; i++) {
        const DomNode *d = &l->page->v[i];
        while (n > 1 && i >= in[n - 1].end)
            n--;
        Node *to = in[n - 1].to;
        if (d->kind == DOM_TEXT) {
            if (!d->back)
                add_text(l, to, d);
            continue;
        }
        if (d->tag == GUMBO_TAG_BR)
            node_add(l->arena, to, N_BREAK);
        else if (d->tag == GUMBO_TAG_IMG)
            add_image(l, to, i);
        if (n > INLINES || block->kind == N_CODE_BLOCK)
            continue;
        Node *inside = add_inline(l, to, d);
        if (inside) {
            in[n].end = d->end;
            in[n++].to = inside;
        }
    }
}

void lines_free(Lines *l)
{
    map_free(&l->alternatives);
}
