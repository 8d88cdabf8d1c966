/* Finished books looked at again: every fault of a file is a message with its rule's id
 * (the rows CHECK_... of base/diag.def). */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/diag.h"

/* Checks the EPUB or PDF at path; faults are reported at "FILE:MEMBER", or at "FILE:page
 * 12, object 34".  d->exit tells how it went: 1 when there are faults, from 64 on when it
 * cannot be checked at all. */
void check_file(Diag *d, Str path);

/* The same of bytes, which messages call by `path`. */
void check_epub(Diag *d, Str path, Str bytes);
void check_pdf(Diag *d, Str path, Str bytes);

#endif
