/* Pages: labels, the dump, and their end. */
#include "pages.h"

#include <stdlib.h>

#include "base/numeral.h"

Str page_label(Arena *a, const Page *p)
{
    return p->roman ? numeral_roman(a, p->number)
                    : arena_printf(a, "%u", (unsigned)p->number);
}

static void dump_run(Buf *out, const Run *run)
{
    static const char *const roles[ROLE_COUNT] = {"body",  "note",   "hyphen", "head",
                                                  "folio", "leader", "rule",   "repeat"};
    buf_printf(out, "  %-6s ", roles[run->role]);
    buf_pt(out, run->x);
    buf_byte(out, ' ');
    buf_pt(out, run->y);
    buf_printf(out, " " STR_FMT " ", STR_ARG(run->face->name));
    buf_pt(out, run->size);
    if (run->turned)
        buf_put(out, S(" turned"));
    if (run->node)
        buf_printf(out, " %s%s", run->label ? "label of " : "",
                   node_name(run->node->kind));
    buf_put(out, S(" \""));
    for (uint32_t i = 0; i < run->n; i++)
        buf_put(out, run->words[i].shape->text);
    buf_put(out, S("\"\n"));
}

static void dump_place(Buf *out, const char *what, Len x, Len y, Len width, Len height)
{
    const Len sizes[] = {x, y, width, height};
    buf_printf(out, "  %-6s", what);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        buf_byte(out, ' ');
        buf_pt(out, sizes[i]);
    }
}

static void dump_rule(Buf *out, const Rule *r)
{
    dump_place(out, "rule", r->x, r->y, r->width, r->height);
    buf_byte(out, '\n');
}

static void dump_plate(Buf *out, const Plate *p)
{
    dump_place(out, "plate", p->x, p->y, p->width, p->height);
    const Picture *picture = p->node->picture;
    buf_printf(out, " %s %ux%u", picture_format(picture->made.format),
               (unsigned)picture->made.size.width, (unsigned)picture->made.size.height);
    buf_printf(out, " \"" STR_FMT "\"\n", STR_ARG(p->node->text));
}

void pages_dump(Buf *out, const Book *b, const Pages *p)
{
    Arena *a = arena_new();
    for (size_t i = 0; i < p->n; i++) {
        const Page *page = &p->v[i];
        const Str label = page_label(a, page);
        buf_printf(out, "page " STR_FMT " ", STR_ARG(label));
        buf_pt(out, page->width);
        buf_byte(out, ' ');
        buf_pt(out, page->height);
        if (page->chapter)
            buf_printf(out, " #" STR_FMT, STR_ARG(page->chapter->id));
        buf_put(out, page->blank ? S(" blank\n") : S("\n"));
        for (uint32_t k = 0, n = 0; k <= page->nruns; k++) {
            for (; n < page->nplates && page->plates[n].before <= k; n++)
                dump_plate(out, &page->plates[n]);
            if (k < page->nruns)
                dump_run(out, &page->runs[k]);
        }
        for (uint32_t k = 0; k < page->nrules; k++)
            dump_rule(out, &page->rules[k]);
        for (uint32_t k = 0; k < page->nlinks; k++)
            buf_printf(out, "  link   -> " STR_FMT "\n",
                       STR_ARG(page->links[k].link->ref));
    }
    (void)b;
    arena_free(a);
}

void pages_free(Pages *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < p->narenas; i++)
        arena_free(p->arenas[i]);
    free(p->arenas);
    free(p->v);
    free(p->anchors);
    free(p->starts);
    free(p);
}
