/* Tables of articles (CSV, RFC 4180): a row an article, its fields named by the head.
 *
 * The head's first line tells what parts the fields: a comma, a semicolon, a tab or a
 * bar, whichever stands there most.  A quote inside a quoted field counts as its end only
 * before what parts fields or ends lines, as not every program doubles quotes.
 * Cost: linear. */
#include <stdlib.h>
#include <string.h>

#include "entry.h"

enum { COLUMNS = 256 }; /* of a table that anybody exports */

typedef struct Column {
    Str name;
    EntryField field;
    size_t rank;
} Column;

typedef struct Table {
    Str text;
    size_t i; /* read up to here */
    char separator;
    Arena *row; /* owned by open_csv(), as `word` */
    Buf word;
} Table;

static bool is_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool ends_field(const Table *t, size_t i)
{
    return i >= t->text.n || t->text.p[i] == t->separator || is_end(t->text.p[i]);
}

/* The field behind its opening quote; *whole is false when it is never closed. */
static Str read_quoted(Table *t, bool *whole)
{
    const Str s = t->text;
    buf_clear(&t->word);
    for (size_t from = t->i;;) {
        const char *quote = t->i < s.n ? memchr(s.p + t->i, '"', s.n - t->i) : NULL;
        if (quote == NULL) {
            *whole = false;
            t->i = s.n;
            return str_sub(s, from, s.n);
        }
        t->i = (size_t)(quote - s.p) + 1;
        if (ends_field(t, t->i)) {
            buf_put(&t->word, str_sub(s, from, t->i - 1));
            return arena_str(t->row, buf_str(&t->word));
        }
        buf_put(&t->word, str_sub(s, from, t->i));
        t->i += s.p[t->i] == '"';
        from = t->i;
    }
}

/* The next field; *last: it ends its row, which is gone beyond. */
static Str read_field(Table *t, bool *last, bool *whole)
{
    Str field;
    if (t->i < t->text.n && t->text.p[t->i] == '"') {
        t->i++;
        field = read_quoted(t, whole);
    } else {
        const size_t from = t->i;
        while (!ends_field(t, t->i))
            t->i++;
        field = str_sub(t->text, from, t->i);
    }
    *last = t->i >= t->text.n || is_end(t->text.p[t->i]);
    if (t->i < t->text.n && *last && t->text.p[t->i] == '\r' && t->i + 1 < t->text.n &&
        t->text.p[t->i + 1] == '\n')
        t->i++;
    t->i += t->i < t->text.n;
    return field;
}

/* ---- the head ---- */

static char find_separator(Str head)
{
    static const char signs[] = {',', ';', '\t', '|'};
    size_t counts[sizeof signs] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < head.n; i++) {
        quoted ^= head.p[i] == '"';
        for (size_t k = 0; k < sizeof signs; k++)
            counts[k] += head.p[i] == signs[k] && !quoted;
    }
    for (size_t k = 1; k < sizeof signs; k++)
        if (counts[k] > counts[best])
            best = k;
    return signs[best];
}

/* Reads the head.  0: it is none of a table of articles. */
static size_t read_head(Table *t, Arena *a, Column *columns)
{
    bool last = false, whole = true, known = false;
    size_t n = 0;
    Str first = t->text;
    const Str line = str_line(&first);
    if (str_starts(line, S("sep="))) /* for spreadsheets */
        t->i = t->text.n - first.n;
    first = str_sub(t->text, t->i, t->text.n);
    t->separator = find_separator(str_line(&first));
    while (!last && n < COLUMNS) {
        Column *c = &columns[n++];
        c->name = arena_str(a, str_trim(read_field(t, &last, &whole)));
        c->field = entry_field(c->name, &c->rank);
        known |= entry_is_content(c->field) || c->field == ENTRY_URL;
    }
    return known && last && whole ? n : 0;
}

/* ---- rows ---- */

static void read_row(Table *t, Entries *x, const Column *columns, size_t n)
{
    const size_t from = t->i;
    bool last = false, whole = true, blank = true;
    size_t fields = 0;
    Entry e = {0};
    t->row = arena_new();
    while (!last) {
        const Str field = read_field(t, &last, &whole);
        blank &= str_trim(field).n == 0;
        if (fields < n)
            entry_put(&e, columns[fields].field, columns[fields].name,
                      columns[fields].rank, field);
        fields++;
    }
    if (!whole)
        entries_bad(x, str_sub(t->text, from, t->i), from, S("a quote is never closed"));
    else if (fields > n && !blank)
        entries_bad(x, str_sub(t->text, from, t->i), from,
                    S("it has more fields than the head"));
    else if (!blank)
        entries_add(x, &e, from);
    arena_free(t->row);
}

void open_csv(Diag *d, const Article *file, Str bytes, const Nearby *nearby, Members *out)
{
    (void)nearby;
    Entries x = {.format = "csv",
                 .what = "a table of data",
                 .remedy = "a table of articles has a head with title, url and content"};
    if (!entries_begin(&x, d, file, bytes, out))
        return;
    Table t = {.text = x.file->src.text, .row = x.file->arena};
    Column *columns = arena_array(x.file->arena, COLUMNS, sizeof *columns);
    const size_t n = read_head(&t, x.file->arena, columns);
    while (n > 0 && t.i < t.text.n)
        read_row(&t, &x, columns, n);
    entries_end(&x);
    buf_free(&t.word);
}
