/* Words as operands of TJ.
 *
 * Model.  A viewer moves the pen by each glyph's width in /W, less the numbers between
 * the strings, all times size and horizontal scale.  We keep the same account in whole
 * numbers, in the size as it is written, in units of 1e-12 pt (a millionth of an em
 * times a thousandth of a point times a thousandth of scale).  Before each glyph that
 * must stand elsewhere, and before each word, the difference between pen and place is
 * written as a number, rounded; since the pen goes on from what was written, not from
 * what was wanted, an error is put right at the next word and none adds up.
 *
 * Cost.  A book shows few different words, many times.  What a word needs between [ and
 * ] does not depend on its size, so it is made once a shape and then copied.  Shapes
 * that need more (a raised mark, a text that ToUnicode does not give back) are cut into
 * segments once and written out glyph by glyph each time; there are few of them.
 *
 * Text.  Glyphs of one cluster stand for one slice of the text.  One glyph for a slice
 * claims it in ToUnicode; as many glyphs as characters claim one each (a letter and its
 * mark); whatever is left, or was claimed for another text, is put in a span with
 * /ActualText; in scripts whose letters change places the whole word is. */
#include "textrun.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"

/* 1e-12 pt in 1/1024 pt: 10^12 / 2^10. */
static const int64_t UNIT = 976562500;

enum {
    TENTH = EM / 10000, /* of a thousandth of an em: what is written at the finest */
    COARSE = EM / 1000, /* what a move before a word is a multiple of */
    FINE = EM / 2000,   /* and in sizes where half of the coarse step is too much */
    FINE_FROM = 16000,  /* 1/1000 pt */
    CHARS_MOST = 32,    /* of a cluster whose glyphs may claim one each */
    SOFT_HYPHEN = 0xAD,
    RECENT = 1 << 14, /* pieces that are found at once: the common words */
};

/* Glyphs [from, to) of a shape, shown in one go. */
typedef struct Segment {
    uint32_t from, to;
    Str actual; /* what they say; empty: what ToUnicode says */
} Segment;

typedef struct Piece {
    const Shape *shape;
    bool artifact;  /* its text does not matter */
    Str body;       /* for between [ and ], its last string left open; empty: the
                     * segments are written */
    int64_t width;  /* EM; how far the body moves the pen */
    uint32_t shown; /* glyphs of the body */
    Segment *segments;
    size_t n; /* 0: there is nothing to show */
} Piece;

struct TextRuns {
    Arena *arena;
    FontSet *fonts;
    Map pieces[2]; /* [artifact], keyed by the address of the shape, as bytes */
    const Piece *recent[RECENT]; /* by the same address; NULL: none */
    Segment *cut;                /* of the piece at hand: room for one a glyph */
    size_t cut_cap;
};

static void textruns_free(void *p)
{
    TextRuns *t = p;
    map_free(&t->pieces[0]);
    map_free(&t->pieces[1]);
    free(t->cut);
}

TextRuns *textruns_new(Arena *a, FontSet *fonts)
{
    TextRuns *t = arena_alloc(a, sizeof *t);
    t->arena = a;
    t->fonts = fonts;
    arena_defer(a, textruns_free, t);
    return t;
}

/* ---- operands ---- */

typedef struct Operands {
    Buf *out;
    bool array, string; /* inside [ ], inside ( ) */
    uint32_t shown;     /* glyphs so far */
} Operands;

static void close_string(Operands *o)
{
    if (o->string)
        buf_byte(o->out, ')');
    o->string = false;
}

static void close_array(Operands *o)
{
    close_string(o);
    if (o->array)
        buf_put(o->out, S("]TJ"));
    o->array = false;
}

static void open_array(Operands *o)
{
    if (!o->array)
        buf_byte(o->out, '[');
    o->array = true;
}

/* Moves the pen to the right by so many tenths of a thousandth of an em. */
static void put_move(Operands *o, int64_t tenths)
{
    open_array(o);
    close_string(o);
    const char last = o->out->n ? o->out->p[o->out->n - 1] : '[';
    if (last >= '0' && last <= '9')
        buf_byte(o->out, ' ');
    buf_decimal(o->out, -tenths, 1);
}

static void open_string(Operands *o)
{
    open_array(o);
    if (!o->string)
        buf_byte(o->out, '(');
    o->string = true;
}

/* A byte of a string.  As it is: what is deflated is half of what it is in hexadecimal.
 * A carriage return would be read as the end of a line. */
static void put_byte(Operands *o, uint32_t byte)
{
    if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
        buf_byte(o->out, '\\');
    buf_byte(o->out, byte == '\r' ? 'r' : (char)byte);
}

static void put_glyph(Operands *o, uint32_t gid)
{
    open_string(o);
    put_byte(o, gid >> 8);
    put_byte(o, gid & 0xFF);
    o->shown++;
}

/* What was made by put_move() and put_glyph() at the start of an array, which ends with
 * a glyph. */
static void put_body(Operands *o, Str body)
{
    open_array(o);
    if (body.p[0] != '(')
        close_string(o);
    else if (o->string)
        body = str_sub(body, 1, body.n);
    buf_put(o->out, body);
    o->string = true;
}

static void put_rise(Operands *o, int64_t rise)
{
    close_array(o);
    buf_byte(o->out, ' ');
    buf_decimal(o->out, rise, 3);
    buf_put(o->out, S(" Ts"));
}

/* The font's .notdef may not be shown at all (ISO 19005-2, 6.2.11.8); the typesetter has
 * put something visible in its place. */
static bool is_shown(const FontUse *f, const Glyph *g)
{
    return g->gid != 0 && g->gid < f->face->nglyphs && g->gid <= CODE_MOST;
}

/* Shows glyphs [from, to) of a shape.  place: where the first one's pen should be, in
 * font units; *pen: where it is, EM; both from the shape's start.  The state is
 * needed for raised glyphs only.  Returns the place behind the last. */
static int64_t put_glyphs(Operands *o, const FontUse *f, const Shape *s, uint32_t from,
                          uint32_t to, int64_t place, int64_t *pen,
                          const TextState *state)
{
    int32_t rise = 0;
    for (uint32_t i = from; i < to; place += s->glyphs[i++].advance) {
        const Glyph *g = &s->glyphs[i];
        if (!is_shown(f, g))
            continue;
        if (g->dy != rise) {
            rise = g->dy;
            put_rise(o, state->raise + divide(rise * state->size, f->face->upem));
        }
        const int64_t want = divide((place + g->dx) * EM, f->face->upem);
        const int64_t tenths = divide(want - *pen, TENTH);
        if (tenths != 0)
            put_move(o, tenths);
        put_glyph(o, g->gid);
        *pen += tenths * TENTH + f->glyphs[g->gid].width;
    }
    if (rise != 0)
        put_rise(o, state->raise);
    return place;
}

/* ---- pieces: what each glyph says ---- */

/* Glyphs [from, to) of one cluster, and the slice of the text they stand for. */
typedef struct Cluster {
    uint32_t from, to;
    Str text;
} Cluster;

static Cluster next_cluster(const Shape *s, uint32_t from)
{
    Cluster c = {from, from + 1, {0}};
    const uint32_t start = s->glyphs[from].cluster;
    while (c.to < s->n && s->glyphs[c.to].cluster == start)
        c.to++;
    size_t end = s->text.n;
    if (!s->rtl && c.to < s->n)
        end = s->glyphs[c.to].cluster;
    if (s->rtl && from > 0)
        end = s->glyphs[from - 1].cluster;
    c.text = str_sub(s->text, start, end);
    return c;
}

/* A soft hyphen says where a word may be broken; it is no part of it. */
static Str without_soft_hyphens(Arena *a, Str s)
{
    if (s.n < 2 || !str_has(s, S("\xC2\xAD")))
        return s;
    Buf b = {0};
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        if (cp != SOFT_HYPHEN)
            buf_utf8(&b, cp);
    }
    const Str clean = arena_str(a, buf_str(&b));
    buf_free(&b);
    return clean;
}

static bool is_private(uint32_t cp)
{
    return (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000;
}

/* For private-use characters, whose meaning no reader can know, PDF/A wants a text;
 * there is none but to say so. */
static Str public_text(Arena *a, Str s)
{
    bool any = false;
    for (size_t i = 0; i < s.n && !any;)
        any = is_private(utf8_next(s, &i));
    if (!any)
        return s;
    Buf b = {0};
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        buf_utf8(&b, is_private(cp) ? UTF8_REPLACEMENT : cp);
    }
    const Str text = arena_str(a, buf_str(&b));
    buf_free(&b);
    return text;
}

/* One glyph claims the whole slice, as many as it has characters one each; false: it
 * cannot be so, or one claimed something else before. */
static bool claim(FontUse *f, const Shape *s, Cluster c)
{
    const uint32_t n = c.to - c.from;
    if (n == 1)
        return glyph_means(f, s->glyphs[c.from].gid, c.text);
    if (n > CHARS_MOST || utf8_count(c.text) != n)
        return false;
    bool all = true;
    size_t i = 0;
    for (uint32_t k = 0; k < n; k++) {
        const size_t at = i;
        const Glyph *g = &s->glyphs[s->rtl ? c.to - 1 - k : c.from + k];
        utf8_next(c.text, &i);
        all = all && is_shown(f, g) && glyph_means(f, g->gid, str_sub(c.text, at, i));
    }
    return all;
}

/* Uses the cluster's glyphs, whose text is told otherwise or does not matter. */
static void spare(FontUse *f, const Shape *s, Cluster c)
{
    for (uint32_t k = c.from; k < c.to; k++)
        if (is_shown(f, &s->glyphs[k])) /* what follows is in the first one's text */
            glyph_use(f, s->glyphs[k].gid, k == c.from ? c.text : S("\xE2\x80\x8B"));
}

/* What the cluster must say by itself; empty: ToUnicode says it. */
static Str cluster_actual(TextRuns *t, FontUse *f, const Shape *s, Cluster c)
{
    const Str text = public_text(t->arena, c.text);
    if (text.p == c.text.p && claim(f, s, c))
        return (Str){0};
    spare(f, s, (Cluster){c.from, c.to, text});
    return text;
}

static bool any_shown(const FontUse *f, const Shape *s, Cluster c)
{
    for (uint32_t k = c.from; k < c.to; k++)
        if (is_shown(f, &s->glyphs[k]))
            return true;
    return false;
}

/* Appends a segment, or lengthens the last one where it can say both texts. */
static void add_segment(Piece *p, uint32_t from, uint32_t to, Str actual)
{
    Segment *last = p->n ? &p->segments[p->n - 1] : NULL;
    if (last && last->to == from && last->actual.n == 0 && actual.n == 0) {
        last->to = to;
    } else if (last && last->to == from && last->actual.n > 0 &&
               last->actual.p + last->actual.n == actual.p) {
        last->to = to;
        last->actual.n += actual.n;
    } else {
        p->segments[p->n++] = (Segment){from, to, actual};
    }
}

/* Scripts whose letters move and change places: readers of a PDF put the slices of such a
 * word together in the order in which they are seen.  Those from right to left readers
 * turn round letter by letter, so the less is in spans the better. */
static bool is_woven(const Shape *s)
{
    size_t i = 0;
    const uint32_t cp = s->text.n ? utf8_next(s->text, &i) : 0;
    return (cp >= 0x900 && cp < 0x10A0) || (cp >= 0x1780 && cp < 0x1800);
}

/* Does any part of the word say its text by itself, or stand elsewhere than the pen? */
static bool is_patched(const Piece *p)
{
    const Shape *s = p->shape;
    for (size_t i = 0; i < p->n; i++)
        if (p->segments[i].actual.n)
            return true;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->glyphs[i].dx != 0 || s->glyphs[i].dy != 0 || s->glyphs[i].advance == 0)
            return true;
    return false;
}

static void find_segments(TextRuns *t, FontUse *f, Piece *p)
{
    const Shape *s = p->shape;
    if (s->actual && !p->artifact) {
        spare(f, s, (Cluster){0, s->n, {0}});
        add_segment(p, 0, s->n, public_text(t->arena, s->text));
        return;
    }
    for (uint32_t i = 0; i < s->n;) {
        Cluster c = next_cluster(s, i);
        i = c.to;
        c.text = without_soft_hyphens(t->arena, c.text);
        if (c.text.n == 0 || !any_shown(f, s, c))
            continue;
        if (p->artifact)
            spare(f, s, c);
        add_segment(p, c.from, c.to, p->artifact ? (Str){0} : cluster_actual(t, f, s, c));
    }
    if (p->n > 0 && !p->artifact && is_woven(s) && is_patched(p)) {
        const Str text = without_soft_hyphens(t->arena, s->text);
        p->segments[0] = (Segment){0, s->n, public_text(t->arena, text)};
        p->n = 1;
    }
}

/* Nearly every piece is one segment, or none. */
static void cut_segments(TextRuns *t, FontUse *f, Piece *p)
{
    if (p->shape->n > t->cut_cap)
        t->cut = mem_grow(t->cut, t->cut_cap = 2 * p->shape->n, sizeof *t->cut);
    p->segments = t->cut;
    find_segments(t, f, p);
    Segment *kept = arena_array(t->arena, p->n, sizeof *kept);
    p->segments = p->n ? memcpy(kept, t->cut, p->n * sizeof *kept) : kept;
}

static bool is_level(const Shape *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->glyphs[i].dy != 0)
            return false;
    return true;
}

/* Writes the segments; returns how far the pen moved, EM. */
static int64_t put_segments(Operands *o, const FontUse *f, const Piece *p,
                            const TextState *state)
{
    int64_t pen = 0, place = 0;
    uint32_t at = 0;
    for (size_t i = 0; i < p->n; i++) {
        const Segment *seg = &p->segments[i];
        for (; at < seg->from; at++) /* left out */
            place += p->shape->glyphs[at].advance;
        if (seg->actual.n) {
            close_array(o);
            buf_put(o->out, S("/Span<</ActualText"));
            put_utf16(o->out, seg->actual, true);
            buf_put(o->out, S(">>BDC"));
        }
        place = put_glyphs(o, f, p->shape, seg->from, seg->to, place, &pen, state);
        if (seg->actual.n) {
            close_array(o);
            buf_put(o->out, S(" EMC "));
        }
        at = seg->to;
    }
    return pen;
}

static const Piece *piece_find(TextRuns *t, FontUse *f, const Shape *shape, bool artifact)
{
    const Str key = {(const char *)&shape, sizeof shape};
    Piece *p = map_find(&t->pieces[artifact], key);
    if (p)
        return p;
    p = arena_alloc(t->arena, sizeof *p);
    p->shape = shape;
    p->artifact = artifact;
    *map_at(&t->pieces[artifact], (Str){(const char *)&p->shape, sizeof shape}) = p;
    cut_segments(t, f, p);
    if (p->n == 1 && p->segments[0].actual.n == 0 && is_level(shape)) {
        Buf b = {0};
        Operands o = {.out = &b, .array = true};
        p->width = put_segments(&o, f, p, NULL);
        p->shown = o.shown;
        p->body = arena_str(t->arena, buf_str(&b));
        buf_free(&b);
    }
    return p;
}

static const Piece *piece_of(TextRuns *t, FontUse *f, const Shape *shape, bool artifact)
{
    const Piece **recent = &t->recent[(uintptr_t)shape / sizeof *shape % RECENT];
    if (*recent == NULL || (*recent)->shape != shape || (*recent)->artifact != artifact)
        *recent = piece_find(t, f, shape, artifact);
    return *recent;
}

/* ---- runs ---- */

static void put_state(Buf *out, TextState *now, const TextState *want)
{
    if (now->font != want->font || now->size != want->size) {
        buf_printf(out, "/F%u ", want->font->number);
        buf_decimal(out, want->size, 3);
        buf_put(out, S(" Tf "));
    }
    if (now->tracking != want->tracking) {
        buf_decimal(out, want->tracking, 3);
        buf_put(out, S(" Tc "));
    }
    if (now->raise != want->raise) {
        buf_decimal(out, want->raise, 3);
        buf_put(out, S(" Ts "));
    }
    if ((now->scale ? now->scale : 1000) != want->scale) {
        buf_decimal(out, want->scale, 1);
        buf_put(out, S(" Tz "));
    }
    *now = *want;
}

/* Words from the pen's start; em: 1e-12 pt in a millionth of an em. */
static void put_words(TextRuns *t, Operands *o, FontUse *f, const TextState *state,
                      const Run *run, bool artifact)
{
    const int64_t em = state->size * state->scale;
    const int64_t step = state->size < FINE_FROM ? COARSE : FINE;
    int64_t pen = 0;
    for (uint32_t i = 0; i < run->n; i++) {
        const Word *w = &run->words[i];
        const Piece *p = piece_of(t, f, w->shape, artifact);
        if (p->n == 0)
            continue;
        const int64_t move = divide(w->x * UNIT - pen, em * step) * step;
        if (move != 0)
            put_move(o, move / TENTH);
        const uint32_t before = o->shown;
        int64_t width = p->width;
        if (p->body.n) {
            put_body(o, p->body);
            o->shown += p->shown;
        } else {
            width = put_segments(o, f, p, state);
        }
        pen += (move + width) * em +
               (o->shown - before) * state->tracking * state->scale * EM;
    }
    close_array(o);
}

void textrun_put(TextRuns *t, Buf *out, TextState *state, const Run *run, Len height,
                 bool artifact)
{
    FontUse *f = fontset_use(t->fonts, run->face);
    /* Tracking is as wide as it was meant, though Tz would scale it. */
    const TextState want = {
        .font = f,
        .size = divide((int64_t)run->size * 1000, PT),
        .tracking = divide((int64_t)run->tracking * 1000 * 1000, PT * run->scale),
        .raise = divide((int64_t)run->raise * 1000, PT),
        .scale = run->scale,
    };
    put_state(out, state, &want);
    buf_put(out, run->turned ? S("BT 0 1 -1 0 ") : S("BT "));
    buf_pt(out, run->turned ? run->x + run->raise : run->x);
    buf_byte(out, ' ');
    buf_pt(out, run->turned ? height - run->y : height - run->y - run->raise);
    buf_put(out, run->turned ? S(" Tm") : S(" Td"));
    Operands o = {.out = out};
    put_words(t, &o, f, &want, run, artifact);
    buf_put(out, S(" ET\n"));
}
