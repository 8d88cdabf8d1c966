/* Who a mail goes to: addresses as people write them. */
#ifndef MAIL_MAILBOX_H
#define MAIL_MAILBOX_H

#include "base/arena.h"

typedef struct Mailbox {
    Str name;    /* may be empty */
    Str address; /* "ann@example.org", plain ASCII, as every program takes it */
} Mailbox;

/* The *n mailboxes of a list that RFC 5322, 3.4, allows, such as "Ann Lee
 * <ann@example.org>, bob@example.org", in the arena.  NULL: it has none, or something in
 * it is none. */
Mailbox *mailboxes_read(Arena *a, Str list, size_t *n);

#endif
