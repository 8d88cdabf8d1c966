/* Articles written by lot: prose, versions of it, and notices of a template. */
#ifndef TESTS_STORIES_FIXTURE_H
#define TESTS_STORIES_FIXTURE_H

#include "base/buf.h"
#include "handmade.h"

static const char *const word_list[] = {
    "the",     "of",      "and",     "to",      "a",       "in",     "that",  "it",
    "was",     "for",     "harbour", "press",   "ferry",   "paper",  "river", "letter",
    "mould",   "ink",     "town",    "winter",  "printer", "barge",  "crane", "rope",
    "bridge",  "council", "ledger",  "mill",    "sheet",   "copper", "trade", "market",
    "carried", "found",   "wrote",   "sold",    "burned",  "kept",   "moved", "opened",
    "before",  "after",   "under",   "against", "slowly",  "twice",  "never", "alone",
    "old",     "heavy",   "narrow",  "cheap",   "new",     "broken", "quiet", "early",
};

enum { WORDS = sizeof word_list / sizeof *word_list };

/* n words, a line every forty. */
static inline void put_prose(Buf *out, uint64_t *state, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%s%s", word_list[lot(state, WORDS)],
                   i % 40 == 39 || i + 1 == n ? ".\n" : " ");
}

static inline Article *add_text_as(ArticleList *l, const char *path, const Buf *text)
{
    Buf z = {0};
    buf_put(&z, buf_str(text));
    buf_byte(&z, '\0');
    Article *a = handmade_add(l, handmade(path, z.p));
    buf_free(&z);
    return a;
}

/* Each word with a chance of one in `rate` another one. */
static inline void put_edited(Buf *out, Str text, uint64_t *state, uint32_t rate)
{
    while (text.n > 0) {
        Str line = str_line(&text);
        while (line.n > 0) {
            const Str word = str_cut(&line, ' ');
            if (lot(state, rate) == 0)
                buf_printf(out, "%s", word_list[lot(state, WORDS)]);
            else
                buf_put(out, word);
            buf_byte(out, line.n ? ' ' : '\n');
        }
    }
}

static const char *const places[] = {"Arnheim", "Bruges",  "Cadiz", "Delft",
                                     "Esbjerg", "Funchal", "Genoa", "Hull",
                                     "Izmir",   "Jaffa",   "Kiel",  "Lisbon"};
static const char *const people[] = {
    "Ana Brandt", "Bo Carver",   "Cleo Dahl",  "Dirk Evers", "Edda Fry",  "Finn Grau",
    "Greta Holm", "Hugo Irving", "Ida Jansen", "Jonas Kerr", "Kaya Lund", "Lars Munk"};

/* Notice k of a template: 'P' stands for a place, 'N' for a person, '#' for a number. */
static inline void put_notice(Buf *out, const char *form, uint64_t *state)
{
    for (; *form; form++)
        if (*form == 'P')
            buf_printf(out, "%s", places[lot(state, 12)]);
        else if (*form == 'N')
            buf_printf(out, "%s", people[lot(state, 12)]);
        else if (*form == '#')
            buf_printf(out, "%u", 10 + lot(state, 9000));
        else
            buf_byte(out, *form);
}

#endif
