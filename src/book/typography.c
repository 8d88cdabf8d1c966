/* Setting characters as a language has them.
 *
 * Model: a block's text is poured out of its leaves into one line of characters, so that
 * a quote whose two ends stand in different elements is seen whole.  Rules read that line
 * and note changes: this stretch becomes those characters.  The changes are then made
 * leaf by leaf, and each is told with where it stands in the source.
 *
 * What is code, and every word that looks like an address, is poured as letters `x`: no
 * rule finds anything in it, and what stands around it sees a word.  Calls of notes are
 * not poured at all, for they stand between a word and its quotation mark.
 *
 * Safe changes are those that a proof-reader makes without asking.  A straight quote is
 * changed when all of its block pair up, opening and closing by what they touch: inches
 * and code that was not marked as such break the pattern, and then the block is left as
 * it is.  The full level also sets marks of another style, and guesses what figures mean.
 *
 * Cost: linear in the text.  Not taken: a table of exceptions learned from a corpus; it
 * gives more, and now and then a wrong character that nobody can explain.
 *
 * Sources: CLDR (delimiters), the Chicago Manual's and the Imprimerie nationale's rules
 * of spacing as they are commonly told. */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/url.h"
#include "base/utf8.h"
#include "doc/clean.h"
#include "typo.h"

static const Habit habits[] = {
#define L(lang, open, close, open2, close2, dash, flags, bound)                          \
    {lang, {open, close}, {open2, close2}, dash, flags, bound},
#define TIGHT  HABIT_TIGHT
#define INSIDE HABIT_INSIDE
#define SPACED HABIT_SPACED
#include "typography.def"
#undef L
#undef TIGHT
#undef INSIDE
#undef SPACED
};

static const Habit *habit_of(Str lang)
{
    size_t i = 0;
    for (;; i++) {
        const Str tag = str_of(habits[i].lang);
        if (tag.n == 0 || (str_eq_nocase(str_sub(lang, 0, tag.n), tag) &&
                           (lang.n == tag.n || lang.p[tag.n] == '-')))
            return &habits[i];
    }
}

Typographer *typographer_new(Arena *a, Typography level, EditList *edits, Arena *kept)
{
    Typographer *t = mem_alloc(sizeof *t);
    *t = (Typographer){.arena = a, .level = level, .edits = edits, .kept = kept};
    return t;
}

void typographer_free(Typographer *t)
{
    buf_free(&t->buf);
    free(t->leaves);
    free(t->changes);
    free(t);
}

/* ---- what the rules see ---- */

uint32_t typo_before(const Typographer *t, size_t i)
{
    return i > 0 ? utf8_prev(t->text, &i) : 0;
}

uint32_t typo_at(const Typographer *t, size_t i)
{
    return i < t->text.n ? utf8_next(t->text, &i) : 0;
}

bool typo_is_blank(uint32_t cp)
{
    return cp == 0 || uni_is_space(cp);
}

bool typo_in_word(uint32_t cp)
{
    return uni_is_letter(cp) || uni_is_digit(cp) || uni_is_mark(cp);
}

bool typo_opens(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '-' || cp == '/' ||
           (cp >= 0x2010 && cp <= 0x2015) || cp == 0xBF || cp == 0xA1;
}

bool typo_listed(const char *list, Str word)
{
    const Str all = str_of(list);
    for (size_t i = 0; word.n && i + word.n + 2 <= all.n; i++)
        if (all.p[i + 1] == word.p[0] && all.p[i] == ' ' &&
            all.p[i + 1 + word.n] == ' ' && memcmp(all.p + i + 1, word.p, word.n) == 0)
            return true;
    return false;
}

/* Later ones that touch what is changed already are not made. */
void typo_change(Typographer *t, size_t from, size_t to, const char *now,
                 const char *rule)
{
    ARRAY_ROOM(t->changes, t->nchanges, t->changes_cap);
    t->changes[t->nchanges++] = (Change){from, to, now, rule};
}

/* ---- pouring ---- */

/* A language's text in a leaf, and whether it is code. */
static void add_leaf(Typographer *t, Node *n, const Node *block, Str lang)
{
    bool fixed = false, tagged = false;
    for (const Node *at = n; at != block; at = at->parent) {
        fixed = fixed || at->kind == N_CODE;
        if (at->lang.n && !tagged) {
            lang = at->lang;
            tagged = true;
        }
    }
    const size_t from = t->buf.n;
    if (fixed)
        buf_fill(&t->buf, 'x', n->text.n);
    else
        buf_put(&t->buf, n->text);
    ARRAY_ROOM(t->leaves, t->nleaves, t->leaves_cap);
    t->leaves[t->nleaves++] = (Leaf){n, from, t->buf.n, habit_of(lang), fixed};
}

static void pour(Typographer *t, const Node *block, Str lang)
{
    buf_clear(&t->buf);
    t->nleaves = t->nchanges = 0;
    for (Walk w = walk(block); walk_next(&w);) {
        Node *n = (Node *)w.node; /* the book's own, not const yet */
        if (!w.enter)
            continue;
        if (n->kind == N_NOTEREF)
            walk_skip(&w);
        else if (n->kind == N_TEXT)
            add_leaf(t, n, block, lang);
        else if (n->kind == N_IMAGE)
            buf_utf8(&t->buf, 0xFFFC);
        else if (n->kind == N_BREAK)
            buf_byte(&t->buf, '\n');
    }
    t->text = buf_str(&t->buf);
}

/* Words that are addresses, options of commands or parts of programs, without the
 * punctuation around them. */
static bool is_technical(Str word)
{
    return url_is_like(word) || str_has(word, S("\\")) || str_has(word, S("_")) ||
           str_has(word, S("::")) || str_has(word, S("()")) || str_has(word, S("${")) ||
           (word.n > 1 && word.p[0] == '-' && uni_is_letter((unsigned char)word.p[1])) ||
           (word.n > 2 && str_starts(word, S("--")) && word.p[2] != '-');
}

static Str bare_word(Str word)
{
    static const char around[] = "\"'()[]{}<>,.;:!?";
    while (word.n && strchr(around, word.p[0]))
        word = str_sub(word, 1, word.n);
    while (word.n && strchr(around, word.p[word.n - 1]))
        word.n--;
    return word;
}

/* A character that few words have but those. */
static bool is_odd(char c)
{
    return c == '/' || c == '@' || c == '\\' || c == '_' || c == ':' || c == '(' ||
           c == '$' || c == '-';
}

static void mask_words(Typographer *t)
{
    for (size_t i = 0; i < t->text.n;) {
        const size_t from = i;
        bool odd = t->text.p[i] == 'w'; /* has a character that only such words have */
        while (i < t->text.n && (unsigned char)t->text.p[i] > ' ')
            odd = is_odd(t->text.p[i++]) || odd;
        const Str word = odd ? bare_word(str_sub(t->text, from, i)) : (Str){0};
        if (word.n && is_technical(word))
            memset(t->buf.p + (word.p - t->text.p), 'x', word.n);
        i = i > from ? i : i + 1;
    }
}

/* ---- making the changes ---- */

static int by_place(const void *x, const void *y)
{
    const Change *a = x, *b = y;
    return a->from != b->from ? (a->from < b->from ? -1 : 1) : a->to < b->to ? 1 : -1;
}

/* Where the characters of a cleaned text stand in the source.  Cleaning turns white
 * space into blanks and drops what has no width; anything else that differs (an entity,
 * a letter composed) ends what is known. */
typedef struct Origin {
    Str source, clean;
    size_t at, done; /* clean[0..done) is source[0..at) */
    bool lost;
} Origin;

/* Moves on until `to` bytes of the clean text are passed. */
static void follow(Origin *o, size_t to)
{
    while (!o->lost && o->done < to) {
        const uint32_t want = utf8_next(o->clean, &o->done);
        bool found = false;
        while (o->at < o->source.n && !found) {
            const uint32_t cp = utf8_next(o->source, &o->at);
            found = cp == want || (uni_is_space(cp) && uni_is_space(want));
            o->lost = !found && !uni_is_space(cp) && !uni_is_ignorable(cp) && cp >= ' ';
            if (o->lost)
                return;
        }
        o->lost = !found;
    }
}

static void tell(Typographer *t, const Article *article, const Change *c, Origin *o,
                 uint32_t from, uint32_t to, size_t leaf_from)
{
    if (article == NULL)
        return;
    Edit e = {.article = article, .from = from, .to = to, .rule = c->rule};
    follow(o, c->from - leaf_from);
    const size_t begins = o->at;
    follow(o, c->to - leaf_from);
    e.was = arena_str(t->kept, str_sub(o->clean, c->from - leaf_from, c->to - leaf_from));
    e.now = str_of(c->now);
    if (!o->lost) {
        e.from = from + (uint32_t)begins;
        e.to = from + (uint32_t)o->at;
    }
    ARRAY_ROOM(t->edits->v, t->edits->n, t->edits->cap);
    t->edits->v[t->edits->n++] = e;
}

/* Makes the changes changes[*k..] that lie in the leaf; true when there was one. */
static void change_leaf(Typographer *t, const Leaf *leaf, size_t *k,
                        const Article *article)
{
    const Node *n = leaf->node;
    Origin o = {.clean = n->text, .lost = true};
    if (article && n->from < n->to) {
        o.source = str_sub(article->src.text, n->from, n->to);
        o.lost = false;
    }
    Buf out = {0};
    size_t done = leaf->from;
    for (; *k < t->nchanges && t->changes[*k].from < leaf->to; ++*k) {
        const Change *c = &t->changes[*k];
        if (leaf->fixed || c->from < done || c->to > leaf->to)
            continue;
        buf_put(&out, str_sub(n->text, done - leaf->from, c->from - leaf->from));
        buf_put(&out, str_of(c->now));
        tell(t, article, c, &o, n->from, n->to, leaf->from);
        done = c->to;
    }
    if (done > leaf->from) {
        buf_put(&out, str_sub(n->text, done - leaf->from, n->text.n));
        leaf->node->text = arena_str(t->arena, buf_str(&out));
    }
    buf_free(&out);
}

void typography_block(Typographer *t, Node *block, Str lang, const Article *article,
                      bool goes_on)
{
    if (t->level == TYPOGRAPHY_NONE || block->kind == N_CODE_BLOCK)
        return;
    t->goes_on = goes_on;
    pour(t, block, lang);
    mask_words(t);
    typo_quotes(t);
    for (size_t i = 0; i < t->nleaves; i++)
        if (!t->leaves[i].fixed)
            typo_marks(t, &t->leaves[i]);
    if (t->nchanges == 0)
        return;
    qsort(t->changes, t->nchanges, sizeof *t->changes, by_place);
    for (size_t i = 0, k = 0; i < t->nleaves; i++) {
        while (k < t->nchanges && t->changes[k].from < t->leaves[i].from)
            k++;
        change_leaf(t, &t->leaves[i], &k, article);
    }
}

/* Gives the node the part of the article's text that its title was read from: where it
 * stands to the letter, else what has the fate of a title or, first, of metadata. */
static void find_title(Node *n, const Article *article)
{
    const size_t at = str_find(article->src.text, article->title);
    if (article->title.n && at < article->src.text.n) {
        n->from = (uint32_t)at;
        n->to = (uint32_t)(at + article->title.n);
        return;
    }
    const Fate *best = NULL;
    for (size_t i = 0; i < article->nfates; i++) {
        const Fate *f = &article->fates[i];
        if (f->kind == FATE_TITLE || (f->kind == FATE_METADATA && best == NULL))
            best = f;
        if (f->kind == FATE_TITLE)
            break;
    }
    n->from = best ? best->from : 0;
    n->to = best ? best->to : 0;
}

Str typography_title(Typographer *t, Str title, Str lang, const Article *article)
{
    Node *para = node_new(t->arena, N_PARA);
    Node *leaf = node_add(t->arena, para, N_TEXT);
    leaf->text = title;
    if (article)
        find_title(leaf, article);
    typography_block(t, para, lang, article, false);
    return leaf->text;
}
