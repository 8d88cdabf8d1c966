/* Boxes: the page's text cut into the pieces that a reader sees as one.
 *
 * Whatever stands between two borders of blocks is a box: a block's tags, an empty line
 * made of two breaks, the end of an element that holds blocks.  Each box is measured
 * once, and a sum over the boxes gives the measures of any element, as the boxes below
 * it lie side by side.  Cost: linear. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "html.h"
#include "text.h"

enum {
    PROSE_WIDTH = 80,  /* of a paragraph that ends as a sentence does, */
    BLOCK_WIDTH = 160, /* and of one that does not */
    PHRASE_WIDTH = 90, /* of the longest text that may be a phrase of furniture */
};

/* ---- what elements pass on to what lies in them ---- */

static uint8_t level_of(GumboTag tag)
{
    switch ((int)tag) {
    case GUMBO_TAG_H1:
        return 1;
    case GUMBO_TAG_H2:
        return 2;
    case GUMBO_TAG_H3:
        return 3;
    case GUMBO_TAG_H4:
        return 4;
    case GUMBO_TAG_H5:
        return 5;
    case GUMBO_TAG_H6:
        return 6;
    default:
        return 0;
    }
}

static bool is_quiet(GumboTag tag)
{
    switch ((int)tag) {
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_TEXTAREA:
        return true;
    default:
        return false;
    }
}

/* A template waits for a script, but for one that is the inside of the element that it
 * stands in: that is shown, and savers write all that components hold so. */
static bool is_shadow_root(const DomNode *n)
{
    return n->tag == GUMBO_TAG_TEMPLATE && (dom_attribute(n, "shadowrootmode").n > 0 ||
                                            dom_attribute(n, "shadowroot").n > 0);
}

static bool is_link_tag(const DomNode *n)
{
    return (n->tag == GUMBO_TAG_A && dom_attribute(n, "href").n > 0) ||
           n->tag == GUMBO_TAG_BUTTON || n->tag == GUMBO_TAG_LABEL;
}

static void inherit(Page *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        DomNode *n = &p->v[i];
        const DomNode *up = &p->v[n->parent];
        const bool element = n->kind == DOM_ELEMENT;
        n->linked = up->linked || (element && is_link_tag(n));
        n->card = up->card || (element && n->tag == GUMBO_TAG_A && n->holds_blocks);
        n->item = up->item || (element && n->tag == GUMBO_TAG_LI);
        n->cell =
            up->cell || (element && (n->tag == GUMBO_TAG_TD || n->tag == GUMBO_TAG_TH));
        n->quiet = up->quiet || (element && is_quiet(n->tag) && !is_shadow_root(n));
        n->noscript = up->noscript || (element && n->tag == GUMBO_TAG_NOSCRIPT);
        n->level = element && level_of(n->tag) ? level_of(n->tag) : up->level;
    }
}

/* ---- measures ---- */

static bool is_stop(uint32_t cp)
{
    return cp == '.' || cp == '!' || cp == '?' || cp == 0x2026 || cp == 0x3002 ||
           cp == 0xFF01 || cp == 0xFF1F || cp == 0x061F || cp == 0x0964;
}

static bool is_closing(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == ')' || cp == ']' || cp == 0x201D ||
           cp == 0x2019 || cp == 0xBB || cp == 0x300D || cp == 0x300F || cp == 0xFF09;
}

/* What a measure knows of the text so far. */
typedef struct Meter {
    Box *box;
    bool word; /* inside one */
    bool stop; /* behind a stop */
} Meter;

static void measure(Meter *m, Str s, bool linked)
{
    Box *b = m->box;
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        if (cp < 0x80 ? cp <= ' ' : uni_is_space(cp) || uni_is_ignorable(cp)) {
            b->stops += m->stop && m->word;
            m->word = false;
            continue;
        }
        const bool wide = cp >= 0x1100 && uni_is_wide(cp);
        b->words += !m->word || wide;
        b->width += wide ? 2 : 1;
        b->linked += linked ? (wide ? 2 : 1) : 0;
        b->commas += cp == ',' || cp == 0x3001 || cp == 0xFF0C || cp == 0x060C;
        b->stops += wide && is_stop(cp);
        b->hash = (b->hash ^ uni_fold(cp)) * 0x100000001B3u;
        m->word = true;
        if (!(m->stop && is_closing(cp)))
            m->stop = is_stop(cp);
    }
}

static void measure_box(Page *p, Box *b)
{
    Meter m = {.box = b};
    const DomNode *first = &p->v[b->first];
    b->hash = 0xCBF29CE484222325u;
    for (uint32_t i = b->first; i < b->end; i++) {
        const DomNode *n = &p->v[i];
        if (n->kind == DOM_TEXT)
            measure(&m, n->text, n->linked);
        else if (n->tag == GUMBO_TAG_IMG || n->tag == GUMBO_TAG_IMAGE)
            b->picture = true;
        else if (n->tag == GUMBO_TAG_BR)
            measure(&m, S(" "), false);
    }
    b->stop = m.stop;
    b->stops += m.stop && m.word;
    b->level = first->level;
    b->item = first->item;
    b->cell = first->cell;
    b->card = first->card;
    b->look = LOOK_BODY;
}

bool box_is_prose(const Box *b)
{
    if (2 * b->linked > b->width || b->level > 0)
        return false;
    return b->width >= (b->stops > 0 ? PROSE_WIDTH : BLOCK_WIDTH);
}

Str box_words(const Page *p, Arena *a, const Box *b)
{
    Buf out = {0};
    bool blank = true;
    for (uint32_t i = b->first; i < b->end; i++) {
        const DomNode *n = &p->v[i];
        const Str s = n->kind == DOM_TEXT      ? n->text
                      : n->tag == GUMBO_TAG_BR ? S(" ")
                                               : (Str){0};
        for (size_t k = 0; k < s.n; k++) {
            const bool space = (unsigned char)s.p[k] <= ' ';
            if (!space || !blank)
                buf_byte(&out, space ? ' ' : s.p[k]);
            blank = space;
        }
    }
    const Str s = arena_str(a, str_trim(buf_str(&out)));
    buf_free(&out);
    return s;
}

/* ---- cutting ---- */

static void end_box(Page *p, uint32_t first, uint32_t end)
{
    if (first >= end)
        return;
    Box b = {.first = first, .end = end, .holder = p->v[first].parent};
    measure_box(p, &b);
    if (b.words == 0 && !b.picture)
        return;
    if (b.width <= PHRASE_WIDTH) {
        Arena *a = p->scratch;
        b.phrase = furniture_rule(box_words(p, a, &b), &b.weak);
    }
    ARRAY_ROOM(p->boxes, p->nboxes, p->boxes_cap);
    p->boxes[p->nboxes++] = b;
}

/* Is node i a break with nothing but white space and another break behind it? */
static bool ends_line(const Page *p, uint32_t i, uint32_t end)
{
    if (p->v[i].kind != DOM_ELEMENT || p->v[i].tag != GUMBO_TAG_BR)
        return false;
    for (i++; i < end; i++)
        if (p->v[i].kind == DOM_ELEMENT)
            return p->v[i].tag == GUMBO_TAG_BR;
        else if (str_trim(p->v[i].text).n > 0)
            return false;
    return false;
}

static void cut_boxes(Page *p)
{
    uint32_t first = 0, end = 0; /* of the box that is open, */
    uint32_t holder = UINT32_MAX;
    for (uint32_t i = 0; i < p->n;) {
        DomNode *n = &p->v[i];
        const bool inside = n->kind == DOM_TEXT || !n->holds_blocks;
        if (!inside || n->parent != holder) {
            end_box(p, first, end);
            first = end = i;
            holder = n->parent;
        }
        if (!inside) {
            first = end = ++i;
            holder = UINT32_MAX;
            continue;
        }
        if (ends_line(p, i, p->v[holder].end)) {
            end_box(p, first, end);
            first = end = i = n->end;
            continue;
        }
        end = i = n->end;
    }
    end_box(p, first, end);
}

/* Notes for each element which boxes lie in it. */
static void place_boxes(Page *p)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        while (k < p->nboxes && p->boxes[k].first < i)
            k++;
        p->v[i].box = k;
    }
    for (uint32_t i = 0; i < p->n; i++)
        p->v[i].box_end =
            p->v[i].end < p->n ? p->v[p->v[i].end].box : (uint32_t)p->nboxes;
}

void page_boxes(Page *p)
{
    inherit(p);
    cut_boxes(p);
    place_boxes(p);
}
