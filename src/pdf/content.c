/* Content streams.
 *
 * A page is a row of marked-content sequences, none inside another: one for each element
 * as long as the runs belong to it, and one for each artifact.  The sequence of an
 * element is closed where an artifact comes between (the hyphen at a line's end) and a
 * new one of the same element opened behind it. */
#include "content.h"

typedef struct PageContent {
    Buf *out;
    const Page *page;
    size_t index;
    TextRuns *runs;
    Tags *tags; /* NULL: nothing is marked */
    TextState state;
    const Elem *open; /* whose sequence is open; NULL: none */
} PageContent;

static void close_mark(PageContent *c)
{
    if (c->open)
        buf_put(c->out, S("EMC\n"));
    c->open = NULL;
}

static void open_mark(PageContent *c, Elem *e)
{
    if (c->open == e)
        return;
    close_mark(c);
    buf_byte(c->out, '/');
    buf_put(c->out, str_of(elem_type(e)));
    buf_put(c->out, S("<</MCID "));
    buf_decimal(c->out, tags_mark(c->tags, e, c->index), 0);
    buf_put(c->out, S(">>BDC\n"));
    c->open = e;
}

/* The properties of an artifact; NULL: the role is text. */
static const char *artifact(Role role, bool lower_half)
{
    switch (role) {
    case ROLE_BODY:
    case ROLE_NOTE:
        return NULL;
    case ROLE_HYPHEN:
    case ROLE_LEADER:
    case ROLE_RULE:
    case ROLE_REPEAT:
        return "/Type/Layout";
    case ROLE_RUNNING_HEAD:
    case ROLE_FOLIO:
        return lower_half ? "/Type/Pagination/Subtype/Footer"
                          : "/Type/Pagination/Subtype/Header";
    case ROLE_COUNT:
        break;
    }
    return NULL;
}

static void open_artifact(PageContent *c, const char *properties)
{
    close_mark(c);
    if (c->tags)
        buf_printf(c->out, "/Artifact<<%s>>BDC\n", properties);
}

static void close_artifact(PageContent *c)
{
    if (c->tags)
        buf_put(c->out, S("EMC\n"));
}

static void put_rule(PageContent *c, const Rule *r)
{
    open_artifact(c, "/Type/Layout");
    buf_pt(c->out, r->x);
    buf_byte(c->out, ' ');
    buf_pt(c->out, c->page->height - r->y - r->height);
    buf_byte(c->out, ' ');
    buf_pt(c->out, r->width);
    buf_byte(c->out, ' ');
    buf_pt(c->out, r->height);
    buf_put(c->out, S(" re f\n"));
    close_artifact(c);
}

/* Said by the page to be no more than decoration. */
static bool is_decorative(const Node *image)
{
    return image->text.n == 0 && node_has_class(image, S("decorative")) &&
           !(image->parent->parent && image->parent->parent->kind == N_FIGURE &&
             image->parent->parent->last->kind == N_CAPTION);
}

static void put_plate(PageContent *c, const Plate *p)
{
    const Len bottom = c->page->height - p->y - p->height;
    const Len box[] = {p->x, bottom, p->x + p->width, bottom + p->height};
    const Len upright[] = {p->width, 0, 0, p->height, p->x, bottom};
    const Len turned[] = {0, p->height, -p->width, 0, p->x + p->width, bottom};
    const Len *matrix = p->turned ? turned : upright;
    const bool decorative = is_decorative(p->node);
    if (decorative)
        open_artifact(c, "/Type/Layout");
    else if (c->tags)
        open_mark(c, tags_figure(c->tags, p->node, box));
    buf_put(c->out, S("q"));
    for (size_t i = 0; i < sizeof upright / sizeof *upright; i++) {
        buf_byte(c->out, ' ');
        buf_pt(c->out, matrix[i]);
    }
    buf_printf(c->out, " cm/P%u Do Q\n", (unsigned)p->node->picture->no);
    if (decorative)
        close_artifact(c);
}

static void put_run(PageContent *c, const Run *r)
{
    if (r->n == 0 || r->size <= 0 || r->scale == 0)
        return;
    const char *properties = artifact(r->role, r->y > c->page->height / 2);
    if (properties)
        open_artifact(c, properties);
    else if (c->tags)
        open_mark(c, tags_owner(c->tags, r->node, r->label));
    textrun_put(c->runs, c->out, &c->state, r, c->page->height, properties != NULL);
    if (properties)
        close_artifact(c);
}

void content_put(Buf *out, const Pages *pages, size_t page, TextRuns *runs, Tags *tags)
{
    PageContent c = {
        .out = out,
        .page = &pages->v[page],
        .index = page,
        .runs = runs,
        .tags = tags,
    };
    buf_put(out, S("0 g\n")); /* black ink alone, where it is printed */
    for (uint32_t i = 0; i < c.page->nrules; i++)
        put_rule(&c, &c.page->rules[i]);
    for (uint32_t i = 0, k = 0; i <= c.page->nruns; i++) {
        for (; k < c.page->nplates && c.page->plates[k].before <= i; k++)
            put_plate(&c, &c.page->plates[k]);
        if (i < c.page->nruns)
            put_run(&c, &c.page->runs[i]);
    }
    close_mark(&c);
}
