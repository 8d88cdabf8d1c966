/* Figures that do not fit where they stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "typeset/setter.h"

enum { LINE = 14 * PT, MOST = 64 };

static Node chapter = {.kind = N_SECTION};
static Node blocks[MOST];
static const PageRoom room = {.first = 10 * LINE, .later = 10 * LINE, .line = LINE};

/* A chapter from a word: a letter is a line, a small one more of the paragraph that a
 * capital one begins; a digit is a figure of so many lines; '|' is a rule. */
static Boxes boxes_of(const char *plan)
{
    Boxes b = {.v = calloc(MOST, sizeof *b.v), .cap = MOST};
    for (uint32_t i = 0; plan[i]; i++, b.n++) {
        const char c = plan[i];
        const bool figure = c >= '0' && c <= '9', more = c >= 'a' && c <= 'z';
        Node *n = &blocks[i];
        *n = (Node){.kind = figure     ? N_FIGURE
                            : c == '|' ? N_RULE
                                       : N_PARA,
                    .parent = &chapter};
        b.v[i] = (Box){.height = figure ? (c - '0') * LINE : LINE,
                       .figure = figure ? n : NULL,
                       .block = more ? b.v[i - 1].block : n,
                       .nnotes = (uint32_t)c}; /* to be known by */
    }
    return b;
}

static void assert_order(const char *plan, const char *want)
{
    Boxes b = boxes_of(plan);
    char got[MOST + 1] = "";
    float_figures(&b, &room);
    for (uint32_t i = 0; i < b.n; i++)
        got[i] = (char)b.v[i].nnotes;
    assert_string_equal(got, want);
    boxes_free(&b);
}

static void a_figure_that_fits_stays(void **state)
{
    (void)state;
    assert_order("AaaB4Cc", "AaaB4Cc");
    assert_order("4AaaBbb6", "4AaaBbb6");
}

static void text_fills_the_page_before_a_figure_that_does_not(void **state)
{
    (void)state;
    /* six lines, and room for four of the next paragraphs; the one that reaches the next
     * page is not parted */
    assert_order("AaaBbb6CcDddEe", "AaaBbbCcDdd6Ee");
    assert_order("AaaBbb6CcDdddddEe", "AaaBbbCcDddddd6Ee");
}

static void a_figure_stays_where_text_is_too_little_or_something_else_comes(void **state)
{
    (void)state;
    assert_order("AaaBbb6Cc", "AaaBbb6Cc");
    assert_order("AaaBbb6C|DdddEeee", "AaaBbb6C|DdddEeee");
    assert_order("AaaBbb6C6", "AaaBbb6C6");
    assert_order("AaaBbb6CcDddddddEe", "AaaBbb6CcDddddddEe");
}

static void a_page_may_end_a_few_lines_short(void **state)
{
    (void)state;
    assert_order("AaaBbbbb6DddEeFf", "AaaBbbbb6DddEeFf");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_that_fits_stays),
        cmocka_unit_test(text_fills_the_page_before_a_figure_that_does_not),
        cmocka_unit_test(a_figure_stays_where_text_is_too_little_or_something_else_comes),
        cmocka_unit_test(a_page_may_end_a_few_lines_short),
    };
    return cmocka_run_group_tests_name("floats", tests, NULL, NULL);
}
