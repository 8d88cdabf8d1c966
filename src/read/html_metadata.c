/* Title, byline, publisher, address and date of a page's article.
 *
 * Model: a page says these things several times, for machines and for people, and not
 * each time of the article: its title may carry the site's name, its first head may be
 * the site's.  What two places agree on is believed; for people's eyes the head on the
 * page counts more, for dates what is written for machines.
 * Cost: linear. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "dates.h"
#include "html.h"
#include "text.h"

enum {
    TITLE_WORDS = 64, /* that are compared */
    TITLE_MOST = 300, /* bytes */
    NEAR_ABOVE = 20,  /* boxes above the title that may say who and when, */
    NEAR_BELOW = 24,  /* below it, */
    NEAR_END = 12,    /* and around the story's end */
    LINE_WIDTH = 150, /* of a box that does */
    BASIS = 80,       /* bytes of the words that a date rests on */
};

/* ---- comparing ---- */

typedef struct WordSet {
    uint64_t v[TITLE_WORDS];
    size_t n;
} WordSet;

static WordSet words_of(Str s)
{
    WordSet w = {.n = 0};
    char buf[WORD_MOST];
    size_t i = 0;
    for (Str x = word_next(s, &i, buf); x.n > 0 && w.n < TITLE_WORDS;
         x = word_next(s, &i, buf))
        w.v[w.n++] = str_hash(x);
    return w;
}

/* How much two texts have in common, in hundredths of the longer one. */
static unsigned likeness(Str a, Str b)
{
    const WordSet x = words_of(a), y = words_of(b);
    size_t common = 0;
    bool used[TITLE_WORDS] = {false};
    for (size_t i = 0; i < x.n; i++)
        for (size_t k = 0; k < y.n; k++)
            if (!used[k] && x.v[i] == y.v[k]) {
                used[k] = true;
                common++;
                break;
            }
    const size_t most = x.n > y.n ? x.n : y.n;
    return most ? (unsigned)(100 * common / most) : 0;
}

/* Letters and digits in lower case, for names in addresses. */
static Str squeeze(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80))
            p[n++] = c;
        else if (c >= 'A' && c <= 'Z')
            p[n++] = (char)(c + 32);
    }
    return (Str){p, n};
}

/* ---- titles ---- */

static Str host_of(Str url)
{
    const size_t at = str_find(url, S("://"));
    Str host = str_sub(url, at + 3, url.n);
    host = str_cut(&host, '/');
    return str_starts(host, S("www.")) ? str_sub(host, 4, host.n) : host;
}

/* Is it the site's name, or what the address calls it? */
static bool is_site(const Page *p, Str part)
{
    Arena *a = p->scratch;
    const Str name = squeeze(a, part), host = squeeze(a, host_of(p->stated.url));
    const Str site = squeeze(a, p->stated.publisher);
    if (name.n < 2)
        return true;
    if (site.n > 2 && (str_has(name, site) || (name.n > 3 && str_has(site, name))))
        return true;
    return host.n > 3 && name.n > 3 && str_has(host, name);
}

/* Where the last part of a title begins, with its separator; s.n: it has one part. */
static size_t last_part(Str s, size_t *skip)
{
    static const char *const separators[] = {
        " | ",      " - ",  " \u2013 ", " \u2014 ", " \u00B7 ", " \u2022 ",
        " \u00BB ", " :: ", " / ",      " \u00AB ", "| "};
    size_t best = s.n;
    for (size_t k = 0; k < sizeof separators / sizeof *separators; k++) {
        const Str sep = str_of(separators[k]);
        for (size_t i = 0; i + sep.n <= s.n; i++)
            if (str_starts(str_sub(s, i, s.n), sep) && (best == s.n || i > best)) {
                best = i;
                *skip = sep.n;
            }
    }
    return best;
}

/* A page's title without the site's name at either end. */
static Str clean_title(Page *p, Str s)
{
    size_t skip = 0;
    s = utf8_cut(trim_unicode(s), TITLE_MOST);
    for (size_t at = last_part(s, &skip); at < s.n; at = last_part(s, &skip)) {
        const Str head = trim_unicode(str_sub(s, 0, at));
        const Str tail = trim_unicode(str_sub(s, at + skip, s.n));
        const bool bar = s.p[at] == '|' || (at + 1 < s.n && s.p[at + 1] == '|');
        if (is_site(p, tail) || (bar && words_of(tail).n <= words_of(head).n)) {
            if (p->stated.publisher.n == 0)
                p->stated.publisher = tail;
            s = head;
        } else if (is_site(p, head)) {
            s = tail;
        } else {
            break;
        }
    }
    const size_t colon = str_find(s, S(": "));
    if (colon < s.n && colon > 0 && is_site(p, str_sub(s, 0, colon)))
        s = trim_unicode(str_sub(s, colon + 2, s.n));
    return s;
}

/* The head that says what the page says its title is: its likeness, and which box. */
static uint32_t find_head(const Page *p, Str title, Str page_title, unsigned *like)
{
    uint32_t best = (uint32_t)p->nboxes;
    const DomNode *story = &p->v[p->story];
    *like = 0;
    for (uint32_t i = 0; i < p->nboxes && i < story->box_end; i++) {
        const Box *b = &p->boxes[i];
        const bool called = p->v[b->holder].hints >> HINT_TITLE & 1;
        if ((b->level != 1 && b->level != 2 && !called) || b->words == 0 ||
            b->width > 250)
            continue;
        const Str words = box_words(p, p->scratch, b);
        unsigned x = likeness(words, title);
        const unsigned y = likeness(words, page_title);
        x = x > y ? x : y;
        if (b->level != 1)
            x = x < 60 ? 0 : x - 10;
        if (x > *like) {
            *like = x;
            best = i;
        }
    }
    return best;
}

static uint32_t first_head(const Page *p)
{
    const DomNode *story = &p->v[p->story];
    for (uint32_t i = 0; i < story->box_end; i++)
        if (p->boxes[i].level == 1 && p->boxes[i].words > 1 &&
            !is_site(p, box_words(p, p->scratch, &p->boxes[i])))
            return i;
    for (uint32_t i = story->box; i < story->box_end && i < story->box + 3; i++)
        if (p->boxes[i].level > 0 && p->boxes[i].words > 1)
            return i;
    return (uint32_t)p->nboxes;
}

static void make_title(Page *p)
{
    Article *a = p->article;
    for (size_t i = 0; i < p->nboxes && a->title.n == 0; i++)
        if (p->boxes[i].rule == NULL && p->boxes[i].words > 0)
            a->title =
                title_from_opening(a->arena, box_words(p, p->scratch, &p->boxes[i]));
    a->title_made = a->title.n > 0;
    if (a->title_made)
        diag(p->diag, D_TITLE_MADE, (Loc){.path = a->src.path}, a->title, (Str){0});
}

static void find_title(Page *p)
{
    Article *a = p->article;
    const Stated *s = &p->stated;
    const Str page = clean_title(p, s->title);
    const Str headline = s->headline.n > 0 ? clean_title(p, s->headline) : page;
    unsigned like;
    uint32_t head = find_head(p, headline, page, &like);
    if (like < 45)
        head = headline.n == 0 && page.n == 0 ? first_head(p) : (uint32_t)p->nboxes;
    p->title = head;
    Str title = headline.n > 0 ? headline : page;
    if (head < p->nboxes) {
        p->boxes[head].look = LOOK_TITLE;
        p->boxes[head].rule = NULL;
        title = clean_title(p, box_words(p, p->scratch, &p->boxes[head]));
    }
    a->title = arena_str(a->arena, title);
    if (a->title.n == 0)
        make_title(p);
}

/* The head that says the title which the article has already. */
static void find_known_title(Page *p)
{
    const Str title = p->article->title;
    unsigned like;
    const uint32_t head = find_head(p, title, title, &like);
    p->title = like == 100 ? head : (uint32_t)p->nboxes;
    if (like == 100) {
        p->boxes[head].look = LOOK_TITLE;
        p->boxes[head].rule = NULL;
    }
}

/* The title once more, above the story or at its begin. */
static void drop_titles(Page *p)
{
    const uint32_t end = p->article->title_made ? 0 : p->v[p->story].box_end;
    uint32_t prose = 0;
    for (uint32_t i = p->v[p->story].box; i < end && prose < 1; i++) {
        Box *b = &p->boxes[i];
        prose += b->rule == NULL && box_is_prose(b);
        if (b->look == LOOK_BODY && b->rule == NULL && b->width < TITLE_MOST &&
            b->words > 0 &&
            likeness(box_words(p, p->scratch, b), p->article->title) == 100) {
            b->rule = "title-again";
            b->look = LOOK_BOILERPLATE;
        }
    }
}

/* ---- who ---- */

static bool is_near(const Page *p, uint32_t i)
{
    const DomNode *story = &p->v[p->story];
    const uint32_t top = p->title < p->nboxes ? p->title : story->box;
    return (i + NEAR_ABOVE >= top && i <= top + NEAR_BELOW) ||
           (i >= story->box && i < story->box + NEAR_BELOW) ||
           (i + 4 >= story->box_end && i < story->box_end + NEAR_END);
}

static bool may_say(const Page *p, uint32_t i)
{
    const Box *b = &p->boxes[i];
    return b->words > 0 && b->width <= LINE_WIDTH && b->look != LOOK_TITLE &&
           (b->rule == NULL || strcmp(b->rule, "comments") != 0) &&
           (b->rule == NULL || strcmp(b->rule, "related") != 0);
}

/* Is it the article's, or set aside as metadata of some kind? */
static bool is_open(const Box *b)
{
    return (b->rule == NULL && b->look == LOOK_BODY) ||
           (b->rule && strcmp(b->rule, hint_rule(HINT_META)) == 0);
}

/* Does the page call it a byline, on the box's element or one around? */
static bool is_called(const Page *p, uint32_t node, Hint hint)
{
    for (uint32_t i = node, n = 0; i != p->body && i != 0 && n < 4;
         i = p->v[i].parent, n++)
        if (p->v[i].hints >> hint & 1)
            return true;
    return false;
}

/* An element in the box that is a link to the author, or is called one. */
static uint32_t find_named(const Page *p, const Box *b)
{
    for (uint32_t i = b->first; i < b->end; i++) {
        const DomNode *n = &p->v[i];
        if (n->kind == DOM_ELEMENT && ((n->hints >> HINT_BYLINE & 1) ||
                                       str_eq(dom_attribute(n, "rel"), S("author")) ||
                                       str_has(dom_attribute(n, "href"), S("/author/"))))
            return i;
    }
    return 0;
}

static Str byline_in(const Page *p, uint32_t i)
{
    const Box *b = &p->boxes[i];
    const Str words = box_words(p, p->scratch, b);
    const uint32_t named = find_named(p, b);
    Str names = byline_of(words, false);
    if (names.n == 0 && named)
        names = byline_of(dom_words(p, p->scratch, named), true);
    if (names.n == 0 && is_called(p, b->holder, HINT_BYLINE))
        names = byline_of(words, true);
    if (names.n == 0 && i > 0 && b->width < 40 &&
        byline_is_label(box_words(p, p->scratch, &p->boxes[i - 1])))
        names = byline_of(words, true);
    return names;
}

/* What is stated is believed but where it is only the site's name. */
static Str stated_byline(const Page *p, bool *doubtful)
{
    Str said = trim_unicode(p->stated.author);
    Arena *a = p->scratch;
    if (str_eq_nocase(str_sub(said, 0, 3), S("by ")))
        said = trim_unicode(str_sub(said, 3, said.n));
    const Str name = squeeze(a, said);
    bool letters = false;
    for (size_t i = 0; i < name.n; i++)
        letters |= name.p[i] < '0' || name.p[i] > '9';
    if (!letters || str_has(said, S("{")))
        said = (Str){0};
    *doubtful = said.n == 0 || str_eq(name, squeeze(a, p->stated.publisher)) ||
                str_eq(name, S("admin")) ||
                str_starts(squeeze(a, host_of(p->stated.url)), name);
    return said;
}

static void find_byline(Page *p)
{
    Article *a = p->article;
    bool doubtful;
    const Str said = stated_byline(p, &doubtful);
    Str seen = {0}, site = {0};
    for (uint32_t i = 0; i < p->nboxes; i++) {
        if (!is_near(p, i) || !may_say(p, i))
            continue;
        const Str names = byline_in(p, i);
        if (names.n == 0)
            continue;
        Str *to = is_site(p, names) ? &site : &seen;
        if (to->n == 0)
            *to = names;
        Box *b = &p->boxes[i];
        if (is_open(b)) {
            b->look = LOOK_METADATA;
            b->rule = "byline";
        }
    }
    const bool better =
        doubtful && (seen.n > 0 && (said.n == 0 || str_has(seen, S(" "))));
    if (a->byline.n == 0)
        a->byline = arena_str(a->arena, better ? seen : said.n > 0 ? said : site);
}

/* ---- when ---- */

static bool set_date(Page *p, Str words, DateConfidence confidence)
{
    Article *a = p->article;
    Mention m;
    size_t i = 0;
    Date date;
    Str basis = trim_unicode(words);
    uint32_t year;
    if (a->date.year != 0)
        return true;
    if (str_to_u32(str_sub(basis, 0, 4), 2099, &year) && basis.n > 5 && basis.p[4] == ' ')
        basis =
            arena_printf(p->scratch, STR_FMT " %u", STR_ARG(str_sub(basis, 5, basis.n)),
                         (unsigned)year); /* "2023 Jan 7" */
    if (date_parse_iso(str_sub(basis, 0, 10), &date)) {
        basis = str_sub(basis, 0, 10);
    } else if (date_next(basis, &i, &m) && m.date.year != 0) {
        date = m.date;
        basis = str_sub(basis, m.from, m.to);
    } else {
        return false;
    }
    a->date = date;
    a->date_basis = arena_str(a->arena, utf8_cut(basis, BASIS));
    a->date_confidence = confidence;
    return true;
}

static bool is_update(Str s)
{
    Arena *scratch = arena_new();
    const Str low = uni_lower(scratch, s);
    const bool update = str_has(low, S("updated")) || str_has(low, S("modified")) ||
                        str_has(low, S("reviewed"));
    arena_free(scratch);
    return update;
}

/* The date of a box: of a <time> in it, or in its words. */
static Str date_in(const Page *p, uint32_t i, Str words)
{
    const Box *b = &p->boxes[i];
    for (uint32_t k = b->first; k < b->end; k++)
        if (p->v[k].kind == DOM_ELEMENT && p->v[k].tag == GUMBO_TAG_TIME &&
            dom_attribute(&p->v[k], "datetime").n >= 10)
            return dom_attribute(&p->v[k], "datetime");
    Mention m;
    for (size_t at = 0; date_next(words, &at, &m);)
        if (m.date.year != 0)
            return str_sub(words, m.from, m.to);
    return (Str){0};
}

/* Looks near the title, or wherever the page calls something a date. */
static void find_seen_date(Page *p, bool update, bool anywhere)
{
    for (uint32_t i = 0; i < p->nboxes && p->article->date.year == 0; i++) {
        const bool place =
            anywhere ? is_called(p, p->boxes[i].holder, HINT_DATE) : is_near(p, i);
        if (!place || !may_say(p, i))
            continue;
        const Str words = box_words(p, p->scratch, &p->boxes[i]);
        const Str date = date_in(p, i, words);
        const bool inside = date.p >= words.p && date.p <= words.p + words.n;
        const Str before =
            str_sub(words, 0, inside ? (size_t)(date.p - words.p) : words.n);
        if (date.n > 0 && is_update(before) == update)
            set_date(p, date, DATE_STATED);
    }
}

/* Boxes that are little but a date. */
static void mark_dates(Page *p)
{
    for (uint32_t i = 0; i < p->nboxes; i++) {
        Box *b = &p->boxes[i];
        if (!is_open(b) || b->width > 60 || b->level || b->cell || b->item ||
            !is_near(p, i))
            continue;
        if (metadata_rule(box_words(p, p->scratch, b))) {
            b->look = LOOK_METADATA;
            b->rule = metadata_rule(box_words(p, p->scratch, b));
        }
    }
}

/* ".../2025/12/19/..." or ".../2025-12-19-..." */
static Str date_of_url(Arena *a, Str url)
{
    for (size_t i = 0; i + 11 <= url.n; i++) {
        const Str s = str_sub(url, i, i + 11);
        uint32_t y, m, d;
        if ((s.p[0] == '/' || s.p[0] == 'F') && (s.p[5] == '/' || s.p[5] == '-') &&
            s.p[8] == s.p[5] && str_to_u32(str_sub(s, 1, 5), 2099, &y) && y >= 1990 &&
            str_to_u32(str_sub(s, 6, 8), 12, &m) && str_to_u32(str_sub(s, 9, 11), 31, &d))
            return arena_printf(a, "%04u-%02u-%02u", (unsigned)y, (unsigned)m,
                                (unsigned)d);
    }
    return (Str){0};
}

static bool is_next_day(Date a, Date b)
{
    if (b.day > 1)
        return a.year == b.year && a.month == b.month && a.day + 1 == b.day;
    return !date_exists(a.year, a.month, a.day + 1) && b.day == 1 &&
           (a.year * 12 + a.month + 1 == b.year * 12 + b.month);
}

static bool is_same_day(Str a, Str b)
{
    return a.n >= 8 && str_eq(str_sub(a, 0, 10), str_sub(b, 0, 10));
}

/* What is stated counts by the clock of Greenwich: the day that the page shows is right
 * where it is the one before or after.  And a page that states one moment for its first
 * and its last version knows only the last: an earlier day that it shows is right. */
static void correct_day(Page *p)
{
    Article *a = p->article;
    const bool same = is_same_day(p->stated.published, p->stated.modified);
    for (uint32_t i = 0; i < p->nboxes && a->date.year != 0; i++) {
        Mention m;
        size_t at = 0;
        if (!is_near(p, i) || !may_say(p, i))
            continue;
        const Str words = box_words(p, p->scratch, &p->boxes[i]);
        if (!date_next(words, &at, &m) || m.date.year == 0 ||
            is_update(str_sub(words, 0, m.from)))
            continue;
        if (date_cmp(m.date, a->date) == 0)
            return;
        if (is_next_day(m.date, a->date) || is_next_day(a->date, m.date) ||
            (same && date_cmp(m.date, a->date) < 0 && words.n < 40)) {
            a->date = m.date;
            a->date_basis = arena_str(a->arena, str_sub(words, m.from, m.to));
            return;
        }
    }
}

static void find_date(Page *p)
{
    const Stated *s = &p->stated;
    const bool stated = p->article->date.year != 0;
    if (set_date(p, s->published, DATE_STATED) && !stated)
        correct_day(p);
    find_seen_date(p, false, false);
    find_seen_date(p, false, true);
    set_date(p, date_of_url(p->scratch, s->url), DATE_INFERRED);
    find_seen_date(p, true, false);
    set_date(p, s->modified, DATE_INFERRED);
    mark_dates(p);
}

void page_metadata(Page *p)
{
    Article *a = p->article;
    a->url = arena_str(a->arena, p->stated.url);
    if (a->title.n > 0)
        find_known_title(p);
    else
        find_title(p);
    drop_titles(p);
    find_byline(p);
    find_date(p);
    if (p->stated.publisher.n > 0)
        a->publisher = arena_str(a->arena, trim_unicode(p->stated.publisher));
    a->src.saved = date_first(p->stated.saved);
    for (uint32_t i = 0; i < p->n && i < 8 && a->lang.n == 0; i++)
        if (p->v[i].kind == DOM_ELEMENT && p->v[i].tag == GUMBO_TAG_HTML)
            a->lang = arena_str(a->arena, str_trim(dom_attribute(&p->v[i], "lang")));
}
