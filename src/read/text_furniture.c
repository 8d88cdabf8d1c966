/* Furniture: what belongs to the page and not to the article, and where the story lies.
 *
 * Model: two kinds of evidence.  Words: a line that says nothing but "Share this" is
 * furniture wherever it stands, and words such as "Facebook" or "Home" are where they
 * come in company.  Place: menus and teasers are many short lines on end, an article is
 * long ones.
 * Method: each piece gets a weight, prose its length, short lines a small negative one;
 * the story is the run of pieces with the greatest sum (Kadane's method), so a list or
 * a table inside an article is bridged by the prose that follows, and a teaser behind
 * forty links is not.
 * Nothing is set aside here: text_roles.c does, and leaves prose alone when in doubt.
 * Cost: linear; a short line is compared with each row of the table.
 * Not taken: a classifier trained on pages.  It would know more and could not say why. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "text.h"

enum {
    PROSE_WIDTH = 70,   /* characters of a paragraph that ends as a sentence, */
    BLOCK_WIDTH = 150,  /* and of one that does not */
    MOST_WEIGHT = 1000, /* no single piece outweighs all others */
    PROSE_COST = 60,    /* so that teasers of one short sentence weigh little */
    SENTENCE_COST = 10,
    SHORT_COST = 14,    /* of a short line: twenty of them end a story that goes on with
                         * less than a good paragraph */
    ITEM_COST = 4,      /* of an item that has its mark: menus have lost theirs */
    RULE_COST = 60,     /* of a line that is furniture by its words */
    SENTENCE_WORDS = 8, /* of a line that says something without a stop; most of them
                         * begin small */
    PHRASE_WIDTH = 90,  /* a longer line is never furniture by its words */
};

typedef enum How { WHOLE, BEGINS, ENDS, HAS } How;

typedef struct Phrase {
    const char *rule;
    How how;
    bool weak; /* furniture only in the company of other furniture, or off the story */
    const char *words; /* folded, without punctuation at the ends */
} Phrase;

/* A row a phrase.  Rules are names that the reader of the ledger sees. */
static const Phrase phrases[] = {
#define F(rule, how, strength, words) {rule, how, strength, words},
#include "furniture.def"
#undef F
};

/* ---- words ---- */

/* s folded, white space single, and without punctuation at the ends, in buf; what does
 * not fit is no phrase: empty. */
static Str normalise(Str s, char *buf, size_t cap)
{
    size_t n = 0, end = 0;
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        const bool word = uni_is_letter(cp) || uni_is_digit(cp) || uni_is_mark(cp) ||
                          cp == 0xA9 || cp == '+';
        if (n + 5 > cap)
            return (Str){0};
        if (uni_is_space(cp) ? n > 0 && buf[n - 1] != ' ' : word || n > 0)
            n += uni_is_space(cp)
                     ? utf8_encode(' ', buf + n)
                     : utf8_encode(cp == 0x2019 ? '\'' : uni_fold(cp), buf + n);
        if (word)
            end = n;
    }
    return (Str){buf, end};
}

/* A phrase stands at the border of a word. */
static bool borders(Str s, size_t from, size_t to)
{
    const unsigned char before = from > 0 ? (unsigned char)s.p[from - 1] : ' ';
    const unsigned char after = to < s.n ? (unsigned char)s.p[to] : ' ';
    const bool left = (before >= 'a' && before <= 'z') || before >= 0x80;
    const bool right = (after >= 'a' && after <= 'z') || after >= 0x80;
    return (!left || (unsigned char)s.p[from] >= 0x80) &&
           (!right || (unsigned char)s.p[to - 1] >= 0x80);
}

static bool matches(const Phrase *f, Str s)
{
    if ((f->how == WHOLE || f->how == BEGINS) && s.p[0] != f->words[0])
        return false; /* most rows end here */
    const Str words = str_of(f->words);
    switch (f->how) {
    case WHOLE:
        return str_eq(s, words);
    case BEGINS:
        return str_starts(s, words) && borders(s, 0, words.n);
    case ENDS:
        return str_ends(s, words) && borders(s, s.n - words.n, s.n);
    case HAS: {
        const size_t at = str_find(s, words);
        return at < s.n && borders(s, at, at + words.n);
    }
    }
    return false;
}

/* "12 comments", "3,204 views", "5 min read": a number and what is counted. */
static bool is_counter(Str s)
{
    static const char *const counted[] = {
        "articles",  "article",   "comments", "comment",  "views",       "view",
        "shares",    "share",     "likes",    "like",     "reads",       "min",
        "mins",      "min read",  "minute",   "minutes",  "minute read", "minutes read",
        "mins read", "followers", "replies",  "retweets", "results",     "posts",
        "votes",     "reactions"};
    size_t i = 0;
    while (i < s.n &&
           ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == ',' || s.p[i] == '.'))
        i++;
    if (i == 0)
        return false;
    Str what = str_trim(str_sub(s, i, s.n));
    if (str_starts(what, S("k ")))
        what = str_sub(what, 2, what.n);
    for (size_t k = 0; k < sizeof counted / sizeof *counted; k++)
        if (str_eq(what, str_of(counted[k])))
            return true;
    return false;
}

/* Pieces of a line parted by | or a dot in the middle: is one of them a counter? */
static bool has_counter(Str s)
{
    for (Str rest = s; rest.n > 0;)
        if (is_counter(str_trim(str_cut(&rest, '|'))))
            return true;
    return false;
}

const char *furniture_rule(Str words, bool *weak)
{
    char buf[4 * PHRASE_WIDTH];
    *weak = false;
    const Str s = normalise(words, buf, sizeof buf);
    if (s.n == 0)
        return NULL;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (matches(&phrases[i], s)) {
            *weak = phrases[i].weak;
            return phrases[i].rule;
        }
    return has_counter(s) ? "counter" : NULL;
}

void draft_furniture(Draft *d)
{
    for (size_t i = 0; i < d->n; i++) {
        Piece *p = &d->v[i];
        if (p->width > PHRASE_WIDTH || p->role != ROLE_PARA || p->mark == MARK_RULE ||
            p->mark == MARK_UNDERLINE)
            continue;
        p->rule = furniture_rule(piece_text(d, p), &p->weak);
        if (p->words == 0 && p->body < p->to)
            p->rule = "ornament";
    }
}

/* ---- place ---- */

bool piece_is_prose(const Piece *p)
{
    if (p->rule && !p->weak)
        return false;
    if (p->stop || p->sentences > 1)
        return p->width >= PROSE_WIDTH;
    /* without a stop: no row of titles or links, which are mostly capitals */
    return p->width >= BLOCK_WIDTH && 10 * p->capital <= 6 * (p->words + 1);
}

bool piece_is_sentence(const Piece *p)
{
    if (p->rule && !p->weak)
        return false;
    return piece_is_prose(p) || ((p->stop || p->colon) && p->words >= 4) ||
           (p->words >= SENTENCE_WORDS && 2 * p->small >= p->words);
}

static int64_t weight(const Piece *p)
{
    if (p->mark == MARK_RULE || p->mark == MARK_UNDERLINE)
        return 0;
    if (p->rule && !p->weak)
        return -RULE_COST;
    if (piece_is_prose(p))
        return (p->width < MOST_WEIGHT ? p->width : MOST_WEIGHT) - PROSE_COST;
    if (p->mark != MARK_NONE)
        return -ITEM_COST;
    return piece_is_sentence(p) ? (int64_t)p->width / 3 - SENTENCE_COST : -SHORT_COST;
}

void draft_story(Draft *d)
{
    int64_t sum = 0, best = 0;
    size_t from = 0;
    d->first = d->last = d->n;
    for (size_t i = 0; i < d->n; i++) {
        if (sum <= 0) {
            sum = 0;
            from = i;
        }
        sum += weight(&d->v[i]);
        if (sum > best) {
            best = sum;
            d->first = from;
            d->last = i + 1;
        }
    }
    while (d->first < d->last && !piece_is_prose(&d->v[d->first]))
        d->first++; /* what stands above the first prose is judged by its words */
    if (d->first == d->last)
        d->first = d->last = d->n;
}
