/* An EPUB checked as a whole: the container, the package, each document, and then what
 * leads from one to another.
 *
 * Everything is read once.  Ids and references are collected while the documents pass by,
 * and only when all ids are known are the references held against them; so the cost is
 * linear in the size of the book.  The alternative, a general validator with the schemas
 * of XHTML, would say more of books of others and less of what this program means to
 * promise of its own: that notes lead back, that pages are named, that nothing is loaded
 * from outside.  Sources: EPUB 3.3, EPUB Accessibility 1.1. */
#include "check.h"

#include <stdlib.h>

#include "base/file.h"
#include "checker.h"

enum {
    FILE_MOST = 1 << 30, /* bytes: of a book, not of an article */
    FAULTS_MOST = 200,   /* are told of one file: nobody reads more */
    ALIKE_MOST = 20,     /* of one rule: one cause may break it on every page */
};

bool tell(Findings *f, DiagId id, Str place, uint32_t line, Str a, Str b)
{
    const bool note = diag_severity(id) == SEVERITY_NOTE;
    if (!note && (f->of[id]++ >= ALIKE_MOST || f->told == FAULTS_MOST)) {
        f->untold++;
        return false;
    }
    const Str path = place.n ? arena_printf(f->arena, STR_FMT ":" STR_FMT,
                                            STR_ARG(f->path), STR_ARG(place))
                             : f->path;
    f->told += !note;
    return diag(f->d, id, (Loc){path, line, 0}, a, b);
}

void tell_rest(Findings *f)
{
    if (f->untold > 0)
        diag(f->d, D_CHECK_MORE, (Loc){.path = f->path},
             arena_printf(f->arena, "%zu", f->untold), (Str){0});
}

bool fault(Checker *c, DiagId id, const Member *m, uint32_t line, Str a, Str b)
{
    return tell(&c->to, id, m ? m->name : (Str){0}, line, a, b);
}

Member *member_find(const Checker *c, Str name)
{
    return map_find(&c->by_name, name);
}

XmlTree member_xml(Checker *c, Arena *a, const Member *m)
{
    XmlTree t = xml_read(a, m->bytes);
    if (t.error)
        fault(c, D_CHECK_XML, m, t.error_line, str_of(t.error), (Str){0});
    return t;
}

static void check_members(Checker *c)
{
    for (size_t i = 0; i < c->nmembers; i++) {
        Member *m = &c->members[i];
        if (str_eq(m->type, S("application/xhtml+xml")))
            check_document(c, m);
        else if (str_eq(m->type, S("text/css")))
            check_css(c, m, m->bytes, 0);
    }
}

void check_epub(Diag *d, Str path, Str bytes)
{
    Arena *a = arena_new();
    Checker c = {.to = {.d = d, .arena = a, .path = path}, .arena = a};
    if (check_zip(&c, bytes)) {
        check_package(&c);
        check_members(&c);
        if (c.package)
            check_ncx(&c);
        check_refs(&c);
        check_access(&c);
    }
    tell_rest(&c.to);
    map_free(&c.by_name);
    map_free(&c.targets);
    free(c.order);
    free(c.refs);
    arena_free(a);
}

void check_file(Diag *d, Str path)
{
    Arena *a = arena_new();
    Str bytes;
    if (!file_read(d, a, path, FILE_MOST, D_CHECK_UNREADABLE, &bytes)) {
        arena_free(a);
        return;
    }
    if (str_starts(bytes, S("PK")))
        check_epub(d, path, bytes);
    else if (str_starts(bytes, S("%PDF")))
        check_pdf(d, path, bytes);
    else
        diag(d, D_CHECK_FORMAT, (Loc){.path = path}, (Str){0}, (Str){0});
    arena_free(a);
}
