/* Where pages begin: for each the first word of the book's text that stands on it.
 *
 * A page begins with text when nothing of the book stands before that word: what is set
 * again (running heads, a table's head) and marks that no text has (an item's number) do
 * not count, a picture does.  A page that is taken up by the rest of a note begins with
 * none, for elsewhere notes stand in another place than at the foot of pages.  Nor does
 * one that goes back in the text, as behind a figure that had to wait for its room: in
 * the order of reading page 13 is never before page 12.
 *
 * A page that begins inside a word that was hyphenated begins with that word. */
#include <stdlib.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "setter.h"

enum { LETTERS_MOST = 200 }; /* of a word, more than any that is hyphenated has */

static bool is_text(const Run *run)
{
    return run->role == ROLE_BODY && !run->label &&
           (run->node->kind == N_TEXT || run->node->kind == N_IMAGE);
}

/* The run that the page begins with; NULL: it does not begin with text. */
static const Run *first_run(const Page *page)
{
    for (uint32_t i = 0; i < page->nruns; i++) {
        const Run *run = &page->runs[i];
        if (run->role == ROLE_NOTE || (page->nplates && page->plates[0].before <= i))
            return NULL;
        if (is_text(run))
            return run;
    }
    return NULL;
}

/* Does the page's text end inside a word? */
static bool ends_in_hyphen(const Page *page)
{
    for (uint32_t i = page->nruns; i-- > 0;) {
        const Run *run = &page->runs[i];
        if (run->role == ROLE_HYPHEN)
            return i > 0 && is_text(run - 1); /* not in a note */
        if (is_text(run))
            return false;
    }
    return false;
}

/* The TEXT that ends where n begins, in the same block; NULL: there is none. */
static const Node *text_before(const Node *n)
{
    while (n->prev == NULL) {
        n = n->parent;
        if (n == NULL || node_is_block(n->kind))
            return NULL;
    }
    for (n = n->prev; n->last;)
        n = n->last;
    return n->kind == N_TEXT ? n : NULL;
}

/* Back to the word's first letter, in whatever node it stands. */
static void go_to_word(PageStart *start)
{
    const Node *node = start->node;
    size_t at = start->offset;
    for (int letters = 0; letters < LETTERS_MOST; letters++) {
        const Node *from = at > 0 ? node : text_before(node);
        size_t i = at > 0 ? at : from ? from->text.n : 0;
        const uint32_t cp = i > 0 ? utf8_prev(from->text, &i) : ' ';
        if (!uni_is_letter(cp) && !uni_is_mark(cp)) {
            start->node = node;
            start->offset = (uint32_t)at;
            return;
        }
        node = from;
        at = i;
    }
}

static bool comes_before(const PageStart *a, const PageStart *b)
{
    return a->node->no != b->node->no ? a->node->no < b->node->no : a->offset < b->offset;
}

void find_starts(Pages *p)
{
    p->starts = mem_grow(NULL, p->n, sizeof *p->starts);
    for (size_t i = 0; i < p->n; i++) {
        const Run *run = first_run(&p->v[i]);
        if (run == NULL)
            continue;
        PageStart start = {page_label(p->arenas[0], &p->v[i]), run->node, run->offset};
        if (run->node->kind == N_IMAGE)
            start.offset = 0;
        else if (i > 0 && ends_in_hyphen(&p->v[i - 1]))
            go_to_word(&start);
        if (p->nstarts == 0 || !comes_before(&start, &p->starts[p->nstarts - 1]))
            p->starts[p->nstarts++] = start;
    }
}
