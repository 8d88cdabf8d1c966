/* The PDF: pages drawn, tagged and described as PDF/UA-1 and PDF/A-2a ask. */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "typeset/pages.h"

/* The whole file into out, by at most `jobs` threads; false: libharu failed, reported. */
bool pdf_write(Diag *d, const Book *b, const Pages *pages, int jobs, Buf *out);

const char *pdf_versions(void); /* "libharu 2.3.0" */

#endif
