/* Numbers that are not written in figures. */
#include "numeral.h"

#include "buf.h"

Str numeral_roman(Arena *a, uint32_t n)
{
    static const struct {
        uint32_t value;
        const char *digits;
    } roman[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    Buf out = {0};
    for (size_t i = 0; i < sizeof roman / sizeof *roman; i++)
        for (; n >= roman[i].value; n -= roman[i].value)
            buf_put(&out, str_of(roman[i].digits));
    const Str s = arena_str(a, buf_str(&out));
    buf_free(&out);
    return s;
}

Str numeral_letters(Arena *a, uint32_t n)
{
    enum { LETTERS = 26, MOST = 8 };
    char letters[MOST];
    size_t i = MOST;
    for (; n > 0; n = (n - 1) / LETTERS)
        letters[--i] = (char)('a' + (n - 1) % LETTERS);
    return arena_str(a, (Str){letters + i, MOST - i});
}
