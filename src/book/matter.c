/* What sheaf writes before and after the articles: the title page, the contents, the
 * titles of parts, and the page that says how the book was made. */
#include "base/unicode.h"
#include "build.h"

/* The colophon is a page, not a ledger: the ledger is what --inspect prints. */
enum { ITEMS_MOST = 24, QUOTES_MOST = 6, QUOTE_MOST = 60, HASH_SHOWN = 16 };

void titlepage_make(Builder *b, Chapter *out)
{
    const Book *book = b->book;
    Node *root = section_new(b, out, CHAPTER_TITLE, "title", "titlepage", NULL);
    out->title = book->title;
    out->lang = book->lang;
    root->lang = (Str){0};
    add_heading(b, root, 1, "book-title", book->title);
    if (book->subtitle.n)
        add_para(b, root, "book-subtitle", book->subtitle);
    if (book->author.n)
        add_para(b, root, "book-author", book->author);
    if (b->date_known)
        set_lang(add_para(b, root, "book-date", date_words(b->a, book->date)), b->lang,
                 book->lang);
}

void part_make(Builder *b, const PlanPart *part, Chapter *out)
{
    Node *root = section_new(b, out, CHAPTER_PART, NULL, "part", NULL);
    root->id = out->id = part_id(b, part->title);
    root->lang = (Str){0};
    out->lang = b->book->lang;
    out->title = arena_str(b->a, part->title);
    add_heading(b, root, 1, "part-title", out->title);
}

/* ---- contents ---- */

/* The contents run as the book does, whatever the language of sheaf's own words. */
static Str toc_lang(const Builder *b)
{
    return uni_lang_is_rtl(b->book->lang) ? b->book->lang : b->lang;
}

static Node *add_entry(Builder *b, Node *toc, Str id, Str text, Str lang)
{
    Node *item = node_add(b->a, toc, N_TOC_ITEM);
    Node *link = add_link(b, node_add(b->a, item, N_PARA), NULL,
                          arena_printf(b->a, "#" STR_FMT, STR_ARG(id)), text);
    set_lang(link, lang, toc_lang(b));
    return item;
}

/* The heads of a chapter below its entry, to levels 2..depth.  open[l] is the last
 * entry at level l; levels have no gaps (chapter.c). */
static void add_heads(Builder *b, Node *entry, const Chapter *chapter, int depth)
{
    enum { DEEPEST = 6 };
    Node *open[DEEPEST + 1] = {[1] = entry};
    for (Walk w = walk(chapter->root); walk_next(&w);) {
        const Node *n = w.node;
        if (w.enter && n->kind == N_HEADING && n->level > 1 && n->level <= depth) {
            Node *above = open[n->level - 1];
            Node *toc =
                above->last->kind == N_TOC ? above->last : node_add(b->a, above, N_TOC);
            open[n->level] = add_entry(b, toc, n->id, node_words(b->a, n), chapter->lang);
        }
        if (w.enter && !node_is_block(n->kind))
            walk_skip(&w);
    }
}

void contents_make(Builder *b, Chapter *out)
{
    Node *root = out->root;
    Node *toc = node_add(b->a, root, N_TOC), *of_part = toc;
    set_lang(toc, toc_lang(b), b->lang);
    for (size_t i = 0; i < b->book->nchapters; i++) {
        const Chapter *c = &b->book->chapters[i];
        if (c->kind == CHAPTER_TITLE || c->kind == CHAPTER_CONTENTS)
            continue;
        Node *entry = add_entry(b, c->part ? of_part : toc, c->id, c->title, c->lang);
        if (c->kind == CHAPTER_PART) {
            entry->first->cls = S("toc-part");
            of_part = node_add(b->a, entry, N_TOC);
        }
        if (c->kind == CHAPTER_ARTICLE)
            add_heads(b, entry, c, b->o->toc_depth);
    }
}

/* ---- colophon ---- */

static Node *add_item(Builder *b, Node *list, Str words)
{
    Node *item = node_add(b->a, list, N_ITEM);
    return add_para(b, item, NULL, words);
}

static void add_more(Builder *b, Node *list, size_t more)
{
    if (more)
        add_item(b, list,
                 wording_fill(b->a, b->w->set_aside_more, arena_printf(b->a, "%zu", more),
                              (Str){0}));
}

static Str quoted(Builder *b, Str words)
{
    return wording_fill(b->a, b->w->quoted, words, (Str){0});
}

/* Is fate i the first of a block that was set aside?  Markup may part a block. */
static bool is_aside(const Article *a, size_t i)
{
    const Fate *f = &a->fates[i];
    if (f->block == NULL || (i > 0 && f[-1].block == f->block))
        return false;
    switch (f->kind) {
    case FATE_BOILERPLATE:
    case FATE_DUPLICATE:
    case FATE_VARIANT:
        return true;
    case FATE_TITLE:
    case FATE_METADATA:
    case FATE_BODY:
    case FATE_MARKUP:
    case FATE_EMPTY:
    case FATE_REFUSED:
    case FATE_COUNT:
        return false;
    }
    return false;
}

/* "Title: “Related Posts” (furniture), “…”": one item of those set aside in a chapter;
 * returns how many it does not show. */
static size_t add_chapter_aside(Builder *b, Node *list, const Chapter *c)
{
    const Article *a = c->article;
    Buf words = {0};
    size_t shown = 0, more = 0;
    for (size_t i = 0; i < a->nfates; i++) {
        if (!is_aside(a, i))
            continue;
        const Fate *f = &a->fates[i];
        const Str text = clean_text(b->a, node_words(b->a, f->block));
        if (shown == QUOTES_MOST || text.n == 0) {
            more += text.n > 0;
            continue;
        }
        const Str quote = quoted(b, clean_short(b->a, text, QUOTE_MOST));
        buf_printf(&words, "%s" STR_FMT, shown++ ? ", " : "", STR_ARG(quote));
        if (f->rule)
            buf_printf(&words, " (%s)", f->rule);
    }
    if (words.n) {
        const Str title = clean_short(b->a, c->title, QUOTE_MOST);
        add_item(b, list, wording_fill(b->a, b->w->left_out_why, title, buf_str(&words)));
    }
    buf_free(&words);
    return more;
}

static size_t count_aside(const Article *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->nfates; i++)
        n += is_aside(a, i);
    return n;
}

static void add_set_aside(Builder *b, Node *root)
{
    const Book *book = b->book;
    size_t total = 0, more = 0, items = 0;
    for (size_t i = 0; i < b->plan->nchapters; i++)
        total += count_aside(b->plan->chapters[i]);
    if (total == 0)
        return;
    add_heading(b, root, 2, NULL, str_of(b->w->set_aside));
    add_para(b, root, "first",
             wording_fill(b->a, b->w->set_aside_how, arena_printf(b->a, "%zu", total),
                          (Str){0}));
    Node *list = node_add(b->a, root, N_LIST);
    for (size_t i = 0; i < book->nchapters; i++) {
        const Chapter *c = &book->chapters[i];
        const size_t n = c->article ? count_aside(c->article) : 0;
        if (n > 0 && items == ITEMS_MOST)
            more += n;
        else if (n > 0) {
            more += add_chapter_aside(b, list, c);
            items++;
        }
    }
    add_more(b, list, more);
}

/* A list of the articles with one of the fates in `which`, each in its words. */
static void add_articles(Builder *b, Node *root, const char *head, unsigned which,
                         Str (*describe)(Builder *, const Article *))
{
    Node *list = NULL;
    size_t items = 0, more = 0;
    for (size_t i = 0; i < b->plan->articles->n; i++) {
        const Article *a = b->plan->articles->v[i];
        if ((which & 1u << a->fate) == 0 || a->src.part)
            continue;
        if (list == NULL) {
            add_heading(b, root, 2, NULL, str_of(head));
            list = node_add(b->a, root, N_LIST);
        }
        if (items == ITEMS_MOST)
            more++;
        else {
            add_item(b, list, describe(b, a));
            items++;
        }
    }
    if (list)
        add_more(b, list, more);
}

static Str describe_duplicate(Builder *b, const Article *a)
{
    const Str of = a->of ? clean_text(b->a, a->of->title) : (Str){0};
    const Str name = wording_fill(b->a, b->w->file_sha256, clean_text(b->a, a->src.name),
                                  str_sub(a->src.sha256, 0, HASH_SHOWN));
    return wording_fill(b->a, b->w->repeats, name,
                        quoted(b, clean_short(b->a, of, QUOTE_MOST)));
}

static Str describe_left_out(Builder *b, const Article *a)
{
    const char *why = a->nfates ? a->fates[0].rule : NULL;
    const Str name = clean_text(b->a, a->src.name);
    const bool dated = str_eq(str_of(why), S("since")) || str_eq(str_of(why), S("until"));
    if (a->fate == ART_OUTSIDE) /* by its path, readers of the book are told no reason */
        return dated ? wording_fill(b->a, b->w->left_out_why, name,
                                    date_words(b->a, a->date))
                     : name;
    if (a->fate == ART_EMPTY)
        why = b->w->empty;
    return why ? wording_fill(b->a, b->w->left_out_why, name, str_of(why)) : name;
}

void colophon_make(Builder *b, Chapter *out)
{
    Node *root =
        section_new(b, out, CHAPTER_COLOPHON, "colophon", "colophon", b->w->colophon);
    const Wording *w = b->w;
    const Str articles = wording_count(b->a, w->article, w->articles, b->plan->nchapters);
    const Str words = wording_count(b->a, w->word, w->words, b->book->nwords);
    const Str what =
        arena_printf(b->a, STR_FMT ", " STR_FMT ",", STR_ARG(articles), STR_ARG(words));
    add_para(b, root, "first",
             wording_fill(b->a, w->made, what, clean_text(b->a, b->o->made_with)));
    add_para(b, root, NULL, str_of(w->where_from));
    add_set_aside(b, root);
    add_articles(b, root, w->duplicates, 1u << ART_DUPLICATE, describe_duplicate);
    add_articles(b, root, w->left_out,
                 1u << ART_EMPTY | 1u << ART_OUTSIDE | 1u << ART_REFUSED,
                 describe_left_out);
}
