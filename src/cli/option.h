/* The table of options, for those who set them: the command line and book.yaml. */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "options.h"

typedef enum How {
    HOW_TEXT,
    HOW_PATH,
    HOW_DATE,
    HOW_SPAN,
    HOW_LANG,
    HOW_NAMES,
    HOW_ADDRESSES,
    HOW_SIZE,
    HOW_SWITCH,
    HOW_NUMBER,
    HOW_LENGTH,
    HOW_CHOICE,
    HOW_CHOICE1,
    HOW_ACTION,
    HOW_META,
    HOW_TO,
} How;

typedef struct Option {
    char letter; /* 0: none */
    const char *name, *arg, *group, *help;
    How how;
    size_t field; /* offset in Options */
    bool is_key;  /* of book.yaml, too */
} Option;

/* The i-th key of book.yaml that sets an option; NULL: there are no more.  Some names are
 * there twice, and mean the same. */
const Option *option_key(size_t i);

/* Is the key one of pandoc's for metadata?  They come before all others. */
bool option_is_metadata(const Option *opt);

/* Sets the option.  A value with a NULL pointer is none.  False: it does not take it. */
bool option_set(Arena *a, Options *o, const Option *opt, Str value);

/* What it takes, for a message: "a5|a4|letter". */
const char *option_takes(const Option *opt);

/* A book.yaml may have so many bytes: 200,000 chapters with all that can be said of them.
 */
enum { CONFIG_MOST = 64 << 20 };

/* The description of the only folder that is given; empty where there is none. */
Str config_path(Arena *a, const Options *o);

/* config.c: sets what book.yaml says and the command line did not: that of `o->config`,
 * or of the only folder given.  What it holds is lent by the arena.  False: reported. */
bool config_load(Diag *d, Arena *a, Options *o);

#endif
