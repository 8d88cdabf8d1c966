/* PDF objects: numbered, written as text by their makers, stored and saved by libharu.
 * Also the few forms of PDF's syntax that need care. */
#ifndef PDF_PDFOBJ_H
#define PDF_PDFOBJ_H

#include "base/background.h"
#include "base/buf.h"
#include "base/diag.h"

typedef uint32_t Ref; /* an object's number; 0: none */

/* The objects of one file.  After a failure of libharu every call does nothing, and
 * obj_save() reports it. */
typedef struct Objects Objects;

/* Lives as long as the arena.  The helpers, which it borrows, deflate streams; NULL:
 * there are none. */
Objects *obj_new(Arena *a, Background *helpers);

/* A number for a dictionary that is told later.  Each one reserved must be told. */
Ref obj_reserve(Objects *o);

/* What stands between << and >>.  The text must live until obj_save(). */
void obj_tell(Objects *o, Ref ref, Str entries);

/* Both at once; the text is copied. */
Ref obj_add(Objects *o, Str entries);

/* A stream: its dictionary's entries but /Length and /Filter, and its bytes (not none
 * where they are to be deflated).  Both are copied. */
Ref obj_stream(Objects *o, Str entries, Str bytes, bool deflate);

/* The file into out.  `name` is hashed into the part of /ID that stays the same for all
 * versions of a document. */
bool obj_save(Objects *o, Diag *d, Ref catalog, Ref info, Str name, Buf *out);

/* ---- syntax ---- */

void put_ref(Buf *b, Ref ref); /* "12 0 R" */

void put_hex4(Buf *b, unsigned unit); /* "00AD": a code, or a unit of UTF-16 */

/* A text string: in parentheses where it is ASCII, else UTF-16BE in hexadecimal.
 * Ends before a character when it would grow beyond what PDF/A allows. */
void put_text(Buf *b, Str s);

/* The same always as UTF-16BE, for content streams and CMaps: "<FEFF0041>", or without
 * the mark: "<0041>". */
void put_utf16(Buf *b, Str s, bool mark);

void put_name(Buf *b, Str s); /* without the slash; #xx for what is no plain letter */

#endif
