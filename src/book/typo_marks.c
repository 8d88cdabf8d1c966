/* Dashes, ellipses, no-break spaces; and at the full level what figures mean. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "typo.h"

#define NO_BREAK "\u00A0"
#define NARROW   "\u202F"

/* What a number may be followed by, and what may stand before one: no line ends between
 * them.  Parted and framed by blanks. */
static const char units[] =
    " % ‰ ° °C °F K mm cm m km µm nm m² km² m³ ha l ml dl cl g "
    "kg mg t s ms min h d Hz kHz "
    "MHz GHz W kW MW GW kWh MWh V kV A mA J kJ kcal Pa hPa bar N "
    "kN dB px pt B kB KB MB GB "
    "TB kbit Mbit Gbit € $ £ ¥ CHF EUR USD Kč zł kr Ft ₽ руб "
    "млн млрд тыс км м см мм кг г "
    "л ч мин a.m. p.m. am pm ";
static const char before_numbers[] =
    " p. pp. P. pg. No. no. Nos. nos. Nr. nr. Nº nº n° N° № § §§ Fig. fig. Figs. vol. "
    "Vol. "
    "ch. Ch. chap. sec. Sec. Art. art. S. Bd. Abb. Kap. Tab. Z. Anm. s. str. sid. kap. "
    "стр. рис. гл. табл. т. ст. с. págs. pág. pag. c. ca. ";
static const char before_names[] =
    " Mr. Mrs. Ms. Dr. Prof. St. Sr. Sra. M. Mme Mlle Mgr Hr. Fr. Frau Herr ";

enum { WORD_LONGEST = 16 }; /* bytes: none of those above is longer */

static bool is_quote(uint32_t cp)
{
    return cp == '"' || cp == 0xAB || (cp >= 0x2018 && cp <= 0x201F);
}

/* The word before byte i, from the blank or bracket before it; empty: it is longer. */
static Str word_before(const Typographer *t, size_t i)
{
    size_t from = i;
    while (from > 0) {
        size_t at = from;
        const uint32_t cp = utf8_prev(t->text, &at);
        if (typo_is_blank(cp) || typo_opens(cp) || is_quote(cp))
            break;
        from = at;
        if (i - from > WORD_LONGEST)
            return (Str){0};
    }
    return str_sub(t->text, from, i);
}

/* The word from byte i up to a blank or to punctuation. */
static Str word_after(const Typographer *t, size_t i)
{
    size_t to = i;
    while (to < t->text.n) {
        size_t next = to;
        const uint32_t cp = utf8_next(t->text, &next);
        if (typo_is_blank(cp) || (uni_is_punct(cp) && cp != '.' && cp != '%'))
            break;
        to = next;
        if (to - i > WORD_LONGEST)
            return (Str){0};
    }
    return str_sub(t->text, i, to);
}

static Str without_stop(Str word)
{
    return str_ends(word, S(".")) ? str_sub(word, 0, word.n - 1) : word;
}

/* "J." before a name or another one; English "I." ends a sentence. */
static bool is_initial(const Typographer *t, const Habit *h, Str word, size_t next)
{
    size_t i = 0;
    if (word.n < 2 || !uni_is_upper(utf8_next(word, &i)) ||
        !str_eq(str_sub(word, i, word.n), S(".")))
        return false;
    return uni_is_upper(typo_at(t, next)) &&
           !(h->flags & HABIT_TIGHT && word.p[0] == 'I');
}

/* The marks that French parts from the word before them, where they are no smiley. */
static const char *before_mark(const Typographer *t, size_t next)
{
    const uint32_t cp = typo_at(t, next);
    size_t i = next;
    if (cp == 0xBB)
        return NO_BREAK;
    if (cp != ';' && cp != ':' && cp != '!' && cp != '?')
        return NULL;
    while (typo_at(t, i) == '!' || typo_at(t, i) == '?' || i == next)
        i++;
    const uint32_t after = typo_at(t, i);
    const bool smiley = after == ')' && (cp == ';' || cp == ':');
    if (smiley ||
        (!typo_is_blank(after) && after != '"' && after != ')' && after != 0xBB))
        return NULL;
    return cp == ':' ? NO_BREAK : NARROW;
}

/* A blank, and the characters that it parts. */
typedef struct Blank {
    size_t at;
    uint32_t before, after;
} Blank;

/* A number and its unit, or what is counted by it. */
static bool binds_number(const Typographer *t, Blank b)
{
    if (uni_is_digit(b.before)) {
        const Str unit = word_after(t, b.at + 1);
        if (typo_listed(units, unit) || typo_listed(units, without_stop(unit)))
            return true;
    }
    return uni_is_digit(b.after) && typo_listed(before_numbers, word_before(t, b.at));
}

/* A name and what stands before it; a short word and the next. */
static bool binds_word(const Typographer *t, const Habit *h, Blank b)
{
    const bool name = uni_is_upper(b.after);
    if (!name && h->bound[0] == '\0')
        return false;
    const Str word = word_before(t, b.at);
    return (name &&
            (typo_listed(before_names, word) || is_initial(t, h, word, b.at + 1))) ||
           ((typo_in_word(b.after) || is_quote(b.after)) && typo_listed(h->bound, word));
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static void blank(Typographer *t, const Habit *h, size_t i)
{
    /* As most are: it parts two words that no rule is about. */
    if (i > 0 && i + 1 < t->text.n && h->bound[0] == '\0' && is_small(t->text.p[i - 1]) &&
        is_small(t->text.p[i + 1]))
        return;
    const Blank b = {i, typo_before(t, i), typo_at(t, i + 1)};
    const bool inside = b.after == ':' || b.after == 0xBB;
    const char *now = NULL;
    if (typo_is_blank(b.before) || typo_is_blank(b.after))
        return;
    if (h->flags & HABIT_INSIDE && b.before == 0xAB)
        now = NO_BREAK;
    else if (h->flags & (inside ? HABIT_INSIDE : HABIT_SPACED))
        now = before_mark(t, i + 1);
    if (now == NULL && (binds_number(t, b) || binds_word(t, h, b)))
        now = NO_BREAK;
    if (now)
        typo_change(t, i, i + 1, now, "no-break space");
}

/* ---- dashes ---- */

static bool is_lower_letter(uint32_t cp)
{
    return uni_is_letter(cp) && !uni_is_upper(cp);
}

/* A dash between blanks: no line begins with it. */
static void bind_dash(Typographer *t, size_t i)
{
    if (typo_before(t, i) == ' ')
        typo_change(t, i - 1, i, NO_BREAK, "no-break space");
}

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

/* Is it a range of figures, and no date, number of a telephone or of an article? */
static bool is_range(const Typographer *t, size_t i)
{
    enum { FIGURES = 4 };
    size_t from = i, to = i + 1;
    while (from > 0 && i - from <= FIGURES && is_figure(t->text.p[from - 1]))
        from--;
    while (to < t->text.n && to - i <= FIGURES + 1 && is_figure(t->text.p[to]))
        to++;
    const uint32_t before = typo_before(t, from), after = typo_at(t, to);
    return i - from >= 1 && i - from <= FIGURES && to - i - 1 >= 1 &&
           to - i - 1 <= FIGURES && t->text.p[from] != '0' && t->text.p[i + 1] != '0' &&
           (typo_is_blank(before) || before == '(') &&
           (typo_is_blank(after) ||
            (uni_is_punct(after) && after != '-' && after != '/'));
}

/* Hyphens from i on; gives how many. */
static size_t hyphens(Typographer *t, const Habit *h, size_t i)
{
    size_t n = 1;
    while (typo_at(t, i + n) == '-')
        n++;
    const uint32_t before = typo_before(t, i), after = typo_at(t, i + n);
    size_t left = i > 0 ? i - 1 : 0;
    const uint32_t had = typo_before(t, left), then = typo_at(t, i + n + 1);
    const bool free = before == ' ' && after == ' ' && !typo_is_blank(had) &&
                      !typo_is_blank(then) && had != '-' && then != '-';
    if (free && n <= 3 && !(n == 1 && uni_is_digit(had) && uni_is_digit(then))) {
        typo_change(t, i, i + n, n == 3 ? "—" : h->dash, "dash");
        bind_dash(t, i);
    } else if (n == 2 && h->flags & HABIT_TIGHT && uni_is_letter(before) &&
               is_lower_letter(after)) {
        typo_change(t, i, i + n, "—", "dash");
    } else if (n == 1 && t->level == TYPOGRAPHY_FULL && is_range(t, i)) {
        typo_change(t, i, i + n, "–", "range");
    } else if (n == 1 && t->level == TYPOGRAPHY_FULL && before == ' ' &&
               uni_is_digit(after)) {
        typo_change(t, i, i + n, "\u2212", "minus");
    }
    return n;
}

/* ---- dots ---- */

/* Stops from i on; gives how many. */
static size_t dots(Typographer *t, size_t i)
{
    size_t n = 1;
    while (typo_at(t, i + n) == '.')
        n++;
    const uint32_t before = typo_before(t, i), after = typo_at(t, i + n);
    const bool figures = uni_is_digit(before) && uni_is_digit(after);
    if (n == 3 && !figures && !uni_is_wide(before) && before != '(' && before != ',' &&
        after != '/')
        typo_change(t, i, i + n, "…", "ellipsis");
    else if (n == 1 && t->level == TYPOGRAPHY_FULL &&
             str_starts(str_sub(t->text, i, t->text.n), S(". . .")) &&
             typo_at(t, i + 5) != '.') {
        typo_change(t, i, i + 5, "…", "ellipsis");
        return 5;
    }
    return n;
}

/* ---- what figures mean ---- */

static void fraction(Typographer *t, size_t i)
{
    static const struct {
        const char *was, *now;
    } table[] = {{"1/2", "½"}, {"1/4", "¼"}, {"3/4", "¾"}, {"1/3", "⅓"}, {"2/3", "⅔"}};
    const uint32_t before = typo_before(t, i - 1), after = typo_at(t, i + 2);
    const bool alone =
        typo_is_blank(before) && (typo_is_blank(after) || after == ',' || after == '.');
    for (size_t k = 0; alone && k < sizeof table / sizeof *table; k++)
        if (str_eq(str_sub(t->text, i - 1, i + 2), str_of(table[k].was)))
            typo_change(t, i - 1, i + 2, table[k].now, "fraction");
}

static void times(Typographer *t, size_t i)
{
    if (str_eq(str_sub(t->text, i - 1, i + 2), S(" x ")) &&
        uni_is_digit(typo_before(t, i - 1)) && uni_is_digit(typo_at(t, i + 2)))
        typo_change(t, i, i + 1, "×", "times");
}

/* French marks that stand at their word. */
static void missing_space(Typographer *t, const Habit *h, size_t i)
{
    const uint32_t before = typo_before(t, i);
    const char mark = t->text.p[i];
    if (h->flags & HABIT_SPACED && typo_in_word(before) &&
        typo_is_blank(typo_at(t, i + 1)))
        typo_change(t, i, i + 1,
                    mark == ';'   ? NARROW ";"
                    : mark == '!' ? NARROW "!"
                                  : NARROW "?",
                    "no-break space");
}

/* ---- a leaf ---- */

void typo_marks(Typographer *t, const Leaf *leaf)
{
    const Habit *h = leaf->habit;
    const bool full = t->level == TYPOGRAPHY_FULL;
    for (size_t i = leaf->from, n; i < leaf->to; i += n) {
        const char c = t->text.p[i];
        n = 1;
        if (c == ' ')
            blank(t, h, i);
        else if (c == '-')
            n = hyphens(t, h, i);
        else if (c == '.')
            n = dots(t, i);
        else if (c == '\xE2' && str_starts(str_sub(t->text, i, i + 3), S("\xE2\x80")) &&
                 (t->text.p[i + 2] == '\x93' || t->text.p[i + 2] == '\x94') &&
                 typo_at(t, i + 3) == ' ' && i > 1 &&
                 !typo_is_blank(typo_before(t, i - 1)))
            bind_dash(t, i);
        else if (full && c == '/' && i > leaf->from)
            fraction(t, i);
        else if (full && c == 'x' && i > leaf->from)
            times(t, i);
        else if (full && c != '\0' && strchr(";!?", c))
            missing_space(t, h, i);
    }
}
