/* The sources as files for the PDF to carry: they are read once more, for they are not
 * kept in memory all the while. */
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "pdf.h"

static const char *media_type(const char *format)
{
    static const char *const types[][2] = {
        {"text", "text/plain"},        {"html", "text/html"},
        {"markdown", "text/markdown"}, {"mail", "message/rfc822"},
        {"mhtml", "message/rfc822"},   {"csv", "text/csv"},
        {"json", "application/json"},  {"feed", "application/xml"},
    };
    for (size_t i = 0; format && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i][0], format) == 0)
            return types[i][1];
    return "application/octet-stream";
}

void pdf_sources(Diag *d, Arena *a, const ArticleList *articles, Str plan,
                 EmbeddedFiles *out)
{
    Map seen = {0};
    out->v = arena_array(a, articles->n + 1, sizeof *out->v);
    for (size_t i = 0; i < articles->n; i++) {
        const Source *src = &articles->v[i]->src;
        const bool whole = src->member.n == 0;
        Str bytes;
        if (src->sha256.n == 0 || map_find(&seen, src->path))
            continue;
        *map_at(&seen, src->path) = out;
        if (!file_read(d, a, src->path, INT32_MAX, D_UNREADABLE, &bytes))
            continue;
        if (whole && !str_eq(sha256_hex(a, bytes), src->sha256))
            diag(d, D_UNREADABLE, (Loc){.path = src->path},
                 S("it changed since; the PDF does not carry it"), (Str){0});
        else
            out->v[out->n++] =
                (EmbeddedFile){.name = whole ? src->name : path_base(src->path),
                               .about = S("A source of this book"),
                               .bytes = bytes,
                               .media_type = whole ? media_type(src->format)
                                                   : "application/octet-stream",
                               .is_source = true};
    }
    map_free(&seen);
    out->v[out->n++] =
        (EmbeddedFile){.name = S("plan.json"),
                       .about = S("What became of every range of the sources"),
                       .bytes = arena_str(a, plan),
                       .media_type = "application/json"};
}
