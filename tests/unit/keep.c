/* Blocks that were set aside and are put back. */
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
    Arena *arena;
} Case;

/* The id of the block of these words in an article of nothing else. */
static Str id_of(Arena *arena, const char *words)
{
    const BlockName b = {.hash = str_hash(str_of(words)), .nth = 1};
    return block_id(arena, &b);
}

static void run(Case *c, Str id)
{
    const Keep keep = {id, {.path = S("book.yaml"), .line = 7}};
    collect(&c->d, &c->l, &(CollectOptions){.keep = &keep, .nkeep = 1}, &c->p);
}

static Case begin(const char *text)
{
    Case c = {.arena = arena_new()};
    handmade_add(&c.l, handmade("a", text));
    return c;
}

static void end(Case *c)
{
    plan_free(&c->p);
    articles_free(&c->l);
    diag_free(&c->d);
    arena_free(c->arena);
}

static const Fate *fate_of(const Article *a, const char *words)
{
    const size_t at = str_find(a->src.text, str_of(words));
    for (size_t i = 0; i < a->nfates; i++)
        if (a->fates[i].from <= at && at < a->fates[i].to)
            return &a->fates[i];
    return NULL;
}

static void a_block_that_was_set_aside_is_body_again(void **state)
{
    (void)state;
    Case c = begin("Body of the story.\n!Buy now\nMore of it.");
    run(&c, id_of(c.arena, "Buy now"));
    const Article *a = c.l.v[0];
    assert_int_equal(fate_of(a, "Buy now")->kind, FATE_BODY);
    assert_string_equal(fate_of(a, "Buy now")->rule, "kept");
    assert_null(fate_of(a, "More of it")->rule);
    assert_int_equal(a->nwords, 9);
    assert_int_equal(c.p.nset_aside, 0);
    assert_int_equal(c.d.exit, 0);
    end(&c);
}

static void metadata_is_put_back_too(void **state)
{
    (void)state;
    Case c = begin("@12 May 2024\nBody.");
    run(&c, id_of(c.arena, "12 May 2024"));
    assert_int_equal(fate_of(c.l.v[0], "12 May")->kind, FATE_BODY);
    end(&c);
}

static void the_second_of_the_same_words_has_an_id_of_its_own(void **state)
{
    (void)state;
    Case c = begin("!Share\nBody.\n!Share");
    const Str first = id_of(c.arena, "Share");
    run(&c, arena_printf(c.arena, STR_FMT "-2", STR_ARG(first)));
    const Article *a = c.l.v[0];
    assert_int_equal(a->fates[1].kind, FATE_BOILERPLATE);
    assert_int_equal(a->fates[a->nfates - 1].kind, FATE_BODY);
    end(&c);
}

static void it_is_put_back_in_every_article(void **state)
{
    (void)state;
    Case c = begin("One story here.\n!Note");
    handmade_add(&c.l, handmade("b", "Quite another.\n!Note"));
    run(&c, id_of(c.arena, "Note"));
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(fate_of(c.l.v[i], "Note")->kind, FATE_BODY);
    end(&c);
}

static void an_article_of_nothing_else_becomes_a_chapter(void **state)
{
    (void)state;
    Case c = begin("!All of it");
    run(&c, id_of(c.arena, "All of it"));
    assert_int_equal(c.p.nchapters, 1);
    end(&c);
}

static void a_title_and_body_are_in_the_book_as_they_are(void **state)
{
    (void)state;
    Case c = begin("#Title\nBody.");
    run(&c, id_of(c.arena, "Title"));
    assert_int_equal(fate_of(c.l.v[0], "Title")->kind, FATE_TITLE);
    assert_int_equal(c.d.exit, 0);
    end(&c);
}

static void an_id_that_no_block_has_is_an_error_where_it_was_asked_for(void **state)
{
    (void)state;
    Case c = begin("Body.");
    run(&c, S("0123456789abcdef"));
    assert_int_equal(c.d.exit, 65);
    assert_int_equal(c.d.messages[0].id, D_KEEP_UNKNOWN);
    assert_int_equal(c.d.messages[0].at.line, 7);
    end(&c);
}

static void a_block_of_an_article_that_is_no_chapter_is_an_error(void **state)
{
    (void)state;
    Case c = begin("Body.\n!Buy");
    c.l.v[0]->fate = ART_CHAPTER;
    c.l.v[0]->date = (Date){2020, 1, 1};
    const Keep keep = {.id = id_of(c.arena, "Buy")};
    collect(&c.d, &c.l,
            &(CollectOptions){.keep = &keep, .nkeep = 1, .since = {2021, 1, 1}}, &c.p);
    assert_int_equal(c.d.exit, 65);
    assert_int_equal(c.d.messages[0].id, D_KEEP_OUTSIDE);
    end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_that_was_set_aside_is_body_again),
        cmocka_unit_test(metadata_is_put_back_too),
        cmocka_unit_test(the_second_of_the_same_words_has_an_id_of_its_own),
        cmocka_unit_test(it_is_put_back_in_every_article),
        cmocka_unit_test(an_article_of_nothing_else_becomes_a_chapter),
        cmocka_unit_test(a_title_and_body_are_in_the_book_as_they_are),
        cmocka_unit_test(an_id_that_no_block_has_is_an_error_where_it_was_asked_for),
        cmocka_unit_test(a_block_of_an_article_that_is_no_chapter_is_an_error),
    };
    return cmocka_run_group_tests_name("keep", tests, NULL, NULL);
}
