/* Quotation marks and apostrophes.
 *
 * A straight double quote opens where a word begins behind a blank, and closes where one
 * ends before a blank or a stop; quotes that touch each other are looked through.  Walked
 * in the order of the text they have to open and close in turn.  If they do not, none of
 * the block is changed; but a block's first quote may stay open when the next block opens
 * with one too, as speeches of several paragraphs do.
 *
 * A straight single quote between letters is an apostrophe.  At a word's beginning it is
 * one before the clipped words of the language and before decades; else it opens, if one
 * that closes follows.  At a word's end it closes what was opened, or is an apostrophe:
 * in English both are the same character. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "typo.h"

#define APOSTROPHE "\u2019"

/* Words that have lost their beginning. */
static const struct {
    const char *lang, *words; /* in lower case, parted and framed by blanks */
} clipped[] = {
    {"en", " tis twas twere twill til till cause em n nuff bout cept round neath gainst "
           "tween "},
    {"nl", " s t n m k r ns ie "},
    {"af", " n "},
    {"de", " s n ne nem nen ner 'ne "},
};

/* The state of a walk over the marks of a block. */
typedef struct Walker {
    Typographer *t;
    const Leaf *leaf;  /* that holds the mark */
    size_t first_mark; /* changes from here on are the double quotes' */
    bool inside;       /* a double quote is open */
    bool bad;          /* they do not pair up */
    size_t nested;     /* outer marks of the language itself that are open */
    size_t opened_at;  /* of the open double quote */
} Walker;

static bool is_double(const Walker *w, uint32_t cp)
{
    if (cp == '"')
        return true;
    return w->t->level == TYPOGRAPHY_FULL &&
           (cp == 0x201C || cp == 0x201D || cp == 0x201E);
}

static bool is_quote(uint32_t cp)
{
    return cp == '"' || cp == '\'' || (cp >= 0x2018 && cp <= 0x201F);
}

/* Does a word, or what stands for one, begin at byte i, behind a blank? */
static bool may_open(const Typographer *t, size_t i, size_t next)
{
    uint32_t before = typo_before(t, i);
    for (int k = 0; k < 3 && is_quote(before); k++) {
        utf8_prev(t->text, &i);
        before = typo_before(t, i);
    }
    const bool call = before == '(' && typo_in_word(typo_before(t, i - 1)); /* f("x") */
    return (typo_is_blank(before) || typo_opens(before) || before == 0xAB) && !call &&
           !typo_is_blank(typo_at(t, next));
}

static bool may_close(const Typographer *t, size_t i, size_t next)
{
    uint32_t after = typo_at(t, next);
    for (int k = 0; k < 3 && is_quote(after); k++) {
        utf8_next(t->text, &next);
        after = typo_at(t, next);
    }
    return !typo_is_blank(typo_before(t, i)) && !typo_in_word(after) && after != '(';
}

static bool text_is(const Typographer *t, size_t from, size_t to, const char *z)
{
    return str_eq(str_sub(t->text, from, to), str_of(z));
}

static void set_mark(Walker *w, size_t i, size_t next, bool inner, int end)
{
    const Habit *h = w->leaf->habit;
    const char *now = inner ? h->inner[end] : h->outer[end];
    if (!text_is(w->t, i, next, now))
        typo_change(w->t, i, next, now, "quotes");
}

/* ---- double quotes ---- */

static void double_quote(Walker *w, size_t i, size_t next)
{
    const bool inner = w->nested > 0;
    if (w->leaf->habit->outer[0] == NULL || w->leaf->fixed) {
        w->bad = true;
    } else if (!w->inside && may_open(w->t, i, next)) {
        set_mark(w, i, next, inner, 0);
        w->inside = true;
        w->opened_at = i;
    } else if (w->inside && may_close(w->t, i, next)) {
        set_mark(w, i, next, inner, 1);
        w->inside = false;
    } else if (!w->inside && uni_is_digit(typo_before(w->t, i)) &&
               w->t->text.p[i] == '"') {
        if (w->t->level == TYPOGRAPHY_FULL)
            typo_change(w->t, i, next, "\u2033", "prime");
    } else {
        w->bad = true;
    }
}

/* Marks of the language itself that stand around straight ones. */
static void count_nested(Walker *w, size_t i)
{
    const Habit *h = w->leaf->habit;
    if (h->outer[0] == NULL)
        return;
    size_t at = 0;
    const uint32_t open = utf8_next(str_of(h->outer[0]), &at);
    const Str closing = str_of(h->outer[1]);
    at = closing.n;
    const uint32_t close = utf8_prev(closing, &at), cp = typo_at(w->t, i);
    if (open == close || is_double(w, cp))
        return;
    if (cp == open)
        w->nested++;
    else if (cp == close && w->nested > 0)
        w->nested--;
}

/* ---- single quotes ---- */

/* The word that begins at byte i, in lower case as far as ASCII goes. */
static Str word_at(const Typographer *t, size_t i, char out[8])
{
    size_t n = 0, k = i;
    while (k < t->text.n) {
        const size_t at = k;
        if (!typo_in_word(utf8_next(t->text, &k)))
            break;
        if (k - i > 7)
            return (Str){0};
        for (size_t b = at; b < k; b++)
            out[n++] =
                (char)(t->text.p[b] >= 'A' && t->text.p[b] <= 'Z' ? t->text.p[b] | 32
                                                                  : t->text.p[b]);
    }
    return (Str){out, n};
}

static bool is_clipped(const Walker *w, Str word)
{
    const Str lang = str_of(w->leaf->habit->lang);
    for (size_t i = 0; i < sizeof clipped / sizeof *clipped; i++)
        if (str_eq(lang, str_of(clipped[i].lang)))
            return typo_listed(clipped[i].words, word);
    return false;
}

/* ’90s, ’68: two figures, and behind them at most an s. */
static bool is_decade(Str word)
{
    return word.n >= 2 && uni_is_digit((unsigned char)word.p[0]) &&
           uni_is_digit((unsigned char)word.p[1]) &&
           (word.n == 2 || (word.n == 3 && word.p[2] == 's'));
}

/* A single quote that closes, from byte i on, before another one opens; text.n: none. */
static size_t find_closing(const Walker *w, size_t i)
{
    const Typographer *t = w->t;
    for (size_t next; i < t->text.n; i = next) {
        next = i + 1;
        if (t->text.p[i] != '\'')
            continue;
        const bool word =
            typo_in_word(typo_before(t, i)) && typo_in_word(typo_at(t, next));
        if (!word && may_close(t, i, next))
            return i;
        if (!word && may_open(t, i, next))
            break;
    }
    return t->text.n;
}

/* Single marks are those of a level within double ones, or a language's habit. */
static bool are_single(const Habit *h)
{
    size_t i = 0;
    const uint32_t cp = h->inner[0] ? utf8_next(str_of(h->inner[0]), &i) : 0;
    return cp == 0x2018 || cp == 0x2019 || cp == 0x201A;
}

/* Hebrew and Arabic: there the mark is part of a letter or a number. */
static bool is_semitic(uint32_t cp)
{
    return cp >= 0x590 && cp < 0x900;
}

/* Sets the quote at i; gives where the one that closes it stands, or text.n. */
static size_t single_quote(Walker *w, size_t i, size_t closing)
{
    Typographer *t = w->t;
    const Habit *h = w->leaf->habit;
    const size_t next = i + 1;
    const uint32_t before = typo_before(t, i), after = typo_at(t, next);
    char room[8];
    if (w->leaf->fixed || is_semitic(before))
        return closing;
    if (typo_in_word(before) && typo_in_word(after)) {
        if (!uni_is_digit(after))
            typo_change(t, i, next, APOSTROPHE, "apostrophe");
        else if (uni_is_digit(before) && t->level == TYPOGRAPHY_FULL)
            typo_change(t, i, next, "\u2032", "prime");
        return closing;
    }
    if (i == closing) {
        if (are_single(h) || w->inside)
            set_mark(w, i, next, true, 1);
        return t->text.n;
    }
    if (may_open(t, i, next)) {
        const Str word = word_at(t, next, room);
        if (is_clipped(w, word) || is_decade(word)) {
            typo_change(t, i, next, APOSTROPHE, "apostrophe");
            return closing;
        }
        const size_t end = find_closing(w, next);
        if (end < t->text.n && h->inner[0] && closing == t->text.n &&
            (are_single(h) || w->inside)) {
            set_mark(w, i, next, true, 0);
            return end;
        }
        return closing;
    }
    if (uni_is_letter(before))
        typo_change(t, i, next, APOSTROPHE, "apostrophe");
    else if (uni_is_digit(before) && t->level == TYPOGRAPHY_FULL)
        typo_change(t, i, next, "\u2032", "prime");
    return closing;
}

/* ---- a block ---- */

/* Drops the changes of double quotes, which did not pair up, but for the first. */
static void drop_quotes(Walker *w, bool keep_first)
{
    Typographer *t = w->t;
    size_t n = w->first_mark;
    for (size_t i = w->first_mark; i < t->nchanges; i++) {
        const Change *c = &t->changes[i];
        const bool kept = strcmp(c->rule, "quotes") != 0 || t->text.p[c->from] == '\'' ||
                          (keep_first && c->from == 0);
        if (kept)
            t->changes[n++] = *c;
    }
    t->nchanges = n;
}

void typo_quotes(Typographer *t)
{
    Walker w = {.t = t, .first_mark = t->nchanges};
    size_t leaf = 0, closing = t->text.n, doubles = 0;
    for (size_t i = 0, next; i < t->text.n; i = next) {
        next = i;
        const uint32_t cp = utf8_next(t->text, &next);
        if (cp != '\'' && cp != '"' && cp < 0xAB)
            continue;
        while (leaf < t->nleaves && t->leaves[leaf].to <= i)
            leaf++;
        if (leaf == t->nleaves || t->leaves[leaf].from > i)
            continue;
        w.leaf = &t->leaves[leaf];
        if (is_double(&w, cp)) {
            double_quote(&w, i, next);
            doubles++;
        } else if (cp == '\'')
            closing = single_quote(&w, i, closing);
        else
            count_nested(&w, i);
    }
    const bool speech = w.inside && doubles == 1 && w.opened_at == 0 && t->goes_on;
    if (w.bad || (w.inside && !speech))
        drop_quotes(&w, false);
}
