/* The check of finished books: a small book without a fault, broken by hand in one place
 * at a time, and each rule fires where it should and no other does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "check/check.h"
#include "claims.h"
#include "epub/zip.h"

/* ---- the book ---- */

#define XHTML(title, body)                                                               \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"                      \
    "<html xmlns=\"http://www.w3.org/1999/xhtml\" "                                      \
    "xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"en\" xml:lang=\"en\">\n"         \
    "<head><title>" title "</title>\n"                                                   \
    "<link rel=\"stylesheet\" type=\"text/css\" href=\"b.css\"/></head>\n"               \
    "<body>\n" body "</body>\n</html>\n"

typedef struct Part {
    const char *name, *text;
    ZipMethod method;
} Part;

static const Part book[] = {
    {"mimetype", "application/epub+zip", ZIP_STORED},
    {"META-INF/container.xml",
     "<?xml version=\"1.0\"?>\n<container version=\"1.0\" "
     "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>"
     "<rootfile full-path=\"E/p.opf\" "
     "media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n",
     ZIP_DEFLATED},
    {"E/p.opf",
     "<?xml version=\"1.0\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" "
     "version=\"3.0\" unique-identifier=\"uid\">\n"
     "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
     "<dc:identifier id=\"uid\">urn:x</dc:identifier>\n"
     "<dc:title>The Book</dc:title>\n<dc:language>en</dc:language>\n"
     "<meta property=\"dcterms:modified\">2024-05-06T00:00:00Z</meta>\n"
     "<meta property=\"schema:accessMode\">textual</meta>\n"
     "<meta property=\"schema:accessibilityFeature\">pageBreakMarkers</meta>\n"
     "<meta property=\"schema:accessibilityFeature\">pageNavigation</meta>\n"
     "<meta property=\"schema:accessibilityFeature\">alternativeText</meta>\n"
     "<meta property=\"schema:accessibilityHazard\">none</meta>\n"
     "<meta property=\"schema:accessibilitySummary\">Text.</meta>\n"
     "<meta name=\"generator\" content=\"sheaf 1\"/>\n</metadata>\n<manifest>\n"
     "<item id=\"ncx\" href=\"t.ncx\" media-type=\"application/x-dtbncx+xml\"/>\n"
     "<item id=\"css\" href=\"b.css\" media-type=\"text/css\"/>\n"
     "<item id=\"nav\" href=\"n.xhtml\" media-type=\"application/xhtml+xml\" "
     "properties=\"nav\"/>\n"
     "<item id=\"one\" href=\"one.xhtml\" media-type=\"application/xhtml+xml\"/>\n"
     "<item id=\"two\" href=\"two.xhtml\" media-type=\"application/xhtml+xml\"/>\n"
     "<item id=\"gif\" href=\"a.gif\" media-type=\"image/gif\"/>\n"
     "<item id=\"otf\" href=\"a.otf\" media-type=\"font/otf\"/>\n"
     "</manifest>\n<spine toc=\"ncx\"><itemref idref=\"nav\"/>"
     "<itemref idref=\"one\"/><itemref idref=\"two\"/></spine>\n</package>\n",
     ZIP_DEFLATED},
    {"E/t.ncx",
     "<?xml version=\"1.0\"?>\n<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\">\n"
     "<head><meta name=\"dtb:uid\" content=\"urn:x\"/></head>\n<navMap>\n"
     "<navPoint><navLabel><text>One</text></navLabel>"
     "<content src=\"one.xhtml\"/></navPoint>\n"
     "<navPoint><navLabel><text>Two</text></navLabel>"
     "<content src=\"two.xhtml#two\"/></navPoint>\n</navMap>\n<pageList>"
     "<pageTarget><navLabel><text>1</text></navLabel>"
     "<content src=\"one.xhtml#page-1\"/></pageTarget></pageList>\n</ncx>\n",
     ZIP_DEFLATED},
    {"E/b.css",
     "@charset \"UTF-8\";\n/* url(x) */\np::before { content: \"url(\"; }\n"
     "@font-face { font-family: A; src: url( 'a.otf' ) }\n.a { font-family: A }\n",
     ZIP_DEFLATED},
    {"E/n.xhtml",
     XHTML("Contents",
           "<nav epub:type=\"toc\"><ol><li><a href=\"one.xhtml\">One</a></li>\n"
           "<li><a href=\"two.xhtml#two\">Two</a></li></ol></nav>\n"
           "<nav epub:type=\"landmarks\"><ol><li><a epub:type=\"toc\" "
           "href=\"n.xhtml\">Contents</a></li></ol></nav>\n"
           "<nav epub:type=\"page-list\"><ol><li><a href=\"one.xhtml#page-1\">1</a>"
           "</li></ol></nav>\n"),
     ZIP_DEFLATED},
    {"E/one.xhtml",
     XHTML("One", "<h1>One</h1>\n<p><span epub:type=\"pagebreak\" id=\"page-1\" "
                  "aria-label=\"1\"></span>Text<sup><a id=\"r\" href=\"#n\" "
                  "epub:type=\"noteref\">1</a></sup> and <a "
                  "href=\"https://example.org/\">more</a>.</p>\n"
                  "<table><tr><th scope=\"col\">A</th></tr></table>\n"
                  "<p><img src=\"a.gif\" alt=\"A dot\"/></p>\n"
                  "<aside id=\"n\" epub:type=\"footnote\"><p><a href=\"#r\" "
                  "role=\"doc-backlink\">1</a> Note.</p></aside>\n"),
     ZIP_DEFLATED},
    {"E/two.xhtml",
     XHTML("Two", "<h1 id=\"two\">Two</h1>\n<h2 id=\"h\">Next</h2>\n<p>See <a "
                  "href=\"one.xhtml#n\">it</a>.</p>\n"),
     ZIP_DEFLATED},
    {"E/a.gif", "GIF89a and the rest", ZIP_STORED},
    {"E/a.otf", "OTTO and the rest", ZIP_DEFLATED},
};
enum { PARTS = sizeof book / sizeof *book };

/* One thing that is wrong: in the text of a member, `what` becomes `other`. */
typedef struct Mutation {
    const char *member, *what, *other;
    DiagId id;
} Mutation;

static const Mutation mutations[] = {
    {"mimetype", "application/epub+zip", "application/epub+zip\n", D_CHECK_MIMETYPE},
    {"META-INF/container.xml", "E/p.opf", "E/none.opf", D_CHECK_CONTAINER},
    {"META-INF/container.xml", "oebps-package", "other", D_CHECK_CONTAINER},
    {"E/p.opf", "unique-identifier=\"uid\"", "unique-identifier=\"x\"", D_CHECK_METADATA},
    {"E/p.opf", "The Book", "", D_CHECK_METADATA},
    {"E/p.opf", "<dc:language>en</dc:language>", "", D_CHECK_METADATA},
    {"E/p.opf", "version=\"3.0\"", "version=\"2.0\"", D_CHECK_METADATA},
    {"E/p.opf", "T00:00:00Z", "", D_CHECK_METADATA},
    {"E/p.opf", "dcterms:modified", "dcterms:created", D_CHECK_METADATA},
    {"E/p.opf", "content=\"sheaf 1\"", "content=\"other\"", D_CHECK_FOREIGN},
    {"E/p.opf", "schema:accessMode\"", "schema:mode\"", D_CHECK_ACCESS},
    {"E/p.opf", "accessibilityHazard", "hazard", D_CHECK_ACCESS},
    {"E/p.opf", "accessibilitySummary", "summary", D_CHECK_ACCESS},
    {"E/p.opf", ">pageBreakMarkers", ">index", D_CHECK_ACCESS},
    {"E/p.opf", ">pageNavigation", ">index", D_CHECK_ACCESS},
    {"E/one.xhtml", "alt=\"A dot\"", "alt=\"\"", D_CHECK_ACCESS},
    {"E/p.opf", "id=\"ncx\"", "id=\"css\"", D_CHECK_ID},
    {"E/p.opf", "<item id=\"gif\" href=\"a.gif\" media-type=\"image/gif\"/>", "",
     D_CHECK_MANIFEST},
    {"E/p.opf", "\"gif\" href=\"a.gif\" media-type=\"image/gif\"/>",
     "\"gif\" href=\"a.gif\" media-type=\"image/gif\"/><item id=\"g\" href=\"a.gif\" "
     "media-type=\"image/gif\"/>",
     D_CHECK_MANIFEST},
    {"E/p.opf", "</manifest>",
     "<item id=\"x\" href=\"x.png\" media-type=\"image/png\"/></manifest>", D_CHECK_LINK},
    {"E/p.opf", "image/gif", "image/png", D_CHECK_TYPE},
    {"E/a.gif", "GIF89a", "MZ", D_CHECK_TYPE},
    {"E/p.opf", "<itemref idref=\"two\"/>", "", D_CHECK_SPINE},
    {"E/p.opf", "<itemref idref=\"nav\"/>",
     "<itemref idref=\"nav\"/><itemref idref=\"gif\"/>", D_CHECK_SPINE},
    {"E/p.opf", "<itemref idref=\"nav\"/>",
     "<itemref idref=\"nav\"/><itemref idref=\"nav\"/>", D_CHECK_SPINE},
    {"E/p.opf", "<itemref idref=\"nav\"/>",
     "<itemref idref=\"nav\"/><itemref idref=\"no\"/>", D_CHECK_SPINE},
    {"E/p.opf", "<itemref idref=\"one\"/><itemref idref=\"two\"/>",
     "<itemref idref=\"two\"/><itemref idref=\"one\"/>", D_CHECK_NAV},
    {"E/n.xhtml", "epub:type=\"landmarks\"", "", D_CHECK_NAV},
    {"E/n.xhtml", "epub:type=\"toc\" href", "href", D_CHECK_NAV},
    {"E/n.xhtml", ">Two<", "><", D_CHECK_NAV},
    {"E/t.ncx", "one.xhtml\"", "two.xhtml\"", D_CHECK_NCX},
    {"E/t.ncx", "urn:x", "urn:y", D_CHECK_NCX},
    {"E/t.ncx", ">Two<", "><", D_CHECK_NCX},
    {"E/n.xhtml", "#page-1\">1<", "#page-1\">2<", D_CHECK_PAGES},
    {"E/n.xhtml", "one.xhtml#page-1", "one.xhtml#n", D_CHECK_PAGES},
    {"E/t.ncx", "one.xhtml#page-1", "two.xhtml#h", D_CHECK_PAGES},
    {"E/one.xhtml", "aria-label=\"1\"", "", D_CHECK_PAGES},
    {"E/two.xhtml", "<h2 id=\"h\"",
     "<h2 id=\"h\" epub:type=\"pagebreak\" aria-label=\"2\"", D_CHECK_PAGES},
    {"E/two.xhtml", "#n\"", "#m\"", D_CHECK_LINK},
    {"E/two.xhtml", "one.xhtml#n", "three.xhtml", D_CHECK_LINK},
    {"E/t.ncx", "#page-1", "#page-7", D_CHECK_LINK},
    {"E/two.xhtml", "</h1>", "</h1><h2>", D_CHECK_XML},
    {"E/two.xhtml", "See", "&nbsp;", D_CHECK_XML},
    {"E/two.xhtml", "<!DOCTYPE html>", "<!DOCTYPE html [<!ENTITY a \"b\">]>",
     D_CHECK_XML},
    {"E/two.xhtml", "id=\"h\"", "id=\"two\"", D_CHECK_ID},
    {"E/two.xhtml", "id=\"h\"", "id=\"\"", D_CHECK_ID},
    {"E/one.xhtml", "https:", "javascript:", D_CHECK_REMOTE},
    {"E/one.xhtml", "https:", "file:", D_CHECK_REMOTE},
    {"E/one.xhtml", "src=\"a.gif\"", "src=\"https://example.org/a.gif\"", D_CHECK_REMOTE},
    {"E/one.xhtml", "href=\"b.css\"", "href=\"//example.org/b.css\"", D_CHECK_REMOTE},
    {"E/one.xhtml", "<p>", "<p onclick=\"x()\">", D_CHECK_ACTIVE},
    {"E/one.xhtml", "<h1>", "<script></script><h1>", D_CHECK_ACTIVE},
    {"E/one.xhtml", "<h1>", "<form></form><h1>", D_CHECK_ACTIVE},
    {"E/one.xhtml", "</head>", "<meta http-equiv=\"refresh\"/></head>", D_CHECK_ACTIVE},
    {"E/one.xhtml", "<p>", "<p style=\"background: url(a.gif)\">", D_CHECK_CSS},
    {"E/b.css", "content: \"url(\"", "background: url(\"x.png\")", D_CHECK_CSS},
    {"E/b.css", "content: \"url(\"", "position: fixed", D_CHECK_CSS},
    {"E/b.css", "content: \"url(\"", "--x: 1", D_CHECK_CSS},
    {"E/b.css", "content: \"url(\"", "display: flex", D_CHECK_CSS},
    {"E/b.css", "@charset", "@import", D_CHECK_CSS},
    {"E/b.css", "@font-face", "p", D_CHECK_CSS},
    {"E/b.css", "src:", "background:", D_CHECK_CSS},
    {"E/b.css", "a.otf", "b.otf", D_CHECK_LINK},
    {"E/b.css", "a.otf", "https://example.org/a.otf", D_CHECK_REMOTE},
    {"E/a.otf", "OTTO", "\x01\x01\x01\x01", D_CHECK_TYPE},
    {"E/p.opf", "font/otf", "font/ttf", D_CHECK_TYPE},
    {"E/p.opf", "<item id=\"otf\" href=\"a.otf\" media-type=\"font/otf\"/>", "",
     D_CHECK_MANIFEST},
    {"E/one.xhtml", " href=\"#n\"", " href=\"#r\"", D_CHECK_NOTE},
    {"E/one.xhtml", "<a href=\"#r\" role=\"doc-backlink\">1</a>", "", D_CHECK_NOTE},
    {"E/one.xhtml", "</sup> and",
     "</sup><sup><a id=\"r2\" href=\"#n\" epub:type=\"noteref\">1</a></sup> and",
     D_CHECK_NOTE},
    {"E/one.xhtml", "<a href=\"#r\"", "<a href=\"#n\"", D_CHECK_NOTE},
    {"E/two.xhtml", "<h2 id=\"h\"", "<h2 id=\"h\" epub:type=\"endnote\"", D_CHECK_NOTE},
    {"E/one.xhtml", " alt=\"A dot\"", " role=\"presentation\"", D_CHECK_ALT},
    {"E/one.xhtml", " lang=\"en\"", " lang=\"de\"", D_CHECK_LANG},
    {"E/one.xhtml", " lang=\"en\" xml:lang=\"en\"", "", D_CHECK_LANG},
    {"E/one.xhtml", "h1>One</h1", "h2>One</h2", D_CHECK_HEADING},
    {"E/one.xhtml", " scope=\"col\"", "", D_CHECK_TABLE},
    {"E/two.xhtml", "See", "\xC2\x85", D_CHECK_TEXT},
    {"E/two.xhtml", "See", "\xE2\x80\xAE", D_CHECK_TEXT},
    {"E/one.xhtml", "<title>One", "<title> ", D_CHECK_TITLE},
};

static void put_part(Zip *z, const Part *p, const Mutation *m)
{
    const Str text = str_of(p->text);
    if (m == NULL || strcmp(m->member, p->name) != 0) {
        zip_add(z, p->name, p->method, text);
        return;
    }
    const Str what = str_of(m->what);
    const size_t at = str_find(text, what);
    Buf other = {0};
    assert_true(at < text.n);
    buf_put(&other, str_sub(text, 0, at));
    buf_put(&other, str_of(m->other));
    buf_put(&other, str_sub(text, at + what.n, text.n));
    zip_add(z, p->name, p->method, buf_str(&other));
    buf_free(&other);
}

/* The book with one fault, or none. */
static Buf make(const Mutation *m)
{
    Diag d = {0};
    Buf out = {0};
    Zip *z = zip_new(&out);
    for (size_t i = 0; i < PARTS; i++)
        put_part(z, &book[i], m);
    assert_true(zip_finish(&d, z, ""));
    return out;
}

/* What a check of the bytes says is of that rule, all of it, and there is some; and each
 * says what to do. */
static void check_says(Str bytes, DiagId id, const char *where)
{
    Diag d = {0};
    check_epub(&d, S("b.epub"), bytes);
    if (d.n == 0)
        fail_msg("%s: nothing is said, not %s", where, diag_name(id));
    for (size_t i = 0; i < d.n; i++)
        if (d.messages[i].id != id)
            fail_msg("%s: %s \"" STR_FMT "\", not %s", where, diag_name(d.messages[i].id),
                     STR_ARG(d.messages[i].text), diag_name(id));
    assert_advice(&d);
    diag_free(&d);
}

/* ---- tests ---- */

static void test_a_sound_book_has_no_fault(void **state)
{
    Diag d = {0};
    Buf b = make(NULL);
    (void)state;
    check_epub(&d, S("b.epub"), buf_str(&b));
    if (d.n > 0)
        fail_msg(STR_FMT, STR_ARG(d.messages[0].text));
    buf_free(&b);
}

static void test_each_fault_is_told_by_its_rule_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mutations / sizeof *mutations; i++) {
        const Mutation *m = &mutations[i];
        Buf b = make(m);
        check_says(buf_str(&b), m->id, m->other);
        buf_free(&b);
    }
}

static void test_a_fault_is_told_with_its_member_and_line(void **state)
{
    static const Mutation m = {"E/one.xhtml", " scope=\"col\"", "", D_CHECK_TABLE};
    Diag d = {0};
    Buf b = make(&m);
    (void)state;
    check_epub(&d, S("b.epub"), buf_str(&b));
    assert_int_equal(d.n, 1);
    assert_str(d.messages[0].at.path, "b.epub:E/one.xhtml");
    assert_int_equal(d.messages[0].at.line, 9);
    assert_int_equal(d.exit, 1);
    diag_free(&d);
    buf_free(&b);
}

/* Where `what` stands for the n-th time, from 0. */
static char *find(Buf *b, const char *what, int n)
{
    size_t at = 0;
    for (;; at++) {
        at += str_find(str_sub(buf_str(b), at, b->n), str_of(what));
        assert_true(at < b->n);
        if (n-- == 0)
            return b->p + at;
    }
}

enum { LOCAL_NAME = 30, CENTRAL_NAME = 46 }; /* where the name begins in a header */

static void test_the_container_is_read_header_by_header(void **state)
{
    static const struct {
        const char *text;
        int nth; /* of a name: 0 in the local header, 1 in the directory */
        int at;  /* of the byte, seen from there */
        char byte;
    } table[] = {
        {"E/a.gif", 1, 8 - CENTRAL_NAME, 2},     /* flags differ */
        {"E/a.gif", 0, 14 - LOCAL_NAME, 1},      /* checksums differ */
        {"E/a.gif", 1, 44 - CENTRAL_NAME, 0x7F}, /* leads nowhere */
        {"E/a.gif", 1, -CENTRAL_NAME, 'X'},      /* is no record */
        {"E/a.gif", 1, 28 - CENTRAL_NAME, 0x7F}, /* a name beyond the end */
        {"and the rest", 0, 0, 'X'},             /* not what the checksum is of */
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        Buf b = make(NULL);
        find(&b, table[i].text, table[i].nth)[table[i].at] = table[i].byte;
        check_says(buf_str(&b), D_CHECK_ZIP, table[i].text);
        buf_free(&b);
    }
}

static void test_only_two_methods_are_taken(void **state)
{
    Diag d = {0};
    Buf b = make(NULL);
    (void)state;
    find(&b, "E/a.gif", 0)[8 - LOCAL_NAME] = 12;
    find(&b, "E/a.gif", 1)[10 - CENTRAL_NAME] = 12;
    check_epub(&d, S("b.epub"), buf_str(&b));
    assert_true(d.n > 0 && d.messages[0].id == D_CHECK_METHOD);
    diag_free(&d);
    buf_free(&b);
}

static void test_every_cut_of_a_book_is_damaged(void **state)
{
    Buf b = make(NULL);
    (void)state;
    for (size_t n = 0; n < b.n; n += 7)
        check_says(str_sub(buf_str(&b), 0, n), D_CHECK_ZIP, "a cut");
    buf_free(&b);
}

/* A book with one member more, and what is said of it. */
static void check_member(const char *name, DiagId id)
{
    Diag d = {0};
    Buf out = {0};
    Zip *z = zip_new(&out);
    bool told = false;
    for (size_t i = 0; i < PARTS; i++)
        put_part(z, &book[i], NULL);
    zip_add(z, name, ZIP_STORED, S("GIF89a and the rest"));
    assert_true(zip_finish(&d, z, ""));
    check_epub(&d, S("b.epub"), buf_str(&out));
    for (size_t i = 0; i < d.n; i++)
        told = told || d.messages[i].id == id;
    if (!told)
        fail_msg("'%s' is not told by %s", name, diag_name(id));
    diag_free(&d);
    buf_free(&out);
}

static void test_names_that_no_reader_takes_are_told(void **state)
{
    (void)state;
    check_member("E/a.gif", D_CHECK_TWICE);
    check_member("E/a:b.gif", D_CHECK_NAME);
    check_member("../a.gif", D_CHECK_NAME);
    check_member("E/\xff.gif", D_CHECK_NAME);
    check_member("E/dot.", D_CHECK_NAME);
    check_member("E/more.gif", D_CHECK_MANIFEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_sound_book_has_no_fault),
        cmocka_unit_test(test_each_fault_is_told_by_its_rule_alone),
        cmocka_unit_test(test_a_fault_is_told_with_its_member_and_line),
        cmocka_unit_test(test_the_container_is_read_header_by_header),
        cmocka_unit_test(test_only_two_methods_are_taken),
        cmocka_unit_test(test_every_cut_of_a_book_is_damaged),
        cmocka_unit_test(test_names_that_no_reader_takes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
