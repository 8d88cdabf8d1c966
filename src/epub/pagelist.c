/* The PDF's pages in the EPUB: where their marks stand, and the list that leads there. */
#include "publication.h"

/* Is n the link of a contents line?  Nothing but links may stand in that list. */
static bool is_contents_link(const Node *n)
{
    return n->kind == N_LINK && n->parent->parent &&
           n->parent->parent->kind == N_TOC_ITEM;
}

/* In front of all that begins with the word: marks have names that are read aloud, and
 * these would become part of the name of a link or a heading. */
static const Node *outermost(const Node *n)
{
    while (n->prev == NULL && n->parent && !is_contents_link(n->parent) &&
           (!node_is_block(n->parent->kind) || n->parent->kind == N_HEADING))
        n = n->parent;
    return n;
}

void pagelist_marks(Publication *p, const PageStart *starts, size_t n)
{
    p->marks = arena_array(p->arena, n, sizeof *p->marks);
    p->nmarks = n;
    for (size_t i = 0; i < n; i++) {
        const PageStart *s = &starts[i];
        p->marks[i] =
            (PageMark){s->label, s->offset ? s->node : outermost(s->node), s->offset};
    }
}

size_t pagelist_from(const Publication *p, const Node *n)
{
    size_t low = 0, high = p->nmarks;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (p->marks[middle].node->no < n->no)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void pagelist_id(Buf *out, const PageMark *m)
{
    buf_put(out, S("page-"));
    buf_xml(out, m->label);
}

void pagelist_href(const Publication *p, Buf *out, const PageMark *m)
{
    split_file(out, split_part_of(p, m->node));
    buf_byte(out, '#');
    pagelist_id(out, m);
}

void pagelist_nav(const Publication *p, Buf *out)
{
    if (p->nmarks == 0)
        return;
    buf_put(out, S("<nav epub:type=\"page-list\" role=\"doc-pagelist\" "
                   "hidden=\"hidden\" aria-labelledby=\"pages\">\n"
                   "<h2 id=\"pages\">Pages</h2>\n<ol>\n"));
    for (size_t i = 0; i < p->nmarks; i++) {
        buf_put(out, S("<li><a href=\""));
        pagelist_href(p, out, &p->marks[i]);
        buf_put(out, S("\">"));
        buf_xml(out, p->marks[i].label);
        buf_put(out, S("</a></li>\n"));
    }
    buf_put(out, S("</ol>\n</nav>\n"));
}
