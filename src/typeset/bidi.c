/* The order in which the parts of a line are seen: ICU orders the line's characters, and
 * a part goes with its first one.  Each part is one word, shaped in its own direction.
 * What is in a language of the other direction is isolated, as in HTML what has `dir`:
 * else a figure behind an Arabic title would be drawn into it. */
#include "bidi.h"

#include "base/buf.h"
#include "base/unicode.h"

uint32_t *visual_order(Arena *a, const BidiPart *parts, uint32_t n, bool rtl,
                       bool *turned)
{
    Buf line = {0};
    size_t *begins = arena_array(a, (size_t)n + 1, sizeof *begins);
    for (uint32_t i = 0; i < n; i++) {
        const int had = i ? parts[i - 1].isolate : 0, now = parts[i].isolate;
        if (had != now && had != 0)
            buf_put(&line, S("\u2069"));
        if (had != now && now != 0)
            buf_put(&line, now < 0 ? S("\u2066") : S("\u2067"));
        begins[i] = line.n;
        buf_put(&line, parts[i].text);
    }
    size_t nruns;
    const BidiRun *runs = uni_bidi_runs(a, buf_str(&line), rtl, &nruns);
    uint32_t *order = arena_array(a, n, sizeof *order), count = 0;
    for (size_t r = 0; r < nruns; r++)
        for (uint32_t k = 0; k < n; k++) {
            const uint32_t i = runs[r].rtl ? n - 1 - k : k;
            if (begins[i] < runs[r].from || begins[i] >= runs[r].to)
                continue;
            order[count++] = i;
            turned[i] = runs[r].rtl;
        }
    buf_free(&line);
    return order;
}
