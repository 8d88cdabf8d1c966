/* Characters as a language sets them: quotes, apostrophes, dashes, ellipses and no-break
 * spaces in the place of what keyboards have.  Words are never touched, and every change
 * is told. */
#ifndef BOOK_TYPOGRAPHY_H
#define BOOK_TYPOGRAPHY_H

#include "book.h"

typedef struct Typographer Typographer;

/* a: of the text that is set.  edits: borrowed, takes each change of an article's
 * characters, what they were in the arena `kept`; both NULL where only titles of no
 * article are set. */
Typographer *typographer_new(Arena *a, Typography level, EditList *edits, Arena *kept);
void typographer_free(Typographer *t);

/* Sets the text of a block of inline content that came from `article`, as clean_block()
 * leaves it; lang is of the block.  goes_on: a block follows that opens a quotation. */
void typography_block(Typographer *t, Node *block, Str lang, const Article *article,
                      bool goes_on);

/* The same for the title of an article; NULL: of none, and no change is told. */
Str typography_title(Typographer *t, Str title, Str lang, const Article *article);

#endif
