/* Collecting: duplicates, the order of the chapters, what is no chapter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "handmade.h"

typedef struct Case {
    Diag d;
    ArticleList l;
    Plan p;
} Case;

static void run(Case *c, Order order)
{
    collect(&c->d, &c->l, &(CollectOptions){.order = order}, &c->p);
}

static void done(Case *c)
{
    plan_free(&c->p);
    articles_free(&c->l);
    diag_free(&c->d);
    uni_release();
}

/* The paths of the chapters, parted by blanks. */
static void assert_chapters(const Plan *p, const char *want)
{
    Buf got = {0};
    for (size_t i = 0; i < p->nchapters; i++) {
        assert_int_equal(p->chapters[i]->chapter, i + 1);
        if (i)
            buf_byte(&got, ' ');
        buf_put(&got, p->chapters[i]->src.path);
    }
    buf_byte(&got, '\0');
    assert_string_equal(got.p, want);
    buf_free(&got);
}

/* ---- duplicates ---- */

static void the_same_text_becomes_one_chapter(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a", "#Title\nSome words here.\n"));
    Article *b = handmade_add(&c.l, handmade("b", "#Title\nSome words here.\n"));
    run(&c, ORDER_DATE);
    assert_chapters(&c.p, "a");
    assert_int_equal(c.p.nduplicates, 1);
    assert_int_equal(b->fate, ART_DUPLICATE);
    assert_ptr_equal(b->of, a);
    assert_true(b->resemblance == 1 && b->containment == 1);
    assert_int_equal(b->chapter, 0);
    assert_true(a->resemblance < 0);
    done(&c);
}

static void what_nobody_sees_makes_no_other_text(void **state)
{
    (void)state;
    static const char *const same[] = {
        "#Caf\u00E9\nOne two \u201Cthree\u201D.\n",
        "#Cafe\u0301\nOne two \u201Cthree\u201D.\n",
        "#Caf\u00E9\r\n\r\nOne two \u201Cthree\u201D.   \r\n\r\n\r\n",
        "\uFEFF#Caf\u00E9\nOne\u00A0two\t \u201Cth\u00ADree\u201D.",
        "\n\n  #Caf\u00E9 \n One  two\n\u201Cthree\u201D.\u200B \u3000\n",
    };
    Case c = {0};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        handmade_add(&c.l, handmade((char[]){(char)('a' + i), '\0'}, same[i]));
    run(&c, ORDER_DATE);
    assert_chapters(&c.p, "a");
    assert_int_equal(c.p.nduplicates, 4);
    done(&c);
}

static void another_letter_makes_another_text(void **state)
{
    (void)state;
    static const char *const apart[] = {
        "#Title\nSome words here.\n",        "#Title\nSome words here\n",
        "#title\nSome words here.\n",        "#Title\nSomewords here.\n",
        "#Title\n\nSome words h\u0435re.\n", /* a Cyrillic letter */
    };
    Case c = {0};
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        handmade_add(&c.l, handmade((char[]){(char)('a' + i), '\0'}, apart[i]));
    run(&c, ORDER_NAME);
    assert_chapters(&c.p, "a b c d e");
    done(&c);
}

static void duplicates_hang_on_their_chapter_in_path_order(void **state)
{
    (void)state;
    static const char *const paths[] = {"d", "b", "e", "a", "c"};
    Case c = {0};
    for (size_t i = 0; i < 5; i++)
        handmade_add(&c.l, handmade(paths[i], i == 1 ? "Else.\n" : "Same words.\n"));
    run(&c, ORDER_DATE);
    assert_chapters(&c.p, "a b");
    const Article *a = c.p.chapters[0];
    assert_int_equal(a->nalso, 3);
    assert_int_equal(a->also[0]->src.path.p[0], 'c');
    assert_int_equal(a->also[1]->src.path.p[0], 'd');
    assert_int_equal(a->also[2]->src.path.p[0], 'e');
    assert_int_equal(c.p.chapters[1]->nalso, 0);
    done(&c);
}

/* ---- what is no chapter ---- */

static void an_article_without_body_is_empty_and_reported_once(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n \n", "#Only a title\n",
                                        "!Buy this\n@today\n"};
    Case c = {0};
    for (size_t i = 0; i < 4; i++)
        handmade_add(&c.l, handmade("x", texts[i]));
    run(&c, ORDER_DATE);
    assert_int_equal(c.p.nchapters, 0);
    assert_int_equal(c.p.nduplicates, 0);
    assert_int_equal(c.d.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(c.l.v[i]->fate, ART_EMPTY);
        assert_int_equal(c.d.messages[i].id, D_EMPTY_DOC);
    }
    done(&c);
}

static void what_was_refused_stays_refused(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a", "Some words.\n"));
    handmade_add(&c.l, handmade("b", "Some words.\n"));
    a->fate = ART_REFUSED;
    run(&c, ORDER_DATE);
    assert_chapters(&c.p, "b");
    assert_int_equal(a->fate, ART_REFUSED);
    assert_int_equal(a->nfates, 1);
    assert_int_equal(a->fates[0].kind, FATE_REFUSED);
    assert_int_equal(c.d.n, 0);
    done(&c);
}

static void articles_outside_of_the_days_asked_for_are_in_the_ledger(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        Date date;
    } rows[] = {{"a", {2023, 12, 31}},
                {"b", {2024, 1, 1}},
                {"c", {0}},
                {"d", {2024, 2, 29}},
                {"e", {2024, 3, 1}}};
    Case c = {0};
    for (size_t i = 0; i < 5; i++) {
        Article *a = handmade_add(&c.l, handmade(rows[i].path, "-Words.\n\n!Buy\n"));
        a->date = rows[i].date;
    }
    CollectOptions o = {.order = ORDER_NAME, .duplicates = DUPLICATES_KEEP};
    Date other;
    assert_true(date_parse_span(S("2024"), &o.since, &other));
    assert_true(date_parse_span(S("2024-02"), &other, &o.until));
    collect(&c.d, &c.l, &o, &c.p);
    assert_chapters(&c.p, "b c d");
    assert_int_equal(c.p.noutside, 2);
    const Article *a = c.l.v[0], *e = c.l.v[4];
    assert_int_equal(a->fate, ART_OUTSIDE);
    assert_true(ledger_tiles(a) && ledger_tiles(e));
    assert_string_equal(a->fates[1].rule, "since");
    assert_string_equal(e->fates[1].rule, "until");
    assert_int_equal(e->fates[1].kind, FATE_REFUSED);
    assert_int_equal(c.d.n, 1);
    assert_int_equal(c.d.messages[0].id, D_UNDATED);
    done(&c);
}

static void a_version_outside_of_the_days_stands_for_none(void **state)
{
    (void)state;
    Case c = {0};
    handmade_add(&c.l, handmade("a", "Same words.\n"))->date = (Date){2020, 1, 1};
    handmade_add(&c.l, handmade("b", "Same words.\n"))->date = (Date){2024, 1, 1};
    collect(&c.d, &c.l, &(CollectOptions){.since = {2024, 1, 1}}, &c.p);
    assert_chapters(&c.p, "b");
    assert_int_equal(c.p.nduplicates, 0);
    done(&c);
}

static void no_article_makes_no_chapter(void **state)
{
    (void)state;
    Case c = {0};
    run(&c, ORDER_TITLE);
    assert_int_equal(c.p.nchapters, 0);
    done(&c);
}

static void blocks_set_aside_are_counted_in_chapters_only(void **state)
{
    (void)state;
    Case c = {0};
    handmade_add(&c.l, handmade("a", "!One\n!Two\n@date\nBody.\n"));
    handmade_add(&c.l, handmade("b", "!One\n!Two\n@date\nBody.\n"));
    handmade_add(&c.l, handmade("c", "!Three\n"));
    run(&c, ORDER_DATE);
    assert_int_equal(c.p.nset_aside, 2);
    done(&c);
}

static void a_block_parted_by_markup_is_set_aside_once(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a", "!One|two\nBody.\n"));
    Node *whole = a->root->first->first, *block = whole->parent;
    node_remove(whole);
    node_text(a->arena, block, S("One"), 1);
    node_text(a->arena, block, S("two"), 5);
    run(&c, ORDER_DATE);
    assert_int_equal(c.p.nset_aside, 1);
    done(&c);
}

/* ---- order ---- */

static const struct {
    const char *path, *text;
    Date date;
} shelf[] = {
    {"c", "#b-side\nOne.\n", {2024, 5, 18}},
    {"a", "#Zebra\nTwo.\n", {0, 0, 0}},
    {"e", "#\u00C4pfel\nThree.\n", {2023, 12, 31}},
    {"b", "#B-side\nFour.\n", {2024, 5, 18}},
    {"d", "#apples\nFive.\n", {0, 0, 0}},
    {"f", "#apples\nSix.\n", {2024, 5, 17}},
};

static void fill_shelf(ArticleList *l)
{
    for (size_t i = 0; i < sizeof shelf / sizeof *shelf; i++)
        handmade_add(l, handmade(shelf[i].path, shelf[i].text))->date = shelf[i].date;
}

static void assert_order(Order order, const char *want)
{
    uint64_t seed = 7;
    for (int i = 0; i < 40; i++) { /* whatever the order of the list */
        Case c = {0};
        fill_shelf(&c.l);
        shuffle(&c.l, &seed);
        run(&c, order);
        assert_chapters(&c.p, want);
        done(&c);
    }
}

static void by_date_is_oldest_first_undated_beside_their_like_ties_by_path(void **state)
{
    (void)state;
    assert_order(ORDER_DATE, "e f d b c a");
}

static void by_title_is_by_the_root_collation_ties_by_path(void **state)
{
    (void)state;
    assert_order(ORDER_TITLE, "e d f c b a");
}

static void by_name_is_by_path(void **state)
{
    (void)state;
    assert_order(ORDER_NAME, "a b c d e f");
}

static void as_given_is_as_the_inputs_were_given(void **state)
{
    (void)state;
    assert_order(ORDER_GIVEN, "c a e b d f");
}

static void members_of_one_file_are_in_the_order_of_their_names(void **state)
{
    (void)state;
    Case c = {0};
    handmade_add(&c.l, handmade("a.zip", "Two.\n"))->src.member = S("2");
    handmade_add(&c.l, handmade("a.zip", "One.\n"))->src.member = S("1");
    run(&c, ORDER_NAME);
    assert_true(str_eq(c.p.chapters[0]->src.member, S("1")));
    done(&c);
}

/* A folder drawn by lot: few texts, titles and dates, so that all of them recur. */
static void fill_by_lot(ArticleList *l, uint64_t *seed)
{
    static const char *const texts[] = {"#A\nOne.\n",    "#A\nTwo.\n", "#B\nOne.\n",
                                        "#B\nOne. \n\n", "!C\n",       "\n"};
    const uint32_t n = lot(seed, 12);
    for (uint32_t i = 0; i < n; i++) {
        const char path[] = {(char)('a' + i), '\0'};
        Article *a = handmade_add(l, handmade(path, texts[lot(seed, 6)]));
        if (lot(seed, 2))
            a->date = (Date){2024, 1, (uint8_t)(1 + lot(seed, 3))};
    }
}

static void the_outcome_does_not_depend_on_the_order_of_the_list(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 300; round++) {
        const uint64_t folder = seed;
        const Order order = (Order)lot(&seed, 4);
        Buf first = {0}, again = {0};
        for (int i = 0; i < 4; i++) {
            Case c = {0};
            uint64_t same = folder;
            fill_by_lot(&c.l, &same);
            if (i)
                shuffle(&c.l, &seed);
            run(&c, order);
            buf_clear(&again);
            for (size_t k = 0; k < c.l.n; k++)
                buf_printf(i ? &again : &first, STR_FMT " %d %u " STR_FMT "\n",
                           STR_ARG(c.l.v[k]->src.path), (int)c.l.v[k]->fate,
                           (unsigned)c.l.v[k]->chapter,
                           STR_ARG(c.l.v[k]->of ? c.l.v[k]->of->src.path : S("-")));
            assert_true(i == 0 || str_eq(buf_str(&first), buf_str(&again)));
            done(&c);
        }
        buf_free(&first);
        buf_free(&again);
    }
}

static void collecting_again_in_another_order_changes_nothing_else(void **state)
{
    (void)state;
    Case c = {0};
    fill_shelf(&c.l);
    handmade_add(&c.l, handmade("g", shelf[0].text));
    run(&c, ORDER_TITLE);
    plan_free(&c.p);
    run(&c, ORDER_DATE);
    assert_chapters(&c.p, "e f d b c a");
    assert_int_equal(c.p.nduplicates, 1);
    assert_int_equal(c.p.chapters[4]->nalso, 1);
    done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_becomes_one_chapter),
        cmocka_unit_test(what_nobody_sees_makes_no_other_text),
        cmocka_unit_test(another_letter_makes_another_text),
        cmocka_unit_test(duplicates_hang_on_their_chapter_in_path_order),
        cmocka_unit_test(an_article_without_body_is_empty_and_reported_once),
        cmocka_unit_test(what_was_refused_stays_refused),
        cmocka_unit_test(articles_outside_of_the_days_asked_for_are_in_the_ledger),
        cmocka_unit_test(a_version_outside_of_the_days_stands_for_none),
        cmocka_unit_test(no_article_makes_no_chapter),
        cmocka_unit_test(blocks_set_aside_are_counted_in_chapters_only),
        cmocka_unit_test(a_block_parted_by_markup_is_set_aside_once),
        cmocka_unit_test(by_date_is_oldest_first_undated_beside_their_like_ties_by_path),
        cmocka_unit_test(by_title_is_by_the_root_collation_ties_by_path),
        cmocka_unit_test(by_name_is_by_path),
        cmocka_unit_test(as_given_is_as_the_inputs_were_given),
        cmocka_unit_test(members_of_one_file_are_in_the_order_of_their_names),
        cmocka_unit_test(the_outcome_does_not_depend_on_the_order_of_the_list),
        cmocka_unit_test(collecting_again_in_another_order_changes_nothing_else),
    };
    return cmocka_run_group_tests_name("collect", tests, NULL, NULL);
}
