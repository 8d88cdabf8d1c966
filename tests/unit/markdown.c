/* Markdown becomes the tree that its author meant, and nothing of it is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "collect/collect.h"
#include "read/read.h"

typedef struct Fixture {
    Diag d;
    Article *a;
    Buf dump;
} Fixture;

static Fixture read_as(const char *path, const char *text)
{
    Fixture f = {0};
    f.a = read_bytes(&f.d, str_of(path), str_of(text));
    node_dump(&f.dump, f.a->root);
    buf_byte(&f.dump, '\0');
    return f;
}

static Fixture read(const char *text)
{
    return read_as("a.md", text);
}

static void done(Fixture *f)
{
    buf_free(&f->dump);
    article_free(f->a);
    diag_free(&f->d);
}

static void gives(const char *text, const char *tree)
{
    Fixture f = read(text);
    assert_string_equal(f.dump.p, tree);
    done(&f);
}

static void lacks(const char *text, const char *litter)
{
    Fixture f = read(text);
    const Str words = node_words(f.a->arena, f.a->root);
    assert_false(str_has(words, str_of(litter)));
    done(&f);
}

/* ---- blocks ---- */

static void blocks_become_nodes(void **state)
{
    (void)state;
    gives("Words *so* **far**.\n\n> Said.\n\n---\n\n3. three\n4. four\n",
          "document\n"
          "  para\n    text \"Words \"\n    emph\n      text \"so\"\n    text \" \"\n"
          "    strong\n      text \"far\"\n    text \".\"\n"
          "  quote\n    para\n      text \"Said.\"\n"
          "  rule\n"
          "  list 1\n    item\n      para\n        text \"three\"\n"
          "    item\n      para\n        text \"four\"\n");
}

static void lines_of_a_paragraph_are_one_text(void **state)
{
    (void)state;
    gives("one\ntwo\n   three\n",
          "document\n  para\n    text \"one\\ntwo\\n   three\"\n");
}

static void a_table_has_heads_and_cells(void **state)
{
    (void)state;
    gives("|A|B|\n|-|-|\n|1||\n",
          "document\n  table\n"
          "    row\n      cell.head\n        para\n          text \"A\"\n"
          "      cell.head\n        para\n          text \"B\"\n"
          "    row\n      cell\n        para\n          text \"1\"\n      cell\n");
}

static void a_task_shows_its_box(void **state)
{
    (void)state;
    Fixture f = read("- [x] done\n- [ ] open\n");
    assert_true(str_eq(node_words(f.a->arena, f.a->root), S("\u2611 done \u2610 open")));
    done(&f);
}

static void code_keeps_its_lines_and_blanks(void **state)
{
    (void)state;
    gives("```c\nint a;\n\n  b;\n```\n",
          "document\n  code-block\n    text \"int a;\\n\\n  b;\"\n");
}

static void a_picture_alone_is_a_figure(void **state)
{
    (void)state;
    gives("![The *old* quay](quay.jpg)\n",
          "document\n  figure\n    para\n      image -> quay.jpg \"The old quay\"\n");
}

/* ---- title ---- */

static void front_matter_names_the_title_that_a_heading_repeats(void **state)
{
    (void)state;
    Fixture f = read("---\ntitle: The Quay\n---\n# The Quay\n\nText.\n");
    assert_true(str_eq(f.a->title, S("The Quay")));
    assert_int_equal(f.a->root->first->look, LOOK_METADATA);
    assert_int_equal(f.a->root->first->next->look, LOOK_TITLE);
    done(&f);
}

static void the_heading_that_begins_a_text_is_its_title(void **state)
{
    (void)state;
    Fixture f = read("# The *Quay*\n\nText.\n\n# Another\n");
    assert_true(str_eq(f.a->title, S("The Quay")));
    assert_int_equal(f.a->root->first->look, LOOK_TITLE);
    assert_int_equal(f.a->root->last->look, LOOK_BODY);
    done(&f);
}

static void a_file_without_title_is_called_after_its_name(void **state)
{
    (void)state;
    Fixture f = read_as("notes/2024-05-06-the_old-quay.md", "Text.\n");
    assert_true(str_eq(f.a->title, S("The old quay")));
    assert_int_equal(f.a->date.day, 6);
    assert_int_equal(f.a->date_confidence, DATE_INFERRED);
    done(&f);
}

/* ---- notes ---- */

static void a_note_is_called_from_where_its_label_stands(void **state)
{
    (void)state;
    gives("One[^x] two.\n\n[^x]: The note\n    goes on.\n\n    And on.\n\nThree.\n",
          "document\n"
          "  para\n    text \"One\"\n    sup\n      noteref -> #fn-x\n"
          "        text \"x\"\n    text \" two.\"\n"
          "  para\n    text \"Three.\"\n"
          "  note#fn-x\n"
          "    para\n      text \"The note\\n    goes on.\"\n"
          "    para\n      text \"And on.\"\n");
}

static void a_note_that_nothing_calls_stays_in_the_text(void **state)
{
    (void)state;
    gives("One.\n\n[^x]: Alone.\n", "document\n  para\n    text \"One.\"\n"
                                    "  para\n    text \"Alone.\"\n");
}

static void a_label_without_a_note_is_text(void **state)
{
    (void)state;
    gives("One[^x].\n", "document\n  para\n    text \"One[^x].\"\n");
}

static void notes_know_the_links_of_the_text(void **state)
{
    (void)state;
    Fixture f = read("One[^x].\n\n[^x]: See [there].\n\n[there]: https://example.org/\n");
    assert_non_null(strstr(f.dump.p, "link -> https://example.org/\n"));
    done(&f);
}

static void a_comment_that_never_ends_hides_no_note(void **state)
{
    (void)state;
    Fixture f = read("One[^x].\n\n[^x]: Still here.\n\n<!-- and so on\n");
    assert_non_null(strstr(f.dump.p, "Still here."));
    done(&f);
}

/* ---- shortcodes ---- */

static void shortcodes_are_not_printed(void **state)
{
    (void)state;
    lacks("A {{< ref \"x\" >}} b {{% y %}} c {% z %} d {{ site.name }} e\n", "{");
    lacks("A [link]({{< ref \"x y.md\" >}}) here\n", "(");
    lacks("## Head {#anchor}\n\nText.\n{: .lead}\n", "{");
    lacks("{{% def\n  id=\"a\" %}} Text {{% /def %}}\n", "id");
}

static void what_a_shortcode_is_given_to_show_is_shown(void **state)
{
    (void)state;
    Fixture f = read("{{% def id=\"a\" name=\"Quay\" %}} A place. {{% /def %}}\n");
    assert_true(str_eq(node_words(f.a->arena, f.a->root), S("Quay A place.")));
    done(&f);
}

static void code_is_left_alone(void **state)
{
    (void)state;
    gives(
        "Use `{{x}}` and `[^1]`.\n\n```\n{{< y >}}\n[^1]: no note\n```\n\n[^1]: note\n",
        "document\n"
        "  para\n    text \"Use \"\n    code\n      text \"{{x}}\"\n    text \" and \"\n"
        "    code\n      text \"[^1]\"\n    text \".\"\n"
        "  code-block\n    text \"{{< y >}}\\n[^1]: no note\"\n"
        "  para\n    text \"note\"\n");
}

static void a_shortcode_that_holds_code_fences_it(void **state)
{
    (void)state;
    gives("{% highlight c %}\n*a = b;\n{% endhighlight %}\n",
          "document\n  code-block\n    text \"*a = b;\"\n");
}

static void a_shortcode_that_never_ends_is_text(void **state)
{
    (void)state;
    gives("A {{< b\n\nc\n", "document\n  para\n    text \"A {{< b\"\n"
                            "  para\n    text \"c\"\n");
}

/* ---- raw HTML ---- */

static void tags_that_mean_something_become_nodes(void **state)
{
    (void)state;
    gives("<table><tr><th>A<td><b>1</b></table>\n",
          "document\n  table\n    row\n"
          "      cell.head\n        para\n          text \"A\"\n"
          "      cell\n        para\n          strong\n            text \"1\"\n");
}

static void other_tags_go_and_their_text_stays(void **state)
{
    (void)state;
    gives("<details><summary>More</summary>\n\n*Inside*\n\n</details>\n",
          "document\n  para\n    text \"More\"\n"
          "  para\n    emph\n      text \"Inside\"\n");
    lacks("<div class=\"a > b\">x</div>\n", "b");
}

static void comments_and_scripts_are_dropped(void **state)
{
    (void)state;
    lacks("A <!-- secret --> b <script>secret()</script> c\n", "secret");
    lacks("<!--\nsecret\n\nsecret\n-->\n\nText.\n", "secret");
    lacks("<style>\n\n.secret {}\n\n</style>\n\nText.\n", "secret");
}

static void entities_are_decoded(void **state)
{
    (void)state;
    Fixture f = read("&copy; &#65;&#x42; &hearts; &nosuch;\n\n<div>&eacute;</div>\n");
    assert_true(
        str_eq(node_words(f.a->arena, f.a->root), S("\u00A9 AB \u2665 &nosuch; \u00E9")));
    done(&f);
}

/* ---- limits ---- */

static void nesting_has_an_end(void **state)
{
    (void)state;
    Buf text = {0};
    buf_fill(&text, '>', 5000);
    buf_put(&text, S(" deep"));
    Diag d = {0};
    Article *a = read_bytes(&d, S("a.md"), buf_str(&text));
    int deepest = 0;
    for (Walk w = walk(a->root); walk_next(&w);)
        deepest = w.depth > deepest ? w.depth : deepest;
    assert_true(deepest < 64);
    assert_true(str_eq(node_words(a->arena, a->root), S("deep")));
    article_free(a);
    diag_free(&d);
    buf_free(&text);
}

static void what_grows_without_measure_is_read_as_plain_text(void **state)
{
    (void)state;
    enum { COLUMNS = 4000, ROWS = 400 };
    Buf text = {0};
    buf_put(&text, S("A word before.\n\n"));
    for (int i = 0; i < COLUMNS; i++)
        buf_put(&text, S("|a"));
    buf_put(&text, S("|\n"));
    for (int i = 0; i < COLUMNS; i++)
        buf_put(&text, S("|-"));
    buf_put(&text, S("|\n"));
    for (int i = 0; i < ROWS; i++)
        buf_put(&text, S("|x|\n"));
    Diag d = {0};
    Article *a = read_bytes(&d, S("a.md"), buf_str(&text));
    assert_int_equal(d.n, 2);
    assert_int_equal(d.messages[0].id, D_MARKDOWN_GROWS);
    assert_int_equal(a->root->first->kind, N_PARA);
    assert_int_equal(a->root->last->kind, N_PARA);
    article_free(a);
    diag_free(&d);
    buf_free(&text);
}

/* ---- the ledger ---- */

static void every_range_has_a_fate(void **state)
{
    (void)state;
    Fixture f = read("---\ntitle: T\n---\n\n# T\n\nOne[^x] `two` {{< z >}} &amp; \\*.\n\n"
                     "- a\n- b\n\n<b>c</b>\n\n[^x]: Note.\n[y]: z\n");
    ArticleList l = {0};
    ARRAY_ROOM(l.v, l.n, l.cap);
    l.v[l.n++] = f.a;
    Plan plan;
    Diag d = {0};
    const CollectOptions options = {.order = ORDER_NAME};
    collect(&d, &l, &options, &plan);
    assert_true(ledger_tiles(f.a));
    assert_int_equal(f.a->fates[0].kind, FATE_METADATA);
    plan_free(&plan);
    articles_free(&l);
    diag_free(&d);
    buf_free(&f.dump);
    diag_free(&f.d);
}

static void a_body_of_shortcodes_alone_is_a_hollow_chapter_of_its_own(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
        bool chapter, hollow;
    } cases[] = {
        {"a/_index.md", "---\ntitle: T\n---\n\n{{< list >}}\n", true, true},
        {"b/_index.md", "---\ntitle: T\n---\n\n{{< list >}}\n", true, true},
        {"c.md", "{% include list.html %}\n\n---\n\n- {{ page.more }}\n", true, true},
        {"d.md", "{{< list >}}\n\nAnd words.\n", true, false},
        {"e.md", "{{< list >}}\n\n![](quay.png)\n", true, false},
        {"f.md", "---\ntitle: T\n---\n", false, false},
        {"g.md", "{{/* a remark */}}\n\n{{% /list %}}\n", false, false},
    };
    enum { CASES = sizeof cases / sizeof *cases };
    ArticleList l = {0};
    Plan plan;
    Diag reading = {0}, d = {0};
    for (size_t i = 0; i < CASES; i++) {
        ARRAY_ROOM(l.v, l.n, l.cap);
        l.v[l.n++] = read_bytes(&reading, str_of(cases[i].path), str_of(cases[i].text));
    }
    collect(&d, &l, &(CollectOptions){.order = ORDER_NAME}, &plan);
    for (size_t i = 0; i < CASES; i++) {
        assert_int_equal(l.v[i]->fate, cases[i].chapter ? ART_CHAPTER : ART_EMPTY);
        assert_int_equal(l.v[i]->hollow, cases[i].hollow);
        assert_true(!cases[i].hollow || l.v[i]->nwords == 0);
    }
    assert_int_equal(d.n, 5); /* one of each hollow, one of each empty article */
    assert_int_equal(d.messages[0].id, D_HOLLOW_DOC);
    assert_int_equal(d.messages[0].at.line, 5);
    assert_true(str_has(d.messages[0].text, S("{{< list >}}")));
    plan_free(&plan);
    articles_free(&l);
    diag_free(&d);
    diag_free(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_become_nodes),
        cmocka_unit_test(lines_of_a_paragraph_are_one_text),
        cmocka_unit_test(a_table_has_heads_and_cells),
        cmocka_unit_test(a_task_shows_its_box),
        cmocka_unit_test(code_keeps_its_lines_and_blanks),
        cmocka_unit_test(a_picture_alone_is_a_figure),
        cmocka_unit_test(front_matter_names_the_title_that_a_heading_repeats),
        cmocka_unit_test(the_heading_that_begins_a_text_is_its_title),
        cmocka_unit_test(a_file_without_title_is_called_after_its_name),
        cmocka_unit_test(a_note_is_called_from_where_its_label_stands),
        cmocka_unit_test(a_note_that_nothing_calls_stays_in_the_text),
        cmocka_unit_test(a_label_without_a_note_is_text),
        cmocka_unit_test(notes_know_the_links_of_the_text),
        cmocka_unit_test(a_comment_that_never_ends_hides_no_note),
        cmocka_unit_test(shortcodes_are_not_printed),
        cmocka_unit_test(what_a_shortcode_is_given_to_show_is_shown),
        cmocka_unit_test(code_is_left_alone),
        cmocka_unit_test(a_shortcode_that_holds_code_fences_it),
        cmocka_unit_test(a_shortcode_that_never_ends_is_text),
        cmocka_unit_test(tags_that_mean_something_become_nodes),
        cmocka_unit_test(other_tags_go_and_their_text_stays),
        cmocka_unit_test(comments_and_scripts_are_dropped),
        cmocka_unit_test(entities_are_decoded),
        cmocka_unit_test(nesting_has_an_end),
        cmocka_unit_test(what_grows_without_measure_is_read_as_plain_text),
        cmocka_unit_test(every_range_has_a_fate),
        cmocka_unit_test(a_body_of_shortcodes_alone_is_a_hollow_chapter_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
