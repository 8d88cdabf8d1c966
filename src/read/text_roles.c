/* What each piece is: text of the article, and which, or furniture, and why.
 *
 * Model: the title, the story and the metadata are known.  What stands above the story
 * and below it is judged by its place, but only in what is a page by its prose or by its
 * words: elsewhere (letters, recipes, poems) short lines are the article.  What stands
 * in the story is judged only by words that no article has; prose is kept wherever it
 * stands, unless it can only be furniture.
 * A short line is a head when a paragraph follows it, so a short line at the end of a
 * file is none; a list has marks; a caption says whose picture it is, or stands under
 * the title and tells about the same people.
 * Cost: linear. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "text.h"

enum {
    HEAD_WIDTH = 110, /* of the longest head, and its */
    HEAD_WORDS = 16,  /* words */
    HEAD_REACH = 16,  /* pieces, furniture among them, to the paragraph of a head */
    HEAD_CHAIN = 2,   /* heads on end before a paragraph */
    STANDFIRST_WIDTH = 220,
    MENU = 8,           /* short lines above a text without a title: a menu, */
    MENU_RUN = 4,       /* and so many on end above a title */
    ENOUGH_PROSE = 3,   /* paragraphs that make a text a page, or so many */
    ENOUGH_WORDS = 4,   /* points: two for a line of furniture, one for a weak one */
    BANNER_WORDS = 5,   /* of the shortest line that looks like an advert's */
    TEASER_WIDTH = 160, /* of the longest teaser in a menu; */
    BANNER_SHARE = 2,   /* and less than one in so many of its words the story's */
    TEASER_SHARE = 2,   /* less than one in so many of its words are the story's */
};

static void set_aside(Piece *p, const char *rule)
{
    p->role = ROLE_FURNITURE;
    p->rule = rule;
}

static bool is_open(const Piece *p)
{
    return p->role == ROLE_PARA && p->mark != MARK_RULE && p->mark != MARK_UNDERLINE;
}

/* A label or a link, or a row of them; what says more is not set aside for its place. */
static bool is_short(const Piece *p)
{
    const bool row = 10 * p->capital > 6 * p->words;
    return is_open(p) && !piece_is_sentence(p) && !p->stop &&
           (p->width <= HEAD_WIDTH || row);
}

/* What a place says about a line it says in a page, which has paragraphs, or words that
 * only pages have: in a letter, a recipe or a poem, short lines are what it is made of.
 */
static bool is_page(const Draft *d)
{
    size_t prose = 0, words = 0;
    for (size_t i = d->first; i < d->last && prose < ENOUGH_PROSE; i++)
        prose += piece_is_prose(&d->v[i]);
    for (size_t i = 0; i < d->n && words < ENOUGH_WORDS; i++)
        words += d->v[i].rule && d->v[i].role != ROLE_METADATA ? 2 - d->v[i].weak : 0;
    return prose >= ENOUGH_PROSE || words >= ENOUGH_WORDS;
}

/* Goes on in the next line: what is announced, or somebody who is addressed. */
static bool leads_on(const Draft *d, const Piece *p)
{
    return p->colon || str_ends(piece_text(d, p), S(","));
}

/* A short line that looks like an advert's head or a link's, mostly capitals, and hardly
 * speaks of what the story does. */
static bool is_banner(Draft *d, const Piece *p)
{
    size_t words = 0;
    for (Str rest = piece_text(d, p); rest.n > 0;)
        words += str_cut(&rest, ' ').n > 0; /* "&" is one of them */
    if (!is_short(p) || words < BANNER_WORDS || 10 * p->capital <= 6 * p->words ||
        p->mark != MARK_NONE || leads_on(d, p))
        return false;
    const Shared shared = draft_shared(d, piece_text(d, p));
    return shared.of > 0 && BANNER_SHARE * shared.words < shared.of;
}

/* ---- heads ---- */

/* "Q: ", "SMITH: ", "Maria Petrov: ": the bytes of the label, 0 for none. */
static size_t speaker(Str s)
{
    enum { NAMES = 3, LONGEST = 40 };
    const size_t end = str_find(s, S(": "));
    size_t words = 0;
    if (end >= s.n || end > LONGEST)
        return 0;
    for (Str rest = str_sub(s, 0, end); rest.n > 0; words++) {
        const Str w = str_cut(&rest, ' ');
        size_t i = 0;
        if (w.n == 0 || !uni_is_upper(utf8_next(w, &i)))
            return 0;
    }
    return words <= NAMES ? end : 0;
}

/* "OPHELIA. My lord?": a name in capitals, and no numeral of Rome's. */
static bool is_cue(Str s)
{
    size_t i = 0;
    bool roman = true;
    while (i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z')
        roman &= strchr("IVXLCDM", s.p[i++]) != NULL;
    return i >= 2 && !roman && str_starts(str_sub(s, i, s.n), S(". "));
}

/* Does somebody speak: in question and answer, or in a turn beside another's? */
static bool is_speech(const Draft *d, size_t i)
{
    const Str s = piece_text(d, &d->v[i]);
    const size_t label = speaker(s);
    if (label == 0)
        return is_cue(s) && d->v[i].stop;
    return label == 1 || (i > 0 && speaker(piece_text(d, &d->v[i - 1])) > 0) ||
           (i + 1 < d->n && speaker(piece_text(d, &d->v[i + 1])) > 0);
}

/* Cells, parted by tabs or wide gaps. */
static bool is_row(Str s)
{
    enum { GAP = 3, GAPS = 2 }; /* one so wide, or so many of two blanks */
    size_t gaps = 0, blanks = 0;
    for (size_t i = 0; i < s.n; i++) {
        blanks = s.p[i] == ' ' ? blanks + 1 : 0;
        gaps += blanks == 2;
        if (s.p[i] == '\t' || blanks == GAP || gaps == GAPS)
            return true;
    }
    return false;
}

/* "03/02/22 HMRC 1,002.00": a day or a number first, an amount last. */
static bool is_entry(Str s)
{
    size_t digits = 0, i = 0;
    const Str last = str_sub(s, s.n - (s.n > 0), s.n);
    for (; i < s.n && s.p[i] != ' '; i++)
        digits += s.p[i] >= '0' && s.p[i] <= '9';
    return digits >= 4 && last.n > 0 && last.p[0] >= '0' && last.p[0] <= '9';
}

/* "[Applause]", "(Laughter)" */
static bool is_bracketed(Str s)
{
    return (str_starts(s, S("[")) && str_ends(s, S("]"))) ||
           (str_starts(s, S("(")) && str_ends(s, S(")")));
}

/* A head by its own form. */
static bool looks_like_head(const Draft *d, const Piece *p)
{
    if (!is_open(p) || p->mark == MARK_BULLET || p->mark == MARK_DASH ||
        p->mark == MARK_QUOTE || p->width > HEAD_WIDTH || p->words > HEAD_WORDS ||
        p->words == 0 || p->colon)
        return false;
    if (p->underlined)
        return true;
    const Str s = piece_text(d, p);
    if (is_speech(d, (size_t)(p - d->v)) || is_row(s) || is_entry(s) || is_bracketed(s))
        return false;
    if (p->stop && !str_ends(s, S("?")) && !str_ends(s, S("!")) && p->mark != MARK_NUMBER)
        return false;
    if (p->stop && p->long_small > p->capital)
        return false;
    size_t i = 0;
    uint32_t cp = utf8_next(s, &i);
    if (cp == '-' || (cp >= 0x2012 && cp <= 0x2015))
        return false; /* somebody speaks */
    while (uni_is_punct(cp) && i < s.n)
        cp = utf8_next(s, &i);
    const char last = s.p[s.n - 1];
    return !uni_is_lower(cp) && last != ',' && last != ';';
}

/* A verse, or the close of a letter: what follows belongs to it. */
static bool runs_on(const Draft *d, const Piece *p)
{
    const Str s = piece_text(d, p);
    return p->role == ROLE_PARA && !piece_is_prose(p) &&
           (str_ends(s, S(",")) || str_ends(s, S(";")));
}

/* Is piece i a head: does a paragraph follow, at most after another head? */
static bool is_head(const Draft *d, size_t i)
{
    if (!looks_like_head(d, &d->v[i]) || (i > 0 && runs_on(d, &d->v[i - 1])))
        return false;
    if (i + 1 < d->n && d->v[i + 1].role == ROLE_METADATA)
        return false; /* whoever is named above a date, or the place */
    size_t heads = 1;
    for (size_t k = i + 1; k < d->n && k <= i + HEAD_REACH; k++) {
        const Piece *p = &d->v[k];
        if (p->role == ROLE_ITEM || p->role == ROLE_QUOTE)
            return true;
        if (is_open(p) && p->words == 0)
            return false; /* "--" above a signature */
        if (!is_open(p) || p->rule)
            continue;
        if (piece_is_prose(p) || (p->stop && !looks_like_head(d, p)) || p->colon)
            return true;
        if (!looks_like_head(d, p) || ++heads > HEAD_CHAIN)
            return false;
    }
    return false;
}

/* ---- captions ---- */

static bool is_credit(Str s)
{
    static const char *const begins[] = {"photo:",
                                         "photos:",
                                         "photo by ",
                                         "image:",
                                         "image credit",
                                         "photo credit",
                                         "picture:",
                                         "photograph:",
                                         "photograph by ",
                                         "image by ",
                                         "image source:",
                                         "credit:",
                                         "courtesy of ",
                                         "foto:",
                                         "fotos:",
                                         "bild:",
                                         "cr\u00E9dit photo",
                                         "photo :",
                                         "caption:",
                                         "pictured:"};
    static const char *const ends[] = {
        "/getty images", "getty images", "/shutterstock", "via shutterstock", "/unsplash",
        "on unsplash",   "photography",  "/afp",          "/reuters",         "via ap",
        "/istock",       "istock.com",   "via getty"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (str_eq_nocase(str_sub(s, 0, strlen(begins[i])), str_of(begins[i])))
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends_nocase(s, str_of(ends[i])))
            return true;
    return false;
}

static bool is_caption(const Draft *d, const Piece *p)
{
    return is_open(p) && p->width <= 2 * HEAD_WIDTH && p->mark == MARK_NONE &&
           is_credit(piece_text(d, p));
}

/* ---- above the title ---- */

/* A sentence among the links of a menu: nothing that the story speaks of. */
static bool is_teaser(Draft *d, size_t i)
{
    const Piece *p = &d->v[i];
    if (p->sentences > 1 || p->width >= TEASER_WIDTH || i == 0 || i + 1 >= d->n ||
        piece_is_prose(p - 1) || piece_is_prose(p + 1))
        return false;
    const Shared shared = draft_shared(d, piece_text(d, p));
    return shared.of > 0 && TEASER_SHARE * shared.words < shared.of;
}

static void judge_top(Draft *d, size_t end)
{
    const bool page = is_page(d);
    size_t lines = 0;
    for (size_t i = 0; i < end; i++)
        lines += is_short(&d->v[i]);
    for (size_t i = 0; i < end; i++) {
        Piece *p = &d->v[i];
        if (!is_open(p) || (d->title == d->n && lines < MENU && p->rule == NULL))
            continue;
        if (p->rule)
            set_aside(p, p->rule);
        else if (page && lines >= MENU_RUN && !leads_on(d, p) &&
                 (is_short(p) || (lines >= MENU && is_teaser(d, i))))
            set_aside(p, "navigation");
    }
}

/* ---- between the title and the story ---- */

/* A line that tells in full, but without a stop, about the same people. */
static bool tells(Draft *d, const Piece *p)
{
    const Shared shared = draft_shared(d, piece_text(d, p));
    return p->words >= 7 && p->long_small >= 2 && shared.words >= 2 &&
           3 * shared.words >= shared.of;
}

static void judge_neck(Draft *d)
{
    const bool page = is_page(d);
    for (size_t i = d->below; i < d->first; i++) {
        Piece *p = &d->v[i];
        if (!is_open(p))
            continue;
        if (p->rule && !p->stop)
            set_aside(p, p->rule);
        else if (page && is_banner(d, p))
            set_aside(p, "unrelated");
        else if (d->title < d->n && p->mark == MARK_NONE && !p->stop && !p->colon &&
                 !piece_is_prose(p) && tells(d, p))
            p->role = ROLE_CAPTION;
    }
}

/* The first paragraph, if it is one sentence that stands for those after it. */
static void find_standfirst(Draft *d)
{
    size_t first = d->below, next;
    while (first < d->last && !(is_open(&d->v[first]) && d->v[first].stop))
        first++;
    for (next = first + 1; next < d->last && !piece_is_prose(&d->v[next]);)
        if (is_open(&d->v[next++]))
            return;
    if (d->title == d->n || first >= d->last || next >= d->last || first > d->first)
        return;
    Piece *p = &d->v[first];
    size_t prose = 0, width = 0;
    for (size_t i = next; i < d->last; i++)
        if (piece_is_prose(&d->v[i])) {
            prose++;
            width += d->v[i].width;
        }
    if (p->sentences == 1 && p->words >= 5 && p->width <= STANDFIRST_WIDTH &&
        p->mark == MARK_NONE && d->v[next].width >= 2 * p->width && prose >= 2 &&
        width / prose >= 2 * p->width)
        p->role = ROLE_STANDFIRST;
}

/* ---- in the story ---- */

/* Words that may be an article's own count among others of their kind. */
static bool in_company(const Draft *d, size_t i)
{
    const bool before = i > 0 && d->v[i - 1].rule;
    const bool after = i + 1 < d->n && d->v[i + 1].rule;
    return before || after;
}

static void judge_story(Draft *d)
{
    for (size_t i = d->first; i < d->last; i++) {
        Piece *p = &d->v[i];
        if (is_open(p) && p->rule && (!p->weak || in_company(d, i)))
            set_aside(p, p->rule);
    }
}

/* ---- below the story ---- */

/* One past what goes on with the story: items, sentences, what a colon announces. */
static size_t story_end(const Draft *d)
{
    size_t end = d->last;
    bool announced = end > 0 && d->v[end - 1].colon;
    while (end < d->n) {
        const Piece *p = &d->v[end];
        const bool more = p->mark != MARK_NONE || piece_is_sentence(p) || announced;
        if ((p->rule && !p->weak) || p->role != ROLE_PARA || (!more && !is_head(d, end)))
            break;
        announced |= p->colon;
        end++;
    }
    return end;
}

/* Lines that stand behind an article, never in it, once so much of the prose (in
 * percent) stands above them.  Measured on saved pages: behind these, no paragraph of an
 * article was found. */
static const struct {
    const char *rule;
    unsigned above;
} closing[] = {{"copyright", 60}, {"legal", 60},   {"account", 60}, {"categories", 60},
               {"comment", 90},   {"related", 90}, {"share", 90},   {"newsletter", 90}};

static bool is_closing(const Piece *p)
{
    for (size_t k = 0; k < sizeof closing / sizeof *closing; k++)
        if (p->rule && strcmp(p->rule, closing[k].rule) == 0)
            return !p->weak;
    return false;
}

static bool closes(const Piece *p, uint64_t above, uint64_t all)
{
    if (p->rule == NULL || p->weak || p->role == ROLE_METADATA)
        return false;
    for (size_t k = 0; k < sizeof closing / sizeof *closing; k++)
        if (strcmp(p->rule, closing[k].rule) == 0)
            return 100 * above >= closing[k].above * all;
    return false;
}

/* All that follows a line that closes the article is the page's, prose too. */
static void judge_end(Draft *d)
{
    const bool page = is_page(d);
    uint64_t all = 0, above = 0;
    const char *rule = NULL;
    for (size_t i = d->first; i < d->n; i++)
        all += piece_is_prose(&d->v[i]) ? d->v[i].width : 0;
    for (size_t i = d->first; i < d->n; i++) {
        Piece *p = &d->v[i];
        above += piece_is_prose(p) ? p->width : 0;
        if (rule == NULL && closes(p, above, all))
            rule = p->rule;
        if (rule && is_open(p) && (page || p->rule))
            set_aside(p, p->rule ? p->rule : rule);
    }
}

/* Below the story, a line is the page's by its words, by looking like an advert's, or by
 * standing behind one that is the page's by its words. */
static void judge_bottom(Draft *d)
{
    const bool page = is_page(d);
    bool behind = false;
    for (size_t i = story_end(d); i < d->n; i++) {
        Piece *p = &d->v[i];
        if (!is_open(p))
            continue;
        if (p->rule && (!p->weak || (page && !p->stop)))
            set_aside(p, p->rule);
        else if (page && (is_banner(d, p) || (behind && is_short(p) && !leads_on(d, p))))
            set_aside(p, "stray");
        behind |= is_closing(p);
    }
}

/* ---- the rest ---- */

/* The title where it stands again. */
static void judge_repeats(Draft *d)
{
    if (d->title == d->n)
        return;
    const Piece *title = &d->v[d->title];
    const uint64_t words = words_hash(piece_text(d, title));
    if (words == 0 || title->words < 2)
        return;
    for (size_t i = 0; i < d->n; i++)
        if (is_open(&d->v[i]) && d->v[i].width < 2 * title->width + 20 &&
            words_hash(piece_text(d, &d->v[i])) == words)
            set_aside(&d->v[i], "title-again");
}

static void judge_text(Draft *d)
{
    for (size_t i = 0; i < d->n; i++) {
        Piece *p = &d->v[i];
        if (p->mark == MARK_RULE && p->role == ROLE_PARA)
            p->role = ROLE_RULE;
        else if (p->mark == MARK_UNDERLINE)
            set_aside(p, "underline");
        else if (p->mark == MARK_QUOTE && p->role == ROLE_PARA)
            p->role = ROLE_QUOTE;
        else if (is_caption(d, p))
            p->role = ROLE_CAPTION;
    }
}

/* Does a list that is open above i go on with its number, maybe behind a list in it? */
static bool goes_on(const Draft *d, size_t i)
{
    const Piece *p = &d->v[i];
    size_t k = i;
    while (k > 0 && i - k < HEAD_REACH && d->v[k - 1].role == ROLE_ITEM &&
           d->v[k - 1].mark != p->mark)
        k--;
    if (k == 0 || d->v[k - 1].role != ROLE_ITEM || d->v[k - 1].mark != p->mark)
        return false;
    const uint32_t before = d->v[k - 1].number;
    return p->number == before + 1 ||
           (p->number > before && (!p->apart || str_ends(piece_text(d, p), S("."))));
}

/* Does a list stand at i?  Marks that prose has too need company. */
static bool is_item(const Draft *d, size_t i)
{
    const Piece *p = &d->v[i];
    if (!is_open(p))
        return false;
    const Piece *before = i > 0 ? &d->v[i - 1] : NULL;
    const Piece *after = i + 1 < d->n ? &d->v[i + 1] : NULL;
    const bool led = before && before->mark == p->mark &&
                     (before->role == ROLE_ITEM || is_open(before));
    const bool leads = after && after->mark == p->mark && is_open(after);
    switch (p->mark) {
    case MARK_BULLET:
        return true;
    case MARK_DASH:
        return led || leads;
    case MARK_NUMBER:
    case MARK_LETTER:
        return (led && before->number + 1 == p->number) || goes_on(d, i) ||
               (leads && p->number + 1 == after->number);
    case MARK_NONE:
    case MARK_QUOTE:
    case MARK_RULE:
    case MARK_UNDERLINE:
        return false;
    }
    return false;
}

static void judge_lists(Draft *d)
{
    for (size_t i = 0; i < d->n; i++)
        if (is_item(d, i))
            d->v[i].role = ROLE_ITEM;
}

static void judge_heads(Draft *d)
{
    for (size_t i = d->below; i < d->n; i++)
        if (is_head(d, i))
            d->v[i].role = ROLE_HEADING;
}

/* A page without a story, on which every line has a rule, holds nothing else. */
static void judge_no_story(Draft *d)
{
    for (size_t i = 0; i < d->n; i++)
        if (is_open(&d->v[i]) && d->v[i].rule == NULL)
            return;
    for (size_t i = 0; i < d->n; i++)
        if (is_open(&d->v[i]))
            set_aside(&d->v[i], d->v[i].rule);
}

void draft_roles(Draft *d)
{
    judge_text(d);
    judge_repeats(d);
    if (d->first < d->n) {
        judge_top(d, d->title < d->n && d->below < d->first ? d->below : d->first);
        judge_neck(d);
        judge_story(d);
        judge_end(d);
        judge_bottom(d);
    } else {
        judge_no_story(d);
    }
    find_standfirst(d);
    judge_lists(d);
    judge_heads(d);
}
