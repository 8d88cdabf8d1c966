/* The two tables of contents, that of EPUB 3 and the NCX of older readers: each is read
 * into references, which check_refs() holds against the book and against each other. */
#include "checker.h"

static bool bad_nav(Checker *c, const Member *m, uint32_t line, const char *what)
{
    return fault(c, D_CHECK_NAV, m, line, str_of(what), (Str){0});
}

/* The place of the nav element of that type, or XML_NONE. */
static uint32_t find_nav(const XmlTree *t, const char *type)
{
    uint32_t at = 0;
    while ((at = xml_find(t, XML_NONE, at, "nav")) != XML_NONE &&
           !xml_word(&t->v[at], "epub:type", type))
        at++;
    return at;
}

static void take_lines(Checker *c, const Member *m, const XmlTree *t, uint32_t nav,
                       RefKind kind)
{
    for (uint32_t i = nav; i < t->v[nav].end; i++) {
        const XmlElement *e = &t->v[i];
        if (!str_eq(e->name, S("a")))
            continue;
        if (xml_text(t, e).n == 0)
            bad_nav(c, m, e->line, "has a line without words; give it some");
        Ref *r = ref_add(c, kind, m, e->line, xml_attr(e, "href"));
        if (r)
            r->label = arena_str(c->arena, xml_text(t, e));
    }
}

static void check_landmarks(Checker *c, const Member *m, const XmlTree *t)
{
    const uint32_t nav = find_nav(t, "landmarks");
    if (nav == XML_NONE) {
        bad_nav(c, m, 0, "has no landmarks; list at least where the text begins");
        return;
    }
    for (uint32_t i = nav; i < t->v[nav].end; i++)
        if (str_eq(t->v[i].name, S("a")) && !xml_has(&t->v[i], "epub:type"))
            bad_nav(c, m, t->v[i].line,
                    "has a landmark without a type; say its epub:type");
}

void check_nav(Checker *c, const Member *m, const XmlTree *t)
{
    const uint32_t toc = find_nav(t, "toc"), pages = find_nav(t, "page-list");
    if (toc == XML_NONE || xml_find(t, toc, 0, "a") == XML_NONE)
        bad_nav(c, m, 0, "has no contents; list the chapters");
    else
        take_lines(c, m, t, toc, REF_TOC);
    check_landmarks(c, m, t);
    if (pages != XML_NONE)
        take_lines(c, m, t, pages, REF_PAGE);
}

/* ---- NCX ---- */

static bool bad_ncx(Checker *c, uint32_t line, const char *what)
{
    return fault(c, D_CHECK_NCX, c->ncx, line, str_of(what), (Str){0});
}

static void take_point(Checker *c, const XmlTree *t, uint32_t at, RefKind kind)
{
    const uint32_t content = xml_find(t, at, 0, "content"),
                   text = xml_find(t, at, 0, "text");
    if (content == XML_NONE || text == XML_NONE || xml_text(t, &t->v[text]).n == 0) {
        bad_ncx(c, t->v[at].line, "has a point without words or a target; give it both");
        return;
    }
    Ref *r =
        ref_add(c, kind, c->ncx, t->v[content].line, xml_attr(&t->v[content], "src"));
    if (r) {
        r->ncx = true;
        r->label = arena_str(c->arena, xml_text(t, &t->v[text]));
    }
}

static void check_uid(Checker *c, const XmlTree *t)
{
    XmlTree package = xml_read(c->arena, c->package->bytes);
    Str uid = {0};
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(xml_attr(&t->v[i], "name"), S("dtb:uid")))
            uid = xml_attr(&t->v[i], "content");
    bool same = false;
    for (size_t i = 0; i < package.n; i++)
        same = same || (str_eq(package.v[i].name, S("identifier")) &&
                        str_eq(xml_text(&package, &package.v[i]), str_trim(uid)));
    if (!same)
        bad_ncx(c, 0, "has another identifier than the package; write the same");
    xml_free(&package);
}

void check_ncx(Checker *c)
{
    if (c->ncx == NULL)
        return;
    XmlTree t = member_xml(c, c->arena, c->ncx);
    for (uint32_t i = 0; i < t.n; i++) {
        if (str_eq(t.v[i].name, S("navPoint")))
            take_point(c, &t, i, REF_TOC);
        else if (str_eq(t.v[i].name, S("pageTarget")))
            take_point(c, &t, i, REF_PAGE);
    }
    check_uid(c, &t);
    xml_free(&t);
}
