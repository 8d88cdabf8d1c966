/* Numbers that are not written in figures. */
#ifndef BASE_NUMERAL_H
#define BASE_NUMERAL_H

#include "arena.h"

Str numeral_roman(Arena *a, uint32_t n);   /* i, ii, iii, iv; empty for 0 */
Str numeral_letters(Arena *a, uint32_t n); /* a, b, … z, aa, ab; empty for 0 */

#endif
