/* The faces of a book: the stylesheet's, and those that fontconfig finds for what they
 * lack.
 *
 * A fallback must not depend on which thread asks first.  So the faces installed are put
 * into one total order for a language, weight and slant (those made for the language
 * first, then upright and serif ones, the nearest weight, the name, the newest version),
 * and a character's face is the first of the order that has it.  The order is made once
 * and kept.  The alternative, FcFontSort(), orders by the user's configuration. */
#include <fontconfig/fontconfig.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/unicode.h"
#include "face.h"

typedef struct Candidate {
    Str path, name; /* name: PostScript */
    uint32_t index;
    FcCharSet *chars;                      /* lent by the order's set */
    int version;                           /* as fontconfig counts it */
    int lang, region, slant, kind, weight; /* how far from what is wanted: 0 is best */
} Candidate;

typedef struct FallbackOrder {
    Candidate *v;
    size_t n;
    FcFontSet *set;
} FallbackOrder;

struct Fonts {
    Arena *arena;
    Face **v; /* the stylesheet's, in the order of adding */
    size_t n, cap;
    Face **others; /* loaded on demand */
    size_t nothers, others_cap;
    Map loaded;       /* "path#index" -> Face */
    Map orders;       /* "lang/weight/slant" -> FallbackOrder */
    FcConfig *config; /* NULL until asked */
    pthread_mutex_t lock;
};

Fonts *fonts_new(void)
{
    Arena *a = arena_new();
    Fonts *f = arena_alloc(a, sizeof *f);
    f->arena = a;
    pthread_mutex_init(&f->lock, NULL);
    return f;
}

void fonts_free(Fonts *f)
{
    if (f == NULL)
        return;
    for (size_t i = 0; i < f->orders.cap; i++)
        if (f->orders.slots[i].value)
            FcFontSetDestroy(((FallbackOrder *)f->orders.slots[i].value)->set);
    map_free(&f->loaded);
    map_free(&f->orders);
    if (f->config)
        FcConfigDestroy(f->config);
    free(f->v);
    free(f->others);
    pthread_mutex_destroy(&f->lock);
    arena_free(f->arena);
}

bool fonts_add(Diag *d, Fonts *f, Str family, uint16_t weight, bool italic, Str path)
{
    const char *why = NULL;
    Face *face = face_load(f->arena, path, 0, &why);
    if (face == NULL)
        return diag(d, D_FONT_MISSING, (Loc){.path = path}, path, str_of(why));
    face->family = arena_str(f->arena, family);
    face->weight = weight;
    face->italic = italic;
    face->number = (uint32_t)(f->n + f->nothers);
    ARRAY_ROOM(f->v, f->n, f->cap);
    f->v[f->n++] = face;
    return true;
}

/* The face of a file that fontconfig named; NULL when it is unfit. */
static const Face *load(Fonts *f, Str path, uint32_t index)
{
    static const Face unfit;
    const Str key = arena_printf(f->arena, STR_FMT "#%u", STR_ARG(path), (unsigned)index);
    void **at = map_at(&f->loaded, key);
    if (*at == NULL) {
        const char *why;
        Face *face = face_load(f->arena, path, index, &why);
        if (face) {
            face->number = (uint32_t)(f->n + f->nothers);
            ARRAY_ROOM(f->others, f->nothers, f->others_cap);
            f->others[f->nothers++] = face;
        }
        *at = face ? (void *)face : (void *)&unfit;
    }
    return *at == &unfit ? NULL : *at;
}

static FcConfig *config(Fonts *f)
{
    if (f->config == NULL)
        f->config = FcInitLoadConfigAndFonts();
    if (f->config == NULL)
        mem_out();
    return f->config;
}

/* ---- by family ---- */

/* How far a face is from the weight wanted: CSS Fonts 4, 5.2, for weights that are
 * there; lighter first below 400, heavier first above 500. */
static int weight_distance(int have, int want)
{
    if (want >= 400 && want <= 500 && have >= want && have <= 500)
        return have - want;
    const bool lighter_first = want <= 500;
    const int away = have > want ? have - want : want - have;
    const bool lighter = have < want;
    return away + (lighter == lighter_first || have == want ? 0 : 1000);
}

static const Face *nearest(const Fonts *f, Str family, uint16_t weight, bool italic)
{
    const Face *best = NULL;
    int least = 0;
    for (size_t i = 0; i < f->n; i++) {
        const Face *face = f->v[i];
        if (!str_eq_nocase(face->family, family))
            continue;
        const int away =
            weight_distance(face->weight, weight) + (face->italic == italic ? 0 : 10000);
        if (best == NULL || away < least) {
            best = face;
            least = away;
        }
    }
    return best;
}

static Str string_of(const FcPattern *p, const char *object)
{
    FcChar8 *z = NULL;
    return FcPatternGetString(p, object, 0, &z) == FcResultMatch ? str_of((char *)z)
                                                                 : (Str){0};
}

static int integer_of(const FcPattern *p, const char *object, int otherwise)
{
    int v;
    return FcPatternGetInteger(p, object, 0, &v) == FcResultMatch ? v : otherwise;
}

/* What fontconfig has under the name; a generic name gives its best, any other only a
 * face that is called so. */
static const Face *installed(Fonts *f, Str family, uint16_t weight, bool italic)
{
    static const char *const generic[] = {"serif",   "sans-serif", "monospace",
                                          "cursive", "fantasy",    "system-ui"};
    bool any = false;
    for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
        any = any || str_eq_nocase(family, str_of(generic[i]));
    FcPattern *p = FcPatternCreate();
    FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)arena_cstr(f->arena, family));
    FcPatternAddInteger(p, FC_WEIGHT, FcWeightFromOpenType(weight));
    FcPatternAddInteger(p, FC_SLANT, italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN);
    FcPatternAddBool(p, FC_SCALABLE, FcTrue);
    FcPatternAddBool(p, FC_VARIABLE, FcFalse);
    FcConfigSubstitute(config(f), p, FcMatchPattern);
    FcDefaultSubstitute(p);
    FcResult result;
    FcPattern *match = FcFontMatch(config(f), p, &result);
    const Face *face = NULL;
    if (match && (any || str_eq_nocase(string_of(match, FC_FAMILY), family)))
        face =
            load(f, string_of(match, FC_FILE), (uint32_t)integer_of(match, FC_INDEX, 0));
    if (match)
        FcPatternDestroy(match);
    FcPatternDestroy(p);
    return face;
}

/* One family off a CSS list, without its quotes. */
static Str next_family(Str *rest)
{
    Str s = str_trim(str_cut(rest, ','));
    if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
        s = str_sub(s, 1, s.n - 1);
    return s;
}

const Face *fonts_match(Fonts *f, Str families, uint16_t weight, bool italic)
{
    const Face *face = NULL;
    pthread_mutex_lock(&f->lock);
    for (Str rest = families; rest.n > 0 && face == NULL;) {
        const Str family = next_family(&rest);
        face = nearest(f, family, weight, italic);
        if (face == NULL && family.n)
            face = installed(f, family, weight, italic);
    }
    if (face == NULL)
        face = installed(f, S("serif"), weight, italic);
    if (face == NULL && f->n > 0)
        face = f->v[0];
    pthread_mutex_unlock(&f->lock);
    return face;
}

/* ---- by character ---- */

static int by_distance(const void *x, const void *y)
{
    const Candidate *a = x, *b = y;
    const int pairs[][2] = {{a->lang, b->lang},
                            {a->region, b->region},
                            {a->slant, b->slant},
                            {a->kind, b->kind},
                            {a->weight, b->weight}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] != pairs[i][1])
            return pairs[i][0] < pairs[i][1] ? -1 : 1;
    const int c = str_cmp(a->name, b->name);
    if (c != 0)
        return c;
    if (a->version != b->version)
        return a->version > b->version ? -1 : 1;
    const int p = str_cmp(path_base(a->path), path_base(b->path));
    if (p != 0)
        return p;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Serif faces suit running text; symbols and monospaced ones are the last resort. */
static int kind_of(Str family, int spacing)
{
    if (spacing == FC_MONO || str_has(family, S("Mono")))
        return 3;
    if (str_has(family, S("Emoji")) || str_has(family, S("Symbol")))
        return 2;
    return str_has(family, S("Serif")) ? 0 : 1;
}

/* The faces of one CJK family have all ideographs, each in the forms of its region, which
 * ends its name: 1 where that is another region's than the language's. */
static int region_of(Str family, Str lang)
{
    static const struct {
        const char *lang, *ending;
    } regions[] = {{"zh-cn", " SC"},
                   {"zh-tw", " TC"},
                   {"zh-hk", " HK"},
                   {"ja", " JP"},
                   {"ko", " KR"}};
    int foreign = 0;
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        if (str_ends(family, str_of(regions[i].ending)))
            foreign = !str_eq_nocase(lang, str_of(regions[i].lang));
    return foreign;
}

static Candidate candidate(Arena *a, const FcPattern *p, Str lang, uint16_t weight,
                           bool italic)
{
    Candidate c = {.index = (uint32_t)integer_of(p, FC_INDEX, 0),
                   .version = integer_of(p, FC_FONTVERSION, 0)};
    c.path = string_of(p, FC_FILE);
    c.name = string_of(p, FC_POSTSCRIPT_NAME);
    FcPatternGetCharSet(p, FC_CHARSET, 0, &c.chars);
    FcLangSet *langs = NULL;
    c.lang = 2;
    if (lang.n && FcPatternGetLangSet(p, FC_LANG, 0, &langs) == FcResultMatch)
        c.lang = (int)FcLangSetHasLang(langs, (const FcChar8 *)arena_cstr(a, lang));
    c.region = region_of(string_of(p, FC_FAMILY), lang);
    const bool slanted = integer_of(p, FC_SLANT, FC_SLANT_ROMAN) != FC_SLANT_ROMAN;
    c.slant = slanted != italic;
    c.kind = kind_of(string_of(p, FC_FAMILY), integer_of(p, FC_SPACING, 0));
    const int have = FcWeightToOpenType(integer_of(p, FC_WEIGHT, FC_WEIGHT_REGULAR));
    c.weight = weight_distance(have, weight);
    return c;
}

static FallbackOrder *order_make(Fonts *f, Str lang, uint16_t weight, bool italic)
{
    FallbackOrder *o = arena_alloc(f->arena, sizeof *o);
    FcPattern *p = FcPatternCreate();
    FcPatternAddBool(p, FC_SCALABLE, FcTrue);
    FcPatternAddBool(p, FC_VARIABLE, FcFalse);
    FcPatternAddBool(p, FC_COLOR, FcFalse);
    FcObjectSet *objects = FcObjectSetBuild(FC_FILE, FC_INDEX, FC_POSTSCRIPT_NAME,
                                            FC_FAMILY, FC_LANG, FC_SLANT, FC_WEIGHT,
                                            FC_SPACING, FC_CHARSET, FC_FONTVERSION, NULL);
    o->set = FcFontList(config(f), p, objects);
    FcObjectSetDestroy(objects);
    FcPatternDestroy(p);
    const size_t n = o->set ? (size_t)o->set->nfont : 0;
    o->v = arena_array(f->arena, n, sizeof *o->v);
    for (size_t i = 0; i < n; i++) {
        const Candidate c = candidate(f->arena, o->set->fonts[i], lang, weight, italic);
        if (c.chars && c.path.n && !str_ends(c.path, S(".pfb")) &&
            !str_ends(c.path, S(".gz")))
            o->v[o->n++] = c;
    }
    if (o->n)
        qsort(o->v, o->n, sizeof *o->v, by_distance);
    return o;
}

/* The language as fontconfig calls it.  Ideographs of a text in no language that writes
 * them are taken for Chinese, and Chinese of no region for that of the mainland. */
static Str fallback_lang(uint32_t cp, Str lang)
{
    const uint32_t han = (uint32_t)'H' << 24 | 'a' << 16 | 'n' << 8 | 'i';
    const Str two = str_sub(lang, 0, 2);
    if (str_eq(two, S("zh"))) {
        if (str_has(lang, S("HK")) || str_has(lang, S("MO")))
            return S("zh-hk");
        return str_has(lang, S("Hant")) || str_has(lang, S("TW")) ? S("zh-tw")
                                                                  : S("zh-cn");
    }
    if (uni_script(cp) == han && !str_eq(two, S("ja")) && !str_eq(two, S("ko")))
        return S("zh-cn");
    return lang;
}

const Face *fonts_fallback(Fonts *f, uint32_t cp, Str lang, uint16_t weight, bool italic)
{
    const Face *face = NULL;
    pthread_mutex_lock(&f->lock);
    lang = fallback_lang(cp, lang);
    const Str key =
        arena_printf(f->arena, STR_FMT "/%d/%d", STR_ARG(lang), weight, italic);
    void **at = map_at(&f->orders, key);
    if (*at == NULL)
        *at = order_make(f, lang, weight, italic);
    const FallbackOrder *o = *at;
    for (size_t i = 0; i < o->n && face == NULL; i++)
        if (FcCharSetHasChar(o->v[i].chars, cp)) {
            face = load(f, o->v[i].path, o->v[i].index);
            if (face && !face_has(face, cp))
                face = NULL;
        }
    pthread_mutex_unlock(&f->lock);
    return face;
}

const char *font_package_for(uint32_t cp)
{
    static const char *const cjk[] = {"Hani", "Hira", "Kana", "Hang", "Bopo"};
    const uint32_t script = uni_script(cp);
    const char code[5] = {(char)(script >> 24), (char)(script >> 16), (char)(script >> 8),
                          (char)script, '\0'};
    for (size_t i = 0; i < sizeof cjk / sizeof *cjk; i++)
        if (strcmp(code, cjk[i]) == 0)
            return "fonts-noto-cjk";
    if (uni_is_wide(cp) && cp < 0x1F000)
        return "fonts-noto-cjk";
    return cp >= 0x1F000 && cp < 0x20000 ? "fonts-symbola" : "fonts-noto-core";
}

const char *font_versions(void)
{
    static char text[64];
    if (text[0] == '\0') {
        const int v = FcGetVersion();
        snprintf(text, sizeof text, "HarfBuzz %s, fontconfig %d.%d.%d",
                 hb_version_string(), v / 10000, v / 100 % 100, v % 100);
    }
    return text;
}
