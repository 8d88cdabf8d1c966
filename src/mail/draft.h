/* Mail: a book as a draft that a mail program opens to be sent (.eml). */
#ifndef MAIL_DRAFT_H
#define MAIL_DRAFT_H

#include "book/book.h"

typedef struct Attachment {
    Str name; /* of the file */
    const char *type;
    Str bytes;
} Attachment;

typedef struct DraftOptions {
    Str subject;          /* empty: the book's title */
    Str to;               /* lists of addresses (mailbox.h), a line each; may be empty */
    Str version;          /* of sheaf */
    unsigned part, parts; /* parts 1: the one draft has it all */
} DraftOptions;

/* What the book is and its contents as plain text, with the files attached.  A draft has
 * no date, sender and Message-ID: the program that sends it gives it those. */
void draft_write(Buf *out, const Book *b, const DraftOptions *o, const Attachment *files,
                 size_t n);

#endif
