/* What faults of a page cost: for breaking pages, and for fitting them. */
#ifndef TYPESET_PAGECOST_H
#define TYPESET_PAGECOST_H

enum {
    SHORT_COST = 10,      /* for each point short, squared */
    HYPHEN_COST = 200000, /* a word parted by the end of a page: ten short lines */
    LAST_LINES = 5,       /* a chapter's last page has at least so many lines, */
    LAST_COST = 1500,     /* for each that lacks, squared */
};

#define NEVER_COST 1000000000000

#endif
