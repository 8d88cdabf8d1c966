/* A message's parts: where each lies, what it says of itself, and what it decodes to. */
#ifndef READ_MIME_H
#define READ_MIME_H

#include "doc/doc.h"

/* One entity of a message: a multipart, a message, or a leaf.  The array holds them in
 * the order of the message: the parts below part i are i + 1 to end - 1, so that no walk
 * needs a stack. */
typedef struct MimePart {
    uint32_t parent;  /* of the first: itself */
    uint32_t end;     /* one past its last descendant */
    Str number;       /* "1.2", as IMAP counts; of the first what mime_split() is given */
    Str head, body;   /* slices of the message; of a multipart or a message that holds
                       * parts the body is not read */
    Str type;         /* "text/html", in lower case; never empty */
    Str charset;      /* as stated; empty: not stated */
    Str name;         /* of the file, without a path; empty: none */
    Str id, location; /* Content-ID without its angles, Content-Location */
    Str start;        /* of a multipart/related: the id of its first part */
    int encoding;     /* gmime's, for mime_decode() */
    bool attached;    /* the sender wants it beside the text */
    bool flowed, delsp; /* format=flowed, and its DelSp=yes (RFC 3676) */
} MimePart;

typedef struct Mime {
    Arena *arena; /* for all that is decoded */
    MimePart *v;  /* owned: mime_free(); v[0] is the message itself */
    size_t n, cap;
    const char *charset; /* of its parts, for fields in none; static; NULL: not stated */
    bool mbox;           /* it stood in a mailbox, which writes "From " as ">From " */
} Mime;

/* ---- mime.c ---- */

/* Splits the message in m, which has its arena and nothing else; `number` is that of the
 * message (empty for a file that is one).  Reports at `at` what is broken or beyond the
 * limits; there is always a first part. */
void mime_split(Diag *d, Loc at, Mime *m, Str bytes, Str number);
void mime_free(Mime *m);

/* Is the line, the first of a file or after an empty one, what parts the messages of a
 * mailbox: "From ada@example.org Tue Mar  3 09:30:00 2020"? */
bool mime_is_from_line(Str line);
/* Does it begin with the name of a field and a colon? */
bool mime_is_field_line(Str line);

/* ---- mime_fields.c ---- */

/* Reads the part's head into its other members; its boundary, empty for a leaf. */
Str mime_describe(const Mime *m, MimePart *p);

bool mime_is(const MimePart *p, const char *type);
bool mime_is_plain(const MimePart *p); /* its bytes stand as they are, not encoded */

/* The bytes of a leaf, decoded, in the arena.  Lines of text that were flowed are joined
 * to paragraphs, a line each.  *cut: something of it is missing. */
Str mime_decode(Arena *a, const Mime *m, const MimePart *p, bool *cut);

/* A field of the part's head, decoded and with single blanks, in m's arena; of several
 * the first, empty when there is none. */
Str mime_field(const Mime *m, const MimePart *p, const char *name);
/* The names of the people in a field of addresses, parted by commas; an address without
 * a name says nothing. */
Str mime_people(const Mime *m, const MimePart *p, const char *name);
/* A moment's day by the clock of who wrote it; false: it is none. */
bool mime_date(Arena *a, Str words, Date *out);

#endif
