/* A text cut into pieces: a line each, or the lines of a wrapped paragraph.
 *
 * Model: crawlers write a paragraph a line, with or without a blank line between; people
 * and mail programs wrap paragraphs at a measure and part them by blank lines.  Which
 * one a file does is judged once for all of it, as a wrapped line is known by its
 * neighbour: the next line's first word would not have fitted behind it.
 * Method: the measure is the length that all but one line in fifty keep; lines within a
 * run without a blank line count as full when the next word would pass the measure.
 * Where most are full, the file is wrapped, and each run whose lines are mostly full is
 * a paragraph; the others (verses, addresses, heads) stay lines.  Marks of lists and
 * quotes part paragraphs too; a quote was wrapped elsewhere, so it has its own measure.
 * What hangs below an item belongs to it.
 * Cost: two passes over the text, one over each piece. */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "text.h"

enum {
    MOST_PIECES = 500000,  /* what is beyond is one piece: a tree of more would take
                            * a gigabyte */
    MOST_LINES = 4096,     /* of a run looked at together; a paragraph has fewer */
    LONGEST_MEASURE = 120, /* characters: nobody wraps wider */
    SHORTEST_MEASURE = 40,
    NARROW = 56, /* verses are seldom wider */
    SOME_LINES = 12,
    ITEM_NUMBERS = 3, /* digits: 1986. is a year */
};

typedef struct Line {
    Str text; /* trimmed */
    uint32_t from, no, indent, chars;
    bool apart;
} Line;

typedef struct Run {
    Line *v; /* owned by draft_split() */
    size_t n, cap;
} Run;

/* ---- white space ---- */

static bool is_blank(uint32_t cp)
{
    return uni_is_space(cp) || (cp >= 0x80 && uni_is_ignorable(cp));
}

Str trim_unicode(Str s)
{
    s = str_trim(s);
    while (s.n > 0 && (unsigned char)s.p[0] >= 0x80) {
        size_t i = 0;
        if (!is_blank(utf8_next(s, &i)))
            break;
        s = str_trim(str_sub(s, i, s.n));
    }
    while (s.n > 0 && (unsigned char)s.p[s.n - 1] >= 0x80) {
        size_t i = s.n;
        if (!is_blank(utf8_prev(s, &i)))
            break;
        s = str_trim(str_sub(s, 0, i));
    }
    return s;
}

/* ---- marks ---- */

static const char *const bullets[] = {"\u2022", "\u00B7", "\u2023", "\u25E6",
                                      "\u25AA", "\u25CF", "\u25CB", "\u25A0",
                                      "\u2043", "\u2219", "*"};
static const char *const dashes[] = {"-", "\u2013"};

/* The bytes of the first of these that s begins with and white space follows, with
 * that white space; 0 for none. */
static size_t sign(Str s, const char *const *signs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const Str head = str_of(signs[i]);
        const Str rest = str_sub(s, head.n, s.n);
        const Str words = trim_unicode(rest);
        if (str_starts(s, head) && words.n > 0 && words.p > rest.p)
            return (size_t)(words.p - s.p);
    }
    return 0;
}

/* "1. ", "1) ", "(1) ", "a) ", "(a) ": the bytes of it, 0 for none. */
static size_t numeral(Str s, Mark *mark, uint32_t *number)
{
    const bool open = s.n > 0 && s.p[0] == '(';
    size_t i = open;
    while (i < s.n && i - open < ITEM_NUMBERS && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    if (i > open) {
        *mark = MARK_NUMBER;
        str_to_u32(str_sub(s, open, i), 999, number);
    } else if (i < s.n && s.p[i] >= 'a' && s.p[i] <= 'z') {
        *mark = MARK_LETTER;
        *number = 1 + (uint32_t)(s.p[i++] - 'a');
    } else {
        return 0;
    }
    const bool dot = !open && *mark == MARK_NUMBER && i < s.n && s.p[i] == '.';
    if (i >= s.n || (s.p[i] != ')' && !dot))
        return 0;
    const Str rest = str_sub(s, i + 1, s.n), words = trim_unicode(rest);
    return words.n > 0 && words.p > rest.p ? (size_t)(words.p - s.p) : 0;
}

/* "12. März 2021": a day, whose number is no item's. */
static bool is_day(Str s)
{
    enum { LONGEST_DAY = 32 }; /* bytes */
    size_t i = 0;
    Mention m;
    return s.n <= LONGEST_DAY && s.p[0] >= '0' && s.p[0] <= '9' && date_next(s, &i, &m) &&
           m.from == 0 && m.to == s.n && m.date.day;
}

/* Three or more of one sign, maybe with blanks between. */
static bool is_rule(Str s)
{
    size_t count = 0;
    if (s.n == 0 || strchr("-*_=~#", s.p[0]) == NULL || s.p[0] == '\0')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != s.p[0] && s.p[i] != ' ')
            return false;
        count += s.p[i] != ' ';
    }
    return count >= 3;
}

/* How the line begins; *skip: the bytes of its mark. */
static Mark mark_of(Str s, size_t *skip, uint32_t *number)
{
    Mark mark = MARK_NONE;
    *skip = 0;
    *number = 0;
    if (s.n == 0)
        return MARK_NONE;
    if (is_rule(s))
        return MARK_RULE;
    if (s.p[0] == '>') {
        while (*skip < s.n && (s.p[*skip] == '>' || s.p[*skip] == ' '))
            ++*skip;
        return MARK_QUOTE;
    }
    if ((*skip = sign(s, bullets, sizeof bullets / sizeof *bullets)) > 0)
        return MARK_BULLET;
    if ((*skip = sign(s, dashes, sizeof dashes / sizeof *dashes)) > 0)
        return MARK_DASH;
    *skip = is_day(s) ? 0 : numeral(s, &mark, number);
    return *skip ? mark : MARK_NONE;
}

/* ---- the layout of a file ---- */

static size_t count_chars(Str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* Takes the next line off *rest; false at the end of the text. */
static bool next_line(const Draft *d, Str *rest, Line *line)
{
    if (rest->n == 0)
        return false;
    const Str raw = str_line(rest);
    line->text = trim_unicode(raw);
    line->no++;
    if (line->text.n > 0) {
        line->from = (uint32_t)(line->text.p - d->text.p);
        line->indent = (uint32_t)(line->text.p - raw.p);
        line->chars = (uint32_t)count_chars(line->text);
    }
    return true;
}

/* The length that all but one line in fifty keep (in a file of some lines: all but one);
 * 0 when nobody wrapped this. */
static uint32_t find_measure(const Draft *d)
{
    uint32_t lengths[LONGEST_MEASURE + 2] = {0}, lines = 0, within = 0;
    Line line = {0};
    for (Str rest = d->text; next_line(d, &rest, &line);) {
        if (line.text.n == 0)
            continue;
        const uint32_t n = line.chars + line.indent;
        lengths[n <= LONGEST_MEASURE ? n : LONGEST_MEASURE + 1]++;
        lines++;
    }
    const uint32_t spare = lines >= SOME_LINES && lines < 100 ? 1 : lines / 50;
    for (uint32_t n = 0; n <= LONGEST_MEASURE; n++) {
        within += lengths[n];
        if (within >= lines - spare)
            return n < SHORTEST_MEASURE ? 0 : n;
    }
    return 0;
}

static bool begins_small(Str s)
{
    size_t i = 0;
    return uni_is_lower(utf8_next(s, &i));
}

/* Behind the marks of a quote. */
static Str unquoted(Str s)
{
    size_t i = 0;
    while (i < s.n && (s.p[i] == '>' || s.p[i] == ' '))
        i++;
    return str_sub(s, i, s.n);
}

/* Would the next line's first word have passed the measure behind this one? */
static bool is_filled(const Line *line, const Line *next, uint32_t measure)
{
    const Str s = unquoted(next->text);
    size_t word = 0;
    while (word < s.n && s.p[word] != ' ' && s.p[word] != '\t')
        word++;
    const size_t chars = count_chars(str_sub(s, 0, word));
    return line->chars + line->indent + 1 + chars > measure;
}

/* Is the line filled, or does the next go on with its sentence?  A verse does that too,
 * but its lines are short of the measure, set in, or narrow. */
static bool is_full(const Line *line, const Line *next, uint32_t measure)
{
    return is_filled(line, next, measure) ||
           (measure >= NARROW && begins_small(unquoted(next->text)) &&
            3 * line->chars >= 2 * measure && line->indent == next->indent &&
            strchr(".:!?", line->text.p[line->text.n - 1]) == NULL);
}

/* Of a run's lines but the last: are at least `percent` full? */
static bool is_wrapped(const Run *run, uint32_t measure, uint32_t percent)
{
    size_t full = 0;
    for (size_t i = 0; i + 1 < run->n; i++)
        full += is_full(&run->v[i], &run->v[i + 1], measure);
    return run->n > 1 && full * 100 >= (run->n - 1) * percent;
}

/* A line that somebody broke on purpose: an item, a rule, or a field of a letter's head
 * ("Subject: "). */
static bool is_broken(const Line *line)
{
    size_t skip;
    uint32_t number;
    const size_t colon = str_find(line->text, S(": "));
    return mark_of(line->text, &skip, &number) != MARK_NONE ||
           (colon < line->text.n && memchr(line->text.p, ' ', colon) == NULL);
}

static bool begins_large(Str s)
{
    size_t i = 0;
    return uni_is_upper(utf8_next(s, &i));
}

/* The measure at which the file is wrapped; 0: a paragraph is a line.  Long lines say
 * more about it than short ones: each counts with its length.  Verses of one length look
 * wrapped too, but nearly all of them begin with a capital, or they are narrow. */
static uint32_t judge_layout(const Draft *d)
{
    enum { FULL = 60, NARROW_FULL = 80, VERSES = 80 }; /* percent */
    const uint32_t measure = find_measure(d);
    if (measure == 0)
        return 0;
    uint64_t inner = 0, full = 0;
    size_t pairs = 0, large = 0;
    Line before = {0}, line = {0};
    for (Str rest = d->text; next_line(d, &rest, &line); before = line) {
        if (before.text.n == 0 || line.text.n == 0 || is_broken(&before))
            continue;
        pairs++;
        large += begins_large(line.text);
        inner += before.chars;
        full += is_full(&before, &line, measure) ? before.chars : 0;
    }
    const bool enough = d->article->src.wrapped || 2 * inner >= 3 * measure;
    if (!enough || (pairs >= 3 && 100 * large > VERSES * pairs))
        return 0;
    return 100 * full >= inner * (measure < NARROW ? NARROW_FULL : FULL) ? measure : 0;
}

/* ---- pieces ---- */

static Piece *add_piece(Draft *d, const Line *line)
{
    ARRAY_ROOM(d->v, d->n, d->cap);
    Piece *p = &d->v[d->n++];
    size_t skip;
    uint32_t number;
    const Mark mark = mark_of(line->text, &skip, &number);
    *p = (Piece){.from = line->from,
                 .to = line->from + (uint32_t)line->text.n,
                 .body = line->from + (uint32_t)skip,
                 .line = line->no,
                 .number = number,
                 .mark = mark,
                 .apart = line->apart};
    return p;
}

/* A line of nothing but ">" parts a quote's paragraphs. */
static bool is_bare_quote(Str s)
{
    size_t skip;
    uint32_t number;
    return mark_of(s, &skip, &number) == MARK_QUOTE && skip == s.n;
}

/* Does line i of a wrapped run begin a piece? */
static bool begins_piece(const Run *run, size_t i, uint32_t measure)
{
    const Line *line = &run->v[i], *before = &run->v[i - 1];
    size_t skip;
    uint32_t number;
    const Mark mark = mark_of(line->text, &skip, &number);
    const Mark above = mark_of(before->text, &skip, &number);
    const Mark first = mark_of(run->v[0].text, &skip, &number);
    if (mark == MARK_RULE || above == MARK_RULE)
        return true; /* nothing is joined to a rule: it has no words */
    if (run->v[0].no == 1 && (is_broken(line) || (i == 1 && metadata_rule(line->text))))
        return true; /* a field of a mail's head, the byline under a title */
    if (mark == MARK_QUOTE || above == MARK_QUOTE)
        return mark != above || is_bare_quote(line->text) || is_bare_quote(before->text);
    if (mark != MARK_NONE)
        return first != MARK_NONE || !is_full(before, line, measure) ||
               str_ends(before->text, S(":"));
    return first == MARK_NONE && line->indent >= before->indent + 2;
}

static void add_wrapped(Draft *d, const Run *run, uint32_t measure)
{
    Piece *p = NULL;
    for (size_t i = 0; i < run->n; i++) {
        const Line *line = &run->v[i];
        if (p == NULL || begins_piece(run, i, measure))
            p = add_piece(d, line);
        else
            p->to = line->from + (uint32_t)line->text.n;
    }
}

/* A line of one sign below a short one is no rule but its underline. */
static void mark_underline(Draft *d)
{
    Piece *p = &d->v[d->n - 1];
    if (p->mark != MARK_RULE || d->n < 2 || p->apart)
        return;
    Piece *above = p - 1;
    if (above->mark == MARK_RULE || above->mark == MARK_UNDERLINE ||
        above->to - above->from > 2 * LONGEST_MEASURE ||
        strchr("=-~", d->text.p[p->from]) == NULL)
        return;
    p->mark = MARK_UNDERLINE;
    above->underlined = true;
}

/* The measure of a run: a quote in a wrapped file has been wrapped somewhere else. */
static uint32_t run_measure(const Run *run, uint32_t measure)
{
    uint32_t widest = 0, number;
    size_t skip;
    for (size_t i = 0; i < run->n && measure; i++) {
        if (mark_of(run->v[i].text, &skip, &number) != MARK_QUOTE)
            return measure;
        if (run->v[i].chars + run->v[i].indent > widest)
            widest = run->v[i].chars + run->v[i].indent;
    }
    return widest < SHORTEST_MEASURE ? measure : widest;
}

/* Does the line stand below the words of an item, as their continuation? */
static bool hangs(const Line *item, const Line *line)
{
    size_t skip;
    uint32_t number;
    const Mark mark = mark_of(item->text, &skip, &number);
    return mark != MARK_NONE && mark != MARK_QUOTE && mark != MARK_RULE &&
           mark_of(line->text, &skip, &number) == MARK_NONE &&
           line->indent >= item->indent + 2;
}

/* Lines that are pieces, but for what hangs below an item. */
static void add_lines(Draft *d, const Run *run)
{
    const Line *item = NULL;
    for (size_t i = 0; i < run->n; i++) {
        const Line *line = &run->v[i];
        if (item && hangs(item, line)) {
            d->v[d->n - 1].to = line->from + (uint32_t)line->text.n;
            continue;
        }
        item = line;
        add_piece(d, line);
        mark_underline(d);
    }
}

static void end_run(Draft *d, Run *run, uint32_t measure)
{
    const uint32_t own = run_measure(run, measure);
    if (own && is_wrapped(run, own, 60))
        add_wrapped(d, run, own);
    else
        add_lines(d, run);
    run->n = 0;
}

/* Does the line begin or end a quote? */
static bool turns(const Run *run, const Line *line)
{
    size_t skip;
    uint32_t number;
    return run->n > 0 &&
           (mark_of(run->v[run->n - 1].text, &skip, &number) == MARK_QUOTE) !=
               (mark_of(line->text, &skip, &number) == MARK_QUOTE);
}

void draft_split(Draft *d)
{
    const uint32_t measure = judge_layout(d);
    Run run = {0};
    Line line = {0};
    line.apart = true;
    for (Str rest = d->text; next_line(d, &rest, &line);) {
        if (line.text.n == 0 || run.n == MOST_LINES || turns(&run, &line))
            end_run(d, &run, measure);
        if (line.text.n == 0) {
            line.apart = true;
            continue;
        }
        if (d->n + run.n >= MOST_PIECES) {
            line.text = trim_unicode(str_sub(d->text, line.from, d->text.n));
            rest.n = 0;
        }
        ARRAY_ROOM(run.v, run.n, run.cap);
        run.v[run.n++] = line;
        line.apart = false;
    }
    end_run(d, &run, measure);
    free(run.v);
    for (size_t i = 0; i < d->n; i++)
        draft_measure(d, &d->v[i]);
}

void draft_cut(Draft *d, size_t i, uint32_t at)
{
    ARRAY_ROOM(d->v, d->n, d->cap);
    memmove(&d->v[i + 1], &d->v[i], (d->n - i) * sizeof *d->v);
    d->n++;
    Piece *head = &d->v[i], *tail = &d->v[i + 1];
    const Str left = trim_unicode(str_sub(d->text, head->from, at));
    const Str right = trim_unicode(str_sub(d->text, at, tail->to));
    head->to = head->from + (uint32_t)left.n;
    tail->from = tail->body = (uint32_t)(right.p - d->text.p);
    tail->mark = MARK_NONE;
    tail->apart = false;
    draft_measure(d, head);
    draft_measure(d, tail);
}

void draft_join(Draft *d, size_t i)
{
    d->v[i].to = d->v[i + 1].to;
    d->n--;
    memmove(&d->v[i + 1], &d->v[i + 2], (d->n - i - 1) * sizeof *d->v);
    draft_measure(d, &d->v[i]);
}

/* ---- measuring a piece ---- */

static bool is_closer(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == ')' || cp == ']' || cp == 0x2019 ||
           cp == 0x201D || cp == 0xBB || cp == 0x300D || cp == 0x300F || cp == 0xFF09 ||
           cp == 0x203A || cp == 0x201C;
}

static bool is_stop(uint32_t cp)
{
    return cp == '.' || cp == '!' || cp == '?' || cp == 0x2026 || cp == 0x3002 ||
           cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF0E || cp == 0x964 || cp == 0x6D4 ||
           cp == 0x61F || cp == 0x589;
}

/* One past the last of s that is no closing quote or bracket, and the character there. */
static uint32_t last_char(Str s, size_t *end)
{
    for (size_t i = s.n; i > 0;) {
        const size_t at = i;
        const uint32_t cp = utf8_prev(s, &i);
        if (!is_closer(cp)) {
            *end = at;
            return cp;
        }
    }
    *end = 0;
    return 0;
}

/* Counts one word: s is a run without white space. */
static void measure_word(Piece *p, Str s)
{
    uint32_t first = 0; /* its first letter or digit */
    uint32_t wide = 0, chars = 0;
    for (size_t i = 0; i < s.n; chars++) {
        const uint32_t cp = utf8_next(s, &i);
        if (first == 0 && (uni_is_letter(cp) || uni_is_digit(cp)))
            first = cp;
        if (cp < 0x1100)
            continue;
        wide += uni_is_wide(cp);
        p->sentences += cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F;
    }
    size_t end;
    const uint32_t last = last_char(s, &end);
    p->width += chars + 2 * wide;
    if (first == 0)
        return;
    p->words += 1 + wide / 2;
    p->capital += uni_is_upper(first);
    p->small += uni_is_lower(first);
    p->long_small += chars >= 4 && uni_is_lower(first);
    p->sentences += is_stop(last) && last < 0x3000 && chars > 2;
}

void draft_measure(const Draft *d, Piece *p)
{
    const Str s = str_sub(d->text, p->body, p->to);
    p->width = p->words = p->capital = p->small = p->long_small = p->sentences = 0;
    for (size_t i = 0; i < s.n;) {
        const size_t from = i;
        while (i < s.n && s.p[i] != ' ' && (s.p[i] < '\t' || s.p[i] > '\r'))
            i++;
        if (i > from)
            measure_word(p, str_sub(s, from, i));
        p->width += i < s.n;
        i++;
    }
    size_t end;
    const uint32_t last = last_char(s, &end);
    p->stop = is_stop(last);
    p->colon = last == ':' || last == 0xFF1A;
}
