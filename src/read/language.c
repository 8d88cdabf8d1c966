/* The language of a text, for its hyphens and for those who hear it read.
 *
 * Method: the script alone says it for most scripts; Han is told apart by kana and by
 * characters that only one of its two forms has; for Latin, Cyrillic, Arabic and
 * Devanagari libexttextcat compares a sample with the profiles of the languages below.
 * They are those a book can be set in; the library knows twice as many, at twice the
 * time, and takes English for Scots.
 * Cost: two kilobytes are looked at, whatever the text's length. */
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
    SAMPLE = 2048,      /* bytes */
    SHORTEST = 120,     /* bytes of letters below which nobody can tell */
    SHORTEST_SCRIPT = 8, /* letters of a script that says it alone */
};

static const char *const profiles[] = {
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk",
    "hu", "ro", "tr", "id", "vi", "ca", "hr", "sl", "et", "lv", "lt", "is", "ga", "eu",
    "gl", "sq", "sw", "eo", "cy", "la", "ru", "uk", "bg", "be", "mk", "sr-Cyrl", "kk",
    "ar", "fa", "ur", "hi", "mr", "ne"};

#define SCRIPT(a, b, c, d)                                                               \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

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
static const char traditional[] = "\u9019\u500B\u5011\u4F86\u6642\u70BA\u8AAA\u570B\u6703"
                                  "\u5C0D\u904E\u5F8C\u7D93\u767C\u554F\u958B\u73FE\u9577";

typedef struct Letters {
    size_t profiled;       /* of a script that several languages share */
    size_t scripts[SCRIPTS];
    size_t han, simple, old;
} Letters;

static bool is_profiled(uint32_t script)
{
    return script == SCRIPT('L', 'a', 't', 'n') || script == SCRIPT('C', 'y', 'r', 'l') ||
           script == SCRIPT('A', 'r', 'a', 'b') || script == SCRIPT('D', 'e', 'v', 'a');
}

static Letters count_letters(Str s)
{
    Letters l = {0};
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = utf8_next(s, &i);
        if (!uni_is_letter(cp))
            continue;
        const uint32_t script = cp < 0x80 ? SCRIPT('L', 'a', 't', 'n') : uni_script(cp);
        if (is_profiled(script)) {
            l.profiled += i - at;
            continue;
        }
        if (script == SCRIPT('H', 'a', 'n', 'i')) {
            l.han++;
            l.simple += str_has(str_of(simplified), str_sub(s, at, i));
            l.old += str_has(str_of(traditional), str_sub(s, at, i));
        }
        for (size_t k = 0; k < SCRIPTS; k++)
            l.scripts[k] += by_script[k].script == script;
    }
    return l;
}

/* ---- libexttextcat ---- */

/* Each thread has a handle of its own, freed when it ends. */
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void done(void *textcat)
{
    textcat_Done(textcat);
}

static void make_key(void)
{
    if (pthread_key_create(&key, done))
        mem_out();
}

/* The library reads its table from a file, and none of its own lists our languages: a
 * file in memory does.  NULL when it finds no profiles. */
static void *open_textcat(void)
{
    Buf table = {0};
    void *textcat = NULL;
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
        buf_printf(&table, "%s.lm %s\n", profiles[i], profiles[i]);
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

static void *this_textcat(void)
{
    pthread_once(&once, make_key);
    void *textcat = pthread_getspecific(key);
    if (textcat == NULL)
        pthread_setspecific(key, textcat = open_textcat());
    return textcat;
}

void language_release(void)
{
    pthread_once(&once, make_key);
    void *textcat = pthread_getspecific(key);
    if (textcat)
        textcat_Done(textcat);
    pthread_setspecific(key, NULL);
}

/* The first of the library's answers, "[en][nl]", as one of our own strings. */
static Str first_answer(const char *answer)
{
    if (answer == NULL || answer[0] != '[')
        return (Str){0};
    Str rest = str_of(answer + 1);
    const Str lang = str_cut(&rest, ']');
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
        if (str_eq(lang, str_of(profiles[i])))
            return str_of(profiles[i]);
    return (Str){0};
}

static Str by_profile(Str s)
{
    void *textcat = this_textcat();
    return textcat ? first_answer(textcat_Classify(textcat, s.p, s.n)) : (Str){0};
}

/* ---- the whole ---- */

/* Two kilobytes of s, not cut inside a character. */
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
    size_t most = 0, which = 0;
    for (size_t k = 0; k < SCRIPTS; k++)
        if (l.scripts[k] > most) {
            most = l.scripts[k];
            which = k;
        }
    /* In Japanese every third character or so is kana. */
    if (most >= SHORTEST_SCRIPT && 3 * most > l.profiled && 8 * most > l.han)
        return str_of(by_script[which].lang);
    if (l.han >= SHORTEST_SCRIPT && 3 * l.han > l.profiled / 3)
        return l.old > l.simple ? S("zh-Hant") : S("zh-Hans");
    return l.profiled >= SHORTEST ? by_profile(s) : (Str){0};
}
