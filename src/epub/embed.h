/* Fonts that the book brings along for rare scripts. */
#ifndef EPUB_EMBED_H
#define EPUB_EMBED_H

#include "epub.h"
#include "publication.h"

/* Finds the fonts that the book's text needs and makes them.  What no font here has, or
 * only one that may not be embedded, is reported and left to the reader. */
void embed_fonts(Diag *d, Publication *p, const StyleSheet *sheet, Fonts *fonts,
                 EmbedFonts which);
void embed_free(Publication *p);

/* Adds their files to the publication's items, which have room for embed_count(). */
size_t embed_count(const Publication *p);
void embed_items(Publication *p);

/* Their rules, for the end of the stylesheet. */
void embed_css(const Publication *p, Buf *out);

/* Text of a node in a chapter as XHTML, in spans where a font is for it. */
void embed_text(const Publication *p, Buf *out, const Chapter *c, const Node *n,
                Str text);

#endif
