/* Archives: the members of a .zip, each read as the file that it would be.
 *
 * What an archive says of itself is not believed: its members' sizes are counted while
 * they are inflated, against a cap for one, for all, and for all in proportion to the
 * archive.  Names are shown and lead to other members, never to a file. */
#include <stdlib.h>
#include <string.h>
#include <unzip.h>

#include "base/file.h"
#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "catalog.h"

enum {
    MOST_MEMBERS = 20000,
    MOST_BYTES = 64 << 20, /* of one: as for a file */
    MOST_RATIO = 200,      /* of all to the archive; text deflates by 3 to 20, */
    FREE = 16 << 20,       /* and this is no bomb yet */
    NAME_MOST = 4096,      /* bytes */
};
static const uint64_t most_of_all = (uint64_t)1 << 30;

/* ---- the bytes as minizip's file ---- */

typedef struct Memory {
    Str bytes;
    size_t at;
} Memory;

static voidpf mem_open(voidpf opaque, const void *name, int mode)
{
    (void)name;
    (void)mode;
    return opaque;
}

static uLong mem_read(voidpf opaque, voidpf stream, void *out, uLong n)
{
    Memory *m = stream;
    const size_t left = m->bytes.n - m->at;
    const size_t taken = n < left ? n : left;
    (void)opaque;
    if (taken > 0)
        memcpy(out, m->bytes.p + m->at, taken);
    m->at += taken;
    return (uLong)taken;
}

static ZPOS64_T mem_tell(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ((Memory *)stream)->at;
}

static long mem_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    Memory *m = stream;
    const size_t from = origin == ZLIB_FILEFUNC_SEEK_CUR   ? m->at
                        : origin == ZLIB_FILEFUNC_SEEK_END ? m->bytes.n
                                                           : 0;
    (void)opaque;
    if (offset > m->bytes.n - from)
        return -1;
    m->at = from + (size_t)offset;
    return 0;
}

static int mem_nothing(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

/* ---- members ---- */

typedef struct Archive {
    Diag *d;
    unzFile zip;
    const Article *file;
    Members *out;
    uint64_t left; /* bytes that all members may still have */
    Map places;    /* of the members, by their names: unz64_file_pos */
    Catalog catalog;
    Arena *arena;
} Archive;

static Str member_name(Arena *a, const char *raw)
{
    size_t replaced;
    const Str s = arena_str(a, str_of(raw));
    return utf8_valid(s) ? s : charset_decode(a, "IBM437", s, &replaced);
}

/* What systems add for themselves, as for files: names that begin with a dot. */
static bool is_hidden(Str name)
{
    if (str_starts(name, S("__MACOSX/")))
        return true;
    for (Str rest = name; rest.n > 0;) {
        const Str part = str_cut(&rest, '/');
        if (str_starts(part, S(".")) && !str_eq(part, S(".")) && !str_eq(part, S("..")))
            return true;
    }
    return false;
}

typedef enum Inflated { INFLATED, LARGE, DAMAGED } Inflated;

/* The bytes of the member at hand, at most `most` of them, in the arena. */
static Inflated inflate_member(Archive *z, Arena *a, size_t most, Str *out)
{
    Buf bytes = {0};
    char chunk[1 << 14];
    int n = 0;
    if (unzOpenCurrentFile(z->zip) != UNZ_OK)
        return DAMAGED;
    while ((n = unzReadCurrentFile(z->zip, chunk, sizeof chunk)) > 0) {
        buf_put(&bytes, (Str){chunk, (size_t)n});
        z->left = z->left > (uint64_t)n ? z->left - (uint64_t)n : 0;
        if (bytes.n > most || z->left == 0)
            break;
    }
    const bool whole = unzCloseCurrentFile(z->zip) == UNZ_OK && n == 0;
    *out = arena_str(a, buf_str(&bytes));
    buf_free(&bytes);
    return n > 0 ? LARGE : whole ? INFLATED : DAMAGED;
}

/* The article's bytes; false: they cannot be read whole, reported. */
static bool article_bytes(Archive *z, Article *a, Str *out)
{
    const Loc at = {.path = a->src.path};
    switch (inflate_member(z, a->arena, MOST_BYTES, out)) {
    case INFLATED:
        return true;
    case LARGE:
        return diag(z->d, D_TOO_LARGE, at,
                    z->left ? S("64 MB") : S("an archive may unpack to"), a->src.member);
    case DAMAGED:
        break;
    }
    return diag(z->d, D_UNREADABLE, at, a->src.member, S(" is encrypted or damaged"));
}

/* What a member refers to is looked for among the others. */
typedef struct Among {
    Archive *z;
    Str folder; /* of the member */
} Among;

static bool find_among(const void *ctx, Arena *arena, Str ref, Str *bytes)
{
    const Among *among = ctx;
    Archive *z = among->z;
    Str paths[2];
    nearby_paths(arena, among->folder, ref, paths);
    for (int i = 0; i < 2; i++) {
        const unz64_file_pos *place = map_find(&z->places, paths[i]);
        if (place && z->left > 0 && unzGoToFilePos64(z->zip, place) == UNZ_OK)
            return inflate_member(z, arena, PICTURE_MOST, bytes) == INFLATED;
    }
    return false;
}

/* The member at hand: its name in the arena, and whether it is encrypted. */
static Str name_here(const Archive *z, Arena *a, bool *encrypted)
{
    char raw[NAME_MOST + 1] = "";
    unz_file_info64 info;
    if (unzGetCurrentFileInfo64(z->zip, &info, raw, NAME_MOST, NULL, 0, NULL, 0) !=
        UNZ_OK)
        return (Str){0};
    *encrypted = info.flag & 1;
    return member_name(a, raw);
}

/* Learns where the members lie; gives what minizip said where it stopped. */
static int find_members(Archive *z, unz64_file_pos *places, size_t *n)
{
    int status = unzGoToFirstFile(z->zip);
    for (; status == UNZ_OK && *n < MOST_MEMBERS; status = unzGoToNextFile(z->zip)) {
        bool encrypted;
        const Str name = name_here(z, z->arena, &encrypted);
        if (unzGetFilePos64(z->zip, &places[*n]) == UNZ_OK)
            *map_at(&z->places, name) = &places[(*n)++];
    }
    return status;
}

static void read_member(Archive *z)
{
    Article *a = article_new(z->file->src.path);
    bool encrypted = false;
    const Str name = name_here(z, a->arena, &encrypted);
    Str bytes = {0};
    if (is_hidden(name))
        diag(z->d, D_HIDDEN, (Loc){.path = a->src.path}, S(": "), name);
    if (name.n == 0 || str_ends(name, S("/")) || is_hidden(name)) {
        article_free(a);
        return;
    }
    a->src.member = name;
    const Among among = {z, path_folder(name)};
    const Nearby nearby = {find_among, &among, &z->catalog};
    if (encrypted)
        diag(z->d, D_UNREADABLE, (Loc){.path = a->src.path}, name, S(" is encrypted"));
    if (encrypted || !article_bytes(z, a, &bytes)) {
        a->fate = ART_REFUSED;
        members_add(z->out, a);
    } else {
        members_take(z->d, a, bytes, &nearby, z->out);
    }
}

static void fill_catalog(Archive *z, const unz64_file_pos *places, size_t n)
{
    Str *names = arena_array(z->arena, n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        bool encrypted = false;
        Str bytes;
        if (unzGoToFilePos64(z->zip, &places[i]) != UNZ_OK)
            continue;
        names[i] = name_here(z, z->arena, &encrypted);
        if (encrypted || !catalog_wants(names[i]))
            continue;
        Arena *scratch = arena_new();
        if (inflate_member(z, scratch, MOST_BYTES, &bytes) == INFLATED)
            catalog_learn(&z->catalog, names[i], bytes);
        arena_free(scratch);
    }
    for (size_t i = 0; i < n; i++)
        catalog_meet(&z->catalog, names[i]);
}

/* Reads the members in their order; reports what cannot be. */
static void read_members(Archive *z)
{
    const Loc at = {.path = z->file->src.path};
    unz64_file_pos *places = mem_grow(NULL, MOST_MEMBERS, sizeof *places);
    size_t n = 0, i = 0;
    const int status = find_members(z, places, &n);
    fill_catalog(z, places, n);
    for (; i < n && z->left > 0; i++)
        if (unzGoToFilePos64(z->zip, &places[i]) == UNZ_OK)
            read_member(z);
    if (i < n || status == UNZ_OK)
        diag(z->d, D_ARCHIVE_CUT, at, (Str){0}, (Str){0});
    else if (status != UNZ_END_OF_LIST_OF_FILE)
        diag(z->d, D_UNREADABLE, at, S("the rest of the archive is damaged"), (Str){0});
    free(places);
}

void open_zip(Diag *d, const Article *file, Str bytes, const Nearby *nearby, Members *out)
{
    (void)nearby;
    Memory memory = {.bytes = bytes};
    zlib_filefunc64_def calls = {.zopen64_file = mem_open,
                                 .zread_file = mem_read,
                                 .ztell64_file = mem_tell,
                                 .zseek64_file = mem_seek,
                                 .zclose_file = mem_nothing,
                                 .zerror_file = mem_nothing,
                                 .opaque = &memory};
    Archive z = {.d = d, .file = file, .out = out};
    z.left = FREE + MOST_RATIO * (uint64_t)bytes.n;
    z.left = z.left < most_of_all ? z.left : most_of_all;
    z.zip = unzOpen2_64("", &calls);
    if (z.zip == NULL) {
        diag(d, D_UNREADABLE, (Loc){.path = file->src.path}, S("it is a damaged archive"),
             (Str){0});
        return;
    }
    z.arena = arena_new();
    z.catalog = catalog_new();
    read_members(&z);
    catalog_free(&z.catalog);
    map_free(&z.places);
    arena_free(z.arena);
    unzClose(z.zip);
}
