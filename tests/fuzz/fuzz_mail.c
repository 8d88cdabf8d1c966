/* Any bytes are mail, a mailbox or a saved page (the last byte says which): what is made
 * of them is UTF-8, keeps to nodes.def, and its fates tile the text of every member.
 * Without libFuzzer: replays the files that are named. */
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

static void check(const Article *a)
{
    claim(a->src.member.n > 0 && utf8_valid(a->src.member));
    claim(utf8_valid(a->src.text) && utf8_valid(a->title) && utf8_valid(a->byline));
    claim(utf8_valid(a->publisher) && utf8_valid(a->url) && utf8_valid(a->date_basis));
    claim((a->date.year == 0) == (a->date_confidence == DATE_NONE));
    claim(a->date.year == 0 || date_exists(a->date.year, a->date.month, a->date.day));
    claim(ledger_tiles(a));
    doc_check(a->root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"x.eml", "x.mbox", "x.mhtml", "x"};
    Diag d = {0};
    ArticleList l = {0};
    Plan plan;
    const Str bytes = {(const char *)data, size};
    const char *path = paths[size ? data[size - 1] % 4 : 0];
    read_bytes_all(&d, str_of(path), bytes, &l);
    collect(&d, &l, &(CollectOptions){0}, &plan);
    for (size_t i = 0; i < l.n; i++)
        if (l.v[i]->fate != ART_REFUSED && l.v[i]->src.member.n > 0)
            check(l.v[i]);
    plan_free(&plan);
    articles_free(&l);
    diag_free(&d);
    return 0;
}
