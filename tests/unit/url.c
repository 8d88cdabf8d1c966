/* Addresses: which are taken, and how they are written. */
#include "base/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void check(Str url, const char *want)
{
    Buf out = {0};
    buf_put(&out, S("<"));
    const bool ok = url_put(&out, url);
    assert_int_equal(ok, want != NULL);
    if (!str_eq(str_sub(buf_str(&out), 1, out.n), str_of(want)))
        fail_msg("'" STR_FMT "' is not '%s'", STR_ARG(buf_str(&out)), want ? want : "");
    buf_free(&out);
}

static void addresses_are_escaped_once(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"https://example.org", "https://example.org"},
        {"HTTP://Example.org:80/a%20b", "http://Example.org:80/a%20b"},
        {"http://a/b c?q=\"&r=%zz#s#t", "http://a/b%20c?q=%22&r=%25zz#s%23t"},
        {"http://a/%4", "http://a/%254"},
        {"http://a/[x]{y}|\\^`<>", "http://a/%5Bx%5D%7By%7D%7C%5C%5E%60%3C%3E"},
        {"http://a/\xD0\xBF", "http://a/%D0%BF"},
        {"mailto:a@example.org?subject=b c", "mailto:a@example.org?subject=b%20c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(str_of(cases[i][0]), cases[i][1]);
    check(S("http://a/\0\n"), "http://a/%00%0A");
}

static void a_host_beyond_ascii_is_written_as_the_net_knows_it(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"https://müller.example/", "https://xn--mller-kva.example/"},
        {"https://WWW.MÜLLER.Example:8080/ü",
         "https://www.xn--mller-kva.example:8080/%C3%BC"},
        {"https://mu\u0308ller.example", "https://xn--mller-kva.example"},
        {"https://例え.jp/", "https://xn--r8jz45g.jp/"},
        {"https://例え。jp?q", "https://xn--r8jz45g.jp?q"},
        {"http://пример.рф/#а", "http://xn--e1afmkfd.xn--p1ai/#%D0%B0"},
        {"http://faß.example/", "http://xn--fa-hia.example/"},
        {"http://שלום.example/", "http://xn--9dbne9b.example/"},
        {"http://my_blog.müller.example/", "http://my_blog.xn--mller-kva.example/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(str_of(cases[i][0]), cases[i][1]);
}

static void what_no_host_can_be_called_is_not_taken(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "http://\uFFFD/",           /* nothing that a name may hold */
        "http://ü ü.example/",      /* a blank */
        "http://ü..example/",       /* an empty label */
        "http://ü.example:port/",   /* no port */
        "http://ü@example.org/",    /* a user */
        "http://\u0301a.example/",  /* begins with a mark */
        "http://a\u200Dü.example/", /* a joiner with nothing to join */
        "http://שa.example/",       /* both directions in a label */
        "http://ü／a.example/",     /* becomes a slash */
        "http://\xC3\x28.example/", /* no UTF-8 */
        "http://\u00AD/",           /* nothing is left */
        "http://-ü.example/",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(str_of(cases[i]), NULL);
    char host[1200] = "http://";
    for (size_t i = strlen(host); i + 3 < sizeof host; i += 2)
        memcpy(host + i, "ü", 3);
    check(str_of(host), NULL);
    check((Str){host, 7 + 2 * 70}, NULL); /* a label of more than 63 */
}

static void what_is_no_address_is_not_taken(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "http",
        "http:",
        "http:/",
        "http://",
        "http:///a",
        "http://?a",
        "http://a b/",
        "http://-a/",
        "http://a:b/",
        "http://a:0x1/",
        "http://a:99999/",
        "http://[::1]/",
        "http://a@b/",
        "mailto:nobody",
        "ftp://a/",
        "file:///a",
        "javascript:a",
        "data:text/html,a",
        "//a/",
        "/a",
        "../a",
        "#a",
        " http://a/",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(str_of(cases[i]), NULL);
    check(S("http://a\0/"), NULL);
}

static void an_address_has_a_longest_length(void **state)
{
    (void)state;
    char url[URL_MOST + 1];
    memset(url, 'a', sizeof url);
    memcpy(url, "http://a/", 9);
    Buf out = {0};
    assert_true(url_put(&out, (Str){url, URL_MOST}));
    assert_int_equal(out.n, URL_MOST);
    assert_false(url_put(&out, (Str){url, URL_MOST + 1}));
    buf_free(&out);
}

static void data_is_decoded(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"data:image/png;base64,aGVsbG8=", "hello"},
        {"DATA:;BASE64,aGVs%62G8%3D", "hello"},
        {"data:,a%20b", "a b"},
        {"data:image/svg+xml;utf8,<svg/>", "<svg/>"},
        {"data:;base64,aGV sbG8", "hello"},
        {"data:;base64,a*", NULL},
        {"data:;base64", NULL},
        {"http://a/", NULL},
    };
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str got;
        const bool ok = url_data(a, str_of(cases[i][0]), &got);
        assert_int_equal(ok, cases[i][1] != NULL);
        assert_true(!ok || str_eq(got, str_of(cases[i][1])));
    }
    arena_free(a);
}

static void addresses_are_joined_as_the_standard_says(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"http://a/b/c/d?q", "g", "http://a/b/c/g"},
        {"http://a/b/c/d?q", "./g/", "http://a/b/c/g/"},
        {"http://a/b/c/d?q", "/g", "http://a/g"},
        {"http://a/b/c/d?q", "//g", "http://g"},
        {"http://a/b/c/d?q", "?y", "http://a/b/c/d?y"},
        {"http://a/b/c/d?q", "#s", "http://a/b/c/d?q#s"},
        {"http://a/b/c/d?q", "", "http://a/b/c/d?q"},
        {"http://a/b/c/d?q", "../../../g?x#s", "http://a/g?x#s"},
        {"http://a/b/c/d?q", "..", "http://a/b/"},
        {"http://a/b/c/d?q", "mailto:x@y", "mailto:x@y"},
        {"http://a", "g", "http://a/g"},
        {"in/deep/page.html", "../other.html", "in/other.html"},
        {"page.html", "../../x.html", "x.html"},
        {"/in/page.html", "sub/./x.html", "/in/sub/x.html"},
    };
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Str got = url_join(a, str_of(cases[i][0]), str_of(cases[i][1]));
        if (!str_eq(got, str_of(cases[i][2])))
            fail_msg("'" STR_FMT "' is not '%s'", STR_ARG(got), cases[i][2]);
    }
    arena_free(a);
}

static void addresses_of_one_page_have_one_key(void **state)
{
    (void)state;
    static const char *const same[] = {
        "https://example.org/a/b",
        "http://Example.org:80/a/b/",
        "https://example.org:443/a/b#part",
        "https://example.org/a/b?utm_source=x&utm_y=z",
        "https://example.org/a/./c/../b/#x",
    };
    static const char *const other[] = {
        "https://example.org/a", "https://example.org/a/b?p=1", "https://example.com/a/b",
        "mailto:a@example.org", "a/b"};
    Arena *a = arena_new();
    const Str key = url_key(a, str_of(same[0]));
    assert_true(str_eq(url_key(a, S("https://Müller.example/a/")),
                       url_key(a, S("http://xn--mller-kva.example/a"))));
    assert_true(str_eq(key, S("example.org/a/b")));
    for (size_t i = 1; i < sizeof same / sizeof *same; i++)
        assert_true(str_eq(url_key(a, str_of(same[i])), key));
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(str_eq(url_key(a, str_of(other[i])), key));
    assert_true(str_eq(url_unescape(a, S("a%20b%zz%4")), S("a b%zz%4")));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_escaped_once),
        cmocka_unit_test(a_host_beyond_ascii_is_written_as_the_net_knows_it),
        cmocka_unit_test(what_no_host_can_be_called_is_not_taken),
        cmocka_unit_test(what_is_no_address_is_not_taken),
        cmocka_unit_test(data_is_decoded),
        cmocka_unit_test(an_address_has_a_longest_length),
        cmocka_unit_test(addresses_are_joined_as_the_standard_says),
        cmocka_unit_test(addresses_of_one_page_have_one_key),
    };
    return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
