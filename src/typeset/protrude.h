/* How far a line's first and last characters hang out of the measure, so that its edges
 * look straight. */
#ifndef TYPESET_PROTRUDE_H
#define TYPESET_PROTRUDE_H

#include "token.h"

/* Of bytes [from, to) of a word, set at a size: what its first character hangs out to the
 * left where it begins a line, and its last to the right where it ends one. */
Len hang_left(const Token *token, uint32_t from, uint32_t to, Len size);
Len hang_right(const Token *token, uint32_t from, uint32_t to, Len size);

#endif
