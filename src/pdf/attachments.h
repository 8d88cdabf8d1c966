/* Files that the PDF carries with it. */
#ifndef PDF_ATTACHMENTS_H
#define PDF_ATTACHMENTS_H

#include "pdf.h"
#include "pdfobj.h"

/* Embeds them, and appends their entries to the catalog; nothing where there are none. */
void attachments_write(Arena *a, Objects *o, const EmbeddedFiles *files, Buf *catalog);

#endif
