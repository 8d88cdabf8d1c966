/* Fonts of a PDF, and which of their codes are shown where. */
#ifndef CHECK_PDF_FONT_H
#define CHECK_PDF_FONT_H

#include "pdf_check.h"

/* The font that a dictionary is, made at the first call; NULL: it has no number. */
PdfFont *pdf_font(PdfCheck *c, const PdfValue *dict);

/* Notes that a page (NULL: a form) shows these bytes; spoken: what ToUnicode makes of
 * them is what the text says, so they are neither an artifact nor replaced. */
void pdf_font_show(PdfCheck *c, PdfFont *f, const PdfPage *p, Str codes, bool spoken);

#endif
