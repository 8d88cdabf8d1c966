/* Any bytes are a Markdown file: it is read, its fates tile its text, its leaves lie in
 * it, and nothing of its tree is out of place.  Without libFuzzer: replays the files
 * that are named. */
#include <stdint.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "book/book.h"
#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

/* Weak: libFuzzer brings a main of its own, which wins. */
__attribute__((weak)) int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        Diag d = {0};
        Arena *a = arena_new();
        Str bytes;
        if (!file_read(&d, a, str_of(argv[i]), 1 << 24, D_NO_INPUT, &bytes)) {
            diag_flush(&d, stderr, SEVERITY_NOTE);
            return 1;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)bytes.p, bytes.n);
        arena_free(a);
        diag_free(&d);
    }
    return 0;
}
