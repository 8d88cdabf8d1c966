/* Writing YAML: texts that come back as they are, and comments that stay comments.
 *
 * libyaml's emitter quotes well, but writes no comments and breaks long lines; so does
 * this: a text that no reader of YAML could take for anything else stands as it is, and
 * every other between double quotes, where all characters can be escaped. */
#include <string.h>

#include "utf8.h"
#include "yaml.h"

/* Characters that YAML 1.1 lets stand in a stream (c-printable), without those that break
 * lines or hide. */
static bool may_stand(uint32_t cp)
{
    if (cp < 0xA0)
        return cp >= 0x20 && cp < 0x7F;
    return cp != 0x2028 && cp != 0x2029 && cp != 0xFEFF && cp < 0x110000 &&
           (cp & 0xFFFE) != 0xFFFE && !(cp >= 0x202A && cp <= 0x202E) &&
           !(cp >= 0x2066 && cp <= 0x2069);
}

/* What YAML 1.1 takes for a truth or for nothing, and those of them that 1.2 does. */
static bool is_word_of_yaml(Str s)
{
    static const char *const words[] = {"y",   "yes", "n",    "no",    "true",
                                        "on",  "off", "null", "false", "nan",
                                        "inf", "nil", "none"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(s, str_of(words[i])))
            return true;
    return false;
}

/* Might it be a number, a time of day or a date? */
static bool looks_counted(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\0' ||
            strchr("0123456789abcdefABCDEFoOxX_.,:+-/ ", s.p[i]) == NULL)
            return false;
    return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9';
}

/* Only letters, digits and beyond ASCII what may stand; a few marks where they mean
 * nothing. */
static bool is_plain(Str s)
{
    bool blank = true; /* before the first, as between words */
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = utf8_next(s, &i);
        const bool word = (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
                          (cp >= '0' && cp <= '9') ||
                          (cp >= 0xA1 && cp != UTF8_REPLACEMENT);
        if (word ? !may_stand(cp)
                 : cp == 0 || cp > 0x7F || at == 0 || (blank && cp == ' ') ||
                       strchr(" -_./()'!?+;", (int)cp) == NULL)
            return false;
        blank = cp == ' ';
    }
    return !blank && !is_word_of_yaml(s) && !looks_counted(s);
}

static void put_quoted(Buf *out, Str s)
{
    buf_byte(out, '"');
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        if (cp == '"' || cp == '\\')
            buf_printf(out, "\\%c", (char)cp);
        else if (cp == '\n' || cp == '\t')
            buf_put(out, cp == '\n' ? S("\\n") : S("\\t"));
        else if (may_stand(cp))
            buf_utf8(out, cp);
        else
            buf_printf(out,
                       cp < 0x100     ? "\\x%02X"
                       : cp < 0x10000 ? "\\u%04X"
                                      : "\\U%08X",
                       (unsigned)cp);
    }
    buf_byte(out, '"');
}

void yaml_put(Buf *out, Str text)
{
    if (is_plain(text))
        buf_put(out, text);
    else
        put_quoted(out, text);
}

void yaml_put_comment(Buf *out, Str text)
{
    for (size_t i = 0; i < text.n;) {
        const uint32_t cp = utf8_next(text, &i);
        buf_utf8(out, may_stand(cp)              ? cp
                      : cp == '\n' || cp == '\t' ? ' '
                                                 : UTF8_REPLACEMENT);
    }
}
