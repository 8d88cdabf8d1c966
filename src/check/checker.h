/* What the parts of the check of an EPUB share: the archive's members, the ids in them,
 * and the references between them. */
#ifndef CHECK_CHECKER_H
#define CHECK_CHECKER_H

#include "base/map.h"
#include "check.h"
#include "findings.h"
#include "xmltree.h"

typedef struct Member {
    Str name, bytes; /* in the checker's arena */
    Str type;        /* what the manifest says; empty: it is not listed */
    Str properties;
    uint32_t spine; /* its place there from 1; 0: it is not in it */
    bool cut;       /* is not well-formed: what stands behind the error is not known */
} Member;

/* An element that has an id. */
typedef struct Target {
    const Member *member;
    uint32_t line, order; /* order: place among the elements of its file */
    bool is_note, is_call, is_page;
    bool called, returned; /* of a note: something leads to it, and back from it; of a
                            * call: something leads back to it */
    bool listed;           /* of a page: the list of pages has it */
    Str label;             /* of a page */
} Target;

typedef enum RefKind {
    REF_LINK, /* a link in the text */
    REF_FILE, /* a picture, a stylesheet */
    REF_CALL, /* of a note */
    REF_BACK, /* from a note to its call */
    REF_TOC,  /* a line of the contents */
    REF_PAGE, /* a line of the list of pages */
} RefKind;

typedef struct Ref {
    RefKind kind;
    bool ncx; /* of the NCX, not of the navigation document */
    const Member *from;
    uint32_t line;
    Str to;    /* member#fragment, or a member */
    Str label; /* of a page */
    Str note;  /* of a return: the key of the note it stands in; empty: in none */
} Ref;

typedef struct Checker {
    Findings to;
    Arena *arena;    /* of the whole check; the findings' */
    Member *members; /* in the archive's order */
    size_t nmembers;
    Map by_name;
    Map targets;    /* "member#id": Target */
    Target **order; /* all of them, as they were found; owned */
    size_t ntargets, targets_cap;
    Ref *refs; /* owned */
    size_t nrefs, refs_cap;
    Member *package, *nav, *ncx; /* NULL: there is none */
    uint32_t nspine;
    int level; /* of the last heading: a chapter may go on in the next document */
    size_t npictures, nuntold; /* pictures; those without an alternative */
    size_t npages;             /* marks of pages */
} Checker;

/* Reports; m NULL: the file as a whole.  Returns false. */
bool fault(Checker *c, DiagId id, const Member *m, uint32_t line, Str a, Str b);

Member *member_find(const Checker *c, Str name); /* NULL: there is none */

/* Reads the document that m holds, or reports why it is none (the tree then holds what
 * stands before the error).  Caller: xml_free(). */
XmlTree member_xml(Checker *c, Arena *a, const Member *m);

/* Notes that `from` refers to href; where that leads nowhere at all it is reported. */
Ref *ref_add(Checker *c, RefKind kind, const Member *from, uint32_t line, Str href);

bool check_zip(Checker *c, Str bytes);                         /* check_zip.c */
void check_package(Checker *c);                                /* check_package.c */
void check_access(Checker *c);                                 /* after all documents */
void check_document(Checker *c, Member *m);                    /* check_document.c */
void check_nav(Checker *c, const Member *m, const XmlTree *t); /* check_nav.c */
void check_ncx(Checker *c);
void check_refs(Checker *c);                                         /* check_refs.c */
void check_css(Checker *c, const Member *m, Str css, uint32_t line); /* check_css.c */

#endif
