/* The duplex test: one sheet, printed and folded as a booklet's is, that tells how the
 * printer treats paper and what to set where it does not do as it should.
 *
 * What is found out.  Arrows on both sides: on which edge the sheet was turned.  Crosses
 * near the corners of the outside, rings at the same places of the inside: how well both
 * meet, seen against the light.  A line of known length: whether all was reduced.  Dashes
 * with a scale: where the fold falls.  The four pages are those of a booklet's outer
 * sheet, so that the numbers tell whether it is folded right.
 *
 * The words are set here, line by line as they fit: typesetting takes books, and these
 * are forty lines that no stylesheet should change. */
#include "metadata.h"
#include "pagetree.h"
#include "sheets.h"
#include "textrun.h"

enum {
    PAGES = 4,
    BOTH = 2,
    CORNER = MM(10), /* from both edges to the middle of a cross */
    ARM = MM(4),     /* of a cross */
    RINGS = 3,       /* round a cross's place, 1 mm from each other */
    INSET = MM(18),  /* of the words, from the page's edges */
    WORDS_TOP = MM(38),
    ARROW_TOP = MM(12),
    ARROW_FOOT = MM(26),
    ARROW_HEAD = MM(4),
    NUMBER = 34 * PT,
    RULER = MM(100),
    TICK = MM(2),
    SCALE = 5, /* ticks on each side of the fold, 1 mm apart */
    DASH = MM(4),
};

/* ---- what is said ---- */

typedef enum Say { SAY_HEAD, SAY_TEXT, SAY_CASE, SAY_THEN, SAY_RULER } Say;

static const struct {
    bool italic;
    Len size, leading, before, indent;
} looks[] = {
    [SAY_HEAD] = {false, 16 * PT, 20 * PT, 10 * PT, 0},
    [SAY_TEXT] = {false, 10 * PT, 13 * PT, 5 * PT, 0},
    [SAY_CASE] = {true, 10 * PT, 13 * PT, 7 * PT, 0},   /* what one may see, */
    [SAY_THEN] = {false, 10 * PT, 13 * PT, 0, 12 * PT}, /* and what it means */
    [SAY_RULER] = {false, 0, 0, 12 * PT, 0},
};

static const struct {
    int page;
    Say as;
    const char *text;
} sayings[] = {
#define SAY(page, as, text) {page, SAY_##as, text},
#include "testsheet.def"
#undef SAY
};

/* ---- drawing ---- */

typedef struct Drawing {
    Arena *arena;
    Buf *out;
    TextRuns *runs;
    const Face *faces[2]; /* [italic] */
    TextState state;
    SheetSize size;
} Drawing;

static void put_point(Drawing *d, Len x, Len y, const char *op)
{
    buf_pt(d->out, x);
    buf_byte(d->out, ' ');
    buf_pt(d->out, d->size.height - y);
    buf_printf(d->out, " %s ", op);
}

static void put_line(Drawing *d, Len x0, Len y0, Len x1, Len y1)
{
    put_point(d, x0, y0, "m");
    put_point(d, x1, y1, "l");
    buf_put(d->out, S("S\n"));
}

static Len set_width(const Shape *s, Len size)
{
    return (Len)((int64_t)s->width * size / s->face->upem);
}

static void put_words(Drawing *d, const Shape *shape, Len size, Len x, Len y)
{
    Word word = {.shape = shape};
    const Run run = {.face = shape->face,
                     .size = size,
                     .scale = 1000,
                     .x = x,
                     .y = y,
                     .words = &word,
                     .n = 1};
    textrun_put(d->runs, d->out, &d->state, &run, d->size.height, false);
}

static const Shape *shape_words(Drawing *d, bool italic, Str text)
{
    return shape_text(d->arena, d->faces[italic], text, S("en"), FEATURE_LNUM);
}

/* The most words that fit, off the text; at least one. */
static const Shape *next_line(Drawing *d, Str *text, bool italic, Len size, Len measure)
{
    const Shape *line = NULL;
    size_t taken = 0;
    for (size_t i = 0; i < text->n;) {
        i++;
        while (i < text->n && text->p[i] != ' ')
            i++;
        const Shape *longer = shape_words(d, italic, str_sub(*text, 0, i));
        if (line && set_width(longer, size) > measure)
            break;
        line = longer;
        taken = i;
    }
    *text = str_trim(str_sub(*text, taken, text->n));
    return line;
}

/* Lines from y on; returns where the next may stand. */
static Len put_saying(Drawing *d, Say as, Str text, Len x, Len y, Len measure)
{
    y += looks[as].before;
    x += looks[as].indent;
    measure -= looks[as].indent;
    if (as == SAY_RULER) {
        put_line(d, x, y, x + RULER, y);
        put_line(d, x, y - TICK, x, y + TICK);
        put_line(d, x + RULER, y - TICK, x + RULER, y + TICK);
    }
    while (text.n > 0) {
        y += looks[as].leading;
        put_words(d, next_line(d, &text, looks[as].italic, looks[as].size, measure),
                  looks[as].size, x, y);
    }
    return y;
}

/* A quarter of a circle is a curve of Bézier's whose handles are 0.5523 radii long. */
static void put_ring(Drawing *d, Len x, Len y, Len radius)
{
    static const int way[][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 0}};
    const Len handle = (Len)((int64_t)radius * 5523 / 10000);
    put_point(d, x + radius, y, "m");
    for (int i = 0; i < 4; i++) {
        const int *from = way[i], *to = way[i + 1];
        put_point(d, x + radius * from[0] + handle * to[0],
                  y + radius * from[1] + handle * to[1], "");
        put_point(d, x + radius * to[0] + handle * from[0],
                  y + radius * to[1] + handle * from[1], "");
        put_point(d, x + radius * to[0], y + radius * to[1], "c");
    }
    buf_put(d->out, S("S\n"));
}

static void put_corners(Drawing *d, bool outside)
{
    const Len xs[] = {CORNER, d->size.width - CORNER};
    const Len ys[] = {CORNER, d->size.height - CORNER};
    for (int i = 0; i < 4; i++) {
        const Len x = xs[i % 2], y = ys[i / 2];
        if (outside) {
            put_line(d, x - ARM, y, x + ARM, y);
            put_line(d, x, y - ARM, x, y + ARM);
        }
        for (int k = 1; k <= RINGS && !outside; k++)
            put_ring(d, x, y, MM(k));
    }
}

/* The fold, dashed, and millimetres beside its ends. */
static void put_fold_scale(Drawing *d)
{
    const Len x = d->size.width / 2, height = d->size.height;
    for (Len y = 0; y < height; y += 2 * DASH)
        put_line(d, x, y, x, y + DASH);
    for (int k = -SCALE; k <= SCALE; k++) {
        put_line(d, x + k * MM(1), CORNER, x + k * MM(1), CORNER + TICK);
        put_line(d, x + k * MM(1), height - CORNER - TICK, x + k * MM(1),
                 height - CORNER);
    }
}

static void put_arrow(Drawing *d, Len x)
{
    put_line(d, x, ARROW_TOP, x, ARROW_FOOT);
    put_line(d, x - ARROW_HEAD, ARROW_TOP + ARROW_HEAD, x, ARROW_TOP);
    put_line(d, x + ARROW_HEAD, ARROW_TOP + ARROW_HEAD, x, ARROW_TOP);
}

/* "297 × 210 mm" */
static Str paper_said(Drawing *d)
{
    const int64_t inch = (int64_t)72 * PT, tenths = 254;
    return arena_printf(d->arena, "For paper of %d × %d\u00A0mm.",
                        (int)divide(d->size.width * tenths, inch * 10),
                        (int)divide(d->size.height * tenths, inch * 10));
}

static void put_page(Drawing *d, int page, Len left)
{
    const Len middle = left + d->size.width / 4, measure = d->size.width / 2 - 2 * INSET;
    buf_put(d->out, S("1.5 w\n"));
    put_arrow(d, middle);
    put_words(d, shape_words(d, false, arena_printf(d->arena, "%d", page)), NUMBER,
              middle + 2 * ARROW_HEAD, ARROW_FOOT);
    buf_put(d->out, S("0.5 w\n"));
    Len y = WORDS_TOP;
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++)
        if (sayings[i].page == page)
            y = put_saying(d, sayings[i].as, str_of(sayings[i].text), left + INSET, y,
                           measure);
    if (page == 1)
        put_saying(d, SAY_TEXT, paper_said(d), left + INSET, y, measure);
}

static void put_side(Drawing *d, size_t side, bool rtl)
{
    static const int pages[BOTH][2] = {{PAGES, 1}, {2, PAGES - 1}}; /* left, right */
    d->state = (TextState){0};
    buf_put(d->out, S("0 g 0 G 0.25 w\n"));
    put_corners(d, side == 0);
    put_fold_scale(d);
    put_page(d, pages[side][rtl], 0);
    put_page(d, pages[side][!rtl], d->size.width / 2);
}

/* ---- the file ---- */

static void write_side(Arena *a, Objects *o, const PageTree *tree, size_t side,
                       Ref resources, Str content, const SheetSize *size)
{
    Buf entries = {0};
    pagetree_begin_page(&entries, tree, side, size->width, size->height);
    buf_printf(&entries, "/Resources %u 0 R/Contents %u 0 R\n", resources,
               obj_stream(o, (Str){0}, content, true));
    obj_tell(o, tree->pages[side], arena_str(a, buf_str(&entries)));
    buf_free(&entries);
}

bool pdf_test_sheet(Diag *d, const Book *b, const Pages *pages, const Imposition *how,
                    Buf *out)
{
    Arena *a = arena_new();
    Objects *o = obj_new(a, NULL);
    Book about = {.title = S("Duplex test"), .lang = S("en"), .date = b->date};
    about.identifier = b->identifier;
    const Ref info = info_write(a, o, &about); /* first: it tells whose file it is */
    FontSet *fonts = fontset_new(a, o);
    Buf content = {0}, entries = {0};
    Drawing drawing = {
        .arena = a,
        .out = &content,
        .runs = textruns_new(a, fonts),
        .size = sheet_size(pages, how, true),
    };
    for (int italic = 0; italic < 2; italic++)
        drawing.faces[italic] =
            fonts_match(pages->fonts, S("Vollkorn, serif"), 400, italic);
    const Ref resources = obj_reserve(o);
    const PageTree tree = pagetree_reserve(a, o, BOTH);
    for (size_t i = 0; i < BOTH; i++) {
        buf_clear(&content);
        put_side(&drawing, i, b->rtl);
        write_side(a, o, &tree, i, resources, buf_str(&content), &drawing.size);
    }
    bool ok = fontset_write(fonts, d, &entries);
    obj_tell(o, resources, arena_str(a, buf_str(&entries)));
    const Ref catalog =
        sheets_catalog(a, o, &about, &drawing.size, pagetree_write(a, o, &tree));
    ok = ok && obj_save(o, d, catalog, info, S("duplex test"), out);
    buf_free(&content);
    buf_free(&entries);
    arena_free(a);
    return ok;
}
