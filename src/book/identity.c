/* What the book is called: title, author, language, date and identifier, each as the
 * user said, else from the articles, else a constant. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/unicode.h"
#include "build.h"

/* ---- title ---- */

static Str find_title(const Builder *b)
{
    Str title = clean_text(b->a, b->o->title);
    if (title.n == 0 && b->plan->nchapters == 1)
        title = clean_text(b->a, b->plan->chapters[0]->title);
    if (title.n == 0)
        title = name_words(b->a, b->o->name);
    return title.n ? title : str_of(b->w->collected);
}

/* ---- authors, subjects ---- */

/* The lines that hold text, cleaned, with that between them. */
static Str join_lines(const Builder *b, Str rest, const char *between)
{
    Buf joined = {0};
    while (rest.n > 0) {
        const Str line = clean_text(b->a, str_line(&rest));
        if (line.n > 0)
            buf_printf(&joined, "%s" STR_FMT, joined.n ? between : "", STR_ARG(line));
    }
    const Str s = arena_str(b->a, buf_str(&joined));
    buf_free(&joined);
    return s;
}

static void find_authors(const Builder *b, Book *book)
{
    Str names = b->o->authors;
    if (names.n == 0 && b->plan->nchapters == 1)
        names = clean_text(b->a, b->plan->chapters[0]->byline);
    book->authors = join_lines(b, names, "\n");
    book->author = join_lines(b, names, ", ");
}

/* ---- language ---- */

static int by_bytes(const void *x, const void *y)
{
    return str_cmp(*(const Str *)x, *(const Str *)y);
}

/* The most frequent of the chapters' languages; of several the first by its tag. */
static Str find_lang(const Builder *b)
{
    if (b->o->lang.n)
        return arena_str(b->a, b->o->lang);
    Str *tags = arena_array(b->a, b->plan->nchapters, sizeof *tags), best = S("en");
    size_t n = 0, most = 0;
    for (size_t i = 0; i < b->plan->nchapters; i++)
        if (b->plan->chapters[i]->lang.n)
            tags[n++] = b->plan->chapters[i]->lang;
    if (n)
        qsort(tags, n, sizeof *tags, by_bytes);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && str_eq(tags[i], tags[j]); j++)
            ;
        if (j - i > most) {
            most = j - i;
            best = tags[i];
        }
    }
    return arena_str(b->a, best);
}

/* ---- date ---- */

static Date find_date(const Builder *b, bool *known)
{
    Date date = {0};
    *known = true;
    if (date_parse_iso(b->o->date, &date))
        return date;
    for (size_t i = 0; i < b->plan->nchapters; i++) {
        const Date of = b->plan->chapters[i]->date;
        if (of.year && (date.year == 0 || date_cmp(of, date) > 0))
            date = of;
    }
    if (date.year)
        return date;
    *known = false;
    return date_parse_epoch(str_of(getenv("SOURCE_DATE_EPOCH")), &date)
               ? date
               : (Date){1980, 1, 1}; /* where zip's calendar begins */
}

/* ---- identifier ---- */

/* The same for the same title and sources, whatever the order of the chapters. */
static Str find_identifier(const Builder *b)
{
    if (b->o->identifier.n)
        return clean_text(b->a, b->o->identifier);
    const size_t n = b->plan->nchapters;
    Str *hashes = arena_array(b->a, n, sizeof *hashes);
    for (size_t i = 0; i < n; i++)
        hashes[i] = b->plan->chapters[i]->src.sha256;
    if (n)
        qsort(hashes, n, sizeof *hashes, by_bytes);
    Buf name = {0};
    buf_put(&name, b->book->title);
    for (size_t i = 0; i < n; i++)
        buf_printf(&name, "\n" STR_FMT, STR_ARG(hashes[i]));
    const Str uuid = uuid5(b->a, buf_str(&name));
    buf_free(&name);
    return arena_printf(b->a, "urn:uuid:" STR_FMT, STR_ARG(uuid));
}

/* As the language has it: it was found, not given. */
static void set_title(Builder *b)
{
    Typographer *t = typographer_new(b->a, b->o->typography, NULL, NULL);
    b->book->title = typography_title(t, b->book->title, b->book->lang, NULL);
    typographer_free(t);
}

void book_identify(Builder *b)
{
    Book *book = b->book;
    const BookOptions *o = b->o;
    book->lang = find_lang(b);
    book->rtl = o->direction == DIRECTION_OF_LANG ? uni_lang_is_rtl(book->lang)
                                                  : o->direction == DIRECTION_RTL;
    b->w = wording_for(book->lang);
    Str rest = book->lang;
    const bool same = str_eq_nocase(str_cut(&rest, '-'), str_of(b->w->lang));
    b->lang = same ? book->lang : str_of(b->w->lang);
    book->title = find_title(b);
    book->subtitle = clean_text(b->a, o->subtitle);
    find_authors(b, book);
    book->publisher = clean_text(b->a, o->publisher);
    book->description = clean_text(b->a, o->description);
    book->rights = clean_text(b->a, o->rights);
    book->subjects = join_lines(b, o->subjects, "\n");
    book->series = clean_text(b->a, o->series);
    book->place = o->series_place;
    book->date = find_date(b, &b->date_known);
    book->identifier = find_identifier(b);
    if (o->title.n == 0)
        set_title(b);
}
