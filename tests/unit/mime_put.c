/* The pieces of a message. */
#include "mail/mime_put.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void assert_field(const char *words, const char *want)
{
    Buf out = {0};
    mime_put_text(&out, "Subject", str_of(words));
    buf_byte(&out, '\0');
    assert_string_equal(out.p, want);
    buf_free(&out);
}

static void plain_words_stay_as_they_are(void **state)
{
    (void)state;
    assert_field("The \"Printed\" Page", "Subject: The \"Printed\" Page\r\n");
    assert_field("", "Subject: \r\n");
}

static void a_line_end_in_a_title_ends_no_field(void **state)
{
    (void)state;
    assert_field(" One\r\nBcc: two@x\x01\t three\n", "Subject: One Bcc: two@x three\r\n");
    assert_field("One\xE2\x80\xA8Two\xC2\x85Three", "Subject: One Two Three\r\n");
}

static void what_is_no_ascii_is_encoded(void **state)
{
    (void)state;
    assert_field("\xC3\xA9", "Subject: =?UTF-8?B?w6k=?=\r\n");
    assert_field("=?UTF-8?B?w6k=?=", "Subject: =?UTF-8?B?PT9VVEYtOD9CP3c2az0/PQ==?=\r\n");
}

/* The longest line, and the lines. */
static size_t longest(Str s, size_t *lines)
{
    size_t most = 0;
    for (*lines = 0; s.n > 0; ++*lines) {
        const size_t n = str_line(&s).n;
        most = n > most ? n : most;
    }
    return most;
}

static void long_fields_are_folded(void **state)
{
    (void)state;
    static const char *const parts[] = {"word ", "\xF0\x9F\x93\x9A", "x"};
    for (size_t k = 0; k < 3; k++) {
        Buf words = {0}, out = {0};
        size_t lines;
        for (size_t i = 0; i < 200; i++)
            buf_put(&words, str_of(parts[k]));
        mime_put_text(&out, "Subject", buf_str(&words));
        assert_true(longest(buf_str(&out), &lines) <= 78);
        assert_true(lines > 2);
        for (Str rest = buf_str(&out), line = str_line(&rest); rest.n > 0;) {
            line = str_line(&rest);
            assert_true(str_starts(line, S(" ")) && line.n > 1);
        }
        buf_free(&words);
        buf_free(&out);
    }
}

/* Four bytes a character: 39 bytes hold nine of them and three bytes of the next. */
static void an_encoded_word_splits_no_character(void **state)
{
    (void)state;
    assert_field("\xF0\x9F\x93\x9A\xF0\x9F\x93\x9A\xF0\x9F\x93\x9A\xF0\x9F\x93\x9A"
                 "\xF0\x9F\x93\x9A\xF0\x9F\x93\x9A\xF0\x9F\x93\x9A\xF0\x9F\x93\x9A"
                 "\xF0\x9F\x93\x9A\xF0\x9F\x93\x9A",
                 "Subject: =?UTF-8?B?8J+TmvCfk5rwn5Oa8J+TmvCfk5rwn5Oa8J+TmvCfk5rwn5Oa?="
                 "\r\n =?UTF-8?B?8J+Tmg==?=\r\n");
}

static void assert_name(const char *name, const char *want)
{
    Buf out = {0};
    mime_put_name(&out, "filename", str_of(name));
    buf_byte(&out, '\0');
    assert_string_equal(out.p, want);
    buf_free(&out);
}

static void a_plain_name_is_written_once(void **state)
{
    (void)state;
    assert_name("The Page (2).epub", ";\r\n filename=\"The Page (2).epub\"");
}

static void assert_plain_name(const char *name, const char *want)
{
    Buf out = {0};
    mime_put_plain_name(&out, "name", str_of(name));
    buf_byte(&out, '\0');
    assert_string_equal(out.p, want);
    buf_free(&out);
}

static void what_of_a_name_is_plain_is_for_old_programs(void **state)
{
    (void)state;
    assert_plain_name("\xC3\x89t\xC3\xA9.pdf", ";\r\n name=\"t.pdf\"");
    assert_plain_name("a\"b\\c.pdf", ";\r\n name=\"a-b-c.pdf\"");
    assert_plain_name("\xE6\xAF\x95.epub", ";\r\n name=\"book.epub\"");
}

static void another_name_is_written_as_it_is(void **state)
{
    (void)state;
    assert_name("\xC3\x89t\xC3\xA9.pdf", ";\r\n filename*=UTF-8''%C3%89t%C3%A9.pdf");
    assert_name("a\"b\\c.pdf", ";\r\n filename*=UTF-8''a%22b%5Cc.pdf");
    assert_name("\xE6\xAF\x95.epub", ";\r\n filename*=UTF-8''%E6%AF%95.epub");
}

static void a_long_name_is_parted_between_characters(void **state)
{
    (void)state;
    Buf name = {0}, out = {0};
    size_t lines;
    for (size_t i = 0; i < 30; i++)
        buf_put(&name, S("\xE6\xAF\x95"));
    buf_put(&name, S(".epub"));
    mime_put_name(&out, "filename", buf_str(&name));
    assert_true(longest(buf_str(&out), &lines) <= 78);
    assert_true(str_has(buf_str(&out), S(" filename*0*=UTF-8''%E6%AF%95")));
    assert_true(str_has(buf_str(&out), S("%95;\r\n filename*1*=%E6%AF%95")));
    buf_free(&name);
    buf_free(&out);
}

static void assert_base64(const char *bytes, const char *want)
{
    Buf out = {0};
    mime_put_base64(&out, str_of(bytes));
    buf_byte(&out, '\0');
    assert_string_equal(out.p, want);
    buf_free(&out);
}

static void bytes_are_written_in_lines_of_76(void **state)
{
    (void)state;
    assert_base64("", "");
    assert_base64("f", "Zg==\r\n");
    assert_base64("fo", "Zm8=\r\n");
    assert_base64("foo", "Zm9v\r\n");
    assert_base64("\xFF\xFF\xBE", "//++\r\n");
    assert_base64(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
        "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh"
        "YWFh\r\nYg==\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_words_stay_as_they_are),
        cmocka_unit_test(a_line_end_in_a_title_ends_no_field),
        cmocka_unit_test(what_is_no_ascii_is_encoded),
        cmocka_unit_test(long_fields_are_folded),
        cmocka_unit_test(an_encoded_word_splits_no_character),
        cmocka_unit_test(a_plain_name_is_written_once),
        cmocka_unit_test(another_name_is_written_as_it_is),
        cmocka_unit_test(what_of_a_name_is_plain_is_for_old_programs),
        cmocka_unit_test(a_long_name_is_parted_between_characters),
        cmocka_unit_test(bytes_are_written_in_lines_of_76),
    };
    return cmocka_run_group_tests_name("mime_put", tests, NULL, NULL);
}
