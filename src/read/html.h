/* The reader of web pages, inside: a page is made lean, parsed, flattened, cut into
 * boxes, each box is judged, and the boxes become the tree.  The order of the steps is
 * read_html() in read_html.c. */
#ifndef READ_HTML_H
#define READ_HTML_H

#include <gumbo.h>

#include "base/map.h"
#include "doc/doc.h"

/* ---- the page as one array ---- */

typedef enum DomKind { DOM_ELEMENT, DOM_TEXT } DomKind;

/* A node of the page.  The array holds them in the order of the document: the nodes
 * below node i are i + 1 to end - 1, so that no walk needs a stack. */
typedef struct DomNode {
    DomKind kind;
    GumboTag tag; /* DOM_ELEMENT; GUMBO_TAG_UNKNOWN for others' inventions */
    const GumboVector *attributes; /* DOM_ELEMENT; NULL when the parser made it up */
    uint32_t parent;               /* of the root: itself */
    uint32_t end;                  /* one past its last descendant */
    uint32_t from, to;             /* DOM_TEXT: its range in the article's text */
    Str text;                      /* DOM_TEXT: decoded; in the parser's memory */
    uint32_t hints;                /* bits of Hint, of this element alone */
    uint32_t box, box_end;         /* the boxes below it */
    bool holds_blocks;             /* it is a block or holds one */
    bool linked, item, cell;       /* it is, or lies in, a link, a list's item, a cell */
    bool card;                     /* it is, or lies in, a link that holds blocks */
    bool quiet;                    /* it is, or lies in, what is shown by no browser */
    bool noscript;                 /* and that only because it runs scripts */
    bool call;                     /* a link that calls a note */
    bool back;                     /* leads from a note back to its call */
    uint8_t level;                 /* of the head that it is or lies in; 0: none */
    const struct Target *note;     /* what calls it, if it is a note; NULL: it is none */
} DomNode;

/* A run of text, pictures and inline elements with nothing but blocks around it: a
 * paragraph, a head, an item, a cell. */
typedef struct Box {
    uint32_t first, end; /* nodes */
    uint32_t holder;     /* the element that holds them */
    uint32_t width;      /* characters without white space; a wide one counts as two */
    uint32_t linked;     /* of them, those in links */
    uint32_t words;
    uint32_t stops; /* ends of sentences in it */
    uint32_t commas;
    uint64_t hash;      /* of its words, blind to white space and case */
    uint8_t level;      /* of a head: 1 to 6, else 0 */
    bool stop;          /* ends as a sentence does */
    bool item;          /* of a list */
    bool cell;          /* of a table */
    bool card;          /* of a link that holds blocks */
    bool picture;       /* holds one */
    bool weak;          /* `phrase` may as well be the article's words */
    const char *phrase; /* static: the rule that takes its words for furniture */
    const char *rule;   /* static: why it is set aside; NULL: it is the article's */
    Str id;             /* what a link of the page leads to it by; empty: none does */
    Look look;
} Box;

typedef struct Cut {
    uint32_t at;   /* of the lean text, */
    uint32_t gone; /* from where on so many bytes have been left out */
} Cut;

/* What a page says of itself for machines, each from where it is said best; empty where
 * it says nothing.  Decoded, in the page's scratch memory. */
typedef struct Stated {
    Str headline; /* of the article, */
    Str title;    /* of the page, maybe with the site's name */
    Str author, publisher, url;
    Str published, modified; /* as written there: with time and zone */
    Str saved;               /* when, by the tool that saved the page; the same */
} Stated;

/* A place in the page that a link of the page leads to. */
typedef struct Target {
    Str id;
    uint32_t node; /* 0: the page has none of that id */
    bool sought;   /* `note` is settled */
    uint32_t note; /* element of the note that begins there; 0: none */
    uint32_t box;  /* of the article; NO_BOX: none */
} Target;

enum { NO_BOX = UINT32_MAX };

typedef struct Page {
    Article *article;
    Diag *diag;
    Arena *scratch;
    Str text;  /* the article's */
    Str lean;  /* what the parser gets */
    Cut *cuts; /* owned by read_html(), as all arrays here */
    size_t ncuts, cuts_cap;
    Str *data; /* JSON-LD */
    size_t ndata, data_cap;
    DomNode *v;
    size_t n, cap;
    Box *boxes;
    size_t nboxes, boxes_cap;
    uint32_t *prose; /* sums of prose before each box; nboxes + 1 of them */
    uint32_t body;   /* node */
    uint32_t story;  /* node that holds the article */
    uint32_t title;  /* box; nboxes: none */
    Stated stated;
    Str own_host; /* of the address that the page gives for itself */
    Str own_key;  /* that address as url_key() has it */
    Map targets;  /* by id: Target * */
} Page;

/* ---- html_lean.c ---- */

/* Sets lean, cuts and data. */
void page_lean(Page *p);
uint32_t page_from(const Page *p, size_t at); /* where in the text a range begins */
uint32_t page_to(const Page *p, size_t at);   /* where in the text a range ends */

/* Where the attribute's value stands in the text, with its quotes; both 0 for one that
 * the parser made up. */
void attribute_range(const Page *p, const GumboAttribute *a, uint32_t *from,
                     uint32_t *to);

/* ---- html_dom.c ---- */

/* Parses into the array.  False: the page is built to exhaust the parser. */
bool page_parse(Page *p);
/* An element's attribute, empty when it has none. */
Str dom_attribute(const DomNode *n, const char *name);
bool dom_is_block(const DomNode *n);
/* The words of a subtree, white space collapsed, in the arena. */
Str dom_words(const Page *p, Arena *a, uint32_t node);

/* ---- html_boxes.c ---- */

void page_boxes(Page *p);
bool box_is_prose(const Box *b);
Str box_words(const Page *p, Arena *a, const Box *b);

/* ---- html_hints.c ---- */

/* What the names of classes and ids say of an element. */
typedef enum Hint {
#define H(hint, how, word)
#define HINT(hint, rule) HINT_##hint,
#include "html_hints.def"
#undef HINT
#undef H
    HINT_COUNT
} Hint;

void page_hints(Page *p);
const char *hint_rule(Hint h);

/* ---- html_story.c ---- */

void page_story(Page *p);

/* ---- html_linked.c, html_stated.c ---- */

void page_linked(Page *p); /* sets stated from JSON-LD, */
void page_stated(Page *p); /* and fills its gaps from elements and attributes */

/* ---- html_metadata.c ---- */

/* Sets the article's fields, and the look of the boxes that say the same. */
void page_metadata(Page *p);
/* ---- html_byline.c ---- */

/* The names in a byline, without "By" and what follows them; empty when it is none. */
Str byline_of(Str s, bool named);
bool byline_is_label(Str s); /* "Written by", and nothing behind it */

/* ---- html_anchors.c ---- */

/* Finds the notes, and the places that links of the page lead to. */
void page_anchors(Page *p);
/* Where in the page the link leads; NULL: out of it. */
Target *anchor_of(const Page *p, const DomNode *link);

/* ---- html_line.c ---- */

/* What stands in boxes becomes what stands in lines; {.page, .arena} to begin with. */
typedef struct Lines {
    Page *page;
    Arena *arena;
    Map alternatives; /* of pictures so far: lines_free() */
    size_t pictures;
    uint32_t figure; /* looked at last, and whether it has a caption */
    bool captioned;
} Lines;

void line_add(Lines *l, Node *block, const Box *b);
void lines_free(Lines *l);

/* ---- html_image.c ---- */

typedef enum ImageKind {
    IMAGE_NONE,  /* shows nothing: a pixel that counts readers, an icon, a placeholder */
    IMAGE_WORDS, /* stands for its alternative: an emoji, a formula */
    IMAGE_PICTURE, /* shows something */
} ImageKind;

/* What an <img> is, and for a picture the best address that it has, empty for none. */
ImageKind image_read(const Page *p, uint32_t node, Str *ref);

/* ---- html_tree.c ---- */

void page_tree(Page *p);

#endif
