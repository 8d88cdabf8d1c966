/* The structure tree: which element each mark on a page belongs to. */
#ifndef PDF_TAGS_H
#define PDF_TAGS_H

#include "book/book.h"
#include "pdfobj.h"
#include "style/style.h"

typedef struct Tags Tags;
typedef struct Elem Elem;

/* Both outlive it; npages pages will have marks.  live[no] tells of a LINK or NOTEREF
 * that it leads somewhere: the others' words belong to what they stand in. */
Tags *tags_new(Arena *a, const Book *b, const bool *live, size_t npages);

/* The element that the words of a node belong to, made (with those above it) when it
 * is not there; label: the Lbl of the item or note around the node. */
Elem *tags_owner(Tags *t, const Node *n, bool label);

/* The Figure of an IMAGE, which lies in that box on its page: left, bottom, right, top.
 */
Elem *tags_figure(Tags *t, const Node *image, const Len box[4]);

const char *elem_type(const Elem *e); /* "H1" */

/* A new piece of marked content on a page: its MCID. */
uint32_t tags_mark(Tags *t, Elem *e, size_t page);

/* An annotation that belongs to a LINK's or NOTEREF's element: its StructParent. */
uint32_t tags_annotation(Tags *t, Elem *e, size_t page, Ref annotation);

bool tags_has_marks(const Tags *t, size_t page);

/* The elements that have content; returns StructTreeRoot.  pages: by index. */
Ref tags_write(Tags *t, Objects *o, const Ref *pages);

#endif
