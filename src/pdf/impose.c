/* Imposition: pages on sheets of paper.
 *
 * Booklet.  A signature is some sheets laid in each other and folded once.  Of m sheets,
 * counted from 0 outside, with pages from `first` to `last`, sheet k bears
 *
 *     outside:  last - 2k     | first + 2k
 *     inside:   first + 2k + 1 | last - 2k - 1
 *
 * and the two sides of each are printed upright, turned over at the short edge.  A book
 * bound on the right has left and right exchanged.  The book takes a sheet for four
 * pages; the sheets are shared evenly among as few signatures as hold them, so that no
 * signature is a single leaf, and what is left of the last one stays blank.
 *
 * Creep.  Folded, sheet k is pushed out by the k that it lies around; when the edge is
 * trimmed, its outer margin would lose as much.  So its pages move towards the fold by k
 * times the paper's thickness (and not by k times pi/2 of it, as round a fold without a
 * crease).
 *
 * n-up.  Pages follow each other in the direction of reading, each in the middle of its
 * cell.
 *
 * Pages are reduced to fit their cell, all alike, never enlarged.  Each is a form of its
 * own, shown once; the sheets only say where.  What is not taken: copying the content
 * into the sheets would need every operator's state to be put back between pages. */
#include "content.h"
#include "metadata.h"
#include "pagetree.h"
#include "sheets.h"
#include "xobject.h"

enum {
    UNIT = 1000000,    /* of a scale: PDF's numbers have about as many spots */
    CELLS_MOST = 4,    /* of a sheet's side */
    STAPLED_MOST = 16, /* sheets that can be stapled through and still fold flat */
    SEWN = 4,          /* sheets of a signature where there are more */
    MARK = 12 * PT,    /* length of a fold's mark, from the edge */
};

/* A page on a side of a sheet: the place of its left bottom corner. */
typedef struct Spot {
    size_t page;
    Len x, y;
} Spot;

typedef struct Sheets {
    const Pages *pages;
    bool booklet, rtl;
    size_t columns, rows; /* of cells */
    SheetSize size;       /* its pages' as they are on it */
    int64_t scale;        /* UNIT */
    Len creep;
    size_t sheets, signatures;
    size_t sides; /* that are printed */
} Sheets;

static Len scaled(const Sheets *s, Len length)
{
    return (Len)(length * s->scale / UNIT);
}

/* ---- sizes ---- */

static int64_t fit(Len cell, Len page, int64_t most)
{
    const int64_t scale = page > 0 ? (int64_t)cell * UNIT / page : most;
    return scale < most ? scale : most;
}

/* Pages are reduced to their cells. */
static void choose_size(Sheets *s, const Imposition *how)
{
    SheetSize *size = &s->size;
    *size = sheet_size(s->pages, how, s->columns > s->rows);
    s->scale = fit(size->width / (Len)s->columns, size->page_width,
                   fit(size->height / (Len)s->rows, size->page_height, UNIT));
    size->page_width = scaled(s, size->page_width);
    size->page_height = scaled(s, size->page_height);
}

static void count_sheets(Sheets *s, const Imposition *how)
{
    const size_t n = s->pages->n;
    if (!s->booklet) {
        s->sides = (n + s->columns * s->rows - 1) / (s->columns * s->rows);
        s->sheets = (s->sides + 1) / 2;
        return;
    }
    s->sheets = (n + 3) / 4;
    const size_t chosen = s->sheets <= STAPLED_MOST ? STAPLED_MOST : SEWN;
    const size_t most = how->signature > 0 ? (size_t)how->signature : chosen;
    s->signatures = (s->sheets + most - 1) / most;
    s->sides = 2 * s->sheets;
}

static Sheets sheets_plan(const Book *b, const Pages *pages, const Imposition *how)
{
    Sheets s = {
        .pages = pages,
        .booklet = how->kind == IMPOSE_BOOKLET,
        .rtl = b->rtl,
        .columns = 2,
        .rows = how->kind == IMPOSE_4UP ? 2 : 1,
        .creep = how->creep,
    };
    choose_size(&s, how);
    count_sheets(&s, how);
    return s;
}

/* ---- places ---- */

static size_t booklet_side(const Sheets *s, size_t side, Spot spots[CELLS_MOST])
{
    const size_t sheet = side / 2;
    const size_t signature = ((sheet + 1) * s->signatures - 1) / s->sheets;
    const size_t from = s->sheets * signature / s->signatures;
    const size_t to = s->sheets * (signature + 1) / s->signatures;
    const size_t k = sheet - from, first = 4 * from + 2 * k, last = 4 * to - 1 - 2 * k;
    size_t left = side % 2 == 0 ? last : first + 1;
    size_t right = side % 2 == 0 ? first : last - 1;
    if (s->rtl) {
        const size_t other = left;
        left = right;
        right = other;
    }
    const Len most =
        s->size.page_width / 4; /* whatever was asked for: never off the sheet */
    const int64_t pushed = (int64_t)k * s->creep;
    const Len shift = pushed < most ? (Len)pushed : most;
    const Len y = (s->size.height - s->size.page_height) / 2;
    spots[0] = (Spot){left, s->size.width / 2 - s->size.page_width + shift, y};
    spots[1] = (Spot){right, s->size.width / 2 - shift, y};
    return 2;
}

static size_t nup_side(const Sheets *s, size_t side, Spot spots[CELLS_MOST])
{
    const size_t n = s->columns * s->rows;
    const Len width = s->size.width / (Len)s->columns,
              height = s->size.height / (Len)s->rows;
    for (size_t i = 0; i < n; i++) {
        const size_t column = s->rtl ? s->columns - 1 - i % s->columns : i % s->columns;
        const size_t above = s->rows - 1 - i / s->columns;
        spots[i] =
            (Spot){side * n + i, width * (Len)column + (width - s->size.page_width) / 2,
                   height * (Len)above + (height - s->size.page_height) / 2};
    }
    return n;
}

/* ---- the file ---- */

typedef struct Imposer {
    Arena *arena;
    Objects *objects;
    Ref resources;
    Ref *forms; /* by page */
} Imposer;

static void write_forms(Imposer *m, const Pages *pages, TextRuns *runs)
{
    Buf content = {0}, entries = {0};
    m->forms = arena_array(m->arena, pages->n, sizeof *m->forms);
    for (size_t i = 0; i < pages->n; i++) {
        buf_clear(&content);
        buf_clear(&entries);
        content_put(&content, pages, i, runs, NULL);
        buf_put(&entries, S("/Type/XObject/Subtype/Form/BBox[0 0 "));
        buf_pt(&entries, pages->v[i].width);
        buf_byte(&entries, ' ');
        buf_pt(&entries, pages->v[i].height);
        buf_printf(&entries, "]/Resources %u 0 R\n", m->resources);
        m->forms[i] = obj_stream(m->objects, buf_str(&entries), buf_str(&content), true);
    }
    buf_free(&content);
    buf_free(&entries);
}

/* Where to fold, at both edges of the outside. */
static void put_fold(Buf *out, const Sheets *s)
{
    const Len ends[][2] = {{0, MARK}, {s->size.height - MARK, s->size.height}};
    buf_put(out, S("0.25 w\n"));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (int k = 0; k < 2; k++) {
            buf_pt(out, s->size.width / 2);
            buf_byte(out, ' ');
            buf_pt(out, ends[i][k]);
            buf_put(out, k ? S(" l S\n") : S(" m "));
        }
}

static void put_spot(Buf *out, const Sheets *s, const Spot *p)
{
    buf_put(out, S("q "));
    buf_decimal(out, s->scale, 6);
    buf_put(out, S(" 0 0 "));
    buf_decimal(out, s->scale, 6);
    buf_byte(out, ' ');
    buf_pt(out, p->x);
    buf_byte(out, ' ');
    buf_pt(out, p->y);
    buf_printf(out, " cm/S%zu Do Q\n", p->page + 1);
}

static void write_side(Imposer *m, const Sheets *s, const PageTree *tree, size_t side)
{
    Spot spots[CELLS_MOST];
    Buf content = {0}, entries = {0};
    const size_t n = s->booklet ? booklet_side(s, side, spots) : nup_side(s, side, spots);
    pagetree_begin_page(&entries, tree, side, s->size.width, s->size.height);
    buf_put(&entries, S("/Resources<</XObject<<"));
    buf_put(&content, S("0 G\n"));
    if (s->booklet && side % 2 == 0)
        put_fold(&content, s);
    for (size_t i = 0; i < n; i++) {
        if (spots[i].page >= s->pages->n)
            continue; /* blank */
        put_spot(&content, s, &spots[i]);
        buf_printf(&entries, "/S%zu %u 0 R", spots[i].page + 1, m->forms[spots[i].page]);
    }
    const Ref stream = obj_stream(m->objects, (Str){0}, buf_str(&content), true);
    buf_printf(&entries, ">>>>/Contents %u 0 R\n", stream);
    obj_tell(m->objects, tree->pages[side], arena_str(m->arena, buf_str(&entries)));
    buf_free(&content);
    buf_free(&entries);
}

bool pdf_impose(Diag *d, const Book *b, const Pages *pages, const Imposition *how,
                Background *helpers, Imposed *made, Buf *out)
{
    Arena *a = arena_new();
    Imposer m = {.arena = a, .objects = obj_new(a, helpers)};
    const Sheets s = sheets_plan(b, pages, how);
    const Ref info = info_write(a, m.objects, b); /* first: it tells whose file it is */
    FontSet *fonts = fontset_new(a, m.objects);
    m.resources = obj_reserve(m.objects);
    const PageTree tree = pagetree_reserve(a, m.objects, s.sides);
    write_forms(&m, pages, textruns_new(a, fonts));
    for (size_t i = 0; i < s.sides; i++)
        write_side(&m, &s, &tree, i);
    Buf resources = {0};
    bool ok = fontset_write(fonts, d, &resources);
    images_write(m.objects, b, &resources);
    obj_tell(m.objects, m.resources, arena_str(a, buf_str(&resources)));
    buf_free(&resources);
    const Ref page_tree = pagetree_write(a, m.objects, &tree);
    const Ref catalog = sheets_catalog(a, m.objects, b, &s.size, page_tree);
    ok = ok && obj_save(m.objects, d, catalog, info, b->identifier, out);
    *made = (Imposed){s.sheets, s.signatures, s.scale * 1000 / UNIT};
    arena_free(a);
    return ok;
}
