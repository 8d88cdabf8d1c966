/* The book: what both outputs are written from.  Const once built.
 *
 * Its trees (nodes.def has the kinds; names after a dot are classes for the stylesheet):
 *
 *   title page  section.titlepage#title
 *                 heading1.book-title  para.book-subtitle?  para.book-author?
 *                 para.book-date?
 *   contents    section.contents#contents
 *                 heading1.contents-title
 *                 toc > toc-item > para > link -> "#id" of a chapter (depth 2: of a head)
 *                       each toc-item may end in a toc of the next level; one of a part
 *                       ends in that of its chapters, and its para is para.toc-part
 *   part        section.part#p-<10 hex of its title's SHA-256>: before its chapters
 *                 heading1.part-title
 *   chapter     section.chapter#a-<10 hex of the text's SHA-256>
 *                 heading1.chapter-title
 *                 para.byline: words, then sup > noteref#r-… -> "#n-…"; there is none
 *                 when nothing is known: then the first paragraph (or the title) ends
 *                 in that call, and the note stands behind the text
 *                 note#n-…: para with the short form and a link to "#s-…"
 *                 (the first words of a chapter that begins with text: span.lead)
 *                 the body's blocks (heads from level 2; para.first after a head),
 *                 among them the article's own notes: note#n-…-a, called from
 *                 noteref#r-…-a (link.noteref#r-…-a-2 where it is called again)
 *                 (a caption outside of figures and tables is para.caption)
 *   sources     section.sources#sources
 *                 heading1, list numbered > item#s-…: para with the full form,
 *                 ending in link.backlink -> "#r-…"; para.variant for each version that
 *                 says more (BookOptions.variants)
 *   colophon    section.colophon#colophon: how the book was made
 *
 * An IMAGE has its picture (Node.picture); one without is its alternative.  A picture
 * larger than a sign in a line is alone in a PARA in a FIGURE (book_plate).
 *
 * TEXT is in normal form C, its white space collapsed to single blanks (but in
 * CODE_BLOCK; a no-break space by itself stays one), without controls and stray
 * zero-width characters; none is empty.  LINK's ref is an absolute URL or lands in the
 * book. */
#ifndef BOOK_BOOK_H
#define BOOK_BOOK_H

#include "base/map.h"
#include "collect/collect.h"
#include "doc/doc.h"

typedef enum ChapterKind {
    CHAPTER_TITLE,
    CHAPTER_CONTENTS,
    CHAPTER_PART, /* the page before the articles of a part */
    CHAPTER_ARTICLE,
    CHAPTER_SOURCES,
    CHAPTER_COLOPHON,
} ChapterKind;

typedef struct Chapter {
    ChapterKind kind;
    Str id;                     /* of its root: "a-89b7208c49", "sources" */
    Str title;                  /* for contents, outline and running head */
    Str lang;                   /* BCP 47, never empty */
    uint32_t number;            /* of an article's chapter, from 1; 0 else */
    const struct Chapter *part; /* an article's: the page before its part; NULL: none */
    const Article *article;     /* borrowed; NULL for what sheaf writes itself */
    Node *root;                 /* SECTION */
} Chapter;

/* In the order of `brief`.  An article's own notes have letters, as the numbers are those
 * of the list of sources. */
typedef struct Note {
    uint32_t number;   /* a source note's: from 1 through the book; 0: an article's own */
    Str label;         /* an article's own note's: "a", "b", … in each chapter */
    const Node *call;  /* NOTEREF in the chapter: the first, where there are several */
    uint32_t again;    /* further calls, which are links: see note_call_id() */
    const Node *brief; /* NOTE in the chapter: a source note's short form, or the text */
    const Node *full;  /* ITEM in the sources; NULL for an article's own note */
} Note;

/* Which characters are set as the language has them. */
typedef enum Typography {
    TYPOGRAPHY_SAFE, /* where there is no doubt */
    TYPOGRAPHY_FULL, /* where it is likely, too; and marks of another style */
    TYPOGRAPHY_NONE,
} Typography;

/* In which direction the pages follow each other. */
typedef enum Direction { DIRECTION_OF_LANG, DIRECTION_LTR, DIRECTION_RTL } Direction;

typedef struct Book {
    Arena *arena; /* owns all below but the articles' words */
    Str title, subtitle, publisher, description, rights;
    Str author;     /* all of them, as a reader is told: "A, B" */
    Str authors;    /* a line each */
    Str subjects;   /* the same: what it is about */
    Str series;     /* that it belongs to; empty: none */
    int place;      /* in the series, from 1; 0: none is known */
    Str lang;       /* BCP 47 */
    bool rtl;       /* its pages follow from right to left: it is bound on the right */
    Date date;      /* always a day */
    Str identifier; /* "urn:uuid:…": from the title and the sources' hashes */
    Chapter *chapters;
    size_t nchapters;   /* front and back matter included */
    Picture **pictures; /* those that IMAGEs lead to, each once, in their order */
    size_t npictures;
    size_t nuntold; /* IMAGEs that nothing tells of: no alternative, no caption */
    Note *notes;
    size_t nnotes;
    uint32_t nnodes; /* numbers run from 1 to this */
    size_t nwords;   /* of the articles' bodies */
    Map ids;         /* id -> Node * */
    EditList edits;  /* of the articles' characters */
    Typography typography;
} Book;

/* Where a page of the PDF begins in the book's text.  The pages' maker finds it and the
 * EPUB marks it, so that "page 12" is one place in both. */
typedef struct PageStart {
    Str label;        /* "iv", "12" */
    const Node *node; /* TEXT; IMAGE: its alternative, which stands for it */
    uint32_t offset;  /* TEXT: in its text, of the first letter */
} PageStart;

typedef struct BookOptions {
    Str title, subtitle, lang, date, publisher, description, rights, identifier;
    Str authors, subjects; /* a line each */
    Str series;
    int series_place;
    /* empty: found out; date is checked to be ISO by the caller */
    Str name;      /* of the folder or file: the title for lack of a better one */
    int toc_depth; /* 1: chapters; 2 and more: their heads too */
    bool variants; /* print in the notes what only other versions of a story say */
    Direction direction;
    Typography typography;
    Str made_with;   /* "sheaf 0.1.0, libharu 2.3.0, …" for the colophon */
    bool edits_only; /* the book has its title and its edits, and no chapter: each is
                      * forgotten when it is made */
    int jobs;        /* threads; 0: one */
} BookOptions;

Book *book_build(const Plan *plan, const BookOptions *o); /* book_free() */
/* Makes the pictures (PictureMade) on `jobs` threads.  Those that cannot be made become
 * their alternatives, reported. */
void book_pictures(Diag *d, Book *b, const PictureAims *aims, int jobs);
/* The same pictures once more, for other aims: they are where and as large as they were.
 */
void book_pictures_again(Book *b, const PictureAims *aims, int jobs);
void book_free(Book *b);

/* Is it where the text begins: the first part or article? */
bool book_begins_with(const Book *b, const Chapter *c);

/* The IMAGE that a PARA is there for, maybe in a LINK: one that stands by itself.  NULL:
 * it is a paragraph of text, and pictures in it are small. */
const Node *book_plate(const Node *para);

/* The id of a note's nth further call, from 1; `first` is the id of its call. */
Str note_call_id(Arena *a, Str first, uint32_t nth);

const Node *book_find(const Book *b, Str id); /* NULL: no such id */
/* Which chapter a node of the book stands in. */
const Chapter *book_chapter_of(const Book *b, const Node *n);

void book_dump(Buf *out, const Book *b); /* --dump=book */

#endif
