/* The words of an article's body.  Linear; nearly all letters are ASCII and take the
 * short way. */
#include "terms.h"

#include <stdlib.h>

#include "base/unicode.h"
#include "base/utf8.h"

uint64_t hash_mix(uint64_t h)
{
    h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
    h = (h ^ h >> 27) * 0x94D049BB133111EBu;
    return h ^ h >> 31;
}

/* A word while its characters are read. */
typedef struct Word {
    uint64_t hash;
    bool open, digit, capital;
    size_t at;
} Word;

static void close_word(Terms *out, Word *w, size_t end)
{
    enum { LONGEST = (1 << 30) - 1 };
    if (!w->open)
        return;
    const size_t n = end - w->at;
    ARRAY_ROOM(out->v, out->n, out->cap);
    out->v[out->n++] = (Term){
        .word = (uint32_t)(hash_mix(w->hash) >> 32),
        .leaf = (uint32_t)(out->nleaves - 1),
        .at = (uint32_t)w->at,
        .n = (uint32_t)(n < LONGEST ? n : LONGEST) & LONGEST,
        .has_digit = w->digit,
        .is_capital = w->capital,
    };
    *w = (Word){0};
}

/* FNV-1a over characters. */
static uint64_t hash_letter(uint64_t hash, uint32_t folded)
{
    return (hash ^ folded) * 0x100000001B3u;
}

static void open_word(Word *w, size_t at, bool capital)
{
    *w = (Word){.hash = 0xCBF29CE484222325u, .open = true, .at = at, .capital = capital};
}

/* The character without its case where words have it, else 0. */
static uint32_t ascii_letter(char c)
{
    const char lower = (char)(c | 0x20);
    if (lower >= 'a' && lower <= 'z')
        return (unsigned char)lower;
    return (c >= '0' && c <= '9') || c == '_' ? (unsigned char)c : 0;
}

/* What of a word begins at byte i and is ASCII, as nearly all is; gives its end. */
static size_t add_ascii(Word *w, Str text, size_t i)
{
    if (!w->open)
        open_word(w, i, text.p[i] >= 'A' && text.p[i] <= 'Z');
    for (uint32_t c; i < text.n && (c = ascii_letter(text.p[i])); i++) {
        w->hash = hash_letter(w->hash, c);
        w->digit = w->digit || c <= '9';
    }
    return i;
}

static void add_other(Terms *out, Word *w, size_t at, size_t end, uint32_t cp)
{
    if (uni_is_ignorable(cp)) /* a soft hyphen parts no word */
        return;
    const bool digit = uni_is_digit(cp);
    if (!digit && !uni_is_letter(cp) && !uni_is_mark(cp)) {
        close_word(out, w, at);
        return;
    }
    const bool wide = uni_is_wide(cp) && !digit;
    if (wide)
        close_word(out, w, at);
    if (!w->open)
        open_word(w, at, uni_is_upper(cp));
    w->hash = hash_letter(w->hash, uni_fold(cp));
    w->digit = w->digit || digit;
    if (wide)
        close_word(out, w, end);
}

void terms_read_text(Str text, const Node *leaf, Terms *out)
{
    ARRAY_ROOM(out->leaves, out->nleaves, out->leaves_cap);
    out->leaves[out->nleaves++] = leaf;
    Word w = {0};
    for (size_t i = 0; i < text.n;) {
        const size_t at = i;
        if (ascii_letter(text.p[i])) {
            i = add_ascii(&w, text, i);
            continue;
        }
        const uint32_t cp = utf8_next(text, &i);
        if (cp < 0x80)
            close_word(out, &w, at);
        else
            add_other(out, &w, at, i, cp);
    }
    close_word(out, &w, text.n);
}

void terms_read(const Article *a, Terms *out)
{
    out->n = out->nleaves = 0;
    for (Walk w = walk(a->root); walk_next(&w);) {
        if (!w.enter)
            continue;
        if (w.node->kind == N_TEXT)
            terms_read_text(w.node->text, w.node, out);
        else if (w.node->look != LOOK_BODY)
            walk_skip(&w);
    }
}

void terms_free(Terms *t)
{
    free(t->v);
    free(t->leaves);
    *t = (Terms){0};
}

Str term_text(const Terms *t, size_t i)
{
    const Term *k = &t->v[i];
    return str_sub(t->leaves[k->leaf]->text, k->at, k->at + k->n);
}

const Node *term_block(const Terms *t, size_t i)
{
    const Node *n = t->leaves[t->v[i].leaf];
    while (n->parent && !node_is_block(n->kind))
        n = n->parent;
    return n;
}

/* Where a byte of the leaf's text stands in the source: where a reader changed the text
 * (an entity resolved), only the leaf's whole range is known. */
static uint32_t source_at(const Node *leaf, size_t at, uint32_t otherwise)
{
    return leaf->text.n == leaf->to - leaf->from ? leaf->from + (uint32_t)at : otherwise;
}

void terms_range(const Terms *t, size_t i, size_t j, uint32_t *from, uint32_t *to)
{
    const Term *first = &t->v[i], *last = &t->v[j - 1];
    const Node *head = t->leaves[first->leaf], *tail = t->leaves[last->leaf];
    *from = source_at(head, first->at, head->from);
    *to = source_at(tail, last->at + last->n, tail->to);
}

void terms_put(Buf *out, const Terms *t, size_t i, size_t j)
{
    while (i < j) {
        const Term *first = &t->v[i];
        size_t k = i + 1;
        while (k < j && t->v[k].leaf == first->leaf)
            k++;
        const Term *last = &t->v[k - 1];
        buf_put(out,
                str_sub(t->leaves[first->leaf]->text, first->at, last->at + last->n));
        if (k < j)
            buf_byte(out, ' ');
        i = k;
    }
}
