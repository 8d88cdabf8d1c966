/* The values of longhands, read by the kinds that properties.def gives them. */
#include <string.h>

#include "css.h"

/* ---- the pieces of values ---- */

Len css_scale(int32_t n, Len len)
{
    const int64_t product = (int64_t)n * len;
    const int64_t v = (product + (product < 0 ? -ONE / 2 : ONE / 2)) / ONE;
    return (Len)(v > LEN_MOST ? LEN_MOST : v < -LEN_MOST ? -LEN_MOST : v);
}

bool css_take_word(Tokens *in, const Word *words, int32_t *n)
{
    for (; in->n > 0 && words && words->name; words++)
        if (take_word(in, words->name)) {
            *n = words->n;
            return true;
        }
    return false;
}

/* Absolute units have a length in 1/1024 pt, as a fraction. */
static const struct {
    const char *name;
    Unit unit;
    int32_t num, den;
} units[] = {
    {"em", U_EM, 0, 1},
    {"pt", U_LEN, PT, 1},
    {"mm", U_LEN, PT * 720, 254},
    {"rem", U_REM, 0, 1},
    {"cm", U_LEN, PT * 7200, 254},
    {"in", U_LEN, PT * 72, 1},
    {"px", U_LEN, PT * 3 / 4, 1},
    {"pc", U_LEN, PT * 12, 1},
    {"lh", U_LH, 0, 1},
    {"rlh", U_RLH, 0, 1},
};

static Len absolute(int32_t n, int64_t num, int64_t den)
{
    const int64_t product = n * num, half = den * ONE / 2;
    const int64_t v = (product + (product < 0 ? -half : half)) / (den * ONE);
    return (Len)(v > LEN_MOST ? LEN_MOST : v < -LEN_MOST ? -LEN_MOST : v);
}

static bool dimension(const Token *t, Value *out)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!str_eq_nocase(t->text, str_of(units[i].name)))
            continue;
        out->unit = units[i].unit;
        out->n = out->unit == U_LEN ? absolute(t->n, units[i].num, units[i].den) : t->n;
        return true;
    }
    return false;
}

bool css_absolute(const Token *t, Len *out)
{
    Value v = {.unit = U_LEN};
    if (t->kind == T_NUMBER ? t->n != 0 : t->kind != T_DIMENSION || !dimension(t, &v))
        return false;
    *out = v.unit == U_LEN ? v.n : css_scale(v.n, css_initial.font_size);
    return v.unit == U_LEN || v.unit == U_EM || v.unit == U_REM;
}

bool style_length(Str s, Len *out)
{
    Lexer x = {.a = arena_new(), .css = s};
    const Token t = css_token(&x);
    Value v = {.unit = U_LEN};
    const bool good = t.kind == T_DIMENSION && t.to == s.n && t.n >= 0 &&
                      dimension(&t, &v) && v.unit == U_LEN;
    *out = good ? v.n : 0;
    css_lexer_free(&x);
    arena_free(x.a);
    return good;
}

enum { PERCENT = 1, NUMBER = 2, NEGATIVE = 4, AUTO = 8, NORMAL = 16 };

/* A length, and what else is allowed. */
static bool length(Tokens *in, unsigned allowed, Value *out)
{
    Value v = {.unit = U_LEN};
    if (in->n == 0)
        return false;
    const Token *t = in->v;
    const bool is_auto = (allowed & AUTO) && token_is_word(t, "auto");
    if (is_auto)
        v.unit = U_AUTO;
    else if (t->n < 0 && !(allowed & NEGATIVE))
        return false;
    else if (t->kind == T_PERCENT && (allowed & PERCENT))
        v = (Value){.unit = U_PERCENT, .n = t->n / 100};
    else if (t->kind == T_NUMBER && (allowed & NUMBER))
        v = (Value){.unit = U_NUMBER, .n = t->n};
    else if (!(t->kind == T_DIMENSION && dimension(t, &v)) &&
             !(t->kind == T_NUMBER && t->n == 0) &&
             !((allowed & NORMAL) && token_is_word(t, "normal")))
        return false;
    *out = v;
    take(in);
    return true;
}

/* "0.5pt solid", in any order; a colour may stand there, and books are black. */
static bool edge(Tokens *in, Value *out)
{
    enum { NO_LINE, SOLID, COLOUR };
    static const Word words[] = {{"solid", SOLID},         {"none", NO_LINE},
                                 {"hidden", NO_LINE},      {"black", COLOUR},
                                 {"currentcolor", COLOUR}, {NULL, 0}};
    static const Word widths[] = {{"thin", PT * 3 / 4}, /* 1, 3 and 5 px */
                                  {"medium", PT * 9 / 4},
                                  {"thick", PT * 15 / 4},
                                  {NULL, 0}};
    Value width = {.unit = U_LEN, .n = widths[1].n};
    bool solid = false;
    do {
        int32_t n = NO_LINE;
        if (css_take_word(in, words, &n))
            solid = solid || n == SOLID;
        else if (!length(in, 0, &width) && !css_take_word(in, widths, &width.n))
            return false;
    } while (in->n > 0);
    *out = solid ? width : (Value){.unit = U_LEN};
    return true;
}

static bool font_size(Tokens *in, const Word *words, Value *out)
{
    *out = (Value){.unit = U_EM};
    if (take_word(in, "smaller"))
        out->n = ONE * 5 / 6;
    else if (take_word(in, "larger"))
        out->n = ONE * 6 / 5;
    else if (css_take_word(in, words, &out->n))
        out->unit = U_REM;
    else
        return length(in, PERCENT, out);
    return true;
}

static bool leading(Tokens *in, Value *out)
{
    if (take_word(in, "normal")) {
        *out = (Value){.unit = U_NUMBER, .n = css_initial.line_factor};
        return true;
    }
    return length(in, PERCENT | NUMBER, out);
}

/* A whole number in [1, most]. */
static bool count(Tokens *in, int32_t most, Value *out)
{
    if (in->n == 0 || in->v->kind != T_NUMBER || !in->v->integer || in->v->n < ONE ||
        in->v->n / ONE > most)
        return false;
    *out = (Value){.unit = U_INT, .n = take(in)->n / ONE};
    return true;
}

static bool weight(Tokens *in, Value *out)
{
    int32_t n;
    if (!css_take_word(in, css_words_weight, &n))
        return count(in, 1000, out);
    *out = (Value){.unit = U_INT, .n = n};
    return true;
}

/* One family: a string or names, which are written with quotes if there is need. */
static bool family(Tokens *in, Buf *out)
{
    Buf name = {0};
    bool quoted = false;
    if (in->n > 0 && in->v->kind == T_STRING) {
        buf_put(&name, take(in)->text);
        quoted = true;
    } else {
        while (in->n > 0 && in->v->kind == T_IDENT) {
            if (name.n > 0)
                buf_byte(&name, ' ');
            buf_put(&name, take(in)->text);
        }
    }
    bool good = name.n > 0;
    for (size_t i = 0; i < name.n; i++) {
        const char c = name.p[i];
        good = good && c != '"' && c != '\\' && c != ',' && (c < 0 || c >= ' ');
        quoted = quoted || !css_is_name_char(c);
    }
    if (quoted)
        buf_byte(out, '"');
    buf_put(out, buf_str(&name));
    if (quoted)
        buf_byte(out, '"');
    buf_free(&name);
    return good;
}

static bool families(Arena *a, Tokens *in, Value *out)
{
    Buf list = {0};
    bool good;
    do {
        if (list.n > 0)
            buf_put(&list, S(", "));
        good = family(in, &list);
    } while (good && take_delim(in, ','));
    if (good)
        *out = (Value){.unit = U_TEXT, .text = arena_str(a, buf_str(&list))};
    buf_free(&list);
    return good;
}

static bool page_name(Tokens *in, Value *out)
{
    if (in->n == 0 || in->v->kind != T_IDENT)
        return false;
    *out = (Value){.unit = U_TEXT};
    if (!take_word(in, "auto"))
        out->text = take(in)->text;
    return true;
}

/* Words, lengths and numbers, as they are: for e-readers to judge. */
static bool verbatim(Arena *a, Tokens *in, Value *out)
{
    Buf text = {0};
    bool good = in->n > 0;
    for (; in->n > 0 && good; take(in)) {
        const Token *t = in->v;
        if (text.n > 0)
            buf_byte(&text, ' ');
        good = t->kind == T_IDENT || t->kind == T_NUMBER || t->kind == T_PERCENT ||
               t->kind == T_DIMENSION;
        if (t->kind != T_IDENT)
            buf_decimal(&text, t->n, 5);
        if (t->kind == T_PERCENT)
            buf_byte(&text, '%');
        for (size_t i = 0; i < t->text.n; i++)
            good = good && css_is_name_char(t->text.p[i]);
        buf_put(&text, t->text);
    }
    if (good)
        *out = (Value){.unit = U_TEXT, .text = arena_str(a, buf_str(&text))};
    buf_free(&text);
    return good;
}

/* "counter(page)", "string(book-title)": the function's token was taken. */
static bool content_function(Tokens *in, Str name, Content *out)
{
    if (in->n < 2 || in->v->kind != T_IDENT)
        return false;
    const Str what = take(in)->text;
    if (!take_delim(in, ')'))
        return false;
    if (str_eq_nocase(name, S("counter")) && str_eq(what, S("page"))) {
        *out = (Content){.kind = CONTENT_PAGE};
        return true;
    }
    *out = (Content){.kind = CONTENT_STRING, .text = what};
    return str_eq_nocase(name, S("string")) &&
           (str_eq(what, S("book-title")) || str_eq(what, S("chapter-title")));
}

static bool content(Arena *a, Tokens *in, Value *out)
{
    *out = (Value){.unit = U_CONTENT};
    if (take_word(in, "none") || take_word(in, "normal"))
        return true;
    Content *v = arena_array(a, in->n + 1, sizeof *v);
    size_t n = 0;
    for (; in->n > 0; n++) {
        const Token *t = take(in);
        if (t->kind == T_STRING)
            v[n] = (Content){.kind = CONTENT_TEXT, .text = t->text};
        else if (t->kind != T_FUNCTION || !content_function(in, t->text, &v[n]))
            return false;
    }
    out->content.v = v;
    out->content.n = n;
    return n > 0;
}

/* ---- longhands ---- */

bool css_longhand(Arena *a, Prop prop, Tokens *in, Value *out)
{
    const Property *p = &css_properties[prop];
    switch (p->kind) {
    case K_WORD:
        *out = (Value){.unit = U_INT};
        return css_take_word(in, p->words, &out->n);
    case K_LENGTH:
        return length(in, PERCENT | NEGATIVE, out);
    case K_EXTENT:
        return length(in, PERCENT, out);
    case K_MARGIN:
        return length(in, PERCENT | NEGATIVE | AUTO, out);
    case K_TRACKING:
        return length(in, NEGATIVE | NORMAL, out);
    case K_EDGE:
        return edge(in, out);
    case K_SIZE:
        return font_size(in, p->words, out);
    case K_LEADING:
        return leading(in, out);
    case K_WEIGHT:
        return weight(in, out);
    case K_FAMILY:
        return families(a, in, out);
    case K_COUNT:
        return count(in, 99, out);
    case K_NAME:
        return page_name(in, out);
    case K_CONTENT:
        return content(a, in, out);
    case K_VERBATIM:
        return verbatim(a, in, out);
    case K_PAPER: /* only set by `size` */
    case K_SIDES4:
    case K_EDGES:
    case K_FONT:
    case K_VARIANT:
    case K_NUMERIC:
    case K_ALIAS:
    case K_PAGE_SIZE:
        return false;
    }
    return false;
}

/* ---- files ---- */

Str css_url(const Tokens *in)
{
    if (in->v->kind == T_URL)
        return in->v->text;
    const bool quoted = in->v->kind == T_FUNCTION &&
                        str_eq_nocase(in->v->text, S("url")) && in->n > 1 &&
                        in->v[1].kind == T_STRING;
    return quoted ? in->v[1].text : (Str){0};
}

Str css_path(Arena *a, Str folder, Str url)
{
    if (str_starts(url, S("file://")))
        url = str_sub(url, 7, url.n);
    else if (str_has(str_sub(url, 0, 8), S(":")))
        return (Str){0};
    return str_starts(url, S("/")) || str_eq(folder, S("."))
               ? arena_str(a, url)
               : arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(url));
}
