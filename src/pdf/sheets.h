/* What every file of sheets has: its paper, and a catalog for who prints it. */
#ifndef PDF_SHEETS_H
#define PDF_SHEETS_H

#include "pdf.h"
#include "pdfobj.h"

/* Paper for such pages, and the size of the largest of them. */
typedef struct SheetSize {
    Len width, height; /* as it is printed */
    Len page_width, page_height;
} SheetSize;

/* lies: it is printed with its long side below. */
SheetSize sheet_size(const Pages *pages, const Imposition *how, bool lies);

/* The catalog with all that hangs on it but the pages. */
Ref sheets_catalog(Arena *a, Objects *o, const Book *b, const SheetSize *size,
                   Ref page_tree);

#endif
