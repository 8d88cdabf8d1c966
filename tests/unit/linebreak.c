/* Line breaking: no choice of breaks costs less, and what must hold of lines holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "typeset/linebreak.h"

/* A small generator of its own: the same paragraphs everywhere. */
static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

static Item box(Len width)
{
    return (Item){.kind = ITEM_BOX, .width = width};
}

static Item glue(Len width)
{
    return (Item){
        .kind = ITEM_GLUE, .width = width, .stretch = width / 2, .shrink = width / 3};
}

static Item penalty(int32_t p, bool hyphen)
{
    return (Item){.kind = ITEM_PENALTY,
                  .penalty = p,
                  .hyphen = hyphen,
                  .width = hyphen ? 3 * PT : 0};
}

/* A paragraph of words of one to three syllables, ended as paragraphs are. */
static uint32_t paragraph(uint32_t *state, uint32_t words, Item *out)
{
    uint32_t n = 0;
    for (uint32_t w = 0; w < words; w++) {
        const uint32_t syllables = 1 + draw(state, 3);
        for (uint32_t k = 0; k < syllables; k++) {
            if (k)
                out[n++] = penalty(50, true);
            out[n++] = box((Len)(4 + draw(state, 20)) * PT);
        }
        if (w + 1 < words)
            out[n++] = glue(4 * PT);
    }
    out[n++] = penalty(PENALTY_ALWAYS, false);
    return n;
}

static bool legal(const Item *items, uint32_t i)
{
    if (items[i].kind == ITEM_PENALTY)
        return items[i].penalty < PENALTY_NEVER;
    return items[i].kind == ITEM_GLUE && i > 0 && items[i - 1].kind == ITEM_BOX;
}

/* The least cost over all subsets of the legal breaks. */
static int64_t brute_force(const Item *items, uint32_t n, const Measure *m)
{
    uint32_t places[24], count = 0;
    for (uint32_t i = 0; i + 1 < n; i++)
        if (legal(items, i) && count < 24)
            places[count++] = i;
    int64_t best = INT64_MAX;
    for (uint32_t set = 0; set < 1u << count; set++) {
        uint32_t breaks[25], k = 0;
        for (uint32_t i = 0; i < count; i++)
            if (set & 1u << i)
                breaks[k++] = places[i];
        breaks[k++] = n - 1;
        const int64_t cost = breaks_cost(items, n, m, breaks, k);
        best = cost < best ? cost : best;
    }
    return best;
}

static void no_choice_of_breaks_costs_less(void **unused)
{
    (void)unused;
    uint32_t state = 1, compared = 0;
    for (int round = 0; round < 400; round++) {
        Item items[65] = {box(-40 * PT)};
        const uint32_t indent = round % 3 == 0; /* it hangs into the margin */
        const uint32_t n =
            indent + paragraph(&state, 5 + draw(&state, 4), items + indent);
        const Measure m = {.width = (Len)(60 + draw(&state, 60)) * PT,
                           .em = 10 * PT,
                           .ragged = round % 4 == 0};
        Arena *a = arena_new();
        uint32_t count;
        const uint32_t *breaks = break_lines(a, items, n, &m, &count);
        const int64_t ours = breaks_cost(items, n, &m, breaks, count);
        const int64_t least = brute_force(items, n, &m);
        /* Within the first pass's tolerance the two must agree; beyond it a dearer line
         * may have been left out on purpose. */
        if (least < 160000) {
            assert_int_equal(ours, least);
            compared++;
        } else if (least < INT64_MAX) {
            assert_true(ours >= least);
        }
        arena_free(a);
    }
    assert_true(compared > 100);
}

static void each_number_of_lines_is_set_at_what_it_says_to_cost(void **unused)
{
    (void)unused;
    uint32_t state = 11, others = 0;
    for (int round = 0; round < 100; round++) {
        Item items[600];
        const uint32_t n = paragraph(&state, 70, items);
        const Measure m = {.width = 150 * PT, .em = 10 * PT, .expand = 30};
        Arena *a = arena_new();
        uint32_t count;
        uint32_t *best = break_lines(a, items, n, &m, &count);
        const int64_t least = breaks_cost(items, n, &m, best, count);
        const Setting near = {best, count, least};
        Setting s[SETTINGS];
        const uint32_t settings = break_lines_into(a, items, n, &m, &near, s);
        bool has_best = false;
        for (uint32_t k = 0; k < settings; k++) {
            assert_int_equal(s[k].breaks[s[k].lines - 1], n - 1);
            assert_int_equal(breaks_cost(items, n, &m, s[k].breaks, s[k].lines),
                             s[k].cost);
            assert_true(k == 0 || s[k].lines > s[k - 1].lines);
            /* Looser lines may be cheaper for the whole. */
            assert_true(s[k].lines != count || s[k].cost <= least);
            has_best = has_best || s[k].lines == count;
            others += s[k].lines != count;
        }
        assert_true(has_best || least > 1000000); /* or a line is looser still */
        arena_free(a);
    }
    assert_true(others > 3);
}

static void never_three_hyphens_in_a_row(void **unused)
{
    (void)unused;
    uint32_t state = 7;
    static Item items[8000];
    const uint32_t n = paragraph(&state, 1000, items);
    const Measure m = {.width = 70 * PT, .em = 10 * PT};
    Arena *a = arena_new();
    uint32_t count, run = 0;
    const uint32_t *breaks = break_lines(a, items, n, &m, &count);
    for (uint32_t k = 0; k < count; k++) {
        run = items[breaks[k]].hyphen ? run + 1 : 0;
        assert_true(run < 3);
    }
    arena_free(a);
}

static void a_word_wider_than_the_measure_is_set_all_the_same(void **unused)
{
    (void)unused;
    const Item items[] = {box(20 * PT), glue(4 * PT), box(300 * PT),
                          glue(4 * PT), box(20 * PT), penalty(PENALTY_ALWAYS, false)};
    const Measure m = {.width = 100 * PT, .em = 10 * PT};
    Arena *a = arena_new();
    uint32_t count;
    const uint32_t *breaks = break_lines(a, items, 6, &m, &count);
    assert_int_equal(count, 3);
    assert_int_equal(breaks[count - 1], 5);
    arena_free(a);
}

/* Within the tolerance the last word can only stand alone; looser lines give it company.
 */
static void a_last_line_is_never_shorter_than_two_ems_where_it_need_not_be(void **unused)
{
    (void)unused;
    const Item items[] = {box(18 * PT), glue(4 * PT), box(18 * PT),
                          glue(4 * PT), box(18 * PT), glue(4 * PT),
                          box(18 * PT), glue(4 * PT), box(8 * PT),
                          glue(4 * PT), box(8 * PT),  penalty(PENALTY_ALWAYS, false)};
    const Measure m = {.width = 96 * PT, .em = 10 * PT};
    Arena *a = arena_new();
    uint32_t count;
    const uint32_t *breaks = break_lines(a, items, 12, &m, &count);
    assert_int_equal(count, 2);
    assert_int_equal(breaks[0], 7);
    arena_free(a);
}

static void balanced_lines_are_alike_in_length_and_no_more_than_others(void **unused)
{
    (void)unused;
    uint32_t state = 5;
    for (int round = 0; round < 100; round++) {
        Item items[64];
        uint32_t n = 0;
        Len all = 0;
        for (uint32_t w = 4 + draw(&state, 8); w > 0; w--) {
            items[n] = box((Len)(20 + draw(&state, 30)) * PT);
            all += items[n++].width + 4 * PT;
            items[n++] = w > 1 ? glue(4 * PT) : penalty(PENALTY_ALWAYS, false);
        }
        const Measure ragged = {.width = 240 * PT, .em = 16 * PT, .ragged = true};
        Measure m = ragged;
        m.balanced = true;
        Arena *a = arena_new();
        uint32_t as_few, count, from = 0;
        break_lines(a, items, n, &ragged, &as_few);
        const uint32_t *breaks = break_lines(a, items, n, &m, &count);
        assert_true(count <= as_few);
        for (uint32_t k = 0; k < count; k++) {
            Len width = 0;
            for (uint32_t i = from; i < breaks[k]; i++)
                width += items[i].width;
            /* No line lacks more than the widest word and its blank. */
            assert_true(width > all / (Len)count - 58 * PT);
            from = breaks[k] + 1;
        }
        arena_free(a);
    }
}

static void a_forced_break_ends_a_line(void **unused)
{
    (void)unused;
    const Item items[] = {box(20 * PT), penalty(PENALTY_ALWAYS, false), box(20 * PT),
                          penalty(PENALTY_ALWAYS, false)};
    const Measure m = {.width = 100 * PT, .em = 10 * PT};
    Arena *a = arena_new();
    uint32_t count;
    const uint32_t *breaks = break_lines(a, items, 4, &m, &count);
    assert_int_equal(count, 2);
    assert_int_equal(breaks[0], 1);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_choice_of_breaks_costs_less),
        cmocka_unit_test(each_number_of_lines_is_set_at_what_it_says_to_cost),
        cmocka_unit_test(never_three_hyphens_in_a_row),
        cmocka_unit_test(a_word_wider_than_the_measure_is_set_all_the_same),
        cmocka_unit_test(a_last_line_is_never_shorter_than_two_ems_where_it_need_not_be),
        cmocka_unit_test(balanced_lines_are_alike_in_length_and_no_more_than_others),
        cmocka_unit_test(a_forced_break_ends_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
