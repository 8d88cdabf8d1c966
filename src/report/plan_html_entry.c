/* One input in the page of the ledger: its fate, its facts, its lines.
 *
 * Lines that are in the book, and lines that the chapter has of a version, are told as
 * ranges: their words are there to be read.  Every other one is shown with its words, the
 * rule that set it aside, and the id that puts it back.  Markup between blocks has no
 * words and is not told; the plan as JSON has it all. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/clean.h"
#include "ledgerblocks.h"
#include "plan_html.h"
#include "say.h"

enum {
    OPEN_ROWS = 12,       /* a longer part of an entry is folded */
    LONGEST_WORDS = 2000, /* characters of a block: more than anybody looks at */
    OPENING = 60,         /* characters by which a range that is in the book is known */
    LINES_TOLD = 24,      /* in which one change of characters was made */
};

/* ---- parts of an entry ---- */

static void begin_part(Page *p, const char *cls, size_t rows)
{
    buf_printf(p->out, "<details class=\"%s\"%s><summary>", cls,
               rows <= OPEN_ROWS ? " open" : "");
}

static void begin_table(Page *p, const char *const *heads, size_t n)
{
    buf_put(p->out, S("</summary>\n<table><thead><tr>"));
    for (size_t i = 0; i < n; i++)
        buf_printf(p->out, "<th scope=\"col\">%s</th>", heads[i]);
    buf_put(p->out, S("</tr></thead><tbody>\n"));
}

static void end_part(Page *p)
{
    buf_put(p->out, S("</tbody></table></details>\n"));
}

/* ---- lines ---- */

/* How a row of the lines reads. */
typedef enum Row {
    ROW_NONE,     /* nothing to tell: markup, blank lines */
    ROW_KEPT,     /* in the book */
    ROW_REPEATED, /* the chapter has it */
    ROW_REFUSED,  /* left out with the whole article */
    ROW_BACK,     /* put back by --keep */
    ROW_METADATA,
    ROW_ASIDE,
    ROW_VARIANT,
    ROWS
} Row;

static const struct {
    const char *cls, *words;
    const char *counted; /* what becomes of so many blocks; NULL: told in ranges */
    bool id;
} rows[ROWS] = {
    [ROW_KEPT] = {"kept", "in the book", NULL, false},
    [ROW_REPEATED] = {"repeated", "the chapter has it", NULL, false},
    [ROW_REFUSED] = {"refused", "left out", NULL, false},
    [ROW_BACK] = {"back", "put back", "put back", false},
    [ROW_METADATA] = {"metadata", "read as", "read as metadata", true},
    [ROW_ASIDE] = {"aside", "set aside as", "set aside", true},
    [ROW_VARIANT] = {"variant", "only here", "only in this version", false},
};

static Row row_of(const Fate *f)
{
    if (f->block == NULL)
        return ROW_NONE;
    switch (f->kind) {
    case FATE_TITLE:
        return ROW_KEPT;
    case FATE_BODY:
        return f->rule ? ROW_BACK : ROW_KEPT;
    case FATE_METADATA:
        return ROW_METADATA;
    case FATE_BOILERPLATE:
        return ROW_ASIDE;
    case FATE_DUPLICATE: /* of a copy, what the chapter has not is the copy's own */
        return f->of || strcmp(f->rule, "same-text") != 0 ? ROW_REPEATED : ROW_VARIANT;
    case FATE_VARIANT:
        return ROW_VARIANT;
    case FATE_REFUSED:
        return ROW_REFUSED;
    case FATE_MARKUP:
    case FATE_EMPTY:
    case FATE_COUNT:
        break;
    }
    return ROW_NONE;
}

/* “The mill had stood …”, or how many blocks there are from that on. */
static void put_range(Page *p, Str lang, const LedgerBlock *v, size_t n)
{
    Arena *scratch = arena_new();
    if (n > 1) {
        say_count(p->out, n, "block", "blocks");
        buf_put(p->out, S(", from "));
    }
    buf_put(p->out, S("“"));
    page_words(p, lang, clean_short(scratch, v->words, OPENING));
    buf_put(p->out, S("”"));
    arena_free(scratch);
}

static void put_block(Page *p, Str lang, const LedgerBlock *b, bool id)
{
    Arena *scratch = arena_new();
    page_words(p, lang, clean_short(scratch, b->words, LONGEST_WORDS));
    if (id) {
        buf_put(p->out, S(" <code>"));
        buf_put(p->out, block_id(scratch, b->name));
        buf_put(p->out, S("</code>"));
    }
    arena_free(scratch);
}

/* One row: blocks v[0..n). */
static void put_row(Page *p, const Article *a, Row row, const LedgerBlock *v, size_t n)
{
    buf_printf(p->out, "<tr class=\"%s\"><td>%u", rows[row].cls, (unsigned)v->line);
    if (v[n - 1].line != v->line)
        buf_printf(p->out, "–%u", (unsigned)v[n - 1].line);
    buf_printf(p->out, "</td><td>%s", rows[row].words);
    if (rows[row].id)
        buf_printf(p->out, " <b>%s</b>", say_why(v->fate));
    buf_put(p->out, S("</td><td>"));
    if (rows[row].counted)
        put_block(p, a->lang, v, rows[row].id);
    else
        put_range(p, a->lang, v, n);
    buf_put(p->out, S("</td></tr>\n"));
}

/* ROW_NONE does not part a range. */
static void put_rows(Page *p, const Article *a, LedgerBlock *v, size_t n)
{
    for (size_t i = 0, k; i < n; i = k) {
        const Row row = row_of(v[i].fate);
        size_t last = i;
        for (k = i + 1; k < n && rows[row].counted == NULL; k++) {
            const Row other = row_of(v[k].fate);
            if (other == row)
                v[++last] = v[k]; /* what lies between has no say any more */
            else if (other != ROW_NONE)
                break;
        }
        if (row != ROW_NONE)
            put_row(p, a, row, &v[i], last - i + 1);
    }
}

/* "1 block read as metadata, 2 blocks set aside" */
static void put_counts(Page *p, const size_t *counts)
{
    const char *between = "";
    for (Row row = ROW_NONE; row < ROWS; row++) {
        if (rows[row].counted == NULL || counts[row] == 0)
            continue;
        buf_put(p->out, str_of(between));
        say_count(p->out, counts[row], "block ", "blocks ");
        buf_put(p->out, str_of(rows[row].counted));
        between = ", ";
    }
}

static void put_lines(Page *p, const Article *a)
{
    Arena *scratch = arena_new();
    size_t n, told = 0, ids = 0, counts[ROWS] = {0};
    LedgerBlock *v = ledger_blocks(scratch, a, &n);
    for (size_t i = 0; i < n; i++) {
        const Row row = row_of(v[i].fate);
        counts[row]++;
        told += rows[row].counted != NULL;
        ids += rows[row].id;
    }
    const char *const heads[] = {"Line", "What became of it",
                                 ids ? "Words, and the ID that puts them back" : "Words"};
    if (told > 0) {
        begin_part(p, counts[ROW_ASIDE] ? "lines aside" : "lines", told);
        put_counts(p, counts);
        begin_table(p, heads, 3);
        put_rows(p, a, v, n);
        end_part(p);
    }
    arena_free(scratch);
}

/* ---- characters set otherwise ---- */

static int by_change(const void *v, const void *w)
{
    const Edit *a = *(const Edit *const *)v, *b = *(const Edit *const *)w;
    int c = strcmp(a->rule, b->rule);
    c = c ? c : str_cmp(a->was, b->was);
    c = c ? c : str_cmp(a->now, b->now);
    return c ? c : (a > b) - (a < b); /* of one array: by place */
}

static bool same_change(const Edit *a, const Edit *b)
{
    return strcmp(a->rule, b->rule) == 0 && str_eq(a->was, b->was) &&
           str_eq(a->now, b->now);
}

/* Characters with the blanks among them made visible. */
static void put_characters(Page *p, Str s)
{
    buf_put(p->out, S("<td><bdi class=\"set\">"));
    for (size_t i = 0, from = 0; i < s.n; from = i) {
        const uint32_t cp = utf8_next(s, &i);
        if (cp == ' ')
            buf_put(p->out, S("␣"));
        else if (cp == 0xA0)
            buf_put(p->out, S("⍽"));
        else if (cp == 0x202F)
            buf_put(p->out, S("⍽<sub>thin</sub>"));
        else
            page_text(p, str_sub(s, from, i));
    }
    buf_put(p->out, S("</bdi></td>"));
}

/* All changes of one kind, v[0..n), in the order of the text. */
static void put_change(Page *p, const Edit *const *v, size_t n, const uint32_t *lines,
                       const Edit *first)
{
    buf_printf(p->out, "<tr><td>%s</td>", v[0]->rule);
    put_characters(p, v[0]->was);
    put_characters(p, v[0]->now);
    buf_printf(p->out, "<td>%zu</td><td>", n);
    uint32_t last = 0;
    size_t told = 0, i = 0;
    for (; i < n && told < LINES_TOLD; i++) {
        const uint32_t line = lines[v[i] - first];
        if (line == last)
            continue;
        buf_printf(p->out, told++ ? ", %u" : "%u", (unsigned)line);
        last = line;
    }
    buf_put(p->out, i < n ? S(" …</td></tr>\n") : S("</td></tr>\n"));
}

static void put_typography(Page *p, const Article *a)
{
    static const char *const heads[] = {"Rule", "In the input", "In the book", "Times",
                                        "Lines"};
    size_t n;
    const Edit *e = edits_of(p->r->edits, a, &n);
    if (n == 0)
        return;
    Arena *scratch = arena_new();
    const Edit **v = arena_array(scratch, n, sizeof *v);
    uint32_t *lines = arena_array(scratch, n, sizeof *lines);
    LineCounter counter = {.text = a->src.text, .line = 1};
    for (size_t i = 0; i < n; i++) {
        v[i] = &e[i];
        lines[i] = count_lines(&counter, e[i].from);
    }
    qsort(v, n, sizeof *v, by_change);
    begin_part(p, "typography", OPEN_ROWS + 1);
    say_count(p->out, n, "character", "characters");
    buf_put(p->out, S(" set otherwise"));
    begin_table(p, heads, 5);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && same_change(v[i], v[k]); k++)
            ;
        put_change(p, &v[i], k - i, lines, e);
    }
    end_part(p);
    arena_free(scratch);
}

/* ---- facts ---- */

static void begin_fact(Page *p, const char *name)
{
    buf_printf(p->out, "<div><dt>%s</dt><dd>", name);
}

static void end_fact(Page *p)
{
    buf_put(p->out, S("</dd></div>\n"));
}

static void put_fact(Page *p, const char *name, Str lang, Str words)
{
    if (words.n == 0)
        return;
    begin_fact(p, name);
    page_words(p, lang, words);
    end_fact(p);
}

/* "18 May 2024, inferred from “last updated: May 18”" */
static void put_date(Page *p, Arena *scratch, const Article *a)
{
    enum { BASIS = 120 };
    const char *confidence = date_confidence_name(a->date_confidence);
    begin_fact(p, "Date");
    if (a->date.year == 0) {
        buf_put(p->out, S("none found"));
    } else {
        buf_printf(p->out, "<time datetime=\"" STR_FMT "\">" STR_FMT "</time>%s%s",
                   STR_ARG(date_iso(scratch, a->date)),
                   STR_ARG(date_words(scratch, a->date)), confidence ? ", " : "",
                   confidence ? confidence : "");
        if (a->date_basis.n) {
            buf_put(p->out,
                    a->date_confidence == DATE_INFERRED ? S(" from “") : S(" in “"));
            page_words(p, a->lang, clean_short(scratch, a->date_basis, BASIS));
            buf_put(p->out, S("”"));
        }
    }
    end_fact(p);
}

static void put_url(Page *p, Str url)
{
    if (url.n == 0)
        return;
    begin_fact(p, "Address");
    if (url_is_sound(url)) {
        buf_put(p->out, S("<a rel=\"noreferrer\" href=\""));
        page_text(p, url);
        buf_put(p->out, S("\">"));
    }
    page_words(p, (Str){0}, url);
    if (url_is_sound(url))
        buf_put(p->out, S("</a>"));
    end_fact(p);
}

/* "709 words, en; text, UTF-8" */
static void put_form(Page *p, const Article *a)
{
    begin_fact(p, "Read");
    say_count(p->out, a->nwords, "word", "words");
    if (a->lang.n) {
        buf_put(p->out, S(", "));
        page_words(p, S("en"), a->lang);
    }
    if (a->src.format)
        buf_printf(p->out, "; %s", a->src.format);
    if (a->src.charset)
        buf_printf(p->out, ", %s", a->src.charset);
    end_fact(p);
}

static void put_facts(Page *p, const Article *a)
{
    Arena *scratch = arena_new();
    buf_put(p->out, S("<dl>\n"));
    if (a->fate == ART_CHAPTER || a->fate == ART_DUPLICATE || a->date.year)
        put_date(p, scratch, a);
    put_fact(p, "Saved", S("en"), date_words(scratch, a->src.saved));
    put_fact(p, "By", a->lang, a->byline);
    put_fact(p, "Publisher", a->lang, a->publisher);
    put_url(p, a->url);
    if (a->src.text.n)
        put_form(p, a);
    put_fact(p, "SHA-256", S("en"), a->src.sha256);
    buf_put(p->out, S("</dl>\n"));
    arena_free(scratch);
}

/* ---- fates ---- */

static void put_share(Page *p, double share, const char *of)
{
    if (share >= 0)
        buf_printf(p->out, "; %d %% %s", (int)(share * 100 + 0.5), of);
}

static void put_why(Page *p, const Article *a)
{
    Buf why = {0};
    say_left_out(&why, p->r->plan, &p->refusals, a, (Str){0});
    page_text(p, buf_str(&why));
    buf_free(&why);
}

static void put_fate(Page *p, const Article *a)
{
    const bool named = p->r->plan->options.duplicates != DUPLICATES_DROP;
    buf_put(p->out, S("<p class=\"fate\">"));
    switch (a->fate) {
    case ART_CHAPTER:
        buf_printf(p->out, "<b>In the book</b> as chapter %u", (unsigned)a->chapter);
        if (a->title_made)
            buf_put(p->out, S("; its title was made from its opening or its name"));
        if (a->hollow)
            buf_put(p->out, S("; its text is made by its site, and a sentence says so"));
        break;
    case ART_DUPLICATE:
        buf_put(p->out, S("<b>Merged</b> into "));
        page_chapter(p, a->of->chapter);
        buf_printf(p->out, ", which %s",
                   a->resemblance < 1 ? "tells the same story" : "is the same text");
        if (a->resemblance < 1) {
            put_share(p, a->resemblance, "alike");
            put_share(p, a->containment, "of the shorter is in the longer");
        }
        if (!named)
            buf_put(p->out, S("; the book does not name it"));
        break;
    case ART_EMPTY:
    case ART_OUTSIDE:
    case ART_REFUSED:
        buf_put(p->out, a->src.part ? S("<b>No article</b>: ") : S("<b>Left out</b>: "));
        put_why(p, a);
        break;
    }
    buf_put(p->out, S("</p>\n"));
}

/* The file's warnings, with the first article that is told of it. */
static void put_warnings(Page *p, Str path)
{
    Notes *notes = map_find(&p->notes, path);
    if (notes == NULL || notes->told)
        return;
    notes->told = true;
    buf_put(p->out, S("<ul class=\"warnings\">\n"));
    for (const Note *n = notes->first; n; n = n->next) {
        buf_put(p->out, S("<li><b>Warning</b>"));
        if (n->message->at.line)
            buf_printf(p->out, ", line %u", (unsigned)n->message->at.line);
        buf_put(p->out, S(": "));
        page_text(p, n->message->text);
        buf_printf(p->out, " <small>%s</small></li>\n", diag_name(n->message->id));
    }
    buf_put(p->out, S("</ul>\n"));
}

/* ---- entries ---- */

static const char *fate_class(const Article *a)
{
    return a->fate == ART_CHAPTER ? "kept" : a->fate == ART_DUPLICATE ? "merged" : "left";
}

void page_entry(Page *p, const Article *a, const ChapterWords *of)
{
    const int level = a->fate == ART_DUPLICATE ? 4 : 3;
    buf_printf(p->out, "<article class=\"%s\"", fate_class(a));
    if (a->fate == ART_CHAPTER)
        buf_printf(p->out, " id=\"c%u\"", (unsigned)a->chapter);
    buf_printf(p->out, ">\n<h%d>", level);
    if (a->fate == ART_CHAPTER)
        buf_printf(p->out, "<span>%u</span> ", (unsigned)a->chapter);
    if (a->title.n) {
        page_words(p, a->lang, a->title);
        buf_printf(p->out, "</h%d>\n<p class=\"file\">", level);
        page_source(p, a);
        buf_put(p->out, S("</p>\n"));
    } else {
        page_source(p, a);
        buf_printf(p->out, "</h%d>\n", level);
    }
    put_fate(p, a);
    put_facts(p, a);
    put_warnings(p, a->src.path);
    if (of && a->resemblance < 1)
        page_differences(p, a, of);
    put_lines(p, a);
    put_typography(p, a);
    buf_put(p->out, S("</article>\n"));
}

void page_unread(Page *p, const Message *m)
{
    buf_put(p->out, S("<article class=\"left\">\n<h3>"));
    page_words(p, (Str){0}, m->at.path);
    buf_put(p->out, S("</h3>\n<p class=\"fate\"><b>Left out</b>: "));
    page_text(p, m->text);
    buf_put(p->out, S("</p>\n</article>\n"));
}
