/* The book as a whole: its parts made in order, numbered, and looked up. */
#include "book.h"

#include <stdlib.h>

#include "base/jobs.h"
#include "base/unicode.h"
#include "build.h"

/* ---- small makers ---- */

void set_lang(Node *n, Str lang, Str around)
{
    if (!str_eq(lang, around))
        n->lang = lang;
}

void add_text(Builder *b, Node *parent, Str text)
{
    Node *last = parent->last;
    if (text.n == 0)
        return;
    if (last == NULL || last->kind != N_TEXT) {
        last = node_add(b->a, parent, N_TEXT);
        last->text = text;
    } else {
        last->text =
            arena_printf(b->a, STR_FMT STR_FMT, STR_ARG(last->text), STR_ARG(text));
    }
}

Str lang_of_other_way(const Builder *b, Str lang)
{
    return uni_lang_is_rtl(lang) == uni_lang_is_rtl(b->lang) ? (Str){0} : lang;
}

void add_theirs(Builder *b, Node *parent, Str words, Str lang)
{
    const Str other = lang_of_other_way(b, lang);
    if (other.n && words.n) {
        parent = node_add(b->a, parent, N_SPAN);
        parent->lang = other;
    }
    add_text(b, parent, words);
}

void add_filled(Builder *b, Node *parent, const char *wording, Str words, Str lang)
{
    const Str text = str_of(wording), place = S("%1");
    const size_t at = str_find(text, place);
    add_text(b, parent, str_sub(text, 0, at));
    add_theirs(b, parent, words, lang);
    add_text(b, parent, str_sub(text, at + place.n, text.n));
}

Node *add_para(Builder *b, Node *parent, const char *cls, Str text)
{
    Node *n = node_add(b->a, parent, N_PARA);
    n->cls = str_of(cls);
    add_text(b, n, text);
    return n;
}

Node *add_heading(Builder *b, Node *parent, int level, const char *cls, Str text)
{
    Node *n = node_add(b->a, parent, N_HEADING);
    n->level = (uint8_t)level;
    n->cls = str_of(cls);
    add_text(b, n, text);
    return n;
}

Node *add_link(Builder *b, Node *parent, const char *cls, Str ref, Str text)
{
    Node *n = node_add(b->a, parent, N_LINK);
    n->cls = str_of(cls);
    n->ref = ref;
    add_text(b, n, text);
    return n;
}

Node *section_new(Builder *b, Chapter *out, ChapterKind kind, const char *id,
                  const char *cls, const char *title)
{
    Node *root = node_new(b->a, N_SECTION);
    root->id = str_of(id);
    root->cls = str_of(cls);
    set_lang(root, b->lang, b->book->lang);
    *out = (Chapter){.kind = kind,
                     .id = root->id,
                     .title = str_of(title),
                     .lang = b->lang,
                     .root = root};
    if (title)
        add_heading(b, root, 1, kind == CHAPTER_CONTENTS ? "contents-title" : NULL,
                    str_of(title));
    return root;
}

/* ---- building ---- */

/* Numbers all nodes in the order of the book, and learns the ids. */
static void number(Book *book)
{
    for (size_t i = 0; i < book->nchapters; i++) {
        Node *root = book->chapters[i].root;
        doc_check(root);
        for (Walk w = walk(root); walk_next(&w);) {
            if (!w.enter)
                continue;
            Node *n = (Node *)w.node; /* the book's own, not const yet */
            n->no = ++book->nnodes;
            if (n->id.n == 0)
                continue;
            void **at = map_at(&book->ids, n->id);
            if (*at)
                abort(); /* two nodes of one id: a bug of ours */
            *at = n;
        }
    }
}

/* The articles' chapters at work, each by itself. */
typedef struct Making {
    const Builder *b;
    Chapter **at;        /* where each chapter belongs */
    Arena **arenas;      /* by worker */
    ChapterLists *lists; /* by chapter */
} Making;

static void make_chapter(void *ctx, size_t i, int worker)
{
    const Making *m = ctx;
    ChapterLists *lists = &m->lists[i];
    if (m->arenas[worker] == NULL)
        m->arenas[worker] = arena_new();
    lists->kept = m->arenas[worker];
    if (!m->b->o->edits_only) {
        chapter_make(m->b, lists->kept, i, m->at[i], lists);
        return;
    }
    Chapter forgotten;
    Arena *scratch = arena_new();
    chapter_make(m->b, scratch, i, &forgotten, lists);
    lists->nnotes = 0;
    arena_free(scratch);
}

/* Joins the chapters' notes and edits, in their order. */
static void join_lists(Builder *b, ChapterLists *lists)
{
    Book *book = b->book;
    EditList *edits = &book->edits;
    const size_t n = b->plan->nchapters;
    size_t nnotes = 0;
    for (size_t i = 0; i < n; i++) {
        nnotes += lists[i].nnotes;
        edits->cap += lists[i].edits.n;
    }
    book->notes = arena_array(b->a, nnotes, sizeof *book->notes);
    edits->v = mem_grow(NULL, edits->cap, sizeof *edits->v);
    for (size_t i = 0; i < n; i++) {
        ChapterLists *l = &lists[i];
        for (size_t k = 0; k < l->nnotes; k++)
            book->notes[book->nnotes++] = l->notes[k];
        for (size_t k = 0; k < l->edits.n; k++)
            edits->v[edits->n++] = l->edits.v[k];
        edits_free(&l->edits);
    }
}

/* The pages before the parts, and room for the chapters; these are made on all threads.
 */
static void make_articles(Builder *b)
{
    Book *book = b->book;
    const size_t n = b->plan->nchapters;
    const int jobs = b->o->jobs > 1 ? b->o->jobs : 1;
    Making m = {.b = b};
    m.at = mem_alloc(n * sizeof *m.at);
    m.lists = mem_alloc(n * sizeof *m.lists);
    m.arenas = mem_alloc((size_t)jobs * sizeof *m.arenas);
    for (size_t i = 0; i < n; i++) {
        const PlanPart *part = plan_part_of(b->plan, i);
        if (part && part->first == i)
            part_make(b, part, &book->chapters[book->nchapters++]);
        m.at[i] = &book->chapters[book->nchapters++];
    }
    jobs_run(n, jobs, make_chapter, &m);
    for (size_t i = 0; i < n; i++) {
        const PlanPart *part = plan_part_of(b->plan, i);
        m.at[i]->part = part ? m.at[part->first] - 1 : NULL;
        book->nwords += b->plan->chapters[i]->nwords;
    }
    for (int i = 0; i < jobs; i++)
        arena_adopt(b->a, m.arenas[i]);
    join_lists(b, m.lists);
    free(m.at);
    free(m.lists);
    free(m.arenas);
}

static void make_chapters(Builder *b)
{
    enum { BEFORE = 2, AFTER = 2 }; /* title page, contents; sources, colophon */
    Book *book = b->book;
    const size_t n = b->plan->nchapters;
    book->chapters =
        arena_array(b->a, n + b->plan->nparts + BEFORE + AFTER, sizeof *book->chapters);
    b->chapter_keys = arena_array(b->a, n, sizeof *b->chapter_keys);
    chapter_keys(b);
    links_learn(b);
    Chapter *c = book->chapters, *contents = &c[1];
    titlepage_make(b, &c[0]);
    section_new(b, contents, CHAPTER_CONTENTS, "contents", "contents", b->w->contents);
    book->nchapters = BEFORE;
    make_articles(b);
    if (b->o->edits_only) {
        book->nchapters = 0;
        return;
    }
    sources_make(b, &c[book->nchapters]);
    colophon_make(b, &c[book->nchapters + 1]);
    book->nchapters += AFTER;
    contents_make(b, contents);
}

Book *book_build(const Plan *plan, const BookOptions *o)
{
    Arena *arena = arena_new();
    Book *book = arena_alloc(arena, sizeof *book);
    book->arena = arena;
    Builder b = {.book = book, .a = arena, .plan = plan, .o = o};
    b.w = wording_for((Str){0});
    book->typography = o->typography;
    book_identify(&b);
    make_chapters(&b);
    number(book);
    map_free(&b.keys);
    map_free(&b.by_url);
    map_free(&b.by_place);
    map_free(&b.parts);
    return book;
}

void book_free(Book *b)
{
    if (b == NULL)
        return;
    map_free(&b->ids);
    edits_free(&b->edits);
    arena_free(b->arena);
}

/* ---- looking up ---- */

bool book_begins_with(const Book *b, const Chapter *c)
{
    size_t i = 0;
    while (i < b->nchapters && b->chapters[i].kind != CHAPTER_PART &&
           b->chapters[i].kind != CHAPTER_ARTICLE)
        i++;
    return i < b->nchapters && c == &b->chapters[i];
}

Str note_call_id(Arena *a, Str first, uint32_t nth)
{
    return arena_printf(a, STR_FMT "-%u", STR_ARG(first), (unsigned)nth + 1);
}

const Node *book_find(const Book *b, Str id)
{
    return map_find(&b->ids, id);
}

/* The numbers of a chapter's nodes follow its root's: the last root not behind n. */
const Chapter *book_chapter_of(const Book *b, const Node *n)
{
    size_t low = 0, high = b->nchapters;
    if (n->no == 0)
        return NULL;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (b->chapters[middle].root->no <= n->no)
            low = middle;
        else
            high = middle;
    }
    return &b->chapters[low];
}

/* ---- dumping ---- */

static void dump_field(Buf *out, const char *name, Str value)
{
    if (value.n)
        buf_printf(out, "%s: " STR_FMT "\n", name, STR_ARG(value));
}

void book_dump(Buf *out, const Book *b)
{
    Arena *a = arena_new();
    dump_field(out, "title", b->title);
    dump_field(out, "subtitle", b->subtitle);
    dump_field(out, "author", b->author);
    dump_field(out, "publisher", b->publisher);
    dump_field(out, "description", b->description);
    dump_field(out, "rights", b->rights);
    dump_field(out, "series", b->series);
    for (Str rest = b->subjects; rest.n > 0;)
        dump_field(out, "subject", str_line(&rest));
    dump_field(out, "lang", b->lang);
    dump_field(out, "date", date_iso(a, b->date));
    dump_field(out, "identifier", b->identifier);
    buf_printf(out, "words: %zu\n", b->nwords);
    for (size_t i = 0; i < b->nchapters; i++) {
        const Chapter *c = &b->chapters[i];
        buf_printf(out, "\nchapter " STR_FMT " lang=" STR_FMT, STR_ARG(c->id),
                   STR_ARG(c->lang));
        if (c->number)
            buf_printf(out, " %u", (unsigned)c->number);
        buf_printf(out, " \"" STR_FMT "\"\n", STR_ARG(c->title));
        node_dump(out, c->root);
    }
    arena_free(a);
}
