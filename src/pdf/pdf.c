/* The PDF, from pages to bytes.
 *
 * The order: numbers for the pages first, since links and tags name them; then each page
 * is drawn, which tells the fonts their glyphs and the structure tree its marks; then
 * the fonts, the tree, the outline and the catalog, which now know all; then libharu
 * writes it out.
 *
 *   pdfobj    objects and syntax; the only user of libharu
 *   pdffont   faces: glyphs used, what they stand for, subsets
 *   textrun   runs of words as text operators
 *   content   pages as marked content
 *   tags      the structure tree
 *   xobject   pictures
 *   annots    links        bookmarks  outline, page labels
 *   pagetree  what pages hang on          attachments  files that it carries
 *   metadata  Info, XMP    icc        what the colours mean
 *   impose    the same pages once more, on sheets of paper
 *
 * The file claims PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), on PDF 1.7; where a
 * picture has no words for who cannot see it, PDF/A-2u alone.  With files attached it is
 * PDF/A-3 in place of -2. */
#include "pdf.h"

#include "annots.h"
#include "attachments.h"
#include "bookmarks.h"
#include "content.h"
#include "metadata.h"
#include "pagetree.h"
#include "xobject.h"

typedef struct Writer {
    Arena *arena;
    const Book *book;
    const Pages *pages;
    const EmbeddedFiles *files;
    Objects *objects;
    PageTree tree;
    Ref resources;
    FontSet *fonts;
    TextRuns *runs;
    Links *links;
    Tags *tags;
} Writer;

static void write_page(Writer *w, size_t i, Buf *scratch)
{
    const Page *p = &w->pages->v[i];
    buf_clear(scratch);
    content_put(scratch, w->pages, i, w->runs, w->tags);
    const Ref content = obj_stream(w->objects, (Str){0}, buf_str(scratch), true);
    buf_clear(scratch);
    pagetree_begin_page(scratch, &w->tree, i, p->width, p->height);
    buf_printf(scratch, "/Resources %u 0 R/Contents %u 0 R/Tabs/S", w->resources,
               content);
    if (tags_has_marks(w->tags, i))
        buf_printf(scratch, "/StructParents %zu", i);
    buf_byte(scratch, '\n');
    links_put(w->links, w->objects, w->tags, i, scratch);
    obj_tell(w->objects, w->tree.pages[i], arena_str(w->arena, buf_str(scratch)));
}

static Ref write_catalog(Writer *w)
{
    const Ref page_tree = pagetree_write(w->arena, w->objects, &w->tree);
    const Ref tree = tags_write(w->tags, w->objects, w->tree.pages);
    const Ref outline =
        outline_write(w->arena, w->objects, w->book, w->pages, w->tree.pages);
    const Ref xmp = xmp_write(w->arena, w->objects, w->book, w->files->n ? 3 : 2,
                              w->book->nuntold == 0);
    const Ref intent = intent_write(w->objects);
    Buf b = {0};
    buf_printf(&b,
               "/Type /Catalog /Pages %u 0 R /StructTreeRoot %u 0 R /Metadata %u 0 R\n"
               "/OutputIntents [%u 0 R] /MarkInfo << /Marked true >>\n"
               "/ViewerPreferences << /DisplayDocTitle true%s >>\n",
               page_tree, tree, xmp, intent, w->book->rtl ? " /Direction /R2L" : "");
    if (outline)
        buf_printf(&b, "/Outlines %u 0 R /PageMode /UseOutlines\n", outline);
    buf_put(&b, S("/Lang "));
    put_text(&b, w->book->lang);
    buf_byte(&b, '\n');
    put_page_labels(&b, w->pages);
    attachments_write(w->arena, w->objects, w->files, &b);
    const Ref ref = obj_add(w->objects, buf_str(&b));
    buf_free(&b);
    return ref;
}

bool pdf_write(Diag *d, const Book *b, const Pages *pages, const EmbeddedFiles *files,
               Background *helpers, Buf *out)
{
    Arena *a = arena_new();
    Writer w = {.arena = a,
                .book = b,
                .pages = pages,
                .files = files,
                .objects = obj_new(a, helpers)};
    const Ref info = info_write(a, w.objects, b); /* first: it tells whose file it is */
    w.resources = obj_reserve(w.objects);
    w.tree = pagetree_reserve(a, w.objects, pages->n);
    w.fonts = fontset_new(a, w.objects);
    w.runs = textruns_new(a, w.fonts);
    w.links = links_new(a, b, pages, w.tree.pages);
    w.tags = tags_new(a, b, links_live(w.links), pages->n);
    Buf scratch = {0};
    for (size_t i = 0; i < pages->n; i++)
        write_page(&w, i, &scratch);
    buf_clear(&scratch);
    const bool fonts = fontset_write(w.fonts, d, &scratch);
    images_write(w.objects, b, &scratch);
    obj_tell(w.objects, w.resources, arena_str(a, buf_str(&scratch)));
    buf_free(&scratch);
    const Ref catalog = fonts ? write_catalog(&w) : 0;
    const bool ok = fonts && obj_save(w.objects, d, catalog, info, b->identifier, out);
    arena_free(a);
    return ok;
}
