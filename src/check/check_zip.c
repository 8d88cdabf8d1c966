/* The container of an EPUB, read header by header.
 *
 * Libraries that open archives forgive, and that hides what stricter readers do not: here
 * each record is held against the other of the same member.  Sizes are believed only as
 * limits; what is inflated is counted, and all of it is kept, in the arena.
 * Source: PKWARE's APPNOTE 6.3, and EPUB 3.3, 4.2. */
#include <zlib.h>

#include "base/utf8.h"
#include "checker.h"

enum {
    END_SIZE = 22,
    CENTRAL_SIZE = 46,
    LOCAL_SIZE = 30,
    END_SIGN = 0x06054B50,
    CENTRAL_SIGN = 0x02014B50,
    LOCAL_SIGN = 0x04034B50,
    ENCRYPTED = 1 << 0,  /* of the flags */
    DESCRIPTOR = 1 << 3, /* the local header has no sizes; they follow the data */
    STORED = 0,
    DEFLATED = 8,
    NAME_MOST = 255,       /* bytes of a member's name without its folders */
    MOST_BYTES = 64 << 20, /* of a member */
    MOST_OF_ALL = 1 << 30, /* of all of them */
};

static uint32_t le(const char *p, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes; i-- > 0;)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

typedef struct Entry {
    const char *central, *local;
    Str name, packed;
    uint32_t method, flags, size, crc;
} Entry;

static bool broken(Checker *c, const Member *m, const char *what)
{
    return fault(c, D_CHECK_ZIP, m, 0, str_of(what), (Str){0});
}

/* The end record: the last thing in the file but for its comment. */
static const char *find_end(Str bytes)
{
    enum { COMMENT_MOST = 0xFFFF };
    for (size_t back = END_SIZE; back <= bytes.n && back <= END_SIZE + COMMENT_MOST;
         back++) {
        const char *p = bytes.p + bytes.n - back;
        if (le(p, 4) == END_SIGN && le(p + 20, 2) == back - END_SIZE)
            return p;
    }
    return NULL;
}

/* Reads the record of the directory at `at` and the header that it leads to; `end` is
 * where the directory must have ended.  False: they are not all there. */
static bool read_entry(Str bytes, const char *at, const char *end, Entry *out)
{
    if (end - at < CENTRAL_SIZE || le(at, 4) != CENTRAL_SIGN)
        return false;
    *out = (Entry){.central = at,
                   .name = {at + CENTRAL_SIZE, le(at + 28, 2)},
                   .flags = le(at + 8, 2),
                   .method = le(at + 10, 2),
                   .crc = le(at + 16, 4),
                   .size = le(at + 24, 4)};
    const size_t packed = le(at + 20, 4), offset = le(at + 42, 4);
    if ((size_t)(end - at) < CENTRAL_SIZE + out->name.n || offset > bytes.n ||
        bytes.n - offset < LOCAL_SIZE)
        return false;
    out->local = bytes.p + offset;
    const size_t head = LOCAL_SIZE + le(out->local + 26, 2) + le(out->local + 28, 2);
    if (le(out->local, 4) != LOCAL_SIGN || bytes.n - offset < head ||
        bytes.n - offset - head < packed)
        return false;
    out->packed = (Str){out->local + head, packed};
    return true;
}

/* Do the two headers of a member say the same? */
static bool headers_agree(const Entry *e)
{
    const Str local = {e->local + LOCAL_SIZE, le(e->local + 26, 2)};
    return str_eq(local, e->name) && le(e->local + 6, 2) == e->flags &&
           le(e->local + 8, 2) == e->method &&
           ((e->flags & DESCRIPTOR) ||
            (le(e->local + 14, 4) == e->crc && le(e->local + 18, 4) == e->packed.n &&
             le(e->local + 22, 4) == e->size));
}

/* EPUB 3.3, 4.2.3: what no file system could take. */
static void check_name(Checker *c, const Member *m)
{
    size_t from = 0;
    if (!utf8_valid(m->name)) {
        fault(c, D_CHECK_NAME, m, 0, S("is not UTF-8"), (Str){0});
        return;
    }
    for (size_t i = 0; i < m->name.n; i++) {
        const unsigned char b = (unsigned char)m->name.p[i];
        if (b < 0x20 || b == 0x7F ||
            (b < 0x80 && str_has(S("\"*:<>?\\|"), (Str){m->name.p + i, 1}))) {
            fault(c, D_CHECK_NAME, m, 0, S("has a character that file systems refuse"),
                  (Str){0});
            return;
        }
        from = b == '/' ? i + 1 : from;
    }
    const Str base = str_sub(m->name, from, m->name.n);
    if (base.n == 0 || base.n > NAME_MOST || str_ends(base, S(".")) ||
        str_starts(m->name, S("/")) || str_starts(m->name, S("../")) ||
        str_has(m->name, S("/../")))
        fault(c, D_CHECK_NAME, m, 0,
              S("is empty, too long, leads outside or ends in a dot"), (Str){0});
}

static bool inflate_all(Arena *a, const Entry *e, Str *out)
{
    char *p = arena_alloc(a, (size_t)e->size + 1);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)e->packed.p,
                  .avail_in = (uInt)e->packed.n,
                  .next_out = (Bytef *)p,
                  .avail_out = e->size + 1};
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        mem_out();
    const int end = inflate(&z, Z_FINISH);
    const bool whole = end == Z_STREAM_END && z.total_out == e->size && z.avail_in == 0;
    inflateEnd(&z);
    *out = (Str){p, e->size};
    return whole;
}

static bool take_bytes(Checker *c, const Entry *e, Member *m, uint64_t *all)
{
    enum { DEFLATE_MOST = 1040 }; /* times that deflate can make anything smaller */
    if ((e->flags & ENCRYPTED) || (e->method != STORED && e->method != DEFLATED))
        return fault(c, D_CHECK_METHOD, m, 0, (Str){0}, (Str){0});
    *all += e->size;
    if (e->size > MOST_BYTES || *all > MOST_OF_ALL)
        return broken(c, m, "it unpacks to more than any book");
    const bool whole = e->method == STORED ? e->packed.n == e->size
                                           : e->size / DEFLATE_MOST <= e->packed.n &&
                                                 inflate_all(c->arena, e, &m->bytes);
    if (whole && e->method == STORED)
        m->bytes = arena_str(c->arena, e->packed);
    if (!whole || crc32(0, (const Bytef *)(m->bytes.n ? m->bytes.p : ""),
                        (uInt)m->bytes.n) != e->crc) {
        m->bytes = (Str){0};
        return broken(c, m, "its data is not what its header says");
    }
    return true;
}

static void check_first(Checker *c, Str bytes, const Entry *e, const Member *m)
{
    if (e->local != bytes.p || !str_eq(e->name, S("mimetype")) || e->method != STORED ||
        (e->flags & DESCRIPTOR) || le(e->local + 28, 2) != 0 ||
        !str_eq(m->bytes, S("application/epub+zip")))
        fault(c, D_CHECK_MIMETYPE, m, 0, (Str){0}, (Str){0});
}

bool check_zip(Checker *c, Str bytes)
{
    uint64_t all = 0;
    const char *end = find_end(bytes);
    if (end == NULL)
        return broken(c, NULL, "its directory is missing");
    const size_t offset = le(end + 16, 4), n = le(end + 10, 2);
    if (offset > (size_t)(end - bytes.p) || n == 0)
        return broken(c, NULL, "its directory is not where its end says");
    const char *at = bytes.p + offset;
    c->members = arena_array(c->arena, n, sizeof *c->members);
    for (size_t i = 0; i < n; i++) {
        Entry e;
        if (!read_entry(bytes, at, end, &e))
            return broken(c, NULL, "a header is missing or leads nowhere");
        Member *m = &c->members[c->nmembers++];
        m->name = arena_str(c->arena, e.name);
        void **place = map_at(&c->by_name, m->name);
        if (*place)
            fault(c, D_CHECK_TWICE, m, 0, (Str){0}, (Str){0});
        else
            *place = m;
        check_name(c, m);
        if (!headers_agree(&e))
            broken(c, m, "its two headers differ");
        take_bytes(c, &e, m, &all);
        if (i == 0)
            check_first(c, bytes, &e, m);
        const size_t step = CENTRAL_SIZE + e.name.n + le(at + 30, 2) + le(at + 32, 2);
        if ((size_t)(end - at) < step)
            return broken(c, NULL, "its directory is cut off");
        at += step;
    }
    return at == end || broken(c, NULL, "there is more in its directory than it counts");
}
