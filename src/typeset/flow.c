/* Blocks become boxes: a walk over a chapter's tree, each block styled, its lines set in
 * the width that its surroundings leave, the space between blocks worked out. */
#include "flow.h"

#include <stdlib.h>

#include "base/unicode.h"

enum { DEPTH_MOST = 64 }; /* levels that are indented; deeper ones stand as these do */

Level *flow_top(Flow *f)
{
    return &f->levels[f->depth - 1];
}

/* ---- styles ---- */

static Element *element_of(Arena *a, const Node *n, Element *parent, Element *prev)
{
    Element *e = arena_alloc(a, sizeof *e);
    *e = (Element){.name = node_element(n),
                   .cls = n->cls,
                   .id = n->id,
                   .lang = n->lang,
                   .parent = parent,
                   .prev = prev,
                   .is_last = n->next == NULL};
    return e;
}

/* html and body stand above every chapter. */
static Element *body_element(const Setter *s, const Chapter *c, Style *style)
{
    Element *html = arena_alloc(s->scratch, sizeof *html);
    Element *body = arena_alloc(s->scratch, sizeof *body);
    Style root;
    *html = (Element){.name = "html", .lang = c->lang, .is_last = true};
    *body = (Element){.name = "body", .lang = c->lang, .parent = html, .is_last = true};
    style_compute(s->sheet, html, NULL, &root);
    style_compute(s->sheet, body, &root, style);
    return body;
}

Style style_of_root(const Setter *s, const Chapter *c)
{
    Style body, style;
    Element *parent = body_element(s, c, &body);
    style_compute(s->sheet, element_of(s->scratch, c->root, parent, NULL), &body, &style);
    return style;
}

static void swap(Len *sides)
{
    const Len left = sides[SIDE_LEFT];
    sides[SIDE_LEFT] = sides[SIDE_RIGHT];
    sides[SIDE_RIGHT] = left;
}

/* In text from right to left a sheet's left is where lines begin, as in text-align. */
static void mirror(Style *st)
{
    swap(st->margin);
    swap(st->padding);
    swap(st->border);
}

/* What lies between a block's outside and its content. */
static Len edge_of(const Style *st, int side)
{
    return st->margin[side] + st->border[side] + st->padding[side];
}

void flow_push(Flow *f, const Node *n)
{
    Level *parent = f->depth ? flow_top(f) : NULL;
    Level l = {.node = n, .first_box = f->out->n, .counter = n->start ? n->start : 1};
    if (parent) {
        l.element = element_of(f->s->scratch, n, parent->element, parent->last_child);
        style_compute(f->s->sheet, l.element, &parent->style, &l.style);
        l.lang = n->lang.n ? n->lang : parent->lang;
        l.rtl = n->lang.n ? uni_lang_is_rtl(l.lang) : parent->rtl;
        if (l.rtl)
            mirror(&l.style);
        const Len before = edge_of(&l.style, SIDE_LEFT);
        const Len after = edge_of(&l.style, SIDE_RIGHT);
        const bool fits = f->depth < DEPTH_MOST &&
                          parent->width - before - after > 4 * l.style.font_size;
        l.left = parent->left + (fits ? before : 0);
        l.width = parent->width - (fits ? before + after : 0);
        parent->last_child = l.element;
    }
    l.label_due = n->kind == N_ITEM && l.style.list_style != LIST_NONE;
    ARRAY_ROOM(f->levels, f->depth, f->cap);
    f->levels[f->depth++] = l;
}

/* ---- space and breaks around blocks ---- */

/* The rules of a table stand between its lines and take no room. */
static Len border_of(const Level *l, int side)
{
    return l->node->kind == N_TABLE ? 0 : l->style.border[side];
}

void flow_open(Flow *f)
{
    const Style *st = &flow_top(f)->style;
    flow_top(f)->due = f->pending;
    if (st->margin[SIDE_TOP] > f->pending)
        f->pending = st->margin[SIDE_TOP];
    f->pending += border_of(flow_top(f), SIDE_TOP) + st->padding[SIDE_TOP];
    if ((st->break_before == BREAK_PAGE || st->break_before == BREAK_RECTO) &&
        f->depth > 1)
        f->page_break = true;
    if (st->break_before == BREAK_AVOID)
        f->penalty = HEAD_PENALTY;
}

static void add_rule(Setter *s, Box *box, Rule rule)
{
    Rule *all = arena_array(s->kept, box->nrules + 1, sizeof *all);
    for (uint32_t i = 0; i < box->nrules; i++)
        all[i] = box->rules[i];
    all[box->nrules++] = rule;
    box->rules = all;
}

/* The lines around a block; those at its sides box by box, for it may be parted. */
static void put_borders(Flow *f, const Level *l)
{
    const Len *border = l->style.border, *pad = l->style.padding;
    const Len left = l->left - pad[SIDE_LEFT] - border[SIDE_LEFT];
    const Len right = l->left + l->width + pad[SIDE_RIGHT];
    const Len width = right + border[SIDE_RIGHT] - left;
    const uint32_t end = f->out->n;
    Box *v = f->out->v;
    for (uint32_t i = l->first_box; i < end; i++) {
        const Len above = i == l->first_box ? pad[SIDE_TOP] : v[i].space;
        const Len below = i + 1 == end ? pad[SIDE_BOTTOM] : 0;
        const Len height = above + v[i].height + below;
        if (i == l->first_box && border[SIDE_TOP])
            add_rule(f->s, &v[i],
                     (Rule){ROLE_RULE, left, -above - border[SIDE_TOP], width,
                            border[SIDE_TOP]});
        if (border[SIDE_LEFT])
            add_rule(f->s, &v[i],
                     (Rule){ROLE_RULE, left, -above, border[SIDE_LEFT], height});
        if (border[SIDE_RIGHT])
            add_rule(f->s, &v[i],
                     (Rule){ROLE_RULE, right, -above, border[SIDE_RIGHT], height});
        if (i + 1 == end && border[SIDE_BOTTOM])
            add_rule(
                f->s, &v[i],
                (Rule){ROLE_RULE, left, v[i].height + below, width, border[SIDE_BOTTOM]});
    }
}

static void raise_penalty(Box *box, int32_t penalty)
{
    if (box->penalty < penalty)
        box->penalty = penalty;
}

void flow_close(Flow *f)
{
    const Level *l = flow_top(f);
    const Style *st = &l->style;
    const Len edge =
        st->margin[SIDE_BOTTOM] + border_of(l, SIDE_BOTTOM) + st->padding[SIDE_BOTTOM];
    if (edge > f->pending)
        f->pending = edge;
    if (!f->in_table && l->node->kind != N_TABLE)
        put_borders(f, l);
    if (st->break_after == BREAK_PAGE || st->break_after == BREAK_RECTO)
        f->page_break = true;
    if (st->break_after == BREAK_AVOID)
        f->penalty = HEAD_PENALTY;
    if (st->break_inside == BREAK_AVOID)
        for (uint32_t i = l->first_box + 1; i < f->out->n; i++)
            raise_penalty(&f->out->v[i], INSIDE_PENALTY);
    if (l->node->kind == N_LIST && f->out->n > l->first_box + 1) {
        raise_penalty(&f->out->v[l->first_box + 1], LOOSE_PENALTY);
        raise_penalty(&f->out->v[f->out->n - 1], LOOSE_PENALTY);
    }
    if (l->node->kind == N_FIGURE && l->node->parent->kind == N_SECTION)
        for (uint32_t i = l->first_box; i < f->out->n; i++)
            f->out->v[i].figure = l->node;
    f->depth--;
}

static bool is_running_text(const Node *n)
{
    return n->kind == N_PARA && n->parent->kind == N_SECTION;
}

void flow_settle(Flow *f, uint32_t first)
{
    if (f->out->n == first)
        return;
    Box *box = &f->out->v[first];
    box->space = f->pending;
    box->keep_space = first == 0 || f->page_break;
    box->forced = f->page_break && first > 0;
    box->clears = !is_running_text(flow_top(f)->node);
    raise_penalty(box, f->penalty);
    f->pending = 0;
    f->penalty = 0;
    f->page_break = false;
}

void flow_add(Flow *f, Box box)
{
    ARRAY_ROOM(f->out->v, f->out->n, f->out->cap);
    f->out->v[f->out->n++] = box;
}

/* Does it lead to what stands below it, as in "these are:"? */
static bool leads_on(const Node *para)
{
    const Node *next = para->next, *last = para;
    while (last->last)
        last = last->last;
    return next && next->kind != N_PARA && next->kind != N_HEADING &&
           (str_ends(last->text, S(":")) || str_ends(last->text, S("\uFF1A")));
}

/* The boxes from `first` on are a block's lines: where they may be parted, and the block
 * from the next.  A head stands above two lines at least, be they of two paragraphs. */
static void settle_lines(Flow *f, uint32_t first)
{
    const Level *l = flow_top(f);
    const Style *st = &l->style;
    const uint32_t n = f->out->n - first;
    const bool below_head = f->penalty == HEAD_PENALTY;
    for (uint32_t k = 0; k < n; k++)
        f->out->v[first + k].snaps = st->line_snap && l->node->kind == N_PARA;
    for (uint32_t k = 1; k < n; k++)
        if (k < st->orphans || n - k < st->widows)
            f->out->v[first + k].penalty = LINES_PENALTY;
    flow_settle(f, first);
    if (below_head && n > 0 && n < st->orphans)
        f->penalty = LINES_PENALTY;
    else if (leads_on(l->node))
        f->penalty = LOOSE_PENALTY;
}

/* ---- inline content ---- */

/* An open inline element. */
typedef struct Inline {
    const Node *node;
    Element *element, *last_child;
    Style style;
    Str lang;
    const Node *link, *note;
    Raise raise; /* its own, or of what it stands in */
    Len size;    /* of the type that the line is set in */
} Inline;

static const Node *note_called(const Setter *s, const Node *call)
{
    const Node *note =
        call->ref.n > 1 ? book_find(s->book, str_sub(call->ref, 1, call->ref.n)) : NULL;
    return note && note->kind == N_NOTE ? note : NULL;
}

static Inline open_inline(const Flow *f, Inline *parent, const Node *n)
{
    Inline in = {.node = n,
                 .link = parent->link,
                 .note = parent->note,
                 .raise = parent->raise,
                 .size = parent->size};
    in.element = element_of(f->s->scratch, n, parent->element, parent->last_child);
    style_compute(f->s->sheet, in.element, &parent->style, &in.style);
    parent->last_child = in.element;
    if (in.raise == RAISE_BASELINE && in.style.raise == RAISE_BASELINE)
        in.size = in.style.font_size;
    else if (in.raise == RAISE_BASELINE)
        in.raise = in.style.raise;
    in.lang = n->lang.n ? n->lang : parent->lang;
    if ((n->kind == N_LINK || n->kind == N_NOTEREF) && n->ref.n)
        in.link = n;
    if (n->kind == N_NOTEREF)
        in.note = note_called(f->s, n);
    return in;
}

static void put_text(const Flow *f, Para *p, const Inline *in, const Node *n)
{
    Piece piece = in->raise == RAISE_BASELINE
                      ? piece_of(f->s, &in->style, n, in->lang)
                      : piece_raised(f->s, &in->style, in->raise, in->size, n, in->lang);
    piece.link = in->link;
    piece.note = in->note;
    para_text(p, para_piece(p, &piece), n->text);
}

/* Its size at 96 dpi, reduced to fit. */
static void plate_fit(Pixels size, Len most_width, Len most_height, Len *width,
                      Len *height)
{
    const int64_t w = (int64_t)size.width * PT * 3 / 4,
                  h = (int64_t)size.height * PT * 3 / 4;
    int64_t num = 1, den = 1; /* the share of it that fits */
    if (w > most_width)
        num = most_width, den = w;
    if (h * num > most_height * den)
        num = most_height, den = h;
    *width = (Len)(w * num / den);
    *height = (Len)(h * num / den);
}

/* A picture among words: as high as its line, or, where it is much higher, as two. */
static void put_sign(const Flow *f, Para *p, const Inline *in, const Node *n)
{
    const Style *block = &f->levels[f->depth - 1].style;
    const Pixels size = n->picture->info.size;
    Piece piece = piece_of(f->s, &in->style, n, in->lang);
    piece.link = in->link;
    const Len line = block->line_height;
    const int64_t height = (int64_t)size.height * PT * 3 / 4;
    plate_fit(size, p->width, 2 * height > 3 * line ? 2 * line : line, &piece.width,
              &piece.height);
    para_plate(p, para_piece(p, &piece));
}

/* All text below the block at the top, in its own lettering each. */
static void put_inlines(Flow *f, Para *p)
{
    const Level *l = flow_top(f);
    uint32_t depth = 0, cap = 0;
    Inline *stack = NULL;
    ARRAY_ROOM(stack, depth, cap);
    stack[depth++] = (Inline){.node = l->node,
                              .element = l->element,
                              .style = l->style,
                              .lang = l->lang,
                              .size = l->style.font_size};
    for (Walk w = walk(l->node); walk_next(&w);) {
        const Node *n = w.node;
        if (n == l->node)
            continue;
        if (!w.enter) {
            depth--;
        } else if (n->kind == N_IMAGE && n->picture) {
            put_sign(f, p, &stack[depth - 1], n);
        } else if (n->kind == N_TEXT || n->kind == N_IMAGE) {
            put_text(f, p, &stack[depth - 1], n);
        } else if (n->kind == N_BREAK) {
            para_break(p);
        } else {
            const Inline in = open_inline(f, &stack[depth - 1], n);
            ARRAY_ROOM(stack, depth, cap);
            stack[depth++] = in;
        }
    }
    free(stack);
}

/* ---- contents ---- */

static const Node *toc_link(const Node *para)
{
    const Node *link = para->first;
    const bool toc = para->parent && para->parent->kind == N_TOC_ITEM;
    return toc && link && link->kind == N_LINK ? link : NULL;
}

static Len end_of(const Run *run)
{
    const Word *last = &run->words[run->n - 1];
    return run->x + last->x + shape_width(last->shape, run->size, run->tracking);
}

static void append_run(Setter *s, Box *box, Run run)
{
    Run *all = arena_array(s->kept, box->nruns + 1, sizeof *all);
    for (uint32_t i = 0; i < box->nruns; i++)
        all[i] = box->runs[i];
    all[box->nruns++] = run;
    box->runs = all;
}

/* Dots on a grid that all lines share: counted from the right edge. */
static void put_leader(Flow *f, Box *box, const Piece *piece, Len from, Len to, Len right)
{
    const Token *dot = token_find(&f->s->tokens, piece->lettering, S("."));
    const Len pitch = piece->size / 2;
    if (dot->nparts == 0 || to - from < 3 * pitch)
        return;
    const Len first = (right - to) / pitch + 1, last = (right - from) / pitch;
    Run run = {.role = ROLE_LEADER,
               .node = piece->node,
               .face = piece->lettering->face,
               .size = piece->size,
               .scale = 1000,
               .x = right - last * pitch,
               .y = flow_baseline(box)};
    run.words = arena_array(f->s->kept, (size_t)(last - first + 1), sizeof *run.words);
    for (Len k = last; k >= first; k--)
        run.words[run.n++] = (Word){dot->parts[0].shape, (last - k) * pitch};
    append_run(f->s, box, run);
}

/* The page that a line of the contents leads to, at the end of its last line: [left,
 * right) is the room with the padding that keeps long titles off the numbers. */
static void put_page_number(Flow *f, const Node *link, Len left, Len right, bool rtl)
{
    const Pages *all = f->s->numbered;
    const Node *target = book_find(f->s->book, str_sub(link->ref, 1, link->ref.n));
    const uint32_t page = target && all ? all->anchors[target->no].page : UINT32_MAX;
    if (page == UINT32_MAX || f->out->n == 0)
        return;
    Box *box = &f->out->v[f->out->n - 1];
    Piece piece = piece_of(f->s, &flow_top(f)->style, link, flow_top(f)->lang);
    uint32_t n;
    Len width;
    const Str number = page_label(f->s->scratch, &all->v[page]);
    const Str text = arena_printf(f->s->scratch, "%s" STR_FMT "%s", rtl ? "" : "\u00A0",
                                  STR_ARG(number), rtl ? "\u00A0" : "");
    Run *runs = line_of(f->s, f->s->kept, &piece, ROLE_BODY, text, 0, &n, &width);
    Len from = right, to = left; /* what the title takes of the line */
    for (uint32_t k = 0; k < box->nruns; k++) {
        from = box->runs[k].x < from ? box->runs[k].x : from;
        to = end_of(&box->runs[k]) > to ? end_of(&box->runs[k]) : to;
    }
    const Len y = flow_baseline(box), gap = piece.size / 2;
    if (rtl)
        put_leader(f, box, &piece, left + width, from - gap, right);
    else
        put_leader(f, box, &piece, to + gap, right - width, right);
    for (uint32_t k = 0; k < n; k++) {
        runs[k].x += rtl ? left : right - width;
        runs[k].y = y;
        append_run(f->s, box, runs[k]);
    }
    for (uint32_t k = 0; k < box->nlinks; k++)
        if (box->links[k].link == link && rtl)
            box->links[k].x0 = left;
        else if (box->links[k].link == link)
            box->links[k].x1 = right;
}

/* ---- blocks ---- */

/* May its lines be broken again when pages do not come out even?  Running text may. */
static bool may_vary(const Flow *f, const Para *p)
{
    if (p->block->kind != N_PARA || p->flushed || f->in_table ||
        p->style->align != ALIGN_JUSTIFY || toc_link(p->block))
        return false;
    for (uint32_t i = 0; i < p->npieces; i++)
        if (p->pieces[i].height)
            return false;
    return true;
}

static void widen(Flow *f, Len widest)
{
    if (widest > f->widest)
        f->widest = widest;
}

/* A block of inline content: its lines. */
static void flow_lines(Flow *f)
{
    const Level *l = flow_top(f);
    const Node *link = toc_link(l->node);
    const uint32_t first = f->out->n;
    Para p = para_new(f->s, &l->style, l->node, l->left, l->width, f->out);
    p.rtl = l->rtl && l->node->kind != N_CODE_BLOCK;
    if (l->style.align == ALIGN_JUSTIFY || l->style.align == ALIGN_LEFT)
        para_box(&p, l->style.text_indent + f->indent);
    f->indent = 0;
    put_inlines(f, &p);
    if (f->in_table)
        widen(f, l->left + para_widest(&p));
    if (may_vary(f, &p))
        para_end_kept(&p);
    else
        para_end(&p);
    para_free(&p);
    if (link) /* the numbers stand in the padding that keeps long titles off them */
        put_page_number(f, link, l->left - l->style.padding[SIDE_LEFT],
                        l->left + l->width + l->style.padding[SIDE_RIGHT], p.rtl);
    label_item(f, first);
    settle_lines(f, first);
}

/* A picture by itself: as large as it is meant on screens, no larger than the measure and
 * four fifths of a page, in a box of whole lines, so that the text below stands in its
 * grid. */
static void flow_plate(Flow *f, const Node *image)
{
    const Level *l = flow_top(f);
    const uint32_t first = f->out->n;
    const Len line = l->style.line_height;
    Len width, height;
    plate_fit(image->picture->info.size, l->width, f->s->page_height / 5 * 4, &width,
              &height);
    const Len room = height + (f->in_table ? line / 2 : 0); /* off the rules of a row */
    Box box = {.height = (room + line - 1) / line * line, .nplates = 1, .block = image};
    const Len slack = l->width - width;
    const Len x = l->left + (l->style.align == ALIGN_LEFT    ? 0
                             : l->style.align == ALIGN_RIGHT ? slack
                                                             : slack / 2);
    const Len y = (box.height - height) / 2;
    box.plates = arena_alloc(f->s->kept, sizeof *box.plates);
    *box.plates =
        (Plate){.node = image, .x = x, .y = y, .width = width, .height = height};
    if (image->parent->kind == N_LINK && image->parent->ref.n) {
        box.nlinks = 1;
        box.links = arena_alloc(f->s->kept, sizeof *box.links);
        *box.links = (LinkBox){image->parent, x, y, x + width, y + height};
    }
    flow_add(f, box);
    label_item(f, first);
    flow_settle(f, first);
}

/* An empty box, for its borders to be drawn around. */
static void flow_rule(Flow *f)
{
    const uint32_t first = f->out->n;
    flow_add(f, (Box){.block = flow_top(f)->node});
    flow_settle(f, first);
}

static bool holds_lines(NodeKind kind)
{
    return kind == N_HEADING || kind == N_PARA || kind == N_CAPTION ||
           kind == N_CODE_BLOCK;
}

void flow_blocks(Flow *f, const Node *root)
{
    for (Walk w = walk(root); walk_next(&w);) {
        const Node *n = w.node;
        if (!w.enter) {
            flow_close(f);
            continue;
        }
        if (n->kind == N_NOTE && n != root) {
            walk_skip(&w); /* it stands at the foot of the page */
            continue;
        }
        flow_push(f, n);
        flow_open(f);
        const Node *plate = book_plate(n);
        if (n->kind == N_RULE)
            flow_rule(f);
        else if (plate)
            flow_plate(f, plate);
        else if (holds_lines(n->kind))
            flow_lines(f);
        else if (n->kind != N_TABLE || f->in_table || !flow_table(f))
            continue;
        flow_close(f);
        walk_skip(&w);
    }
}

Flow flow_new(Setter *s, const Chapter *c, Len width, Boxes *out)
{
    Flow f = {.s = s, .chapter = c, .out = out};
    Level body = {.node = c->root,
                  .lang = c->lang,
                  .rtl = uni_lang_is_rtl(c->lang),
                  .width = width};
    body.element = body_element(s, c, &body.style);
    ARRAY_ROOM(f.levels, f.depth, f.cap);
    f.levels[f.depth++] = body;
    return f;
}

void flow_free(Flow *f)
{
    free(f->levels);
}

void flow_chapter(Setter *s, const Chapter *c, Len width, Boxes *out)
{
    Flow f = flow_new(s, c, width, out);
    f.pending = out->pending;
    f.penalty = out->penalty;
    flow_blocks(&f, c->root);
    out->pending = f.pending;
    out->penalty = f.penalty;
    flow_free(&f);
}
