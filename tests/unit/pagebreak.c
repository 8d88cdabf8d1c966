/* Page breaking: no choice of pages costs less, and pages hold what they may. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "typeset/setter.h"

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

/* Paragraphs of a few lines, heads, notes: the penalties that the flow gives them. */
static uint32_t chapter(uint32_t *state, Box *out, Len *notes)
{
    static const Node *called[1];
    uint32_t n = 0;
    while (n < 14) {
        const bool head = draw(state, 4) == 0;
        const uint32_t lines = head ? 1 : 1 + draw(state, 5);
        for (uint32_t k = 0; k < lines && n < 16; k++, n++) {
            const bool note = draw(state, 8) == 0;
            out[n] = (Box){.height = 14 * PT, .nnotes = note, .notes = called};
            out[n].hyphened = draw(state, 5) == 0;
            notes[n] = note ? 11 * PT : 0;
            if (k == 0)
                out[n].space = head ? 14 * PT : 0;
            else if (k < 2 || lines - k < 2)
                out[n].penalty = 5000;
        }
        if (head && n < 16)
            out[n].penalty = 9000;
    }
    return n;
}

static int64_t brute_force(const Box *boxes, uint32_t n, const Len *notes,
                           const PageRoom *room)
{
    int64_t best = INT64_MAX;
    for (uint32_t set = 0; set < 1u << (n - 1); set++) {
        uint32_t starts[32], k = 0;
        starts[k++] = 0;
        for (uint32_t i = 1; i < n; i++)
            if (set & 1u << (i - 1))
                starts[k++] = i;
        const int64_t cost = pages_cost(boxes, n, notes, room, starts, k);
        best = cost < best ? cost : best;
    }
    return best;
}

static void no_choice_of_pages_costs_less(void **unused)
{
    (void)unused;
    uint32_t state = 3;
    for (int round = 0; round < 150; round++) {
        Box boxes[32] = {0};
        Len notes[32] = {0};
        uint32_t n = chapter(&state, boxes, notes);
        n = n > 16 ? 16 : n;
        const Len height = (Len)(4 + draw(&state, 5)) * 14 * PT;
        const PageRoom room = {height - 28 * PT, height, 8 * PT};
        Arena *a = arena_new();
        uint32_t count;
        const uint32_t *starts = break_pages(a, boxes, n, notes, &room, &count);
        assert_int_equal(pages_cost(boxes, n, notes, &room, starts, count),
                         brute_force(boxes, n, notes, &room));
        arena_free(a);
    }
}

static void a_widow_is_avoided_where_a_short_page_will_do(void **unused)
{
    (void)unused;
    Box boxes[6] = {0};
    Len notes[6] = {0};
    for (int i = 0; i < 6; i++)
        boxes[i].height = 10 * PT;
    boxes[5].penalty = 5000; /* the sixth line is the last of its paragraph */
    const PageRoom room = {50 * PT, 50 * PT, 0};
    Arena *a = arena_new();
    uint32_t count;
    const uint32_t *starts = break_pages(a, boxes, 6, notes, &room, &count);
    assert_int_equal(count, 2);
    assert_true(starts[1] < 5);
    arena_free(a);
}

static void a_box_taller_than_the_page_stands_alone(void **unused)
{
    (void)unused;
    Box boxes[3] = {{.height = 10 * PT}, {.height = 90 * PT}, {.height = 10 * PT}};
    Len notes[3] = {0};
    const PageRoom room = {50 * PT, 50 * PT, 0};
    Arena *a = arena_new();
    uint32_t count;
    const uint32_t *starts = break_pages(a, boxes, 3, notes, &room, &count);
    assert_int_equal(count, 3);
    assert_int_equal(starts[1], 1);
    assert_int_equal(starts[2], 2);
    arena_free(a);
}

static void a_forced_box_begins_a_page(void **unused)
{
    (void)unused;
    Box boxes[4] = {{.height = 10 * PT},
                    {.height = 10 * PT},
                    {.height = 10 * PT, .forced = true},
                    {.height = 10 * PT}};
    Len notes[4] = {0};
    const PageRoom room = {50 * PT, 50 * PT, 0};
    Arena *a = arena_new();
    uint32_t count;
    const uint32_t *starts = break_pages(a, boxes, 4, notes, &room, &count);
    assert_int_equal(count, 2);
    assert_int_equal(starts[1], 2);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_choice_of_pages_costs_less),
        cmocka_unit_test(a_widow_is_avoided_where_a_short_page_will_do),
        cmocka_unit_test(a_box_taller_than_the_page_stands_alone),
        cmocka_unit_test(a_forced_box_begins_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
