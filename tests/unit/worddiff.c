/* What differs between two texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "handmade.h"
#include "report/worddiff.h"

/* Paragraphs are lines. */
static WordText read_words(Str s)
{
    WordText t = {0};
    for (uint32_t line = 1; s.n > 0; line++)
        word_text_add(&t, str_line(&s), line);
    word_text_end(&t);
    return t;
}

static void put_words(Buf *out, const WordText *t, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        buf_printf(out, "%s" STR_FMT, i > from && !t->v[i].glued ? " " : "",
                   STR_ARG(t->v[i].text));
}

/* "[old|new]" for each change, and the number of the words that lie before it. */
static Str differences(Arena *arena, const char *a, const char *b)
{
    WordText x = read_words(str_of(a)), y = read_words(str_of(b));
    Buf out = {0};
    size_t n, done = 0;
    const Change *v = word_diff(arena, &x, &y, &n);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&out, "%zu[", v[i].a - done);
        put_words(&out, &x, v[i].a, v[i].na);
        buf_byte(&out, '|');
        put_words(&out, &y, v[i].b, v[i].nb);
        buf_byte(&out, ']');
        done = v[i].a + v[i].na;
    }
    buf_printf(&out, "%zu", x.n - done);
    const Str s = arena_str(arena, buf_str(&out));
    buf_free(&out);
    word_text_free(&x);
    word_text_free(&y);
    return s;
}

static void the_words_that_differ_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b, *want;
    } cases[] = {
        {"", "", "0"},
        {"", "a b", "0[|a b]0"},
        {"a b", "", "0[a b|]0"},
        {"a b c", "a b c", "3"},
        {"a b c", "a x c", "1[b|x]1"},
        {"a b c d", "a c d", "1[b|]2"},
        {"the ferry was late again", "the last ferry was late", "1[|last]3[again|]0"},
        {"one\ntwo three", "one two\nthree", "3"},
        {"The 14 boats of the line lay idle.", "The 12 boats of the line lay idle.",
         "1[14|12]6"},
        /* what agrees by accident is no landmark */
        {"he left the town of his birth", "she wrote to the queen of Spain",
         "0[he left the town of his birth|she wrote to the queen of Spain]0"},
        /* a moved sentence is cut here and put in there */
        {"one two three four five six seven eight nine ten",
         "six seven eight nine ten one two three four five",
         "0[|six seven eight nine ten]5[six seven eight nine ten|]0"},
        /* what a text says twice is no anchor */
        {"p q r s a b d p q r s", "a b d c p q r s", "0[p q r s|]3[|c]4"},
        {"\u7389\u4E0D\u7422 a", "\u7389\u7422 a", "1[\u4E0D|]2"},
        {"5\u00A0km away", "5 km away", "3"},
    };
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Str got = differences(arena, cases[i].a, cases[i].b);
        if (!str_eq(got, str_of(cases[i].want)))
            fail_msg("'%s' to '%s': " STR_FMT, cases[i].a, cases[i].b, STR_ARG(got));
    }
    arena_free(arena);
}

/* Every word is in its change or the same in both. */
static void assert_leads_from_a_to_b(const WordText *a, const WordText *b,
                                     const Change *v, size_t n)
{
    size_t x = 0, y = 0;
    for (size_t i = 0; i <= n; i++) {
        const Change end = {a->n, 0, b->n, 0}, *c = i < n ? &v[i] : &end;
        assert_true(c->a >= x && c->b >= y && c->a - x == c->b - y);
        assert_true(i == n || c->na + c->nb > 0);
        assert_true(i == 0 || i == n || c->a > x); /* else they were one */
        for (; x < c->a; x++, y++)
            assert_true(str_eq(a->v[x].text, b->v[y].text));
        x += c->na;
        y += c->nb;
    }
    assert_int_equal(x, a->n);
    assert_int_equal(y, b->n);
}

/* Words cut and put in on a shortest way, by the book: O(n²). */
static size_t least_edits(const WordText *a, const WordText *b)
{
    enum { MOST = 40 };
    size_t best[MOST + 1][MOST + 1];
    for (size_t i = 0; i <= a->n; i++)
        for (size_t k = 0; k <= b->n; k++) {
            if (i == 0 || k == 0)
                best[i][k] = i + k;
            else if (str_eq(a->v[i - 1].text, b->v[k - 1].text))
                best[i][k] = best[i - 1][k - 1];
            else
                best[i][k] = 1 + (best[i - 1][k] < best[i][k - 1] ? best[i - 1][k]
                                                                  : best[i][k - 1]);
        }
    return best[a->n][b->n];
}

static void every_difference_leads_from_one_text_to_the_other(void **state)
{
    (void)state;
    uint64_t seed = 11;
    size_t found = 0, least = 0;
    for (int round = 0; round < 4000; round++) {
        Arena *arena = arena_new();
        Buf texts[2] = {{0}, {0}};
        const uint32_t letters = 1 + lot(&seed, 12);
        for (int k = 0; k < 2; k++)
            for (uint32_t i = lot(&seed, 40); i > 0; i--)
                buf_printf(&texts[k], "%c ", 'a' + (char)lot(&seed, letters));
        WordText a = read_words(buf_str(&texts[0])), b = read_words(buf_str(&texts[1]));
        size_t n;
        const Change *v = word_diff(arena, &a, &b, &n);
        assert_leads_from_a_to_b(&a, &b, v, n);
        for (size_t i = 0; i < n; i++)
            found += v[i].na + v[i].nb;
        least += least_edits(&a, &b);
        for (int k = 0; k < 2; k++)
            buf_free(&texts[k]);
        word_text_free(&a);
        word_text_free(&b);
        arena_free(arena);
    }
    assert_true(found >= least);
    assert_true(found < 2 * least); /* what agrees by accident was joined */
}

/* Words from 1 on; some are changed, cut or put in, far from each other. */
static void edits_in_a_long_text_are_found_as_they_were_made(void **state)
{
    (void)state;
    enum { WORDS = 60000, EVERY = 97 };
    Buf a = {0}, b = {0};
    size_t made = 0;
    for (int i = 1; i <= WORDS; i++) {
        buf_printf(&a, "w%d ", i);
        if (i % EVERY != 0)
            buf_printf(&b, "w%d ", i);
        else if (++made % 3 == 0)
            buf_printf(&b, "w%d new ", i);
        else if (made % 3 == 1)
            buf_put(&b, S("other "));
    }
    WordText x = read_words(buf_str(&a)), y = read_words(buf_str(&b));
    Arena *arena = arena_new();
    size_t n;
    const Change *v = word_diff(arena, &x, &y, &n);
    assert_int_equal(n, made);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(v[i].na + v[i].nb, i % 3 == 0 ? 2 : 1);
    assert_leads_from_a_to_b(&x, &y, v, n);
    arena_free(arena);
    word_text_free(&x);
    word_text_free(&y);
    buf_free(&a);
    buf_free(&b);
}

/* Without the cap the first of these would take an hour. */
static void texts_that_never_agree_cost_no_more(void **state)
{
    (void)state;
    enum { WORDS = 300000 };
    static const char *const halves[][2] = {
        {"a b a a b ", "b a b b a "}, {"a ", "a "}, {"a ", "b "}, {"a b ", "a "}};
    for (size_t k = 0; k < sizeof halves / sizeof *halves; k++) {
        Buf a = {0}, b = {0};
        for (int i = 0; i < WORDS / 5; i++) {
            buf_put(&a, str_of(halves[k][0]));
            buf_put(&b, str_of(halves[k][1]));
        }
        WordText x = read_words(buf_str(&a)), y = read_words(buf_str(&b));
        Arena *arena = arena_new();
        size_t n;
        const Change *v = word_diff(arena, &x, &y, &n);
        assert_leads_from_a_to_b(&x, &y, v, n);
        arena_free(arena);
        word_text_free(&x);
        word_text_free(&y);
        buf_free(&a);
        buf_free(&b);
    }
}

static void texts_with_nothing_in_common_are_one_change(void **state)
{
    (void)state;
    Buf a = {0}, b = {0};
    for (int i = 0; i < 400; i++) {
        buf_put(&a, S("a b a a b "));
        buf_put(&b, S("b a b b a "));
    }
    WordText x = read_words(buf_str(&a)), y = read_words(buf_str(&b));
    Arena *arena = arena_new();
    size_t n;
    const Change *v = word_diff(arena, &x, &y, &n);
    assert_int_equal(n, 1);
    assert_int_equal(v->na, x.n);
    assert_int_equal(v->nb, y.n);
    arena_free(arena);
    word_text_free(&x);
    word_text_free(&y);
    buf_free(&a);
    buf_free(&b);
}

static void paragraphs_and_lines_are_known(void **state)
{
    (void)state;
    WordText t = read_words(S("one two\n\n\u4E00\u4E8C x"));
    assert_int_equal(t.n, 5);
    assert_true(t.v[0].first && !t.v[1].first && t.v[2].first && !t.v[3].first);
    assert_true(!t.v[1].glued && !t.v[2].glued && t.v[3].glued && !t.v[4].glued);
    assert_int_equal(t.v[1].line, 1);
    assert_int_equal(t.v[4].line, 3);
    word_text_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_that_differ_are_found),
        cmocka_unit_test(every_difference_leads_from_one_text_to_the_other),
        cmocka_unit_test(edits_in_a_long_text_are_found_as_they_were_made),
        cmocka_unit_test(texts_that_never_agree_cost_no_more),
        cmocka_unit_test(texts_with_nothing_in_common_are_one_change),
        cmocka_unit_test(paragraphs_and_lines_are_known),
    };
    return cmocka_run_group_tests_name("worddiff", tests, NULL, NULL);
}
