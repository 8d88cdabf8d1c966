/* The words that sheaf itself writes into a book, a row a language. */
#ifndef BOOK_WORDING_H
#define BOOK_WORDING_H

#include "base/arena.h"

/* %1 and %2 stand for what wording_fill() puts in. */
typedef struct Wording {
    const char *lang; /* BCP 47 */
    const char *contents, *sources, *colophon;
    const char *collected; /* the title of a book for lack of all others */
    const char *by, *undated;
    const char *see; /* between a note's short form and the link to its full one */
    const char *file, *sha256, *file_sha256, *charset;
    const char *date_stated, *date_inferred; /* the date, the words it rests on */
    const char *saved;                       /* the day */
    const char *summary;
    const char *hollow; /* in place of a chapter's text */
    const char *title_made, *also, *and_more;
    const char *shares, *only_in; /* the words, before the chapters; the file */
    const char *article, *articles, *word, *words; /* "%1 articles" */
    const char *made, *where_from;
    const char *set_aside, *set_aside_how, *set_aside_more;
    const char *duplicates, *repeats;
    const char *left_out, *left_out_why, *empty;
    const char *quoted; /* "“%1”" */
} Wording;

/* The row whose language is that of the tag, else the English one. */
const Wording *wording_for(Str lang);

Str wording_fill(Arena *a, const char *text, Str one, Str two);

/* "1 article", "5 articles". */
Str wording_count(Arena *a, const char *one, const char *many, size_t n);

#endif
