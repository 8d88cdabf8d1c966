/* Links: where each leads, and its places on the pages. */
#ifndef PDF_ANNOTS_H
#define PDF_ANNOTS_H

#include "tags.h"
#include "typeset/pages.h"

typedef struct Links Links;

Links *links_new(Arena *a, const Book *b, const Pages *pages, const Ref *refs);

/* By the number of a LINK or NOTEREF: it has a place on a page and leads somewhere. */
const bool *links_live(const Links *l);

/* The page's annotations: appends "/Annots [...]" to its dictionary, or nothing. */
void links_put(const Links *l, Objects *o, Tags *tags, size_t page, Buf *out);

/* "[12 0 R /XYZ 0 500 0]": the place of a node; false: it is on no page. */
bool put_destination(Buf *b, const Pages *pages, const Ref *refs, const Node *n);

#endif
