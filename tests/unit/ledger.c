/* The ledger: one fate for every range of an input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "handmade.h"

typedef struct Case {
    Diag d;
    ArticleList l;
    Plan p;
} Case;

static void run(Case *c)
{
    collect(&c->d, &c->l, &(CollectOptions){.order = ORDER_NAME}, &c->p);
}

static void done(Case *c)
{
    plan_free(&c->p);
    articles_free(&c->l);
    diag_free(&c->d);
}

/* A line a fate: "body 3 17". */
static void assert_fates(const Article *a, const char *want)
{
    Buf got = {0};
    for (size_t i = 0; i < a->nfates; i++)
        buf_printf(&got, "%s %u %u\n", fate_name(a->fates[i].kind), a->fates[i].from,
                   a->fates[i].to);
    buf_byte(&got, '\0');
    assert_string_equal(got.p, want);
    assert_true(ledger_tiles(a));
    buf_free(&got);
}

static void assert_fates_of(const char *text, const char *want)
{
    Case c = {0};
    handmade_add(&c.l, handmade("a", text));
    run(&c);
    assert_fates(c.l.v[0], want);
    done(&c);
}

static void every_range_has_the_fate_that_its_block_looks_like(void **state)
{
    (void)state;
    assert_fates_of("Body.\n\n@12 May\n!Buy\nMore.",
                    "body 0 5\nmarkup 5 8\nmetadata 8 14\nmarkup 14 16\n"
                    "boilerplate 16 19\nempty 19 20\nbody 20 25\n");
}

static void bullets_are_markup_and_blank_lines_are_empty(void **state)
{
    (void)state;
    assert_fates_of("\n- one\n\n- two\n\r\n",
                    "markup 0 2\nbody 2 6\nmarkup 6 9\nbody 9 13\nempty 13 16\n");
}

static void what_shows_nothing_is_empty(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, article_new(S("a")));
    a->src.text = S("\xC2\xA0\xE2\x80\x8B\x01\x7F\n");
    run(&c);
    assert_fates(a, "empty 0 8\n");
    assert_int_equal(a->fate, ART_EMPTY);
    done(&c);
}

static void a_text_of_nothing_has_no_fates(void **state)
{
    (void)state;
    assert_fates_of("", "");
}

/* A paragraph of the leaves [from, to) and so on, as a reader of wrapped lines makes. */
static Article *with_leaves(const char *text, const uint32_t (*leaves)[2], size_t n)
{
    Article *a = article_new(S("a"));
    a->src.text = arena_str(a->arena, str_of(text));
    Node *para = node_add(a->arena, a->root, N_PARA);
    for (size_t i = 0; i < n; i++) {
        Node *t =
            node_text(a->arena, para, str_sub(a->src.text, leaves[i][0], leaves[i][1]),
                      leaves[i][0]);
        t->to = leaves[i][1];
    }
    return a;
}

static void assert_leaves(const char *text, const uint32_t (*leaves)[2], size_t n,
                          const char *want)
{
    Case c = {0};
    Article *a = handmade_add(&c.l, with_leaves(text, leaves, n));
    run(&c);
    assert_fates(a, want);
    done(&c);
}

static void line_ends_inside_a_paragraph_belong_to_it(void **state)
{
    (void)state;
    assert_leaves("one\n  two\nthree\n", (const uint32_t[][2]){{0, 3}, {6, 9}, {10, 15}},
                  3, "body 0 15\nempty 15 16\n");
}

static void markup_inside_a_paragraph_parts_it_and_stays_with_it(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(
        &c.l, with_leaves("> one\n> two\n", (const uint32_t[][2]){{2, 6}, {8, 11}}, 2));
    run(&c);
    assert_fates(a, "markup 0 2\nbody 2 6\nmarkup 6 8\nbody 8 11\nempty 11 12\n");
    assert_null(a->fates[0].block);
    const BlockName *names = ledger_names(a->arena, a);
    assert_int_equal(names[0].nth, 0);
    for (int i = 1; i <= 3; i++) {
        assert_ptr_equal(a->fates[i].block, a->root->first);
        assert_true(names[i].hash == names[1].hash && names[i].nth == 1);
    }
    assert_int_equal(a->nwords, 2);
    done(&c);
}

static void leaves_that_overlap_or_stick_out_are_clipped(void **state)
{
    (void)state;
    assert_leaves("abcdef", (const uint32_t[][2]){{0, 4}, {1, 2}, {2, 90}, {90, 99}}, 4,
                  "body 0 6\n");
}

static void what_two_blocks_claim_goes_to_the_one_that_begins_first(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, article_new(S("a")));
    a->src.text = S("abcdef");
    node_text(a->arena, node_add(a->arena, a->root, N_PARA), S("abcd"), 0);
    node_text(a->arena, node_add(a->arena, a->root, N_PARA), S("bc"), 1);
    node_text(a->arena, node_add(a->arena, a->root, N_PARA), S("cdef"), 2);
    run(&c);
    assert_fates(a, "body 0 4\nbody 4 6\n");
    assert_ptr_equal(a->fates[0].block, a->root->first);
    assert_ptr_equal(a->fates[1].block, a->root->last);
    done(&c);
}

static void leaves_that_were_moved_are_found_where_they_stood(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, article_new(S("a")));
    a->src.text = S("one two");
    node_text(a->arena, node_add(a->arena, a->root, N_PARA), S("two"), 4);
    node_text(a->arena, node_add(a->arena, a->root, N_PARA), S("one"), 0);
    run(&c);
    assert_fates(a, "body 0 3\nempty 3 4\nbody 4 7\n");
    assert_ptr_equal(a->fates[0].block, a->root->last);
    done(&c);
}

static void a_look_holds_for_all_below_it(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a", "Body.\n-one\n-two\nBody.\n"));
    Node *list = a->root->first->next;
    list->look = LOOK_BOILERPLATE;
    list->rule = "menu";
    run(&c);
    assert_fates(a, "body 0 5\nmarkup 5 7\nboilerplate 7 10\nmarkup 10 12\nbody 12 15\n"
                    "empty 15 16\nbody 16 21\nempty 21 22\n");
    assert_string_equal(a->fates[2].rule, "menu");
    assert_null(a->fates[0].rule);
    done(&c);
}

static void a_thousand_levels_are_a_longer_loop(void **state)
{
    (void)state;
    enum { LEVELS = 200000 };
    Case c = {0};
    Article *a = handmade_add(&c.l, article_new(S("a")));
    a->src.text = S("deep");
    Node *at = a->root;
    for (int i = 0; i < LEVELS; i++)
        at = node_add(a->arena, at, N_QUOTE);
    node_text(a->arena, node_add(a->arena, at, N_PARA), a->src.text, 0);
    run(&c);
    assert_fates(a, "body 0 4\n");
    done(&c);
}

static void the_blocks_of_a_duplicate_name_the_blocks_that_they_repeat(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a", "#T\nSame.\nOther.\nSame.\n"));
    Article *b = handmade_add(&c.l, handmade("b", "\n#T\n\nSame.\n\nOther.\n\nSame.\n"));
    run(&c);
    size_t blocks = 0;
    for (size_t i = 0; i < b->nfates; i++) {
        const Fate *f = &b->fates[i];
        if (f->block == NULL)
            continue;
        assert_int_equal(f->kind, FATE_DUPLICATE);
        assert_string_equal(f->rule, "same-text");
        const Node *twin = a->root->first;
        for (size_t k = 0; k < blocks; k++)
            twin = twin->next;
        assert_ptr_equal(f->of->block, twin);
        blocks++;
    }
    assert_int_equal(blocks, 4);
    done(&c);
}

/* ---- names and counts ---- */

static const BlockName *name_of(const Article *a, const char *words)
{
    const BlockName *names = ledger_names(a->arena, a);
    for (size_t i = 0; i < a->nfates; i++)
        if (str_eq(names[i].words, str_of(words)))
            return &names[i];
    fail();
    return NULL;
}

static void a_block_keeps_its_name_when_others_come_before_it(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a", "One.\nTwo  words.\n"));
    Article *b = handmade_add(&c.l, handmade("b", "New.\nOne.\n!x\nTwo words.\n"));
    run(&c);
    assert_true(name_of(a, "One.")->hash == name_of(b, "One.")->hash);
    assert_true(name_of(a, "Two words.")->hash == name_of(b, "Two words.")->hash);
    assert_true(name_of(b, "New.")->hash != name_of(b, "One.")->hash);
    done(&c);
}

static void blocks_of_the_same_words_are_told_apart(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a", "Same.\nElse.\nSame.\nSame.\n"));
    run(&c);
    const uint32_t nth[] = {1, 1, 2, 3};
    const BlockName *names = ledger_names(a->arena, a);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(names[2 * i].nth, nth[i]);
    assert_int_equal(names[1].nth, 0);
    done(&c);
}

/* A block of one picture. */
static void add_picture(Article *a, uint32_t at, const char *ref, const char *alternative)
{
    Node *block = node_add(a->arena, a->root, N_PARA);
    Node *image = node_add(a->arena, block, N_IMAGE);
    image->ref = str_of(ref);
    image->text = str_of(alternative);
    image->level = 1; /* the alternative is no words of the text */
    image->from = at;
    image->to = at + 1;
}

static void blocks_without_words_are_known_by_what_they_are(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = article_new(S("a"));
    a->src.text = S("0123456");
    add_picture(a, 0, "logo.png", "");
    add_picture(a, 1, "quay.png", "");
    add_picture(a, 2, "quay.png", "The quay");
    add_picture(a, 3, "quay.png", "");
    Node *rule = node_add(a->arena, a->root, N_RULE);
    rule->from = 4;
    rule->to = 5;
    Picture pictures[] = {{.sha256 = S("12")}, {.sha256 = S("34")}};
    for (uint32_t i = 0; i < 2; i++) {
        add_picture(a, 5 + i, "data:", "");
        a->root->last->first->picture = &pictures[i];
    }
    handmade_add(&c.l, a);
    run(&c);
    assert_int_equal(a->nfates, 7);
    const BlockName *names = ledger_names(a->arena, a);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(names[i].words.n, 0);
        assert_int_equal(names[i].nth, i == 3 ? 2 : 1);
        for (size_t k = 0; k < i; k++)
            assert_int_equal(names[i].hash == names[k].hash, i == 3 && k == 1);
    }
    done(&c);
}

static void words_are_counted_in_the_body_only(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(
        &c.l, handmade("a", "#Not these\nIt\u2019s 3 words \u2013 or 6.\n!nor this\n"
                            "-\u6D3B\u5B57\u5370\u5237\u3002\n"));
    run(&c);
    assert_int_equal(a->nwords, 5 + 4);
    done(&c);
}

static void a_ledger_with_a_hole_or_an_overlap_does_not_tile(void **state)
{
    (void)state;
    Fate f[2] = {{.from = 0, .to = 2}, {.from = 2, .to = 4}};
    Article a = {.src.text = S("abcd"), .fates = f, .nfates = 2};
    assert_true(ledger_tiles(&a));
    f[1].from = 3;
    assert_false(ledger_tiles(&a));
    f[1].from = 1;
    assert_false(ledger_tiles(&a));
    f[1] = (Fate){.from = 2, .to = 3};
    assert_false(ledger_tiles(&a));
    f[1].to = 5;
    assert_false(ledger_tiles(&a));
    a.nfates = 0;
    assert_false(ledger_tiles(&a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_range_has_the_fate_that_its_block_looks_like),
        cmocka_unit_test(bullets_are_markup_and_blank_lines_are_empty),
        cmocka_unit_test(what_shows_nothing_is_empty),
        cmocka_unit_test(a_text_of_nothing_has_no_fates),
        cmocka_unit_test(line_ends_inside_a_paragraph_belong_to_it),
        cmocka_unit_test(markup_inside_a_paragraph_parts_it_and_stays_with_it),
        cmocka_unit_test(leaves_that_overlap_or_stick_out_are_clipped),
        cmocka_unit_test(what_two_blocks_claim_goes_to_the_one_that_begins_first),
        cmocka_unit_test(leaves_that_were_moved_are_found_where_they_stood),
        cmocka_unit_test(a_look_holds_for_all_below_it),
        cmocka_unit_test(a_thousand_levels_are_a_longer_loop),
        cmocka_unit_test(the_blocks_of_a_duplicate_name_the_blocks_that_they_repeat),
        cmocka_unit_test(a_block_keeps_its_name_when_others_come_before_it),
        cmocka_unit_test(blocks_of_the_same_words_are_told_apart),
        cmocka_unit_test(blocks_without_words_are_known_by_what_they_are),
        cmocka_unit_test(words_are_counted_in_the_body_only),
        cmocka_unit_test(a_ledger_with_a_hole_or_an_overlap_does_not_tile),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
