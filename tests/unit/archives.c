/* Archives: each member is an article, and none can do harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

#include "read/read.h"

typedef struct Fixture {
    char path[64];
    zipFile zip;
    Diag d;
    ArticleList list;
} Fixture;

static int setup(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    memcpy(f->path, S("/tmp/sheaf-archive-XXXXXX").p, sizeof "/tmp/sheaf-archive-XXXXXX");
    close(mkstemp(f->path));
    f->zip = zipOpen(f->path, APPEND_STATUS_CREATE);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    Fixture *f = *state;
    articles_free(&f->list);
    diag_free(&f->d);
    unlink(f->path);
    free(f);
    return 0;
}

static void put(Fixture *f, const char *name, Str bytes)
{
    zipOpenNewFileInZip(f->zip, name, NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED, 6);
    zipWriteInFileInZip(f->zip, bytes.p, (unsigned)bytes.n);
    zipCloseFileInZip(f->zip);
}

static void read_it(Fixture *f)
{
    const Str path = str_of(f->path);
    zipClose(f->zip, NULL);
    assert_true(read_inputs(&f->d, &path, 1, (Str){0}, (Str){0}, 1, NULL, &f->list));
}

static const Article *member(const Fixture *f, const char *name)
{
    for (size_t i = 0; i < f->list.n; i++)
        if (str_eq(f->list.v[i]->src.member, str_of(name)))
            return f->list.v[i];
    return NULL;
}

static void each_member_is_read_as_its_name_says(void **state)
{
    Fixture *f = *state;
    put(f, "posts/2024-05-06-one.md", S("# One\n\nText *of* it.\n"));
    put(f, "two.txt", S("A plain text, which is long enough to be one.\n"));
    read_it(f);
    assert_int_equal(f->list.n, 2);
    const Article *one = member(f, "posts/2024-05-06-one.md");
    assert_string_equal(one->src.format, "markdown");
    assert_true(str_eq(one->title, S("One")));
    assert_int_equal(one->date.year, 2024);
    assert_true(str_eq(one->src.path, str_of(f->path)));
    assert_string_equal(member(f, "two.txt")->src.format, "text");
}

static void names_lead_nowhere(void **state)
{
    Fixture *f = *state;
    put(f, "../../etc/passwd.txt",
        S("Not the machine's, but the archive's own words.\n"));
    put(f, "/tmp/absolute.txt",
        S("The same holds for a name that begins at the root.\n"));
    read_it(f);
    assert_int_equal(f->list.n, 2);
    assert_true(str_has(member(f, "../../etc/passwd.txt")->src.text, S("own words")));
    assert_true(str_has(member(f, "/tmp/absolute.txt")->src.text, S("the root")));
}

static void hidden_members_and_folders_are_left_out(void **state)
{
    Fixture *f = *state;
    put(f, "folder/", S(""));
    put(f, ".git/a.txt", S("hidden"));
    put(f, "__MACOSX/a.txt", S("hidden"));
    put(f, "a.txt", S("Seen, and long enough to be an article of its own.\n"));
    read_it(f);
    assert_int_equal(f->list.n, 1);
}

static void an_archive_in_an_archive_is_refused(void **state)
{
    Fixture *f = *state;
    put(f, "b.zip", S("PK\3\4 and so on"));
    read_it(f);
    assert_int_equal(f->list.n, 1);
    assert_int_equal(f->list.v[0]->fate, ART_REFUSED);
    assert_int_equal(f->d.exit, 1);
}

static void a_bomb_is_not_unpacked(void **state)
{
    Fixture *f = *state;
    const size_t n = 40 << 20;
    char *blanks = calloc(1, n);
    memset(blanks, 'a', n);
    put(f, "bomb.txt", (Str){blanks, n});
    free(blanks);
    read_it(f);
    assert_int_equal(f->list.v[0]->fate, ART_REFUSED);
    assert_int_equal(f->d.messages[0].id, D_TOO_LARGE);
}

static void what_holds_nothing_has_its_place_in_the_ledger(void **state)
{
    Fixture *f = *state;
    read_it(f);
    assert_int_equal(f->list.n, 1);
    assert_int_equal(f->list.v[0]->fate, ART_REFUSED);
    assert_int_equal(f->list.v[0]->src.member.n, 0);
}

static void members_show_the_pictures_beside_them(void **state)
{
    Fixture *f = *state;
    put(f, "a/one.md", S("Words.\n\n![A quay](../b/x.svg) ![none](../../b/x.svg)\n"));
    put(f, "b/two.md", S("Words.\n\n![A quay](x.svg)\n"));
    const Str svg = S("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>");
    put(f, "b/x.svg", svg);
    read_it(f);
    const Article *one = member(f, "a/one.md"), *two = member(f, "b/two.md");
    assert_int_equal(f->list.n, 3);
    assert_int_equal(one->npictures, 1);
    assert_int_equal(two->npictures, 1);
    assert_true(str_eq(one->pictures[0]->bytes, svg));
    assert_true(str_eq(one->pictures[0]->sha256, two->pictures[0]->sha256));
}

static void a_page_is_read_with_what_its_export_says_of_it(void **state)
{
    Fixture *f = *state;
    put(f, "metadata_0_to_20.json",
        S("[{\"slug\": \"a\", \"title\": \"Of A\", \"author\": \"Bo\",\n"
          "  \"url\": \"https://x.example/a\", \"publishedAt\": \"2024-10-01\"},\n"
          " {\"slug\": \"../b\", \"title\": \"Of B\", \"url\": "
          "\"https://x.example/b\"}]"));
    put(f, "content/a.html", S("<p>A text about A.</p>"));
    put(f, "b.html", S("<p>A text about B.</p>"));
    put(f, "bookmarks/c/container/index.html", S("<p>A text about C.</p>"));
    put(f, "bookmarks/c/container/log", S("Done.\n"));
    put(f, "bookmarks/c/info.json",
        S("{\"Title\": \"Of C\", \"Text\": \"A text about C.\", \"Links\":\n"
          "  [{\"url\": \"https://x.example/d\", \"title\": \"Of D\"}]}"));
    put(f, "bookmarks/e/info.json",
        S("{\"Title\": \"Of E\", \"Text\": \"A text about E.\"}"));
    read_it(f);
    const Article *a = member(f, "content/a.html");
    assert_true(str_eq(a->title, S("Of A")) && str_eq(a->byline, S("Bo")));
    assert_true(str_eq(a->url, S("https://x.example/a")) && a->date.month == 10);
    assert_false(str_eq(member(f, "b.html")->title, S("Of B")));
    assert_true(str_eq(member(f, "bookmarks/c/container/index.html")->title, S("Of C")));
    assert_true(member(f, "bookmarks/c/container/log")->src.part);
    assert_true(member(f, "bookmarks/c/info.json")->src.part);
    assert_true(str_eq(member(f, "bookmarks/e/info.json/entry 1")->title, S("Of E")));
    const Article *links = member(f, "metadata_0_to_20.json");
    assert_false(links->src.part);
    assert_true(str_has(links->src.text, S("Of B")));
    assert_false(str_has(links->src.text, S("Of A")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_member_is_read_as_its_name_says),
        TEST(names_lead_nowhere),
        TEST(hidden_members_and_folders_are_left_out),
        TEST(an_archive_in_an_archive_is_refused),
        TEST(members_show_the_pictures_beside_them),
        TEST(a_page_is_read_with_what_its_export_says_of_it),
        TEST(a_bomb_is_not_unpacked),
        TEST(what_holds_nothing_has_its_place_in_the_ledger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
