/* What the file says of itself: Info, XMP, and the meaning of its colours. */
#ifndef PDF_METADATA_H
#define PDF_METADATA_H

#include "book/book.h"
#include "pdfobj.h"

Ref info_write(Arena *a, Objects *o, const Book *b);
Ref xmp_write(Arena *a, Objects *o, const Book *b); /* the same once more */
Ref intent_write(Objects *o);                       /* the OutputIntent: sRGB */

/* An ICC profile (version 2, a display's matrix and curves) of sRGB, made here. */
void put_icc_srgb(Buf *b);

#endif
