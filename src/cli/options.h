/* The command line.  One table, options.def, drives the parser, --help and by way of
 * that the completion. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/buf.h"
#include "base/diag.h"
#include "collect/collect.h"
#include "style/style.h"

typedef enum Action {
    ACTION_MAKE,
    ACTION_HELP,
    ACTION_VERSION,
    ACTION_PROPERTIES
} Action;
typedef enum Inspect { INSPECT_NO, INSPECT_TEXT, INSPECT_JSON } Inspect;
typedef enum Dump { DUMP_NO, DUMP_TREE, DUMP_BOOK, DUMP_PAGES } Dump;
typedef enum PaperSize { PAPER_OF_STYLE, PAPER_A5, PAPER_A4, PAPER_LETTER } PaperSize;
typedef enum SheetSize { SHEET_OF_PAGES, SHEET_A4, SHEET_LETTER, SHEET_A3 } SheetSize;
typedef enum Nup { NUP_NO, NUP_2, NUP_4 } Nup;
enum { TO_EPUB = 1, TO_PDF = 2 };

struct Option;

/* What was said, in the order in which it was: the command line, then book.yaml. */
typedef struct Setting {
    const struct Option *option;
    Str value; /* as it was given; a NULL pointer: none */
    Loc at;    /* in book.yaml; nowhere: on the command line */
} Setting;

typedef struct Options {
    Str *inputs; /* as given */
    size_t ninputs;
    Str files_from;   /* a file, or "-"; empty: not given */
    Str config;       /* a file, or "none"; empty: the folder's book.yaml if it has one */
    Str write_config; /* a file, or "-"; empty: not asked for */
    Str output;       /* what -o says; empty: not given */
    Str authors;      /* a line each */
    Str subjects;     /* the same: what the book is about */
    Str series;       /* that the book belongs to */
    Str title, subtitle, lang, date, publisher, description, rights, identifier;
    Str since, until; /* a year, a month or a day; empty: any */
    Str report;       /* a file; empty: none */
    Str exclude;      /* paths of articles, a line each */
    Str keep;         /* ids of blocks, a line each */
    Str mail_to;      /* lists of addresses (mailbox.h), a line each */
    Str subject;      /* empty: the book's title */
    size_t mail_budget;
    Str css;   /* a file */
    Str style; /* the name of one of sheaf's styles; empty: not given */
    Str cover; /* a file, or "none"; empty: drawn */
    int to;    /* TO_EPUB | TO_PDF */
    int order, parts, duplicates, passages;       /* of collect.h's enums */
    int series_place;                             /* of the book; 0: none */
    int embed_fonts;                              /* of epub.h's enum */
    int typography, direction;                    /* of book.h's enums */
    int variants, only_listed, no_page_list;      /* 0 or 1 */
    int paper, sheet, nup, inspect, dump, action; /* of the enums above */
    int booklet, duplex_test, attach_sources;     /* 0 or 1 */
    int signature;                                /* sheets; 0: not given */
    Len creep;                                    /* a sheet's thickness */
    Len binding;                     /* of the inner margin, for the binder */
    int one_sided;                   /* 0 or 1 */
    int toc_depth, jobs;             /* jobs: 0 for the machine's cores */
    int check;                       /* 0 or 1: the inputs are finished books */
    int eml, strict, quiet, verbose; /* 0 or 1 */
    Listing listing;                 /* of book.yaml, and `exclude` */
    Setting *settings;
    size_t nsettings, settings_cap;
} Options;

/* Reads the command line and the description of the book; what the options hold is lent
 * by argv and the arena.  False: reported. */
bool options_parse(Diag *d, Arena *a, int argc, char **argv, Options *out);

void options_help(Buf *out);

/* The names of the i-th option: false when there are no more. */
bool options_name(size_t i, char *short_name, const char **long_name);

/* Is it shaped like a BCP 47 tag: "en", "pt-BR", "zh-Hant-TW", "x-klingon"? */
bool lang_is_tag(Str s);

#endif
