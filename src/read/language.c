/* The language of a text, for its hyphens and for those who hear it read.
 *
 * Method: the script alone says it for most scripts; Han is told apart by kana and by
 * characters that only one of its two forms has; for Latin, Cyrillic, Arabic and
 * Devanagari libexttextcat compares a sample with the profiles of the languages below,
 * and where it names one of a family whose profiles are much alike, the words and letters
 * that only one of them has decide.
 * They are those a book can be set in; the library knows many more, which takes its
 * time, and gives English for Scots.
 * Cost: a sample of fixed length, whatever the text's. */
#include <libexttextcat/textcat.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "reader.h"

#ifndef SHEAF_TEXTCAT_DIR
#define SHEAF_TEXTCAT_DIR "/usr/share/libexttextcat/"
#endif

enum {
    SAMPLE = 1536,       /* bytes: more changes no answer and takes its time */
    SHORTEST = 120,      /* bytes of letters below which nobody can tell */
    SHORTEST_SCRIPT = 8, /* letters of a script that says it alone */
};

#define SCRIPT(a, b, c, d)                                                               \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* The languages that share a script. */
enum { GROUPS = 4, MOST_PROFILES = 40 };
static const struct {
    uint32_t script;
    const char *const profiles[MOST_PROFILES]; /* up to a NULL */
} groups[GROUPS] = {
    {SCRIPT('L', 'a', 't', 'n'),
     {"en", "de",      "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl",
      "cs", "sk",      "hu", "ro", "tr", "id", "vi", "ca", "hr", "sl", "et", "lv",
      "lt", "sr-Latn", "is", "ga", "eu", "gl", "sq", "sw", "eo", "cy", "la", "uz"}},
    {SCRIPT('C', 'y', 'r', 'l'), {"ru", "uk", "bg", "be", "mk", "sr-Cyrl", "kk"}},
    {SCRIPT('A', 'r', 'a', 'b'), {"ar", "fa", "ur"}},
    {SCRIPT('D', 'e', 'v', 'a'), {"hi", "mr", "ne"}},
};

static const struct {
    uint32_t script;
    const char *lang;
} by_script[] = {
    {SCRIPT('H', 'i', 'r', 'a'), "ja"}, {SCRIPT('K', 'a', 'n', 'a'), "ja"},
    {SCRIPT('H', 'a', 'n', 'g'), "ko"}, {SCRIPT('G', 'r', 'e', 'k'), "el"},
    {SCRIPT('H', 'e', 'b', 'r'), "he"}, {SCRIPT('A', 'r', 'm', 'n'), "hy"},
    {SCRIPT('G', 'e', 'o', 'r'), "ka"}, {SCRIPT('T', 'h', 'a', 'i'), "th"},
    {SCRIPT('B', 'e', 'n', 'g'), "bn"}, {SCRIPT('T', 'a', 'm', 'l'), "ta"},
    {SCRIPT('T', 'e', 'l', 'u'), "te"}, {SCRIPT('K', 'n', 'd', 'a'), "kn"},
    {SCRIPT('M', 'l', 'y', 'm'), "ml"}, {SCRIPT('G', 'u', 'j', 'r'), "gu"},
    {SCRIPT('G', 'u', 'r', 'u'), "pa"}, {SCRIPT('S', 'i', 'n', 'h'), "si"},
    {SCRIPT('K', 'h', 'm', 'r'), "km"}, {SCRIPT('L', 'a', 'o', 'o'), "lo"},
    {SCRIPT('M', 'y', 'm', 'r'), "my"}, {SCRIPT('E', 't', 'h', 'i'), "am"},
};
enum { SCRIPTS = sizeof by_script / sizeof *by_script };

/* The commonest characters that one form of Han has and the other writes otherwise. */
static const char simplified[] = "\u8FD9\u4E2A\u4EEC\u6765\u65F6\u4E3A\u8BF4\u56FD\u4F1A"
                                 "\u5BF9\u8FC7\u540E\u7ECF\u53D1\u95EE\u5F00\u73B0\u957F";
static const char traditional[] =
    "\u9019\u500B\u5011\u4F86\u6642\u70BA\u8AAA\u570B\u6703"
    "\u5C0D\u904E\u5F8C\u7D93\u767C\u554F\u958B\u73FE\u9577";

typedef struct Letters {
    size_t grouped[GROUPS]; /* bytes, as of the sample */
    size_t scripts[SCRIPTS];
    size_t han, simple, old;
} Letters;

static void count_letter(Letters *l, Str letter, uint32_t script)
{
    for (size_t k = 0; k < GROUPS; k++)
        if (groups[k].script == script) {
            l->grouped[k] += letter.n;
            return;
        }
    if (script == SCRIPT('H', 'a', 'n', 'i')) {
        l->han++;
        l->simple += str_has(str_of(simplified), letter);
        l->old += str_has(str_of(traditional), letter);
    }
    for (size_t k = 0; k < SCRIPTS; k++)
        l->scripts[k] += by_script[k].script == script;
}

static Letters count_letters(Str s)
{
    Letters l = {0};
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = utf8_next(s, &i);
        if (!uni_is_letter(cp))
            continue;
        if (cp < 0x80)
            l.grouped[0]++;
        else
            count_letter(&l, str_sub(s, at, i), uni_script(cp));
    }
    return l;
}

static size_t greatest(const size_t *v, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (v[i] > v[best])
            best = i;
    return best;
}

/* ---- libexttextcat ---- */

/* Each thread has handles of its own, one a group, freed when it ends. */
typedef struct Handles {
    void *textcat[GROUPS]; /* NULL: not opened, or no profiles are there */
} Handles;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void close_handles(void *p)
{
    Handles *h = p;
    for (size_t i = 0; i < GROUPS; i++)
        if (h->textcat[i])
            textcat_Done(h->textcat[i]);
    free(h);
}

static void make_key(void)
{
    if (pthread_key_create(&key, close_handles))
        mem_out();
}

void language_release(void)
{
    pthread_once(&once, make_key);
    Handles *h = pthread_getspecific(key);
    if (h)
        close_handles(h);
    pthread_setspecific(key, NULL);
}

/* The library reads its table from a file, and none of its own lists our languages: a
 * file in memory does.  NULL when it finds no profiles. */
static void *open_group(size_t group)
{
    Buf table = {0};
    void *textcat = NULL;
    for (const char *const *p = groups[group].profiles; *p; p++)
        buf_printf(&table, "%s.lm %s\n", *p, *p);
    const int fd = memfd_create("sheaf-languages", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, table.p, table.n) == (ssize_t)table.n) {
        char path[32];
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        textcat = special_textcat_Init(path, SHEAF_TEXTCAT_DIR);
    }
    if (fd >= 0)
        close(fd);
    buf_free(&table);
    return textcat;
}

static void *group_handle(size_t group)
{
    pthread_once(&once, make_key);
    Handles *h = pthread_getspecific(key);
    if (h == NULL)
        pthread_setspecific(key, h = mem_alloc(sizeof *h));
    if (h->textcat[group] == NULL)
        h->textcat[group] = open_group(group);
    return h->textcat[group];
}

/* The first of the library's answers, "[en][nl]", as one of our own strings.  It joins
 * blanks and reads on for as many characters, whatever n it is told, until it meets a
 * NUL: it is given what the text goes on with, and then that. */
static Str by_profile(Str text, size_t n, size_t group)
{
    enum { FURTHER = 4 }; /* times as much: more blanks than any text has */
    char ended[FURTHER * SAMPLE + 1];
    const size_t all = text.n < FURTHER * n ? text.n : FURTHER * n;
    void *textcat = group_handle(group);
    memcpy(ended, text.p, all);
    ended[all] = '\0';
    const char *answer = textcat ? textcat_Classify(textcat, ended, n) : NULL;
    if (answer == NULL || answer[0] != '[')
        return (Str){0};
    Str rest = str_of(answer + 1);
    const Str lang = str_cut(&rest, ']');
    for (const char *const *p = groups[group].profiles; *p; p++)
        if (str_eq(lang, str_of(*p)))
            return str_of(*p);
    return (Str){0};
}

/* ---- what needs no profile ---- */

/* Words that make up a quarter of any text in these languages, and of none in another
 * that has a profile above: most articles need no more, and the library costs as much
 * as all the rest of reading. */
static const struct {
    const char *lang;
    const char *words; /* parted and framed by blanks */
} plain[] = {
    {"en", " the of and to in that is was for with it as on be by at are this from "},
    {"de", " der die und das den dem des nicht ist mit von zu ein eine im sich auf "},
    {"fr", " le la les des est une un dans pour que qui et de du en au sur pas par "},
};
enum { PLAIN = sizeof plain / sizeof *plain };

/* The language whose words are at least a fifth of s and far more than another's. */
static Str by_words(Str s)
{
    size_t words = 0, hits[PLAIN] = {0};
    for (size_t i = 0; i < s.n; i++) {
        char word[9] = " ";
        size_t n = 1;
        for (; i < s.n && ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z'); i++, n++)
            if (n + 3 < sizeof word)
                word[n] = (char)(s.p[i] | 32);
        if (n == 1)
            continue;
        words++;
        if (n + 3 > sizeof word)
            continue;
        word[n] = ' ';
        for (size_t k = 0; k < PLAIN; k++)
            hits[k] += strstr(plain[k].words, word) != NULL;
    }
    const size_t best = greatest(hits, PLAIN);
    for (size_t k = 0; k < PLAIN; k++)
        if (k != best && 4 * hits[k] > hits[best])
            return (Str){0};
    return 5 * hits[best] >= words && words > 0 ? str_of(plain[best].lang) : (Str){0};
}

/* ---- families ---- */

/* What tells apart languages whose profiles are alike: words, parted and framed by
 * blanks, and letters. . */
static const struct {
    int family;
    const char *lang, *words, *letters;
} kin[] = {
    {1, "sl", " in ki pri tudi ter kot lahko ali bo bi jih vse še iz ", ""},
    {1, "hr",
     " gdje prije uvijek vrijeme također tijekom uvjeti tko ovdje nije lijep svi "
     " bilo riječ mjesto uvjet vlastiti ",
     ""},
    {1, "sr-Latn",
     " gde pre uvek vreme takođe tokom uslovi ko ovde šta da sajt mesto reč "
     " posle bezbedan treba ",
     ""},
    {2, "es", " el los y con por una del es para como o son ", "ñ¿¡"},
    {2, "ca", " el els i amb per una dels és com o són seva ", "ŀ·"},
    {2, "gl", " o os e con por unha do da é para como ou son ", "ñ"},
    {3, "ru", "", "ыэёъ"},
    {3, "uk", "", "іїєґ"},
    {3, "be", "", "ўіы"},
    {3, "bg", "", "ъщ"},
    {3, "mk", "", "ѓќѕј"},
    {3, "sr-Cyrl", "", "ћђј"},
    {3, "kk", "", "әқңөұіы"},
};
enum { KIN = sizeof kin / sizeof *kin };

static size_t count_words(Str s, const char *list)
{
    const Str all = str_of(list);
    size_t n = 0;
    for (size_t i = 0, from = 0; i <= s.n && all.n; i++) {
        if (i < s.n && (unsigned char)s.p[i] > ' ')
            continue;
        const size_t to = i;
        char word[16] = " ";
        if (to > from && to - from + 2 < sizeof word) {
            memcpy(word + 1, s.p + from, to - from);
            word[1] = (char)(word[1] >= 'A' && word[1] <= 'Z' ? word[1] | 32 : word[1]);
            word[1 + to - from] = ' ';
            n += str_has(all, (Str){word, to - from + 2});
        }
        from = i + 1;
    }
    return n;
}

static size_t count_letters_of(Str s, const char *letters)
{
    const Str all = str_of(letters);
    size_t n = 0;
    for (size_t i = 0; i < s.n && all.n;) {
        const size_t at = i;
        if (utf8_next(s, &i) >= 0x80)
            n += str_has(all, str_sub(s, at, i));
    }
    return n;
}

/* The one of lang's family that the text has most of what is its own; lang itself where
 * none has more. */
static Str among_kin(Str s, Str lang)
{
    int family = 0;
    for (size_t i = 0; i < KIN; i++)
        if (str_eq(lang, str_of(kin[i].lang)))
            family = kin[i].family;
    size_t most = 0, own = 0;
    Str best = lang;
    for (size_t i = 0; i < KIN; i++) {
        if (family == 0 || kin[i].family != family)
            continue;
        const size_t n =
            count_words(s, kin[i].words) + count_letters_of(s, kin[i].letters);
        if (str_eq(lang, str_of(kin[i].lang)))
            own = n;
        if (n > most) {
            most = n;
            best = str_of(kin[i].lang);
        }
    }
    return most > own ? best : lang;
}

/* ---- the whole ---- */

/* The beginning of s, not cut inside a character. */
static Str sample(Str s)
{
    size_t n = s.n < SAMPLE ? s.n : SAMPLE;
    while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_sub(s, 0, n);
}

Str language_guess(Str text)
{
    const Str s = sample(text);
    const Letters l = count_letters(s);
    const size_t script = greatest(l.scripts, SCRIPTS);
    const size_t group = greatest(l.grouped, GROUPS);
    const size_t letters = l.scripts[script];
    /* In Japanese every third character or so is kana. */
    if (letters >= SHORTEST_SCRIPT && 3 * letters > l.grouped[group] &&
        8 * letters > l.han)
        return str_of(by_script[script].lang);
    if (l.han >= SHORTEST_SCRIPT && 3 * l.han > l.grouped[group])
        return l.old > l.simple ? S("zh-Hant") : S("zh-Hans");
    if (l.grouped[group] < SHORTEST)
        return (Str){0};
    const Str lang = group == 0 ? by_words(s) : (Str){0};
    return lang.n > 0 ? lang : among_kin(s, by_profile(text, s.n, group));
}
