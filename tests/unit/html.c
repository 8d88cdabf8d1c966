/* The reader of web pages: what is the article, what is furniture, and who says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "handmade.h"
#include "read/read.h"

/* ---- pages ---- */

#define PROSE                                                                            \
    "The ferry left the harbour before dawn, and nobody on the quay had seen the "       \
    "crates "
#define STORY                                                                            \
    "<p>" PROSE "that were on board.</p><p>" PROSE "go down into the hold, either.</p>"  \
    "<p>" PROSE "come back, which was the whole of the trouble.</p>"

typedef struct Read {
    Diag d;
    ArticleList l;
    Plan plan;
    Article *a;
    Buf dump;
} Read;

static Read read_page(const char *html)
{
    Read r = {.l = {0}};
    r.a = handmade_add(&r.l, read_bytes(&r.d, S("page.html"), str_of(html)));
    doc_check(r.a->root);
    node_dump(&r.dump, r.a->root);
    collect(&r.d, &r.l, &(CollectOptions){0}, &r.plan);
    assert_true(ledger_tiles(r.a));
    return r;
}

static void read_end(Read *r)
{
    plan_free(&r->plan);
    articles_free(&r->l);
    diag_free(&r->d);
    buf_free(&r->dump);
    uni_release();
}

/* The fate of the words in a page; FATE_COUNT: no leaf holds them. */
static FateKind fate_of(const Read *r, const char *words, const char **rule)
{
    for (size_t i = 0; i < r->a->nfates; i++) {
        const Fate *f = &r->a->fates[i];
        if (f->block && str_has(str_sub(r->a->src.text, f->from, f->to), str_of(words))) {
            *rule = f->rule;
            return f->kind;
        }
    }
    return FATE_COUNT;
}

static void assert_fate(const Read *r, const char *words, FateKind kind, const char *rule)
{
    const char *found = NULL;
    assert_int_equal(fate_of(r, words, &found), kind);
    if (rule)
        assert_string_equal(found ? found : "", rule);
}

static void assert_dump(const Read *r, const char *lines)
{
    if (!str_has(buf_str(&r->dump), str_of(lines)))
        fail_msg("not in the tree:\n%s\nwhich is:\n" STR_FMT, lines,
                 STR_ARG(buf_str(&r->dump)));
}

static void assert_str(Str s, const char *z)
{
    if (!str_eq(s, str_of(z)))
        fail_msg("'" STR_FMT "' is not '%s'", STR_ARG(s), z);
}

/* ---- the article and its furniture ---- */

static void furniture_around_the_story_is_set_aside_by_name(void **state)
{
    (void)state;
    Read r = read_page("<body><nav><a href=/>Home</a></nav><div class=sidebar><p>Buy now."
                       "</p></div><article><h1>The Ferry</h1>" STORY
                       "<div class='related-posts'><h3>Read these</h3></div></article>"
                       "<section id=comments><p>First comment.</p></section>"
                       "<footer>Imprint</footer></body>");
    assert_fate(&r, "Home", FATE_BOILERPLATE, "navigation");
    assert_fate(&r, "Buy now", FATE_BOILERPLATE, "aside");
    assert_fate(&r, "Read these", FATE_BOILERPLATE, "related");
    assert_fate(&r, "First comment", FATE_BOILERPLATE, "comments");
    assert_fate(&r, "Imprint", FATE_BOILERPLATE, "footer");
    assert_fate(&r, "that were on board", FATE_BODY, NULL);
    assert_fate(&r, "whole of the trouble", FATE_BODY, NULL);
    read_end(&r);
}

static void a_name_that_most_prose_has_is_not_believed(void **state)
{
    (void)state;
    Read r = read_page("<div class=sidebar>" STORY "</div><p>Short.</p>");
    assert_fate(&r, "that were on board", FATE_BODY, NULL);
    read_end(&r);
}

static size_t count_messages(const Read *r, DiagId id)
{
    size_t n = 0;
    for (size_t i = 0; i < r->d.n; i++)
        n += r->d.messages[i].id == id;
    return n;
}

static void an_unsure_page_keeps_more_and_says_so(void **state)
{
    (void)state;
    Read r = read_page("<body><article>" STORY "</article><nav>Home</nav></body>");
    assert_int_equal(count_messages(&r, D_HTML_UNSURE), 0);
    read_end(&r);
    r = read_page("<body><nav><p>Only this.</p></nav></body>");
    assert_int_equal(count_messages(&r, D_HTML_UNSURE), 1);
    assert_fate(&r, "Only this", FATE_BODY, NULL);
    read_end(&r);
}

static void what_a_page_says_it_lacks_is_no_name(void **state)
{
    (void)state;
    Read r = read_page("<div class='no-sidebar has-comments'>" STORY "</div>"
                       "<div><p>" PROSE "at all.</p></div>");
    assert_fate(&r, "that were on board", FATE_BODY, NULL);
    read_end(&r);
}

static void links_between_paragraphs_are_set_aside_and_those_in_them_stay(void **state)
{
    (void)state;
    Read r = read_page("<article>" STORY "<p><a href=/x>Another story</a></p><p>" PROSE
                       "<a href='https://example.org/'>sink</a>.</p></article>");
    assert_fate(&r, "Another story", FATE_BOILERPLATE, "link");
    assert_fate(&r, "sink", FATE_BODY, NULL);
    assert_dump(&r, "link -> https://example.org/");
    read_end(&r);
}

static void a_list_of_links_is_set_aside_and_a_list_of_words_stays(void **state)
{
    (void)state;
    Read r = read_page("<article>" STORY "<ul><li>rope<li>tar</ul><ul><li><a href=/a>One"
                       "</a><li><a href=/b>Two</a></ul></article>");
    assert_fate(&r, "rope", FATE_BODY, NULL);
    assert_fate(&r, "Two", FATE_BOILERPLATE, "link-list");
    read_end(&r);
}

static void what_stands_twice_is_kept_once(void **state)
{
    (void)state;
    Read r = read_page("<main><div>" STORY "</div><div>" STORY "</div></main>");
    size_t kept = 0, repeated = 0;
    for (size_t i = 0; i < r.a->nfates; i++) {
        kept += r.a->fates[i].kind == FATE_BODY;
        repeated += r.a->fates[i].kind == FATE_BOILERPLATE;
    }
    assert_int_equal(kept, 3);
    assert_int_equal(repeated, 3);
    read_end(&r);
}

static void a_page_of_furniture_alone_is_kept(void **state)
{
    (void)state;
    Read r = read_page("<nav><a href=/>Home</a></nav>");
    assert_fate(&r, "Home", FATE_BODY, NULL);
    read_end(&r);
}

static void hidden_text_is_boilerplate_not_lost(void **state)
{
    (void)state;
    Read r = read_page("<body>" STORY "<p style='display:none'>Secret.</p>"
                       "<template><p>Later.</p></template></body>");
    assert_fate(&r, "Secret", FATE_BOILERPLATE, "hidden");
    assert_fate(&r, "Later", FATE_BOILERPLATE, "hidden");
    read_end(&r);
}

static void what_a_component_holds_is_shown(void **state)
{
    (void)state;
    Read r = read_page("<body><nav><a href=/>Home</a></nav><x-page><template "
                       "shadowrootmode=open><style>p{}</style><article><h1>T</h1>" STORY
                       "<x-text><template shadowroot=open><p>In it.</p>"
                       "</template></x-text></article><template><p>Later.</p></template>"
                       "</template></x-page></body>");
    assert_fate(&r, "Home", FATE_BOILERPLATE, "navigation");
    assert_fate(&r, "that were on board", FATE_BODY, NULL);
    assert_fate(&r, "In it", FATE_BODY, NULL);
    assert_fate(&r, "Later", FATE_BOILERPLATE, "hidden");
    read_end(&r);
}

/* ---- the tree ---- */

static void structure_survives(void **state)
{
    (void)state;
    Read r = read_page("<article><h1>T</h1>" STORY
                       "<h2>Parts</h2><ol start=3><li>one<ul><li>in it</ul>"
                       "</ol><blockquote><p>Said.</p></blockquote><pre>a\n  b</pre>"
                       "<table><tr><th>k<th>v<tr><td>1<td></table>"
                       "<p>H<sub>2</sub>O, <em>so</em> <b>be</b> <span "
                       "lang=fr>mot</span></p></article>");
    assert_dump(&r, "heading 2\n");
    assert_dump(&r, "  list 1\n    item\n      para\n        text \"one\"\n      list\n"
                    "        item\n          para\n            text \"in it\"\n");
    assert_dump(&r, "  quote\n    para\n");
    assert_dump(&r, "  code-block\n    text \"a\\n  b\"\n");
    assert_dump(&r, "    row\n      cell.head\n");
    assert_dump(&r, "        para\n          text \"1\"\n      cell\n");
    assert_dump(&r, "    sub\n");
    assert_dump(&r, "    emph\n");
    assert_dump(&r, "    strong\n");
    assert_dump(&r, "    span lang=fr\n");
    read_end(&r);
}

static void a_table_of_layout_is_no_table(void **state)
{
    (void)state;
    Read r = read_page("<table role=presentation><tr><td>" STORY "<td>x<tr><td>y<td>z"
                       "</table>");
    assert_false(str_has(buf_str(&r.dump), S("table")));
    assert_fate(&r, "that were on board", FATE_BODY, NULL);
    read_end(&r);
}

static void a_figure_keeps_its_caption_or_else_its_alternative(void **state)
{
    (void)state;
    Read r = read_page("<article>" STORY "<figure><img alt='a crane over the quay' src=a>"
                       "<figcaption>The crane.</figcaption></figure><figure><img src=b "
                       "alt='a rope of three strands, coiled'></figure></article>");
    assert_dump(&r, "  figure\n    para\n      image 1 -> a \"a crane over the quay\"\n"
                    "    caption\n      text \"The crane.\"\n");
    assert_dump(&r, "image -> b \"a rope of three strands, coiled\"");
    assert_fate(&r, "a rope of three strands, coiled", FATE_BODY, NULL);
    read_end(&r);
}

static void entities_are_decoded_once_and_ranges_hold(void **state)
{
    (void)state;
    Read r = read_page("<article>" STORY "<p>Tom &amp;amp; J&eacute;r&#244;me</p>");
    assert_dump(&r, "text \"Tom &amp; J\u00E9r\u00F4me\"");
    assert_fate(&r, "Tom &amp;amp; J&eacute;r&#244;me", FATE_BODY, NULL);
    read_end(&r);
}

static void ranges_hold_behind_what_was_left_out(void **state)
{
    (void)state;
    Read r =
        read_page("<script>if (a < b) x('</p>');</script><style>p{}</style><!-- <p> -->"
                  "<svg><text>no</text></svg><article data-x='<p>'>" STORY);
    for (Walk w = walk(r.a->root); walk_next(&w);)
        if (w.enter && w.node->kind == N_TEXT)
            assert_true(
                str_eq(w.node->text, str_sub(r.a->src.text, w.node->from, w.node->to)));
    assert_fate(&r, "that were on board", FATE_BODY, NULL);
    assert_int_equal(r.a->nwords, 3 * 16 + 4 + 6 + 9);
    read_end(&r);
}

/* ---- what the page says of itself ---- */

static void the_title_is_the_head_that_agrees_without_the_site(void **state)
{
    (void)state;
    Read r =
        read_page("<title>The Ferry of Dawn | Harbour News</title><meta property="
                  "og:site_name content='Harbour News'><h1>Harbour News</h1><article>"
                  "<h1>The Ferry of Dawn</h1>" STORY "</article>");
    assert_str(r.a->title, "The Ferry of Dawn");
    assert_str(r.a->publisher, "Harbour News");
    assert_dump(&r, "heading 1 title\n    text \"The Ferry of Dawn\"");
    read_end(&r);
}

static void linked_data_states_author_and_date(void **state)
{
    (void)state;
    Read r =
        read_page("<script type='application/ld+json'>{\"@graph\":[{\"@type\":"
                  "\"WebSite\",\"name\":\"News\"},{\"author\":[{\"@type\":\"Person\","
                  "\"name\":\"Ida R\\u00f8d\"},{\"name\":\"Tom &amp; Co\"}],"
                  "\"headline\":\"The Ferry\",\"datePublished\":\"2024-03-09T05:00Z\","
                  "\"@type\":\"NewsArticle\",}]}</script><h1>The Ferry</h1>" STORY);
    assert_str(r.a->byline, "Ida R\u00F8d, Tom & Co");
    assert_str(r.a->publisher, "News");
    assert_int_equal(r.a->date.year, 2024);
    assert_int_equal(r.a->date.day, 9);
    assert_int_equal(r.a->date_confidence, DATE_STATED);
    assert_str(r.a->date_basis, "2024-03-09");
    read_end(&r);
}

static void a_comment_in_linked_data_is_not_the_article(void **state)
{
    (void)state;
    Read r = read_page(
        "<script type='application/ld+json'>{\"@type\":\"Comment\",\"author\""
        ":{\"name\":\"Troll\"},\"datePublished\":\"2020-01-01\"}</script>" STORY);
    assert_int_equal(r.a->byline.n, 0);
    assert_int_equal(r.a->date.year, 0);
    read_end(&r);
}

static void lines_below_the_title_say_who_and_when(void **state)
{
    (void)state;
    Read r = read_page("<article><h1>The Ferry</h1><p class=meta-line>By Ida Berg</p>"
                       "<p>Published 9 March 2024</p>" STORY "</article>");
    assert_str(r.a->byline, "Ida Berg");
    assert_int_equal(r.a->date.month, 3);
    assert_fate(&r, "By Ida Berg", FATE_METADATA, "byline");
    assert_fate(&r, "9 March 2024", FATE_METADATA, "date");
    read_end(&r);
}

static void the_day_that_is_shown_corrects_the_clock_of_greenwich(void **state)
{
    (void)state;
    Read r =
        read_page("<meta property=article:published_time content='2024-03-10T03:00Z'>"
                  "<h1>The Ferry</h1><p>March 9, 2024</p>" STORY);
    assert_int_equal(r.a->date.day, 9);
    read_end(&r);
}

static void language_and_address_are_declared(void **state)
{
    (void)state;
    Read r =
        read_page("<html lang=en-GB><link rel=canonical href=https://a.example/b>" STORY);
    assert_str(r.a->lang, "en-GB");
    assert_str(r.a->url, "https://a.example/b");
    read_end(&r);
}

/* ---- hostile pages ---- */

static void what_is_never_closed_is_told_and_read_on(void **state)
{
    (void)state;
    static const char *const opens[] = {"<!-- ", "<title>", "<a href=\"x ", "<textarea>"};
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        char html[512];
        snprintf(html, sizeof html, "<p>%sbefore it.</p>%s><p>%safter it.</p>", PROSE,
                 opens[i], PROSE);
        Read r = read_page(html);
        assert_int_equal(r.d.messages[0].id, D_HTML_UNCLOSED);
        assert_fate(&r, "before it", FATE_BODY, NULL);
        assert_fate(&r, "after it", FATE_BODY, NULL);
        read_end(&r);
    }
}

static void assert_repeated(const char *piece, size_t times, const char *end)
{
    Buf html = {0};
    for (size_t i = 0; i < times; i++)
        buf_put(&html, str_of(piece));
    buf_put(&html, str_of(end));
    buf_byte(&html, '\0');
    Read r = read_page(html.p);
    assert_fate(&r, "KEEP", FATE_BODY, NULL);
    read_end(&r);
    buf_free(&html);
}

static void depth_costs_neither_text_nor_time(void **state)
{
    (void)state;
    assert_repeated("<div>", 30000, "KEEP");
    assert_repeated("<b>", 20000, "KEEP");
    assert_repeated("<ul><li>", 5000, "KEEP");
    assert_repeated("<blockquote>", 5000, "KEEP");
    assert_repeated("<table><tr><td>", 3000, "KEEP");
    assert_repeated("<a><div>", 5000, "KEEP");
}

static void formatting_is_not_multiplied(void **state)
{
    (void)state;
    Buf html = {0};
    buf_put(&html, S("<p>"));
    for (int i = 0; i < 3000; i++)
        buf_printf(&html, "<b id=n%d>", i);
    for (int i = 0; i < 3000; i++)
        buf_put(&html, S("<p>x"));
    buf_byte(&html, '\0');
    Read r = read_page(html.p);
    assert_int_equal(r.d.n, 1); /* the title that was made */
    read_end(&r);
    buf_free(&html);
}

static void what_saved_the_page_says_when_and_where_from(void **state)
{
    static const struct {
        const char *head, *tail, *url, *saved;
    } pages[] = {
        {"<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: "
         "https://example.org/a \n saved date: Thu Mar 10 2022 19:12:36 GMT-0800 (PST)\n"
         "--><body>",
         "", "https://example.org/a", "2022-03-10"},
        {"<!-- saved from url=(0021)https://example.org/b -->\n<html><body>", "",
         "https://example.org/b", ""},
        {"<meta name=savepage-url content='https://example.org/c'><meta "
         "name=savepage-date content='Tue Jul 09 2024 18:34:11 GMT-0500 (CDT)'>",
         "", "https://example.org/c", "2024-07-09"},
        {"<body>",
         "</body><!--\n FILE ARCHIVED ON 04:12:33 Mar 10, 2021 AND RETRIEVED FROM THE\n"
         " INTERNET ARCHIVE ON 10:00:00 May 01, 2025.\n-->",
         "", "2021-03-10"},
        {"<body><p>url: https://example.org/d saved date: 4 May 2024</p>", "", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        Arena *a = arena_new();
        Read r = read_page(
            arena_printf(a, "%s" STORY "%s%c", pages[i].head, pages[i].tail, 0).p);
        assert_str(r.a->url, pages[i].url);
        assert_str(date_iso(a, r.a->src.saved), pages[i].saved);
        assert_true(date_cmp(r.a->date, r.a->src.saved) != 0 ||
                    r.a->src.saved.year == 0); /* it is not when it was published */
        read_end(&r);
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(furniture_around_the_story_is_set_aside_by_name),
        cmocka_unit_test(a_name_that_most_prose_has_is_not_believed),
        cmocka_unit_test(an_unsure_page_keeps_more_and_says_so),
        cmocka_unit_test(what_a_page_says_it_lacks_is_no_name),
        cmocka_unit_test(links_between_paragraphs_are_set_aside_and_those_in_them_stay),
        cmocka_unit_test(a_list_of_links_is_set_aside_and_a_list_of_words_stays),
        cmocka_unit_test(what_stands_twice_is_kept_once),
        cmocka_unit_test(a_page_of_furniture_alone_is_kept),
        cmocka_unit_test(hidden_text_is_boilerplate_not_lost),
        cmocka_unit_test(what_a_component_holds_is_shown),
        cmocka_unit_test(structure_survives),
        cmocka_unit_test(a_table_of_layout_is_no_table),
        cmocka_unit_test(a_figure_keeps_its_caption_or_else_its_alternative),
        cmocka_unit_test(entities_are_decoded_once_and_ranges_hold),
        cmocka_unit_test(ranges_hold_behind_what_was_left_out),
        cmocka_unit_test(the_title_is_the_head_that_agrees_without_the_site),
        cmocka_unit_test(linked_data_states_author_and_date),
        cmocka_unit_test(a_comment_in_linked_data_is_not_the_article),
        cmocka_unit_test(lines_below_the_title_say_who_and_when),
        cmocka_unit_test(the_day_that_is_shown_corrects_the_clock_of_greenwich),
        cmocka_unit_test(language_and_address_are_declared),
        cmocka_unit_test(what_is_never_closed_is_told_and_read_on),
        cmocka_unit_test(depth_costs_neither_text_nor_time),
        cmocka_unit_test(formatting_is_not_multiplied),
        cmocka_unit_test(what_saved_the_page_says_when_and_where_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
