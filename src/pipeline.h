/* The stages, in their order: what a command line asks for is done here. */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "base/buf.h"
#include "cli/options.h"

/* Makes what the options ask for; messages go to the standard error.  The program's
 * exit status. */
int pipeline_run(const Options *o, Diag *d);

/* sheaf, its libraries, and the faces of its default style. */
void pipeline_versions(Buf *out);

#endif
