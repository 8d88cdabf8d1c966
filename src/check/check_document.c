/* One XHTML document: what stands in it, and what it refers to. */
#include <stdlib.h>

#include "base/utf8.h"
#include "checker.h"

typedef struct Scan {
    Checker *c;
    Arena *arena; /* of this document */
    const Member *m;
    const XmlTree *t;
} Scan;

static bool is(const XmlElement *e, const char *name)
{
    return str_eq(e->name, str_of(name));
}

static bool is_one_of(const XmlElement *e, const char *const *names)
{
    for (; *names; names++)
        if (is(e, *names))
            return true;
    return false;
}

static bool report(const Scan *s, DiagId id, const XmlElement *e, Str what)
{
    return fault(s->c, id, s->m, e->line, what, (Str){0});
}

/* ---- ids ---- */

static Str key_of(const Scan *s, Str id)
{
    return arena_printf(s->c->arena, STR_FMT "#" STR_FMT, STR_ARG(s->m->name),
                        STR_ARG(id));
}

static bool is_note(const XmlElement *e)
{
    return xml_word(e, "epub:type", "footnote") || xml_word(e, "epub:type", "endnote") ||
           xml_word(e, "epub:type", "rearnote");
}

static void take_id(const Scan *s, const XmlElement *e)
{
    Checker *c = s->c;
    const bool page = xml_word(e, "epub:type", "pagebreak");
    const Str id = xml_attr(e, "id");
    if (page) {
        c->npages++;
        if (id.n == 0)
            report(s, D_CHECK_PAGES, e, S("a mark of a page without an id"));
    }
    if (!xml_has(e, "id"))
        return;
    const Str key = key_of(s, id);
    void **place = map_at(&c->targets, key);
    if (*place || id.n == 0) {
        report(s, D_CHECK_ID, e, id);
        return;
    }
    Target *t = arena_alloc(c->arena, sizeof *t);
    const Str label = xml_attr(e, "aria-label");
    *t = (Target){.member = s->m,
                  .line = e->line,
                  .order = (uint32_t)(e - s->t->v),
                  .is_note = is_note(e),
                  .is_call = xml_word(e, "epub:type", "noteref"),
                  .is_page = page,
                  .label = arena_str(c->arena, label.n ? label : xml_attr(e, "title"))};
    *place = t;
    ARRAY_ROOM(c->order, c->ntargets, c->targets_cap);
    c->order[c->ntargets++] = t;
}

/* ---- what it refers to ---- */

static Str note_around(const Scan *s, const XmlElement *e)
{
    for (uint32_t up = e->parent; up != XML_NONE; up = s->t->v[up].parent)
        if (is_note(&s->t->v[up]))
            return key_of(s, xml_attr(&s->t->v[up], "id"));
    return (Str){0};
}

static void take_link(const Scan *s, const XmlElement *e)
{
    const bool back = xml_word(e, "role", "doc-backlink");
    const RefKind kind = xml_word(e, "epub:type", "noteref") ? REF_CALL
                         : back                              ? REF_BACK
                                                             : REF_LINK;
    if (!xml_has(e, "href"))
        return;
    Ref *r = ref_add(s->c, kind, s->m, e->line, xml_attr(e, "href"));
    if (r && back)
        r->note = note_around(s, e);
}

static void take_picture(const Scan *s, const XmlElement *e)
{
    const bool decorative =
        xml_word(e, "role", "presentation") || xml_word(e, "role", "none");
    s->c->npictures++;
    if (!xml_has(e, "alt"))
        report(s, D_CHECK_ALT, e, xml_attr(e, "src"));
    s->c->nuntold += xml_attr(e, "alt").n == 0 && !decorative;
    ref_add(s->c, REF_FILE, s->m, e->line, xml_attr(e, "src"));
}

/* ---- what may not stand there ---- */

static void check_harm(const Scan *s, const XmlElement *e)
{
    static const char *const names[] = {"script", "iframe", "object", "embed", "applet",
                                        "form",   "input",  "base",   "frame", "audio",
                                        "video",  "source", NULL};
    if (is_one_of(e, names))
        report(s, D_CHECK_ACTIVE, e, e->name);
    if (is(e, "meta") && xml_has(e, "http-equiv"))
        report(s, D_CHECK_ACTIVE, e, S("http-equiv"));
    for (size_t i = 0; i < e->nattrs; i++)
        if (str_eq_nocase(str_sub(e->attrs[i].name, 0, 2), S("on")))
            report(s, D_CHECK_ACTIVE, e, e->attrs[i].name);
    if (xml_has(e, "style"))
        check_css(s->c, s->m, xml_attr(e, "style"), e->line);
    if (is(e, "style"))
        check_css(s->c, s->m, xml_text(s->t, e), e->line);
}

/* ---- what readers aloud need ---- */

static void check_lang(const Scan *s, const XmlElement *e)
{
    if (!str_eq(xml_attr(e, "lang"), xml_attr(e, "xml:lang")))
        report(s, D_CHECK_LANG, e, S("lang and xml:lang differ"));
    else if (is(e, "html") && xml_attr(e, "lang").n == 0)
        report(s, D_CHECK_LANG, e, S("the document has no language"));
}

static void check_heading(const Scan *s, const XmlElement *e)
{
    if (e->name.n != 2 || e->name.p[0] != 'h' || e->name.p[1] < '1' || e->name.p[1] > '6')
        return;
    const int level = e->name.p[1] - '0';
    if (level > s->c->level + 1)
        report(s, D_CHECK_HEADING, e, e->name);
    s->c->level = level;
}

static void check_table(const Scan *s, const XmlElement *e)
{
    if (is(e, "th") && !xml_has(e, "scope"))
        report(s, D_CHECK_TABLE, e, (Str){0});
}

static void check_title(const Scan *s)
{
    const uint32_t at = xml_find(s->t, XML_NONE, 0, "title");
    if (at == XML_NONE || xml_text(s->t, &s->t->v[at]).n == 0)
        report(s, D_CHECK_TITLE, &s->t->v[0], (Str){0});
}

/* C1 controls, and what turns the direction of letters past the end of a paragraph: both
 * can make a text look like another. */
static void check_text(const Scan *s)
{
    const Str text = buf_str(&s->t->text);
    for (size_t i = 0; i < text.n;) {
        const uint32_t cp = utf8_next(text, &i);
        if ((cp >= 0x7F && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E)) {
            fault(s->c, D_CHECK_TEXT, s->m, 0,
                  arena_printf(s->arena, "U+%04X", (unsigned)cp), (Str){0});
            return;
        }
    }
}

static void check_element(const Scan *s, const XmlElement *e)
{
    take_id(s, e);
    if (is(e, "a") || is(e, "area"))
        take_link(s, e);
    else if (is(e, "img"))
        take_picture(s, e);
    else if (is(e, "link"))
        ref_add(s->c, REF_FILE, s->m, e->line, xml_attr(e, "href"));
    check_harm(s, e);
    check_lang(s, e);
    check_heading(s, e);
    check_table(s, e);
}

void check_document(Checker *c, Member *m)
{
    Arena *a = arena_new();
    XmlTree t = member_xml(c, a, m);
    m->cut = t.error != NULL;
    const Scan s = {c, a, m, &t};
    for (size_t i = 0; i < t.n; i++)
        check_element(&s, &t.v[i]);
    if (t.n > 0 && !m->cut)
        check_title(&s);
    check_text(&s);
    if (m == c->nav)
        check_nav(c, m, &t);
    xml_free(&t);
    arena_free(a);
}
