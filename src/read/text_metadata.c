/* Metadata lines: who wrote it, when, where.
 *
 * Model: a line of metadata is made of parts (| and dots and dashes part them), and each
 * part is a date, a byline, a counter, a time, or a label for one of these.  A line with
 * much else in it is none.
 * A mail opens with fields, which say it in so many words.
 * Method: first every short line is judged by its form alone; when the title is known,
 * those near it are taken, as a teaser's date says nothing about the article.  What the
 * lines do not say, the opening paragraphs may: a weekday with a date.  A year is never
 * guessed from today's: it comes from the years the text speaks of as past.
 * Cost: linear. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "text.h"

enum {
    LINE_WIDTH = 140, /* of the longest line of metadata */
    SPARE_WORDS = 3,  /* in it that are neither label nor value */
    NAME_WORDS = 12,  /* of the longest byline, with more than one author */
    ABOVE = 8,        /* pieces that a line of metadata stands above the title, */
    BELOW = 10,       /* and below */
    OPENING = 3,      /* paragraphs in which a weekday's date is the article's */
    BASIS = 80,       /* bytes of the words that a date rests on */
    TOP = 12,         /* pieces at the top of a file that may be labelled */
};

/* ---- parts of a line ---- */

/* Take the next part off *rest, up to a bar, a dot in the middle, or a dash between
 * blanks. */
static Str next_part(Str *rest)
{
    static const char *const signs[] = {"|",   "\u2022",   "\u00B7",
                                        " - ", " \u2013 ", " \u2014 ",
                                        " / ", "\u00BB",   "\u2219"};
    size_t at = rest->n, skip = 0;
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
        const size_t found = str_find(*rest, str_of(signs[k]));
        if (found < at) {
            at = found;
            skip = strlen(signs[k]);
        }
    }
    const Str part = trim_unicode(str_sub(*rest, 0, at));
    *rest = str_sub(*rest, at + skip, rest->n);
    return part;
}

/* Words that stand around a date and say what it is. */
static const char date_labels[] =
    " published posted updated modified last first on at date am pm et est edt gmt "
    "utc bst cet pst pdt a p m h the created release released edited revised "
    "reviewed of publication uhr stand um aktualisiert ver\u00F6ffentlicht "
    "publi\u00E9 le mis \u00E0 jour publicado el actualizado "
    "\u043E\u043F\u0443\u0431\u043B\u0438\u043A\u043E\u0432\u0430\u043D\u043E "
    "\u043E\u0431\u043D\u043E\u0432\u043B\u0435\u043D\u043E \u0433 "
    "\u0433\u043E\u0434\u0430 \u65E5\u671F \u53D1\u5E03 \u66F4\u65B0 ";

/* Words of s that are neither labels of a date nor numbers; *labels: those that are. */
static size_t spare_words(Str s, size_t *labels)
{
    char buf[WORD_MOST];
    size_t spare = 0, i = 0;
    for (Str w = word_next(s, &i, buf); w.n > 0; w = word_next(s, &i, buf)) {
        const bool label = word_is_among(w, date_labels);
        *labels += label;
        spare += !label && (w.p[0] < '0' || w.p[0] > '9');
    }
    return spare;
}

/* ---- bylines ---- */

static const char *const bylines[] = {"by ",
                                      "by: ",
                                      "written by ",
                                      "written by: ",
                                      "author: ",
                                      "authors: ",
                                      "author ",
                                      "posted by ",
                                      "published by ",
                                      "reported by ",
                                      "story by ",
                                      "words by ",
                                      "text by ",
                                      "article by ",
                                      "reviewed by ",
                                      "von ",
                                      "autor: ",
                                      "autorin: ",
                                      "par ",
                                      "auteur : ",
                                      "por ",
                                      "\u0430\u0432\u0442\u043E\u0440: ",
                                      "\u4F5C\u8005\uFF1A",
                                      "\u4F5C\u8005: "};

/* The bytes of the label that s begins with, 0 for none. */
static size_t byline_label(Str s)
{
    for (size_t i = 0; i < sizeof bylines / sizeof *bylines; i++) {
        const Str label = str_of(bylines[i]);
        if (s.n > label.n && (str_eq_nocase(str_sub(s, 0, label.n), label)))
            return label.n;
    }
    return 0;
}

/* What stands in names in small letters. */
static const char particles[] =
    " de da di del della der den van von la le du al el bin ibn and und et y e zu "
    "ter ten dos \u0438 for of the & ";

/* Could s be people's names: words with capitals, and particles? */
static bool is_names(Str s)
{
    size_t words = 0, capitals = 0;
    if (s.n == 0 || str_ends(s, S(":")))
        return false;
    for (Str rest = s; rest.n > 0;) {
        const Str w = trim_unicode(str_cut(&rest, ' '));
        if (w.n == 0)
            continue;
        size_t i = 0;
        const uint32_t cp = utf8_next(w, &i);
        words++;
        if (uni_is_upper(cp) || uni_is_wide(cp))
            capitals++;
        else if (!word_is_among(w, particles))
            return false;
    }
    return capitals > 0 && words <= NAME_WORDS;
}

/* The names of a byline, empty when s is none. */
static Str byline_names(Str s)
{
    const size_t label = byline_label(s);
    if (label == 0)
        return (Str){0};
    Str names = trim_unicode(str_sub(s, label, s.n));
    while (names.n > 0 && strchr(",;.", names.p[names.n - 1]) &&
           !str_ends(names, S("Jr.")) && !str_ends(names, S("Sr.")))
        names.n--;
    return is_names(names) ? names : (Str){0};
}

/* ---- a line as a whole ---- */

typedef struct Line {
    Str byline;     /* empty: none */
    Mention date;   /* date.day 0: none */
    size_t date_at; /* bytes from the line's begin: the label or the date */
    size_t date_end;
    bool labelled; /* the date */
    size_t counters, spare, spare_numbers;
} Line;

static void read_date_part(Str line, Str part, const Mention *m, Line *out)
{
    size_t labels = 0;
    const Str before = str_sub(part, 0, m->from), after = str_sub(part, m->to, part.n);
    const Str names = byline_names(trim_unicode(before));
    if (names.n > 0)
        out->byline = names;
    else
        out->spare += spare_words(before, &labels);
    out->spare += spare_words(after, &labels);
    if (out->date.date.day == 0 || (out->date.date.year == 0 && m->date.year)) {
        const size_t at = (size_t)(part.p - line.p);
        out->date = *m;
        out->labelled = labels > 0;
        out->date_at = at + (labels && names.n == 0 ? 0 : m->from);
        out->date_end = at + m->to;
    }
}

static Line read_line(Str s)
{
    Line out = {0};
    for (Str rest = s; rest.n > 0;) {
        const Str part = next_part(&rest);
        Mention m;
        size_t i = 0, labels = 0;
        bool weak;
        const Str names = byline_names(part);
        const char *rule = furniture_rule(part, &weak);
        if (part.n == 0)
            continue;
        if (date_next(part, &i, &m))
            read_date_part(s, part, &m, &out);
        else if (names.n > 0)
            out.byline = names;
        else if (rule && strcmp(rule, "counter") == 0)
            out.counters++;
        else
            out.spare += spare_words(part, &labels);
    }
    return out;
}

/* What a line of metadata is called in the ledger, NULL when it is none. */
static const char *line_rule(const Line *l)
{
    if (l->spare > SPARE_WORDS)
        return NULL;
    if (l->date.date.day && (l->date.date.year || l->labelled))
        return "date";
    return l->byline.n > 0 ? "byline" : NULL;
}

static bool may_be_metadata(const Piece *p)
{
    return p->role == ROLE_PARA && p->width <= LINE_WIDTH && p->mark != MARK_QUOTE &&
           p->mark != MARK_RULE && !p->colon && (!p->stop || p->words <= 8);
}

const char *metadata_rule(Str s)
{
    const Line l = read_line(s);
    return line_rule(&l);
}

/* ---- labels at the top ---- */

typedef enum Label { LABEL_TITLE, LABEL_URL, LABEL_PUBLISHER } Label;

static const struct {
    const char *name;
    Label label;
} labels[] = {
    {"title:", LABEL_TITLE},      {"headline:", LABEL_TITLE},
    {"url:", LABEL_URL},          {"link:", LABEL_URL},
    {"permalink:", LABEL_URL},    {"source url:", LABEL_URL},
    {"source:", LABEL_PUBLISHER}, {"publisher:", LABEL_PUBLISHER},
    {"site:", LABEL_PUBLISHER},   {"publication:", LABEL_PUBLISHER},
};

/* What a mail says of itself above its text. */
typedef enum Field { FIELD_FROM, FIELD_SUBJECT, FIELD_DATE, FIELD_OTHER } Field;

static const struct {
    const char *name;
    Field field;
} fields[] = {
    {"from:", FIELD_FROM},          {"von:", FIELD_FROM},
    {"subject:", FIELD_SUBJECT},    {"betreff:", FIELD_SUBJECT},
    {"date:", FIELD_DATE},          {"sent:", FIELD_DATE},
    {"datum:", FIELD_DATE},         {"to:", FIELD_OTHER},
    {"cc:", FIELD_OTHER},           {"bcc:", FIELD_OTHER},
    {"an:", FIELD_OTHER},           {"reply-to:", FIELD_OTHER},
    {"message-id:", FIELD_OTHER},   {"in-reply-to:", FIELD_OTHER},
    {"references:", FIELD_OTHER},   {"sender:", FIELD_OTHER},
    {"newsgroups:", FIELD_OTHER},   {"organization:", FIELD_OTHER},
    {"received:", FIELD_OTHER},     {"return-path:", FIELD_OTHER},
    {"mime-version:", FIELD_OTHER}, {"content-type:", FIELD_OTHER},
};

static bool is_url(Str s)
{
    return (str_starts(s, S("http://")) || str_starts(s, S("https://"))) &&
           memchr(s.p, ' ', s.n) == NULL;
}

static void take(Piece *p, const char *rule)
{
    p->role = ROLE_METADATA;
    p->rule = rule;
}

/* Reads piece i if it is labelled. */
static void read_label(Draft *d, size_t i)
{
    const Str s = piece_text(d, &d->v[i]);
    if (is_url(s)) {
        if (d->article->url.n == 0)
            d->article->url = s;
        take(&d->v[i], "url");
        return;
    }
    for (size_t k = 0; k < sizeof labels / sizeof *labels; k++) {
        const Str name = str_of(labels[k].name);
        const Str value = trim_unicode(str_sub(s, name.n, s.n));
        if (value.n == 0 || !str_eq_nocase(str_sub(s, 0, name.n), name))
            continue;
        switch (labels[k].label) {
        case LABEL_TITLE:
            draft_cut(d, i, (uint32_t)(value.p - d->text.p));
            take(&d->v[i], "label");
            d->v[i + 1].role = ROLE_TITLE;
            return;
        case LABEL_URL:
            if (is_url(value)) {
                d->article->url = value;
                take(&d->v[i], "url");
            }
            return;
        case LABEL_PUBLISHER:
            if (is_url(value))
                d->article->url = value;
            else if (is_names(value))
                d->article->publisher = value;
            else
                return;
            take(&d->v[i], "publisher");
            return;
        }
    }
}

static void set_date(Draft *d, Date date, Str basis, DateConfidence confidence)
{
    if (d->article->date.year || date.year == 0)
        return;
    d->article->date = date;
    while (basis.n > BASIS) {
        size_t i = basis.n;
        utf8_prev(basis, &i);
        basis.n = i;
    }
    d->article->date_basis = basis;
    d->article->date_confidence = confidence;
}

/* ---- the head of a mail ---- */

/* Does s begin with the name of a mail's field?  *value: what it says. */
static bool mail_field(Str s, Str *value, Field *field)
{
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
        const Str name = str_of(fields[k].name);
        if (!str_eq_nocase(str_sub(s, 0, name.n), name))
            continue;
        *value = trim_unicode(str_sub(s, name.n, s.n));
        *field = fields[k].field;
        return true;
    }
    return false;
}

/* The sender's name without the address: "Ada Quill <ada@example.org>". */
static Str sender(Str value)
{
    Str name = trim_unicode(str_sub(value, 0, str_find(value, S("<"))));
    if (name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
        name = str_sub(name, 1, name.n - 1);
    return is_names(name) && !str_has(name, S("@")) ? name : (Str){0};
}

static void read_field(Draft *d, size_t i, Str value, Field field)
{
    Mention m;
    size_t at = 0;
    take(&d->v[i], "header");
    switch (field) {
    case FIELD_SUBJECT:
        if (value.n > 0) {
            draft_cut(d, i, (uint32_t)(value.p - d->text.p));
            take(&d->v[i], "header");
            d->v[i + 1].role = ROLE_TITLE;
        }
        return;
    case FIELD_FROM:
        if (d->article->byline.n == 0)
            d->article->byline = sender(value);
        return;
    case FIELD_DATE:
        if (date_next(value, &at, &m))
            set_date(d, m.date, str_sub(value, m.from, m.to), DATE_STATED);
        return;
    case FIELD_OTHER:
        return;
    }
}

/* One past the fields and their folded lines that a mail opens with; 0 when it is none:
 * a sender and one more that every mail has must be among them. */
static size_t mail_head(const Draft *d)
{
    bool has[FIELD_OTHER + 1] = {0};
    size_t i = 0;
    for (; i < d->n && i < TOP && (i == 0 || !d->v[i].apart); i++) {
        Str value;
        Field field;
        const uint32_t from = d->v[i].from;
        const bool folded =
            i > 0 && (d->text.p[from - 1] == ' ' || d->text.p[from - 1] == '\t');
        if (mail_field(piece_text(d, &d->v[i]), &value, &field))
            has[field] = true;
        else if (!folded)
            break;
    }
    return has[FIELD_FROM] && (has[FIELD_SUBJECT] || has[FIELD_DATE]) ? i : 0;
}

static void read_mail_head(Draft *d)
{
    for (size_t i = mail_head(d); i > 0; i--) {
        Str value;
        Field field;
        if (mail_field(piece_text(d, &d->v[i - 1]), &value, &field))
            read_field(d, i - 1, value, field);
        else
            draft_join(d, i - 2);
    }
}

/* A crawler's stamp: the first line begins with a day in digits, maybe labelled, and
 * the title follows it. */
static void cut_stamp(Draft *d)
{
    const Str s = piece_text(d, &d->v[0]);
    Mention m;
    size_t i = 0, labelled = 0;
    if (!date_next(str_sub(s, 0, LINE_WIDTH), &i, &m) || m.date.year == 0)
        return;
    if (spare_words(str_sub(s, 0, m.from), &labelled) > 0 || (m.from > 0 && !labelled))
        return;
    const Str rest = trim_unicode(str_sub(s, m.to, s.n));
    const Str first = str_sub(s, m.from, m.from + 4); /* a year: "2024-…" */
    uint32_t year;
    if (rest.n == 0 || rest.p == s.p + m.to || !str_to_u32(first, 9999, &year))
        return;
    if (!labelled && d->v[0].stop)
        return; /* "2024-01-05 was a Friday." */
    draft_cut(d, 0, (uint32_t)(rest.p - d->text.p));
    take(&d->v[0], "date");
    set_date(d, m.date, str_sub(s, 0, m.to), DATE_STATED);
}

void draft_cut_stamp(Draft *d)
{
    read_mail_head(d);
    if (d->n > 0 && d->v[0].role == ROLE_PARA)
        cut_stamp(d);
    for (size_t i = 0; i < d->n && i < TOP; i++)
        if (d->v[i].role == ROLE_PARA && d->v[i].width <= 4 * LINE_WIDTH &&
            d->v[i].mark == MARK_NONE)
            read_label(d, i);
}

/* ---- what the lines say about the article ---- */

/* "Example logo", above the title: whose page it is. */
static void read_logo(Draft *d, const Piece *p)
{
    const Str s = piece_text(d, p);
    if (d->article->publisher.n || p->rule == NULL || strcmp(p->rule, "logo") != 0)
        return;
    const Str name = trim_unicode(str_sub(s, 0, s.n - strlen("logo")));
    if (is_names(name) && p->words <= 5)
        d->article->publisher = name;
}

/* A line of metadata by its place is read. */
static void read_metadata(Draft *d, Piece *p, int latest)
{
    const Str s = piece_text(d, p);
    const Line l = read_line(s);
    const char *rule = line_rule(&l);
    if (rule == NULL)
        return;
    take(p, rule);
    if (l.byline.n && d->article->byline.n == 0)
        d->article->byline = l.byline;
    const Str basis = str_sub(s, l.date_at, l.date_end);
    if (l.date.date.year)
        set_date(d, l.date.date, basis, DATE_STATED);
    else if (l.date.date.day)
        set_date(d, date_complete(&l.date, latest), basis, DATE_INFERRED);
}

/* The words that begin a report: "MOSCOW, 5 January 2024 (Agency) -". */
static bool is_dateline(Str s, const Mention *m)
{
    enum { DATELINE = 60 };
    const Str behind = str_sub(s, m->to, m->to + 40);
    return m->to <= DATELINE && m->date.year &&
           (str_has(behind, S(" - ")) || str_has(behind, S(" \u2013 ")) ||
            str_has(behind, S(" \u2014 ")) || str_has(behind, S(") \u2013")));
}

/* Does the opening name the day it speaks of? */
static void read_opening(Draft *d, int latest)
{
    size_t seen = 0;
    for (size_t k = d->first; k < d->last && seen < OPENING; k++) {
        if (!piece_is_prose(&d->v[k]))
            continue;
        seen++;
        const Str s = str_sub(piece_text(d, &d->v[k]), 0, 4096);
        Mention m;
        for (size_t i = 0; date_next(s, &i, &m);) {
            const Str basis = str_sub(s, m.from, m.to);
            if (seen == 1 && is_dateline(s, &m))
                set_date(d, m.date, basis, DATE_STATED);
            else if (m.weekday >= 0)
                set_date(d, m.date.year ? m.date : date_complete(&m, latest), basis,
                         DATE_INFERRED);
        }
    }
}

void draft_metadata(Draft *d)
{
    const int latest = date_latest_year(d->text);
    const size_t top = d->title < d->n ? d->title : d->first;
    const size_t end = d->below + BELOW < d->n ? d->below + BELOW : d->n;
    for (size_t i = d->below; i < end && (i < d->first || d->first == d->n); i++)
        if (may_be_metadata(&d->v[i]))
            read_metadata(d, &d->v[i], latest);
    for (size_t i = top; i > 0 && top - i < ABOVE; i--)
        if (may_be_metadata(&d->v[i - 1]))
            read_metadata(d, &d->v[i - 1], latest);
    for (size_t i = 0; i < d->first && i < TOP; i++)
        read_logo(d, &d->v[i]);
    read_opening(d, latest);
}
