/* What exports say of a page in another file than the page. */
#ifndef READ_CATALOG_H
#define READ_CATALOG_H

#include "entry.h"

/* Of the files of a folder that was given, or of an archive's members.  Paths are as the
 * articles have them: catalog_path(). */
struct Catalog {
    Arena *arena; /* owns what is in the maps */
    Map pages;    /* path of a page -> what is said of it */
    Map parts;    /* paths of what an export keeps for itself */
};

Catalog catalog_new(void); /* catalog_free() */
void catalog_free(Catalog *c);

/* Building it: all files that it wants are learnt, then all files met. */
bool catalog_wants(Str path);
void catalog_learn(Catalog *c, Str path, Str bytes); /* bytes are not kept */
void catalog_meet(Catalog *c, Str path);

/* open_json.c calls it for each entry that is learnt; the slug is its name in the export,
 * empty: it has none. */
void catalog_put(Catalog *c, Str path, Str slug, const Entry *e);

Str catalog_path(const Article *a);
/* Is the file at path one object that describes one page? */
bool catalog_is_single(Str path);
/* What is said of the page at path; NULL: nothing.  c may be NULL here and below. */
const Entry *catalog_find(const Catalog *c, Str path);
/* Is the page there that an entry of the file at path describes? */
bool catalog_describes(const Catalog *c, Str path, Str slug);
bool catalog_has_part(const Catalog *c, Str path);

#endif
