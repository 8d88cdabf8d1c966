/* Words, each shaped once, with the places where they may be broken.
 *
 * All workers share one Vocabulary: its tokens stand on shelves by their hashes, each
 * with a lock that is held while a word is looked up, or shaped because it is new. Nearly
 * every word is found before that, in a table of the worker's own: an array of pointers
 * by hash, where the newest takes the place of what was there.  A token is never changed
 * once it is on its shelf, but for the list of its moulds, which grows at its head
 * without a lock.  What a worker adds lies in his own arena; those all live as long as
 * the pages.  Which worker shaped a word, and in which order, is not seen in it: a
 * lettering's key, which depends on it, is compared and hashed, and nothing is sorted by
 * it.
 *
 * Alternative not taken: a vocabulary for each worker, which has no locks, and shapes the
 * same few thousand words once a worker. */
#include "token.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/url.h"
#include "base/utf8.h"

enum { SHELVES = 64 }; /* so many that workers rarely meet at one */

/* Tokens of some hashes. */
typedef struct Shelf {
    pthread_mutex_t lock; /* held while a word is shaped: nobody else begins it anew */
    Map tokens;
} Shelf;

struct Vocabulary {
    Fonts *fonts;
    pthread_mutex_t lock; /* of the letterings */
    Map letterings;
    uint32_t nletterings;
    Shelf shelves[SHELVES];
};

Vocabulary *vocabulary_new(Fonts *fonts)
{
    Vocabulary *v = mem_alloc(sizeof *v);
    v->fonts = fonts;
    pthread_mutex_init(&v->lock, NULL);
    for (size_t i = 0; i < SHELVES; i++)
        pthread_mutex_init(&v->shelves[i].lock, NULL);
    return v;
}

void vocabulary_free(Vocabulary *v)
{
    for (size_t i = 0; i < SHELVES; i++) {
        map_free(&v->shelves[i].tokens);
        pthread_mutex_destroy(&v->shelves[i].lock);
    }
    map_free(&v->letterings);
    pthread_mutex_destroy(&v->lock);
    free(v);
}

void tokens_free(Tokens *t)
{
    map_free(&t->told);
    buf_free(&t->key);
}

void tokens_begin(Tokens *t, Arena *scratch, Diag *diag, Loc at)
{
    t->scratch = scratch;
    t->diag = diag;
    t->at = at;
    map_free(&t->told);
}

static bool is_like(const Lettering *a, const Lettering *b)
{
    return a->face == b->face && a->features == b->features && a->weight == b->weight &&
           a->italic == b->italic && a->transform == b->transform &&
           (a->hyphenator != NULL) == (b->hyphenator != NULL) && str_eq(a->lang, b->lang);
}

const Lettering *lettering_find(Tokens *t, const Lettering *like)
{
    const size_t recents = sizeof t->recent / sizeof *t->recent;
    const Lettering **recent =
        &t->recent[(like->face->number + like->features) % recents];
    if (*recent && is_like(*recent, like))
        return *recent;
    Vocabulary *v = t->words;
    buf_clear(&t->key);
    buf_printf(&t->key, "%u/%u/%d/%d/%d/%d/" STR_FMT, (unsigned)like->face->number,
               like->features, like->weight, like->italic, like->transform,
               like->hyphenator != NULL, STR_ARG(like->lang));
    pthread_mutex_lock(&v->lock);
    Lettering *l = map_find(&v->letterings, buf_str(&t->key));
    if (l == NULL) {
        l = arena_alloc(t->arena, sizeof *l);
        *l = *like;
        l->key = v->nletterings++;
        l->rtl = uni_lang_is_rtl(l->lang);
        *map_at(&v->letterings, arena_str(t->arena, buf_str(&t->key))) = l;
    }
    pthread_mutex_unlock(&v->lock);
    return *recent = l;
}

Len shape_width(const Shape *s, Len size, Len tracking)
{
    const int64_t w = (int64_t)s->width * size;
    const int upem = s->face->upem;
    return (Len)((w + upem / 2) / upem) + (Len)s->n * tracking;
}

Len part_size(const TokenPart *part, Len size)
{
    return (Len)(((int64_t)size * part->scale + 500) / 1000);
}

/* How much of a shape's advance stands for bytes [from, to) of its text, font units: a
 * ligature's advance is shared out among its letters. */
static int64_t units_of(const Shape *s, uint32_t from, uint32_t to)
{
    int64_t units = 0;
    for (uint32_t g = 0; g < s->n;) {
        const uint32_t begin = s->glyphs[g].cluster;
        int64_t advance = 0;
        for (; g < s->n && s->glyphs[g].cluster == begin; g++)
            advance += s->glyphs[g].advance;
        const uint32_t end =
            g < s->n && !s->rtl ? s->glyphs[g].cluster : (uint32_t)s->text.n;
        const uint32_t lo = begin > from ? begin : from, hi = end < to ? end : to;
        if (lo < hi && end > begin)
            units += advance * (hi - lo) / (end - begin);
    }
    return units;
}

/* Glyphs whose clusters begin in bytes [from, to). */
static Len glyphs_of(const Shape *s, uint32_t from, uint32_t to)
{
    Len n = 0;
    for (uint32_t g = 0; g < s->n; g++)
        n += s->glyphs[g].cluster >= from && s->glyphs[g].cluster < to;
    return n;
}

Len token_width(const Token *token, uint32_t from, uint32_t to, Len size, Len tracking)
{
    Len width = 0;
    for (uint32_t i = 0; i < token->nparts; i++) {
        const TokenPart *part = &token->parts[i];
        if (part->to <= from || part->from >= to)
            continue;
        const Shape *s = part->shape;
        const Len own = part_size(part, size);
        if (from <= part->from && part->to <= to) {
            width += shape_width(s, own, tracking);
            continue;
        }
        const uint32_t lo = from > part->from ? from - part->from : 0;
        const uint32_t hi = (to < part->to ? to : part->to) - part->from;
        width += (Len)(units_of(s, lo, hi) * own / s->face->upem);
        if (tracking)
            width += glyphs_of(s, lo, hi) * tracking;
    }
    return width;
}

const Shape *shape_said(Arena *a, const Shape *shape)
{
    const size_t size = sizeof *shape + shape->n * sizeof *shape->glyphs;
    Shape *said = memcpy(arena_alloc(a, size), shape, size);
    said->actual = true;
    return said;
}

const Token *token_said(Arena *a, const Token *token)
{
    TokenPart *parts = arena_array(a, token->nparts, sizeof *parts);
    for (uint32_t i = 0; i < token->nparts; i++) {
        parts[i] = token->parts[i];
        parts[i].shape = shape_said(a, token->parts[i].shape);
    }
    /* Not its moulds: others may be adding to them. */
    Token *said = arena_alloc(a, sizeof *said);
    *said = (Token){.key = token->key,
                    .text = token->text,
                    .parts = parts,
                    .nparts = token->nparts,
                    .breaks = token->breaks,
                    .nbreaks = token->nbreaks,
                    .foreign = token->foreign};
    return said;
}

/* ---- faces ---- */

static bool needs_glyph(uint32_t cp)
{
    return !uni_is_space(cp) && !uni_is_ignorable(cp) && cp >= 0x20;
}

/* The face for a character: the lettering's own if it has it; NULL if none has. */
static const Face *face_for(Tokens *t, const Lettering *l, uint32_t cp)
{
    if (!needs_glyph(cp) || face_has(l->face, cp))
        return l->face;
    return fonts_fallback(t->words->fonts, cp, l->lang, l->weight, l->italic);
}

static uint16_t scale_of(const Lettering *l, const Face *face, uint32_t cp)
{
    return face && face != l->face ? (uint16_t)face_matched(l->face, face, cp) : 1000;
}

static void report_fallback(Tokens *t, uint32_t cp, const Face *face)
{
    const uint32_t script = uni_script(cp);
    const char code[5] = {(char)(script >> 24), (char)(script >> 16), (char)(script >> 8),
                          (char)script, '\0'};
    const bool common = strcmp(code, "Zyyy") == 0 || strcmp(code, "Zinh") == 0;
    const Str what = common
                         ? arena_printf(t->arena, "U+%04X %s", (unsigned)cp, uni_name(cp))
                         : arena_printf(t->arena, "script %s", code);
    if (face)
        diag(t->diag, D_FONT_FALLBACK, t->at, what, face->name);
    else
        diag(t->diag, D_GLYPH_MISSING, t->at, what, str_of(font_package_for(cp)));
}

/* A face that has U+FFFD: a question mark may be taken for the text's own. */
static const Face *replacement_face(Tokens *t, const Lettering *l)
{
    const Face *face = face_for(t, l, UTF8_REPLACEMENT);
    return face ? face : l->face;
}

/* Hebrew, Arabic and their kin: their blocks, and their presentation forms. */
static bool is_rtl(uint32_t cp)
{
    return (cp >= 0x590 && cp <= 0x8FF) || (cp >= 0xFB1D && cp <= 0xFDFF) ||
           (cp >= 0xFE70 && cp <= 0xFEFC);
}

bool text_is_rtl(Str text)
{
    for (size_t i = 0; i < text.n;)
        if (is_rtl(utf8_next(text, &i)))
            return true;
    return false;
}

typedef enum Heading { HEADS_NOWHERE, HEADS_LEFT, HEADS_RIGHT } Heading;

static Heading heading_of(uint32_t cp)
{
    if (uni_is_punct(cp))
        return HEADS_NOWHERE;
    return is_rtl(cp) ? HEADS_LEFT : HEADS_RIGHT;
}

size_t text_directed_end(Str text, size_t from)
{
    size_t i = from, end;
    const Heading first = heading_of(utf8_next(text, &i));
    for (end = i; i < text.n;) {
        const uint32_t cp = utf8_next(text, &i);
        const Heading now = uni_is_mark(cp) ? first : heading_of(cp);
        if (now == first)
            end = i;
        else if (now != HEADS_NOWHERE)
            break;
    }
    return end;
}

bool text_is_marks(Str text)
{
    bool all = text.n > 0;
    for (size_t i = 0; i < text.n && all;)
        all = uni_is_punct(utf8_next(text, &i));
    return all;
}

/* Shapes text in stretches of one face each; what no face has is one stretch a
 * character, shown as a replacement. */
static void shape_parts(Tokens *t, const Lettering *l, Str text, Token *token)
{
    const unsigned features = l->features | (text_is_rtl(text) ? FEATURE_RTL : 0u);
    size_t cap = 0, n = 0;
    TokenPart *parts = NULL;
    for (size_t i = 0, next; i < text.n; i = next) {
        next = i;
        const uint32_t cp = utf8_next(text, &next);
        const Face *face = face_for(t, l, cp);
        const uint16_t scale = scale_of(l, face, cp);
        while (face && next < text.n) {
            size_t after = next;
            const uint32_t then = utf8_next(text, &after);
            const bool joins = !needs_glyph(then) || uni_is_mark(then);
            if (!(joins && face_has(face, then)) && !(joins && !needs_glyph(then)) &&
                (face_for(t, l, then) != face || scale_of(l, face, then) != scale))
                break;
            next = after;
        }
        token->foreign = token->foreign || face != l->face;
        const Str piece = arena_str(t->arena, str_sub(text, i, next));
        ARRAY_ROOM(parts, n, cap);
        parts[n++] =
            (TokenPart){face ? shape_text(t->arena, face, piece, l->lang, features)
                             : shape_replacement(t->arena, replacement_face(t, l), piece),
                        (uint32_t)i, (uint32_t)next, scale};
    }
    token->nparts = (uint32_t)n;
    token->parts = arena_array(t->arena, n, sizeof *parts);
    if (n)
        memcpy(token->parts, parts, n * sizeof *parts);
    free(parts);
}

/* Tells of the characters that the face lacks, each once a chapter. */
static void tell_foreign(Tokens *t, const Lettering *l, const Token *token)
{
    for (uint32_t k = 0; k < token->nparts; k++) {
        size_t i = token->parts[k].from;
        const uint32_t key[] = {l->key, utf8_next(token->text, &i)};
        const Str bytes = {(const char *)key, sizeof key};
        if (map_find(&t->told, bytes))
            continue;
        const Face *face = face_for(t, l, key[1]);
        if (face == l->face)
            continue;
        *map_at(&t->told, arena_str(t->scratch, bytes)) = t;
        report_fallback(t, key[1], face);
    }
}

/* ---- breaks ---- */

typedef struct Breaks {
    TokenBreak *v;
    size_t n, cap;
} Breaks;

static void add_break(Breaks *b, size_t at, BreakKind kind)
{
    ARRAY_ROOM(b->v, b->n, b->cap);
    b->v[b->n++] = (TokenBreak){(uint32_t)at, kind};
}

/* Behind slashes and colons, before the other joints, never with a hyphen; not within
 * two characters of an end. */
static void break_address(Breaks *b, Str s)
{
    for (size_t i = 3; i + 2 < s.n; i++) {
        const char c = s.p[i], before = s.p[i - 1];
        const bool behind = (before == '/' && c != '/') || (before == ':' && c != '/');
        const bool ahead = c != '\0' && strchr(".-_~?#%&=+@", c) && before != '/';
        if (behind || ahead)
            add_break(b, i, BREAK_FREE);
    }
}

static bool is_joint(uint32_t cp)
{
    return cp == '-' || cp == 0x2010 || cp == 0x2013 || cp == 0x2014;
}

/* Letters of a word, an apostrophe among them. */
static bool in_word(uint32_t cp)
{
    return uni_is_letter(cp) || uni_is_mark(cp) || cp == 0x2019 || cp == '\'';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does a word like std::fs::remove_dir, two/three or cfg.level have a seam before byte i,
 * where an address may be parted, too? */
static bool is_seam(Str s, size_t i)
{
    enum { LEAST = 4 }; /* on either side */
    if (i < LEAST || s.n - i < LEAST)
        return false;
    const char before = s.p[i - 1], c = s.p[i];
    return ((before == '/' || before == ':') && is_letter(c)) ||
           ((c == '.' || c == '_' || c == '=') && is_letter(before) &&
            is_letter(s.p[i + 1]));
}

/* Hyphens in a token that is one word between punctuation; breaks behind the joints of a
 * compound and at seams, which is not parted further. */
static void break_word(const Lettering *l, Breaks *b, Str s)
{
    size_t from = s.n, to = 0;
    bool plain = true, joints = false;
    for (size_t i = 0, at; i < s.n;) {
        at = i;
        const uint32_t cp = utf8_next(s, &i);
        if (is_seam(s, at))
            add_break(b, at, BREAK_EMERGENCY);
        if (is_joint(cp) && at > 0 && i < s.n) {
            size_t ahead = i, back = at;
            const uint32_t then = utf8_next(s, &ahead), had = utf8_prev(s, &back);
            joints = true;
            const bool words =
                (uni_is_letter(then) || uni_is_digit(then)) && !is_joint(had);
            if (words && (uni_is_letter(had) || cp != '-') && (i > 2 || cp != '-'))
                add_break(b, i, BREAK_AFTER);
        } else if (in_word(cp)) {
            plain = plain && (to == 0 || to == at);
            from = from == s.n ? at : from;
            to = i;
        } else if (uni_is_digit(cp)) {
            plain = false;
        }
    }
    if (!l->hyphenator || !plain || joints || from >= to || to - from > WORD_MOST)
        return;
    uint8_t points[WORD_MOST + 1];
    const Str word = str_sub(s, from, to);
    if (str_has(word, S("\u2019")) || str_has(word, S("'"))) {
        /* the part before an apostrophe is the word: "government’s" */
        size_t cut = str_find(word, S("\u2019"));
        const size_t other = str_find(word, S("'"));
        cut = cut < other ? cut : other;
        hyphenate(l->hyphenator, str_sub(word, 0, cut), points);
        for (size_t i = 0; i < cut; i++)
            if (points[i])
                add_break(b, from + i, BREAK_HYPHEN);
        return;
    }
    hyphenate(l->hyphenator, word, points);
    for (size_t i = 0; i < word.n; i++)
        if (points[i])
            add_break(b, from + i, BREAK_HYPHEN);
}

static void find_breaks(Tokens *t, const Lettering *l, Token *token)
{
    Breaks b = {0};
    if (url_is_like(token->text))
        break_address(&b, token->text);
    else
        break_word(l, &b, token->text);
    token->nbreaks = (uint32_t)b.n;
    token->breaks = arena_array(t->arena, b.n, sizeof *b.v);
    if (b.n)
        memcpy(token->breaks, b.v, b.n * sizeof *b.v);
    free(b.v);
}

/* ---- the cache ---- */

static Str transformed(Tokens *t, const Lettering *l, Str text)
{
    switch (l->transform) {
    case TRANSFORM_UPPER:
        return uni_upper(t->arena, text);
    case TRANSFORM_LOWER:
        return uni_lower(t->arena, text);
    case TRANSFORM_NONE:
        break;
    }
    return text;
}

static Token *make(Tokens *t, const Lettering *l, Str key)
{
    Token *token = arena_alloc(t->arena, sizeof *token);
    token->key = arena_str(t->arena, key);
    token->text = transformed(t, l, str_sub(token->key, sizeof l->key, key.n));
    shape_parts(t, l, token->text, token);
    find_breaks(t, l, token);
    return token;
}

/* Looks where all workers do. */
static Token *find_shared(Tokens *t, const Lettering *l, Str key, uint64_t hash)
{
    Shelf *shelf = &t->words->shelves[hash >> 32 & (SHELVES - 1)];
    pthread_mutex_lock(&shelf->lock);
    Token *token = map_find(&shelf->tokens, key);
    if (token == NULL) {
        token = make(t, l, key);
        *map_at(&shelf->tokens, token->key) = token;
    }
    pthread_mutex_unlock(&shelf->lock);
    return token;
}

Token *token_find(Tokens *t, const Lettering *l, Str text)
{
    buf_clear(&t->key);
    buf_put(&t->key, (Str){(const char *)&l->key, sizeof l->key});
    buf_put(&t->key, text);
    const Str key = buf_str(&t->key);
    const uint64_t hash = str_hash(key);
    Token **common =
        &t->common[(hash ^ hash >> 32) % (sizeof t->common / sizeof *t->common)];
    Token *token = *common;
    if (token == NULL || !str_eq(token->key, key))
        *common = token = find_shared(t, l, key, hash);
    if (token->foreign)
        tell_foreign(t, l, token);
    return token;
}
