/* Links from article to article: one that leads to another collected page leads to its
 * chapter.
 *
 * A page is known by its address, however it is written (url_key()), and by the place
 * of its file or archive's member, for pages that were saved together name each other by
 * that.  The addresses of those that were set aside as duplicates lead to the chapter
 * that stays.  What is no page of the book stays a link to the web, if it is one.
 * Cost: a look into a map a link. */
#include "base/file.h"
#include "base/url.h"
#include "build.h"

/* The name of a place in a file: none has a NUL. */
static Str place_key(Arena *a, Str path, Str member)
{
    return arena_printf(a, STR_FMT "%c" STR_FMT, STR_ARG(path), '\0', STR_ARG(member));
}

static void learn(Map *map, Str key, void *chapter)
{
    void **at = key.n ? map_at(map, key) : NULL;
    if (at && *at == NULL)
        *at = chapter;
}

/* Whoever comes first in path order has the address, chapters before duplicates. */
void links_learn(Builder *b)
{
    const ArticleList *all = b->plan->articles;
    for (int duplicates = 0; duplicates < 2; duplicates++)
        for (size_t i = 0; i < all->n; i++) {
            const Article *a = all->v[i];
            const Article *stays = duplicates ? a->of : a;
            if (stays == NULL || stays->chapter == 0 || (duplicates && a->chapter))
                continue;
            Str *key = &b->chapter_keys[stays->chapter - 1];
            learn(&b->by_url, url_key(b->a, a->url), key);
            learn(&b->by_place, place_key(b->a, a->src.path, a->src.member), key);
        }
}

/* The chapter whose file the relative address names; NULL: none. */
static const Str *find_by_place(const Builder *b, Arena *a, const Source *src, Str ref)
{
    Str path = str_sub(ref, 0, str_find(ref, S("#")));
    path = str_sub(path, 0, str_find(path, S("?")));
    if (path.n == 0 || url_is_absolute(path) || str_starts(path, S("/")))
        return NULL;
    const Str here = src->member.n ? src->member : src->path;
    const Str there = url_join(a, here, url_unescape(a, path));
    const Str key =
        src->member.n ? place_key(a, src->path, there) : place_key(a, there, (Str){0});
    return map_find(&b->by_place, key);
}

Str links_find(const Builder *b, const Article *article, Str ref)
{
    Arena *scratch = arena_new();
    const Str *chapter = find_by_place(b, scratch, &article->src, ref);
    const Str base = article->base.n ? article->base : article->url;
    const Str url = base.n ? url_join(scratch, base, ref) : ref;
    if (chapter == NULL && b->by_url.n > 0)
        chapter = map_find(&b->by_url, url_key(scratch, url));
    Buf out = {0};
    if (chapter)
        buf_printf(&out, "#a-" STR_FMT, STR_ARG(*chapter));
    else if (!url_put(&out, url))
        buf_clear(&out);
    const Str found = arena_str(b->a, buf_str(&out));
    buf_free(&out);
    arena_free(scratch);
    return found;
}
