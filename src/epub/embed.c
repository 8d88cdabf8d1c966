/* The fonts that the book brings along, for scripts that its reader may have none for.
 *
 * Whoever reads has chosen a face, and a book does well to leave it alone.  But a reader
 * without a font for a script shows boxes.  Phones and computers have fonts for all;
 * the devices made for books have Latin, Greek and Cyrillic, and since they are sold
 * there, Chinese, Japanese and Korean.  Of what is beyond that one model has this and
 * another that, so all of it counts as rare.  Symbols have no script and are left to the
 * reader.
 *
 * Each character of such a script gets the face in which the PDF would set it: the body's
 * if that has it, else a fallback for its language.  The text is parted in stretches; one
 * in a rare script takes in the blanks and marks between its words, so that a sentence is
 * one stretch, and figures and all else between stays the reader's.  A stretch is a span
 * of a class that names the face and nothing else.  The alternatives would override the
 * reader's own face for common scripts (a family of the body, even with unicode-range, as
 * a list of families replaces what was chosen), or leave names in a text of another
 * language unreadable (rules by :lang(), which older readers do not know, either).
 *
 * A font holds the characters of its stretches and what shaping may make of them.  One
 * face of a family is enough: where text is bold or italic, readers make it so. */
#include "embed.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/unicode.h"
#include "base/utf8.h"

enum {
    FIRST_RARE = 0x530, /* all before is Latin, Greek or Cyrillic, or of no script */
    CHARACTERS = 0x110000,
};

typedef struct EmbeddedFont {
    const Face *face;
    Str family;   /* the face's name, with a number where another font has it, too */
    uint8_t *has; /* a bit for each character */
    Str cls, href;
    Str bytes; /* of the file; empty: it could not be made */
} EmbeddedFont;

typedef struct Embedding {
    EmbedFonts which;
    Arena *arena; /* the publication's */
    EmbeddedFont **v;
    size_t n, cap;
    Map chosen; /* character and language -> EmbeddedFont *, or &none */
    Map faces;  /* path and index -> the same */
    Map told;   /* scripts without a font that were reported -> not NULL */
    Buf key;    /* scratch */
    Fonts *all; /* NULL once every character has its font */
    const StyleSheet *sheet;
    Diag *diag;
} Embedding;

static EmbeddedFont none; /* stands for the reader's own */

/* ---- the font of a character ---- */

#define SCRIPT(a, b, c, d)                                                               \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* Full-width marks are set with ideographs. */
static uint32_t script_of(uint32_t cp)
{
    const uint32_t script = uni_script_shared(cp);
    const bool wide = script == SCRIPT('Z', 'y', 'y', 'y') && uni_is_wide(cp);
    return wide && cp < 0x10000 ? SCRIPT('H', 'a', 'n', 'i') : script;
}

static bool is_wanted(uint32_t script, EmbedFonts which)
{
    static const struct {
        uint32_t script;
        EmbedFonts from; /* the least that it is wanted for; NONE: it never is */
    } common[] = {
        {SCRIPT('Z', 'y', 'y', 'y'), EMBED_NONE},
        {SCRIPT('Z', 'i', 'n', 'h'), EMBED_NONE},
        {SCRIPT('Z', 'z', 'z', 'z'), EMBED_NONE},
        {SCRIPT('L', 'a', 't', 'n'), EMBED_NONE},
        {SCRIPT('G', 'r', 'e', 'k'), EMBED_NONE},
        {SCRIPT('C', 'y', 'r', 'l'), EMBED_NONE},
        {SCRIPT('H', 'a', 'n', 'i'), EMBED_ALL},
        {SCRIPT('H', 'i', 'r', 'a'), EMBED_ALL},
        {SCRIPT('K', 'a', 'n', 'a'), EMBED_ALL},
        {SCRIPT('H', 'a', 'n', 'g'), EMBED_ALL},
        {SCRIPT('B', 'o', 'p', 'o'), EMBED_ALL},
    };
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (common[i].script == script)
            return common[i].from != EMBED_NONE && which >= common[i].from;
    return true;
}

static const Face *face_for(const Embedding *e, uint32_t cp, Str lang)
{
    const Element html = {.name = "html", .lang = lang, .is_last = true};
    const Element body = {.name = "body", .lang = lang, .parent = &html, .is_last = true};
    Style of_html, style;
    style_compute(e->sheet, &html, NULL, &of_html);
    style_compute(e->sheet, &body, &of_html, &style);
    const Face *own = fonts_match(e->all, style.family, style.weight, style.italic);
    return own && face_has(own, cp)
               ? own
               : fonts_fallback(e->all, cp, lang, style.weight, style.italic);
}

static bool name_is_taken(const Embedding *e, Str family)
{
    for (size_t i = 0; i < e->n; i++)
        if (str_eq_nocase(e->v[i]->family, family))
            return true;
    return false;
}

static EmbeddedFont *font_new(Embedding *e, const Face *face)
{
    EmbeddedFont *f = arena_alloc(e->arena, sizeof *f);
    f->face = face;
    f->family = face->family;
    for (unsigned i = 2; name_is_taken(e, f->family); i++)
        f->family = arena_printf(e->arena, STR_FMT " %u", STR_ARG(face->family), i);
    f->has = arena_alloc(e->arena, CHARACTERS / 8);
    ARRAY_ROOM(e->v, e->n, e->cap);
    e->v[e->n++] = f;
    f->cls = arena_printf(e->arena, "face-%zu", e->n);
    f->href = arena_printf(e->arena, "font-%zu.%s", e->n, face->cff ? "otf" : "ttf");
    return f;
}

static EmbeddedFont *font_of_face(Embedding *e, const Face *face)
{
    const Str key =
        arena_printf(e->arena, STR_FMT "#%u", STR_ARG(face->path), (unsigned)face->index);
    void **at = map_at(&e->faces, key);
    if (*at == NULL) {
        const char *why = face_forbidden(face);
        if (why)
            diag(e->diag, D_EMBED_REFUSED, (Loc){0}, face->name, str_of(why));
        *at = why ? &none : font_new(e, face);
    }
    return *at;
}

static void report_none(Embedding *e, uint32_t cp, uint32_t script)
{
    const Str code =
        arena_printf(e->arena, "%c%c%c%c", (int)(script >> 24), (int)(script >> 16 & 255),
                     (int)(script >> 8 & 255), (int)(script & 255));
    void **at = map_at(&e->told, code);
    if (*at == NULL)
        diag(e->diag, D_EMBED_MISSING, (Loc){0}, code, str_of(font_package_for(cp)));
    *at = e;
}

static EmbeddedFont *font_of(Embedding *e, uint32_t cp, Str lang)
{
    char utf8[4];
    if (cp < FIRST_RARE)
        return &none;
    const uint32_t script = script_of(cp);
    if (!is_wanted(script, e->which))
        return &none;
    buf_clear(&e->key);
    buf_put(&e->key, (Str){utf8, utf8_encode(cp, utf8)});
    buf_put(&e->key, lang);
    EmbeddedFont *font = map_find(&e->chosen, buf_str(&e->key));
    if (font || e->all == NULL)
        return font ? font : &none;
    const Face *face = face_for(e, cp, lang);
    if (face == NULL)
        report_none(e, cp, script);
    font = face ? font_of_face(e, face) : &none;
    *map_at(&e->chosen, arena_str(e->arena, buf_str(&e->key))) = font;
    return font;
}

/* ---- stretches of text ---- */

/* May there be a character in it that a font is for? */
static bool is_plain(Str text)
{
    enum { LEAD = 0xD4 }; /* the first byte of FIRST_RARE */
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= LEAD)
            return false;
    return true;
}

/* How a character goes with a stretch before it: not at all, if more of the stretch
 * follows, or as a part of it. */
typedef enum Joins { JOINS_NOT, JOINS_BETWEEN, JOINS } Joins;

static Joins joins(Embedding *e, const EmbeddedFont *font, uint32_t script, uint32_t cp,
                   Str lang)
{
    if (uni_is_mark(cp) || uni_is_ignorable(cp))
        return JOINS;
    const bool has = font != &none && face_has(font->face, cp);
    if (has && uni_in_script(cp, script)) /* shared ones are as their neighbours */
        return JOINS;
    const EmbeddedFont *own = font_of(e, cp, lang);
    if (own == font)
        return JOINS;
    const bool parts_words = uni_is_space(cp) || uni_is_punct(cp);
    return has && own == &none && parts_words ? JOINS_BETWEEN : JOINS_NOT;
}

/* Takes the first stretch off *rest. */
static Str next_stretch(Embedding *e, Str lang, Str *rest, EmbeddedFont **font)
{
    size_t i = 0;
    const uint32_t first = utf8_next(*rest, &i), script = script_of(first);
    *font = font_of(e, first, lang);
    size_t end = i;
    while (i < rest->n) {
        const Joins how = joins(e, *font, script, utf8_next(*rest, &i), lang);
        if (how == JOINS_NOT)
            break;
        if (how == JOINS)
            end = i;
    }
    const Str stretch = str_sub(*rest, 0, end);
    *rest = str_sub(*rest, end, rest->n);
    return stretch;
}

static Str lang_of(const Chapter *c, const Node *n)
{
    while (n && n->lang.n == 0)
        n = n->parent;
    return n ? n->lang : c->lang;
}

void embed_text(const Publication *p, Buf *out, const Chapter *c, const Node *n, Str text)
{
    Embedding *e = p->embedding;
    if (e == NULL || is_plain(text)) {
        buf_xml(out, text);
        return;
    }
    const Str lang = lang_of(c, n);
    while (text.n > 0) {
        EmbeddedFont *font;
        const Str stretch = next_stretch(e, lang, &text, &font);
        if (font->bytes.n > 0)
            buf_printf(out, "<span class=\"" STR_FMT "\">", STR_ARG(font->cls));
        buf_xml(out, stretch);
        if (font->bytes.n > 0)
            buf_put(out, S("</span>"));
    }
}

/* ---- the fonts ---- */

static bool has_char(const EmbeddedFont *f, uint32_t cp)
{
    return f->has[cp / 8] & 1 << cp % 8;
}

static void add_char(EmbeddedFont *f, uint32_t cp)
{
    if (face_has(f->face, cp))
        f->has[cp / 8] |= (uint8_t)(1 << cp % 8);
}

static void add_shaped(EmbeddedFont *f, uint32_t cp)
{
    uint32_t parts[SHAPE_APART];
    const size_t n = shape_apart(cp, parts);
    add_char(f, cp);
    for (size_t i = 0; i < n; i++)
        add_char(f, parts[i]);
}

static void note_text(Embedding *e, const Chapter *c, const Node *n)
{
    if (is_plain(n->text))
        return;
    const Str lang = lang_of(c, n);
    for (Str rest = n->text; rest.n > 0;) {
        EmbeddedFont *font;
        const Str stretch = next_stretch(e, lang, &rest, &font);
        for (size_t i = 0; font != &none && i < stretch.n;)
            add_shaped(font, utf8_next(stretch, &i));
    }
}

static void make_file(Embedding *e, EmbeddedFont *f)
{
    uint32_t *chars = mem_grow(NULL, CHARACTERS, sizeof *chars);
    size_t n = 0;
    for (uint32_t cp = 0; cp < CHARACTERS; cp++)
        if (has_char(f, cp))
            chars[n++] = cp;
    if (!face_font_file(e->arena, f->face, chars, n, &f->bytes))
        diag(e->diag, D_EMBED_REFUSED, (Loc){0}, f->face->name,
             S("no font of these characters alone can be made of it"));
    free(chars);
}

void embed_fonts(Diag *d, Publication *p, const StyleSheet *sheet, Fonts *fonts,
                 EmbedFonts which)
{
    if (which == EMBED_NONE)
        return;
    Embedding *e = p->embedding = arena_alloc(p->arena, sizeof *e);
    *e = (Embedding){
        .which = which, .arena = p->arena, .all = fonts, .sheet = sheet, .diag = d};
    for (size_t i = 0; i < p->book->nchapters; i++)
        for (Walk w = walk(p->book->chapters[i].root); walk_next(&w);)
            if (w.enter)
                note_text(e, &p->book->chapters[i], w.node);
    for (size_t i = 0; i < e->n; i++)
        make_file(e, e->v[i]);
    e->all = NULL;
}

void embed_free(Publication *p)
{
    if (p->embedding == NULL)
        return;
    map_free(&p->embedding->chosen);
    map_free(&p->embedding->faces);
    map_free(&p->embedding->told);
    buf_free(&p->embedding->key);
    free(p->embedding->v);
}

size_t embed_count(const Publication *p)
{
    return p->embedding ? p->embedding->n : 0;
}

void embed_items(Publication *p)
{
    for (size_t i = 0; i < embed_count(p); i++) {
        const EmbeddedFont *f = p->embedding->v[i];
        if (f->bytes.n > 0)
            p->items[p->nitems++] = (Item){.id = path_stem(f->href),
                                           .href = f->href,
                                           .type = f->face->cff ? "font/otf" : "font/ttf",
                                           .bytes = f->bytes};
    }
}

/* ---- their rules ---- */

static void put_string(Buf *out, Str s)
{
    buf_byte(out, '"');
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || s.p[i] == '\\' || (unsigned char)s.p[i] < 0x20)
            buf_printf(out, "\\%x ", (unsigned)(unsigned char)s.p[i]);
        else
            buf_byte(out, s.p[i]);
    buf_byte(out, '"');
}

/* A range for each row of 256 characters, from the first to the last that it has of them:
 * what lies between without being in the font is the reader's all the same. */
static void put_ranges(Buf *out, const EmbeddedFont *f)
{
    enum { ROW = 256 };
    const char *between = "";
    for (uint32_t row = 0; row < CHARACTERS; row += ROW) {
        uint32_t from = row, to = row + ROW;
        while (from < to && !has_char(f, from))
            from++;
        while (to > from && !has_char(f, to - 1))
            to--;
        if (from == to)
            continue;
        buf_printf(out, "%sU+%X", between, (unsigned)from);
        if (to - 1 > from)
            buf_printf(out, "-%X", (unsigned)to - 1);
        between = ", ";
    }
}

void embed_css(const Publication *p, Buf *out)
{
    for (size_t i = 0; i < embed_count(p); i++) {
        const EmbeddedFont *f = p->embedding->v[i];
        if (f->bytes.n == 0)
            continue;
        buf_put(out, S("\n@font-face {\n  font-family: "));
        put_string(out, f->family);
        buf_printf(out,
                   ";\n  src: url(" STR_FMT ");\n  unicode-range: ", STR_ARG(f->href));
        put_ranges(out, f);
        buf_printf(out, ";\n}\n\n." STR_FMT " {\n  font-family: ", STR_ARG(f->cls));
        put_string(out, f->family);
        buf_put(out, S(";\n}\n"));
    }
}
