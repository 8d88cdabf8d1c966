/* The reader of web pages: notes, links inside a page, and which pictures are some. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "handmade.h"
#include "read/read.h"

#define PROSE                                                                            \
    "The ferry left the harbour before dawn, and nobody on the quay had seen the "       \
    "crates "
#define STORY                                                                            \
    "<p>" PROSE "that were on board.</p><p>" PROSE "go down into the hold, either.</p>"

/* The tree of a page with that in its article. */
static void check(const char *inside, const char *has, const char *lacks)
{
    Diag d = {0};
    ArticleList l = {0};
    Plan plan;
    Buf page = {0}, dump = {0};
    buf_printf(&page,
               "<link rel=canonical href=https://a.example/b><article>" STORY
               "%s</article>",
               inside);
    Article *a = handmade_add(&l, read_bytes(&d, S("page.html"), buf_str(&page)));
    doc_check(a->root);
    node_dump(&dump, a->root);
    collect(&d, &l, &(CollectOptions){0}, &plan);
    assert_true(ledger_tiles(a));
    if (!str_has(buf_str(&dump), str_of(has)) ||
        (lacks && str_has(buf_str(&dump), str_of(lacks))))
        fail_msg("not, or not without '%s':\n%s\nin\n" STR_FMT, lacks ? lacks : "", has,
                 STR_ARG(buf_str(&dump)));
    plan_free(&plan);
    articles_free(&l);
    diag_free(&d);
    buf_free(&page);
    buf_free(&dump);
    uni_release();
}

static void a_raised_link_to_an_item_calls_a_note(void **state)
{
    (void)state;
    const char *notes = "<p>" PROSE "burn.<sup><a href=#f>1</a></sup></p>"
                        "<ol><li id=f>So they say. <a href=#r>^</a></li></ol>";
    check(notes, "    sup\n      noteref -> #f\n        text \"1\"", "list");
    check(notes, "  note#f\n    para\n      text \"So they say. \"\n", "^");
}

static void a_call_may_hold_what_raises_it(void **state)
{
    (void)state;
    check("<p>" PROSE "burn.<a href='https://a.example/b/#f'><sup>1</sup></a></p>"
          "<aside id=f>So they say, and they say it often.</aside>",
          "    sup\n      noteref -> #f\n        text \"1\"", "aside");
}

static void an_empty_anchor_names_the_paragraph_that_it_begins(void **state)
{
    (void)state;
    check("<p>" PROSE "burn.<a href=#f>[1]</a></p><p><a name=f></a>[1] So they say.</p>",
          "  note#f\n    para\n      text \"[1] So they say.\"", NULL);
}

static void a_short_link_alone_calls_nothing(void **state)
{
    (void)state;
    check("<p>" PROSE "burn, as on page <a href=#p2>2</a>.</p><p id=p2>" PROSE
          "sink.</p>",
          "link -> #p2\n      text \"2\"", "note");
}

static void an_element_that_holds_two_notes_is_none(void **state)
{
    (void)state;
    check("<p>" PROSE "burn.<sup><a href=#f>1</a></sup><sup><a href=#g>2</a></sup></p>"
          "<p><a id=f></a>One.<br><a id=g></a>Two.</p>",
          "One.", "note");
}

static void a_head_over_notes_alone_is_set_aside(void **state)
{
    (void)state;
    check("<p>" PROSE "burn.<sup><a href=#f>1</a></sup></p><h2>Notes</h2>"
          "<p id=f>So they say.</p>",
          "boilerplate (notes-head)\n    text \"Notes\"", NULL);
    check("<p>" PROSE "burn.<sup><a href=#f>1</a></sup></p><h2>Notes</h2>"
          "<p id=f>So they say.</p><p>More of the text.</p>",
          "heading 2\n    text \"Notes\"", NULL);
}

static void a_link_inside_the_page_names_what_it_leads_to(void **state)
{
    (void)state;
    check("<p>See <a href=#x>below</a>, <a href=#y>here</a>.</p><div id=x><h2 id=y>Below"
          "</h2><p>" PROSE "burn.</p></div>",
          "link -> #x\n      text \"below\"\n    text \", \"\n    link -> #x", NULL);
    check(
        "<p>See <a href=#x>below</a>, or <a href=#none>there</a>.</p><h2 id=x>Below</h2>"
        "<p>" PROSE "burn.</p>",
        "heading 2#x", "#none");
}

static void the_best_address_of_a_picture_is_taken(void **state)
{
    (void)state;
    static const char *const pages[][2] = {
        {"<img src=a.jpg data-src=b.jpg>", "-> a.jpg"},
        {"<img src='data:image/gif;base64,R0lG' data-src=b.jpg>", "-> b.jpg"},
        {"<img src=/blank.gif srcset='c-4.jpg 400w, c-16.jpg 1600w, c-40.jpg 4000w'>",
         "-> c-16.jpg"},
        {"<img src=/placeholder.png data-srcset='d.jpg, d2.jpg 2x'>", "-> d2.jpg"},
        {"<picture><source srcset='e.webp 900w'><img src='data:,'></picture>",
         "-> e.webp"},
        {"<img src='data:,'><noscript><img src=f.jpg></noscript>", "-> f.jpg"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        check(pages[i][0], pages[i][1], NULL);
}

static void what_shows_nothing_is_no_picture(void **state)
{
    (void)state;
    check("<img src=p.gif width=1 height=1><img src=i.png width=16 height=16><p>End.</p>",
          "End.", "image");
    check("<img src='data:,'><p>End.</p>", "End.", "image");
}

static void an_emoji_and_a_formula_are_their_alternatives(void **state)
{
    (void)state;
    check("<p>So <img src=e.png alt='\U0001F600'> it is.</p>", "text \"\U0001F600\"",
          "image");
    check("<p>So <img class=latex src=f.png alt='x^2'> it is.</p>", "text \"x^2\"",
          "image");
}

static void a_block_keeps_its_language_and_its_direction(void **state)
{
    (void)state;
    check("<blockquote lang=fr><p>Le bac est parti.</p></blockquote>", "para lang=fr",
          NULL);
    check("<p dir=rtl>\u05E9\u05DC\u05D5\u05DD, and so on.</p>", "para lang=und-Hebr",
          NULL);
    check("<p dir=rtl>No letter of it does.</p>", "No letter", "lang=");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_raised_link_to_an_item_calls_a_note),
        cmocka_unit_test(a_call_may_hold_what_raises_it),
        cmocka_unit_test(an_empty_anchor_names_the_paragraph_that_it_begins),
        cmocka_unit_test(a_short_link_alone_calls_nothing),
        cmocka_unit_test(an_element_that_holds_two_notes_is_none),
        cmocka_unit_test(a_head_over_notes_alone_is_set_aside),
        cmocka_unit_test(a_link_inside_the_page_names_what_it_leads_to),
        cmocka_unit_test(the_best_address_of_a_picture_is_taken),
        cmocka_unit_test(what_shows_nothing_is_no_picture),
        cmocka_unit_test(a_block_keeps_its_language_and_its_direction),
        cmocka_unit_test(an_emoji_and_a_formula_are_their_alternatives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
