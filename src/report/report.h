/* Reports: the plan of a book for people and for programs. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/diag.h"
#include "collect/collect.h"

/* What a report tells of; all of it is lent. */
typedef struct Report {
    const Plan *plan;
    const EditList *edits;
    const Diag *messages;
    Str title;    /* the book's; empty where none was made */
    Str version;  /* of sheaf */
    bool by_name; /* JSON: files are called as the book calls them, by Source.name:
                   * nothing tells where they lay */

    /* Takes what JSON there is and empties the buffer, now and then: it is twice as long
     * as the texts.  NULL: all stays there. */
    void (*drain)(void *ctx, Buf *out);
    void *ctx;
} Report;

/* Is there a format of that ending? */
bool report_knows(Str path);

/* The report as a file of that name, which report_knows(). */
void report_put(Buf *out, Str path, const Report *r);

/* Chapters, dates, what was set aside and why, characters set otherwise: --inspect. */
void report_text(Buf *out, const Report *r);

/* The same as JSON: --inspect=json, --report X.json.  plan_json.c describes the object;
 * its ranges are offsets in bytes into the member's text as UTF-8. */
void report_json(Buf *out, const Report *r);

/* The same as a page for a browser and for paper: --report X.html. */
void report_html(Buf *out, const Report *r);

/* The same as the lists of book.yaml, for people to edit: chapters and parts as they are,
 * what is left out, and what could be put back.  Read again it gives the same plan. */
void report_yaml(Buf *out, const Plan *plan, const Diag *d);

#endif
