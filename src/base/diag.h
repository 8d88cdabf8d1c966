/* Messages: bad input is reported once, where the cause is known; the caller passes
 * `false` up in silence.
 *
 *     return diag(d, D_NO_INPUT, (Loc){.path = path}, path, str_of(strerror(errno)));
 *     a.txt: error: cannot read 'a.txt': Permission denied [NO_INPUT]
 *
 * A Diag collects; diag_flush() prints.  Each worker has a Diag of its own, and they
 * are merged in the order of the inputs: no thread order reaches the messages. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdio.h>

#include "arena.h"

typedef enum DiagId {
#define D(id, severity, exit, text) D_##id,
#include "diag.def"
#undef D
    D_COUNT
} DiagId;

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

/* A place in an input.  An empty path: the program itself. */
typedef struct Loc {
    Str path;
    uint32_t line, col; /* from 1; 0: the file as a whole. Columns count characters */
} Loc;

typedef struct Message {
    DiagId id;
    Loc at;
    Str text;
} Message;

typedef struct Diag {
    Arena *arena; /* owns the messages; made at the first */
    Message *messages;
    size_t n, cap;
    size_t flushed; /* messages[0..flushed) are printed */
    int exit;       /* 0, 1, or the first status from 64 on */
    size_t counts[SEVERITY_ERROR + 1];
} Diag;

/* Adds a message; both texts are copied.  Always false. */
bool diag(Diag *d, DiagId id, Loc at, Str a, Str b);

/* Adds a copy of a message that another Diag holds. */
void diag_again(Diag *d, const Message *m);

/* Appends from's messages to d and empties from. */
void diag_merge(Diag *d, Diag *from);

/* Prints what has not been printed yet, from severity `least` up; characters that
 * could steer a terminal are shown as \xNN. */
void diag_flush(Diag *d, FILE *out, Severity least);

void diag_free(Diag *d);

const char *diag_name(DiagId id); /* "NO_INPUT" */
Severity diag_severity(DiagId id);

#endif
