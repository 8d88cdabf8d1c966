/* Reading: files become articles.  Each article's tree holds every block of its source,
 * furniture too, each marked with what it looks like; collect/ decides what becomes
 * of it. */
#ifndef READ_READ_H
#define READ_READ_H

#include "base/progress.h"
#include "doc/doc.h"

/* Reads all that the paths name (files, and folders with all below them), and behind them
 * what the list names (a file with a path a line, "-" for standard input; empty: there
 * is none), each once, without the list itself, the file `apart` and what is called
 * BOOK_FILE in a folder that is given, on `jobs` threads.  What cannot be read is an
 * article too (ART_REFUSED) and is reported; own outputs and hidden files are left out
 * with a note. False: a path could not be opened at all; reported. */
bool read_inputs(Diag *d, const Str *paths, size_t n, Str list, Str apart, int jobs,
                 Progress *progress, ArticleList *out);

/* One article from bytes, as if they were the file at path: for tests and fuzzing. */
Article *read_bytes(Diag *d, Str path, Str bytes);

/* The articles of bytes that are the file at path, in an archive or a list too. */
void read_bytes_all(Diag *d, Str path, Str bytes, ArticleList *out);

#endif
