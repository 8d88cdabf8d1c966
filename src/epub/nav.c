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

static void put_point(const Publication *p, Buf *out, const Node *link, unsigned order)
{
    buf_printf(out, "<navPoint id=\"point-%u\" playOrder=\"%u\"><navLabel><text>", order,
               order);
    buf_xml(out, node_words(p->arena, link));
    buf_put(out, S("</text></navLabel><content src=\""));
    link_href(out, p, NULL, link->ref);
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

/* A number, where the label is one: the front matter's are not. */
static bool is_number(Str label)
{
    return label.p[0] >= '0' && label.p[0] <= '9';
}

static void put_target(const Publication *p, Buf *out, const PageMark *m, size_t order)
{
    const char *type = is_number(m->label) ? "normal" : "front";
    buf_put(out, S("<pageTarget id=\""));
    pagelist_id(out, m);
    buf_printf(out, "\" type=\"%s\"", type);
    if (is_number(m->label))
        buf_printf(out, " value=\"" STR_FMT "\"", STR_ARG(m->label));
    buf_printf(out, " playOrder=\"%zu\"><navLabel><text>", order);
    buf_xml(out, m->label);
    buf_put(out, S("</text></navLabel><content src=\""));
    pagelist_href(p, out, m);
    buf_put(out, S("\"/></pageTarget>\n"));
}

/* Where the points lead, as numbers of nodes, in the order of the contents. */
typedef struct Points {
    uint32_t *at;
    size_t n;
} Points;

static size_t count_items(const Node *contents)
{
    size_t n = 0;
    for (Walk w = walk(contents); walk_next(&w);)
        n += w.enter && w.node->kind == N_TOC_ITEM;
    return n;
}

/* Points and pages are counted together, in the order of reading. */
static Points put_points(const Publication *p, Buf *out, const Node *contents)
{
    Points points = {arena_array(p->arena, count_items(contents), sizeof *points.at), 0};
    buf_put(out, S("<navMap>\n"));
    for (Walk w = walk(contents); walk_next(&w);) {
        const Node *link = w.node->kind == N_TOC_ITEM ? link_of(w.node) : NULL;
        if (link == NULL)
            continue;
        if (!w.enter) {
            buf_put(out, S("</navPoint>\n"));
            continue;
        }
        const Node *to = book_find(p->book, str_sub(link->ref, 1, link->ref.n));
        points.at[points.n++] = to ? to->no : 0;
        put_point(p, out, link, (unsigned)(points.n + (to ? pagelist_from(p, to) : 0)));
    }
    buf_put(out, S("</navMap>\n"));
    return points;
}

static void put_targets(const Publication *p, Buf *out, const Points *points)
{
    size_t before = 0;
    if (p->nmarks == 0)
        return;
    buf_put(out, S("<pageList>\n"));
    put_text(out, "navLabel", S("Pages"));
    for (size_t i = 0; i < p->nmarks; i++) {
        while (before < points->n && points->at[before] <= p->marks[i].node->no)
            before++;
        put_target(p, out, &p->marks[i], before + i + 1);
    }
    buf_put(out, S("</pageList>\n"));
}

static void put_counts(const Publication *p, Buf *out, int depth)
{
    const Str last = p->nmarks ? p->marks[p->nmarks - 1].label : (Str){0};
    buf_printf(out,
               "<meta name=\"dtb:depth\" content=\"%d\"/>\n"
               "<meta name=\"dtb:totalPageCount\" content=\"%zu\"/>\n"
               "<meta name=\"dtb:maxPageNumber\" content=\"" STR_FMT "\"/>\n",
               depth, p->nmarks, STR_ARG(last.n && is_number(last) ? last : S("0")));
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
    buf_put(out, S("\"/>\n"));
    put_counts(p, out, depth_of(contents));
    buf_put(out, S("</head>\n"));
    put_text(out, "docTitle", b->title);
    put_text(out, "docAuthor", b->author);
    const Points points = put_points(p, out, contents);
    put_targets(p, out, &points);
    buf_put(out, S("</ncx>\n"));
}
