/* Page breaking: no choice of breaks and settings costs less, and pages hold what they
 * may. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "typeset/pagecost.h"
#include "typeset/setter.h"

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

enum { LINE = 14 * PT, STRETCHES = 6, CHOICES = 3, BOXES = 64 };

/* A chapter of stretches, some of which may be set in several ways. */
typedef struct Sample {
    Stretch v[STRETCHES];
    Choice choices[STRETCHES][CHOICES];
    Box boxes[STRETCHES][CHOICES][8];
    uint32_t n;
    PageRoom room;
} Sample;

/* A paragraph's lines: with the penalties, notes and hyphens that the flow gives them. */
static Choice lines(uint32_t *state, Box *v, uint32_t n, int64_t cost)
{
    for (uint32_t k = 0; k < n; k++) {
        v[k] = (Box){
            .height = LINE, .snaps = true, .hyphened = k + 1 < n && draw(state, 5) == 0};
        v[k].foot = draw(state, 8) == 0 ? 11 * PT : 0;
        v[k].penalty = k && (k < 2 || n - k < 2) ? LINES_PENALTY : 0;
    }
    return (Choice){v, n, cost};
}

/* A head, and the same with more space above it. */
static uint32_t head(uint32_t *state, Box v[][8], Choice *choices)
{
    v[0][0] = (Box){.height = 12 * PT, .space = (Len)draw(state, 20) * PT};
    v[1][0] = v[0][0];
    v[1][0].space += LINE;
    choices[0] = (Choice){v[0], 1, 0};
    choices[1] = (Choice){v[1], 1, 600};
    return 2;
}

static void sample(uint32_t *state, Sample *s)
{
    bool after_head = false;
    s->n = 3 + draw(state, STRETCHES - 2);
    for (uint32_t e = 0; e < s->n; e++) {
        const bool is_head = !after_head && e + 1 < s->n && draw(state, 3) == 0;
        const uint32_t n = 1 + draw(state, 4);
        uint32_t k = 0;
        if (is_head)
            k = head(state, s->boxes[e], s->choices[e]);
        else
            for (uint32_t more = 1 + draw(state, CHOICES); k < more; k++)
                s->choices[e][k] =
                    lines(state, s->boxes[e][k], n + k, k ? draw(state, 9000) : 0);
        const bool clears = draw(state, 3) == 0;
        for (uint32_t i = 0; i < k; i++) {
            s->boxes[e][i][0].penalty = after_head ? HEAD_PENALTY : 0;
            s->boxes[e][i][0].clears = clears;
        }
        if (k == 1)
            s->boxes[e][0][0].ninserts = draw(state, 6) / 4 * draw(state, 3);
        s->v[e] = (Stretch){s->choices[e], k};
        after_head = is_head;
    }
    const Len height = (Len)(4 + draw(state, 5)) * LINE + (Len)draw(state, 10) * PT;
    s->room =
        (PageRoom){height - 2 * LINE, height, 8 * PT, LINE, (PageSide)draw(state, 3)};
}

/* The boxes of a choice of settings; gives what they cost. */
static int64_t set(const Sample *s, const uint32_t *chosen, Box *out, uint32_t *n)
{
    int64_t cost = 0;
    *n = 0;
    for (uint32_t e = 0; e < s->n; e++) {
        const Choice *c = &s->v[e].choices[chosen[e]];
        for (uint32_t k = 0; k < c->n; k++)
            out[(*n)++] = c->boxes[k];
        cost += c->cost;
    }
    return cost;
}

/* The least cost of pages over all subsets of breaks, and of longer pages. */
static int64_t cheapest_pages(const Box *boxes, uint32_t n, const PageRoom *room)
{
    int64_t best = INT64_MAX;
    for (uint32_t set = 0; set < 1u << (n - 1); set++) {
        uint32_t starts[BOXES];
        bool longer[BOXES];
        Pagination p = {.starts = starts, .longer = longer};
        starts[p.npages++] = 0;
        for (uint32_t i = 1; i < n; i++)
            if (set & 1u << (i - 1))
                starts[p.npages++] = i;
        for (uint32_t which = 0; which < 1u << p.npages; which++) {
            for (uint32_t i = 0; i < p.npages; i++)
                longer[i] = which & 1u << i;
            const int64_t cost = pages_cost(boxes, n, room, &p, NULL);
            best = cost < best ? cost : best;
        }
    }
    return best;
}

/* The least cost over all settings, too; INT64_MAX: the sample is too large. */
static int64_t brute_force(const Sample *s)
{
    uint32_t chosen[STRETCHES] = {0}, e = 0;
    int64_t best = INT64_MAX;
    while (e < s->n) {
        Box boxes[BOXES];
        uint32_t n;
        const int64_t cost = set(s, chosen, boxes, &n);
        if (n > 10)
            return INT64_MAX;
        const int64_t all = cost + cheapest_pages(boxes, n, &s->room);
        best = all < best ? all : best;
        for (e = 0; e < s->n && ++chosen[e] == s->v[e].n; e++)
            chosen[e] = 0;
    }
    return best;
}

static void no_choice_of_breaks_and_settings_costs_less(void **unused)
{
    (void)unused;
    uint32_t state = 3, compared = 0, others = 0, longer = 0, inserts = 0;
    for (int round = 0; round < 600; round++) {
        Sample s = {0};
        sample(&state, &s);
        const int64_t least = brute_force(&s);
        if (least == INT64_MAX)
            continue;
        Arena *a = arena_new();
        Pagination p;
        Box boxes[BOXES];
        uint32_t n;
        assert_true(break_pages(a, s.v, s.n, &s.room, INT64_MAX, &p));
        const int64_t cost = set(&s, p.chosen, boxes, &n);
        assert_int_equal(p.cost, least);
        assert_int_equal(cost + pages_cost(boxes, n, &s.room, &p, NULL), least);
        assert_false(break_pages(a, s.v, s.n, &s.room, least, &p));
        others += cost > 0;
        for (uint32_t k = 0; k < p.npages; k++)
            longer += p.longer[k];
        inserts += p.ninserts > 0;
        compared++;
        arena_free(a);
    }
    assert_true(compared > 100 && others > 30 && longer > 20 && inserts > 20);
}

/* The pages of boxes that are as they are. */
static Pagination pages_of(Arena *a, const Box *boxes, uint32_t n, const PageRoom *room)
{
    const Choice all = {boxes, n, 0};
    const Stretch whole = {&all, 1};
    Pagination p;
    assert_true(break_pages(a, &whole, 1, room, INT64_MAX, &p));
    return p;
}

static void a_widow_is_avoided_where_a_short_page_will_do(void **unused)
{
    (void)unused;
    Box boxes[6] = {0};
    for (int i = 0; i < 6; i++)
        boxes[i].height = 10 * PT;
    boxes[5].penalty = 5000; /* the sixth line is the last of its paragraph */
    const PageRoom room = {50 * PT, 50 * PT, 0, 10 * PT, PAGE_ANY};
    Arena *a = arena_new();
    const Pagination p = pages_of(a, boxes, 6, &room);
    assert_int_equal(p.npages, 2);
    assert_true(p.starts[1] < 5);
    arena_free(a);
}

static void a_box_taller_than_the_page_stands_alone(void **unused)
{
    (void)unused;
    Box boxes[3] = {{.height = 10 * PT}, {.height = 90 * PT}, {.height = 10 * PT}};
    const PageRoom room = {50 * PT, 50 * PT, 0, 10 * PT, PAGE_ANY};
    Arena *a = arena_new();
    const Pagination p = pages_of(a, boxes, 3, &room);
    assert_int_equal(p.npages, 3);
    assert_int_equal(p.starts[1], 1);
    assert_int_equal(p.starts[2], 2);
    arena_free(a);
}

static void a_forced_box_begins_a_page(void **unused)
{
    (void)unused;
    Box boxes[4] = {{.height = 10 * PT},
                    {.height = 10 * PT},
                    {.height = 10 * PT, .forced = true},
                    {.height = 10 * PT}};
    const PageRoom room = {50 * PT, 50 * PT, 0, 10 * PT, PAGE_ANY};
    Arena *a = arena_new();
    const Pagination p = pages_of(a, boxes, 4, &room);
    assert_int_equal(p.npages, 2);
    assert_int_equal(p.starts[1], 2);
    arena_free(a);
}

/* The second of ten boxes brings a page of its own, and a page has room for five. */
static Pagination pages_with_insert(Arena *a, Box *boxes, PageFault *faults)
{
    const PageRoom room = {50 * PT, 50 * PT, 0, 10 * PT, PAGE_ANY};
    for (int i = 0; i < 10; i++)
        boxes[i].height = 10 * PT;
    boxes[1].ninserts = 1;
    const Pagination p = pages_of(a, boxes, 10, &room);
    assert_int_equal(p.ninserts, 1);
    pages_cost(boxes, 10, &room, &p, faults);
    return p;
}

static void text_fills_the_page_that_an_insert_follows(void **unused)
{
    (void)unused;
    Arena *a = arena_new();
    Box boxes[10] = {0};
    PageFault faults[5] = {FAULT_NONE};
    const Pagination p = pages_with_insert(a, boxes, faults);
    assert_int_equal(p.npages, 2);
    assert_int_equal(p.starts[1], 5);
    arena_free(a);
}

static void what_clears_inserts_stands_behind_them(void **unused)
{
    (void)unused;
    Arena *a = arena_new();
    Box boxes[10] = {
        [1] = {.clears = true}, [3] = {.clears = true}, [4] = {.forced = true}};
    PageFault faults[5] = {FAULT_NONE};
    const Pagination p = pages_with_insert(a, boxes, faults);
    assert_int_equal(p.npages, 4);
    assert_int_equal(p.starts[1], 3);
    assert_int_equal(faults[0], FAULT_NONE); /* it is not full, as it must be */
    assert_int_equal(p.starts[2], 4);
    arena_free(a);
}

static void faults_are_told_of_the_pages_behind_inserts(void **unused)
{
    (void)unused;
    Arena *a = arena_new();
    Box boxes[10] = {[9] = {.forced = true}};
    PageFault faults[5] = {FAULT_NONE};
    assert_int_equal(pages_with_insert(a, boxes, faults).npages, 3);
    assert_int_equal(faults[1], FAULT_NONE);
    assert_int_equal(faults[3], FAULT_LAST);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_choice_of_breaks_and_settings_costs_less),
        cmocka_unit_test(a_widow_is_avoided_where_a_short_page_will_do),
        cmocka_unit_test(a_box_taller_than_the_page_stands_alone),
        cmocka_unit_test(a_forced_box_begins_a_page),
        cmocka_unit_test(text_fills_the_page_that_an_insert_follows),
        cmocka_unit_test(what_clears_inserts_stands_behind_them),
        cmocka_unit_test(faults_are_told_of_the_pages_behind_inserts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
