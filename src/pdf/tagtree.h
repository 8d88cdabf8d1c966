/* The structure tree between tags.c, which grows it, and tagtree.c, which writes it. */
#ifndef PDF_TAGTREE_H
#define PDF_TAGTREE_H

#include "tags.h"

typedef enum Type {
    TYPE_NONE, /* no element: the words belong to what the node stands in */
    TYPE_DOCUMENT,
    TYPE_PART,
    TYPE_ART,
    TYPE_SECT,
    TYPE_DIV,
    TYPE_H1, /* to H6, in order */
    TYPE_H2,
    TYPE_H3,
    TYPE_H4,
    TYPE_H5,
    TYPE_H6,
    TYPE_P,
    TYPE_BLOCKQUOTE,
    TYPE_L,
    TYPE_LI,
    TYPE_LBL,
    TYPE_LBODY,
    TYPE_TABLE,
    TYPE_THEAD,
    TYPE_TBODY,
    TYPE_TR,
    TYPE_TH,
    TYPE_TD,
    TYPE_CAPTION,
    TYPE_FIGURE,
    TYPE_CODE,
    TYPE_TOC,
    TYPE_TOCI,
    TYPE_REFERENCE,
    TYPE_LINK,
    TYPE_NOTE,
    TYPE_SPAN,
    TYPE_COUNT
} Type;

typedef enum KidKind { KID_ELEM, KID_MARK, KID_ANNOTATION } KidKind;

typedef struct Kid {
    struct Kid *prev, *next;
    KidKind kind;
    Elem *elem;    /* KID_ELEM */
    uint32_t page; /* index; KID_MARK, KID_ANNOTATION */
    uint32_t mcid;
    Ref annotation;
} Kid;

struct Elem {
    Type type;
    const Node *node; /* NULL for the Document */
    Elem *parent;
    Str lang; /* that its words are in */
    Kid *first, *last;
    Kid *as_kid; /* its place among the parent's */
    Len box[4];  /* a Figure's: left, bottom, right, top on its page */
    Ref ref;
};

typedef struct PageMarks {
    Elem **v; /* by MCID */
    size_t n, cap;
} PageMarks;

struct Tags {
    Arena *arena;
    const Book *book;
    const bool *live;
    Elem *document;
    Elem **of;    /* by a node's number: the element of its words; NULL: none yet */
    Elem **elems; /* all, in the order they were made: parents first */
    size_t n, cap;
    PageMarks *pages;
    size_t npages;
    Elem **links; /* by StructParent - npages */
    size_t nlinks, links_cap;
    const Node **path; /* scratch: nodes without an element, the lowest first */
    size_t path_cap;
    int level;         /* of the last heading */
    const Node *table; /* the one last asked for its heads, */
    bool headed;       /* and whether it has some */
};

bool elem_has_label(const Elem *e); /* it begins with a Lbl */

bool cell_is_head(const Node *cell);

#endif
