/* Where references lead: every target is there, notes and calls lead to each other, the
 * two tables of contents agree, and the lists of pages name every mark of one. */
#include "base/url.h"
#include "checker.h"

static bool is_allowed_outside(Str href)
{
    return str_starts(href, S("https://")) || str_starts(href, S("http://")) ||
           str_starts(href, S("mailto:"));
}

Ref *ref_add(Checker *c, RefKind kind, const Member *from, uint32_t line, Str href)
{
    if (url_is_absolute(href)) {
        if (kind != REF_LINK || !is_allowed_outside(href))
            fault(c, D_CHECK_REMOTE, from, line, href, (Str){0});
        return NULL;
    }
    const size_t hash = str_find(href, S("#"));
    const Str file = str_sub(href, 0, hash), id = str_sub(href, hash, href.n);
    const Str name = file.n ? url_unescape(c->arena, url_join(c->arena, from->name, file))
                            : from->name;
    ARRAY_ROOM(c->refs, c->nrefs, c->refs_cap);
    Ref *r = &c->refs[c->nrefs++];
    *r = (Ref){.kind = kind, .from = from, .line = line};
    r->to = arena_printf(c->arena, STR_FMT STR_FMT, STR_ARG(name),
                         STR_ARG(id.n > 1 ? id : (Str){0}));
    return r;
}

/* The member that r leads to, or into. */
static const Member *member_of(const Checker *c, const Ref *r)
{
    return member_find(c, str_sub(r->to, 0, str_find(r->to, S("#"))));
}

static void check_target(Checker *c, const Ref *r)
{
    const Member *m = member_of(c, r);
    const bool fragment = str_has(r->to, S("#"));
    if (m == NULL || (fragment && !m->cut && map_find(&c->targets, r->to) == NULL))
        fault(c, D_CHECK_LINK, r->from, r->line, r->to, (Str){0});
    else if (r->kind == REF_FILE && m->type.n == 0)
        fault(c, D_CHECK_MANIFEST, m, 0, S("is shown but not in the manifest; list it"),
              (Str){0});
    else if (r->kind != REF_FILE && m->spine == 0)
        fault(c, D_CHECK_SPINE, r->from, r->line, m->name,
              S("is linked to, but is not in it; list it"));
}

/* ---- notes ---- */

static bool bad_note(Checker *c, const Member *m, uint32_t line, const char *what)
{
    return fault(c, D_CHECK_NOTE, m, line, str_of(what), (Str){0});
}

static void take_note_ref(Checker *c, const Ref *r)
{
    Target *to = map_find(&c->targets, r->to);
    Target *note = map_find(&c->targets, r->note);
    if (to == NULL)
        return; /* has been told */
    if (r->kind == REF_CALL) {
        to->called = true;
        if (!to->is_note)
            bad_note(c, r->from, r->line, "a call leads to no note");
    } else {
        if (!to->is_call)
            bad_note(c, r->from, r->line, "a way back leads to no call of a note");
        else if (note)
            note->returned = true;
        to->returned = true;
    }
}

static void check_notes(Checker *c)
{
    for (size_t i = 0; i < c->nrefs; i++)
        if (c->refs[i].kind == REF_CALL || c->refs[i].kind == REF_BACK)
            take_note_ref(c, &c->refs[i]);
    for (size_t i = 0; i < c->ntargets; i++) {
        const Target *t = c->order[i];
        if (t->is_note && !t->called)
            bad_note(c, t->member, t->line, "a note is called from nowhere");
        if (t->is_note && !t->returned)
            bad_note(c, t->member, t->line, "a note has no way back to its call");
        if (t->is_call && !t->returned)
            bad_note(c, t->member, t->line, "a call has no way back from its note");
    }
}

/* ---- pages ---- */

static void take_page(Checker *c, const Ref *r)
{
    Target *t = map_find(&c->targets, r->to);
    if (t == NULL)
        return; /* has been told */
    if (!t->is_page || !str_eq(t->label, r->label))
        fault(c, D_CHECK_PAGES, r->from, r->line,
              S("a line that does not lead to the mark of that page"), (Str){0});
    t->listed = t->listed || !r->ncx;
}

static void check_pages(Checker *c)
{
    for (size_t i = 0; i < c->nrefs; i++)
        if (c->refs[i].kind == REF_PAGE)
            take_page(c, &c->refs[i]);
    for (size_t i = 0; i < c->ntargets; i++) {
        const Target *t = c->order[i];
        if (t->is_page && t->label.n == 0)
            fault(c, D_CHECK_PAGES, t->member, t->line,
                  S("a mark of a page without a label"), (Str){0});
        if (t->is_page && !t->listed)
            fault(c, D_CHECK_PAGES, t->member, t->line,
                  S("a mark of a page that the list does not name"), (Str){0});
    }
}

/* ---- contents ---- */

/* Does a come before b in the book?  What leads nowhere has been told, and does not. */
static bool is_before(const Checker *c, const Ref *a, const Ref *b)
{
    const Member *ma = member_of(c, a), *mb = member_of(c, b);
    const Target *ta = map_find(&c->targets, a->to), *tb = map_find(&c->targets, b->to);
    if (ma != mb)
        return ma && mb && ma->spine && ma->spine < mb->spine;
    return (ta ? ta->order : 0) < (tb ? tb->order : 0);
}

static void check_contents(Checker *c)
{
    const Ref *last = NULL;
    size_t older = 0; /* the line of the NCX that comes next */
    for (size_t i = 0; i < c->nrefs; i++) {
        const Ref *r = &c->refs[i];
        if (r->kind != REF_TOC || r->ncx)
            continue;
        if (last && is_before(c, r, last))
            fault(c, D_CHECK_NAV, r->from, r->line,
                  S("is not in the order of the book; list the pages and chapters as "
                    "they follow"),
                  (Str){0});
        last = r;
        while (older < c->nrefs &&
               !(c->refs[older].ncx && c->refs[older].kind == REF_TOC))
            older++;
        if (c->ncx && (older >= c->nrefs || !str_eq(c->refs[older].to, r->to))) {
            fault(c, D_CHECK_NCX, c->ncx, older < c->nrefs ? c->refs[older].line : 0,
                  S("has other points than the contents; write the same"), (Str){0});
            return;
        }
        older++;
    }
    while (older < c->nrefs && !(c->refs[older].ncx && c->refs[older].kind == REF_TOC))
        older++;
    if (older < c->nrefs)
        fault(c, D_CHECK_NCX, c->ncx, c->refs[older].line,
              S("has other points than the contents; write the same"), (Str){0});
}

void check_refs(Checker *c)
{
    for (size_t i = 0; i < c->nrefs; i++)
        check_target(c, &c->refs[i]);
    check_notes(c);
    check_pages(c);
    check_contents(c);
}
