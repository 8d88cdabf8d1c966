/* Breaking a chapter into pages: a least-cost path over its boxes.
 *
 * best[j] is the least cost of setting boxes 0..j-1 in whole pages.  From each box i that
 * may begin a page, try every end j up to the first that does not fit.  A page costs
 * what it falls short of full, squared, and the penalty of the break it ends with: that
 * of a widow, an orphan or a stranded head is so high that any number of short pages is
 * cheaper, but finite, so that a chapter that has no way without one is set all the same.
 * Work: boxes times the lines of a page.
 *
 * Not taken: filling page after page (what TeX does), which finds a widow when it is too
 * late to mend it but by one short page; here earlier pages give way, too.  The model is
 * Plass's ("Optimal Pagination Techniques", 1981), without floats. */
#include "pagecost.h"
#include "setter.h"

#include <stdlib.h>

static bool has_notes(const Box *b)
{
    return b->nnotes > 0;
}

/* What a page of boxes [i, j) costs whose contents are `used` high. */
static int64_t page_cost(const Box *boxes, uint32_t n, uint32_t i, uint32_t j,
                         int64_t used, int64_t room)
{
    int64_t cost = 0;
    const int64_t shortness = used < room ? (room - used) / PT : 0;
    if (used > room)
        cost += NEVER_COST;
    if (j == n) {
        const int64_t lack = i > 0 && j - i < LAST_LINES ? LAST_LINES - (j - i) : 0;
        return cost + LAST_COST * lack * lack;
    }
    if (boxes[j].forced)
        return cost;
    const int64_t p = boxes[j].penalty;
    cost += SHORT_COST * shortness * shortness;
    cost += p >= PENALTY_NEVER ? NEVER_COST : p * p;
    return cost + (boxes[j - 1].hyphened ? HYPHEN_COST : 0);
}

/* The height that box k adds to a page that begins with box i. */
static int64_t height_of(const Box *boxes, uint32_t i, uint32_t k, const Len *notes)
{
    const bool space = k > i || boxes[k].keep_space;
    const Len head = k == i && boxes[k].head ? boxes[boxes[k].head - 1].height : 0;
    return (int64_t)boxes[k].height + (space ? boxes[k].space : 0) + head + notes[k];
}

uint32_t *break_pages(Arena *a, const Box *boxes, uint32_t n, const Len *note_heights,
                      const PageRoom *room, uint32_t *npages)
{
    int64_t *best = mem_grow(NULL, (size_t)n + 1, sizeof *best);
    uint32_t *from = mem_grow(NULL, (size_t)n + 1, sizeof *from);
    for (uint32_t j = 1; j <= n; j++)
        best[j] = INT64_MAX;
    best[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (best[i] == INT64_MAX)
            continue;
        const int64_t height = i == 0 ? room->first : room->later;
        int64_t used = 0;
        bool notes = false;
        for (uint32_t j = i + 1; j <= n; j++) {
            used += height_of(boxes, i, j - 1, note_heights);
            notes = notes || has_notes(&boxes[j - 1]);
            const int64_t all = used + (notes ? room->gap : 0);
            if (all > height && j > i + 1)
                break;
            const int64_t cost = best[i] + page_cost(boxes, n, i, j, all, height);
            if (cost < best[j]) {
                best[j] = cost;
                from[j] = i;
            }
            if (j < n && boxes[j].forced)
                break;
        }
    }
    *npages = 0;
    for (uint32_t j = n; j > 0; j = from[j])
        ++*npages;
    uint32_t *starts = arena_array(a, *npages, sizeof *starts);
    uint32_t k = *npages;
    for (uint32_t j = n; j > 0; j = from[j])
        starts[--k] = from[j];
    free(best);
    free(from);
    return starts;
}

int64_t pages_cost(const Box *boxes, uint32_t n, const Len *note_heights,
                   const PageRoom *room, const uint32_t *starts, uint32_t npages)
{
    int64_t cost = 0;
    for (uint32_t p = 0; p < npages; p++) {
        const uint32_t i = starts[p], j = p + 1 < npages ? starts[p + 1] : n;
        const int64_t height = p == 0 ? room->first : room->later;
        int64_t used = 0;
        bool notes = false;
        for (uint32_t k = i; k < j; k++) {
            used += height_of(boxes, i, k, note_heights);
            notes = notes || has_notes(&boxes[k]);
            if (k > i && boxes[k].forced)
                return INT64_MAX;
        }
        used += notes ? room->gap : 0;
        if (used > height && j > i + 1)
            return INT64_MAX;
        cost += page_cost(boxes, n, i, j, used, height);
    }
    return cost;
}
