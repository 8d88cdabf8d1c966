/* What the texts of a message refer to is among its parts: pictures, mostly.
 *
 * A part can be referred to by its Content-ID, by its Content-Location, or, as programs
 * that unpack mail and pack it again leave it, by the name of its file alone.  Where two
 * have one name, the first is meant. */
#include "base/file.h"
#include "base/url.h"
#include "mail.h"

static void put(MailFiles *f, Str key, const MimePart *p)
{
    if (key.n == 0)
        return;
    void **slot = map_at(&f->places, key);
    if (*slot == NULL)
        *slot = (void *)p;
}

/* An address without its query and fragment. */
static Str path_of(Str url)
{
    size_t end = 0;
    while (end < url.n && url.p[end] != '?' && url.p[end] != '#')
        end++;
    return str_sub(url, 0, end);
}

void mail_files(MailFiles *f, const Mime *m, Str base)
{
    *f = (MailFiles){.m = m, .base = base};
    f->used = arena_array(m->arena, m->n, sizeof *f->used);
    for (size_t i = 0; i < m->n; i++) {
        const MimePart *p = &m->v[i];
        if (p->end > i + 1)
            continue;
        if (p->id.n > 0)
            put(f, arena_printf(m->arena, "cid:" STR_FMT, STR_ARG(p->id)), p);
        put(f, p->location, p);
    }
    for (size_t i = 0; i < m->n; i++) { /* only where no place is the very same */
        const MimePart *p = &m->v[i];
        put(f, p->name, p);
        put(f, path_base(path_of(p->location)), p);
    }
}

void mail_files_free(MailFiles *f)
{
    map_free(&f->places);
}

static const MimePart *place_of(const MailFiles *f, Arena *arena, Str ref)
{
    const Str whole = str_sub(ref, 0, str_find(ref, S("#")));
    const MimePart *p = map_find(&f->places, whole);
    const Str plain = url_unescape(arena, whole);
    if (p == NULL)
        p = map_find(&f->places, plain);
    if (p == NULL && f->base.n > 0)
        p = map_find(&f->places, url_join(arena, f->base, whole));
    if (p == NULL && !url_is_absolute(ref))
        p = map_find(&f->places, path_base(path_of(plain)));
    return p;
}

bool mail_find(const void *ctx, Arena *arena, Str ref, Str *bytes)
{
    const MailFiles *f = ctx;
    const MimePart *p = place_of(f, arena, ref);
    bool cut;
    if (p == NULL)
        return false;
    f->used[p - f->m->v] = true;
    *bytes = mime_decode(arena, f->m, p, &cut);
    return true;
}
