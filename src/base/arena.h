/* A region of memory freed all at once.  Whatever is made for a book is made in
 * the book's arena, so nobody writes a free() per node and nobody leaks.
 * One thread at a time may use an arena. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "str.h"

typedef struct Arena Arena;

Arena *arena_new(void);    /* caller: arena_free() */
void arena_free(Arena *a); /* NULL is no arena, and nothing is done */

/* Zeroed, aligned for any type, never NULL: out of memory ends the program. */
void *arena_alloc(Arena *a, size_t n);
void *arena_array(Arena *a, size_t count, size_t size);  /* the product is checked */
void arena_defer(Arena *a, void (*fn)(void *), void *p); /* newest runs first */
void arena_adopt(Arena *a, Arena *other); /* other is freed with a; it may be NULL */

Str arena_str(Arena *a, Str s);          /* a copy */
const char *arena_cstr(Arena *a, Str s); /* a copy, terminated; ends at a NUL in s */
Str arena_printf(Arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3))); /* integers and strings only */

/* Heap memory for what grows: never NULL, same exit when there is none. */
void *mem_alloc(size_t n);                          /* zeroed; caller: free() */
void *mem_grow(void *p, size_t count, size_t size); /* realloc(p, count * size) */
_Noreturn void mem_out(void);                       /* says so and exits with 71 */

/* Make room in a growing array for one element more (doubling); the zero array is
 * {NULL, 0, 0}. */
#define ARRAY_ROOM(v, n, cap)                                                            \
    ((n) < (cap)                                                                         \
         ? (void)0                                                                       \
         : (void)((v) = mem_grow((v), (cap) = (cap) ? 2 * (cap) : 16, sizeof *(v))))

#endif
