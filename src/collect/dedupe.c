/* Exact duplicates: the same text under another name or in another encoding.
 *
 * Model: two articles are the same text when their decoded texts, title and metadata
 * included, are equal once what no reader sees is gone: the byte order mark, soft
 * hyphens and zero-width spaces are dropped, every run of white space counts as one
 * blank and none at the ends, and the rest is put into Unicode's normal form C.
 * Method: one SHA-256 of that form an article, looked up in a map.  As the articles are
 * in path order the first of a text in that order stays, whatever the order in which
 * they were read.
 * Articles that the user named as chapters stay, each of them, before any other; hollow
 * ones all stay.
 * Cost: linear in the texts.
 * Alternative not taken: a fast hash, and comparing where two agree.  Who writes the
 * texts could make thousands of them agree; a digest leaves nothing to compare. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/jobs.h"
#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "steps.h"

static bool is_unseen(uint32_t cp)
{
    return cp == 0xFEFF || cp == 0xAD || cp == 0x200B;
}

static void put_plain(Buf *out, Str s)
{
    size_t done = 0;   /* s[0..done) is written */
    bool blank = true; /* the last thing written is a blank, or nothing is */
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        if ((s.p[i] > ' ' || (s.p[i] == ' ' && !blank)) && s.p[i] < 0x7F) {
            blank = s.p[i++] == ' '; /* stays as it is, as most do */
            continue;
        }
        const uint32_t cp = utf8_next(s, &i);
        const bool space = uni_is_space(cp);
        if (!space && !is_unseen(cp)) {
            blank = false;
            continue;
        }
        buf_put(out, str_sub(s, done, at));
        done = i;
        if (space && !blank)
            buf_byte(out, ' ');
        blank = blank || space;
    }
    buf_put(out, str_sub(s, done, s.n));
    while (out->n > 0 && out->p[out->n - 1] == ' ')
        out->n--;
}

/* What the site makes of hollow articles depends on where they lie: as files they may be
 * the same and be different pages. */
static bool takes_part(const Article *a)
{
    return a->fate == ART_CHAPTER && !a->hollow;
}

typedef struct Digesting {
    const ArticleList *articles;
    Str *digests; /* by article, in its arena; empty: it takes no part */
} Digesting;

static void digest(void *ctx, size_t i, int worker)
{
    const Digesting *d = ctx;
    const Article *a = d->articles->v[i];
    (void)worker;
    if (!takes_part(a))
        return;
    Buf plain = {0};
    Arena *scratch = arena_new();
    put_plain(&plain, a->src.text);
    d->digests[i] = sha256_hex(a->arena, uni_nfc(scratch, buf_str(&plain)));
    arena_free(scratch);
    buf_free(&plain);
}

/* Of those that are named, or of the others. */
static void dedupe_some(const Digesting *d, bool named, Map *first)
{
    for (size_t i = 0; i < d->articles->n; i++) {
        Article *a = d->articles->v[i];
        if (!takes_part(a) || a->named != named)
            continue;
        void **at = map_at(first, d->digests[i]);
        if (*at == NULL) {
            *at = a;
            continue;
        }
        if (named)
            continue;
        a->fate = ART_DUPLICATE;
        a->of = *at;
        a->resemblance = a->containment = 1;
    }
}

void dedupe(const ArticleList *articles, int jobs)
{
    Digesting d = {articles, mem_alloc(articles->n * sizeof *d.digests)};
    Map first = {0}; /* digest -> Article * that stays */
    jobs_run(articles->n, jobs, digest, &d);
    dedupe_some(&d, true, &first);
    dedupe_some(&d, false, &first);
    map_free(&first);
    free(d.digests);
}
