/* The EPUB: the list of its files, and the archive that they go into one by one. */
#include "epub.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/file.h"
#include "cover.h"
#include "embed.h"
#include "publication.h"
#include "zip.h"

#define FOLDER "EPUB/"

enum {
    COVER_MOST = 32 << 20,     /* bytes; what mail and readers take is far below */
    DOTS_OF_DRAWING = 8 << 10, /* of a drawn cover's pixel: a small one is enlarged */
};

static const Str container =
    S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" "
      "version=\"1.0\">\n<rootfiles>\n"
      "<rootfile full-path=\"" FOLDER "package.opf\" "
      "media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n");

/* Styles of what only the EPUB has: the page of the cover, the contents as lists.  Links
 * are as readers show them, but where all around are links, too, or raised. */
static const Str own_css = S("\n.cover {\n  margin: 0;\n  text-align: center;\n}\n"
                             "\n.cover img {\n  max-width: 100%;\n  height: auto;\n}\n"
                             "\nnav ol {\n  list-style-type: none;\n}\n"
                             "\nnav ol ol {\n  padding-left: 1.5em;\n}\n"
                             "\nnav li {\n  margin: 0.4em 0;\n}\n"
                             "\nnav a, .noteref {\n  text-decoration: none;\n}\n");

/* ---- the cover ---- */

static const char *picture_type(Str bytes)
{
    static const struct {
        Str head;
        const char *type;
    } table[] = {{S("\x89PNG\r\n\x1a\n"), "image/png"},
                 {S("\xFF\xD8\xFF"), "image/jpeg"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_starts(bytes, table[i].head))
            return table[i].type;
    return NULL;
}

bool epub_read_cover(Diag *d, Arena *a, Str path, Str *out)
{
    static const PictureAims aims = {{1600, 2560}, DOTS_OF_DRAWING, 0};
    /* what shops ask for */
    PictureInfo info;
    PictureMade made;
    Str bytes;
    if (!file_read(d, a, path, COVER_MOST, D_COVER_FILE, &bytes))
        return false;
    const char *why = picture_probe(bytes, &info);
    if (why == NULL)
        why = picture_make(bytes, &info, &aims, &made);
    if (why)
        return diag(d, D_COVER_FILE, (Loc){.path = path}, str_of(why), (Str){0});
    *out = arena_str(a, made.bytes);
    free((char *)made.bytes.p);
    return true;
}

static void make_cover(Diag *d, Publication *p, const StyleSheet *sheet, Fonts *fonts,
                       const EpubOptions *o)
{
    if (o->no_cover)
        return;
    p->cover_alt = cover_words(p->arena, p->book);
    p->cover = o->cover;
    if (p->cover.n > 0)
        return;
    Buf png = {0};
    if (cover_draw(d, p->book, sheet, fonts, &png))
        p->cover = arena_str(p->arena, buf_str(&png));
    buf_free(&png);
}

/* ---- the list of files ---- */

static void add_cover(Publication *p)
{
    const char *type = picture_type(p->cover);
    const bool png = str_eq(str_of(type), S("image/png"));
    p->items[p->nitems++] = (Item){.id = S("cover-image"),
                                   .href = png ? S("cover.png") : S("cover.jpg"),
                                   .type = type,
                                   .properties = "cover-image",
                                   .bytes = p->cover};
    p->items[p->nitems++] = (Item){.id = S("cover"),
                                   .href = S(HREF_COVER),
                                   .type = "application/xhtml+xml",
                                   .in_spine = true};
}

static void add_picture(Publication *p, const Picture *picture)
{
    Buf href = {0};
    image_file(&href, picture);
    const Str name = arena_str(p->arena, buf_str(&href));
    p->items[p->nitems++] = (Item){.id = path_stem(name),
                                   .href = name,
                                   .type = picture_type(picture->made.bytes),
                                   .bytes = picture->made.bytes};
    buf_free(&href);
}

static void add_part(Publication *p, const Part *part)
{
    const Chapter *c = part->chapter;
    Buf href = {0};
    split_file(&href, part);
    const Str name = arena_str(p->arena, buf_str(&href));
    p->items[p->nitems++] =
        (Item){.id = part->index > 0 ? path_stem(name) : c->id,
               .href = name,
               .type = "application/xhtml+xml",
               .properties = c->kind == CHAPTER_CONTENTS ? "nav" : NULL,
               .part = part,
               .chapter = part->index > 0 ? NULL : c,
               .in_spine = true};
    buf_free(&href);
}

static void list_files(Publication *p)
{
    const Book *b = p->book;
    p->items = arena_array(p->arena, p->nparts + b->npictures + embed_count(p) + 4,
                           sizeof *p->items);
    p->items[p->nitems++] =
        (Item){.id = S("ncx"), .href = S(HREF_NCX), .type = "application/x-dtbncx+xml"};
    p->items[p->nitems++] =
        (Item){.id = S("css"), .href = S(HREF_CSS), .type = "text/css"};
    if (p->cover.n > 0)
        add_cover(p);
    for (size_t i = 0; i < p->nparts; i++)
        add_part(p, &p->parts[i]);
    for (size_t i = 0; i < b->npictures; i++)
        if (b->pictures[i]->made.format != PICTURE_NONE)
            add_picture(p, b->pictures[i]);
    embed_items(p);
}

static void index_notes(Publication *p)
{
    for (size_t i = 0; i < p->book->nnotes; i++) {
        Note *note = &p->book->notes[i];
        *map_at(&p->notes, note->call->id) = note;
        *map_at(&p->notes, note->brief->id) = note;
    }
}

/* ---- the archive ---- */

static void write_item(const Publication *p, const Item *item, const Item *cover,
                       const StyleSheet *sheet, Buf *out)
{
    if (item->part) {
        xhtml_part(p, item->part, out);
    } else if (str_eq(item->href, S(HREF_NCX))) {
        nav_ncx(p, out);
    } else if (str_eq(item->href, S(HREF_CSS))) {
        style_epub(sheet, out);
        buf_put(out, own_css);
        embed_css(p, out);
    } else if (str_eq(item->href, S(HREF_COVER))) {
        image_cover(p, cover, out);
    } else {
        buf_put(out, item->bytes);
    }
}

/* Pictures are packed by themselves. */
static ZipMethod method_of(const Item *item)
{
    return str_starts(str_of(item->type), S("image/")) ? ZIP_STORED : ZIP_DEFLATED;
}

static bool write_archive(Diag *d, const Publication *p, const StyleSheet *sheet,
                          Buf *out)
{
    Zip *z = zip_new(out);
    zip_add(z, "mimetype", ZIP_STORED, S("application/epub+zip"));
    zip_add(z, "META-INF/container.xml", ZIP_DEFLATED, container);
    Buf file = {0}; /* one after the other: the longest sets the memory */
    package_opf(p, &file);
    zip_add(z, FOLDER "package.opf", ZIP_DEFLATED, buf_str(&file));
    const Item *cover = NULL;
    for (size_t i = 0; i < p->nitems; i++) {
        const Item *item = &p->items[i];
        if (item->properties && str_eq(str_of(item->properties), S("cover-image")))
            cover = item;
        buf_clear(&file);
        write_item(p, item, cover, sheet, &file);
        zip_add(z,
                arena_cstr(p->arena,
                           arena_printf(p->arena, FOLDER STR_FMT, STR_ARG(item->href))),
                method_of(item), buf_str(&file));
    }
    buf_free(&file);
    return zip_finish(d, z, "sheaf"); /* by which file readers know their own */
}

bool epub_write(Diag *d, const Book *b, const StyleSheet *sheet, Fonts *fonts,
                const EpubOptions *o, Buf *out)
{
    Publication p = {.book = b, .arena = arena_new()};
    make_cover(d, &p, sheet, fonts, o);
    index_notes(&p);
    embed_fonts(d, &p, sheet, fonts, o->embed_fonts);
    pagelist_marks(&p, o->pages, o->npages);
    split_chapters(&p);
    list_files(&p);
    const bool ok = write_archive(d, &p, sheet, out);
    map_free(&p.notes);
    embed_free(&p);
    arena_free(p.arena);
    return ok;
}

const char *epub_versions(void)
{
    static char text[64];
    snprintf(text, sizeof text, "minizip 1.1, zlib %s", zlibVersion());
    return text;
}
