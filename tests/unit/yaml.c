/* YAML as it is written: what comes back, and what stays a comment. */
#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/utf8.h"

/* The text as a value of a key, as an item and in a flow list, with a comment around it,
 * read again. */
static void assert_same(Str text)
{
    Arena *a = arena_new();
    Buf out = {0};
    YamlFault f;
    Yaml *root;
    buf_put(&out, S("# "));
    yaml_put_comment(&out, text);
    buf_put(&out, S("\na: "));
    yaml_put(&out, text);
    buf_put(&out, S("  # "));
    yaml_put_comment(&out, text);
    buf_put(&out, S("\nb:\n  - "));
    yaml_put(&out, text);
    buf_put(&out, S("\nc: ["));
    yaml_put(&out, text);
    buf_put(&out, S(", x]\n"));
    if (!yaml_read(a, buf_str(&out), &root, &f))
        fail_msg("'" STR_FMT "': " STR_FMT, STR_ARG(buf_str(&out)), STR_ARG(f.what));
    const Yaml *values[] = {root->first, root->first->next->first, root->last->first};
    for (size_t i = 0; i < 3; i++)
        if (!str_eq(values[i]->text, text))
            fail_msg("'" STR_FMT "' came back as '" STR_FMT "'", STR_ARG(text),
                     STR_ARG(values[i]->text));
    assert_ptr_equal(root->first->next->next, root->last); /* and nothing else did */
    buf_free(&out);
    arena_free(a);
}

static void every_character_comes_back_wherever_it_stands(void **state)
{
    (void)state;
    enum {
        STEP = 251
    }; /* a prime: planes are tried where they matter, and here and there */
    for (uint32_t cp = 0; cp < 0x110000; cp += cp < 0x3100 ? 1 : cp < 0xFE00 ? STEP : 1) {
        if (cp >= 0x10000 && (cp & 0xFFFF) == 0x100)
            cp |= 0xFF00; /* the ends of the planes */
        Buf b = {0};
        buf_utf8(&b, cp);
        assert_same(buf_str(&b));
        buf_put(&b, S("b c"));
        assert_same(buf_str(&b));
        buf_utf8(&b, cp);
        assert_same(buf_str(&b));
        buf_free(&b);
    }
}

static void words_of_yaml_and_its_marks_come_back(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",       " ",          "no",         "~",        "null",    "1e3",       "- x",
        "a: b",   "a:",         "a #b",       "#",        "---",     "...",       "--- a",
        "? a",    "a ? b",      "'",          "''",       "it's",    "\"",        "\\",
        "\\n",    "a\\",        "&a",         "*a",       "!!str a", "%YAML 1.2", "| ",
        ">-",     "[a, b]",     "{a: b}",     "a, b",     "a]",      "a}",        "a b ",
        " a b",   "a  b",       "\ta",        "a\t",      "a\nb",    "a\n\nb",    "\n",
        "a\r\nb", "2024-05-18", "12:30:00",   "0x1F",     "<<",      "=",         "@a",
        "`a`",    "a`",         "x\xC2\xA0y", "\xC2\xA0", "-",       "?",         ":"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_same(str_of(texts[i]));
    assert_same((Str){"a\0b", 3});
    Buf b = {0};
    buf_fill(&b, 'x', 100000);
    assert_same(buf_str(&b));
    buf_put(&b, S(": y"));
    assert_same(buf_str(&b));
    buf_free(&b);
}

/* What others read as something else than text has quotes; what needs none has none. */
static void only_what_could_be_mistaken_is_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *text, *put;
    } cases[] = {{"weir.txt", "weir.txt"},
                 {"water/mill-2 (copy).txt", "water/mill-2 (copy).txt"},
                 {"0007_scan.txt", "0007_scan.txt"},
                 {"The Weir, Once More", "\"The Weir, Once More\""},
                 {"\xD0\xBF\xD1\x83\xD1\x82\xD1\x8C", "\xD0\xBF\xD1\x83\xD1\x82\xD1\x8C"},
                 {"no", "\"no\""},
                 {"No", "\"No\""},
                 {"1e3", "\"1e3\""},
                 {"2024-05-18", "\"2024-05-18\""},
                 {"../my.css", "\"../my.css\""},
                 {"a\xEF\xBB\xBF", "\"a\\uFEFF\""},
                 {"a\x01\xE2\x80\xA8", "\"a\\x01\\u2028\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buf b = {0};
        yaml_put(&b, str_of(cases[i].text));
        buf_byte(&b, '\0');
        assert_string_equal(b.p, cases[i].put);
        buf_free(&b);
    }
}

static void what_is_not_utf8_comes_back_as_a_replacement(void **state)
{
    (void)state;
    Buf b = {0};
    yaml_put(&b, S("caf\xE9"));
    buf_byte(&b, '\0');
    assert_string_equal(b.p, "\"caf\xEF\xBF\xBD\"");
    buf_free(&b);
}

static void what_is_no_yaml_is_told_with_what_to_do(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned line, col;
        const char *what;
    } cases[] = {
        {"a: b\n\tc: d\n", 2, 1, "a tab stands before the text"},
        {"a: Bread: a history\n", 1, 9, "put the text into quotes"},
        {"\xC3\xA4: \xC3\xB6: x\n", 1, 5, "put the text into quotes"},
        {"a: @home\n", 1, 4, "no text begins with this sign"},
        {"a: b\nc: \"d\ne: f\n", 4, 1,
         "(while scanning a quoted scalar that begins at line 2)"},
        {"a: [b,\nc: d", 3, 1, "(while parsing a flow sequence that begins at line 1)"},
        {"---\na: b\n---\nc: d\n", 3, 1, "a second document begins"},
        {"a: \xFF\n", 1, 1, "invalid leading UTF-8 octet"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena *a = arena_new();
        Yaml *root;
        YamlFault f;
        assert_false(yaml_read(a, str_of(cases[i].text), &root, &f));
        assert_null(root);
        if (f.at.line != cases[i].line || f.at.col != cases[i].col ||
            !str_has(f.what, str_of(cases[i].what)))
            fail_msg("'%s': %u:%u " STR_FMT, cases[i].text, (unsigned)f.at.line,
                     (unsigned)f.at.col, STR_ARG(f.what));
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_comes_back_wherever_it_stands),
        cmocka_unit_test(words_of_yaml_and_its_marks_come_back),
        cmocka_unit_test(only_what_could_be_mistaken_is_quoted),
        cmocka_unit_test(what_is_not_utf8_comes_back_as_a_replacement),
        cmocka_unit_test(what_is_no_yaml_is_told_with_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
