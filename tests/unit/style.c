/* Computed styles: which declarations hold, and what they come to. */
#include "style_fixture.h"

#include "style/css.h"

/* ---- selectors ---- */

/* Whether the rule `selector { widows: 9 }` is about e. */
static bool selects(const char *selector, const Element *e)
{
    Buf css = {0};
    buf_printf(&css, "%s { widows: 9 }", selector);
    Sheet s = sheet_on(buf_str(&css), (Paper){0});
    Style parent = {0}, style;
    style_compute(s.s, e, &parent, &style);
    const bool yes = s.d.n == 0 && style.widows == 9;
    sheet_free(&s);
    buf_free(&css);
    return yes;
}

static void selectors_select(void **state)
{
    (void)state;
    /* section.chapter#a > (h1, p.byline, blockquote > p.first.x[lang]) */
    const Element section = {
        .name = "section", .cls = S("chapter"), .id = S("a"), .is_last = true};
    const Element h1 = {.name = "h1", .parent = &section};
    const Element byline = {
        .name = "p", .cls = S("byline"), .parent = &section, .prev = &h1};
    const Element quote = {.name = "blockquote",
                           .parent = &section,
                           .prev = &byline,
                           .lang = S("en-GB"),
                           .is_last = true};
    const Element p = {
        .name = "p", .cls = S("first  x"), .parent = &quote, .is_last = true};
    static const char *const yes[] = {
        "p",
        "*",
        ".first",
        "p.x.first",
        "section p",
        "section#a p",
        "section > blockquote > p",
        "p + blockquote p",
        "h1 + p + blockquote > .x",
        "h1, p",
        "p:first-child:last-child",
        ":lang(en)",
        "p:lang(EN-gb)",
        "html body section p",
        "body > section p",
        "html > body p",
        "* * p",
        "section p, h9",
    };
    static const char *const no[] = {
        "q",
        ".firs",
        "p.y",
        "section > p",
        "h1 + blockquote p",
        "p p",
        "p + p",
        "#b p",
        ":lang(e)",
        "blockquote + p",
        "body > p",
        "P",
        ".fir st",
        "p + p + blockquote > p",
    };
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!selects(yes[i], &p))
            fail_msg("%s should select", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (selects(no[i], &p))
            fail_msg("%s should not select", no[i]);
    assert_false(selects("p:first-child", &byline));
    assert_false(selects("p:last-child", &byline));
}

static void bad_selectors_drop_the_rule(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "p, q:hover", "p::before", "p >",   "> p",      "p,", ",p",  "p..x",
        "p [id]",     "",          "p ! q", "p:lang()", "p:", "5 p", "p ~ q"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Buf css = {0};
        buf_printf(&css, "body { font-size: 20pt } %s { widows: 9 }", bad[i]);
        Sheet s = sheet_on(buf_str(&css), (Paper){0});
        if (s.d.n != 1 || style_of(&s, "p", "").widows == 9 ||
            style_of(&s, "p", "").font_size != 20 * PT)
            fail_msg("'%s' gives %zu messages", bad[i], s.d.n);
        sheet_free(&s);
        buf_free(&css);
    }
}

/* The matching without recursion agrees with the definition, tried in full. */
static bool matches_by_definition(const Selector *s, size_t i, const Element *e)
{
    const Compound *c = &s->parts[i];
    for (size_t t = 0; t < c->n; t++)
        if (!str_eq(c->tests[t].name, str_of(e->name)))
            return false;
    if (i + 1 == s->n)
        return true;
    if (c->link == LINK_NEXT)
        return e->prev && matches_by_definition(s, i + 1, e->prev);
    for (const Element *up = css_parent(e); up; up = css_parent(up)) {
        if (matches_by_definition(s, i + 1, up))
            return true;
        if (c->link == LINK_CHILD)
            break;
    }
    return false;
}

static void matching_needs_only_the_newest_choice(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b"};
    static const char *const links[] = {" ", ">", "+"};
    uint32_t random = 1;
    size_t matched = 0;
    for (int round = 0; round < 3000; round++) {
        Element es[16];
        uint32_t bits[40];
        for (int i = 0; i < 40; i++)
            bits[i] = (random = random * 1664525 + 1013904223) >> 16;
        for (int i = 0; i < 16; i++) { /* a spine, each with one elder sibling */
            const Element *parent = i < 2 ? NULL : &es[i / 2 * 2 - 1];
            es[i] = (Element){.name = names[bits[i] % 2],
                              .parent = parent,
                              .prev = i % 2 ? &es[i - 1] : NULL};
        }
        Buf css = {0};
        const int parts = 1 + (int)(bits[20] % 6);
        for (int i = 0; i < parts; i++)
            buf_printf(&css, "%s%s", i ? links[bits[21 + i] % 3] : "",
                       names[bits[30 + i] % 2]);
        buf_put(&css, S("{widows:9}"));
        Sheet s = sheet_on(buf_str(&css), (Paper){0});
        const Selector *selector = &s.s->selectors.v[s.s->selectors.n - 1];
        const bool want = matches_by_definition(selector, 0, &es[15]);
        assert_int_equal(css_matches(selector, &es[15]), want);
        matched += want;
        sheet_free(&s);
        buf_free(&css);
    }
    assert_true(matched > 300 && matched < 2700);
}

/* ---- the cascade ---- */

static void the_more_specific_and_then_the_later_rule_wins(void **state)
{
    (void)state;
    Sheet s = sheet_of("#i { widows: 7 } .a.b { widows: 6 } .a { widows: 5; orphans: 5 }"
                       "p { widows: 4; orphans: 4 } body p { orphans: 3 }"
                       ".b { orphans: 8 } * { widows: 1; margin-left: 3pt }");
    const Element e = {.name = "p", .cls = S("a b"), .id = S("i")};
    Style style;
    style_compute(s.s, &e, NULL, &style);
    assert_int_equal(style.widows, 7);
    assert_int_equal(style.orphans, 8);
    assert_int_equal(style_of(&s, "p", "a b").widows, 6);
    assert_int_equal(style_of(&s, "p", "a").widows, 5);
    assert_int_equal(style_of(&s, "p", "").widows, 4);
    assert_int_equal(style_of(&s, "p", "").orphans, 3);
    assert_int_equal(style_of(&s, "p", "").margin[SIDE_LEFT], 3 * PT);
    assert_int_equal(style_of(&s, "h1", "").widows, 1);
    sheet_free(&s);
}

static void important_wins_and_the_built_in_sheet_loses(void **state)
{
    (void)state;
    Sheet s = sheet_of("p { widows: 3 !important } .a { widows: 5 }"
                       "* { text-align: right } p { widows: 4; orphans: 6 ! important;"
                       " orphans: 7 }");
    assert_int_equal(s.d.n, 0);
    assert_int_equal(style_of(&s, "p", "a").widows, 3);
    assert_int_equal(style_of(&s, "p", "").orphans, 6);
    assert_int_equal(style_of(&s, "h1", "").align, ALIGN_RIGHT);
    sheet_free(&s);
}

static void the_built_in_sheet_has_every_element(void **state)
{
    (void)state;
    Sheet s = sheet_of("");
    assert_int_equal(s.d.n, 0); /* it reads without a message itself */
    static const char *const blocks[] = {
        "body", "section", "h1",    "h2",     "h6",        "p",  "blockquote",
        "ul",   "ol",      "li",    "table",  "tr",        "td", "pre",
        "hr",   "nav",     "aside", "figure", "figcaption"};
    static const char *const inlines[] = {"em", "strong", "code", "a",   "img",
                                          "br", "sup",    "sub",  "span"};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        assert_int_equal(style_of(&s, blocks[i], "").display, DISPLAY_BLOCK);
    for (size_t i = 0; i < sizeof inlines / sizeof *inlines; i++)
        assert_int_equal(style_of(&s, inlines[i], "").display, DISPLAY_INLINE);
    assert_true(style_of(&s, "em", "").italic);
    assert_int_equal(style_of(&s, "strong", "").weight, 700);
    assert_int_equal(style_of(&s, "h1", "").font_size, 22 * PT);
    assert_int_equal(style_of(&s, "sup", "").raise, RAISE_SUPER);
    assert_int_equal(style_of(&s, "pre", "").white_space, WHITE_PRE);
    sheet_free(&s);
}

/* ---- values ---- */

static void relative_lengths_are_of_what_css_says(void **state)
{
    (void)state;
    Sheet s =
        sheet_of("html { font-size: 10pt; line-height: 14pt }"
                 "@page { size: 120mm 200mm; margin: 10mm }"
                 "h1 { font-size: 2em; line-height: 1.5; margin: 1em 1rem 1lh 1rlh;"
                 "     padding-left: 50%; text-indent: -10% }"
                 "h2 { font-size: 150%; line-height: 120%; border-top: 1em solid }");
    const Style h1 = style_of(&s, "h1", ""), h2 = style_of(&s, "h2", "");
    assert_int_equal(s.d.n, 0);
    assert_int_equal(h1.font_size, 20 * PT);
    assert_int_equal(h1.line_height, 30 * PT);
    assert_int_equal(h1.margin[SIDE_TOP], 20 * PT);
    assert_int_equal(h1.margin[SIDE_RIGHT], 10 * PT);
    assert_int_equal(h1.margin[SIDE_BOTTOM], 30 * PT);
    assert_int_equal(h1.margin[SIDE_LEFT], 14 * PT);
    assert_in_range(h1.padding[SIDE_LEFT], MM(50) - 1, MM(50) + 1);
    assert_in_range(-h1.text_indent, MM(10) - 1, MM(10) + 1);
    assert_int_equal(h2.font_size, 15 * PT);
    assert_int_equal(h2.line_height, 18 * PT);
    assert_int_equal(h2.border[SIDE_TOP], 15 * PT);
    sheet_free(&s);
}

static void numbers_of_line_height_are_inherited_as_numbers(void **state)
{
    (void)state;
    Sheet s = sheet_of("body { font-size: 10pt; line-height: 1.5 }"
                       ".n { font-size: 20pt } .l { line-height: 12pt }"
                       ".i { line-height: inherit }");
    assert_int_equal(style_of(&s, "p", "").line_height, 15 * PT);
    assert_int_equal(style_of(&s, "p", "n").line_height, 30 * PT);
    assert_int_equal(style_of(&s, "p", "n i").line_height, 30 * PT);
    assert_int_equal(style_of(&s, "p", "n l").line_height, 12 * PT);
    const Style l = style_of(&s, "p", "l");
    const Element e = {.name = "em", .cls = S("n")};
    Style em;
    style_compute(s.s, &e, &l, &em);
    assert_int_equal(em.line_height, 12 * PT);
    sheet_free(&s);
}

static void only_what_css_says_is_inherited(void **state)
{
    (void)state;
    Sheet s = sheet_of("body { text-align: justify; hyphens: auto; font-family: A B, c;"
                       " margin: 5pt; page: x; letter-spacing: 0.1em; font-weight: 300 }"
                       ".u { margin: inherit; hyphens: initial; page: inherit }"
                       ".v { margin: unset; text-align: unset }");
    const Style p = style_of(&s, "p", "");
    assert_int_equal(p.align, ALIGN_JUSTIFY);
    assert_int_equal(p.align_last, ALIGN_LEFT);
    assert_int_equal(p.hyphens, HYPHENS_AUTO);
    assert_str(p.family, "\"A B\", c");
    assert_int_equal(p.letter_spacing, 11 * PT / 10);
    assert_int_equal(p.margin[SIDE_LEFT], 0);
    assert_int_equal(p.page.n, 0);
    const Style u = style_of(&s, "p", "u");
    assert_int_equal(u.margin[SIDE_LEFT], 5 * PT);
    assert_int_equal(u.hyphens, HYPHENS_MANUAL);
    assert_str(u.page, "x");
    assert_int_equal(style_of(&s, "p", "v").margin[SIDE_TOP], 0);
    assert_int_equal(style_of(&s, "p", "v").align, ALIGN_JUSTIFY);
    assert_int_equal(style_of(&s, "strong", "").weight, 400); /* bolder than 300 */
    sheet_free(&s);
}

static void the_last_line_follows_text_align(void **state)
{
    (void)state;
    Sheet s = sheet_of("body { text-align: center } .j { text-align: justify }"
                       ".k { text-align: justify; text-align-last: justify }"
                       ".r { text-align-last: right }");
    assert_int_equal(style_of(&s, "p", "").align_last, ALIGN_CENTER);
    assert_int_equal(style_of(&s, "p", "j").align_last, ALIGN_LEFT);
    assert_int_equal(style_of(&s, "p", "k").align_last, ALIGN_JUSTIFY);
    assert_int_equal(style_of(&s, "p", "r").align_last, ALIGN_RIGHT);
    sheet_free(&s);
}

static void shorthands_set_their_longhands(void **state)
{
    (void)state;
    Sheet s = sheet_of(
        "a { margin: 1pt } b { margin: 1pt 2pt } c { margin: 1pt 2pt 3pt }"
        "d { margin: 1pt 2pt 3pt auto; padding: 4pt } e { border: 2pt solid black;"
        " border-left: none } f { font: italic small-caps bold 9pt/12pt 'X Y', serif }"
        "g { font-variant: all-small-caps tabular-nums no-common-ligatures }"
        "h { font-variant-numeric: oldstyle-nums } i { list-style: decimal }"
        "j { page-break-before: always; page-break-after: avoid; break-inside: avoid }"
        "k { border: thin } l { border-top: solid }");
    assert_int_equal(s.d.n, 0);
    const Style c = style_of(&s, "c", ""), e = style_of(&s, "e", "");
    const Style f = style_of(&s, "f", ""), g = style_of(&s, "g", "");
    assert_int_equal(style_of(&s, "a", "").margin[SIDE_LEFT], PT);
    assert_int_equal(style_of(&s, "b", "").margin[SIDE_LEFT], 2 * PT);
    assert_int_equal(style_of(&s, "b", "").margin[SIDE_BOTTOM], PT);
    assert_int_equal(c.margin[SIDE_BOTTOM], 3 * PT);
    assert_int_equal(c.margin[SIDE_LEFT], 2 * PT);
    assert_int_equal(style_of(&s, "d", "").margin[SIDE_LEFT], 0);
    assert_int_equal(style_of(&s, "d", "").padding[SIDE_LEFT], 4 * PT);
    assert_int_equal(e.border[SIDE_TOP], 2 * PT);
    assert_int_equal(e.border[SIDE_LEFT], 0);
    assert_true(f.italic && f.caps == CAPS_SMALL && f.weight == 700);
    assert_int_equal(f.font_size, 9 * PT);
    assert_int_equal(f.line_height, 12 * PT);
    assert_str(f.family, "\"X Y\", serif");
    assert_true(g.caps == CAPS_ALL_SMALL && g.spacing == SPACING_TABULAR && !g.ligatures);
    assert_int_equal(style_of(&s, "h", "").figures, FIGURES_OLDSTYLE);
    assert_int_equal(style_of(&s, "i", "").list_style, LIST_DECIMAL);
    assert_int_equal(style_of(&s, "j", "").break_before, BREAK_PAGE);
    assert_int_equal(style_of(&s, "j", "").break_after, BREAK_AVOID);
    assert_int_equal(style_of(&s, "j", "").break_inside, BREAK_AVOID);
    assert_int_equal(style_of(&s, "k", "").border[SIDE_TOP], 0);
    assert_int_equal(style_of(&s, "l", "").border[SIDE_TOP], 9 * PT / 4);
    sheet_free(&s);
}

static void what_a_property_does_not_take_is_reported(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "text-indent: 1",
        "text-indent: 1ex",
        "padding: -1pt",
        "margin: 1pt 2pt 3pt 4pt 5pt",
        "margin:",
        "orphans: 1.5",
        "orphans: 100",
        "font-weight: 0",
        "font-weight: 1001",
        "font-size: -1pt",
        "font-family: ,",
        "font-family: a b c,",
        "font-family: 'a\"b'",
        "text-align: middle",
        "hyphens: auto auto",
        "border: 1pt dotted",
        "color: red",
        "background: #fff",
        "font: 9pt",
        "font: serif",
        "list-style: katakana",
        "width: calc(1px + 2px)",
        "break-before: left",
        "letter-spacing: 5%",
        "text-indent: 1em !",
        "page: 5",
        "content: 'x'",
        "size: A4",
        "display: flex",
        "line-height: -1",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Buf css = {0};
        buf_printf(&css, "p { %s }", bad[i]);
        Sheet s = sheet_on(buf_str(&css), (Paper){0});
        if (s.d.n != 1)
            fail_msg("'%s' gives %zu messages", bad[i], s.d.n);
        const bool elsewhere = str_starts(str_of(bad[i]), S("content")) ||
                               str_starts(str_of(bad[i]), S("size"));
        assert_message(&s, 0, elsewhere ? "1:5 CSS_UNKNOWN" : "1:5 CSS_VALUE");
        assert_int_equal(style_of(&s, "p", "").margin[SIDE_LEFT], 0);
        sheet_free(&s);
        buf_free(&css);
    }
}

static void computed_values_stay_in_bounds(void **state)
{
    (void)state;
    Sheet s = sheet_of("p { font-size: 20000em; margin: 20000em; line-height: 20000 }"
                       "q { font-size: 0; text-indent: -20000em }");
    Style a = style_of(&s, "p", ""), b;
    const Element e = {.name = "p"};
    for (int i = 0; i < 10; i++) {
        style_compute(s.s, &e, &a, &b);
        a = b;
    }
    assert_int_equal(a.font_size, 1000 * PT);
    assert_int_equal(a.margin[SIDE_TOP], 14400 * PT);
    assert_int_equal(a.line_height, 14400 * PT);
    assert_int_equal(style_of(&s, "q", "").font_size, PT);
    sheet_free(&s);
}

/* ---- the table ---- */

static void every_example_of_the_table_is_understood(void **state)
{
    (void)state;
    for (int i = 0; i < PROP_COUNT; i++) {
        const Property *p = &css_properties[i];
        Sheet s = sheet_of(p->example);
        if (s.d.n > 0)
            fail_msg("%s: %s", p->name, p->example);
        assert_true(p->name[0] == '\0' || str_has(str_of(p->example), str_of(p->name)));
        sheet_free(&s);
    }
}

/* The values that are told and those that are taken are the same words. */
static void the_table_tells_the_words_that_are_taken(void **state)
{
    (void)state;
    for (int i = 0; i < PROP_COUNT; i++) {
        const Property *p = &css_properties[i];
        if (p->kind != K_WORD || p->name[0] == '\0')
            continue;
        for (Str rest = str_of(p->values); rest.n > 0;) {
            const Str word = str_trim(str_cut(&rest, '|'));
            Buf css = {0};
            buf_printf(&css, "p { %s: " STR_FMT " }", p->name, STR_ARG(word));
            Sheet s = sheet_on(buf_str(&css), (Paper){0});
            if (s.d.n > 0)
                fail_msg("%s does not take '%.*s'", p->name, STR_ARG(word));
            sheet_free(&s);
            buf_free(&css);
        }
    }
}

static void the_manual_has_two_lines_for_each_property(void **state)
{
    (void)state;
    Buf b = {0};
    style_properties(&b);
    size_t lines = 0, names = 0;
    for (int i = 0; i < PROP_COUNT; i++)
        names += css_properties[i].name[0] != '\0';
    for (Str rest = buf_str(&b); rest.n > 0; lines++)
        str_line(&rest);
    assert_int_equal(lines, 2 * names);
    assert_true(str_has(buf_str(&b), S("text-indent: length | %. Inherited.\n"
                                       "    p { text-indent: 1em }\n")));
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selectors_select),
        cmocka_unit_test(bad_selectors_drop_the_rule),
        cmocka_unit_test(matching_needs_only_the_newest_choice),
        cmocka_unit_test(the_more_specific_and_then_the_later_rule_wins),
        cmocka_unit_test(important_wins_and_the_built_in_sheet_loses),
        cmocka_unit_test(the_built_in_sheet_has_every_element),
        cmocka_unit_test(relative_lengths_are_of_what_css_says),
        cmocka_unit_test(numbers_of_line_height_are_inherited_as_numbers),
        cmocka_unit_test(only_what_css_says_is_inherited),
        cmocka_unit_test(the_last_line_follows_text_align),
        cmocka_unit_test(shorthands_set_their_longhands),
        cmocka_unit_test(what_a_property_does_not_take_is_reported),
        cmocka_unit_test(computed_values_stay_in_bounds),
        cmocka_unit_test(every_example_of_the_table_is_understood),
        cmocka_unit_test(the_table_tells_the_words_that_are_taken),
        cmocka_unit_test(the_manual_has_two_lines_for_each_property),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
