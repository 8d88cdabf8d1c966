/* What was made, in a few lines for people. */
#include "summary.h"

/* "1 page", "12 pages" */
static void put_count(Buf *out, size_t n, const char *one)
{
    buf_printf(out, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

void summary_print(Buf *out, const Summary *s)
{
    put_count(out, s->chapters, "chapter");
    buf_put(out, S(", "));
    put_count(out, s->words, "word");
    if (s->pages) {
        buf_put(out, S(", "));
        put_count(out, s->pages, "page");
    }
    buf_put(out, S(", "));
    put_count(out, s->notes, "source note");
    buf_put(out, S("; "));
    put_count(out, s->duplicates, "duplicate");
    if (s->outside)
        buf_printf(out, ", %zu left out by options", s->outside);
    buf_put(out, S(", "));
    put_count(out, s->set_aside, "block");
    buf_put(out, S(" set aside\n"));
    if (s->mail.n)
        buf_printf(out, STR_FMT "\n", STR_ARG(s->mail));
    for (size_t i = 0; i < s->noutputs; i++) {
        buf_safe(out, s->paths[i]);
        buf_put(out, S(", "));
        buf_size(out, s->sizes[i]);
        buf_put(out, s->details[i]);
        buf_put(out, S("; "));
    }
    buf_put(out, S("in "));
    buf_decimal(out, (int64_t)(s->milliseconds / 10), 2);
    buf_put(out, S(" s\n"));
}
