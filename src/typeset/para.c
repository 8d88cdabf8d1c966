/* Paragraphs: text becomes boxes, glue and penalties, each piece in its lettering. */
#include "setter.h"

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "protrude.h"

enum {
    HYPHEN_PENALTY = 300, /* as dear as a line at a ratio of 1.4 */
    NAME_PENALTY = 450,   /* in a word with a capital, which may be a name */
    STUB_PENALTY = 700,   /* where a word leaves two letters on either line */
    JOINT_PENALTY = 50,   /* behind a hyphen or dash of the text: TeX's exhyphenpenalty */
    ADDRESS_PENALTY = 30,
    SYLLABLE_PENALTY = 50, /* between syllables of a Korean word: its blanks come first */
    TOKEN_MOST = 400,      /* bytes: longer words are taken in such pieces */
    ITEMS_MOST = 100000, /* a paragraph of more is set in several: memory stays bounded */
};

/* ---- items ---- */

Para para_new(Setter *s, const Style *style, const Node *block, Len left, Len width,
              Boxes *out)
{
    return (Para){
        .s = s, .style = style, .block = block, .left = left, .width = width, .out = out};
}

void para_free(Para *p)
{
    free(p->items);
    free(p->pieces);
}

/* Scripts whose lines break without blanks (CJK, Thai and their like). */
static bool needs_icu(uint32_t cp)
{
    return cp >= 0x0E00 && !(cp >= 0x10A0 && cp < 0x1100) &&
           !(cp >= 0x1D00 && cp < 0x2E80);
}

/* Does the paragraph run from edge to edge? */
static bool is_justified(const Para *p)
{
    return p->style->align == ALIGN_JUSTIFY;
}

/* Ideographs keep their grid, the letters of other scripts may be expanded. */
static bool is_elastic(const Token *t, uint32_t from)
{
    size_t i = from;
    return from < t->text.n && !needs_icu(utf8_next(t->text, &i));
}

static void add_item(Para *p, Item it)
{
    const bool word = it.kind == ITEM_BOX && it.token && is_justified(p);
    it.elastic = word && is_elastic(it.token, it.from);
    if (word && !p->rtl) {
        const Len size = p->pieces[it.piece].size;
        it.hang_left = hang_left(it.token, it.from, it.to, size);
        it.hang_right = hang_right(it.token, it.from, it.to, size);
    }
    ARRAY_ROOM(p->items, p->n, p->cap);
    p->items[p->n++] = it;
}

static void add_penalty(Para *p, uint32_t piece, int32_t penalty, bool hyphen, Len width)
{
    add_item(p, (Item){.kind = ITEM_PENALTY,
                       .piece = piece,
                       .penalty = penalty,
                       .hyphen = hyphen,
                       .width = width});
}

uint32_t para_piece(Para *p, const Piece *piece)
{
    ARRAY_ROOM(p->pieces, p->npieces, p->pieces_cap);
    p->pieces[p->npieces] = *piece;
    return p->npieces++;
}

void para_box(Para *p, Len width)
{
    if (width != 0)
        add_item(p, (Item){.kind = ITEM_BOX, .piece = UINT32_MAX, .width = width});
}

void para_break(Para *p)
{
    add_penalty(p, 0, PENALTY_ALWAYS, false, 0);
}

void para_plate(Para *p, uint32_t piece)
{
    add_item(p,
             (Item){.kind = ITEM_BOX, .piece = piece, .width = p->pieces[piece].width});
    add_penalty(p, piece, 0, false, 0);
}

/* A box wider than the measure: a break, dear but possible, before each of its clusters.
 */
static void add_in_clusters(Para *p, Item box)
{
    const Piece *piece = &p->pieces[box.piece];
    for (uint32_t k = 0; k < box.token->nparts; k++) {
        const TokenPart *part = &box.token->parts[k];
        const Shape *s = part->shape;
        for (uint32_t g = 0; g < s->n;) {
            const uint32_t cluster = s->glyphs[g].cluster;
            int64_t advance = 0;
            Len glyphs = 0;
            for (; g < s->n && s->glyphs[g].cluster == cluster; g++, glyphs++)
                advance += s->glyphs[g].advance;
            Item it = box;
            it.from = part->from + cluster;
            it.to = g < s->n ? part->from + s->glyphs[g].cluster : part->to;
            it.from = it.from > box.from ? it.from : box.from;
            it.to = it.to < box.to ? it.to : box.to;
            if (it.from >= it.to)
                continue;
            if (it.from > box.from)
                add_penalty(p, box.piece, EMERGENCY_PENALTY, false, 0);
            it.offset += it.from - box.from;
            it.width = (Len)(advance * part_size(part, piece->size) / s->face->upem) +
                       glyphs * piece->tracking;
            add_item(p, it);
        }
    }
}

static void add_box(Para *p, Item box)
{
    const Piece *piece = &p->pieces[box.piece];
    box.width = token_width(box.token, box.from, box.to, piece->size, piece->tracking);
    if (box.width > p->width && box.token->nparts && !box.token->parts[0].shape->rtl)
        add_in_clusters(p, box);
    else
        add_item(p, box);
}

/* May the word be a name?  In German, and in Luxembourgish, a capital says nothing. */
static bool may_be_name(const Token *t, Str lang)
{
    size_t i = 0;
    uint32_t cp = utf8_next(t->text, &i);
    while (i < t->text.n && !uni_is_letter(cp))
        cp = utf8_next(t->text, &i);
    return uni_is_upper(cp) && !str_starts(lang, S("de")) && !str_starts(lang, S("lb"));
}

static int32_t hyphen_penalty(const Token *t, uint32_t at, Str lang)
{
    if (utf8_count(str_sub(t->text, 0, at)) <= 2 ||
        utf8_count(str_sub(t->text, at, t->text.n)) <= 2)
        return STUB_PENALTY;
    return may_be_name(t, lang) ? NAME_PENALTY : HYPHEN_PENALTY;
}

/* The penalty of a break inside a token. */
static void add_token_break(Para *p, const Piece *piece, uint32_t index, const Token *t,
                            const TokenBreak *b)
{
    switch (b->kind) {
    case BREAK_HYPHEN: {
        const Len width = token_width(piece->hyphen, 0, (uint32_t)piece->hyphen->text.n,
                                      piece->size, piece->tracking);
        add_penalty(p, index, hyphen_penalty(t, b->at, piece->lettering->lang), true,
                    width);
        if (is_justified(p))
            p->items[p->n - 1].hang_right = hang_right(
                piece->hyphen, 0, (uint32_t)piece->hyphen->text.n, piece->size);
        return;
    }
    case BREAK_AFTER: {
        const char before = t->text.p[b->at - 1];
        const bool hyphen =
            before == '-' || str_ends(str_sub(t->text, 0, b->at), S("\u2010"));
        add_penalty(p, index, JOINT_PENALTY, hyphen, 0);
        return;
    }
    case BREAK_FREE:
        add_penalty(p, index, ADDRESS_PENALTY, false, 0);
        return;
    case BREAK_EMERGENCY:
        add_penalty(p, index, EMERGENCY_PENALTY, false, 0);
        return;
    }
}

/* The items of a word, which are the same wherever it stands in that size.  It is not
 * changed once others can see it. */
typedef struct Mould {
    struct Mould *next; /* of the same token */
    Len size, tracking;
    bool justified, rtl;
    Len widest; /* of its boxes */
    uint32_t n;
    Item items[]; /* their offset is from the word's start */
} Mould;

static bool fits(const Mould *m, const Para *p, const Piece *piece)
{
    return m->size == piece->size && m->tracking == piece->tracking &&
           m->justified == is_justified(p) && m->rtl == p->rtl && m->widest <= p->width;
}

static const Mould *find_mould(const Para *p, const Piece *piece, Token *t)
{
    const Mould *m = atomic_load_explicit(&t->moulds, memory_order_acquire);
    while (m && !fits(m, p, piece))
        m = m->next;
    return m;
}

static void put_mould(Para *p, uint32_t index, const Mould *m, uint32_t offset)
{
    for (uint32_t i = 0; i < m->n; i++) {
        ARRAY_ROOM(p->items, p->n, p->cap);
        Item *it = &p->items[p->n++];
        *it = m->items[i];
        it->piece = index;
        it->offset += it->kind == ITEM_BOX ? offset : 0;
    }
}

/* Keeps the items of a word, the last ones.  Not those of a word that is too wide for
 * this paragraph, which are more. */
static void keep_mould(const Para *p, const Piece *piece, Token *t, uint32_t first,
                       uint32_t offset)
{
    const uint32_t n = 2 * t->nbreaks + 1;
    if (p->n - first != n)
        return;
    Mould *m = arena_alloc(p->s->kept, sizeof *m + n * sizeof *m->items);
    m->size = piece->size;
    m->tracking = piece->tracking;
    m->justified = is_justified(p);
    m->rtl = p->rtl;
    m->widest = 0;
    m->n = n;
    for (uint32_t i = 0; i < n; i++) {
        Item *it = &m->items[i];
        *it = p->items[first + i];
        it->offset -= it->kind == ITEM_BOX ? offset : 0;
        if (it->kind == ITEM_BOX && it->width > m->widest)
            m->widest = it->width;
    }
    m->next = atomic_load(&t->moulds);
    while (!atomic_compare_exchange_weak(&t->moulds, &m->next, m))
        ;
}

static void add_word(Para *p, uint32_t index, Str text, uint32_t offset)
{
    const Piece *piece = &p->pieces[index];
    Token *t = token_find(&p->s->tokens, piece->lettering, text);
    const Mould *mould = find_mould(p, piece, t);
    if (mould) {
        put_mould(p, index, mould, offset);
        return;
    }
    /* A transformed text may be longer: then offsets inside the word are its start's. */
    const bool same = t->text.n == text.n;
    const uint32_t first = p->n;
    uint32_t from = 0;
    bool all = true;
    for (uint32_t k = 0; k <= t->nbreaks; k++) {
        const uint32_t to = k < t->nbreaks ? t->breaks[k].at : (uint32_t)t->text.n;
        if (k < t->nbreaks && t->breaks[k].kind == BREAK_EMERGENCY && !is_justified(p)) {
            all = false; /* there no line gapes */
            continue;
        }
        add_box(p, (Item){.kind = ITEM_BOX,
                          .piece = index,
                          .token = t,
                          .from = from,
                          .to = to,
                          .offset = offset + (same ? from : 0)});
        if (k < t->nbreaks)
            add_token_break(p, piece, index, t, &t->breaks[k]);
        from = to;
    }
    if (all)
        keep_mould(p, piece, t, first, offset);
}

/* Where text from right to left is about, each of a word's stretches in one direction is
 * a part of its own: they stand where the line's direction puts them. */
static void add_token(Para *p, uint32_t index, Str text, uint32_t offset)
{
    if (!p->rtl && !text_is_rtl(text)) {
        add_word(p, index, text, offset);
        return;
    }
    for (size_t from = 0, to; from < text.n; from = to) {
        to = text_directed_end(text, from);
        add_word(p, index, str_sub(text, from, to), offset + (uint32_t)from);
    }
}

static void flush_if_long(Para *p)
{
    if (p->n < ITEMS_MOST)
        return;
    p->flushed = true;
    para_end(p);
}

/* Between an ideograph or kana and what may follow it on another line there is room to
 * give; Korean parts its words by blanks, and gives there. */
static bool keeps_grid(uint32_t cp, uint32_t then)
{
    const uint32_t hangul = 'H' << 24 | 'a' << 16 | 'n' << 8 | 'g';
    return (uni_is_wide(cp) && uni_script(cp) != hangul) ||
           (uni_is_wide(then) && uni_script(then) != hangul);
}

static bool is_wide_letter(uint32_t cp)
{
    return uni_is_wide(cp) && uni_is_letter(cp);
}

/* An ideograph beside a letter or a figure of another script. */
static bool changes_script(uint32_t cp, uint32_t then)
{
    const uint32_t other = is_wide_letter(cp) ? then : cp;
    return is_wide_letter(cp) != is_wide_letter(then) && !uni_is_wide(other) &&
           (uni_is_letter(other) || uni_is_digit(other));
}

/* What stands between two characters of the grid.  Of the two blank halves between a
 * closing and an opening mark one is enough; at the full level of typography words of
 * other scripts stand off by a quarter of an em (JLREQ, 3.2.6). */
static Len room_between(const Para *p, uint32_t cp, uint32_t then, Len size)
{
    if (uni_wide_bracket(cp) > 0 && uni_wide_bracket(then) < 0)
        return -size / 2;
    const bool full = p->s->book->typography == TYPOGRAPHY_FULL;
    return full && changes_script(cp, then) ? size / 4 : 0;
}

/* Text without blanks: one word, or several where Unicode lets a line break. */
static void add_stretch(Para *p, uint32_t index, Str text, uint32_t offset, bool icu)
{
    if (!icu && text.n <= TOKEN_MOST) {
        add_token(p, index, text, offset);
        return;
    }
    uint8_t *brk = NULL;
    if (icu) {
        brk = mem_alloc(text.n + 1);
        uni_line_breaks(text, brk);
    }
    const Len size = p->pieces[index].size;
    for (size_t from = 0, i = 0; i < text.n;) {
        const uint32_t cp = utf8_next(text, &i);
        const bool may = icu && i < text.n && brk[i];
        if (!may && i < text.n && i - from < TOKEN_MOST)
            continue;
        add_token(p, index, str_sub(text, from, i), offset + (uint32_t)from);
        size_t ahead = i;
        const uint32_t then = i < text.n ? utf8_next(text, &ahead) : 0;
        if (may && keeps_grid(cp, then))
            add_item(p, (Item){.kind = ITEM_GLUE,
                               .piece = index,
                               .width = room_between(p, cp, then, size),
                               .stretch = size / 8,
                               .shrink = size / 64,
                               .offset = offset + (uint32_t)i});
        else if (i < text.n && may && (cp == '-' || cp == 0x2010))
            add_penalty(p, index, JOINT_PENALTY, true, 0);
        else if (i < text.n)
            add_penalty(p, index,
                        !may              ? EMERGENCY_PENALTY
                        : uni_is_wide(cp) ? SYLLABLE_PENALTY
                                          : 0,
                        false, 0);
        flush_if_long(p);
        from = i;
    }
    free(brk);
}

static void add_glue(Para *p, uint32_t index, uint32_t offset)
{
    const Piece *piece = &p->pieces[index];
    add_item(p, (Item){.kind = ITEM_GLUE,
                       .piece = index,
                       .width = piece->space,
                       .stretch = piece->stretch,
                       .shrink = piece->shrink,
                       .token = piece->blank,
                       .offset = offset});
}

/* Blanks of code are kept: they are a word like others, and a line may end behind.  A tab
 * goes on to the next stop. */
static void add_code_blanks(Para *p, uint32_t index, Str blanks, uint32_t offset)
{
    Buf spaces = {0};
    for (size_t i = 0; i < blanks.n; i++) {
        const uint32_t stop = blanks.p[i] == '\t' ? p->style->tab_size : 1;
        do {
            buf_byte(&spaces, ' ');
        } while (++p->column % stop);
    }
    add_token(p, index, buf_str(&spaces), offset);
    add_penalty(p, index, 0, false, 0);
    buf_free(&spaces);
}

/* ---- fractions ---- */

static uint32_t number_at(Str text, size_t *at)
{
    enum { DIGITS_MOST = 3 };
    uint32_t n = 0;
    const size_t from = *at;
    while (*at < text.n && *at - from < DIGITS_MOST && text.p[*at] >= '0' &&
           text.p[*at] <= '9')
        n = n * 10 + (uint32_t)(text.p[(*at)++] - '0');
    return n;
}

static bool is_blank_before(Str text, size_t at)
{
    return at == 0 || text.p[at - 1] == ' ' || text.p[at - 1] == '(';
}

/* Where the fraction of a mixed number ends that begins at `at`, "1/2" of "1 1/2"; `at`:
 * there is none.  One by itself may as well be a day, a score or a part of a series. */
static size_t fraction_end(Str text, size_t at)
{
    static const char parts[] = {2, 3, 4, 5, 6, 8, 16, 32, 64};
    size_t whole = at, end = at;
    if (at > 0 && text.p[at - 1] == ' ')
        whole = at - 1;
    else if (str_ends(str_sub(text, 0, at), S("\u00A0")))
        whole = at - 2;
    const size_t blank = whole;
    while (whole > 0 && text.p[whole - 1] >= '0' && text.p[whole - 1] <= '9')
        whole--;
    if (whole == blank || blank - whole > 3 || blank == at ||
        !is_blank_before(text, whole))
        return at;
    const uint32_t above = number_at(text, &end);
    if (end == at || end == text.n || text.p[end++] != '/')
        return at;
    const uint32_t below = number_at(text, &end);
    if (above == 0 || above >= below || below > 64 ||
        memchr(parts, (int)below, sizeof parts) == NULL)
        return at;
    const char next = end < text.n ? text.p[end] : ' ';
    return next == '/' || (next >= '0' && next <= '9') ? at : end;
}

/* The piece that a fraction in the text of another is set in; that one itself where its
 * face has none. */
static uint32_t fraction_piece(Para *p, uint32_t index)
{
    Piece piece = p->pieces[index];
    Lettering l = *piece.lettering;
    if (!l.face->has_frac || (l.features & FEATURE_NO_LIGA))
        return index;
    l.features = (l.features & ~(unsigned)(FEATURE_ONUM | FEATURE_TNUM)) | FEATURE_FRAC;
    piece.lettering = lettering_find(&p->s->tokens, &l);
    return para_piece(p, &piece);
}

/* Room for about as many items as a text makes. */
static void reserve(Para *p, size_t bytes)
{
    const uint32_t n = bytes < ITEMS_MOST ? (uint32_t)bytes / 2 : ITEMS_MOST / 2;
    if (p->cap - p->n >= n)
        return;
    p->cap = p->n + n > 2 * p->cap ? p->n + n : 2 * p->cap;
    p->items = mem_grow(p->items, p->cap, sizeof *p->items);
}

void para_text(Para *p, uint32_t index, Str text)
{
    const bool pre = p->style->white_space == WHITE_PRE;
    reserve(p, text.n);
    for (size_t i = 0; i < text.n;) {
        const size_t from = i;
        const char c = text.p[i];
        if (c == '\n' && pre) {
            para_break(p);
            p->column = 0;
            i++;
        } else if (c == ' ' || c == '\t' || c == '\n') {
            while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t'))
                i++;
            i = i > from ? i : from + 1;
            if (pre) {
                add_code_blanks(p, index, str_sub(text, from, i), (uint32_t)from);
            } else {
                if (fraction_end(text, i) > i)
                    add_penalty(p, index, PENALTY_NEVER, false, 0);
                add_glue(p, index, (uint32_t)from);
            }
            flush_if_long(p);
        } else if (str_starts(str_sub(text, i, text.n), S("\u00A0"))) {
            add_penalty(p, index, PENALTY_NEVER, false, 0);
            add_glue(p, index, (uint32_t)from);
            p->tied = true;
            i += 2;
        } else if (!pre && c >= '0' && c <= '9' &&
                   (i = fraction_end(text, from)) > from) {
            add_token(p, fraction_piece(p, index), str_sub(text, from, i),
                      (uint32_t)from);
        } else {
            bool icu = false;
            i = from;
            while (i < text.n && text.p[i] != ' ' && text.p[i] != '\n' &&
                   text.p[i] != '\t') {
                size_t next = i;
                const uint32_t cp = utf8_next(text, &next);
                if (cp == 0xA0)
                    break;
                icu = icu || needs_icu(cp);
                i = next;
            }
            add_stretch(p, index, str_sub(text, from, i), (uint32_t)from, icu);
            p->column += (uint32_t)utf8_count(str_sub(text, from, i));
            flush_if_long(p);
        }
    }
}
