/* What became of each block of a version that is not the chapter: said there too, or a
 * variant that only this version has.
 *
 * A word is said in the chapter when one of the shingles around it stands there; a block
 * is repeated when all its words are, or when the chapter has one of the same words.  One
 * word that is not makes it a variant: a number that was put right is what a reader of
 * two versions looks for.  The title counts too, for another headline is another text;
 * what is furniture or metadata stays that. */
#include <stdlib.h>

#include "alike.h"
#include "steps.h"

/* Marks with 1 each term that the other text says too. */
static uint8_t *mark_said(const Text *mine, const Text *theirs)
{
    const Terms *t = &mine->terms;
    uint8_t *said = mem_alloc(t->n + 1);
    for (size_t i = 0; i + SHINGLE <= t->n; i++)
        if (text_find(theirs, shingle_hash(&t->v[i])))
            for (size_t k = 0; k < SHINGLE; k++)
                said[i + k] = 1;
    return said;
}

static int by_address(const void *p, const void *q)
{
    const uintptr_t a = (uintptr_t) * (const Node *const *)p,
                    b = (uintptr_t) * (const Node *const *)q;
    return (a > b) - (a < b);
}

/* The blocks with a word of their own, sorted to be looked up. */
static const Node **own_blocks(const Text *mine, const Text *theirs, size_t *n)
{
    uint8_t *said = mark_said(mine, theirs);
    const Node **v = mem_alloc((mine->terms.n + 1) * sizeof *v);
    *n = 0;
    for (size_t i = 0; i < mine->terms.n; i++) {
        if (said[i])
            continue;
        const Node *block = term_block(&mine->terms, i);
        if (*n == 0 || v[*n - 1] != block)
            v[(*n)++] = block;
    }
    free(said);
    if (*n)
        qsort(v, *n, sizeof *v, by_address);
    return v;
}

static bool has_image(const Node *block)
{
    for (Walk w = walk(block); walk_next(&w);)
        if (w.node->kind == N_IMAGE)
            return true;
    return false;
}

/* Is it in the book, there where it repeats? */
static bool is_kept(const Fate *of)
{
    return of && (of->kind == FATE_BODY || of->kind == FATE_TITLE);
}

void ledger_retell(Article *a, const Text *mine, const Text *theirs)
{
    size_t n;
    const Node **own = own_blocks(mine, theirs, &n);
    ledger_match(a);
    for (size_t i = 0; i < a->nfates; i++) {
        Fate *f = &a->fates[i];
        f->of = is_kept(f->of) ? f->of : NULL;
        if (f->kind != FATE_BODY && f->kind != FATE_TITLE) {
            f->of = NULL;
            continue;
        }
        const bool its_own = f->kind == FATE_TITLE || has_image(f->block) ||
                             bsearch(&f->block, own, n, sizeof *own, by_address);
        f->kind = f->of == NULL && its_own ? FATE_VARIANT : FATE_DUPLICATE;
        f->rule = "same-story";
    }
    free(own);
}
