/* Words, each shaped once: most of a text is the same few thousand, whoever sets it. */
#ifndef TYPESET_TOKEN_H
#define TYPESET_TOKEN_H

#include <stdatomic.h>

#include "base/map.h"
#include "font/font.h"
#include "hyphen.h"
#include "style/style.h"

typedef enum BreakKind {
    BREAK_HYPHEN,    /* parts a word; a hyphen is put in */
    BREAK_AFTER,     /* behind a hyphen or dash of the text */
    BREAK_FREE,      /* in an address, at its joints */
    BREAK_EMERGENCY, /* at the seams of a name that a program has */
} BreakKind;

typedef struct TokenBreak {
    uint32_t at; /* byte of the token */
    BreakKind kind;
} TokenBreak;

/* A stretch of text in one face. */
typedef struct TokenPart {
    const Shape *shape;
    uint32_t from, to; /* bytes of the token */
    uint16_t scale;    /* 1/1000 of the size asked for: to match the lettering's face */
} TokenPart;

/* Text between two places where a line may be broken without more ado (blanks, and
 * between ideographs), shaped. */
typedef struct Token {
    Str key; /* the lettering's and the text before it is transformed */
    Str text;
    TokenPart *parts;
    uint32_t nparts;
    TokenBreak *breaks; /* in the order of the text */
    uint32_t nbreaks;
    bool foreign; /* a part of it is not in the lettering's face, which lacks it */
    _Atomic(struct Mould *) moulds; /* what para.c makes of it, the newest first; NULL:
                                     * nothing yet */
} Token;

/* How tokens are shaped: all that a shape depends on but the text. */
typedef struct Lettering {
    uint32_t key; /* tells the letterings of a Vocabulary apart */
    const Face *face;
    unsigned features;
    uint16_t weight;
    bool italic;
    Transform transform;
    Str lang;
    const Hyphenator *hyphenator; /* NULL: no hyphens */
    bool rtl;                     /* lang is written from right to left; found out by
                                   * lettering_find() */
} Lettering;

/* The tokens and letterings that there are.  All workers share them; each may look one up
 * and add to them at any time. */
typedef struct Vocabulary Vocabulary;

/* The fonts are borrowed, and so are the arenas of the Tokens that add to it. */
Vocabulary *vocabulary_new(Fonts *fonts);
void vocabulary_free(Vocabulary *v);

/* A worker's way to them. */
typedef struct Tokens {
    Vocabulary *words;
    Arena *arena; /* borrowed: where what it adds lives, as long as the pages */
    Diag *diag;   /* for characters that a face lacks: see tokens_begin() */
    Loc at;
    Map told;       /* characters and letterings that the chapter's messages are about */
    Arena *scratch; /* of the chapter, borrowed: its keys */
    const Lettering *recent[8]; /* letterings that were found, by a hash; NULL: none */
    Token *common[1 << 14];     /* tokens that were found, by a hash: most are found here,
                                 * in memory that is near, and without a lock */
    Buf key;                    /* scratch */
} Tokens;

void tokens_free(Tokens *t);

/* A chapter begins, and with it an arena that lives as long: each has messages for all
 * that it uses, whichever were set before it and by whom. */
void tokens_begin(Tokens *t, Arena *scratch, Diag *diag, Loc at);

const Lettering *lettering_find(Tokens *t, const Lettering *like);

/* The token of a text; the same text and lettering give the same token, to every worker.
 */
Token *token_find(Tokens *t, const Lettering *l, Str text);

/* A copy that says its text (Shape.actual), and one whose shapes do. */
const Shape *shape_said(Arena *a, const Shape *shape);
const Token *token_said(Arena *a, const Token *token);

/* Has it letters that are written from right to left? */
bool text_is_rtl(Str text);

/* Is it marks alone, which have no direction but that of their surroundings? */
bool text_is_marks(Str text);

/* Where the stretch in one direction ends that begins at byte `from`; marks between
 * letters of one direction belong to it, others are stretches of their own. */
size_t text_directed_end(Str text, size_t from);

/* The natural width of bytes [from, to) at a size, with tracking after each glyph. */
Len token_width(const Token *token, uint32_t from, uint32_t to, Len size, Len tracking);

Len shape_width(const Shape *s, Len size, Len tracking);

/* The size that a part is set in, in a line of that size. */
Len part_size(const TokenPart *part, Len size);

#endif
