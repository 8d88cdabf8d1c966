/* The syntax of PDF: values, and the operators or keywords that follow them. */
#ifndef CHECK_PDF_LEX_H
#define CHECK_PDF_LEX_H

#include "base/buf.h"

typedef enum PdfKind {
    PDF_NULL,
    PDF_BOOL,
    PDF_INT,
    PDF_REAL,
    PDF_STRING,
    PDF_NAME,
    PDF_REF,
    PDF_ARRAY,
    PDF_DICT,
} PdfKind;

typedef struct PdfValue {
    PdfKind kind;
    uint32_t owner; /* the number of the object that it stands in; 0: in none */
    union {
        int64_t number; /* INT, BOOL; REF: of the object; REAL: in millionths */
        Str text;       /* STRING, NAME: decoded */
        struct {
            const struct PdfValue *v; /* DICT: key, value..., keys in order */
            size_t n;                 /* values in v */
        };
    };
} PdfValue;

enum { PDF_UNIT = 1000000 }; /* of REAL */

/* All dictionaries and references of a file, as they were read. */
typedef struct PdfIndex {
    const PdfValue **dicts; /* owned */
    size_t ndicts, dicts_cap;
    PdfValue *refs; /* owned */
    size_t nrefs, refs_cap;
    size_t nvalues;
} PdfIndex;

typedef struct PdfParser {
    Arena *arena; /* of what containers hold, and of strings that are not as they stand */
    Str bytes;
    size_t at;
    uint32_t owner;
    PdfIndex *index; /* NULL: none is kept */
    /* Of the last operation: */
    PdfValue *v; /* its operands; owned: pdf_parser_free() */
    size_t n, cap;
    Str word;          /* its operator; empty at the end of the bytes */
    const char *error; /* NULL: there is none */
} PdfParser;

/* Reads operands up to an operator or keyword.  False: p->error says why there is none
 * more; the end of the bytes is no error. */
bool pdf_operation(PdfParser *p);
void pdf_parser_free(PdfParser *p);

bool pdf_is_white(char c);

/* The value under a key, unresolved; NULL: there is none, or d is no dictionary. */
const PdfValue *pdf_entry(const PdfValue *d, const char *key);
bool pdf_is_name(const PdfValue *v, const char *name);
bool pdf_is_number(const PdfValue *v);
int64_t pdf_int(const PdfValue *v, int64_t otherwise); /* of an INT */
int64_t pdf_micro(const PdfValue *v); /* of any number, in millionths; 0 for others */
Str pdf_bytes(const PdfValue *v);     /* of a STRING or NAME; empty for others */

/* A text string as UTF-8, in the arena: of UTF-16, UTF-8 or PDFDocEncoding. */
Str pdf_text(Arena *a, const PdfValue *v);

/* Big-endian UTF-16 as UTF-8, in the arena; lone surrogates become U+FFFD. */
Str pdf_utf16(Arena *a, Str bytes);

#endif
