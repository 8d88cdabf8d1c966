/* Reports: the plan of a book for people and for programs. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/diag.h"
#include "collect/collect.h"

/* Chapters, dates, what was set aside and why: --inspect. */
void report_text(Buf *out, const Plan *plan, const Diag *d);

/* The same as JSON: --inspect=json.  plan_json.c describes the object; its ranges are
 * offsets in bytes into the member's text as UTF-8. */
void report_json(Buf *out, const Plan *plan, const Diag *d, Str version);

#endif
