/* The plan as JSON: --inspect=json, --report X.json.
 *
 * One object; a line an article's head, a block, a chapter, a warning.  jansson makes
 * each of those objects by itself and the brackets between them are written here: a plan
 * of a million blocks takes the memory of one.  jansson keeps the order in which keys
 * are set, and no key is left out: null stands for what is not known.
 *
 *   sheaf      the version
 *   articles   every member read, in the order of the paths
 *     path, member, sha256, charset, format
 *     title, title_made, byline, publisher, url, lang
 *     date, date_basis, date_confidence ("stated", "inferred")
 *     saved    the day on which it was saved, if the file itself says so
 *     fate     "chapter", "duplicate", "empty", "refused" (could not be read, or
 *              left out by options: the blocks' rule tells)
 *     of       {path, member} of what it repeats; resemblance, containment with it
 *     chapter  its number
 *     blocks   what the text consists of, in its order; the ranges tile it
 *       id     the same in every run; other blocks do not change it (--keep)
 *       kind   "heading", "paragraph", "standfirst", "caption", "quote", "item", "cell",
 *              "code", "rule"; "gap" for what lies between blocks
 *       level  of a heading
 *       fate   "title", "metadata", "body", "boilerplate", "duplicate",
 *              "variant", "markup", "empty", "refused"
 *       rule   which gave it that fate; "kept" for body that --keep put back
 *       of     the id of the block that it repeats
 *       line   where it begins, from 1
 *       range  [from, to): bytes of the member's text as UTF-8 without a byte
 *              order mark
 *       text   its words, white space collapsed: as they stand in the book but for its
 *              typography, or in the input when it was set aside
 *     typography  the characters that the book sets otherwise (--typography)
 *       rule   "apostrophe", "quotes", "dash", "ellipsis", "no-break space", and at the
 *              full level "prime", "range", "minus", "times", "fraction"
 *       range  where they stand, or the part of a line in which they do
 *       was, now
 *   chapters   number, part, path, member, title
 *   passages   what articles of different stories share: the number of its words
 *              (tokens), text, at: where it stands, each {path, member, range}
 *   warnings   id, path, line, text
 */
#include <jansson.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "ledgerblocks.h"
#include "report.h"

/* ---- values ---- */

/* jansson refuses what is not UTF-8, as a file's name may be. */
static json_t *text_or_empty(Str s)
{
    if (utf8_valid(s))
        return json_stringn_nocheck(s.n ? s.p : "", s.n);
    Buf clean = {0};
    buf_put_utf8(&clean, s);
    json_t *j = json_stringn_nocheck(clean.p, clean.n);
    buf_free(&clean);
    return j;
}

static json_t *text(Str s)
{
    return s.n ? text_or_empty(s) : json_null();
}

static json_t *name(const char *z)
{
    return text(str_of(z));
}

static json_t *number(size_t n)
{
    return n ? json_integer((json_int_t)n) : json_null();
}

static json_t *measure(double share)
{
    return share < 0 ? json_null() : json_real(share);
}

static json_t *range(uint32_t from, uint32_t to)
{
    json_t *pair = json_array();
    json_array_append_new(pair, json_integer(from));
    json_array_append_new(pair, json_integer(to));
    return pair;
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value);
}

static int append(const char *bytes, size_t n, void *out)
{
    buf_put(out, (Str){bytes, n});
    return 0;
}

/* Writes the object and lets go of it. */
static void put(Buf *out, json_t *object, size_t flags)
{
    json_dump_callback(object, append, out, JSON_REAL_PRECISION(6) | flags);
    json_decref(object);
}

/* Begins the next line of a list: `first` tells whether it needs a comma. */
static void next(Buf *out, bool first, int indent)
{
    buf_put(out, first ? S("\n") : S(",\n"));
    buf_fill(out, ' ', (size_t)indent);
}

/* ---- articles ---- */

static Str path_of(const Report *r, const Article *a)
{
    return r->by_name ? a->src.name : a->src.path;
}

static json_t *origin(const Report *r, const Article *a)
{
    json_t *o = json_object();
    set(o, "path", text_or_empty(path_of(r, a)));
    set(o, "member", text(a->src.member));
    return o;
}

static void put_head(Buf *out, const Report *r, const Article *a)
{
    Arena *scratch = arena_new();
    json_t *o = origin(r, a);
    set(o, "sha256", text(a->src.sha256));
    set(o, "charset", name(a->src.charset));
    set(o, "format", name(a->src.format));
    set(o, "title", text(a->title));
    set(o, "title_made", json_boolean(a->title_made));
    set(o, "byline", text(a->byline));
    set(o, "publisher", text(a->publisher));
    set(o, "url", text(a->url));
    set(o, "lang", text(a->lang));
    set(o, "date", text(date_iso(scratch, a->date)));
    set(o, "date_basis", text(a->date_basis));
    set(o, "date_confidence", name(date_confidence_name(a->date_confidence)));
    set(o, "saved", text(date_iso(scratch, a->src.saved)));
    set(o, "fate", name(article_fate_name(a->fate)));
    set(o, "of", a->of ? origin(r, a->of) : json_null());
    set(o, "resemblance", measure(a->resemblance));
    set(o, "containment", measure(a->containment));
    set(o, "chapter", number(a->chapter));
    put(out, o, JSON_EMBED);
    arena_free(scratch);
}

/* ---- blocks ---- */

static const char *kind_name(const Node *block)
{
    static const char *const own[N_COUNT] = {[N_HEADING] = "heading",
                                             [N_CAPTION] = "caption",
                                             [N_CODE_BLOCK] = "code",
                                             [N_RULE] = "rule"};
    static const char *const by_parent[N_COUNT] = {
        [N_QUOTE] = "quote", [N_ITEM] = "item", [N_CELL] = "cell"};
    if (block == NULL)
        return "gap";
    if (own[block->kind])
        return own[block->kind];
    if (node_has_class(block, S("standfirst")))
        return "standfirst";
    const char *held = block->parent ? by_parent[block->parent->kind] : NULL;
    return held ? held : "paragraph";
}

static json_t *id_of(const BlockName *b)
{
    Arena *scratch = arena_new();
    json_t *j = b ? text(block_id(scratch, b)) : json_null();
    arena_free(scratch);
    return j;
}

/* others: the names of what the article repeats, if it does. */
static void put_block(Buf *out, const LedgerBlock *b, const Article *a,
                      const BlockName *others)
{
    const Node *n = b->fate->block;
    const Fate *of = b->fate->of;
    json_t *o = json_object();
    set(o, "id", id_of(b->name));
    set(o, "kind", name(kind_name(n)));
    set(o, "level", n && n->kind == N_HEADING ? number(n->level) : json_null());
    set(o, "fate", name(fate_name(b->fate->kind)));
    set(o, "rule", name(b->fate->rule));
    set(o, "of", id_of(of ? &others[of - a->of->fates] : NULL));
    set(o, "line", json_integer(b->line));
    set(o, "range", range(b->from, b->to));
    set(o, "text", text_or_empty(b->words));
    put(out, o, 0);
}

static void put_blocks(Buf *out, const Article *a)
{
    Arena *scratch = arena_new();
    const BlockName *others = a->of ? ledger_names(scratch, a->of) : NULL;
    size_t n;
    const LedgerBlock *blocks = ledger_blocks(scratch, a, &n);
    for (size_t i = 0; i < n; i++) {
        next(out, i == 0, 4);
        put_block(out, &blocks[i], a, others);
    }
    arena_free(scratch);
}

static void put_edits(Buf *out, const Article *a, const EditList *edits)
{
    size_t n;
    const Edit *e = edits_of(edits, a, &n);
    for (size_t i = 0; i < n; i++, e++) {
        json_t *o = json_object();
        set(o, "rule", name(e->rule));
        set(o, "range", range(e->from, e->to));
        set(o, "was", text(e->was));
        set(o, "now", text(e->now));
        next(out, i == 0, 4);
        put(out, o, 0);
    }
}

static void put_articles(Buf *out, const Report *r)
{
    enum { DRAIN_FROM = 1 << 20 };
    const ArticleList *l = r->plan->articles;
    for (size_t i = 0; i < l->n; i++) {
        next(out, i == 0, 2);
        buf_byte(out, '{');
        put_head(out, r, l->v[i]);
        buf_put(out, S(", \"blocks\": ["));
        put_blocks(out, l->v[i]);
        buf_put(out, S("], \"typography\": ["));
        put_edits(out, l->v[i], r->edits);
        buf_put(out, S("]}"));
        if (r->drain && out->n >= DRAIN_FROM)
            r->drain(r->ctx, out);
    }
}

/* ---- the rest of the plan ---- */

static void put_chapters(Buf *out, const Report *r)
{
    const Plan *plan = r->plan;
    for (size_t i = 0; i < plan->nchapters; i++) {
        const Article *a = plan->chapters[i];
        json_t *o = json_object();
        set(o, "number", number(a->chapter));
        const PlanPart *part = plan_part_of(plan, i);
        set(o, "part", part ? text_or_empty(part->title) : json_null());
        set(o, "path", text_or_empty(path_of(r, a)));
        set(o, "member", text(a->src.member));
        set(o, "title", text(a->title));
        next(out, i == 0, 2);
        put(out, o, 0);
    }
}

static void put_passages(Buf *out, const Report *r)
{
    const Plan *plan = r->plan;
    for (size_t i = 0; i < plan->npassages; i++) {
        const Passage *p = &plan->passages[i];
        json_t *o = json_object(), *at = json_array();
        for (size_t k = 0; k < p->nplaces; k++) {
            json_t *place = origin(r, p->places[k].article);
            set(place, "range", range(p->places[k].from, p->places[k].to));
            json_array_append_new(at, place);
        }
        set(o, "tokens", json_integer((json_int_t)p->tokens));
        set(o, "text", text_or_empty(p->text));
        set(o, "at", at);
        next(out, i == 0, 2);
        put(out, o, 0);
    }
}

/* What the book calls the file of a path that a message is about. */
static Str name_of(const Map *names, Str path)
{
    const Article *a = map_find(names, path);
    return a ? a->src.name : path_base(path);
}

static void put_warnings(Buf *out, const Report *r)
{
    const Diag *d = r->messages;
    bool first = true;
    Map names = {0};
    for (size_t i = 0; r->by_name && i < r->plan->articles->n; i++)
        *map_at(&names, r->plan->articles->v[i]->src.path) = r->plan->articles->v[i];
    for (size_t i = 0; i < d->n; i++) {
        const Message *m = &d->messages[i];
        if (diag_severity(m->id) < SEVERITY_WARNING)
            continue;
        json_t *o = json_object();
        set(o, "id", name(diag_name(m->id)));
        set(o, "path", text(r->by_name ? name_of(&names, m->at.path) : m->at.path));
        set(o, "line", number(m->at.line));
        set(o, "text", text_or_empty(m->text));
        next(out, first, 2);
        put(out, o, 0);
        first = false;
    }
    map_free(&names);
}

void report_json(Buf *out, const Report *r)
{
    json_set_alloc_funcs(mem_alloc, free); /* out of memory ends the program */
    json_object_seed(1);                   /* else it is drawn from the clock */
    json_t *head = json_object();
    set(head, "sheaf", text_or_empty(r->version));
    buf_byte(out, '{');
    put(out, head, JSON_EMBED);
    buf_put(out, S(",\n\"articles\": ["));
    put_articles(out, r);
    buf_put(out, S("],\n\"chapters\": ["));
    put_chapters(out, r);
    buf_put(out, S("],\n\"passages\": ["));
    put_passages(out, r);
    buf_put(out, S("],\n\"warnings\": ["));
    put_warnings(out, r);
    buf_put(out, S("]}\n"));
}
