/* The table of properties, and the keywords that they take. */
#include <assert.h>
#include <string.h>

#include "css.h"

/* The first name of a value is the one that is printed. */
static const Word words_display[] = {{"block", DISPLAY_BLOCK},
                                     {"inline", DISPLAY_INLINE},
                                     {"none", DISPLAY_NONE},
                                     {"list-item", DISPLAY_BLOCK},
                                     {NULL, 0}};
static const Word words_break[] = {{"auto", BREAK_AUTO},        {"avoid", BREAK_AVOID},
                                   {"page", BREAK_PAGE},        {"recto", BREAK_RECTO},
                                   {"avoid-page", BREAK_AVOID}, {"always", BREAK_PAGE},
                                   {"right", BREAK_RECTO},      {NULL, 0}};
static const Word words_page_break[] = {{"auto", BREAK_AUTO},
                                        {"avoid", BREAK_AVOID},
                                        {"always", BREAK_PAGE},
                                        {"right", BREAK_RECTO},
                                        {NULL, 0}};
static const Word words_inside[] = {
    {"auto", BREAK_AUTO}, {"avoid", BREAK_AVOID}, {"avoid-page", BREAK_AVOID}, {NULL, 0}};
/* Sizes as CSS Fonts 4, 2.5 suggests them. */
static const Word words_size[] = {{"xx-small", ONE * 3 / 5}, {"x-small", ONE * 3 / 4},
                                  {"small", ONE * 8 / 9},    {"medium", ONE},
                                  {"large", ONE * 6 / 5},    {"x-large", ONE * 3 / 2},
                                  {"xx-large", ONE * 2},     {NULL, 0}};
const Word css_words_slant[] = {
    {"normal", false}, {"italic", true}, {"oblique", true}, {NULL, 0}};
const Word css_words_weight[] = {{"normal", 400},
                                 {"bold", 700},
                                 {"bolder", WEIGHT_BOLDER},
                                 {"lighter", WEIGHT_LIGHTER},
                                 {NULL, 0}};
const Word css_words_caps[] = {{"normal", CAPS_NORMAL},
                               {"small-caps", CAPS_SMALL},
                               {"all-small-caps", CAPS_ALL_SMALL},
                               {NULL, 0}};
const Word css_words_figures[] = {
    {"oldstyle-nums", FIGURES_OLDSTYLE}, {"lining-nums", FIGURES_LINING}, {NULL, 0}};
const Word css_words_spacing[] = {{"proportional-nums", SPACING_PROPORTIONAL},
                                  {"tabular-nums", SPACING_TABULAR},
                                  {NULL, 0}};
const Word css_words_ligatures[] = {{"normal", true},
                                    {"none", false},
                                    {"common-ligatures", true},
                                    {"no-common-ligatures", false},
                                    {NULL, 0}};
static const Word words_transform[] = {{"none", TRANSFORM_NONE},
                                       {"uppercase", TRANSFORM_UPPER},
                                       {"lowercase", TRANSFORM_LOWER},
                                       {NULL, 0}};
static const Word words_raise[] = {
    {"baseline", RAISE_BASELINE}, {"super", RAISE_SUPER}, {"sub", RAISE_SUB}, {NULL, 0}};
static const Word words_align[] = {{"left", ALIGN_LEFT},
                                   {"right", ALIGN_RIGHT},
                                   {"center", ALIGN_CENTER},
                                   {"justify", ALIGN_JUSTIFY},
                                   {"start", ALIGN_LEFT},
                                   {"end", ALIGN_RIGHT},
                                   {NULL, 0}};
static const Word words_align_last[] = {
    {"auto", ALIGN_AUTO},       {"left", ALIGN_LEFT},
    {"right", ALIGN_RIGHT},     {"center", ALIGN_CENTER},
    {"justify", ALIGN_JUSTIFY}, {"start", ALIGN_LEFT},
    {"end", ALIGN_RIGHT},       {NULL, 0}};
static const Word words_hyphens[] = {{"none", HYPHENS_NONE},
                                     {"manual", HYPHENS_MANUAL},
                                     {"auto", HYPHENS_AUTO},
                                     {NULL, 0}};
static const Word words_text_wrap[] = {{"wrap", 0}, {"balance", 1}, {NULL, 0}};
static const Word words_line_snap[] = {{"none", 0}, {"baseline", 1}, {NULL, 0}};
static const Word words_white_space[] = {
    {"normal", WHITE_NORMAL}, {"pre-wrap", WHITE_PRE}, {"pre", WHITE_PRE}, {NULL, 0}};
static const Word words_list_style[] = {{"none", LIST_NONE},
                                        {"disc", LIST_DISC},
                                        {"circle", LIST_CIRCLE},
                                        {"square", LIST_SQUARE},
                                        {"decimal", LIST_DECIMAL},
                                        {"lower-alpha", LIST_LOWER_ALPHA},
                                        {"lower-latin", LIST_LOWER_ALPHA},
                                        {"upper-alpha", LIST_UPPER_ALPHA},
                                        {"upper-latin", LIST_UPPER_ALPHA},
                                        {"lower-roman", LIST_LOWER_ROMAN},
                                        {"upper-roman", LIST_UPPER_ROMAN},
                                        {NULL, 0}};
static const Word words_decoration[] = {{"none", DECOR_NONE},
                                        {"underline", DECOR_UNDERLINE},
                                        {"line-through", DECOR_LINE_THROUGH},
                                        {NULL, 0}};
static const Word words_colour[] = {{"black", 0}, {"currentcolor", 0}, {NULL, 0}};
static const Word words_background[] = {{"none", 0}, {"transparent", 0}, {NULL, 0}};

#define words_none      NULL
#define words_slant     css_words_slant
#define words_weight    css_words_weight
#define words_caps      css_words_caps
#define words_figures   css_words_figures
#define words_spacing   css_words_spacing
#define words_ligatures css_words_ligatures

#define FIELD(f) offsetof(Style, f), sizeof(((Style *)0)->f)
#define NOWHERE  0, 0

const Property css_properties[PROP_COUNT] = {
#define LONG(id, name, kind, words, field, outputs, values, example)                     \
    [PROP_##id] = {name,  K_##kind,      words_##words, PROP_##id,                       \
                   field, OUT_##outputs, values,        example},
#define SHORT(id, name, kind, words, target, outputs, values, example)                   \
    [PROP_##id] = {name,    K_##kind,      words_##words, PROP_##target,                 \
                   NOWHERE, OUT_##outputs, values,        example},
#include "properties.def"
#undef LONG
#undef SHORT
};

/* A word's value is stored in a field of one, two or four bytes. */
static_assert(sizeof(Align) == 4 && sizeof(bool) == 1, "fields of keywords");

const Style css_initial = {
    .family = {"serif", 5},
    .font_size = 11 * PT,
    .line_height = 11 * PT * 13 / 10,
    .line_factor = ONE * 13 / 10,
    .weight = 400,
    .ligatures = true,
    .align = ALIGN_LEFT,
    .align_last = ALIGN_LEFT,
    .hyphens = HYPHENS_MANUAL,
    .orphans = 2,
    .widows = 2,
    .list_style = LIST_DISC,
    .tab_size = 8,
    .display = DISPLAY_INLINE,
};

bool css_property(Str name, Prop *out)
{
    for (int i = 0; name.n > 0 && i < PROP_COUNT; i++)
        if (str_eq_nocase(name, str_of(css_properties[i].name))) {
            *out = (Prop)i;
            return true;
        }
    return false;
}

bool css_is_inherited(const Property *p)
{
    return p->size > 0 && p->offset < offsetof(Style, display);
}

const char *css_word_name(const Word *words, int32_t n)
{
    for (; words && words->name; words++)
        if (words->n == n)
            return words->name;
    return NULL;
}

void style_properties(Buf *out)
{
    static const char *const where[] = {"", " Print only.", " EPUB only.",
                                        " Has no effect."};
    for (int i = 0; i < PROP_COUNT; i++) {
        const Property *p = &css_properties[i];
        if (p->name[0] == '\0')
            continue;
        buf_printf(out, "%s: %s.%s%s\n    %s\n", p->name, p->values,
                   css_is_inherited(&css_properties[p->target]) ? " Inherited." : "",
                   where[p->outputs], p->example);
    }
}
