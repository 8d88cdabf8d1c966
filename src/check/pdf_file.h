/* A PDF file as a table of its objects, each read once. */
#ifndef CHECK_PDF_FILE_H
#define CHECK_PDF_FILE_H

#include "findings.h"
#include "pdf_lex.h"

typedef enum PdfPlace { PDF_FREE, PDF_PLAIN, PDF_PACKED } PdfPlace;

typedef struct PdfObject {
    PdfPlace place;
    bool listed; /* the table has a row for it */
    bool there;  /* and it was read */
    bool is_stream;
    bool visited;   /* scratch of who walks the tree of pages, or of structure */
    uint32_t index; /* its generation; packed: which one it is in its stream */
    uint64_t at;    /* its place in the file; packed: the number of its stream */
    size_t end;     /* no byte of it stands there or behind */
    size_t data_at; /* of a stream */
    Str data;       /* of a stream, as it stands in the file */
    PdfValue value;
} PdfObject;

typedef struct Pdf {
    Findings *to;
    Arena *arena; /* the findings' */
    Str bytes;
    PdfObject *objects; /* by number; owned */
    size_t n, cap;
    PdfValue trailer;
    PdfIndex index;
    uint64_t unpacked; /* bytes of streams so far: there is a limit for the whole file */
} Pdf;

/* Reads all objects.  False: there is nothing to be looked at, and why is reported. */
bool pdf_open(Pdf *f, Findings *to, Str bytes);
void pdf_close(Pdf *f);

/* Reports at an object; 0: at the file.  Returns false. */
bool pdf_tell(Pdf *f, DiagId id, uint32_t object, Str a, Str b);

/* What v stands for when it is a reference; what is not there is a null.  Never NULL. */
const PdfValue *pdf_get(const Pdf *f, const PdfValue *v);
const PdfValue *pdf_at(const Pdf *f, const PdfValue *dict, const char *key);
const PdfValue *pdf_nth(const Pdf *f, const PdfValue *array, size_t i);

/* The object whose value a stream's dictionary is; NULL: v is no stream. */
PdfObject *pdf_stream(const Pdf *f, const PdfValue *v);

/* ---- pdf_filter.c ---- */

/* The stream's bytes as they were before they were packed.  False: that is reported. */
bool pdf_data(Pdf *f, const PdfObject *stream, Buf *out);

#endif
