/* A small book set in the plainest way, for the tests of pdf/: every kind of node that
 * the PDF knows, on pages of a few lines. */
#ifndef TESTS_UNIT_PDF_FIXTURE_H
#define TESTS_UNIT_PDF_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "pdf/pdf.h"

enum {
    PAGE_WIDTH = 300 * PT,
    PAGE_HEIGHT = 240 * PT,
    MARGIN = 30 * PT,
    LEADING = 15 * PT
};
enum {
    MEASURE = PAGE_WIDTH - 2 * MARGIN,
    SIZE = 11 * PT,
    FOOT = 60 * PT,
    FIRST_NOTE = 50
};

/* ---- the file ---- */

/* The objects of an object stream that begins at p, as if they stood by themselves. */
static void unpack_stream(Buf *out, const char *p)
{
    enum { MOST = 1 << 20 };
    unsigned n = 0;
    unsigned long first = 0, length = 0;
    Bytef *bytes = mem_alloc(MOST);
    uLongf room = MOST - 1;
    sscanf(strstr(p, "/N "), "/N %u/First %lu", &n, &first);
    sscanf(strstr(p, "/Length "), "/Length %lu", &length);
    const char *data = strstr(p, "stream\r\n") + strlen("stream\r\n");
    if (uncompress(bytes, &room, (const Bytef *)data, length) != Z_OK)
        abort();
    bytes[room] = '\0';
    char *at = (char *)bytes;
    for (unsigned i = 0; i < n; i++) {
        const unsigned long ref = strtoul(at, &at, 10), from = strtoul(at, &at, 10);
        char *next = at;
        strtoul(next, &next, 10);
        const unsigned long to =
            i + 1 < n ? strtoul(next, NULL, 10) + first : (unsigned long)room;
        buf_printf(out, "\n%lu 0 obj\n", ref);
        buf_put(out, (Str){(char *)bytes + first + from, to - first - from - 1});
        buf_put(out, S("\nendobj"));
    }
    free(bytes);
}

/* The file with the objects of its object streams behind it. */
static void unpack(Buf *file)
{
    Buf out = {0};
    const Str mark = S("/Type/ObjStm");
    buf_put(&out, buf_str(file));
    for (size_t at = 0; at < file->n;) {
        const Str rest = str_sub(buf_str(file), at, file->n);
        const size_t found = str_find(rest, mark);
        if (found == rest.n)
            break;
        unpack_stream(&out, rest.p + found);
        at += found + mark.n;
    }
    buf_free(file);
    *file = out;
}

typedef struct Fixture {
    Arena *arena;
    Fonts *fonts;
    const Face *face;
    Book book;
    Chapter chapters[4];
    Pages pages;
    /* while pages are set */
    size_t page_cap;
    Len x, y;
    const Node *notes[8]; /* called on this page */
    size_t nnotes;
} Fixture;

/* ---- the book ---- */

static Node *fix_node(Fixture *f, Node *parent, NodeKind kind, const char *text)
{
    Node *n = parent ? node_add(f->arena, parent, kind) : node_new(f->arena, kind);
    if (text)
        node_text(f->arena, n, str_of(text), 0);
    return n;
}

static Node *fix_id(Fixture *f, Node *n, const char *id)
{
    n->id = str_of(id);
    *map_at(&f->book.ids, n->id) = n;
    return n;
}

static Node *fix_link(Fixture *f, Node *parent, NodeKind kind, const char *ref,
                      const char *text)
{
    Node *n = fix_node(f, parent, kind, text);
    n->ref = str_of(ref);
    return n;
}

static void fix_chapter(Fixture *f, ChapterKind kind, Node *root, const char *title)
{
    f->chapters[f->book.nchapters++] = (Chapter){.kind = kind,
                                                 .id = root->id,
                                                 .title = str_of(title),
                                                 .lang = S("en"),
                                                 .root = root};
}

static void fix_contents(Fixture *f)
{
    Node *root = fix_id(f, fix_node(f, NULL, N_SECTION, NULL), "contents");
    fix_node(f, root, N_HEADING, "Contents")->level = 1;
    Node *toc = fix_node(f, root, N_TOC, NULL);
    Node *item = fix_node(f, toc, N_TOC_ITEM, NULL);
    fix_link(f, fix_node(f, item, N_PARA, NULL), N_LINK, "#a-1", "The river office");
    Node *deep = fix_node(f, fix_node(f, item, N_TOC, NULL), N_TOC_ITEM, NULL);
    fix_link(f, fix_node(f, deep, N_PARA, NULL), N_LINK, "#h-1", "A head");
    fix_chapter(f, CHAPTER_CONTENTS, root, "Contents");
}

static void fix_links(Fixture *f, Node *para)
{
    node_text(f->arena, para, S("Links: "), 0);
    fix_link(f, para, N_LINK, "https://example.org/a b?q=é", "one to the web");
    node_text(f->arena, para, S(", "), 0);
    fix_link(f, para, N_LINK, "javascript:alert(1)", "one that is none");
    node_text(f->arena, para, S(", "), 0);
    fix_link(f, para, N_LINK, "#nowhere", "one to nowhere");
    node_text(f->arena, para, S(" and "), 0);
    Node *em = fix_node(f, para, N_EMPH, "emphasis, ");
    em = fix_node(f, para, N_SPAN, "und Deutsch");
    em->lang = S("de");
    node_text(f->arena, para, S("."), 0);
}

static void fix_article(Fixture *f)
{
    Node *root = fix_id(f, fix_node(f, NULL, N_SECTION, NULL), "a-1");
    fix_node(f, root, N_HEADING, "The river office")->level = 1;
    Node *by = fix_node(f, root, N_PARA, "The Fluffy Gazette, 2 May 2025");
    fix_id(f, fix_link(f, by, N_NOTEREF, "#n-1", "1"), "r-1");
    Node *note = fix_id(f, fix_node(f, root, N_NOTE, NULL), "n-1");
    Node *note_para = fix_node(f, note, N_PARA, "The Fluffy Gazette; ");
    fix_link(f, note_para, N_LINK, "#s-1", "see Sources");
    fix_node(f, root, N_PARA,
             "The office of the river has affirmed that five fishes were finding a first "
             "flat floor; the difficulty was the extraordinary inexplicability of it.");
    Node *head = fix_id(f, fix_node(f, root, N_HEADING, "A head"), "h-1");
    head->level = 4; /* skips: the PDF may not */
    fix_links(f, fix_node(f, root, N_PARA, NULL));
    Node *list = fix_node(f, root, N_LIST, NULL);
    list->level = 1;
    fix_node(f, fix_node(f, list, N_ITEM, NULL), N_PARA, "The first item of a list");
    Node *second = fix_node(f, list, N_ITEM, NULL);
    fix_node(f, second, N_PARA, "The second one");
    Node *inner = fix_node(f, second, N_LIST, NULL);
    fix_node(f, fix_node(f, inner, N_ITEM, NULL), N_PARA, "with one inside");
    fix_node(f, list, N_ITEM, NULL); /* a marker and nothing else */
    Node *quote = fix_node(f, root, N_QUOTE, NULL);
    fix_node(f, quote, N_PARA,
             "A quotation that says \xE2\x80\x9C"
             "AVATAR\xE2\x80\x9D.");
    fix_node(f, root, N_CODE_BLOCK, "for (;;) continue;");
    fix_node(f, root, N_PARA, NULL); /* empty */
    fix_chapter(f, CHAPTER_ARTICLE, root, "The river office");
}

static void fix_sources(Fixture *f)
{
    Node *root = fix_id(f, fix_node(f, NULL, N_SECTION, NULL), "sources");
    fix_node(f, root, N_HEADING, "Sources")->level = 1;
    Node *list = fix_node(f, root, N_LIST, NULL);
    list->level = 1;
    Node *item = fix_id(f, fix_node(f, list, N_ITEM, NULL), "s-1");
    Node *para = fix_node(f, item, N_PARA, "The river office, The Fluffy Gazette. ");
    fix_link(f, para, N_LINK, "#r-1", "Back");
    fix_chapter(f, CHAPTER_SOURCES, root, "Sources");
}

static void fix_numbers(Fixture *f)
{
    for (size_t i = 0; i < f->book.nchapters; i++)
        for (Walk w = walk(f->chapters[i].root); walk_next(&w);)
            if (w.enter) {
                Node *n = (Node *)(uintptr_t)w.node;
                n->no = ++f->book.nnodes;
            }
}

/* ---- the pages ---- */

static Page *fix_page(Fixture *f)
{
    return &f->pages.v[f->pages.n - 1];
}

static Run *fix_run(Fixture *f, Role role, const Node *node, Len x, Len y)
{
    Page *p = fix_page(f);
    p->runs = mem_grow(p->runs, p->nruns + 1, sizeof *p->runs);
    p->runs[p->nruns] = (Run){.role = role,
                              .node = node,
                              .face = f->face,
                              .size = SIZE,
                              .scale = 1000,
                              .x = x,
                              .y = y};
    return &p->runs[p->nruns++];
}

static Len fix_width(const Shape *s)
{
    return (Len)((int64_t)s->width * SIZE / s->face->upem);
}

/* Adds a word to the run; returns where the next one may stand. */
static Len fix_word(Fixture *f, Run *r, Len x, Str text)
{
    const Shape *s = shape_text(f->arena, f->face, arena_str(f->arena, text), S("en"), 0);
    r->words = mem_grow(r->words, r->n + 1, sizeof *r->words);
    r->words[r->n++] = (Word){s, x - r->x};
    return x + fix_width(s);
}

static void fix_notes(Fixture *f);

static void fix_next_page(Fixture *f, const Chapter *c)
{
    if (f->pages.n > 0)
        fix_notes(f);
    f->pages.v = mem_grow(f->pages.v, f->pages.n + 1, sizeof *f->pages.v);
    const uint32_t n = (uint32_t)f->pages.n++;
    f->pages.v[n] = (Page){.number = n > 0 ? n : 1,
                           .roman = n == 0,
                           .chapter = c,
                           .width = PAGE_WIDTH,
                           .height = PAGE_HEIGHT};
    Run *head = fix_run(f, ROLE_RUNNING_HEAD, NULL, MARGIN, 20 * PT);
    fix_word(f, head, head->x, S("A running head"));
    Run *folio = fix_run(f, ROLE_FOLIO, NULL, PAGE_WIDTH / 2, PAGE_HEIGHT - 12 * PT);
    fix_word(f, folio, folio->x, S("7"));
    f->y = MARGIN + LEADING;
    f->x = MARGIN;
}

static void fix_line(Fixture *f, const Chapter *c)
{
    f->x = MARGIN;
    f->y += LEADING;
    if (c && f->y > PAGE_HEIGHT - MARGIN - FOOT) /* notes stay where they are */
        fix_next_page(f, c);
}

static void fix_box(Fixture *f, const Node *link, Len x0, Len x1)
{
    Page *p = fix_page(f);
    p->links = mem_grow(p->links, p->nlinks + 1, sizeof *p->links);
    p->links[p->nlinks++] =
        (LinkBox){link, x0, f->y - LEADING / 2, x1, f->y + LEADING / 4};
}

/* A TEXT's words, broken where they do not fit, the long ones in two. */
static void fix_text(Fixture *f, const Chapter *c, Role role, const Node *text,
                     const Node *link)
{
    Run *r = fix_run(f, role, text, f->x, f->y);
    for (size_t i = 0; i < text->text.n;) {
        size_t end = i + 1;
        if (text->text.p[i] != ' ')
            while (end < text->text.n && text->text.p[end] != ' ')
                end++;
        Str word = str_sub(text->text, i, end);
        if (f->x > PAGE_WIDTH - MARGIN - 60 * PT && word.n > 8 && role == ROLE_BODY) {
            f->x = fix_word(f, r, f->x, str_sub(word, 0, 5));
            fix_word(f, fix_run(f, ROLE_HYPHEN, text, f->x, f->y), f->x, S("-"));
            word = str_sub(word, 5, word.n);
            fix_line(f, c);
            r = fix_run(f, role, text, f->x, f->y);
        }
        const Len start = f->x;
        f->x = fix_word(f, r, f->x, word);
        if (link && word.p[0] != ' ')
            fix_box(f, link, start, f->x);
        if (word.p[0] == ' ' && f->x > PAGE_WIDTH - MARGIN - 40 * PT) {
            fix_line(f, c);
            r = fix_run(f, role, text, f->x, f->y);
        }
        i = end;
    }
}

static void fix_label(Fixture *f, Role role, const Node *of, const char *text)
{
    Run *r = fix_run(f, role, of, f->x, f->y);
    r->label = true;
    f->x = fix_word(f, r, f->x, str_of(text));
    f->x = fix_word(f, r, f->x, S(" "));
}

/* Lines of everything below n; a NOTE waits for the foot of its page. */
static void fix_block(Fixture *f, const Chapter *c, const Node *root, Role role)
{
    const Node *link = NULL;
    for (Walk w = walk(root); walk_next(&w);) {
        const Node *n = w.node;
        if (w.enter && n->kind == N_NOTE && n != root) {
            f->notes[f->nnotes++] = n;
            f->pages.anchors[n->no] = (Anchor){
                (uint32_t)f->pages.n - 1, PAGE_HEIGHT - FIRST_NOTE * PT - LEADING / 2};
            walk_skip(&w);
            continue;
        }
        if (n->kind == N_LINK || n->kind == N_NOTEREF)
            link = w.enter ? n : NULL;
        if (!w.enter) {
            const bool entry = n->kind == N_LINK && n->parent->parent->kind == N_TOC_ITEM;
            if (entry) {
                Run *dots = fix_run(f, ROLE_LEADER, NULL, f->x, f->y);
                f->x = fix_word(f, dots, f->x, S(" . . . "));
                Run *number = fix_run(f, role, n, f->x, f->y);
                fix_box(f, n, f->x, f->x + 6 * PT);
                f->x = fix_word(f, number, f->x, S(" 1"));
            }
            if (n->kind == N_PARA || n->kind == N_HEADING || n->kind == N_CODE_BLOCK)
                fix_line(f, c);
            continue;
        }
        if (role == ROLE_BODY)
            f->pages.anchors[n->no] =
                (Anchor){(uint32_t)f->pages.n - 1, f->y - LEADING * 2 / 3};
        if (n->kind == N_ITEM)
            fix_label(f, role, n, "1.");
        if (n->kind == N_TEXT)
            fix_text(f, c, role, n, link);
    }
}

static void fix_notes(Fixture *f)
{
    const Len x = f->x, y = f->y;
    for (size_t i = 0; i < f->nnotes; i++) {
        f->x = MARGIN;
        f->y = PAGE_HEIGHT - FIRST_NOTE * PT + (Len)i * LEADING;
        Page *p = fix_page(f);
        p->rules = mem_grow(p->rules, p->nrules + 1, sizeof *p->rules);
        p->rules[p->nrules++] =
            (Rule){ROLE_RULE, MARGIN, f->y - LEADING, 60 * PT, PT / 2};
        fix_label(f, ROLE_NOTE, f->notes[i], "1");
        fix_block(f, NULL, f->notes[i], ROLE_NOTE);
    }
    f->nnotes = 0;
    f->x = x;
    f->y = y;
}

/* fixture_free() it; the book's title is lent. */
static void fixture_make(Fixture *f, const char *title)
{
    *f = (Fixture){.arena = arena_new(), .fonts = fonts_new()};
    Diag d = {0};
    fonts_add(&d, f->fonts, S("Vollkorn"), 400, false, S("fonts/Vollkorn-Regular.ttf"));
    f->face = fonts_match(f->fonts, S("Vollkorn"), 400, false);
    diag_free(&d);
    f->book = (Book){.arena = f->arena,
                     .title = str_of(title),
                     .author = S("A & B"),
                     .authors = S("A & B"),
                     .lang = S("en"),
                     .date = {2025, 5, 2},
                     .chapters = f->chapters,
                     .identifier = S("urn:uuid:01234567-89ab-5def-8123-456789abcdef")};
    fix_contents(f);
    fix_article(f);
    fix_sources(f);
    fix_numbers(f);
    f->pages.anchors = mem_alloc((f->book.nnodes + 1) * sizeof *f->pages.anchors);
    for (uint32_t i = 0; i <= f->book.nnodes; i++)
        f->pages.anchors[i].page = UINT32_MAX;
    for (size_t i = 0; i < f->book.nchapters; i++) {
        fix_next_page(f, &f->chapters[i]);
        fix_block(f, &f->chapters[i], f->chapters[i].root, ROLE_BODY);
    }
    fix_notes(f);
}

static void fixture_free(Fixture *f)
{
    for (size_t i = 0; i < f->pages.n; i++) {
        Page *p = &f->pages.v[i];
        for (uint32_t k = 0; k < p->nruns; k++)
            free(p->runs[k].words);
        free(p->runs);
        free(p->rules);
        free(p->links);
    }
    free(f->pages.v);
    free(f->pages.anchors);
    map_free(&f->book.ids);
    fonts_free(f->fonts);
    arena_free(f->arena);
}

#endif
