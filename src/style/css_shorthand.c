/* Declarations: shorthands become longhands, and keywords that all take are read. */
#include "css.h"

static void put(DeclList *out, Prop prop, Value v)
{
    ARRAY_ROOM(out->v, out->n, out->cap);
    out->v[out->n++] = (Decl){.prop = prop, .box = BOX_COUNT, .value = v};
}

static void put_int(DeclList *out, Prop prop, int32_t n)
{
    put(out, prop, (Value){.unit = U_INT, .n = n});
}

/* One to four values; those left out repeat the one across. */
static bool sides(Arena *a, Prop first, Tokens *in, DeclList *out)
{
    static const int across[SIDES] = {0, SIDE_TOP, SIDE_TOP, SIDE_RIGHT};
    Value v[SIDES];
    if (!css_longhand(a, first, in, &v[0]))
        return false;
    for (int i = 1; i < SIDES; i++)
        if (in->n == 0)
            v[i] = v[across[i]];
        else if (!css_longhand(a, first, in, &v[i]))
            return false;
    for (unsigned i = 0; i < SIDES; i++)
        put(out, (Prop)(first + i), v[i]);
    return true;
}

static bool edges(Arena *a, Prop first, Tokens *in, DeclList *out)
{
    Value v;
    if (!css_longhand(a, first, in, &v))
        return false;
    for (unsigned i = 0; i < SIDES; i++)
        put(out, (Prop)(first + i), v);
    return true;
}

typedef struct Variants {
    int32_t caps, figures, spacing, ligatures;
} Variants;

static const Variants variants_normal = {CAPS_NORMAL, FIGURES_NORMAL, SPACING_NORMAL, 1};

static bool numeric_word(Tokens *in, Variants *v)
{
    return css_take_word(in, css_words_figures, &v->figures) ||
           css_take_word(in, css_words_spacing, &v->spacing);
}

static void put_numeric(DeclList *out, const Variants *v)
{
    put_int(out, PROP_figures, v->figures);
    put_int(out, PROP_spacing, v->spacing);
}

static void put_variants(DeclList *out, const Variants *v)
{
    put_int(out, PROP_caps, v->caps);
    put_numeric(out, v);
    put_int(out, PROP_ligatures, v->ligatures);
}

static bool numeric(Tokens *in, DeclList *out)
{
    Variants v = variants_normal;
    bool any = take_word(in, "normal");
    while (!any && in->n > 0)
        if (!numeric_word(in, &v))
            return false;
    put_numeric(out, &v);
    return true;
}

static bool variants(Tokens *in, DeclList *out)
{
    Variants v = variants_normal;
    if (take_word(in, "none"))
        v.ligatures = 0;
    else if (!take_word(in, "normal"))
        while (in->n > 0)
            if (!css_take_word(in, css_words_caps, &v.caps) && !numeric_word(in, &v) &&
                !css_take_word(in, css_words_ligatures, &v.ligatures))
                return false;
    put_variants(out, &v);
    return true;
}

/* "italic small-caps bold 9pt/12pt Vollkorn, serif": what is left out is reset. */
static bool font(Arena *a, Tokens *in, DeclList *out)
{
    Variants v = variants_normal;
    int32_t italic = false;
    Value heavy = {.unit = U_INT, .n = css_initial.weight}, size, line, names, w;
    for (bool more = true; more;) {
        if (css_longhand(a, PROP_weight, in, &w))
            heavy = w;
        else if (take_word(in, "small-caps"))
            v.caps = CAPS_SMALL;
        else
            more = css_take_word(in, css_words_slant, &italic);
    }
    if (!css_longhand(a, PROP_font_size, in, &size))
        return false;
    line = (Value){.unit = U_NUMBER, .n = css_initial.line_factor};
    if (take_delim(in, '/') && !css_longhand(a, PROP_line_height, in, &line))
        return false;
    if (!css_longhand(a, PROP_family, in, &names))
        return false;
    put_int(out, PROP_italic, italic);
    put_variants(out, &v);
    put(out, PROP_weight, heavy);
    put(out, PROP_font_size, size);
    put(out, PROP_line_height, line);
    put(out, PROP_family, names);
    return true;
}

static const struct {
    const char *name;
    Len width, height; /* upright */
} papers[] = {
    {"a5", MM(148), MM(210)},       {"a4", MM(210), MM(297)},
    {"letter", 612 * PT, 792 * PT}, {"a3", MM(297), MM(420)},
    {"a6", MM(105), MM(148)},       {"b4", MM(250), MM(353)},
    {"b5", MM(176), MM(250)},       {"legal", 612 * PT, 1008 * PT},
};

bool style_paper_size(Str name, Len *width, Len *height)
{
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (str_eq_nocase(name, str_of(papers[i].name))) {
            *width = papers[i].width;
            *height = papers[i].height;
            return true;
        }
    return false;
}

static bool paper(Tokens *in, Len *width, Len *height)
{
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (take_word(in, papers[i].name)) {
            *width = papers[i].width;
            *height = papers[i].height;
            return true;
        }
    return false;
}

/* One length of a paper. */
static bool extent(Arena *a, Tokens *in, Len *out)
{
    Value v;
    if (!css_longhand(a, PROP_padding_top, in, &v) || v.unit != U_LEN)
        return false;
    *out = v.n;
    return true;
}

static bool page_size(Arena *a, Tokens *in, DeclList *out)
{
    Len w = papers[0].width, h = papers[0].height;
    if (in->n > 0 && in->v->kind == T_DIMENSION) {
        if (!extent(a, in, &w))
            return false;
        h = w;
        if (in->n > 0 && !extent(a, in, &h))
            return false;
    } else if (!take_word(in, "auto")) {
        const bool turned = take_word(in, "landscape");
        const bool upright = take_word(in, "portrait");
        const bool named = paper(in, &w, &h);
        if (!turned && !upright && !named)
            return false;
        if (turned || take_word(in, "landscape")) {
            const Len t = w;
            w = h;
            h = t;
        } else {
            take_word(in, "portrait");
        }
    }
    put(out, PROP_page_width, (Value){.unit = U_LEN, .n = w});
    put(out, PROP_page_height, (Value){.unit = U_LEN, .n = h});
    return w > 0 && h > 0;
}

static bool alias(const Property *p, Tokens *in, DeclList *out)
{
    int32_t n = 0;
    if (!css_take_word(in, p->words, &n))
        return false;
    if (p->outputs != OUT_NEITHER)
        put_int(out, p->target, n);
    return true;
}

/* `inherit` and its like, for each longhand that the property stands for. */
static void put_wide(Prop prop, Unit unit, DeclList *out)
{
    static const Prop of_font[] = {PROP_italic,    PROP_caps,        PROP_figures,
                                   PROP_spacing,   PROP_ligatures,   PROP_weight,
                                   PROP_font_size, PROP_line_height, PROP_family};
    static const Prop of_variant[] = {PROP_caps, PROP_figures, PROP_spacing,
                                      PROP_ligatures};
    const Value v = {.unit = unit};
    const Property *p = &css_properties[prop];
    const Kind kind = p->kind;
    if (p->outputs == OUT_NEITHER)
        return;
    if (kind == K_FONT)
        for (size_t i = 0; i < sizeof of_font / sizeof *of_font; i++)
            put(out, of_font[i], v);
    else if (kind == K_VARIANT)
        for (size_t i = 0; i < sizeof of_variant / sizeof *of_variant; i++)
            put(out, of_variant[i], v);
    else {
        const unsigned n = kind == K_SIDES4 || kind == K_EDGES        ? SIDES
                           : kind == K_NUMERIC || kind == K_PAGE_SIZE ? 2
                                                                      : 1;
        for (unsigned i = 0; i < n; i++)
            put(out, (Prop)(p->target + i), v);
    }
}

static bool read_value(Arena *a, Prop prop, Tokens *in, DeclList *out)
{
    const Property *p = &css_properties[prop];
    Value v;
    switch (p->kind) {
    case K_SIDES4:
        return sides(a, p->target, in, out);
    case K_EDGES:
        return edges(a, p->target, in, out);
    case K_FONT:
        return font(a, in, out);
    case K_VARIANT:
        return variants(in, out);
    case K_NUMERIC:
        return numeric(in, out);
    case K_ALIAS:
        return alias(p, in, out);
    case K_PAGE_SIZE:
        return page_size(a, in, out);
    case K_WORD:
    case K_LENGTH:
    case K_EXTENT:
    case K_MARGIN:
    case K_TRACKING:
    case K_EDGE:
    case K_SIZE:
    case K_LEADING:
    case K_WEIGHT:
    case K_FAMILY:
    case K_COUNT:
    case K_NAME:
    case K_PAPER:
    case K_CONTENT:
    case K_VERBATIM:
        if (!css_longhand(a, prop, in, &v))
            return false;
        put(out, prop, v);
        return true;
    }
    return false;
}

bool css_declare(Arena *a, Prop prop, Tokens value, DeclList *out)
{
    static const Word wide[] = {
        {"inherit", U_INHERIT}, {"initial", U_INITIAL}, {"unset", U_UNSET}, {NULL, 0}};
    const size_t had = out->n;
    int32_t unit;
    Tokens in = value;
    if (in.n == 1 && css_take_word(&in, wide, &unit)) {
        put_wide(prop, (Unit)unit, out);
        return true;
    }
    if (value.n > 0 && read_value(a, prop, &in, out) && in.n == 0)
        return true;
    out->n = had;
    return false;
}
