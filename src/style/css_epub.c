/* The stylesheet for e-readers, printed from what was understood.
 *
 * What it holds: the author's rules for screens, in their order, with selectors of
 * elements and classes only.  A rule's declarations come in the order of properties.def,
 * each once, as its longhands say; sides are joined again.  What it leaves out is what a
 * reader of an e-book chooses: the face, size and line-height of the text as a whole,
 * line-heights in absolute units (type grows, they would not), and colours.  Sizes of
 * fonts become em, of the root's where they were absolute.  The syntax is CSS 2.1's:
 * some engines drop a whole sheet that has anything newer in it. */
#include <string.h>

#include "css.h"

/* ---- selectors ---- */

static bool is_plain(const Selector *s)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t j = 0; j < s->parts[i].n; j++)
            if (s->parts[i].tests[j].kind != TEST_TYPE &&
                s->parts[i].tests[j].kind != TEST_CLASS)
                return false;
    return true;
}

/* A name with what is not of names escaped; a digit in front needs it too. */
static void put_name(Buf *out, Str name)
{
    for (size_t i = 0; i < name.n; i++) {
        const char c = name.p[i];
        const bool digit = c >= '0' && c <= '9';
        if (!css_is_name_char(c) || (digit && (i == 0 || (i == 1 && name.p[0] == '-'))) ||
            (c == '-' && name.n == 1))
            buf_printf(out, "\\%x ", (unsigned)(unsigned char)c);
        else
            buf_byte(out, c);
    }
}

static void put_selector(Buf *out, const Selector *s)
{
    static const char *const between[] = {"", " ", " > ", " + "};
    for (size_t i = s->n; i-- > 0;) {
        const Compound *c = &s->parts[i];
        buf_put(out, str_of(between[c->link]));
        bool typed = false;
        for (size_t j = 0; j < c->n; j++) {
            typed = typed || c->tests[j].kind == TEST_TYPE;
            if (c->tests[j].kind == TEST_CLASS)
                buf_byte(out, '.');
            put_name(out, c->tests[j].name);
        }
        if (c->n == 0)
            buf_byte(out, '*');
    }
}

static bool is_about(const Selector *s, const char *type)
{
    return s->n > 0 && s->parts[0].n == 1 && s->parts[0].tests[0].kind == TEST_TYPE &&
           str_eq(s->parts[0].tests[0].name, str_of(type));
}

/* The text as a whole: what e-readers have settings for. */
static bool is_whole_text(const Selector *s)
{
    return is_about(s, "html") || is_about(s, "body") || (s->n > 0 && s->parts[0].n == 0);
}

/* ---- values ---- */

static void put_unit(Buf *out, int32_t n, const char *unit)
{
    buf_decimal(out, n, 5);
    if (n != 0)
        buf_put(out, str_of(unit));
}

/* n/100,000 of a as a part of b, in 1/1000. */
static int32_t in_em(int64_t n, Len a, Len b)
{
    const int64_t v = (n * a / b + (n < 0 ? -50 : 50)) / 100;
    return (int32_t)v * 100;
}

static void put_length(Buf *out, const StyleSheet *s, const Value *v)
{
    const Len em = s->html.font_size, line = s->html.line_height;
    switch (v->unit) {
    case U_LEN:
        buf_pt(out, v->n);
        if (v->n != 0)
            buf_put(out, S("pt"));
        return;
    case U_PERCENT:
        buf_decimal(out, v->n, 3);
        buf_byte(out, '%');
        return;
    case U_EM:
    case U_REM:
        put_unit(out, v->n, "em");
        return;
    case U_LH:
    case U_RLH:
        put_unit(out, in_em(v->n, line, em), "em");
        return;
    case U_NUMBER:
        buf_decimal(out, v->n, 5);
        return;
    case U_AUTO:
        buf_put(out, S("auto"));
        return;
    case U_INT:
        buf_printf(out, "%d", v->n);
        return;
    case U_TEXT:
        buf_put(out, v->text);
        return;
    case U_INHERIT:
        buf_put(out, S("inherit"));
        return;
    case U_CONTENT:
    case U_INITIAL:
    case U_UNSET:
        return;
    }
}

static void put_value(Buf *out, const StyleSheet *s, const Property *p, const Value *v)
{
    const char *name = v->unit == U_INT ? css_word_name(p->words, v->n) : NULL;
    if (name)
        buf_put(out, str_of(name));
    else if (p->kind == K_SIZE && v->unit == U_LEN)
        put_unit(out, in_em((int64_t)v->n * ONE / s->html.font_size, 1, 1), "em");
    else if (p->kind == K_SIZE && v->unit == U_PERCENT)
        put_unit(out, v->n, "em");
    else
        put_length(out, s, v);
    if (p->kind == K_EDGE && v->unit != U_INHERIT && v->n != 0)
        buf_put(out, S(" solid"));
}

static void put_declaration(Buf *out, const char *name, Str value)
{
    buf_printf(out, "  %s: " STR_FMT ";\n", name, STR_ARG(value));
}

/* ---- declarations ---- */

typedef struct Printer {
    const StyleSheet *sheet;
    Buf *out;
    Won won;   /* what goes out of a rule */
    Buf value; /* scratch */
} Printer;

static Str value_of(Printer *p, Prop prop)
{
    buf_clear(&p->value);
    put_value(&p->value, p->sheet, &css_properties[prop], p->won[prop]);
    return buf_str(&p->value);
}

/* margin and padding: joined when all four are there, in the shortest form. */
static bool put_sides(Printer *p, Prop first, const char *name)
{
    const Value **won = &p->won[first];
    Buf sides[SIDES] = {{0}}, joined = {0};
    for (int i = 0; i < SIDES; i++)
        if (won[i] == NULL || won[i]->unit >= U_INHERIT)
            return false;
    for (int i = 0; i < SIDES; i++)
        put_value(&sides[i], p->sheet, &css_properties[first], won[i]);
    int n = SIDES;
    if (n == 4 && str_eq(buf_str(&sides[SIDE_LEFT]), buf_str(&sides[SIDE_RIGHT])))
        n = 3;
    if (n == 3 && str_eq(buf_str(&sides[SIDE_BOTTOM]), buf_str(&sides[SIDE_TOP])))
        n = 2;
    if (n == 2 && str_eq(buf_str(&sides[SIDE_RIGHT]), buf_str(&sides[SIDE_TOP])))
        n = 1;
    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_byte(&joined, ' ');
        buf_put(&joined, buf_str(&sides[i]));
    }
    put_declaration(p->out, name, buf_str(&joined));
    for (int i = 0; i < SIDES; i++)
        buf_free(&sides[i]);
    buf_free(&joined);
    return true;
}

/* Left and right are where lines begin and end, also of text from right to left; the
 * sides are what older engines know. */
static void put_align(Printer *p, Prop prop)
{
    const char *name = css_properties[prop].name;
    const Value *v = p->won[prop];
    put_declaration(p->out, name, value_of(p, prop));
    if (v->unit == U_INT && v->n == ALIGN_LEFT)
        put_declaration(p->out, name, S("start"));
    if (v->unit == U_INT && v->n == ALIGN_RIGHT)
        put_declaration(p->out, name, S("end"));
}

/* page-break-* is what older engines know. */
static void put_break(Printer *p, Prop prop, const char *old)
{
    const Value *v = p->won[prop];
    const bool page = v->unit == U_INT && (v->n == BREAK_PAGE || v->n == BREAK_RECTO);
    const Str value = page ? S("page") : value_of(p, prop);
    put_declaration(p->out, old, page ? S("always") : value);
    put_declaration(p->out, css_properties[prop].name, value);
}

/* The prefixed forms follow `hyphens` unless they were given themselves. */
static void put_hyphens(Printer *p)
{
    static const Prop prefixed[] = {PROP_webkit_hyphens, PROP_epub_hyphens,
                                    PROP_adobe_hyphenate};
    const Value *v = p->won[PROP_hyphens];
    for (size_t i = 0; i < sizeof prefixed / sizeof *prefixed; i++) {
        const Prop prop = prefixed[i];
        if (p->won[prop])
            continue;
        const bool adobe = prop == PROP_adobe_hyphenate;
        put_declaration(p->out, css_properties[prop].name,
                        adobe && v->unit == U_INT && v->n == HYPHENS_MANUAL
                            ? S("explicit")
                            : value_of(p, PROP_hyphens));
    }
    put_declaration(p->out, "hyphens", value_of(p, PROP_hyphens));
}

/* font-variant is what older engines know; it comes first, since it resets the rest. */
static void put_caps(Printer *p)
{
    const Value *v = p->won[PROP_caps];
    if (v->unit == U_INT && v->n != CAPS_NORMAL)
        put_declaration(p->out, "font-variant", S("small-caps"));
    put_declaration(p->out, "font-variant-caps", value_of(p, PROP_caps));
}

static void put_numeric(Printer *p)
{
    const Value *figures = p->won[PROP_figures], *spacing = p->won[PROP_spacing];
    Buf value = {0};
    if (figures->unit == U_INHERIT)
        buf_put(&value, S("inherit"));
    if (figures->unit == U_INT && figures->n != FIGURES_NORMAL)
        buf_put(&value, value_of(p, PROP_figures));
    if (spacing->unit == U_INT && spacing->n != SPACING_NORMAL) {
        if (value.n > 0)
            buf_byte(&value, ' ');
        buf_put(&value, value_of(p, PROP_spacing));
    }
    put_declaration(p->out, "font-variant-numeric",
                    value.n ? buf_str(&value) : S("normal"));
    buf_free(&value);
}

static void put_property(Printer *p, Prop prop)
{
    const Property *row = &css_properties[prop];
    switch ((int)prop) {
    case PROP_align:
    case PROP_align_last:
        put_align(p, prop);
        return;
    case PROP_break_before:
        put_break(p, prop, "page-break-before");
        return;
    case PROP_break_after:
        put_break(p, prop, "page-break-after");
        return;
    case PROP_break_inside:
        put_break(p, prop, "page-break-inside");
        return;
    case PROP_hyphens:
        put_hyphens(p);
        return;
    case PROP_caps:
        put_caps(p);
        return;
    case PROP_figures:
        put_numeric(p);
        return;
    case PROP_spacing: /* with the figures */
        return;
    }
    put_declaration(p->out, row->name, value_of(p, prop));
}

static bool goes_out(const Property *row, const Value *v, bool whole_text)
{
    if (v == NULL || row->outputs == OUT_PRINT || v->unit == U_INITIAL ||
        v->unit == U_UNSET || v->unit == U_CONTENT)
        return false;
    if (row->kind == K_LEADING && v->unit != U_NUMBER && v->unit != U_PERCENT &&
        v->unit != U_EM && v->unit != U_INHERIT)
        return false;
    return !whole_text ||
           (row->kind != K_FAMILY && row->kind != K_SIZE && row->kind != K_LEADING);
}

static void put_declarations(Printer *p, bool whole_text)
{
    for (int i = 0; i < PROP_COUNT; i++)
        if (!goes_out(&css_properties[i], p->won[i], whole_text))
            p->won[i] = NULL;
    for (int i = 0; i < PROP_COUNT; i++) {
        if ((i == PROP_margin_top && put_sides(p, PROP_margin_top, "margin")) ||
            (i == PROP_padding_top && put_sides(p, PROP_padding_top, "padding")))
            i += SIDES - 1;
        else if (p->won[i])
            put_property(p, (Prop)i);
    }
}

/* ---- rules ---- */

/* The selectors of a rule that are about the text as a whole, or those that are not,
 * with what goes out of the declarations for them. */
static void put_rule(Printer *p, const CssRule *rule, bool whole_text)
{
    const StyleSheet *s = p->sheet;
    const size_t from = p->out->n;
    bool any = false;
    for (size_t i = rule->select; i < rule->select_end; i++) {
        const Selector *selector = &s->selectors.v[i];
        if (!is_plain(selector) || is_whole_text(selector) != whole_text)
            continue;
        if (any)
            buf_put(p->out, S(",\n"));
        put_selector(p->out, selector);
        any = true;
    }
    buf_put(p->out, S(" {\n"));
    const size_t head = p->out->n;
    memset(p->won, 0, sizeof p->won);
    css_apply(s, rule->decl, rule->decl_end, BOX_COUNT, false, p->won);
    css_apply(s, rule->decl, rule->decl_end, BOX_COUNT, true, p->won);
    put_declarations(p, whole_text);
    if (any && p->out->n > head)
        buf_put(p->out, S("}\n\n"));
    else
        p->out->n = from; /* nothing is left of it */
}

void style_epub(const StyleSheet *sheet, Buf *out)
{
    Printer p = {.sheet = sheet, .out = out};
    buf_put(out, S("@charset \"UTF-8\";\n\n"));
    for (size_t i = 0; i < sheet->nrules; i++) {
        const CssRule *rule = &sheet->rules[i];
        if (rule->origin != ORIGIN_AUTHOR ||
            (rule->media && !sheet->media[rule->media - 1].screen))
            continue;
        put_rule(&p, rule, true);
        put_rule(&p, rule, false);
    }
    out->n -= 1; /* the last empty line */
    buf_free(&p.value);
}
