/* What the file says of itself: Info, XMP, and the meaning of its colours. */
#ifndef PDF_METADATA_H
#define PDF_METADATA_H

#include "book/book.h"
#include "pdfobj.h"

Ref info_write(Arena *a, Objects *o, const Book *b);
/* The same once more, and that the file is PDF/A-2a (or -3a: the part) and PDF/UA-1 or,
 * where it is not accessible, PDF/A-2u. */
Ref xmp_write(Arena *a, Objects *o, const Book *b, int part, bool accessible);
Ref intent_write(Objects *o); /* the OutputIntent: sRGB */

/* An ICC profile (version 2, a display's matrix and curves) of sRGB, made here. */
void put_icc_srgb(Buf *b);

#endif
