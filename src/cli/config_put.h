/* The frame of a book.yaml that sheaf writes: what it is, metadata and options; and how
 * it is told from one that somebody edited. */
#ifndef CLI_CONFIG_PUT_H
#define CLI_CONFIG_PUT_H

#include "options.h"

/* Writes the head, and every key that sets an option: those that were said with their
 * values, the others as comments, with the value that `found` has for them. */
void config_put(Buf *out, const Options *said, const Options *found);

/* Ends the file with the sum of all before it. */
void config_sign(Buf *out);

/* Is the file at o->write_config none, or as sheaf wrote it?  Else reported: what
 * somebody wrote is not replaced. */
bool config_may_replace(Diag *d, const Options *o);

#endif
