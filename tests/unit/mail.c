/* Mail: what a message shows becomes an article with what its head says of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "claims.h"
#include "collect/collect.h"
#include "read/read.h"

typedef struct Fixture {
    Diag d;
    ArticleList list;
} Fixture;

static int setup(void **state)
{
    *state = calloc(1, sizeof(Fixture));
    return 0;
}

static int teardown(void **state)
{
    Fixture *f = *state;
    articles_free(&f->list);
    diag_free(&f->d);
    free(f);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* The first article of the message. */
static const Article *read_as(Fixture *f, const char *path, const char *message)
{
    read_bytes_all(&f->d, str_of(path), str_of(message), &f->list);
    assert_true(f->list.n > 0);
    return f->list.v[0];
}

static const Article *read_mail(Fixture *f, const char *message)
{
    return read_as(f, "a.eml", message);
}

static const Article *member(const Fixture *f, const char *name)
{
    for (size_t i = 0; i < f->list.n; i++)
        if (str_eq(f->list.v[i]->src.member, str_of(name)))
            return f->list.v[i];
    fail_msg("there is no member %s", name);
    return NULL;
}

static size_t count_told(const Fixture *f, DiagId id)
{
    size_t n = 0;
    for (size_t i = 0; i < f->d.n; i++)
        n += f->d.messages[i].id == id;
    return n;
}

static bool was_told(const Fixture *f, DiagId id)
{
    return count_told(f, id) > 0;
}

#define PROSE                                                                            \
    "The lamp on the quay was lit at six by a boy with a pole, and put out at dawn by\n" \
    "the wind as often as not.  Nobody thought that it should be otherwise.\n"

/* ---- the head ---- */

static void the_head_gives_the_fields(void **state)
{
    const Article *a = read_mail(*state, "From: \"Lamp, Ida\" <ida@example.org>\n"
                                         "Subject: The lamp\n on the quay\n"
                                         "Organization: The Quay\n"
                                         "Archived-At: <https://example.org/1>\n"
                                         "Date: Tue, 3 Mar 2020 23:30:00 -0800\n"
                                         "\n" PROSE);
    assert_str(a->title, "The lamp on the quay");
    assert_str(a->byline, "Lamp, Ida");
    assert_str(a->publisher, "The Quay");
    assert_str(a->url, "https://example.org/1");
    assert_str(a->date_basis, "Tue, 3 Mar 2020 23:30:00 -0800");
    assert_int_equal(a->date.day, 3); /* the sender's, not Greenwich's */
    assert_int_equal(a->date_confidence, DATE_STATED);
    assert_str(a->src.member, "1");
    assert_string_equal(a->src.format, "text");
    assert_false(a->title_made);
}

static void encoded_words_of_any_charset_are_read(void **state)
{
    const Article *a = read_mail(
        *state,
        "From: =?koi8-r?B?6dfBziDwxdTSz9c=?= <ivan@example.ru>\n"
        "Subject: =?utf-8?B?0JzQvtGB?= =?utf-8?Q?=D1=82?= =?iso-8859-1?Q?_caf=E9?=\n"
        "Content-Type: text/plain; charset=windows-1251\n\n"
        "\xCC\xEE\xF1\xF2 \xF1\xF2\xEE\xE8\xF2.\n");
    assert_str(a->byline,
               "\u0418\u0432\u0430\u043D \u041F\u0435\u0442\u0440\u043E\u0432");
    assert_str(a->title, "\u041C\u043E\u0441\u0442 caf\u00E9");
    assert_str(a->src.text, "\u041C\u043E\u0441\u0442 \u0441\u0442\u043E\u0438\u0442.\n");
}

static void a_head_in_no_charset_is_in_that_of_the_text(void **state)
{
    const Article *a =
        read_mail(*state, "Subject: \xCC\xEE\xF1\xF2\n"
                          "Content-Type: text/plain; charset=windows-1251\n"
                          "\n" PROSE);
    assert_str(a->title, "\u041C\u043E\u0441\u0442");
}

static void assert_title(const char *head, const char *title)
{
    Fixture f = {0};
    Buf message = {0};
    buf_printf(&message, "%s\n\n%s", head, PROSE);
    read_bytes_all(&f.d, S("a.eml"), buf_str(&message), &f.list);
    assert_str(f.list.v[0]->title, title);
    buf_free(&message);
    articles_free(&f.list);
    diag_free(&f.d);
}

static void a_subject_loses_what_programs_put_before_it(void **state)
{
    (void)state;
    assert_title("Subject: Re: Fwd: RE[2]: AW: Lamps", "Lamps");
    assert_title("Subject: \u041E\u0442\u0432\u0435\u0442: Lamps", "Lamps");
    assert_title("Subject: Re: [quay] Lamps\nList-Id: <quay.example.org>", "Lamps");
    assert_title("Subject: [The Quay] Lamps\nList-Id: \"The Quay\" <q.example.org>",
                 "Lamps");
    assert_title("Subject: [PATCH] Lamps\nList-Id: <quay.example.org>", "[PATCH] Lamps");
    assert_title("Subject: [quay] Lamps", "[quay] Lamps");
    assert_title("Subject: Repair: lamps", "Repair: lamps");
    assert_title("Subject: Re:", "Re:");
}

static void a_clock_that_was_never_set_gives_no_date(void **state)
{
    const Article *a = read_mail(
        *state, "Subject: Lamps\nDate: Thu, 1 Jan 1970 00:00:00 +0000\n\n" PROSE);
    assert_int_equal(a->date.year, 0);
}

/* ---- the text ---- */

static void the_greeting_is_not_the_title(void **state)
{
    const Article *a =
        read_mail(*state, "Subject: Lamps\n\nDear readers\n\n" PROSE "\n" PROSE);
    assert_str(a->title, "Lamps");
    for (Walk w = walk(a->root); walk_next(&w);)
        assert_int_equal(w.node->look, LOOK_BODY);
}

static void lines_that_were_wrapped_are_a_paragraph(void **state)
{
    const Article *a = read_mail(*state, "Subject: Lamps\n\n" PROSE);
    assert_ptr_equal(a->root->first, a->root->last);
}

static void flowed_lines_are_joined_and_others_are_not(void **state)
{
    const Article *a = read_mail(*state, "Content-Type: text/plain; format=flowed\n\n"
                                         "One \ntwo\n"
                                         "> three \n> four\n"
                                         " >five\n"
                                         "-- \n"
                                         "six\n");
    assert_str(a->src.text, "One two\n> three four\n>five\n-- \nsix");
}

static void delsp_takes_the_blank_too(void **state)
{
    const Article *a =
        read_mail(*state, "Content-Type: text/plain; format=flowed; delsp=yes\n\n"
                          "\u706F\u5854 \n\u5F88\u9AD8\n");
    assert_str(a->src.text, "\u706F\u5854\u5F88\u9AD8");
}

static void quoted_printable_and_base64_are_decoded(void **state)
{
    Fixture *f = *state;
    const Article *a = read_mail(f, "Content-Transfer-Encoding: Quoted-Printable\n"
                                    "Content-Type: text/plain; charset=utf-8\n\n"
                                    "Caf=C3=A9 and so=\n on.\n");
    assert_str(a->src.text, "Caf\u00E9 and so on.\n");
    read_mail(f, "Content-Transfer-Encoding: base64\n\nTGFtcHMg\nb24u\n");
    assert_str(f->list.v[1]->src.text, "Lamps on.");
    assert_false(was_told(f, D_MAIL_CUT));
}

static void base64_that_is_cut_off_is_told(void **state)
{
    Fixture *f = *state;
    const Article *a =
        read_mail(f, "Content-Transfer-Encoding: base64\n\nTGFtcHMgb24uTGFt\ncHM");
    assert_true(str_starts(a->src.text, S("Lamps on.Lam")));
    assert_true(was_told(f, D_MAIL_CUT));
}

static void a_charset_is_believed_unless_the_bytes_say_otherwise(void **state)
{
    static const struct {
        const char *stated, *bytes, *text;
    } cases[] = {
        {"iso-8859-1", "caf\xE9 \x93open\x94", "caf\u00E9 \u201Copen\u201D"},
        {"iso-8859-1", "caf\u00E9", "caf\u00E9"},
        {"utf-8", "caf\u00E9", "caf\u00E9"},
        {"utf-7", "caf+AOk-", "caf\u00E9"},
        {"shift_jis", "\x93\x94\x91\xE4", "\u706F\u53F0"},
        {"unknown-8bit", "caf\u00E9", "caf\u00E9"},
    };
    Fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buf message = {0};
        buf_printf(&message, "Content-Type: text/plain; charset=%s\n\n%s",
                   cases[i].stated, cases[i].bytes);
        read_bytes_all(&f->d, S("a.eml"), buf_str(&message), &f->list);
        assert_str(f->list.v[i]->src.text, cases[i].text);
        buf_free(&message);
    }
}

/* ---- parts ---- */

#define FORMS(text, html)                                                                \
    "Subject: Lamps\nContent-Type: multipart/alternative; boundary=x\n\n"                \
    "--x\nContent-Type: text/plain\n\n" text "\n--x\nContent-Type: text/html\n\n" html   \
    "\n--x--\n"

static void of_two_forms_the_better_is_read_and_the_other_told(void **state)
{
    Fixture *f = *state;
    read_mail(f, FORMS(PROSE, "<p>" PROSE "<p>See <a href='http://x.org/'>more</a>."));
    read_mail(f, FORMS(PROSE, "<div>" PROSE "</div>"));
    read_mail(f, FORMS("See http://example.org/", "<div>" PROSE "</div>"));
    read_mail(f, FORMS(PROSE PROSE, "<img src='http://x.org/1'>"));
    assert_int_equal(f->list.n, 4);
    assert_str(f->list.v[0]->src.member, "2");
    assert_string_equal(f->list.v[0]->src.format, "html");
    assert_str(f->list.v[1]->src.member, "1");
    assert_str(f->list.v[2]->src.member, "2");
    assert_str(f->list.v[3]->src.member, "1");
    assert_true(was_told(f, D_MAIL_OTHER));
    assert_int_equal(f->d.exit, 0);
}

#define MIXED "Subject: Lamps\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"

static void parts_below_each_other_are_one_text(void **state)
{
    Fixture *f = *state;
    const Article *a = read_mail(f, MIXED "\nAbove.\n--x\n"
                                          "Content-Type: text/plain; charset=koi8-r\n\n"
                                          "\xED\xCF\xD3\xD4.\n--x--\n");
    assert_int_equal(f->list.n, 1);
    assert_str(a->src.text, "Above.\n\n\u041C\u043E\u0441\u0442.\n\n");
    a = read_mail(f, MIXED "Content-Type: text/html\n\n<h1>Lamps</h1>\n--x\n\n"
                           "You & <I>\n--x--\n");
    assert_true(str_has(f->list.v[1]->src.text, S("You &amp; &lt;I&gt;")));
}

static void attached_articles_are_members_and_others_are_named(void **state)
{
    Fixture *f = *state;
    read_mail(f,
              MIXED "\n" PROSE
                    "\n--x\nContent-Type: text/markdown; name=\"C:\\\\a\\\\notes.md\"\n\n"
                    "# Notes\n\nOf *lamps*.\n"
                    "\n--x\nContent-Type: image/png; name=lamp.png\n\nno picture\n"
                    "\n--x\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1.4\n"
                    "\n--x\nContent-Type: message/rfc822\n\n"
                    "Subject: Inner\nFrom: Ida <i@example.org>\n\n" PROSE "\n--x--\n");
    assert_int_equal(f->list.n, 4);
    assert_str(member(f, "1")->title, "Lamps");
    assert_str(member(f, "2/notes.md")->title, "Notes");
    assert_int_equal(member(f, "4/a.pdf")->fate, ART_REFUSED);
    assert_str(member(f, "5")->title, "Inner");
    assert_str(member(f, "5")->byline, "Ida");
    assert_true(was_told(f, D_MAIL_LEFT));
}

/* Pictures one pixel high, by their width. */
#define BASE64 "Content-Transfer-Encoding: base64\n\n"
#define GIF_40                                                                           \
    BASE64 "R0lGODlhKAABAIAAAAAAAP///"                                                   \
           "ywAAAAAKAABAAACHwRBEARBEARBEARBEARBEARBEARBEARBEARBEARBEAUAOw==\n"
#define GIF_41                                                                           \
    BASE64 "R0lGODlhKQABAIAAAAAAAP///"                                                   \
           "ywAAAAAKQABAAACIARBEARBEARBEARBEARBEARBEARBEARBEARBEARBEEQBADs=\n"
#define GIF_42                                                                           \
    BASE64 "R0lGODlhKgABAIAAAAAAAP///"                                                   \
           "ywAAAAAKgABAAACIARBEARBEARBEARBEARBEARBEARBEARBEARBEARBEARRADs=\n"

static void pictures_are_found_among_the_parts(void **state)
{
    Fixture *f = *state;
    const Article *a = read_mail(
        f, "Subject: Lamps\nContent-Type: multipart/related; boundary=x\n\n"
           "--x\nContent-Type: text/html\n\n<p>" PROSE "</p>"
           "<p><img src='cid:a%40b' alt='The lamp on the quay at dusk'></p>"
           "<p><img src='pics/c.png?1' alt='The boy with his pole at six'></p>"
           "<p><img src='http://example.org/d.png' alt='The hill behind the quay at "
           "dawn'></p>"
           "<p><img src=none.png alt='The wind that puts out the lamp'></p>\n"
           "--x\nContent-Type: image/png\nContent-ID: <a@b>\n" GIF_40 "\n"
           "--x\nContent-Type: image/png; name=c.png\n" GIF_41 "\n"
           "--x\nContent-Type: image/png\n"
           "Content-Location: http://example.org/d.png\n" GIF_42 "\n"
           "--x\nContent-Type: image/png; name=e.png\n\nnobody's\n--x--\n");
    assert_int_equal(f->list.n, 1);
    assert_int_equal(a->npictures, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(a->pictures[i]->info.size.width, 40 + i);
    assert_true(was_told(f, D_MAIL_LEFT)); /* e.png */
}

static void what_is_encrypted_is_refused(void **state)
{
    Fixture *f = *state;
    const Article *a = read_mail(
        f, "Subject: Lamps\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n"
           "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--x\n"
           "Content-Type: application/octet-stream; name=encrypted.asc\n\nabc\n--x--\n");
    assert_int_equal(a->fate, ART_REFUSED);
    assert_true(was_told(f, D_UNREADABLE));
}

/* ---- what is broken ---- */

static void a_boundary_that_never_comes_leaves_a_text(void **state)
{
    Fixture *f = *state;
    const Article *a = read_mail(
        f, "Subject: Lamps\nContent-Type: multipart/mixed; boundary=x\n\n" PROSE);
    assert_true(str_has(a->src.text, S("lamp on the quay")));
    assert_true(was_told(f, D_MAIL_BROKEN));
}

static void a_message_that_is_cut_off_is_read_so_far(void **state)
{
    Fixture *f = *state;
    const Article *a = read_mail(f, MIXED "\n" PROSE);
    assert_true(str_has(a->src.text, S("lamp on the quay")));
    assert_true(was_told(f, D_MAIL_CUT));
    assert_int_equal(f->d.exit, 1);
}

static void depth_parts_and_heads_are_bounded(void **state)
{
    Fixture *f = *state;
    Buf message = {0};
    for (unsigned i = 0; i < 100000; i++)
        buf_printf(&message, "Content-Type: multipart/mixed; boundary=%u\n\n--%u\n", i,
                   i);
    buf_put(&message, S("\nAt the bottom.\n"));
    read_bytes_all(&f->d, S("a.eml"), buf_str(&message), &f->list);
    buf_clear(&message);
    buf_put(&message, S(MIXED));
    for (unsigned i = 0; i < 1000000; i++)
        buf_put(&message, S("\n--x\n"));
    read_bytes_all(&f->d, S("b.eml"), buf_str(&message), &f->list);
    buf_clear(&message);
    for (unsigned i = 0; i < 1000000; i++)
        buf_put(&message, S("X: y\n"));
    buf_put(&message, S("\n" PROSE));
    read_bytes_all(&f->d, S("c.eml"), buf_str(&message), &f->list);
    assert_true(str_starts(f->list.v[f->list.n - 1]->src.text, S("The lamp")));
    assert_int_equal(count_told(f, D_MAIL_BEYOND), 3);
    buf_free(&message);
}

/* ---- mailboxes ---- */

static void each_message_of_a_mailbox_is_a_member(void **state)
{
    Fixture *f = *state;
    read_as(f, "a.mbox",
            "From ida@example.org Tue Mar  3 09:30:00 2020\n"
            "Subject: One\n\n" PROSE "\n>From the quay it shone.\n"
            "From the hill too, in 2020 at 09:30 exactly.\n\n"
            "From bo@example.org Wed Mar  4 09:30:00 2020\n"
            "Subject: Two\nDate: Wed, 4 Mar 2020 08:00:00 +0000\n\n" PROSE);
    assert_int_equal(f->list.n, 2);
    assert_true(str_has(member(f, "1")->src.text, S("\nFrom the quay")));
    assert_true(str_has(member(f, "1")->src.text, S("From the hill")));
    assert_str(member(f, "1")->date_basis, "Tue Mar 3 09:30:00 2020");
    assert_int_equal(member(f, "1")->date_confidence, DATE_INFERRED);
    assert_int_equal(member(f, "2")->date_confidence, DATE_STATED);
}

/* ---- which files are mail ---- */

static void mail_is_known_without_a_name_and_letters_are_not_taken_for_it(void **state)
{
    Fixture *f = *state;
    read_as(f, "a",
            "Received: by x\nFrom: Ida <i@example.org>\nSubject: Lamps\n"
            "MIME-Version: 1.0\n\n" PROSE);
    assert_str(f->list.v[0]->src.member, "1");
    read_as(f, "b", "From: the editor\nTo: all readers\nDate: today\n\n" PROSE);
    read_as(f, "c", "From the quay one sees the lamp.\n\n" PROSE);
    read_as(f, "e.emlx", "\n24\nSubject: Lamps\n\nThe lamp<?xml version='1.0'?>");
    assert_str(f->list.v[3]->title, "Lamps");
    assert_str(f->list.v[3]->src.text, "The lamp");
    read_as(f, "d",
            "Warning: this is no mail.\nNote: nor is this.\nReceived: thanks\n" PROSE);
    for (size_t i = 1; i < 5; i++)
        assert_int_equal(f->list.v[i]->src.member.n, i == 3);
}

/* ---- saved pages ---- */

static void the_page_of_an_mhtml_is_read_and_its_frames_are_told(void **state)
{
    Fixture *f = *state;
    const Article *a =
        read_as(f, "a.mhtml",
                "From: <Saved by Blink>\nSubject: Not this\n"
                "Snapshot-Content-Location: https://example.org/quay/lamps\n"
                "Date: Sun, 5 Jun 2022 10:00:00 -0000\n"
                "Content-Type: multipart/related; boundary=x; start=\"<p@x>\"\n\n"
                "--x\nContent-Type: text/html\n\n<p>A frame.</p>\n"
                "--x\nContent-Type: text/html\nContent-ID: <p@x>\n\n"
                "<title>Lamps</title><h1>Lamps</h1><p>" PROSE "</p>"
                "<p><img src='../b/c.gif' alt='The boy with his pole at six'></p>\n"
                "--x\nContent-Type: image/gif\n"
                "Content-Location: https://example.org/a/c.gif\n" GIF_40 "\n"
                "--x\nContent-Type: image/gif\n"
                "Content-Location: https://example.org/b/c.gif\n" GIF_41 "\n--x--\n");
    assert_int_equal(f->list.n, 1);
    assert_str(a->src.member, "2");
    assert_str(a->title, "Lamps");
    assert_str(a->url, "https://example.org/quay/lamps");
    assert_int_equal(a->npictures, 1);
    assert_int_equal(a->pictures[0]->info.size.width, 41);
    assert_int_equal(a->date.year, 0);
    assert_int_equal(a->src.saved.year, 2022);
    assert_true(was_told(f, D_MAIL_LEFT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_head_gives_the_fields),
        TEST(encoded_words_of_any_charset_are_read),
        TEST(a_head_in_no_charset_is_in_that_of_the_text),
        TEST(a_subject_loses_what_programs_put_before_it),
        TEST(a_clock_that_was_never_set_gives_no_date),
        TEST(the_greeting_is_not_the_title),
        TEST(lines_that_were_wrapped_are_a_paragraph),
        TEST(flowed_lines_are_joined_and_others_are_not),
        TEST(delsp_takes_the_blank_too),
        TEST(quoted_printable_and_base64_are_decoded),
        TEST(base64_that_is_cut_off_is_told),
        TEST(a_charset_is_believed_unless_the_bytes_say_otherwise),
        TEST(of_two_forms_the_better_is_read_and_the_other_told),
        TEST(parts_below_each_other_are_one_text),
        TEST(attached_articles_are_members_and_others_are_named),
        TEST(pictures_are_found_among_the_parts),
        TEST(what_is_encrypted_is_refused),
        TEST(a_boundary_that_never_comes_leaves_a_text),
        TEST(a_message_that_is_cut_off_is_read_so_far),
        TEST(depth_parts_and_heads_are_bounded),
        TEST(each_message_of_a_mailbox_is_a_member),
        TEST(mail_is_known_without_a_name_and_letters_are_not_taken_for_it),
        TEST(the_page_of_an_mhtml_is_read_and_its_frames_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
