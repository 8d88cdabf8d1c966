/* Reports: the plan of a book for people and for programs. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/diag.h"
#include "collect/collect.h"

/* Is there a format of that ending? */
bool report_knows(Str path);

/* The report as a file of that name, which report_knows(). */
void report_put(Buf *out, Str path, const Plan *plan, const EditList *edits,
                const Diag *d, Str version);

/* Chapters, dates, what was set aside and why, characters set otherwise: --inspect. */
void report_text(Buf *out, const Plan *plan, const EditList *edits, const Diag *d);

/* The same as JSON: --inspect=json, --report X.json.  plan_json.c describes the object;
 * its ranges are offsets in bytes into the member's text as UTF-8. */
void report_json(Buf *out, const Plan *plan, const EditList *edits, const Diag *d,
                 Str version);

/* The same as the lists of book.yaml, for people to edit: chapters and parts as they are,
 * what is left out, and what could be put back.  Read again it gives the same plan. */
void report_yaml(Buf *out, const Plan *plan, const Diag *d);

#endif
