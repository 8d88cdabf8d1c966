/* The reader of Markdown: CommonMark with GitHub's tables, strikethrough, tasks and
 * links, and with notes; front matter, shortcodes and raw HTML of the site generators. */
#include <stdlib.h>

#include "base/file.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "front_matter.h"
#include "md.h"
#include "reader.h"

/* ---- places ---- */

/* The ranges of blocks are those of their leaves, and lines are counted from them. */
static void set_ranges(Node *root)
{
    for (Walk w = walk(root); walk_next(&w);) {
        Node *n = (Node *)w.node; /* the article's own */
        Node *up = n->parent;
        if (up == NULL || n->from >= n->to || (w.enter && n->first))
            continue;
        if (up->from >= up->to) {
            up->from = n->from;
            up->to = n->to;
        }
        up->from = n->from < up->from ? n->from : up->from;
        up->to = n->to > up->to ? n->to : up->to;
    }
}

typedef struct Lines {
    uint32_t *at; /* where each begins */
    size_t n, cap;
} Lines;

static Lines find_lines(Str text)
{
    Lines l = {0};
    for (Str rest = text; rest.n > 0; str_line(&rest)) {
        ARRAY_ROOM(l.at, l.n, l.cap);
        l.at[l.n++] = (uint32_t)(text.n - rest.n);
    }
    return l;
}

static uint32_t line_of(const Lines *l, uint32_t offset)
{
    size_t low = 0, high = l->n;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (l->at[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low + 1;
}

static void set_places(Article *a)
{
    set_ranges(a->root);
    Lines lines = find_lines(a->src.text);
    for (Walk w = walk(a->root); walk_next(&w);) {
        Node *n = (Node *)w.node;
        if (w.enter && node_is_block(n->kind) && n->from < n->to)
            n->line = line_of(&lines, n->from);
    }
    a->root->from = 0;
    a->root->to = (uint32_t)a->src.text.n;
    a->root->line = 1;
    free(lines.at);
}

/* ---- notes ---- */

static bool is_called_in_body(const Node *root, const Node *call)
{
    const Node *n = call;
    while (n != root && n->kind != N_NOTE)
        n = n->parent;
    return n == root;
}

/* A note that nothing calls, or only another note, is part of the text: it would be at
 * the foot of no page. */
static void settle_notes(MdSource *s, Node *root)
{
    Map called = {0};
    for (Walk w = walk(root); walk_next(&w);)
        if (w.enter && w.node->kind == N_NOTEREF && is_called_in_body(root, w.node))
            *map_at(&called, w.node->ref) = root;
    for (size_t i = 0; i < s->nnotes; i++)
        node_remove(s->notes[i]->node);
    for (size_t i = 0; i < s->nnotes; i++) {
        Node *n = s->notes[i]->node;
        const Str label = s->notes[i]->label;
        const Str ref = arena_printf(s->a, "#fn-" STR_FMT, STR_ARG(label));
        const bool first = map_find(&s->labels, label) == s->notes[i];
        if (first && map_find(&called, ref)) {
            n->id = str_sub(ref, 1, ref.n);
            node_append(root, n);
            continue;
        }
        for (Node *c; (c = n->first) != NULL;) {
            node_remove(c);
            node_append(root, c);
        }
    }
    map_free(&called);
}

/* ---- reading what md4c cannot ---- */

/* Paragraphs parted by empty lines, and nothing else. */
static void read_plain(Article *a, uint32_t from)
{
    const Str text = a->src.text;
    Node *para = NULL;
    for (Str rest = str_sub(text, from, text.n); rest.n > 0;) {
        const uint32_t at = (uint32_t)(text.n - rest.n);
        const Str line = str_line(&rest);
        if (str_trim(line).n == 0) {
            para = NULL;
            continue;
        }
        if (para == NULL) {
            para = node_add(a->arena, a->root, N_PARA);
            node_text(a->arena, para, line, at);
        }
        para->first->to = at + (uint32_t)line.n;
        para->first->text = str_sub(text, para->first->from, para->first->to);
    }
}

/* ---- title ---- */

static bool same_words(Arena *scratch, const Node *head, Str title)
{
    const Str words = uni_lower(scratch, node_words(scratch, head));
    const Str other = uni_lower(scratch, title);
    return words.n > 0 && str_eq(words, other);
}

/* The first block below n that is no metadata and no picture. */
static Node *first_block(const Article *a)
{
    Node *n = a->root->first;
    while (n && (n->look == LOOK_METADATA || n->kind == N_FIGURE || n->kind == N_RULE))
        n = n->next;
    return n;
}

static Node *first_h1(const Article *a)
{
    for (Node *n = a->root->first; n; n = n->next)
        if (n->kind == N_HEADING && n->level == 1)
            return n;
    return NULL;
}

/* "posts/2020-01-31-a_short-title.md" -> "A short title" */
static Str title_from_name(Arena *a, Str path)
{
    Str stem = path_stem(path);
    if (str_eq_nocase(stem, S("index")) || str_eq_nocase(stem, S("_index")) ||
        str_eq_nocase(stem, S("readme")))
        if (!str_eq(path_folder(path), S(".")))
            stem = path_base(path_folder(path));
    Date date;
    if (stem.n > 11 && stem.p[10] == '-' && date_parse_iso(str_sub(stem, 0, 10), &date))
        stem = str_sub(stem, 11, stem.n);
    char *p = arena_alloc(a, stem.n + 1);
    for (size_t i = 0; i < stem.n; i++)
        p[i] = stem.p[i] == '_' || stem.p[i] == '-' ? ' ' : stem.p[i];
    const Str s = str_trim((Str){p, stem.n});
    size_t first = 0;
    if (s.n == 0)
        return s;
    utf8_next(s, &first);
    const Str head = uni_upper(a, str_sub(s, 0, first)), tail = str_sub(s, first, s.n);
    return arena_printf(a, STR_FMT STR_FMT, STR_ARG(head), STR_ARG(tail));
}

/* Front matter's title, which the text may repeat; else the heading that the text begins
 * with, or the first of the highest level; else the name of the file. */
static void set_title(Diag *d, Article *a)
{
    Arena *scratch = arena_new();
    Node *first = first_block(a);
    const bool heads = first && first->kind == N_HEADING;
    if (a->title.n > 0) {
        if (heads && same_words(scratch, first, a->title))
            first->look = LOOK_TITLE;
    } else {
        Node *head = heads ? first : first_h1(a);
        if (head)
            a->title = node_words(a->arena, head);
        if (head && head == first)
            head->look = LOOK_TITLE;
    }
    arena_free(scratch);
    if (a->title.n > 0)
        return;
    a->title = title_from_name(a->arena, reader_name(a));
    diag(d, D_TITLE_FROM_NAME, (Loc){.path = a->src.path}, a->title, (Str){0});
}

/* ---- language ---- */

/* A language by which a site parts its texts: a folder "fr" or "pt-br", or the end of the
 * name, "about.fr.md".  Empty: there is none. */
static Str language_of_path(Str path)
{
    static const char known[] =
        " ar be bg bn ca cs cy da de el en eo es et eu fa fi fr ga "
        "gl he hi hr hu hy id is it ja ka kk ko la lt lv mk mr nb ne "
        "nl no pl pt ro ru si sk sl sq sr sv sw ta th tr uk ur uz vi "
        "zh ";
    Str stem = path_stem(path), found = {0};
    const Str folder = path_folder(path);
    str_cut(&stem, '.');
    for (Str rest = folder; rest.n > 0 || stem.n > 0;) {
        const Str part = rest.n > 0 ? str_cut(&rest, '/') : stem;
        if (part.p == stem.p)
            stem = (Str){0};
        const bool region = part.n == 5 && (part.p[2] == '-' || part.p[2] == '_');
        char key[] = {' ', 0, 0, ' '};
        if (part.n != 2 && !region)
            continue;
        key[1] = (char)(part.p[0] | 32);
        key[2] = (char)(part.p[1] | 32);
        if (str_has(str_of(known), (Str){key, sizeof key}))
            found = part;
    }
    return found;
}

/* What is said, else what the prose is in: code and addresses are in no language.  Where
 * that is too short to tell, or agrees, the path's folder is believed, which may also
 * tell a region. */
static void set_language(Article *a)
{
    enum { SAMPLE = 4096 };
    Buf sample = {0};
    if (a->lang.n > 0)
        return;
    const Str named = language_of_path(reader_name(a));
    for (Walk w = walk(a->root); walk_next(&w) && sample.n < SAMPLE;) {
        const Node *n = w.node;
        if (w.enter &&
            (n->kind == N_CODE_BLOCK || n->kind == N_CODE || n->look == LOOK_METADATA))
            walk_skip(&w);
        else if (w.enter && n->kind == N_TEXT)
            buf_put(&sample, str_sub(n->text, 0, SAMPLE));
        else if (node_is_block(n->kind))
            buf_byte(&sample, '\n');
    }
    a->lang = language_guess(buf_str(&sample));
    buf_free(&sample);
    if (named.n == 0 || (a->lang.n > 2 && str_eq_nocase(str_sub(named, 0, 2), S("zh"))))
        return;
    if (a->lang.n == 0 || str_eq_nocase(str_sub(named, 0, 2), str_sub(a->lang, 0, 2)))
        a->lang = front_language(a->arena, named);
}

void read_markdown(Diag *d, Article *a, Str bytes)
{
    if (!charset_read(d, a, bytes)) {
        a->fate = ART_REFUSED;
        return;
    }
    MdSource source;
    const uint32_t from = front_matter_read(a);
    Node *last = a->root->last;
    md_source(&source, a->arena, a->src.text, from);
    a->template = source.template;
    if (md_parse_source(&source, a->root)) {
        settle_notes(&source, a->root);
    } else {
        diag(d, D_MARKDOWN_GROWS, (Loc){.path = a->src.path}, (Str){0}, (Str){0});
        while (a->root->last != last)
            node_remove(a->root->last);
        read_plain(a, from);
    }
    md_source_free(&source);
    set_places(a);
    set_title(d, a);
    front_date_of_file(a);
    set_language(a);
    doc_check(a->root);
}
