/* Lines: a paragraph's items, once broken, become boxes with runs of words, their spaces
 * stretched or shrunk to the measure. */
#include "linemaker.h"

#include <stdlib.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "bidi.h"

enum {
    EXPAND = 30,      /* letters are set at most so many 1/1000 wider or narrower: Adobe's
                       * own limit */
    GRID_LOOSEST = 2, /* times their stretch: ideographs a quarter of an em apart */
};

typedef struct Sums {
    int64_t width, stretch, shrink, elastic;
} Sums;

/* What is set on a line: a word, whole or a part, or a space. */
typedef struct Part {
    const Piece *piece; /* NULL: an indent */
    const Token *token; /* NULL: only room */
    Len width, stretch, shrink;
    uint32_t offset;
    bool is_hyphen, is_blank, elastic;
    Len x, end; /* from the text block's left edge, once the line is set */
    int scale;
} Part;

typedef struct Parts {
    Part *v;
    uint32_t n, cap;
} Parts;

static void add_part(Parts *ps, Part part)
{
    ARRAY_ROOM(ps->v, ps->n, ps->cap);
    ps->v[ps->n++] = part;
}

/* The boxes of items[i..end) that are one word's, as one part; i is moved behind. */
static void add_word(const Para *p, Parts *ps, uint32_t *i, uint32_t end)
{
    const Item *it = &p->items[*i];
    if (it->piece == UINT32_MAX) {
        add_part(ps, (Part){.width = it->width});
        ++*i;
        return;
    }
    const Piece *piece = &p->pieces[it->piece];
    if (it->token == NULL) {
        add_part(ps, (Part){.piece = piece, .width = it->width});
        ++*i;
        return;
    }
    uint32_t to = it->to, k = *i + 1;
    for (; k < end; k++) {
        const Item *next = &p->items[k];
        if (next->kind == ITEM_PENALTY && k + 1 < end)
            continue;
        if (next->kind != ITEM_BOX || next->token != it->token || next->from != to)
            break;
        to = next->to;
    }
    while (k > *i + 1 && p->items[k - 1].kind == ITEM_PENALTY)
        k--;
    const bool whole = it->from == 0 && to == it->token->text.n;
    const Token *token = whole ? it->token
                               : token_find(&p->s->tokens, piece->lettering,
                                            str_sub(it->token->text, it->from, to));
    add_part(ps, (Part){.piece = piece,
                        .token = token,
                        .elastic = it->elastic,
                        .offset = it->offset,
                        .width = token_width(token, 0, (uint32_t)token->text.n,
                                             piece->size, piece->tracking)});
    *i = k;
}

static void collect_parts(const Para *p, uint32_t from, uint32_t at, Parts *ps)
{
    for (uint32_t i = from; i < at;) {
        const Item *it = &p->items[i];
        switch (it->kind) {
        case ITEM_BOX:
            add_word(p, ps, &i, at);
            break;
        case ITEM_GLUE:
            add_part(ps, (Part){.piece = &p->pieces[it->piece],
                                .token = it->token,
                                .is_blank = it->token != NULL,
                                .width = it->width,
                                .stretch = it->stretch,
                                .shrink = it->shrink,
                                .offset = it->offset});
            i++;
            break;
        case ITEM_PENALTY:
            i++;
            break;
        }
    }
    const Item *end = &p->items[at];
    const Piece *piece = end->piece < p->npieces ? &p->pieces[end->piece] : NULL;
    if (end->kind == ITEM_PENALTY && end->hyphen && end->width > 0)
        add_part(ps, (Part){.piece = piece,
                            .token = piece->hyphen,
                            .width = end->width,
                            .elastic = true,
                            .is_hyphen = true});
}

/* Is the line broken between letters, with nothing to show for it? */
static bool ends_inside_word(const Item *end, const Part *last)
{
    size_t i = last->token->text.n;
    if (end->kind == ITEM_BOX || end->hyphen || (end->kind == ITEM_GLUE && end->token) ||
        (end->kind == ITEM_PENALTY && end->penalty <= PENALTY_ALWAYS) || i == 0)
        return false;
    const uint32_t cp = utf8_prev(last->token->text, &i);
    return cp < 0x2E80 && (uni_is_letter(cp) || uni_is_digit(cp) || uni_is_mark(cp));
}

/* A hyphen of the text at a line's end is set apart and says what it is: a reader of the
 * PDF would take it for one that was put in.  So does a word that is broken without one,
 * lest a blank be read there. */
static void mark_own_hyphen(const Para *p, const Item *end, Parts *ps)
{
    Part *last = ps->n ? &ps->v[ps->n - 1] : NULL;
    if (!last || !last->token || end->width)
        return;
    if (ends_inside_word(end, last)) {
        last->token = token_said(p->s->kept, last->token);
        return;
    }
    if (end->kind != ITEM_PENALTY || !end->hyphen)
        return;
    const Str text = last->token->text;
    const size_t n = str_ends(text, S("-")) ? 1 : str_ends(text, S("\u2010")) ? 3 : 0;
    if (n == 0 || n == text.n)
        return;
    const Piece *piece = last->piece;
    const Token *word =
        token_find(&p->s->tokens, piece->lettering, str_sub(text, 0, text.n - n));
    const Token *hyphen =
        token_find(&p->s->tokens, piece->lettering, str_sub(text, text.n - n, text.n));
    Part tail = *last;
    tail.token = token_said(p->s->kept, hyphen);
    tail.offset += (uint32_t)(text.n - n);
    tail.width = token_width(hyphen, 0, (uint32_t)n, piece->size, piece->tracking);
    last->token = word;
    last->width =
        token_width(word, 0, (uint32_t)word->text.n, piece->size, piece->tracking);
    add_part(ps, tail);
}

/* Where the baseline of a line in the block's own type stands below its top. */
static Len baseline_of(const Para *p, const Face *face)
{
    const Style *st = p->style;
    const int64_t up = (int64_t)face->ascender * st->font_size / face->upem;
    const int64_t down = -(int64_t)face->descender * st->font_size / face->upem;
    return (Len)(up + (st->line_height - up - down) / 2);
}

/* How a line's slack is spent. */
typedef struct Spread {
    Len x;                /* where it begins */
    int scale;            /* of its elastic words, in 1/1000 */
    int64_t slack, total; /* each glue takes slack * its share / total; total 0: none */
    bool shrink;
} Spread;

static Sums sum_parts(const Parts *ps)
{
    Sums sum = {0};
    for (uint32_t i = 0; i < ps->n; i++) {
        sum.width += ps->v[i].width;
        sum.stretch += ps->v[i].stretch;
        sum.shrink += ps->v[i].shrink;
        sum.elastic += ps->v[i].elastic ? ps->v[i].width : 0;
    }
    return sum;
}

static bool has_grid(const Parts *ps)
{
    for (uint32_t i = 0; i < ps->n; i++)
        if (ps->v[i].stretch > 0 && !ps->v[i].is_blank)
            return true;
    return false;
}

/* Letters give way first, to EXPAND; what is left is for the spaces. */
static void justify(const Para *p, const Parts *ps, const Sums *sum, Spread *s)
{
    int64_t by = sum->elastic > 0 ? s->slack * 1000 / sum->elastic : 0;
    by = by > EXPAND ? EXPAND : by < -EXPAND ? -EXPAND : by;
    s->scale = 1000 + (int)by;
    for (uint32_t i = 0; i < ps->n; i++)
        if (ps->v[i].elastic)
            s->slack -= len_scaled(ps->v[i].width, s->scale) - ps->v[i].width;
    s->shrink = s->slack < 0;
    s->total = s->shrink ? sum->shrink : sum->stretch;
    /* Ideographs that stand too far apart are read one by one: better a short line. */
    if (has_grid(ps) && s->slack > GRID_LOOSEST * sum->stretch)
        s->slack = GRID_LOOSEST * sum->stretch;
    /* The parts of a parted word are a trace wider or narrower than they were reckoned:
     * the blanks take that, too. */
    if (s->shrink && -s->slack > sum->shrink + p->style->font_size / 8)
        s->slack = -sum->shrink;
}

/* hang: what the line hangs out, `left` of it to the left. */
static Spread spread_of(const Para *p, const Parts *ps, bool last, Len hang, Len left)
{
    const Sums sum = sum_parts(ps);
    Spread s = {.slack = p->width + hang - sum.width, .scale = 1000, .x = -left};
    Align align = p->style->align;
    if (align == ALIGN_JUSTIFY && last)
        align = s.slack >= 0 ? p->style->align_last : ALIGN_JUSTIFY;
    if (p->rtl && (align == ALIGN_LEFT || align == ALIGN_RIGHT))
        align = align == ALIGN_LEFT ? ALIGN_RIGHT : ALIGN_LEFT; /* where lines begin */
    switch (align) {
    case ALIGN_JUSTIFY:
        justify(p, ps, &sum, &s);
        break;
    case ALIGN_LEFT:
        break;
    case ALIGN_RIGHT:
        s.x += (Len)s.slack;
        break;
    case ALIGN_CENTER:
        s.x += (Len)(s.slack / 2);
        break;
    }
    return s;
}

static bool has_rtl(const Parts *ps)
{
    for (uint32_t i = 0; i < ps->n; i++)
        for (uint32_t k = 0; ps->v[i].token && k < ps->v[i].token->nparts; k++)
            if (ps->v[i].token->parts[k].shape->rtl)
                return true;
    return false;
}

static bool is_code(const Node *n)
{
    while (n && !node_is_block(n->kind) && n->kind != N_CODE)
        n = n->parent;
    return n && n->kind == N_CODE;
}

/* See BidiPart. */
static int isolate_of(const Para *p, const Piece *piece)
{
    if (piece && p->rtl && is_code(piece->node))
        return -1;
    const bool rtl = piece ? piece->lettering->rtl : p->rtl;
    return rtl == p->rtl ? 0 : rtl ? 1 : -1;
}

/* Brackets and stops that stand among words from right to left are mirrored, and drawn
 * in their order: they had no direction of their own when they were shaped. */
static void turn_mark(const Para *p, Part *part)
{
    if (part->token == NULL || part->is_blank || part->token->nparts == 0 ||
        part->token->parts[0].shape->rtl || part->token->parts[0].shape->actual ||
        !text_is_marks(part->token->text))
        return;
    Lettering turned = *part->piece->lettering;
    turned.features |= FEATURE_RTL;
    const Lettering *l = lettering_find(&p->s->tokens, &turned);
    part->token = token_find(&p->s->tokens, l, part->token->text);
}

/* The parts' numbers from left to right. */
static const uint32_t *order_parts(const Para *p, Parts *ps)
{
    Arena *a = p->s->scratch;
    if (p->rtl || has_rtl(ps)) {
        BidiPart *parts = arena_array(a, ps->n, sizeof *parts);
        for (uint32_t i = 0; i < ps->n; i++) {
            const Token *t = ps->v[i].token;
            parts[i].text = t && t->text.n ? t->text : p->rtl ? S("\u200F") : S("\u200E");
            parts[i].isolate = isolate_of(p, ps->v[i].piece);
        }
        bool *turned = arena_array(a, ps->n, sizeof *turned);
        const uint32_t *order = visual_order(a, parts, ps->n, p->rtl, turned);
        for (uint32_t i = 0; i < ps->n; i++)
            if (turned[i])
                turn_mark(p, &ps->v[i]);
        return order;
    }
    uint32_t *order = arena_array(a, ps->n, sizeof *order);
    for (uint32_t i = 0; i < ps->n; i++)
        order[i] = i;
    return order;
}

/* Where each part stands. */
static void place(const Para *p, Parts *ps, const Spread *s)
{
    const uint32_t *order = order_parts(p, ps);
    /* x without what the glue before it took */
    int64_t x = s->x, shares = 0, had = 0;
    for (uint32_t k = 0; k < ps->n; k++) {
        Part *part = &ps->v[order[k]];
        /* A blank is as wide as it is set: it takes the scale of its line's run. */
        part->scale = part->elastic || part->is_blank ? s->scale : 1000;
        const Len width = len_scaled(part->width, part->elastic ? s->scale : 1000);
        const Len share = s->total == 0 ? 0 : s->shrink ? part->shrink : part->stretch;
        shares += share;
        part->x = p->left + (Len)(x + had);
        had = share ? s->slack * shares / s->total : had;
        part->end = p->left + (Len)(x + width + had);
        x += width;
    }
}

/* The parts as words, in the order of reading. */
static void put_parts(const Parts *ps, LineMaker *m, Len y)
{
    for (uint32_t i = 0; i < ps->n; i++) {
        const Part *part = &ps->v[i];
        if (part->piece == NULL)
            continue;
        const Role role = part->is_hyphen ? ROLE_HYPHEN : role_of(part->piece->node);
        if (part->token)
            maker_token(m, part->piece, part->token, role, part->offset, part->scale,
                        part->x, y);
        else if (part->piece->width)
            maker_plate(m, part->piece, part->x, y);
        if (part->piece->decoration && part->token && part->end > part->x)
            maker_decoration(m, part->piece, part->x, part->end, y);
        if (part->piece->link)
            maker_link(m, part->piece, part->x, part->end, y);
        if (part->piece->note && part->token)
            maker_note(m, part->piece->note);
    }
}

/* The blank that parts this line's last word from the next line's first: it is not seen,
 * but it is read. */
static void add_end_blank(const Para *p, const Item *end, bool last, Parts *ps)
{
    if (end->kind == ITEM_GLUE && end->token)
        add_part(ps, (Part){.piece = &p->pieces[end->piece],
                            .token = end->token,
                            .is_blank = true,
                            .offset = end->offset});
    else if (end->kind == ITEM_PENALTY && end->penalty <= PENALTY_ALWAYS && !last &&
             ps->n && ps->v[ps->n - 1].piece)
        add_part(ps, (Part){.piece = ps->v[ps->n - 1].piece,
                            .token = ps->v[ps->n - 1].piece->blank,
                            .is_blank = true});
}

/* A line of code that goes on in the next one says so, outside of the measure. */
static void add_turnover(const Para *p, Parts *ps)
{
    const Piece *piece = ps->n ? ps->v[ps->n - 1].piece : NULL;
    if (piece == NULL)
        return;
    const bool arrow = face_has(piece->lettering->face, 0x21A9);
    const Token *token =
        token_find(&p->s->tokens, piece->lettering, arrow ? S("\u21A9") : S("\\"));
    add_part(ps, (Part){.piece = piece, .token = token, .is_hyphen = true});
}

static void report_wide(const Para *p, const Parts *ps, Len hang)
{
    const Sums sum = sum_parts(ps);
    const bool ragged = p->style->align != ALIGN_JUSTIFY;
    const int64_t give = ragged ? 0 : sum.shrink + sum.elastic * EXPAND / 1000;
    const int64_t over = sum.width - give - hang - p->width;
    if (over <= p->style->font_size / 8)
        return;
    Str words = {0};
    for (uint32_t i = 0; i < ps->n && words.n == 0; i++)
        if (ps->v[i].token && ps->v[i].token->text.n > 1)
            words = str_sub(ps->v[i].token->text, 0, 40);
    Buf text = {0};
    buf_pt(&text, over);
    diag(p->s->diag, D_TOO_WIDE, p->s->tokens.at, buf_str(&text), words);
    buf_free(&text);
}

/* As many lines' height as the pictures in it need. */
static Len lines_of(const Para *p, const Parts *ps)
{
    const Len line = p->style->line_height;
    Len most = line;
    for (uint32_t i = 0; i < ps->n; i++)
        if (ps->v[i].piece && ps->v[i].piece->height > most)
            most = ps->v[i].piece->height;
    return (most + line - 1) / line * line;
}

/* ps: empty, and again then. */
static void add_line(Para *p, LineMaker *m, Parts *ps, uint32_t from, uint32_t at,
                     bool last)
{
    const Item *end = &p->items[at];
    const bool closed = end->kind == ITEM_PENALTY && end->penalty <= PENALTY_ALWAYS;
    collect_parts(p, from, at, ps);
    mark_own_hyphen(p, end, ps);
    Len left;
    const Len hang = line_hang(p->items, from, at, &left);
    report_wide(p, ps, hang);
    const Spread spread = spread_of(p, ps, closed, hang, left);
    if (p->style->white_space == WHITE_PRE && !closed)
        add_turnover(p, ps);
    add_end_blank(p, end, last, ps);
    const Face *face = p->npieces ? p->pieces[0].lettering->face
                                  : lettering_of(p->s, p->style, (Str){0}, 0)->face;
    place(p, ps, &spread);
    const Len lines = lines_of(p, ps);
    put_parts(ps, m, baseline_of(p, face) + (lines - p->style->line_height) / 2);
    Box box = {.height = lines, .block = p->block};
    box.hyphened = end->kind == ITEM_PENALTY && end->hyphen;
    box.runs = maker_runs(m, &box.nruns);
    box.links = keep_array(m->kept, m->links, m->nlinks, sizeof *m->links);
    box.nlinks = m->nlinks;
    box.plates = keep_array(m->kept, m->plates, m->nplates, sizeof *m->plates);
    box.nplates = m->nplates;
    box.notes = keep_array(p->s->scratch, m->notes, m->nnotes, sizeof *m->notes);
    box.nnotes = m->nnotes;
    box.rules = keep_array(m->kept, m->rules, m->nrules, sizeof *m->rules);
    box.nrules = m->nrules;
    m->nlinks = m->nplates = m->nnotes = m->nrules = 0;
    ARRAY_ROOM(p->out->v, p->out->n, p->out->cap);
    p->out->v[p->out->n++] = box;
    ps->n = 0;
}

/* No hyphen in the last word of a paragraph. */
static void spare_last_word(Para *p)
{
    for (uint32_t i = p->n; i-- > 0 && p->items[i].kind != ITEM_GLUE;)
        if (p->items[i].kind == ITEM_PENALTY && p->items[i].hyphen && p->items[i].width)
            p->items[i].penalty = PENALTY_NEVER;
}

static Measure measure_of(const Para *p)
{
    return (Measure){.width = p->width,
                     .em = p->style->font_size,
                     .ragged = p->style->align != ALIGN_JUSTIFY,
                     .balanced = p->style->balance,
                     .expand = EXPAND};
}

static void add_lines(Para *p, const uint32_t *breaks, uint32_t count)
{
    LineMaker maker = {.kept = p->s->kept};
    Parts parts = {0};
    uint32_t from = line_begin(p->items, p->n, UINT32_MAX);
    for (uint32_t k = 0; k < count; k++) {
        add_line(p, &maker, &parts, from, breaks[k], k + 1 == count);
        from = line_begin(p->items, p->n, breaks[k]);
    }
    maker_free(&maker);
    free(parts.v);
}

/* Breaks the paragraph into lines; NULL when there is nothing in it. */
static uint32_t *finish(Para *p, uint32_t *count)
{
    while (p->n > 0 && p->items[p->n - 1].kind == ITEM_GLUE)
        p->n--;
    if (p->n == 0)
        return NULL;
    spare_last_word(p);
    para_part_chains(p);
    para_break(p);
    const Measure m = measure_of(p);
    return break_lines(p->s->scratch, p->items, p->n, &m, count);
}

void para_end(Para *p)
{
    uint32_t count;
    const uint32_t *breaks = finish(p, &count);
    if (breaks)
        add_lines(p, breaks, count);
    p->n = 0;
}

/* ---- other settings ---- */

void para_end_kept(Para *p)
{
    Boxes *out = p->out;
    Paragraph kept = {.first = out->n, .style = *p->style};
    kept.best.breaks = finish(p, &kept.best.lines);
    if (kept.best.breaks == NULL)
        return;
    add_lines(p, kept.best.breaks, kept.best.lines);
    kept.n = out->n - kept.first;
    /* Without their spare room: a chapter keeps those of all its paragraphs. */
    p->items = mem_grow(p->items, p->cap = p->n, sizeof *p->items);
    p->pieces = mem_grow(p->pieces, p->pieces_cap = p->npieces, sizeof *p->pieces);
    kept.para = *p;
    ARRAY_ROOM(out->paras, out->nparas, out->paras_cap);
    out->paras[out->nparas++] = kept;
    p->items = NULL; /* they are the kept one's now */
    p->pieces = NULL;
}

void para_settings(Paragraph *p)
{
    p->para.style = &p->style;
    const Para *para = &p->para;
    const Measure m = measure_of(para);
    Setting all[SETTINGS];
    p->best.cost = breaks_cost(para->items, para->n, &m, p->best.breaks, p->best.lines);
    const uint32_t n =
        break_lines_into(para->s->scratch, para->items, para->n, &m, &p->best, all);
    p->nothers = 0;
    for (uint32_t k = 0; k < n; k++)
        if (all[k].lines != p->best.lines)
            p->others[p->nothers++] = all[k];
}

void para_set(Paragraph *p, const Setting *setting, Boxes *out)
{
    p->para.style = &p->style;
    p->para.out = out;
    add_lines(&p->para, setting->breaks, setting->lines);
}

void boxes_free(Boxes *b)
{
    for (uint32_t i = 0; i < b->nparas; i++)
        para_free(&b->paras[i].para);
    free(b->paras);
    free(b->v);
}

void box_prepend(Setter *s, Box *box, const Run *runs, uint32_t n)
{
    Run *all = arena_array(s->kept, box->nruns + n, sizeof *all);
    for (uint32_t i = 0; i < n; i++)
        all[i] = runs[i];
    for (uint32_t i = 0; i < box->nruns; i++)
        all[n + i] = box->runs[i];
    box->runs = all;
    box->nruns += n;
}
