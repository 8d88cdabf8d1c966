/* The drawn cover: a book bound in cloth, with a paper label that says what it is.
 *
 * The faces are those of the title page.  Glyphs come as outlines from HarfBuzz and are
 * drawn as paths of an SVG: letters in it would ask the system for fonts, and differ from
 * one machine to the next.  The cloth is one of a few quiet colours, chosen by the title,
 * so that the numbers of a series look alike and two series do not. */
#include "cover.h"

#include <stdlib.h>

#include "base/unicode.h"
#include "lettering.h"

/* In pixels; 3:4 is what most readers' shelves show. */
enum {
    WIDTH = 1200,
    HEIGHT = 1600,
    LABEL_LEFT = 150,
    LABEL_WIDTH = WIDTH - 2 * LABEL_LEFT,
    LABEL_MIDDLE = 660, /* the optical centre of what lies above the emblem */
    LABEL_LEAST = 620,  /* its height */
    PADDING = 96,
    MEASURE = LABEL_WIDTH - 2 * 80,
    EMBLEM_MIDDLE = 1370,
};

typedef struct Colour {
    uint8_t r, g, b;
} Colour;

static const Colour cloths[] = {
    {0x2B, 0x40, 0x50}, /* slate */
    {0x34, 0x4D, 0x3E}, /* moss */
    {0x63, 0x2D, 0x2C}, /* oxblood */
    {0x5C, 0x48, 0x30}, /* walnut */
    {0x46, 0x35, 0x4C}, /* plum */
    {0x25, 0x4C, 0x50}, /* teal */
};
static const Colour paper = {0xF6, 0xF1, 0xE6};
static const Colour ink = {0x22, 0x20, 0x1E};

/* What the label says, in the classes of the title page. */
typedef struct BlockSpec {
    Str cls;
    int most, largest; /* lines; pixels an em */
    int gap;           /* above it, where it is not the first */
    bool of_title;     /* a part of the title: no rule parts them */
} BlockSpec;

static const BlockSpec specs[] = {
    {S("book-title"), 6, 128, 0, true},
    {S("book-subtitle"), 3, 46, 30, true},
    {S("book-author"), 3, 48, 36, false},
    {S("book-date"), 1, 36, 36, false},
};

enum { BLOCKS = sizeof specs / sizeof *specs, RULED_GAP = 96 };

typedef struct Block {
    const BlockSpec *spec;
    const Lettering *text;
    bool ruled; /* a short rule stands above it */
} Block;

/* ---- marks ---- */

static void put_colour(Buf *svg, const char *attribute, Colour c)
{
    buf_printf(svg, " %s=\"#%02x%02x%02x\"", attribute, c.r, c.g, c.b);
}

static void put_box(Buf *svg, int x, int y, int width, int height)
{
    buf_printf(svg, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", x, y, width,
               height);
}

/* ---- glyphs ---- */

static void on_outline(void *ctx, char op, const float *xy)
{
    Buf *svg = ctx;
    const int points = op == 'Z' ? 0 : op == 'C' ? 3 : op == 'Q' ? 2 : 1;
    buf_byte(svg, op);
    for (int i = 0; i < 2 * points; i++) {
        buf_byte(svg, ' ');
        buf_decimal(svg, (int64_t)((double)xy[i] * 100), 2);
    }
}

/* A run with its pen at (x64/64, y). */
static void put_run(Buf *svg, const Shape *s, int64_t x64, int y, int size)
{
    int64_t pen = 0;
    buf_put(svg, S("<g transform=\"translate("));
    buf_decimal(svg, x64 * 1000 / 64, 3);
    buf_printf(svg, " %d) scale(", y);
    buf_decimal(svg, (int64_t)size * 1000000 / s->face->upem, 6);
    buf_byte(svg, ' ');
    buf_decimal(svg, -(int64_t)size * 1000000 / s->face->upem, 6);
    buf_put(svg, S(")\">\n"));
    for (uint32_t i = 0; i < s->n; i++) {
        const Glyph *g = &s->glyphs[i];
        buf_printf(svg, "<path transform=\"translate(%ld %ld)\" d=\"",
                   (long)(pen + g->dx), (long)g->dy);
        face_outline(s->face, g->gid, on_outline, svg);
        buf_put(svg, S("\"/>\n"));
        pen += g->advance;
    }
    buf_put(svg, S("</g>\n"));
}

static int leading_of(const Lettering *d)
{
    return d->size * 6 / 5;
}

/* Lines centred, the first in a line box that begins at y. */
static void put_lettering(Buf *svg, const Lettering *d, int y)
{
    for (size_t k = 0; k < d->n; k++, y += leading_of(d)) {
        const LetteringLine *line = &d->lines[k];
        const int base = y + d->size * 9 / 10;
        int64_t x64 = (int64_t)WIDTH * 32 - (int64_t)line->width * d->size / 32;
        for (size_t i = 0; i < line->n; i++) {
            const Shape *s = line->runs[i];
            put_run(svg, s, x64, base, d->size);
            x64 += (int64_t)s->width * d->size * 64 / s->face->upem;
        }
    }
}

/* ---- the label ---- */

static int gap_above(const Block *b, bool first)
{
    return first ? 0 : b->ruled ? RULED_GAP : b->spec->gap;
}

static int text_height(const Block *blocks, size_t n)
{
    int height = 0;
    for (size_t i = 0; i < n; i++)
        height += gap_above(&blocks[i], i == 0) +
                  (int)blocks[i].text->n * leading_of(blocks[i].text);
    return height;
}

/* A frame of a thick line and a thin one within. */
static void put_frame(Buf *svg, int top, int height, Colour c)
{
    static const struct {
        int inset, width;
    } lines[] = {{26, 6}, {37, 2}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        put_box(svg, LABEL_LEFT + lines[i].inset, top + lines[i].inset,
                LABEL_WIDTH - 2 * lines[i].inset, height - 2 * lines[i].inset);
        put_colour(svg, "stroke", c);
        buf_printf(svg, " fill=\"none\" stroke-width=\"%d\"/>\n", lines[i].width);
    }
}

static void put_label(Buf *svg, const Block *blocks, size_t n, Colour cloth)
{
    const int text = text_height(blocks, n);
    const int least = text + 2 * PADDING;
    const int height = least > LABEL_LEAST ? least : LABEL_LEAST;
    const int top = LABEL_MIDDLE - height / 2;
    put_box(svg, LABEL_LEFT, top, LABEL_WIDTH, height);
    put_colour(svg, "fill", paper);
    buf_put(svg, S("/>\n"));
    put_frame(svg, top, height, cloth);
    int y = top + (height - text) / 2;
    for (size_t i = 0; i < n; i++) {
        const Block *b = &blocks[i];
        if (b->ruled) {
            put_box(svg, WIDTH / 2 - 60, y + RULED_GAP / 2, 120, 3);
            put_colour(svg, "fill", cloth);
            buf_put(svg, S("/>\n"));
        }
        y += gap_above(b, i == 0);
        buf_put(svg, S("<g"));
        put_colour(svg, "fill", ink);
        buf_put(svg, S(">\n"));
        put_lettering(svg, b->text, y);
        buf_put(svg, S("</g>\n"));
        y += (int)b->text->n * leading_of(b->text);
    }
}

/* ---- the emblem ---- */

/* An ear of grain from (x, y), leaning by dx on a height of dy: a leaf between two arcs.
 */
static void put_ear(Buf *svg, int x, int y, int dx, int dy)
{
    buf_printf(
        svg, "<path stroke=\"none\" d=\"M%d %dC%d %d %d %d %d %dC%d %d %d %d %d %d\"/>\n",
        x, y, x + dx / 4 - dy / 6, y - dy / 4 - dx / 6, x + 3 * dx / 4 - dy / 8,
        y - 3 * dy / 4 - dx / 8, x + dx, y - dy, x + 3 * dx / 4 + dy / 8,
        y - 3 * dy / 4 + dx / 8, x + dx / 4 + dy / 6, y - dy / 4 + dx / 6, x, y);
}

/* A sheaf: seven stalks through one band. */
static void put_emblem(Buf *svg)
{
    enum { WAIST = EMBLEM_MIDDLE + 30 };
    buf_put(svg, S("<g stroke-linecap=\"round\" stroke-width=\"4\""));
    put_colour(svg, "stroke", paper);
    put_colour(svg, "fill", paper);
    buf_put(svg, S(">\n"));
    for (int k = -3; k <= 3; k++) {
        const int foot = WIDTH / 2 + 17 * k, waist = WIDTH / 2 + 5 * k;
        const int head = WIDTH / 2 + 24 * k, top = WAIST - 92 + 4 * k * k;
        buf_printf(
            svg,
            "<path fill=\"none\" d=\"M%d %dC%d %d %d %d %d %dC%d %d %d %d %d %d\"/>\n",
            foot, WAIST + 84 - k * k, waist + 2 * k, WAIST + 40, waist, WAIST + 20, waist,
            WAIST, waist, WAIST - 30, head - 5 * k, top + 34, head, top);
        put_ear(svg, head, top + 4, 9 * k, 68 - 2 * k * k);
    }
    for (int i = -1; i <= 1; i += 2)
        buf_printf(
            svg,
            "<path fill=\"none\" stroke-width=\"5\" d=\"M%d %dC%d %d %d %d %d %d\"/>\n",
            WIDTH / 2 - 24, WAIST + 5 * i, WIDTH / 2 - 10, WAIST + 5 * i + 7,
            WIDTH / 2 + 10, WAIST + 5 * i + 7, WIDTH / 2 + 24, WAIST + 5 * i);
    buf_put(svg, S("</g>\n"));
}

/* ---- the whole ---- */

/* The features that a style asks for. */
static unsigned features_of(const Style *s)
{
    return (s->caps != CAPS_NORMAL ? FEATURE_SMCP : 0u) |
           (s->caps == CAPS_ALL_SMALL ? FEATURE_C2SC : 0u) |
           (s->figures == FIGURES_OLDSTYLE ? FEATURE_ONUM : 0u) |
           (s->figures == FIGURES_LINING ? FEATURE_LNUM : 0u);
}

/* Words of the title page in its own type, but for their size; NULL: no font. */
static const Lettering *set_words(Arena *a, const Book *b, const StyleSheet *sheet,
                                  Fonts *fonts, const Node *n, const BlockSpec *spec)
{
    const Element body = {.name = "body", .lang = b->lang, .is_last = true};
    const Element page = {.name = node_element(n->parent),
                          .cls = n->parent->cls,
                          .id = n->parent->id,
                          .lang = b->lang,
                          .parent = &body};
    const Str lang = n->lang.n ? n->lang : b->lang;
    const Element e = {
        .name = node_element(n), .cls = n->cls, .lang = lang, .parent = &page};
    Style of_body, of_page, style;
    style_compute(sheet, &body, NULL, &of_body);
    style_compute(sheet, &page, &of_body, &of_page);
    style_compute(sheet, &e, &of_page, &style);
    const LetteringType type = {.fonts = fonts,
                                .families = style.family,
                                .lang = lang,
                                .weight = style.weight,
                                .italic = style.italic,
                                .features = features_of(&style)};
    Str words = node_words(a, n);
    if (style.transform == TRANSFORM_UPPER)
        words = uni_upper(a, words);
    return lettering_set(a, &type, words, MEASURE, spec->most, spec->largest);
}

/* The next block of the title page that a cover shows, from n on; NULL: none. */
static const Node *next_shown(const Node *n, const BlockSpec **spec)
{
    for (; n; n = n->next)
        for (size_t i = 0; i < BLOCKS; i++)
            if (node_has_class(n, specs[i].cls)) {
                *spec = &specs[i];
                return n;
            }
    return NULL;
}

static const Node *titlepage_of(const Book *b)
{
    for (size_t i = 0; i < b->nchapters; i++)
        if (b->chapters[i].kind == CHAPTER_TITLE)
            return b->chapters[i].root;
    return NULL;
}

static bool draw(const Block *blocks, size_t n, Colour cloth, Buf *out)
{
    static const PictureAims aims = {{WIDTH, HEIGHT}, 1024, 0};
    Buf svg = {0};
    PictureInfo info;
    PictureMade made = {0};
    buf_printf(&svg,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\">\n",
               WIDTH, HEIGHT);
    put_box(&svg, 0, 0, WIDTH, HEIGHT);
    put_colour(&svg, "fill", cloth);
    buf_put(&svg, S("/>\n"));
    put_label(&svg, blocks, n, cloth);
    put_emblem(&svg);
    buf_put(&svg, S("</svg>\n"));
    const Str bytes = buf_str(&svg);
    const bool ok = picture_probe(bytes, &info) == NULL &&
                    picture_make(bytes, &info, &aims, &made) == NULL;
    buf_put(out, made.bytes);
    free((char *)made.bytes.p);
    buf_free(&svg);
    return ok;
}

bool cover_draw(Diag *d, const Book *b, const StyleSheet *sheet, Fonts *fonts, Buf *out)
{
    Arena *a = arena_new();
    Block blocks[BLOCKS];
    size_t n = 0;
    const BlockSpec *spec;
    const Node *shown = next_shown(titlepage_of(b)->first, &spec);
    for (; shown && n < BLOCKS; shown = next_shown(shown->next, &spec)) {
        const Lettering *text = set_words(a, b, sheet, fonts, shown, spec);
        if (text == NULL)
            break;
        const bool ruled = n > 0 && blocks[n - 1].spec->of_title && !spec->of_title;
        blocks[n++] = (Block){spec, text, ruled};
    }
    const Colour cloth = cloths[str_hash(b->title) % (sizeof cloths / sizeof *cloths)];
    const bool ok = n > 0 && shown == NULL && draw(blocks, n, cloth, out);
    arena_free(a);
    return ok || diag(d, D_COVER, (Loc){0}, S("it could not be drawn"),
                      S("; the book has none"));
}

Str cover_words(Arena *a, const Book *b)
{
    Str words = {0};
    const BlockSpec *spec;
    for (const Node *n = titlepage_of(b)->first; (n = next_shown(n, &spec));
         n = n->next) {
        const Str more = node_words(a, n);
        words = words.n
                    ? arena_printf(a, STR_FMT ", " STR_FMT, STR_ARG(words), STR_ARG(more))
                    : more;
    }
    return words;
}
