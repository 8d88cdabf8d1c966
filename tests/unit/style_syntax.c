/* The syntax of stylesheets: what is read, where errors end, and where they are told. */
#include "style_fixture.h"

static void comments_vanish_and_escapes_are_decoded(void **state)
{
    (void)state;
    Sheet s = sheet_of("/* a */ p/**/{ text-/**/indent: 5pt }\n"
                       "\\70 .a\\.b { te\\78t-ind\\65 nt: 2pt }");
    assert_message(&s, 0, "1:16 CSS_SYNTAX"); /* "text-" is a name of its own */
    assert_int_equal(s.d.n, 1);
    assert_int_equal(style_of(&s, "p", "a.b").text_indent, 2 * PT);
    sheet_free(&s);
}

static void an_error_ends_at_the_next_semicolon_or_brace(void **state)
{
    (void)state;
    Sheet s = sheet_of("p {\n"
                       "  colour: red;\n"
                       "  text-indent 1em;\n"
                       "  orphans: {;} 3;\n"
                       "  widows: 3\n"
                       "}\n"
                       "p:hover { widows: 9 }\n"
                       "p { margin-top: 1pt; orphans: 0 }\n");
    assert_message(&s, 0, "2:3 CSS_UNKNOWN");
    assert_message(&s, 1, "3:3 CSS_SYNTAX");
    assert_message(&s, 2, "4:3 CSS_VALUE");
    assert_message(&s, 3, "7:3 CSS_UNKNOWN");
    assert_message(&s, 4, "8:22 CSS_VALUE");
    assert_int_equal(s.d.n, 5);
    const Style p = style_of(&s, "p", "");
    assert_int_equal(p.widows, 3);
    assert_int_equal(p.orphans, 2);
    assert_int_equal(p.margin[SIDE_TOP], PT);
    sheet_free(&s);
}

static void columns_count_characters_and_lines_end_in_any_way(void **state)
{
    (void)state;
    Sheet s = sheet_of("/* \xC3\xA9\xC3\xA9 */ p { x: 1 }\r\np { y: 1 }\rp { z: 1 }");
    assert_message(&s, 0, "1:14 CSS_UNKNOWN");
    assert_message(&s, 1, "2:5 CSS_UNKNOWN");
    assert_message(&s, 2, "3:5 CSS_UNKNOWN");
    sheet_free(&s);
}

static void what_is_not_closed_ends_with_the_file(void **state)
{
    (void)state;
    Sheet s = sheet_of("p { widows: 4; @top-left { x } orphans: 5");
    assert_message(&s, 0, "1:16 CSS_UNKNOWN");
    assert_message(&s, 1, "1:3 CSS_SYNTAX");
    assert_int_equal(style_of(&s, "p", "").widows, 4);
    assert_int_equal(style_of(&s, "p", "").orphans, 5);
    sheet_free(&s);
    s = sheet_of("p { widows: 4 } q { text-indent: (; } p { widows: 5 }");
    assert_int_equal(style_of(&s, "p", "").widows, 4);
    sheet_free(&s);
    s = sheet_of("@media print { p { widows: 4 } /* p { widows: 5 }");
    assert_message(&s, 0, "1:50 CSS_SYNTAX");
    assert_message(&s, 1, "1:50 CSS_SYNTAX");
    assert_int_equal(style_of(&s, "p", "").widows, 4);
    sheet_free(&s);
}

static void an_unknown_at_rule_goes_with_its_block(void **state)
{
    (void)state;
    Sheet s = sheet_of("@layer a; @supports (x) { p { widows: 7 } }\n"
                       "p { widows: 4 }");
    assert_message(&s, 0, "1:1 CSS_UNKNOWN");
    assert_message(&s, 1, "1:11 CSS_UNKNOWN");
    assert_int_equal(s.d.n, 2);
    assert_int_equal(style_of(&s, "p", "").widows, 4);
    sheet_free(&s);
}

static void numbers_are_decimal_fractions(void **state)
{
    (void)state;
    Sheet s = sheet_of("a { text-indent: .5pt } b { text-indent: -1.25e1pt }"
                       "c { text-indent: 25E-2pt } d { text-indent: 72px }"
                       "e { text-indent: 210mm } f { text-indent: 2.54cm }"
                       "g { text-indent: 99999999999999999999999999pt }"
                       "h { text-indent: 0.0000000000000000000000001pt }"
                       "i { text-indent: 1e99999999999pt } j { text-indent: +2in }"
                       "k { font-size: 1000pt; text-indent: 0.000006em }");
    assert_int_equal(s.d.n, 0);
    assert_int_equal(style_of(&s, "a", "").text_indent, PT / 2);
    assert_int_equal(style_of(&s, "b", "").text_indent, -25 * PT / 2);
    assert_int_equal(style_of(&s, "c", "").text_indent, PT / 4);
    assert_int_equal(style_of(&s, "d", "").text_indent, 54 * PT);
    assert_int_equal(style_of(&s, "e", "").text_indent, MM(210));
    assert_int_equal(style_of(&s, "f", "").text_indent, 72 * PT);
    assert_int_equal(style_of(&s, "g", "").text_indent, 14400 * PT);
    assert_int_equal(style_of(&s, "h", "").text_indent, 0);
    assert_int_equal(style_of(&s, "i", "").text_indent, 14400 * PT);
    assert_int_equal(style_of(&s, "j", "").text_indent, 144 * PT);
    assert_int_equal(style_of(&s, "k", "").text_indent, 10); /* 0.00001 em */
    sheet_free(&s);
}

static void media_are_answered(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        int want;
    } cases[] = {
        {"print", 1},
        {"screen", 0},
        {"all", 1},
        {"", 1},
        {"not print", 0},
        {"not screen", 1},
        {"only print", 1},
        {"screen, print", 1},
        {"PRINT AND (MIN-WIDTH: 148mm)", 1},
        {"print and (min-width:150mm)", 0},
        {"(max-width: 15cm) and (min-width: 100mm)", 1},
        {"(width: 148mm)", 1},
        {"not print and (min-width: 150mm)", 1},
        {"speech", 0},
        {"not (color)", 0}, /* unknown: reported and never true */
        {"(color), print", 1},
        {"print and", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buf css = {0};
        buf_printf(&css, "@media %s { p { widows: 9 } }", cases[i].query);
        Sheet s = sheet_on(buf_str(&css), (Paper){0});
        if ((style_of(&s, "p", "").widows == 9) != cases[i].want)
            fail_msg("@media %s", cases[i].query);
        sheet_free(&s);
        buf_free(&css);
    }
}

static void a_width_is_the_papers_and_media_nest(void **state)
{
    (void)state;
    const char *css = "@media print { @media (min-width: 200mm) { p { widows: 9 } }\n"
                      "  @page { size: A4 } p { orphans: 4 } }\n"
                      "@media screen { @media print { p { orphans: 7 } } }";
    Sheet s = sheet_of(css); /* the sheet's own A4 */
    assert_int_equal(s.d.n, 0);
    assert_int_equal(style_of(&s, "p", "").widows, 9);
    assert_int_equal(style_of(&s, "p", "").orphans, 4);
    sheet_free(&s);
    s = sheet_on(str_of(css), (Paper){.width = MM(148)}); /* --paper a5 */
    assert_int_equal(style_of(&s, "p", "").widows, 2);
    sheet_free(&s);
}

/* ---- @import ---- */

static void write_sheet(const char *folder, const char *name, const char *css)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(css, f);
    fclose(f);
}

static Sheet sheet_in(const char *folder, const char *own, const char *css)
{
    char path[256];
    const Paper paper = {0};
    Sheet s = {.s = NULL};
    snprintf(path, sizeof path, "%s/x.css", folder);
    write_sheet(folder, "x.css", css);
    s.s = style_parse(&s.d, str_of(path), str_of(css), str_of(own), &paper);
    return s;
}

static void imports_stand_in_their_place(void **state)
{
    (void)state;
    char a[] = "/tmp/sheaf-css-XXXXXX", own[] = "/tmp/sheaf-css-XXXXXX";
    assert_non_null(mkdtemp(a));
    assert_non_null(mkdtemp(own));
    write_sheet(a, "a.css", "@import url('b.css'); p { widows: 3; orphans: 3 }");
    write_sheet(a, "b.css", "p { widows: 4 } em { widows: 4 }");
    write_sheet(own, "own.css", "h1 { widows: 5 }");
    write_sheet(own, "a.css", "h2 { widows: 5 }"); /* the one beside the sheet wins */
    Sheet s = sheet_in(a, own,
                       "@charset \"UTF-8\"; @import 'a.css' print;\n"
                       "@import \"own.css\"; @import url(b.css) screen;\n"
                       "p { orphans: 6 }");
    assert_int_equal(s.d.n, 0);
    assert_int_equal(style_of(&s, "p", "").widows, 3);
    assert_int_equal(style_of(&s, "p", "").orphans, 6);
    assert_int_equal(style_of(&s, "em", "").widows, 4);
    assert_int_equal(style_of(&s, "h1", "").widows, 5);
    assert_int_equal(style_of(&s, "h2", "").widows, 2);
    Buf epub = {0};
    style_epub(s.s, &epub); /* holds what was imported, for the screen */
    assert_true(str_has(buf_str(&epub), S("h1 {\n  widows: 5;")));
    assert_false(str_has(buf_str(&epub), S("orphans: 3")));
    buf_free(&epub);
    sheet_free(&s);
}

static void imports_that_cannot_be_are_reported(void **state)
{
    (void)state;
    static const struct {
        const char *css, *want;
    } cases[] = {
        {"p {}\n@import 'b.css';", "2:1 CSS_SYNTAX"}, /* behind a rule */
        {"@import 'x.css'; p {}", "1:1 CSS_SYNTAX"},  /* itself */
        {"@import 'y.css'; p {}", "1:1 CSS_SYNTAX"},  /* the one that imports it */
        {"@import 'http://a/b';", "1:1 CSS_SYNTAX"},  /* on no disk */
        {"@import;", "1:1 CSS_SYNTAX"},
        {"@import 'z.css'; p {}", "0:0 CSS_NO_FILE"},
    };
    char folder[] = "/tmp/sheaf-css-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_sheet(folder, "y.css", "@import 'x.css';");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Sheet s = sheet_in(folder, "", cases[i].css);
        assert_int_equal(s.d.n, 1);
        assert_message(&s, 0, cases[i].want);
        sheet_free(&s);
    }
}

static void bytes_are_made_text(void **state)
{
    (void)state;
    Sheet s = sheet_on(S("\xEF\xBB\xBFp { widows: 3 }"), (Paper){0});
    assert_int_equal(style_of(&s, "p", "").widows, 3);
    assert_int_equal(s.d.n, 0);
    sheet_free(&s);
    s = sheet_on(S("@charset \"iso-8859-1\"; p.\xE9 { widows: 3 }"), (Paper){0});
    assert_int_equal(style_of(&s, "p", "\xC3\xA9").widows, 3);
    sheet_free(&s);
    s = sheet_on(S("p.a\0b { widows: 3 }"), (Paper){0});
    assert_int_equal(style_of(&s, "p",
                              "a\xEF\xBF\xBD"
                              "b")
                         .widows,
                     3);
    sheet_free(&s);
    s = sheet_on((Str){0}, (Paper){0});
    assert_int_equal(style_of(&s, "p", "").widows, 2);
    sheet_free(&s);
}

/* 3 MB each, in linear time, with a bounded number of messages. */
static void hostile_sheets_end(void **state)
{
    (void)state;
    static const char *const units[] = {
        "(",  "{",  "}",         "@media{", "p{x:y}", "\\",     "\"\n",
        "/*", "a>", "p{margin:", "url(",    "<!--",   "@page{", ":not(",
        ",",  "a,", "0",         "-",       "p{;;}"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        Buf css = {0};
        while (css.n < 3000000)
            buf_put(&css, str_of(units[i]));
        Sheet s = sheet_on(buf_str(&css), (Paper){0});
        assert_true(s.d.n <= 101);
        style_of(&s, "p", "");
        sheet_free(&s);
        buf_free(&css);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_vanish_and_escapes_are_decoded),
        cmocka_unit_test(an_error_ends_at_the_next_semicolon_or_brace),
        cmocka_unit_test(columns_count_characters_and_lines_end_in_any_way),
        cmocka_unit_test(what_is_not_closed_ends_with_the_file),
        cmocka_unit_test(an_unknown_at_rule_goes_with_its_block),
        cmocka_unit_test(numbers_are_decimal_fractions),
        cmocka_unit_test(media_are_answered),
        cmocka_unit_test(a_width_is_the_papers_and_media_nest),
        cmocka_unit_test(imports_stand_in_their_place),
        cmocka_unit_test(imports_that_cannot_be_are_reported),
        cmocka_unit_test(bytes_are_made_text),
        cmocka_unit_test(hostile_sheets_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
