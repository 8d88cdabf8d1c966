/* The hub: sources, articles, and the tree of nodes that every stage works on. */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "picture/picture.h"

/* ---- nodes ---------------------------------------------------------------------- */

/* In a byte, as the next: a book has a million nodes. */
typedef enum __attribute__((packed)) NodeKind {
#define N(kind, name, element, cls, holds) N_##kind,
#include "nodes.def"
#undef N
    N_COUNT
} NodeKind;

/* What a reader takes a block for; collect/ decides its fate from it. */
typedef enum __attribute__((packed)) Look {
    LOOK_BODY,
    LOOK_TITLE,       /* the article's title, where it stands first */
    LOOK_METADATA,    /* a date line, a byline: read into the article's fields */
    LOOK_BOILERPLATE, /* furniture of the page; `rule` says which */
} Look;

typedef struct Node Node;
struct Node {
    NodeKind kind;
    Look look;
    uint8_t level; /* HEADING: 1 to 6.  LIST: 1 when numbered.  IMAGE: 1 when its
                    * alternative cannot stand in the text for it: a name, or what a
                    * caption says */
    union {
        uint32_t start; /* LIST, numbered: its first number */
        struct {
            uint16_t columns, rows; /* CELL: that it spans, from 1; 0: one */
        };
    };
    uint32_t no;       /* place in the book's walk order, from 1; 0 outside a book */
    uint32_t line;     /* of the source, from 1; 0: of no source */
    uint32_t from, to; /* the range that it came from, [from, to) in the decoded text of
                        * its member; both 0 for what sheaf itself wrote */
    Str text; /* TEXT: its words (white space as in the source until the book is made).
               * IMAGE: its alternative */
    Str ref;  /* LINK, NOTEREF, IMAGE: see nodes.def */
    Str id;   /* of a link's target, unique in the book; empty: none */
    Str cls;  /* class names for the stylesheet, parted by blanks */
    Str lang; /* BCP 47, where it differs from the parent's */
    const char *rule; /* static: the name of the rule behind `look`, NULL for LOOK_BODY */
    struct Picture *picture; /* IMAGE: in its article's arena; NULL: it is not here, and
                              * its alternative stands for it */
    Node *parent, *first, *last, *prev, *next;
};

Node *node_new(Arena *a, NodeKind kind);
Node *node_add(Arena *a, Node *parent, NodeKind kind); /* a new last child */
void node_append(Node *parent, Node *child);           /* child has no parent yet */
void node_insert(Node *child, Node *before);           /* the same, before a sibling */
void node_remove(Node *child);                         /* from its parent; stays alive */
void node_melt(Node *n); /* puts its children in its place */
/* A new TEXT at the end of parent, for text of the source at offset from. */
Node *node_text(Arena *a, Node *parent, Str text, uint32_t from);

/* A copy of the node alone: without children, siblings, parent and number. */
Node *node_copy(Arena *a, const Node *n);

const char *node_name(NodeKind kind);    /* for dumps */
const char *node_element(const Node *n); /* for CSS and XHTML: "h2", "p", "ol" */
bool node_is_block(NodeKind kind);
bool node_has_class(const Node *n, Str cls);

/* The class of an ordered list that HTML's type stands for ("upper-alpha" of "A"), and
 * the type of a LIST by its class: 'a', 'A', 'i', 'I'; '1': in figures. */
Str list_class(Str type);
char list_type(const Node *list);

/* A walk over a tree without recursion: each node is entered, and those that can have
 * children are left again.
 *     for (Walk w = walk(root); walk_next(&w);) if (w.enter) ... w.node ... */
typedef struct Walk {
    const Node *root, *node; /* node: the one entered or left now */
    bool enter;              /* false when it is being left */
    int depth;               /* of node below root, 0 for root itself */
} Walk;

Walk walk(const Node *root);
bool walk_next(Walk *w);
void walk_skip(Walk *w); /* on entering: go past the children; the node is not left */

/* The words below n, white space collapsed to single blanks and trimmed; the text of
 * notes' calls is left out, an image counts as its alternative. */
Str node_words(Arena *a, const Node *n);

/* The tree as indented text: a line a node, `kind.class#id "text"`. */
void node_dump(Buf *out, const Node *root);

/* Aborts when the tree breaks nodes.def: for every stage's end, in debug builds. */
void doc_check(const Node *root);

/* ---- dates ---------------------------------------------------------------------- */

typedef struct Date {
    uint16_t year;      /* 0: no date */
    uint8_t month, day; /* from 1 */
} Date;

int date_cmp(Date a, Date b);            /* no date sorts last */
Str date_iso(Arena *a, Date d);          /* "2025-01-21"; empty for no date */
Str date_words(Arena *a, Date d);        /* "21 January 2025" */
bool date_parse_iso(Str s, Date *out);   /* the whole of s, a day that exists */
bool date_parse_epoch(Str s, Date *out); /* the UTC day of seconds since 1970 */
/* The first and the last day of a year, a month or a day: "2024", "2024-05" … */
bool date_parse_span(Str s, Date *first, Date *last);
bool date_exists(int year, int month, int day);
int date_weekday(Date d); /* 0 is Sunday */

/* The file in a folder that describes the book of its articles, and is none of them. */
#define BOOK_FILE "book.yaml"

/* The first words of one that sheaf wrote, under whatever name. */
#define BOOK_FILE_HEAD "# What a book is to be like, as sheaf --write-config wrote it"

/* The first bytes of a draft of a mail that sheaf wrote. */
#define DRAFT_HEAD "X-Unsent: 1\r\nX-Mailer: sheaf "

/* ---- articles ------------------------------------------------------------------- */

typedef enum FateKind {
    FATE_TITLE,
    FATE_METADATA,
    FATE_BODY,
    FATE_BOILERPLATE,
    FATE_DUPLICATE,
    FATE_VARIANT,
    FATE_MARKUP,
    FATE_EMPTY,
    FATE_REFUSED,
    FATE_COUNT
} FateKind;

const char *fate_name(FateKind k);

typedef struct Article Article;

/* What became of one range of an input.  An article's fates tile its text.  A block has
 * one fate; markup inside it parts it into several, all next to each other. */
typedef struct Fate Fate;
struct Fate {
    uint32_t from, to;
    FateKind kind;
    const char *rule;  /* static; NULL for plain body */
    const Node *block; /* of the article's tree; NULL for what lies between blocks */
    const Fate *of;    /* FATE_DUPLICATE: the fate of the block that it repeats, in the
                        * article that stays; NULL where none has the same words */
};

typedef enum ArticleFate {
    ART_CHAPTER,
    ART_DUPLICATE,
    ART_EMPTY,
    ART_OUTSIDE, /* left out by its date or by its path, as was asked for */
    ART_REFUSED
} ArticleFate;

const char *article_fate_name(ArticleFate f); /* ART_OUTSIDE: "refused", as its blocks */

typedef enum DateConfidence { DATE_NONE, DATE_STATED, DATE_INFERRED } DateConfidence;
const char *date_confidence_name(DateConfidence c); /* "stated"; NULL: there is no date */

typedef struct Source {
    Str path;   /* as the user would name it; '/' between folders */
    Str name;   /* the path below the folder that was given, else the file's name: what
                 * the book says, so that it does not matter where the folder lies */
    Str member; /* of an archive or a mail; empty: the file itself */
    Str sha256; /* of the file's bytes, 64 hex digits; empty when they were not read */
    uint64_t bytes;
    const char *charset; /* static; NULL when the file is no text */
    const char *format;  /* static: "text" */
    bool wrapped;        /* its lines are full where a mail program broke them */
    Str text;            /* decoded, in the article's arena; ranges are offsets in it */
    bool alone;          /* the text is the article's and no page stands around it */
    bool summary;        /* the file holds no more than a summary of the article */
    bool part;  /* what articles show (a picture, a script): it was none itself */
    Date saved; /* the day on which it was saved, if the file itself says so */
} Source;

/* A picture that an article shows, and, once a book does, as it is shown there. */
typedef struct Picture {
    Str ref;    /* as the article writes it */
    Str bytes;  /* of its file */
    Str sha256; /* of the bytes, 64 hex digits */
    PictureInfo info;

    /* Decided by book/, for the first of those with the same bytes: */
    uint32_t no;      /* place among the book's pictures, from 1; 0: in none */
    PictureMade made; /* its bytes are the heap's, until the article is freed */
} Picture;

struct Article {
    Arena *arena; /* owns all below */
    Source src;
    Str title;
    bool title_made; /* from the opening, for lack of one */
    Str byline, publisher, url;
    Str base; /* what the relative addresses in its tree start from; empty: url does */
    Str lang; /* BCP 47; empty while unknown */
    Date date;
    Str date_basis; /* the words that it rests on */
    DateConfidence date_confidence;
    Str template; /* the first call of a site's generator in its text, a slice of it;
                   * empty: there is none */
    Node *root;   /* DOCUMENT: every block, of every look, in the order of the source */
    Picture **pictures; /* those that its IMAGEs lead to, each once, in their order */
    size_t npictures;
    uint32_t given; /* place in the order in which the inputs were given; set by read/ */

    /* Decided by collect/: */
    uint32_t listed; /* place in the user's list of chapters, from 1; 0: not in it */
    bool named;      /* by a path that means no other */
    ArticleFate fate;
    const Article *of;               /* ART_DUPLICATE: what it repeats */
    double resemblance, containment; /* with `of`; negative: not measured */
    uint32_t chapter;                /* from 1; 0: none */
    size_t nwords;                   /* of the body, as uni_words() counts */
    bool hollow; /* its template is all there is of a body: a chapter all the same, in
                  * which a sentence of the book's stands for the text */
    Fate *fates; /* in the order of the text */
    size_t nfates;
    Article **also; /* a chapter's duplicates, in path order */
    size_t nalso;
};

/* Characters of an article that the book sets otherwise: they are no words. */
typedef struct Edit {
    const Article *article;
    uint32_t from, to; /* where they stand in its text, or else the least part of it that
                        * holds them (where markup writes them otherwise); both 0:
                        * nowhere, as in a title that the file's name gave */
    Str was, now;
    const char *rule; /* static: "quotes" */
} Edit;

typedef struct EditList {
    Edit *v; /* owned: edits_free(); by chapter, then in the order of the text */
    size_t n, cap;
} EditList;

void edits_free(EditList *l);
/* Those of one article, *n of them. */
const Edit *edits_of(const EditList *l, const Article *a, size_t *n);

Article *article_new(Str path); /* with an arena of its own: article_free() */
void article_free(Article *a);

/* Line and column, from 1, of an offset into the article's text (columns count
 * characters). */
Loc article_loc(const Article *a, uint32_t offset);

typedef struct ArticleList {
    Article **v; /* owned, in the order of their paths */
    size_t n, cap;
} ArticleList;

void articles_free(ArticleList *l);

void articles_dump(Buf *out, const ArticleList *l); /* --dump=tree */

#endif
