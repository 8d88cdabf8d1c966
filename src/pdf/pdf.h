/* The PDF: pages drawn, tagged and described as PDF/UA-1 and PDF/A-2a ask. */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "base/background.h"
#include "typeset/pages.h"

/* A file that goes into the PDF with the book. */
typedef struct EmbeddedFile {
    Str name;               /* UTF-8; folders in it become part of a plain name */
    Str about;              /* a few words for people */
    Str bytes;              /* lent until the PDF is written */
    const char *media_type; /* static: "text/plain" */
    bool is_source;         /* the book was made of it; else it tells of the book */
} EmbeddedFile;

typedef struct EmbeddedFiles {
    EmbeddedFile *v;
    size_t n; /* not 0: the PDF is PDF/A-3 in place of -2, which allows no such files */
} EmbeddedFiles;

/* The files that the articles were read from, each once, and the plan behind them, in the
 * arena; what cannot be read again, or is another file now, is reported and left out. */
void pdf_sources(Diag *d, Arena *a, const ArticleList *articles, Str plan,
                 EmbeddedFiles *out);

/* The whole file into out, with the helpers (NULL: there are none); false: libharu
 * failed, reported. */
bool pdf_write(Diag *d, const Book *b, const Pages *pages, const EmbeddedFiles *files,
               Background *helpers, Buf *out);

/* How pages are laid on sheets of paper. */
typedef enum ImposeKind { IMPOSE_BOOKLET, IMPOSE_2UP, IMPOSE_4UP } ImposeKind;

typedef struct Imposition {
    ImposeKind kind;
    Len width, height; /* of the sheet, upright; 0: chosen by the pages */
    int signature;     /* BOOKLET: sheets that lie in each other, at most; 0: chosen */
    Len creep;         /* BOOKLET: what a sheet is thick */
} Imposition;

typedef struct Imposed {
    size_t sheets, signatures; /* signatures: of a booklet */
    int64_t scale;             /* of the pages, 1/1000 */
} Imposed;

/* The same pages on sheets, to be printed on both sides: as PDF/A-2u, without tags, links
 * and outline, which serve a reader and not a printer.  False as above. */
bool pdf_impose(Diag *d, const Book *b, const Pages *pages, const Imposition *how,
                Background *helpers, Imposed *made, Buf *out);

/* A sheet of the booklet's paper to try the printer with: two pages, which tell how to
 * print and fold them, what to look at then, and what to change. */
bool pdf_test_sheet(Diag *d, const Book *b, const Pages *pages, const Imposition *how,
                    Buf *out);

const char *pdf_versions(void); /* "libharu 2.3.0" */

#endif
