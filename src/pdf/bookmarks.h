/* The outline that viewers show beside the pages, and the labels of the pages. */
#ifndef PDF_BOOKMARKS_H
#define PDF_BOOKMARKS_H

#include "pdfobj.h"
#include "typeset/pages.h"

/* Chapters, and their heads of the second level; 0: there is nothing to list. */
Ref outline_write(Arena *a, Objects *o, const Book *b, const Pages *pages,
                  const Ref *refs);

/* The number tree of the labels: "i, ii, iii, 1, 2, …". */
void put_page_labels(Buf *b, const Pages *pages);

#endif
