/* The tables of a font, laid out by code: what glyphs mean, and how wide they are. */
#ifndef CHECK_PDF_GLYPHS_H
#define CHECK_PDF_GLYPHS_H

#include "pdf_check.h"

enum { PDF_CODES = 1 << 16 };

typedef enum PdfMeaning { MEANS_NOTHING, MEANS_TEXT, MEANS_SOFT_HYPHEN } PdfMeaning;

typedef struct PdfMeanings {
    uint8_t of[PDF_CODES]; /* PdfMeaning */
} PdfMeanings;

/* Reads a ToUnicode CMap. */
void pdf_read_meanings(PdfMeanings *m, Str cmap);

#define PDF_NO_WIDTH INT64_MIN

typedef struct PdfWidths {
    int64_t of[PDF_CODES]; /* in millionths of 1/1000 em, or PDF_NO_WIDTH */
} PdfWidths;

/* Reads W of a CID font; what it does not name has DW, if that is written. */
void pdf_read_widths(PdfCheck *c, const PdfValue *font, PdfWidths *w);

/* What a TrueType program says of its glyphs' widths. */
typedef struct PdfProgram {
    Str metrics; /* table hmtx; lent by the program */
    int upem;
    size_t nglyphs, nmetrics;
} PdfProgram;

bool pdf_read_program(PdfProgram *p, Str bytes);    /* false: it is damaged */
int pdf_advance(const PdfProgram *p, size_t glyph); /* in units of the em */

#endif
