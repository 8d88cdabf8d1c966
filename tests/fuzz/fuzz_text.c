/* Any bytes are an article: what is made of them is UTF-8, keeps to nodes.def, and every
 * word of the text is in one leaf of the tree, in order, or is the mark of a list or a
 * quote.  Without libFuzzer: replays the files that are named. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "read/read.h"
#include "replay.h"

static void claim(bool ok)
{
    if (!ok)
        abort();
}

/* Between two leaves stand white space, what nobody sees, and marks. */
static void check_gap(Str s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        const bool blank = uni_is_space(cp) || uni_is_ignorable(cp) || cp == '>';
        letters += !blank;
    }
    claim(letters <= strlen("(999)"));
}

static void check_leaves(const Article *a)
{
    uint32_t at = 0;
    for (Walk w = walk(a->root); walk_next(&w);) {
        const Node *n = w.node;
        if (!w.enter)
            continue;
        claim(n->from <= n->to && n->to <= a->src.text.n);
        if (n->parent)
            claim(n->from >= n->parent->from && n->to <= n->parent->to);
        if (n->kind != N_TEXT && n->kind != N_RULE)
            continue;
        claim(n->from >= at);
        check_gap(str_sub(a->src.text, at, n->from));
        if (n->kind == N_TEXT)
            claim(str_eq(n->text, str_sub(a->src.text, n->from, n->to)) &&
                  n->from < n->to && utf8_valid(n->text));
        at = n->to;
    }
    check_gap(str_sub(a->src.text, at, a->src.text.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Diag d = {0};
    Article *a = read_bytes(&d, S("x"), (Str){(const char *)data, size});
    claim(utf8_valid(a->src.text) && utf8_valid(a->title) && utf8_valid(a->byline));
    claim(utf8_valid(a->publisher) && utf8_valid(a->url) && utf8_valid(a->date_basis));
    claim((a->date.year == 0) == (a->date_confidence == DATE_NONE));
    claim(a->date.year == 0 || date_exists(a->date.year, a->date.month, a->date.day));
    if (a->fate != ART_REFUSED && strcmp(a->src.format, "text") == 0)
        check_leaves(a);
    doc_check(a->root);
    article_free(a);
    diag_free(&d);
    return 0;
}
