/* Inside typography: a block's text, and the changes that its rules ask for. */
#ifndef BOOK_TYPO_H
#define BOOK_TYPO_H

#include "typography.h"

enum {
    HABIT_TIGHT = 1,  /* an em dash stands without blanks */
    HABIT_INSIDE = 2, /* no-break spaces stand inside « » and before a colon */
    HABIT_SPACED = 4, /* and before ; ! ? */
};

/* A language's: a row of typography.def. */
typedef struct Habit {
    const char *lang, *outer[2], *inner[2], *dash;
    unsigned flags;
    const char *bound;
} Habit;

/* A TEXT of the block. */
typedef struct Leaf {
    Node *node;
    size_t from, to; /* in the block's text */
    const Habit *habit;
    bool fixed; /* nothing in it changes */
} Leaf;

/* [from, to) of the block's text is to become `now`. */
typedef struct Change {
    size_t from, to;
    const char *now, *rule; /* static */
} Change;

struct Typographer {
    Arena *arena, *kept; /* of the text; of what the edits say */
    Typography level;
    EditList *edits;
    Buf buf;
    Str text; /* of the block: what is fixed reads as letters, calls of notes are left
               * out, a picture is U+FFFC, a line break a line feed */
    Leaf *leaves;
    size_t nleaves, leaves_cap;
    Change *changes;
    size_t nchanges, changes_cap;
    bool goes_on;
};

/* The characters that end before and begin at byte i; 0 at the block's edges. */
uint32_t typo_before(const Typographer *t, size_t i);
uint32_t typo_at(const Typographer *t, size_t i);

bool typo_is_blank(uint32_t cp); /* white space, or an edge of the block */
bool typo_in_word(uint32_t cp);  /* a letter, a mark or a digit */
bool typo_opens(uint32_t cp);    /* an opening bracket or a dash: a word may follow */

/* Is word one of the list, whose words are parted and framed by blanks? */
bool typo_listed(const char *list, Str word);

void typo_change(Typographer *t, size_t from, size_t to, const char *now,
                 const char *rule);

/* The rules for one leaf, beginning with byte `from` up to `to` of the text. */
void typo_quotes(Typographer *t); /* of the whole block */
void typo_marks(Typographer *t, const Leaf *leaf);

#endif
