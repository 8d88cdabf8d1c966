/* The reader of saved web pages: finds the article in the page.
 *
 * The page is made lean and parsed; its text is cut into boxes; the boxes of the article
 * are told from the furniture around them by where they stand, what stands about them
 * and what the page calls them; what the page says of itself for machines gives the
 * title, the byline and the date; and all boxes become the tree, furniture too, each
 * marked with the rule that set it aside.  When in doubt a box stays.  No step knows any
 * particular site. */
#include <stdlib.h>

#include "html.h"
#include "reader.h"
#include "text.h"

static void find_language(Page *p)
{
    Article *a = p->article;
    if (a->lang.n > 0)
        return;
    Buf sample = {0};
    for (size_t i = 0; i < p->nboxes && sample.n < 16384; i++)
        if (p->boxes[i].look == LOOK_BODY && p->boxes[i].width > 0) {
            buf_put(&sample, box_words(p, p->scratch, &p->boxes[i]));
            buf_byte(&sample, '\n');
        }
    a->lang = language_guess(buf_str(&sample));
    buf_free(&sample);
}

/* A page that is built to exhaust the parser: the text between its tags, a paragraph
 * each. */
static void read_between_tags(Page *p)
{
    Article *a = p->article;
    diag(p->diag, D_HTML_HEAVY, (Loc){.path = a->src.path}, (Str){0}, (Str){0});
    for (size_t i = 0; i < p->lean.n;) {
        const Str rest = str_sub(p->lean, i, p->lean.n);
        const Str text = str_sub(rest, 0, str_find(rest, S("<")));
        if (str_trim(text).n > 0) {
            const uint32_t from = page_from(p, i), to = page_to(p, i + text.n);
            Node *para = node_add(a->arena, a->root, N_PARA);
            node_text(a->arena, para, str_sub(a->src.text, from, to), from);
        }
        i += text.n + 1;
        i += str_find(str_sub(p->lean, i, p->lean.n), S(">")) + 1;
    }
    for (const Node *n = a->root->first; n && a->title.n == 0; n = n->next)
        a->title = title_from_opening(a->arena, node_words(p->scratch, n));
    a->title_made = a->title.n > 0;
}

static void read_page(Page *p)
{
    page_hints(p);
    page_boxes(p);
    page_linked(p);
    page_stated(p);
    page_story(p);
    page_metadata(p);
    page_anchors(p);
    page_tree(p);
    find_language(p);
}

void read_html(Diag *diag, Article *a, Str bytes)
{
    if (!charset_read(diag, a, bytes)) {
        a->fate = ART_REFUSED;
        return;
    }
    Page p = {.article = a, .diag = diag, .scratch = arena_new(), .text = a->src.text};
    page_lean(&p);
    if (page_parse(&p))
        read_page(&p);
    else
        read_between_tags(&p);
    doc_check(a->root);
    free(p.cuts);
    free(p.data);
    free(p.v);
    free(p.boxes);
    free(p.prose);
    map_free(&p.targets);
    arena_free(p.scratch);
}
