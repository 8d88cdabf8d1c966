/* Characters as languages have them, and what is told of each change. */
#include "book/typography.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "claims.h"

typedef struct Case {
    const char *lang, *was, *now;
} Case;

/* What a paragraph becomes, its elements' texts put together. */
static Str set_in(Arena *a, Typography level, const char *lang, const char *was,
                  bool goes_on)
{
    EditList edits = {0};
    Typographer *t = typographer_new(a, level, &edits, a);
    Node *para = node_new(a, N_PARA);
    node_text(a, para, str_of(was), 0);
    typography_block(t, para, str_of(lang), NULL, goes_on);
    typographer_free(t);
    edits_free(&edits);
    return para->first->text;
}

static void assert_cases(Typography level, const Case *cases, size_t n)
{
    Arena *a = arena_new();
    for (size_t i = 0; i < n; i++) {
        const Str now = set_in(a, level, cases[i].lang, cases[i].was, false);
        assert_str(now, cases[i].now ? cases[i].now : cases[i].was);
        const Str again = set_in(a, level, cases[i].lang, arena_cstr(a, now), false);
        assert_str(again, cases[i].now ? cases[i].now : cases[i].was);
    }
    arena_free(a);
}

#define ASSERT_CASES(level, cases)                                                       \
    assert_cases(level, cases, sizeof cases / sizeof *cases)

static void apostrophes_are_told_from_quotes(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"en", "It's the dogs' and O'Brien's.", "It’s the dogs’ and O’Brien’s."},
        {"en", "rock 'n' roll of the '90s, class of '68",
         "rock ’n’ roll of the ’90s, class of ’68"},
        {"en", "'Tis so, 'twas ever", "’Tis so, ’twas ever"},
        {"en", "a 'quoted' word and 'the dogs' bone' too",
         "a ‘quoted’ word and ‘the dogs’ bone’ too"},
        {"en", "a lone 'opening one", NULL},
        {"en", "6'2 and 5' tall", NULL},
        {"nl", "'s avonds zag ik 't huis", "’s avonds zag ik ’t huis"},
        {"fr", "l'eau d'aujourd'hui", "l’eau d’aujourd’hui"},
        {"uk", "м'яч", "м’яч"},
        {"he", "ג'ירפה וצה\"ל", NULL},
        {"", "don't \"x\"", "don’t \"x\""},
    };
    ASSERT_CASES(TYPOGRAPHY_SAFE, cases);
}

static void quotes_that_pair_up_are_the_languages(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"en", "\"Go,\" she said, \"he said 'no' to it.\"",
         "“Go,” she said, “he said ‘no’ to it.”"},
        {"en", "(\"x\")\u2014\"y\" \"'z'\"", "(“x”)\u2014“y” “‘z’”"},
        {"de", "Er: \"Das ist 'gut'?\"", "Er: „Das ist ‚gut‘?“"},
        {"de-AT", "\"Spiegel\"-Bericht", "„Spiegel“-Bericht"},
        {"ru", "«Он сказал \"да\"» и \"нет\"", "«Он сказал „да“» и\u00A0«нет»"},
        {"sv", "\"nej\"", "”nej”"},
        {"pl", "\"tak\"", "„tak”"},
        {"fr", "Il dit \"oui\".", "Il dit «\u00A0oui\u00A0»."},
        {"es", "\"sí\"", "«sí»"},
        /* what does not pair up is left */
        {"en", "An \"unpaired one", NULL},
        {"en", "f(\"x\") and class=\"y\" or a\"b", NULL},
        {"en", "12\" by 5\" of pipe", NULL},
        {"en", "the 12\" disc is \"new\"", "the 12\" disc is “new”"},
        {"en", "“She said \"no\" to it”", "“She said ‘no’ to it”"},
    };
    ASSERT_CASES(TYPOGRAPHY_SAFE, cases);
}

static void a_speech_of_several_paragraphs_stays_open(void **state)
{
    (void)state;
    Arena *a = arena_new();
    assert_str(set_in(a, TYPOGRAPHY_SAFE, "en", "\"It goes on.", true), "“It goes on.");
    assert_str(set_in(a, TYPOGRAPHY_SAFE, "en", "\"It ends.", false), "\"It ends.");
    assert_str(set_in(a, TYPOGRAPHY_SAFE, "en", "It \"ends.", true), "It \"ends.");
    arena_free(a);
}

static void dashes_and_dots_are_set(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"en", "a - b -- c --- d", "a\u00A0– b\u00A0– c\u00A0— d"},
        {"ru", "Москва - столица", "Москва\u00A0— столица"},
        {"en", "word--word", "word—word"},
        {"de", "Wort--Wort", NULL},
        {"en", "3 - 2 = 1, --help, -x, pre-war, 1-2", NULL},
        {"en", "- an item", NULL},
        {"en", "a – b", "a\u00A0– b"},
        {"en", "so... [...] and....", "so… […] and...."},
        {"en", "1...5 and f(...)", NULL},
    };
    ASSERT_CASES(TYPOGRAPHY_SAFE, cases);
}

static void blanks_that_bind_do_not_break(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"en", "5 km and 10 % of p. 12", "5\u00A0km and 10\u00A0% of p.\u00A012"},
        {"en", "5 kind men", NULL},
        {"en", "J. R. R. Tolkien and Mr. Smith",
         "J.\u00A0R.\u00A0R.\u00A0Tolkien and Mr.\u00A0Smith"},
        {"en", "So am I. The end.", NULL},
        {"fr", "Quoi ? Non ; si : oui !", "Quoi\u202F? Non\u202F; si\u00A0: oui\u202F!"},
        {"fr", "un sourire :) et « x »", "un sourire :) et «\u00A0x\u00A0»"},
        {"fr-CA", "Quoi ? si : oui", "Quoi ? si\u00A0: oui"},
        {"en", "Quoi ?", NULL},
        {"cs", "v Praze a s ním", "v\u00A0Praze a\u00A0s\u00A0ním"},
    };
    ASSERT_CASES(TYPOGRAPHY_SAFE, cases);
}

static void addresses_and_parts_of_programs_are_left(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"en", "http://a.b/'c'...d x@y.org's /usr/b'in/x...",
         "http://a.b/'c'...d x@y.org's /usr/b'in/x…"},
        {"en", "a_b's and C:\\x's and foo()'s", NULL},
    };
    ASSERT_CASES(TYPOGRAPHY_SAFE, cases);
}

static void the_full_level_guesses_more(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"en", "„so“ und ”so”", "“so” und “so”"},
        {"en", "6'2\" of 10-20, 1914-1918", "6′2″ of 10–20, 1914–1918"},
        {"en", "2020-01-02, 555-0199, 1-800-555", NULL},
        {"en", "1/2 of 3 x 4 at -5", "½ of 3 × 4 at −5"},
        {"en", "1/2/2020", NULL},
        {"en", "so . . . on", "so … on"},
        {"fr", "Quoi? Non!", "Quoi\u202F? Non\u202F!"},
    };
    ASSERT_CASES(TYPOGRAPHY_FULL, cases);
}

static void none_changes_nothing(void **state)
{
    (void)state;
    static const Case cases[] = {{"en", "It's \"so\" - or not...", NULL}};
    ASSERT_CASES(TYPOGRAPHY_NONE, cases);
}

/* "<em>a</em>", code between, and a word in another language. */
static void marks_are_seen_across_elements(void **state)
{
    (void)state;
    Arena *a = arena_new();
    EditList edits = {0};
    Typographer *t = typographer_new(a, TYPOGRAPHY_SAFE, &edits, a);
    Node *para = node_new(a, N_PARA);
    node_text(a, para, S("\""), 0);
    node_text(a, node_add(a, para, N_EMPH), S("a"), 0);
    node_text(a, para, S("\" and "), 0);
    node_text(a, node_add(a, para, N_CODE), S("it's \"so\"..."), 0);
    node_text(a, para, S("'s \"word\" "), 0);
    Node *span = node_add(a, para, N_SPAN);
    span->lang = S("de");
    node_text(a, span, S("\"Wort\""), 0);
    typography_block(t, para, S("en"), NULL, false);
    assert_str(node_words(a, para), "“a” and it's \"so\"...’s “word” „Wort“");
    typographer_free(t);
    edits_free(&edits);
    arena_free(a);
}

static void each_change_is_told_with_its_place(void **state)
{
    (void)state;
    Article *article = article_new(S("a.txt"));
    article->src.text = S("It's  an\n\"old\"\ttale...");
    EditList edits = {0};
    Typographer *t =
        typographer_new(article->arena, TYPOGRAPHY_SAFE, &edits, article->arena);
    Node *para = node_new(article->arena, N_PARA);
    Node *text = node_text(article->arena, para, S("It's an \"old\" tale..."), 0);
    text->to = (uint32_t)article->src.text.n;
    typography_block(t, para, S("en"), article, false);
    assert_str(text->text, "It’s an “old” tale…");
    size_t n;
    const Edit *e = edits_of(&edits, article, &n);
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++)
        assert_true(str_eq(str_sub(article->src.text, e[i].from, e[i].to), e[i].was));
    assert_string_equal(e[0].rule, "apostrophe");
    assert_str(e[3].was, "...");
    assert_str(e[3].now, "…");
    typographer_free(t);
    edits_free(&edits);
    article_free(article);
}

/* Where an entity stands for the mark, only the line's range is known. */
static void an_entity_makes_the_place_the_whole_line(void **state)
{
    (void)state;
    Article *article = article_new(S("a.html"));
    article->src.text = S("<p>a &quot;b&quot;</p>");
    EditList edits = {0};
    Typographer *t =
        typographer_new(article->arena, TYPOGRAPHY_SAFE, &edits, article->arena);
    Node *para = node_new(article->arena, N_PARA);
    Node *text = node_text(article->arena, para, S("a \"b\""), 3);
    text->to = 18;
    typography_block(t, para, S("en"), article, false);
    assert_int_equal(edits.n, 2);
    assert_int_equal(edits.v[0].from, 3);
    assert_int_equal(edits.v[0].to, 18);
    typographer_free(t);
    edits_free(&edits);
    article_free(article);
}

static void a_million_quotes_take_linear_time(void **state)
{
    (void)state;
    static const char *const patterns[] = {"' ", "'a ", "\"",  "-",
                                           ".",  "1-",  "\"'", "a'b"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        Arena *a = arena_new();
        Buf text = {0};
        while (text.n < 1000000)
            buf_put(&text, str_of(patterns[i]));
        buf_byte(&text, '\0');
        set_in(a, TYPOGRAPHY_FULL, "en", text.p, false);
        buf_free(&text);
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apostrophes_are_told_from_quotes),
        cmocka_unit_test(quotes_that_pair_up_are_the_languages),
        cmocka_unit_test(a_speech_of_several_paragraphs_stays_open),
        cmocka_unit_test(dashes_and_dots_are_set),
        cmocka_unit_test(blanks_that_bind_do_not_break),
        cmocka_unit_test(addresses_and_parts_of_programs_are_left),
        cmocka_unit_test(the_full_level_guesses_more),
        cmocka_unit_test(none_changes_nothing),
        cmocka_unit_test(marks_are_seen_across_elements),
        cmocka_unit_test(each_change_is_told_with_its_place),
        cmocka_unit_test(an_entity_makes_the_place_the_whole_line),
        cmocka_unit_test(a_million_quotes_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
