/* Feeds, exports and tables: which articles they hold, what is said of each, and what
 * becomes of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "base/url.h"
#include "claims.h"
#include "handmade.h"
#include "read/read.h"

typedef struct Read {
    Diag d;
    ArticleList l;
    Plan plan;
    Arena *a;
} Read;

static Read read_str(const char *path, Str bytes)
{
    Read r = {.a = arena_new()};
    read_bytes_all(&r.d, str_of(path), bytes, &r.l);
    for (size_t i = 0; i < r.l.n; i++)
        doc_check(r.l.v[i]->root);
    collect(&r.d, &r.l, &(CollectOptions){.order = ORDER_NAME}, &r.plan);
    for (size_t i = 0; i < r.l.n; i++)
        assert_true(ledger_tiles(r.l.v[i]));
    return r;
}

static Read read_file(const char *path, const char *text)
{
    return read_str(path, str_of(text));
}

static void read_end(Read *r)
{
    plan_free(&r->plan);
    articles_free(&r->l);
    diag_free(&r->d);
    arena_free(r->a);
    uni_release();
}

/* The n-th article that is not refused, from 0. */
static Article *nth(const Read *r, size_t n)
{
    for (size_t i = 0; i < r->l.n; i++)
        if (r->l.v[i]->fate != ART_REFUSED && n-- == 0)
            return r->l.v[i];
    fail_msg("there are not so many articles");
    return NULL;
}

static size_t whole(const Read *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->l.n; i++)
        n += r->l.v[i]->fate != ART_REFUSED;
    return n;
}

static const Article *refused(const Read *r)
{
    for (size_t i = 0; i < r->l.n; i++)
        if (r->l.v[i]->fate == ART_REFUSED)
            return r->l.v[i];
    return NULL;
}

static const Message *said(const Read *r, DiagId id)
{
    for (size_t i = 0; i < r->d.n; i++)
        if (r->d.messages[i].id == id)
            return &r->d.messages[i];
    return NULL;
}

static void assert_said(const Read *r, DiagId id, const char *words)
{
    const Message *m = said(r, id);
    assert_non_null(m);
    if (!str_has(m->text, str_of(words)))
        fail_msg("\"" STR_FMT "\" does not say \"%s\"", STR_ARG(m->text), words);
}

static Str words_of(const Read *r, size_t n)
{
    return node_words(r->a, nth(r, n)->root);
}

#define RSS(items)                                                                       \
    "<?xml version='1.0'?><rss version='2.0'><channel><title>Quay &amp; Co</title>"      \
    "<language>en-us</language>" items "</channel></rss>"
#define ATOM(entries)                                                                    \
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'>"                           \
    "<title>Werk</title>" entries "</feed>"

/* ---- feeds ---- */

static void an_item_of_rss_gives_its_fields(void **state)
{
    (void)state;
    Read r = read_file(
        "f.xml",
        RSS("<item><title>A &lt;i&gt;raft&lt;/i&gt; of &amp;#8220;oak&amp;#8221;</title>"
            "<link> https://quay.example/raft </link><guid>https://no.example</guid>"
            "<author>desk@quay.example (Tom Quay)</author><dc:creator>Nora "
            "Field</dc:creator><dc:creator>Ida Frost</dc:creator>"
            "<pubDate>Fri, 03 May 2024 23:11:12 -0700</pubDate>"
            "<description>Short.</description><content:encoded><![CDATA[<p>The raft "
            "came <b>late</b> & "
            "wet.</p>]]></content:encoded><media:title>No</media:title>"
            "</item>"));
    assert_int_equal(r.l.n, 1);
    const Article *a = nth(&r, 0);
    assert_str(a->title, "A raft of \u201Coak\u201D");
    assert_false(a->title_made);
    assert_str(a->url, "https://quay.example/raft");
    assert_str(a->byline, "Nora Field, Ida Frost");
    assert_str(a->publisher, "Quay & Co");
    assert_str(a->lang, "en-us");
    assert_str(date_iso(r.a, a->date), "2024-05-03");
    assert_int_equal(a->date_confidence, DATE_STATED);
    assert_str(a->src.member, "entry 1");
    assert_string_equal(a->src.format, "html");
    assert_str(a->src.text, "<p>The raft came <b>late</b> & wet.</p>");
    assert_str(words_of(&r, 0), "The raft came late & wet.");
    assert_int_equal(r.d.n, 0);
    read_end(&r);
}

static void atom_has_content_of_three_kinds(void **state)
{
    (void)state;
    Read r = read_file(
        "f.atom",
        ATOM("<author><uri>https://x.example</uri><name>Anna</name></author>"
             "<entry xml:base='https://w.example/log/'><title type='html'>R &amp;amp; "
             "D</title><link rel='self' href='no'/><link href='ink'/>"
             "<updated>2024-06-02T09:00:00Z</updated><content type='xhtml'>"
             "<x:div xmlns:x='http://www.w3.org/1999/xhtml'>Black<x:br/>ink &lt; "
             "<x:em>white</x:em></x:div></content></entry>"
             "<entry><id>urn:1</id><title>Zwei</title><published>2024-05-20</published>"
             "<content type='text'>a &lt;p> b</content><source><title>No</title>"
             "</source><author><name>Ben</name></author></entry>"
             "<entry><title>Drei</title><content type='html' xml:lang='en'>&lt;p>One "
             "&amp;lt; two&lt;/p></content></entry>"));
    assert_int_equal(whole(&r), 3);
    assert_str(nth(&r, 0)->title, "R & D");
    assert_str(nth(&r, 0)->url, "https://w.example/log/ink");
    assert_str(nth(&r, 0)->byline, "Anna");
    assert_int_equal(nth(&r, 0)->date_confidence, DATE_INFERRED);
    assert_str(words_of(&r, 0), "Black ink < white");
    assert_str(nth(&r, 1)->title, "Zwei");
    assert_str(nth(&r, 1)->byline, "Ben");
    assert_str(words_of(&r, 1), "a <p> b");
    assert_str(nth(&r, 1)->lang, "de");
    assert_str(words_of(&r, 2), "One < two");
    assert_str(nth(&r, 2)->lang, "en");
    assert_str(nth(&r, 2)->src.member, "entry 3");
    read_end(&r);
}

static void rss_1_has_its_items_beside_the_channel(void **state)
{
    (void)state;
    Read r = read_file(
        "index.html", /* as wget calls it */
        "<?xml version='1.0'?><!-- x --><rdf:RDF xmlns='http://purl.org/rss/1.0/'>"
        "<channel><title>Old</title><items/></channel><image><title>No</title></image>"
        "<item><title>One</title><link>https://o.example/1</link>"
        "<dc:date>2003-01-02T03:04Z</dc:date><description>It was the whole text of a "
        "note in those days.</description></item></rdf:RDF>");
    assert_int_equal(whole(&r), 1);
    assert_str(nth(&r, 0)->publisher, "Old");
    assert_str(date_iso(r.a, nth(&r, 0)->date), "2003-01-02");
    read_end(&r);
}

static void a_summary_is_an_article_that_says_so(void **state)
{
    (void)state;
    Read r = read_file("f.rss", RSS("<item><title>A</title><link>https://q.example/a"
                                    "</link><description>Only the "
                                    "opening [&amp;#8230;]</description></item>"));
    assert_int_equal(whole(&r), 1);
    assert_true(nth(&r, 0)->src.summary);
    assert_said(&r, D_SUMMARIES, "1 entry");
    assert_int_equal(r.d.exit, 0);
    read_end(&r);
}

static void what_xml_forbids_in_a_feed_is_mended(void **state)
{
    (void)state;
    Read r = read_file("f.rss", RSS("<item><title>Tom & Ida&nbsp;&#0;&#x1F600;</title>"
                                    "<description>A&eacute; \x01&amp; &bogus; &lt;b&gt;x"
                                    "&lt;/b&gt;</description></item>"));
    assert_int_equal(whole(&r), 1);
    assert_null(refused(&r));
    assert_str(nth(&r, 0)->title, "Tom & Ida\u00A0\uFFFD\U0001F600");
    assert_true(str_has(words_of(&r, 0), S("A\u00E9")));
    read_end(&r);
}

static void a_feed_that_breaks_off_keeps_what_comes_before(void **state)
{
    (void)state;
    Read r = read_file("f.rss", "<rss><channel>\n<item><title>A</title><description>One "
                                "is whole.</description></item>\n<item><title>B</title>"
                                "<description>Two is cut o");
    assert_int_equal(whole(&r), 2);
    assert_str(words_of(&r, 1), "Two is cut o");
    assert_non_null(said(&r, D_ENTRIES_BAD));
    assert_int_equal(said(&r, D_ENTRIES_BAD)->at.line, 3);
    assert_int_equal(r.d.exit, 1);
    read_end(&r);
    r = read_file("f.rss", RSS("<item><description>One.</description></item><b></a>"
                               "<item><description>Lost words</description></item>"));
    assert_int_equal(whole(&r), 1);
    assert_true(str_has(refused(&r)->src.text, S("Lost words")));
    read_end(&r);
}

static void entities_that_grow_end_the_feed(void **state)
{
    (void)state;
    Buf b = {0};
    buf_put(&b, S("<!DOCTYPE rss [<!ENTITY a \"0123456789\">"));
    for (char c = 'b'; c < 'k'; c++) {
        buf_printf(&b, "<!ENTITY %c \"", c);
        for (int i = 0; i < 10; i++)
            buf_printf(&b, "&%c;", c - 1);
        buf_put(&b, S("\">"));
    }
    buf_put(&b, S("]><rss><channel><item><description>&j;</description></item>"
                  "</channel></rss>"));
    Read r = read_str("f.rss", buf_str(&b));
    assert_non_null(said(&r, D_ENTRIES_BAD));
    read_end(&r);
    r = read_file("f.rss", "<!DOCTYPE rss [<!ENTITY f SYSTEM '/etc/hostname'><!ENTITY q "
                           "'quay'>]><rss><channel><item><description>At the &q;: "
                           "&f;!</description></item></channel></rss>");
    assert_str(words_of(&r, 0), "At the quay: !");
    read_end(&r);
    buf_free(&b);
}

static void deep_and_many_elements_are_read_in_linear_time(void **state)
{
    (void)state;
    Buf b = {0};
    buf_put(&b, S("<feed><entry><title>x</title><content type='xhtml'>"));
    for (int i = 0; i < 100000; i++)
        buf_put(&b, S("<d>"));
    buf_put(&b, S("deep"));
    for (int i = 0; i < 100000; i++)
        buf_put(&b, S("</d>"));
    buf_put(&b, S("</content></entry>"));
    for (int i = 0; i < 20000; i++)
        buf_put(&b, S("<entry><title>t</title><summary>s</summary></entry>"));
    buf_put(&b, S("</feed>"));
    Read r = {.a = arena_new()};
    read_bytes_all(&r.d, S("f.atom"), buf_str(&b), &r.l);
    assert_int_equal(r.l.n, 20001);
    assert_str(r.l.v[1]->src.member, "entry 00002");
    assert_true(str_has(node_words(r.a, r.l.v[0]->root), S("deep")));
    articles_free(&r.l);
    diag_free(&r.d);
    arena_free(r.a);
    buf_free(&b);
}

static void xml_that_is_no_feed_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *what;
    } files[] = {{"<opml version='1.0'/>", "OPML"},
                 {"<urlset><url/></urlset>", "map of a site"},
                 {"<entries><entry/></entries>", "as JSON"},
                 {"<note>hello</note>", "XML that is no feed"},
                 {"<rss><channel/></rss>", "a feed without entries"},
                 {"not even XML", "XML that is no feed"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Read r = read_file("x.xml", files[i].text);
        assert_int_equal(r.l.n, 1);
        assert_said(&r, D_NOT_TEXT, files[i].what);
        read_end(&r);
    }
}

/* ---- JSON ---- */

static void an_entry_of_wallabag_gives_its_fields(void **state)
{
    (void)state;
    Read r = read_file(
        "w.json",
        "[{\"id\":1,\"title\":\"Bells &amp; Co\",\"url\":\"https:\\/\\/b.example\\/1\","
        "\"content\":\"<p>Cast from <i>cannon</i>.<\\/p>\",\"created_at\":"
        "\"2024-05-03T10:11:12+0200\",\"published_at\":\"2019-11-07T00:00:00+0000\","
        "\"published_by\":[\"Lena Marsh\",\"Paul Reed\"],\"language\":\"en_GB\","
        "\"domain_name\":\"b.example\",\"tags\":[\"x\"],\"is_archived\":true}]");
    const Article *a = nth(&r, 0);
    assert_int_equal(r.l.n, 1);
    assert_str(a->title, "Bells & Co");
    assert_str(a->url, "https://b.example/1");
    assert_str(a->byline, "Lena Marsh, Paul Reed");
    assert_str(a->publisher, "b.example");
    assert_str(a->lang, "en-GB");
    assert_str(date_iso(r.a, a->date), "2019-11-07");
    assert_str(date_iso(r.a, a->src.saved), "2024-05-03");
    assert_str(a->src.text, "<p>Cast from <i>cannon</i>.</p>");
    assert_str(words_of(&r, 0), "Cast from cannon.");
    read_end(&r);
}

static void lists_are_found_in_objects_and_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } files[] = {
        {"{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"F\",\"authors\":"
         "[{\"name\":\"A\"}],\"items\":[{\"content_text\":\"One.\"},{\"content_html\":"
         "\"<p>Two.\"}]}",
         2},
        {"{\"_embedded\":{\"items\":[{\"title\":\"x\",\"content\":\"One.\"}]}}", 1},
        {"{\"title\":\"x\",\"content\":\"One.\",\"tags\":[{\"label\":\"t\"}]}", 1},
        {"{\"content\":\"One.\"}\n{\"content\":\"Two.\"}\n\n{\"text\":\"Three.\"}", 3},
        {"\xEF\xBB\xBF [ {\"body\":\"One.\"} , ]", 1},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Read r = read_file("x.json", files[i].text);
        assert_int_equal(whole(&r), files[i].n);
        assert_null(refused(&r));
        read_end(&r);
    }
    Read r = read_file("x.json", files[0].text);
    assert_str(nth(&r, 1)->byline, "A");
    assert_str(nth(&r, 1)->publisher, "F");
    assert_str(words_of(&r, 1), "Two.");
    read_end(&r);
}

static void a_damaged_entry_costs_no_other(void **state)
{
    (void)state;
    Read r = read_file("x.json", "[{\"content\":\"One.\"},\n"
                                 " {\"content\":\"Two.\" \"title\":1},\n"
                                 " {\"content\":\"Three.\",\"content\":\"Other.\"},\n"
                                 " {\"content\":\"Four.\"}, 5,\n"
                                 " {\"content\":\"cut o");
    assert_int_equal(whole(&r), 2);
    assert_str(words_of(&r, 1), "Four.");
    assert_said(&r, D_ENTRIES_BAD, "4 entries");
    assert_int_equal(said(&r, D_ENTRIES_BAD)->at.line, 2);
    assert_int_equal(said(&r, D_ENTRIES_BAD)->at.col, 27);
    static const char *const kept[] = {"Two.", "Other.", "cut o"};
    for (size_t i = 0; i < 3; i++)
        assert_true(str_has(refused(&r)->src.text, str_of(kept[i])));
    read_end(&r);
}

static void what_json_forbids_in_strings_is_mended(void **state)
{
    (void)state;
    Read r = read_file("x.json", "{\"title\":\"a\tb\",\"content_text\":\"x \\ud83d y "
                                 "\\ud83d\\ude00 \\\\ud83d\n\n\\\"z\\u00e9\\ude00.\"}");
    assert_int_equal(whole(&r), 1);
    assert_str(nth(&r, 0)->title, "a b");
    assert_str(nth(&r, 0)->src.text, "x \uFFFD y \U0001F600 \\ud83d\n\n\"z\u00E9\uFFFD.");
    read_end(&r);
}

static void hostile_json_is_read_in_linear_time_and_refused(void **state)
{
    (void)state;
    static const char *const pieces[] = {"[",   "{\"a\":",   "[{\"content\":", "\"",
                                         "[1,", "{\"a\":[{", "[[],",           "\\"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        Buf b = {0};
        while (b.n < 300000)
            buf_put(&b, str_of(pieces[i]));
        Read r = read_str("x.json", buf_str(&b));
        assert_int_equal(whole(&r), 0);
        assert_int_equal(r.l.n, 1);
        read_end(&r);
        buf_free(&b);
    }
}

/* ---- links ---- */

static void links_are_counted_and_stand_in_the_plan(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *kept;
    } files[] = {
        {"p.csv",
         "title,url,time_added,tags,status\n\"A, b\",https://x.example/1,1714730000,,"
         "unread\nC,https://x.example/2,1714730000,a|b,archive\n",
         "https://x.example/2"},
        {"i.csv",
         "URL,Title,Selection,Folder,Timestamp\nhttps://x.example/1,A,some words,"
         "Unread,1\nhttps://x.example/2,B,,Archive,2\n",
         "some words"},
        {"r.html",
         "<!DOCTYPE html>\n<html><!--So long--><head><title>Pocket Export</title></head>"
         "<ul><li><a href='https://x.example/1'>A</a><li><a\nhref='https://x.example/2'>"
         "B</a></ul>",
         "https://x.example/2"},
        {"b.html",
         "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='https://x.example/1'>A"
         "</A><DT><A HREF='https://x.example/2'>B</A></DL>",
         "https://x.example/2"},
        {"l.json", "[\"https://x.example/1\", \"https://x.example/2\"]",
         "https://x.example/2"},
        {"metadata_0_to_2.json",
         "[{\"id\":\"1\",\"slug\":\"a\",\"title\":\"A\",\"description\":\"An A.\","
         "\"url\":\"https://x.example/1\",\"labels\":[]},{\"slug\":\"b\",\"url\":"
         "\"https://x.example/2\"}]",
         "An A."},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Read r = read_file(files[i].path, files[i].text);
        assert_int_equal(r.l.n, 1);
        assert_int_equal(r.d.n, 1);
        assert_said(&r, D_LINKS_ONLY, "2 links");
        assert_true(str_has(refused(&r)->src.text, str_of(files[i].kept)));
        read_end(&r);
    }
}

/* ---- tables ---- */

static void a_table_is_read_whatever_parts_its_fields(void **state)
{
    (void)state;
    static const char *const tables[] = {
        "Title,URL,Content\r\n\"A, \"\"b\"\"\",https://x.example,\"One; line.\nTwo\"\r\n",
        "Title;URL;Content\n\"A, \"\"b\"\"\";https://x.example;\"One; line.\nTwo\"\n",
        "Title\tURL\tContent\n\"A, \"\"b\"\"\"\thttps://x.example\t\"One; line.\nTwo\"",
        "sep=;\nTitle;URL;Content\n\"A, \"b\"\"\";https://x.example;\"One; "
        "line.\nTwo\"\n\n",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        Read r = read_file("x.csv", tables[i]);
        assert_int_equal(r.l.n, 1);
        assert_str(nth(&r, 0)->title, "A, \"b\"");
        assert_str(nth(&r, 0)->url, "https://x.example");
        assert_str(nth(&r, 0)->src.text, "One; line.\nTwo");
        read_end(&r);
    }
}

static void a_table_may_be_in_any_charset(void **state)
{
    (void)state;
    Read r = read_file("x.csv", "title;body\nCaf\xE9;Le caf\xE9 est ferm\xE9.\n");
    assert_str(nth(&r, 0)->title, "Caf\u00E9");
    assert_str(words_of(&r, 0), "Le caf\u00E9 est ferm\u00E9.");
    read_end(&r);
}

static void rows_that_do_not_fit_are_told(void **state)
{
    (void)state;
    Read r = read_file("x.csv", "title,content\nA,One, and more\nB,Two\nC\nD,\"Four");
    assert_int_equal(whole(&r), 1);
    assert_said(&r, D_ENTRIES_BAD, "3 entries");
    assert_int_equal(said(&r, D_ENTRIES_BAD)->at.line, 2);
    assert_true(str_has(refused(&r)->src.text, S("A,One, and more")));
    assert_true(str_has(refused(&r)->src.text, S("D,\"Four")));
    read_end(&r);
    r = read_file("x.csv", "year,amount\n2024,7\n");
    assert_said(&r, D_NOT_TEXT, "a table of data");
    read_end(&r);
}

/* ---- what holds for all ---- */

static void what_the_list_says_stands_and_nothing_is_taken_for_a_page(void **state)
{
    (void)state;
    Read r = read_file(
        "x.json",
        "[{\"title\":\"The Stated Title\",\"author\":\"A. Stated\",\"content_html\":"
        "\"<ul><li><a href='https://x.example/1'>First link</a></li><li><a "
        "href='https://x.example/2'>Second link</a></li></ul><p>By Nora Field</p>"
        "<p>Words that follow the list of links.</p>\"},"
        "{\"title\":\"Another\",\"content_text\":\"A line that looks like one\\n\\nAnd "
        "then there is a whole paragraph, with words and stops. It goes on.\"},"
        "{\"title\":\"Same\",\"content_text\":\"Same\\n\\nAnd then there is a whole "
        "paragraph, with words and stops. It goes on.\"}]");
    assert_str(nth(&r, 0)->title, "The Stated Title");
    assert_str(nth(&r, 0)->byline, "A. Stated");
    assert_true(str_starts(words_of(&r, 0), S("First link")));
    for (size_t i = 0; i < nth(&r, 0)->nfates; i++)
        assert_int_not_equal(nth(&r, 0)->fates[i].kind, FATE_BOILERPLATE);
    assert_str(nth(&r, 1)->title, "Another");
    assert_int_equal(nth(&r, 1)->root->first->look, LOOK_BODY);
    assert_int_equal(nth(&r, 2)->root->first->look, LOOK_TITLE);
    assert_null(said(&r, D_TITLE_MADE));
    read_end(&r);
    r = read_file("x.json",
                  "{\"title\":\"Stated\",\"markdown\":\"# A head\\n\\nText.\"}");
    assert_str(nth(&r, 0)->title, "Stated");
    assert_int_equal(nth(&r, 0)->root->first->look, LOOK_BODY);
    read_end(&r);
    r = read_file("x.json", "{\"html\":\"<meta charset=windows-1252><p>Caf\u00E9.\"}");
    assert_str(words_of(&r, 0), "Caf\u00E9.");
    read_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_of_rss_gives_its_fields),
        cmocka_unit_test(atom_has_content_of_three_kinds),
        cmocka_unit_test(rss_1_has_its_items_beside_the_channel),
        cmocka_unit_test(a_summary_is_an_article_that_says_so),
        cmocka_unit_test(what_xml_forbids_in_a_feed_is_mended),
        cmocka_unit_test(a_feed_that_breaks_off_keeps_what_comes_before),
        cmocka_unit_test(entities_that_grow_end_the_feed),
        cmocka_unit_test(deep_and_many_elements_are_read_in_linear_time),
        cmocka_unit_test(xml_that_is_no_feed_is_named),
        cmocka_unit_test(an_entry_of_wallabag_gives_its_fields),
        cmocka_unit_test(lists_are_found_in_objects_and_lines),
        cmocka_unit_test(a_damaged_entry_costs_no_other),
        cmocka_unit_test(what_json_forbids_in_strings_is_mended),
        cmocka_unit_test(hostile_json_is_read_in_linear_time_and_refused),
        cmocka_unit_test(links_are_counted_and_stand_in_the_plan),
        cmocka_unit_test(a_table_is_read_whatever_parts_its_fields),
        cmocka_unit_test(a_table_may_be_in_any_charset),
        cmocka_unit_test(rows_that_do_not_fit_are_told),
        cmocka_unit_test(what_the_list_says_stands_and_nothing_is_taken_for_a_page),
    };
    return cmocka_run_group_tests_name("exports", tests, NULL, NULL);
}
