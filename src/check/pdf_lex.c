/* The syntax of PDF (ISO 32000-1, 7.2 and 7.3), the same for objects and for contents.
 *
 * Both are operands followed by a word: "12 0 obj", "<< ... >> stream", "/F1 9 Tf".  So
 * one routine reads both: values are pushed on a stack; where a bracket closes, what was
 * pushed since it opened is moved into the arena and becomes one value; "R" makes one
 * value of two; a word ends the operation.  Nothing recurses, brackets open at most
 * DEPTH_MOST deep, and the cost is linear in the bytes.
 *
 * Bytes are taken as the standard has them: what readers mend is an error here. */
#include "pdf_lex.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum {
    DEPTH_MOST = 64,         /* of brackets: books have 4 */
    OPERANDS_MOST = 1 << 20, /* of one operation, or in one object */
    VALUES_MOST = 1 << 24,   /* of a file: 400 MB of memory */
};

bool pdf_is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_delimiter(char c)
{
    return c && strchr("()<>[]{}/%", c) != NULL;
}

static bool is_regular(char c)
{
    return !pdf_is_white(c) && !is_delimiter(c);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static bool wrong(PdfParser *p, const char *why)
{
    p->error = why;
    return false;
}

static void skip_white(PdfParser *p)
{
    while (p->at < p->bytes.n) {
        if (p->bytes.p[p->at] == '%')
            while (p->at < p->bytes.n && p->bytes.p[p->at] != '\n' &&
                   p->bytes.p[p->at] != '\r')
                p->at++;
        else if (pdf_is_white(p->bytes.p[p->at]))
            p->at++;
        else
            return;
    }
}

static Str regular_run(PdfParser *p)
{
    const size_t from = p->at;
    while (p->at < p->bytes.n && is_regular(p->bytes.p[p->at]))
        p->at++;
    return str_sub(p->bytes, from, p->at);
}

/* ---- values ---- */

static bool push(PdfParser *p, PdfValue v)
{
    if (p->n >= OPERANDS_MOST || (p->index && ++p->index->nvalues > VALUES_MOST))
        return wrong(p, "there are more values than in any book");
    v.owner = p->owner;
    ARRAY_ROOM(p->v, p->n, p->cap);
    p->v[p->n++] = v;
    return true;
}

static bool push_text(PdfParser *p, PdfKind kind, Str text)
{
    return push(p, (PdfValue){.kind = kind, .text = text});
}

/* [+-]digits[.digits]; false: it is none. */
static bool read_number(Str s, PdfValue *out)
{
    const bool minus = str_starts(s, S("-"));
    size_t i = minus || str_starts(s, S("+")) ? 1 : 0, digits = 0;
    int64_t whole = 0, part = 0, unit = PDF_UNIT;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, digits++)
        whole = whole < INT64_MAX / 100 ? whole * 10 + (s.p[i] - '0') : whole;
    const bool real = i < s.n && s.p[i] == '.';
    for (i += real; real && i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, digits++) {
        unit /= 10;
        part += (s.p[i] - '0') * unit;
    }
    if (i < s.n || digits == 0)
        return false;
    if (real)
        whole =
            (whole < INT64_MAX / PDF_UNIT ? whole : INT64_MAX / PDF_UNIT - 1) * PDF_UNIT +
            part;
    *out =
        (PdfValue){.kind = real ? PDF_REAL : PDF_INT, .number = minus ? -whole : whole};
    return true;
}

static bool read_name(PdfParser *p)
{
    p->at++;
    const Str raw = regular_run(p);
    if (!str_has(raw, S("#")))
        return push_text(p, PDF_NAME, raw);
    char *out = arena_alloc(p->arena, raw.n);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        out[n++] = raw.p[i];
        if (raw.p[i] != '#')
            continue;
        const int high = i + 2 < raw.n ? hex_digit(raw.p[i + 1]) : -1,
                  low = i + 2 < raw.n ? hex_digit(raw.p[i + 2]) : -1;
        if (high < 0 || low < 0)
            return wrong(p, "a name has '#' without two hexadecimal digits");
        out[n - 1] = (char)(high << 4 | low);
        i += 2;
    }
    return push_text(p, PDF_NAME, (Str){out, n});
}

static bool read_hex(PdfParser *p)
{
    const size_t from = ++p->at;
    while (p->at < p->bytes.n && p->bytes.p[p->at] != '>')
        p->at++;
    if (p->at == p->bytes.n)
        return wrong(p, "a string does not end");
    char *out = arena_alloc(p->arena, (p->at - from) / 2 + 1);
    size_t digits = 0;
    for (size_t i = from; i < p->at; i++) {
        const int d = hex_digit(p->bytes.p[i]);
        if (d < 0 && !pdf_is_white(p->bytes.p[i]))
            return wrong(p, "a string has a digit that is not hexadecimal");
        if (d >= 0) {
            out[digits / 2] = (char)(digits % 2 ? out[digits / 2] | d : d << 4);
            digits++;
        }
    }
    p->at++;
    return digits % 2 ? wrong(p, "a string has half a byte")
                      : push_text(p, PDF_STRING, (Str){out, digits / 2});
}

/* What stands behind a backslash, *i at it; -1: nothing. */
static int unescape(Str s, size_t *i)
{
    static const char names[] = "nrtbf", codes[] = "\n\r\t\b\f";
    const char c = s.p[*i];
    const char *name = c ? strchr(names, c) : NULL;
    if (c == '\r' && *i + 1 < s.n && s.p[*i + 1] == '\n')
        ++*i;
    if (c == '\r' || c == '\n')
        return -1;
    if (name)
        return codes[name - names];
    if (c < '0' || c > '7')
        return (unsigned char)c;
    int code = 0;
    for (int k = 0; k < 3 && *i < s.n && s.p[*i] >= '0' && s.p[*i] <= '7'; k++, ++*i)
        code = code * 8 + s.p[*i] - '0';
    --*i;
    return code & 0xFF;
}

static Str literal(Arena *a, Str raw)
{
    char *out = arena_alloc(a, raw.n);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        int c = (unsigned char)raw.p[i];
        if (c == '\\' && i + 1 < raw.n) {
            i++;
            c = unescape(raw, &i);
        } else if (c == '\r') { /* every end of a line is LF */
            c = '\n';
            i += i + 1 < raw.n && raw.p[i + 1] == '\n';
        }
        if (c >= 0)
            out[n++] = (char)c;
    }
    return (Str){out, n};
}

static bool read_literal(PdfParser *p)
{
    const size_t from = ++p->at;
    size_t open = 1;
    bool plain = true;
    for (; p->at < p->bytes.n; p->at++) {
        const char c = p->bytes.p[p->at];
        plain = plain && c != '\\' && c != '\r';
        if (c == '\\')
            p->at++;
        else if (c == '(')
            open++;
        else if (c == ')' && --open == 0)
            break;
    }
    if (p->at >= p->bytes.n)
        return wrong(p, "a string does not end");
    const Str raw = str_sub(p->bytes, from, p->at++);
    return push_text(p, PDF_STRING, plain ? raw : literal(p->arena, raw));
}

/* ---- containers ---- */

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const PdfValue *)a)->text, ((const PdfValue *)b)->text);
}

/* Puts the keys in order, so that one is found by halving, however many there are. */
static bool sort_keys(PdfParser *p, PdfValue *v, size_t n)
{
    if (n % 2)
        return wrong(p, "a dictionary has a key without a value");
    for (size_t i = 0; i < n; i += 2)
        if (v[i].kind != PDF_NAME)
            return wrong(p, "a dictionary has a key that is no name");
    qsort(v, n / 2, 2 * sizeof *v, by_key);
    for (size_t i = 2; i < n; i += 2)
        if (str_eq(v[i].text, v[i - 2].text))
            return wrong(p, "a dictionary has a key twice");
    return true;
}

typedef struct Open {
    size_t from; /* its first operand */
    bool dict;
} Open;

static bool close_container(PdfParser *p, Open o)
{
    const size_t n = p->n - o.from;
    PdfValue *v = arena_array(p->arena, n + 1, sizeof *v); /* its own place is the last */
    for (size_t i = 0; i < n; i++)
        v[i] = p->v[o.from + i];
    if (o.dict && !sort_keys(p, v, n))
        return false;
    v[n] = (PdfValue){
        .kind = o.dict ? PDF_DICT : PDF_ARRAY, .owner = p->owner, .v = v, .n = n};
    p->n = o.from;
    if (p->index && o.dict) {
        PdfIndex *x = p->index;
        ARRAY_ROOM(x->dicts, x->ndicts, x->dicts_cap);
        x->dicts[x->ndicts++] = &v[n];
    }
    return push(p, v[n]);
}

static bool close_ref(PdfParser *p, size_t from)
{
    if (p->n < from + 2 || p->v[p->n - 1].kind != PDF_INT ||
        p->v[p->n - 2].kind != PDF_INT)
        return wrong(p, "an R stands without two numbers");
    const int64_t number = p->v[p->n - 2].number;
    if (number < 0 || number > UINT32_MAX)
        return wrong(p, "a reference is to no number of an object");
    p->n -= 2;
    const PdfValue ref = {.kind = PDF_REF, .owner = p->owner, .number = number};
    if (p->index) {
        PdfIndex *x = p->index;
        ARRAY_ROOM(x->refs, x->nrefs, x->refs_cap);
        x->refs[x->nrefs++] = ref;
    }
    return push(p, ref);
}

/* A number, a constant, "R", or the word that ends the operation. */
static bool read_word(PdfParser *p, size_t from)
{
    static const struct {
        const char *word;
        PdfValue value;
    } constants[] = {{"true", {.kind = PDF_BOOL, .number = 1}},
                     {"false", {.kind = PDF_BOOL}},
                     {"null", {.kind = PDF_NULL}}};
    const Str run = regular_run(p);
    PdfValue v;
    if (run.n == 0)
        return wrong(p, "a bracket closes what is not open");
    if (str_eq(run, S("R")))
        return close_ref(p, from);
    if (read_number(run, &v))
        return push(p, v);
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (str_eq(run, str_of(constants[i].word)))
            return push(p, constants[i].value);
    p->word = run;
    return true;
}

bool pdf_operation(PdfParser *p)
{
    Open open[DEPTH_MOST];
    size_t depth = 0;
    p->n = 0;
    p->word = (Str){0};
    while (p->word.n == 0) {
        skip_white(p);
        const Str rest = str_sub(p->bytes, p->at, p->bytes.n);
        const bool dict = str_starts(rest, S("<<"));
        bool ok = true;
        if (rest.n == 0)
            return depth == 0 || wrong(p, "a bracket is not closed");
        if (dict || rest.p[0] == '[') {
            if (depth == DEPTH_MOST)
                return wrong(p, "brackets are too deep");
            open[depth++] = (Open){p->n, dict};
            p->at += dict ? 2 : 1;
        } else if (rest.p[0] == ']' || str_starts(rest, S(">>"))) {
            if (depth == 0 || open[depth - 1].dict != (rest.p[0] == '>'))
                return wrong(p, "a bracket closes what is not open");
            p->at += rest.p[0] == '>' ? 2 : 1;
            ok = close_container(p, open[--depth]);
        } else if (rest.p[0] == '/') {
            ok = read_name(p);
        } else if (rest.p[0] == '(') {
            ok = read_literal(p);
        } else if (rest.p[0] == '<') {
            ok = read_hex(p);
        } else {
            ok = read_word(p, depth ? open[depth - 1].from : 0);
        }
        if (!ok)
            return false;
    }
    return depth == 0 || wrong(p, "a word stands inside of brackets");
}

void pdf_parser_free(PdfParser *p)
{
    free(p->v);
    p->v = NULL;
    p->n = p->cap = 0;
}

/* ---- what values say ---- */

const PdfValue *pdf_entry(const PdfValue *d, const char *key)
{
    const Str name = str_of(key);
    size_t low = 0, high = d && d->kind == PDF_DICT ? d->n / 2 : 0;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        const int order = str_cmp(d->v[2 * mid].text, name);
        if (order == 0)
            return &d->v[2 * mid + 1];
        low = order < 0 ? mid + 1 : low;
        high = order < 0 ? high : mid;
    }
    return NULL;
}

bool pdf_is_name(const PdfValue *v, const char *name)
{
    return v->kind == PDF_NAME && str_eq(v->text, str_of(name));
}

bool pdf_is_number(const PdfValue *v)
{
    return v->kind == PDF_INT || v->kind == PDF_REAL;
}

int64_t pdf_int(const PdfValue *v, int64_t otherwise)
{
    return v->kind == PDF_INT ? v->number : otherwise;
}

int64_t pdf_micro(const PdfValue *v)
{
    const int64_t most = INT64_MAX / PDF_UNIT / 4;
    if (v->kind == PDF_INT)
        return (v->number > most    ? most
                : v->number < -most ? -most
                                    : v->number) *
               PDF_UNIT;
    return v->kind == PDF_REAL ? v->number : 0;
}

Str pdf_bytes(const PdfValue *v)
{
    return v->kind == PDF_STRING || v->kind == PDF_NAME ? v->text : (Str){0};
}

Str pdf_utf16(Arena *a, Str s)
{
    Buf b = {0};
    for (size_t i = 0; i + 1 < s.n; i += 2) {
        uint32_t cp = (uint32_t)(uint8_t)s.p[i] << 8 | (uint8_t)s.p[i + 1];
        if (cp >= 0xD800 && cp < 0xDC00 && i + 3 < s.n) {
            const uint32_t low = (uint32_t)(uint8_t)s.p[i + 2] << 8 | (uint8_t)s.p[i + 3];
            if (low >= 0xDC00 && low < 0xE000) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        buf_utf8(&b, cp);
    }
    const Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

/* PDFDocEncoding (ISO 32000-1, D.2) where it is not Latin-1. */
static uint32_t pdfdoc(unsigned char c)
{
    static const uint16_t accents[] = {0x2D8, 0x2C7, 0x2C6, 0x2D9,
                                       0x2DD, 0x2DB, 0x2DA, 0x2DC};
    static const uint16_t marks[] = {
        0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x192,  0x2044, 0x2039,
        0x203A, 0x2212, 0x2030, 0x201E, 0x201C, 0x201D, 0x2018, 0x2019, 0x201A,
        0x2122, 0xFB01, 0xFB02, 0x141,  0x152,  0x160,  0x178,  0x17D,  0x131,
        0x142,  0x153,  0x161,  0x17E,  0xFFFD, 0x20AC};
    return c >= 0x18 && c < 0x20    ? accents[c - 0x18]
           : c >= 0x80 && c <= 0xA0 ? marks[c - 0x80]
                                    : c;
}

Str pdf_text(Arena *a, const PdfValue *v)
{
    const Str s = pdf_bytes(v);
    if (str_starts(s, S("\xFE\xFF")))
        return pdf_utf16(a, str_sub(s, 2, s.n));
    if (str_starts(s, S("\xEF\xBB\xBF")))
        return str_sub(s, 3, s.n);
    Buf b = {0};
    for (size_t i = 0; i < s.n; i++)
        buf_utf8(&b, pdfdoc((unsigned char)s.p[i]));
    const Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}
