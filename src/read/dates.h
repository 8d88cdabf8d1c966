/* Dates as people write them. */
#ifndef READ_DATES_H
#define READ_DATES_H

#include "doc/doc.h"

/* A day named in a text. */
typedef struct Mention {
    size_t from, to; /* bytes */
    Date date;       /* year 0: not named */
    int weekday;     /* named beside it: 0 is Sunday; -1: none */
} Mention;

/* The next day named in s at or after *i, which is moved behind it; false when there is
 * none.  Days are found in digits (ISO and its kin; others only where no two readings
 * are possible) and with the months of the languages in the table of dates.c. */
bool date_next(Str s, size_t *i, Mention *out);

/* The first whole day named in s: of "2024-05-06T10:00Z", "May 6, 2024"; no date when
 * there is none. */
Date date_first(Str s);

/* The latest year in s that is spoken of as past, 0 when there is none. */
int date_latest_year(Str s);

/* Completes a day without a year, `year` being the latest that is spoken of as past:
 * with a weekday, the first year from `year` on in which it fits; without, the next
 * year that has the day.  No date when there is none within 40 years. */
Date date_complete(const Mention *m, int year);

#endif
