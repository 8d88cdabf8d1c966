/* Dates as people write them.
 *
 * Model: a day is a month and a number beside each other, maybe a weekday before and a
 * year behind, or digits in an order that can be read one way only.
 * Method: at each word or number the few forms are tried from there on; what does not
 * fit is passed over.  The names of months and weekdays are a table.
 * Not taken: ICU's date parser.  It wants a pattern and a locale for each form, and takes
 * what it can for a date; here a doubtful day is none. */
#include "dates.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2099, YEARS_AHEAD = 40 };

typedef struct Name {
    const char *word; /* folded */
    int8_t month;     /* from 1; 0: a weekday */
    int8_t weekday;
    bool capital; /* it is another word without one */
} Name;

#define M(month, capital, word)                                                          \
    {                                                                                    \
        word, month, -1, capital                                                         \
    }
#define W(day, word)                                                                     \
    {                                                                                    \
        word, 0, day, false                                                              \
    }

static const Name names[] = {
    /* English */
    M(1, true, "january"),
    M(2, true, "february"),
    M(3, true, "march"),
    M(4, true, "april"),
    M(5, true, "may"),
    M(6, true, "june"),
    M(7, true, "july"),
    M(8, true, "august"),
    M(9, true, "september"),
    M(10, true, "october"),
    M(11, true, "november"),
    M(12, true, "december"),
    M(1, true, "jan"),
    M(2, true, "feb"),
    M(3, true, "mar"),
    M(4, true, "apr"),
    M(6, true, "jun"),
    M(7, true, "jul"),
    M(8, true, "aug"),
    M(9, true, "sep"),
    M(9, true, "sept"),
    M(10, true, "oct"),
    M(11, true, "nov"),
    M(12, true, "dec"),
    W(0, "sunday"),
    W(1, "monday"),
    W(2, "tuesday"),
    W(3, "wednesday"),
    W(4, "thursday"),
    W(5, "friday"),
    W(6, "saturday"),
    W(0, "sun"),
    W(1, "mon"),
    W(2, "tue"),
    W(2, "tues"),
    W(3, "wed"),
    W(4, "thu"),
    W(4, "thur"),
    W(4, "thurs"),
    W(5, "fri"),
    W(6, "sat"),
    /* German */
    M(1, true, "januar"),
    M(2, true, "februar"),
    M(3, true, "m\u00E4rz"),
    M(5, true, "mai"),
    M(6, true, "juni"),
    M(7, true, "juli"),
    M(10, true, "oktober"),
    M(12, true, "dezember"),
    W(0, "sonntag"),
    W(1, "montag"),
    W(2, "dienstag"),
    W(3, "mittwoch"),
    W(4, "donnerstag"),
    W(5, "freitag"),
    W(6, "samstag"),
    W(6, "sonnabend"),
    /* French */
    M(1, false, "janvier"),
    M(2, false, "f\u00E9vrier"),
    M(3, false, "mars"),
    M(4, false, "avril"),
    M(5, false, "mai"),
    M(6, false, "juin"),
    M(7, false, "juillet"),
    M(8, false, "ao\u00FBt"),
    M(9, false, "septembre"),
    M(10, false, "octobre"),
    M(11, false, "novembre"),
    M(12, false, "d\u00E9cembre"),
    W(0, "dimanche"),
    W(1, "lundi"),
    W(2, "mardi"),
    W(3, "mercredi"),
    W(4, "jeudi"),
    W(5, "vendredi"),
    W(6, "samedi"),
    /* Spanish */
    M(1, false, "enero"),
    M(2, false, "febrero"),
    M(3, false, "marzo"),
    M(4, false, "abril"),
    M(5, false, "mayo"),
    M(6, false, "junio"),
    M(7, false, "julio"),
    M(8, false, "agosto"),
    M(9, false, "septiembre"),
    M(10, false, "octubre"),
    M(11, false, "noviembre"),
    M(12, false, "diciembre"),
    W(0, "domingo"),
    W(1, "lunes"),
    W(2, "martes"),
    W(3, "mi\u00E9rcoles"),
    W(4, "jueves"),
    W(5, "viernes"),
    W(6, "s\u00E1bado"),
    /* Russian */
    M(1, false, "\u044F\u043D\u0432\u0430\u0440\u044F"),
    M(2, false, "\u0444\u0435\u0432\u0440\u0430\u043B\u044F"),
    M(3, false, "\u043C\u0430\u0440\u0442\u0430"),
    M(4, false, "\u0430\u043F\u0440\u0435\u043B\u044F"),
    M(5, false, "\u043C\u0430\u044F"),
    M(6, false, "\u0438\u044E\u043D\u044F"),
    M(7, false, "\u0438\u044E\u043B\u044F"),
    M(8, false, "\u0430\u0432\u0433\u0443\u0441\u0442\u0430"),
    M(9, false, "\u0441\u0435\u043D\u0442\u044F\u0431\u0440\u044F"),
    M(10, false, "\u043E\u043A\u0442\u044F\u0431\u0440\u044F"),
    M(11, false, "\u043D\u043E\u044F\u0431\u0440\u044F"),
    M(12, false, "\u0434\u0435\u043A\u0430\u0431\u0440\u044F"),
    W(0, "\u0432\u043E\u0441\u043A\u0440\u0435\u0441\u0435\u043D\u044C\u0435"),
    W(1, "\u043F\u043E\u043D\u0435\u0434\u0435\u043B\u044C\u043D\u0438\u043A"),
    W(2, "\u0432\u0442\u043E\u0440\u043D\u0438\u043A"),
    W(3, "\u0441\u0440\u0435\u0434\u0430"),
    W(3, "\u0441\u0440\u0435\u0434\u0443"),
    W(4, "\u0447\u0435\u0442\u0432\u0435\u0440\u0433"),
    W(5, "\u043F\u044F\u0442\u043D\u0438\u0446\u0430"),
    W(5, "\u043F\u044F\u0442\u043D\u0438\u0446\u0443"),
    W(6, "\u0441\u0443\u0431\u0431\u043E\u0442\u0430"),
    W(6, "\u0441\u0443\u0431\u0431\u043E\u0442\u0443"),
};

/* 1 + the places of the names, by the hashes of their words; 0: free. */
static uint8_t slots[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;

enum { SLOTS = sizeof slots };

static size_t slot_of(Str word)
{
    return str_hash(word) % SLOTS;
}

static void fill_slots(void)
{
    static_assert(sizeof names / sizeof *names < UINT8_MAX, "a slot holds any place");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t at = slot_of(str_of(names[i].word));
        while (slots[at])
            at = (at + 1) % SLOTS;
        slots[at] = (uint8_t)(i + 1);
    }
}

/* ---- tokens ---- */

/* Letters or digits on end. */
typedef struct Token {
    size_t from, to;
    const Name *name; /* NULL: of no day and no month */
    int number;       /* -1: letters, or too long */
    unsigned digits;
    char word[32]; /* folded, cut off when longer */
} Token;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const Name *find_name(Str word, bool capital)
{
    pthread_once(&once, fill_slots);
    for (size_t at = slot_of(word); slots[at]; at = (at + 1) % SLOTS) {
        const Name *name = &names[slots[at] - 1];
        if (str_eq(word, str_of(name->word)) && (capital || !name->capital))
            return name;
    }
    return NULL;
}

static void read_number(Str s, size_t *i, Token *t)
{
    int v = 0;
    for (; *i < s.n && is_digit(s.p[*i]); ++*i, t->digits++)
        v = t->digits < 4 ? 10 * v + (s.p[*i] - '0') : -1;
    t->number = t->digits <= 4 ? v : -1;
}

/* The letter at s[*i] without its case, moving *i behind it; 0: none stands there, or one
 * that is a word by itself. */
static uint32_t next_letter(Str s, size_t *i)
{
    const char lower = (char)(s.p[*i] | 0x20);
    if (lower >= 'a' && lower <= 'z') { /* as nearly all are */
        ++*i;
        return (uint32_t)lower;
    }
    size_t next = *i;
    const uint32_t cp = utf8_next(s, &next);
    if (!uni_is_letter(cp) || uni_is_wide(cp))
        return 0;
    *i = next;
    return uni_fold(cp);
}

/* The token that begins at i; false when neither letter nor digit stands there. */
static bool read_token(Str s, size_t i, Token *t)
{
    *t = (Token){.from = i, .number = -1};
    if (i >= s.n)
        return false;
    if (is_digit(s.p[i])) {
        read_number(s, &i, t);
        t->to = i;
        return true;
    }
    size_t n = 0, first = i;
    const bool capital = uni_is_upper(utf8_next(s, &first));
    for (uint32_t letter; i < s.n && (letter = next_letter(s, &i)) != 0;)
        if (n + 5 <= sizeof t->word)
            n += utf8_encode(letter, t->word + n);
    t->to = i;
    t->word[n] = '\0';
    t->name = find_name((Str){t->word, n}, capital);
    return i > t->from;
}

static size_t skip(Str s, size_t i, const char *any)
{
    while (i < s.n && s.p[i] != '\0' && strchr(any, s.p[i]))
        i++;
    return i;
}

static bool is_word(const Token *t, const char *z)
{
    return t->number < 0 && strcmp(t->word, z) == 0;
}

/* ---- the forms ---- */

/* A year at i, behind a comma, "de" or "of". */
static int read_year(Str s, size_t i, size_t *end)
{
    Token t;
    i = skip(s, i, " ,.\t");
    if (read_token(s, i, &t) && (is_word(&t, "de") || is_word(&t, "of")))
        i = skip(s, t.to, " ");
    if (!read_token(s, i, &t) || t.digits != 4 || t.number < FIRST_YEAR ||
        t.number > LAST_YEAR)
        return 0;
    *end = t.to;
    return t.number;
}

static bool settle(Mention *m, size_t from, size_t to, int year, int month, int day)
{
    if (!date_exists(year ? year : 2000, month, day))
        return false;
    m->from = from;
    m->to = to;
    m->date = (Date){(uint16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

/* Two numbers behind `at`, each after the same one of `marks`. */
static bool two_more(Str s, size_t at, const char *marks, Token *a, Token *b)
{
    if (at >= s.n || s.p[at] == '\0' || strchr(marks, s.p[at]) == NULL)
        return false;
    const char mark = s.p[at];
    return read_token(s, at + 1, a) && a->number >= 0 && a->to < s.n &&
           s.p[a->to] == mark && read_token(s, a->to + 1, b) && b->number >= 0;
}

/* 2024-01-05, 2024/1/5, 5.1.2024; 13/1/2024 where no other reading is possible. */
static bool read_digits(Str s, const Token *t, Mention *m)
{
    Token a, b;
    if (t->digits == 4 && t->number >= FIRST_YEAR && t->number <= LAST_YEAR)
        return two_more(s, t->to, "-/.", &a, &b) && a.digits <= 2 && b.digits <= 2 &&
               settle(m, t->from, b.to, t->number, a.number, b.number);
    if (t->digits > 2 || !two_more(s, t->to, "./", &a, &b) || a.digits > 2 ||
        b.digits != 4 || b.number < FIRST_YEAR || b.number > LAST_YEAR)
        return false;
    if (s.p[t->to] == '.' || t->number > 12 || t->number == a.number)
        return settle(m, t->from, b.to, b.number, a.number, t->number);
    return a.number > 12 && settle(m, t->from, b.to, b.number, t->number, a.number);
}

/* The number that ends right before `sign` at i, which is moved behind the sign. */
static bool before_sign(Str s, size_t *i, Str sign, int *out)
{
    Token t;
    const size_t at = skip(s, *i, " ");
    if (!read_token(s, at, &t) || t.number < 0 ||
        !str_starts(str_sub(s, t.to, s.n), sign))
        return false;
    *out = t.number;
    *i = t.to + sign.n;
    return true;
}

/* 2024年1月5日, or without the year. */
static bool read_cjk(Str s, size_t from, Mention *m)
{
    int year = 0, month, day;
    size_t i = from;
    if (before_sign(s, &i, S("\u5E74"), &year) && (year < FIRST_YEAR || year > LAST_YEAR))
        return false;
    return before_sign(s, &i, S("\u6708"), &month) &&
           before_sign(s, &i, S("\u65E5"), &day) && settle(m, from, i, year, month, day);
}

/* 5 January 2024, 5th of January, 5. Januar, 5 de enero de 2024 */
static bool read_day_month(Str s, const Token *day, Mention *m)
{
    static const char *const endings[] = {"st", "nd", "rd", "th", "er", "\u00BA"};
    if (day->digits > 2)
        return false;
    size_t i = day->to;
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        const Str e = str_of(endings[k]);
        if (str_starts(str_sub(s, i, s.n), e)) {
            i += e.n;
            break;
        }
    }
    Token t;
    i = skip(s, i, " .-");
    if (!read_token(s, i, &t))
        return false;
    if (is_word(&t, "of") || is_word(&t, "de"))
        if (!read_token(s, skip(s, t.to, " "), &t))
            return false;
    if (t.name == NULL || t.name->month == 0)
        return false;
    size_t end = t.to;
    const int year = read_year(s, skip(s, end, "-"), &end);
    return settle(m, day->from, end, year, t.name->month, day->number);
}

/* January 5th, 2024 */
static bool read_month_day(Str s, const Token *month, Mention *m)
{
    Token t;
    if (!read_token(s, skip(s, month->to, " ."), &t) || t.number < 0 || t.digits > 2)
        return false;
    size_t end = t.to;
    Token ending;
    if (read_token(s, end, &ending)) {
        if (!is_word(&ending, "st") && !is_word(&ending, "nd") &&
            !is_word(&ending, "rd") && !is_word(&ending, "th"))
            return false;
        end = ending.to;
    }
    const int year = read_year(s, end, &end);
    return settle(m, month->from, end, year, month->name->month, t.number);
}

static bool read_date(Str s, const Token *t, Mention *m)
{
    if (t->number >= 0)
        return read_digits(s, t, m) || read_cjk(s, t->from, m) || read_day_month(s, t, m);
    return t->name && t->name->month && read_month_day(s, t, m);
}

/* Moves *i to where the next word or number may begin. */
static void next_start(Str s, size_t *i)
{
    while (*i < s.n) {
        size_t next = *i;
        const uint32_t cp = utf8_next(s, &next);
        if (is_digit(s.p[*i]) || (uni_is_letter(cp) && !uni_is_wide(cp)))
            return;
        *i = next;
    }
}

bool date_next(Str s, size_t *i, Mention *out)
{
    int weekday = -1;        /* named right before, */
    size_t from = 0, to = 0; /* here */
    for (next_start(s, i); *i < s.n; next_start(s, i)) {
        Token t;
        if (!read_token(s, *i, &t))
            return false;
        *i = t.to;
        if (t.name && t.name->month == 0) {
            weekday = t.name->weekday;
            from = t.from;
            to = skip(s, t.to, " ,.(");
            continue;
        }
        if (weekday >= 0 && t.from == to && (is_word(&t, "the") || is_word(&t, "den"))) {
            to = skip(s, t.to, " ");
            continue;
        }
        if (!read_date(s, &t, out))
            continue;
        const bool beside = weekday >= 0 && t.from == to;
        out->weekday = beside ? weekday : -1;
        out->from = beside ? from : out->from;
        *i = out->to;
        return true;
    }
    return false;
}

Date date_first(Str s)
{
    Mention m;
    for (size_t i = 0; date_next(s, &i, &m);)
        if (m.date.year)
            return m.date;
    return (Date){0};
}

/* ---- years ---- */

/* Does the word that ends before `at` speak of a year to come? */
static bool points_ahead(Str s, size_t at)
{
    static const char *const ahead[] = {"by",  "until",  "till",  "through",
                                        "to",  "beyond", "after", "before",
                                        "bis", "d'ici",  "hasta"};
    while (at > 0 && (s.p[at - 1] == ' ' || s.p[at - 1] == '\n'))
        at--;
    const size_t end = at;
    while (at > 0 && ((s.p[at - 1] | 32) >= 'a' && (s.p[at - 1] | 32) <= 'z'))
        at--;
    for (size_t i = 0; i < sizeof ahead / sizeof *ahead; i++)
        if (str_eq_nocase(str_sub(s, at, end), str_of(ahead[i])))
            return true;
    return end > 0 && s.p[end - 1] == '-'; /* 2024-2030 */
}

/* The digits [from, to) of s: not part of an amount? */
static bool stands_alone(Str s, size_t from, size_t to)
{
    const char before = from > 0 ? s.p[from - 1] : ' ';
    const char after = to + 1 < s.n && is_digit(s.p[to + 1]) ? s.p[to] : ' ';
    return before != '.' && before != ',' && before != '$' && after != '.' &&
           after != ',';
}

int date_latest_year(Str s)
{
    int latest = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i]))
            continue;
        const size_t from = i;
        while (i < s.n && is_digit(s.p[i]))
            i++;
        uint32_t year;
        if (i - from == 4 && str_to_u32(str_sub(s, from, i), LAST_YEAR, &year) &&
            year >= FIRST_YEAR && (int)year > latest && stands_alone(s, from, i) &&
            !points_ahead(s, from))
            latest = (int)year;
    }
    return latest;
}

Date date_complete(const Mention *m, int year)
{
    if (year == 0)
        return (Date){0};
    const int first = m->weekday >= 0 ? year : year + 1;
    for (int y = first; y < first + YEARS_AHEAD; y++) {
        if (!date_exists(y, m->date.month, m->date.day))
            continue;
        const Date d = {(uint16_t)y, m->date.month, m->date.day};
        if (m->weekday < 0 || date_weekday(d) == m->weekday)
            return d;
    }
    return (Date){0};
}
