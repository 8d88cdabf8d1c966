/* YAML as a small tree, in which every key and value knows its place. */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "buf.h"

typedef enum YamlKind { YAML_TEXT, YAML_LIST, YAML_MAP, YAML_REFERENCE } YamlKind;

typedef struct YamlPlace {
    uint32_t line, col; /* from 1; columns count characters */
} YamlPlace;

/* All of it is in the arena that it was read into. */
typedef struct Yaml Yaml;
struct Yaml {
    YamlKind kind; /* a REFERENCE (an alias) stands for nothing: no document can grow */
    YamlPlace at;
    Str key; /* in a MAP; empty, too, for a key that is no text */
    YamlPlace key_at;
    Str text;    /* of a TEXT */
    bool quoted; /* a TEXT: so that even an empty one is a value */
    Yaml *parent, *first, *last, *next;
};

typedef struct YamlFault {
    YamlPlace at;
    Str what; /* in the arena */
} YamlFault;

/* Reads a document.  Its root; NULL when it is empty.  False: it is not YAML, or there is
 * a second document. */
bool yaml_read(Arena *a, Str s, Yaml **root, YamlFault *fault);

/* The node behind n in a walk from the root, parents first; NULL: there is none. */
const Yaml *yaml_next(const Yaml *n);

/* Writes a text as a value, in one line: plain where no reader could take it for anything
 * else, else quoted.  It is read again as it was; what is not UTF-8 as U+FFFD. */
void yaml_put(Buf *out, Str text);

/* Writes words into a comment: what would end it, or what no YAML may hold, is replaced.
 */
void yaml_put_comment(Buf *out, Str text);

#endif
