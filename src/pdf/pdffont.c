/* Fonts: composite fonts with Identity-H, so that a code is a glyph's number, embedded as
 * subsets that keep these numbers.
 *
 * ToUnicode is what searching, copying and reading aloud rest on.  Shaping loses the
 * characters (a ligature is one glyph, a small capital may come from either case), and
 * a code has one entry only; so the first text that a glyph stands for gets the entry,
 * and whoever shows the glyph for another text wraps it in /ActualText (textrun.c). */
#include "pdffont.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/utf8.h"

enum {
    CMAP_BLOCK = 100, /* entries: a limit of the CMap format */
    TEXT_MOST = 96,   /* bytes of text for one code: CMap strings are short */
};

struct FontSet {
    Arena *arena;
    Objects *objects;
    FontUse **fonts;
    size_t n, cap;
    Map by_face; /* keyed by the address of the face, as bytes */
};

static void fontset_free(void *p)
{
    FontSet *s = p;
    free(s->fonts);
    map_free(&s->by_face);
}

FontSet *fontset_new(Arena *a, Objects *o)
{
    FontSet *s = arena_alloc(a, sizeof *s);
    s->arena = a;
    s->objects = o;
    arena_defer(a, fontset_free, s);
    return s;
}

FontUse *fontset_use(FontSet *s, const Face *face)
{
    if (s->n > 0 && s->fonts[s->n - 1]->face == face)
        return s->fonts[s->n - 1];
    FontUse *f = map_find(&s->by_face, (Str){(const char *)&face, sizeof face});
    if (f)
        return f;
    f = arena_alloc(s->arena, sizeof *f);
    f->face = face;
    f->number = (uint32_t)s->n + 1;
    f->ref = obj_reserve(s->objects);
    f->glyphs = arena_array(s->arena, face->nglyphs, sizeof *f->glyphs);
    *map_at(&s->by_face, (Str){(const char *)&f->face, sizeof f->face}) = f;
    ARRAY_ROOM(s->fonts, s->n, s->cap);
    return s->fonts[s->n++] = f;
}

/* ---- glyphs ---- */

static GlyphUse *glyph(FontUse *f, uint32_t gid)
{
    GlyphUse *g = &f->glyphs[gid];
    if (!g->used) {
        g->used = true;
        g->width =
            (int32_t)divide((int64_t)face_advance(f->face, gid) * EM, f->face->upem);
    }
    return g;
}

/* What ToUnicode may not say (ISO 19005-2, 6.2.11.7.2). */
static bool is_sayable(Str text)
{
    for (size_t i = 0; i < text.n;) {
        const uint32_t cp = utf8_next(text, &i);
        if (cp == 0 || cp == 0xFEFF || cp == 0xFFFE)
            return false;
    }
    return text.n > 0 && text.n <= TEXT_MOST;
}

bool glyph_means(FontUse *f, uint32_t gid, Str text)
{
    GlyphUse *g = glyph(f, gid);
    if (g->text.n == 0 && is_sayable(text))
        g->text = text;
    return str_eq(g->text, text);
}

void glyph_use(FontUse *f, uint32_t gid, Str spare)
{
    GlyphUse *g = glyph(f, gid);
    if (g->spare.n == 0 && is_sayable(spare))
        g->spare = spare;
}

/* ---- writing ---- */

/* The used glyphs in order; the text of each is settled. */
static size_t settle(Arena *a, FontUse *f, uint32_t **out)
{
    size_t n = 0;
    uint32_t *gids = arena_array(a, f->face->nglyphs, sizeof *gids);
    for (uint32_t i = 0; i < f->face->nglyphs && i <= CODE_MOST; i++) {
        GlyphUse *g = &f->glyphs[i];
        if (!g->used)
            continue;
        if (g->text.n == 0)
            g->text = g->spare.n ? g->spare : S("\xEF\xBF\xBD");
        gids[n++] = i;
    }
    *out = gids;
    return n;
}

/* "ABCDEF+Name": the letters tell subsets of one face apart. */
static Str subset_name(Arena *a, const Face *face, Str program)
{
    enum { NAME_MOST = 63 }; /* of a PostScript name */
    char tag[6];
    uint64_t h = str_hash(program);
    for (size_t i = 0; i < sizeof tag; i++, h /= 26)
        tag[i] = (char)('A' + h % 26);
    Buf b = {0};
    buf_printf(&b, "/%.6s+", tag);
    put_name(&b, str_sub(face->name, 0, NAME_MOST));
    const Str name = arena_str(a, buf_str(&b));
    buf_free(&b);
    return name;
}

static Ref write_to_unicode(Objects *o, const FontUse *f, const uint32_t *gids, size_t n)
{
    Buf b = {0};
    buf_put(&b, S("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                  "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> "
                  "def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                  "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"));
    for (size_t i = 0; i < n; i++) {
        if (i % CMAP_BLOCK == 0)
            buf_printf(&b, "%zu beginbfchar\n", n - i < CMAP_BLOCK ? n - i : CMAP_BLOCK);
        buf_byte(&b, '<');
        put_hex4(&b, gids[i]);
        buf_put(&b, S("> "));
        put_utf16(&b, f->glyphs[gids[i]].text, false);
        buf_byte(&b, '\n');
        if (i % CMAP_BLOCK == CMAP_BLOCK - 1 || i + 1 == n)
            buf_put(&b, S("endbfchar\n"));
    }
    buf_put(&b, S("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"));
    const Ref ref = obj_stream(o, (Str){0}, buf_str(&b), true);
    buf_free(&b);
    return ref;
}

/* "3 [500 512] 7 [250]": runs of neighbours share a bracket. */
static void put_widths(Buf *b, const FontUse *f, const uint32_t *gids, size_t n)
{
    buf_put(b, S("/W ["));
    for (size_t i = 0; i < n; i++) {
        const bool follows = i > 0 && gids[i] == gids[i - 1] + 1;
        if (follows)
            buf_byte(b, ' ');
        else
            buf_printf(b, i > 0 ? "] %u [" : "%u [", gids[i]);
        buf_decimal(b, f->glyphs[gids[i]].width, 3);
    }
    buf_put(b, S("]]\n"));
}

static int thousandths(const Face *face, int units)
{
    return (int)divide((int64_t)units * 1000, face->upem);
}

/* Stem width is not in the font; estimated from the weight, as most producers do. */
static int stem(const Face *face)
{
    return 10 + 220 * (face->weight > 50 ? face->weight - 50 : 0) / 900;
}

static Ref write_descriptor(FontSet *s, const Face *face, Str name, Ref file,
                            FontProgram kind)
{
    enum { SYMBOLIC = 4, ITALIC = 64 };
    Buf b = {0};
    buf_put(&b, S("/Type /FontDescriptor /FontName "));
    buf_put(&b, name);
    buf_printf(&b, " /Flags %d /FontBBox [", SYMBOLIC | (face->italic ? ITALIC : 0));
    for (int i = 0; i < 4; i++)
        buf_printf(&b, i ? " %d" : "%d", thousandths(face, face->bbox[i]));
    buf_printf(&b, "] /ItalicAngle %d /Ascent %d /Descent %d /CapHeight %d /StemV %d\n",
               face->italic_angle, thousandths(face, face->ascender),
               thousandths(face, face->descender), thousandths(face, face->cap_height),
               stem(face));
    buf_printf(&b, "/FontFile%d %u 0 R\n", kind == PROGRAM_CFF ? 3 : 2, file);
    const Ref ref = obj_add(s->objects, buf_str(&b));
    buf_free(&b);
    return ref;
}

static Ref write_program(FontSet *s, Str program, FontProgram kind)
{
    const Str entries = kind == PROGRAM_CFF
                            ? S("/Subtype /CIDFontType0C\n")
                            : arena_printf(s->arena, "/Length1 %zu\n", program.n);
    return obj_stream(s->objects, entries, program, true);
}

static bool write_font(FontSet *s, Diag *d, FontUse *f)
{
    uint32_t *gids;
    const size_t n = settle(s->arena, f, &gids);
    Str program;
    FontProgram kind;
    if (!face_subset(s->arena, f->face, gids, n, &program, &kind))
        return diag(d, D_FONT_MISSING, (Loc){0}, f->face->path,
                    S("HarfBuzz cannot make a subset of it"));
    const Str name = subset_name(s->arena, f->face, program);
    const Ref file = write_program(s, program, kind);
    const Ref descriptor = write_descriptor(s, f->face, name, file, kind);
    Buf b = {0};
    buf_printf(&b, "/Type /Font /Subtype /CIDFontType%d /BaseFont " STR_FMT "\n",
               kind == PROGRAM_CFF ? 0 : 2, STR_ARG(name));
    buf_put(&b, S("/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
                  "/Supplement 0 >>\n"));
    buf_printf(&b, "/FontDescriptor %u 0 R%s\n", descriptor,
               kind == PROGRAM_CFF ? "" : " /CIDToGIDMap /Identity");
    put_widths(&b, f, gids, n);
    const Ref descendant = obj_add(s->objects, buf_str(&b));
    buf_free(&b);
    const Ref to_unicode = write_to_unicode(s->objects, f, gids, n);
    obj_tell(s->objects, f->ref,
             arena_printf(s->arena,
                          "/Type /Font /Subtype /Type0 /BaseFont " STR_FMT
                          " /Encoding /Identity-H\n/DescendantFonts [%u 0 R] "
                          "/ToUnicode %u 0 R\n",
                          STR_ARG(name), descendant, to_unicode));
    return true;
}

bool fontset_write(FontSet *s, Diag *d, Buf *resources)
{
    buf_put(resources, S("/Font <<"));
    bool ok = true;
    for (size_t i = 0; i < s->n && ok; i++) {
        ok = write_font(s, d, s->fonts[i]);
        buf_printf(resources, " /F%u %u 0 R", s->fonts[i]->number, s->fonts[i]->ref);
    }
    buf_put(resources, S(" >>\n"));
    return ok;
}
