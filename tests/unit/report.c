/* The plan, for people and for programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "handmade.h"
#include "report/report.h"

typedef struct Case {
    Diag d;
    ArticleList l;
    Plan p;
    Buf out;
} Case;

static const char *plan_text(Case *c)
{
    collect(&c->d, &c->l, &(CollectOptions){.order = ORDER_DATE}, &c->p);
    report_text(&c->out,
                &(Report){.plan = &c->p, .edits = &(EditList){0}, .messages = &c->d});
    buf_byte(&c->out, '\0');
    return c->out.p;
}

static const char *plan_json(Case *c)
{
    collect(&c->d, &c->l, &(CollectOptions){.order = ORDER_DATE}, &c->p);
    report_json(&c->out, &(Report){.plan = &c->p,
                                   .edits = &(EditList){0},
                                   .messages = &c->d,
                                   .version = S("0.1.0")});
    buf_byte(&c->out, '\0');
    return c->out.p;
}

static const char *plan_html(Case *c)
{
    collect(&c->d, &c->l, &(CollectOptions){.order = ORDER_DATE}, &c->p);
    report_html(&c->out, &(Report){.plan = &c->p,
                                   .edits = &(EditList){0},
                                   .messages = &c->d,
                                   .title = S("A </title> \"book\""),
                                   .version = S("0.1.0")});
    buf_byte(&c->out, '\0');
    return c->out.p;
}

static void done(Case *c)
{
    plan_free(&c->p);
    articles_free(&c->l);
    diag_free(&c->d);
    buf_free(&c->out);
    uni_release();
}

static void fill(Case *c)
{
    Article *a =
        handmade_add(&c->l, handmade("press/b.txt",
                                     "!Log in\n@May 18\n#Type is cast\n\nIt is poured.\n"
                                     "-One\n"));
    a->date = (Date){2024, 5, 18};
    a->date_basis = S("May 18");
    a->date_confidence = DATE_INFERRED;
    a->publisher = S("The Founder");
    a->src.charset = "UTF-8";
    a->src.sha256 = S("00ff");
    handmade_add(&c->l,
                 handmade("press/c.txt",
                          "!Log in\n@May 18\n#Type is cast\nIt is poured.\n-One\n"));
    a = handmade_add(&c->l, handmade("press/a.txt", "A letter, then another.\n"));
    a->title = S("A letter, then another");
    a->title_made = true;
    handmade_add(&c->l, handmade("press/d.txt", "\n"));
    diag(&c->d, D_HIDDEN, (Loc){.path = S("press/.e")}, S(""), S(""));
}

static void the_plan_for_people_says_what_and_why(void **state)
{
    (void)state;
    Case c = {0};
    fill(&c);
    assert_string_equal(plan_text(&c),
                        "Chapters, each with its file and the lines set aside from it:\n"
                        "\n"
                        " 1  Type is cast\n"
                        "    18 May 2024, inferred from \u201CMay 18\u201D; 4 words\n"
                        "    press/b.txt\n"
                        "    also press/c.txt\n"
                        "    line 1  advert    Log in\n"
                        "    line 2  metadata  May 18\n"
                        "\n"
                        " 2  A letter, then another\n"
                        "    undated; 4 words; title made from the opening\n"
                        "    press/a.txt\n"
                        "\n"
                        "Left out:\n"
                        "\n"
                        "    press/c.txt\n"
                        "      the same text as chapter 1, press/b.txt\n"
                        "    press/d.txt\n"
                        "      holds no text of an article\n"
                        "    press/.e\n"
                        "      is hidden, left out\n"
                        "\n"
                        "2 chapters, 8 words; 1 block set aside, 1 read as metadata\n"
                        "1 duplicate, 1 empty, 0 refused\n");
    done(&c);
}

/* The keys of an object, parted by blanks. */
static void assert_keys(json_t *object, const char *want)
{
    Buf got = {0};
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
        buf_printf(&got, "%s%s", got.n ? " " : "", key);
    buf_byte(&got, '\0');
    assert_string_equal(got.p, want);
    buf_free(&got);
}

static void the_plan_for_programs_has_every_key_in_order(void **state)
{
    (void)state;
    Case c = {0};
    fill(&c);
    json_t *plan = json_loads(plan_json(&c), 0, NULL);
    assert_non_null(plan);
    assert_keys(plan, "sheaf articles chapters passages warnings");
    json_t *articles = json_object_get(plan, "articles");
    assert_int_equal(json_array_size(articles), 4);
    for (size_t i = 0; i < 4; i++) {
        json_t *a = json_array_get(articles, i);
        assert_keys(a, "path member sha256 charset format title title_made byline "
                       "publisher url lang date date_basis date_confidence saved fate of "
                       "resemblance containment chapter blocks typography");
        json_t *blocks = json_object_get(a, "blocks");
        for (size_t k = 0; k < json_array_size(blocks); k++)
            assert_keys(json_array_get(blocks, k),
                        "id kind level fate rule of line range text");
    }
    assert_keys(json_array_get(json_object_get(plan, "chapters"), 0),
                "number part path member title");
    assert_keys(json_array_get(json_object_get(plan, "warnings"), 0),
                "id path line text");
    json_decref(plan);
    done(&c);
}

static void the_plan_for_programs_says_what_became_of_each_block(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "{\"path\": \"press/b.txt\", \"member\": null, \"sha256\": \"00ff\", "
        "\"charset\": \"UTF-8\", \"format\": \"text\", \"title\": \"Type is cast\", "
        "\"title_made\": false, \"byline\": null, \"publisher\": \"The Founder\", "
        "\"url\": null, \"lang\": null, \"date\": \"2024-05-18\", \"date_basis\": "
        "\"May 18\", \"date_confidence\": \"inferred\", \"saved\": null, \"fate\": "
        "\"chapter\", \"of\": "
        "null, \"resemblance\": null, \"containment\": null, \"chapter\": 1, \"blocks\": "
        "[",
        "\"kind\": \"heading\", \"level\": 1, \"fate\": \"title\", \"rule\": null, "
        "\"of\": "
        "null, \"line\": 3, \"range\": [17, 29], \"text\": \"Type is cast\"}",
        "\"kind\": \"paragraph\", \"level\": null, \"fate\": \"boilerplate\", \"rule\": "
        "\"advert\", \"of\": null, \"line\": 1, \"range\": [1, 7], \"text\": \"Log in\"}",
        "{\"id\": null, \"kind\": \"gap\", \"level\": null, \"fate\": \"markup\", "
        "\"rule\": "
        "null, \"of\": null, \"line\": 5, \"range\": [44, 46], \"text\": \"-\"}",
        "\"kind\": \"item\", \"level\": null, \"fate\": \"body\"",
        "\"fate\": \"duplicate\", \"of\": {\"path\": \"press/b.txt\", \"member\": null}, "
        "\"resemblance\": 1.0, \"containment\": 1.0, \"chapter\": null",
        "\"fate\": \"duplicate\", \"rule\": \"same-text\", \"of\": \"",
        "{\"number\": 1, \"part\": null, \"path\": \"press/b.txt\", \"member\": null, "
        "\"title\": \"Type is cast\"}",
        "{\"id\": \"EMPTY_DOC\", \"path\": \"press/d.txt\", \"line\": null, \"text\": "
        "\"holds no text of an article; left out\"}",
    };
    Case c = {0};
    fill(&c);
    const Str json = str_of(plan_json(&c));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!str_has(json, str_of(lines[i])))
            fail_msg("not in the plan: %s", lines[i]);
    done(&c);
}

/* ---- hostile inputs ---- */

static const char hostile[] =
    "#\x1B[31mRed \u202Eevil\x7F \u4E2D\u6587\u6807\u9898 and a title that goes on for "
    "much "
    "longer than a line of a terminal is wide, so that it must be broken somewhere\n"
    "@\xC2\x9B and \x01\x02\x03\n"
    "!\x1B]0;gotcha\x07 "
    "wordswithoutanyblankwordswithoutanyblankwordswithoutanyblankwordswithoutanyblank\n"
    "Body.\n";

static void nothing_in_the_plan_steers_a_terminal(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a\x1B[2J\n\u202E.txt", hostile));
    a->date = (Date){2024, 1, 1};
    a->date_basis = S("\x07 bell");
    handmade_add(&c.l, handmade("b\r.txt", hostile));
    handmade_add(&c.l, handmade("c\x1B.txt", ""));
    const char *text = plan_text(&c);
    const Str s = str_of(text);
    assert_int_equal(s.n + 1, c.out.n);
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        assert_true(cp == '\n' ||
                    (cp >= 0x20 && cp != 0x7F && !(cp >= 0x80 && cp < 0xA0)));
        assert_true(cp < 0x202A || cp > 0x202E);
    }
    done(&c);
}

static void lines_of_the_plan_fit_eighty_columns(void **state)
{
    (void)state;
    Case c = {0};
    handmade_add(&c.l, handmade("a.txt", hostile));
    handmade_add(&c.l,
                 handmade("b.txt", "#A title of one word: "
                                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                   "\nBody.\n"));
    for (Str rest = str_of(plan_text(&c)); rest.n > 0;) {
        const Str line = str_line(&rest);
        size_t columns = 0;
        for (size_t i = 0; i < line.n;)
            columns += uni_is_wide(utf8_next(line, &i)) ? 2 : 1;
        assert_true(columns <= 80);
    }
    done(&c);
}

static void json_stays_json_whatever_the_input_holds(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("\xFF\xFE\"\\.txt", hostile));
    a->src.text = arena_str(a->arena, S("Nul\0 and so on\xEF\xBF\xBD"));
    a->root = node_new(a->arena, N_DOCUMENT);
    node_text(a->arena, node_add(a->arena, a->root, N_PARA), a->src.text, 0);
    diag(&c.d, D_UNREADABLE, (Loc){.path = S("\xFF")}, S("\xC0"), S(""));
    plan_json(&c);
    json_t *plan = json_loadb(c.out.p, c.out.n - 1, JSON_ALLOW_NUL, NULL);
    assert_non_null(plan);
    const json_t *article = json_array_get(json_object_get(plan, "articles"), 0);
    const json_t *path = json_object_get(article, "path");
    assert_string_equal(json_string_value(path), "\uFFFD\uFFFD\"\\.txt");
    const json_t *block = json_array_get(json_object_get(article, "blocks"), 0);
    assert_int_equal(json_string_length(json_object_get(block, "text")),
                     a->src.text.n - 1); /* without the NUL, as in the book */
    json_decref(plan);
    buf_clear(&c.out);
    plan_free(&c.p);
    ((Node *)a->root->first)->look = LOOK_BOILERPLATE;
    plan_json(&c);
    plan = json_loadb(c.out.p, c.out.n - 1, JSON_ALLOW_NUL, NULL);
    article = json_array_get(json_object_get(plan, "articles"), 0);
    block = json_array_get(json_object_get(article, "blocks"), 0);
    assert_int_equal(json_string_length(json_object_get(block, "text")), a->src.text.n);
    json_decref(plan);
    done(&c);
}

static void ranges_of_the_blocks_tile_the_text_and_lines_are_right(void **state)
{
    (void)state;
    Case c = {0};
    handmade_add(&c.l, handmade("a", "\r\n#T\r\r\n-one\n\n>two\nthree\n\n"));
    json_t *plan = json_loads(plan_json(&c), 0, NULL);
    assert_non_null(plan);
    const json_t *blocks =
        json_object_get(json_array_get(json_object_get(plan, "articles"), 0), "blocks");
    const Article *a = c.l.v[0];
    json_int_t at = 0;
    for (size_t i = 0; i < json_array_size(blocks); i++) {
        const json_t *b = json_array_get(blocks, i);
        const json_t *range = json_object_get(b, "range");
        assert_int_equal(json_integer_value(json_array_get(range, 0)), at);
        assert_int_equal(json_integer_value(json_object_get(b, "line")),
                         article_loc(a, (uint32_t)at).line);
        at = json_integer_value(json_array_get(range, 1));
    }
    assert_int_equal(at, a->src.text.n);
    json_decref(plan);
    done(&c);
}

/* ---- the page ---- */

static void the_page_says_what_became_of_each_input(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "<p>5 inputs: 2 chapters of 8 words, 1 merged into them, 2 left out. 1 block of "
        "the "
        "chapters set aside, 1 read as metadata; 0 characters set otherwise. 1 "
        "warning.</p>",
        "<article class=\"kept\" id=\"c1\">\n<h3><span>1</span> <bdi lang=\"\">Type is "
        "cast</bdi></h3>\n<p class=\"file\"><bdi lang=\"\">press/b.txt</bdi></p>\n",
        "<time datetime=\"2024-05-18\">18 May 2024</time>, inferred from \u201C<bdi "
        "lang=\"\">May 18</bdi>\u201D",
        "<tr class=\"aside\"><td>1</td><td>set aside as <b>advert</b></td><td><bdi "
        "lang=\"\">Log in</bdi> <code>",
        "<tr class=\"metadata\"><td>2</td><td>read as <b>metadata</b></td><td><bdi "
        "lang=\"\">May 18</bdi> <code>",
        "<tr class=\"kept\"><td>3\u20136</td><td>in the book</td><td>3 blocks, from "
        "\u201C<bdi lang=\"\">Type is cast</bdi>\u201D</td></tr>",
        "<b>Merged</b> into <a href=\"#c1\">chapter 1</a>, which is the same text</p>",
        "its title was made from its opening or its name</p>",
        "<b>Left out</b>: holds no text of an article</p>",
        "<b>Left out</b>: is hidden, left out</p>",
        "<li><b>Warning</b>: holds no text of an article; left out "
        "<small>EMPTY_DOC</small></li>",
    };
    Case c = {0};
    fill(&c);
    const Str page = str_of(plan_html(&c));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!str_has(page, str_of(lines[i])))
            fail_msg("not in the page: %s", lines[i]);
    done(&c);
}

/* A story of some length, and one word of it. */
#define STORY                                                                            \
    "The ferry went down at Aldern on the first night of the flood, with eleven people " \
    "on board and the mail for three towns; the ferryman brought all of them to the "    \
    "western bank before the barge turned over and was carried away below the mill.\n"   \
    "Nobody had thought that the rope would hold another spring, and everybody had "     \
    "thought that somebody else would pay for a new one, so the council said on "

static void the_page_marks_what_versions_say_otherwise(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "which tells the same story; ",
        "<details class=\"differences\" open><summary>Its words differ in 1 "
        "place</summary>",
        "<p><b>The chapter, line 3:</b> <bdi lang=\"\">\u2026 a new one, so the "
        "council "
        "said on <ins>Monday, when it met. <i>\u00B6</i> A new boat is "
        "built.</ins></bdi>",
        "<p><b>This version, line 3:</b> <bdi lang=\"\">\u2026 a new one, so the "
        "council "
        "said on <del>Sunday.</del></bdi>",
    };
    Case c = {0};
    handmade_add(&c.l, handmade("a.txt", "#Down\n" STORY
                                         "Monday, when it met.\nA new boat is built.\n"));
    handmade_add(&c.l, handmade("b.txt", "#Down\n" STORY "Sunday.\n"));
    const Str page = str_of(plan_html(&c));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!str_has(page, str_of(lines[i])))
            fail_msg("not in the page: %s", lines[i]);
    done(&c);
}

static void the_page_counts_characters_that_are_set_otherwise(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a.txt", "#T\nIt's 5 km.\n\nIt's.\n"));
    Edit edits[] = {
        {a, 5, 6, S("'"), S("\u2019"), "apostrophe"},
        {a, 8, 9, S(" "), S("\u00A0"), "no-break space"},
        {a, 16, 17, S("'"), S("\u2019"), "apostrophe"},
    };
    const EditList list = {edits, 3, 3};
    collect(&c.d, &c.l, &(CollectOptions){.order = ORDER_DATE}, &c.p);
    report_html(&c.out, &(Report){.plan = &c.p, .edits = &list, .messages = &c.d});
    assert_true(
        str_has(buf_str(&c.out),
                S("<tr><td>apostrophe</td><td><bdi class=\"set\">'</bdi></td><td>"
                  "<bdi class=\"set\">\u2019</bdi></td><td>2</td><td>2, 4</td></tr>"
                  "\n<tr><td>no-break space</td><td><bdi class=\"set\">\u2423</bdi>"
                  "</td><td><bdi class=\"set\">\u237D</bdi></td><td>1</td><td>2</td>"
                  "</tr>\n")));
    done(&c);
}

static size_t times(Str s, Str what)
{
    size_t n = 0;
    for (size_t at; (at = str_find(s, what)) < s.n; s = str_sub(s, at + 1, s.n))
        n++;
    return n;
}

static void nothing_of_an_input_acts_in_the_page(void **state)
{
    (void)state;
    static const char evil[] = "#</script><script>alert(1)</script> \u202Etitle\n"
                               "@\"><img src=x onerror=alert(1)>\n"
                               "!<!-- </style> ' & \x01\x1B[31m \u2066\n"
                               "Body --> </details>.\n";
    Case c = {0};
    Article *a = handmade_add(&c.l, handmade("a\"><b>\u202E.txt", evil));
    a->lang = S("en\" onclick=\"alert(1)");
    a->byline = a->publisher = S("<i>&amp;</i>\xFF");
    a->url = S("javascript:alert(1)");
    a->date = (Date){2024, 1, 1};
    a->date_basis = S("</time>");
    diag(&c.d, D_UNREADABLE, (Loc){.path = a->src.path}, S("<u>\x07</u>"), S(""));
    plan_html(&c);
    const Str page = {c.out.p, c.out.n - 1};
    assert_true(utf8_valid(page));
    assert_int_equal(times(page, S("<script")), 1);
    assert_int_equal(times(page, S("</script")), 1);
    assert_int_equal(times(page, S("</style")), 1);
    assert_int_equal(times(page, S("<!--")), 1);
    static const char *const never[] = {
        "<img",         "<u>", "<i>", "<b>\u202E", "onclick=\"alert", "href=\"javascript",
        "</time></bdi>"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (str_has(page, str_of(never[i])))
            fail_msg("in the page: %s", never[i]);
    for (size_t i = 0; i < page.n;) {
        const uint32_t cp = utf8_next(page, &i);
        assert_true(cp == '\n' || (cp >= 0x20 && (cp < 0x7F || cp >= 0xA0)));
        assert_false((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069));
    }
    done(&c);
}

/* How many entries bear that path, below their head or in it. */
static size_t entries_of(Str page, Str path)
{
    size_t n = 0;
    for (int i = 0; i < 2; i++) {
        Buf line = {0};
        buf_printf(&line, "<bdi lang=\"\">" STR_FMT "</bdi></%s>", STR_ARG(path),
                   i ? "h3" : "p");
        n += times(page, buf_str(&line));
        buf_free(&line);
    }
    return n;
}

static void every_input_has_an_entry_whatever_the_options(void **state)
{
    (void)state;
    static const CollectOptions options[] = {
        {.order = ORDER_DATE},
        {.order = ORDER_NAME, .duplicates = DUPLICATES_DROP},
        {.duplicates = DUPLICATES_KEEP, .passages = PASSAGES_NONE},
        {.since = {2024, 1, 1}, .until = {2024, 2, 1}},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        Case c = {0};
        fill(&c);
        handmade_add(&c.l, handmade("a.txt", "#Down\n" STORY "Monday.\nA new boat.\n"));
        handmade_add(&c.l, handmade("b.txt", "#Down\n" STORY "Sunday.\n"));
        handmade_add(&c.l, handmade("c.txt", "#Down\n" STORY "Sunday.\n"));
        handmade_add(&c.l, handmade("d.txt", "#Type is cast\nIt is poured.\n-One\n"));
        collect(&c.d, &c.l, &options[i], &c.p);
        report_html(&c.out,
                    &(Report){.plan = &c.p, .edits = &(EditList){0}, .messages = &c.d});
        const Str page = buf_str(&c.out);
        for (size_t k = 0; k < c.l.n; k++)
            assert_int_equal(entries_of(page, c.l.v[k]->src.path), 1);
        assert_int_equal(times(page, S("<article class=\"merged\"")), c.p.nduplicates);
        assert_int_equal(times(page, S("<article class=\"kept\"")), c.p.nchapters);
        done(&c);
    }
}

static void warnings_of_a_file_are_told_once(void **state)
{
    (void)state;
    Case c = {0};
    for (int i = 0; i < 3; i++) {
        Article *a = handmade_add(&c.l, handmade("all.zip", "#T\nBody.\n"));
        a->src.member = i == 0 ? S("a") : i == 1 ? S("b") : S("c");
    }
    diag(&c.d, D_UNREADABLE, (Loc){.path = S("all.zip")}, S("why"), S(""));
    assert_int_equal(times(str_of(plan_html(&c)), S("<li><b>Warning</b>")), 1);
    done(&c);
}

static void a_plan_of_nothing_is_a_plan(void **state)
{
    (void)state;
    Case c = {0};
    assert_string_equal(plan_text(&c),
                        "0 chapters, 0 words; 0 blocks set aside, 0 read as metadata\n");
    buf_clear(&c.out);
    plan_free(&c.p);
    json_t *plan = json_loads(plan_json(&c), 0, NULL);
    assert_non_null(plan);
    json_decref(plan);
    buf_clear(&c.out);
    plan_free(&c.p);
    assert_true(str_ends(str_of(plan_html(&c)), S("</html>\n")));
    done(&c);
}

/* Messages name the archive, not the member. */
static void a_member_that_is_a_part_takes_no_reason_from_another(void **state)
{
    (void)state;
    Case c = {0};
    for (int part = 0; part < 2; part++) {
        Article *a = handmade_add(&c.l, handmade("a.zip", ""));
        a->fate = ART_REFUSED;
        a->src.member = part ? S("x.png") : S("x.json");
        a->src.part = part;
        diag(&c.d, part ? D_PART : D_LINKS_ONLY, (Loc){.path = S("a.zip")},
             part ? S(": x.png") : S("1 link"), (Str){0});
    }
    const char *text = plan_text(&c);
    assert_non_null(strstr(text, "a.zip: x.json\n      holds 1 link"));
    assert_non_null(strstr(text, "a.zip: x.png\n      is a part of articles, not an "
                                 "article by itself\n"));
    done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_for_people_says_what_and_why),
        cmocka_unit_test(the_plan_for_programs_has_every_key_in_order),
        cmocka_unit_test(the_plan_for_programs_says_what_became_of_each_block),
        cmocka_unit_test(nothing_in_the_plan_steers_a_terminal),
        cmocka_unit_test(lines_of_the_plan_fit_eighty_columns),
        cmocka_unit_test(json_stays_json_whatever_the_input_holds),
        cmocka_unit_test(ranges_of_the_blocks_tile_the_text_and_lines_are_right),
        cmocka_unit_test(the_page_says_what_became_of_each_input),
        cmocka_unit_test(the_page_marks_what_versions_say_otherwise),
        cmocka_unit_test(the_page_counts_characters_that_are_set_otherwise),
        cmocka_unit_test(nothing_of_an_input_acts_in_the_page),
        cmocka_unit_test(every_input_has_an_entry_whatever_the_options),
        cmocka_unit_test(warnings_of_a_file_are_told_once),
        cmocka_unit_test(a_plan_of_nothing_is_a_plan),
        cmocka_unit_test(a_member_that_is_a_part_takes_no_reason_from_another),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
