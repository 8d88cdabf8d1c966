/* The reader of crawled text: what it makes of each kind of line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "read/reader.h"

/* A line a block: what it is, and its words. */
static void put_blocks(Buf *out, Article *a)
{
    for (Walk w = walk(a->root); walk_next(&w);) {
        const Node *n = w.node;
        if (!w.enter || n->kind == N_DOCUMENT || n->kind == N_TEXT || n->kind == N_ITEM)
            continue;
        const Str words = node_words(a->arena, n);
        if (n->look == LOOK_BOILERPLATE || n->look == LOOK_METADATA)
            buf_printf(out, "(%s) " STR_FMT "\n", n->rule, STR_ARG(words));
        else if (n->kind == N_LIST || n->kind == N_QUOTE || n->kind == N_RULE)
            buf_printf(out, "%s%s %u\n", node_name(n->kind), n->level ? " numbered" : "",
                       n->start);
        else
            buf_printf(out, "%s%s " STR_FMT "\n",
                       n->look == LOOK_TITLE                ? "title "
                       : node_has_class(n, S("standfirst")) ? "standfirst "
                                                            : "",
                       node_name(n->kind), STR_ARG(words));
    }
    buf_byte(out, '\0');
}

static Article *read_it(const char *text)
{
    Diag d = {0};
    Article *a = read_bytes(&d, S("a.txt"), str_of(text));
    diag_free(&d);
    return a;
}

static void assert_blocks(const char *text, const char *want)
{
    Buf got = {0};
    Article *a = read_it(text);
    put_blocks(&got, a);
    assert_string_equal(got.p, want);
    buf_free(&got);
    article_free(a);
}

static void assert_str(Str got, const char *want)
{
    char z[256];
    assert_true(got.n < sizeof z);
    if (got.n)
        memcpy(z, got.p, got.n);
    z[got.n] = '\0';
    assert_string_equal(z, want);
}

/* Two paragraphs of a story about wells, so that what stands around it is around it. */
#define DIG                                                                              \
    "A well is begun where the old people say that there is water, and they are right "  \
    "more often than the map. The first spade goes in at dawn, before the heat."
#define LINING                                                                           \
    "Stones are set dry, each leaning on the next, and the digger stands in the middle " \
    "of them as they sink. Nobody has ever counted how many stones a well takes."

static void the_first_line_is_the_title_and_short_lines_before_text_are_heads(
    void **state)
{
    (void)state;
    assert_blocks("How a Well Is Dug\n\n" DIG "\n\nThe Lining\n\n" LINING "\n",
                  "title heading How a Well Is Dug\npara " DIG "\nheading The Lining\n"
                  "para " LINING "\n");
}

static void a_stamp_before_the_title_is_metadata_and_a_date(void **state)
{
    (void)state;
    const char *text = " date 2021-04-30 How a Well Is Dug\n\n" DIG "\n";
    assert_blocks(
        text, "(date) date 2021-04-30\ntitle heading How a Well Is Dug\npara " DIG "\n");
    Article *a = read_it(text);
    assert_str(a->title, "How a Well Is Dug");
    assert_str(date_iso(a->arena, a->date), "2021-04-30");
    assert_int_equal(a->date_confidence, DATE_STATED);
    assert_str(a->date_basis, "date 2021-04-30");
    article_free(a);
}

static void a_title_given_twice_counts_once(void **state)
{
    (void)state;
    assert_blocks("How a Well Is Dug\nHow a well is dug\n" DIG "\n",
                  "title heading How a Well Is Dug\n(title-again) How a well is dug\n"
                  "para " DIG "\n");
}

static void a_logo_names_the_publisher_and_a_counter_may_carry_the_date(void **state)
{
    (void)state;
    Article *a =
        read_it("Spade & Stone logo\n\nHow a Well Is Dug\n"
                "10 articles | last updated: May 18 01:15:21\n\n" DIG "\n\n"
                "In 2023 a new well was dug there, and by 2030 there will be ten. "
                "Nobody knows who will drink all that water.\n");
    assert_str(a->publisher, "Spade & Stone");
    assert_str(date_iso(a->arena, a->date), "2024-05-18");
    assert_int_equal(a->date_confidence, DATE_INFERRED);
    assert_str(a->date_basis, "last updated: May 18");
    article_free(a);
}

static void a_weekday_in_the_opening_gives_the_year(void **state)
{
    (void)state;
    Article *a =
        read_it("How a Well Is Dug\n\nThe well was opened on Tuesday, January 21, "
                "with a speech that nobody could hear for the wind.\n\n"
                "It took longer than the one of 2024, which was dug in a week by "
                "people who knew how to do it.\n");
    assert_str(date_iso(a->arena, a->date), "2025-01-21");
    assert_str(a->date_basis, "Tuesday, January 21");
    article_free(a);
}

static void a_day_deep_in_the_text_is_not_the_articles_date(void **state)
{
    (void)state;
    Article *a =
        read_it("How a Well Is Dug\n\n" DIG "\n\n" LINING "\n\n" DIG "\n\n" LINING
                "\n\nIt was on 5 January 2021 that the last of them was closed, and "
                "on Monday, January 4, that it was used for the last time.\n");
    assert_int_equal(a->date.year, 0);
    assert_int_equal(a->date_confidence, DATE_NONE);
    article_free(a);
}

static void bylines_dates_and_labels_are_read_into_the_article(void **state)
{
    (void)state;
    Article *a =
        read_it("Title: How a Well Is Dug\nURL: https://example.org/well\n"
                "Source: The Spade\n\nBy Ada Quill and Jon de Vries | March 4, 2022"
                " | 5 min read\n\n" DIG "\n\n" LINING "\n");
    assert_str(a->title, "How a Well Is Dug");
    assert_str(a->url, "https://example.org/well");
    assert_str(a->publisher, "The Spade");
    assert_str(a->byline, "Ada Quill and Jon de Vries");
    assert_str(date_iso(a->arena, a->date), "2022-03-04");
    article_free(a);
}

static void what_stands_before_and_behind_the_story_is_set_aside_with_its_reason(
    void **state)
{
    (void)state;
    assert_blocks("How a Well Is Dug\n\nIntroducing the ZEPHYR 900 by Coldbrook\n\n" DIG
                  "\n\n" LINING "\n\nPeople in This Story\n\nTags:\n\nRelated Posts\n\n"
                  "Coldbrook's Fans & Filters\n",
                  "title heading How a Well Is Dug\n"
                  "(advert) Introducing the ZEPHYR 900 by Coldbrook\npara " DIG
                  "\npara " LINING
                  "\n(related) People in This Story\n(categories) Tags:\n"
                  "(related) Related Posts\n(related) Coldbrook's Fans & Filters\n");
}

static void a_menu_above_the_title_is_navigation(void **state)
{
    (void)state;
    assert_blocks(
        "Skip to content\nHome\nRecipes\nTravel\nLog in\nHow a Well Is Dug\n"
        "By Ada Quill\n" DIG "\nThe Lining\n" LINING "\nShare this\nFacebook\n"
        "\u00A9 2022 The Spade\nPrivacy Policy\n",
        "(navigation) Skip to content\n(navigation) Home\n(navigation) Recipes\n"
        "(navigation) Travel\n(account) Log in\n"
        "title heading How a Well Is Dug\n(byline) By Ada Quill\npara " DIG
        "\nheading The Lining\npara " LINING
        "\n(share) Share this\n(share) Facebook\n(copyright) \u00A9 2022 The Spade\n"
        "(legal) Privacy Policy\n");
}

static void words_of_furniture_are_the_articles_own_where_they_stand_alone(void **state)
{
    (void)state;
    assert_blocks("Where People Write\n\n" DIG "\n\nFacebook\n\n" LINING "\n",
                  "title heading Where People Write\npara " DIG
                  "\nheading Facebook\npara " LINING "\n");
}

static void a_line_that_tells_of_the_same_things_under_the_title_is_a_caption(
    void **state)
{
    (void)state;
    assert_blocks(
        "How a Well Is Dug\n\nOld people stand in the middle of the stones at "
        "dawn\n\n" DIG "\n\n" LINING "\n\nPhoto: Ada Quill\n\n" DIG "\n",
        "title heading How a Well Is Dug\n"
        "caption Old people stand in the middle of the stones at dawn\npara " DIG
        "\npara " LINING "\ncaption Photo: Ada Quill\npara " DIG "\n");
}

static void one_short_sentence_above_long_paragraphs_is_a_standfirst(void **state)
{
    (void)state;
    assert_blocks("How a Well Is Dug\n\nWater is where the old people say it is.\n\n" DIG
                  "\n\n" LINING "\n",
                  "title heading How a Well Is Dug\n"
                  "standfirst para Water is where the old people say it is.\npara " DIG
                  "\npara " LINING "\n");
}

static void paragraphs_are_lines_or_wrapped_as_the_file_has_it(void **state)
{
    (void)state;
    assert_blocks(
        "The Island\n\nThe boat comes twice a week, when it comes at all, and it\n"
        "brings the post, the bread and the people who forgot that they\n"
        "had asked to be here.\n\nWe go down to the pier and look at them, and they "
        "look\nat us, and nobody says a word before the bread is ashore.\n",
        "title heading The Island\npara The boat comes twice a week, when it comes "
        "at all, and it brings the post, the bread and the people who forgot that "
        "they had asked to be here.\npara We go down to the pier and look at them, "
        "and they look at us, and nobody says a word before the bread is ashore.\n");
    assert_blocks(DIG "\n" LINING "\n", "para " DIG "\npara " LINING "\n");
}

static void lists_quotes_and_rules_are_known_by_their_marks(void **state)
{
    (void)state;
    assert_blocks(
        "Notes on Wells\n\n" DIG "\n\n- a spade\n- a rope\n\n3. dig\n4. line\n\n"
        "b) north\nc) south\n\n> It is said here.\n> Often.\n\n* * *\n\n" LINING "\n",
        "title heading Notes on Wells\npara " DIG "\nlist 0\npara a spade\npara a "
        "rope\nlist numbered 3\npara dig\npara line\nlist numbered 2\npara north\n"
        "para south\nquote 0\npara It is said here.\npara Often.\nrule 0\npara " LINING
        "\n");
}

static void a_numbered_line_before_a_paragraph_is_a_head(void **state)
{
    (void)state;
    assert_blocks("Notes on Wells\n\n1. Digging Down\n\n" DIG
                  "\n\n2. Lining Up\n\n" LINING "\n",
                  "title heading Notes on Wells\nheading 1. Digging Down\npara " DIG
                  "\nheading 2. Lining Up\npara " LINING "\n");
}

static void speech_after_a_dash_is_no_list(void **state)
{
    (void)state;
    assert_blocks("At the Well\n\n" DIG
                  "\n\n\u2014 Who is there?\n\u2014 We are.\n\n" LINING "\n",
                  "title heading At the Well\npara " DIG "\npara \u2014 Who is there?\n"
                  "para \u2014 We are.\npara " LINING "\n");
}

static void what_a_colon_announces_belongs_to_the_text_to_the_end(void **state)
{
    (void)state;
    assert_blocks("Notes on Wells\n\n" DIG "\n\n" LINING
                  " It needs only this:\n\nA spade\n\n"
                  "A rope\n",
                  "title heading Notes on Wells\npara " DIG "\npara " LINING
                  " It needs only this:\npara A spade\npara A rope\n");
}

static void a_title_is_made_from_the_opening_when_there_is_none(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"The friendship between the digger and the mason, who are brothers, is one that "
         "has lasted for many years and several wells.\n" LINING,
         "The friendship between the digger and the mason"},
        {"Water in the hills is found by those who know where to look for it and nobody "
         "else.\n" LINING,
         "Water in the hills"},
        {"In March last year, the mason and his brother went up the hill again to look "
         "at "
         "what was left.\n" LINING,
         "In March last year, the mason and his\u2026"},
        {"\u5C71\u91CC\u7684\u90AE\u5C40\u5EFA\u5728\u534A\u5C71\u8170\uFF0C\u6BCF\u5929"
         "\u53EA\u5F00\u4E24\u4E2A\u5C0F\u65F6\u3002",
         "\u5C71\u91CC\u7684\u90AE\u5C40\u5EFA\u5728\u534A\u5C71\u8170"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Diag d = {0};
        Article *a = read_bytes(&d, S("a.txt"), str_of(cases[i][0]));
        assert_str(a->title, cases[i][1]);
        assert_true(a->title_made);
        assert_int_equal(d.n, 1);
        assert_int_equal(d.messages[0].id, D_TITLE_MADE);
        diag_free(&d);
        article_free(a);
    }
}

static void the_language_is_told_from_the_words_or_the_script(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {DIG, "en"},
        {"Der Brunnen wird dort gegraben, wo die Alten sagen, da\u00DF es Wasser gibt, "
         "und "
         "sie haben \u00F6fter recht als die Karte. Der erste Spaten geht am Morgen in "
         "die "
         "Erde, und mit dem letzten ist es dunkel.",
         "de"},
        {"Pozo tras pozo, los hermanos cavaron durante toda su vida en aquella sierra, y "
         "nunca quisieron decir a nadie c\u00F3mo encontraban el agua. Los vecinos "
         "dec\u00EDan "
         "que la o\u00EDan correr bajo las piedras, y que por eso hablaban tan poco "
         "cuando "
         "estaban en el campo con sus palas y sus cuerdas.",
         "es"},
        {"\u5C71\u91CC\u7684\u90AE\u5C40\u5EFA\u5728\u534A\u5C71\u8170\u8FD9\u4E2A",
         "zh-Hans"},
        {"\u5C71\u88E1\u7684\u90F5\u5C40\u5EFA\u5728\u534A\u5C71\u8170\u9019\u500B",
         "zh-Hant"},
        {"\u3053\u306E\u4E95\u6238\u306F\u3068\u3066\u3082\u53E4\u3044\u3067\u3059",
         "ja"},
        /* of families that are much alike */
        {"Ovo je mesto gde treba da znate \u0161ta se radi pre i posle, jer je vreme "
         "kratko. Bunar je uvek bio ovde, ko god da je pitao, i vode je bilo za sve. "
         "Tako "
         "su govorili stari ljudi iz sela, a mladi su im verovali.",
         "sr-Latn"},
        {"Ovo je mjesto gdje se zna \u0161to se radi prije i poslije, jer je vrijeme "
         "kratko. Zdenac je uvijek bio ovdje, tko god je pitao, i vode je bilo za sve. "
         "Tako su govorili stari ljudi iz sela, a mladi su im vjerovali.",
         "hr"},
        {"\u0406\u0441\u0442\u043E\u0440\u0456\u044F \u043A\u0440\u0438"
         "\u043D\u0438\u0446\u0456 \u0432 \u0441\u0435\u043B\u0456, \u0434"
         "\u0435 \u0457\u0457 \u043A\u043E\u043F\u0430\u043B\u0438 \u0431"
         "\u0440\u0430\u0442\u0438, \u0432\u0456\u0434\u043E\u043C\u0430 "
         "\u0432\u0441\u0456\u043C, \u0456 \u043D\u0456\u0445\u0442\u043E "
         "\u043D\u0435 \u0437\u043D\u0430\u0454 \u0457\u0457 "
         "\u0433\u043B\u0438\u0431\u0438\u043D\u0438, \u0431\u043E "
         "\u0441\u0442\u0430\u0440\u0456 \u043B\u044E\u0434\u0438 \u0457\u0457 "
         "\u043D\u0435 \u043C\u0456\u0440\u044F\u043B\u0438",
         "uk"},
        {"Too short to tell.", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Article *a = read_it(cases[i][0]);
        assert_str(a->lang, cases[i][1]);
        article_free(a);
    }
}

/* Behind the text lies a page that nobody may read. */
static void nothing_behind_a_text_is_read_for_its_language(void **state)
{
    (void)state;
    static const char text[] =
        "Pozzo  dopo  pozzo,  i  fratelli  scavarono  per  tutta  la  vita  in  quella "
        "montagna,  e  non  vollero  mai  dire  a  nessuno  come  trovavano  l'acqua.  "
        "I  vicini  dicevano  che  la  sentivano  correre  sotto  le  pietre,  e  che  "
        "per  questo  parlavano  cos\u00EC  poco  quando  erano  nel  campo  con  le  "
        "pale.";
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), n = sizeof text - 1;
    char *p =
        mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(p != MAP_FAILED && n < page);
    assert_int_equal(mprotect(p + page, page, PROT_NONE), 0);
    memcpy(p + page - n, text, n);
    assert_str(language_guess((Str){p + page - n, n}), "it");
    munmap(p, 2 * page);
}

static void a_text_without_words_has_no_blocks_of_body(void **state)
{
    (void)state;
    assert_blocks("", "");
    assert_blocks("\n\n \t\n\u00A0\n\u200B\n", "");
    assert_blocks("Related Posts\n", "(related) Related Posts\n");
}

/* A third paragraph, with which a text has enough prose to be a page. */
#define ROPE                                                                             \
    "The rope is the last thing to be bought, and the first to be stolen. A good one "   \
    "lasts for thirty summers, if nobody ties a goat to it on market days."

static void short_lines_of_letters_and_speeches_are_body(void **state)
{
    (void)state;
    assert_blocks("A Letter\n\nThe Editor\n\nDear Mr. Holloway,\n\n" DIG "\n\n" LINING
                  "\n\nAs Lincoln said:\n\n" ROPE "\n\nYours faithfully,\n\n"
                  "E. M. Carter\n\nCambridge CB2 1RX\n",
                  "title heading A Letter\npara The Editor\npara Dear Mr. Holloway,\n"
                  "para " DIG "\npara " LINING "\npara As Lincoln said:\npara " ROPE
                  "\npara Yours faithfully,\npara E. M. Carter\n"
                  "para Cambridge CB2 1RX\n");
}

static void a_line_like_an_adverts_is_stray_only_among_enough_prose(void **state)
{
    (void)state;
    const char *advert = "Coldbrook's Finest Fans & Filters";
    char page[2048], want[2048];
    snprintf(page, sizeof page, "How a Well Is Dug\n\n%s\n\n%s\n\n%s\n\n%s\n", DIG,
             LINING, ROPE, advert);
    snprintf(want, sizeof want,
             "title heading How a Well Is Dug\npara %s\npara %s\npara %s\n(stray) %s\n",
             DIG, LINING, ROPE, advert);
    assert_blocks(page, want);
    snprintf(page, sizeof page, "How a Well Is Dug\n\n%s\n\n%s\n", DIG, advert);
    snprintf(want, sizeof want, "title heading How a Well Is Dug\npara %s\npara %s\n",
             DIG, advert);
    assert_blocks(page, want);
}

static void a_recipe_keeps_its_name_its_lines_and_its_numbers(void **state)
{
    (void)state;
    assert_blocks("Plum Cake\nServes 8\nTime: 1 h 20 min\n\nINGREDIENTS\n\n"
                  "- 500 g plums\n- 3 eggs\n\nMethod\n\n1. Heat the oven.\n"
                  "2. Fold in the flour.\n   a) sift it first\n   b) add the salt\n"
                  "3. Bake.\n\n10. Eat.\n",
                  "title heading Plum Cake\npara Serves 8\n"
                  "heading Time: 1 h 20 min\nheading INGREDIENTS\nlist 0\n"
                  "para 500 g plums\npara 3 eggs\nheading Method\nlist numbered 1\n"
                  "para Heat the oven.\npara Fold in the flour.\nlist numbered 1\n"
                  "para sift it first\npara add the salt\nlist numbered 3\n"
                  "para Bake.\nlist numbered 10\npara Eat.\n");
}

static void the_head_of_a_mail_is_metadata_and_its_subject_the_title(void **state)
{
    (void)state;
    const char *text =
        "From: Ada Quill <ada@example.org>\nTo: All <all@example.org>\n"
        "Date: Tue, 14 Jun 2005 10:12:33 +0200\nSubject: On the digging of\n wells\n\n"
        "On Mon, 13 Jun 2005, Carol White wrote:\n"
        "> I think that wells need more room than most\n"
        "> people allow them, and I would like to hear\n> what others think.\n\n"
        "I agree with most of this, but I would like to add that the wells of\n"
        "my neighbour, who lives in a house on the third hill, have done well\n"
        "on a yard of two square metres.\n\nThere are two reasons for it:\n\n"
        "  1) the lime trees,\n  2) the roof of the bank, which nobody\n"
        "     visits.\n";
    assert_blocks(
        text,
        "(header) From: Ada Quill <ada@example.org>\n"
        "(header) To: All <all@example.org>\n"
        "(header) Date: Tue, 14 Jun 2005 10:12:33 +0200\n(header) Subject:\n"
        "title heading On the digging of wells\n"
        "para On Mon, 13 Jun 2005, Carol White wrote:\nquote 0\n"
        "para I think that wells need more room than most people allow them, and I "
        "would like to hear what others think.\n"
        "para I agree with most of this, but I would like to add that the wells of my "
        "neighbour, who lives in a house on the third hill, have done well on a yard of "
        "two square metres.\npara There are two reasons for it:\nlist numbered 1\n"
        "para the lime trees,\n"
        "para the roof of the bank, which nobody visits.\n");
    Article *a = read_it(text);
    assert_str(a->title, "On the digging of wells");
    assert_str(a->byline, "Ada Quill");
    assert_str(date_iso(a->arena, a->date), "2005-06-14");
    article_free(a);
}

static void verses_are_not_joined_and_a_byline_under_a_title_is_none_of_it(void **state)
{
    (void)state;
    assert_blocks("The Lamp at the Harbour\nby Anna Weiss\n\n"
                  "The lamp is lit, the tide is low,\n"
                  "    the boats lie sleeping on the sand,\n"
                  "and no one now will ever know\n"
                  "    who tied the knot with careless hand.\n",
                  "title heading The Lamp at the Harbour\n(byline) by Anna Weiss\n"
                  "para The lamp is lit, the tide is low,\n"
                  "para the boats lie sleeping on the sand,\n"
                  "para and no one now will ever know\n"
                  "para who tied the knot with careless hand.\n");
    assert_blocks("The Well at the End of the Village Road\n\n"
                  "The rope goes down into the dark and cold,\n"
                  "The bucket knocks on every stone it meets\n"
                  "And what it brings is neither new nor old\n"
                  "But what the village drinks and what it eats\n",
                  "title heading The Well at the End of the Village Road\n"
                  "para The rope goes down into the dark and cold,\n"
                  "para The bucket knocks on every stone it meets\n"
                  "para And what it brings is neither new nor old\n"
                  "para But what the village drinks and what it eats\n");
    assert_blocks("The Night Bus\n\nthe bus comes late and nobody is glad of it\n"
                  "though everyone has waited since the snow\n"
                  "the driver sings a song about a rabbit\n"
                  "that nobody under forty could know\n",
                  "title heading The Night Bus\n"
                  "para the bus comes late and nobody is glad of it\n"
                  "para though everyone has waited since the snow\n"
                  "para the driver sings a song about a rabbit\n"
                  "para that nobody under forty could know\n");
}

static void a_german_day_is_a_date_and_a_bare_name_is_text(void **state)
{
    (void)state;
    assert_blocks("How a Well Is Dug\n\nAda Quill\n\n12. M\u00E4rz 2021\n\n" DIG "\n",
                  "title heading How a Well Is Dug\npara Ada Quill\n"
                  "(date) 12. M\u00E4rz 2021\npara " DIG "\n");
}

static void speakers_rows_and_stage_directions_are_no_heads(void **state)
{
    (void)state;
    assert_blocks("On Wells\n\n" DIG "\n\nQ: When did you start?\n\nA: Young.\n\n"
                  "SMITH: And why?\n\nPETROV: For water.\n\nOPHELIA. My lord?\n\n"
                  "[Applause]\n\n03/02/22  Stone Ltd  1,002.00\n\n" LINING "\n",
                  "title heading On Wells\npara " DIG
                  "\npara Q: When did you start?\npara A: Young.\n"
                  "para SMITH: And why?\npara PETROV: For water.\n"
                  "para OPHELIA. My lord?\npara [Applause]\n"
                  "para 03/02/22 Stone Ltd 1,002.00\npara " LINING "\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_first_line_is_the_title_and_short_lines_before_text_are_heads),
        cmocka_unit_test(a_stamp_before_the_title_is_metadata_and_a_date),
        cmocka_unit_test(a_title_given_twice_counts_once),
        cmocka_unit_test(a_logo_names_the_publisher_and_a_counter_may_carry_the_date),
        cmocka_unit_test(a_weekday_in_the_opening_gives_the_year),
        cmocka_unit_test(a_day_deep_in_the_text_is_not_the_articles_date),
        cmocka_unit_test(bylines_dates_and_labels_are_read_into_the_article),
        cmocka_unit_test(
            what_stands_before_and_behind_the_story_is_set_aside_with_its_reason),
        cmocka_unit_test(a_menu_above_the_title_is_navigation),
        cmocka_unit_test(words_of_furniture_are_the_articles_own_where_they_stand_alone),
        cmocka_unit_test(
            a_line_that_tells_of_the_same_things_under_the_title_is_a_caption),
        cmocka_unit_test(one_short_sentence_above_long_paragraphs_is_a_standfirst),
        cmocka_unit_test(paragraphs_are_lines_or_wrapped_as_the_file_has_it),
        cmocka_unit_test(lists_quotes_and_rules_are_known_by_their_marks),
        cmocka_unit_test(a_numbered_line_before_a_paragraph_is_a_head),
        cmocka_unit_test(speech_after_a_dash_is_no_list),
        cmocka_unit_test(what_a_colon_announces_belongs_to_the_text_to_the_end),
        cmocka_unit_test(a_title_is_made_from_the_opening_when_there_is_none),
        cmocka_unit_test(the_language_is_told_from_the_words_or_the_script),
        cmocka_unit_test(nothing_behind_a_text_is_read_for_its_language),
        cmocka_unit_test(a_text_without_words_has_no_blocks_of_body),
        cmocka_unit_test(short_lines_of_letters_and_speeches_are_body),
        cmocka_unit_test(a_line_like_an_adverts_is_stray_only_among_enough_prose),
        cmocka_unit_test(a_recipe_keeps_its_name_its_lines_and_its_numbers),
        cmocka_unit_test(the_head_of_a_mail_is_metadata_and_its_subject_the_title),
        cmocka_unit_test(verses_are_not_joined_and_a_byline_under_a_title_is_none_of_it),
        cmocka_unit_test(a_german_day_is_a_date_and_a_bare_name_is_text),
        cmocka_unit_test(speakers_rows_and_stage_directions_are_no_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
