/* Pages: @page rules become the measures of a page and its margin boxes. */
#include <stdlib.h>

#include "css.h"

static bool is_left(const PageAt *at)
{
    return at->verso != at->rtl;
}

static bool applies(const StyleSheet *s, const PageRule *r, const PageAt *at)
{
    if (r->media && !s->media[r->media - 1].print)
        return false;
    if ((r->name.n > 0 && !str_eq(r->name, at->name)) || (r->first && !at->first) ||
        (r->blank && !at->blank))
        return false;
    return (r->hand == HAND_ANY || (r->hand == HAND_LEFT) == is_left(at)) &&
           (r->leaf == LEAF_ANY || (r->leaf == LEAF_VERSO) == at->verso);
}

/* Margins that leave no room for text are shrunk, each in proportion. */
static void keep_room(Len *a, Len *b, Len side)
{
    enum { ROOM_LEAST = 36 * PT };
    const int64_t room = side - ROOM_LEAST;
    *a = *a < 0 ? 0 : *a;
    *b = *b < 0 ? 0 : *b;
    const int64_t sum = (int64_t)*a + *b;
    if (sum > room) {
        *a = (Len)(*a * room / sum);
        *b = (Len)(*b * room / sum);
    }
}

static Len page_side(const Value *v, Len wanted, Len initial)
{
    enum { SIDE_LEAST = 72 * PT };
    const Len side = wanted ? wanted : v && v->unit == U_LEN ? v->n : initial;
    return side < SIDE_LEAST ? SIDE_LEAST : side > LEN_MOST ? LEN_MOST : side;
}

/* A margin's percentage is of the paper's own width or height. */
static Len page_margin(const Value *v, Len computed, Len side)
{
    return v && v->unit == U_PERCENT ? css_scale(v->n, side) : computed;
}

static void margin_box(const StyleSheet *s, BoxPlace place, Won won, const Style *parent,
                       MarginBox *out)
{
    static const Align aligns[BOX_COUNT] = {
        [BOX_TOP_LEFT] = ALIGN_LEFT,        [BOX_TOP_CENTER] = ALIGN_CENTER,
        [BOX_TOP_RIGHT] = ALIGN_RIGHT,      [BOX_BOTTOM_LEFT] = ALIGN_LEFT,
        [BOX_BOTTOM_CENTER] = ALIGN_CENTER, [BOX_BOTTOM_RIGHT] = ALIGN_RIGHT};
    css_compute(s, won, parent, &out->style);
    if (won[PROP_align] == NULL)
        out->style.align = out->style.align_last = aligns[place];
    const Value *content = won[PROP_content];
    out->content = NULL;
    out->n = 0;
    if (content && content->unit == U_CONTENT) {
        out->content = content->content.v;
        out->n = content->content.n;
    }
}

void style_page(const StyleSheet *sheet, const PageAt *wanted, PageStyle *out)
{
    const Paper *paper = &sheet->paper;
    PageAt at = *wanted;
    at.verso = at.verso && !paper->one_sided;
    Won won[BOX_COUNT + 1] = {{0}}; /* the last: of the page itself */
    for (int important = 0; important < 2; important++)
        for (size_t i = 0; i < sheet->npages; i++) {
            const PageRule *r = &sheet->pages[i];
            for (uint8_t box = 0; box <= BOX_COUNT; box++)
                if (applies(sheet, r, &at))
                    css_apply(sheet, r->decl, r->decl_end, box, important, won[box]);
        }
    const Value **page = won[BOX_COUNT];
    Style style;
    css_compute(sheet, page, &sheet->html, &style);
    out->width = page_side(page[PROP_page_width], paper->width, MM(148));
    out->height = page_side(page[PROP_page_height], paper->height, MM(210));
    for (int i = 0; i < SIDES; i++)
        out->margin[i] =
            page_margin(page[PROP_margin_top + i], style.margin[i],
                        i == SIDE_LEFT || i == SIDE_RIGHT ? out->width : out->height);
    out->margin[is_left(&at) ? SIDE_RIGHT : SIDE_LEFT] += paper->binding;
    keep_room(&out->margin[SIDE_LEFT], &out->margin[SIDE_RIGHT], out->width);
    keep_room(&out->margin[SIDE_TOP], &out->margin[SIDE_BOTTOM], out->height);
    for (int i = 0; i < BOX_COUNT; i++)
        margin_box(sheet, (BoxPlace)i, won[i], &style, &out->boxes[i]);
}
