/* The plan for people: --inspect.  Plain text, 80 columns wide; whatever the inputs hold,
 * nothing that steers a terminal. */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "report.h"
#include "say.h"

enum {
    COLUMNS = 80,
    LONGEST_TITLE = 4 * COLUMNS, /* a line of a file may be taken for one */
    LEAST_WORDS = 24, /* columns for the words of what was set aside, come what may */
};

typedef struct Printer {
    Buf *out;
    const Plan *plan;
    const EditList *edits;
    Map refusals;
    size_t indent; /* of a chapter's lines below its number */
} Printer;

/* ---- text in columns ---- */

/* Where the piece ends that begins at `from`: where a line may be broken (UAX #14), or
 * for lack of that where a line is full. */
static size_t piece_end(Str s, size_t from, const uint8_t *may_break, size_t most)
{
    size_t used = 0, to = from;
    while (to < s.n) {
        size_t next = to;
        used += say_columns_of(utf8_next(s, &next));
        if (to > from && (may_break[to] || used > most))
            break;
        to = next;
    }
    return to;
}

/* Writes s and a line end; a line that is full goes on below, indented.  The first
 * begins at column `indent` as well. */
static void put_wrapped(Buf *out, Str s, size_t indent)
{
    uint8_t *may_break = mem_alloc(s.n + 1);
    uni_line_breaks(s, may_break);
    size_t used = indent;
    for (size_t from = 0, to; from < s.n; from = to) {
        to = piece_end(s, from, may_break, COLUMNS - indent);
        const Str piece = str_sub(s, from, to);
        if (used > indent && used + say_columns(str_trim(piece)) > COLUMNS) {
            while (out->p[out->n - 1] == ' ')
                out->n--;
            buf_byte(out, '\n');
            buf_fill(out, ' ', indent);
            used = indent;
        }
        buf_put(out, piece);
        used += say_columns(piece);
    }
    buf_byte(out, '\n');
    free(may_break);
}

static void put_source(Buf *out, const Article *a)
{
    buf_safe(out, a->src.path);
    if (a->src.member.n) {
        buf_put(out, S(": "));
        buf_safe(out, a->src.member);
    }
}

/* ---- chapters ---- */

static void put_facts(Printer *r, const Article *a)
{
    Buf line = {0};
    say_facts(&line, a);
    put_wrapped(r->out, buf_str(&line), r->indent);
    buf_free(&line);
}

static size_t digits(size_t n)
{
    size_t k = 1;
    while (n /= 10)
        k++;
    return k;
}

/* A line each: the line's number, the rule, the words. */
static void put_set_aside(Printer *r, const Article *a)
{
    size_t number = 0, rule = 0;
    for (size_t i = 0; i < a->nfates; i++) {
        if (!say_is_set_aside(a, i))
            continue;
        const size_t n = digits(a->fates[i].block->line);
        const size_t w = say_columns(str_of(say_why(&a->fates[i])));
        number = n > number ? n : number;
        rule = w > rule ? w : rule;
    }
    const size_t taken = r->indent + S("line ").n + number + 2 + rule + 2;
    const size_t room = taken + LEAST_WORDS < COLUMNS ? COLUMNS - taken : LEAST_WORDS;
    for (size_t i = 0; i < a->nfates; i++) {
        if (!say_is_set_aside(a, i))
            continue;
        const Fate *f = &a->fates[i];
        Arena *scratch = arena_new();
        const Str words = node_words(scratch, f->block);
        buf_fill(r->out, ' ', r->indent);
        buf_printf(r->out, "line %*u  %-*s  ", (int)number, (unsigned)f->block->line,
                   (int)rule, say_why(f));
        buf_put(r->out, say_short(scratch, words.n ? words : S("(no words)"), room));
        buf_byte(r->out, '\n');
        arena_free(scratch);
    }
}

/* "characters set otherwise: apostrophe 12, quotes 4", in the order of the first. */
static void put_edits(Printer *r, const Article *a)
{
    enum { RULES = 16 }; /* more than there are */
    const char *rules[RULES];
    size_t counts[RULES], nrules = 0, n;
    const Edit *e = edits_of(r->edits, a, &n);
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < nrules && strcmp(rules[k], e[i].rule) != 0)
            k++;
        if (k == nrules && nrules < RULES) {
            rules[nrules] = e[i].rule;
            counts[nrules++] = 0;
        }
        counts[k]++;
    }
    Buf line = {0};
    buf_put(&line, S("characters set otherwise:"));
    for (size_t k = 0; k < nrules; k++)
        buf_printf(&line, "%s %s %zu", k ? "," : "", rules[k], counts[k]);
    buf_fill(r->out, ' ', r->indent);
    put_wrapped(r->out, buf_str(&line), r->indent);
    buf_free(&line);
}

static void put_chapter(Printer *r, const Article *a)
{
    Arena *scratch = arena_new();
    buf_printf(r->out, "%*u  ", (int)r->indent - 2, (unsigned)a->chapter);
    put_wrapped(
        r->out,
        say_short(scratch, a->title.n ? a->title : S("(no title)"), LONGEST_TITLE),
        r->indent);
    buf_fill(r->out, ' ', r->indent);
    put_facts(r, a);
    buf_fill(r->out, ' ', r->indent);
    put_source(r->out, a);
    buf_byte(r->out, '\n');
    for (size_t i = 0; i < a->nalso; i++) {
        buf_fill(r->out, ' ', r->indent);
        buf_put(r->out, S("also "));
        put_source(r->out, a->also[i]);
        buf_byte(r->out, '\n');
    }
    put_edits(r, a);
    put_set_aside(r, a);
    buf_byte(r->out, '\n');
    arena_free(scratch);
}

/* The title of the part that begins with a chapter, if one does. */
static void put_part(Printer *r, size_t chapter)
{
    const PlanPart *part = plan_part_of(r->plan, chapter);
    if (part == NULL || part->first != chapter)
        return;
    Arena *scratch = arena_new();
    put_wrapped(r->out,
                arena_printf(scratch, "Part: " STR_FMT,
                             STR_ARG(say_short(scratch, part->title, LONGEST_TITLE))),
                0);
    buf_byte(r->out, '\n');
    arena_free(scratch);
}

/* ---- what is no chapter ---- */

static void put_reason(Printer *r, const Article *a)
{
    Buf of = {0};
    if (a->of) {
        buf_printf(&of, "chapter %u, ", (unsigned)a->of->chapter);
        put_source(&of, a->of);
    }
    say_left_out(r->out, r->plan, &r->refusals, a, buf_str(&of));
    buf_free(&of);
}

/* A heading before the first, then the two lines of each. */
static void begin_left_out(Printer *r, bool *any)
{
    if (!*any)
        buf_put(r->out, S("Left out:\n\n"));
    *any = true;
    buf_fill(r->out, ' ', r->indent);
}

static void put_left_out(Printer *r, const Diag *d)
{
    const ArticleList *l = r->plan->articles;
    bool any = false;
    for (size_t i = 0; i < l->n; i++) {
        if (l->v[i]->fate == ART_CHAPTER)
            continue;
        begin_left_out(r, &any);
        put_source(r->out, l->v[i]);
        buf_byte(r->out, '\n');
        buf_fill(r->out, ' ', r->indent + 2);
        put_reason(r, l->v[i]);
        buf_byte(r->out, '\n');
    }
    for (size_t i = 0; i < d->n; i++) {
        const Message *m = &d->messages[i];
        if (!say_is_unread(m))
            continue;
        begin_left_out(r, &any);
        buf_safe(r->out, m->at.path);
        buf_byte(r->out, '\n');
        buf_fill(r->out, ' ', r->indent + 2);
        buf_safe(r->out, m->text);
        buf_byte(r->out, '\n');
    }
    if (any)
        buf_byte(r->out, '\n');
}

static void put_totals(Printer *r)
{
    size_t words = 0, metadata = 0, fates[ART_REFUSED + 1] = {0};
    for (size_t i = 0; i < r->plan->articles->n; i++) {
        const Article *a = r->plan->articles->v[i];
        fates[a->fate]++;
        for (size_t k = 0; a->fate == ART_CHAPTER && k < a->nfates; k++)
            metadata += say_is_set_aside(a, k) && a->fates[k].kind == FATE_METADATA;
        words += a->fate == ART_CHAPTER ? a->nwords : 0;
    }
    say_count(r->out, r->plan->nchapters, "chapter, ", "chapters, ");
    say_count(r->out, words, "word; ", "words; ");
    say_count(r->out, r->plan->nset_aside, "block set aside, ", "blocks set aside, ");
    say_count(r->out, metadata, "read as metadata\n", "read as metadata\n");
    if (r->plan->articles->n == r->plan->nchapters)
        return;
    say_count(r->out, fates[ART_DUPLICATE], "duplicate, ", "duplicates, ");
    if (fates[ART_OUTSIDE])
        say_count(r->out, fates[ART_OUTSIDE], "left out by options, ",
                  "left out by options, ");
    say_count(r->out, fates[ART_EMPTY], "empty, ", "empty, ");
    say_count(r->out, fates[ART_REFUSED], "refused\n", "refused\n");
}

void report_text(Buf *out, const Report *told)
{
    const Plan *plan = told->plan;
    Printer r = {.out = out,
                 .plan = plan,
                 .edits = told->edits,
                 .refusals = say_refusals(told->messages),
                 .indent = digits(plan->nchapters) + 3};
    if (plan->nchapters)
        buf_put(out,
                S("Chapters, each with its file and the lines set aside from it:\n\n"));
    for (size_t i = 0; i < plan->nchapters; i++) {
        put_part(&r, i);
        put_chapter(&r, plan->chapters[i]);
    }
    put_left_out(&r, told->messages);
    put_totals(&r);
    map_free(&r.refusals);
}
