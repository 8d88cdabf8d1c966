/* @media: lists of queries, read and answered (Media Queries 4, without the range form
 * and without `or`).  Two media exist: print, the PDF, whose width is its paper's; and
 * screen, an e-reader, whose width nobody knows.  A query that asks for what is not
 * known is never true, negated or not. */
#include "css.h"

static bool fail(Fault *f, DiagId id, size_t at, Str a, Str b)
{
    *f = (Fault){id, at, a, b};
    return false;
}

/* "(min-width: 180mm)" */
static bool feature(Tokens *in, size_t at, Query *q, Fault *fault)
{
    if (!take_delim(in, '(') || in->n < 3 || in->v->kind != T_IDENT)
        return fail(fault, D_CSS_SYNTAX, at, S("this is no media query"), S("the next"));
    const Token *name = take(in);
    const bool is_min = token_is_word(name, "min-width");
    const bool is_max = token_is_word(name, "max-width");
    if (!is_min && !is_max && !token_is_word(name, "width"))
        return fail(fault, D_CSS_UNKNOWN, name->from, S("media feature"), name->text);
    Len len;
    if (!take_delim(in, ':') || in->n < 2 || !css_absolute(take(in), &len) ||
        !take_delim(in, ')'))
        return fail(fault, D_CSS_SYNTAX, at, S("this is no width"), S("the next query"));
    q->has_width = true;
    if (!is_max && len > q->min)
        q->min = len;
    if (!is_min && len < q->max)
        q->max = len;
    return true;
}

static MediaType media_type(const Token *t)
{
    return token_is_word(t, "all")      ? MEDIA_ALL
           : token_is_word(t, "print")  ? MEDIA_PRINT
           : token_is_word(t, "screen") ? MEDIA_SCREEN
                                        : MEDIA_OTHER;
}

/* "not print and (min-width: 180mm)" */
static bool query(Tokens *in, size_t at, Query *q, Fault *fault)
{
    *q = (Query){.max = LEN_MOST};
    q->negated = take_word(in, "not");
    if (!q->negated)
        take_word(in, "only");
    bool more = true;
    if (in->n > 0 && in->v->kind == T_IDENT) {
        q->type = media_type(take(in));
        more = take_word(in, "and");
    }
    for (; more; more = take_word(in, "and"))
        if (!feature(in, at, q, fault))
            return false;
    if (in->n > 0 && !token_is_delim(in->v, ','))
        return fail(fault, D_CSS_SYNTAX, at, S("this is no media query"), S("the next"));
    return true;
}

bool css_queries(Tokens in, QueryList *out, Fault *fault)
{
    bool good = true;
    take_space(&in);
    if (in.n == 0) { /* an empty list is always true */
        ARRAY_ROOM(out->v, out->n, out->cap);
        out->v[out->n++] = (Query){.max = LEN_MOST};
        return true;
    }
    do {
        Query q;
        if (!query(&in, in.n ? in.v->from : 0, &q, fault)) {
            good = false;
            q.unknown = true;
            while (in.n > 0 && !token_is_delim(in.v, ','))
                take(&in);
        }
        ARRAY_ROOM(out->v, out->n, out->cap);
        out->v[out->n++] = q;
    } while (take_delim(&in, ','));
    return good;
}

static bool is_true(const Query *q, MediaType medium, Len width)
{
    if (q->unknown || (q->has_width && width == WIDTH_UNKNOWN))
        return false;
    const bool yes = (q->type == MEDIA_ALL || q->type == medium) &&
                     (!q->has_width || (q->min <= width && width <= q->max));
    return yes != q->negated;
}

static bool any_true(const Media *m, const Query *queries, MediaType medium, Len width)
{
    for (size_t i = m->from; i < m->to; i++)
        if (is_true(&queries[i], medium, width))
            return true;
    return false;
}

void css_media_answer(Media *media, size_t n, const Query *queries, Len width)
{
    for (size_t i = 0; i < n; i++) {
        Media *m = &media[i];
        const Media *outer = m->outer ? &media[m->outer - 1] : NULL;
        m->print = (!outer || outer->print) && any_true(m, queries, MEDIA_PRINT, width);
        m->screen = (!outer || outer->screen) &&
                    any_true(m, queries, MEDIA_SCREEN, WIDTH_UNKNOWN);
    }
}
