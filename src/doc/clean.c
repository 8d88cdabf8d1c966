/* Cleaning text for the book.
 *
 * White space collapses over the whole block, not leaf by leaf: in "a <em> b</em>" the
 * two blanks are one, and it belongs to the leaf where the first of them stood.  So the
 * leaves of a block are poured into one buffer, with the place where each ends; a gap
 * is written only when the next character comes (a block then has none at its edges),
 * and the ends of the leaves that it went through are moved behind it.  Linear: a leaf
 * moves once a gap, and gaps do not overlap.
 *
 * A gap is a blank if any of it could be broken at, else its first no-break space.  A
 * line's end between two ideographs or kana is no gap at all: their scripts write none,
 * and the file was only wrapped there (CSS Text 3, 4.1.2; hangul does part its words).
 *
 * Normal form C comes last, for a dropped character may bring two together. */
#include "clean.h"

#include <stdlib.h>

#include "base/unicode.h"
#include "base/utf8.h"

enum { TAB_STOP = 4 };

static Gap gap_of(uint32_t cp)
{
    if (cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029 || cp == 0x85)
        return GAP_LINE;
    if (cp == 0xA0 || cp == 0x2007 || cp == 0x202F)
        return GAP_NO_BREAK;
    return uni_is_space(cp) ? GAP_BLANK : GAP_NONE;
}

/* Controls, characters without width that only a web page needs, and non-characters.
 * Joiners and direction marks stay behind a letter of a script that may use them. */
static bool is_stray(uint32_t cp, uint32_t last)
{
    enum { FIRST_RTL = 0x590 };
    if (cp < 0xAD)
        return cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
    if (cp >= 0x200C && cp <= 0x200F)
        return last < FIRST_RTL;
    return cp == 0xAD || cp == 0x180E || cp == 0x200B || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
           (cp >= 0xFFF9 && cp <= 0xFFFC) || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
           (cp & 0xFFFE) == 0xFFFE;
}

static bool joins_lines(uint32_t cp)
{
    const uint32_t hangul = 'H' << 24 | 'a' << 16 | 'n' << 8 | 'g';
    return uni_is_wide(cp) && uni_script(cp) != hangul;
}

/* Writes the gap before cp, into the leaf where it began. */
static void put_gap(Cleaner *c, uint32_t cp)
{
    const bool none = c->gap == GAP_NONE || c->last == 0 ||
                      (c->gap == GAP_LINE && joins_lines(c->last) && joins_lines(cp));
    if (!none) {
        const size_t before = c->out.n;
        buf_utf8(&c->out, c->gap == GAP_NO_BREAK ? c->gap_char : ' ');
        for (size_t i = c->gap_leaf; i < c->n; i++)
            c->ends[i] += c->out.n - before;
    }
    c->gap = GAP_NONE;
}

static void put_char(Cleaner *c, uint32_t cp)
{
    const Gap gap = gap_of(cp);
    if (gap == GAP_NONE && is_stray(cp, c->last))
        return;
    if (gap == GAP_NONE) {
        put_gap(c, cp);
        buf_utf8(&c->out, cp);
        c->last = cp;
        return;
    }
    if (c->gap == GAP_NONE) {
        c->gap_leaf = c->n;
        c->gap_char = cp;
    }
    if (gap > c->gap)
        c->gap = gap;
}

/* In code white space stays, with tabs made blanks and one kind of line end. */
static void put_raw(Cleaner *c, uint32_t cp)
{
    if (cp == '\n' || cp == '\r') {
        if (cp == '\r' || c->last != '\r')
            buf_byte(&c->out, '\n');
        c->column = 0;
    } else if (cp == '\t') {
        const size_t blanks = TAB_STOP - c->column % TAB_STOP;
        buf_fill(&c->out, ' ', blanks);
        c->column += blanks;
    } else if (!is_stray(cp, c->last)) {
        buf_utf8(&c->out, cp);
        c->column++;
    }
    c->last = cp;
}

static bool is_plain(char ch)
{
    return ch > ' ' && ch < 0x7F;
}

/* The end of the ASCII words from byte i on that single blanks part: cleaning leaves them
 * as they are. */
static size_t plain_end(Str s, size_t i)
{
    const size_t from = i;
    while (i < s.n && (is_plain(s.p[i]) || (s.p[i] == ' ' && i > from && i + 1 < s.n &&
                                            is_plain(s.p[i + 1]))))
        i++;
    return i;
}

static void put_text(Cleaner *c, Str s)
{
    for (size_t i = 0; i < s.n;) {
        const size_t end = c->raw ? i : plain_end(s, i);
        if (end > i) {
            put_gap(c, (unsigned char)s.p[i]);
            buf_put(&c->out, str_sub(s, i, end));
            c->last = (unsigned char)s.p[end - 1];
            i = end;
            continue;
        }
        const uint32_t cp = utf8_next(s, &i);
        if (c->raw)
            put_raw(c, cp);
        else
            put_char(c, cp);
    }
}

static void end_leaf(Cleaner *c)
{
    ARRAY_ROOM(c->ends, c->n, c->cap);
    c->ends[c->n++] = c->out.n;
}

static void start_line(Cleaner *c)
{
    c->gap = GAP_NONE;
    c->last = 0;
}

static void start(Cleaner *c, bool raw)
{
    buf_clear(&c->out);
    c->n = 0;
    c->column = 0;
    c->raw = raw;
    start_line(c);
}

void cleaner_free(Cleaner *c)
{
    buf_free(&c->out);
    free(c->ends);
    *c = (Cleaner){0};
}

Str clean_text(Arena *a, Str s)
{
    Cleaner c = {0};
    start(&c, false);
    put_text(&c, s);
    const Str clean = uni_nfc(a, arena_str(a, buf_str(&c.out)));
    cleaner_free(&c);
    return clean;
}

static void pour(Cleaner *c, const Node *src)
{
    start(c, src->kind == N_CODE_BLOCK);
    for (Walk w = walk(src); walk_next(&w);) {
        if (!w.enter)
            continue;
        if (w.node->kind == N_TEXT)
            put_text(c, w.node->text);
        else if (w.node->kind == N_BREAK)
            start_line(c);
        else if (w.node->kind == N_IMAGE && image_shows(w.node)) {
            put_gap(c, 0xFFFC);
            c->last = 0xFFFC;
        } else if (w.node->kind != N_IMAGE)
            continue;
        end_leaf(c);
    }
}

/* A copy without the article's id, which holds only there. */
static Node *copy_inline(Arena *a, const Node *n)
{
    Node *c = node_copy(a, n);
    c->id = (Str){0};
    if (n->kind == N_IMAGE)
        c->text = clean_text(a, n->text);
    return c;
}

static void drop_edge_breaks(Node *block)
{
    while (block->first && block->first->kind == N_BREAK)
        node_remove(block->first);
    while (block->last && block->last->kind == N_BREAK)
        node_remove(block->last);
}

bool clean_block(Cleaner *c, Arena *a, const Node *src, Node *dst)
{
    pour(c, src);
    const Str all = buf_str(&c->out);
    size_t leaf = 0, from = 0;
    Node *at = dst;
    for (Walk w = walk(src); walk_next(&w);) {
        const Node *n = w.node;
        const bool is_leaf =
            n->kind == N_TEXT || n->kind == N_BREAK || n->kind == N_IMAGE;
        if (n == src)
            continue;
        if (is_leaf) {
            const Str text = str_sub(all, from, c->ends[leaf]);
            from = c->ends[leaf++];
            if ((n->kind == N_TEXT && text.n == 0) ||
                (n->kind == N_IMAGE && !image_shows(n)))
                continue;
            Node *copy = copy_inline(a, n);
            if (n->kind == N_TEXT)
                copy->text = uni_nfc(a, arena_str(a, text));
            node_append(at, copy);
        } else if (w.enter) {
            Node *copy = copy_inline(a, n);
            node_append(at, copy);
            at = copy;
        } else {
            Node *left = at;
            at = at->parent;
            if (left->first == NULL && left->kind != N_NOTEREF)
                node_remove(left);
        }
    }
    drop_edge_breaks(dst);
    return dst->first != NULL;
}

Str clean_capital(Arena *a, Str s)
{
    if (s.n == 0)
        return s;
    size_t first = 0;
    utf8_next(s, &first);
    const Str head = uni_upper(a, str_sub(s, 0, first)), tail = str_sub(s, first, s.n);
    return arena_printf(a, STR_FMT STR_FMT, STR_ARG(head), STR_ARG(tail));
}

static bool is_digit_at(Str s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

Str name_words(Arena *a, Str name)
{
    char *p = arena_alloc(a, name.n + 1);
    for (size_t i = 0; i < name.n; i++) {
        const bool in_number =
            i > 0 && is_digit_at(name, i - 1) && is_digit_at(name, i + 1);
        const bool parts = name.p[i] == '_' || (name.p[i] == '-' && !in_number);
        p[i] = parts ? ' ' : name.p[i];
    }
    return clean_capital(a, clean_text(a, (Str){p, name.n}));
}

Str clean_words(Cleaner *c, Arena *a, const Node *block)
{
    Node *copy = node_copy(a, block);
    clean_block(c, a, block, copy);
    return node_words(a, copy);
}

Str clean_short(Arena *a, Str s, size_t most)
{
    size_t end = 0, chars = 0, blank = 0;
    while (end < s.n && chars < most) {
        if (s.p[end] == ' ')
            blank = end;
        utf8_next(s, &end);
        chars++;
    }
    if (end == s.n)
        return s;
    const Str head = str_sub(s, 0, 2 * blank > end ? blank : end);
    return arena_printf(a, STR_FMT "…", STR_ARG(head));
}

bool image_shows(const Node *image)
{
    return image->picture || (image->text.n > 0 && image->level == 0);
}

bool url_is_sound(Str url)
{
    static const char forbidden[] = "\"<>\\^`{|}";
    if (!str_starts(url, S("http://")) && !str_starts(url, S("https://")) &&
        !str_starts(url, S("mailto:")))
        return false;
    for (size_t i = 0; i < url.n; i++) {
        const unsigned char ch = (unsigned char)url.p[i];
        if (ch <= ' ' || ch >= 0x7F)
            return false;
        for (const char *f = forbidden; *f; f++)
            if (ch == (unsigned char)*f)
                return false;
    }
    return true;
}
