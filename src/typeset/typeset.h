/* Typesetting: the book becomes pages. */
#ifndef TYPESET_TYPESET_H
#define TYPESET_TYPESET_H

#include "base/progress.h"
#include "pages.h"

/* Sets the whole book, with so many threads (0: one for each core); the pages borrow from
 * the book, the sheet and the fonts. */
Pages *typeset(Diag *d, const Book *b, const StyleSheet *sheet, Fonts *fonts, int jobs,
               Progress *progress);

#endif
