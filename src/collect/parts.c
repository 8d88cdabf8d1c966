/* Parts: chapters that belong together, by their folders or by their topics.
 *
 * Folders.  The parts are the folders in which the chapters lie below the one that holds
 * them all; where several folders are given, these.  A chapter that lies in no such
 * folder, in the topmost one itself, stands before the first part, as a foreword does.
 * A part is called as the page of its folder is (_index.md or index.md, as site
 * generators have it), else as the folder; a title that several folders have tells none
 * of them. Unless parts are asked for, folders become parts only when they hold two
 * chapters each on the average: who keeps each article in a folder of its own means no
 * parts by it.
 *
 * Topics.  The groups of topictree.c; what belongs to none stands before the first part.
 *
 * Lists.  Where the user lists chapters, the parts are those of the list, and what is not
 * listed stands in none.
 *
 * A single part says nothing, and is none, unless it is listed.  Parts follow each other
 * by the paths of their folders; those of topics, and all in the order given, as their
 * first chapters do. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "doc/clean.h"
#include "steps.h"

/* ---- by folders ---- */

/* What the user gave: the article's path without its name below that; "" or "…/". */
static Str root_of(const Article *a)
{
    const Source *s = &a->src;
    return str_ends(s->path, s->name) ? str_sub(s->path, 0, s->path.n - s->name.n)
                                      : (Str){0};
}

/* Without what follows the last '/'. */
static Str folders_of(Str path)
{
    return str_sub(path, 0, path.n - path_base(path).n);
}

/* The folders below what was given, those in an archive too; "" or "…/". */
static Str below_root(Arena *arena, const Article *a)
{
    const Str folders = folders_of(a->src.name);
    if (a->src.member.n == 0 || !str_ends_nocase(a->src.path, S(".zip")))
        return folders;
    return arena_printf(arena, STR_FMT STR_FMT, STR_ARG(folders),
                        STR_ARG(folders_of(a->src.member)));
}

/* Cuts the folders of all down to the first of them that tells them apart. */
static void cut_to_first(Str *folders, size_t n)
{
    Str all = folders[0];
    for (size_t i = 1; i < n; i++)
        while (!str_starts(folders[i], all))
            all = folders_of(str_sub(all, 0, all.n - 1));
    for (size_t i = 0; i < n; i++) {
        Str rest = str_sub(folders[i], all.n, folders[i].n);
        const Str next = str_cut(&rest, '/');
        folders[i] = next.n ? str_sub(folders[i], 0, all.n + next.n) : (Str){0};
    }
}

static bool have_one_root(const Slot *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!str_eq(root_of(v[i].article), root_of(v[0].article)))
            return false;
    return true;
}

/* The folder that each chapter's part is known by; empty: none. */
static Str *find_folders(Arena *arena, const Slot *v, size_t n, bool one_root)
{
    Str *folders = arena_array(arena, n, sizeof *folders);
    for (size_t i = 0; i < n; i++) {
        const Str root = root_of(v[i].article);
        folders[i] = one_root ? below_root(arena, v[i].article)
                              : str_sub(root, 0, root.n ? root.n - 1 : 0);
    }
    if (one_root)
        cut_to_first(folders, n);
    for (size_t i = 0; i < n; i++) /* "." and ".." say nothing */
        if (str_starts(path_base(folders[i]), S(".")))
            folders[i] = (Str){0};
    return folders;
}

/* Behind the number that a name begins with to be sorted by: "02-" of "02-paper". */
static size_t behind_number(Str name)
{
    size_t digits = 0, i;
    while (digits < name.n && name.p[digits] >= '0' && name.p[digits] <= '9')
        digits++;
    for (i = digits; i < name.n && memchr(" -_.", name.p[i], 4); i++)
        ;
    const bool words = i < name.n && (name.p[i] < '0' || name.p[i] > '9');
    return digits > 0 && i > digits && words ? i : 0;
}

static void name_folders(Parts *p)
{
    bool numbered = true;
    for (size_t i = 0; i < p->n; i++)
        numbered = numbered && behind_number(p->names[i]);
    for (size_t i = 0; i < p->n; i++) {
        const Str name = p->names[i];
        p->names[i] = name_words(
            p->arena, str_sub(name, numbered ? behind_number(name) : 0, name.n));
    }
}

/* The folder whose page the article is, as find_folders() has it; empty: it is none's. */
static Str folder_of_page(Arena *arena, const Article *a, const Article *chapter,
                          bool one_root)
{
    const Str stem = path_stem(a->src.member.n ? a->src.member : a->src.name);
    if (!str_eq(str_of(a->src.format), S("markdown")) ||
        (!str_eq(stem, S("_index")) && !str_eq(stem, S("index"))))
        return (Str){0};
    const Str root = root_of(a), below = below_root(arena, a);
    const Str folder = one_root ? below : root;
    const bool other = one_root ? !str_eq(root, root_of(chapter)) : below.n > 0;
    return other || folder.n == 0 ? (Str){0} : str_sub(folder, 0, folder.n - 1);
}

/* What an article is called that says no title is its folder's name. */
static Str title_of_page(Arena *arena, const Article *a, Str folder)
{
    const Str title = clean_text(arena, a->title);
    const Str name = name_words(arena, path_base(folder));
    return str_eq_nocase(title, name) ? (Str){0} : title;
}

/* The parts' names by the pages of their folders. */
static void name_by_pages(Parts *p, const ArticleList *all, const Slot *v, size_t n,
                          const Map *parts)
{
    Arena *scratch = arena_new();
    Str *titles = arena_array(scratch, p->n, sizeof *titles);
    uint32_t *counts = arena_array(scratch, p->n, sizeof *counts);
    Map taken = {0}; /* title -> uint32_t *, of so many parts */
    const bool one_root = have_one_root(v, n);
    for (size_t i = 0; p->n > 0 && i < all->n; i++) {
        const Article *a = all->v[i];
        const Str folder = folder_of_page(scratch, a, v[0].article, one_root);
        const uint32_t *part = folder.n ? map_find(parts, folder) : NULL;
        if (part && titles[*part - 1].n == 0)
            titles[*part - 1] = title_of_page(p->arena, a, folder);
    }
    for (size_t i = 0; i < p->n; i++)
        if (titles[i].n) {
            void **at = map_at(&taken, titles[i]);
            *at = *at ? *at : &counts[i];
            ++*(uint32_t *)*at;
        }
    for (size_t i = 0; i < p->n; i++)
        if (titles[i].n && *(const uint32_t *)map_find(&taken, titles[i]) == 1)
            p->names[i] = titles[i];
    map_free(&taken);
    arena_free(scratch);
}

static void find_by_folders(Parts *p, const ArticleList *all, Slot *v, size_t n)
{
    Arena *scratch = arena_new();
    const Str *folders = n ? find_folders(scratch, v, n, have_one_root(v, n)) : NULL;
    Map seen = {0}; /* folder -> uint32_t *, its part */
    p->names = arena_array(p->arena, n, sizeof *p->names);
    for (size_t i = 0; i < n; i++) {
        v[i].part = 0;
        if (folders[i].n == 0)
            continue;
        void **at = map_at(&seen, folders[i]);
        if (*at == NULL) {
            uint32_t *part = *at = arena_alloc(scratch, sizeof *part);
            p->names[p->n] = arena_str(p->arena, path_base(folders[i]));
            *part = (uint32_t)++p->n;
        }
        v[i].part = *(uint32_t *)*at;
    }
    name_folders(p);
    name_by_pages(p, all, v, n, &seen);
    map_free(&seen);
    arena_free(scratch);
}

/* ---- by topics ---- */

static void find_by_topics(Parts *p, Slot *v, size_t n, Topics *topics,
                           const TopicTree *tree)
{
    uint32_t *which = mem_alloc((n + 1) * sizeof *which);
    p->n = topictree_cut(tree, which);
    p->names = arena_array(p->arena, p->n, sizeof *p->names);
    for (size_t i = 0; i < n; i++)
        v[i].part = which[i];
    for (uint32_t part = 1; part <= p->n; part++)
        p->names[part - 1] = topic_name(p->arena, topics, which, part);
    free(which);
}

/* ---- by a list ---- */

void parts_listed(Arena *arena, const Listing *o, Slot *v, size_t n, Parts *out)
{
    *out = (Parts){.arena = arena};
    out->names = arena_array(arena, o->nparts, sizeof *out->names);
    uint32_t *now = arena_array(arena, o->nparts + 1, sizeof *now);
    for (size_t i = 0; i < n; i++)
        if (v[i].article->listed) {
            v[i].part = o->chapters.v[v[i].article->listed - 1].part;
            now[v[i].part] = 1;
        }
    for (size_t part = 1; part <= o->nparts; part++)
        if (now[part]) {
            out->names[out->n] = o->parts[part - 1];
            now[part] = (uint32_t)++out->n;
        }
    now[0] = 0;
    for (size_t i = 0; i < n; i++)
        v[i].part = now[v[i].part];
}

/* ---- all of them ---- */

void parts_find(Arena *arena, PartsBy by, const ArticleList *all, Slot *v, size_t n,
                Topics *topics, const TopicTree *tree, Parts *out)
{
    enum { LEAST_EACH = 2 }; /* chapters, for parts that nobody asked for */
    *out = (Parts){.arena = arena};
    switch (by) {
    case PARTS_AUTO:
    case PARTS_FOLDERS:
        find_by_folders(out, all, v, n);
        break;
    case PARTS_TOPIC:
        find_by_topics(out, v, n, topics, tree);
        break;
    case PARTS_NONE:
        break;
    }
    if (out->n > 1 && (by != PARTS_AUTO || n >= LEAST_EACH * out->n))
        return;
    out->n = 0;
    for (size_t i = 0; i < n; i++)
        v[i].part = 0;
}
