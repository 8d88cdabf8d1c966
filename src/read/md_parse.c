/* md4c's calls become the tree.
 *
 * md4c is linear in time, but not in what it says: a link's address is repeated wherever
 * it is used, and a row of a table has all the cells of its head.  So what it says is
 * counted, and it is stopped when that is beyond every article (its callbacks end it by
 * a value that is not 0). */
#include <md4c.h>

#include "base/url.h"
#include "md.h"

enum {
    MOST_NODES = 400000, /* a hundred times a long article; some 100 MB */
    GROWTH = 8,          /* bytes said for a byte of source, */
    FREE = 16 << 20,     /* and so many besides */
};

typedef struct Parse {
    MdSource *s;
    MdTree tree;
    MdHtml html;
    Node *root;
    size_t said, most; /* bytes */
    MdNote *note;      /* its mark was met in the open paragraph */
    uint32_t images;   /* open ones, one in the other */
    Node *image;       /* the outermost; not in the tree yet */
    Buf alt;           /* its alternative so far */
    bool alt_placed;   /* the range of the picture is that of the text */
} Parse;

/* What every callback ends with. */
static int go_on(Parse *p, size_t bytes)
{
    p->said += bytes + 1;
    return p->said > p->most || p->tree.nodes > MOST_NODES;
}

/* ---- attributes ---- */

/* A range of the source for what md4c gives a pointer to; equal when it has none. */
static MdSlice range_of(const Parse *p, const char *text, size_t n)
{
    return n ? md_slice(p->s, &text, &n) : (MdSlice){0};
}

/* The address of a link or a picture; empty: too long to be one. */
static Str address(const Parse *p, const MD_ATTRIBUTE *href)
{
    if (href->size == 0 || href->size > URL_MOST)
        return (Str){0};
    Buf out = {0};
    for (size_t i = 0; href->substr_offsets[i] < href->size; i++) {
        const MD_OFFSET from = href->substr_offsets[i], to = href->substr_offsets[i + 1];
        const Str part = {href->text + from, to - from};
        buf_put(&out, href->substr_types[i] == MD_TEXT_ENTITY ? md_entity(p->tree.a, part)
                                                              : part);
    }
    const Str s = arena_str(p->tree.a, buf_str(&out));
    buf_free(&out);
    return s;
}

/* ---- blocks ---- */

/* Not a heading, which would be one level more: the box, as it is ticked or not. */
static void put_task(Parse *p, const MD_BLOCK_LI_DETAIL *item)
{
    if (!item->is_task)
        return;
    const MdSlice mark = range_of(p, p->s->out.p + item->task_mark_offset, 1);
    const bool done = item->task_mark != ' ';
    md_text(&p->tree, done ? S("\u2611") : S("\u2610"), mark.from ? mark.from - 1 : 0,
            mark.from ? mark.to + 1 : 0);
    md_text(&p->tree, S(" "), 0, 0);
}

static void open_list(Parse *p, bool numbered, uint32_t start)
{
    Node *list = md_open(&p->tree, MD_OWN, N_LIST, NULL);
    if (list == NULL)
        return;
    list->level = numbered;
    list->start = start;
}

static void open_cell(Parse *p, bool head)
{
    Node *cell = md_open(&p->tree, MD_OWN, N_CELL, NULL);
    if (cell && head)
        cell->cls = S("head");
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    Parse *p = user;
    MdTree *t = &p->tree;
    Node *n;
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_QUOTE:
        md_open(t, MD_OWN, N_QUOTE, NULL);
        break;
    case MD_BLOCK_UL:
        open_list(p, false, 0);
        break;
    case MD_BLOCK_OL:
        open_list(p, true, ((MD_BLOCK_OL_DETAIL *)detail)->start);
        break;
    case MD_BLOCK_LI:
        md_open(t, MD_OWN, N_ITEM, NULL);
        put_task(p, detail);
        break;
    case MD_BLOCK_HR:
        md_leaf(t, node_new(t->a, N_RULE));
        break;
    case MD_BLOCK_H:
        n = md_open(t, MD_OWN, N_HEADING, NULL);
        if (n)
            n->level = (uint8_t)((MD_BLOCK_H_DETAIL *)detail)->level;
        break;
    case MD_BLOCK_CODE:
        md_open(t, MD_OWN, N_CODE_BLOCK, NULL);
        break;
    case MD_BLOCK_HTML:
        break;
    case MD_BLOCK_P:
        md_open(t, MD_OWN, N_PARA, NULL);
        break;
    case MD_BLOCK_TABLE:
        md_open(t, MD_OWN, N_TABLE, NULL);
        break;
    case MD_BLOCK_TR:
        md_open(t, MD_OWN, N_ROW, NULL);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        open_cell(p, type == MD_BLOCK_TH);
        break;
    }
    return go_on(p, 0);
}

/* From here on what comes is a note's text: it takes the place of the document. */
static void begin_note(Parse *p)
{
    MdTree *t = &p->tree;
    MdNote *note = p->note;
    p->note = NULL;
    md_close_to(t, 1);
    note->node = node_add(t->a, p->root, N_NOTE);
    t->v[0].at = note->node;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    Parse *p = user;
    (void)detail;
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_HR:
        break;
    case MD_BLOCK_HTML:
        md_html_block_end(&p->html);
        break;
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_TR:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        md_html_block_end(&p->html);
        md_close(&p->tree);
        break;
    }
    if (p->note)
        begin_note(p);
    return go_on(p, 0);
}

/* ---- spans ---- */

/* The alternative is what the text in the brackets says; what is not there gives the
 * picture the range of its address. */
static void open_image(Parse *p, const MD_SPAN_IMG_DETAIL *d)
{
    if (p->images++ > 0)
        return;
    const MdSlice src = range_of(p, d->src.text, d->src.size);
    p->image = node_new(p->tree.a, N_IMAGE);
    p->image->ref = address(p, &d->src);
    p->image->from = src.from;
    p->image->to = src.mark ? src.from : src.to;
    buf_clear(&p->alt);
    p->alt_placed = false;
}

static void close_image(Parse *p)
{
    if (--p->images > 0)
        return;
    p->image->text = arena_str(p->tree.a, buf_str(&p->alt));
    md_leaf(&p->tree, p->image);
    p->image = NULL;
}

static void add_alt(Parse *p, Str text, uint32_t from, uint32_t to)
{
    if (from < to) {
        p->image->from = p->alt_placed ? p->image->from : from;
        p->image->to = to;
        p->alt_placed = true;
    }
    buf_put(&p->alt, text);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    Parse *p = user;
    MdTree *t = &p->tree;
    static const NodeKind kinds[] = {[MD_SPAN_EM] = N_EMPH,
                                     [MD_SPAN_STRONG] = N_STRONG,
                                     [MD_SPAN_A] = N_LINK,
                                     [MD_SPAN_CODE] = N_CODE,
                                     [MD_SPAN_DEL] = N_SPAN};
    if (type == MD_SPAN_IMG) {
        open_image(p, detail);
    } else if (p->images == 0 && type <= MD_SPAN_DEL) {
        Node *n = md_open(t, MD_OWN, kinds[type], NULL);
        if (n && type == MD_SPAN_DEL)
            n->cls = S("strike");
        if (n && type == MD_SPAN_A)
            n->ref = address(p, &((MD_SPAN_A_DETAIL *)detail)->href);
        return go_on(p, n ? n->ref.n : 0);
    }
    return go_on(p, 0);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    Parse *p = user;
    (void)detail;
    if (type == MD_SPAN_IMG)
        close_image(p);
    else if (p->images == 0 && type <= MD_SPAN_DEL)
        md_close(&p->tree);
    return go_on(p, 0);
}

/* ---- text ---- */

static void put_call(Parse *p, const MdMark *mark)
{
    MdTree *t = &p->tree;
    const Str label = mark->note->label;
    md_open(t, MD_OWN, N_SUP, NULL);
    Node *call = md_open(t, MD_OWN, N_NOTEREF, NULL);
    if (call)
        call->ref = arena_printf(t->a, "#fn-" STR_FMT, STR_ARG(label));
    md_text(t, label, mark->from + 2, mark->to - 1);
    md_close(t);
    md_close(t);
}

/* Behind the bar stands how wide it is, or what it shows. */
static void put_embed(Parse *p, const MdMark *mark)
{
    Str inside = str_sub(p->s->text, mark->from + 3, mark->to - 2);
    Node *n = node_new(p->tree.a, N_IMAGE);
    n->ref = str_trim(str_cut(&inside, '|'));
    const Str words = str_trim(inside);
    const bool size =
        words.n > 0 && words.p[0] >= '0' && words.p[0] <= '9' && !str_has(words, S(" "));
    n->text = size ? (Str){0} : words;
    n->from = mark->from;
    n->to = mark->to;
    md_leaf(&p->tree, n);
}

static void put_mark(Parse *p, const MdMark *mark)
{
    switch (mark->kind) {
    case MD_SHORTCODE:
        if (p->image == NULL)
            md_shortcode_put(&p->tree, str_sub(p->s->text, mark->from, mark->to),
                             mark->from);
        return;
    case MD_CALL:
        if (p->image == NULL)
            put_call(p, mark);
        return;
    case MD_EMBED:
        if (p->image == NULL)
            put_embed(p, mark);
        return;
    case MD_NOTE:
        p->note = mark->note;
        return;
    }
}

static void put_text(Parse *p, Str text, uint32_t from, uint32_t to)
{
    if (p->image)
        add_alt(p, text, from, to);
    else if (p->html.hidden == NULL)
        md_text(&p->tree, text, from, to);
}

/* Text of md4c's, piece by piece; in code a mark is what it stands for. */
static void put_slices(Parse *p, const char *s, size_t n, MD_TEXTTYPE type)
{
    while (n > 0) {
        const MdSlice slice = md_slice(p->s, &s, &n);
        if (slice.own)
            continue;
        if (type == MD_TEXT_HTML) {
            if (slice.mark == NULL)
                md_html_text(&p->html, slice.text, slice.from, slice.to);
        } else if (slice.mark == NULL) {
            put_text(p, slice.text, slice.from, slice.to);
        } else if (type == MD_TEXT_CODE) {
            put_text(p, str_sub(p->s->text, slice.from, slice.to), slice.from, slice.to);
        } else {
            put_mark(p, slice.mark);
        }
    }
}

static int text(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *user)
{
    Parse *p = user;
    const char *at = s;
    size_t left = n;
    switch (type) {
    case MD_TEXT_NULLCHAR:
        break;
    case MD_TEXT_BR:
        if (p->image)
            buf_byte(&p->alt, ' ');
        else
            md_break(&p->tree);
        break;
    case MD_TEXT_SOFTBR:
        if (p->image)
            buf_byte(&p->alt, ' ');
        else
            md_newline(&p->tree);
        break;
    case MD_TEXT_ENTITY: {
        const MdSlice slice = md_slice(p->s, &at, &left);
        put_text(p, md_entity(p->tree.a, slice.text), slice.from, slice.to);
        break;
    }
    case MD_TEXT_CODE:
        if (n == 1 && *s == '\n' && md_at(&p->tree)->kind == N_CODE_BLOCK) {
            md_newline(&p->tree);
            break;
        }
        put_slices(p, s, n, type);
        break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
        put_slices(p, s, n, type);
        break;
    }
    return go_on(p, n);
}

/* ---- the run ---- */

/* What no mark led to, as behind a comment that is never closed. */
static void put_unbegun(Parse *p)
{
    for (size_t i = 0; i < p->s->nnotes; i++) {
        MdNote *note = p->s->notes[i];
        if (note->node)
            continue;
        p->note = note;
        begin_note(p);
        md_text(&p->tree, str_sub(p->s->text, note->body, note->to), note->body,
                note->to);
    }
}

bool md_parse_source(MdSource *s, Node *root)
{
    const MD_PARSER parser = {.flags = MD_DIALECT_GITHUB,
                              .enter_block = enter_block,
                              .leave_block = leave_block,
                              .enter_span = enter_span,
                              .leave_span = leave_span,
                              .text = text};
    Parse p = {.s = s, .root = root, .most = FREE + GROWTH * s->out.n};
    md_tree_start(&p.tree, s->a, root);
    p.html.tree = &p.tree;
    const bool ok =
        md_parse(s->out.p ? s->out.p : "", (MD_SIZE)s->out.n, &parser, &p) == 0;
    if (ok)
        put_unbegun(&p);
    md_tree_end(&p.tree);
    md_html_free(&p.html);
    buf_free(&p.alt);
    return ok;
}
