/* Topics: likeness, the tree, groups and their names; parts by folders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "claims.h"
#include "collect/topics.h"
#include "stories_fixture.h"

typedef struct Case {
    Diag d;
    ArticleList l;
    Plan p;
} Case;

static void run(Case *c, Order order, PartsBy parts)
{
    const CollectOptions o = {.order = order, .parts = parts};
    collect(&c->d, &c->l, &o, &c->p);
}

static void done(Case *c)
{
    plan_free(&c->p);
    articles_free(&c->l);
    diag_free(&c->d);
    uni_release();
}

/* "a b (Title: c d) (Other: e f)" */
static void assert_plan(const Plan *p, const char *want)
{
    Buf got = {0};
    for (size_t i = 0; i < p->nchapters; i++) {
        const PlanPart *part = plan_part_of(p, i);
        assert_int_equal(p->chapters[i]->chapter, i + 1);
        buf_put(&got, i ? S(" ") : S(""));
        if (part && part->first == i)
            buf_printf(&got, "(" STR_FMT ": ", STR_ARG(part->title));
        buf_put(&got, p->chapters[i]->src.path);
        if (part && part->first + part->n == i + 1)
            buf_put(&got, S(")"));
    }
    assert_str(buf_str(&got), want);
    buf_free(&got);
}

/* ---- articles by lot ---- */

static const char *const subjects[][6] = {
    {"harbour", "ferry", "barge", "crane", "rope", "tide"},
    {"oven", "flour", "bread", "baker", "yeast", "crust"},
    {"copper", "mould", "letter", "metal", "caster", "furnace"},
};

enum { SUBJECTS = sizeof subjects / sizeof *subjects };

/* Forty words, a third of them of the subject. */
static Article *add_about(ArticleList *l, const char *path, size_t subject,
                          uint64_t *state)
{
    Buf text = {0};
    buf_printf(&text, "#On %s\n", subjects[subject][lot(state, 6)]);
    for (int i = 0; i < 40; i++)
        buf_printf(&text, "%s ",
                   i % 3 ? word_list[lot(state, 10)] : subjects[subject][lot(state, 6)]);
    buf_printf(&text, "%s.\n", path);
    Article *a = add_text_as(l, path, &text);
    a->lang = S("en");
    buf_free(&text);
    return a;
}

static void add_random(ArticleList *l, size_t n, uint64_t *state)
{
    for (size_t i = 0; i < n; i++) {
        char path[8];
        snprintf(path, sizeof path, "%03zu", i);
        add_about(l, path, lot(state, SUBJECTS), state);
    }
}

/* ---- likeness ---- */

static void the_nearest_are_those_that_looking_at_all_finds(void **state)
{
    (void)state;
    uint64_t seed = 11;
    ArticleList l = {0};
    Topics t;
    add_random(&l, 60, &seed);
    topics_read(l.v, l.n, NULL, &t);
    for (uint32_t i = 0; i < l.n; i++) {
        Neighbour near[5];
        const size_t n = topics_near(&t, i, near, 5);
        size_t nearer = 0, at_all = 0;
        for (uint32_t k = 0; k < l.n; k++) {
            assert_int_equal(topics_alike(&t, i, k), topics_alike(&t, k, i));
            at_all += k != i && topics_alike(&t, i, k) > 0;
            nearer += n && k != i && topics_alike(&t, i, k) > near[n - 1].alike;
        }
        assert_int_equal(n, at_all < 5 ? at_all : 5);
        assert_true(nearer < 5);
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(near[k].alike, topics_alike(&t, i, near[k].article));
            assert_true(k == 0 || near[k - 1].alike >= near[k].alike);
        }
    }
    topics_free(&t);
    articles_free(&l);
    uni_release();
}

static void no_article_is_more_like_another_than_itself(void **state)
{
    (void)state;
    uint64_t seed = 5;
    ArticleList l = {0};
    Topics t;
    add_random(&l, 20, &seed);
    topics_read(l.v, l.n, NULL, &t);
    for (uint32_t i = 0; i < l.n; i++) {
        const uint32_t self = topics_alike(&t, i, i);
        assert_true(self < ALIKE_ONE / 100 * 102); /* rounding */
        for (uint32_t k = 0; k < l.n; k++)
            assert_true(k == i || topics_alike(&t, i, k) < self);
    }
    topics_free(&t);
    articles_free(&l);
    uni_release();
}

/* ---- the tree ---- */

/* The clusters that joining the cheapest pair, one after the other, makes: each as the
 * set of its articles, among those that the tree has. */
static void assert_greedy(const Topics *t, const TopicTree *tree)
{
    enum { MOST = 16 };
    uint32_t set[MOST], size[MOST];
    uint64_t sum[MOST][MOST] = {{0}}, inner[MOST];
    size_t alive = t->n;
    for (uint32_t i = 0; i < t->n; i++) {
        set[i] = 1u << i;
        size[i] = 1;
        inner[i] = ALIKE_ONE;
        for (uint32_t k = 0; k < t->n; k++)
            sum[i][k] = k == i ? 0 : topics_alike(t, i, k);
    }
    uint32_t *sets = mem_alloc((tree->n + 1) * sizeof *sets);
    for (size_t i = 0; i < tree->n; i++)
        sets[i] = i < t->n ? 1u << i : sets[tree->v[i].left] | sets[tree->v[i].right];
    while (alive > 1) {
        uint64_t least = UINT64_MAX;
        size_t a = 0, b = 0;
        for (size_t i = 0; i < t->n; i++)
            for (size_t k = i + 1; k < t->n; k++) {
                if (!set[i] || !set[k] || !sum[i][k])
                    continue;
                const uint64_t x = size[i], y = size[k];
                const uint64_t in = inner[i] / (x * x) + inner[k] / (y * y);
                const uint64_t out = 2 * (sum[i][k] / (x * y));
                const uint64_t cost = in > out ? x * y * (in - out) / (x + y) : 0;
                if (cost < least) {
                    least = cost;
                    a = i;
                    b = k;
                }
            }
        if (least == UINT64_MAX)
            break;
        inner[a] += inner[b] + 2 * sum[a][b];
        set[a] |= set[b];
        size[a] += size[b];
        set[b] = 0;
        for (size_t k = 0; k < t->n; k++) {
            sum[a][k] += k == a ? 0 : sum[b][k];
            sum[k][a] = sum[a][k];
        }
        bool found = false;
        for (size_t i = t->n; i < tree->n && !found; i++)
            found = sets[i] == set[a];
        assert_true(found);
        alive--;
    }
    assert_int_equal(tree->n, 2 * t->n - alive);
    free(sets);
}

static void the_tree_is_that_of_joining_the_cheapest_pair_first(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 60; round++) {
        ArticleList l = {0};
        Topics t;
        TopicTree tree;
        add_random(&l, 2 + lot(&seed, 14), &seed);
        topics_read(l.v, l.n, NULL, &t);
        topictree_make(&t, &tree);
        assert_greedy(&t, &tree);
        topictree_free(&tree);
        topics_free(&t);
        articles_free(&l);
    }
    uni_release();
}

static void reading_the_tree_gives_every_article_a_place_of_its_own(void **state)
{
    (void)state;
    uint64_t seed = 17;
    for (size_t n = 0; n < 40; n++) {
        ArticleList l = {0};
        Topics t;
        TopicTree tree;
        uint32_t place[40], seen[40] = {0};
        add_random(&l, n, &seed);
        topics_read(l.v, l.n, NULL, &t);
        topictree_make(&t, &tree);
        topictree_order(&tree, &t, place);
        for (size_t i = 0; i < n; i++) {
            assert_true(place[i] < n);
            assert_int_equal(seen[place[i]]++, 0);
        }
        topictree_free(&tree);
        topics_free(&t);
        articles_free(&l);
    }
    uni_release();
}

/* ---- plans ---- */

static void the_plan_does_not_depend_on_the_order_of_the_list(void **state)
{
    (void)state;
    static const Order orders[] = {ORDER_TOPIC, ORDER_DATE, ORDER_TITLE};
    for (size_t o = 0; o < 3; o++) {
        Buf first = {0};
        for (uint64_t shuffled = 1; shuffled < 8; shuffled++) {
            uint64_t seed = 99, by = shuffled;
            Case c = {0};
            Buf got = {0};
            add_random(&c.l, 30, &seed);
            for (size_t i = 0; i < c.l.n; i += 3)
                c.l.v[i]->date = (Date){(uint16_t)(2000 + i % 5), 1, 1};
            shuffle(&c.l, &by);
            run(&c, orders[o], PARTS_TOPIC);
            for (size_t i = 0; i < c.p.nchapters; i++) {
                const PlanPart *part = plan_part_of(&c.p, i);
                buf_printf(&got, STR_FMT " " STR_FMT "\n",
                           STR_ARG(part ? part->title : S("-")),
                           STR_ARG(c.p.chapters[i]->src.path));
            }
            if (first.n == 0)
                buf_put(&first, buf_str(&got));
            assert_true(str_eq(buf_str(&first), buf_str(&got)));
            buf_free(&got);
            done(&c);
        }
        buf_free(&first);
    }
}

static void subjects_become_parts_and_follow_each_other(void **state)
{
    (void)state;
    uint64_t seed = 42;
    Case c = {0};
    for (size_t i = 0; i < 24; i++) {
        char path[8];
        snprintf(path, sizeof path, "%02zu", i);
        add_about(&c.l, path, i % SUBJECTS, &seed);
    }
    run(&c, ORDER_TOPIC, PARTS_TOPIC);
    assert_int_equal(c.p.nparts, SUBJECTS);
    for (size_t i = 0; i < c.p.nparts; i++) {
        const PlanPart *part = &c.p.parts[i];
        assert_int_equal(part->n, 8);
        const size_t subject = (c.p.chapters[part->first]->given) % SUBJECTS;
        for (size_t k = 0; k < part->n; k++)
            assert_int_equal(c.p.chapters[part->first + k]->given % SUBJECTS, subject);
        Str rest = part->title; /* three words of the subject */
        for (int w = 0; w < 3; w++) {
            const Str word = str_trim(str_cut(&rest, ','));
            bool known = false;
            for (size_t k = 0; k < 6; k++)
                known = known || str_eq_nocase(word, str_of(subjects[subject][k]));
            assert_true(known);
        }
        assert_true(part->title.p[0] >= 'A' && part->title.p[0] <= 'Z');
    }
    done(&c);
}

static void what_the_titles_share_names_a_part(void **state)
{
    (void)state;
    uint64_t seed = 4;
    Case c = {0};
    for (size_t i = 0; i < 12; i++) {
        char path[8];
        snprintf(path, sizeof path, "%02zu", i);
        Article *a = add_about(&c.l, path, i % 2, &seed);
        a->title = i % 2 ? arena_printf(a->arena, "The Bread Strike: %zu", i)
                   : i   ? S("A Ferry Lost")
                         : S("The ferry lost again");
    }
    run(&c, ORDER_NAME, PARTS_TOPIC);
    assert_int_equal(c.p.nparts, 2);
    assert_str(c.p.parts[0].title, "Ferry lost");
    assert_str(c.p.parts[1].title, "Bread Strike");
    done(&c);
}

static void undated_articles_stand_behind_what_they_are_most_like(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
        uint16_t year;
    } rows[] = {
        {"a", "The ferry and the barge lay at the quay by the crane.\n", 0},
        {"b", "Bread wants flour, an oven and a baker.\n", 2001},
        {"c", "The barge was lifted by the crane, the ferry left the quay.\n", 2005},
        {"d", "An oven for bread: no baker without flour, no crust.\n", 0},
        {"e", "Nothing of that kind.\n", 0},
        {"f", "Copper is poured in moulds.\n", 2009},
        {"g", "A crane, a barge, the quay: so the ferry lay.\n", 0},
    };
    Case c = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        handmade_add(&c.l, handmade(rows[i].path, rows[i].text))->date =
            (Date){rows[i].year, 1, rows[i].year > 0};
    run(&c, ORDER_DATE, PARTS_NONE);
    assert_plan(&c.p, "b d c a g f e");
    done(&c);
}

/* ---- folders ---- */

/* The plan of chapters with these names, parted by blanks. */
static void assert_folders(const char *names, Order order, PartsBy parts,
                           const char *want)
{
    Case c = {0};
    for (Str rest = str_of(names); rest.n > 0;) {
        Buf text = {0};
        const Str name = str_cut(&rest, ' ');
        Arena *a = arena_new();
        buf_printf(&text, "Words of " STR_FMT ".\n", STR_ARG(name));
        add_text_as(&c.l, arena_cstr(a, name), &text);
        arena_free(a);
        buf_free(&text);
    }
    run(&c, order, parts);
    assert_plan(&c.p, want);
    done(&c);
}

static void folders_become_parts(void **state)
{
    (void)state;
    assert_folders("b/1 a/1 b/2 a/2", ORDER_NAME, PARTS_AUTO,
                   "(A: a/1 a/2) (B: b/1 b/2)");
    assert_folders("b/1 a/1 b/2 a/2", ORDER_GIVEN, PARTS_AUTO,
                   "(B: b/1 b/2) (A: a/1 a/2)");
    assert_folders("x/y/b/1 x/y/a/1 x/y/b/q/2 x/y/a/r/2", ORDER_NAME, PARTS_AUTO,
                   "(A: x/y/a/1 x/y/a/r/2) (B: x/y/b/1 x/y/b/q/2)");
}

static void what_lies_in_no_folder_stands_before_the_parts(void **state)
{
    (void)state;
    assert_folders("a/1 a/2 z b/1 b/2 c", ORDER_NAME, PARTS_AUTO,
                   "c z (A: a/1 a/2) (B: b/1 b/2)");
}

static void a_single_part_is_none(void **state)
{
    (void)state;
    assert_folders("a/1 a/2 z", ORDER_NAME, PARTS_FOLDERS, "a/1 a/2 z");
    assert_folders("a/1 a/2", ORDER_NAME, PARTS_FOLDERS, "a/1 a/2");
    assert_folders("1 2", ORDER_NAME, PARTS_FOLDERS, "1 2");
}

static void folders_of_one_article_each_are_parts_only_if_asked_for(void **state)
{
    (void)state;
    assert_folders("a/1 b/1 c/1", ORDER_NAME, PARTS_AUTO, "a/1 b/1 c/1");
    assert_folders("a/1 b/1 c/1", ORDER_NAME, PARTS_FOLDERS,
                   "(A: a/1) (B: b/1) (C: c/1)");
    assert_folders("a/1 a/2 b/1 b/2", ORDER_NAME, PARTS_NONE, "a/1 a/2 b/1 b/2");
}

static void numbers_that_folders_are_sorted_by_are_no_words(void **state)
{
    (void)state;
    assert_folders("01-old_times/1 02-new_times/1", ORDER_NAME, PARTS_FOLDERS,
                   "(Old times: 01-old_times/1) (New times: 02-new_times/1)");
    assert_folders("10-things/1 more/1", ORDER_NAME, PARTS_FOLDERS,
                   "(10 things: 10-things/1) (More: more/1)");
    assert_folders("2024-05/1 2024-06/1", ORDER_NAME, PARTS_FOLDERS,
                   "(2024-05: 2024-05/1) (2024-06: 2024-06/1)");
}

static void several_folders_that_are_given_are_the_parts(void **state)
{
    (void)state;
    Case c = {0};
    static const char *const rows[][2] = {{"/m/x/in/1", "in/1"},
                                          {"/m/x/2", "2"},
                                          {"/k/y/3", "3"},
                                          {"/k/y/4", "4"},
                                          {"./5", "5"}};
    for (size_t i = 0; i < 5; i++) {
        Buf text = {0};
        buf_printf(&text, "Words of %s.\n", rows[i][0]);
        add_text_as(&c.l, rows[i][0], &text)->src.name = str_of(rows[i][1]);
        buf_free(&text);
    }
    run(&c, ORDER_NAME, PARTS_AUTO);
    assert_plan(&c.p, "./5 (Y: /k/y/3 /k/y/4) (X: /m/x/2 /m/x/in/1)");
    done(&c);
}

static void the_page_of_a_folder_names_its_part(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"01-a/_index.md", "Of water"},
        {"01-a/1.md", "One"},
        {"01-a/in/_index.md", "Further"},
        {"02-b/index.md", "02 b"},
        {"02-b/2.md", "Two"},
        {"03-c/_index.md", "Twice"},
        {"03-c/3.md", "Three"},
        {"04-d/_index.md", "Twice"},
        {"04-d/4.md", "Four"},
        {"05-e/_index.txt", "No page"},
        {"05-e/5.md", "Five"},
    };
    Case c = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const bool page = strstr(rows[i][0], "index.") != NULL;
        Buf text = {0};
        if (!page)
            buf_printf(&text, "Words of %s.\n", rows[i][0]);
        Article *a = add_text_as(&c.l, rows[i][0], &text);
        a->src.format = strstr(rows[i][0], ".md") ? "markdown" : "text";
        a->title = str_of(rows[i][1]);
        buf_free(&text);
    }
    run(&c, ORDER_NAME, PARTS_FOLDERS);
    assert_plan(&c.p, "(Of water: 01-a/1.md) (B: 02-b/2.md) (C: 03-c/3.md) "
                      "(D: 04-d/4.md) (E: 05-e/5.md)");
    done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_are_those_that_looking_at_all_finds),
        cmocka_unit_test(no_article_is_more_like_another_than_itself),
        cmocka_unit_test(the_tree_is_that_of_joining_the_cheapest_pair_first),
        cmocka_unit_test(reading_the_tree_gives_every_article_a_place_of_its_own),
        cmocka_unit_test(the_plan_does_not_depend_on_the_order_of_the_list),
        cmocka_unit_test(subjects_become_parts_and_follow_each_other),
        cmocka_unit_test(what_the_titles_share_names_a_part),
        cmocka_unit_test(undated_articles_stand_behind_what_they_are_most_like),
        cmocka_unit_test(folders_become_parts),
        cmocka_unit_test(what_lies_in_no_folder_stands_before_the_parts),
        cmocka_unit_test(a_single_part_is_none),
        cmocka_unit_test(folders_of_one_article_each_are_parts_only_if_asked_for),
        cmocka_unit_test(numbers_that_folders_are_sorted_by_are_no_words),
        cmocka_unit_test(several_folders_that_are_given_are_the_parts),
        cmocka_unit_test(the_page_of_a_folder_names_its_part),
    };
    return cmocka_run_group_tests_name("topics", tests, NULL, NULL);
}
