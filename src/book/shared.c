/* What a source note tells of other articles: the passages that a chapter shares with
 * them, and what only the other versions of its story say. */
#include "build.h"

enum {
    OTHERS_MOST = 3,  /* chapters named with a passage */
    OPENING_MOST = 80 /* characters of a passage */
};

/* ---- the passages of each chapter ---- */

/* Puts the passage among the longest; of equally long ones the first stays before. */
static void keep_longest(SharedPassages *s, const Passage *p)
{
    size_t i = s->n;
    if (s->n == SHARED_MOST && s->v[s->n - 1]->tokens >= p->tokens)
        return;
    if (s->n < SHARED_MOST)
        s->n++;
    else
        i--;
    for (; i > 0 && s->v[i - 1]->tokens < p->tokens; i--)
        s->v[i] = s->v[i - 1];
    s->v[i] = p;
}

SharedPassages *shared_find(Builder *b)
{
    const Plan *plan = b->plan;
    SharedPassages *all = arena_array(b->a, plan->nchapters, sizeof *all);
    if (plan->options.passages != PASSAGES_NOTE)
        return all;
    for (size_t i = 0; i < plan->npassages; i++) {
        const Passage *p = &plan->passages[i];
        const Article *last = NULL; /* an article's places are next to each other */
        for (size_t k = 0; k < p->nplaces; k++) {
            const Article *a = p->places[k].article;
            if (a->fate == ART_CHAPTER && a != last)
                keep_longest(&all[a->chapter - 1], p);
            last = a;
        }
    }
    return all;
}

/* The chapters that hold the passage or whose versions do, but for one, each once, at
 * most OTHERS_MOST; returns how many there are in all. */
static size_t find_others(const Passage *p, const Article *but, uint32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < p->nplaces; i++) {
        const Article *a = p->places[i].article;
        const Article *chapter = a->of ? a->of : a;
        bool seen = chapter == but;
        for (size_t k = 0; k < i && !seen; k++) {
            const Article *before = p->places[k].article;
            seen = (before->of ? before->of : before) == chapter;
        }
        if (!seen && n++ < OTHERS_MOST)
            out[n - 1] = chapter->chapter;
    }
    return n;
}

/* "Shares 45 words with A, B and 2 more: “…”." */
static void add_passage(Builder *b, Node *para, const Passage *p, const Article *article)
{
    Arena *a = b->a;
    uint32_t others[OTHERS_MOST];
    const size_t n = find_others(p, article, others);
    const size_t shown = n < OTHERS_MOST ? n : OTHERS_MOST;
    const Str count = wording_count(a, b->w->word, b->w->words, p->tokens);
    add_text(b, para, wording_fill(a, b->w->shares, count, (Str){0}));
    for (size_t i = 0; i < shown; i++) {
        const Article *other = b->plan->chapters[others[i] - 1];
        const Str title = clean_text(a, other->title);
        add_text(b, para, i ? S(", ") : S(" "));
        const Str ref =
            arena_printf(a, "#s-" STR_FMT, STR_ARG(b->chapter_keys[others[i] - 1]));
        add_link(b, para, NULL, ref, title.n ? title : clean_text(a, other->src.name))
            ->lang = lang_of_other_way(b, other->lang);
    }
    if (n > shown)
        add_text(
            b, para,
            wording_fill(a, b->w->and_more, (Str){0}, arena_printf(a, "%zu", n - shown)));
    const Str opening = clean_short(a, clean_text(a, p->text), OPENING_MOST);
    add_text(b, para, S(": "));
    add_filled(b, para, b->w->quoted, opening, article->lang);
    add_text(b, para, S(". "));
}

void shared_add(Builder *b, Node *para, const SharedPassages *s, const Article *article)
{
    for (size_t i = 0; i < s->n; i++)
        add_passage(b, para, s->v[i], article);
}

/* ---- variants ---- */

static bool begins_variant(const Article *a, size_t i)
{
    const Fate *f = &a->fates[i];
    return f->kind == FATE_VARIANT && (i == 0 || f[-1].block != f->block);
}

/* “…” “…”: the blocks that only this version has; empty: none. */
static Str variant_words(Builder *b, const Article *version)
{
    Buf all = {0};
    for (size_t i = 0; i < version->nfates; i++) {
        if (!begins_variant(version, i))
            continue;
        const Str words = clean_text(b->a, node_words(b->a, version->fates[i].block));
        if (words.n == 0)
            continue;
        buf_put(&all, S(" "));
        buf_put(&all, wording_fill(b->a, b->w->quoted, words, (Str){0}));
    }
    const Str r = arena_str(b->a, buf_str(&all));
    buf_free(&all);
    return r;
}

/* Versions that say the same beyond the chapter. */
typedef struct Variant {
    Str words, names;
} Variant;

void variants_add(Builder *b, Node *item, const Article *article)
{
    Arena *a = b->a;
    Variant *v = arena_array(a, article->nalso, sizeof *v);
    Map seen = {0};
    size_t n = 0;
    for (size_t i = 0; i < article->nalso; i++) {
        const Str words = variant_words(b, article->also[i]);
        const Str name = file_name(b, article->also[i]);
        if (words.n == 0)
            continue;
        void **at = map_at(&seen, words);
        if (*at == NULL) {
            v[n] = (Variant){words, name};
            *at = &v[n++];
            continue;
        }
        Variant *same = *at;
        same->names =
            arena_printf(a, STR_FMT ", " STR_FMT, STR_ARG(same->names), STR_ARG(name));
    }
    for (size_t i = 0; i < n; i++) {
        Node *para = add_para(b, item, "variant",
                              wording_fill(a, b->w->only_in, v[i].names, (Str){0}));
        add_text(b, para, v[i].words);
    }
    map_free(&seen);
}
