/* The contents of pages: runs and rules as operators, marked as text or as artifacts. */
#ifndef PDF_CONTENT_H
#define PDF_CONTENT_H

#include "tags.h"
#include "textrun.h"

/* The content stream of a page, appended to out; its marks are entered in tags, or for
 * NULL nothing is marked. */
void content_put(Buf *out, const Pages *pages, size_t page, TextRuns *runs, Tags *tags);

#endif
