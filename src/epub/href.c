/* Links: to places of the book, and the few kinds that may lead out of it. */
#include "base/url.h"
#include "publication.h"

static bool put_external(Buf *out, Str ref)
{
    Buf url = {0};
    const bool ok = url_put(&url, ref);
    buf_xml(out, buf_str(&url));
    buf_free(&url);
    return ok;
}

static bool put_internal(Buf *out, const Publication *p, const Part *from, Str id)
{
    const Node *n = book_find(p->book, id);
    const Part *part = n ? split_part_of(p, n) : NULL;
    if (part == NULL)
        return false;
    if (part != from)
        split_file(out, part);
    if (part == from || n != part->chapter->root) {
        buf_byte(out, '#');
        buf_xml(out, id);
    }
    return true;
}

bool link_href(Buf *out, const Publication *p, const Part *from, Str ref)
{
    return str_starts(ref, S("#")) ? put_internal(out, p, from, str_sub(ref, 1, ref.n))
                                   : put_external(out, ref);
}
