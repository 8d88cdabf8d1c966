/* The cover that is drawn for a book that brings none. */
#ifndef EPUB_COVER_H
#define EPUB_COVER_H

#include "book/book.h"
#include "font/font.h"
#include "style/style.h"

/* A PNG into out, which is empty.  False: it could not be drawn, reported; the book goes
 * without. */
bool cover_draw(Diag *d, const Book *b, const StyleSheet *sheet, Fonts *fonts, Buf *out);

/* What it says, in words; in the arena. */
Str cover_words(Arena *a, const Book *b);

#endif
