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

static bool put_internal(Buf *out, const Book *b, const Chapter *from, Str id)
{
    const Node *n = book_find(b, id);
    const Chapter *c = n ? book_chapter_of(b, n) : NULL;
    if (c == NULL)
        return false;
    if (c != from)
        xhtml_file(out, c);
    if (c == from || n != c->root) {
        buf_byte(out, '#');
        buf_xml(out, id);
    }
    return true;
}

bool link_href(Buf *out, const Book *b, const Chapter *from, Str ref)
{
    return str_starts(ref, S("#")) ? put_internal(out, b, from, str_sub(ref, 1, ref.n))
                                   : put_external(out, ref);
}
