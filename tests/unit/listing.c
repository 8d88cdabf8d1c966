/* What the user says of articles by their paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "handmade.h"

typedef struct Case {
    Diag d;
    ArticleList l;
    Plan p;
} Case;

static const char text[] = "#Title\nSome words here.\n";

/* An article of its own text, unless `words` gives one. */
static void add(Case *c, const char *path, const char *words)
{
    Arena *a = arena_new();
    const Str own = arena_printf(a, "#On %s\nNothing but %s is told.\n", path, path);
    handmade_add(&c->l, handmade(path, words ? words : arena_cstr(a, own)));
    arena_free(a);
}

static void run(Case *c, Listing listing)
{
    listing.chapters.once = true;
    const CollectOptions o = {.order = ORDER_NAME, .listing = listing};
    collect(&c->d, &c->l, &o, &c->p);
}

static void assert_chapters(Case *c, const char *want)
{
    Buf got = {0};
    for (size_t i = 0; i < c->p.nchapters; i++) {
        buf_put(&got, i ? S(" ") : (Str){0});
        buf_put(&got, c->p.chapters[i]->src.path);
    }
    buf_byte(&got, '\0');
    assert_string_equal(got.p, want);
    buf_free(&got);
}

static void done(Case *c)
{
    plan_free(&c->p);
    articles_free(&c->l);
    diag_free(&c->d);
    uni_release();
}

static void listed_chapters_come_first_and_in_that_order(void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "a", NULL);
    add(&c, "b", NULL);
    add(&c, "c", NULL);
    PathEntry v[] = {{.path = S("c")}, {.path = S("a")}};
    run(&c, (Listing){.chapters = {.v = v, .n = 2}});
    assert_chapters(&c, "c a b");
    assert_int_equal(c.d.n, 0);
    done(&c);
}

static void the_path_that_says_the_most_counts(void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "w/a", NULL);
    add(&c, "w/b", NULL);
    add(&c, "w/deep/c", NULL);
    add(&c, "x.txt", NULL);
    PathEntry v[] = {
        {.path = S("*t")}, {.path = S("w/b")}, {.path = S("w/deep")}, {.path = S("w")}};
    run(&c, (Listing){.chapters = {.v = v, .n = 4}});
    assert_chapters(&c, "x.txt w/b w/deep/c w/a");
    done(&c);
}

static void stars_and_question_marks_fit(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *stay;
    } cases[] = {{"a*c", "aXb ab"},      {"a?c", "aXXc aXb ab"},
                 {"*b*", "aXXc"},        {"*X*b", "aXXc ab abc"},
                 {"?b", "aXXc aXb abc"}, {"a*X*c", "aXb ab abc"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Case c = {0};
        add(&c, "aXXc", NULL);
        add(&c, "abc", NULL);
        add(&c, "ab", NULL);
        add(&c, "aXb", NULL);
        PathEntry v[] = {{.path = str_of(cases[i].pattern)}};
        run(&c, (Listing){.exclude = {.v = v, .n = 1}});
        assert_chapters(&c, cases[i].stay);
        done(&c);
    }
}

static void a_chapter_named_by_its_path_stays_though_it_repeats_another(void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "a", text);
    add(&c, "b", text);
    add(&c, "c", text);
    PathEntry v[] = {{.path = S("b")}, {.path = S("c")}};
    run(&c, (Listing){.chapters = {.v = v, .n = 2}});
    assert_chapters(&c, "b c");
    assert_int_equal(c.p.nduplicates, 1);
    assert_ptr_equal(c.l.v[0]->of, c.l.v[1]);
    done(&c);
}

static void what_is_left_out_is_left_out_whatever_lists_it(void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "a", NULL);
    add(&c, "b", NULL);
    PathEntry v[] = {{.path = S("a")}}, all[] = {{.path = S("a")}, {.path = S("b")}};
    run(&c, (Listing){.chapters = {.v = all, .n = 2}, .exclude = {.v = v, .n = 1}});
    assert_chapters(&c, "b");
    assert_int_equal(c.p.noutside, 1);
    done(&c);
}

static void only_listed_leaves_out_the_rest(void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "a", NULL);
    add(&c, "b", NULL);
    PathEntry v[] = {{.path = S("b")}};
    run(&c, (Listing){.chapters = {.v = v, .n = 1}, .only_listed = true});
    assert_chapters(&c, "b");
    done(&c);
}

static void a_chapter_that_is_not_there_is_an_error_and_an_idle_pattern_is_not(
    void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "a", NULL);
    PathEntry v[] = {{.path = S("b")}, {.path = S("z*")}};
    run(&c, (Listing){.chapters = {.v = v, .n = 2}});
    assert_int_equal(c.d.n, 2);
    assert_int_equal(c.d.messages[0].id, D_LISTED_NONE);
    assert_int_equal(c.d.messages[1].id, D_PATH_NONE);
    assert_int_equal(c.d.exit, 78);
    done(&c);
}

static void parts_are_those_of_the_list(void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "a", NULL);
    add(&c, "b", NULL);
    add(&c, "c", NULL);
    const Str parts[] = {S("One"), S("Empty"), S("Two")};
    PathEntry v[] = {{.path = S("c"), .part = 1},
                     {.path = S("z*"), .part = 2},
                     {.path = S("a"), .part = 3}};
    run(&c, (Listing){.chapters = {.v = v, .n = 3}, .parts = parts, .nparts = 3});
    assert_chapters(&c, "b c a");
    assert_int_equal(c.p.nparts, 2);
    assert_true(str_eq(c.p.parts[0].title, S("One")) && c.p.parts[0].first == 1);
    assert_true(str_eq(c.p.parts[1].title, S("Two")) && c.p.parts[1].first == 2);
    done(&c);
}

static void a_path_that_is_listed_twice_is_the_only_fault_that_is_told(void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "a", NULL);
    add(&c, "b", NULL);
    PathEntry v[] = {{.path = S("a")}, {.path = S("b")}, {.path = S("a")}};
    run(&c, (Listing){.chapters = {.v = v, .n = 3}});
    assert_int_equal(c.d.n, 1);
    assert_int_equal(c.d.messages[0].id, D_LISTED_TWICE);
    done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listed_chapters_come_first_and_in_that_order),
        cmocka_unit_test(the_path_that_says_the_most_counts),
        cmocka_unit_test(stars_and_question_marks_fit),
        cmocka_unit_test(a_chapter_named_by_its_path_stays_though_it_repeats_another),
        cmocka_unit_test(what_is_left_out_is_left_out_whatever_lists_it),
        cmocka_unit_test(only_listed_leaves_out_the_rest),
        cmocka_unit_test(
            a_chapter_that_is_not_there_is_an_error_and_an_idle_pattern_is_not),
        cmocka_unit_test(a_path_that_is_listed_twice_is_the_only_fault_that_is_told),
        cmocka_unit_test(parts_are_those_of_the_list),
    };
    return cmocka_run_group_tests_name("listing", tests, NULL, NULL);
}
