/* Which name somebody meant who mistyped it. */
#include "guess.h"

enum { KEY_MOST = 32 }; /* bytes of a name that a mistyped one is compared with */

/* How many letters must be put in, taken out or changed (Levenshtein). */
static size_t distance(Str a, Str b)
{
    size_t row[KEY_MOST + 1];
    for (size_t k = 0; k <= b.n; k++)
        row[k] = k;
    for (size_t i = 1; i <= a.n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b.n; k++) {
            const size_t above = row[k];
            size_t least = corner + (a.p[i - 1] != b.p[k - 1]);
            least = least < above + 1 ? least : above + 1;
            row[k] = least < row[k - 1] + 1 ? least : row[k - 1] + 1;
            corner = above;
        }
    }
    return row[b.n];
}

Guess guess_begin(Str key)
{
    return (Guess){.key = key, .least = key.n < 4 ? 2 : 3}; /* more is another word */
}

void guess(Guess *g, Str name)
{
    if (name.n == 0 || g->key.n > KEY_MOST || name.n > KEY_MOST)
        return;
    const size_t n = distance(g->key, name);
    if (n < g->least) {
        g->least = n;
        g->best = name;
    }
}
