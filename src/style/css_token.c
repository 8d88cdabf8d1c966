/* Cuts a stylesheet into tokens (CSS Syntax 3, section 4).  Comments vanish.  The
 * stylesheet is valid UTF-8 without NULs: style.c sees to that. */
#include <string.h>

#include "base/utf8.h"
#include "css.h"

static char peek(const Lexer *x, size_t ahead)
{
    return x->i + ahead < x->css.n ? x->css.p[x->i + ahead] : '\0';
}

static bool is_newline(char c)
{
    return c == '\n' || c == '\r' || c == '\f';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || is_newline(c);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex(char c)
{
    return is_digit(c)            ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool starts_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

bool css_is_name_char(char c)
{
    return starts_name(c) || is_digit(c) || c == '-';
}

static bool is_escape(const Lexer *x, size_t ahead)
{
    return peek(x, ahead) == '\\' && x->i + ahead + 1 < x->css.n &&
           !is_newline(peek(x, ahead + 1));
}

static bool starts_ident(const Lexer *x, size_t ahead)
{
    if (peek(x, ahead) == '-')
        return starts_name(peek(x, ahead + 1)) || peek(x, ahead + 1) == '-' ||
               is_escape(x, ahead + 1);
    return starts_name(peek(x, ahead)) || is_escape(x, ahead);
}

static bool starts_number(const Lexer *x)
{
    const size_t sign = peek(x, 0) == '+' || peek(x, 0) == '-';
    return is_digit(peek(x, sign)) ||
           (peek(x, sign) == '.' && is_digit(peek(x, sign + 1)));
}

/* Decodes the escape at the backslash into the scratch buffer. */
static void escape(Lexer *x)
{
    uint32_t cp = 0;
    int digits = 0;
    for (x->i++; digits < 6 && hex(peek(x, 0)) >= 0; x->i++, digits++)
        cp = cp * 16 + (uint32_t)hex(peek(x, 0));
    if (digits == 0) {
        cp = utf8_next(x->css, &x->i);
    } else if (is_space(peek(x, 0))) {
        x->i += peek(x, 0) == '\r' && peek(x, 1) == '\n' ? 2 : 1;
    }
    buf_utf8(&x->scratch, cp ? cp : UTF8_REPLACEMENT);
}

/* What was read from `from` on: a slice of the stylesheet while nothing had to be
 * decoded, else the scratch buffer with the rest. */
static Str text_since(Lexer *x, size_t from, bool decoded)
{
    const Str tail = str_sub(x->css, from, x->i);
    if (!decoded)
        return tail;
    buf_put(&x->scratch, tail);
    return arena_str(x->a, buf_str(&x->scratch));
}

static Str name(Lexer *x)
{
    size_t from = x->i;
    bool decoded = false;
    buf_clear(&x->scratch);
    for (;;) {
        if (x->i < x->css.n && css_is_name_char(peek(x, 0))) {
            x->i++;
        } else if (is_escape(x, 0)) {
            buf_put(&x->scratch, str_sub(x->css, from, x->i));
            escape(x);
            from = x->i;
            decoded = true;
        } else {
            return text_since(x, from, decoded);
        }
    }
}

static void string(Lexer *x, Token *t)
{
    const char quote = peek(x, 0);
    size_t from = ++x->i;
    bool decoded = false;
    buf_clear(&x->scratch);
    t->kind = T_STRING;
    while (x->i < x->css.n && peek(x, 0) != quote) {
        if (is_newline(peek(x, 0))) {
            t->kind = T_BAD_STRING;
            return;
        }
        if (peek(x, 0) != '\\') {
            x->i++;
            continue;
        }
        buf_put(&x->scratch, str_sub(x->css, from, x->i));
        decoded = true;
        if (is_escape(x, 0)) {
            escape(x);
        } else { /* a line continued, or the end */
            x->i += peek(x, 1) == '\r' && peek(x, 2) == '\n' ? 3 : 2;
            if (x->i > x->css.n)
                x->i = x->css.n;
        }
        from = x->i;
    }
    t->text = text_since(x, from, decoded);
    if (x->i < x->css.n)
        x->i++;
}

static void skip_spaces(Lexer *x)
{
    while (is_space(peek(x, 0)))
        x->i++;
}

static void bad_url(Lexer *x, Token *t)
{
    t->kind = T_BAD_URL;
    while (x->i < x->css.n) {
        const char c = peek(x, 0);
        x->i += is_escape(x, 0) ? 2 : 1;
        if (c == ')')
            break;
    }
}

/* After "url(", unless a quoted string follows: then it is a function like others. */
static void url(Lexer *x, Token *t)
{
    skip_spaces(x);
    size_t from = x->i;
    bool decoded = false;
    buf_clear(&x->scratch);
    t->kind = T_URL;
    while (x->i < x->css.n) {
        const char c = peek(x, 0);
        if (c == ')' || is_space(c))
            break;
        if (is_escape(x, 0)) {
            buf_put(&x->scratch, str_sub(x->css, from, x->i));
            escape(x);
            from = x->i;
            decoded = true;
        } else if (c == '"' || c == '\'' || c == '(' || c == '\\' || (c > 0 && c < ' ') ||
                   c == 0x7F) {
            bad_url(x, t);
            return;
        } else {
            x->i++;
        }
    }
    t->text = text_since(x, from, decoded);
    skip_spaces(x);
    if (x->i < x->css.n && peek(x, 0) != ')')
        bad_url(x, t);
    else if (x->i < x->css.n)
        x->i++;
}

static void ident(Lexer *x, Token *t)
{
    t->text = name(x);
    if (peek(x, 0) != '(') {
        t->kind = T_IDENT;
        return;
    }
    x->i++;
    t->kind = T_FUNCTION;
    if (!str_eq_nocase(t->text, S("url")))
        return;
    size_t ahead = 0;
    while (is_space(peek(x, ahead)))
        ahead++;
    if (peek(x, ahead) != '"' && peek(x, ahead) != '\'')
        url(x, t);
}

/* v × 10^shift in 1/100,000, rounded, kept within NUMBER_MOST. */
static int32_t scaled(int64_t v, int64_t shift)
{
    for (shift += 5; shift > 0 && v > 0 && v < NUMBER_MOST; shift--)
        v *= 10;
    for (; shift < -1 && v > 0; shift++)
        v /= 10;
    if (shift < 0)
        v = (v + 5) / 10;
    return (int32_t)(v < NUMBER_MOST ? v : NUMBER_MOST);
}

static int64_t exponent(Lexer *x)
{
    const bool sign = peek(x, 1) == '+' || peek(x, 1) == '-';
    if ((peek(x, 0) != 'e' && peek(x, 0) != 'E') || !is_digit(peek(x, 1 + sign)))
        return 0;
    const bool negative = peek(x, 1) == '-';
    int64_t v = 0;
    for (x->i += 1u + sign; is_digit(peek(x, 0)); x->i++)
        v = v < 1000 ? v * 10 + (peek(x, 0) - '0') : v;
    return negative ? -v : v;
}

static void number(Lexer *x, Token *t)
{
    enum { DIGITS_MOST = 100000000 }; /* more digits change nothing that we keep */
    const bool negative = peek(x, 0) == '-';
    int64_t v = 0, shift = 0;
    t->integer = true;
    x->i += peek(x, 0) == '-' || peek(x, 0) == '+';
    for (; is_digit(peek(x, 0)); x->i++) {
        if (v < DIGITS_MOST)
            v = v * 10 + (peek(x, 0) - '0');
        else
            shift++;
    }
    if (peek(x, 0) == '.' && is_digit(peek(x, 1))) {
        t->integer = false;
        for (x->i++; is_digit(peek(x, 0)); x->i++)
            if (v < DIGITS_MOST) {
                v = v * 10 + (peek(x, 0) - '0');
                shift--;
            }
    }
    const size_t before = x->i;
    shift += exponent(x);
    if (x->i > before)
        t->integer = false;
    t->n = scaled(v, shift);
    if (negative)
        t->n = -t->n;
}

static void numeric(Lexer *x, Token *t)
{
    number(x, t);
    if (peek(x, 0) == '%') {
        x->i++;
        t->kind = T_PERCENT;
    } else if (starts_ident(x, 0)) {
        t->kind = T_DIMENSION;
        t->text = name(x);
    } else {
        t->kind = T_NUMBER;
    }
}

static void skip_comments(Lexer *x)
{
    while (peek(x, 0) == '/' && peek(x, 1) == '*') {
        const Str rest = str_sub(x->css, x->i + 2, x->css.n);
        const size_t end = str_find(rest, S("*/"));
        x->unclosed_comment = x->unclosed_comment || end == rest.n;
        x->i += 2 + end + (end < rest.n ? 2 : 0);
    }
}

static void other(Lexer *x, Token *t)
{
    const char c = peek(x, 0);
    const Str rest = str_sub(x->css, x->i, x->css.n);
    if (c == '#' && (css_is_name_char(peek(x, 1)) || is_escape(x, 1))) {
        x->i++;
        t->kind = T_HASH;
        t->text = name(x);
    } else if (c == '@' && starts_ident(x, 1)) {
        x->i++;
        t->kind = T_AT;
        t->text = name(x);
    } else if (str_starts(rest, S("<!--"))) {
        x->i += 4;
        t->kind = T_CDO;
    } else if (str_starts(rest, S("-->"))) {
        x->i += 3;
        t->kind = T_CDC;
    } else {
        x->i++;
        t->kind = T_DELIM;
        t->c = c;
    }
}

Token css_token(Lexer *x)
{
    skip_comments(x);
    Token t = {.from = x->i};
    const char c = peek(x, 0);
    if (x->i >= x->css.n) {
        t.kind = T_EOF;
    } else if (is_space(c)) {
        t.kind = T_SPACE;
        skip_spaces(x);
    } else if (c == '"' || c == '\'') {
        string(x, &t);
    } else if (starts_number(x)) {
        numeric(x, &t);
    } else if (str_starts(str_sub(x->css, x->i, x->css.n), S("-->"))) {
        other(x, &t);
    } else if (starts_ident(x, 0)) {
        ident(x, &t);
    } else {
        other(x, &t);
    }
    t.to = x->i;
    return t;
}

void css_lexer_free(Lexer *x)
{
    buf_free(&x->scratch);
}

bool token_is_delim(const Token *t, char c)
{
    return t->kind == T_DELIM && t->c == c;
}

bool token_is_word(const Token *t, const char *word)
{
    return t->kind == T_IDENT && str_eq_nocase(t->text, str_of(word));
}

void take_space(Tokens *in)
{
    while (in->n > 0 && in->v->kind == T_SPACE)
        in->v++, in->n--;
}

const Token *take(Tokens *in)
{
    const Token *t = in->v;
    in->v++, in->n--;
    take_space(in);
    return t;
}

bool take_delim(Tokens *in, char c)
{
    return in->n > 0 && token_is_delim(in->v, c) && take(in);
}

bool take_word(Tokens *in, const char *word)
{
    return in->n > 0 && token_is_word(in->v, word) && take(in);
}
