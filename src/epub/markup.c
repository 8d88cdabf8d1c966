/* Pieces of XHTML that every page of the book has: its head, its foot, attributes. */
#include "base/unicode.h"
#include "publication.h"

void markup_attribute(Buf *out, Str name, Str value)
{
    if (value.n == 0)
        return;
    buf_byte(out, ' ');
    buf_put(out, name);
    buf_put(out, S("=\""));
    buf_xml(out, value);
    buf_byte(out, '"');
}

static void put_language(Buf *out, Str lang)
{
    markup_attribute(out, S("lang"), lang);
    markup_attribute(out, S("xml:lang"), lang);
}

void markup_looks(Buf *out, const Chapter *c, const Node *n)
{
    markup_attribute(out, S("class"), n->cls);
    put_language(out, n->lang);
    const bool rtl = n->lang.n > 0 && uni_lang_is_rtl(n->lang);
    if (rtl)
        buf_put(out, S(" dir=\"rtl\""));
    else if ((n->lang.n > 0 || n->kind == N_CODE || n->kind == N_CODE_BLOCK) &&
             uni_lang_is_rtl(c->lang))
        buf_put(out, S(" dir=\"ltr\""));
}

void markup_attributes(Buf *out, const Chapter *c, const Node *n)
{
    markup_attribute(out, S("id"), n->id);
    markup_looks(out, c, n);
}

void markup_head(const Publication *p, Buf *out, Str title, Str lang, const char *matter)
{
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                   "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                   "xmlns:epub=\"http://www.idpf.org/2007/ops\""));
    put_language(out, lang);
    if (uni_lang_is_rtl(lang))
        buf_put(out, S(" dir=\"rtl\""));
    buf_put(out, S(">\n<head>\n<meta charset=\"UTF-8\"/>\n<title>"));
    buf_xml(out, title.n ? title : p->book->title);
    buf_put(out, S("</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"" HREF_CSS
                   "\"/>\n</head>\n"));
    buf_printf(out, "<body epub:type=\"%s\">\n", matter);
}

void markup_foot(Buf *out)
{
    buf_put(out, S("</body>\n</html>\n"));
}
