/* What the plans for people have to say, whatever they look like. */
#ifndef REPORT_SAY_H
#define REPORT_SAY_H

#include "base/map.h"
#include "collect/collect.h"

/* The columns that a terminal takes for them. */
size_t say_columns_of(uint32_t cp);
size_t say_columns(Str s);

/* s made safe for a terminal, its white space collapsed, cut to `most` columns with an
 * ellipsis. */
Str say_short(Arena *a, Str s, size_t most);

/* "1,024 words" */
void say_count(Buf *out, size_t n, const char *one, const char *many);

/* "18 May 2024, inferred from “last updated: May 18”; 1,024 words" */
void say_facts(Buf *out, const Article *a);

/* Does fate i begin a block that was set aside as metadata or as boilerplate? */
bool say_is_set_aside(const Article *a, size_t i);
const char *say_why(const Fate *f);

/* path -> const Message * that says why the file was left out, for say_left_out(); the
 * caller frees it. */
Map say_refusals(const Diag *d);

/* Why the article is no chapter; `of` is what a duplicate's chapter is called. */
void say_left_out(Buf *out, const Plan *plan, const Map *refusals, const Article *a,
                  Str of);

/* Does the message tell of a file that the readers never opened: of no article, then? */
bool say_is_unread(const Message *m);

#endif
