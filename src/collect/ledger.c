/* The ledger: what became of every range of an input.
 *
 * Model: the leaves of an article's tree (texts, pictures, rules) know the ranges of the
 * decoded text that they came from; the block around a leaf and what the reader took it
 * for give the range its fate.  What no leaf covers is markup where it shows anything
 * (a list's bullet, a quote's angle), else empty; white space between two leaves of one
 * block belongs to that block, as the line ends of a wrapped paragraph do.
 * Method: gather the leaves, sort them by where they begin (a reader of tables may have
 * moved some), and lay them side by side: what overlaps goes to the leaf that begins
 * first, so that whatever a reader did, the fates tile the text.
 * Cost: linear but for the sorts. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "steps.h"

typedef struct Leaf {
    Fate fate;
    size_t place; /* in the tree's order */
} Leaf;

typedef struct Leaves {
    Leaf *v; /* owned by ledger_fill() */
    size_t n, cap;
} Leaves;

typedef struct Fates {
    Fate *v; /* owned by ledger_fill() */
    size_t n, cap;
} Fates;

/* ---- the leaves ---- */

static FateKind fate_of(Look look)
{
    switch (look) {
    case LOOK_BODY:
        return FATE_BODY;
    case LOOK_TITLE:
        return FATE_TITLE;
    case LOOK_METADATA:
        return FATE_METADATA;
    case LOOK_BOILERPLATE:
        return FATE_BOILERPLATE;
    }
    abort();
}

static void gather(const Node *root, Leaves *out)
{
    const Node *block = root;
    const Node *aside = NULL; /* the outermost block around that is not body */
    for (Walk w = walk(root); walk_next(&w);) {
        const Node *n = w.node;
        if (!w.enter) {
            if (n == aside)
                aside = NULL;
            continue;
        }
        const bool leaf = n->kind == N_TEXT || n->kind == N_IMAGE || n->kind == N_RULE;
        if (node_is_block(n->kind))
            block = n;
        if (aside == NULL && !leaf && n->look != LOOK_BODY)
            aside = n;
        if (!leaf || n->from >= n->to)
            continue;
        const Node *marked = aside ? aside : block;
        ARRAY_ROOM(out->v, out->n, out->cap);
        const Fate fate = {
            .from = n->from,
            .to = n->to,
            .kind = n->kind == N_RULE ? FATE_MARKUP : fate_of(marked->look),
            .rule = marked->rule,
            .block = block,
        };
        out->v[out->n] = (Leaf){fate, out->n};
        out->n++;
    }
}

static int by_range(const void *p, const void *q)
{
    const Leaf *a = p, *b = q;
    if (a->fate.from != b->fate.from)
        return a->fate.from < b->fate.from ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

/* ---- tiling ---- */

static bool shows_nothing(Str s)
{
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        const bool control = cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
        if (!control && !uni_is_space(cp) && !uni_is_ignorable(cp))
            return false;
    }
    return true;
}

static void lay(Fates *out, Fate f)
{
    Fate *last = out->n ? &out->v[out->n - 1] : NULL;
    if (last && f.block && last->block == f.block && last->kind == f.kind) {
        last->to = f.to;
        return;
    }
    ARRAY_ROOM(out->v, out->n, out->cap);
    out->v[out->n++] = f;
}

/* What no leaf covers: inside `block`, or between blocks when that is NULL. */
static void lay_gap(Fates *out, Str text, uint32_t from, uint32_t to, const Node *block)
{
    if (from >= to)
        return;
    const bool nothing = shows_nothing(str_sub(text, from, to));
    if (nothing && block)
        out->v[out->n - 1].to = to;
    else
        lay(out, (Fate){.from = from,
                        .to = to,
                        .kind = nothing ? FATE_EMPTY : FATE_MARKUP,
                        .block = block});
}

static void lay_leaves(Fates *out, Str text, const Leaves *leaves)
{
    const uint32_t end = (uint32_t)text.n;
    uint32_t done = 0; /* text[0..done) is laid */
    for (size_t i = 0; i < leaves->n; i++) {
        Fate f = leaves->v[i].fate;
        f.from = f.from < done ? done : f.from;
        f.to = f.to > end ? end : f.to;
        if (f.from >= f.to)
            continue;
        const bool inside = out->n && out->v[out->n - 1].block == f.block;
        lay_gap(out, text, done, f.from, inside ? f.block : NULL);
        lay(out, f);
        done = f.to;
    }
    lay_gap(out, text, done, end, NULL);
}

bool ledger_tiles(const Article *a)
{
    size_t done = 0;
    for (size_t i = 0; i < a->nfates; i++) {
        if (a->fates[i].from != done || a->fates[i].to <= done)
            return false;
        done = a->fates[i].to;
    }
    return done == a->src.text.n;
}

/* ---- names for blocks ---- */

static bool begins_block(const Article *a, size_t i)
{
    const Node *block = a->fates[i].block;
    return block && (i == 0 || a->fates[i - 1].block != block);
}

static int by_hash(const void *p, const void *q)
{
    const BlockName *a = *(BlockName *const *)p, *b = *(BlockName *const *)q;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a > b) - (a < b); /* of one array: by place */
}

/* The names of the blocks, one each, sorted by hash and place. */
static BlockName **sort_names(Arena *arena, BlockName *names, const Article *a, size_t *n)
{
    BlockName **v = arena_array(arena, a->nfates + 1, sizeof *v);
    *n = 0;
    for (size_t i = 0; i < a->nfates; i++)
        if (begins_block(a, i))
            v[(*n)++] = &names[i];
    qsort(v, *n, sizeof *v, by_hash);
    return v;
}

/* What a block without words is known by: its kind and its pictures, each by its address
 * (one that is in the article itself by its bytes) and its alternative.  No words are
 * like it, for those have no line ends. */
static Str describe(Arena *arena, const Node *block)
{
    Buf out = {0};
    buf_put(&out, str_of(node_name(block->kind)));
    buf_byte(&out, '\n');
    for (Walk w = walk(block); walk_next(&w);) {
        const Node *n = w.node;
        if (n->kind != N_IMAGE)
            continue;
        const bool inside = n->picture && str_eq(n->ref, S("data:"));
        buf_put(&out, inside ? n->picture->sha256 : n->ref);
        buf_byte(&out, '\n');
        buf_put(&out, n->text);
        buf_byte(&out, '\n');
    }
    const Str s = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return s;
}

BlockName *ledger_names(Arena *arena, const Article *a)
{
    BlockName *names = arena_array(arena, a->nfates, sizeof *names);
    for (size_t i = 0; i < a->nfates; i++)
        if (begins_block(a, i)) {
            const Node *block = a->fates[i].block;
            names[i].words = uni_nfc(arena, node_words(arena, block));
            names[i].hash =
                str_hash(names[i].words.n ? names[i].words : describe(arena, block));
        }
    size_t n;
    BlockName **v = sort_names(arena, names, a, &n);
    for (size_t i = 0; i < n; i++)
        v[i]->nth = i > 0 && v[i - 1]->hash == v[i]->hash ? v[i - 1]->nth + 1 : 1;
    for (size_t i = 1; i < a->nfates; i++)
        if (a->fates[i].block && !begins_block(a, i))
            names[i] = names[i - 1];
    return names;
}

Str block_id(Arena *arena, const BlockName *b)
{
    if (b->nth == 0)
        return (Str){0};
    return b->nth == 1 ? arena_printf(arena, "%016" PRIx64, b->hash)
                       : arena_printf(arena, "%016" PRIx64 "-%" PRIu32, b->hash, b->nth);
}

/* ---- the steps ---- */

bool ledger_weigh(Article *a)
{
    bool any = false;
    a->nwords = 0;
    for (size_t i = 0; i < a->nfates; i++) {
        const Str range = str_sub(a->src.text, a->fates[i].from, a->fates[i].to);
        if (a->fates[i].kind != FATE_BODY)
            continue;
        a->nwords += uni_words(range);
        any = any || !shows_nothing(range);
    }
    a->hollow = !any && a->template.n > 0;
    return any || a->hollow;
}

void ledger_fill(Article *a)
{
    Fates tiles = {0};
    Leaves leaves = {0};
    if (a->fate == ART_REFUSED) {
        if (a->src.text.n)
            lay(&tiles, (Fate){.to = (uint32_t)a->src.text.n,
                               .kind = FATE_REFUSED,
                               .rule = a->root->rule});
    } else {
        gather(a->root, &leaves);
        if (leaves.n)
            qsort(leaves.v, leaves.n, sizeof *leaves.v, by_range);
        lay_leaves(&tiles, a->src.text, &leaves);
    }
    a->nfates = tiles.n;
    a->fates = arena_array(a->arena, tiles.n, sizeof(Fate));
    if (tiles.n)
        memcpy(a->fates, tiles.v, tiles.n * sizeof(Fate));
    free(tiles.v);
    free(leaves.v);
    a->chapter = 0;
    const bool body = ledger_weigh(a);
    if (a->fate != ART_REFUSED)
        a->fate = body ? ART_CHAPTER : ART_EMPTY;
}

/* Both lists of names are sorted alike: equal ones are met by walking them side by
 * side. */
void ledger_match(Article *a)
{
    Arena *scratch = arena_new();
    BlockName *mine = ledger_names(scratch, a), *theirs = ledger_names(scratch, a->of);
    size_t n, nof;
    BlockName **v = sort_names(scratch, mine, a, &n);
    BlockName **of = sort_names(scratch, theirs, a->of, &nof);
    for (size_t i = 0, k = 0; i < n && k < nof;) {
        const BlockName *x = v[i], *y = of[k];
        if (x->hash == y->hash && x->nth == y->nth) {
            a->fates[x - mine].of = &a->of->fates[y - theirs];
            i++;
            k++;
        } else if (x->hash != y->hash ? x->hash < y->hash : x->nth < y->nth) {
            i++;
        } else {
            k++;
        }
    }
    for (size_t i = 0; i < a->nfates; i++)
        if (a->fates[i].block && !begins_block(a, i))
            a->fates[i].of = a->fates[i - 1].of;
    arena_free(scratch);
}

void ledger_refuse(Article *a, const char *rule)
{
    for (size_t i = 0; i < a->nfates; i++) {
        Fate *f = &a->fates[i];
        if (f->block && f->kind != FATE_MARKUP) {
            f->kind = FATE_REFUSED;
            f->rule = rule;
        }
    }
}

void ledger_repeat(Article *a)
{
    if (a->of == NULL)
        return;
    ledger_match(a);
    for (size_t i = 0; i < a->nfates; i++) {
        Fate *f = &a->fates[i];
        if (f->block && f->kind != FATE_MARKUP) {
            f->kind = FATE_DUPLICATE;
            f->rule = "same-text";
        }
    }
}
