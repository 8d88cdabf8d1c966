/* Web pages that browsers saved with all that they show (MHTML, RFC 2557): one part is
 * the page, the others are its pictures, styles and frames.  The page says of itself who
 * wrote it and when; the head around it tells where it was found, and its date is only
 * that of saving. */
#include "base/unicode.h"
#include "mail.h"
#include "reader.h"

static bool is_page(const MimePart *p)
{
    return mime_is(p, "text/html") || mime_is(p, "application/xhtml+xml");
}

/* The part that the head names, if it is a page, else the first page; m->n: none. */
static uint32_t find_page(const Mime *m)
{
    uint32_t first = (uint32_t)m->n;
    for (uint32_t i = (uint32_t)m->n; i-- > 0;) {
        if (!is_page(&m->v[i]))
            continue;
        if (m->v[0].start.n > 0 && str_eq(m->v[i].id, m->v[0].start))
            return i;
        first = i;
    }
    return first;
}

static void read_page(Diag *d, const Mime *m, const MimePart *p, Article *a)
{
    bool cut;
    const Str bytes = mime_decode(a->arena, m, p, &cut);
    a->url = arena_str(a->arena, mail_address(m, &m->v[0]));
    if (a->url.n == 0)
        a->url = arena_str(a->arena, mail_address(m, p));
    a->src.charset = charset_find(p->charset);
    if (cut)
        diag(d, D_MAIL_CUT, mail_loc(a), (Str){0}, (Str){0});
    MailFiles files;
    mail_files(&files, m, p->location.n ? p->location : a->url);
    members_read_as(d, a, bytes, "html", &(Nearby){.find = mail_find, .ctx = &files});
    mail_files_free(&files);
    if (a->src.saved.year == 0)
        mime_date(m->arena, mime_field(m, &m->v[0], "Date"), &a->src.saved);
    const Str subject = mime_field(m, &m->v[0], "Subject");
    if (a->title_made && subject.n > 0) {
        a->title = arena_str(a->arena, subject);
        a->title_made = false;
    }
}

void open_mhtml(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
                Members *out)
{
    Mime m = {.arena = arena_new()};
    Arena *arena = m.arena;
    mime_split(d, mail_loc(file), &m, bytes, (Str){0});
    const uint32_t page = find_page(&m);
    if (page < m.n) {
        Article *a = mail_article(file, &m.v[page], (Str){0});
        read_page(d, &m, &m.v[page], a);
        members_add(out, a);
    }
    for (uint32_t i = 0; i < m.n && page < m.n; i++)
        if (i != page && is_page(&m.v[i]))
            diag(d, D_MAIL_LEFT, mail_loc(file), m.v[i].number, S("a frame of the page"));
    const bool found = page < m.n;
    mime_free(&m);
    arena_free(arena);
    if (!found)
        open_mail(d, file, bytes, nearby, out); /* a text that was saved the same way */
}
