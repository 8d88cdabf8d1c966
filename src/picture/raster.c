/* Reducing pictures, row by row.
 *
 * A pixel of the result is the mean of the area that it covers, parts of pixels by their
 * share: exact, in integers, and without the ripples of sharper filters around letters
 * in screenshots.  In units of 1/(from·to) a source pixel is `to` wide and one of the
 * result `from`; so every share is a whole number, and all of one pixel sum to from.
 * Cost: linear in the source; memory: the result and one row of sums. */
#include "raster.h"

#include <stdlib.h>
#include <string.h>

enum { RGB = 3 };

const char *size_check(Pixels size, uint64_t most)
{
    const uint64_t n = (uint64_t)size.width * size.height;
    if (n == 0)
        return "it has no pixels";
    return size.width > SIDE_MOST || size.height > SIDE_MOST || n > most
               ? "it has more pixels than can be decoded; save it smaller"
               : NULL;
}

void scaler_begin(Scaler *s, Pixels from)
{
    s->from = from;
    s->to.width = s->to.width < from.width ? s->to.width : from.width;
    s->to.height = s->to.height < from.height ? s->to.height : from.height;
    s->out.size = s->to;
    s->out.rgb = mem_grow(NULL, (size_t)s->to.width * s->to.height, RGB);
    memset(s->out.rgb, 0xFF, (size_t)s->to.width * s->to.height * RGB);
    s->sums = mem_alloc((size_t)s->to.width * RGB * sizeof *s->sums);
}

void scaler_free(Scaler *s)
{
    free(s->out.rgb);
    free(s->sums);
    s->out.rgb = NULL;
    s->sums = NULL;
}

/* Adds the row to the sums, `share` times. */
static void add_row(Scaler *s, const uint8_t *rgb, uint64_t share)
{
    const uint64_t from = s->from.width, to = s->to.width;
    uint64_t *sum = s->sums, left = from; /* what the pixel at hand still takes */
    for (uint64_t x = 0; x < from; x++, rgb += RGB)
        for (uint64_t part = to; part > 0;) {
            const uint64_t taken = part < left ? part : left;
            for (int c = 0; c < RGB; c++)
                sum[c] += rgb[c] * taken * share;
            part -= taken;
            left -= taken;
            if (left == 0) {
                left = from;
                sum += RGB;
            }
        }
}

static void end_row(Scaler *s)
{
    const size_t n = (size_t)s->to.width * RGB;
    const uint64_t area = (uint64_t)s->from.width * s->from.height;
    uint8_t *out = s->out.rgb + s->at++ * n;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)((s->sums[i] + area / 2) / area);
    memset(s->sums, 0, n * sizeof *s->sums);
}

void scaler_put(Scaler *s, const uint8_t *rgb)
{
    const uint64_t from = s->from.height, to = s->to.height;
    if (s->row >= from)
        return;
    if (s->from.width == s->to.width && from == to) {
        memcpy(s->out.rgb + (size_t)s->row++ * s->to.width * RGB, rgb,
               (size_t)s->to.width * RGB);
        return;
    }
    /* This row is [row * to, (row + 1) * to) high, and row `at` ends at (at + 1) * from.
     */
    uint64_t y = s->row++ * to;
    const uint64_t end = y + to;
    while (y < end) {
        const uint64_t border = (s->at + 1) * from;
        const uint64_t taken = (border < end ? border : end) - y;
        add_row(s, rgb, taken);
        y += taken;
        if (y == border)
            end_row(s);
    }
}

void scaler_put_rgba(Scaler *s, uint8_t *rgba)
{
    uint8_t *out = rgba;
    for (uint32_t x = 0; x < s->from.width; x++, rgba += 4, out += RGB) {
        const unsigned a = rgba[3];
        for (int c = 0; c < RGB; c++)
            out[c] = (uint8_t)((rgba[c] * a + 255u * (255u - a) + 127u) / 255u);
    }
    scaler_put(s, out - (size_t)s->from.width * RGB);
}

/* Orientations by what they do: first the two axes are swapped, then each is mirrored. */
void raster_turn(Raster *r, uint8_t turn)
{
    const bool swap = turn >= 5,
               flip_x = turn == 2 || turn == 3 || turn == 6 || turn == 7;
    const bool flip_y = turn == 3 || turn == 4 || turn == 7 || turn == 8;
    if (turn <= 1 || turn > 8)
        return;
    const uint32_t w = swap ? r->size.height : r->size.width;
    const uint32_t h = swap ? r->size.width : r->size.height;
    uint8_t *out = mem_grow(NULL, (size_t)w * h, RGB), *to = out;
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++, to += RGB) {
            const uint32_t u = flip_x ? w - 1 - x : x, v = flip_y ? h - 1 - y : y;
            const size_t at =
                swap ? (size_t)u * r->size.width + v : (size_t)v * r->size.width + u;
            memcpy(to, r->rgb + at * RGB, RGB);
        }
    free(r->rgb);
    *r = (Raster){{w, h}, out};
}
