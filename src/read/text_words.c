/* Words: what a line and the story have in common. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "text.h"

enum {
    MOST_PROSE = 1 << 18, /* bytes of the story whose words are kept: enough to know what
                           * it is about */
    OFTEN = 3,            /* times that a word stands in the story */
    CONTENT_CHARS = 4,    /* a shorter word says little */
};

static bool in_word(uint32_t cp)
{
    return uni_is_letter(cp) || uni_is_digit(cp) || uni_is_mark(cp);
}

/* The full-width character before *i, with the one after it if that is one too. */
static Str wide_word(Str s, size_t i, uint32_t cp, char buf[WORD_MOST])
{
    size_t n = utf8_encode(cp, buf);
    if (i < s.n) {
        const uint32_t next = utf8_next(s, &i);
        if (uni_is_wide(next) && uni_is_letter(next))
            n += utf8_encode(next, buf + n);
    }
    return (Str){buf, n};
}

Str word_next(Str s, size_t *i, char buf[WORD_MOST])
{
    size_t n = 0;
    while (*i < s.n) {
        const size_t at = *i;
        const uint32_t cp = utf8_next(s, i);
        if (!in_word(cp)) {
            if (n > 0)
                break;
            continue;
        }
        if (uni_is_wide(cp)) {
            if (n == 0)
                return wide_word(s, *i, cp, buf);
            *i = at;
            break;
        }
        if (n + 4 <= WORD_MOST) /* the rest of a longer word is passed over */
            n += utf8_encode(uni_fold(cp), buf + n);
    }
    return (Str){buf, n};
}

bool word_is_among(Str word, const char *words)
{
    char framed[WORD_MOST + 2];
    if (word.n == 0 || word.n > WORD_MOST)
        return false;
    framed[0] = framed[word.n + 1] = ' ';
    memcpy(framed + 1, word.p, word.n);
    return str_has(str_of(words), (Str){framed, word.n + 2});
}

/* Words of four letters and more that any English text may have; those of other
 * languages weaken the measure a little and do no harm. */
static const char common[] =
    " about after also been before being could does down each even every from have "
    "here into just like make many more most much need only other over same should "
    "some such than that their them then there these they this those through very "
    "want well were what when where which while will with would your ";

bool word_is_content(Str word)
{
    if (word.n == 0)
        return false;
    if ((unsigned char)word.p[0] >= 0x80) /* of other scripts: by bytes */
        return word.n > CONTENT_CHARS;
    if (word.n < CONTENT_CHARS)
        return false;
    return !word_is_among(word, common);
}

static void count_word(Draft *d, Str word)
{
    uint32_t *count = map_find(&d->words, word);
    if (count == NULL) {
        count = arena_alloc(d->scratch, sizeof *count);
        *map_at(&d->words, arena_str(d->scratch, word)) = count;
    }
    ++*count;
}

/* Counts the story's content words, once somebody asks: most articles begin with their
 * title and go on with their text, and nobody does. */
static void count_words(Draft *d)
{
    char buf[WORD_MOST];
    size_t bytes = 0;
    d->counted = true;
    for (size_t k = d->first; k < d->last && bytes < MOST_PROSE; k++) {
        const Piece *p = &d->v[k];
        if (!piece_is_prose(p))
            continue;
        const Str s = str_sub(piece_text(d, p), 0, MOST_PROSE);
        bytes += s.n;
        size_t i = 0;
        for (Str w = word_next(s, &i, buf); w.n > 0; w = word_next(s, &i, buf))
            if (word_is_content(w))
                count_word(d, w);
    }
}

Shared draft_shared(Draft *d, Str s)
{
    if (!d->counted)
        count_words(d);
    char buf[WORD_MOST];
    Shared shared = {0};
    size_t i = 0;
    for (Str w = word_next(s, &i, buf); w.n > 0; w = word_next(s, &i, buf)) {
        if (!word_is_content(w))
            continue;
        const uint32_t *count = map_find(&d->words, w);
        shared.of++;
        shared.words += count != NULL;
        shared.often += count && *count >= OFTEN;
    }
    return shared;
}

uint64_t words_hash(Str s)
{
    char buf[WORD_MOST];
    uint64_t h = 0;
    size_t i = 0;
    for (Str w = word_next(s, &i, buf); w.n > 0; w = word_next(s, &i, buf))
        h = (h ^ str_hash(w)) * 1099511628211u;
    return h;
}
