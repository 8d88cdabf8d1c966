/* Zip archives and XML read back, by hand: for tests of what wrote them.  Include after
 * cmocka's header. */
#ifndef TESTS_ARCHIVE_H
#define TESTS_ARCHIVE_H

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/map.h"
#include "base/utf8.h"

/* ---- zip ---- */

typedef struct Entry {
    Str name, bytes;
    unsigned flags, method, time, date, extra;
    uint32_t attributes, offset;
} Entry;

typedef struct Archive {
    Entry *v;
    size_t n;
    Str comment;
} Archive;

static inline uint32_t le(const char *p, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes; i-- > 0;)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

static inline Str inflated(Arena *a, Str packed, size_t n)
{
    char *out = arena_alloc(a, n + 1);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)packed.p,
                  .avail_in = (uInt)packed.n,
                  .next_out = (Bytef *)out,
                  .avail_out = (uInt)n};
    assert_int_equal(inflateInit2(&z, -MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, n);
    inflateEnd(&z);
    return (Str){out, n};
}

static inline Entry read_entry(Arena *a, Str file, const char *p)
{
    assert_int_equal(le(p, 4), 0x02014B50);
    Entry e = {.flags = le(p + 8, 2),
               .method = le(p + 10, 2),
               .time = le(p + 12, 2),
               .date = le(p + 14, 2),
               .name = {p + 46, le(p + 28, 2)},
               .extra = le(p + 30, 2),
               .attributes = le(p + 38, 4),
               .offset = le(p + 42, 4)};
    const char *local = file.p + e.offset;
    assert_int_equal(le(local, 4), 0x04034B50);
    e.extra += le(local + 28, 2);
    const Str packed = {local + 30 + le(local + 26, 2) + le(local + 28, 2),
                        le(p + 20, 4)};
    const size_t n = le(p + 24, 4);
    e.bytes = e.method == 0 ? packed : inflated(a, packed, n);
    assert_int_equal(e.bytes.n, n);
    assert_int_equal(crc32(0, (const Bytef *)e.bytes.p, (uInt)n), le(p + 16, 4));
    return e;
}

static inline Archive read_archive(Arena *a, Str file)
{
    Archive z;
    const char *end = file.p + file.n - 22;
    while (end > file.p && le(end, 4) != 0x06054B50)
        end--;
    z.comment = (Str){end + 22, le(end + 20, 2)};
    z.n = le(end + 10, 2);
    z.v = arena_array(a, z.n, sizeof *z.v);
    const char *p = file.p + le(end + 16, 4);
    for (size_t i = 0; i < z.n; i++) {
        z.v[i] = read_entry(a, file, p);
        p += 46 + le(p + 28, 2) + le(p + 30, 2) + le(p + 32, 2);
    }
    assert_ptr_equal(p, end);
    return z;
}

/* ---- XML ---- */

typedef struct Tag {
    Str name, attributes; /* name begins with '/' at an end */
} Tag;

typedef struct Tags {
    Tag *v;
    size_t n, cap;
} Tags;

/* The value of an attribute as it is written; empty: none. */
static inline Str value_of(const Tag *t, const char *name)
{
    char head[64];
    snprintf(head, sizeof head, " %s=\"", name);
    const size_t at = str_find(t->attributes, str_of(head));
    Str rest = str_sub(t->attributes, at + strlen(head), t->attributes.n);
    return at < t->attributes.n ? str_cut(&rest, '"') : (Str){0};
}

static inline void check_text(Str s)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    for (size_t i = 0; i < s.n;) {
        bool known = s.p[i] != '&';
        for (size_t k = 0; k < 4; k++)
            known |= str_starts(str_sub(s, i, s.n), str_of(entities[k]));
        assert_true(known);
        const uint32_t cp = utf8_next(s, &i);
        assert_true(cp >= 0x20 || cp == '\n' || cp == '\t');
        assert_true(cp != 0xFFFE && cp != 0xFFFF && cp != '<' && cp != '>');
    }
}

/* The tags of a document; fails when it is not well-formed or an id stands twice. */
static inline Tags tags_of(Arena *a, Str xml)
{
    Tags t = {0};
    Map ids = {0};
    Str *open = arena_array(a, xml.n / 3 + 1, sizeof *open);
    size_t depth = 0;
    assert_true(utf8_valid(xml));
    while (xml.n > 0) {
        check_text(str_cut(&xml, '<'));
        if (xml.n == 0)
            break;
        Str inside = str_cut(&xml, '>');
        if (inside.p[0] == '?' || inside.p[0] == '!')
            continue;
        const bool single = str_ends(inside, S("/"));
        inside.n -= single;
        const Str whole = inside;
        const Str name = str_cut(&inside, ' ');
        check_text(inside);
        ARRAY_ROOM(t.v, t.n, t.cap);
        t.v[t.n] = (Tag){name, str_sub(whole, name.n, whole.n)};
        const Str id = value_of(&t.v[t.n++], "id");
        if (id.n > 0) {
            assert_null(map_find(&ids, id));
            *map_at(&ids, id) = &t;
        }
        if (name.p[0] == '/')
            assert_true(depth > 0 && str_eq(open[--depth], str_sub(name, 1, name.n)));
        else if (!single)
            open[depth++] = name;
    }
    assert_int_equal(depth, 0);
    map_free(&ids);
    return t;
}

#endif
