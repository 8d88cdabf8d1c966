/* Any bytes are a Markdown file: it is read, its fates tile its text, its leaves lie in
 * it, and nothing of its tree is out of place.  Without libFuzzer: replays the files
 * that are named. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "book/book.h"
#include "read/read.h"
#include "replay.h"

static void check_leaves(const Article *a)
{
    enum { DEEPEST = 64 };
    for (Walk w = walk(a->root); walk_next(&w);) {
        const Node *n = w.node;
        if (n->to > a->src.text.n || w.depth > DEEPEST || !utf8_valid(n->text))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Diag d = {0};
    ArticleList l = {0};
    Plan plan;
    ARRAY_ROOM(l.v, l.n, l.cap);
    l.v[l.n++] = read_bytes(&d, S("a.md"), (Str){(const char *)data, size});
    check_leaves(l.v[0]);
    const CollectOptions options = {.order = ORDER_NAME};
    collect(&d, &l, &options, &plan); /* aborts when the fates do not tile */
    if (plan.nchapters > 0)
        book_free(book_build(&plan, &(BookOptions){.toc_depth = 2}));
    plan_free(&plan);
    articles_free(&l);
    diag_free(&d);
    return 0;
}
