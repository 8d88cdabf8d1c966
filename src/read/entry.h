/* Entries: what a feed or an export says of one article each, in whatever format, and
 * the articles that are made of them. */
#ifndef READ_ENTRY_H
#define READ_ENTRY_H

#include "reader.h"

typedef enum EntryField {
    ENTRY_TITLE,
    ENTRY_URL,
    ENTRY_BYLINE,
    ENTRY_PUBLISHER,
    ENTRY_LANG,
    ENTRY_DATE,     /* of publication, */
    ENTRY_UPDATED,  /* of the last change, */
    ENTRY_SAVED,    /* and when it was saved */
    ENTRY_HTML,     /* the article, in the order in which it is best had: */
    ENTRY_MARKDOWN, /* a field is empty where the entry has it not */
    ENTRY_CONTENT,  /* HTML or plain text */
    ENTRY_TEXT,     /* plain text */
    ENTRY_SUMMARY,  /* HTML or plain text */
    ENTRY_FIELDS
} EntryField;

typedef struct Entry {
    Str values[ENTRY_FIELDS]; /* lent until entries_add() returns */
    Str names[ENTRY_FIELDS];  /* what the file calls them */
    size_t ranks[ENTRY_FIELDS];
} Entry;

/* What of an entry a key or a head of a column names, blind to case and to what parts
 * its words; ENTRY_FIELDS: nothing that is read.  Of several keys for one field the
 * lowest rank wins. */
EntryField entry_field(Str key, size_t *rank);
/* Does the field hold the article? */
bool entry_is_content(EntryField f);
/* Sets what the entry says of an article in the article, which is yet to be read. */
void entry_state(Article *a, const Entry *e);
/* Takes the value unless it is blank or one of a better (lower) rank is there. */
void entry_put(Entry *e, EntryField f, Str name, size_t rank, Str value);

/* The entries of one file, as they are found. */
typedef struct Entries {
    const char *format;        /* static: of the file; */
    const char *what, *remedy; /* for lack of any entry: what it is, what to do */
    bool feed;                 /* an entry's summary is an article for lack of more */

    /* Set by the calls below: */
    Diag *d;
    Members *out;
    size_t first;  /* place in `out` of this file's */
    Article *file; /* its text, decoded; what could not be read in the end */
    size_t links, summaries, bad, strange;
    size_t told; /* of articles in other files: counted by who opens it */
    Loc first_bad;
    Str bad_reason; /* of the first */
    Buf unread;     /* what holds no article: the text of `file` in the end */
} Entries;

/* Decodes the file.  False: it is no text, reported; nothing is to be ended. */
bool entries_begin(Entries *x, Diag *d, const Article *file, Str bytes, Members *out);
/* The entry, which begins at offset `at` of the file's text, becomes an article; a link
 * where it holds none of its text. */
void entries_add(Entries *x, const Entry *e, size_t at);
/* An entry that cannot be read: raw is its slice of the file's text. */
void entries_bad(Entries *x, Str raw, size_t at, Str reason);
/* Reports, and adds what could not be read as one article, refused. */
void entries_end(Entries *x);

#endif
