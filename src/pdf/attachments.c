/* Embedded files, as PDF/A-3 has them: each with its kind, size and MD5, and what it is
 * to the document.  No dates: those of files say where a copy was made, not what it is.
 *
 * A name is the file's own behind its number, "0012-news-article.txt": two folders may
 * hold the same name, and the tree of names wants them sorted. */
#include "attachments.h"

#include "base/hash.h"

/* A plain file name: no folders. */
static Str plain_name(Arena *a, Str name, size_t number)
{
    Buf b = {0};
    buf_printf(&b, "%04zu-", number);
    for (size_t i = 0; i < name.n; i++)
        buf_byte(&b, name.p[i] == '/' || name.p[i] == '\\' ? '-' : name.p[i]);
    const Str plain = arena_str(a, buf_str(&b));
    buf_free(&b);
    return plain;
}

static Ref write_embedded(Arena *a, Objects *o, const EmbeddedFile *f)
{
    Buf b = {0};
    buf_put(&b, S("/Type/EmbeddedFile/Subtype/"));
    put_name(&b, str_of(f->media_type));
    buf_printf(&b, "/Params<</Size %zu/CheckSum<" STR_FMT ">>>\n", f->bytes.n,
               STR_ARG(md5_hex(a, f->bytes)));
    const Ref ref = obj_stream(o, buf_str(&b), f->bytes, f->bytes.n > 0);
    buf_free(&b);
    return ref;
}

static Ref write_filespec(Arena *a, Objects *o, const EmbeddedFile *f, Str name)
{
    const Ref file = write_embedded(a, o, f);
    Buf b = {0};
    buf_put(&b, S("/Type/Filespec/F"));
    put_text(&b, name);
    buf_put(&b, S("/UF"));
    put_text(&b, name);
    buf_put(&b, S("/Desc"));
    put_text(&b, f->about);
    buf_printf(&b, "/AFRelationship/%s/EF<</F %u 0 R/UF %u 0 R>>\n",
               f->is_source ? "Source" : "Supplement", file, file);
    const Ref ref = obj_add(o, buf_str(&b));
    buf_free(&b);
    return ref;
}

void attachments_write(Arena *a, Objects *o, const EmbeddedFiles *files, Buf *catalog)
{
    if (files->n == 0)
        return;
    Buf names = {0};
    buf_put(catalog, S("/AF["));
    for (size_t i = 0; i < files->n; i++) {
        const Str name = plain_name(a, files->v[i].name, i + 1);
        const Ref ref = write_filespec(a, o, &files->v[i], name);
        put_text(&names, arena_printf(a, "%08zu", i + 1));
        buf_printf(&names, "%u 0 R ", ref);
        buf_printf(catalog, "%u 0 R ", ref);
    }
    buf_put(catalog, S("]/Names<</EmbeddedFiles<</Names["));
    buf_put(catalog, buf_str(&names));
    buf_put(catalog, S("]>>>>\n"));
    buf_free(&names);
}
