/* Navigation beside the contents page itself: the landmarks, and the NCX. */
#include "publication.h"

/* ---- landmarks ---- */

static void put_landmark(Buf *out, const char *type, Str href, Str label)
{
    buf_printf(out, "<li><a epub:type=\"%s\" href=\"", type);
    buf_xml(out, href);
    buf_put(out, S("\">"));
    buf_xml(out, label);
    buf_put(out, S("</a></li>\n"));
}

void nav_landmarks(const Publication *p, Buf *out)
{
    buf_put(out, S("<nav epub:type=\"landmarks\" hidden=\"hidden\" "
                   "aria-labelledby=\"landmarks\">\n<h2 id=\"landmarks\">Guide</h2>\n"
                   "<ol>\n"));
    for (size_t i = 0; i < p->nitems; i++) {
        const Item *item = &p->items[i];
        if (str_eq(item->href, S(HREF_COVER)))
            put_landmark(out, "cover", item->href, S("Cover"));
        if (item->chapter == NULL)
            continue;
        if (item->chapter->kind == CHAPTER_CONTENTS)
            put_landmark(out, "toc", item->href, item->chapter->title);
        else if (book_begins_with(p->book, item->chapter))
            put_landmark(out, "bodymatter", item->href, S("Beginning"));
        else if (item->chapter->kind != CHAPTER_PART &&
                 item->chapter->kind != CHAPTER_ARTICLE)
            put_landmark(out, xhtml_type(item->chapter->kind), item->href,
                         item->chapter->title);
    }
    buf_put(out, S("</ol>\n</nav>\n"));
}

/* ---- NCX ---- */

static const Node *contents_of(const Book *b)
{
    for (size_t i = 0; i < b->nchapters; i++)
        if (b->chapters[i].kind == CHAPTER_CONTENTS)
            return b->chapters[i].root;
    return NULL;
}

/* The link of an item of the contents: it is in the paragraph that comes first. */
static const Node *link_of(const Node *item)
{
    const Node *n = item->first ? item->first->first : NULL;
    while (n && n->kind != N_LINK)
        n = n->next;
    return n;
}

static int depth_of(const Node *contents)
{
    int depth = 0, most = 1;
    for (Walk w = walk(contents); walk_next(&w);) {
        if (w.node->kind == N_TOC)
            depth += w.enter ? 1 : -1;
        most = depth > most ? depth : most;
    }
    return most;
}

static void put_point(const Publication *p, Buf *out, const Node *item, unsigned order)
{
    const Node *link = link_of(item);
    if (link == NULL)
        return;
    buf_printf(out, "<navPoint id=\"point-%u\" playOrder=\"%u\"><navLabel><text>", order,
               order);
    buf_xml(out, node_words(p->arena, link));
    buf_put(out, S("</text></navLabel><content src=\""));
    link_href(out, p->book, NULL, link->ref);
    buf_put(out, S("\"/>\n"));
}

static void put_text(Buf *out, const char *element, Str text)
{
    if (text.n == 0)
        return;
    buf_printf(out, "<%s><text>", element);
    buf_xml(out, text);
    buf_printf(out, "</text></%s>\n", element);
}

void nav_ncx(const Publication *p, Buf *out)
{
    const Book *b = p->book;
    const Node *contents = contents_of(b);
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" "
                   "version=\"2005-1\" xml:lang=\""));
    buf_xml(out, b->lang);
    buf_put(out, S("\">\n<head>\n<meta name=\"dtb:uid\" content=\""));
    buf_xml(out, b->identifier);
    buf_printf(out,
               "\"/>\n<meta name=\"dtb:depth\" content=\"%d\"/>\n"
               "<meta name=\"dtb:totalPageCount\" content=\"0\"/>\n"
               "<meta name=\"dtb:maxPageNumber\" content=\"0\"/>\n</head>\n",
               depth_of(contents));
    put_text(out, "docTitle", b->title);
    put_text(out, "docAuthor", b->author);
    buf_put(out, S("<navMap>\n"));
    unsigned order = 0;
    for (Walk w = walk(contents); walk_next(&w);) {
        if (w.node->kind != N_TOC_ITEM)
            continue;
        if (w.enter)
            put_point(p, out, w.node, ++order);
        else if (link_of(w.node))
            buf_put(out, S("</navPoint>\n"));
    }
    buf_put(out, S("</navMap>\n</ncx>\n"));
}
