/* The EPUB: read back from its bytes, entry by entry and tag by tag. */
#include "epub/epub.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "archive.h"
#include "base/file.h"
#include "fontfile.h"

/* ---- books by hand ---- */

typedef struct Maker {
    Book book;
    Chapter chapters[8];
    Note notes[4];
    Article articles[4];
} Maker;

static Node *text_in(Maker *m, Node *parent, NodeKind kind, const char *cls,
                     const char *text)
{
    Node *n = node_add(m->book.arena, parent, kind);
    n->cls = str_of(cls);
    if (kind == N_HEADING)
        n->level = 1;
    if (text)
        node_text(m->book.arena, n, str_of(text), 0);
    return n;
}

static Node *link_in(Maker *m, Node *parent, const char *ref, const char *text)
{
    Node *n = text_in(m, parent, N_LINK, NULL, text);
    n->ref = str_of(ref);
    return n;
}

static Node *chapter_in(Maker *m, ChapterKind kind, const char *id, const char *title)
{
    Book *b = &m->book;
    Node *root = node_new(b->arena, N_SECTION);
    root->id = str_of(id);
    b->chapters[b->nchapters++] = (Chapter){.kind = kind,
                                            .id = root->id,
                                            .title = str_of(title),
                                            .lang = b->lang,
                                            .root = root};
    text_in(m, root, N_HEADING, NULL, title);
    return root;
}

/* An article's chapter with its note; the item of the sources goes into `sources`. */
static Node *article_in(Maker *m, Node *sources, const char *key, const char *title)
{
    Book *b = &m->book;
    Arena *a = b->arena;
    Node *root = chapter_in(m, CHAPTER_ARTICLE,
                            arena_cstr(a, arena_printf(a, "a-%s", key)), title);
    Note *note = &b->notes[b->nnotes];
    note->number = (uint32_t)++b->nnotes;
    Node *call = text_in(
        m, text_in(m, text_in(m, root, N_PARA, "byline", "By A"), N_SUP, NULL, NULL),
        N_NOTEREF, "noteref", note->number == 1 ? "1" : "2");
    call->id = arena_printf(a, "r-%s", key);
    call->ref = arena_printf(a, "#n-%s", key);
    Node *brief = node_add(a, root, N_NOTE);
    brief->id = arena_printf(a, "n-%s", key);
    Node *para = text_in(m, brief, N_PARA, NULL, "The Paper. See ");
    link_in(m, para, arena_cstr(a, arena_printf(a, "#s-%s", key)), "Sources");
    Node *full = node_add(a, sources, N_ITEM);
    full->id = arena_printf(a, "s-%s", key);
    Node *back = link_in(m, text_in(m, full, N_PARA, NULL, "All of it. "),
                         arena_cstr(a, arena_printf(a, "#r-%s", key)), "\xE2\x86\x91");
    back->cls = S("backlink");
    note->call = call;
    note->brief = brief;
    note->full = full;
    return root;
}

static void make_contents(Maker *m)
{
    Book *b = &m->book;
    Node *toc = node_add(b->arena, b->chapters[1].root, N_TOC);
    for (size_t i = 2; i < b->nchapters; i++) {
        Node *item = node_add(b->arena, toc, N_TOC_ITEM);
        Node *link = text_in(m, node_add(b->arena, item, N_PARA), N_LINK, NULL, NULL);
        link->ref = arena_printf(b->arena, "#" STR_FMT, STR_ARG(b->chapters[i].id));
        node_text(b->arena, link, b->chapters[i].title, 0);
    }
}

static void number(Maker *m)
{
    Book *b = &m->book;
    for (size_t i = 0; i < b->nchapters; i++)
        for (Walk w = walk(b->chapters[i].root); walk_next(&w);) {
            Node *n = (Node *)w.node;
            if (!w.enter)
                continue;
            n->no = ++b->nnodes;
            if (n->id.n > 0)
                *map_at(&b->ids, n->id) = n;
        }
}

/* A book of two articles; finish() once its trees are as a test wants them. */
static void start(Maker *m, const char *title, const char *lang)
{
    *m = (Maker){0};
    Arena *a = arena_new();
    m->book = (Book){.arena = a,
                     .title = str_of(title),
                     .author = S("Ann Author, Bo Author"),
                     .authors = S("Ann Author\nBo Author"),
                     .subtitle = S("In Two Parts"),
                     .lang = str_of(lang),
                     .subjects = S("Mills\nWheels"),
                     .series = S("Packs"),
                     .place = 12,
                     .date = {2026, 1, 31},
                     .identifier = S("urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430c8"),
                     .chapters = m->chapters,
                     .notes = m->notes};
    Node *page = chapter_in(m, CHAPTER_TITLE, "title", title);
    page->first->cls = S("book-title");
    text_in(m, page, N_PARA, "book-author", "Ann Author, Bo Author");
    chapter_in(m, CHAPTER_CONTENTS, "contents", "Contents");
    Node *list = node_new(a, N_LIST);
    list->level = 1;
    article_in(m, list, "89b7208c49", title);
    article_in(m, list, "0123456789", "Two");
    for (size_t i = 2; i < 4; i++)
        m->chapters[i].article = &m->articles[i - 2];
    m->articles[0].url = m->articles[1].url = S("https://example.org/?a&b");
    node_append(chapter_in(m, CHAPTER_SOURCES, "sources", "Sources"), list);
    chapter_in(m, CHAPTER_COLOPHON, "colophon", "About this book");
}

/* ---- read back ---- */

typedef struct Epub {
    Maker made;
    Str face; /* a font file that is there as the family Own; empty: none is */
    Diag d;
    Arena *a;
    Buf file;
    Archive zip;
} Epub;

static void finish_in(Epub *e, const EpubOptions *o, Str css)
{
    make_contents(&e->made);
    number(&e->made);
    e->a = arena_new();
    Fonts *fonts = fonts_new();
    if (!o->no_cover)
        assert_true(fonts_add(&e->d, fonts, S("Vollkorn"), 400, false,
                              S("fonts/Vollkorn-Regular.ttf")));
    if (e->face.n)
        add_bytes(&e->d, fonts, S("Own"), e->face);
    const Paper paper = {0};
    StyleSheet *sheet = style_parse(&e->d, S("book.css"), css, (Str){0}, &paper);
    assert_true(epub_write(&e->d, &e->made.book, sheet, fonts, o, &e->file));
    style_free(sheet);
    fonts_free(fonts);
    e->zip = read_archive(e->a, buf_str(&e->file));
}

static void finish_with(Epub *e, const EpubOptions *o)
{
    finish_in(e, o, S("h1 { font-family: Vollkorn; text-align: center }"));
}

static void finish(Epub *e)
{
    finish_with(e, &(EpubOptions){.no_cover = true});
}

static void done(Epub *e)
{
    buf_free(&e->file);
    diag_free(&e->d);
    arena_free(e->a);
    map_free(&e->made.book.ids);
    arena_free(e->made.book.arena);
}

static Str entry(const Epub *e, const char *name)
{
    for (size_t i = 0; i < e->zip.n; i++)
        if (str_eq(e->zip.v[i].name, str_of(name)))
            return e->zip.v[i].bytes;
    return (Str){0};
}

static bool has(const Epub *e, const char *name, const char *what)
{
    return str_has(entry(e, name), str_of(what));
}

/* ---- pages ---- */

/* Whether href, as written in `file` of the folder, names a file and a place that are
 * there. */
static bool lands(const Epub *e, Str file, Str href)
{
    const Str target = str_cut(&href, '#');
    const Str name = arena_printf(e->a, "EPUB/" STR_FMT, STR_ARG(target));
    const Str bytes = entry(e, arena_cstr(e->a, target.n > 0 ? name : file));
    const Str id = arena_printf(e->a, " id=\"" STR_FMT "\"", STR_ARG(href));
    return bytes.n > 0 && (href.n == 0 || str_has(bytes, id));
}

/* ---- the container ---- */

static void the_media_type_comes_first_and_can_be_read_in_place(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    finish(&e);
    assert_true(str_eq(e.zip.v[0].name, S("mimetype")));
    assert_int_equal(e.zip.v[0].offset, 0);
    assert_int_equal(e.zip.v[0].method, 0);
    assert_int_equal(e.zip.v[0].extra, 0);
    assert_memory_equal(e.file.p + 30, "mimetypeapplication/epub+zip", 28);
    assert_true(str_eq(e.zip.v[1].name, S("META-INF/container.xml")));
    assert_true(has(&e, "META-INF/container.xml", "full-path=\"EPUB/package.opf\""));
    done(&e);
}

static void nothing_of_the_moment_or_the_machine_is_in_the_archive(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    finish(&e);
    for (size_t i = 0; i < e.zip.n; i++) {
        assert_int_equal(e.zip.v[i].date, 1 << 5 | 1); /* 1980-01-01 */
        assert_int_equal(e.zip.v[i].time, 0);
        assert_int_equal(e.zip.v[i].extra, 0);
        assert_int_equal(e.zip.v[i].flags & 1, 0); /* not encrypted */
        assert_int_equal(e.zip.v[i].attributes, (uint32_t)0100644 << 16);
        assert_true(e.zip.v[i].method == 0 || e.zip.v[i].method == 8);
    }
    assert_true(str_eq(e.zip.comment, S("sheaf")));
    done(&e);
}

static void two_runs_give_the_same_bytes(void **state)
{
    (void)state;
    Epub e[2] = {{.file = {0}}};
    for (int i = 0; i < 2; i++) {
        start(&e[i].made, "One", "en");
        finish_with(&e[i], &(EpubOptions){0});
    }
    assert_true(str_eq(buf_str(&e[0].file), buf_str(&e[1].file)));
    done(&e[0]);
    done(&e[1]);
}

/* ---- the package ---- */

static void manifest_and_archive_are_the_same_files(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    finish_with(&e, &(EpubOptions){0});
    const Tags t = tags_of(e.a, entry(&e, "EPUB/package.opf"));
    size_t items = 0;
    for (size_t i = 0; i < t.n; i++)
        if (str_eq(t.v[i].name, S("item"))) {
            assert_true(lands(&e, (Str){0}, value_of(&t.v[i], "href")));
            items++;
        }
    assert_int_equal(items, e.zip.n - 3); /* the media type, the container, the package */
    free(t.v);
    done(&e);
}

static void the_spine_is_the_order_of_the_chapters(void **state)
{
    (void)state;
    static const char *const want[] = {"cover",        "title",        "contents",
                                       "a-89b7208c49", "a-0123456789", "sources",
                                       "colophon"};
    Epub e = {0};
    start(&e.made, "One", "en");
    finish_with(&e, &(EpubOptions){0});
    const Tags t = tags_of(e.a, entry(&e, "EPUB/package.opf"));
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++)
        if (str_eq(t.v[i].name, S("itemref"))) {
            assert_true(n < sizeof want / sizeof *want);
            assert_true(str_eq(value_of(&t.v[i], "idref"), str_of(want[n++])));
        }
    assert_int_equal(n, sizeof want / sizeof *want);
    free(t.v);
    done(&e);
}

static void the_package_says_what_the_book_is(void **state)
{
    (void)state;
    static const char *const want[] = {
        "<dc:identifier id=\"uid\">urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430c8</",
        "<dc:title>One: In Two Parts</dc:title>",
        "<dc:language>en</dc:language>",
        "<dc:date>2026-01-31</dc:date>",
        "<dc:creator id=\"author-1\">Ann Author</dc:creator>",
        "<dc:creator id=\"author-2\">Bo Author</dc:creator>",
        "<meta property=\"dcterms:modified\">2026-01-31T00:00:00Z</meta>",
        "<meta property=\"schema:accessMode\">textual</meta>",
        "<meta property=\"schema:accessibilityHazard\">none</meta>",
        "<dc:source>https://example.org/?a&amp;b</dc:source>",
        "<dc:subject>Mills</dc:subject>\n<dc:subject>Wheels</dc:subject>",
        "<meta property=\"belongs-to-collection\" id=\"series\">Packs</meta>\n"
        "<meta refines=\"#series\" property=\"collection-type\">series</meta>\n"
        "<meta refines=\"#series\" property=\"group-position\">12</meta>",
    };
    Epub e = {0};
    start(&e.made, "One", "en");
    finish(&e);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_true(has(&e, "EPUB/package.opf", want[i]));
    const Str opf = entry(&e, "EPUB/package.opf");
    const size_t first = str_find(opf, S("<dc:source>"));
    assert_false(str_has(str_sub(opf, first + 1, opf.n), S("<dc:source>"))); /* once */
    done(&e);
}

/* ---- the pages ---- */

static void check_pages(const Epub *e)
{
    for (size_t i = 0; i < e->zip.n; i++) {
        if (!str_ends(e->zip.v[i].name, S("ml")) && !str_ends(e->zip.v[i].name, S("x")) &&
            !str_ends(e->zip.v[i].name, S("opf")))
            continue;
        const Tags t = tags_of(e->a, e->zip.v[i].bytes);
        for (size_t k = 0; k < t.n; k++) {
            const Str href = value_of(&t.v[k], "href"), src = value_of(&t.v[k], "src");
            if (href.n > 0 && !str_has(href, S(":")))
                assert_true(lands(e, e->zip.v[i].name, href));
            if (src.n > 0)
                assert_true(lands(e, e->zip.v[i].name, src));
        }
        free(t.v);
    }
}

static void every_page_is_well_formed_and_every_link_lands(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    finish_with(&e, &(EpubOptions){0});
    check_pages(&e);
    done(&e);
}

static void hostile_words_stay_words(void **state)
{
    (void)state;
    static const char *const titles[] = {
        "]]>",
        "\"><script>&amp;",
        "a&b<c>d\"e'f",
        "con\x01\x02\x1Btrols\x7F",
        "non\xEF\xBF\xBE"
        "characters\xEF\xBF\xBF",
        "\xE2\x80\xAE"
        "reversed",
        "--><!-- <?x?>",
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        Epub e = {0};
        start(&e.made, titles[i], "en");
        e.made.book.author = e.made.book.authors = e.made.book.subtitle =
            e.made.book.title;
        e.made.book.publisher = e.made.book.rights = e.made.book.title;
        e.made.chapters[2].root->first->cls = str_of(titles[i]);
        e.made.articles[0].url = str_of(titles[i]);
        finish(&e);
        check_pages(&e);
        assert_false(has(&e, "EPUB/a-89b7208c49.xhtml", "<script"));
        done(&e);
    }
}

static void notes_and_their_calls_lead_to_each_other(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    finish(&e);
    const char *page = "EPUB/a-0123456789.xhtml";
    assert_true(
        has(&e, page,
            "<sup><a id=\"r-0123456789\" class=\"noteref\" href=\"#n-0123456789\" "
            "epub:type=\"noteref\" role=\"doc-noteref\">2</a></sup>"));
    assert_true(has(&e, page,
                    "<aside id=\"n-0123456789\" epub:type=\"footnote\" "
                    "role=\"doc-footnote\"><p><a href=\"#r-0123456789\" "
                    "role=\"doc-backlink\" aria-label=\"Back to reference 2\">2</a> The "
                    "Paper. See <a href=\"sources.xhtml#s-0123456789\">Sources</a></p>"));
    assert_true(has(&e, "EPUB/sources.xhtml",
                    "<a class=\"backlink\" href=\"a-0123456789.xhtml#r-0123456789\" "
                    "role=\"doc-backlink\" aria-label=\"Back to reference 2\">"));
    done(&e);
}

static void a_note_that_is_called_again_leads_back_to_each_call(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    Node *p = text_in(&e.made, e.made.chapters[2].root, N_PARA, NULL, NULL);
    Node *again = link_in(&e.made, p, "#n-89b7208c49", "1");
    again->cls = S("noteref");
    again->id = S("r-89b7208c49-2");
    e.made.notes[0].again = 1;
    finish(&e);
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml",
                    "<a id=\"r-89b7208c49-2\" class=\"noteref\" href=\"#n-89b7208c49\" "
                    "epub:type=\"noteref\" role=\"doc-noteref\">1</a>"));
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml",
                    "aria-label=\"Back to reference 1\">1</a><sup> <a "
                    "href=\"#r-89b7208c49-2\" role=\"doc-backlink\" "
                    "aria-label=\"Back to reference 1, 2\">2</a></sup> The Paper."));
    done(&e);
}

static void notes_follow_the_text_of_their_chapter(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    text_in(&e.made, e.made.chapters[2].root, N_PARA, NULL, "The last words.");
    finish(&e);
    const Str page = entry(&e, "EPUB/a-89b7208c49.xhtml");
    assert_true(str_find(page, S("The last words.")) < str_find(page, S("<aside")));
    assert_true(str_ends(page, S("</aside>\n</section>\n</body>\n</html>\n")));
    done(&e);
}

static void only_web_and_mail_links_lead_out(void **state)
{
    (void)state;
    static const struct {
        const char *ref, *want;
    } cases[] = {
        {"https://example.org/", "<p><a href=\"https://example.org/\">x</a></p>"},
        {"HTTP://example.org:80/a%20b",
         "<p><a href=\"http://example.org:80/a%20b\">x</a></p>"},
        {"http://example.org/a b?q=\"&r=%zz#s#t",
         "<p><a href=\"http://example.org/a%20b?q=%22&amp;r=%25zz#s%23t\">x</a></p>"},
        {"mailto:a@example.org", "<p><a href=\"mailto:a@example.org\">x</a></p>"},
        {"mailto:nobody", "<p>x</p>"},
        {"http://", "<p>x</p>"},
        {"http://a b/", "<p>x</p>"},
        {"http://[::1", "<p>x</p>"},
        {"javascript:alert(1)", "<p>x</p>"},
        {"data:text/html,x", "<p>x</p>"},
        {"file:///etc/passwd", "<p>x</p>"},
        {"../secret", "<p>x</p>"},
        {"#nowhere", "<p>x</p>"},
        {"", "<p>x</p>"},
        {"#a-0123456789", "<p><a href=\"a-0123456789.xhtml\">x</a></p>"},
        {"#a-89b7208c49", "<p><a href=\"#a-89b7208c49\">x</a></p>"},
        {"#contents", "<p><a href=\"nav.xhtml\">x</a></p>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Epub e = {0};
        start(&e.made, "One", "en");
        Node *p = text_in(&e.made, e.made.chapters[2].root, N_PARA, NULL, NULL);
        link_in(&e.made, p, cases[i].ref, "x");
        finish(&e);
        if (!has(&e, "EPUB/a-89b7208c49.xhtml", cases[i].want))
            fail_msg("'%s' is not %s", cases[i].ref, cases[i].want);
        done(&e);
    }
}

static void a_link_in_a_link_is_its_words(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    Node *p = text_in(&e.made, e.made.chapters[2].root, N_PARA, NULL, NULL);
    Node *outer = link_in(&e.made, p, "https://example.org/1", "a");
    Node *inner = link_in(&e.made, outer, "https://example.org/2", "b");
    inner->id = S("here");
    text_in(&e.made, outer, N_EMPH, NULL, "c");
    finish(&e);
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml",
                    "<p><a href=\"https://example.org/1\">a<span id=\"here\">b</span>"
                    "<em>c</em></a></p>"));
    done(&e);
}

static void captions_stand_where_xhtml_has_them(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    Node *figure = text_in(&e.made, e.made.chapters[2].root, N_FIGURE, NULL, NULL);
    text_in(&e.made, figure, N_CAPTION, NULL, "first");
    text_in(&e.made, figure, N_PARA, NULL, "words");
    text_in(&e.made, figure, N_CAPTION, NULL, "second");
    figure = text_in(&e.made, e.made.chapters[2].root, N_FIGURE, NULL, NULL);
    text_in(&e.made, figure, N_PARA, NULL, "words");
    text_in(&e.made, figure, N_CAPTION, NULL, "last");
    finish(&e);
    const char *page = "EPUB/a-89b7208c49.xhtml";
    assert_true(has(&e, page, "<figcaption>first</figcaption>"));
    assert_true(has(&e, page, "<p>second</p>"));
    assert_true(has(&e, page, "<figcaption>last</figcaption>\n</figure>"));
    done(&e);
}

static void a_list_says_how_it_counts(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "T", "en");
    Node *list = text_in(&e.made, e.made.chapters[2].root, N_LIST, NULL, NULL);
    list->level = 1;
    list->start = 3;
    list->cls = list_class(S("I"));
    Node *item = text_in(&e.made, list, N_ITEM, NULL, NULL);
    text_in(&e.made, item, N_PARA, NULL, "three");
    finish(&e);
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml",
                    "<ol type=\"I\" start=\"3\" class=\"upper-roman\">"));
    done(&e);
}

static void a_book_read_from_right_to_left_says_so(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "\xD9\x83\xD8\xAA\xD8\xA7\xD8\xA8", "ar");
    Node *p = text_in(&e.made, e.made.chapters[2].root, N_PARA, NULL, "English");
    p->lang = S("en");
    e.made.book.rtl = true;
    finish(&e);
    assert_true(has(&e, "EPUB/package.opf", "page-progression-direction=\"rtl\""));
    assert_true(
        has(&e, "EPUB/a-89b7208c49.xhtml", "lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\">"));
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml",
                    "<p lang=\"en\" xml:lang=\"en\" dir=\"ltr\">English</p>"));
    done(&e);
}

/* Readers differ from XML's parsers here; the writer at least must not fall over. */
static void a_tree_of_any_depth_is_written(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    Node *at = e.made.chapters[2].root;
    for (int i = 0; i < 200000; i++)
        at = text_in(&e.made, at, N_QUOTE, NULL, NULL);
    text_in(&e.made, at, N_PARA, NULL, "deep");
    finish(&e);
    check_pages(&e);
    done(&e);
}

/* ---- navigation ---- */

static void the_contents_and_the_ncx_name_the_same_places_in_order(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    finish(&e);
    const Tags nav = tags_of(e.a, entry(&e, "EPUB/nav.xhtml"));
    const Tags ncx = tags_of(e.a, entry(&e, "EPUB/toc.ncx"));
    size_t k = 0, points = 0;
    for (size_t i = 0; i < ncx.n; i++) {
        if (!str_eq(ncx.v[i].name, S("content")))
            continue;
        while (k < nav.n && !str_eq(nav.v[k].name, S("a")))
            k++;
        assert_true(k < nav.n);
        assert_true(str_eq(value_of(&ncx.v[i], "src"), value_of(&nav.v[k++], "href")));
        points++;
    }
    assert_int_equal(points, 4); /* two articles, sources, colophon */
    assert_true(has(&e, "EPUB/nav.xhtml",
                    "<a epub:type=\"bodymatter\" "
                    "href=\"a-89b7208c49.xhtml\">"));
    assert_true(has(&e, "EPUB/toc.ncx",
                    "<meta name=\"dtb:uid\" "
                    "content=\"urn:uuid:6ba7b810-9dad-51d1-80b4-00c04fd430c8\"/>"));
    free(nav.v);
    free(ncx.v);
    done(&e);
}

/* ---- the cover ---- */

static void a_cover_is_drawn_for_a_title_of_any_length_and_script(void **state)
{
    (void)state;
    Arena *a = arena_new();
    char *word = arena_alloc(a, 100001);
    memset(word, 'w', 100000);
    const char *const titles[] = {
        "One",
        "A title so long that no line of any reader's shelf would hold it, with a colon: "
        "and then some",
        word,
        "\xE4\xB8\xAD\xE5\x9B\xBD \xD9\x83\xD8\xAA\xD8\xA7\xD8\xA8 (1) \xF3\xB0\x80\x80",
        "\xCC\x81\xCC\x81",
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        Epub e = {0};
        start(&e.made, titles[i], "en");
        finish_with(&e, &(EpubOptions){0});
        const Str png = entry(&e, "EPUB/cover.png");
        assert_true(str_starts(png, S("\x89PNG\r\n\x1a\n")));
        assert_int_equal(le(png.p + 16, 4), 0xB0040000u); /* 1200, highest byte first */
        assert_int_equal(le(png.p + 20, 4), 0x40060000u); /* 1600 */
        assert_int_equal(png.p[25], 2);                   /* RGB, nothing transparent */
        assert_true(has(&e, "EPUB/package.opf", "properties=\"cover-image\""));
        done(&e);
    }
    arena_free(a);
}

static void a_book_can_go_without_a_cover(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    finish(&e);
    assert_false(has(&e, "EPUB/package.opf", "cover"));
    assert_false(has(&e, "EPUB/package.opf", "visual"));
    assert_int_equal(entry(&e, "EPUB/cover.xhtml").n, 0);
    done(&e);
}

static void a_cover_that_is_no_picture_is_an_error(void **state)
{
    (void)state;
    static const char *const paths[] = {"Makefile", "no/such.png", "src"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        Diag d = {0};
        Arena *a = arena_new();
        Str bytes;
        assert_false(epub_read_cover(&d, a, str_of(paths[i]), &bytes));
        assert_int_equal(d.n, 1);
        assert_int_equal(d.messages[0].id, D_COVER_FILE);
        assert_int_equal(d.exit, 66);
        arena_free(a);
        diag_free(&d);
    }
}

static void a_cover_that_was_given_is_the_cover(void **state)
{
    (void)state;
    Diag d = {0};
    Arena *a = arena_new();
    Str bytes;
    assert_true(epub_read_cover(&d, a, S("tests/pictures/page-1.png"), &bytes));
    Epub e = {0};
    start(&e.made, "One", "en");
    finish_with(&e, &(EpubOptions){.cover = bytes});
    assert_true(str_eq(entry(&e, "EPUB/cover.png"), bytes));
    done(&e);
    arena_free(a);
    diag_free(&d);
}

/* ---- where the PDF's pages begin ---- */

#define MARK(element, label)                                                             \
    "<" element " epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-" label       \
    "\" aria-label=\"" label "\"></" element ">"

static void a_page_is_marked_at_its_word_and_listed(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    Node *para = text_in(&e.made, e.made.chapters[2].root, N_PARA, NULL, "some words & ");
    Node *link = link_in(&e.made, para, "https://example.org/", "here");
    node_text(e.made.book.arena, para, S(" and on"), 0);
    const PageStart pages[] = {{S("ii"), e.made.chapters[1].root->first->first, 0},
                               {S("1"), e.made.chapters[2].root->first->first, 0},
                               {S("2"), para->first, 5},
                               {S("3"), link->first, 0},
                               {S("4"), para->last, 5}};
    finish_with(&e, &(EpubOptions){.no_cover = true, .pages = pages, .npages = 5});
    const char *const chapter = "EPUB/a-89b7208c49.xhtml";
    assert_true(has(&e, "EPUB/nav.xhtml", MARK("div", "ii") "\n<h1"));
    assert_true(has(&e, chapter, MARK("div", "1") "\n<h1"));
    assert_true(has(&e, chapter, "<p>some " MARK("span", "2") "words &amp; "));
    assert_true(has(&e, chapter, MARK("span", "3") "<a href=\"https:"));
    assert_true(has(&e, chapter, "</a> and " MARK("span", "4") "on</p>"));
    assert_true(has(&e, "EPUB/nav.xhtml", "epub:type=\"page-list\""));
    assert_true(has(&e, "EPUB/nav.xhtml", "<a href=\"nav.xhtml#page-ii\">ii</a>"));
    assert_true(has(&e, "EPUB/nav.xhtml", "<a href=\"a-89b7208c49.xhtml#page-4\">4</a>"));
    assert_true(has(&e, "EPUB/toc.ncx", "totalPageCount\" content=\"5\""));
    assert_true(has(&e, "EPUB/toc.ncx", "maxPageNumber\" content=\"4\""));
    assert_true(has(&e, "EPUB/toc.ncx", "id=\"page-ii\" type=\"front\" playOrder=\"1\""));
    assert_true(has(&e, "EPUB/toc.ncx", "value=\"4\" playOrder=\"6\""));
    assert_true(has(&e, "EPUB/package.opf",
                    "<dc:source id=\"pages\">urn:uuid:6ba7b810-9dad-51d1-80b4-"
                    "00c04fd430c8</dc:source>\n<meta refines=\"#pages\" "
                    "property=\"source-of\">pagination</meta>"));
    check_pages(&e);
    done(&e);
}

static void a_book_without_pages_lists_and_claims_none(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    finish(&e);
    assert_false(has(&e, "EPUB/nav.xhtml", "page-list"));
    assert_false(has(&e, "EPUB/toc.ncx", "pageList"));
    assert_false(has(&e, "EPUB/package.opf", "pageBreak"));
    assert_false(has(&e, "EPUB/package.opf", "pagination"));
    done(&e);
}

/* ---- chapters in parts ---- */

static void a_long_chapter_is_parted_between_blocks_and_links_follow(void **state)
{
    (void)state;
    static const char *const files[] = {
        "EPUB/a-89b7208c49.xhtml", "EPUB/a-89b7208c49-2.xhtml",
        "EPUB/a-89b7208c49-3.xhtml", "EPUB/a-89b7208c49-4.xhtml"};
    Epub e = {0};
    start(&e.made, "One", "en");
    Arena *a = e.made.book.arena;
    Node *root = e.made.chapters[2].root;
    link_in(&e.made, text_in(&e.made, root, N_PARA, NULL, "See "), "#far", "below");
    for (int i = 0; i < 6000; i++)
        text_in(&e.made, root, N_PARA, NULL,
                "a paragraph of no more than a hundred bytes");
    link_in(&e.made, text_in(&e.made, root, N_PARA, NULL, "See "), "#r-89b7208c49", "up");
    Node *list = node_add(a, root, N_LIST);
    list->level = 1;
    for (int i = 0; i < 12000; i++)
        text_in(&e.made, node_add(a, list, N_ITEM), N_PARA, NULL, "an item of the list");
    list->last->id = S("far");
    finish(&e);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_in_range(entry(&e, files[i]).n, 1000, 250 * 1000);
    assert_true(has(&e, files[0], "<a href=\"a-89b7208c49-4.xhtml#far\">below"));
    assert_true(has(&e, files[0], "role=\"doc-chapter\""));
    assert_false(has(&e, files[1], "role=\"doc-chapter\""));
    assert_true(has(&e, files[1], "<a href=\"a-89b7208c49.xhtml#r-89b7208c49\">up"));
    assert_true(has(&e, files[0], "epub:type=\"footnote\""));
    size_t items = 0; /* each list goes on where the one before it ended */
    for (size_t i = 1; i < sizeof files / sizeof *files; i++) {
        const Tags t = tags_of(e.a, entry(&e, files[i]));
        for (size_t k = 0; k < t.n; k++) {
            if (str_eq(t.v[k].name, S("ol")) && items > 0)
                assert_true(str_eq(value_of(&t.v[k], "start"),
                                   arena_printf(e.a, "%zu", items + 1)));
            items += str_eq(t.v[k].name, S("li"));
        }
        free(t.v);
    }
    assert_int_equal(items, 12000);
    check_pages(&e);
    done(&e);
}

/* ---- fonts ---- */

#define SHALOM "\u05E9\u05DC\u05D5\u05DD"

static const EpubOptions rare = {.no_cover = true, .embed_fonts = EMBED_RARE};

static Node *para_of(Epub *e, const char *lang, const char *text)
{
    Node *p = text_in(&e->made, e->made.chapters[2].root, N_PARA, NULL, text);
    p->lang = str_of(lang);
    return p;
}

static void fonts_are_brought_only_when_asked_for(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    para_of(&e, "he", SHALOM);
    finish(&e);
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml", ">" SHALOM "</p>"));
    assert_false(has(&e, "EPUB/book.css", "@font-face"));
    done(&e);
}

/* A word, blank and word are one stretch, all else is the reader's. */
static void a_rare_script_is_set_in_a_font_that_the_book_brings(void **state)
{
    (void)state;
    static const char *const want[] = {
        ">A, <span class=\"face-1\">" SHALOM ", " SHALOM "</span>: 9 B</p>",
        ">\u0416\u03B1 \u672C</p>", /* Cyrillic, Greek, an ideograph */
        "<em><span class=\"face-1\">" SHALOM "</span></em>"};
    Epub e = {0};
    start(&e.made, "One", "en");
    para_of(&e, "", "A, " SHALOM ", " SHALOM ": 9 B");
    para_of(&e, "", "\u0416\u03B1 \u672C");
    text_in(&e.made, para_of(&e, "", NULL), N_EMPH, NULL, SHALOM);
    finish_in(&e, &rare, S("body { font-family: 'DejaVu Sans' }"));
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        if (!has(&e, "EPUB/a-89b7208c49.xhtml", want[i]))
            fail_msg("there is no %s", want[i]);
    assert_true(has(&e, "EPUB/package.opf",
                    "<item id=\"font-1\" href=\"font-1.ttf\" media-type=\"font/ttf\"/>"));
    assert_true(has(&e, "EPUB/book.css",
                    "\n@font-face {\n  font-family: \"DejaVu Sans\";\n"
                    "  src: url(font-1.ttf);\n  unicode-range: U+20-2C, U+5D5-5E9;\n}\n"
                    "\n.face-1 {\n  font-family: \"DejaVu Sans\";\n}\n"));
    assert_true(str_starts(entry(&e, "EPUB/font-1.ttf"), S("\0\1\0\0")));
    assert_int_equal(e.d.n, 0);
    done(&e);
}

static void ideographs_are_brought_when_all_is_asked_for(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    para_of(&e, "ja", "\u3042\uFF08A\uFF09\uFF1B");
    finish_with(&e, &(EpubOptions){.no_cover = true, .embed_fonts = EMBED_ALL});
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml",
                    "><span class=\"face-1\">\u3042\uFF08</span>A"
                    "<span class=\"face-1\">\uFF09\uFF1B</span></p>"));
    assert_true(str_starts(entry(&e, "EPUB/font-1.otf"), S("OTTO")));
    done(&e);
}

/* A Thai sara am is a ring and a leg: readers' shapers take it apart. */
static void a_font_has_what_its_letters_are_taken_apart_into(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    para_of(&e, "th", "\u0E19\u0E49\u0E33");
    finish_with(&e, &rare);
    assert_true(has(&e, "EPUB/book.css", "unicode-range: U+E19-E4D;"));
    done(&e);
}

static void two_fonts_of_one_name_are_told_apart(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    para_of(&e, "he", SHALOM);
    para_of(&e, "yi", SHALOM);
    finish_in(&e, &rare,
              S("body { font-family: 'DejaVu Sans' }"
                "body:lang(yi) { font-weight: 700 }"));
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml",
                    "xml:lang=\"yi\" dir=\"rtl\"><span "
                    "class=\"face-2\">" SHALOM));
    assert_true(has(&e, "EPUB/book.css", "url(font-2.ttf)"));
    assert_true(has(&e, "EPUB/book.css", "{\n  font-family: \"DejaVu Sans 2\";"));
    done(&e);
}

static void a_page_that_begins_in_a_stretch_parts_it(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    const Node *p = para_of(&e, "", SHALOM " " SHALOM);
    const PageStart pages[] = {{.label = S("2"), .node = p->first, .offset = 9}};
    EpubOptions o = rare;
    o.pages = pages;
    o.npages = 1;
    finish_with(&e, &o);
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml", SHALOM "</span> <span epub:type"));
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml",
                    "</span><span class=\"face-1\">" SHALOM "</span></p>"));
    done(&e);
}

static void a_font_that_must_not_be_parted_is_told_and_left_out(void **state)
{
    (void)state;
    Epub e = {0};
    Arena *a = arena_new();
    start(&e.made, "One", "en");
    para_of(&e, "", SHALOM " " SHALOM);
    assert_true(file_read(&e.d, a, S("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
                          1 << 24, D_NO_INPUT, &e.face));
    set_licence(e.face, 0x100);
    finish_in(&e, &rare, S("body { font-family: Own }"));
    assert_int_equal(e.d.n, 1);
    assert_int_equal(e.d.messages[0].id, D_EMBED_REFUSED);
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml", ">" SHALOM " " SHALOM "</p>"));
    assert_false(has(&e, "EPUB/package.opf", "font/"));
    arena_free(a);
    done(&e);
}

static void spans_of_fonts_count_when_a_chapter_is_parted(void **state)
{
    (void)state;
    enum { PARAGRAPHS = 30, LETTERS = 400, MOST = 250000 };
    Epub e = {0};
    start(&e.made, "One", "en");
    Buf mixed = {0};
    for (int i = 0; i < LETTERS; i++)
        buf_put(&mixed, S("a\u05D0"));
    const char *text = arena_cstr(e.made.book.arena, buf_str(&mixed));
    for (int i = 0; i < PARAGRAPHS; i++)
        para_of(&e, "", text);
    finish_with(&e, &rare);
    assert_in_range(entry(&e, "EPUB/a-89b7208c49.xhtml").n, MOST / 2, MOST);
    assert_true(has(&e, "EPUB/a-89b7208c49-2.xhtml", "face-1"));
    buf_free(&mixed);
    done(&e);
}

/* Cypro-Minoan: no font is known to have it. */
static void a_script_that_no_font_has_is_told_once(void **state)
{
    (void)state;
    Epub e = {0};
    start(&e.made, "One", "en");
    para_of(&e, "", "\U00012F90 \U00012F91");
    finish_with(&e, &rare);
    assert_int_equal(e.d.n, 1);
    assert_int_equal(e.d.messages[0].id, D_EMBED_MISSING);
    assert_true(str_has(e.d.messages[0].text, S("Cpmn")));
    assert_true(has(&e, "EPUB/a-89b7208c49.xhtml", ">\U00012F90 \U00012F91</p>"));
    done(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_media_type_comes_first_and_can_be_read_in_place),
        cmocka_unit_test(nothing_of_the_moment_or_the_machine_is_in_the_archive),
        cmocka_unit_test(two_runs_give_the_same_bytes),
        cmocka_unit_test(manifest_and_archive_are_the_same_files),
        cmocka_unit_test(the_spine_is_the_order_of_the_chapters),
        cmocka_unit_test(the_package_says_what_the_book_is),
        cmocka_unit_test(every_page_is_well_formed_and_every_link_lands),
        cmocka_unit_test(hostile_words_stay_words),
        cmocka_unit_test(notes_and_their_calls_lead_to_each_other),
        cmocka_unit_test(a_note_that_is_called_again_leads_back_to_each_call),
        cmocka_unit_test(notes_follow_the_text_of_their_chapter),
        cmocka_unit_test(only_web_and_mail_links_lead_out),
        cmocka_unit_test(a_link_in_a_link_is_its_words),
        cmocka_unit_test(captions_stand_where_xhtml_has_them),
        cmocka_unit_test(a_list_says_how_it_counts),
        cmocka_unit_test(a_book_read_from_right_to_left_says_so),
        cmocka_unit_test(a_tree_of_any_depth_is_written),
        cmocka_unit_test(the_contents_and_the_ncx_name_the_same_places_in_order),
        cmocka_unit_test(a_cover_is_drawn_for_a_title_of_any_length_and_script),
        cmocka_unit_test(a_book_can_go_without_a_cover),
        cmocka_unit_test(a_cover_that_is_no_picture_is_an_error),
        cmocka_unit_test(a_cover_that_was_given_is_the_cover),
        cmocka_unit_test(a_page_is_marked_at_its_word_and_listed),
        cmocka_unit_test(a_book_without_pages_lists_and_claims_none),
        cmocka_unit_test(a_long_chapter_is_parted_between_blocks_and_links_follow),
        cmocka_unit_test(fonts_are_brought_only_when_asked_for),
        cmocka_unit_test(a_rare_script_is_set_in_a_font_that_the_book_brings),
        cmocka_unit_test(ideographs_are_brought_when_all_is_asked_for),
        cmocka_unit_test(a_font_has_what_its_letters_are_taken_apart_into),
        cmocka_unit_test(two_fonts_of_one_name_are_told_apart),
        cmocka_unit_test(a_page_that_begins_in_a_stretch_parts_it),
        cmocka_unit_test(spans_of_fonts_count_when_a_chapter_is_parted),
        cmocka_unit_test(a_font_that_must_not_be_parted_is_told_and_left_out),
        cmocka_unit_test(a_script_that_no_font_has_is_told_once),
    };
    return cmocka_run_group_tests_name("epub", tests, NULL, NULL);
}
