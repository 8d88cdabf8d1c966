/* The book: chapters out of plans, notes, contents, ids; and how text is cleaned. */
#include "book/book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/numeral.h"
#include "claims.h"
#include "collect/collect.h"
#include "doc/clean.h"

/* ---- plans by hand ---- */

typedef struct Block {
    NodeKind kind;
    int level;
    Look look;
    const char *cls, *text;
} Block;

#define P(text)                                                                          \
    {                                                                                    \
        N_PARA, 0, LOOK_BODY, NULL, text                                                 \
    }
#define H(level, text)                                                                   \
    {                                                                                    \
        N_HEADING, level, LOOK_BODY, NULL, text                                          \
    }

/* An article whose decoded text is its blocks, a blank line between two. */
static Article *article(const char *path, const char *title, const char *date,
                        const Block *blocks, size_t n)
{
    Article *a = article_new(str_of(path));
    Buf text = {0};
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%s\n\n", blocks[i].text);
    a->src.text = arena_str(a->arena, buf_str(&text));
    a->src.sha256 = sha256_hex(a->arena, a->src.text);
    a->src.charset = "UTF-8";
    buf_free(&text);
    uint32_t at = 0;
    for (size_t i = 0; i < n; i++) {
        Node *block = node_add(a->arena, a->root, blocks[i].kind);
        const uint32_t length = (uint32_t)strlen(blocks[i].text);
        block->level = (uint8_t)blocks[i].level;
        block->look = blocks[i].look;
        block->rule = blocks[i].look == LOOK_BOILERPLATE ? "furniture" : NULL;
        block->cls = str_of(blocks[i].cls);
        block->from = at;
        block->to = at + length;
        if (blocks[i].kind == N_RULE) {
            at += length + 2;
            continue;
        }
        node_text(a->arena, block, str_sub(a->src.text, at, at + length), at);
        at += length + 2;
    }
    a->title = str_of(title);
    if (date && date_parse_iso(str_of(date), &a->date))
        a->date_confidence = DATE_STATED;
    return a;
}

typedef struct Fixture {
    ArticleList list;
    Plan plan;
    Diag d;
    Book *book;
} Fixture;

static void add(Fixture *f, Article *a)
{
    ARRAY_ROOM(f->list.v, f->list.n, f->list.cap);
    f->list.v[f->list.n++] = a;
}

static void build(Fixture *f, const BookOptions *o)
{
    collect(&f->d, &f->list, &(CollectOptions){.order = ORDER_NAME}, &f->plan);
    f->book = book_build(&f->plan, o);
}

static void done(Fixture *f)
{
    book_free(f->book);
    plan_free(&f->plan);
    articles_free(&f->list);
    diag_free(&f->d);
}

static const BookOptions plain = {
    .name = {"xi_and-putin", 12}, .toc_depth = 2, .made_with = {"sheaf", 5}};

static void assert_dump(const Node *n, const char *want)
{
    Buf out = {0};
    node_dump(&out, n);
    buf_byte(&out, '\0');
    assert_string_equal(out.p, want);
    buf_free(&out);
}

static bool dump_has(const Node *n, const char *what)
{
    Buf out = {0};
    node_dump(&out, n);
    const bool has = str_has(buf_str(&out), str_of(what));
    buf_free(&out);
    return has;
}

/* ---- cleaning ---- */

static void text_is_collapsed_trimmed_and_in_form_c(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"  a \t\n b  ", "a b"},
        {"e\xCC\x81", "\xC3\xA9"},              /* e and an accent */
        {"e\xC2\xAD\xCC\x81", "\xC3\xA9"},      /* parted by a soft hyphen */
        {"a\x01\x7F\xC2\x85\xC2\x9F z", "a z"}, /* controls */
        {"so\xC2\xADlid\xE2\x80\x8B!\xEF\xBB\xBF", "solid!"},
        {"\xE2\x80\xAE"
         "evil\xE2\x80\xAC",
         "evil"}, /* an override of direction */
        {"a\xE2\x80\x8C"
         "b",
         "ab"}, /* a joiner among Latin letters */
        {"\xD9\x86\xE2\x80\x8C\xD9\x87", "\xD9\x86\xE2\x80\x8C\xD9\x87"}, /* in Persian */
        {"10\xC2\xA0km", "10\xC2\xA0km"},
        {"10\xC2\xA0 km", "10 km"},
        {"\xC2\xA0x\xE3\x80\x80", "x"},
        {"\xE4\xB8\xAD\n\xE6\x96\x87", "\xE4\xB8\xAD\xE6\x96\x87"}, /* wrapped Chinese */
        {"\xE4\xB8\xAD \xE6\x96\x87", "\xE4\xB8\xAD \xE6\x96\x87"},
        {"\xED\x95\x9C\n\xEA\xB5\xAD", "\xED\x95\x9C \xEA\xB5\xAD"}, /* wrapped Korean */
        {"\xE4\xB8\xAD\nx", "\xE4\xB8\xAD x"},
        {" \n\xE2\x80\x8B", ""},
    };
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(clean_text(a, str_of(cases[i][0])), cases[i][1]);
    assert_str(clean_text(a, (Str){"a\0b", 3}), "ab");
    arena_free(a);
}

static void white_space_collapses_across_leaves(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Cleaner c = {0};
    Node *src = node_new(a, N_PARA), *dst = node_new(a, N_PARA);
    node_text(a, src, S(" one "), 0);
    Node *em = node_add(a, src, N_EMPH);
    node_text(a, em, S("\n two\n"), 0);
    node_add(a, src, N_STRONG);
    node_text(a, src, S(" \t"), 0);
    node_add(a, src, N_BREAK);
    node_text(a, src, S(" three "), 0);
    node_add(a, src, N_BREAK);
    node_text(a, src, S("\n"), 0);
    assert_true(clean_block(&c, a, src, dst));
    assert_dump(dst, "para\n  text \"one \"\n  emph\n    text \"two\"\n  break\n"
                     "  text \"three\"\n");
    cleaner_free(&c);
    arena_free(a);
}

static void code_keeps_its_lines_and_loses_its_tabs(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Cleaner c = {0};
    Node *src = node_new(a, N_CODE_BLOCK), *dst = node_new(a, N_CODE_BLOCK);
    node_text(a, src, S("if x:\r\n\tgo\r"), 0);
    node_text(a, src, S("a\tb"), 0);
    assert_true(clean_block(&c, a, src, dst));
    assert_dump(dst, "code-block\n  text \"if x:\\n    go\\n\"\n  text \"a   b\"\n");
    cleaner_free(&c);
    arena_free(a);
}

static void links_wait_for_the_book_to_be_settled(void **state)
{
    (void)state;
    assert_true(url_is_sound(S("https://example.org/a?b=c#d")));
    assert_false(url_is_sound(S("https://example.org/a b")));
    assert_false(url_is_sound(S("javascript:alert(1)")));
    assert_false(url_is_sound(S("#top")));
    assert_false(url_is_sound(S("")));
    Arena *a = arena_new();
    Cleaner c = {0};
    Node *src = node_new(a, N_PARA), *dst = node_new(a, N_PARA);
    Node *link = node_add(a, src, N_LINK);
    link->ref = S("../other.html");
    node_text(a, link, S("there"), 0);
    clean_block(&c, a, src, dst);
    assert_dump(dst, "para\n  link -> ../other.html\n    text \"there\"\n");
    cleaner_free(&c);
    arena_free(a);
}

static void long_texts_are_cut_between_words(void **state)
{
    (void)state;
    Arena *a = arena_new();
    assert_str(clean_short(a, S("one two three"), 20), "one two three");
    assert_str(clean_short(a, S("one two three"), 9), "one two…");
    assert_str(clean_short(a, S("abcdefghij"), 4), "abcd…");
    arena_free(a);
}

/* ---- the book ---- */

static void a_book_is_its_tree(void **state)
{
    (void)state;
    static const Block blocks[] = {
        {N_PARA, 0, LOOK_TITLE, NULL, "The Title"},
        {N_PARA, 0, LOOK_BODY, "standfirst", "What it is  about."},
        P("First  words."),
        {N_PARA, 0, LOOK_BOILERPLATE, NULL, "Related Posts"},
        P("Second."),
        H(3, "A Head"),
        P("Third."),
        {N_CAPTION, 0, LOOK_BODY, NULL, "A picture of it"},
        {N_RULE, 0, LOOK_BODY, NULL, "***"},
    };
    Fixture f = {0};
    Article *a = article("f/a.txt", "The  Title", "2025-01-21", blocks, 9);
    a->byline = S("Ann Other");
    a->publisher = S("The Paper");
    a->date_basis = S("January 21");
    add(&f, a);
    build(&f, &plain);
    const Book *b = f.book;
    assert_int_equal(b->nchapters, 5);
    assert_int_equal(b->nwords, 14);
    assert_str(b->title, "The Title");
    assert_str(b->author, "Ann Other");
    assert_str(b->lang, "en");
    const Chapter *c = &b->chapters[2];
    Buf want = {0};
    const Str hex = str_sub(c->id, 2, 12);
    buf_printf(&want,
               "section.chapter#a-%1$.*2$s\n"
               "  heading 1.chapter-title\n    text \"The Title\"\n"
               "  para.byline\n    text \"By Ann Other · The Paper · 21 January 2025\"\n"
               "    sup\n      noteref.noteref#r-%1$.*2$s -> #n-%1$.*2$s\n"
               "        text \"1\"\n"
               "  note#n-%1$.*2$s\n    para\n"
               "      text \"The Paper, 21 January 2025; see \"\n"
               "      link -> #s-%1$.*2$s\n        text \"Sources\"\n      text \".\"\n"
               "  para.standfirst\n    text \"What it is about.\"\n"
               "  para.first\n    text \"First words.\"\n"
               "  para\n    text \"Second.\"\n"
               "  heading 2#",
               hex.p, (int)hex.n);
    Buf got = {0};
    node_dump(&got, c->root);
    if (!str_starts(buf_str(&got), buf_str(&want)))
        fail_msg("got\n" STR_FMT, STR_ARG(buf_str(&got)));
    assert_true(
        str_ends(buf_str(&got), S("    text \"A Head\"\n"
                                  "  para.first\n    text \"Third.\"\n"
                                  "  para.caption\n    text \"A picture of it\"\n")));
    buf_free(&want);
    buf_free(&got);
    assert_true(
        dump_has(b->chapters[3].root, "The Paper, 21 January 2025 (from “January 21”)"));
    assert_true(dump_has(b->chapters[4].root, "“Related Posts” (furniture)"));
    done(&f);
}

static void every_link_within_the_book_lands(void **state)
{
    (void)state;
    static const Block one[] = {P("One."), H(2, "Head"), P("x"), H(2, "Head"), P("y")};
    static const Block two[] = {P("Two.")};
    Fixture f = {0};
    add(&f, article("a.txt", "One", NULL, one, 5));
    add(&f, article("b.txt", "Two", "2024-05-18", two, 1));
    build(&f, &plain);
    size_t links = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < f.book->nchapters; i++)
        for (Walk w = walk(f.book->chapters[i].root); walk_next(&w);) {
            if (!w.enter)
                continue;
            assert_int_equal(w.node->no, ++last);
            assert_ptr_equal(book_chapter_of(f.book, w.node), &f.book->chapters[i]);
            if (str_starts(w.node->ref, S("#"))) {
                links++;
                assert_non_null(
                    book_find(f.book, str_sub(w.node->ref, 1, w.node->ref.n)));
            }
        }
    assert_int_equal(last, f.book->nnodes);
    assert_int_equal(links, 2 * 3 + 4 + 2); /* three a note; chapters and ends; heads */
    for (size_t i = 0; i < f.book->nnotes; i++) {
        const Note *n = &f.book->notes[i];
        assert_int_equal(n->number, i + 1);
        assert_int_equal(n->call->kind, N_NOTEREF);
        assert_int_equal(n->call->parent->kind, N_SUP);
        assert_int_equal(n->brief->kind, N_NOTE);
        assert_int_equal(n->full->kind, N_ITEM);
        assert_true(str_eq(str_sub(n->call->ref, 1, 99), n->brief->id));
    }
    assert_null(book_find(f.book, S("nowhere")));
    done(&f);
}

static void ids_stay_when_a_chapter_is_put_before(void **state)
{
    (void)state;
    static const Block one[] = {P("One."), H(2, "Head"), P("x")};
    static const Block two[] = {P("Two.")};
    Fixture f = {0}, g = {0};
    add(&f, article("b.txt", "One", NULL, one, 3));
    build(&f, &plain);
    add(&g, article("a.txt", "Two", NULL, two, 1));
    add(&g, article("b.txt", "One", NULL, one, 3));
    build(&g, &plain);
    for (Walk w = walk(f.book->chapters[2].root); walk_next(&w);)
        if (w.enter && w.node->id.n)
            assert_ptr_equal(book_chapter_of(g.book, book_find(g.book, w.node->id)),
                             &g.book->chapters[3]);
    done(&f);
    done(&g);
}

static void heads_skip_no_level(void **state)
{
    (void)state;
    static const Block blocks[] = {H(4, "a"), H(6, "b"), H(5, "c"), H(1, "d"), H(2, "e"),
                                   H(3, "f"), H(4, "g"), H(5, "h"), H(6, "i"), H(2, "j")};
    static const int want[] = {2, 3, 3, 2, 3, 4, 5, 6, 6, 3};
    Fixture f = {0};
    add(&f, article("a.txt", "T", NULL, blocks, 10));
    build(&f, &plain);
    size_t i = 0;
    for (const Node *n = f.book->chapters[2].root->first; n; n = n->next)
        if (n->kind == N_HEADING && n->level > 1)
            assert_int_equal(n->level, want[i++]);
    assert_int_equal(i, 10);
    done(&f);
}

static void contents_nest_as_deep_as_asked(void **state)
{
    (void)state;
    static const Block blocks[] = {H(2, "a"), H(3, "b"), P("x"), H(2, "c"), P("y")};
    for (int depth = 1; depth <= 3; depth++) {
        Fixture f = {0};
        BookOptions o = plain;
        o.toc_depth = depth;
        add(&f, article("a.txt", "T", NULL, blocks, 5));
        build(&f, &o);
        const Node *toc = f.book->chapters[1].root;
        assert_int_equal(dump_has(toc, "\"a\""), depth > 1);
        assert_int_equal(dump_has(toc, "\"c\""), depth > 1);
        assert_int_equal(dump_has(toc, "\"b\""), depth > 2);
        assert_true(dump_has(toc, "-> #sources"));
        assert_true(dump_has(toc, "-> #colophon"));
        assert_false(dump_has(toc, "-> #title"));
        done(&f);
    }
}

static void what_holds_no_body_is_left_out(void **state)
{
    (void)state;
    Fixture f = {0};
    static const Block blocks[] = {
        P("Body."), P("\xC2\xAD"), {N_PARA, 0, LOOK_BOILERPLATE, NULL, "Advert"}};
    Article *a = article("a.txt", "T", NULL, blocks, 3);
    Node *list = node_add(a->arena, a->root, N_LIST);
    Node *para = node_add(a->arena, node_add(a->arena, list, N_ITEM), N_PARA);
    para->look = LOOK_BOILERPLATE;
    node_text(a->arena, para, str_sub(a->src.text, 0, 2), 0);
    a->byline = S("Ann");
    add(&f, a);
    build(&f, &plain);
    const Node *root = f.book->chapters[2].root;
    assert_false(dump_has(root, "list"));
    assert_false(dump_has(root, "Advert"));
    assert_true(dump_has(root->last, "para.first\n  text \"Body.\"\n"));
    done(&f);
}

static void rules_only_part(void **state)
{
    (void)state;
    static const Block rule = {N_RULE, 0, LOOK_BODY, NULL, "***"};
    const Block blocks[] = {rule, P("One."), rule, rule, P("Two."), rule, rule};
    Fixture f = {0};
    Article *a = article("a.txt", "T", NULL, blocks, 7);
    a->byline = S("Ann");
    add(&f, a);
    build(&f, &plain);
    const Node *two = f.book->chapters[2].root->last;
    assert_dump(two, "para.first\n  text \"Two.\"\n");
    assert_int_equal(two->prev->kind, N_RULE);
    assert_dump(two->prev->prev, "para.first\n  text \"One.\"\n");
    done(&f);
}

static void a_caption_without_its_picture_is_a_paragraph(void **state)
{
    (void)state;
    Fixture f = {0};
    Article *a = article("a.txt", "T", NULL, NULL, 0);
    a->src.text = S("Without. With.");
    for (int i = 0; i < 2; i++) {
        Node *figure = node_add(a->arena, a->root, N_FIGURE);
        if (i == 1) {
            Node *para = node_add(a->arena, figure, N_PARA);
            Node *image = node_add(a->arena, para, N_IMAGE);
            image->text = S("A crane over the quay.");
            image->from = 8;
            image->to = 9;
        }
        Node *caption = node_add(a->arena, figure, N_CAPTION);
        const uint32_t from = i == 0 ? 0 : 9, to = i == 0 ? 8 : 14;
        node_text(a->arena, caption, str_sub(a->src.text, from, to), from);
    }
    a->byline = S("Ann");
    add(&f, a);
    build(&f, &plain);
    const Node *figure = f.book->chapters[2].root->last;
    assert_dump(figure->prev, "para.caption\n  text \"Without.\"\n");
    assert_dump(figure, "figure\n  para\n    image \"A crane over the quay.\"\n  "
                        "caption\n    text \"With.\"\n");
    done(&f);
}

/* A paragraph "One. <picture> Two." of a picture that wide. */
static void add_pictured(Article *a, uint32_t from, int width)
{
    Node *para = node_add(a->arena, a->root, N_PARA);
    node_text(a->arena, para, str_sub(a->src.text, from, from + 5), from);
    Node *link = node_add(a->arena, para, N_LINK);
    link->ref = S("https://a.example/");
    Node *image = node_add(a->arena, link, N_IMAGE);
    node_text(a->arena, para, str_sub(a->src.text, from + 5, from + 10), from + 5);
    Picture *p = image->picture = arena_alloc(a->arena, sizeof *p);
    p->ref = S("img/x.svg");
    p->bytes = arena_printf(a->arena,
                            "<svg xmlns='http://www.w3.org/2000/svg' width='%d' "
                            "height='20'/>",
                            width);
    p->sha256 = sha256_hex(a->arena, p->bytes);
    assert_null(picture_probe(p->bytes, &p->info));
    a->pictures[a->npictures++] = p;
}

static Fixture pictured(int first, int second)
{
    Fixture f = {0};
    Article *a = article("a.txt", "T", NULL, NULL, 0);
    a->src.text = S("One. Two. One. Two. ");
    a->byline = S("Ann");
    a->pictures = arena_array(a->arena, 2, sizeof *a->pictures);
    add_pictured(a, 0, first);
    add_pictured(a, 10, second);
    add(&f, a);
    build(&f, &plain);
    return f;
}

/* Behind it stands the short form of the source note. */
static const Node *last_body(const Fixture *f)
{
    const Node *n = f->book->chapters[2].root->last;
    return n->kind == N_NOTE ? n->prev : n;
}

static void a_large_picture_leaves_its_line_and_a_small_one_stays(void **state)
{
    (void)state;
    Fixture f = pictured(300, 20);
    const Node *small = last_body(&f), *figure = small->prev;
    assert_dump(figure->prev, "para.first\n  text \"One. \"\n  text \"Two.\"\n");
    assert_dump(figure, "figure\n  para\n    link -> https://a.example/\n      image\n");
    assert_non_null(book_plate(figure->first));
    assert_null(book_plate(small));
    done(&f);
}

static void a_picture_is_made_once_however_often_it_is_shown(void **state)
{
    (void)state;
    Fixture f = pictured(300, 300);
    Diag d = {0};
    book_pictures(&d, f.book, &(PictureAims){{100, 100}, 1024, 0}, 2);
    assert_int_equal(f.book->npictures, 1);
    assert_int_equal(f.book->pictures[0]->made.size.width, 100);
    assert_int_equal(f.book->nuntold, 2);
    assert_int_equal(d.messages[0].id, D_PICTURES_UNTOLD);
    diag_free(&d);
    done(&f);
}

static void a_picture_that_cannot_be_made_is_its_name(void **state)
{
    (void)state;
    Fixture f = pictured(300, 20);
    Diag d = {0};
    const Node *image = book_plate(last_body(&f)->prev->first);
    image->picture->bytes = S("<svg");
    book_pictures(&d, f.book, &(PictureAims){{100, 100}, 1024, 0}, 1);
    assert_null(image->picture);
    assert_str(image->text, "[x.svg]");
    assert_int_equal(d.messages[0].id, D_PICTURE_BAD);
    diag_free(&d);
    done(&f);
}

static void where_nothing_is_known_the_text_calls_the_note(void **state)
{
    (void)state;
    static const Block paras[] = {P("One."), P("Two.")},
                       rows[] = {{N_CODE_BLOCK, 0, LOOK_BODY, NULL, "x = 1"}, P("Two.")};
    Fixture f = {0};
    add(&f, article("a.txt", "A", NULL, paras, 2));
    add(&f, article("b.txt", "B", NULL, rows, 2));
    build(&f, &plain);
    const Node *a = f.book->chapters[2].root, *b = f.book->chapters[3].root;
    assert_false(dump_has(a, "byline"));
    assert_ptr_equal(f.book->notes[0].call->parent->parent, a->first->next);
    assert_ptr_equal(f.book->notes[0].brief, a->last);
    assert_ptr_equal(f.book->notes[1].call->parent->parent, b->first); /* its title */
    assert_str(f.book->chapters[3].title, "B");
    done(&f);
}

static void a_chapter_knows_the_page_before_its_part(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
    } given[] = {
        {"f/0.txt", "Of no folder."},     {"f/x/1.txt", "First of the one."},
        {"f/x/2.txt", "Second of it."},   {"f/y/3.txt", "First of the other."},
        {"f/y/4.txt", "That one again."},
    };
    Fixture f = {0};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        add(&f,
            article(given[i].path, given[i].path, NULL, (Block[]){P(given[i].text)}, 1));
    build(&f, &plain);
    const Chapter *part = NULL;
    size_t articles = 0, parts = 0;
    for (const Chapter *c = f.book->chapters; c < f.book->chapters + f.book->nchapters;
         c++) {
        if (c->kind == CHAPTER_PART) {
            part = c;
            parts++;
        }
        articles += c->kind == CHAPTER_ARTICLE;
        assert_ptr_equal(c->part, c->kind == CHAPTER_ARTICLE ? part : NULL);
    }
    assert_int_equal(articles, 5);
    assert_int_equal(parts, 2);
    done(&f);
}

#define LONG_ENOUGH " and goes on for as long as a paragraph has to, to have a lead"

static void a_chapter_leads_in_with_its_first_words(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lead; /* NULL: none */
    } cases[] = {
        {"The oldest surviving book in print" LONG_ENOUGH, "The oldest surviving book"},
        {"Yesterday, all" LONG_ENOUGH, "Yesterday"},
        {"“Who’s there?” she" LONG_ENOUGH, "“Who’s there"},
        {"A floccinaucinihilipilification of words" LONG_ENOUGH, "A"},
        {"Antidisestablishmentarianism-in-progress is" LONG_ENOUGH, NULL},
        {"the lower case" LONG_ENOUGH, NULL},
        {"1984 was" LONG_ENOUGH, NULL},
        {"Зимой здесь бывает темно" LONG_ENOUGH, "Зимой здесь бывает темно"},
        {"活字印刷术是一种古代印刷方法，是中国古代汉族劳动人民经过长期实践和研究才发明的"
         "。",
         NULL},
        {"Short words alone", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Block blocks[] = {
            {N_PARA, 0, LOOK_BODY, "standfirst", "Before it."},
            {N_PARA, 0, LOOK_BODY, NULL, cases[i].text},
            P("Another paragraph that is not the first of them all.")};
        Fixture f = {0};
        add(&f, article("a.txt", "T", "2024-01-02", blocks, 3));
        build(&f, &plain);
        const Node *root = f.book->chapters[2].root;
        const Node *para = root->first;
        while (!node_has_class(para, S("first")))
            para = para->next;
        Arena *a = arena_new();
        if (cases[i].lead) {
            assert_true(node_has_class(para->first, S("lead")));
            assert_str(node_words(a, para->first), cases[i].lead);
        }
        assert_int_equal(dump_has(root, "span.lead"), cases[i].lead != NULL);
        assert_str(node_words(a, para), cases[i].text);
        arena_free(a);
        done(&f);
    }
}

static void numbers_are_written_in_letters(void **state)
{
    (void)state;
    static const struct {
        uint32_t n;
        const char *letters, *roman;
    } cases[] = {{0, "", ""},
                 {1, "a", "i"},
                 {4, "d", "iv"},
                 {26, "z", "xxvi"},
                 {27, "aa", "xxvii"},
                 {702, "zz", "dccii"},
                 {703, "aaa", "dcciii"},
                 {1994, "bxr", "mcmxciv"}};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_str(numeral_letters(a, cases[i].n), cases[i].letters);
        assert_str(numeral_roman(a, cases[i].n), cases[i].roman);
    }
    assert_str(numeral_letters(a, UINT32_MAX), "mwlqkwu");
    arena_free(a);
}

static void a_duplicate_is_named_in_its_chapters_note(void **state)
{
    (void)state;
    static const Block blocks[] = {
        P("The very same words stand in both of these files.")};
    Fixture f = {0};
    add(&f, article("a.txt", "T", NULL, blocks, 1));
    add(&f, article("b.txt", "T", NULL, blocks, 1));
    build(&f, &plain);
    assert_int_equal(f.book->nnotes, 1);
    assert_true(dump_has(f.book->chapters[3].root, "Also published as b.txt"));
    assert_true(dump_has(f.book->chapters[4].root, " repeats “T”"));
    assert_true(dump_has(f.book->chapters[2].root, "\"File a.txt; see \""));
    done(&f);
}

static void many_duplicates_are_counted_not_listed(void **state)
{
    (void)state;
    static const Block blocks[] = {P("The very same words stand in all of these files.")};
    Arena *names = arena_new();
    Fixture f = {0};
    for (int i = 0; i < 40; i++)
        add(&f, article(arena_printf(names, "%02d.txt", i).p, "T", NULL, blocks, 1));
    build(&f, &plain);
    assert_true(dump_has(f.book->chapters[3].root, "11.txt, 12.txt and 27 more. "));
    assert_true(dump_has(f.book->chapters[4].root, "and 15 more"));
    done(&f);
    arena_free(names);
}

static void title_language_and_date_are_found(void **state)
{
    (void)state;
    static const Block one[] = {P("One.")}, two[] = {P("Two.")}, three[] = {P("Three.")};
    Fixture f = {0};
    add(&f, article("a.txt", "A", "2024-05-18", one, 1));
    add(&f, article("b.txt", "B", "2025-01-21", two, 1));
    add(&f, article("c.txt", "C", NULL, three, 1));
    f.list.v[0]->lang = S("ru");
    f.list.v[1]->lang = S("en");
    build(&f, &plain);
    Arena *a = arena_new();
    assert_str(f.book->title, "Xi and putin");
    assert_str(f.book->lang, "en"); /* a tie: the first by its tag */
    assert_str(date_iso(a, f.book->date), "2025-01-21");
    assert_true(str_starts(f.book->identifier, S("urn:uuid:")));
    assert_str(f.book->chapters[2].root->lang, "ru");
    assert_true(dump_has(f.book->chapters[2].root, "para.byline lang=en"));
    assert_str(f.book->chapters[3].root->lang, "");
    arena_free(a);
    done(&f);
}

static void an_undated_book_takes_the_date_given(void **state)
{
    (void)state;
    static const struct {
        const char *epoch, *option, *want;
        bool shown;
    } cases[] = {
        {NULL, NULL, "1980-01-01", false},
        {"0", NULL, "1970-01-01", false},
        {"951782400", NULL, "2000-02-29", false},
        {"1709251199", NULL, "2024-02-29", false},
        {"1735689600", NULL, "2025-01-01", false},
        {"253402300799", NULL, "9999-12-31", false},
        {"4107542400", NULL, "2100-03-01", false},
        {"12x", NULL, "1980-01-01", false},
        {"99999999999999999999", NULL, "1980-01-01", false},
        {"0", "2001-02-03", "2001-02-03", true},
    };
    static const Block blocks[] = {P("One.")};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Fixture f = {0};
        BookOptions o = plain;
        o.date = str_of(cases[i].option);
        if (cases[i].epoch)
            setenv("SOURCE_DATE_EPOCH", cases[i].epoch, 1);
        add(&f, article("a.txt", "A", NULL, blocks, 1));
        build(&f, &o);
        assert_str(date_iso(a, f.book->date), cases[i].want);
        assert_int_equal(dump_has(f.book->chapters[0].root, "book-date"), cases[i].shown);
        unsetenv("SOURCE_DATE_EPOCH");
        done(&f);
    }
    arena_free(a);
}

static void the_identifier_does_not_depend_on_the_order(void **state)
{
    (void)state;
    static const Block one[] = {P("One.")}, two[] = {P("Two.")};
    Fixture f = {0}, g = {0};
    add(&f, article("a.txt", "A", NULL, one, 1));
    add(&f, article("b.txt", "B", NULL, two, 1));
    build(&f, &plain);
    add(&g, article("a.txt", "B", NULL, two, 1));
    add(&g, article("b.txt", "A", NULL, one, 1));
    build(&g, &plain);
    assert_true(str_eq(f.book->identifier, g.book->identifier));
    done(&f);
    done(&g);
}

static void ten_thousand_set_aside_lines_make_no_ledger(void **state)
{
    (void)state;
    enum { N = 10000 };
    Block *blocks = calloc(N + 1, sizeof *blocks);
    blocks[0] = (Block)P("Body.");
    for (size_t i = 1; i <= N; i++)
        blocks[i] = (Block){N_PARA, 0, LOOK_BOILERPLATE, NULL, "Advertisement"};
    Fixture f = {0};
    add(&f, article("a.txt", "A", NULL, blocks, N + 1));
    build(&f, &plain);
    assert_true(dump_has(f.book->chapters[4].root, "and 9994 more"));
    done(&f);
    free(blocks);
}

static void an_empty_plan_makes_a_book_without_chapters(void **state)
{
    (void)state;
    Fixture f = {0};
    BookOptions o = {.toc_depth = 1};
    build(&f, &o);
    assert_int_equal(f.book->nnotes, 0);
    assert_str(f.book->title, "Collected articles");
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_collapsed_trimmed_and_in_form_c),
        cmocka_unit_test(white_space_collapses_across_leaves),
        cmocka_unit_test(code_keeps_its_lines_and_loses_its_tabs),
        cmocka_unit_test(links_wait_for_the_book_to_be_settled),
        cmocka_unit_test(long_texts_are_cut_between_words),
        cmocka_unit_test(a_book_is_its_tree),
        cmocka_unit_test(every_link_within_the_book_lands),
        cmocka_unit_test(ids_stay_when_a_chapter_is_put_before),
        cmocka_unit_test(heads_skip_no_level),
        cmocka_unit_test(contents_nest_as_deep_as_asked),
        cmocka_unit_test(what_holds_no_body_is_left_out),
        cmocka_unit_test(rules_only_part),
        cmocka_unit_test(a_caption_without_its_picture_is_a_paragraph),
        cmocka_unit_test(a_large_picture_leaves_its_line_and_a_small_one_stays),
        cmocka_unit_test(a_picture_is_made_once_however_often_it_is_shown),
        cmocka_unit_test(a_picture_that_cannot_be_made_is_its_name),
        cmocka_unit_test(where_nothing_is_known_the_text_calls_the_note),
        cmocka_unit_test(a_chapter_knows_the_page_before_its_part),
        cmocka_unit_test(a_chapter_leads_in_with_its_first_words),
        cmocka_unit_test(numbers_are_written_in_letters),
        cmocka_unit_test(a_duplicate_is_named_in_its_chapters_note),
        cmocka_unit_test(many_duplicates_are_counted_not_listed),
        cmocka_unit_test(title_language_and_date_are_found),
        cmocka_unit_test(an_undated_book_takes_the_date_given),
        cmocka_unit_test(the_identifier_does_not_depend_on_the_order),
        cmocka_unit_test(ten_thousand_set_aside_lines_make_no_ledger),
        cmocka_unit_test(an_empty_plan_makes_a_book_without_chapters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
