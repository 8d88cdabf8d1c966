/* The front door of the collector: the steps in their order. */
#include "collect.h"

#include <stdlib.h>

#include "base/jobs.h"
#include "base/utf8.h"
#include "steps.h"

static void say_hollow(Diag *d, const Article *a)
{
    enum { SHORT = 80 }; /* bytes of a message */
    const uint32_t at = (uint32_t)(a->template.p - a->src.text.p);
    diag(d, D_HOLLOW_DOC, article_loc(a, at), utf8_cut(a->template, SHORT), (Str){0});
}

static void choose_chapters(Diag *d, Plan *p)
{
    for (size_t i = 0; i < p->articles->n; i++) {
        Article *a = p->articles->v[i];
        switch (a->fate) {
        case ART_CHAPTER:
            p->chapters[p->nchapters++] = a;
            if (a->hollow)
                say_hollow(d, a);
            break;
        case ART_DUPLICATE:
            p->nduplicates++;
            break;
        case ART_EMPTY:
            diag(d, D_EMPTY_DOC, (Loc){.path = a->src.path}, S(""), S(""));
            break;
        case ART_OUTSIDE:
            p->noutside++;
            break;
        case ART_REFUSED: /* reported where it was refused */
            break;
        }
    }
    arrange(p);
    for (size_t i = 0; i < p->nchapters; i++)
        p->chapters[i]->chapter = (uint32_t)(i + 1);
}

/* Hangs the duplicates on the chapters that they repeat: count, make room, fill. */
static void list_duplicates(const Plan *p)
{
    for (size_t i = 0; i < p->articles->n; i++)
        if (p->articles->v[i]->of)
            p->chapters[p->articles->v[i]->of->chapter - 1]->nalso++;
    for (size_t i = 0; i < p->nchapters; i++) {
        Article *a = p->chapters[i];
        a->also = arena_array(a->arena, a->nalso, sizeof(Article *));
        a->nalso = 0;
    }
    for (size_t i = 0; i < p->articles->n; i++) {
        Article *a = p->articles->v[i];
        if (a->of) {
            Article *stays = p->chapters[a->of->chapter - 1];
            stays->also[stays->nalso++] = a;
        }
    }
}

static size_t count_set_aside(const Plan *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->nchapters; i++) {
        const Article *a = p->chapters[i];
        const Node *last = NULL; /* markup may part a block into several fates */
        for (size_t k = 0; k < a->nfates; k++)
            if (a->fates[k].kind == FATE_BOILERPLATE && a->fates[k].block != last) {
                last = a->fates[k].block;
                n++;
            }
    }
    return n;
}

/* Leaves out what is dated outside of the days asked for, before anything else: a newer
 * version that is out must not stand for one that is in. */
static void choose_days(Diag *d, const CollectOptions *o, const ArticleList *articles)
{
    size_t undated = 0;
    for (size_t i = 0; i < articles->n; i++) {
        Article *a = articles->v[i];
        if (a->fate != ART_CHAPTER)
            continue;
        const char *rule = NULL;
        if (a->date.year == 0)
            undated++;
        else if (o->since.year && date_cmp(a->date, o->since) < 0)
            rule = "since";
        else if (o->until.year && date_cmp(a->date, o->until) > 0)
            rule = "until";
        if (rule) {
            a->fate = ART_OUTSIDE;
            ledger_refuse(a, rule);
        }
    }
    if (undated && (o->since.year || o->until.year)) {
        Arena *scratch = arena_new();
        diag(d, D_UNDATED, (Loc){0}, arena_printf(scratch, "%zu", undated),
             undated == 1 ? S("article has") : S("articles have"));
        arena_free(scratch);
    }
}

static void begin(void *ctx, size_t i, int worker)
{
    Article *a = ((const ArticleList *)ctx)->v[i];
    (void)worker;
    a->of = NULL;
    a->resemblance = a->containment = -1;
    a->also = NULL;
    a->nalso = 0;
    ledger_fill(a);
}

void collect(Diag *d, ArticleList *articles, const CollectOptions *o, Plan *out)
{
    *out = (Plan){.articles = articles, .arena = arena_new(), .options = *o};
    out->chapters = mem_alloc(articles->n * sizeof(Article *));
    order_paths(articles);
    jobs_run(articles->n, o->jobs, begin, articles);
    listing_apply(d, &o->listing, articles);
    Map kept = keep_begin(out->arena, o, articles);
    choose_days(d, o, articles);
    if (o->duplicates != DUPLICATES_KEEP) {
        dedupe(articles, o->jobs);
        for (size_t i = 0; i < articles->n; i++)
            ledger_repeat(articles->v[i]);
        stories(articles, o->jobs);
    }
    templates(articles, o->jobs);
    keep_end(d, o, articles, &kept);
    choose_chapters(d, out);
    if (o->duplicates == DUPLICATES_MERGE)
        list_duplicates(out);
    if (o->passages != PASSAGES_NONE)
        passages_find(out);
    out->nset_aside = count_set_aside(out);
    for (size_t i = 0; i < articles->n; i++)
        if (!ledger_tiles(articles->v[i]))
            abort();
}

void plan_free(Plan *p)
{
    free(p->chapters);
    arena_free(p->arena);
    *p = (Plan){0};
}
