/* What the plans for people have to say: facts of chapters, and why the rest is none. */
#include "say.h"

#include "base/unicode.h"
#include "base/utf8.h"

/* ---- text in columns ---- */

size_t say_columns_of(uint32_t cp)
{
    if (uni_is_mark(cp) || uni_is_ignorable(cp))
        return 0;
    return uni_is_wide(cp) ? 2 : 1;
}

size_t say_columns(Str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;)
        n += say_columns_of(utf8_next(s, &i));
    return n;
}

Str say_short(Arena *a, Str s, size_t most)
{
    enum { MARKS = 8 }; /* more bytes than these a column show nothing but marks */
    Buf out = {0};
    size_t used = 0, fits = 0; /* out[0..fits) leaves room for the ellipsis */
    bool cut = false;
    s = str_trim(s);
    for (size_t i = 0; i < s.n && !cut;) {
        const size_t at = i, before = out.n;
        if (!uni_is_space(utf8_next(s, &i)))
            buf_safe(&out, str_sub(s, at, i));
        else if (out.n && out.p[out.n - 1] != ' ')
            buf_byte(&out, ' ');
        used += say_columns(str_sub(buf_str(&out), before, out.n));
        if (used < most)
            fits = out.n;
        cut = used > most || out.n > MARKS * most;
    }
    if (cut) {
        out.n = fits;
        buf_put(&out, S("…"));
    }
    const Str r = arena_str(a, buf_str(&out));
    buf_free(&out);
    return r;
}

void say_count(Buf *out, size_t n, const char *one, const char *many)
{
    char digits[32];
    int k = 0;
    for (size_t v = n; v > 0 || k == 0; v /= 10)
        digits[k++] = (char)('0' + v % 10);
    while (k-- > 0) {
        buf_byte(out, digits[k]);
        if (k > 0 && k % 3 == 0)
            buf_byte(out, ',');
    }
    buf_printf(out, " %s", n == 1 ? one : many);
}

/* ---- chapters ---- */

void say_facts(Buf *out, const Article *a)
{
    enum { BASIS = 48 };
    const char *confidence = date_confidence_name(a->date_confidence);
    const bool inferred = a->date_confidence == DATE_INFERRED;
    Arena *scratch = arena_new();
    buf_put(out, a->date.year ? date_words(scratch, a->date) : S("undated"));
    if (a->date.year && confidence)
        buf_printf(out, ", %s", confidence);
    if (a->date.year && a->date_basis.n)
        buf_printf(out, " %s “" STR_FMT "”", inferred ? "from" : "in",
                   STR_ARG(say_short(scratch, a->date_basis, BASIS)));
    if (a->src.saved.year)
        buf_printf(out, "; saved " STR_FMT, STR_ARG(date_words(scratch, a->src.saved)));
    buf_put(out, S("; "));
    say_count(out, a->nwords, "word", "words");
    if (a->title_made)
        buf_put(out, S("; title made from the opening"));
    if (a->hollow)
        buf_put(out, S("; its text is made by its site"));
    arena_free(scratch);
}

bool say_is_set_aside(const Article *a, size_t i)
{
    const Fate *f = &a->fates[i];
    return (f->kind == FATE_METADATA || f->kind == FATE_BOILERPLATE) &&
           (i == 0 || f[-1].block != f->block);
}

const char *say_why(const Fate *f)
{
    return f->rule ? f->rule : fate_name(f->kind);
}

/* ---- what is no chapter ---- */

Map say_refusals(const Diag *d)
{
    Map refusals = {0};
    for (size_t i = 0; i < d->n; i++) {
        Message *m = &d->messages[i];
        if (diag_severity(m->id) != SEVERITY_NOTE)
            *map_at(&refusals, m->at.path) = m;
    }
    return refusals;
}

/* The rule by which an article is left out, which all its blocks have. */
static Str rule_of(const Article *a)
{
    for (size_t i = 0; i < a->nfates; i++)
        if (a->fates[i].rule)
            return str_of(a->fates[i].rule);
    return (Str){0};
}

/* "dated 18 May 2024, before what --since asks for" */
static void say_outside(Buf *out, const Plan *plan, const Article *a)
{
    const Str rule = rule_of(a);
    if (str_eq(rule, S("exclude")) || str_eq(rule, S("only-listed"))) {
        buf_printf(out, "left out by " STR_FMT, STR_ARG(rule));
        return;
    }
    Arena *scratch = arena_new();
    const Date since = plan->options.since;
    const bool before = since.year && date_cmp(a->date, since) < 0;
    buf_printf(out, "dated " STR_FMT ", %s asks for",
               STR_ARG(date_words(scratch, a->date)),
               before ? "before what --since" : "after what --until");
    arena_free(scratch);
}

void say_left_out(Buf *out, const Plan *plan, const Map *refusals, const Article *a,
                  Str of)
{
    switch (a->fate) {
    case ART_CHAPTER:
        break;
    case ART_DUPLICATE:
        buf_printf(out, "the same %s as " STR_FMT, a->resemblance < 1 ? "story" : "text",
                   STR_ARG(of));
        break;
    case ART_EMPTY:
        buf_put(out, S("holds no text of an article"));
        break;
    case ART_OUTSIDE:
        say_outside(out, plan, a);
        break;
    case ART_REFUSED: {
        if (a->src.part) {
            buf_put(out, S("is a part of articles, not an article by itself"));
            break;
        }
        const Message *m = map_find(refusals, a->src.path);
        buf_safe(out, m ? m->text : S("could not be read"));
        break;
    }
    }
}

bool say_is_unread(const Message *m)
{
    return m->id == D_HIDDEN || m->id == D_NOT_REGULAR || m->id == D_OWN_OUTPUT;
}
