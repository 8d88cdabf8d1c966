/* Patience sorting: of all chains of a length the one that ends lowest is remembered, for
 * it can be made longer the most easily.  Cost: n log n. */
#include "chain.h"

#include <stdlib.h>

#include "arena.h"

size_t chain_matches(Match *v, size_t n)
{
    uint32_t *ends = mem_alloc(n * sizeof *ends); /* [k]: of a chain of k + 1 */
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        size_t low = 0, high = length;
        while (low < high) {
            const size_t mid = low + (high - low) / 2;
            if (v[ends[mid]].to < v[i].to)
                low = mid + 1;
            else
                high = mid;
        }
        v[i].before = low ? ends[low - 1] : 0;
        ends[low] = (uint32_t)i;
        length = low == length ? length + 1 : length;
    }
    uint32_t at = length ? ends[length - 1] : 0;
    for (size_t k = length; k-- > 0; at = v[at].before)
        ends[k] = at;
    for (size_t k = 0; k < length; k++)
        v[k] = v[ends[k]];
    free(ends);
    return length;
}
