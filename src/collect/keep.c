/* Blocks that are put back because somebody asked for them by id.
 *
 * They are body before anything else is decided, so that what follows (which articles
 * tell the same story, how long a chapter is) counts them; the rule "kept" shields them
 * from what sets aside later.  An id names the words of a block: where several articles
 * have it, it is put back in each. */
#include <stdlib.h>

#include "base/map.h"
#include "steps.h"

static const char kept[] = "kept"; /* told from other rules by its address */

typedef enum Found { FOUND_NOWHERE, FOUND_OUTSIDE, FOUND_IN_BOOK } Found;

bool ledger_is_kept(const Fate *f)
{
    return f->rule == kept;
}

static bool was_set_aside(FateKind kind)
{
    return kind == FATE_METADATA || kind == FATE_BOILERPLATE || kind == FATE_BODY;
}

/* What is known of the block of fate i; NULL: it was not asked for. */
static Found *find(Arena *arena, const Map *asked, const Article *a,
                   const BlockName *names, size_t i)
{
    return a->fates[i].block ? map_find(asked, block_id(arena, &names[i])) : NULL;
}

/* Puts back what the article has of them. */
static void put_back(Article *a, const Map *asked)
{
    Arena *scratch = arena_new();
    const BlockName *names = ledger_names(scratch, a);
    bool any = false;
    for (size_t i = 0; i < a->nfates; i++) {
        Fate *f = &a->fates[i];
        Found *found = find(scratch, asked, a, names, i);
        if (found == NULL)
            continue;
        *found = f->kind == FATE_TITLE ? FOUND_IN_BOOK : FOUND_OUTSIDE;
        if (!was_set_aside(f->kind))
            continue;
        f->kind = FATE_BODY;
        f->rule = kept;
        any = true;
    }
    if (any && ledger_weigh(a) && a->fate == ART_EMPTY)
        a->fate = ART_CHAPTER;
    arena_free(scratch);
}

/* Notes which of them a chapter has now. */
static void note_kept(const Article *a, const Map *asked)
{
    Arena *scratch = arena_new();
    const BlockName *names = NULL;
    for (size_t i = 0; i < a->nfates; i++) {
        if (!ledger_is_kept(&a->fates[i]))
            continue;
        if (names == NULL)
            names = ledger_names(scratch, a);
        *find(scratch, asked, a, names, i) = FOUND_IN_BOOK;
    }
    arena_free(scratch);
}

Map keep_begin(Arena *arena, const CollectOptions *o, const ArticleList *articles)
{
    Map asked = {0};
    for (size_t i = 0; i < o->nkeep; i++) {
        void **at = map_at(&asked, o->keep[i].id);
        if (*at == NULL)
            *at = arena_alloc(arena, sizeof(Found));
    }
    for (size_t i = 0; o->nkeep && i < articles->n; i++)
        put_back(articles->v[i], &asked);
    return asked;
}

void keep_end(Diag *d, const CollectOptions *o, const ArticleList *articles, Map *asked)
{
    for (size_t i = 0; o->nkeep && i < articles->n; i++)
        if (articles->v[i]->fate == ART_CHAPTER)
            note_kept(articles->v[i], asked);
    for (size_t i = 0; i < o->nkeep; i++) {
        const Keep *k = &o->keep[i];
        switch (*(const Found *)map_find(asked, k->id)) {
        case FOUND_NOWHERE:
            diag(d, D_KEEP_UNKNOWN, k->at, k->id, (Str){0});
            break;
        case FOUND_OUTSIDE:
            diag(d, D_KEEP_OUTSIDE, k->at, k->id, (Str){0});
            break;
        case FOUND_IN_BOOK:
            break;
        }
    }
    map_free(asked);
}
