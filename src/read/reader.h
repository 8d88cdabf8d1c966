/* The readers, the formats, and the doors that bytes come in by. */
#ifndef READ_READER_H
#define READ_READER_H

#include "base/file.h"
#include "base/map.h"
#include "read.h"

/* Turns the article's bytes into its text, tree and fields.  `bytes` live as long as
 * the article.  What a mail or the like said of it beforehand is there already: title,
 * byline and date stay; address and publisher stay if the text gives no other;
 * src.charset is believed if the bytes allow it. */
typedef void (*Reader)(Diag *d, Article *a, Str bytes);

/* What a file that holds several articles gave. */
typedef struct Members {
    Article **v; /* owned by input.c */
    size_t n, cap;
} Members;

typedef struct Nearby Nearby;

/* Adds the articles of the file's bytes, in the order in which they stand there, each
 * with its src.member; reports what cannot be read.  nearby: see members_read(). */
typedef void (*Opener)(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
                       Members *out);

typedef struct Format {
    const char *name;       /* of the format, in lower case: Source.format */
    const char *what;       /* for messages: "a PDF" */
    const char *extensions; /* parted by blanks, each with its dot */
    Reader read;            /* NULL: recognised and refused, unless */
    Opener open;            /* it holds articles */
} Format;

/* Where the files that an article refers to may be found: beside it, in its archive,
 * among the parts of its mail.  find() puts the bytes of what ref (as the article writes
 * it) leads to in the arena; false: it is not there, or leads elsewhere. */
typedef struct Catalog Catalog; /* catalog.h */
struct Nearby {
    bool (*find)(const void *ctx, Arena *arena, Str ref, Str *bytes);
    const void *ctx;
    const Catalog *catalog; /* what exports there say of the article; NULL: nothing */
};

/* input.c: reads a member as its name and its bytes (which live as long as it) demand; a
 * container in a container is refused.  What the container has set before (title,
 * byline, publisher, url, lang, date) stays whatever the member says; src.charset, once
 * set, is believed.  nearby is used meanwhile and not kept; NULL: there is nothing. */
void members_read(Diag *d, Article *a, Str bytes, const Nearby *nearby);
/* The same, as the format of that name. */
void members_read_as(Diag *d, Article *a, Str bytes, const char *format,
                     const Nearby *nearby);
/* Reads a member of an archive, or the articles that it holds, and adds it, or them. */
void members_take(Diag *d, Article *a, Str bytes, const Nearby *nearby, Members *out);
void members_add(Members *m, Article *a); /* which it owns from now on */

/* The name that a reader may learn from: the member's, else the file's. */
static inline Str reader_name(const Article *a)
{
    return a->src.member.n ? a->src.member : a->src.name;
}

/* page_parts.c: which files of a folder are parts of the pages in it. */
typedef struct PageParts {
    Arena *arena;
    FileList files;
    Map pages;   /* path without its extension -> Str *: the path */
    Map folders; /* those that were asked for -> Str *: their page, or empty */
} PageParts;
PageParts page_parts_of(Arena *a, FileList files); /* page_parts_free() */
/* Is the file in a folder of a page's parts?  The path's folders from byte `from` on are
 * looked at; a page's folder is told of once. */
bool page_parts_has(Diag *d, PageParts *p, Str path, size_t from);
void page_parts_free(PageParts *p);

/* format.c: what the bytes are, by their first bytes and then by the name; text for
 * lack of anything better.  Never NULL. */
const Format *format_find(Str path, Str bytes);
const Format *format_named(const char *name); /* text for lack of it */
/* Was this written by sheaf itself? */
bool format_is_own(Str bytes);

/* The reader of what is only part of articles: refuses it, and nothing is lost. */
void read_part(Diag *d, Article *a, Str bytes);

/* charset.c: sets src.charset and src.text; false: is no text, reported. */
bool charset_read(Diag *d, Article *a, Str bytes);

enum { PICTURE_MOST = 32 << 20 }; /* bytes of one: no page can show more */

/* pictures.c: leads the body's IMAGEs to their pictures, reading each once; says which
 * are not here. */
void pictures_find(Diag *d, Article *a, const Nearby *nearby);
/* The two paths that ref may mean in a file of the folder `folder`, both from the
 * outermost folder: as it is written, and as an address, without query and escapes.
 * Empty: it leads out of that folder, or is no path. */
void nearby_paths(Arena *a, Str folder, Str ref, Str paths[2]);

/* read_text.c */
void read_text(Diag *d, Article *a, Str bytes);

/* read_markdown.c */
void read_markdown(Diag *d, Article *a, Str bytes);

/* read_html.c */
void read_html(Diag *d, Article *a, Str bytes);

/* language.c: the language of a text as a BCP 47 tag (static); empty when the text is
 * too short or of none that is known. */
Str language_guess(Str text);
void language_release(void); /* frees what this thread keeps for it */

/* read_links.c: a page that is nothing but a list of links; refused, and counted */
void read_links(Diag *d, Article *a, Str bytes);

/* open_json.c: learns what a file in JSON says of pages */
void json_learn(Catalog *c, Str path, Str text);

/* open_zip.c, open_feed.c, open_json.c, open_csv.c */
void open_zip(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
              Members *out);
void open_feed(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
               Members *out);
void open_json(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
               Members *out);
void open_csv(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
              Members *out);

/* open_mail.c */
void open_mail(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
               Members *out);

/* open_mhtml.c */
void open_mhtml(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
                Members *out);

#endif
