/* Passages that articles share: which are found, and where they are said to stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "stories_fixture.h"

typedef struct Case {
    Diag d;
    ArticleList l;
    Plan p;
    Buf text, quote;
    uint64_t state;
    int jobs;
} Case;

static void run(Case *c)
{
    collect(&c->d, &c->l, &(CollectOptions){.order = ORDER_NAME, .jobs = c->jobs}, &c->p);
}

static void done(Case *c)
{
    plan_free(&c->p);
    articles_free(&c->l);
    diag_free(&c->d);
    buf_free(&c->text);
    buf_free(&c->quote);
    uni_release();
}

/* A line of n words that no prose has. */
static void make_quote(Case *c, size_t n)
{
    buf_clear(&c->quote);
    for (size_t i = 0; i < n; i++)
        buf_printf(&c->quote, "%squote%u", i ? " " : "", lot(&c->state, 1000000));
}

/* An article with the quote between two pieces of prose; its own name stands before and
 * behind, so that no chance makes the quote longer. */
static Article *add_quoting(Case *c, const char *path, Str quote)
{
    buf_clear(&c->text);
    put_prose(&c->text, &c->state, 60 + lot(&c->state, 60));
    buf_printf(&c->text, "from%s\n", path);
    buf_put(&c->text, quote);
    buf_printf(&c->text, "\nto%s\n", path);
    put_prose(&c->text, &c->state, 60 + lot(&c->state, 60));
    return add_text_as(&c->l, path, &c->text);
}

static Str at_place(const Place *p)
{
    return str_sub(p->article->src.text, p->from, p->to);
}

static void twenty_words_are_found_wherever_they_stand(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        Case c = {.state = seed};
        make_quote(&c, 20);
        const Article *a = add_quoting(&c, "a", buf_str(&c.quote));
        const Article *b = add_quoting(&c, "b", buf_str(&c.quote));
        run(&c);
        assert_int_equal(c.p.npassages, 1);
        const Passage *p = &c.p.passages[0];
        assert_int_equal(p->tokens, 20);
        assert_true(str_eq(p->text, buf_str(&c.quote)));
        assert_int_equal(p->nplaces, 2);
        assert_ptr_equal(p->places[0].article, a);
        assert_ptr_equal(p->places[1].article, b);
        assert_true(str_eq(at_place(&p->places[0]), p->text));
        assert_true(str_eq(at_place(&p->places[1]), p->text));
        done(&c);
    }
}

static void nineteen_words_are_none(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        Case c = {.state = seed};
        make_quote(&c, 19);
        add_quoting(&c, "a", buf_str(&c.quote));
        add_quoting(&c, "b", buf_str(&c.quote));
        run(&c);
        assert_int_equal(c.p.npassages, 0);
        done(&c);
    }
}

static void a_passage_is_as_long_as_it_can_be(void **state)
{
    (void)state;
    Case c = {.state = 3};
    make_quote(&c, 90);
    const Str whole = buf_str(&c.quote);
    add_quoting(&c, "a", whole);
    add_quoting(&c, "b", whole);
    Str rest = whole; /* c has the words from the 31st to the 60th */
    for (int i = 0; i < 30; i++)
        str_cut(&rest, ' ');
    Str tail = rest;
    for (int i = 0; i < 30; i++)
        str_cut(&tail, ' ');
    add_quoting(&c, "c", str_sub(rest, 0, (size_t)(tail.p - rest.p) - 1));
    run(&c);
    assert_int_equal(c.p.npassages, 2);
    assert_int_equal(c.p.passages[0].tokens, 90);
    assert_int_equal(c.p.passages[0].nplaces, 2);
    assert_int_equal(c.p.passages[1].tokens, 30);
    assert_int_equal(c.p.passages[1].nplaces, 3);
    done(&c);
}

static void capitals_and_marks_do_not_part_a_passage(void **state)
{
    (void)state;
    Case c = {.state = 4};
    const Str one =
        S("The ferry that left the harbour at noon on Sunday went down, under "
          "the old bridge, with all of its ropes and two barrels");
    const Str two = S("THE FERRY that left the harbour at noon on Sunday went down under "
                      "the old bridge \u2014 with all of its ropes (and two barrels)");
    add_quoting(&c, "a", one);
    add_quoting(&c, "b", two);
    run(&c);
    assert_int_equal(c.p.npassages, 1);
    assert_true(c.p.passages[0].tokens >= 24);
    assert_true(str_has(c.p.passages[0].text, S("down, under")));
    assert_true(str_has(at_place(&c.p.passages[0].places[1]), S("bridge \u2014 with")));
    done(&c);
}

static void versions_of_a_story_share_no_passage_but_are_places_of_one(void **state)
{
    (void)state;
    Case c = {.state = 5};
    make_quote(&c, 30);
    add_quoting(&c, "a", buf_str(&c.quote));
    Buf version = {0};
    buf_put(&version, buf_str(&c.text));
    buf_put(&version, S("It rained on the next day as well.\n"));
    const Article *b = add_text_as(&c.l, "b", &version);
    buf_free(&version);
    run(&c);
    assert_int_equal(c.p.nduplicates, 1);
    assert_int_equal(c.p.npassages, 0);
    plan_free(&c.p);
    add_quoting(&c, "z", buf_str(&c.quote));
    run(&c);
    assert_int_equal(c.p.npassages, 1);
    assert_int_equal(c.p.passages[0].nplaces, 3);
    assert_ptr_equal(c.p.passages[0].places[1].article, b);
    done(&c);
}

/* With a word or two around it by chance it is not more. */
static void what_every_story_has_is_furniture(void **state)
{
    (void)state;
    for (size_t n = 3; n <= 40; n += 37) {
        Case c = {.state = 6};
        make_quote(&c, 40);
        for (size_t i = 0; i < n; i++) {
            buf_clear(&c.text);
            put_prose(&c.text, &c.state, 120);
            buf_printf(&c.text, "part%zu ", i % 20);
            buf_put(&c.text, buf_str(&c.quote));
            buf_printf(&c.text, " part%zu\n", i % 20);
            put_prose(&c.text, &c.state, 120);
            add_text_as(&c.l, (char[]){(char)('A' + i), '\0'}, &c.text);
        }
        run(&c);
        assert_int_equal(c.p.npassages, n == 3 ? 1 : 0);
        done(&c);
    }
}

static void ideographs_are_words(void **state)
{
    (void)state;
    Case c = {.state = 7};
    const Str zh =
        S("\u6D3B\u5B57\u5370\u5237\u662F\u4E00\u79CD\u5370\u5237\u65B9\u6CD5\u4F7F"
          "\u7528\u53EF\u4EE5\u79FB\u52A8\u7684\u91D1\u5C5E\u6216\u80F6\u6CE5\u5B57"
          "\u5757");
    add_quoting(&c, "a", zh);
    add_quoting(&c, "b", zh);
    run(&c);
    assert_int_equal(c.p.npassages, 1);
    assert_int_equal(c.p.passages[0].tokens, 25);
    done(&c);
}

/* ---- against brute force ---- */

typedef struct Words {
    Str v[64];
    size_t n;
} Words;

static Words words_of(Str s)
{
    Words w = {0};
    while (s.n > 0 && w.n < 64)
        w.v[w.n++] = str_cut(&s, ' ');
    return w;
}

/* Every run of 20 and more words of few kinds that two lines share is in a passage of
 * both. */
static void no_shared_run_is_missed_and_none_is_made_up(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        Case c = {.state = seed};
        Buf lines[2] = {{0}};
        for (size_t i = 0; i < 64; i++)
            for (size_t k = 0; k < 2; k++) {
                const uint64_t before = c.state;
                buf_printf(&lines[k], "%sw%u", i ? " " : "", lot(&c.state, 3));
                if (k == 0 && lot(&c.state, 24))
                    c.state = before; /* mostly the same word again */
            }
        for (size_t k = 0; k < 2; k++) {
            buf_clear(&c.text);
            put_prose(&c.text, &c.state, 300);
            buf_printf(&c.text, "line%zu\n", k);
            buf_put(&c.text, buf_str(&lines[k]));
            add_text_as(&c.l, k ? "b" : "a", &c.text);
        }
        run(&c);
        const Words x = words_of(buf_str(&lines[0])), y = words_of(buf_str(&lines[1]));
        for (size_t i = 0; i < x.n; i++)
            for (size_t k = 0; k < y.n; k++) {
                size_t n = 0;
                while (i + n < x.n && k + n < y.n && str_eq(x.v[i + n], y.v[k + n]))
                    n++;
                if (n < 20)
                    continue;
                const Str run_text = {x.v[i].p, (size_t)(x.v[i + n - 1].p - x.v[i].p) +
                                                    x.v[i + n - 1].n};
                bool found = false;
                for (size_t p = 0; !found && p < c.p.npassages; p++)
                    found = str_has(c.p.passages[p].text, run_text);
                assert_true(found);
            }
        for (size_t p = 0; p < c.p.npassages; p++)
            for (size_t k = 0; k < c.p.passages[p].nplaces; k++)
                assert_true(
                    str_eq(at_place(&c.p.passages[p].places[k]), c.p.passages[p].text));
        buf_free(&lines[0]);
        buf_free(&lines[1]);
        done(&c);
    }
}

static void put_passages(Buf *out, const Plan *p)
{
    for (size_t i = 0; i < p->npassages; i++) {
        buf_put(out, p->passages[i].text);
        for (size_t k = 0; k < p->passages[i].nplaces; k++) {
            const Place *at = &p->passages[i].places[k];
            buf_put(out, at->article->src.path);
            buf_printf(out, " %u %u ", (unsigned)at->from, (unsigned)at->to);
        }
        buf_byte(out, '\n');
    }
}

static void neither_the_order_of_the_inputs_nor_threads_change_the_passages(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        Buf first = {0}, again = {0};
        for (int round = 0; round < 2; round++) {
            Case c = {.state = seed, .jobs = round ? 4 : 1};
            Buf quotes[3] = {{0}};
            for (size_t i = 0; i < 3; i++) {
                make_quote(&c, 20 + 10 * i);
                buf_put(&quotes[i], buf_str(&c.quote));
            }
            for (size_t i = 0; i < 20; i++)
                add_quoting(&c, (char[]){(char)('a' + i), '\0'},
                            buf_str(&quotes[lot(&c.state, 3)]));
            uint64_t mixed = seed + 7;
            if (round)
                shuffle(&c.l, &mixed);
            run(&c);
            put_passages(round ? &again : &first, &c.p);
            assert_true(c.p.npassages > 0);
            for (size_t i = 0; i < 3; i++)
                buf_free(&quotes[i]);
            done(&c);
        }
        assert_true(str_eq(buf_str(&first), buf_str(&again)));
        buf_free(&first);
        buf_free(&again);
    }
}

static void none_are_looked_for_when_none_are_wanted(void **state)
{
    (void)state;
    Case c = {.state = 8};
    make_quote(&c, 30);
    add_quoting(&c, "a", buf_str(&c.quote));
    add_quoting(&c, "b", buf_str(&c.quote));
    collect(&c.d, &c.l, &(CollectOptions){.passages = PASSAGES_NONE}, &c.p);
    assert_int_equal(c.p.npassages, 0);
    done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_words_are_found_wherever_they_stand),
        cmocka_unit_test(nineteen_words_are_none),
        cmocka_unit_test(a_passage_is_as_long_as_it_can_be),
        cmocka_unit_test(capitals_and_marks_do_not_part_a_passage),
        cmocka_unit_test(versions_of_a_story_share_no_passage_but_are_places_of_one),
        cmocka_unit_test(what_every_story_has_is_furniture),
        cmocka_unit_test(ideographs_are_words),
        cmocka_unit_test(no_shared_run_is_missed_and_none_is_made_up),
        cmocka_unit_test(neither_the_order_of_the_inputs_nor_threads_change_the_passages),
        cmocka_unit_test(none_are_looked_for_when_none_are_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
