/* Where a word may be hyphenated: libhyphen with the dictionaries that are installed. */
#include "hyphen.h"

#include <hyphen.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"

#define FOLDER "/usr/share/hyphen/"

struct Hyphenator {
    HyphenDict *dict;
    const char *package;
    uint8_t left, right; /* letters at least before and after a hyphen */
    bool utf8;
    uint32_t above[128]; /* else: what the bytes from 0x80 on stand for */
};

struct Hyphenators {
    Arena *arena;
    Map by_lang; /* -> Hyphenator; its dict is NULL where there are no patterns */
    pthread_mutex_t lock;
};

/* Where a language's patterns are, and the least parts of a word in its tradition (the
 * tex-hyphen patterns' own minima).  A language alone stands for the region that has the
 * most readers; "none" knows no hyphens. */
static const struct {
    const char *lang, *file, *package;
    uint8_t left, right;
} table[] = {
    {"af", "af_ZA", "hyphen-af", 1, 2},
    {"be", "be_BY", "hyphen-be", 2, 2},
    {"bg", "bg_BG", "hyphen-bg", 2, 2},
    {"ca", "ca_ES", "hyphen-ca", 2, 2},
    {"cs", "cs_CZ", "hyphen-cs", 2, 3},
    {"da", "da_DK", "hyphen-da", 2, 2},
    {"de", "de_DE", "hyphen-de", 2, 2},
    {"el", "el_GR", "hyphen-el", 2, 2},
    {"en-gb", "en_GB", "hyphen-en-gb", 2, 3},
    {"en-au", "en_GB", "hyphen-en-gb", 2, 3},
    {"en-ie", "en_GB", "hyphen-en-gb", 2, 3},
    {"en", "en_US", "hyphen-en-us", 2, 3},
    {"es", "es_ES", "hyphen-es", 2, 2},
    {"et", "et_EE", "myspell-et", 2, 3},
    {"fr", "fr", "hyphen-fr", 2, 3},
    {"gl", "gl_ES", "hyphen-gl", 2, 2},
    {"hr", "hr_HR", "hyphen-hr", 2, 2},
    {"hu", "hu_HU", "hyphen-hu", 2, 2},
    {"id", "id_ID", "hyphen-id", 2, 2},
    {"is", "is_IS", "hyphen-is", 2, 2},
    {"it", "it_IT", "hyphen-it", 2, 2},
    {"lt", "lt_LT", "hyphen-lt", 2, 2},
    {"lv", "lv_LV", "hyphen-lv", 2, 2},
    {"nb", "nb_NO", "hyphen-no", 2, 2},
    {"nn", "nn_NO", "hyphen-no", 2, 2},
    {"no", "nb_NO", "hyphen-no", 2, 2},
    {"nl", "nl_NL", "hyphen-nl", 2, 2},
    {"pl", "pl_PL", "hyphen-pl", 2, 2},
    {"pt-br", "pt_BR", "hyphen-pt-br", 2, 3},
    {"pt", "pt_PT", "hyphen-pt-pt", 2, 3},
    {"ro", "ro_RO", "hyphen-ro", 2, 2},
    {"ru", "ru_RU", "hyphen-ru", 2, 2},
    {"sk", "sk_SK", "hyphen-sk", 2, 3},
    {"sl", "sl_SI", "hyphen-sl", 2, 2},
    {"sr-latn", "sr-Latn_RS", "hyphen-sr", 2, 2},
    {"sr", "sr_RS", "hyphen-sr", 2, 2},
    {"sv", "sv_SE", "hyphen-sv", 2, 2},
    {"uk", "uk_UA", "hyphen-uk", 2, 2},
    {"ar", NULL, NULL, 0, 0},
    {"fa", NULL, NULL, 0, 0},
    {"he", NULL, NULL, 0, 0},
    {"ja", NULL, NULL, 0, 0},
    {"ko", NULL, NULL, 0, 0},
    {"th", NULL, NULL, 0, 0},
    {"vi", NULL, NULL, 0, 0},
    {"zh", NULL, NULL, 0, 0},
    {"ur", NULL, NULL, 0, 0},
    {"ps", NULL, NULL, 0, 0},
    {"yi", NULL, NULL, 0, 0},
    {"hi", NULL, NULL, 0, 0},
    {"mr", NULL, NULL, 0, 0},
    {"ne", NULL, NULL, 0, 0},
    {"bn", NULL, NULL, 0, 0},
    {"gu", NULL, NULL, 0, 0},
    {"pa", NULL, NULL, 0, 0},
    {"or", NULL, NULL, 0, 0},
    {"ta", NULL, NULL, 0, 0},
    {"te", NULL, NULL, 0, 0},
    {"kn", NULL, NULL, 0, 0},
    {"ml", NULL, NULL, 0, 0},
    {"si", NULL, NULL, 0, 0},
    {"lo", NULL, NULL, 0, 0},
    {"km", NULL, NULL, 0, 0},
    {"my", NULL, NULL, 0, 0},
    {"am", NULL, NULL, 0, 0},
};

Hyphenators *hyphenators_new(void)
{
    Arena *a = arena_new();
    Hyphenators *hs = arena_alloc(a, sizeof *hs);
    hs->arena = a;
    pthread_mutex_init(&hs->lock, NULL);
    return hs;
}

void hyphenators_free(Hyphenators *hs)
{
    if (hs == NULL)
        return;
    for (size_t i = 0; i < hs->by_lang.cap; i++) {
        Hyphenator *h = hs->by_lang.slots[i].value;
        if (h && h->dict)
            hnj_hyphen_free(h->dict);
    }
    map_free(&hs->by_lang);
    pthread_mutex_destroy(&hs->lock);
    arena_free(hs->arena);
}

/* What each byte above ASCII means in the dictionary's charset; false: unknown to ICU. */
static bool learn_charset(Hyphenator *h, Arena *a)
{
    const Str name = str_of(h->dict->cset);
    h->utf8 = h->dict->utf8 || str_eq_nocase(name, S("UTF-8"));
    if (h->utf8)
        return true;
    const char *charset = charset_find(name);
    for (int c = 0; charset && c < 128; c++) {
        const char byte = (char)(128 + c);
        size_t replaced, i = 0;
        const Str s = charset_decode(a, charset, (Str){&byte, 1}, &replaced);
        h->above[c] = s.n && !replaced ? utf8_next(s, &i) : 0;
    }
    return charset != NULL;
}

static Hyphenator *load(Arena *a, Str lang)
{
    Hyphenator *h = arena_alloc(a, sizeof *h);
    const Str low = uni_lower(a, lang);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const Str key = str_of(table[i].lang);
        if (!str_starts(low, key) || (low.n > key.n && low.p[key.n] != '-'))
            continue;
        h->package = table[i].package;
        h->left = table[i].left;
        h->right = table[i].right;
        if (table[i].file == NULL)
            return h;
        const Str path = arena_printf(a, FOLDER "hyph_%s.dic", table[i].file);
        if (file_kind(path, true) == FILE_REGULAR)
            h->dict = hnj_hyphen_load(path.p);
        if (h->dict && !learn_charset(h, a)) {
            hnj_hyphen_free(h->dict);
            h->dict = NULL;
        }
        return h;
    }
    h->package = "";
    return h;
}

const Hyphenator *hyphenator_for(Hyphenators *hs, Str lang, const char **package)
{
    pthread_mutex_lock(&hs->lock);
    Hyphenator *h = map_find(&hs->by_lang, lang);
    if (h == NULL) {
        h = load(hs->arena, lang);
        *map_at(&hs->by_lang, arena_str(hs->arena, lang)) = h;
    }
    pthread_mutex_unlock(&hs->lock);
    *package = h->dict ? NULL : h->package;
    return h->dict ? h : NULL;
}

/* The word in the dictionary's charset and in lower case, with the byte of the word
 * that each of its bytes begins at; 0 when a letter has no place in the charset. */
static int encode(const Hyphenator *h, Str word, char *out, uint8_t *at)
{
    int n = 0;
    for (size_t i = 0; i < word.n;) {
        const uint8_t from = (uint8_t)i;
        const uint32_t cp = uni_fold(utf8_next(word, &i));
        char bytes[4];
        size_t len = 1;
        if (cp < 0x80) {
            bytes[0] = (char)cp;
        } else if (h->utf8) {
            len = utf8_encode(cp, bytes);
        } else {
            int c = 0;
            while (c < 128 && h->above[c] != cp)
                c++;
            if (c == 128)
                return 0;
            bytes[0] = (char)(128 + c);
        }
        for (size_t k = 0; k < len && n < 2 * WORD_MOST; k++) {
            at[n] = from;
            out[n++] = bytes[k];
        }
    }
    return n;
}

void hyphenate(const Hyphenator *h, Str word, uint8_t *points)
{
    char text[2 * WORD_MOST + 1], marks[2 * WORD_MOST + 8];
    uint8_t at[2 * WORD_MOST + 1];
    memset(points, 0, word.n);
    const size_t letters = word.n > WORD_MOST ? 0 : utf8_count(word);
    if (letters < WORD_LEAST)
        return;
    const int n = encode(h, word, text, at);
    if (n == 0)
        return;
    text[n] = '\0';
    char **rep = NULL;
    int *pos = NULL, *cut = NULL;
    if (hnj_hyphen_hyphenate2(h->dict, text, n, marks, NULL, &rep, &pos, &cut) == 0) {
        /* For UTF-8 dictionaries the marks count characters, else bytes: characters
         * either way. */
        size_t k = 0;
        for (size_t i = 0; i < word.n && k + 1 < letters; k++) {
            utf8_next(word, &i);
            const bool changes = rep && rep[k];
            if ((marks[k] & 1) && !changes && k + 1 >= h->left &&
                letters - (k + 1) >= h->right)
                points[i] = 1;
        }
    }
    if (rep) {
        for (int i = 0; i < n; i++)
            free(rep[i]);
        free(rep);
        free(pos);
        free(cut);
    }
}
