/* The structure of a PDF as a list of its elements. */
#ifndef CHECK_PDF_TAGS_H
#define CHECK_PDF_TAGS_H

#include "base/map.h"
#include "pdf_check.h"

enum { NO_ELEM = UINT32_MAX };

typedef enum Type {
#define T(id, name, parents, kids) T_##id,
#include "pdf_types.def"
#undef T
    TYPES
} Type;

typedef struct Elem {
    const PdfValue *dict;
    PdfPage *page; /* of its marks that name none; NULL: it says none */
    uint32_t parent, end;
    Type type;  /* TYPES: none that is known */
    bool empty; /* has no kid at all */
    bool link;  /* has an annotation */
} Elem;

/* An element whose kids are being read. */
typedef struct Frame {
    const PdfValue *kids;
    size_t i;
    uint32_t elem;
} Frame;

typedef struct Tags {
    PdfCheck *c;
    Elem *v; /* owned */
    size_t n, cap;
    Frame *open; /* owned */
    size_t depth, depth_cap;
    PdfPairs parents;         /* the parent tree */
    const PdfValue **of_page; /* by page: its row there */
    bool *has_elem;           /* by an annotation's object: an element refers to it */
    Map roles;                /* by name: a place in `types`, plus 1 */
    Map ids;                  /* of notes */
} Tags;

/* The standard type of that name; TYPES: there is none. */
Type pdf_standard_type(Str name);

/* Reports at an element; NULL: at the root.  Returns false. */
bool pdf_bad_elem(Tags *t, DiagId id, const Elem *e, Str a, Str b);
bool pdf_bad_tree(Tags *t, const Elem *e, const char *why);

/* Holds an element against the rules for its type; level: of the last heading. */
void check_pdf_elem(Tags *t, uint32_t i, int *level);

#endif
