/* The tree that the pages of one file hang on. */
#ifndef PDF_PAGETREE_H
#define PDF_PAGETREE_H

#include "pdfobj.h"
#include "style/style.h"

typedef struct PageTree {
    Ref *pages;
    Ref *parents; /* KIDS pages each */
    size_t n;
} PageTree;

/* Numbers for so many pages, each of which must then be told; lives in the arena. */
PageTree pagetree_reserve(Arena *a, Objects *o, size_t n);

/* "/Type/Page/Parent 4 0 R/MediaBox[0 0 420 595]" */
void pagetree_begin_page(Buf *out, const PageTree *t, size_t page, Len width, Len height);

/* The nodes above the pages; returns their root. */
Ref pagetree_write(Arena *a, Objects *o, const PageTree *t);

#endif
