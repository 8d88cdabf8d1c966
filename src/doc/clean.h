/* Text as a book prints it: see book.h on what TEXT is. */
#ifndef DOC_CLEAN_H
#define DOC_CLEAN_H

#include "doc.h"

/* White space between two characters, by what it comes to: see clean.c. */
typedef enum Gap { GAP_NONE, GAP_NO_BREAK, GAP_BLANK, GAP_LINE } Gap;

/* What blocks are cleaned with, one after the other; {0} to begin with. */
typedef struct Cleaner {
    Buf out;      /* the block's text, white space already collapsed */
    size_t *ends; /* leaf i of the block is out[ends[i-1], ends[i]) */
    size_t n, cap;
    Gap gap;                 /* since the last character */
    size_t gap_leaf;         /* where it began */
    uint32_t gap_char, last; /* last: the character before it, 0 at a line's edge */
    bool raw;                /* white space counts (CODE_BLOCK) */
    size_t column;           /* raw: in characters, for tabs */
} Cleaner;

void cleaner_free(Cleaner *c);

/* Is there anything of an IMAGE that a book can show? */
bool image_shows(const Node *image);

/* Copies what stands in the line of src below dst, cleaned; what is empty is left out.
 * False when nothing is left. */
bool clean_block(Cleaner *c, Arena *a, const Node *src, Node *dst);

/* The words of a block as clean_block() leaves them. */
Str clean_words(Cleaner *c, Arena *a, const Node *block);

/* A single text, such as a title. */
Str clean_text(Arena *a, Str s);

/* The same with its first letter a capital. */
Str clean_capital(Arena *a, Str s);

/* The name of a file or folder as a title: "xi_and-putin" is "Xi and putin", "2024-05"
 * stays. */
Str name_words(Arena *a, Str name);

/* At most `most` characters of s, cut between words where that is possible, with an
 * ellipsis when something was cut. */
Str clean_short(Arena *a, Str s, size_t most);

/* Can both outputs link to this address as it stands? */
bool url_is_sound(Str url);

#endif
