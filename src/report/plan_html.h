/* The parts of the page that report_html() writes. */
#ifndef REPORT_PLAN_HTML_H
#define REPORT_PLAN_HTML_H

#include "base/map.h"
#include "report.h"

/* A message that was given for a file, and the next for the same one. */
typedef struct Note Note;
struct Note {
    const Message *message;
    Note *next;
};

/* The messages of a file. */
typedef struct Notes {
    Note *first, *last;
    bool told; /* with one of its articles: a file may hold ten thousand */
} Notes;

typedef struct Page {
    Buf *out;
    const Report *r;
    Arena *arena;
    Map refusals;             /* of say_left_out() */
    Map notes;                /* path -> Notes * */
    const Article **versions; /* what repeats chapters, in their order, then in that of
                               * the paths */
    size_t *begins;           /* of chapter c: versions[begins[c]..begins[c + 1]) */
    Buf safe;                 /* of page_text() */
} Page;

/* Text of the inputs: characters that steer are shown, and nothing of it is markup. */
void page_text(Page *p, Str s);

/* The same in an element by itself, in its language (empty: unknown) and in whatever
 * direction that runs: it turns nothing around it. */
void page_words(Page *p, Str lang, Str s);

/* The file, and the member in it. */
void page_source(Page *p, const Article *a);

/* "chapter 3", as a link to its entry. */
void page_chapter(Page *p, uint32_t chapter);

/* plan_html_diff.c: a chapter's words, that its versions are compared with. */
typedef struct ChapterWords ChapterWords;
ChapterWords *chapter_words_new(const Article *chapter);
void chapter_words_free(ChapterWords *w);
/* Where the version says it in other words. */
void page_differences(Page *p, const Article *version, const ChapterWords *chapter);

/* plan_html_entry.c: an article with all that became of it; `of` are the words of the
 * chapter that it is a version of, if it is one. */
void page_entry(Page *p, const Article *a, const ChapterWords *of);

/* A file that was never opened. */
void page_unread(Page *p, const Message *m);

#endif
