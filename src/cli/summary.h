/* What was made, in a few lines for people. */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include "base/buf.h"

typedef struct Summary {
    size_t chapters, words, pages, notes; /* pages: 0 if no PDF */
    size_t duplicates, outside, set_aside;
    const Str *paths;    /* of the outputs */
    const size_t *sizes; /* in bytes */
    const Str *details;  /* what else is to say of each; mostly empty */
    size_t noutputs;
    Str mail; /* what was done for drafts of mails; may be empty */
    uint64_t milliseconds;
} Summary;

void summary_print(Buf *out, const Summary *s);

#endif
