/* Charsets at the door. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "read/read.h"

typedef struct Read {
    Diag d;
    Article *a;
} Read;

static Read read_these(Str bytes)
{
    Read r = {0};
    r.a = read_bytes(&r.d, S("a.txt"), bytes);
    return r;
}

static void done(Read *r)
{
    article_free(r->a);
    diag_free(&r->d);
}

static bool said(const Read *r, DiagId id)
{
    for (size_t i = 0; i < r->d.n; i++)
        if (r->d.messages[i].id == id)
            return true;
    return false;
}

/* The bytes are read as the charset, and the text has `words`; is a note given? */
static void assert_read(Str bytes, const char *charset, const char *words, bool note)
{
    Read r = read_these(bytes);
    assert_non_null(r.a->src.charset);
    assert_string_equal(r.a->src.charset, charset);
    assert_true(utf8_valid(r.a->src.text));
    if (!str_has(r.a->src.text, str_of(words)))
        fail_msg("no '%s' in '" STR_FMT "'", words, STR_ARG(r.a->src.text));
    assert_int_equal(said(&r, D_CHARSET_GUESSED), note);
    done(&r);
}

static void utf8_needs_no_note_and_loses_its_mark(void **state)
{
    (void)state;
    assert_read(S("Fl\u00FCsse"), "UTF-8", "Fl\u00FCsse", false);
    assert_read(S("\xEF\xBB\xBF"
                  "Fl\u00FCsse"),
                "UTF-8", "Fl", false);
    Read r = read_these(S("\xEF\xBB\xBFword"));
    assert_true(str_eq(r.a->src.text, S("word")));
    done(&r);
}

static void a_mark_decides(void **state)
{
    (void)state;
    assert_read(S("\xFF\xFEH\0i\0"), "UTF-16LE", "Hi", true);
    assert_read(S("\xFE\xFF\0H\0i"), "UTF-16BE", "Hi", true);
    assert_read(S("\xFF\xFE\0\0H\0\0\0"), "UTF-32LE", "H", true);
}

static void what_the_text_declares_comes_next(void **state)
{
    (void)state;
    assert_read(S("<?xml version='1.0' encoding='ISO-8859-2'?>\n\xB1"), "ISO-8859-2",
                "\u0105", true);
    assert_read(S("-*- coding: koi8-r -*-\n\xD0\xD2\xC9"), "KOI8-R", "\u043F\u0440\u0438",
                true);
    assert_read(S("caf\xE9 \x80\n# vim: fileencoding=latin1"), "windows-1252",
                "caf\u00E9 \u20AC", true);
}

static void charsets_that_hide_text_or_are_no_such_are_not_believed(void **state)
{
    (void)state;
    assert_read(S("<?xml encoding='UTF-7'?> +ADw-x+AD4- \u00E9"), "UTF-8", "+ADw-",
                false);
    assert_read(S("<?xml encoding='UTF-16'?> \u00E9"), "UTF-8", "\u00E9", false);
    assert_read(S("<?xml encoding='nonsense'?> \u00E9"), "UTF-8", "\u00E9", false);
    assert_read(S("<?xml encoding='ISO-8859-16'?> \u00E9"), "UTF-8", "\u00E9", false);
}

static void the_detector_is_asked_and_windows_1252_is_what_is_left(void **state)
{
    (void)state;
    assert_read(S("\xF0\xCF\xC5\xDA\xC4 \xC9\xC4\xA3\xD4 \xD7 \xC7\xCF\xD2\xC1\xC8 \xC9 "
                  "\xCE\xC5 \xCF\xD3\xD4\xC1\xCE\xC1\xD7\xCC\xC9\xD7\xC1\xC5\xD4\xD3\xD1 "
                  "\xCE\xC1 \xD3\xD4\xC1\xCE\xC3\xC9\xD1\xC8 \xC4\xCF \xD5\xD4\xD2\xC1"),
                "KOI8-R", "\u043E\u0435\u0437\u0434", true);
    assert_read(S("\x93x\x94"), "windows-1252", "\u201Cx\u201D", true);
}

static void bad_bytes_are_counted_and_told(void **state)
{
    (void)state;
    Read r = read_these(S("\xEF\xBB\xBF"
                          "a \xFF b \xC3 c"));
    assert_true(str_eq(r.a->src.text, S("a \uFFFD b \uFFFD c")));
    assert_true(said(&r, D_CHARSET_REPLACED));
    assert_int_equal(r.d.exit, 1);
    done(&r);
}

static void a_few_nuls_are_no_reason_to_refuse_a_text(void **state)
{
    (void)state;
    Read r = read_these(S("A text with\0a hole, and a good deal more behind it."));
    assert_int_not_equal(r.a->fate, ART_REFUSED);
    assert_int_equal(r.a->src.text.n, 51);
    done(&r);
}

static void what_is_no_text_is_refused_with_what_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        Str bytes;
        const char *word;
    } cases[] = {
        {"a.txt", {"\1\2\3\4\5\6\7\xE\xF\x10", 10}, "binary"},
        {"a.txt", {"%PDF-1.7\n", 9}, "PDF"},
        {"a", {"PK\3\4zip", 7}, "archive"},
        {"a.docx", {"PK\3\4zip", 7}, "word processor"},
        {"a.json", {"{}", 2}, "JSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Diag d = {0};
        Article *a = read_bytes(&d, str_of(cases[i].name), cases[i].bytes);
        assert_int_equal(a->fate, ART_REFUSED);
        assert_int_equal(a->src.text.n, 0);
        assert_null(a->root->first);
        assert_int_equal(d.n, 1);
        assert_int_equal(d.messages[0].id, D_NOT_TEXT);
        assert_true(str_has(d.messages[0].text, str_of(cases[i].word)));
        assert_int_equal(d.exit, 1);
        diag_free(&d);
        article_free(a);
    }
}

static void damaged_utf8_stays_utf8(void **state)
{
    (void)state;
    static const Str texts[] = {
        {"wells \xE2\x82", 8},              /* cut off */
        {"wells \xC0\xAF\xE0\x80\xAF", 11}, /* overlong */
        {"wells \xED\xA0\x80", 9},          /* a surrogate */
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Read r = read_these(texts[i]);
        assert_true(str_eq(str_of(r.a->src.charset), S("UTF-8")));
        assert_true(str_starts(r.a->src.text, S("wells \uFFFD")));
        assert_true(said(&r, D_CHARSET_REPLACED));
        done(&r);
    }
    char many[4000];
    memset(many, 'a', sizeof many);
    memcpy(many, "caf\xC3\xA9 na\xC3\xAFve ", 13);
    many[2000] = '\xFF';
    Read r = read_these((Str){many, sizeof many});
    assert_true(str_eq(str_of(r.a->src.charset), S("UTF-8")));
    assert_true(said(&r, D_CHARSET_REPLACED));
    done(&r);
}

static void a_few_controls_are_no_reason_to_refuse_a_short_text(void **state)
{
    (void)state;
    Read r = read_these(S("a\0b\0KEEP\0"));
    assert_int_not_equal(r.a->fate, ART_REFUSED);
    done(&r);
    r = read_these(S("A well \1 is dug \2 at dawn, before \3 the heat \4 comes."));
    assert_int_not_equal(r.a->fate, ART_REFUSED);
    done(&r);
}

/* Validity is looked at several bytes at a time where all are ASCII. */
static void one_bad_byte_is_seen_wherever_it_stands(void **state)
{
    (void)state;
    char bytes[24];
    for (size_t n = 1; n < sizeof bytes; n++)
        for (size_t at = 0; at < n; at++) {
            memset(bytes, 'a', n);
            assert_true(utf8_valid((Str){bytes, n}));
            bytes[at] = '\xC3';
            assert_false(utf8_valid((Str){bytes, n}));
            if (at + 1 < n)
                bytes[at + 1] = '\xA9';
            assert_int_equal(utf8_valid((Str){bytes, n}), at + 1 < n);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_needs_no_note_and_loses_its_mark),
        cmocka_unit_test(a_mark_decides),
        cmocka_unit_test(what_the_text_declares_comes_next),
        cmocka_unit_test(charsets_that_hide_text_or_are_no_such_are_not_believed),
        cmocka_unit_test(the_detector_is_asked_and_windows_1252_is_what_is_left),
        cmocka_unit_test(bad_bytes_are_counted_and_told),
        cmocka_unit_test(a_few_nuls_are_no_reason_to_refuse_a_text),
        cmocka_unit_test(damaged_utf8_stays_utf8),
        cmocka_unit_test(a_few_controls_are_no_reason_to_refuse_a_short_text),
        cmocka_unit_test(what_is_no_text_is_refused_with_what_it_is),
        cmocka_unit_test(one_bad_byte_is_seen_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
