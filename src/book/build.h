/* Inside book/: what the makers of a book's parts share. */
#ifndef BOOK_BUILD_H
#define BOOK_BUILD_H

#include "book.h"
#include "doc/clean.h"
#include "typography.h"
#include "wording.h"

/* A book while it is made. */
typedef struct Builder {
    Book *book;
    Arena *a; /* the book's */
    const Plan *plan;
    const BookOptions *o;
    const Wording *w;
    Str lang;             /* of the wording, as the book names it */
    bool date_known;      /* book->date is more than a constant */
    Map keys;             /* chapters' keys already taken */
    Str *chapter_keys;    /* by article's chapter: the hex of its ids */
    Map by_url, by_place; /* of articles: Str *, a chapter's key */
    Map parts;            /* parts' ids already taken */
} Builder;

/* ---- identity.c: what the book is called ---- */

void book_identify(Builder *b); /* title, author, language, date, identifier */

/* ---- links.c ---- */

void links_learn(Builder *b); /* when the chapters' keys are known */
/* What a link of the article leads to: "#id" of a chapter, or an address of the web, in
 * the book's arena; empty: nothing that a book can lead to. */
Str links_find(const Builder *b, const Article *article, Str ref);

/* ---- grid.c ---- */

/* Makes the table a rectangle: cells span what there is and none overlap, and short rows
 * end in empty cells. */
void table_square(Arena *a, Node *table);

/* ---- ids.c ---- */

void chapter_keys(Builder *b); /* gives each chapter what its ids begin with */
Str part_id(Builder *b, Str title);

/* Of something in the chapter of that key, by its words; `taken` holds the chapter's ids
 * so far. */
Str id_by_words(Arena *a, Map *taken, char prefix, Str key, const Node *n);

/* ---- chapter.c ---- */

/* What a chapter adds to lists of the book, in its own order. */
typedef struct ChapterLists {
    Arena *kept; /* borrowed: what the edits say */
    Note *notes; /* in the chapter's arena */
    size_t nnotes;
    EditList edits;
} ChapterLists;

/* The chapter of plan->chapters[i], made in that arena.  Any thread may make it: of the
 * builder nothing else is changed. */
void chapter_make(const Builder *b, Arena *a, size_t i, Chapter *out,
                  ChapterLists *lists);

/* ---- opening.c: how an article's chapter begins ---- */

/* Makes span.lead of its first words. */
void opening_lead(Builder *b, Node *root);
/* The block that calls the note of an article of which nothing is known. */
Node *opening_caller(const Node *root);

/* ---- sourcenote.c ---- */

Str file_name(const Builder *b, const Article *article);         /* with its member's */
Node *byline_make(Builder *b, const Article *article, Str lang); /* NULL: nothing known */
/* Calls an article's source note at the end of a block, after a gap or none. */
void call_make(Builder *b, Node *block, Str gap, Str key, Note *note);
Node *brief_make(Builder *b, const Article *article, Str lang, Str key);
void sources_make(Builder *b, Chapter *out); /* after the chapters: fills notes' full */

/* ---- shared.c: what source notes tell of other articles ---- */

enum { SHARED_MOST = 5 }; /* passages told of a chapter */

/* The longest passages that a chapter shares, longest first. */
typedef struct SharedPassages {
    const Passage *v[SHARED_MOST];
    size_t n;
} SharedPassages;

/* By plan->chapters, in the book's arena; none unless the plan wants them told. */
SharedPassages *shared_find(Builder *b);
/* A sentence each, with links to the notes of the other chapters. */
void shared_add(Builder *b, Node *para, const SharedPassages *s, const Article *article);
/* A para.variant for what only some of the article's other versions say: one for those
 * that say the same. */
void variants_add(Builder *b, Node *item, const Article *article);

/* ---- matter.c: what sheaf writes before and after the articles ---- */

void titlepage_make(Builder *b, Chapter *out);
void part_make(Builder *b, const PlanPart *part, Chapter *out); /* before its chapters */
void contents_make(Builder *b, Chapter *out); /* after all chapters it lists */
void colophon_make(Builder *b, Chapter *out);

/* ---- figures.c ---- */

/* Takes the pictures that stand by themselves out of a PARA or HEADING, the last child of
 * its parent, into figures behind it.  Gives what stands in its place: itself, or, where
 * nothing is left of it (it is removed), the first of those. */
Node *figures_lift(Builder *b, Node *block);

/* ---- small makers, in book.c ---- */

/* A chapter of sheaf's own words with its heading (none when it has no title). */
Node *section_new(Builder *b, Chapter *out, ChapterKind kind, const char *id,
                  const char *cls, const char *title);
/* Adds to the last TEXT where that is the last child; nothing for an empty text. */
void add_text(Builder *b, Node *parent, Str text);
/* The same for words of an article among sheaf's own: where they run the other way they
 * are set apart, or figures behind them would be drawn into them. */
void add_theirs(Builder *b, Node *parent, Str words, Str lang);
/* A wording with such words for its %1. */
void add_filled(Builder *b, Node *parent, const char *wording, Str words, Str lang);
Node *add_para(Builder *b, Node *parent, const char *cls, Str text);
Node *add_heading(Builder *b, Node *parent, int level, const char *cls, Str text);
Node *add_link(Builder *b, Node *parent, const char *cls, Str ref, Str text);

/* The language of what runs otherwise than sheaf's own words; else empty. */
Str lang_of_other_way(const Builder *b, Str lang);

/* Marks n with a language where it differs from the one around it. */
void set_lang(Node *n, Str lang, Str around);

#endif
