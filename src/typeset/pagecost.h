/* What faults of a page cost: for laying out boxes, and for choosing pages. */
#ifndef TYPESET_PAGECOST_H
#define TYPESET_PAGECOST_H

/* Penalties of boxes. */
enum {
    LINES_PENALTY = 5000,  /* of a break that leaves a widow or an orphan */
    HEAD_PENALTY = 9000,   /* of a break below a head */
    INSIDE_PENALTY = 3000, /* of a break inside what had better stay whole */
    LOOSE_PENALTY = 200, /* of one that leaves a line of a list alone, or words that lead
                          * to what stands below: dearer than two lines too few */
};

enum {
    SHORT_COST = 5000, /* for each line that a page is short, squared, */
    GAP_LINES = 3,     /* up to so many: then it is a gap, where something did not fit, */
    GAP_COST = 600,    /* and for each line more; no space is opened for its sake */
    LONG_COST = 1500,  /* for each page that is a line longer, as the one it faces */
    HYPHEN_COST = 200000, /* a word parted by the end of a page: dearer than any gap */
    LAST_LINES = 5,       /* a chapter's last page has at least so many lines, */
    LAST_COST = 2000,     /* for each that lacks, squared */
};

#define NEVER_COST 1000000000000

#endif
