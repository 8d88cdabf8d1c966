/* Where things are: the outputs and the stylesheets. */
#include "places.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"

/* ---- names ---- */

Str safe_name(Arena *a, Str words)
{
    enum {
        MOST = 120
    }; /* bytes; most file systems take 255, and ".epub.tmp-123" comes */
    static const char forbidden[] = "/\\:*?\"<>|";
    Buf out = {0};
    for (size_t i = 0; i < words.n;) {
        const uint32_t cp = utf8_next(words, &i);
        bool bad = cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == UTF8_REPLACEMENT;
        for (const char *f = forbidden; *f; f++)
            bad = bad || cp == (unsigned char)*f;
        const bool edge = out.n == 0 || out.p[out.n - 1] == '-';
        if (bad && edge)
            continue;
        if (out.n == 0 && (cp == '.' || cp == ' ' || cp == '-'))
            continue; /* hidden, or taken for an option */
        if (out.n + 4 > MOST)
            break;
        buf_utf8(&out, bad ? '-' : cp);
    }
    while (out.n > 0 && (out.p[out.n - 1] == ' ' || out.p[out.n - 1] == '.' ||
                         out.p[out.n - 1] == '-'))
        out.n--;
    const Str name = out.n ? arena_str(a, buf_str(&out)) : S("book");
    buf_free(&out);
    return name;
}

/* A path as it is: without '/' at the end, and with a name where it is "." or "..". */
static Str resolved(Arena *a, Str path)
{
    char *real = realpath(arena_cstr(a, path), NULL);
    const Str s = real ? arena_str(a, str_of(real)) : path;
    free(real);
    return s;
}

Str inputs_name(Arena *a, const Options *o)
{
    const bool list = o->ninputs == 0 && !str_eq(o->files_from, S("-"));
    if (o->ninputs != 1 && !list)
        return (Str){0};
    const Str path = list ? o->files_from : o->inputs[0];
    if (file_kind(path, true) == FILE_FOLDER)
        return path_base(resolved(a, path));
    return path_stem(path);
}

void output_paths(Arena *a, const Options *o, Str *epub, Str *pdf)
{
    *epub = *pdf = (Str){0};
    const Str own = safe_name(a, o->title.n ? o->title : inputs_name(a, o));
    Str stem = o->output.n ? o->output : own;
    if (str_ends_nocase(stem, S(".epub"))) {
        *epub = stem;
        return;
    }
    if (str_ends_nocase(stem, S(".pdf"))) {
        *pdf = stem;
        return;
    }
    if (o->output.n && file_kind(stem, true) == FILE_FOLDER)
        stem = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(stem),
                            str_ends(stem, S("/")) ? "" : "/", STR_ARG(own));
    if (o->to & TO_EPUB)
        *epub = arena_printf(a, STR_FMT ".epub", STR_ARG(stem));
    if (o->to & TO_PDF)
        *pdf = arena_printf(a, STR_FMT ".pdf", STR_ARG(stem));
}

Str copy_path(Arena *a, Str pdf, const char *what)
{
    const Str stem = str_ends_nocase(pdf, S(".pdf")) ? str_sub(pdf, 0, pdf.n - 4) : pdf;
    return pdf.n ? arena_printf(a, STR_FMT "-%s.pdf", STR_ARG(stem), what) : pdf;
}

Str draft_path(Arena *a, Str output, unsigned part)
{
    const Str stem = str_sub(
        output, 0, output.n - (str_ends_nocase(output, S(".pdf")) ? 4 : S(".epub").n));
    return part ? arena_printf(a, STR_FMT "-%u.eml", STR_ARG(stem), part)
                : arena_printf(a, STR_FMT ".eml", STR_ARG(stem));
}

/* The part of a path, from *at on, and the '/' behind it. */
static Str next_part(Str path, size_t *at)
{
    const Str rest = str_sub(path, *at, path.n);
    const size_t n = str_find(rest, S("/"));
    *at += n + (n < rest.n);
    return str_sub(rest, 0, n);
}

Str path_seen_from(Arena *a, Str path, Str folder)
{
    if (str_starts(path, S("/")) || str_eq(folder, S(".")) ||
        file_kind(path, true) == FILE_NONE)
        return path;
    const Str from = resolved(a, folder), to = resolved(a, path_folder(path));
    size_t i = 1, k = 1; /* behind the '/' that both begin with */
    for (size_t x = i, y = k; x < from.n && y < to.n; i = x, k = y)
        if (!str_eq(next_part(from, &x), next_part(to, &y)))
            break;
    Buf out = {0};
    while (i < from.n) {
        next_part(from, &i);
        buf_put(&out, S("../"));
    }
    if (k < to.n)
        buf_printf(&out, STR_FMT "/", STR_ARG(str_sub(to, k, to.n)));
    buf_put(&out, path_base(path));
    const Str seen = arena_str(a, buf_str(&out));
    buf_free(&out);
    return seen;
}

/* ---- stylesheets ---- */

/* The folder that the running program lies in; empty when that cannot be known. */
static Str program_folder(Arena *a)
{
    char path[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0 || (size_t)n == sizeof path)
        return (Str){0};
    return path_folder(arena_str(a, (Str){path, (size_t)n}));
}

Str style_folder(Arena *a)
{
    static const char *const near[] = {"/../styles", "/../../styles",
                                       "/../share/sheaf/styles"};
    const Str folder = program_folder(a);
    for (size_t i = 0; folder.n && i < sizeof near / sizeof *near; i++) {
        const Str path = arena_printf(a, STR_FMT "%s", STR_ARG(folder), near[i]);
        const Str book = arena_printf(a, STR_FMT "/book.css", STR_ARG(path));
        if (file_kind(book, true) == FILE_REGULAR)
            return path;
    }
    return S(SHEAF_DATADIR "/styles");
}

Str style_path(Arena *a, Str name)
{
    if (name.n == 0 || str_has(name, S("/")) || str_starts(name, S(".")))
        return (Str){0};
    const Str path = arena_printf(a, STR_FMT "/" STR_FMT ".css", STR_ARG(style_folder(a)),
                                  STR_ARG(name));
    return file_kind(path, true) == FILE_REGULAR ? path : (Str){0};
}
