/* Articles, their fates and their dates. */
#include "doc.h"

#include <stdlib.h>

#include "base/utf8.h"

const char *fate_name(FateKind k)
{
    static const char *const names[FATE_COUNT] = {"title",       "metadata",  "body",
                                                  "boilerplate", "duplicate", "variant",
                                                  "markup",      "empty",     "refused"};
    return names[k];
}

const char *date_confidence_name(DateConfidence c)
{
    static const char *const names[] = {
        [DATE_NONE] = NULL, [DATE_STATED] = "stated", [DATE_INFERRED] = "inferred"};
    return names[c];
}

const char *article_fate_name(ArticleFate f)
{
    static const char *const names[] = {"chapter", "duplicate", "empty", "refused",
                                        "refused"};
    return names[f];
}

Article *article_new(Str path)
{
    Arena *arena = arena_new();
    Article *a = arena_alloc(arena, sizeof *a);
    a->arena = arena;
    a->src.path = a->src.name = arena_str(arena, path);
    a->src.format = "text";
    a->root = node_new(arena, N_DOCUMENT);
    a->resemblance = a->containment = -1;
    return a;
}

void article_free(Article *a)
{
    if (a)
        arena_free(a->arena);
}

Loc article_loc(const Article *a, uint32_t offset)
{
    Loc at = {a->src.path, 1, 1};
    const Str before = str_sub(a->src.text, 0, offset);
    size_t line = 0; /* where the last line begins */
    for (size_t i = 0; i < before.n; i++)
        if (before.p[i] == '\n' ||
            (before.p[i] == '\r' && (i + 1 >= before.n || before.p[i + 1] != '\n'))) {
            at.line++;
            line = i + 1;
        }
    at.col = 1 + (uint32_t)utf8_count(str_sub(before, line, before.n));
    return at;
}

void edits_free(EditList *l)
{
    free(l->v);
    *l = (EditList){0};
}

const Edit *edits_of(const EditList *l, const Article *a, size_t *n)
{
    size_t low = 0, high = l->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (l->v[middle].article->chapter < a->chapter)
            low = middle + 1;
        else
            high = middle;
    }
    for (*n = 0; low + *n < l->n && l->v[low + *n].article == a;)
        ++*n;
    return *n ? &l->v[low] : NULL;
}

void articles_free(ArticleList *l)
{
    for (size_t i = 0; i < l->n; i++)
        article_free(l->v[i]);
    free(l->v);
    *l = (ArticleList){0};
}

static void dump_field(Buf *out, const char *name, Str value)
{
    if (value.n == 0)
        return;
    buf_printf(out, "  %s: ", name);
    buf_safe(out, value);
    buf_byte(out, '\n');
}

void articles_dump(Buf *out, const ArticleList *articles)
{
    for (size_t i = 0; i < articles->n; i++) {
        const Article *a = articles->v[i];
        buf_safe(out, a->src.name);
        buf_printf(out, " %s\n", article_fate_name(a->fate));
        dump_field(out, a->title_made ? "title (made)" : "title", a->title);
        dump_field(out, "byline", a->byline);
        dump_field(out, "publisher", a->publisher);
        dump_field(out, "url", a->url);
        dump_field(out, "lang", a->lang);
        dump_field(out, "date", date_iso(a->arena, a->date));
        dump_field(out, "date rests on", a->date_basis);
        dump_field(out, "saved", date_iso(a->arena, a->src.saved));
        node_dump(out, a->root);
        buf_byte(out, '\n');
    }
}

/* ---- dates ---- */

int date_cmp(Date a, Date b)
{
    const long x = a.year ? a.year * 10000L + a.month * 100 + a.day : 1000000000L;
    const long y = b.year ? b.year * 10000L + b.month * 100 + b.day : 1000000000L;
    return (x > y) - (x < y);
}

Str date_iso(Arena *a, Date d)
{
    return d.year ? arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day) : (Str){0};
}

Str date_words(Arena *a, Date d)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    return d.year ? arena_printf(a, "%d %s %d", d.day, months[d.month - 1], d.year)
                  : (Str){0};
}

bool date_exists(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1] + (month == 2 && leap);
}

bool date_parse_iso(Str s, Date *out)
{
    uint32_t y, m, d;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' ||
        !str_to_u32(str_sub(s, 0, 4), 9999, &y) ||
        !str_to_u32(str_sub(s, 5, 7), 12, &m) || !str_to_u32(str_sub(s, 8, 10), 31, &d) ||
        !date_exists((int)y, (int)m, (int)d))
        return false;
    *out = (Date){(uint16_t)y, (uint8_t)m, (uint8_t)d};
    return true;
}

/* The UTC day of a number of seconds since 1970: Howard Hinnant's civil_from_days, in
 * which years begin in March, so that a leap day ends one. */
static Date day_of_epoch(uint64_t seconds)
{
    const uint64_t days = seconds / 86400 + 719468; /* since 0000-03-01 */
    const uint64_t era = days / 146097, in_era = days % 146097;
    const uint64_t year_in_era =
        (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const uint64_t in_year =
        in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
    const uint64_t m = (5 * in_year + 2) / 153;
    const uint64_t month = m < 10 ? m + 3 : m - 9;
    const uint64_t year = year_in_era + era * 400 + (month <= 2);
    return (Date){(uint16_t)year, (uint8_t)month,
                  (uint8_t)(in_year - (153 * m + 2) / 5 + 1)};
}

bool date_parse_epoch(Str s, Date *out)
{
    const uint64_t last = 253402300799; /* 9999-12-31 */
    uint64_t seconds = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || seconds > last)
            return false;
        seconds = 10 * seconds + (uint64_t)(s.p[i] - '0');
    }
    if (s.n == 0 || seconds > last)
        return false;
    *out = day_of_epoch(seconds);
    return true;
}

bool date_parse_span(Str s, Date *first, Date *last)
{
    uint32_t y, m = 0;
    if (date_parse_iso(s, first)) {
        *last = *first;
        return true;
    }
    if ((s.n != 4 && (s.n != 7 || s.p[4] != '-')) ||
        !str_to_u32(str_sub(s, 0, 4), 9999, &y) || y == 0 ||
        (s.n == 7 && (!str_to_u32(str_sub(s, 5, 7), 12, &m) || m == 0)))
        return false;
    *first = (Date){(uint16_t)y, (uint8_t)(m ? m : 1), 1};
    *last = (Date){(uint16_t)y, (uint8_t)(m ? m : 12), 31};
    while (!date_exists(last->year, last->month, last->day))
        last->day--;
    return true;
}

/* Sakamoto's method. */
int date_weekday(Date d)
{
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    const int y = d.month < 3 ? d.year - 1 : d.year;
    return (y + y / 4 - y / 100 + y / 400 + shift[d.month - 1] + d.day) % 7;
}
