/* The reader of Markdown, inside: what the text is made of for md4c, the tree that is
 * built, and the two other tongues that stand in Markdown: HTML and shortcodes.  The
 * order of the steps is read_markdown() in read_markdown.c. */
#ifndef READ_MD_H
#define READ_MD_H

#include "base/map.h"
#include "doc/doc.h"

/* ---- md_source.c: what md4c is given, and where it came from ---- */

typedef struct MdNote {
    Str label;
    uint32_t from, to; /* its definition, in the text; the last one's `to` is the first
                        * byte behind it */
    uint32_t body;     /* behind the label */
    Node *node;        /* NULL until md4c comes to it */
} MdNote;

typedef enum MdMarkKind {
    MD_SHORTCODE, /* of a site generator: {{< >}}, {{% %}}, {{ }}, {% %}, {#id}, {: } */
    MD_CALL,      /* [^1] */
    MD_EMBED,     /* ![[file|words]], of Obsidian: a picture */
    MD_NOTE,      /* a note's text begins */
} MdMarkKind;

/* What md4c knows nothing of, in the place of which it gets one character. */
typedef struct MdMark {
    MdMarkKind kind;
    uint32_t from, to; /* in the text */
    MdNote *note;      /* MD_CALL, MD_NOTE */
} MdMark;

/* A stretch of what md4c is given. */
typedef struct MdPiece {
    size_t at;          /* in `out` */
    uint32_t from, to;  /* in the text; equal: put in here, of no source */
    const MdMark *mark; /* NULL: the text itself */
} MdPiece;

typedef struct MdSource {
    Arena *a;
    Str text;   /* the article's */
    Buf out;    /* for md4c */
    MdPiece *v; /* in the order of `out` */
    size_t n, cap;
    MdNote **notes; /* in the order of the text */
    size_t nnotes, notes_cap;
    Map labels;   /* label -> MdNote * */
    Str template; /* the first shortcode that may become text; empty: none */
} MdSource;

/* Makes `out` of the text from `from` on: shortcodes and notes' calls become marks, the
 * texts of notes stand at the end, each behind its mark. */
void md_source(MdSource *s, Arena *a, Str text, uint32_t from);
void md_source_free(MdSource *s);

/* The part of [p, p + n) that begins it and lies in one piece; moves both behind it.
 * What is not of `out` gives a piece without a source that holds all of it. */
typedef struct MdSlice {
    Str text;          /* the source's own where it has one */
    uint32_t from, to; /* equal: of no source */
    const MdMark *mark;
    bool own; /* put in here, for md4c alone */
} MdSlice;
MdSlice md_slice(const MdSource *s, const char **p, size_t *n);

/* ---- md_tree.c: the tree, whatever calls come in which order ---- */

typedef enum MdOwner {
    MD_OWN,     /* md4c, which closes what it opened, in order */
    MD_HTML,    /* a tag, which may never be closed, or in any order */
    MD_IMPLIED, /* nobody: it had to be there to hold something */
} MdOwner;

typedef struct MdFrame {
    Node *at; /* where children go */
    bool own; /* `at` was opened by this frame; else it stands for nothing in the tree */
    MdOwner owner;
    const void *tag; /* MD_HTML: which */
} MdFrame;

typedef struct MdTree {
    Arena *a;
    MdFrame *v; /* the open ones, outermost first */
    size_t n, cap;
    uint32_t depth;  /* of them, with a node of their own */
    size_t nodes;    /* made so far */
    uint32_t breaks; /* ends of lines since the last text, */
    uint32_t indent; /* and blanks behind them that count, in code */
} MdTree;

void md_tree_start(MdTree *t, Arena *a, Node *root);
void md_tree_end(MdTree *t); /* closes all */

/* Opens a node for `owner`; NULL where none may stand, or too deep: what it holds then
 * goes into what is open around it.  One md_close() for MD_OWN in any case. */
Node *md_open(MdTree *t, MdOwner owner, NodeKind kind, const void *tag);
void md_close(MdTree *t);                 /* the last of md4c's, and what is open in it */
void md_close_to(MdTree *t, size_t most); /* all but the first `most` frames */
/* The last frame of `tag` above md4c's last, and what is open in it; false: none. */
bool md_close_tag(MdTree *t, const void *tag);
/* Ends the paragraph that only HTML or nobody had opened. */
void md_end_line(MdTree *t);
const Node *md_at(const MdTree *t); /* what is open */

/* Text of the article, [from, to) in it; equal: of no source. */
void md_text(MdTree *t, Str text, uint32_t from, uint32_t to);
void md_newline(MdTree *t); /* the source's line ends */
void md_break(MdTree *t);
void md_leaf(MdTree *t, Node *leaf);

/* ---- md_html.c: raw HTML ---- */

typedef enum MdHtmlState {
    MD_HTML_TEXT,
    MD_HTML_TAG,
    MD_HTML_COMMENT,
    MD_HTML_DECLARATION
} MdHtmlState;

typedef struct MdHtml {
    MdTree *tree;
    MdHtmlState state;
    Buf tag;            /* what is read of the tag, from its '<' */
    uint32_t from, to;  /* its range in the text */
    char quote;         /* an attribute's, open; 0: none */
    const void *hidden; /* the open element whose content nobody sees; NULL: none */
} MdHtml;

void md_html_text(MdHtml *h, Str text, uint32_t from, uint32_t to);
void md_html_block_end(MdHtml *h); /* a tag does not go beyond the block */
void md_html_free(MdHtml *h);

/* An entity "&name;" or "&#1;" as text, in the arena; as it stands when there is none of
 * that name. */
Str md_entity(Arena *a, Str entity);
/* Text with its entities decoded; the text itself when it has none. */
Str md_decode(Arena *a, Str s);

/* ---- md_shortcode.c ---- */

/* The length of the shortcode that begins at s; 0: none does. */
size_t md_shortcode_length(Str s);
/* Does the site's generator put something in its place?  A closing one and a comment only
 * end or explain. */
bool md_shortcode_fills(Str shortcode);
/* Does it show words of its own: a title, a caption, a picture? */
bool md_shortcode_shows(Str shortcode);
void md_shortcode_put(MdTree *t, Str shortcode, uint32_t from);
/* The name of one that holds code, and whether it begins or ends it: 1, -1; else 0. */
int md_shortcode_code(Str shortcode);

/* ---- md_parse.c ---- */

/* Runs md4c over the source into the tree below root.  False: it grew beyond what an
 * article can be, and the tree is of no use. */
bool md_parse_source(MdSource *s, Node *root);

#endif
