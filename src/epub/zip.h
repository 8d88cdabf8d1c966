/* A zip archive made in memory, the same bytes for the same entries. */
#ifndef EPUB_ZIP_H
#define EPUB_ZIP_H

#include "base/buf.h"
#include "base/diag.h"

typedef struct Zip Zip;

typedef enum ZipMethod { ZIP_STORED, ZIP_DEFLATED } ZipMethod;

Zip *zip_new(Buf *out); /* appends to out, which is empty; zip_finish() */

/* An entry; its name is ASCII.  After a failure every call is a no-op. */
void zip_add(Zip *z, const char *name, ZipMethod method, Str bytes);

/* Ends the archive and frees z; false: something failed, reported. */
bool zip_finish(Diag *d, Zip *z, const char *comment);

#endif
