/* Reading the command line, by one table. */
#include "options.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "collect/collect.h"
#include "guess.h"
#include "mail/mailbox.h"
#include "option.h"

/* A row without a name begins a group. */
#define O(letter, name, arg, how, field, help)                                           \
    {letter, name, arg, NULL, help, HOW_##how, offsetof(Options, field), false},
#define G(group) {0, NULL, NULL, group, NULL, HOW_TEXT, 0, false},
#define K(group) {0, NULL, NULL, group, NULL, HOW_TEXT, 0, true},
static const Option table[] = {
#include "options.def"
};
#undef O
#undef G
#undef K

enum {
    ROWS = sizeof table / sizeof *table,
    FIRST_LONG = UCHAR_MAX + 1,
    CREEP = MM(1) / 10,             /* paper of 80 g/m² */
    MAIL_BUDGET = 14 * 1000 * 1000, /* under 20 MB as a mail has it */
};

bool options_name(size_t i, char *short_name, const char **long_name)
{
    for (size_t row = 0; row < ROWS; row++)
        if (table[row].name && i-- == 0) {
            *short_name = table[row].letter;
            *long_name = table[row].name;
            return true;
        }
    return false;
}

/* ---- values ---- */

/* Of pandoc's names; some have two.  Their help is for book.yaml. */
#define M(key, how, arg, field, help)                                                    \
    {                                                                                    \
        0, key, arg, NULL, help, HOW_##how, offsetof(Options, field), true               \
    }
static const Option metadata[] = {
    M("title", TEXT, "TITLE", title, NULL),
    M("subtitle", TEXT, "TEXT", subtitle, NULL),
    M("author", NAMES, "NAME", authors,
      "of the book, or its editor; [NAME, NAME] are two"),
    M("creator", NAMES, "NAME", authors, NULL),
    M("lang", LANG, "TAG", lang, "as in en or pt-BR"),
    M("language", LANG, "TAG", lang, NULL),
    M("date", DATE, "YYYY-MM-DD", date, NULL),
    M("publisher", TEXT, "NAME", publisher, NULL),
    M("description", TEXT, "TEXT", description, "what the book is, in a few sentences"),
    M("abstract", TEXT, "TEXT", description, NULL),
    M("rights", TEXT, "TEXT", rights, "who may do what with it"),
    M("subject", NAMES, "TEXT", subjects, "what it is about; [TEXT, TEXT] are two"),
    M("keywords", NAMES, "TEXT", subjects, NULL),
    M("belongs-to-collection", TEXT, "NAME", series, "the series that it is of"),
    M("group-position", NUMBER, "1-99999", series_place, "its number in that"),
    M("identifier", TEXT, "TEXT", identifier,
      "an ISBN, or any name that no other book has"),
    M("dir", CHOICE1, "ltr|rtl", direction, "the direction in which it is read"),
    M("direction", CHOICE1, "ltr|rtl", direction, NULL),
    M("cover-image", PATH, "FILE|none", cover,
      "a picture, or none, in place of the drawn cover"),
};
#undef M

enum { METADATA = sizeof metadata / sizeof *metadata };

bool option_is_metadata(const Option *opt)
{
    return opt >= metadata && opt < metadata + METADATA;
}

const Option *option_key(size_t i)
{
    if (i < METADATA)
        return &metadata[i];
    i -= METADATA;
    bool keys = false; /* the group's are */
    for (size_t row = 0; row < ROWS; row++)
        if (table[row].name == NULL)
            keys = table[row].is_key;
        else if (keys && table[row].how != HOW_META && i-- == 0)
            return &table[row];
    return NULL;
}

static bool is_fit(Arena *a, How how, Str value)
{
    size_t n;
    Date date, last;
    switch (how) {
    case HOW_TEXT:
    case HOW_NAMES:
        return utf8_valid(value);
    case HOW_PATH:
        return value.n > 0;
    case HOW_DATE:
        return date_parse_iso(value, &date);
    case HOW_SPAN:
        return date_parse_span(value, &date, &last);
    case HOW_LANG:
        return lang_is_tag(value);
    case HOW_ADDRESSES:
        return mailboxes_read(a, value, &n) != NULL;
    case HOW_SIZE:
    case HOW_SWITCH:
    case HOW_NUMBER:
    case HOW_LENGTH:
    case HOW_CHOICE:
    case HOW_CHOICE1:
    case HOW_ACTION:
    case HOW_META:
    case HOW_TO:
        break;
    }
    abort();
}

/* Sets a slice; of names, adds one.  A value that may be left out, and is, becomes that
 * of a slice that is not NULL, for whoever knows what is meant by it. */
static bool set_slice(Arena *a, Str *at, How how, Str value)
{
    if (value.p && !is_fit(a, how, value))
        return false;
    *at = (how == HOW_NAMES || how == HOW_ADDRESSES) && at->n
              ? arena_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(*at), STR_ARG(value))
          : value.p ? value
                    : S("");
    return true;
}

/* The key of "title=The News" or, as pandoc allows, of "title:The News"; *text: what is
 * behind it.  NULL: it names none. */
static const Option *metadata_key(Str value, Str *text)
{
    size_t end = 0;
    while (end < value.n && value.p[end] != '=' && value.p[end] != ':')
        end++;
    const Str key = str_sub(value, 0, end);
    *text = str_trim(str_sub(value, end + 1, value.n));
    for (size_t i = 0; end < value.n && i < METADATA; i++)
        if (str_eq(key, str_of(metadata[i].name)))
            return &metadata[i];
    return NULL;
}

static bool set_metadata(Arena *a, Options *o, Str value)
{
    Str text;
    const Option *key = metadata_key(value, &text);
    return key && option_set(a, o, key, text);
}

static bool set_to(int *to, Str value)
{
    *to = 0;
    while (value.n > 0) {
        const Str part = str_cut(&value, ',');
        if (str_eq(part, S("epub")))
            *to |= TO_EPUB;
        else if (str_eq(part, S("pdf")))
            *to |= TO_PDF;
        else
            return false;
    }
    return *to != 0;
}

/* The place of value among the words of "a|b|c", counted from `first`. */
static bool set_choice(int *at, Str words, Str value, int first)
{
    for (int i = first; words.n > 0; i++)
        if (str_eq_nocase(str_cut(&words, '|'), value)) {
            *at = i;
            return true;
        }
    return false;
}

static bool set_number(int *at, Str range, Str value)
{
    uint32_t least = 0, most = 0, n;
    str_to_u32(str_cut(&range, '-'), INT_MAX, &least);
    str_to_u32(range, INT_MAX, &most);
    if (!str_to_u32(value, most, &n) || n < least)
        return false;
    *at = (int)n;
    return true;
}

/* "14M", "500k", "1000000": bytes, above nothing. */
static bool set_size(size_t *at, Str value)
{
    enum { K = 1000 };
    uint32_t n;
    size_t unit = 1;
    if (str_ends_nocase(value, S("k")))
        unit = K;
    else if (str_ends_nocase(value, S("m")))
        unit = K * K;
    if (!str_to_u32(str_sub(value, 0, value.n - (unit > 1)), INT_MAX / (uint32_t)unit,
                    &n))
        return false;
    *at = n * unit;
    return n > 0;
}

static bool set(Arena *a, Options *o, const Option *opt, Str value)
{
    void *field = (char *)o + opt->field;
    const Str arg = str_of(opt->arg);
    switch (opt->how) {
    case HOW_TEXT:
    case HOW_PATH:
    case HOW_DATE:
    case HOW_SPAN:
    case HOW_LANG:
    case HOW_NAMES:
    case HOW_ADDRESSES:
        return set_slice(a, field, opt->how, value);
    case HOW_SIZE:
        return set_size(field, value);
    case HOW_SWITCH:
        *(int *)field = !str_eq(value, S("false"));
        return value.p == NULL || *(int *)field == 0 || str_eq(value, S("true"));
    case HOW_NUMBER:
        return set_number(field, arg, value);
    case HOW_LENGTH:
        return style_length(value, field);
    case HOW_CHOICE:
        return set_choice(field, arg, value, 0);
    case HOW_CHOICE1:
        if (arg.p[0] != '[')
            return set_choice(field, arg, value, 1);
        *(int *)field = 1; /* left out, or one of those behind it */
        return value.p == NULL || set_choice(field, str_sub(arg, 1, arg.n - 1), value, 2);
    case HOW_ACTION:
        *(int *)field = strcmp(opt->name, "help") == 0      ? ACTION_HELP
                        : strcmp(opt->name, "version") == 0 ? ACTION_VERSION
                                                            : ACTION_PROPERTIES;
        return true;
    case HOW_META:
        return set_metadata(a, o, value);
    case HOW_TO:
        return set_to(field, value);
    }
    abort();
}

/* Notes which keys were said; what -M says it notes under the key that it names. */
static void note(Arena *a, Options *o, const Option *opt, Str value)
{
    if (o->nsettings == o->settings_cap) {
        Setting *more = arena_array(a, 2 * o->nsettings + 16, sizeof *more);
        if (o->nsettings)
            memcpy(more, o->settings, o->nsettings * sizeof *more);
        o->settings = more;
        o->settings_cap = 2 * o->nsettings + 16;
    }
    o->settings[o->nsettings++] = (Setting){.option = opt, .value = value};
}

bool option_set(Arena *a, Options *o, const Option *opt, Str value)
{
    if (!set(a, o, opt, value))
        return false;
    if (opt->how != HOW_META)
        note(a, o, opt, value);
    return true;
}

/* ---- the command line ---- */

typedef struct Parser {
    Diag *d;
    Arena *a;
    Options *o;
} Parser;

static int takes(const Option *opt)
{
    return opt->arg == NULL     ? no_argument
           : opt->arg[0] == '[' ? optional_argument
                                : required_argument;
}

/* getopt's tables, out of ours.  A long option's value is FIRST_LONG + its row. */
static void make_tables(struct option *longs, char *letters)
{
    *letters++ = ':'; /* a missing value is told from an unknown option */
    for (int row = 0; row < ROWS; row++) {
        const Option *opt = &table[row];
        if (opt->name == NULL)
            continue;
        *longs++ = (struct option){opt->name, takes(opt), NULL, FIRST_LONG + row};
        if (opt->letter) {
            *letters++ = opt->letter;
            if (opt->arg)
                *letters++ = ':';
        }
    }
    *longs = (struct option){0};
    *letters = '\0';
}

static const Option *find(int code)
{
    if (code >= FIRST_LONG && code < FIRST_LONG + ROWS)
        return &table[code - FIRST_LONG];
    for (int row = 0; row < ROWS; row++)
        if (code && table[row].letter == code)
            return &table[row];
    return NULL;
}

static bool misused(const Parser *p, const char *what, const char *name)
{
    return diag(p->d, D_USAGE, (Loc){0}, str_of(what), str_of(name));
}

/* The option that a mistyped one is like; NULL: it may be several, or none is near. */
static const char *nearest(const Parser *p, Str name)
{
    Guess g = guess_begin(name);
    for (int row = 0; row < ROWS; row++) {
        if (table[row].name && str_starts(str_of(table[row].name), name))
            return NULL;
        guess(&g, str_of(table[row].name));
    }
    return g.best.n ? arena_cstr(p->a, g.best) : NULL;
}

/* What getopt would not take: `code` is ':' or '?', `word` the argument it was in. */
static bool not_taken(const Parser *p, int code, const char *word)
{
    const Option *known = find(optopt);
    const char letter[] = {'-', (char)optopt, '\0'};
    const bool is_long = strncmp(word, "--", 2) == 0;
    if (code == ':')
        return misused(p, "a value is missing after ", is_long ? word : letter);
    if (known && is_long)
        return misused(p, "no value can be given to --", known->name);
    Str name = str_of(is_long ? word + 2 : "");
    const char *near = is_long ? nearest(p, str_cut(&name, '=')) : NULL;
    return near
               ? misused(p, "there is no option ",
                         arena_cstr(p->a, arena_printf(p->a, "%s, but --%s", word, near)))
               : misused(p, "unknown or ambiguous option ", optopt ? letter : word);
}

/* "--paper takes a5|a4|letter, not 'a3'", "--metadata=date takes YYYY-MM-DD, …" */
static bool unfit(const Parser *p, const Option *opt, Str value)
{
    Str name = arena_printf(p->a, "--%s", opt->name), text;
    const Option *key = opt->how == HOW_META ? metadata_key(value, &text) : NULL;
    if (key) {
        name = arena_printf(p->a, STR_FMT "=%s", STR_ARG(name), key->name);
        opt = key;
        value = text;
    }
    return diag(
        p->d, D_BAD_VALUE, (Loc){0}, name,
        arena_printf(p->a, "%s, not '" STR_FMT "'", option_takes(opt), STR_ARG(value)));
}

static bool read_options(const Parser *p, int argc, char **argv)
{
    struct option longs[ROWS + 1];
    char letters[2 * ROWS + 2];
    make_tables(longs, letters);
    opterr = 0;
    optind = 0; /* glibc's: from the beginning, however often */
    for (;;) {
        const int code = getopt_long(argc, argv, letters, longs, NULL);
        if (code == -1)
            return true;
        if (code == ':' || code == '?')
            return not_taken(p, code, argv[optind - 1]);
        const Option *opt = find(code);
        if (!option_set(p->a, p->o, opt, optarg ? str_of(optarg) : (Str){0}))
            return unfit(p, opt, str_of(optarg));
        if (p->o->action != ACTION_MAKE)
            return true; /* the rest does not matter */
    }
}

/* What people expect other programs to write, and sheaf would write beside: -o X.docx
 * would make X.docx.epub. */
static bool names_other_format(Str path)
{
    static const char *const ends[] = {
        ".txt",  ".text", ".html", ".htm",  ".xhtml", ".md",   ".doc", ".docx", ".odt",
        ".rtf",  ".mobi", ".azw",  ".azw3", ".kfx",   ".fb2",  ".eml", ".zip",  ".json",
        ".yaml", ".csv",  ".xml",  ".tex",  ".ps",    ".djvu", ".png", ".jpg"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends_nocase(path, str_of(ends[i])))
            return true;
    return false;
}

/* -o X.pdf asks for that one, and --to may not ask for another. */
static bool agree_on_outputs(const Parser *p)
{
    Options *o = p->o;
    if (str_eq(o->output, S("-")))
        return misused(p, "a book is not written to the standard output: name a file",
                       "");
    if (names_other_format(o->output))
        return misused(p, "sheaf writes .epub and .pdf, not ",
                       arena_cstr(p->a, path_base(o->output)));
    const int named = str_ends_nocase(o->output, S(".pdf"))    ? TO_PDF
                      : str_ends_nocase(o->output, S(".epub")) ? TO_EPUB
                                                               : 0;
    if (named && o->to && o->to != named)
        return misused(p, "--to asks for another file than --output names", "");
    if (o->to == 0)
        o->to = named ? named : TO_EPUB | TO_PDF;
    return true;
}

static bool agree_on_sheets(const Parser *p)
{
    const Options *o = p->o;
    if ((o->booklet || o->nup) && !(o->to & TO_PDF))
        return misused(p,
                       "--booklet and --nup are written beside the PDF, which is not "
                       "asked for",
                       "");
    if (o->attach_sources && !(o->to & TO_PDF))
        return misused(p, "--attach-sources is for the PDF, which is not asked for", "");
    if ((o->signature || o->creep != CREEP) && !o->booklet)
        return misused(p, "--signature and --creep are of a booklet: give --booklet too",
                       "");
    if (o->duplex_test && !o->booklet)
        return misused(p, "--duplex-test is a booklet's: give --booklet too", "");
    return !o->sheet || o->booklet || o->nup ||
           misused(p, "--sheet is for --booklet and --nup: give one of them too", "");
}

static bool agree_on_days(const Parser *p)
{
    Date since = {0}, until = {0}, other;
    date_parse_span(p->o->since, &since, &other);
    date_parse_span(p->o->until, &other, &until);
    return since.year == 0 || until.year == 0 || date_cmp(since, until) <= 0 ||
           misused(p, "--since is later than --until", "");
}

/* What --exclude names, as the collector is told it: it goes before book.yaml. */
static void list_excluded(Arena *a, Options *o)
{
    PathEntries *e = &o->listing.exclude;
    if (o->exclude.n == 0)
        return;
    e->n = 0;
    e->v = arena_array(a, o->exclude.n / 2 + 1, sizeof *e->v);
    for (Str rest = o->exclude; rest.n > 0;) {
        const Str path = path_plain(str_trim(str_line(&rest)));
        if (path.n)
            e->v[e->n++].path = path;
    }
}

/* Some options ask for something else than a book, and some go with a book alone. */
static bool agree_on_task(const Parser *p)
{
    const Options *o = p->o;
    const int tasks =
        (o->inspect != 0) + (o->dump != 0) + o->check + (o->write_config.p != NULL);
    if (tasks > 1)
        return misused(
            p, "--inspect, --dump, --check and --write-config exclude each other", "");
    if (tasks && (o->report.n || o->eml))
        return misused(
            p,
            "--report and --eml go with a book, and --inspect, --dump, --check "
            "and --write-config make none",
            "");
    if (o->check && o->files_from.n)
        return misused(p, "--check takes the files that are given, and no list", "");
    return o->eml || (!o->mail_to.n && !o->subject.n && o->mail_budget == MAIL_BUDGET) ||
           misused(p, "--mail-to, --mail-budget and --subject are for --eml", "");
}

/* Where --write-config writes when it does not say. */
static bool settle_write_config(const Parser *p)
{
    Options *o = p->o;
    if (o->write_config.p == NULL || o->write_config.n)
        return true;
    o->write_config = config_path(p->a, o);
    return o->write_config.n ||
           misused(p,
                   "--write-config needs a file unless a single folder is given: say "
                   "--write-config=FILE",
                   "");
}

bool options_parse(Diag *d, Arena *a, int argc, char **argv, Options *out)
{
    *out = (Options){.toc_depth = 2, .creep = CREEP, .mail_budget = MAIL_BUDGET};
    const Parser p = {d, a, out};
    if (!read_options(&p, argc, argv))
        return false;
    if (out->action != ACTION_MAKE)
        return true;
    if (out->css.n && out->style.n)
        return misused(&p, "--css and --style exclude each other", "");
    if (!agree_on_task(&p))
        return false;
    if (optind >= argc && out->files_from.n == 0)
        return misused(&p, "no folder and no file was given", "");
    out->ninputs = (size_t)(argc - optind);
    out->inputs = arena_array(a, out->ninputs, sizeof *out->inputs);
    for (size_t i = 0; i < out->ninputs; i++)
        out->inputs[i] = str_of(argv[optind + (int)i]);
    if (!settle_write_config(&p) || !config_load(d, a, out))
        return false;
    list_excluded(a, out);
    if (out->series_place && out->series.n == 0)
        return misused(&p, "group-position goes with belongs-to-collection", "");
    return agree_on_days(&p) && agree_on_outputs(&p) && agree_on_sheets(&p);
}

/* ---- help ---- */

static void put_help_row(Buf *out, const Option *opt)
{
    enum { TEXT_AT = 32 }; /* column */
    const size_t start = out->n;
    if (opt->letter)
        buf_printf(out, "  -%c, --%s", opt->letter, opt->name);
    else
        buf_printf(out, "      --%s", opt->name);
    if (opt->arg && opt->arg[0] == '[')
        buf_printf(out, "[=%s", opt->arg + 1);
    else if (opt->arg)
        buf_printf(out, "=%s", opt->arg);
    size_t column = out->n - start;
    for (Str help = str_of(opt->help); help.n > 0; column = 0) {
        const Str line = str_cut(&help, '\n');
        if (column >= TEXT_AT) {
            buf_byte(out, '\n');
            column = 0;
        }
        buf_fill(out, ' ', TEXT_AT - column);
        buf_printf(out, STR_FMT "\n", STR_ARG(line));
    }
}

void options_help(Buf *out)
{
    buf_put(out,
            S("Usage: sheaf [OPTION]... FOLDER|FILE...\n"
              "Makes one book of saved articles: an EPUB and a typeset PDF, offline.\n"));
    for (size_t row = 0; row < ROWS; row++) {
        if (table[row].name)
            put_help_row(out, &table[row]);
        else
            buf_printf(out, "\n%s:\n", table[row].group);
    }
    buf_put(out,
            S("\nExit status: 0 the book was written; 1 so it was, but an input could "
              "not be\nread whole; from 64 no book, and no part of one.\n"));
}
