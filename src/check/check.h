/* Finished books looked at again: every fault of a file is a message with its rule's id
 * (the rows CHECK_... of base/diag.def). */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/diag.h"

/* Checks the EPUB at path; faults are reported at "FILE:MEMBER".  d->exit tells how it
 * went: 1 when there are faults, from 64 on when it cannot be checked at all. */
void check_file(Diag *d, Str path);

/* The same of bytes, which messages call by `path`. */
void check_epub(Diag *d, Str path, Str bytes);

#endif
