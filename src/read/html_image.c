/* Pictures of a page: which of them show something, and the best address of each.
 *
 * Pages name a picture several times: for screens of many widths, for readers without
 * scripts, and with a blank that stands there until a script puts the picture in its
 * place.  The address in `src` is believed unless it is such a blank; then come those
 * that scripts would have put there, the lists for screens, the elements around, and the
 * copy for readers without scripts.  What is as small as a letter is an icon, unless it
 * stands for one; what is smaller counts readers. */
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "html.h"

enum {
    PIXEL = 3,          /* px: no wider picture only counts readers */
    ICON = 32,          /* px: no wider one shows anything */
    USEFUL = 2000,      /* px: a page at 300 dpi needs no more, nor have screens it */
    INLINE_LEAST = 400, /* bytes of a data: address; shorter ones are blanks */
    EMOJI_MOST = 32,    /* bytes of its alternative */
    AHEAD = 8,          /* nodes behind a picture in which its copy is looked for */
};

static bool has_word(Str s, const char *const *words)
{
    for (; *words; words++)
        if (str_has(s, str_of(*words)))
            return true;
    return false;
}

/* Nothing to see: what stands in for a picture, or counts readers. */
static bool is_blank(Str ref)
{
    static const char *const words[] = {"placeholder", "blank.", "spacer",   "1x1",
                                        "transparent", "/pixel", "lazyload", NULL};
    if (str_eq_nocase(str_sub(ref, 0, 5), S("data:")))
        return ref.n < INLINE_LEAST;
    const size_t query = str_find(ref, S("?"));
    return ref.n == 0 || has_word(str_sub(ref, 0, query), words) ||
           str_starts(ref, S("about:"));
}

/* The largest picture of a list "a.jpg 400w, b.jpg 800w" or "a.jpg, b.jpg 2x" that is
 * not larger than useful. */
static Str best_of_list(Str list)
{
    Str best = {0};
    uint32_t most = 0;
    for (size_t i = 0; i < list.n;) {
        while (i < list.n && ((unsigned char)list.p[i] <= ' ' || list.p[i] == ','))
            i++;
        size_t from = i;
        while (i < list.n && (unsigned char)list.p[i] > ' ')
            i++;
        Str ref = str_sub(list, from, i);
        const bool alone = str_ends(ref, S(","));
        ref.n -= alone;
        from = i;
        while (!alone && i < list.n && list.p[i] != ',')
            i++;
        Str size = str_trim(str_sub(list, from, i));
        uint32_t width = 1;
        if (size.n > 1)
            str_to_u32(str_sub(size, 0, size.n - 1), 1000000, &width);
        if (!is_blank(ref) && width > most && width <= USEFUL) {
            best = ref;
            most = width;
        }
    }
    return best;
}

/* The best address that the element itself has. */
static Str own_address(const DomNode *n)
{
    static const char *const single[] = {"src", "data-src", "data-original"};
    static const char *const lists[] = {"srcset", "data-srcset"};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        const Str ref = str_trim(dom_attribute(n, single[i]));
        if (!is_blank(ref))
            return ref;
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const Str ref = best_of_list(dom_attribute(n, lists[i]));
        if (ref.n > 0)
            return ref;
    }
    return (Str){0};
}

/* An address that stands beside the picture: of its <picture>, or for readers without
 * scripts. */
static Str other_address(const Page *p, uint32_t node)
{
    const uint32_t up = p->v[node].parent;
    const bool among = node - up <= AHEAD;
    for (uint32_t i = among ? up + 1 : node; i < node; i++) {
        const Str ref = p->v[i].kind == DOM_ELEMENT && p->v[i].tag == GUMBO_TAG_SOURCE
                            ? own_address(&p->v[i])
                            : (Str){0};
        if (ref.n > 0)
            return ref;
    }
    bool copy = false;
    for (uint32_t i = node + 1; i < p->n && i <= node + AHEAD; i++) {
        const DomNode *n = &p->v[i];
        if (n->kind != DOM_ELEMENT)
            continue;
        copy |= n->tag == GUMBO_TAG_NOSCRIPT;
        if (n->tag == GUMBO_TAG_IMG)
            return copy ? own_address(n) : (Str){0};
    }
    return (Str){0};
}

static bool is_small(const DomNode *n, uint32_t most)
{
    static const char *const sides[] = {"width", "height"};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        Str value = dom_attribute(n, sides[i]);
        uint32_t size;
        if (str_ends(value, S("px")))
            value.n -= 2;
        if (str_to_u32(value, 100000, &size) && size <= most)
            return true;
    }
    return false;
}

/* A character or two that no script writes words in. */
static bool is_emoji(Str alt)
{
    enum { FIRST = 0x2190 };
    if (alt.n == 0 || alt.n > EMOJI_MOST)
        return false;
    for (size_t i = 0; i < alt.n;) {
        const uint32_t cp = utf8_next(alt, &i);
        if (cp < FIRST && cp != 0x200D && cp != 0x20E3)
            return false;
        if (cp >= 0x2E80 && cp < 0xFE00)
            return false; /* ideographs, kana, hangul */
    }
    return true;
}

static bool stands_for_words(const DomNode *n, Str alt)
{
    static const char *const formulas[] = {"mwe-math", "latex",   "math-",
                                           "tex-",     "mathjax", NULL};
    const Str cls = dom_attribute(n, "class");
    if (alt.n == 0)
        return false;
    return is_emoji(alt) || (str_has(cls, S("emoji")) && alt.n <= EMOJI_MOST) ||
           str_eq(cls, S("tex")) || str_eq(cls, S("math")) || has_word(cls, formulas);
}

ImageKind image_read(const Page *p, uint32_t node, Str *ref)
{
    const DomNode *n = &p->v[node];
    *ref = (Str){0};
    if (stands_for_words(n, str_trim(dom_attribute(n, "alt"))))
        return IMAGE_WORDS;
    if (is_small(n, PIXEL) || (is_small(n, ICON) && !p->v[node].cell))
        return IMAGE_NONE;
    *ref = own_address(n);
    if (ref->n == 0)
        *ref = other_address(p, node);
    return ref->n > 0 || dom_attribute(n, "alt").n > 0 ? IMAGE_PICTURE : IMAGE_NONE;
}
