/* What the parts of the check of a PDF share: the file, its pages, and their marks. */
#ifndef CHECK_PDF_CHECK_H
#define CHECK_PDF_CHECK_H

#include "pdf_file.h"

/* A marked-content sequence of a page, under its MCID. */
typedef struct PdfMark {
    bool drawn;       /* the page has it */
    uint32_t claimed; /* times that structure elements do */
} PdfMark;

typedef struct PdfPage {
    const PdfValue *dict;
    uint32_t object;
    Str label;                 /* as viewers show it */
    const PdfValue *resources; /* a null when there are none */
    const PdfValue *annots;    /* its own; a null when there are none */
    const PdfValue *contents;
    int64_t box[4]; /* left, bottom, right, top in millionths of a point */
    PdfMark *marks; /* by MCID; owned */
    size_t nmarks, marks_cap;
} PdfPage;

/* What a file says of itself, in its metadata. */
typedef struct PdfClaims {
    bool ua;    /* PDF/UA-1 */
    int part;   /* of PDF/A; 0: none */
    char level; /* 'A', 'U' or 'B' */
} PdfClaims;

typedef struct PdfFont PdfFont;

typedef struct PdfCheck {
    Findings to;
    Arena *arena; /* the findings' */
    Pdf file;
    const PdfValue *catalog;
    const PdfValue *tree; /* the root of the structure; a null when there is none */
    bool tagged;          /* there is one, or the file says that there is */
    PdfClaims claims;
    PdfPage *pages; /* in the arena */
    size_t npages;
    uint32_t *page_of; /* by an object's number: the page's place + 1; in the arena */
    PdfFont **fonts;   /* by an object's number; NULL: is none; in the arena */
    size_t nfonts;
} PdfCheck;

/* Reports at a value's object; a page's label stands before it, where there is one.
 * Returns false. */
bool pdf_fault(PdfCheck *c, DiagId id, const PdfPage *p, const PdfValue *at, Str a,
               Str b);

/* The same with a literal. */
#define pdf_wrong(c, id, p, at, what) pdf_fault(c, id, p, at, str_of(what), (Str){0})

/* The page that a value is, or refers to; NULL: it is none of this file. */
PdfPage *pdf_page(const PdfCheck *c, const PdfValue *v);

/* ---- pdf_tree.c ---- */

/* Is this the first time that a walk comes to it?  Only what has a number of its own can
 * be come to twice; the rest lies inside of what it hangs on. */
bool pdf_enter(PdfCheck *c, const PdfValue *v);

typedef struct PdfPairs {
    const PdfValue **v; /* key, value (resolved), key, value...; owned */
    size_t n, cap;
} PdfPairs;

/* The pairs of a tree of names or numbers, in its order; what is wrong with it is
 * reported as `id`.  Free the pairs' v. */
void pdf_pairs(PdfCheck *c, const PdfValue *root, bool names, DiagId id, PdfPairs *out);

/* Finds all pages, and what each inherits. */
void pdf_find_pages(PdfCheck *c);

/* ---- the rules, in the order in which they are held against the file ---- */

void check_pdf_objects(PdfCheck *c);  /* pdf_objects.c: references, actions, streams */
void check_pdf_xmp(PdfCheck *c);      /* pdf_xmp.c: sets the claims */
void check_pdf_catalog(PdfCheck *c);  /* pdf_catalog.c */
void check_pdf_pages(PdfCheck *c);    /* pdf_pages.c: labels, boxes */
void check_pdf_links(PdfCheck *c);    /* pdf_links.c: annotations, outline */
void check_pdf_contents(PdfCheck *c); /* pdf_content.c: finds the marks, glyphs */
void check_pdf_tags(PdfCheck *c);     /* pdf_tags.c: the structure tree */
void check_pdf_fonts(PdfCheck *c);    /* pdf_fonts.c */

#endif
