/* Any bytes are a web page: what is made of them is UTF-8, keeps to nodes.def, says no
 * more than the page does, and its fates tile the text.  Without libFuzzer: replays the
 * files that are named. */
#include <stdint.h>
#include <stdlib.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "collect/collect.h"
#include "read/read.h"
#include "replay.h"

static void claim(bool ok)
{
    if (!ok)
        abort();
}

static void check_leaves(const Article *a)
{
    for (Walk w = walk(a->root); walk_next(&w);) {
        const Node *n = w.node;
        claim(n->from <= n->to && n->to <= a->src.text.n);
        claim(utf8_valid(n->text) && utf8_valid(n->ref) && utf8_valid(n->lang));
        claim(n->look == LOOK_BODY || n->look == LOOK_TITLE || n->rule);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Diag d = {0};
    ArticleList l = {0};
    Plan plan;
    Article *a = read_bytes(&d, S("x.html"), (Str){(const char *)data, size});
    claim(utf8_valid(a->src.text) && utf8_valid(a->title) && utf8_valid(a->byline));
    claim(utf8_valid(a->publisher) && utf8_valid(a->url) && utf8_valid(a->date_basis));
    claim((a->date.year == 0) == (a->date_confidence == DATE_NONE));
    claim(a->date.year == 0 || date_exists(a->date.year, a->date.month, a->date.day));
    doc_check(a->root);
    check_leaves(a);
    ARRAY_ROOM(l.v, l.n, l.cap);
    l.v[l.n++] = a;
    collect(&d, &l, &(CollectOptions){0}, &plan);
    claim(ledger_tiles(a));
    plan_free(&plan);
    articles_free(&l);
    diag_free(&d);
    return 0;
}
