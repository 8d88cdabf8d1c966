/* Arenas: a list of blocks, each an eighth of all before it, with a pointer bumped
 * through them: few blocks, and never much more memory than is used.  What is larger than
 * a block gets one to itself, and the room in the block at hand is not lost. */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BLOCK = 2048, LARGEST_BLOCK = 1 << 20 };

typedef struct Block {
    struct Block *next;
    size_t used, size;
    _Alignas(max_align_t) char bytes[];
} Block;

typedef struct Deferred {
    struct Deferred *next;
    void (*fn)(void *);
    void *p;
} Deferred;

struct Arena {
    Block *blocks; /* the newest first; only it has room */
    size_t total;  /* bytes of all blocks */
    Deferred *deferred;
};

_Noreturn void mem_out(void)
{
    static const char text[] = "sheaf: out of memory [NO_MEMORY]\n";
    const ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    _exit(71);
}

void *mem_alloc(size_t n)
{
    void *p = calloc(1, n ? n : 1);
    if (p == NULL)
        mem_out();
    return p;
}

void *mem_grow(void *p, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        mem_out();
    p = realloc(p, n ? n : 1);
    if (p == NULL)
        mem_out();
    return p;
}

Arena *arena_new(void)
{
    return mem_alloc(sizeof(Arena));
}

void arena_free(Arena *a)
{
    if (a == NULL)
        return;
    for (Deferred *d = a->deferred; d; d = d->next)
        d->fn(d->p);
    for (Block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(a);
}

static Block *block_new(Arena *a, size_t size)
{
    if (size > SIZE_MAX - sizeof(Block))
        mem_out();
    Block *b = calloc(1, sizeof *b + size);
    if (b == NULL)
        mem_out();
    b->size = size;
    a->total += size;
    return b;
}

/* A block with room for n bytes: a new one to go on with, or one for them alone. */
static Block *block_add(Arena *a, size_t n)
{
    size_t size = a->total / 8 > FIRST_BLOCK ? a->total / 8 : FIRST_BLOCK;
    if (size > LARGEST_BLOCK)
        size = LARGEST_BLOCK;
    Block *b = block_new(a, size < n ? n : size);
    Block **at = a->blocks && size < n ? &a->blocks->next : &a->blocks;
    b->next = *at;
    *at = b;
    return b;
}

void *arena_alloc(Arena *a, size_t n)
{
    const size_t align = _Alignof(max_align_t);
    if (n > SIZE_MAX - align)
        mem_out();
    n = (n + align - 1) & ~(align - 1);
    Block *b = a->blocks;
    if (b == NULL || b->size - b->used < n)
        b = block_add(a, n);
    void *p = b->bytes + b->used;
    b->used += n;
    return p;
}

void *arena_array(Arena *a, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        mem_out();
    return arena_alloc(a, n);
}

void arena_defer(Arena *a, void (*fn)(void *), void *p)
{
    Deferred *d = arena_alloc(a, sizeof *d);
    *d = (Deferred){a->deferred, fn, p};
    a->deferred = d;
}

static void free_adopted(void *arena)
{
    arena_free(arena);
}

void arena_adopt(Arena *a, Arena *other)
{
    arena_defer(a, free_adopted, other);
}

Str arena_str(Arena *a, Str s)
{
    return (Str){arena_cstr(a, s), s.n};
}

const char *arena_cstr(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p;
}

Str arena_printf(Arena *a, const char *fmt, ...)
{
    char likely[256]; /* what nearly all fit into is formatted once */
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    const int n = vsnprintf(likely, sizeof likely, fmt, args);
    va_end(args);
    if (n < 0)
        abort();
    char *p = arena_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof likely)
        memcpy(p, likely, (size_t)n);
    else
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (Str){p, (size_t)n};
}
