/* Lines that are no paragraph's: running heads, folios, labels.  What has no room is cut
 * behind a word, and ends in an ellipsis. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "linemaker.h"

/* Where text that ends before byte `end` is cut next: behind the word before, or, where
 * there is none, before the last character. */
static size_t shorter(Str text, size_t end)
{
    size_t at = end;
    while (at > 0 && text.p[at - 1] != ' ')
        at--;
    if (at == 0)
        utf8_prev(text, &end);
    else
        end = at;
    while (at > 0 && end > 0 && text.n > 0 && strchr(" ,;:.-", text.p[end - 1]))
        end--;
    return end;
}

/* The text's words in the order in which they are seen, from x 0. */
static void put_line(Setter *s, LineMaker *m, const Piece *piece, Role role, Str text)
{
    size_t n;
    const bool rtl = piece->lettering->rtl;
    const BidiRun *runs = uni_bidi_runs(s->scratch, text, rtl, &n);
    Len x = 0;
    for (size_t i = 0; i < n; i++) {
        Lettering like = *piece->lettering;
        like.features |= runs[i].rtl ? FEATURE_RTL : 0u;
        const Token *token = token_find(&s->tokens, lettering_find(&s->tokens, &like),
                                        str_sub(text, runs[i].from, runs[i].to));
        maker_token(m, piece, token, role, (uint32_t)runs[i].from, 1000, x, 0);
        x += token_width(token, 0, (uint32_t)token->text.n, piece->size, piece->tracking);
    }
}

Run *line_of(Setter *s, Arena *a, const Piece *piece, Role role, Str text, Len most,
             uint32_t *nruns, Len *width)
{
    LineMaker m = {.kept = a};
    const Token *token = token_find(&s->tokens, piece->lettering, text);
    Str cut = text;
    *width = token_width(token, 0, (uint32_t)token->text.n, piece->size, piece->tracking);
    for (size_t end = text.n; most > 0 && *width > most && end > 0;) {
        end = shorter(text, end);
        cut = arena_printf(s->scratch, STR_FMT "\u2026", STR_ARG(str_sub(text, 0, end)));
        token = token_find(&s->tokens, piece->lettering, cut);
        *width =
            token_width(token, 0, (uint32_t)token->text.n, piece->size, piece->tracking);
    }
    if (text_is_rtl(text))
        put_line(s, &m, piece, role, cut);
    else
        maker_token(&m, piece, token, role, 0, 1000, 0, 0);
    Run *runs = maker_runs(&m, nruns);
    maker_free(&m);
    return runs;
}
