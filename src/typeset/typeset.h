/* Typesetting: the book becomes pages. */
#ifndef TYPESET_TYPESET_H
#define TYPESET_TYPESET_H

#include "base/progress.h"
#include "pages.h"

typedef struct TypesetOptions {
    Len width, height; /* of the paper; 0: the stylesheet's */
    int jobs;
} TypesetOptions;

/* Sets the whole book; the pages borrow from the book, the sheet and the fonts. */
Pages *typeset(Diag *d, const Book *b, const StyleSheet *sheet, Fonts *fonts,
               const TypesetOptions *o, Progress *progress);

#endif
