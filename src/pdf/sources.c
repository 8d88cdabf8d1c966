/* The sources as files for the PDF to carry: they are read once more, for they are not
 * kept in memory all the while. */
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "pdf.h"

/* Of what was read by its format, of what holds articles or none by its name. */
static const char *media_type(const char *format, Str name)
{
    static const char *const formats[][2] = {
        {"text", "text/plain"},        {"html", "text/html"},
        {"markdown", "text/markdown"}, {"mail", "message/rfc822"},
        {"mhtml", "message/rfc822"},   {"csv", "text/csv"},
        {"json", "application/json"},  {"feed", "application/xml"},
    };
    static const char *const endings[][2] = {
        {".png", "image/png"},       {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},     {".gif", "image/gif"},
        {".webp", "image/webp"},     {".svg", "image/svg+xml"},
        {".pdf", "application/pdf"}, {".zip", "application/zip"},
    };
    for (size_t i = 0; format && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i][0], format) == 0)
            return formats[i][1];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends_nocase(name, str_of(endings[i][0])))
            return endings[i][1];
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
            out->v[out->n++] = (EmbeddedFile){
                .name = whole ? src->name : path_base(src->path),
                .about = S("A source of this book"),
                .bytes = bytes,
                .media_type = media_type(whole ? src->format : NULL, src->path),
                .is_source = true};
    }
    map_free(&seen);
    out->v[out->n++] =
        (EmbeddedFile){.name = S("plan.json"),
                       .about = S("What became of every range of the sources"),
                       .bytes = arena_str(a, plan),
                       .media_type = "application/json"};
}
