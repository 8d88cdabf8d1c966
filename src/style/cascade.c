/* The cascade: which declarations hold for an element, and what they compute to.
 *
 * Style is asked for once for each element of a book, and almost every rule is about
 * other elements.  So the selectors lie in buckets by the id, class or type that their
 * rightmost compound asks for, each bucket sorted by what wins (origin, specificity,
 * order).  An element's few buckets are merged in that order and each selector matched;
 * a later declaration replaces an earlier one.  Nothing is allocated and nothing is
 * sorted on the way, so that threads may share the sheet.  !important declarations are
 * a second round, walked only when the sheet has any. */
#include <stdlib.h>
#include <string.h>

#include "css.h"

/* ---- the index ---- */

static const Test *find_test(const Compound *c, TestKind kind)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->tests[i].kind == kind)
            return &c->tests[i];
    return NULL;
}

static Bucket *bucket_in(StyleSheet *s, Map *map, Str name)
{
    void **at = map_at(map, name);
    if (*at == NULL)
        *at = arena_alloc(s->arena, sizeof(Bucket));
    return *at;
}

static Bucket *bucket_for(StyleSheet *s, const Selector *selector)
{
    const Compound *c = &selector->parts[0];
    const Test *t = find_test(c, TEST_ID);
    if (t)
        return bucket_in(s, &s->by_id, t->name);
    t = find_test(c, TEST_CLASS);
    if (t)
        return bucket_in(s, &s->by_class, t->name);
    t = find_test(c, TEST_TYPE);
    return t ? bucket_in(s, &s->by_type, t->name) : &s->any;
}

static int by_key(const void *a, const void *b)
{
    const uint64_t ka = ((const Selector *)a)->key, kb = ((const Selector *)b)->key;
    return (ka > kb) - (ka < kb);
}

void css_index(StyleSheet *s)
{
    for (size_t i = 0; i < s->selectors.n; i++) {
        Selector *selector = &s->selectors.v[i];
        selector->key |= (uint64_t)s->rules[selector->rule].origin << 63;
        selector->key |= i & UINT32_MAX;
    }
    /* Rules find their selectors by place for the EPUB: sort a copy. */
    Selector *sorted = arena_array(s->arena, s->selectors.n + 1, sizeof *sorted);
    if (s->selectors.n)
        memcpy(sorted, s->selectors.v, s->selectors.n * sizeof *sorted);
    qsort(sorted, s->selectors.n, sizeof *sorted, by_key);
    for (size_t i = 0; i < s->selectors.n; i++) {
        const uint32_t media = s->rules[sorted[i].rule].media;
        if (media && !s->media[media - 1].print)
            continue;
        Bucket *b = bucket_for(s, &sorted[i]);
        if (b->n == b->cap) {
            const Selector **v = b->v;
            b->cap = b->cap ? 2 * b->cap : 4;
            b->v = arena_array(s->arena, b->cap, sizeof *b->v);
            if (b->n)
                memcpy(b->v, v, b->n * sizeof *v);
        }
        b->v[b->n++] = &sorted[i];
    }
}

/* ---- what holds ---- */

void css_apply(const StyleSheet *sheet, size_t from, size_t to, uint8_t box,
               bool important, Won won)
{
    for (size_t i = from; i < to; i++) {
        const Decl *d = &sheet->decls.v[i];
        if (d->box == box && d->important == important)
            won[d->prop] = &d->value;
    }
}

/* An element's classes beyond these have no say: nobody writes as many. */
enum { CLASSES_MOST = 13, BUCKETS_MOST = CLASSES_MOST + 3 };

typedef struct Queue {
    const Selector *const *v, *const *end;
} Queue;

static size_t add_queue(Queue *queues, size_t n, const Bucket *b)
{
    if (b == NULL || b->n == 0)
        return n;
    queues[n] = (Queue){b->v, b->v + b->n};
    return n + 1;
}

static size_t queues_for(const StyleSheet *s, const Element *e, Queue *queues)
{
    size_t n = add_queue(queues, 0, &s->any);
    n = add_queue(queues, n, map_find(&s->by_type, str_of(e->name)));
    if (e->id.n)
        n = add_queue(queues, n, map_find(&s->by_id, e->id));
    size_t classes = 0;
    for (Str rest = e->cls; rest.n > 0 && classes < CLASSES_MOST; classes++) {
        const Str cls = str_cut(&rest, ' ');
        if (cls.n)
            n = add_queue(queues, n, map_find(&s->by_class, cls));
    }
    return n;
}

/* The selector of the least key, taken off its queue; NULL: all are empty. */
static const Selector *take_least(Queue *queues, size_t n)
{
    Queue *least = NULL;
    for (size_t i = 0; i < n; i++)
        if (queues[i].v < queues[i].end &&
            (least == NULL || (*queues[i].v)->key < (*least->v)->key))
            least = &queues[i];
    return least ? *least->v++ : NULL;
}

static void cascade(const StyleSheet *s, const Element *e, bool important, Won won)
{
    Queue queues[BUCKETS_MOST];
    const size_t n = queues_for(s, e, queues);
    for (const Selector *sel; (sel = take_least(queues, n)) != NULL;) {
        const CssRule *rule = &s->rules[sel->rule];
        if (css_matches(sel, e))
            css_apply(s, rule->decl, rule->decl_end, BOX_COUNT, important, won);
    }
}

/* ---- computing ---- */

static Len clamp(int64_t v)
{
    return (Len)(v > LEN_MOST ? LEN_MOST : v < -LEN_MOST ? -LEN_MOST : v);
}

/* A length of an element whose font's size and line-height are known. */
static Len length_of(const StyleSheet *s, const Value *v, const Style *own, Len whole)
{
    switch (v->unit) {
    case U_LEN:
        return v->n;
    case U_PERCENT:
        return css_scale(v->n, whole);
    case U_EM:
    case U_NUMBER:
        return css_scale(v->n, own->font_size);
    case U_REM:
        return css_scale(v->n, s->html.font_size);
    case U_LH:
        return css_scale(v->n, own->line_height);
    case U_RLH:
        return css_scale(v->n, s->html.line_height);
    case U_INT:
    case U_AUTO:
    case U_TEXT:
    case U_CONTENT:
    case U_INHERIT:
    case U_INITIAL:
    case U_UNSET:
        return 0;
    }
    return 0;
}

static uint16_t weight_of(int32_t n, uint16_t parent)
{
    if (n == WEIGHT_BOLDER)
        return parent < 350 ? 400 : parent < 550 ? 700 : 900;
    if (n == WEIGHT_LIGHTER)
        return parent < 550 ? 100 : parent < 750 ? 400 : 700;
    return (uint16_t)n;
}

static void store(Style *out, const Property *p, int32_t n)
{
    char *field = (char *)out + p->offset;
    const uint8_t byte = (uint8_t)n;
    const uint16_t two = (uint16_t)n;
    if (p->size == sizeof byte)
        memcpy(field, &byte, sizeof byte);
    else if (p->size == sizeof two)
        memcpy(field, &two, sizeof two);
    else
        memcpy(field, &n, sizeof n);
}

static void copy_field(Style *out, const Style *from, const Property *p)
{
    memcpy((char *)out + p->offset, (const char *)from + p->offset, p->size);
}

/* inherit, initial, unset: true when v is one of them, and done. */
static bool is_wide(const Property *p, const Value *v, const Style *parent, Style *out)
{
    if (v->unit < U_INHERIT)
        return false;
    const bool inherit =
        v->unit == U_INHERIT || (v->unit == U_UNSET && css_is_inherited(p));
    copy_field(out, inherit ? parent : &css_initial, p);
    return true;
}

/* A font may be as large as a page is wide, and is never so small that nothing fits. */
static Len font_size_of(const StyleSheet *s, const Value *v, const Style *parent)
{
    enum { SIZE_LEAST = PT, SIZE_MOST = 1000 * PT };
    const Len size = length_of(s, v, parent, parent->font_size);
    return size < SIZE_LEAST ? SIZE_LEAST : size > SIZE_MOST ? SIZE_MOST : size;
}

static void compute_font(const StyleSheet *s, const Value *size, const Value *line,
                         const Style *parent, Style *out)
{
    const Property *p = css_properties;
    if (size && !is_wide(&p[PROP_font_size], size, parent, out))
        out->font_size = font_size_of(s, size, parent);
    if (line && is_wide(&p[PROP_line_height], line, parent, out)) {
        out->line_factor =
            line->unit == U_INITIAL ? css_initial.line_factor : parent->line_factor;
    } else if (line) {
        const Style own = {.font_size = out->font_size,
                           .line_height = parent->line_height};
        out->line_height = length_of(s, line, &own, out->font_size);
        out->line_factor = line->unit == U_NUMBER ? line->n : 0;
    }
    if (out->line_factor)
        out->line_height = css_scale(out->line_factor, out->font_size);
}

static void compute_one(const StyleSheet *s, const Property *p, const Value *v,
                        const Style *parent, Style *out)
{
    switch (p->kind) {
    case K_WORD:
    case K_COUNT:
        store(out, p, v->n);
        return;
    case K_WEIGHT:
        out->weight = weight_of(v->n, parent->weight);
        return;
    case K_LENGTH:
    case K_EXTENT:
    case K_MARGIN:
    case K_TRACKING:
    case K_EDGE:
        store(out, p, clamp(length_of(s, v, out, s->measure)));
        return;
    case K_FAMILY:
    case K_NAME:
        memcpy((char *)out + p->offset, &v->text, sizeof v->text);
        return;
    case K_SIZE: /* compute_font() */
    case K_LEADING:
    case K_PAPER: /* css_page.c */
    case K_CONTENT:
    case K_VERBATIM: /* nothing of ours */
    case K_SIDES4:
    case K_EDGES:
    case K_FONT:
    case K_VARIANT:
    case K_NUMERIC:
    case K_ALIAS:
    case K_PAGE_SIZE:
        return;
    }
}

/* The last line's alignment: `auto` follows text-align, where that is set anew. */
static void compute_align_last(const Value *align, const Value *last, Style *out)
{
    const bool is_auto =
        last ? (int32_t)out->align_last == ALIGN_AUTO || last->unit == U_INITIAL
             : align != NULL;
    if (is_auto)
        out->align_last = out->align == ALIGN_JUSTIFY ? ALIGN_LEFT : out->align;
}

void css_compute(const StyleSheet *s, Won won, const Style *parent, Style *out)
{
    *out = css_initial;
    memcpy(out, parent, offsetof(Style, display));
    compute_font(s, won[PROP_font_size], won[PROP_line_height], parent, out);
    for (int i = 0; i < PROP_COUNT; i++) {
        const Property *p = &css_properties[i];
        const Value *v = won[i];
        if (v && p->size > 0 && i != PROP_font_size && i != PROP_line_height &&
            !is_wide(p, v, parent, out))
            compute_one(s, p, v, parent, out);
    }
    compute_align_last(won[PROP_align], won[PROP_align_last], out);
}

void style_compute(const StyleSheet *sheet, const Element *e, const Style *parent,
                   Style *out)
{
    Won won = {0};
    cascade(sheet, e, false, won);
    if (sheet->has_important)
        cascade(sheet, e, true, won);
    if (parent == NULL) {
        const Element *up = css_parent(e);
        parent = up == NULL                      ? &css_initial
                 : strcmp(up->name, "html") == 0 ? &sheet->html
                                                 : &sheet->body;
    }
    css_compute(sheet, won, parent, out);
}
