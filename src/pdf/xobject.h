/* The pictures of a book as objects. */
#ifndef PDF_XOBJECT_H
#define PDF_XOBJECT_H

#include "book/book.h"
#include "pdfobj.h"

/* Writes them all, and their entries in the dictionary of resources: /P1, /P2, … by
 * Picture.no. */
void images_write(Objects *o, const Book *b, Buf *resources);

#endif
