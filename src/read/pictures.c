/* Pictures of an article: each IMAGE of its body is led to the bytes that it shows.
 *
 * An article says where its picture lies: in itself (data:), on the web, or near it.  The
 * first is decoded here; the second is out of reach and left to its caption or
 * alternative; for the third whoever opened the article is asked, who never looks
 * outside of what was given.  An address is followed once, and what is the same is kept
 * once. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/url.h"
#include "base/utf8.h"
#include "reader.h"

enum {
    PICTURES_MOST = 5000, /* of one article: beyond every atlas */
    ALL_MOST = 256 << 20, /* bytes of all of them */
    DOT_MOST = 2,         /* pixels: nobody sees less */
};

/* ---- paths ---- */

/* folder/ref without ".", ".." and "//", from the outermost folder, which a leading '/'
 * means too; empty: it leads out. */
static Str resolve(Arena *a, Str folder, Str ref)
{
    char *p = arena_alloc(a, folder.n + ref.n + 2);
    size_t n = 0;
    const Str both[] = {str_starts(ref, S("/")) ? (Str){0} : folder, ref};
    for (int i = 0; i < 2; i++)
        for (Str rest = both[i]; rest.n > 0;) {
            const Str part = str_cut(&rest, '/');
            if (part.n == 0 || str_eq(part, S(".")))
                continue;
            if (str_eq(part, S(".."))) {
                if (n == 0)
                    return (Str){0};
                while (n > 0 && p[--n] != '/')
                    ;
                continue;
            }
            if (n > 0)
                p[n++] = '/';
            memcpy(p + n, part.p, part.n);
            n += part.n;
        }
    return (Str){p, n};
}

void nearby_paths(Arena *a, Str folder, Str ref, Str paths[2])
{
    size_t end = 0;
    while (end < ref.n && ref.p[end] != '?' && ref.p[end] != '#')
        end++;
    const Str path = url_unescape(a, str_sub(ref, 0, end));
    const bool odd = url_is_absolute(ref) || memchr(path.p, '\0', path.n);
    paths[0] = odd ? (Str){0} : resolve(a, folder, ref);
    paths[1] = odd ? (Str){0} : resolve(a, folder, path);
    if (str_eq(paths[0], paths[1]))
        paths[1] = (Str){0};
}

/* ---- pictures ---- */

typedef struct Finder {
    Diag *d;
    Article *a;
    const Nearby *nearby;
    Map refs;    /* Picture by ref, &none where there is none */
    Map digests; /* Picture by the SHA-256 of its bytes */
    size_t left; /* bytes */
    size_t cap;
    size_t lost; /* addresses that lead to none, */
    Str first;   /* and the first of them */
} Finder;

static Picture none;

/* Of data, only that it is. */
static Str name_of(Str ref)
{
    return str_eq_nocase(str_sub(ref, 0, 5), S("data:")) ? S("data:") : ref;
}

static Str short_name(Str ref)
{
    enum { SHORT = 200 }; /* bytes of a message */
    return utf8_cut(name_of(ref), SHORT);
}

static Picture *add_picture(Finder *f, Str ref, Str bytes)
{
    Article *a = f->a;
    const Str sha256 = sha256_hex(a->arena, bytes);
    void **slot = map_at(&f->digests, sha256);
    if (*slot)
        return *slot;
    PictureInfo info;
    const char *why = picture_probe(bytes, &info);
    if (why) {
        diag(f->d, D_PICTURE_BAD, (Loc){.path = a->src.path}, short_name(ref),
             str_of(why));
        return *slot = &none;
    }
    Picture *p = *slot = arena_alloc(a->arena, sizeof *p);
    *p = (Picture){.ref = name_of(ref), .bytes = bytes, .sha256 = sha256, .info = info};
    f->left -= bytes.n;
    ARRAY_ROOM(a->pictures, a->npictures, f->cap);
    return a->pictures[a->npictures++] = p;
}

static bool find_bytes(const Finder *f, Str ref, Str *bytes)
{
    if (f->a->npictures == PICTURES_MOST)
        return false;
    if (!url_data(f->a->arena, ref, bytes) &&
        !(f->nearby && f->nearby->find(f->nearby->ctx, f->a->arena, ref, bytes)))
        return false;
    return bytes->n > 0 && bytes->n <= PICTURE_MOST && bytes->n <= f->left;
}

static Picture *picture_of(Finder *f, Str ref)
{
    void **slot = map_at(&f->refs, ref);
    Str bytes;
    if (*slot == NULL && find_bytes(f, ref, &bytes)) {
        *slot = add_picture(f, ref, bytes);
    } else if (*slot == NULL) {
        *slot = &none;
        f->first = f->lost++ ? f->first : short_name(ref);
    }
    return *slot == &none ? NULL : *slot;
}

static void find_one(Finder *f, Node *image)
{
    if (image->ref.n > 0)
        image->picture = picture_of(f, image->ref);
    const Pixels size = image->picture ? image->picture->info.size : (Pixels){0, 0};
    if (size.width <= DOT_MOST && size.height <= DOT_MOST)
        image->picture = NULL; /* it keeps a place, or counts readers */
    image->ref = name_of(image->ref);
}

static void say_lost(const Finder *f)
{
    Arena *a = f->a->arena;
    if (f->lost > 0)
        diag(f->d, D_PICTURES_LOST, (Loc){.path = f->a->src.path},
             arena_printf(a, "%zu picture%s", f->lost, f->lost == 1 ? "" : "s"),
             f->first);
}

void pictures_find(Diag *d, Article *a, const Nearby *nearby)
{
    Finder f = {.d = d, .a = a, .nearby = nearby, .left = ALL_MOST};
    for (Walk w = walk(a->root); walk_next(&w);) {
        Node *n = (Node *)w.node; /* the article's own */
        if (w.enter && n->look != LOOK_BODY && n->kind != N_DOCUMENT)
            walk_skip(&w);
        else if (n->kind == N_IMAGE)
            find_one(&f, n);
    }
    Picture **kept = arena_array(a->arena, a->npictures, sizeof *kept);
    if (a->npictures)
        memcpy(kept, a->pictures, a->npictures * sizeof *kept);
    free(a->pictures);
    a->pictures = kept;
    map_free(&f.refs);
    map_free(&f.digests);
    say_lost(&f);
}
