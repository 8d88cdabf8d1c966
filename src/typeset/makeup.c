/* Make-up: boxes are put on pages, with the notes that they call at the foot, and pages
 * get their running heads and folios. */
#include "linemaker.h"

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"

/* ---- notes ---- */

/* The notes of a chapter, set, by the box that calls them. */
typedef struct Foot {
    Boxes boxes;
    uint32_t *first; /* of box i: boxes first[i] to first[i + 1] */
} Foot;

/* How far the notes' boxes get that stand from `from` on in a height; one at least. */
static uint32_t notes_in(const Boxes *notes, uint32_t from, Len height)
{
    uint32_t to = from;
    for (Len used = 0; to < notes->n && (to == from || used <= height); to++)
        if ((used += notes->v[to].height) > height && to > from)
            break;
    return to;
}

static Len height_of(const Boxes *notes, uint32_t from, uint32_t to)
{
    Len height = 0;
    for (uint32_t k = from; k < to; k++)
        height += notes->v[k].height;
    return height;
}

/* A note of up to a third of a page stands whole at the foot of the page of its call.  Of
 * a longer one that much does, and then a line with each line of the text, so that it
 * goes on at the foot of the pages that follow; what is left when the text ends has pages
 * of its own, for which empty boxes are put behind it. */
static Foot set_notes(Setter *s, Boxes *body, Len width)
{
    const Len most = s->page_height / 3;
    Foot foot = {0};
    uint32_t placed = 0, cap = 0;
    for (uint32_t i = 0; i < body->n || placed < foot.boxes.n; i++) {
        const bool waiting = placed < foot.boxes.n;
        if (i == body->n) {
            ARRAY_ROOM(body->v, body->n, body->cap);
            body->v[body->n] = (Box){.block = body->v[body->n - 1].block};
            body->n++;
        }
        Box *box = &body->v[i];
        Len *feet = arena_array(s->scratch, box->nnotes, sizeof *feet);
        for (uint32_t k = 0; k < box->nnotes; k++) {
            const uint32_t first = foot.boxes.n;
            flow_note(s, book_chapter_of(s->book, box->notes[k]), box->notes[k], width,
                      &foot.boxes);
            feet[k] = height_of(&foot.boxes, first, foot.boxes.n);
        }
        box->feet = feet;
        const bool last = i + 1 >= body->n;
        const uint32_t to = notes_in(&foot.boxes, placed, waiting && !last ? 0 : most);
        ARRAY_ROOM(foot.first, i, cap);
        foot.first[i] = placed;
        box->foot = height_of(&foot.boxes, placed, to);
        placed = to;
    }
    ARRAY_ROOM(foot.first, body->n, cap);
    foot.first[body->n] = placed;
    return foot;
}

static void foot_free(Foot *f)
{
    boxes_free(&f->boxes);
    free(f->first);
}

/* ---- pages ---- */

/* The marks of a page, growing. */
typedef struct Sheet {
    Page page;
    uint32_t runs_cap, rules_cap, links_cap, plates_cap;
} Sheet;

static void add_run(Sheet *sh, Run run)
{
    ARRAY_ROOM(sh->page.runs, sh->page.nruns, sh->runs_cap);
    sh->page.runs[sh->page.nruns++] = run;
}

static void put_box(Sheet *sh, const Box *box, Len top)
{
    Page *p = &sh->page;
    for (uint32_t i = 0; i < box->nplates; i++) {
        ARRAY_ROOM(p->plates, p->nplates, sh->plates_cap);
        Plate plate = box->plates[i];
        plate.y += top;
        plate.before += p->nruns;
        p->plates[p->nplates++] = plate;
    }
    for (uint32_t i = 0; i < box->nruns; i++) {
        Run run = box->runs[i];
        run.y += top;
        add_run(sh, run);
    }
    for (uint32_t i = 0; i < box->nrules; i++) {
        ARRAY_ROOM(p->rules, p->nrules, sh->rules_cap);
        p->rules[p->nrules] = box->rules[i];
        p->rules[p->nrules++].y += top;
    }
    for (uint32_t i = 0; i < box->nlinks; i++) {
        ARRAY_ROOM(p->links, p->nlinks, sh->links_cap);
        LinkBox link = box->links[i];
        link.y0 += top;
        link.y1 += top;
        p->links[p->nlinks++] = link;
    }
}

/* Where the nodes of a run of chapters stand: v[0] is of its first root. */
typedef struct Anchors {
    Anchor *v;
    uint32_t first; /* that root's number */
} Anchors;

/* A node and those above it stand where their first mark stands. */
static void set_anchor(const Anchors *a, const Node *n, uint32_t page, Len y)
{
    for (; n && n->no && a->v[n->no - a->first].page == UINT32_MAX; n = n->parent)
        a->v[n->no - a->first] = (Anchor){page, y};
}

static void anchor_box(const Anchors *anchors, const Box *box, uint32_t page, Len top)
{
    set_anchor(anchors, box->block, page, top);
    for (uint32_t i = 0; i < box->nruns; i++)
        set_anchor(anchors, box->runs[i].node, page, top);
    for (uint32_t i = 0; i < box->nplates; i++)
        set_anchor(anchors, box->plates[i].node, page, top);
}

static void *keep(Arena *a, void *v, size_t n, size_t size)
{
    void *kept = n ? memcpy(arena_array(a, n, size), v, n * size) : NULL;
    free(v);
    return kept;
}

static Page keep_page(Setter *s, Sheet *sh)
{
    Page p = sh->page;
    p.runs = keep(s->kept, p.runs, p.nruns, sizeof *p.runs);
    p.rules = keep(s->kept, p.rules, p.nrules, sizeof *p.rules);
    p.links = keep(s->kept, p.links, p.nlinks, sizeof *p.links);
    p.plates = keep(s->kept, p.plates, p.nplates, sizeof *p.plates);
    return p;
}

/* The frame of a chapter's pages. */
typedef struct Frame {
    PageStyle first, later;
    Len width; /* of the text block */
    PageRoom room;
} Frame;

static Len text_height(const PageStyle *p)
{
    return p->height - p->margin[SIDE_TOP] - p->margin[SIDE_BOTTOM];
}

/* Lines are set before it is known on which page they come: in a width that all have. */
static Len text_width(const Setter *s, Str name)
{
    enum { FIRST = 1, VERSO = 2, KINDS = 4 };
    Len least = 0;
    for (int k = 0; k < KINDS; k++) {
        const PageAt at = {
            .name = name, .verso = k & VERSO, .rtl = s->book->rtl, .first = k & FIRST};
        PageStyle p;
        style_page(s->sheet, &at, &p);
        const Len width = p.width - p.margin[SIDE_LEFT] - p.margin[SIDE_RIGHT];
        least = k == 0 || width < least ? width : least;
    }
    return least;
}

static Frame frame_of(const Setter *s, Str name, Len line)
{
    Frame f;
    style_page(s->sheet, &(PageAt){.name = name, .first = true}, &f.first);
    style_page(s->sheet, &(PageAt){.name = name}, &f.later);
    f.width = text_width(s, name);
    f.room = (PageRoom){.first = text_height(&f.first),
                        .later = text_height(&f.later),
                        .gap = 8 * PT,
                        .line = line > PT ? line : PT}; /* a sheet may say 0 */
    return f;
}

/* A table's head once more, on another page: no text of the book. */
static void repeat_head(Sheet *sh, const Box *head, Len y)
{
    const uint32_t from = sh->page.nruns;
    Box again = *head;
    again.nlinks = again.nplates = 0;
    put_box(sh, &again, y);
    for (uint32_t i = from; i < sh->page.nruns; i++)
        sh->page.runs[i].role = ROLE_REPEAT;
}

static bool same_row(const Box *a, const Box *b)
{
    return a->block == b->block && a->block->kind == N_ROW;
}

/* Where the boxes of a page stand, below its text block's top.  What the grid asks for
 * before a line is put where there is most space already: above a head, not below. */
static const Len *tops_of(const Setter *s, const Boxes *body, uint32_t from, uint32_t to,
                          Len line)
{
    Len *tops = arena_array(s->scratch, to - from, sizeof *tops);
    uint32_t widest = from; /* of the boxes since the last on the grid */
    Len below = 0;
    for (uint32_t i = from; i < to; i++) {
        const Box *box = &body->v[i];
        if (i == from + 1 || box->space > body->v[widest].space)
            widest = i;
        const Len top = (Len)box_top(box, i == from, below, line);
        const Len slack = top - (Len)box_loose_top(box, i == from, below);
        for (uint32_t k = widest; slack > 0 && k < i; k++)
            tops[k - from] += slack;
        tops[i - from] = top;
        below = top + box->height;
        if (box->snaps)
            widest = i + 1;
    }
    return tops;
}

static void place_body(Sheet *sh, const Boxes *body, uint32_t from, uint32_t to,
                       const Len *tops, Len top, uint32_t page, const Anchors *anchors)
{
    uint32_t row = 0; /* where the runs of the row at hand begin */
    for (uint32_t i = from; i < to; i++) {
        const Box *box = &body->v[i];
        const bool same = i > from && same_row(box, box - 1);
        const Len y = top + tops[i - from];
        if (i == from && box->head)
            repeat_head(sh, box - box->head, y - (box - box->head)->height);
        if (!same)
            row = sh->page.nruns;
        put_box(sh, box, y);
        anchor_box(anchors, box, page, y);
        if (same)
            runs_order(sh->page.runs + row, sh->page.nruns - row);
    }
}

static bool is_rtl(const Setter *s, const Node *n)
{
    const Chapter *c = book_chapter_of(s->book, n);
    while (n->lang.n == 0 && n->parent)
        n = n->parent;
    return uni_lang_is_rtl(n->lang.n ? n->lang : c->lang);
}

static void place_notes(const Setter *s, Sheet *sh, const Foot *foot, uint32_t from,
                        uint32_t to, const Frame *f, Len bottom, uint32_t page,
                        const Anchors *anchors)
{
    Len height = 0;
    for (uint32_t k = foot->first[from]; k < foot->first[to]; k++)
        height += foot->boxes.v[k].height;
    if (height == 0)
        return;
    Len y = bottom - height;
    const Len rule = f->width * 3 / 10;
    const bool rtl = is_rtl(s, foot->boxes.v[foot->first[from]].block);
    ARRAY_ROOM(sh->page.rules, sh->page.nrules, sh->rules_cap);
    sh->page.rules[sh->page.nrules++] =
        (Rule){ROLE_RULE, rtl ? f->width - rule : 0, y - f->room.gap / 2, rule, PT / 2};
    for (uint32_t k = foot->first[from]; k < foot->first[to]; k++) {
        put_box(sh, &foot->boxes.v[k], y);
        anchor_box(anchors, &foot->boxes.v[k], page, y);
        y += foot->boxes.v[k].height;
    }
}

/* A run of chapters on its way to pages. */
typedef struct MakeUp {
    Setter *s;
    Frame f;
    Boxes body;
    Foot foot;
    Fitter *fitter;
    uint32_t first, nnodes; /* the first root's number; how many nodes there are */
} MakeUp;

static Sheet sheet_of(const MakeUp *m, const Box *top, bool first)
{
    const PageStyle *ps = first ? &m->f.first : &m->f.later;
    return (Sheet){.page = {.opens = first,
                            .chapter = book_chapter_of(m->s->book, top->block),
                            .width = ps->width,
                            .height = ps->height}};
}

/* Makes pages of a box's inserts, from page `at` on. */
static void place_inserts(const MakeUp *m, const Box *box, Page *out, uint32_t at,
                          const Anchors *anchors)
{
    const Len top = m->f.later.margin[SIDE_TOP];
    for (uint32_t k = 0; k < box->ninserts; k++) {
        Sheet sh = sheet_of(m, &box->inserts[k], false);
        put_box(&sh, &box->inserts[k], top);
        anchor_box(anchors, &box->inserts[k], at + k, top);
        out[at + k] = keep_page(m->s, &sh);
    }
}

/* Puts boxes on their pages. */
static void place(const MakeUp *m, const Boxes *body, const Foot *foot,
                  const Pagination *pages, PageSet *out)
{
    Setter *s = m->s;
    const Frame *f = &m->f;
    const Anchors anchors = {arena_array(s->kept, m->nnodes, sizeof(Anchor)), m->first};
    for (uint32_t i = 0; i < m->nnodes; i++)
        anchors.v[i].page = UINT32_MAX;
    out->anchors = anchors.v;
    out->v = arena_array(s->kept, out->n, sizeof *out->v);
    out->nlines = body->n;
    for (uint32_t p = 0, at = 0; p < pages->npages; p++) {
        const PageStyle *ps = p ? &f->later : &f->first;
        const uint32_t from = pages->starts[p];
        const uint32_t to = p + 1 < pages->npages ? pages->starts[p + 1] : body->n;
        Sheet sh = sheet_of(m, &body->v[from], p == 0);
        place_body(&sh, body, from, to, tops_of(s, body, from, to, f->room.line),
                   ps->margin[SIDE_TOP], at, &anchors);
        place_notes(s, &sh, foot, from, to, f,
                    ps->height - ps->margin[SIDE_BOTTOM] +
                        (pages->longer[p] ? f->room.line : 0),
                    at, &anchors);
        out->v[at++] = keep_page(s, &sh);
        for (uint32_t i = from; i < to; at += body->v[i++].ninserts)
            place_inserts(m, &body->v[i], out->v, at, &anchors);
    }
}

static bool has_fault(const PageSet *set)
{
    for (uint32_t p = 0; p < set->n; p++)
        if (set->faults[p] != FAULT_NONE)
            return true;
    return false;
}

/* The pages of chapters that begin on a side; false: they have a fault, and are not
 * wanted if they have. */
static bool put_on_pages(const MakeUp *m, PageSide side, bool wanted, PageSet *out)
{
    PageRoom room = m->f.room;
    room.side = side;
    Pagination pages;
    Boxes fitted = {0};
    Foot feet = {0};
    const bool other = fit_pages(m->fitter, &room, &pages, &fitted);
    if (other)
        feet = set_notes(m->s, &fitted, m->f.width);
    const Boxes *body = other ? &fitted : &m->body;
    *out = (PageSet){.n = pages.npages + pages.ninserts};
    out->faults = arena_array(m->s->kept, out->n, sizeof *out->faults);
    pages_cost(body->v, body->n, &room, &pages, out->faults);
    const bool good = wanted || !has_fault(out);
    if (good)
        place(m, body, other ? &feet : &m->foot, &pages, out);
    foot_free(&feet);
    boxes_free(&fitted);
    return good;
}

void make_up(Setter *s, const Chapter *c, ChapterPages *out)
{
    s->diag = &out->diag;
    MakeUp m = {.s = s,
                .f = frame_of(s, out->page_name, style_of_root(s, c).line_height),
                .first = c->root->no,
                .nnodes = out->nnodes};
    s->page_height = m.f.room.later;
    for (uint32_t k = 0; k < out->nchapters; k++) {
        tokens_begin(&s->tokens, s->scratch, &out->diag,
                     (Loc){.path = c[k].article ? c[k].article->src.path : (Str){0}});
        flow_chapter(s, &c[k], m.f.width, &m.body);
    }
    m.foot = set_notes(s, &m.body, m.f.width);
    if (float_figures(&m.body, &m.f.room)) {
        foot_free(&m.foot);
        m.foot = set_notes(s, &m.body, m.f.width);
    }
    m.fitter = fitter_new(s, &m.body, m.f.room.line);
    const bool two_sided = !style_paper(s->sheet)->one_sided;
    if (put_on_pages(&m, PAGE_ANY, !two_sided, &out->right)) {
        out->left = out->right;
    } else {
        if (out->side != PAGE_LEFT)
            put_on_pages(&m, PAGE_RIGHT, true, &out->right);
        if (out->side != PAGE_RIGHT)
            put_on_pages(&m, PAGE_LEFT, true, &out->left);
    }
    foot_free(&m.foot);
    boxes_free(&m.body);
}

/* ---- running heads and folios ---- */

/* Its title need not be said above it again. */
static bool begins_with_title(const Page *page)
{
    const Node *n = page->nruns ? page->runs[0].node : NULL;
    while (n && n->parent && n->parent->parent)
        n = n->parent;
    return n && n->kind == N_HEADING && n == page->chapter->root->first;
}

static Str content_of(const Setter *s, const Page *page, const MarginBox *box, Role *role)
{
    enum { LONGEST = 1024 }; /* bytes: no margin has room for more */
    Buf text = {0};
    *role = ROLE_RUNNING_HEAD;
    for (size_t i = 0; i < box->n; i++) {
        const Content *part = &box->content[i];
        switch (part->kind) {
        case CONTENT_TEXT:
            buf_put(&text, part->text);
            break;
        case CONTENT_PAGE:
            buf_put(&text, page_label(s->scratch, page));
            *role = ROLE_FOLIO;
            break;
        case CONTENT_STRING:
            if (str_eq(part->text, S("book-title")))
                buf_put(&text, s->book->title);
            else if (page->chapter && !begins_with_title(page))
                buf_put(&text, page->chapter->title);
            break;
        }
    }
    const Str head = utf8_cut(buf_str(&text), LONGEST);
    const Str r = arena_printf(s->scratch, STR_FMT "%s", STR_ARG(head),
                               head.n < text.n ? "\u2026" : "");
    buf_free(&text);
    return r;
}

/* The baseline of a margin box: in the middle of its margin, or, where the box has
 * padding towards the text, that far from it. */
static Len box_baseline(const PageStyle *ps, const MarginBox *box, bool at_top,
                        const Face *face)
{
    const Style *st = &box->style;
    const Len up = (Len)((int64_t)face->x_height * st->font_size / face->upem);
    const Len margin = ps->margin[at_top ? SIDE_TOP : SIDE_BOTTOM];
    const Len pad = st->padding[at_top ? SIDE_BOTTOM : SIDE_TOP];
    if (at_top)
        return pad ? margin - pad : (margin + up) / 2;
    return ps->height - (pad ? margin - pad - up : (margin - up) / 2);
}

static void put_margin_box(Setter *s, Sheet *sh, const PageStyle *ps, BoxPlace place)
{
    const MarginBox *box = &ps->boxes[place];
    if (box->n == 0)
        return;
    Role role;
    const Str text = content_of(s, &sh->page, box, &role);
    if (text.n == 0)
        return;
    const Str lang = sh->page.chapter ? sh->page.chapter->lang : s->book->lang;
    const Piece piece = piece_of(s, &box->style, NULL, lang);
    const Len left = ps->margin[SIDE_LEFT];
    const Len width = ps->width - left - ps->margin[SIDE_RIGHT];
    uint32_t n;
    Len w;
    Run *runs = line_of(s, s->kept, &piece, role, text, width * 4 / 5, &n, &w);
    const bool at_top = place <= BOX_TOP_RIGHT;
    const int column = (int)place % 3;
    const Len x = left + (column == 0 ? 0 : column == 1 ? (width - w) / 2 : width - w);
    const Len y = box_baseline(ps, box, at_top, piece.lettering->face);
    for (uint32_t i = 0; i < n; i++) {
        runs[i].x += x;
        runs[i].y += y;
        add_run(sh, runs[i]);
    }
}

void finish_page(Setter *s, Page *page, const PageStyle *ps)
{
    const Len left = ps->margin[SIDE_LEFT];
    Sheet sh = {.page = *page};
    sh.page.runs = NULL;
    sh.page.nruns = 0;
    for (uint32_t i = 0; i < page->nruns; i++) {
        page->runs[i].x += left;
        add_run(&sh, page->runs[i]);
    }
    for (uint32_t i = 0; i < page->nrules; i++)
        page->rules[i].x += left;
    for (uint32_t i = 0; i < page->nplates; i++)
        page->plates[i].x += left;
    for (uint32_t i = 0; i < page->nlinks; i++) {
        page->links[i].x0 += left;
        page->links[i].x1 += left;
    }
    for (int b = 0; b < BOX_COUNT; b++)
        put_margin_box(s, &sh, ps, (BoxPlace)b);
    page->runs = keep(s->kept, sh.page.runs, sh.page.nruns, sizeof *sh.page.runs);
    page->nruns = sh.page.nruns;
}
