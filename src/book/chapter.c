/* An article becomes a chapter: its body's blocks copied into the book, cleaned.
 *
 * Which blocks are body is known from the article's fates alone.  A block that holds
 * others is copied when something of it is. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/numeral.h"
#include "build.h"

enum { DEEPEST_HEAD = 6 };

typedef struct ChapterMaker {
    Builder *b; /* with the chapter's arena */
    Cleaner cleaner;
    Typographer *typographer;
    ChapterLists *lists;
    Str key;     /* hex digits of the chapter's ids */
    Map body;    /* the article's blocks that are body */
    Map notes;   /* "#id" in the article -> OwnNote * */
    Map ids;     /* of heads and targets, already taken */
    Map targets; /* "#id" in the article -> the book's Node * */
    const Article *article;
    Str lang;     /* of the chapter */
    Node **links; /* the article's, whose ends are yet to be found; owned */
    size_t nlinks, links_cap;
    Node *at;                     /* where the next block goes */
    size_t placed;                /* blocks and cells copied, emptied ones among them */
    uint8_t levels[DEEPEST_HEAD]; /* the article's levels of the open heads */
    size_t nlevels;
    bool fresh; /* no paragraph yet since the chapter or a head began */
} ChapterMaker;

/* ---- which blocks are body ---- */

static Str address(const Node *const *block)
{
    return (Str){(const char *)block, sizeof *block};
}

static void mark_body(Map *body, const Article *a)
{
    for (size_t i = 0; i < a->nfates; i++)
        if (a->fates[i].kind == FATE_BODY && a->fates[i].block)
            *map_at(body, address(&a->fates[i].block)) = &a->fates[i];
}

static bool is_body(const ChapterMaker *m, const Node *block)
{
    return map_find(&m->body, address(&block)) != NULL;
}

/* ---- the article's own notes ---- */

typedef struct OwnNote {
    const Node *text; /* the article's NOTE */
    Str label;        /* empty: nothing of the body calls it */
    Node *call;       /* the book's; NULL: not met yet */
    uint32_t again;   /* further calls met */
    Note *made;       /* NULL: its text was not met yet */
} OwnNote;

static bool holds_body(const ChapterMaker *m, const Node *note)
{
    for (Walk w = walk(note); walk_next(&w);)
        if (w.enter && is_body(m, w.node))
            return true;
    return false;
}

static OwnNote *find_note(const ChapterMaker *m, const Node *call)
{
    OwnNote *own = map_find(&m->notes, call->ref);
    return own && own->label.n ? own : NULL;
}

/* Names the notes in the order in which the body calls them. */
static void name_notes(ChapterMaker *m, const Node *root)
{
    Arena *a = m->b->a;
    uint32_t n = 0;
    for (Walk w = walk(root); walk_next(&w);) {
        if (!w.enter || w.node->kind != N_NOTE)
            continue;
        if (w.node->id.n && holds_body(m, w.node)) {
            OwnNote *own = arena_alloc(a, sizeof *own);
            own->text = w.node;
            *map_at(&m->notes, arena_printf(a, "#" STR_FMT, STR_ARG(w.node->id))) = own;
        }
        walk_skip(&w);
    }
    const Node *block = NULL;
    for (Walk w = walk(root); walk_next(&w);) {
        if (w.enter && node_is_block(w.node->kind))
            block = w.node;
        if (w.enter && w.node->kind == N_NOTE)
            walk_skip(&w);
        OwnNote *own = w.enter && w.node->kind == N_NOTEREF
                           ? map_find(&m->notes, w.node->ref)
                           : NULL;
        if (own && own->label.n == 0 && is_body(m, block))
            own->label = numeral_letters(a, ++n);
    }
}

static bool is_in_note(const Node *n)
{
    while (n && n->kind != N_NOTE)
        n = n->parent;
    return n != NULL;
}

static void keep_link(ChapterMaker *m, Node *link)
{
    ARRAY_ROOM(m->links, m->nlinks, m->links_cap);
    m->links[m->nlinks++] = link;
}

/* The calls in a block: the first of a note is its call, others are links to it, and one
 * of no note is its words. */
static void finish_calls(ChapterMaker *m, Node *block)
{
    Arena *a = m->b->a;
    const bool in_note = is_in_note(block);
    for (Walk w = walk(block); walk_next(&w);) {
        Node *n = (Node *)w.node; /* the book's own, not const yet */
        if (w.enter && n->kind == N_LINK)
            keep_link(m, n);
        if (!w.enter || n->kind != N_NOTEREF)
            continue;
        OwnNote *own = find_note(m, n);
        n->kind = own == NULL ? N_SPAN : own->call || in_note ? N_LINK : N_NOTEREF;
        n->ref = (Str){0};
        if (own == NULL)
            continue;
        n->first = n->last = NULL;
        add_text(m->b, n, own->label);
        n->cls = S("noteref");
        n->ref = arena_printf(a, "#n-" STR_FMT "-" STR_FMT, STR_ARG(m->key),
                              STR_ARG(own->label));
        n->id = arena_printf(a, "r-" STR_FMT "-" STR_FMT, STR_ARG(m->key),
                             STR_ARG(own->label));
        if (n->kind == N_NOTEREF)
            own->call = n;
        else
            n->id = note_call_id(a, n->id, ++own->again);
        if (own->made) {
            own->made->call = own->call;
            own->made->again = own->again;
        }
    }
}

/* A note that was copied, and has words.  Its call may come later. */
static void finish_note(ChapterMaker *m, Node *note, const Node *of)
{
    const Str ref = arena_printf(m->b->a, "#" STR_FMT, STR_ARG(of->id));
    OwnNote *own = map_find(&m->notes, ref);
    note->id = arena_printf(m->b->a, "n-" STR_FMT "-" STR_FMT, STR_ARG(m->key),
                            STR_ARG(own->label));
    own->made = &m->lists->notes[m->lists->nnotes++];
    *own->made = (Note){
        .label = own->label, .call = own->call, .again = own->again, .brief = note};
}

/* ---- blocks ---- */

/* Under the chapter's title heads begin at level 2, and none is deeper than the one
 * before it by more than one: a stack of the levels that are open, each deeper than the
 * one below it. */
static uint8_t head_level(ChapterMaker *m, uint8_t raw)
{
    const uint8_t level = raw < 1 ? 1 : raw > DEEPEST_HEAD ? DEEPEST_HEAD : raw;
    while (m->nlevels > 0 && m->levels[m->nlevels - 1] >= level)
        m->nlevels--;
    m->levels[m->nlevels++] = level;
    return (uint8_t)(m->nlevels < DEEPEST_HEAD ? m->nlevels + 1 : DEEPEST_HEAD);
}

static void add_class(Arena *a, Node *n, Str cls)
{
    n->cls = n->cls.n
                 ? arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(n->cls), STR_ARG(cls))
                 : cls;
}

static void finish_para(ChapterMaker *m, Node *para)
{
    if (para->parent->kind != N_SECTION || node_has_class(para, S("standfirst")))
        return;
    if (m->fresh)
        add_class(m->b->a, para, S("first"));
    m->fresh = false;
}

/* A caption belongs in a figure or a table; one whose picture was not saved with the
 * article is a paragraph. */
static void finish_caption(ChapterMaker *m, Node *caption)
{
    const NodeKind parent = caption->parent->kind;
    if (parent == N_FIGURE || parent == N_TABLE)
        return;
    caption->kind = N_PARA;
    add_class(m->b->a, caption, S("caption"));
}

static void finish_head(ChapterMaker *m, Node *head)
{
    head->level = head_level(m, head->level);
    head->id = id_by_words(m->b->a, &m->ids, 'h', m->key, head);
    m->fresh = true;
}

static Node *copy_block(const ChapterMaker *m, const Node *n)
{
    Node *copy = node_copy(m->b->a, n);
    copy->id = (Str){0};
    copy->look = LOOK_BODY;
    copy->rule = NULL;
    return copy;
}

/* ---- links ---- */

static Str target_id(ChapterMaker *m, Node *target)
{
    if (target->id.n == 0)
        target->id = id_by_words(m->b->a, &m->ids, 't', m->key, target);
    return target->id;
}

/* Where a link inside the article leads; empty: its end is not in the book. */
static Str find_inside(ChapterMaker *m, Str ref)
{
    const OwnNote *own = map_find(&m->notes, ref);
    Node *target = map_find(&m->targets, ref);
    if (own && own->made)
        target = (Node *)own->made->brief; /* of the tree that is being made */
    return target ? arena_printf(m->b->a, "#" STR_FMT, STR_ARG(target_id(m, target)))
                  : (Str){0};
}

/* A link that leads nowhere is its words. */
static void settle_links(ChapterMaker *m)
{
    for (size_t i = 0; i < m->nlinks; i++) {
        Node *n = m->links[i];
        const Str to = str_starts(n->ref, S("#")) ? find_inside(m, n->ref)
                                                  : links_find(m->b, m->article, n->ref);
        const bool self = str_starts(to, S("#a-")) && str_ends(to, m->key);
        n->ref = self ? (Str){0} : to;
        if (n->ref.n == 0) {
            n->kind = N_SPAN;
            if (n->cls.n + n->lang.n == 0)
                node_melt(n);
        }
    }
}

static void learn_target(ChapterMaker *m, const Node *of, Node *copy)
{
    if (of->id.n)
        *map_at(&m->targets, arena_printf(m->b->a, "#" STR_FMT, STR_ARG(of->id))) = copy;
}

/* ---- blocks of a line ---- */

static Str lang_of(const ChapterMaker *m, const Node *n)
{
    while (n && n->lang.n == 0)
        n = n->parent;
    return n ? n->lang : m->lang;
}

/* Does the block begin with a quotation mark? */
static bool opens_quote(const Node *block)
{
    if (block == NULL || block->kind != N_PARA)
        return false;
    for (Walk w = walk(block); walk_next(&w);) {
        const Str text = w.node->kind == N_TEXT ? str_trim(w.node->text) : (Str){0};
        if (text.n)
            return text.p[0] == '"';
    }
    return false;
}

static void copy_line_block(ChapterMaker *m, const Node *n)
{
    if (!is_body(m, n))
        return;
    Node *copy = copy_block(m, n);
    if (!clean_block(&m->cleaner, m->b->a, n, copy))
        return;
    typography_block(m->typographer, copy, lang_of(m, n), m->article,
                     opens_quote(n->next));
    node_append(m->at, copy);
    finish_calls(m, copy);
    Node *stands = figures_lift(m->b, copy);
    learn_target(m, n, stands);
    m->placed++;
    if (stands != copy)
        m->fresh = false;
    else if (n->kind == N_HEADING)
        finish_head(m, copy);
    else if (n->kind == N_PARA)
        finish_para(m, copy);
    else if (n->kind == N_CAPTION)
        finish_caption(m, copy);
    else
        m->fresh = false;
}

/* A rule parts what stands around it: none begins or ends a chapter, or follows another.
 * Its fate is that of markup, so the reader's look decides. */
static void copy_rule(ChapterMaker *m, const Node *n)
{
    const Node *before = m->at->last;
    if (n->look != LOOK_BODY || m->placed == 0 || before == NULL ||
        before->kind == N_RULE)
        return;
    node_append(m->at, copy_block(m, n));
    m->fresh = true;
}

static void drop_last_rules(Node *root)
{
    while (root->last->kind == N_RULE)
        node_remove(root->last);
}

/* Pictures of its own, those of figures inside it left out. */
static bool has_image(const Node *figure)
{
    for (Walk w = walk(figure); walk_next(&w);) {
        if (w.enter && w.node != figure && w.node->kind == N_FIGURE)
            walk_skip(&w);
        else if (w.node->kind == N_IMAGE && image_shows(w.node))
            return true;
    }
    return false;
}

/* A note that nothing calls is part of the text. */
static bool is_called(const ChapterMaker *m, const Node *note)
{
    const OwnNote *own =
        map_find(&m->notes, arena_printf(m->b->a, "#" STR_FMT, STR_ARG(note->id)));
    return own && own->label.n;
}

static bool is_transparent(const ChapterMaker *m, const Node *n)
{
    return n->kind == N_DOCUMENT || (n->kind == N_FIGURE && !has_image(n)) ||
           (n->kind == N_NOTE && !is_called(m, n));
}

static void enter_container(ChapterMaker *m, const Node *n)
{
    Node *copy = copy_block(m, n);
    copy->no = (uint32_t)m->placed; /* until the book is numbered */
    node_append(m->at, copy);
    m->at = copy;
}

/* Empty cells stay, for they keep a row's columns, and so do their rows until the table
 * is whole; all else goes when it is empty. */
static void leave_container(ChapterMaker *m, const Node *of)
{
    Node *left = m->at;
    m->at = left->parent;
    const bool keeps = left->kind == N_CELL || (left->kind == N_ROW && left->first);
    if (left->no == (uint32_t)m->placed && !keeps)
        node_remove(left);
    else if (left->kind == N_NOTE)
        finish_note(m, left, of);
    else if (left->kind == N_TABLE)
        table_square(m->b->a, left);
    if (left->kind == N_LIST || left->kind == N_QUOTE || left->kind == N_TABLE)
        m->fresh = false;
}

static void copy_body(ChapterMaker *m, const Node *root)
{
    for (Walk w = walk(root); walk_next(&w);) {
        const Node *n = w.node;
        switch (n->kind) {
        case N_HEADING:
        case N_PARA:
        case N_CAPTION:
        case N_CODE_BLOCK:
            if (w.enter) {
                copy_line_block(m, n);
                walk_skip(&w);
            }
            break;
        case N_RULE:
            copy_rule(m, n);
            break;
        case N_DOCUMENT:
        case N_SECTION:
        case N_QUOTE:
        case N_LIST:
        case N_ITEM:
        case N_TABLE:
        case N_ROW:
        case N_CELL:
        case N_FIGURE:
        case N_TOC:
        case N_TOC_ITEM:
        case N_NOTE:
            if (is_transparent(m, n))
                break;
            if (w.enter)
                enter_container(m, n);
            else
                leave_container(m, n);
            break;
        case N_TEXT:
        case N_EMPH:
        case N_STRONG:
        case N_CODE:
        case N_LINK:
        case N_IMAGE:
        case N_BREAK:
        case N_SUP:
        case N_SUB:
        case N_SPAN:
        case N_NOTEREF:
        case N_COUNT:
            break; /* in lines, which are skipped */
        }
    }
}

/* ---- the chapter ---- */

static int by_label(const void *x, const void *y)
{
    const Str a = ((const Note *)x)->label, b = ((const Note *)y)->label;
    return a.n != b.n ? (a.n < b.n ? -1 : 1) : str_cmp(a, b); /* z stands before aa */
}

/* The article's notes stand behind its text, in the order in which they are called: the
 * source may have them in any. */
static void order_notes(Node *root, Note *notes, size_t n)
{
    if (n == 0)
        return;
    qsort(notes, n, sizeof *notes, by_label);
    for (size_t i = 0; i < n; i++) {
        Node *text = (Node *)notes[i].brief; /* of the tree that is being made */
        node_remove(text);
        node_append(root, text);
    }
}

/* Puts the source note, which stands before the n others, behind those that are called
 * before it. */
static void order_source(Node *root, Note *source, size_t n)
{
    size_t before = 0;
    for (Walk w = walk(root); walk_next(&w) && w.node != source->call;)
        before += w.enter && before < n && w.node == source[before + 1].call;
    if (before == 0)
        return;
    const Note note = *source;
    Node *text = (Node *)note.brief, *next = source[before].brief->next;
    node_remove(text);
    if (next)
        node_insert(text, next);
    else
        node_append(root, text);
    memmove(source, source + 1, before * sizeof *source);
    source[before] = note;
}

static Str find_title(const Builder *b, const Article *article)
{
    const Str title = clean_text(b->a, article->title);
    return title.n ? title : clean_text(b->a, path_stem(article->src.name));
}

static ChapterMaker begin(Builder *b, const Article *article, Str key, Str lang,
                          Node *root, ChapterLists *lists)
{
    ChapterMaker m = {.b = b,
                      .lists = lists,
                      .article = article,
                      .lang = lang,
                      .key = key,
                      .at = root,
                      .fresh = true};
    m.typographer =
        typographer_new(b->a, b->book->typography, &lists->edits, lists->kept);
    mark_body(&m.body, article);
    name_notes(&m, article->root);
    lists->notes = arena_array(b->a, 1 + m.notes.n, sizeof *lists->notes);
    return m;
}

static void end(ChapterMaker *m)
{
    cleaner_free(&m->cleaner);
    typographer_free(m->typographer);
    free(m->links);
    map_free(&m->body);
    map_free(&m->notes);
    map_free(&m->ids);
    map_free(&m->targets);
}

void chapter_make(const Builder *shared, Arena *a, size_t i, Chapter *out,
                  ChapterLists *lists)
{
    Builder own = *shared, *b = &own;
    b->a = a;
    const Article *article = b->plan->chapters[i];
    const Str key = b->chapter_keys[i];
    Node *root = node_new(a, N_SECTION);
    root->cls = S("chapter");
    root->id = arena_printf(a, "a-" STR_FMT, STR_ARG(key));
    *out =
        (Chapter){.kind = CHAPTER_ARTICLE,
                  .id = root->id,
                  .lang = article->lang.n ? arena_str(a, article->lang) : b->book->lang,
                  .number = (uint32_t)(i + 1),
                  .article = article,
                  .root = root};
    ChapterMaker m = begin(b, article, key, out->lang, root, lists);
    Note *note = &lists->notes[lists->nnotes++];

    out->title =
        typography_title(m.typographer, find_title(b, article), out->lang, article);
    set_lang(root, out->lang, b->book->lang);
    add_heading(b, root, 1, "chapter-title", out->title);
    note->number = out->number;
    Node *byline = byline_make(b, article, out->lang);
    Node *brief = brief_make(b, article, out->lang, key);
    note->brief = brief;
    if (byline) {
        call_make(b, byline, S(""), key, note);
        node_append(root, byline);
        node_append(root, brief);
    }
    copy_body(&m, article->root);
    drop_last_rules(root);
    if (article->hollow)
        set_lang(add_para(b, root, "absent", str_of(b->w->hollow)), b->lang, out->lang);
    opening_lead(b, root);
    if (byline == NULL) {
        /* Parted from the word before it: who takes the text out of a PDF reads a figure
         * that touches a word as part of it. */
        call_make(b, opening_caller(root), S("\u202F"), key, note);
        node_append(root, brief); /* notes stand behind the text */
    }
    order_notes(root, note + 1, lists->nnotes - 1);
    if (byline == NULL)
        order_source(root, note, lists->nnotes - 1);
    settle_links(&m);
    end(&m);
}
