/* The package document: what the book is, which files it has, in which order they are
 * read. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "embed.h"

/* ---- elements ---- */

static void put_dc(Buf *out, const char *name, const char *id, Str value)
{
    if (value.n == 0)
        return;
    buf_printf(out, id ? "<dc:%s id=\"%s\">" : "<dc:%s>", name, id);
    buf_xml(out, value);
    buf_printf(out, "</dc:%s>\n", name);
}

static void put_meta(Buf *out, const char *property, Str value)
{
    buf_printf(out, "<meta property=\"%s\">", property);
    buf_xml(out, value);
    buf_put(out, S("</meta>\n"));
}

/* `scheme`: an attribute, or "". */
static void put_refining(Buf *out, const char *id, const char *property,
                         const char *scheme, const char *value)
{
    buf_printf(out, "<meta refines=\"#%s\" property=\"%s\"%s>%s</meta>\n", id, property,
               scheme, value);
}

static void put_role(Buf *out, const char *id, const char *role)
{
    put_refining(out, id, "role", " scheme=\"marc:relators\"", role);
}

/* In one element, with the subtitle: of several, some readers show the first, some the
 * last, whatever these say of themselves. */
static void put_title(const Publication *p, Buf *out)
{
    const Str title = p->book->title, subtitle = p->book->subtitle;
    size_t last = title.n;
    const bool ends = title.n > 0 && uni_is_punct(utf8_prev(title, &last));
    put_dc(out, "title", NULL,
           subtitle.n == 0 ? title
                           : arena_printf(p->arena, STR_FMT "%s" STR_FMT, STR_ARG(title),
                                          ends ? " " : ": ", STR_ARG(subtitle)));
}

/* Without a form to sort by: which of its words a name is filed under depends on whose
 * it is. */
static void put_authors(const Publication *p, Buf *out)
{
    Str rest = p->book->authors;
    for (unsigned i = 1; rest.n > 0; i++) {
        const char *id = arena_cstr(p->arena, arena_printf(p->arena, "author-%u", i));
        put_dc(out, "creator", id, str_line(&rest));
        put_role(out, id, "aut");
    }
}

static void put_subjects(const Book *b, Buf *out)
{
    for (Str rest = b->subjects; rest.n > 0;)
        put_dc(out, "subject", NULL, str_line(&rest));
}

static void put_series(const Publication *p, Buf *out)
{
    if (p->book->series.n == 0)
        return;
    buf_put(out, S("<meta property=\"belongs-to-collection\" id=\"series\">"));
    buf_xml(out, p->book->series);
    buf_put(out, S("</meta>\n"));
    put_refining(out, "series", "collection-type", "", "series");
    if (p->book->place > 0)
        put_refining(out, "series", "group-position", "",
                     arena_cstr(p->arena, arena_printf(p->arena, "%d", p->book->place)));
}

/* ---- metadata ---- */

static void put_source(Buf *out, Map *seen, const Article *a)
{
    if (a->url.n == 0)
        return;
    void **at = map_at(seen, a->url);
    if (*at == NULL)
        put_dc(out, "source", NULL, a->url);
    *at = seen;
}

/* Where the articles came from, each address once. */
static void put_sources(const Book *b, Buf *out)
{
    Map seen = {0};
    for (size_t i = 0; i < b->nchapters; i++) {
        const Article *a = b->chapters[i].article;
        if (a == NULL)
            continue;
        put_source(out, &seen, a);
        for (size_t k = 0; k < a->nalso; k++)
            put_source(out, &seen, a->also[k]);
    }
    map_free(&seen);
}

/* Whose pages the list tells: the PDF's, which has the book's identifier.  In this older
 * form, since there are validators that do not know pageBreakSource yet. */
static void put_pagination(const Publication *p, Buf *out)
{
    if (p->nmarks == 0)
        return;
    put_dc(out, "source", "pages", p->book->identifier);
    put_refining(out, "pages", "source-of", "", "pagination");
}

/* What is said of accessibility, and when it is true.  That the book conforms to a
 * standard is not: it takes a person to claim that. */
static void put_accessibility(const Publication *p, Buf *out)
{
    const bool seen = p->cover.n > 0 || p->book->npictures > 0;
    const struct {
        const char *property;
        Str value;
        bool said; /* in a book of such pictures as this one has */
    } table[] = {
        {"schema:accessMode", S("textual"), true},
        {"schema:accessMode", S("visual"), seen},
        {"schema:accessModeSufficient", S("textual"), p->book->nuntold == 0},
        {"schema:accessModeSufficient", S("textual,visual"), p->book->nuntold > 0},
        {"schema:accessibilityFeature", S("tableOfContents"), true},
        {"schema:accessibilityFeature", S("readingOrder"), true},
        {"schema:accessibilityFeature", S("structuralNavigation"), true},
        {"schema:accessibilityFeature", S("alternativeText"),
         seen && p->book->nuntold == 0},
        {"schema:accessibilityFeature", S("pageBreakMarkers"), p->nmarks > 0},
        {"schema:accessibilityFeature", S("pageNavigation"), p->nmarks > 0},
        {"schema:accessibilityFeature", S("displayTransformability"), true},
        {"schema:accessibilityFeature", S("unlocked"), true},
        {"schema:accessibilityHazard", S("none"), true},
        {"schema:accessibilitySummary",
         S("A book of text: its chapters, headings, lists and notes are marked as such, "
           "and every note leads to its call and back."),
         true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].said)
            put_meta(out, table[i].property, table[i].value);
}

static void put_metadata(const Publication *p, Buf *out)
{
    const Book *b = p->book;
    const Str date = date_iso(p->arena, b->date);
    buf_put(out, S("<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"));
    put_dc(out, "identifier", "uid", b->identifier);
    put_title(p, out);
    put_dc(out, "language", NULL, b->lang);
    put_dc(out, "date", NULL, date);
    put_authors(p, out);
    put_dc(out, "contributor", "maker", S("sheaf " SHEAF_VERSION));
    put_role(out, "maker", "bkp");
    put_dc(out, "publisher", NULL, b->publisher);
    put_dc(out, "description", NULL, b->description);
    put_dc(out, "rights", NULL, b->rights);
    put_subjects(b, out);
    put_sources(b, out);
    put_pagination(p, out);
    put_meta(out, "dcterms:modified",
             arena_printf(p->arena, STR_FMT "T00:00:00Z", STR_ARG(date)));
    put_series(p, out);
    put_accessibility(p, out);
    if (embed_count(p) > 0) /* without it Apple Books passes over fonts */
        put_meta(out, "ibooks:specified-fonts", S("true"));
    buf_put(out, S("<meta name=\"generator\" content=\"sheaf " SHEAF_VERSION "\"/>\n"));
    for (size_t i = 0; i < p->nitems; i++)
        if (p->items[i].properties &&
            str_eq(str_of(p->items[i].properties), S("cover-image")))
            buf_printf(out, "<meta name=\"cover\" content=\"" STR_FMT "\"/>\n",
                       STR_ARG(p->items[i].id));
    buf_put(out, S("</metadata>\n"));
}

/* ---- files ---- */

static void put_manifest(const Publication *p, Buf *out)
{
    buf_put(out, S("<manifest>\n"));
    for (size_t i = 0; i < p->nitems; i++) {
        const Item *item = &p->items[i];
        buf_put(out, S("<item id=\""));
        buf_xml(out, item->id);
        buf_put(out, S("\" href=\""));
        buf_xml(out, item->href);
        buf_printf(out, "\" media-type=\"%s\"", item->type);
        if (item->properties)
            buf_printf(out, " properties=\"%s\"", item->properties);
        buf_put(out, S("/>\n"));
    }
    buf_put(out, S("</manifest>\n"));
}

static void put_spine(const Publication *p, Buf *out)
{
    buf_put(out, S("<spine toc=\"ncx\""));
    if (p->book->rtl)
        buf_put(out, S(" page-progression-direction=\"rtl\""));
    buf_put(out, S(">\n"));
    for (size_t i = 0; i < p->nitems; i++) {
        if (!p->items[i].in_spine)
            continue;
        buf_put(out, S("<itemref idref=\""));
        buf_xml(out, p->items[i].id);
        buf_put(out, S("\"/>\n"));
    }
    buf_put(out, S("</spine>\n"));
}

static void put_reference(Buf *out, const char *type, const char *title, Str href)
{
    buf_printf(out, "<reference type=\"%s\" title=\"%s\" href=\"", type, title);
    buf_xml(out, href);
    buf_put(out, S("\"/>\n"));
}

/* The landmarks of EPUB 2. */
static void put_guide(const Publication *p, Buf *out)
{
    buf_put(out, S("<guide>\n"));
    for (size_t i = 0; i < p->nitems; i++) {
        const Item *item = &p->items[i];
        const Chapter *c = item->chapter;
        if (str_eq(item->href, S(HREF_COVER)))
            put_reference(out, "cover", "Cover", item->href);
        if (c && c->kind == CHAPTER_TITLE)
            put_reference(out, "title-page", "Title page", item->href);
        if (c && c->kind == CHAPTER_CONTENTS)
            put_reference(out, "toc", "Contents", item->href);
        if (c && book_begins_with(p->book, c))
            put_reference(out, "text", "Beginning", item->href);
    }
    buf_put(out, S("</guide>\n"));
}

void package_opf(const Publication *p, Buf *out)
{
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
                   "unique-identifier=\"uid\""));
    if (embed_count(p) > 0)
        buf_put(out, S(" prefix=\"ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/"
                       "vocabulary-extensions-1.0/\""));
    buf_put(out, S(" xml:lang=\""));
    buf_xml(out, p->book->lang);
    buf_put(out, uni_lang_is_rtl(p->book->lang) ? S("\" dir=\"rtl\">\n") : S("\">\n"));
    put_metadata(p, out);
    put_manifest(p, out);
    put_spine(p, out);
    put_guide(p, out);
    buf_put(out, S("</package>\n"));
}
