/* Tables turned on their side: what was set as wide as a page is high becomes pages whose
 * lines run upwards, the table's top on the left.
 *
 * A turned page is one box as high as the text block.  The rows are put on it one after
 * the other as long as the width of the page holds them, with the table's head again on
 * each; a page more or less does not matter here as it does in running text, so nothing
 * is weighed.  The pages are inserts of an empty box that stands in the table's place:
 * the text below the table fills the page on which that is.  Point (x, y) of the table
 * stands at (y, height - x) of the text block. */
#include "flow.h"
#include "linemaker.h"

#include <string.h>

/* A word that goes on in the next run says itself: readers of a PDF who take the height
 * of a page for the direction of lines would read a blank there. */
static void say_joints(Setter *s, Box *box)
{
    for (uint32_t i = 0; i + 1 < box->nruns; i++) {
        Run *run = &box->runs[i], *next = run + 1;
        Word *last = run->n ? &run->words[run->n - 1] : NULL;
        if (last && next->n && !str_ends(last->shape->text, S(" ")) &&
            !str_starts(next->words[0].shape->text, S(" ")))
            last->shape = shape_said(s->kept, last->shape);
    }
}

static void turn(Box *box, Len height)
{
    for (uint32_t i = 0; i < box->nruns; i++) {
        Run *run = &box->runs[i];
        const Len x = run->x;
        run->x = run->y;
        run->y = height - x;
        run->turned = true;
    }
    for (uint32_t i = 0; i < box->nrules; i++) {
        const Rule r = box->rules[i];
        box->rules[i] = (Rule){r.role, r.y, height - r.x - r.width, r.height, r.width};
    }
    for (uint32_t i = 0; i < box->nlinks; i++) {
        const LinkBox l = box->links[i];
        box->links[i] = (LinkBox){l.link, l.y0, height - l.x1, l.y1, height - l.x0};
    }
    for (uint32_t i = 0; i < box->nplates; i++) {
        Plate *p = &box->plates[i];
        *p = (Plate){p->node, p->y,     height - p->x - p->width, p->height, p->width,
                     true,    p->before};
    }
    box->height = height;
}

static Len add_head(Setter *s, Box *page, const Box *head)
{
    Box again = *head;
    again.nlinks = again.nnotes = again.nplates = 0;
    const uint32_t from = page->nruns;
    box_append(s, page, &again, 0);
    for (uint32_t i = from; i < page->nruns; i++)
        page->runs[i].role = ROLE_REPEAT;
    return head->height;
}

/* The notes called on turned pages stand on the page before them, where the text calls
 * for the table. */
static void pass_notes(Setter *s, Box *to, Box *page)
{
    Box only = {.notes = page->notes, .nnotes = page->nnotes};
    box_append(s, to, &only, 0);
    page->nnotes = 0;
}

/* Puts the box that the table's pages hang on.  What is around the table stands as if
 * there were none. */
static void put_place(Flow *f, Box place)
{
    Level *l = flow_top(f);
    const uint32_t first = f->out->n;
    place.block = l->node->parent;
    place.penalty = PENALTY_NEVER;
    f->pending = l->due;
    memset(l->style.margin, 0, sizeof l->style.margin);
    memset(l->style.padding, 0, sizeof l->style.padding);
    flow_add(f, place);
    if (first == 0 || f->page_break)
        flow_settle(f, first);
}

void flow_turned(Flow *f, const Boxes *rows, Len height, Len width)
{
    Setter *s = f->s;
    Box *pages = arena_array(s->scratch, rows->n, sizeof *pages);
    Box place = {.inserts = pages};
    for (uint32_t i = 0; i < rows->n;) {
        const Box *top = &rows->v[i];
        Box page = {.block = top->block};
        Len y = top->head ? add_head(s, &page, top - top->head) : 0;
        for (uint32_t from = i; i < rows->n; i++) {
            const Box *row = &rows->v[i];
            const Len space = i > from ? row->space : 0;
            if (i > from && y + space + row->height > width)
                break;
            box_append(s, &page, row, y + space);
            y += space + row->height;
        }
        runs_order(page.runs, page.nruns);
        pass_notes(s, &place, &page);
        say_joints(s, &page);
        turn(&page, height);
        pages[place.ninserts++] = page;
    }
    put_place(f, place);
}
