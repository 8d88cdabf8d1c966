/* Collecting: articles become the chapters of a book, in order, each once; and every
 * block of every input gets its fate. */
#ifndef COLLECT_COLLECT_H
#define COLLECT_COLLECT_H

#include "doc/doc.h"

typedef enum Order {
    ORDER_DATE,  /* oldest first; undated ones behind what is most like them */
    ORDER_TOPIC, /* like behind like: see topictree.c */
    ORDER_TITLE, /* by the root collation, ties by path */
    ORDER_NAME,  /* by path */
    ORDER_GIVEN, /* as the inputs were given */
} Order;

/* What becomes of the articles that tell a story again. */
typedef enum Duplicates {
    DUPLICATES_MERGE, /* one is the chapter, the others are named with it */
    DUPLICATES_KEEP,  /* all are chapters, copies too */
    DUPLICATES_DROP,  /* one is the chapter; the others are in the ledger alone */
} Duplicates;

/* Where passages that articles share are told. */
typedef enum PassagesIn { PASSAGES_NOTE, PASSAGES_LEDGER, PASSAGES_NONE } PassagesIn;

/* What makes chapters a part of the book: see parts.c. */
typedef enum PartsBy {
    PARTS_AUTO, /* folders, if they hold some chapters each */
    PARTS_FOLDERS,
    PARTS_TOPIC,
    PARTS_NONE,
} PartsBy; /* where chapters are listed, PARTS_AUTO: those of the list */

/* A block that is to be body whatever it looks like. */
typedef struct Keep {
    Str id; /* as block_id() says it */
    Loc at; /* where that is asked for */
} Keep;

/* What the user says of the articles that a path means: see listing.c.  What is empty, or
 * the year 0, is not said. */
typedef struct PathEntry {
    Str path; /* without "./" before and '/' behind it */
    Loc at;   /* where it is said */
    Str title, author, publisher, url, lang;
    Date date;
    uint32_t part; /* of a chapter: from 1; 0: none */
} PathEntry;

typedef struct PathEntries {
    PathEntry *v;
    size_t n;
    bool once; /* each may be there once, and must mean an article */
} PathEntries;

/* The book as the user has it in mind.  All of it is lent. */
typedef struct Listing {
    PathEntries chapters; /* in this order; by parts, those in none before them */
    PathEntries articles; /* what is said of them besides */
    PathEntries exclude;  /* what is left out, whatever else is said of it */
    const Str *parts;     /* their titles */
    size_t nparts;
    bool only_listed; /* leave out what `chapters` does not mean */
} Listing;

typedef struct CollectOptions {
    Order order;
    PartsBy parts;
    Duplicates duplicates;
    PassagesIn passages;
    Date since, until; /* the first and the last day of articles; year 0: any */
    const Keep *keep;  /* lent */
    size_t nkeep;
    Listing listing;
    int jobs; /* threads; 0: one */
} CollectOptions;

/* Where a passage stands. */
typedef struct Place {
    const Article *article;
    uint32_t from, to; /* in its text */
} Place;

/* Words that articles of different stories share. */
typedef struct Passage {
    Str text;      /* as it stands in the first place, white space as there */
    size_t tokens; /* words */
    Place *places; /* in path order, then by range */
    size_t nplaces;
} Passage;

/* Chapters that stand together under a title. */
typedef struct PlanPart {
    Str title;
    size_t first, n; /* plan->chapters[first..first + n) */
} PlanPart;

typedef struct Plan {
    const ArticleList *articles; /* all, in path order; borrowed */
    Article **chapters;          /* owned; article i is chapter i + 1 */
    size_t nchapters;
    PlanPart
        *parts; /* in order: chapters before the first are in none, all later ones are */
    size_t nparts;      /* 0, or 2 and more; of a list, 1 too */
    size_t nduplicates; /* articles that repeat a chapter */
    size_t noutside;    /* articles that the options leave out */
    size_t nset_aside;  /* blocks of chapters that are boilerplate */
    Passage *passages;  /* by their first place, longer ones first */
    size_t npassages;
    Arena *arena; /* owns parts and passages */
    CollectOptions options;
} Plan;

/* Sets what doc.h says is decided here, in every article (those that read/ refused stay
 * refused), and puts the list in path order.  An article without a body is reported, and
 * how many undated ones stayed in although days were asked for; so is a block that is to
 * be kept and that no chapter has (an error, which leaves no book to be made).
 * The outcome depends neither on the order of the list nor on the number of threads. */
void collect(Diag *d, ArticleList *articles, const CollectOptions *o, Plan *out);
void plan_free(Plan *p);

/* The part that a chapter is in; NULL: none. */
const PlanPart *plan_part_of(const Plan *p, size_t chapter);

/* The two paths by which a Listing can mean an article: that below the folder which was
 * given, and the one that it was given by; of archives and mails, with the member. UTF-8.
 * In the arena, or lent by the article. */
Str listing_name(Arena *arena, const Article *a);
Str listing_path(Arena *arena, const Article *a);

/* Does the path have characters that stand for others? */
bool listing_is_pattern(Str path);

/* What a block is known by from run to run, even when others are added to its article. */
typedef struct BlockName {
    Str words;     /* its words as node_words() gives them, in normal form C */
    uint64_t hash; /* of the words; of a block without any, of what it is */
    uint32_t nth;  /* which block with this hash it is in its article, from 1 */
} BlockName;

/* The names of the blocks of an article's fates, fate by fate; between blocks all is 0.
 * In the arena. */
BlockName *ledger_names(Arena *arena, const Article *a);

/* "9c3f0a1b2c3d4e5f", and "9c3f0a1b2c3d4e5f-2" for the second; empty between blocks. */
Str block_id(Arena *arena, const BlockName *b);

/* Does the article's ledger tile its text: in order, without gap or overlap?  collect()
 * aborts when one does not. */
bool ledger_tiles(const Article *a);

#endif
