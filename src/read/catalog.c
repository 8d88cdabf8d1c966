/* Exports that keep what they say of a page (title, author, dates, address) in another
 * file than the page:
 *
 *   Omnivore  metadata_0_to_20.json, a list; the page of an entry is content/SLUG.html
 *   Readeck   bookmarks/ID/info.json, an object; its page is container/index.html beside
 *             it, with pictures.  What else is in there, and data.json above the folder
 *             of all, is Readeck's own.
 *
 * Method: before anything else is read, such files are found by their names and learnt.
 * A page is then read with what is said of it, as if the page said it itself; the entry
 * of a page that is there adds no article of its own, and any other is read as in all
 * JSON: by the text it holds, or as a link.  So no page depends on its description, and
 * no description is lost for lack of a page.
 * Cost: such files are read twice.
 * Alternative not taken: to open the page from its description.  Two files would then
 * give the article, and what no file describes would have to be told from the rest. */
#include "catalog.h"

typedef struct Told {
    Entry entry;
    bool there; /* the page is among the files */
} Told;

Catalog catalog_new(void)
{
    return (Catalog){.arena = arena_new()};
}

void catalog_free(Catalog *c)
{
    map_free(&c->pages);
    map_free(&c->parts);
    arena_free(c->arena);
}

/* ---- paths ---- */

Str catalog_path(const Article *a)
{
    return a->src.member.n ? a->src.member : a->src.path;
}

bool catalog_is_single(Str path)
{
    const Str all = path_above(path_above(path));
    return str_eq(path_base(path), S("info.json")) &&
           str_eq(path_base(all), S("bookmarks"));
}

static bool is_list(Str path)
{
    const Str base = path_base(path);
    return str_starts(base, S("metadata")) && str_ends(base, S(".json"));
}

bool catalog_wants(Str path)
{
    return catalog_is_single(path) || is_list(path);
}

/* Below the folder, which may be empty. */
static Str below(Arena *a, Str folder, const char *name, Str slug, const char *ending)
{
    return arena_printf(a, STR_FMT "%s%s" STR_FMT "%s", STR_ARG(folder),
                        folder.n ? "/" : "", name, STR_ARG(slug), ending);
}

/* The path of the page that an entry describes; empty: none. */
static Str page_of(Arena *a, Str path, Str slug)
{
    const Str folder = path_above(path);
    if (catalog_is_single(path))
        return below(a, folder, "container/index.html", (Str){0}, "");
    if (is_list(path) && slug.n > 0)
        return below(a, folder, "content/", slug, ".html");
    return (Str){0};
}

/* ---- building ---- */

static void add_part(Catalog *c, Str folder, const char *name)
{
    const Str path = below(c->arena, folder, name, (Str){0}, "");
    *map_at(&c->parts, path) = c;
}

void catalog_learn(Catalog *c, Str path, Str bytes)
{
    json_learn(c, path, bytes);
    if (!catalog_is_single(path))
        return;
    const Str folder = path_above(path);
    add_part(c, folder, "container/log");
    add_part(c, folder, "container/props.json");
    add_part(c, path_above(path_above(folder)), "data.json");
}

void catalog_put(Catalog *c, Str path, Str slug, const Entry *e)
{
    const Str page = page_of(c->arena, path, slug);
    void **at = page.n > 0 ? map_at(&c->pages, page) : NULL;
    if (at == NULL || *at)
        return; /* the first of several stands */
    Told *told = *at = arena_alloc(c->arena, sizeof *told);
    told->entry = *e;
    for (EntryField f = 0; f < ENTRY_FIELDS; f++) {
        told->entry.values[f] = arena_str(c->arena, e->values[f]);
        told->entry.names[f] = arena_str(c->arena, e->names[f]);
    }
}

void catalog_meet(Catalog *c, Str path)
{
    Told *told = map_find(&c->pages, path);
    if (told)
        told->there = true;
}

/* ---- asking ---- */

const Entry *catalog_find(const Catalog *c, Str path)
{
    const Told *told = c ? map_find(&c->pages, path) : NULL;
    return told ? &told->entry : NULL;
}

bool catalog_describes(const Catalog *c, Str path, Str slug)
{
    if (c == NULL || c->pages.n == 0)
        return false;
    Arena *scratch = arena_new();
    const Told *told = map_find(&c->pages, page_of(scratch, path, slug));
    arena_free(scratch);
    return told && told->there;
}

bool catalog_has_part(const Catalog *c, Str path)
{
    return c && map_find(&c->parts, path) != NULL;
}
