/* A line's marks while it is made: words become runs of one lettering, links grow over
 * what they hold, and lines are drawn through and under words. */
#include "linemaker.h"

#include <stdlib.h>
#include <string.h>

Role role_of(const Node *node)
{
    for (const Node *n = node; n; n = n->parent)
        if (n->kind == N_NOTE)
            return ROLE_NOTE;
    return ROLE_BODY;
}

Len len_scaled(Len width, int scale)
{
    return (Len)(((int64_t)width * scale + 500) / 1000);
}

void maker_token(LineMaker *m, const Piece *piece, const Token *token, Role role,
                 uint32_t offset, int scale, Len x, Len y)
{
    const bool rtl = token->nparts && token->parts[0].shape->rtl;
    for (uint32_t i = 0; i < token->nparts; i++) {
        const uint32_t k = rtl ? token->nparts - 1 - i : i;
        const Shape *shape = token->parts[k].shape;
        const Len size = part_size(&token->parts[k], piece->size);
        Run *run = m->nruns ? &m->runs[m->nruns - 1] : NULL;
        if (run == NULL || run->node != piece->node || run->face != shape->face ||
            run->size != size || run->role != role || run->scale != scale ||
            run->y != y - piece->raise) {
            ARRAY_ROOM(m->runs, m->nruns, m->runs_cap);
            run = &m->runs[m->nruns++];
            *run = (Run){.role = role,
                         .node = piece->node,
                         .label = piece->label,
                         .offset = offset + token->parts[k].from,
                         .face = shape->face,
                         .size = size,
                         .tracking = piece->tracking,
                         .scale = (uint16_t)scale,
                         .x = x,
                         .y = y - piece->raise,
                         .raise = piece->raise};
        }
        ARRAY_ROOM(m->words, m->nwords, m->words_cap);
        m->words[m->nwords++] = (Word){shape, x - run->x};
        run->n++;
        if (i + 1 < token->nparts)
            x += len_scaled(shape_width(shape, size, piece->tracking), scale);
    }
}

/* On the baseline, or, where it is higher than the letters, in the middle of its line. */
void maker_plate(LineMaker *m, const Piece *piece, Len x, Len y)
{
    const Face *face = piece->lettering->face;
    const Len up = (Len)((int64_t)face->cap_height * piece->size / face->upem);
    const Len below = piece->height > up ? (piece->height - up) / 2 : 0;
    ARRAY_ROOM(m->plates, m->nplates, m->plates_cap);
    m->plates[m->nplates++] = (Plate){.node = piece->node,
                                      .x = x,
                                      .y = y + below - piece->height,
                                      .width = piece->width,
                                      .height = piece->height,
                                      .before = m->nruns};
}

void maker_link(LineMaker *m, const Piece *piece, Len x0, Len x1, Len y)
{
    const Face *face = piece->lettering->face;
    LinkBox *last = m->nlinks ? &m->links[m->nlinks - 1] : NULL;
    y -= piece->raise;
    if (last && last->link == piece->link) {
        last->x0 = x0 < last->x0 ? x0 : last->x0;
        last->x1 = x1 > last->x1 ? x1 : last->x1;
        return;
    }
    ARRAY_ROOM(m->links, m->nlinks, m->links_cap);
    m->links[m->nlinks++] = (LinkBox){
        piece->link, x0, y - (Len)((int64_t)face->ascender * piece->size / face->upem),
        x1, y - (Len)((int64_t)face->descender * piece->size / face->upem)};
}

/* A line through a part, or under it: as heavy as the strokes of its letters. */
void maker_decoration(LineMaker *m, const Piece *piece, Len x0, Len x1, Len y)
{
    const Face *face = piece->lettering->face;
    const Len height = piece->size / 16;
    const Len middle = (Len)((int64_t)face->x_height * piece->size / face->upem / 2);
    const Len at = piece->decoration == DECOR_UNDERLINE ? piece->size / 8 : -middle;
    const Rule rule = {ROLE_RULE, x0, y - piece->raise + at, x1 - x0, height};
    Rule *last = m->nrules ? &m->rules[m->nrules - 1] : NULL;
    if (last && last->y == rule.y && last->x + last->width == rule.x) {
        last->width += rule.width;
        return;
    }
    ARRAY_ROOM(m->rules, m->nrules, m->rules_cap);
    m->rules[m->nrules++] = rule;
}

void maker_note(LineMaker *m, const Node *note)
{
    for (uint32_t i = 0; i < m->nnotes; i++)
        if (m->notes[i] == note)
            return;
    ARRAY_ROOM(m->notes, m->nnotes, m->notes_cap);
    m->notes[m->nnotes++] = note;
}

void *keep_array(Arena *a, const void *v, size_t n, size_t size)
{
    if (n == 0)
        return NULL;
    return memcpy(arena_array(a, n, size), v, n * size);
}

/* The runs of the line, kept; the maker is emptied for the next. */
Run *maker_runs(LineMaker *m, uint32_t *n)
{
    Word *words = keep_array(m->kept, m->words, m->nwords, sizeof *words);
    for (uint32_t i = 0; i < m->nruns; i++) {
        m->runs[i].words = words;
        words += m->runs[i].n;
    }
    Run *runs = keep_array(m->kept, m->runs, m->nruns, sizeof *runs);
    *n = m->nruns;
    m->nruns = m->nwords = 0;
    return runs;
}

void maker_free(LineMaker *m)
{
    free(m->runs);
    free(m->words);
    free(m->links);
    free(m->plates);
    free(m->rules);
    free((void *)m->notes);
}

void runs_order(Run *runs, uint32_t n)
{
    for (uint32_t i = 1; i < n;
         i++) { /* by insertion: what is equal stays in its order */
        const Run run = runs[i];
        uint32_t k = i;
        for (; k > 0 && runs[k - 1].node->no > run.node->no; k--)
            runs[k] = runs[k - 1];
        runs[k] = run;
    }
}
