/* Files: found in a total order, read under a cap, written whole or not at all. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "diag.h"

typedef enum FileKind { FILE_REGULAR, FILE_FOLDER, FILE_OTHER, FILE_NONE } FileKind;

/* What path names; a symbolic link counts as what it points to only if `follow`. */
FileKind file_kind(Str path, bool follow);

bool file_same(Str a, Str b); /* do both paths lead to one file that is there? */
/* Bytes that are the same for all paths to one file, and for no other; empty when there
 * is none.  They say nothing else and must not reach an output. */
Str file_identity(Arena *a, Str path);

typedef struct FileEntry {
    Str path; /* as given, joined with '/' */
    FileKind kind;
    bool hidden; /* a name in the path below the folder begins with '.' */
} FileEntry;

typedef struct FileList {
    FileEntry *v; /* in the arena */
    size_t n;
} FileList;

/* Everything below a folder but the folders themselves, in the byte order of the paths
 * whatever the file system's order; links are not followed (FILE_OTHER), hidden folders
 * are listed as one entry and not entered.  At most `cap` entries.  A folder below
 * that cannot be listed is left out, with a warning.  False: this one cannot be,
 * reported.
 */
bool file_walk(Diag *d, Arena *a, Str folder, size_t cap, FileList *out);

/* The bytes of a regular file, followed by a NUL that is not counted.  Reports and
 * returns false with `id` (its %1 is the reason) when that fails, and with D_TOO_LARGE
 * when there are more than cap. */
bool file_read(Diag *d, Arena *a, Str path, size_t cap, DiagId id, Str *out);

/* The bytes of a regular file below the folder `root`, as file_read() gives them; `path`
 * has no ".." and leads through no symbolic link.  False, and nothing is reported: there
 * is none, or it is larger than cap. */
bool file_read_below(Arena *a, Str root, Str path, size_t cap, Str *out);

/* The same for what can be read once and has no size before: a pipe; "-" is standard
 * input. */
bool file_read_stream(Diag *d, Arena *a, Str path, size_t cap, DiagId id, Str *out);

/* Is it a regular file, no link to one, that begins with these bytes? */
bool file_begins(Str path, Str bytes);

typedef struct Output {
    Str path, bytes;
    bool gone; /* no file shall be there */
} Output;

/* Writes all of the files, and takes those away that shall be gone, or changes nothing
 * and reports: each is written beside its place without a name (O_TMPFILE) where the file
 * system can, synced, and only when all are whole they take their names.  Only regular
 * files are replaced.  An interrupt before that leaves nothing behind. */
bool file_write(Diag *d, const Output *outputs, size_t n);

Str path_base(Str path);   /* what follows the last '/' */
Str path_stem(Str path);   /* the base without its last extension */
Str path_plain(Str path);  /* without "./" before and '/' behind it */
Str path_folder(Str path); /* what precedes the last '/', "." when there is none */
Str path_above(Str path);  /* the same, empty when there is none */

#endif
