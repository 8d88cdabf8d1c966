/* Where things are: the outputs and the stylesheets. */
#ifndef CLI_PLACES_H
#define CLI_PLACES_H

#include "options.h"

/* What the inputs are called: the folder's name, or the file's or list's without its
 * extension; empty when there are several. */
Str inputs_name(Arena *a, const Options *o);

/* The paths of the outputs; empty for one that is not asked for. */
void output_paths(Arena *a, const Options *o, Str *epub, Str *pdf);

/* "book-2up.pdf", of "book.pdf" and "2up"; empty for an empty path. */
Str copy_path(Arena *a, Str pdf, const char *what);

/* The draft of a mail that goes beside such an output: "X.eml", or the part-th of
 * several, "X-1.eml". */
Str draft_path(Arena *a, Str output, unsigned part);

/* A name for a file made of any words: without '/', controls and what other systems
 * forbid, not too long, never empty or hidden. */
Str safe_name(Arena *a, Str words);

/* The path of a file as it leads from a folder: "../looks/my.css"; as it is where it
 * leads from the root, or to nothing. */
Str path_seen_from(Arena *a, Str path, Str folder);

/* The folder of sheaf's own stylesheets: in the source tree that the program was built
 * in, else where it was installed. */
Str style_folder(Arena *a);
/* The one of that name in it.  Empty: there is none. */
Str style_path(Arena *a, Str name);

#endif
