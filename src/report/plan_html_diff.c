/* A version of a story beside its chapter: the places where their words differ.
 *
 * A place is some changes with no more than twice CONTEXT words between them; it is shown
 * twice, as the chapter has it and as the version has it, with some words around.  Seen
 * from the version, the book puts in what only the chapter says (<ins>) and leaves out
 * what only the version does (<del>).  What is put in can be read in the book, and where
 * it is long its ends will do: so short versions of a long chapter take little room. */
#include "doc/clean.h"
#include "plan_html.h"
#include "say.h"
#include "worddiff.h"

enum {
    CONTEXT = 8,     /* words shown around a change */
    OPEN_PLACES = 6, /* more are folded */
    LONGEST_IN = 60, /* words of the chapter that the version has not */
    IN_END = 20,     /* words shown at either end of more than these */
};

struct ChapterWords {
    const Article *article;
    Arena *arena;
    WordText text;
};

/* Are the words of such a block an article's own, told in the chapter or only here? */
static bool is_told(FateKind kind)
{
    return kind == FATE_TITLE || kind == FATE_BODY || kind == FATE_DUPLICATE ||
           kind == FATE_VARIANT;
}

static void read_words(Arena *arena, const Article *a, WordText *out)
{
    Cleaner cleaner = {0};
    for (size_t i = 0; i < a->nfates; i++) {
        const Fate *f = &a->fates[i];
        if (f->block && is_told(f->kind) && (i == 0 || f[-1].block != f->block))
            word_text_add(out, clean_words(&cleaner, arena, f->block), f->block->line);
    }
    word_text_end(out);
    cleaner_free(&cleaner);
}

ChapterWords *chapter_words_new(const Article *chapter)
{
    Arena *arena = arena_new();
    ChapterWords *w = arena_alloc(arena, sizeof *w);
    w->article = chapter;
    w->arena = arena;
    read_words(arena, chapter, &w->text);
    return w;
}

void chapter_words_free(ChapterWords *w)
{
    word_text_free(&w->text);
    arena_free(w->arena);
}

/* ---- one side of a place ---- */

typedef struct Side {
    Page *page;
    Str lang;
    const WordText *text;
    bool version; /* the other side is the chapter */
} Side;

/* Words [from, to); `begun` when some stand before them. */
static void put_words(const Side *s, size_t from, size_t to, bool begun)
{
    for (size_t i = from; i < to; i++) {
        const Word *w = &s->text->v[i];
        if ((i > from || begun) && !w->glued)
            buf_byte(s->page->out, ' ');
        if (i > 0 && w->first)
            buf_put(s->page->out, S("<i>¶</i> "));
        page_text(s->page, w->text);
    }
}

static void put_changed(const Side *s, size_t from, size_t n, bool begun)
{
    const char *element = s->version ? "del" : "ins";
    if (n == 0)
        return;
    if (begun && !s->text->v[from].glued)
        buf_byte(s->page->out, ' ');
    buf_printf(s->page->out, "<%s>", element);
    if (!s->version && n > LONGEST_IN) {
        put_words(s, from, from + IN_END, false);
        buf_put(s->page->out, S(" <i>… "));
        say_count(s->page->out, n - 2 * (size_t)IN_END, "word", "words");
        buf_put(s->page->out, S(" …</i> "));
        put_words(s, from + n - IN_END, from + n, false);
    } else {
        put_words(s, from, from + n, false);
    }
    buf_printf(s->page->out, "</%s>", element);
}

/* Where a change stands on the side, and how long it is there. */
static size_t at_of(const Side *s, const Change *c)
{
    return s->version ? c->b : c->a;
}

static size_t length_of(const Side *s, const Change *c)
{
    return s->version ? c->nb : c->na;
}

static size_t end_of(const Side *s, const Change *c)
{
    return at_of(s, c) + length_of(s, c);
}

/* The changes c[0..n) with what lies between and around them. */
static void put_side(const Side *s, const Change *c, size_t n)
{
    Buf *out = s->page->out;
    const size_t first = at_of(s, c), last = end_of(s, &c[n - 1]), words = s->text->n;
    const size_t from = first > CONTEXT ? first - CONTEXT : 0;
    const size_t to = words - last > CONTEXT ? last + CONTEXT : words;
    buf_printf(out, "<p><b>%s", s->version ? "This version" : "The chapter");
    if (first < words)
        buf_printf(out, ", line %u", (unsigned)s->text->v[first].line);
    buf_put(out, S(":</b> <bdi lang=\""));
    page_text(s->page, s->lang);
    buf_put(out, from ? S("\">… ") : S("\">"));
    size_t done = from;
    for (size_t i = 0; i < n; i++) {
        put_words(s, done, at_of(s, &c[i]), done > from);
        put_changed(s, at_of(s, &c[i]), length_of(s, &c[i]), at_of(s, &c[i]) > from);
        done = end_of(s, &c[i]);
    }
    put_words(s, done, to, done > from);
    buf_put(out, to < words ? S(" …</bdi></p>\n") : S("</bdi></p>\n"));
}

/* ---- places ---- */

/* How many of the changes c[0..n), n > 0, make one place. */
static size_t place_length(const Change *c, size_t n)
{
    size_t k = 1;
    while (k < n && c[k].a - c[k - 1].a - c[k - 1].na <= (size_t)2 * CONTEXT)
        k++;
    return k;
}

static size_t count_places(const Change *c, size_t n)
{
    size_t places = 0;
    for (size_t i = 0; i < n; i += place_length(&c[i], n - i))
        places++;
    return places;
}

static void put_places(const Side *book, const Side *own, const Change *c, size_t n)
{
    Buf *out = own->page->out;
    const size_t places = count_places(c, n);
    buf_printf(out, "<details class=\"differences\"%s><summary>Its words differ in ",
               places <= OPEN_PLACES ? " open" : "");
    say_count(out, places, "place", "places");
    buf_put(out, S("</summary>\n<ol>\n"));
    for (size_t i = 0, k; i < n; i += k) {
        k = place_length(&c[i], n - i);
        buf_put(out, S("<li>\n"));
        put_side(book, &c[i], k);
        put_side(own, &c[i], k);
        buf_put(out, S("</li>\n"));
    }
    buf_put(out, S("</ol></details>\n"));
}

void page_differences(Page *p, const Article *version, const ChapterWords *chapter)
{
    Arena *scratch = arena_new();
    WordText text = {0};
    read_words(scratch, version, &text);
    const Side book = {p, chapter->article->lang, &chapter->text, false};
    const Side own = {p, version->lang, &text, true};
    size_t n;
    const Change *c = word_diff(scratch, &chapter->text, &text, &n);
    if (n > 0)
        put_places(&book, &own, c, n);
    else
        buf_put(p->out, S("<p>Not a word of it differs.</p>\n"));
    word_text_free(&text);
    arena_free(scratch);
}
