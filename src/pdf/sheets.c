/* The paper of imposed pages, and what their files tell a printer. */
#include "sheets.h"

#include "metadata.h"

static const Len A4[] = {MM(210), MM(297)}, LETTER[] = {612 * PT, 792 * PT};

/* Letter and its half are what America prints on; the rest of the world has A4. */
static const Len *usual_paper(Len width)
{
    return width == LETTER[0] || width * 2 == LETTER[1] ? LETTER : A4;
}

SheetSize sheet_size(const Pages *pages, const Imposition *how, bool lies)
{
    SheetSize s = {0};
    for (size_t i = 0; i < pages->n; i++) {
        const Page *p = &pages->v[i];
        s.page_width = p->width > s.page_width ? p->width : s.page_width;
        s.page_height = p->height > s.page_height ? p->height : s.page_height;
    }
    const Len *usual = usual_paper(s.page_width);
    const Len across = how->width ? how->width : usual[0];
    const Len along = how->height ? how->height : usual[1];
    s.width = lies ? along : across;
    s.height = lies ? across : along;
    return s;
}

/* Viewers that print take from it how the paper is turned, and that nothing is scaled. */
Ref sheets_catalog(Arena *a, Objects *o, const Book *b, const SheetSize *size,
                   Ref page_tree)
{
    Buf e = {0};
    const Ref xmp = xmp_write(a, o, b, 2, false);
    buf_printf(&e,
               "/Type/Catalog/Pages %u 0 R/Metadata %u 0 R/OutputIntents[%u 0 R]"
               "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None"
               "/Duplex/DuplexFlip%sEdge>>/Lang",
               page_tree, xmp, intent_write(o),
               size->width > size->height ? "Short" : "Long");
    put_text(&e, b->lang);
    const Ref ref = obj_add(o, buf_str(&e));
    buf_free(&e);
    return ref;
}
