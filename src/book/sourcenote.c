/* Where an article comes from: the line below its title, the note at the foot of its
 * first page, and its place in the list of sources. */
#include "base/file.h"
#include "build.h"

/* Digits of a SHA-256 that are shown: enough to tell files apart, and to look one up. */
enum { HASH_SHOWN = 16 };

enum { BASIS_MOST = 80, ALSO_MOST = 12 }; /* characters; names */

static Str id_of(Builder *b, char prefix, Str key)
{
    return arena_printf(b->a, "%c-" STR_FMT, prefix, STR_ARG(key));
}

static Str ref_to(Builder *b, char prefix, Str key)
{
    return arena_printf(b->a, "#%c-" STR_FMT, prefix, STR_ARG(key));
}

/* Puts a piece behind what is there, with what parts them. */
static void join(Buf *out, Str between, Str piece)
{
    if (piece.n == 0)
        return;
    if (out->n)
        buf_put(out, between);
    buf_put(out, piece);
}

/* The same for words of a paragraph that are the article's, or for a date, ours. */
static void join_theirs(Builder *b, Node *para, Str between, Str words, Str lang)
{
    if (words.n == 0)
        return;
    if (para->first)
        add_text(b, para, between);
    add_theirs(b, para, words, lang);
}

/* ---- the byline and the short form ---- */

Node *byline_make(Builder *b, const Article *article, Str lang)
{
    Arena *a = b->a;
    const Str by = clean_text(a, article->byline);
    Node *para = node_new(a, N_PARA);
    para->cls = S("byline");
    set_lang(para, b->lang, lang);
    if (by.n)
        add_filled(b, para, b->w->by, by, lang);
    join_theirs(b, para, S(" · "), clean_text(a, article->publisher), lang);
    join_theirs(b, para, S(" · "), date_words(a, article->date), b->lang);
    return para->first ? para : NULL;
}

void call_make(Builder *b, Node *block, Str gap, Str key, Note *note)
{
    Arena *a = b->a;
    add_text(b, block, gap);
    Node *call = node_add(a, node_add(a, block, N_SUP), N_NOTEREF);
    call->cls = S("noteref");
    call->id = id_of(b, 'r', key);
    call->ref = ref_to(b, 'n', key);
    add_text(b, call, arena_printf(a, "%u", (unsigned)note->number));
    note->call = call;
}

Str file_name(const Builder *b, const Article *article)
{
    const Str name = clean_text(b->a, article->src.name);
    const Str member = clean_text(b->a, article->src.member);
    return member.n
               ? arena_printf(b->a, STR_FMT "/" STR_FMT, STR_ARG(name), STR_ARG(member))
               : name;
}

Node *brief_make(Builder *b, const Article *article, Str lang, Str key)
{
    Arena *a = b->a;
    Node *note = node_new(a, N_NOTE);
    note->id = id_of(b, 'n', key);
    set_lang(note, b->lang, lang);
    Node *para = add_para(b, note, NULL, (Str){0});
    join_theirs(b, para, S(", "), clean_text(a, article->publisher), lang);
    join_theirs(b, para, S(", "), date_words(a, article->date), b->lang);
    if (para->first == NULL)
        add_text(b, para, wording_fill(a, b->w->file, file_name(b, article), (Str){0}));
    add_text(b, para, str_of(b->w->see));
    add_link(b, para, NULL, ref_to(b, 's', key), str_of(b->w->sources));
    add_text(b, para, S("."));
    return note;
}

/* ---- the full form ---- */

/* Ends a sentence with a stop, unless its last character is one. */
static void add_stop(Builder *b, Node *para, Str words)
{
    const bool stopped = str_ends(words, S(".")) || str_ends(words, S("?")) ||
                         str_ends(words, S("!")) || str_ends(words, S("…")) ||
                         str_ends(words, S("。"));
    add_text(b, para, stopped ? S(" ") : S(". "));
}

static void add_sentence(Builder *b, Node *para, Str words)
{
    if (words.n == 0)
        return;
    add_text(b, para, words);
    add_stop(b, para, words);
}

static Str dated(Builder *b, const Article *article)
{
    Arena *a = b->a;
    const Str date = date_words(a, article->date);
    const Str basis = clean_short(a, clean_text(a, article->date_basis), BASIS_MOST);
    if (basis.n == 0)
        return date;
    switch (article->date_confidence) {
    case DATE_NONE:
        break;
    case DATE_STATED:
        return wording_fill(a, b->w->date_stated, date, basis);
    case DATE_INFERRED:
        return wording_fill(a, b->w->date_inferred, date, basis);
    }
    return date;
}

static Str also_names(Builder *b, const Article *article)
{
    Buf names = {0};
    const size_t shown = article->nalso > ALSO_MOST ? ALSO_MOST : article->nalso;
    for (size_t i = 0; i < shown; i++)
        join(&names, S(", "), file_name(b, article->also[i]));
    Str all = arena_str(b->a, buf_str(&names));
    buf_free(&names);
    if (article->nalso > shown)
        all = wording_fill(b->a, b->w->and_more, all,
                           arena_printf(b->a, "%zu", article->nalso - shown));
    return all.n ? wording_fill(b->a, b->w->also, all, (Str){0}) : all;
}

static void add_url(Builder *b, Node *para, Str url)
{
    if (url.n == 0)
        return;
    if (url_is_sound(url))
        add_link(b, para, NULL, url, url);
    else
        add_text(b, para, url);
    add_text(b, para, S(". "));
}

static void add_file(Builder *b, Node *para, const Article *article)
{
    const Source *src = &article->src;
    const Str hash = str_sub(src->sha256, 0, HASH_SHOWN);
    const char *text = hash.n ? b->w->file_sha256 : b->w->file;
    add_sentence(b, para, wording_fill(b->a, text, file_name(b, article), hash));
    if (src->charset && !str_eq_nocase(str_of(src->charset), S("UTF-8")))
        add_sentence(b, para,
                     wording_fill(b->a, b->w->charset, str_of(src->charset), (Str){0}));
}

static Node *full_make(Builder *b, Node *list, const Chapter *chapter, Str key,
                       const SharedPassages *shared)
{
    Arena *a = b->a;
    const Article *article = chapter->article;
    Node *item = node_add(a, list, N_ITEM);
    item->id = id_of(b, 's', key);
    Node *para = node_add(a, item, N_PARA);
    Node *title = node_add(a, para, N_EMPH);
    set_lang(title, chapter->lang, b->lang);
    add_text(b, title, chapter->title);
    add_stop(b, para, chapter->title);
    const Str by = clean_text(a, article->byline),
              publisher = clean_text(a, article->publisher);
    if (by.n) {
        add_filled(b, para, b->w->by, by, chapter->lang);
        add_stop(b, para, by);
    }
    if (publisher.n) {
        add_theirs(b, para, publisher, chapter->lang);
        add_text(b, para, S(", "));
    }
    add_sentence(b, para, article->date.year ? dated(b, article) : str_of(b->w->undated));
    add_url(b, para, clean_text(a, article->url));
    if (article->src.saved.year)
        add_sentence(
            b, para,
            wording_fill(a, b->w->saved, date_words(a, article->src.saved), (Str){0}));
    add_file(b, para, article);
    if (article->src.summary)
        add_sentence(b, para, str_of(b->w->summary));
    if (article->title_made)
        add_sentence(b, para, str_of(b->w->title_made));
    add_sentence(b, para, also_names(b, article));
    shared_add(b, para, shared, article);
    add_link(b, para, "backlink", ref_to(b, 'r', key), S("↑"));
    if (b->o->variants)
        variants_add(b, item, article);
    return item;
}

void sources_make(Builder *b, Chapter *out)
{
    Node *root =
        section_new(b, out, CHAPTER_SOURCES, "sources", "sources", b->w->sources);
    Node *list = node_add(b->a, root, N_LIST);
    list->level = 1;
    list->start = 1;
    const Book *book = b->book;
    const SharedPassages *shared = shared_find(b);
    size_t note = 0;
    for (size_t i = 0; i < book->nchapters; i++)
        if (book->chapters[i].kind == CHAPTER_ARTICLE) {
            const Chapter *c = &book->chapters[i];
            while (book->notes[note].number != c->number)
                note++; /* articles' own */
            book->notes[note].full = full_make(b, list, c, b->chapter_keys[c->number - 1],
                                               &shared[c->number - 1]);
        }
}
