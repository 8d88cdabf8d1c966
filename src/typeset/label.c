/* Labels: the markers of lists' items and the numbers of notes, which hang beside the
 * first line of what they belong to, on the side where its lines begin. */
#include "base/numeral.h"
#include "base/unicode.h"
#include "flow.h"

Len flow_baseline(const Box *box)
{
    return box->nruns ? box->runs[0].y : box->height;
}

/* Puts the runs of a label, which begins at x, before those of a box. */
static void prepend_label(Setter *s, Box *box, Run *runs, uint32_t n, Len x)
{
    for (uint32_t i = 0; i < n; i++) {
        runs[i].label = true;
        runs[i].x += x;
        runs[i].y += flow_baseline(box);
    }
    box_prepend(s, box, runs, n);
}

/* ---- lists ---- */

static Str marker(Arena *a, ListStyle style, uint32_t n)
{
    Str s = {0};
    switch (style) {
    case LIST_NONE:
        return s;
    case LIST_DISC:
        return S("\u2022");
    case LIST_CIRCLE:
        return S("\u25E6");
    case LIST_SQUARE:
        return S("\u25AA");
    case LIST_DECIMAL:
        break;
    case LIST_LOWER_ALPHA:
        s = numeral_letters(a, n);
        break;
    case LIST_UPPER_ALPHA:
        s = uni_upper(a, numeral_letters(a, n));
        break;
    case LIST_LOWER_ROMAN:
        s = numeral_roman(a, n);
        break;
    case LIST_UPPER_ROMAN:
        s = uni_upper(a, numeral_roman(a, n));
        break;
    }
    return s.n ? arena_printf(a, STR_FMT ".", STR_ARG(s))
               : arena_printf(a, "%u.", (unsigned)n);
}

void label_item(Flow *f, uint32_t first)
{
    uint32_t i = f->depth;
    while (i > 0 && f->levels[i - 1].node->kind != N_ITEM)
        i--;
    if (i < 2 || !f->levels[i - 1].label_due || first >= f->out->n)
        return;
    Level *item = &f->levels[i - 1], *list = &f->levels[i - 2];
    item->label_due = false;
    const bool rtl = uni_lang_is_rtl(item->lang);
    const Str mark = marker(f->s->scratch, item->style.list_style, list->counter);
    const Str text = arena_printf(f->s->scratch, "%s" STR_FMT "%s", rtl ? "\u00A0" : "",
                                  STR_ARG(mark), rtl ? "" : "\u00A0");
    list->counter++;
    Piece piece = piece_of(f->s, &item->style, item->node, item->lang);
    piece.label = true;
    uint32_t n;
    Len width;
    Run *runs = line_of(f->s, f->s->kept, &piece, ROLE_BODY, text, 0, &n, &width);
    const Len gap = piece.space / 2;
    prepend_label(f->s, &f->out->v[first], runs, n,
                  rtl ? item->left + item->width + gap : item->left - width - gap);
}

/* ---- notes ---- */

/* What a note is called by. */
static Str number_of(const Setter *s, const Node *note)
{
    const Book *b = s->book;
    size_t lo = 0, hi = b->nnotes; /* notes stand in the order of their briefs */
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (b->notes[mid].brief->no < note->no)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == b->nnotes || b->notes[lo].brief != note)
        return (Str){0};
    const Note *n = &b->notes[lo];
    return n->number ? arena_printf(s->scratch, "%u\u00A0", (unsigned)n->number)
                     : arena_printf(s->scratch, STR_FMT "\u00A0", STR_ARG(n->label));
}

void flow_note(Setter *s, const Chapter *c, const Node *note, Len width, Boxes *out)
{
    const uint32_t first = out->n;
    const Str number = number_of(s, note);
    Flow f = flow_new(s, c, width, out);
    flow_push(&f, note);
    const Level *l = flow_top(&f);
    const bool rtl = uni_lang_is_rtl(l->lang);
    const Len room = l->style.padding[rtl ? SIDE_RIGHT : SIDE_LEFT];
    const Piece piece = piece_of(s, &l->style, note, l->lang);
    f.depth--; /* flow_blocks() opens it again */
    uint32_t n;
    Len w;
    Run *runs = line_of(s, s->kept, &piece, ROLE_NOTE, number, 0, &n, &w);
    f.indent = w > room ? w - room : 0; /* the number pushes its text on */
    flow_blocks(&f, note);
    if (out->n > first && number.n)
        prepend_label(s, &out->v[first], runs, n, rtl ? width - w : 0);
    flow_free(&f);
}
