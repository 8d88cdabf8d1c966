/* What a Markdown file says of itself, in the ways of the programs that write it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "read/read.h"

static Article *article;
static Diag messages;

static void read(const char *text)
{
    article_free(article);
    diag_free(&messages);
    messages = (Diag){0};
    article = read_bytes(&messages, S("a.md"), str_of(text));
}

static int teardown(void **state)
{
    (void)state;
    article_free(article);
    diag_free(&messages);
    article = NULL;
    return 0;
}

static void is(Str field, const char *wanted)
{
    assert_string_equal(arena_cstr(article->arena, field), wanted);
}

static void date_is(const char *wanted)
{
    is(date_iso(article->arena, article->date), wanted);
}

static void yaml_gives_the_fields(void **state)
{
    (void)state;
    read("---\ntitle: \"One: two\"\nauthor: Anna Keller\ndate: 2024-05-06T10:00:00Z\n"
         "lang: pt_BR\ncanonical_url: https://example.org/a\n---\nText.\n");
    is(article->title, "One: two");
    is(article->byline, "Anna Keller");
    date_is("2024-05-06");
    is(article->date_basis, "date 2024-05-06T10:00:00Z");
    assert_int_equal(article->date_confidence, DATE_STATED);
    is(article->lang, "pt-BR");
    is(article->url, "https://example.org/a");
}

static void authors_may_be_many_and_have_parts(void **state)
{
    (void)state;
    read("---\nauthor:\n  - Anna Keller\n  - \"[[Bo Li]]\"\n---\nText.\n");
    is(article->byline, "Anna Keller, Bo Li");
    read("---\nauthors:\n  - name: Anna Keller\n    url: https://example.org\n"
         "  - name: Bo Li\n---\nText.\n");
    is(article->byline, "Anna Keller, Bo Li");
}

static void yaml_that_is_none_is_read_by_lines(void **state)
{
    (void)state;
    read("---\ntitle: One: two: three\ndate: 2024-05-06\n---\nText.\n");
    is(article->title, "One: two: three");
    date_is("2024-05-06");
}

static void toml_gives_the_fields(void **state)
{
    (void)state;
    read("+++\n# a comment\npath = \"2025/06/26/one\"\ntitle = \"One \\\"two\\\"\"\n"
         "authors = [\"Anna Keller\", # first\n  'Bo Li']\n[extra]\n"
         "note = \"\"\"\ntitle = 'no'\n\"\"\"\n+++\nText.\n");
    is(article->title, "One \"two\"");
    is(article->byline, "Anna Keller, Bo Li");
    date_is("2025-06-26");
    is(article->date_basis, "path 2025/06/26/one");
    assert_int_equal(article->date_confidence, DATE_INFERRED);
}

static void tables_of_toml_part_their_keys(void **state)
{
    (void)state;
    read("+++\ndate = 2024-05-06\n[extra]\nauthor = { name = \"no\" }\ntitle = \"no\"\n"
         "[taxonomies]\nauthors = [\"Anna Keller\"]\n+++\nText.\n\n# A head\n");
    is(article->title, "A head");
    is(article->byline, "Anna Keller");
    date_is("2024-05-06");
}

static void the_first_publication_counts_before_the_last_change(void **state)
{
    (void)state;
    read("---\nlastmod: 2024-07-01\npublished: 2024-05-06\n---\nText.\n");
    date_is("2024-05-06");
    read("---\nlastmod: 2024-07-01\n---\nText.\n");
    date_is("2024-07-01");
}

static void the_day_in_the_name_of_a_file_counts_before_its_last_change(void **state)
{
    (void)state;
    const Str text = S("---\nlastmod: 2024-07-01\n---\nText.\n");
    read("");
    article_free(article);
    article = read_bytes(&messages, S("posts/2024-05-06-one.md"), text);
    date_is("2024-05-06");
}

static void pandocs_title_block_is_known(void **state)
{
    (void)state;
    read("% One\n% Anna Keller\n% 6 May 2024\n\nText.\n");
    is(article->title, "One");
    is(article->byline, "Anna Keller");
    date_is("2024-05-06");
}

static void a_rule_begins_no_front_matter(void **state)
{
    (void)state;
    read("---\n\nJust a text.\n\n---\n\nMore.\n");
    assert_int_equal(article->root->first->look, LOOK_BODY);
}

static void front_matter_that_never_ends_is_text(void **state)
{
    (void)state;
    read("+++\ntitle = \"One\"\n\nText.\n");
    assert_int_equal(article->root->first->look, LOOK_BODY);
    is(article->title, "A");
}

static void bombs_do_not_go_off(void **state)
{
    (void)state;
    read("---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n---\nText.\n");
    is(article->title, "A");
    read("+++\ntitle = [[[[{a = [\n+++\nText.\n");
    is(article->title, "A");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_gives_the_fields),
        cmocka_unit_test(authors_may_be_many_and_have_parts),
        cmocka_unit_test(yaml_that_is_none_is_read_by_lines),
        cmocka_unit_test(toml_gives_the_fields),
        cmocka_unit_test(tables_of_toml_part_their_keys),
        cmocka_unit_test(the_first_publication_counts_before_the_last_change),
        cmocka_unit_test(the_day_in_the_name_of_a_file_counts_before_its_last_change),
        cmocka_unit_test(pandocs_title_block_is_known),
        cmocka_unit_test(a_rule_begins_no_front_matter),
        cmocka_unit_test(front_matter_that_never_ends_is_text),
        cmocka_unit_test(bombs_do_not_go_off),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
