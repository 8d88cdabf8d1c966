/* An article's ledger, block by block. */
#include "ledgerblocks.h"

#include "doc/clean.h"

uint32_t count_lines(LineCounter *c, uint32_t offset)
{
    for (; c->at < offset; c->at++) {
        const char ch = c->text.p[c->at];
        const bool pair =
            ch == '\r' && c->at + 1 < c->text.n && c->text.p[c->at + 1] == '\n';
        c->line += ch == '\n' || (ch == '\r' && !pair);
    }
    return c->line;
}

/* Do the block's words stand in the book? */
static bool is_printed(const Fate *f)
{
    return f->block && (f->kind == FATE_TITLE || f->kind == FATE_BODY);
}

LedgerBlock *ledger_blocks(Arena *arena, const Article *a, size_t *n)
{
    LedgerBlock *v = arena_array(arena, a->nfates + 1, sizeof *v);
    const BlockName *names = ledger_names(arena, a);
    Cleaner cleaner = {0};
    LineCounter lines = {.text = a->src.text, .line = 1};
    *n = 0;
    for (size_t i = 0, parts; i < a->nfates; i += parts) {
        const Fate *f = &a->fates[i];
        for (parts = 1; f->block && i + parts < a->nfates && f[parts].block == f->block;
             parts++)
            ;
        LedgerBlock *b = &v[(*n)++];
        b->fate = f;
        b->from = f->from;
        b->to = f[parts - 1].to;
        b->line = count_lines(&lines, f->from);
        b->name = &names[i];
        b->words = is_printed(f) ? clean_words(&cleaner, arena, f->block)
                   : f->block    ? names[i].words
                                 : str_trim(str_sub(a->src.text, b->from, b->to));
    }
    cleaner_free(&cleaner);
    return v;
}
