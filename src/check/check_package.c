/* The package: what leads to it, what it says of the book, and whether its list of files
 * is that of the archive. */
#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "checker.h"

static bool bad_metadata(Checker *c, uint32_t line, const char *what)
{
    return fault(c, D_CHECK_METADATA, c->package, line, str_of(what), (Str){0});
}

/* ---- META-INF/container.xml ---- */

static Member *find_package(Checker *c)
{
    const Member *m = member_find(c, S("META-INF/container.xml"));
    if (m == NULL) {
        fault(c, D_CHECK_CONTAINER, NULL, 0, S("is missing"), (Str){0});
        return NULL;
    }
    XmlTree t = member_xml(c, c->arena, m);
    const uint32_t root = xml_find(&t, XML_NONE, 0, "rootfile");
    Member *package =
        root == XML_NONE ? NULL : member_find(c, xml_attr(&t.v[root], "full-path"));
    if (package == NULL ||
        !str_eq(xml_attr(&t.v[root], "media-type"), S("application/oebps-package+xml")))
        fault(c, D_CHECK_CONTAINER, m, root == XML_NONE ? 0 : t.v[root].line,
              S("leads to no package"), (Str){0});
    xml_free(&t);
    return package;
}

/* ---- metadata ---- */

static bool is_modified(Str s)
{
    static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
    if (s.n != sizeof form - 1)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (form[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != form[i])
            return false;
    return true;
}

static bool has_text(const XmlTree *t, const char *name)
{
    const uint32_t at = xml_find(t, XML_NONE, 0, name);
    return at != XML_NONE && xml_text(t, &t->v[at]).n > 0;
}

static void check_identifier(Checker *c, const XmlTree *t)
{
    const Str id = xml_attr(&t->v[0], "unique-identifier");
    for (size_t i = 0; i < t->n; i++)
        if (id.n > 0 && str_eq(t->v[i].name, S("identifier")) &&
            str_eq(xml_attr(&t->v[i], "id"), id) && xml_text(t, &t->v[i]).n > 0)
            return;
    bad_metadata(c, t->v[0].line, "has no identifier of the id that it names");
}

static void check_metadata(Checker *c, const XmlTree *t)
{
    size_t modified = 0;
    bool ours = false;
    check_identifier(c, t);
    if (!str_eq(xml_attr(&t->v[0], "version"), S("3.0")))
        bad_metadata(c, t->v[0].line, "is not of version 3.0");
    if (!has_text(t, "title"))
        bad_metadata(c, t->v[0].line, "has no title");
    if (!has_text(t, "language"))
        bad_metadata(c, t->v[0].line, "has no language");
    for (size_t i = 0; i < t->n; i++) {
        const XmlElement *e = &t->v[i];
        if (!str_eq(e->name, S("meta")))
            continue;
        ours = ours || (str_eq(xml_attr(e, "name"), S("generator")) &&
                        str_starts(xml_attr(e, "content"), S("sheaf ")));
        if (!str_eq(xml_attr(e, "property"), S("dcterms:modified")))
            continue;
        modified++;
        if (!is_modified(xml_text(t, e)))
            bad_metadata(c, e->line,
                         "says when it was modified in another form than "
                         "2025-12-31T00:00:00Z");
    }
    if (modified != 1)
        bad_metadata(c, t->v[0].line, "does not say once when it was modified");
    if (!ours)
        fault(c, D_CHECK_FOREIGN, NULL, 0, (Str){0}, (Str){0});
}

/* ---- manifest ---- */

/* What the first bytes say; NULL: nothing that is known by them. */
static const char *type_by_magic(Str b)
{
    static const struct {
        const char *magic;
        size_t n, at;
        const char *type;
    } table[] = {
        {"\x89PNG\r\n\x1A\n", 8, 0, "image/png"},
        {"\xFF\xD8\xFF", 3, 0, "image/jpeg"},
        {"GIF8", 4, 0, "image/gif"},
        {"WEBP", 4, 8, "image/webp"},
        {"OTTO", 4, 0, "font/otf"},
        {"\0\1\0\0", 4, 0, "font/ttf"},
        {"wOFF", 4, 0, "font/woff"},
        {"wOF2", 4, 0, "font/woff2"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (b.n >= table[i].at + table[i].n &&
            memcmp(b.p + table[i].at, table[i].magic, table[i].n) == 0)
            return table[i].type;
    return NULL;
}

static bool has_magic(Str type)
{
    return str_starts(type, S("font/")) ||
           (str_starts(type, S("image/")) && !str_eq(type, S("image/svg+xml")));
}

static void check_type(Checker *c, const Member *m, uint32_t line)
{
    const char *is = type_by_magic(m->bytes);
    if (m->bytes.n == 0)
        return; /* empty, or damaged, which has been told */
    if (is ? !str_eq(m->type, str_of(is)) : has_magic(m->type))
        fault(c, D_CHECK_TYPE, c->package, line, m->name,
              is ? str_of(is) : S("something else"));
}

static void take_item(Checker *c, const XmlElement *e, Map *items)
{
    const Str id = xml_attr(e, "id"), href = xml_attr(e, "href");
    Member *m = member_find(
        c, url_unescape(c->arena, url_join(c->arena, c->package->name, href)));
    void **place = map_at(items, id);
    if (*place || id.n == 0)
        fault(c, D_CHECK_ID, c->package, e->line, id, (Str){0});
    if (m == NULL || href.n == 0) {
        fault(c, D_CHECK_LINK, c->package, e->line, href, (Str){0});
        return;
    }
    *place = *place ? *place : m;
    if (m->type.n)
        fault(c, D_CHECK_MANIFEST, m, 0,
              S("is listed twice in the manifest; list it once"), (Str){0});
    m->type = xml_attr(e, "media-type");
    m->properties = xml_attr(e, "properties");
    if (m->type.n == 0)
        fault(c, D_CHECK_MANIFEST, m, 0, S("has no media type in the manifest; say it"),
              (Str){0});
    check_type(c, m, e->line);
    if (xml_word(e, "properties", "nav"))
        c->nav = c->nav ? c->nav : m;
    if (str_eq(m->type, S("application/x-dtbncx+xml")))
        c->ncx = m;
}

static void check_listed(Checker *c)
{
    for (size_t i = 0; i < c->nmembers; i++) {
        const Member *m = &c->members[i];
        if (m->type.n == 0 && m != c->package && !str_eq(m->name, S("mimetype")) &&
            !str_starts(m->name, S("META-INF/")) && !str_ends(m->name, S("/")) &&
            member_find(c, m->name) == m)
            fault(c, D_CHECK_MANIFEST, m, 0,
                  S("is not in the manifest; list it or leave it out"), (Str){0});
    }
}

/* ---- spine ---- */

static void take_itemref(Checker *c, const XmlElement *e, const Map *items)
{
    Member *m = map_find(items, xml_attr(e, "idref"));
    if (m == NULL || m->spine || !str_eq(m->type, S("application/xhtml+xml"))) {
        fault(c, D_CHECK_SPINE, c->package, e->line, xml_attr(e, "idref"),
              m == NULL  ? S("is the id of no file; name one of the manifest")
              : m->spine ? S("stands in it twice; list it once")
                         : S("is no XHTML document; take it out"));
        return;
    }
    m->spine = ++c->nspine;
}

void check_package(Checker *c)
{
    Map items = {0};
    c->package = find_package(c);
    if (c->package == NULL)
        return;
    XmlTree t = member_xml(c, c->arena, c->package);
    if (t.n > 0)
        check_metadata(c, &t);
    for (size_t i = 0; i < t.n; i++)
        if (str_eq(t.v[i].name, S("item")))
            take_item(c, &t.v[i], &items);
    for (size_t i = 0; i < t.n; i++)
        if (str_eq(t.v[i].name, S("itemref")))
            take_itemref(c, &t.v[i], &items);
    check_listed(c);
    if (c->nspine == 0)
        fault(c, D_CHECK_SPINE, c->package, 0, S("nothing"),
              S("stands in it; list the chapters"));
    if (c->nav == NULL)
        fault(c, D_CHECK_NAV, c->package, 0,
              S("has no file with the property nav; write one"), (Str){0});
    map_free(&items);
    xml_free(&t);
}

/* ---- accessibility ---- */

typedef struct Claims {
    bool mode, feature, hazard, summary;
    bool marks, pages, alternatives; /* of the features */
} Claims;

static Claims read_claims(const XmlTree *t)
{
    Claims k = {0};
    for (size_t i = 0; i < t->n; i++) {
        const XmlElement *e = &t->v[i];
        const Str property = xml_attr(e, "property"), value = xml_text(t, e);
        if (!str_eq(e->name, S("meta")) || value.n == 0)
            continue;
        k.mode = k.mode || str_eq(property, S("schema:accessMode"));
        k.hazard = k.hazard || str_eq(property, S("schema:accessibilityHazard"));
        k.summary = k.summary || str_eq(property, S("schema:accessibilitySummary"));
        if (!str_eq(property, S("schema:accessibilityFeature")))
            continue;
        k.feature = true;
        k.marks = k.marks || str_eq(value, S("pageBreakMarkers"));
        k.pages = k.pages || str_eq(value, S("pageNavigation"));
        k.alternatives = k.alternatives || str_eq(value, S("alternativeText"));
    }
    return k;
}

void check_access(Checker *c)
{
    if (c->package == NULL)
        return;
    XmlTree t = xml_read(c->arena, c->package->bytes);
    const Claims k = read_claims(&t);
    bool list = false;
    for (size_t i = 0; i < c->nrefs; i++)
        list = list || (c->refs[i].kind == REF_PAGE && !c->refs[i].ncx);
    const struct {
        bool wrong;
        const char *what;
    } table[] = {
        {!k.mode, "has no accessMode"},
        {!k.feature, "has no accessibilityFeature"},
        {!k.hazard, "has no accessibilityHazard"},
        {!k.summary, "has no accessibilitySummary"},
        {k.marks && c->npages == 0, "claims pageBreakMarkers, and there are none"},
        {!k.marks && c->npages > 0, "does not tell of its pageBreakMarkers"},
        {k.pages && !list, "claims pageNavigation, and there is no list of pages"},
        {!k.pages && list, "does not tell of its pageNavigation"},
        {k.alternatives && c->nuntold > 0,
         "claims alternativeText, and a picture has none"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].wrong)
            fault(c, D_CHECK_ACCESS, c->package, 0, str_of(table[i].what), (Str){0});
    xml_free(&t);
}
