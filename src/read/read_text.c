/* The reader of crawled text: makes of it the tree that an editor would.
 *
 * The text is cut into pieces; each piece is judged by its words, its form and its
 * place; and the pieces become the tree.  Nothing is thrown away: what looks like
 * furniture of a page stands in the tree and is marked with the rule that says so.
 * Each step is a file, and none knows any particular page. */
#include <stdlib.h>

#include "reader.h"
#include "text.h"

/* An article without a title gets one from its first prose, or its first words. */
static void make_title(Draft *d)
{
    Article *a = d->article;
    if (a->title.n > 0 || d->n == 0)
        return;
    const Piece *from = NULL;
    for (size_t i = 0; i < d->n && from == NULL; i++) {
        const Piece *p = &d->v[i];
        const bool body = p->role == ROLE_PARA || p->role == ROLE_ITEM ||
                          p->role == ROLE_QUOTE || p->role == ROLE_STANDFIRST;
        if (body && p->words > 0 && (i >= d->first || d->first == d->n))
            from = p;
    }
    if (from == NULL)
        return;
    a->title = title_from_opening(a->arena, piece_text(d, from));
    a->title_made = a->title.n > 0;
    if (a->title_made)
        diag(d->diag, D_TITLE_MADE, article_loc(a, from->from), a->title, (Str){0});
}

/* The language of the story, as what stands around it may be in another. */
static void find_language(Draft *d)
{
    const bool story = d->first < d->n;
    const uint32_t from = story ? d->v[d->first].from : 0;
    const uint32_t to = story ? d->v[d->last - 1].to : (uint32_t)d->text.n;
    d->article->lang = language_guess(str_sub(d->text, from, to));
}

void read_text(Diag *diag, Article *a, Str bytes)
{
    if (!charset_read(diag, a, bytes)) {
        a->fate = ART_REFUSED;
        return;
    }
    Draft d = {.article = a, .diag = diag, .scratch = arena_new(), .text = a->src.text};
    draft_split(&d);
    draft_cut_stamp(&d);
    draft_furniture(&d);
    draft_story(&d);
    draft_title(&d);
    draft_metadata(&d);
    draft_roles(&d);
    make_title(&d);
    draft_tree(&d);
    find_language(&d);
    doc_check(a->root);
    map_free(&d.words);
    free(d.v);
    arena_free(d.scratch);
}
