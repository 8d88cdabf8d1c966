/* Dates as people write them. */
#include "read/dates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* "2024-1-5" and the weekday's number, of the first day in s; "none". */
static void assert_first(const char *s, const char *want)
{
    Mention m;
    size_t i = 0;
    Arena *a = arena_new();
    Str got = S("none");
    if (date_next(str_of(s), &i, &m))
        got = m.weekday < 0
                  ? arena_printf(a, "%d-%d-%d", m.date.year, m.date.month, m.date.day)
                  : arena_printf(a, "%d-%d-%d %d", m.date.year, m.date.month, m.date.day,
                                 m.weekday);
    if (!str_eq(got, str_of(want)))
        fail_msg("'%s': got " STR_FMT ", want %s", s, STR_ARG(got), want);
    arena_free(a);
}

static void days_are_found_in_digits(void **state)
{
    (void)state;
    assert_first("2024-01-05", "2024-1-5");
    assert_first("on 2024/1/5.", "2024-1-5");
    assert_first("2024.01.05", "2024-1-5");
    assert_first("am 5.1.2024", "2024-1-5");
    assert_first("13/1/2024", "2024-1-13");
    assert_first("1/13/2024", "2024-1-13");
    assert_first("5/5/2024", "2024-5-5");
    assert_first("2024-01-05T10:00:00Z", "2024-1-5");
}

static void what_can_be_read_two_ways_is_no_day(void **state)
{
    (void)state;
    assert_first("5/1/2024", "none");
    assert_first("version 1.2.3", "none");
    assert_first("2024-13-05", "none");
    assert_first("2023-02-29", "none");
    assert_first("1234-01-05", "none");
    assert_first("192.168.2024", "none");
}

static void days_are_found_with_names_of_months(void **state)
{
    (void)state;
    assert_first("January 5, 2024", "2024-1-5");
    assert_first("Jan. 5th 2024", "2024-1-5");
    assert_first("5 January 2024", "2024-1-5");
    assert_first("the 5th of January, 2024", "2024-1-5");
    assert_first("05-Jan-2024", "2024-1-5");
    assert_first("5. M\u00E4rz 2024", "2024-3-5");
    assert_first("1er ao\u00FBt 2024", "2024-8-1");
    assert_first("5 de enero de 2024", "2024-1-5");
    assert_first("5 \u044F\u043D\u0432\u0430\u0440\u044F 2024 \u0433\u043E\u0434\u0430",
                 "2024-1-5");
    assert_first("2024\u5E741\u67085\u65E5", "2024-1-5");
    assert_first("1\u67085\u65E5", "0-1-5");
}

static void a_day_may_lack_its_year_and_have_a_weekday(void **state)
{
    (void)state;
    assert_first("on Tuesday, January 21, proposing", "0-1-21 2");
    assert_first("Tuesday 21 January", "0-1-21 2");
    assert_first("Dienstag, den 21. Januar", "0-1-21 2");
    assert_first("last updated: May 18 01:15:21", "0-5-18");
    assert_first("May 18, 01:15", "0-5-18");
}

static void a_month_or_a_modal_verb_alone_is_no_day(void **state)
{
    (void)state;
    assert_first("in January 2024", "none");
    assert_first("you may 5 times", "none");
    assert_first("March of the 300", "none");
    assert_first("on May 32", "none");
    assert_first("30 February", "none");
    assert_first("", "none");
}

static void every_day_of_a_line_is_found_in_turn(void **state)
{
    (void)state;
    const Str s = S("Published 5 January 2024, updated 6 January 2024");
    Mention m;
    size_t i = 0;
    assert_true(date_next(s, &i, &m));
    assert_int_equal(m.date.day, 5);
    assert_int_equal(m.from, 10);
    assert_true(date_next(s, &i, &m));
    assert_int_equal(m.date.day, 6);
    assert_int_equal(m.to, s.n);
    assert_false(date_next(s, &i, &m));
}

static void the_latest_year_is_one_spoken_of_as_past(void **state)
{
    (void)state;
    assert_int_equal(date_latest_year(S("In 2013, then in 2019, never after.")), 2019);
    assert_int_equal(date_latest_year(S("In 2019 they promised it by 2030.")), 2019);
    assert_int_equal(date_latest_year(S("from 2019 to 2035, or 2019-2040")), 2019);
    assert_int_equal(date_latest_year(S("$2045, 1,2024 and 2046,50 and 20470")), 0);
    assert_int_equal(date_latest_year(S("none")), 0);
}

static void assert_completed(int weekday, int month, int day, int year, int want)
{
    const Mention m = {.date = {0, (uint8_t)month, (uint8_t)day}, .weekday = weekday};
    assert_int_equal(date_complete(&m, year).year, want);
}

static void a_weekday_gives_the_first_year_in_which_it_fits(void **state)
{
    (void)state;
    assert_completed(2, 1, 21, 2024, 2025);
    assert_completed(2, 1, 21, 2025, 2025);
    assert_completed(2, 1, 21, 2026, 2031);
    assert_completed(4, 2, 29, 2023, 2024);
}

static void a_day_alone_is_of_the_year_after_the_latest(void **state)
{
    (void)state;
    assert_completed(-1, 5, 18, 2023, 2024);
    assert_completed(-1, 2, 29, 2024, 2028);
    assert_completed(-1, 5, 18, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_found_in_digits),
        cmocka_unit_test(what_can_be_read_two_ways_is_no_day),
        cmocka_unit_test(days_are_found_with_names_of_months),
        cmocka_unit_test(a_day_may_lack_its_year_and_have_a_weekday),
        cmocka_unit_test(a_month_or_a_modal_verb_alone_is_no_day),
        cmocka_unit_test(every_day_of_a_line_is_found_in_turn),
        cmocka_unit_test(the_latest_year_is_one_spoken_of_as_past),
        cmocka_unit_test(a_weekday_gives_the_first_year_in_which_it_fits),
        cmocka_unit_test(a_day_alone_is_of_the_year_after_the_latest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
