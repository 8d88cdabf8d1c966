/* Who a mail goes to: which lists of addresses are taken, and how they are written. */
#include "mail/mailbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "mail/mime_put.h"

/* As "[name] address" for each; NULL: refused. */
static void assert_read(const char *list, const char *want)
{
    Arena *a = arena_new();
    size_t n = 0;
    const Mailbox *v = mailboxes_read(a, str_of(list), &n);
    Buf got = {0};
    for (size_t i = 0; v && i < n; i++) {
        if (v[i].name.n > 0)
            buf_printf(&got, "[" STR_FMT "] ", STR_ARG(v[i].name));
        buf_printf(&got, STR_FMT ";", STR_ARG(v[i].address));
    }
    if ((v == NULL) != (want == NULL) || !str_eq(buf_str(&got), str_of(want)))
        fail_msg("'%s' is '" STR_FMT "', not '%s'", list, STR_ARG(buf_str(&got)),
                 want ? want : "refused");
    buf_free(&got);
    arena_free(a);
}

static void addresses_are_taken_with_names_and_without(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a@b", "a@b;"},
        {"jane.doe+books@mail.example.org", "jane.doe+books@mail.example.org;"},
        {"x_y@1.2-3", "x_y@1.2-3;"},
        {" <a@b> ", "a@b;"},
        {"Ann Lee <ann@example.org>", "[Ann Lee] ann@example.org;"},
        {"ann@example.org (Ann Lee)", "[Ann Lee] ann@example.org;"},
        {"John Q. Public <j@b>", "[John Q. Public] j@b;"},
        {"\"Lee, Ann \\\"A.\\\"\" <a@b>", "[Lee, Ann \"A.\"] a@b;"},
        {"O'Brien <o@b>", "[O'Brien] o@b;"},
        {"Zoë Müller <z@b>", "[Zoë Müller] z@b;"},
        {"=?UTF-8?B?w6k=?= <a@b>", "[é] a@b;"},
        {"書房 <a@例え.jp>, b@Müller.example",
         "[書房] a@xn--r8jz45g.jp;b@xn--mller-kva.example;"},
        {"a@b,c@d", "a@b;c@d;"},
        {"Ann <a@b>, c@d,\tBob <e@f>,", "[Ann] a@b;c@d;[Bob] e@f;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_read(cases[i][0], cases[i][1]);
}

static void a_list_with_anything_else_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        " ",
        ",",
        "a",
        "@b",
        "a@",
        "a@b@c",
        ".a@b",
        "a..b@c",
        "a b@c",
        "a@-b",
        "a@b-",
        "a@b..c",
        "a@b c@d",
        "a@b; c@d",
        "a@b, c",
        "Ann <a@b>, Bob",
        "Ann <a@b> Bob <c@d>",
        "Ann Lee",
        "Ann <>",
        "Ann <a@b",
        "Ann a@b>",
        "\"Ann <a@b>",
        "Friends: a@b, c@d;",
        "mailto:a@b",
        "a@b\nBcc:c@d",
        "\"A\r\nBcc: x\" <a@b>",
        "\"a\"@b",
        "a@[1]",
        "é@b",
        "a@\u0301b",
        "A <a@b>\xC3",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_read(cases[i], NULL);
    assert_read("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b",
                NULL);
}

static void assert_written(const char *name, const char *want)
{
    Buf out = {0};
    mime_put_mailbox(&out, str_of(name), S("a@b"));
    if (!str_eq(buf_str(&out), str_of(want)))
        fail_msg("'" STR_FMT "' is not '%s'", STR_ARG(buf_str(&out)), want);
    buf_free(&out);
}

static void names_are_written_as_mail_allows(void **state)
{
    (void)state;
    assert_written("", "a@b");
    assert_written("Ann Lee", "Ann Lee <a@b>");
    assert_written("Lee, Ann", "\"Lee, Ann\" <a@b>");
    assert_written("A\"B\\C", "\"A\\\"B\\\\C\" <a@b>");
    assert_written("A\r\nBcc: x", "\"A Bcc: x\" <a@b>");
    assert_written("=?a?b?c?=", "=?UTF-8?B?PT9hP2I/Yz89?=\r\n <a@b>");
    assert_written("Zoë", "=?UTF-8?B?Wm/Dqw==?=\r\n <a@b>");
}

static void no_line_of_a_mailbox_is_long(void **state)
{
    (void)state;
    static const char *const parts[] = {"word ", "書", "\"", "x"};
    char host[64] = "a@";
    memset(host + 2, 'h', 50);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        for (size_t times = 1; times < 90; times++) {
            Buf name = {0}, out = {0};
            for (size_t i = 0; i < times; i++)
                buf_put(&name, str_of(parts[k]));
            buf_put(&out, S("To: "));
            mime_put_mailbox(&out, buf_str(&name), str_of(host));
            buf_byte(&out, ',');
            for (Str rest = buf_str(&out); rest.n > 0;)
                assert_true(str_line(&rest).n <= 78);
            buf_free(&name);
            buf_free(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_taken_with_names_and_without),
        cmocka_unit_test(a_list_with_anything_else_is_refused),
        cmocka_unit_test(names_are_written_as_mail_allows),
        cmocka_unit_test(no_line_of_a_mailbox_is_long),
    };
    return cmocka_run_group_tests_name("mailbox", tests, NULL, NULL);
}
