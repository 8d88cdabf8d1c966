/* The EPUB: an EPUB 3.3 that EPUB 2 readers and Kindle open too. */
#ifndef EPUB_EPUB_H
#define EPUB_EPUB_H

#include "book/book.h"
#include "font/font.h"
#include "style/style.h"

/* For which scripts the book brings fonts along: for none; for those that e-readers often
 * lack; for all but Latin, Greek and Cyrillic. */
typedef enum EmbedFonts { EMBED_NONE, EMBED_RARE, EMBED_ALL } EmbedFonts;

typedef struct EpubOptions {
    Str cover; /* bytes that epub_read_cover() took; empty: drawn */
    bool no_cover;
    EmbedFonts embed_fonts;
    const PageStart *pages; /* borrowed: the PDF's pages; none: the EPUB lists none */
    size_t npages;
} EpubOptions;

/* The bytes of a picture that can be the cover; false: reported. */
bool epub_read_cover(Diag *d, Arena *a, Str path, Str *out);

/* The whole file into out; false: reported, and out is worth nothing. */
bool epub_write(Diag *d, const Book *b, const StyleSheet *sheet, Fonts *fonts,
                const EpubOptions *o, Buf *out);

const char *epub_versions(void); /* "minizip 1.1, zlib 1.2.13" */

#endif
