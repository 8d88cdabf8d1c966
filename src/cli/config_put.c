/* The frame of a book.yaml that sheaf writes: the table of options, turned round.
 *
 * Every key of book.yaml is there once, under pandoc's name where it has one; its help is
 * that of the command line.  What was said is a value, all else a comment that shows the
 * form of one.  The last line is a sum of the others: a file whose sum is right holds
 * nothing that sheaf could not write again. */
#include "config_put.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/yaml.h"
#include "option.h"
#include "places.h"

#define SUM_MARK "# Not edited, as long as this is the sum of what is above: "

enum { SUM = 16 }; /* digits of a SHA-256: against mistakes, not against malice */

/* ---- options ---- */

/* The field, where it holds words; NULL: it holds none. */
static const Str *words_of(const Options *o, const Option *opt)
{
    switch (opt->how) {
    case HOW_TEXT:
    case HOW_PATH:
    case HOW_DATE:
    case HOW_SPAN:
    case HOW_LANG:
    case HOW_NAMES:
    case HOW_ADDRESSES:
        return (const Str *)((const char *)o + opt->field);
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
    return NULL;
}

/* The value that it was given by the last that may give it one; NULL: nobody did. */
static const Setting *setting_of(const Options *o, const Option *opt)
{
    const Setting *last = NULL;
    for (size_t i = 0; i < o->nsettings; i++)
        if (o->settings[i].option->field == opt->field)
            last = &o->settings[i];
    return last;
}

/* A name, or [one, another]. */
static void put_names(Buf *out, Str lines)
{
    const bool several = str_has(lines, S("\n"));
    buf_put(out, several ? S("[") : (Str){0});
    for (bool first = true; lines.n > 0; first = false) {
        buf_put(out, first ? (Str){0} : S(", "));
        yaml_put(out, str_cut(&lines, '\n'));
    }
    buf_put(out, several ? S("]") : (Str){0});
}

static void put_words(Buf *out, const Options *said, const Option *opt, Str words)
{
    Arena *a = arena_new();
    if (opt->how == HOW_NAMES || opt->how == HOW_ADDRESSES)
        put_names(out, words);
    else if (opt->how == HOW_DATE || opt->how == HOW_SPAN)
        buf_put(out, words);
    else if (opt->how == HOW_PATH && !str_eq(words, S("none")))
        yaml_put(out, path_seen_from(a, words, path_folder(said->write_config)));
    else
        yaml_put(out, words);
    arena_free(a);
}

/* Those that the plan's own lists have. */
static bool is_of_plan(const Option *opt)
{
    return opt->field == offsetof(Options, exclude) ||
           opt->field == offsetof(Options, keep) ||
           opt->field == offsetof(Options, parts);
}

/* "toc-depth: 3", "#paper: a5|a4|letter" */
static void put_option(Buf *out, const Options *said, const Options *found,
                       const Option *opt)
{
    const Setting *s = setting_of(said, opt);
    const Str *words = words_of(said, opt), *known = words_of(found, opt);
    const bool is_said = words ? words->n > 0 : s != NULL;
    buf_printf(out, "%s%s: ", is_said ? "" : "#", opt->name);
    if (words && (is_said || known->n))
        put_words(out, said, opt, is_said ? *words : *known);
    else if (is_said && s->value.p)
        buf_put(out, s->value);
    else
        buf_put(out, str_of(opt->arg ? opt->arg : "true"));
}

/* Is the i-th key the first that sets its field? */
static bool is_first(size_t i)
{
    const Option *opt = option_key(i);
    for (size_t k = 0; k < i; k++)
        if (option_key(k)->field == opt->field)
            return false;
    return true;
}

/* A comment, in one line. */
static void put_help(Buf *out, Str help)
{
    buf_byte(out, '#');
    while (help.n > 0) {
        const Str line = str_cut(&help, '\n');
        buf_printf(out, " " STR_FMT, STR_ARG(line));
    }
    buf_byte(out, '\n');
}

void config_put(Buf *out, const Options *said, const Options *found)
{
    const Option *opt;
    bool metadata = true;
    buf_put(out, S(BOOK_FILE_HEAD
                   ".\n"
                   "# sheaf reads it when its folder is given, and from anywhere with "
                   "--config=FILE.\n"
                   "# Lines that begin with '#' say nothing; most show what may be said: "
                   "take the '#'\n"
                   "# away, and change them.  The command line goes before this file.\n"
                   "\n"
                   "# ---- Metadata, with what holds where nothing is said\n\n"));
    for (size_t i = 0; (opt = option_key(i)) != NULL; i++) {
        if (!is_first(i) || is_of_plan(opt))
            continue;
        if (metadata && !option_is_metadata(opt))
            buf_put(out, S("\n# ---- Options\n"));
        metadata = option_is_metadata(opt);
        if (!metadata) {
            buf_byte(out, '\n');
            put_help(out, str_of(opt->help));
        }
        put_option(out, said, found, opt);
        if (metadata && opt->help) {
            buf_put(out, S("  "));
            put_help(out, str_of(opt->help));
        } else {
            buf_byte(out, '\n');
        }
    }
}

/* ---- the sum ---- */

static Str sum_line(Arena *a, Str file)
{
    return arena_printf(a, SUM_MARK STR_FMT "\n",
                        STR_ARG(str_sub(sha256_hex(a, file), 0, SUM)));
}

void config_sign(Buf *out)
{
    Arena *a = arena_new();
    buf_byte(out, '\n');
    buf_put(out, sum_line(a, buf_str(out)));
    arena_free(a);
}

static bool is_untouched(Arena *a, Str file)
{
    const size_t last = S(SUM_MARK).n + SUM + 1;
    const size_t at = file.n < last ? file.n : file.n - last;
    return str_eq(str_sub(file, at, file.n), sum_line(a, str_sub(file, 0, at)));
}

bool config_may_replace(Diag *d, const Options *o)
{
    const Str path = o->write_config;
    Str file;
    if (file_kind(path, true) != FILE_REGULAR)
        return true; /* what else may be there, file_write() tells */
    Arena *a = arena_new();
    const bool may = file_read(d, a, path, CONFIG_MOST, D_CONFIG_FILE, &file) &&
                     (is_untouched(a, file) ||
                      diag(d, D_CONFIG_EDITED, (Loc){.path = path}, (Str){0}, (Str){0}));
    arena_free(a);
    return may;
}
