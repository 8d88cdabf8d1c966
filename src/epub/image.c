/* Pictures on the page, the cover among them. */
#include "publication.h"

void image_file(Buf *out, const Picture *p)
{
    buf_printf(out, "picture-" STR_FMT ".%s", STR_ARG(str_sub(p->sha256, 0, 16)),
               p->made.format == PICTURE_JPEG ? "jpg" : "png");
}

/* A picture by itself takes the share of a screen's width that it has of a page's text,
 * a small one the height that it has in type of 16 pixels.  The size is the picture's own
 * and stands with it: a class for each would say the same in two places. */
static void put_size(Buf *out, const Node *image, bool plate)
{
    enum { MEASURE = 416, EM = 16 }; /* CSS pixels: 110 mm, and browsers' own type */
    const Pixels size = image->picture->info.size;
    const unsigned share = (unsigned)((uint64_t)size.width * 100 / MEASURE);
    buf_put(out, S(" style=\""));
    if (plate)
        buf_printf(out, "width: %u%%\"", share < 1 ? 1 : share > 100 ? 100 : share);
    else {
        buf_put(out, S("height: "));
        buf_decimal(out, (int64_t)size.height * 100 / EM, 2);
        buf_put(out, S("em; vertical-align: middle\""));
    }
}

void image_put(Buf *out, const Chapter *c, const Node *n)
{
    const Node *up = n->parent->kind == N_LINK ? n->parent->parent : n->parent;
    buf_put(out, S("<img src=\""));
    image_file(out, n->picture);
    buf_byte(out, '"');
    if (n->text.n > 0)
        markup_attribute(out, S("alt"), n->text);
    else if (node_has_class(n, S("decorative")))
        buf_put(out, S(" alt=\"\" role=\"presentation\""));
    else /* nothing tells what it shows: that there is one must be told */
        markup_attribute(out, S("alt"), S("Picture"));
    markup_attributes(out, c, n);
    put_size(out, n, book_plate(up) == n);
    buf_put(out, S("/>"));
}

void image_cover(const Publication *p, const Item *picture, Buf *out)
{
    markup_head(p, out, p->book->title, p->book->lang, "cover");
    buf_put(out, S("<section class=\"cover\" aria-label=\"Cover\"><img"));
    markup_attribute(out, S("src"), picture->href);
    markup_attribute(out, S("alt"), p->cover_alt);
    buf_put(out, S(" role=\"doc-cover\"/></section>\n"));
    markup_foot(out);
}
