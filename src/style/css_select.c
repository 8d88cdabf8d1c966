/* Selectors: read, and matched against an element.
 *
 * A selector is kept from right to left, so that matching begins at the element itself.
 * A child (>) or adjacent (+) compound has one place to be; a descendant's may be any
 * ancestor.  When a later compound fails, only the newest descendant needs to be
 * tried further up: the ancestors above a nearer match include those above a farther
 * one, as with the stars of a glob.  So matching needs no recursion, and takes at most
 * (ancestors × compounds) steps. */
#include <stdlib.h>
#include <string.h>

#include "css.h"

/* ---- reading ---- */

typedef struct TestList {
    Test *v;
    size_t n, cap;
} TestList;

typedef struct Reader {
    Arena *a;
    Tokens in;
    Fault *fault;
    TestList tests;
    struct {
        Compound *v; /* tests: not yet; n: how many */
        size_t n, cap;
    } parts; /* from left to right */
    uint32_t ids, classes, types;
} Reader;

static bool no_selector(Reader *r, size_t at)
{
    *r->fault = (Fault){D_CSS_SYNTAX, at, S("this is no selector"), S("the next rule")};
    return false;
}

static bool unknown(Reader *r, const Token *t, const char *what)
{
    *r->fault = (Fault){D_CSS_UNKNOWN, t->from, str_of(what), t->text};
    return false;
}

static void add_test(Reader *r, TestKind kind, Str name, uint32_t *count)
{
    ARRAY_ROOM(r->tests.v, r->tests.n, r->tests.cap);
    r->tests.v[r->tests.n++] = (Test){kind, name};
    r->parts.v[r->parts.n - 1].n++;
    (*count)++;
}

static const Token *next(Reader *r)
{
    r->in.n--;
    return r->in.v++;
}

static bool at_delim(const Reader *r, char c)
{
    return r->in.n > 0 && token_is_delim(r->in.v, c);
}

/* What follows a colon. */
static bool pseudo(Reader *r, size_t at)
{
    if (at_delim(r, ':')) {
        next(r);
        return r->in.n > 0 && r->in.v->text.n ? unknown(r, r->in.v, "pseudo-element")
                                              : no_selector(r, at);
    }
    if (r->in.n == 0)
        return no_selector(r, at);
    const Token *t = next(r);
    if (token_is_word(t, "first-child")) {
        add_test(r, TEST_FIRST_CHILD, (Str){0}, &r->classes);
    } else if (token_is_word(t, "last-child")) {
        add_test(r, TEST_LAST_CHILD, (Str){0}, &r->classes);
    } else if (t->kind == T_FUNCTION && str_eq_nocase(t->text, S("lang"))) {
        take_space(&r->in);
        const Token *lang = r->in.n ? take(&r->in) : t;
        if ((lang->kind != T_IDENT && lang->kind != T_STRING) || !at_delim(r, ')'))
            return no_selector(r, at);
        next(r);
        add_test(r, TEST_LANG, lang->text, &r->classes);
    } else {
        return t->kind == T_IDENT || t->kind == T_FUNCTION ? unknown(r, t, "pseudo-class")
                                                           : no_selector(r, at);
    }
    return true;
}

/* "li.toc-item:first-child": at least one test, or a star. */
static bool compound(Reader *r, Combinator link)
{
    ARRAY_ROOM(r->parts.v, r->parts.n, r->parts.cap);
    r->parts.v[r->parts.n++] = (Compound){.link = link};
    bool any = false;
    for (; r->in.n > 0; any = true) {
        const Token *t = r->in.v;
        if (t->kind == T_IDENT && !any) {
            add_test(r, TEST_TYPE, next(r)->text, &r->types);
        } else if (token_is_delim(t, '*') && !any) {
            next(r);
        } else if (t->kind == T_HASH) {
            add_test(r, TEST_ID, next(r)->text, &r->ids);
        } else if (token_is_delim(t, '.')) {
            next(r);
            if (r->in.n == 0 || r->in.v->kind != T_IDENT)
                return no_selector(r, t->from);
            add_test(r, TEST_CLASS, next(r)->text, &r->classes);
        } else if (token_is_delim(t, ':')) {
            next(r);
            if (!pseudo(r, t->from))
                return false;
        } else {
            break;
        }
    }
    return any;
}

static Combinator combinator(Reader *r)
{
    const bool space = r->in.n > 0 && r->in.v->kind == T_SPACE;
    take_space(&r->in);
    if (r->in.n == 0 || at_delim(r, ','))
        return LINK_NONE;
    return take_delim(&r->in, '>')   ? LINK_CHILD
           : take_delim(&r->in, '+') ? LINK_NEXT
           : space                   ? LINK_DESCENDANT
                                     : LINK_NONE;
}

/* The compounds and tests that were read, copied into the arena from right to left. */
static const Compound *reversed(const Reader *r)
{
    Compound *parts = arena_array(r->a, r->parts.n, sizeof *parts);
    Test *tests = arena_array(r->a, r->tests.n + 1, sizeof *tests);
    if (r->tests.n)
        memcpy(tests, r->tests.v, r->tests.n * sizeof *tests);
    for (size_t i = 0; i < r->parts.n; i++) {
        Compound *c = &parts[r->parts.n - 1 - i];
        *c = r->parts.v[i];
        c->tests = tests;
        tests += c->n;
    }
    return parts;
}

static uint64_t specificity(const Reader *r)
{
    const uint64_t a = r->ids < 255 ? r->ids : 255;
    const uint64_t b = r->classes < 4095 ? r->classes : 4095;
    const uint64_t c = r->types < 2047 ? r->types : 2047;
    return (a << 23 | b << 11 | c) << 32;
}

static bool selector(Reader *r, SelectorList *out)
{
    r->tests.n = r->parts.n = 0;
    r->ids = r->classes = r->types = 0;
    Combinator link = LINK_NONE;
    take_space(&r->in);
    do {
        const size_t at = r->in.n ? r->in.v->from : r->fault->at;
        const DiagId before = r->fault->id;
        if (!compound(r, link))
            return r->fault->id != before ? false : no_selector(r, at);
        link = combinator(r);
    } while (link != LINK_NONE);
    if (r->in.n > 0 && !at_delim(r, ','))
        return no_selector(r, r->in.v->from);
    ARRAY_ROOM(out->v, out->n, out->cap);
    out->v[out->n++] = (Selector){reversed(r), r->parts.n, specificity(r), 0};
    return true;
}

bool css_selectors(Arena *a, Tokens prelude, SelectorList *out, Fault *fault)
{
    Reader r = {.a = a, .in = prelude, .fault = fault};
    const size_t had = out->n;
    *fault = (Fault){.id = D_COUNT, .at = prelude.n ? prelude.v->from : 0};
    bool good;
    do
        good = selector(&r, out);
    while (good && take_delim(&r.in, ','));
    free(r.tests.v);
    free(r.parts.v);
    if (!good)
        out->n = had;
    return good;
}

/* ---- matching ---- */

/* How far up a selector looks: as deep as browsers build their trees.  It bounds the
 * time on a hostile one. */
enum { ANCESTORS_MOST = 512 };

const Element *css_parent(const Element *e)
{
    static const Element html = {.name = "html", .is_last = true};
    static const Element body = {.name = "body", .parent = &html, .is_last = true};
    if (e->parent || e == &html || strcmp(e->name, "html") == 0)
        return e->parent;
    return strcmp(e->name, "body") == 0 ? &html : &body;
}

static bool has_class(const Element *e, Str name)
{
    for (Str rest = e->cls; rest.n > 0;)
        if (str_eq(str_cut(&rest, ' '), name))
            return true;
    return false;
}

/* :lang(en) is also en-GB. */
static bool has_lang(const Element *e, Str want)
{
    for (int up = 0; e->lang.n == 0; up++) {
        e = css_parent(e);
        if (e == NULL || up == ANCESTORS_MOST)
            return false;
    }
    return str_eq_nocase(str_sub(e->lang, 0, want.n), want) &&
           (e->lang.n == want.n || e->lang.p[want.n] == '-');
}

static bool passes(const Test *t, const Element *e)
{
    switch (t->kind) {
    case TEST_TYPE:
        return strncmp(e->name, t->name.p, t->name.n) == 0 && e->name[t->name.n] == '\0';
    case TEST_CLASS:
        return has_class(e, t->name);
    case TEST_ID:
        return str_eq(t->name, e->id);
    case TEST_FIRST_CHILD:
        return e->prev == NULL;
    case TEST_LAST_CHILD:
        return e->is_last;
    case TEST_LANG:
        return has_lang(e, t->name);
    }
    return false;
}

static bool passes_all(const Compound *c, const Element *e)
{
    for (size_t i = 0; i < c->n; i++)
        if (!passes(&c->tests[i], e))
            return false;
    return true;
}

bool css_matches(const Selector *s, const Element *e)
{
    const Element *retry = NULL; /* where the newest descendant was found */
    size_t retry_part = 0;
    int ups = 0;
    for (size_t i = 0;;) {
        if (e && passes_all(&s->parts[i], e)) {
            if (i > 0 && s->parts[i - 1].link == LINK_DESCENDANT) {
                retry = e;
                retry_part = i;
            }
            if (++i == s->n)
                return true;
            const Combinator link = s->parts[i - 1].link;
            e = link == LINK_NEXT ? e->prev : css_parent(e);
            if (link != LINK_DESCENDANT)
                continue;
        } else if (i > 0 && e && s->parts[i - 1].link == LINK_DESCENDANT) {
            e = css_parent(e);
        } else if (retry) {
            i = retry_part;
            e = css_parent(retry);
            retry = NULL;
        } else {
            return false;
        }
        if (e == NULL || ++ups > ANCESTORS_MOST)
            return false;
    }
}
