/* Any bytes are a stylesheet: it is read, asked about elements and pages, and what it
 * gives to e-readers must be read again without a message.  Without libFuzzer: replays
 * the files that are named. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "replay.h"
#include "style/style.h"

static void ask(const StyleSheet *s)
{
    static const char *const names[] = {"h1", "p", "li", "em", "sup", "x"};
    static const char *const classes[] = {"", "a", "first x", "chapter"};
    Element up = {.name = "section", .cls = S("chapter"), .id = S("i"), .lang = S("en")};
    Style parent, style;
    style_compute(s, &up, NULL, &parent);
    for (size_t i = 0; i < 24; i++) {
        const Element e = {.name = names[i % 6],
                           .cls = str_of(classes[i / 6]),
                           .parent = i % 2 ? &up : NULL,
                           .prev = i % 3 ? &up : NULL,
                           .is_last = i % 5 == 0};
        style_compute(s, &e, i % 2 ? &parent : NULL, &style);
        if (style.font_size < PT || style.font_size > 1000 * PT || style.orphans == 0)
            abort();
    }
    for (int i = 0; i < 8; i++) {
        PageStyle p;
        const PageAt at = {.name = i & 1 ? S("chapter") : S(""),
                           .verso = i & 2,
                           .rtl = i % 3 == 0,
                           .first = i & 4,
                           .blank = i == 7};
        style_page(s, &at, &p);
        if (p.margin[SIDE_LEFT] + p.margin[SIDE_RIGHT] > p.width - 36 * PT)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Diag d = {0}, none = {0};
    const Paper paper = {.width = size % 3 ? 0 : MM(100),
                         .binding = size % 5 ? 0 : MM(90)};
    StyleSheet *s =
        style_parse(&d, S("x.css"), (Str){(const char *)data, size}, (Str){0}, &paper);
    ask(s);
    Buf out = {0};
    style_epub(s, &out);
    if (!utf8_valid(buf_str(&out)))
        abort();
    StyleSheet *again = style_parse(&none, S("y.css"), buf_str(&out), (Str){0}, &paper);
    if (none.n > 0)
        abort();
    style_free(again);
    style_free(s);
    buf_free(&out);
    diag_free(&d);
    return 0;
}
