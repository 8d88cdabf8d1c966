/* The title: the line above the story that says what it is about.
 *
 * Model: a title is a line of some words without a full stop, above the first paragraph
 * and rarely far above it; it shares words with the story, which the links of a menu do
 * not, and dates and bylines stand near it.
 * Method: each line above the story is scored by these; the best one is the title when
 * it is good enough.  A title that stands there again (a trail of links, a heading and
 * an alternative text) is the first of them.  Without one, the opening sentence gives a
 * title, up to where its first phrase ends, and the book says that it was made.
 * Cost: linear in the lines above the story. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "text.h"

enum {
    LONGEST_TITLE = 300, /* width */
    FEW = 6,             /* so few lines above the story, or on end: no menu */
    FIELD_COST = 20,     /* of "Time: 20 min" */
    ENOUGH = 24,         /* the score of a title below a menu */
    BEHIND = 10,         /* a part of the story, behind which no title is looked for, */
    BEHIND_COST = 400,   /* and what all of the story above a line would cost it */
    SMALL_COST = 8,      /* of mostly small letters: a standfirst without its stop */
    SECOND_COST = 8,     /* of a line right below one that may be the title too */
    FEW_LINES = 3,       /* that may be one: no menu either */
    FIRST_GAIN = 20,     /* of the first of so few */
    SHORT_TITLE = 100,   /* width of a first line that needs nothing to speak for it */
    STOPPED = 60,        /* width of the longest title with a stop */
    NEAR = 3,            /* pieces in which a date or byline speaks for a title */
    TOP = 40,            /* pieces in which a title may be labelled so */
    FAR = 35,            /* pieces: what is further off loses no more */
};

/* ---- choosing ---- */

static bool may_be_title(const Draft *d, const Piece *p)
{
    if (piece_is_prose(p) && p->stop && !str_ends(piece_text(d, p), S("?")) &&
        !str_ends(piece_text(d, p), S("!")))
        return false;
    return p->role == ROLE_PARA && p->width <= LONGEST_TITLE && p->words > 0 &&
           (p->rule == NULL || p->weak) && p->mark != MARK_BULLET &&
           p->mark != MARK_QUOTE && p->mark != MARK_RULE && p->mark != MARK_UNDERLINE &&
           !p->colon && !str_ends(piece_text(d, p), S(",")) &&
           !(p->stop && p->sentences > 1) && p->body < p->to;
}

/* A trail of links: "Home > News > Title". */
static bool is_trail(Str s)
{
    return str_has(s, S(" > ")) || str_has(s, S(" \u00BB ")) || str_has(s, S(" \u203A "));
}

/* "Time: 1 h 20 min": a word, and a value with a number in it. */
static bool is_field(Str s)
{
    const size_t colon = str_find(s, S(": "));
    if (colon >= s.n || memchr(s.p, ' ', colon))
        return false;
    for (size_t i = colon; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

static int by_length(const Piece *p)
{
    if (p->words <= 1)
        return p->width >= 12 ? 2 : -8; /* a script without blanks, or a label */
    if (p->words == 2)
        return 0;
    if (p->words == 3)
        return 8;
    return p->words <= 18 ? 18 : p->words <= 28 ? 6 : -10;
}

/* Pieces from i to the next prose. */
static size_t to_prose(const Draft *d, size_t i)
{
    size_t n = 0;
    while (i + n < d->n && n < FAR && !(n > 0 && piece_is_prose(&d->v[i + n])))
        n++;
    return n;
}

static int score(Draft *d, size_t i)
{
    const Piece *p = &d->v[i];
    const Str s = piece_text(d, p);
    const Shared shared = draft_shared(d, s);
    int points = by_length(p);
    points += 3 * (int)(shared.words < 5 ? shared.words : 5);
    points += 4 * (int)(shared.often < 5 ? shared.often : 5);
    points += shared.of ? (int)(18 * shared.words / shared.of) : 0;
    points -= (int)to_prose(d, i);
    if (p->underlined)
        points += 20;
    if (is_trail(s))
        points -= 40;
    if (is_field(s))
        points -= FIELD_COST;
    if (p->rule)
        points -= 15;
    if (p->stop && str_ends(s, S(".")))
        points -= 25;
    if (p->dated)
        points -= 20;
    if (2 * p->small > p->words)
        points -= SMALL_COST; /* a standfirst without its stop */
    if (i > 0 && may_be_title(d, p - 1) && p[-1].words >= 3 &&
        !is_trail(piece_text(d, p - 1)) &&
        draft_shared(d, piece_text(d, p - 1)).words > 0)
        points -= SECOND_COST;
    for (size_t k = i + 1; k < d->n && k <= i + NEAR; k++)
        if (d->v[k].dated) {
            points += 12;
            break;
        }
    return points;
}

/* Sets `dated` of piece i and of those that speak for it. */
static void look_ahead(Draft *d, size_t *known, size_t i)
{
    for (; *known < d->n && *known <= i + NEAR; ++*known) {
        Piece *p = &d->v[*known];
        p->dated = p->width <= LONGEST_TITLE && metadata_rule(piece_text(d, p));
    }
}

/* The best line above the story or behind its first lines (a menu's longer ones may
 * have been taken for its beginning); n when none is good enough. */
static size_t best_line(Draft *d, int *points)
{
    size_t best = d->n, known = 0;
    uint64_t all = 0, above = 0;
    *points = ENOUGH - 1;
    for (size_t i = d->first; i < d->last; i++)
        all += piece_is_prose(&d->v[i]) ? d->v[i].width : 0;
    for (size_t i = 0; i < d->last && above * BEHIND < all; i++) {
        if (i >= d->first && piece_is_prose(&d->v[i]))
            above += d->v[i].width;
        look_ahead(d, &known, i);
        if (!may_be_title(d, &d->v[i]))
            continue;
        const int got = score(d, i) - (int)(above * BEHIND_COST / all);
        if (got > *points) {
            *points = got;
            best = i;
        }
    }
    return best;
}

/* Does a file open with line i, and not with a menu: neither with words of furniture nor
 * with many links on end?  What is a list by its marks is no menu. */
static bool opens(const Draft *d, size_t i)
{
    size_t k = 0;
    for (; k < d->first && d->v[k].mark == MARK_NONE && !d->v[k].stop; k++)
        if (d->v[k].rule && d->v[k].role == ROLE_PARA)
            return false;
    return k > i && k - i <= FEW;
}

static size_t choose(Draft *d)
{
    size_t first = d->n, candidates = 0;
    for (size_t i = 0; i < d->first; i++) {
        if (d->v[i].role == ROLE_TITLE)
            return i; /* labelled so */
        if (!may_be_title(d, &d->v[i]))
            continue;
        candidates++;
        if (first == d->n)
            first = i;
    }
    /* Where no menu is, the first line is the title, unless another is much better. */
    const bool opening = first < d->n && opens(d, first);
    const bool quiet = first < d->n &&
                       (d->first <= FEW || candidates <= FEW_LINES || opening) &&
                       !(d->v[first].stop && d->v[first].width > STOPPED);
    if (quiet && candidates == 1 && first + 1 == d->first)
        return first;
    int most;
    const size_t best = best_line(d, &most);
    const bool near = best == d->n || first + NEAR >= best;
    if (quiet && opening && best == d->n && d->v[first].width <= SHORT_TITLE)
        return first;
    return quiet && near && score(d, first) + FIRST_GAIN >= most ? first : best;
}

/* Where no prose is, the first line is the title if others follow. */
static size_t choose_without_story(const Draft *d)
{
    for (size_t i = 0; i < d->n && i < TOP; i++)
        if (d->v[i].role == ROLE_TITLE)
            return i;
    for (size_t i = 0; i < d->n && i < FEW; i++)
        if (d->v[i].role == ROLE_PARA && (d->v[i].rule == NULL || d->v[i].weak))
            return i + 1 < d->n && may_be_title(d, &d->v[i]) && !d->v[i].stop &&
                           d->v[i].mark == MARK_NONE
                       ? i
                       : d->n;
    return d->n;
}

Str text_collapse(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = utf8_next(s, &i);
        if (!uni_is_space(cp)) {
            memcpy(p + n, s.p + at, i - at);
            n += i - at;
        } else if (n > 0 && p[n - 1] != ' ') {
            p[n++] = ' ';
        }
    }
    return str_trim((Str){p, n});
}

/* The title that the article has already, where it stands above the story or begins it.
 */
static size_t find_stated(const Draft *d)
{
    const uint64_t words = words_hash(d->article->title);
    for (size_t i = 0; i < d->n && i <= d->first && i < TOP && words; i++)
        if (d->v[i].width <= 2 * LONGEST_TITLE &&
            words_hash(piece_text(d, &d->v[i])) == words)
            return i;
    return d->n;
}

void draft_title(Draft *d)
{
    const bool story = d->first<d->n, stated = d->article->title.n> 0;
    size_t title = stated ? find_stated(d) : story ? choose(d) : choose_without_story(d);
    d->title = d->n;
    d->below = 0;
    if (title == d->n)
        return;
    const uint64_t words = words_hash(piece_text(d, &d->v[title]));
    const size_t end = story && title < d->first ? d->first : title + 1;
    d->title = title;
    for (size_t i = 0; i < end && words; i++) {
        if (d->v[i].width > 2 * LONGEST_TITLE ||
            words_hash(piece_text(d, &d->v[i])) != words)
            continue;
        if (d->v[i].role == ROLE_PARA && i < d->title)
            d->title = i;
        d->below = i + 1;
    }
    if (d->below <= title)
        d->below = title + 1;
    d->v[d->title].role = ROLE_TITLE;
    if (!stated)
        d->article->title =
            text_collapse(d->article->arena, piece_text(d, &d->v[d->title]));
}

/* ---- making ---- */

enum {
    MADE_LEAST = 3, /* words of a phrase that can stand as a title */
    MADE_MOST = 12,
    MADE_CUT = 8,     /* words when there is no such phrase */
    MADE_WIDE = 24,   /* characters of a script without blanks */
    MADE_BYTES = 160, /* whatever a word is */
};

/* What may stand between a subject and the rest of its sentence. */
static const char verbs[] =
    " is are was were has have had will would can could may might must should does "
    "did do which who that ";

/* A sentence that begins so has its subject later. */
static const char openers[] =
    " in on at after when while if as since despite during for with from by before "
    "although though because once until under over like unlike to whether this it "
    "there what how why so and but ";

/* One past the opening phrase of s, 0 when there is none that can stand alone. */
static size_t phrase_end(Str s)
{
    char buf[WORD_MOST];
    size_t words = 0, i = 0;
    bool opener = false;
    while (i < s.n && words <= MADE_MOST) {
        const size_t from = i;
        while (i < s.n && s.p[i] != ' ')
            i++;
        const Str w = str_sub(s, from, i);
        size_t at = 0;
        const Str folded = word_next(w, &at, buf);
        const bool enough = words >= MADE_LEAST && !opener;
        if (words == 0)
            opener = word_is_among(folded, openers);
        if (enough && word_is_among(folded, verbs))
            return from - 1;
        if (w.n == 0 || str_eq(w, S("\u2013")) || str_eq(w, S("\u2014")) ||
            str_eq(w, S("-")))
            return enough ? from - (from > 0) : 0;
        words++;
        const char last = w.p[w.n - 1];
        const bool ordinal = last == '.' && w.p[0] >= '0' && w.p[0] <= '9';
        if (strchr(",;:.!?", last) && !ordinal && words >= MADE_LEAST &&
            !(opener && last == ','))
            return i - 1;
        i += i < s.n;
    }
    return i >= s.n && words >= 1 && words <= MADE_MOST ? s.n : 0;
}

/* One past the first phrase of a text in full-width characters, at most MADE_WIDE. */
static size_t wide_end(Str s, bool *whole)
{
    size_t i = 0;
    for (size_t n = 0; i < s.n && n < MADE_WIDE; n++) {
        const size_t at = i;
        const uint32_t cp = utf8_next(s, &i);
        if (n >= 4 && (cp == 0xFF0C || cp == 0x3002 || cp == 0xFF1A || cp == 0xFF1B ||
                       cp == 0xFF1F || cp == 0xFF01)) {
            *whole = true;
            return at;
        }
    }
    *whole = i >= s.n;
    return i;
}

static size_t first_words(Str s, size_t count)
{
    size_t i = 0;
    for (size_t n = 0; i < s.n; i++)
        if (s.p[i] == ' ' && ++n == count)
            break;
    if (i > MADE_BYTES)
        for (i = MADE_BYTES; ((unsigned char)s.p[i] & 0xC0) == 0x80;)
            i--;
    return i;
}

Str title_from_opening(Arena *a, Str text)
{
    size_t i = 0, end;
    Str s = text_collapse(a, str_sub(text, 0, 8 * MADE_BYTES));
    if (!utf8_valid(s)) /* cut in the middle of a character */
        s = str_sub(s, 0, first_words(s, SIZE_MAX));
    if (s.n == 0)
        return s;
    bool whole = true;
    if (uni_is_wide(utf8_next(s, &i))) {
        end = wide_end(s, &whole);
    } else {
        end = phrase_end(s);
        if (end == 0 || end > MADE_BYTES) {
            end = first_words(s, MADE_CUT);
            whole = end == s.n && text.n <= 8 * MADE_BYTES;
        }
    }
    Str title = trim_unicode(str_sub(s, 0, end));
    while (title.n > 0 && strchr(" ,;:.-", title.p[title.n - 1]))
        title.n--;
    return whole ? title : arena_printf(a, STR_FMT "\u2026", STR_ARG(title));
}
