/* Whole PDFs: what the file says of itself, and how text and structure hang together.
 * Object streams are unpacked; all else is read off the bytes. */
#include "pdf_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "pdf/annots.h"
#include "pdf/bookmarks.h"
#include "pdf/content.h"

static Buf file_of(const char *title)
{
    Fixture f;
    Diag d = {0};
    Buf out = {0};
    fixture_make(&f, title);
    assert_true(pdf_write(&d, &f.book, &f.pages, &(EmbeddedFiles){0}, NULL, &out));
    assert_int_equal(d.n, 0);
    diag_free(&d);
    fixture_free(&f);
    return out;
}

static Buf written(const char *title)
{
    Buf b = file_of(title);
    unpack(&b);
    return b;
}

static size_t count(const Buf *b, const char *what)
{
    size_t n = 0;
    for (Str rest = buf_str(b); str_has(rest, str_of(what)); n++)
        rest = str_sub(rest, str_find(rest, str_of(what)) + 1, rest.n);
    return n;
}

/* What object `ref` says, up to its end. */
static Str object(const Buf *b, unsigned ref)
{
    char head[32];
    snprintf(head, sizeof head, "\n%u 0 obj\n", ref);
    const Str all = buf_str(b);
    const Str rest = str_sub(all, str_find(all, str_of(head)), all.n);
    return str_sub(rest, 0, str_find(rest, S("\nendobj")));
}

static void the_same_book_gives_the_same_bytes(void **state)
{
    (void)state;
    Buf a = file_of("T"), b = file_of("T");
    assert_true(str_eq(buf_str(&a), buf_str(&b)));
    buf_free(&a);
    buf_free(&b);
}

static void two_books_have_two_ids(void **state)
{
    (void)state;
    Buf a = written("T"), b = written("U");
    const Str ida = str_sub(buf_str(&a), str_find(buf_str(&a), S("/ID [")), a.n);
    const Str idb = str_sub(buf_str(&b), str_find(buf_str(&b), S("/ID [")), b.n);
    assert_true(str_eq(str_sub(ida, 0, 38), str_sub(idb, 0, 38))); /* one identifier */
    assert_false(str_eq(str_sub(ida, 38, 76), str_sub(idb, 38, 76)));
    buf_free(&a);
    buf_free(&b);
}

static void the_file_says_that_sheaf_wrote_it(void **state)
{
    (void)state;
    Buf b = file_of("T");
    assert_true(str_find(buf_str(&b), S("/Producer (sheaf ")) < 200);
    assert_memory_equal(b.p, "%PDF-1.7\n%", 10);
    assert_true(str_ends(buf_str(&b), S("%%EOF\n")));
    buf_free(&b);
}

static void a_hostile_title_stays_a_title(void **state)
{
    (void)state;
    Buf b = written("</rdf:li>\x01 & ) /Author (x\\");
    assert_int_equal(count(&b, "&lt;/rdf:li&gt; &amp; ) /Author (x\\</rdf:li>"), 1);
    assert_int_equal(count(&b, "/Title (</rdf:li> & \\) /Author \\(x\\\\)"), 1);
    assert_int_equal(count(&b, "<dc:title>"), 1);
    buf_free(&b);
}

/* Every number behind an MCID in the page's content, and every one in the elements. */
static void every_mark_belongs_to_one_element(void **state)
{
    (void)state;
    Fixture f;
    fixture_make(&f, "T");
    Arena *a = arena_new();
    Objects *o = obj_new(a, NULL);
    Ref refs[8];
    for (size_t i = 0; i < f.pages.n; i++)
        refs[i] = obj_add(o, S(""));
    Links *links = links_new(a, &f.book, &f.pages, refs);
    Tags *tags = tags_new(a, &f.book, links_live(links), f.pages.n);
    TextRuns *runs = textruns_new(a, fontset_new(a, o));
    Buf content = {0}, out = {0};
    size_t marks = 0;
    for (size_t i = 0; i < f.pages.n; i++) {
        buf_clear(&content);
        content_put(&content, &f.pages, i, runs, tags);
        assert_int_equal(count(&content, "BDC"), count(&content, "EMC"));
        char mcid[32];
        const size_t here = count(&content, "/MCID ");
        for (size_t k = 0; k < here; k++) { /* 0, 1, 2, … each once */
            snprintf(mcid, sizeof mcid, "/MCID %zu>>", k);
            assert_int_equal(count(&content, mcid), 1);
        }
        marks += here;
    }
    tags_write(tags, o, refs);
    Diag d = {0};
    obj_save(o, &d, 1, 1, S("x"), &out);
    unpack(&out);
    size_t claimed = 0;
    for (Str rest = buf_str(&out); str_has(rest, S("/K"));) {
        rest = str_sub(rest, str_find(rest, S("/K")) + 2, rest.n);
        if (str_starts(rest, S("ids")) || str_starts(rest, S(" [")))
            continue;
        Str kids = str_sub(rest, 0, str_find(rest, S("\nendobj")));
        for (size_t i = 0; i < kids.n; i++) {
            const bool number = kids.p[i] >= '0' && kids.p[i] <= '9' &&
                                (kids.p[i - 1] == '[' || kids.p[i - 1] == ' ');
            if (number) {
                Str token = str_sub(kids, i, kids.n);
                const Str first = str_cut(&token, ' ');
                if (str_starts(token, S("0 R")))
                    i += first.n + 3; /* an element, or a page */
                else
                    claimed++;
            }
        }
    }
    assert_true(marks > 20);
    assert_int_equal(claimed, marks);
    diag_free(&d);
    buf_free(&content);
    buf_free(&out);
    arena_free(a);
    fixture_free(&f);
}

static void a_note_follows_the_paragraph_that_calls_it(void **state)
{
    (void)state;
    Buf b = written("T");
    const Str all = buf_str(&b);
    const size_t at = str_find(all, S("/S/Art"));
    const Str art = str_sub(all, at, all.n);
    Str kids = str_sub(art, str_find(art, S("/K[")) + 3, art.n);
    const char *const want[] = {"/S/H1", "/S/P/", "/S/Note", "/S/P/", "/S/H2"};
    for (size_t i = 0; i < 5; i++) {
        uint32_t ref = 0;
        char what[16];
        assert_true(str_to_u32(str_cut(&kids, ' '), 100000, &ref));
        str_cut(&kids, ' ');
        str_cut(&kids, ' ');
        const Str elem = object(&b, ref);
        snprintf(what, sizeof what, "%s", want[i]);
        if (i == 1 || i == 3)
            what[4] = '\0';
        assert_true(str_has(elem, str_of(what)));
    }
    buf_free(&b);
}

static void headings_go_down_one_level_at_a_time(void **state)
{
    (void)state;
    Buf b = written("T"); /* a level 4 below a level 1 */
    assert_int_equal(count(&b, "/S/H1"), 3);
    assert_int_equal(count(&b, "/S/H2"), 1);
    assert_int_equal(count(&b, "/S/H4"), 0);
    buf_free(&b);
}

static void nothing_empty_is_in_the_tree(void **state)
{
    (void)state;
    Buf b = written("T");
    for (Str rest = buf_str(&b); str_has(rest, S("/Type/StructElem"));) {
        rest = str_sub(rest, str_find(rest, S("/Type/StructElem")) + 1, rest.n);
        assert_true(str_has(str_sub(rest, 0, str_find(rest, S("\nendobj"))), S("/K")));
    }
    buf_free(&b);
}

static void links_that_lead_nowhere_are_plain_words(void **state)
{
    (void)state;
    Buf b = written("T");
    assert_int_equal(count(&b, "javascript"), 0);
    assert_int_equal(count(&b, "nowhere"), 0);
    assert_int_equal(count(&b, "/URI(https://example.org/a%20b?q=%C3%A9)"), 4);
    assert_int_equal(count(&b, "/S/Link"), 6); /* two in the contents, call, note, … */
    buf_free(&b);
}

static void every_annotation_is_in_its_link(void **state)
{
    (void)state;
    Buf b = written("T");
    const size_t n = count(&b, "/Subtype/Link");
    assert_true(n > 10);
    assert_int_equal(count(&b, "/Type/OBJR"), n);
    assert_int_equal(count(&b, "/StructParent "), n);
    assert_int_equal(count(&b, "/Contents(") + count(&b, "/Contents<"), n);
    buf_free(&b);
}

static void a_hyphen_at_a_lines_end_is_no_text(void **state)
{
    (void)state;
    Fixture f;
    fixture_make(&f, "T");
    Arena *a = arena_new();
    bool *live = arena_array(a, f.book.nnodes + 1, sizeof *live);
    Tags *tags = tags_new(a, &f.book, live, f.pages.n);
    TextRuns *runs = textruns_new(a, fontset_new(a, obj_new(a, NULL)));
    Buf content = {0};
    content_put(&content, &f.pages, 1, runs, tags);
    size_t hyphens = 0, at = 0;
    for (uint32_t i = 0; i < f.pages.v[1].nruns; i++)
        hyphens += f.pages.v[1].runs[i].role == ROLE_HYPHEN;
    assert_true(hyphens > 0);
    const Str s = buf_str(&content);
    at = str_find(s, S("EMC\n/Artifact<</Type/Layout>>BDC\nBT"));
    assert_true(at < s.n); /* between two pieces of one paragraph */
    const Str behind = str_sub(s, at, s.n);
    assert_true(str_starts(str_sub(behind, str_find(behind, S(" ET\nEMC\n")) + 8, s.n),
                           S("/P<</MCID ")));
    buf_free(&content);
    arena_free(a);
    fixture_free(&f);
}

static void languages_are_said_where_they_change(void **state)
{
    (void)state;
    Buf b = written("T");
    assert_int_equal(count(&b, "/Lang(de)"), 1);
    assert_int_equal(count(&b, "/Lang (en)"), 1); /* the catalog's */
    assert_int_equal(count(&b, "/Lang"), 2);
    buf_free(&b);
}

static void pages_are_labelled_as_they_are_numbered(void **state)
{
    (void)state;
    Page v[] = {{.number = 1, .roman = true},
                {.number = 2, .roman = true},
                {.number = 3},
                {.number = 4},
                {.number = 9}};
    const Pages pages = {.v = v, .n = 5};
    Buf b = {0};
    put_page_labels(&b, &pages);
    assert_true(str_eq(buf_str(&b), S("/PageLabels<</Nums[0<</S/r>>2<</S/D/St 3>>"
                                      "4<</S/D/St 9>>]>>\n")));
    buf_free(&b);
}

static void a_book_without_pages_is_still_written(void **state)
{
    (void)state;
    Fixture f;
    fixture_make(&f, "T");
    const size_t n = f.pages.n;
    Diag d = {0};
    Buf out = {0};
    f.pages.n = 0;
    for (uint32_t i = 0; i <= f.book.nnodes; i++)
        f.pages.anchors[i].page = UINT32_MAX;
    assert_true(pdf_write(&d, &f.book, &f.pages, &(EmbeddedFiles){0}, NULL, &out));
    f.pages.n = n;
    diag_free(&d);
    buf_free(&out);
    fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_book_gives_the_same_bytes),
        cmocka_unit_test(two_books_have_two_ids),
        cmocka_unit_test(the_file_says_that_sheaf_wrote_it),
        cmocka_unit_test(a_hostile_title_stays_a_title),
        cmocka_unit_test(every_mark_belongs_to_one_element),
        cmocka_unit_test(a_note_follows_the_paragraph_that_calls_it),
        cmocka_unit_test(headings_go_down_one_level_at_a_time),
        cmocka_unit_test(nothing_empty_is_in_the_tree),
        cmocka_unit_test(links_that_lead_nowhere_are_plain_words),
        cmocka_unit_test(every_annotation_is_in_its_link),
        cmocka_unit_test(a_hyphen_at_a_lines_end_is_no_text),
        cmocka_unit_test(languages_are_said_where_they_change),
        cmocka_unit_test(pages_are_labelled_as_they_are_numbered),
        cmocka_unit_test(a_book_without_pages_is_still_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
