/* The reader of crawled text, inside: a text is cut into pieces, each piece is taken
 * for something, and the pieces become the tree.  The order of the steps is
 * read_text() in read_text.c. */
#ifndef READ_TEXT_H
#define READ_TEXT_H

#include "base/map.h"
#include "dates.h"
#include "doc/doc.h"

/* How a line begins, or what it is made of. */
typedef enum Mark {
    MARK_NONE,
    MARK_BULLET,    /* a sign that nothing but a list has */
    MARK_DASH,      /* "- ": a list or somebody speaking */
    MARK_NUMBER,    /* "1. ", "1) ", "(1) " */
    MARK_LETTER,    /* "a) ", "(a) " */
    MARK_QUOTE,     /* "> " */
    MARK_RULE,      /* "* * *" */
    MARK_UNDERLINE, /* "=====" right below a short line */
} Mark;

/* What a piece is taken for. */
typedef enum Role {
    ROLE_PARA,
    ROLE_STANDFIRST,
    ROLE_HEADING,
    ROLE_CAPTION,
    ROLE_ITEM,
    ROLE_QUOTE,
    ROLE_RULE,
    ROLE_TITLE,
    ROLE_METADATA,
    ROLE_FURNITURE,
} Role;

/* A line, or the lines of a wrapped paragraph. */
typedef struct Piece {
    uint32_t from, to;   /* in the text, without white space around it */
    uint32_t body;       /* where its words begin: from, or behind the mark */
    uint32_t line;       /* from 1 */
    uint32_t width;      /* characters; one of full width counts as three */
    uint32_t words;      /* a full-width character counts as half a word */
    uint32_t capital;    /* words that begin with a capital, */
    uint32_t small;      /* and with a small letter, */
    uint32_t long_small; /* and those of at least four of them */
    uint32_t sentences;  /* that end inside or at its end, about */
    uint32_t number;     /* MARK_NUMBER, MARK_LETTER: which, from 1 */
    Mark mark;
    Role role;
    const char *rule; /* static: of ROLE_METADATA and ROLE_FURNITURE */
    bool apart;       /* a blank line stands before it */
    bool stop;        /* ends as a sentence does */
    bool colon;       /* ends in a colon */
    bool underlined;
    bool dated; /* looks like a line of metadata (known near the title) */
    bool weak;  /* `rule` is a word that may as well be the article's */
} Piece;

/* An article while its pieces are judged. */
typedef struct Draft {
    Article *article;
    Diag *diag;
    Arena *scratch;
    Str text; /* the article's */
    Piece *v; /* owned by read_text() */
    size_t n, cap;
    size_t first, last; /* the story: its first piece of prose, and one past its last
                         * piece; both n when there is no prose */
    size_t title;       /* n when there is none */
    size_t below;       /* the piece under the title where it stands for the last time
                         * above the story; 0 without a title */
    Map words;    /* content words of the story's prose, and how often each: uint32_t */
    bool counted; /* they are there */
} Draft;

static inline Str piece_text(const Draft *d, const Piece *p)
{
    return str_sub(d->text, p->body, p->to);
}

/* ---- text_lines.c ---- */

void draft_split(Draft *d);
void draft_measure(const Draft *d, Piece *p); /* of body to to: the counts and the end */
/* Splits piece i in two, the second from offset `at` (white space before it goes). */
void draft_cut(Draft *d, size_t i, uint32_t at);
/* Makes one of piece i and the next. */
void draft_join(Draft *d, size_t i);
Str trim_unicode(Str s); /* of every kind of white space and of invisible characters */

/* ---- text_furniture.c ---- */

/* The name of the rule that takes these words for furniture of a page, NULL when none
 * does.  *weak: the words may as well be the article's own. */
const char *furniture_rule(Str words, bool *weak);
/* Is it a paragraph, by length and end? */
bool piece_is_prose(const Piece *p);
/* Does it say something, as no link of a menu does?  All prose does. */
bool piece_is_sentence(const Piece *p);
void draft_furniture(Draft *d); /* sets rule and weak of every piece */
void draft_story(Draft *d);     /* sets first and last */

/* ---- text_words.c ---- */

/* Take the next word off s from *i on: letters and digits, folded; a full-width
 * character and its neighbour count as one.  In buf; empty at the end. */
enum { WORD_MOST = 64 };
Str word_next(Str s, size_t *i, char buf[WORD_MOST]);
/* Is it one of the words, which are parted and framed by single blanks? */
bool word_is_among(Str word, const char *words);
/* Long enough, and no word that every text has. */
bool word_is_content(Str word);
/* What s and the story have in common: of its content words, how many the story has,
 * and how many it has often. */
typedef struct Shared {
    size_t of, words, often;
} Shared;
Shared draft_shared(Draft *d, Str s);
uint64_t words_hash(Str s); /* equal for texts of the same words; 0 for none */

/* ---- text_title.c ---- */

void draft_title(Draft *d); /* sets title, below and, unless stated, the article's */
Str text_collapse(Arena *a, Str s); /* its words with single blanks, in the arena */
/* A title from the opening of a text, in the arena. */
Str title_from_opening(Arena *a, Str text);

/* ---- text_metadata.c ---- */

/* "date 2025-12-06 Title": cuts the leading label and date off the first piece; reads
 * the head of a mail and the labels at the top. */
void draft_cut_stamp(Draft *d);
/* The name of the rule that takes a line for metadata by its form; NULL when none does.
 */
const char *metadata_rule(Str s);
void draft_metadata(Draft *d); /* date lines, bylines, labels: roles and fields */

/* ---- text_roles.c ---- */

void draft_roles(Draft *d);

/* ---- text_tree.c ---- */

void draft_tree(Draft *d);

#endif
