/* The direction of writing: of languages, and of the runs of a line. */
#include "base/unicode.h"
#include "typeset/bidi.h"
#include "typeset/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void languages_have_the_direction_of_their_script(void **state)
{
    (void)state;
    static const char *const rtl[] = {"ar", "he", "fa",      "ur",
                                      "yi", "ps", "az-Arab", "ar-EG"};
    static const char *const ltr[] = {"en",      "zh-Hant", "ru", "az",
                                      "ar-Latn", "",        "x",  "-"};
    for (size_t i = 0; i < sizeof rtl / sizeof *rtl; i++)
        assert_true(uni_lang_is_rtl(str_of(rtl[i])));
    for (size_t i = 0; i < sizeof ltr / sizeof *ltr; i++)
        assert_false(uni_lang_is_rtl(str_of(ltr[i])));
    char longest[4096];
    memset(longest, 'a', sizeof longest);
    assert_false(uni_lang_is_rtl((Str){longest, sizeof longest}));
}

/* Runs as "text<" or "text>", from left to right. */
static void check_runs(const char *line, bool rtl, const char *want)
{
    Arena *a = arena_new();
    size_t n;
    const BidiRun *runs = uni_bidi_runs(a, str_of(line), rtl, &n);
    Str got = {0};
    for (size_t i = 0; i < n; i++) {
        const Str text = str_sub(str_of(line), runs[i].from, runs[i].to);
        got = arena_printf(a, STR_FMT STR_FMT "%c", STR_ARG(got), STR_ARG(text),
                           runs[i].rtl ? '<' : '>');
    }
    if (!str_eq(got, str_of(want)))
        fail_msg("got \"" STR_FMT "\", want \"%s\"", STR_ARG(got), want);
    arena_free(a);
}

#define ALEF "\xD7\x90"
#define BET  "\xD7\x91"
#define COW  "\xF0\x9F\x90\x84" /* two units of UTF-16 */

static void a_line_is_parted_into_runs_as_they_are_seen(void **state)
{
    (void)state;
    check_runs("", false, "");
    check_runs("abc", false, "abc>");
    check_runs("abc", true, "abc>");
    check_runs(ALEF BET, false, ALEF BET "<");
    check_runs("a " ALEF " b", false, "a >" ALEF "< b>");
    check_runs("a " ALEF " b", true, "b> " ALEF " <a>");
    check_runs(ALEF " 12 " BET, true, " " BET "<12>" ALEF " <");
    check_runs("a" COW ALEF COW BET "b", false, "a" COW ">" ALEF COW BET "<b>");
}

/* The parts' numbers from left to right. */
static void check_order(const BidiPart *parts, uint32_t n, bool rtl, const char *want)
{
    Arena *a = arena_new();
    bool turned[16];
    const uint32_t *order = visual_order(a, parts, n, rtl, turned);
    char got[16] = "";
    for (uint32_t i = 0; i < n; i++)
        got[i] = (char)('0' + order[i]);
    assert_string_equal(got, want);
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(parts[i].text, S(ALEF)))
            assert_true(turned[i]);
    arena_free(a);
}

static void a_figure_behind_a_title_stays_outside_of_it(void **state)
{
    (void)state;
    static const Str alef = {ALEF, 2}, bet = {BET, 2}, three = {"3", 1}, b = {"b", 1};
    static const Str blank = {" ", 1};
    const BidiPart mixed[] = {{alef, 0}, {blank, 0}, {three, 0}, {blank, 0}, {b, 0}};
    check_order(mixed, 5, false, "21034");
    const BidiPart isolated[] = {{alef, 1}, {blank, 0}, {three, 0}, {blank, 0}, {b, 0}};
    check_order(isolated, 5, false, "01234");
    const BidiPart title[] = {{alef, 1}, {blank, 1}, {bet, 1}, {blank, 0}, {three, 0}};
    check_order(title, 5, false, "21034");
    const BidiPart latin[] = {{alef, 0}, {blank, 0}, {b, -1}, {blank, -1}, {three, -1}};
    check_order(latin, 5, true, "23410");
}

/* The ends of the stretches of a word. */
static void check_stretches(const char *word, const char *want)
{
    char got[64];
    size_t n = 0;
    for (size_t i = 0; i < strlen(word);) {
        i = text_directed_end(str_of(word), i);
        n += (size_t)snprintf(got + n, sizeof got - n, "%zu ", i);
    }
    assert_string_equal(got, want);
}

static void a_word_is_parted_where_its_direction_changes(void **state)
{
    (void)state;
    check_stretches("don't", "5 ");
    check_stretches("(abc).", "1 4 6 ");
    check_stretches(ALEF BET, "4 ");
    check_stretches(ALEF "\"" BET, "5 ");
    check_stretches(ALEF "-PDF,", "2 3 6 7 ");
    check_stretches("20,000", "6 ");
    check_stretches(ALEF "1998", "2 6 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_have_the_direction_of_their_script),
        cmocka_unit_test(a_line_is_parted_into_runs_as_they_are_seen),
        cmocka_unit_test(a_figure_behind_a_title_stays_outside_of_it),
        cmocka_unit_test(a_word_is_parted_where_its_direction_changes),
    };
    return cmocka_run_group_tests_name("direction", tests, NULL, NULL);
}
