/* The command line: what is taken, what is refused, and that help and manual agree. */
#include "cli/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "claims.h"
#include "cli/places.h"
#include "cli/summary.h"
#include "collect/collect.h"

enum { MOST_WORDS = 30 };

typedef struct Parsed {
    Arena *arena;
    Diag d;
    Options o;
    bool ok;
} Parsed;

/* A command line, its words parted by '\n'. */
static Parsed parse(const char *line)
{
    Parsed p = {.arena = arena_new()};
    char *argv[MOST_WORDS + 2] = {(char *)"sheaf"};
    int argc = 1;
    for (Str rest = str_of(line); rest.n > 0 && argc <= MOST_WORDS;)
        argv[argc++] = (char *)arena_cstr(p.arena, str_cut(&rest, '\n'));
    argv[argc] = NULL;
    p.ok = options_parse(&p.d, p.arena, argc, argv, &p.o);
    assert_int_equal(p.ok, p.d.exit == 0);
    return p;
}

static void forget(Parsed *p)
{
    diag_free(&p->d);
    arena_free(p->arena);
}

static void the_words_of_choices_are_those_of_the_collector(void **state)
{
    (void)state;
    Parsed p = parse("--order=topic\n--parts=topic\nf");
    assert_int_equal(p.o.order, ORDER_TOPIC);
    assert_int_equal(p.o.parts, PARTS_TOPIC);
    forget(&p);
    p = parse("--order=title\n--parts=folders\nf");
    assert_int_equal(p.o.order, ORDER_TITLE);
    assert_int_equal(p.o.parts, PARTS_FOLDERS);
    forget(&p);
    p = parse("--parts=none\nf");
    assert_int_equal(p.o.order, ORDER_DATE);
    assert_int_equal(p.o.parts, PARTS_NONE);
    forget(&p);
    p = parse("--duplicates=keep\n--passages=ledger\n--variants\nf");
    assert_int_equal(p.o.duplicates, DUPLICATES_KEEP);
    assert_int_equal(p.o.passages, PASSAGES_LEDGER);
    assert_int_equal(p.o.variants, 1);
    forget(&p);
    p = parse("--duplicates=drop\n--passages=none\nf");
    assert_int_equal(p.o.duplicates, DUPLICATES_DROP);
    assert_int_equal(p.o.passages, PASSAGES_NONE);
    forget(&p);
    p = parse("f");
    assert_int_equal(p.o.duplicates, DUPLICATES_MERGE);
    assert_int_equal(p.o.passages, PASSAGES_NOTE);
    assert_int_equal(p.o.variants, 0);
    forget(&p);
}

static void every_option_sets_its_field(void **state)
{
    (void)state;
    Parsed p = parse(
        "-o\nX\n--to=pdf\n--strict\n-M\nsubtitle=A = b\n-M\nrights:all\n-M\nsubject=S\n"
        "-M\nkeywords=K\n-M\nbelongs-to-collection=B\n-M\ngroup-position=3\n"
        "--title\n"
        "T\n--author=Ann\n--author\nBo\n-Mauthor=Cy\nseeds\n--lang=pt-BR\n--date="
        "2024-02-29\nmore.txt");
    assert_true(p.ok);
    assert_str(p.o.output, "X");
    assert_int_equal(p.o.to, TO_PDF);
    assert_true(p.o.strict);
    assert_str(p.o.subtitle, "A = b");
    assert_str(p.o.rights, "all");
    assert_str(p.o.subjects, "S\nK");
    assert_str(p.o.series, "B");
    assert_int_equal(p.o.series_place, 3);
    assert_str(p.o.title, "T");
    assert_str(p.o.authors, "Ann\nBo\nCy");
    assert_str(p.o.lang, "pt-BR");
    assert_str(p.o.date, "2024-02-29");
    assert_int_equal(p.o.ninputs, 2);
    assert_str(p.o.inputs[0], "seeds");
    assert_str(p.o.inputs[1], "more.txt");
    forget(&p);
    p = parse(
        "--order=given\n--toc-depth=6\n--cover=none\n--style=handout\n--paper=letter\n"
        "--binding=8mm\n--one-sided\n"
        "--inspect=json\n-j\n0\n-qv\n--\n-x");
    assert_true(p.ok);
    assert_int_equal(p.o.order, ORDER_GIVEN);
    assert_int_equal(p.o.toc_depth, 6);
    assert_str(p.o.cover, "none");
    assert_str(p.o.style, "handout");
    assert_int_equal(p.o.paper, PAPER_LETTER);
    assert_int_equal(p.o.binding, MM(8));
    assert_true(p.o.one_sided);
    assert_int_equal(p.o.inspect, INSPECT_JSON);
    assert_true(p.o.quiet && p.o.verbose);
    assert_str(p.o.inputs[0], "-x");
    forget(&p);
}

static void what_is_left_out_has_its_default(void **state)
{
    (void)state;
    Parsed p = parse("f");
    assert_true(p.ok);
    assert_int_equal(p.o.to, TO_EPUB | TO_PDF);
    assert_int_equal(p.o.order, ORDER_DATE);
    assert_int_equal(p.o.parts, PARTS_AUTO);
    assert_int_equal(p.o.paper, PAPER_OF_STYLE);
    assert_int_equal(p.o.toc_depth, 2);
    assert_int_equal(p.o.inspect, INSPECT_NO);
    assert_int_equal(p.o.dump, DUMP_NO);
    assert_int_equal(p.o.action, ACTION_MAKE);
    forget(&p);
    p = parse("--inspect\nf");
    assert_int_equal(p.o.inspect, INSPECT_TEXT);
    forget(&p);
}

static void wrong_command_lines_are_told_why(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "no folder and no file was given"},
        {"--colour\nf", "unknown or ambiguous option --colour"},
        {"--tittle=X\nf", "there is no option --tittle=X, but --title;"},
        {"--Paper\na4\nf", "there is no option --Paper, but --paper;"},
        {"-x\nf", "unknown or ambiguous option -x"},
        {"--t\nf", "unknown or ambiguous option --t"},
        {"f\n--title", "a value is missing after --title"},
        {"f\n-o", "a value is missing after -o"},
        {"--strict=1\nf", "no value can be given to --strict"},
        {"--css=a\n--style=b\nf", "--css and --style exclude each other"},
        {"--inspect\n--dump=tree\nf", "--inspect, --dump, --check and --write-config"},
        {"-o\nX.pdf\n--to=epub\nf", "--to asks for another file"},
        {"-o\n-\nf", "a book is not written to the standard output"},
        {"-o\nx.eml\nf", "sheaf writes .epub and .pdf, not x.eml"},
        {"-o\nx/y.TXT\nf", "sheaf writes .epub and .pdf, not y.TXT"},
        {"--creep=0.2mm\nf", "--signature and --creep are of a booklet"},
        {"--signature=4\nf", "--signature and --creep are of a booklet"},
        {"--date=21.1.2025\nf", "--date takes YYYY-MM-DD, not '21.1.2025'"},
        {"--date=2025-02-29\nf", "--date takes YYYY-MM-DD, not '2025-02-29'"},
        {"--since=2025-13\nf", "--since takes YYYY[-MM[-DD]], not '2025-13'"},
        {"--until=25\nf", "--until takes YYYY[-MM[-DD]], not '25'"},
        {"--since=2025\n--until=2024-12\nf", "--since is later than --until"},
        {"--report=a.json\n--inspect\nf", "--report and --eml go with a book"},
        {"--eml\n--dump=book\nf", "--report and --eml go with a book"},
        {"--mail-to=a@b.org\nf", "--mail-to, --mail-budget and --subject are for --eml"},
        {"-M\ngroup-position=2\nf", "group-position goes with belongs-to-collection"},
        {"--eml\n--mail-budget=0\nf",
         "--mail-budget takes a size, as in 500k or 14M, not '0'"},
        {"--eml\n--mail-budget=14MB\nf", "500k or 14M, not '14MB'"},
        {"--eml\n--mail-budget=k\nf", "500k or 14M, not 'k'"},
        {"--eml\n--mail-to=a\nf", "--mail-to takes addresses, as in ann@example.org or "
                                  "\"Ann Lee <ann@example.org>, "
                                  "bob@example.org\", not 'a'"},
        {"--lang=e\nf", "--lang takes a language, as in en or pt-BR, not 'e'"},
        {"--paper=a3\nf", "--paper takes a5|a4|letter, not 'a3'"},
        {"--binding=8\nf", "--binding takes a length, as in 8mm, 0.3in or 12pt, not '8'"},
        {"--binding=-1mm\nf", "12pt, not '-1mm'"},
        {"--binding=1em\nf", "12pt, not '1em'"},
        {"--order=\nf", "--order takes date|topic|title|name|given, not ''"},
        {"--to=epub,doc\nf", "--to takes epub,pdf, not 'epub,doc'"},
        {"--to=\nf", "--to takes epub,pdf, not ''"},
        {"--toc-depth=0\nf", "--toc-depth takes 1-6, not '0'"},
        {"--toc-depth=7\nf", "--toc-depth takes 1-6, not '7'"},
        {"-j\n65\nf", "--jobs takes 0-64, not '65'"},
        {"--inspect=xml\nf", "--inspect takes [json], not 'xml'"},
        {"--dump=\nf", "--dump takes tree|book|pages, not ''"},
        {"-M\ncolour=red\nf", "--metadata takes KEY=VALUE, with a key that 'sheaf "
                              "--help' lists, not 'colour=red'"},
        {"-M\ntitle\nf", "lists, not 'title'"},
        {"-M\ndate=soon\nf", "--metadata=date takes YYYY-MM-DD, not 'soon'"},
        {"--title=\xFF\nf", "--title takes text in UTF-8, not"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Parsed p = parse(cases[i][0]);
        assert_false(p.ok);
        assert_int_equal(p.d.exit, 64);
        assert_int_equal(p.d.n, 1);
        if (!str_has(p.d.messages[0].text, str_of(cases[i][1])))
            fail_msg("%s: " STR_FMT, cases[i][1], STR_ARG(p.d.messages[0].text));
        forget(&p);
    }
}

static void help_and_version_need_no_input(void **state)
{
    (void)state;
    Parsed p = parse("--help");
    assert_true(p.ok && p.o.action == ACTION_HELP);
    forget(&p);
    p = parse("--version\n--nonsense");
    assert_true(p.ok && p.o.action == ACTION_VERSION);
    forget(&p);
}

static void tags_of_languages_have_their_shape(void **state)
{
    (void)state;
    static const char *const good[] = {"en",
                                       "pt-BR",
                                       "zh-Hant-TW",
                                       "de-1996",
                                       "x-klingon",
                                       "sl-rozaj-biske-1994",
                                       "en-u-ca-buddhist",
                                       "i-enochian",
                                       "en-x-y"};
    static const char *const bad[] = {"",     "e",   "english-language", "en_US",
                                      "en-",  "-en", "en--US",           "12",
                                      "en-x", "x",   "en-\xC3\xA9",      "en-toolonger9"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!lang_is_tag(str_of(good[i])))
            fail_msg("%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (lang_is_tag(str_of(bad[i])))
            fail_msg("%s", bad[i]);
}

static void help_fits_a_terminal_and_manual_and_help_agree(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Diag d = {0};
    Buf help = {0};
    Str manual;
    options_help(&help);
    for (Str rest = buf_str(&help); rest.n > 0;)
        assert_true(str_line(&rest).n <= 88);
    assert_true(file_read(&d, a, S("src/cli/sheaf.1"), 1 << 20, D_NO_INPUT, &manual));
    char letter;
    const char *name;
    size_t n = 0;
    for (; options_name(n, &letter, &name); n++) {
        const Str in_help = arena_printf(a, "--%s", name);
        const Str in_manual = letter
                                  ? arena_printf(a, "\n.It Fl %c , Fl -%s", letter, name)
                                  : arena_printf(a, "\n.It Fl -%s", name);
        if (!str_has(buf_str(&help), in_help) || !str_has(manual, in_manual))
            fail_msg("%s", name);
    }
    size_t items = 0;
    for (Str rest = manual; str_has(rest, S("\n.It Fl"));) {
        rest = str_sub(rest, str_find(rest, S("\n.It Fl")) + 1, rest.n);
        items++;
    }
    assert_int_equal(items, n);
    buf_free(&help);
    arena_free(a);
    diag_free(&d);
}

static void names_of_files_are_safe(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"The News", "The News"},
        {"a/b: c?", "a-b- c"},
        {"../../etc", "etc"},
        {"...", "book"},
        {"", "book"},
        {"-rf", "rf"},
        {"a\x01\x02"
         "b",
         "a-b"},
        {"//", "book"},
        {"x. ", "x"},
        {"\xD0\xB0", "\xD0\xB0"},
        {"a\xFF", "a"},
    };
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(safe_name(a, str_of(cases[i][0])), cases[i][1]);
    char longest[1000];
    memset(longest, 'x', sizeof longest);
    assert_true(safe_name(a, (Str){longest, sizeof longest}).n <= 120);
    arena_free(a);
}

static void outputs_are_named_after_what_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *line, *epub, *pdf;
    } cases[] = {
        {"src", "src.epub", "src.pdf"},
        {"src/", "src.epub", "src.pdf"},
        {"a/b/one.two.txt", "one.two.epub", "one.two.pdf"},
        {"a.txt\nb.txt", "book.epub", "book.pdf"},
        {"--title=A/B\nsrc", "A-B.epub", "A-B.pdf"},
        {"-o\nx/y\nsrc", "x/y.epub", "x/y.pdf"},
        {"-o\nx.y\nsrc", "x.y.epub", "x.y.pdf"},
        {"-o\nY.PDF\nsrc", "", "Y.PDF"},
        {"-o\ny.epub\nsrc", "y.epub", ""},
        {"-o\ntests\nsrc", "tests/src.epub", "tests/src.pdf"},
        {"-o\ntests/\n-t\nepub\nsrc", "tests/src.epub", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Parsed p = parse(cases[i].line);
        Str epub, pdf;
        output_paths(p.arena, &p.o, &epub, &pdf);
        assert_str(epub, cases[i].epub);
        assert_str(pdf, cases[i].pdf);
        forget(&p);
    }
}

static void a_folder_has_its_name_however_it_is_given(void **state)
{
    (void)state;
    char cwd[4096];
    assert_non_null(getcwd(cwd, sizeof cwd));
    Parsed p = parse("src/cli/..");
    assert_str(inputs_name(p.arena, &p.o), "src");
    forget(&p);
    p = parse(".");
    assert_true(str_eq(inputs_name(p.arena, &p.o), path_base(str_of(cwd))));
    forget(&p);
}

static void styles_are_named_not_pathed(void **state)
{
    (void)state;
    Arena *a = arena_new();
    assert_int_equal(style_path(a, S("../styles/book")).n, 0);
    assert_int_equal(style_path(a, S("")).n, 0);
    assert_int_equal(style_path(a, S("no such style")).n, 0);
    arena_free(a);
}

static void sizes_are_told_in_bytes_or_by_the_thousand(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t bytes;
    } cases[] = {{"--eml\nf", 14000000},
                 {"--eml\n--mail-budget=500k\nf", 500000},
                 {"--eml\n--mail-budget=20M\nf", 20000000},
                 {"--eml\n--mail-budget=12345\nf", 12345}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Parsed p = parse(cases[i].line);
        assert_int_equal(p.o.mail_budget, cases[i].bytes);
        forget(&p);
    }
}

static void who_gets_a_mail_is_said_in_one_list_or_several(void **state)
{
    (void)state;
    Parsed p = parse("--eml\n--mail-to=a@b, Ann <c@d>\n--mail-to\ne@f\nf");
    assert_str(p.o.mail_to, "a@b, Ann <c@d>\ne@f");
    forget(&p);
}

static void a_summary_counts(void **state)
{
    (void)state;
    const Str paths[] = {S("X.epub"), S("X\x1B.pdf")};
    const size_t sizes[] = {1499, 12345678};
    const Str details[] = {S(""), S(" (2 sheets)")};
    const Summary s = {.chapters = 1,
                       .words = 2,
                       .pages = 3,
                       .notes = 1,
                       .set_aside = 4,
                       .paths = paths,
                       .sizes = sizes,
                       .details = details,
                       .noutputs = 2,
                       .milliseconds = 1234};
    Buf out = {0};
    summary_print(&out, &s);
    assert_str(buf_str(&out),
               "1 chapter, 2 words, 3 pages, 1 source note; 0 duplicates, "
               "4 blocks set aside\n"
               "X.epub, 1 kB; X\\x1B.pdf, 12.3 MB (2 sheets); in 1.23 s\n");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_of_choices_are_those_of_the_collector),
        cmocka_unit_test(every_option_sets_its_field),
        cmocka_unit_test(what_is_left_out_has_its_default),
        cmocka_unit_test(wrong_command_lines_are_told_why),
        cmocka_unit_test(help_and_version_need_no_input),
        cmocka_unit_test(tags_of_languages_have_their_shape),
        cmocka_unit_test(help_fits_a_terminal_and_manual_and_help_agree),
        cmocka_unit_test(names_of_files_are_safe),
        cmocka_unit_test(outputs_are_named_after_what_is_known),
        cmocka_unit_test(a_folder_has_its_name_however_it_is_given),
        cmocka_unit_test(styles_are_named_not_pathed),
        cmocka_unit_test(sizes_are_told_in_bytes_or_by_the_thousand),
        cmocka_unit_test(who_gets_a_mail_is_said_in_one_list_or_several),
        cmocka_unit_test(a_summary_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
