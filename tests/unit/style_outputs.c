/* What the two outputs get: pages and faces for print, a stylesheet for e-readers. */
#include "style_fixture.h"

#include "base/file.h"

static PageStyle page_of(const Sheet *s, const char *name, bool verso, bool first)
{
    PageStyle p;
    style_page(s->s, &(PageAt){.name = str_of(name), .verso = verso, .first = first}, &p);
    return p;
}

static void pages_follow_their_rules(void **state)
{
    (void)state;
    Sheet s = sheet_of(
        "html { font: 10pt/14pt A, serif }"
        "@page { size: letter landscape; margin: 1in 10% 10% 2em;"
        "  @top-left { content: 'p. ' counter(page); font-style: italic }"
        "  @bottom-center { content: string(book-title) } }"
        "@page :left { margin-left: 30mm; @top-left { content: string(chapter-title) } }"
        "@page chapter:first { margin-top: 2in; @top-left { content: none } }"
        "@page chapter { margin-top: 3in } @page :blank { margin-top: 4in }");
    assert_int_equal(s.d.n, 0);
    PageStyle p = page_of(&s, "", false, false);
    assert_int_equal(p.width, 792 * PT);
    assert_int_equal(p.height, 612 * PT);
    assert_int_equal(p.margin[SIDE_TOP], 72 * PT);
    assert_int_equal(p.margin[SIDE_RIGHT], (792 * PT + 5) / 10);
    assert_int_equal(p.margin[SIDE_BOTTOM], (612 * PT + 5) / 10);
    assert_int_equal(p.margin[SIDE_LEFT], 20 * PT);
    const MarginBox *box = &p.boxes[BOX_TOP_LEFT];
    assert_int_equal(box->n, 2);
    assert_str(box->content[0].text, "p. ");
    assert_int_equal(box->content[1].kind, CONTENT_PAGE);
    assert_true(box->style.italic);
    assert_int_equal(box->style.font_size, 10 * PT);
    assert_int_equal(box->style.align, ALIGN_LEFT);
    assert_int_equal(p.boxes[BOX_BOTTOM_CENTER].style.align, ALIGN_CENTER);
    assert_str(p.boxes[BOX_BOTTOM_CENTER].content[0].text, "book-title");
    assert_int_equal(p.boxes[BOX_TOP_RIGHT].n, 0);
    p = page_of(&s, "", true, false);
    assert_int_equal(p.margin[SIDE_LEFT], MM(30));
    assert_str(p.boxes[BOX_TOP_LEFT].content[0].text, "chapter-title");
    p = page_of(&s, "chapter", true, true);
    assert_int_equal(p.margin[SIDE_TOP], 144 * PT);
    assert_int_equal(p.boxes[BOX_TOP_LEFT].n, 0);
    assert_int_equal(page_of(&s, "chapter", true, false).margin[SIDE_TOP], 216 * PT);
    assert_int_equal(page_of(&s, "other", true, true).margin[SIDE_TOP], 72 * PT);
    style_page(s.s, &(PageAt){.verso = true, .blank = true}, &p);
    assert_int_equal(p.margin[SIDE_TOP], 288 * PT);
    sheet_free(&s);
}

static void bound_on_the_right_rectos_are_left_pages(void **state)
{
    (void)state;
    const char *css = "@page { size: A5; margin: 20mm 30mm 20mm 10mm }"
                      "@page :left { margin: 20mm 10mm 20mm 30mm }"
                      "@page :recto { @top-center { content: 'recto' } }"
                      "@page :left:recto { margin-top: 25mm }"
                      "@page :right:recto { margin-top: 35mm }"
                      "@page :verso { @top-center { content: 'verso' } }";
    Sheet s = sheet_on(str_of(css), (Paper){.binding = MM(5)});
    PageStyle p;
    style_page(s.s, &(PageAt){.rtl = true}, &p);
    assert_str(p.boxes[BOX_TOP_CENTER].content[0].text, "recto");
    assert_int_equal(p.margin[SIDE_TOP], MM(25));
    assert_int_equal(p.margin[SIDE_LEFT], MM(30));
    assert_int_equal(p.margin[SIDE_RIGHT], MM(10) + MM(5));
    style_page(s.s, &(PageAt){.rtl = true, .verso = true}, &p);
    assert_str(p.boxes[BOX_TOP_CENTER].content[0].text, "verso");
    assert_int_equal(p.margin[SIDE_TOP], MM(20));
    assert_int_equal(p.margin[SIDE_LEFT], MM(10) + MM(5));
    p = page_of(&s, "", false, false);
    assert_int_equal(p.margin[SIDE_TOP], MM(35));
    sheet_free(&s);
    s = sheet_on(str_of(css), (Paper){.one_sided = true});
    style_page(s.s, &(PageAt){.rtl = true, .verso = true}, &p);
    assert_int_equal(p.margin[SIDE_LEFT], MM(30));
    sheet_free(&s);
}

static void the_paper_that_is_asked_for_wins(void **state)
{
    (void)state;
    const char *css = "@page { size: A5; margin: 20mm 30mm 20mm 10mm }"
                      "@page :left { margin-left: 30mm; margin-right: 10mm;"
                      "  @top-left { content: 'left' } }";
    Sheet s = sheet_on(str_of(css), (Paper){MM(210), MM(297), MM(8), false});
    PageStyle p = page_of(&s, "", false, false);
    assert_int_equal(p.width, MM(210));
    assert_int_equal(p.height, MM(297));
    assert_int_equal(p.margin[SIDE_LEFT], MM(10) + MM(8)); /* bound on the left, */
    assert_int_equal(p.margin[SIDE_RIGHT], MM(30));
    p = page_of(&s, "", true, false);
    assert_int_equal(p.margin[SIDE_LEFT], MM(30));
    assert_int_equal(p.margin[SIDE_RIGHT], MM(10) + MM(8)); /* and on the right */
    assert_int_equal(p.boxes[BOX_TOP_LEFT].n, 1);
    sheet_free(&s);
    s = sheet_on(str_of(css), (Paper){.binding = MM(8), .one_sided = true});
    p = page_of(&s, "", true, false); /* no page is a left one */
    assert_int_equal(p.margin[SIDE_LEFT], MM(10) + MM(8));
    assert_int_equal(p.boxes[BOX_TOP_LEFT].n, 0);
    sheet_free(&s);
}

static void a_page_always_has_room_for_text(void **state)
{
    (void)state;
    Sheet s = sheet_of("@page { size: 1pt 20000pt; margin: 2800mm -50mm }");
    const PageStyle p = page_of(&s, "", false, false);
    assert_int_equal(p.width, 72 * PT);
    assert_int_equal(p.height, 14400 * PT);
    assert_int_equal(p.margin[SIDE_LEFT], 0);
    assert_true(p.margin[SIDE_TOP] + p.margin[SIDE_BOTTOM] <= p.height - 36 * PT);
    sheet_free(&s);
}

static void what_is_wrong_on_pages_is_reported(void **state)
{
    (void)state;
    Sheet s = sheet_of("@page { @left-top { content: 'x' }\n"
                       "@top-left { content: counter(chapter) }\n"
                       "@top-left { content: string(author) }\n"
                       "content: 'x'; size: huge;\n"
                       "@top-left; margin: 5pt }\n"
                       "@page :even { margin: 9pt } @page a b { margin: 9pt }");
    assert_message(&s, 0, "1:9 CSS_UNKNOWN");
    assert_message(&s, 1, "2:13 CSS_VALUE");
    assert_message(&s, 2, "3:13 CSS_VALUE");
    assert_message(&s, 3, "4:1 CSS_UNKNOWN");
    assert_message(&s, 4, "4:15 CSS_VALUE");
    assert_message(&s, 5, "5:1 CSS_SYNTAX");
    assert_message(&s, 6, "6:8 CSS_UNKNOWN");
    assert_message(&s, 7, "6:37 CSS_SYNTAX");
    assert_int_equal(page_of(&s, "", false, false).margin[SIDE_TOP], 5 * PT);
    sheet_free(&s);
}

static void faces_lie_beside_the_sheet(void **state)
{
    (void)state;
    Sheet s = sheet_of(
        "@font-face { font-family: A B; src: local(x), url('../f/a.ttf') format('t'),"
        " url(b.ttf) }"
        "@font-face { font-family: 'C'; font-weight: bold; font-style: italic;"
        " src: url( /x/c.ttf ) }"
        "@media screen { @font-face { font-family: D; src: url(d.ttf) } }"
        "@font-face { font-family: E; src: url(http://x/e.ttf) }"
        "@font-face { font-family: F; unicode-range: U+26; src: url(file:///f.ttf) }");
    size_t n;
    const FontFace *f = style_faces(s.s, &n);
    assert_int_equal(n, 3);
    assert_str(f[0].family, "A B");
    assert_str(f[0].path, "styles/../f/a.ttf");
    assert_true(f[0].weight == 400 && !f[0].italic);
    assert_str(f[1].path, "/x/c.ttf");
    assert_true(f[1].weight == 700 && f[1].italic);
    assert_str(f[2].path, "/f.ttf");
    assert_int_equal(s.d.n, 3); /* http, then no src; unicode-range */
    sheet_free(&s);
}

/* ---- EPUB ---- */

static void assert_epub(const char *css, const char *want)
{
    Sheet s = sheet_of(css);
    Buf b = {0};
    style_epub(s.s, &b);
    buf_byte(&b, '\0');
    assert_string_equal(b.p, want);
    sheet_free(&s);
    buf_free(&b);
}

static void e_readers_get_what_is_not_print(void **state)
{
    (void)state;
    assert_epub("@font-face { font-family: A; src: url(a) } @page { margin: 0 }"
                "@media print { p { widows: 9 } } p { widows: 3; page: x }"
                "@media screen { q { orphans: 3 } }"
                "@media (min-width: 1mm) { q { orphans: 4 } }"
                "#i, .a > p:first-child { widows: 4 } #i, .a + p.b { widows: 5 }",
                "@charset \"UTF-8\";\n\n"
                "p {\n  widows: 3;\n}\n\n"
                "q {\n  orphans: 3;\n}\n\n"
                ".a + p.b {\n  widows: 5;\n}\n");
    assert_epub("", "@charset \"UTF-8\";\n");
}

static void e_readers_keep_their_own_face_size_and_colours(void **state)
{
    (void)state;
    assert_epub("html { font: 12pt/15pt Vollkorn, serif } * { font-size: 2em }"
                "body, p { font-family: A; line-height: 1.5; font-size: 9pt;"
                "  color: black; widows: 2 }"
                "h1 { font-size: 18pt; line-height: 22pt; margin-top: 1rlh }"
                "h2 { font-size: 120%; padding: 1rem 0 }",
                "@charset \"UTF-8\";\n\n"
                "html {\n  font-style: normal;\n  font-weight: normal;\n"
                "  font-variant-caps: normal;\n  font-variant-numeric: normal;\n"
                "  font-variant-ligatures: normal;\n}\n\n"
                "body {\n  widows: 2;\n}\n\n"
                "p {\n  widows: 2;\n  font-family: A;\n  font-size: 0.75em;\n"
                "  line-height: 1.5;\n}\n\n"
                "h1 {\n  margin-top: 1.25em;\n  font-size: 1.5em;\n}\n\n"
                "h2 {\n  padding: 1em 0;\n  font-size: 1.2em;\n}\n");
}

static void old_engines_get_the_old_names_too(void **state)
{
    (void)state;
    assert_epub("h1 { break-after: avoid; hyphens: none; break-before: recto }"
                "p { hyphens: manual; -epub-hyphens: none }"
                ".a { font-variant-caps: all-small-caps }"
                "i { text-align: right; text-align-last: start } u { text-align: center }"
                "b { widows: 3 !important; widows: 4; border: 1pt solid black }",
                "@charset \"UTF-8\";\n\n"
                "h1 {\n  page-break-before: always;\n  break-before: page;\n"
                "  page-break-after: avoid;\n  break-after: avoid;\n"
                "  -webkit-hyphens: none;\n  -epub-hyphens: none;\n"
                "  adobe-hyphenate: none;\n  hyphens: none;\n}\n\n"
                "p {\n  -webkit-hyphens: manual;\n  adobe-hyphenate: explicit;\n"
                "  hyphens: manual;\n  -epub-hyphens: none;\n}\n\n"
                ".a {\n  font-variant: small-caps;\n"
                "  font-variant-caps: all-small-caps;\n}\n\n"
                "i {\n  text-align: right;\n  text-align: end;\n"
                "  text-align-last: left;\n  text-align-last: start;\n}\n\n"
                "u {\n  text-align: center;\n}\n\n"
                "b {\n  widows: 3;\n  border-top: 1pt solid;\n"
                "  border-right: 1pt solid;\n  border-bottom: 1pt solid;\n"
                "  border-left: 1pt solid;\n}\n");
}

static void names_are_escaped_again(void **state)
{
    (void)state;
    assert_epub(".a\\{b, .\\31 x { widows: 3 } .\xC3\xA9 { widows: 3 }",
                "@charset \"UTF-8\";\n\n"
                ".a\\7b b,\n.\\31 x {\n  widows: 3;\n}\n\n"
                ".\xC3\xA9 {\n  widows: 3;\n}\n");
}

/* ---- the sheets that come with it ---- */

static Sheet own_sheet(Arena *a, const char *path, Paper paper)
{
    Sheet s = {.s = NULL};
    Str css;
    if (!file_read(&s.d, a, str_of(path), STYLESHEET_MOST, D_CSS_NO_FILE, &css))
        skip();
    s.s = style_parse(&s.d, str_of(path), css, (Str){0}, &paper);
    assert_int_equal(s.d.n, 0);
    return s;
}

static void every_style_is_on_a_grid_on_every_paper(void **state)
{
    (void)state;
    static const Paper a5 = {MM(148), MM(210), 0, false},
                       a4 = {MM(210), MM(297), 0, false},
                       letter = {612 * PT, 792 * PT, 0, false};
    static const struct {
        const char *path;
        const Paper *paper;
        Len leading, lines;
    } looks[] = {
        {"styles/book.css", &a5, 14 * PT, 34},
        {"styles/book.css", &a4, 15 * PT, 44},
        {"styles/book.css", &letter, 15 * PT, 40},
        {"styles/handout.css", &a4, 14 * PT, 51},
        {"styles/handout.css", &letter, 14 * PT, 48},
        {"styles/handout.css", &a5, 13 * PT, 39},
        {"styles/large-print.css", &a4, 25 * PT, 27},
        {"styles/large-print.css", &letter, 25 * PT, 25},
        {"styles/large-print.css", &a5, 25 * PT, 19},
    };
    static const char *const names[] = {"h2", "h3", "h4", "p", "blockquote", "pre"};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        Sheet s = own_sheet(a, looks[i].path, *looks[i].paper);
        const Len leading = looks[i].leading;
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            const Style style = style_of(&s, names[n], "");
            assert_int_equal(style.line_height % leading, 0);
            assert_int_equal(
                (style.margin[SIDE_TOP] + style.margin[SIDE_BOTTOM]) % leading, 0);
        }
        const PageStyle p = page_of(&s, "chapter", false, false);
        const Len height = p.height - p.margin[SIDE_TOP] - p.margin[SIDE_BOTTOM];
        assert_int_equal(height / leading, looks[i].lines);
        sheet_free(&s);
    }
    arena_free(a);
}

static void openings_have_no_running_head(void **state)
{
    (void)state;
    static const char *const paths[] = {"styles/book.css", "styles/handout.css",
                                        "styles/large-print.css"};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        Sheet s = own_sheet(a, paths[i], (Paper){0});
        PageStyle p = page_of(&s, "chapter", false, false);
        assert_int_equal(p.boxes[BOX_TOP_RIGHT].n, 1);
        p = page_of(&s, "chapter", false, true);
        assert_int_equal(p.boxes[BOX_TOP_RIGHT].n, 0);
        assert_int_equal(p.boxes[BOX_BOTTOM_RIGHT].n + p.boxes[BOX_BOTTOM_CENTER].n, 1);
        p = page_of(&s, "titlepage", false, false);
        for (int b = 0; b < BOX_COUNT; b++)
            assert_int_equal(p.boxes[b].n, 0);
        sheet_free(&s);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_follow_their_rules),
        cmocka_unit_test(bound_on_the_right_rectos_are_left_pages),
        cmocka_unit_test(the_paper_that_is_asked_for_wins),
        cmocka_unit_test(a_page_always_has_room_for_text),
        cmocka_unit_test(what_is_wrong_on_pages_is_reported),
        cmocka_unit_test(faces_lie_beside_the_sheet),
        cmocka_unit_test(e_readers_get_what_is_not_print),
        cmocka_unit_test(e_readers_keep_their_own_face_size_and_colours),
        cmocka_unit_test(old_engines_get_the_old_names_too),
        cmocka_unit_test(names_are_escaped_again),
        cmocka_unit_test(every_style_is_on_a_grid_on_every_paper),
        cmocka_unit_test(openings_have_no_running_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
