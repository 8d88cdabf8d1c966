/* Finding the inputs: which files are read, in what order, under which names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "read/read.h"

typedef struct Folder {
    Arena *a;
    char *path;
    Diag d;
    ArticleList l;
} Folder;

static Str below(Folder *f, const char *name)
{
    return arena_printf(f->a, "%s/%s", f->path, name);
}

static void put(Folder *f, const char *name, Str bytes)
{
    FILE *out = fopen(below(f, name).p, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, out), bytes.n);
    fclose(out);
}

static int setup(void **state)
{
    Folder *f = calloc(1, sizeof *f);
    f->a = arena_new();
    f->path = strdup("/tmp/sheaf-read-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    Folder *f = *state;
    Arena *a = f->a;
    const char *command = arena_printf(a, "rm -rf '%s'", f->path).p;
    const int failed = system(command);
    articles_free(&f->l);
    diag_free(&f->d);
    arena_free(a);
    free(f->path);
    free(f);
    return failed;
}

static bool read_paths(Folder *f, const Str *paths, size_t n, int jobs)
{
    return read_inputs(&f->d, paths, n, (Str){0}, (Str){0}, jobs, NULL, &f->l);
}

static bool read_all(Folder *f)
{
    const Str path = str_of(f->path);
    return read_paths(f, &path, 1, 2);
}

static size_t said(const Folder *f, DiagId id)
{
    size_t n = 0;
    for (size_t i = 0; i < f->d.n; i++)
        n += f->d.messages[i].id == id;
    return n;
}

/* The names of the articles, parted by blanks. */
static void assert_names(const Folder *f, const char *want)
{
    Buf got = {0};
    for (size_t i = 0; i < f->l.n; i++)
        buf_printf(&got, "%s" STR_FMT, i ? " " : "", STR_ARG(f->l.v[i]->src.name));
    buf_byte(&got, '\0');
    assert_string_equal(got.p, want);
    buf_free(&got);
}

static void folders_are_walked_and_read_in_the_order_of_their_paths(void **state)
{
    Folder *f = *state;
    mkdir(below(f, "m").p, 0777);
    put(f, "z.txt", S("z"));
    put(f, "m/b", S("b"));
    put(f, "m/a.text", S("a"));
    put(f, "B.txt", S("B"));
    assert_true(read_all(f));
    assert_names(f, "B.txt m/a.text m/b z.txt");
    assert_true(str_eq(f->l.v[1]->src.path, below(f, "m/a.text")));
    assert_int_equal(f->l.v[1]->src.bytes, 1);
    assert_int_equal(f->l.v[1]->src.sha256.n, 64);
}

static void a_file_given_twice_is_read_once(void **state)
{
    Folder *f = *state;
    put(f, "a.txt", S("a"));
    assert_int_equal(link(below(f, "a.txt").p, below(f, "b.txt").p), 0);
    const Str paths[] = {below(f, "a.txt"), below(f, "./a.txt"), below(f, ""),
                         below(f, ".//b.txt")};
    assert_true(read_paths(f, paths, 4, 1));
    assert_names(f, "a.txt");
}

static void a_list_names_paths_from_its_own_folder(void **state)
{
    Folder *f = *state;
    mkdir(below(f, "lists").p, 0777);
    mkdir(below(f, "m").p, 0777);
    put(f, "b.txt", S("b"));
    put(f, "a#1.txt", S("a"));
    put(f, "m/c.txt", S("c"));
    put(f, "lists/l.txt",
        S("\xEF\xBB\xBF# what we read\r\n\r\n../m\r\n  ../b.txt \r\n"
          "../a#1.txt\n../m/c.txt\n.././b.txt\n../m"));
    assert_true(
        read_inputs(&f->d, NULL, 0, below(f, "lists/l.txt"), (Str){0}, 1, NULL, &f->l));
    assert_int_equal(f->l.n, 3); /* each once, however often */
    for (size_t i = 0; i < f->l.n; i++) {
        const Article *a = f->l.v[i];
        const uint32_t given = str_eq(a->src.name, S("c.txt"))   ? 0
                               : str_eq(a->src.name, S("b.txt")) ? 1
                                                                 : 2;
        assert_int_equal(a->given, given);
    }
}

static void a_list_may_part_paths_by_nuls(void **state)
{
    Folder *f = *state;
    put(f, "a\nb.txt", S("b"));
    put(f, "#c.txt", S("c"));
    put(f, "list", S("a\nb.txt\0#c.txt\0"));
    assert_true(read_inputs(&f->d, NULL, 0, below(f, "list"), (Str){0}, 1, NULL, &f->l));
    assert_names(f, "#c.txt a\nb.txt");
}

static void a_path_of_a_list_that_leads_nowhere_is_told_with_its_line(void **state)
{
    Folder *f = *state;
    put(f, "a.txt", S("a"));
    put(f, "list", S("a.txt\n\nnowhere.txt\nalso-nowhere.txt\n"));
    assert_false(read_inputs(&f->d, NULL, 0, below(f, "list"), (Str){0}, 1, NULL, &f->l));
    assert_int_equal(f->d.n, 2);
    assert_true(f->d.messages[0].id == D_NO_INPUT);
    assert_true(str_eq(f->d.messages[0].at.path, below(f, "list")));
    assert_int_equal(f->d.messages[0].at.line, 3);
    assert_int_equal(f->d.messages[1].at.line, 4);
    assert_false(
        read_inputs(&f->d, NULL, 0, below(f, "no-list"), (Str){0}, 1, NULL, &f->l));
    assert_int_equal(said(f, D_LIST), 1);
}

static void hidden_files_links_and_own_outputs_are_left_out_with_a_note(void **state)
{
    Folder *f = *state;
    put(f, ".hidden", S("x"));
    put(f, "a.txt", S("a"));
    assert_int_equal(symlink("a.txt", below(f, "link.svg").p), 0);
    put(f, "own.pdf", S("%PDF-1.7\n<< /Producer (sheaf 0.1.0) >>\n"));
    put(f, "own.epub",
        S("PK\3\4....PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0B\0sheaf 0.1.0"));
    assert_true(read_all(f));
    assert_names(f, "a.txt");
    assert_int_equal(said(f, D_HIDDEN), 1);
    assert_int_equal(said(f, D_NOT_REGULAR), 1);
    assert_int_equal(said(f, D_OWN_OUTPUT), 2);
    assert_int_equal(f->d.exit, 0);
}

static void a_link_that_is_given_itself_is_followed(void **state)
{
    Folder *f = *state;
    put(f, "a.txt", S("a"));
    assert_int_equal(symlink("a.txt", below(f, "link.svg").p), 0);
    const Str path = below(f, "link.svg");
    assert_true(read_paths(f, &path, 1, 1));
    assert_names(f, "link.svg");
}

static void what_cannot_be_read_is_an_article_that_is_refused(void **state)
{
    Folder *f = *state;
    put(f, "a.txt", S("a"));
    put(f, "b.pdf", S("%PDF-1.7\nmade by another program"));
    assert_true(read_all(f));
    assert_names(f, "a.txt b.pdf");
    assert_int_equal(f->l.v[1]->fate, ART_REFUSED);
    assert_string_equal(f->l.v[1]->src.format, "pdf");
    assert_int_equal(f->d.exit, 1);
}

static void a_path_that_leads_nowhere_is_an_error(void **state)
{
    Folder *f = *state;
    const Str path = below(f, "nothing");
    assert_false(read_paths(f, &path, 1, 1));
    assert_int_equal(said(f, D_NO_INPUT), 1);
    assert_int_equal(f->d.exit, 66);
    assert_int_equal(f->l.n, 0);
}

static void messages_come_in_path_order_whatever_the_threads_do(void **state)
{
    Folder *f = *state;
    for (int i = 0; i < 60; i++)
        put(f, arena_printf(f->a, "%02d.pdf", i).p, S("%PDF-"));
    const Str path = str_of(f->path);
    assert_true(read_paths(f, &path, 1, 8));
    assert_int_equal(f->d.n, 60);
    for (int i = 0; i < 60; i++)
        assert_true(
            str_ends(f->d.messages[i].at.path, arena_printf(f->a, "/%02d.pdf", i)));
}

/* The picture that the n-th IMAGE of the first article leads to; NULL: none. */
static const Picture *picture(const Folder *f, size_t n)
{
    for (Walk w = walk(f->l.v[0]->root); walk_next(&w);)
        if (w.node->kind == N_IMAGE && n-- == 0)
            return w.node->picture;
    fail();
    return NULL;
}

static void assert_picture(const Folder *f, size_t n, Str bytes)
{
    assert_non_null(picture(f, n));
    assert_true(str_eq(picture(f, n)->bytes, bytes));
}

/* A picture, of that width. */
static Str svg(Folder *f, int width)
{
    return arena_printf(f->a,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
                        "height=\"1\"/>",
                        width);
}

static void pictures_are_found_below_what_was_given_and_nowhere_else(void **state)
{
    Folder *f = *state;
    mkdir(below(f, "in").p, 0777);
    mkdir(below(f, "in/a").p, 0777);
    mkdir(below(f, "in/b c").p, 0777);
    put(f, "in/a/a.md",
        S("Some words stand here.\n\n"
          "![one](one.svg) ![two](../b%20c/two.svg?w=3#x)\n"
          "![three](/a/one.svg) ![out](../../secret.svg)\n"
          "![link](link.svg) ![web](https://a.example/one.svg)\n"
          "![data](data:,%3Csvg%20xmlns=%22http://www.w3.org/2000/"
          "svg%22%20width=%2211%22%20height=%221%22/%3E) ![folder](.)\n"));
    put(f, "in/a/one.svg", svg(f, 11));
    put(f, "in/b c/two.svg", svg(f, 12));
    put(f, "secret.svg", svg(f, 13));
    assert_int_equal(symlink("../../secret.svg", below(f, "in/a/link.svg").p), 0);
    const Str path = below(f, "in");
    assert_true(read_paths(f, &path, 1, 1));
    assert_picture(f, 0, svg(f, 11));
    assert_picture(f, 1, svg(f, 12));
    assert_ptr_equal(picture(f, 2), picture(f, 0));
    assert_null(picture(f, 3));
    assert_null(picture(f, 4));
    assert_null(picture(f, 5));
    assert_ptr_equal(picture(f, 6), picture(f, 0));
    assert_null(picture(f, 7));
    assert_int_equal(said(f, D_PICTURES_LOST), 1);
}

static void a_file_given_by_itself_shows_the_pictures_beside_it(void **state)
{
    Folder *f = *state;
    put(f, "a.md", S("Words.\n\n![one](./one.svg)\n"));
    put(f, "one.svg", svg(f, 11));
    const Str path = below(f, "a.md");
    assert_true(read_paths(f, &path, 1, 1));
    assert_picture(f, 0, svg(f, 11));
}

static void a_name_alone_is_found_in_any_folder(void **state)
{
    Folder *f = *state;
    mkdir(below(f, "notes").p, 0777);
    mkdir(below(f, "z").p, 0777);
    put(f, "notes/a.md",
        S("Words.\n\n![[my hills.svg|300]]\n\n![[none.svg]] and ![[b]]\n"));
    put(f, "z/my hills.svg", svg(f, 30));
    assert_true(read_all(f));
    assert_picture(f, 0, svg(f, 30));
    assert_null(picture(f, 1));
    Str words = node_words(f->a, f->l.v[0]->root);
    assert_true(str_has(words, S("![[b]]")));
    assert_false(str_has(words, S("300")));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(folders_are_walked_and_read_in_the_order_of_their_paths),
        T(a_file_given_twice_is_read_once),
        T(a_list_names_paths_from_its_own_folder),
        T(a_list_may_part_paths_by_nuls),
        T(a_path_of_a_list_that_leads_nowhere_is_told_with_its_line),
        T(hidden_files_links_and_own_outputs_are_left_out_with_a_note),
        T(a_link_that_is_given_itself_is_followed),
        T(what_cannot_be_read_is_an_article_that_is_refused),
        T(a_path_that_leads_nowhere_is_an_error),
        T(pictures_are_found_below_what_was_given_and_nowhere_else),
        T(a_name_alone_is_found_in_any_folder),
        T(a_file_given_by_itself_shows_the_pictures_beside_it),
        T(messages_come_in_path_order_whatever_the_threads_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
