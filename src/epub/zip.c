/* The zip archive, through minizip into memory.  Nothing of the moment or the machine
 * gets in: one time, one mode, one level for all entries. */
#include "zip.h"

#include <minizip/zip.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEVEL = 4, /* zlib's: 6 makes text 1 % smaller, and takes a quarter longer */
    TIME = (1 << 5 | 1) << 16, /* 1980-01-01 00:00, the zero of MS-DOS */
    MADE_BY = 3 << 8 | 20,     /* Unix, version 2.0 of the format */
    PIECE = 1 << 30,           /* minizip counts what it is given in 32 bits */
};
static const uLong mode = (uLong)0100644 << 16; /* -rw-r--r-- */

struct Zip {
    Buf *out;
    size_t at; /* where the next write goes: minizip goes back to fill in lengths */
    zipFile file;
    int error; /* the first that minizip returned; ZIP_OK */
};

/* ---- the file that minizip writes: a Buf ---- */

static voidpf mem_open(voidpf z, const void *name, int how)
{
    (void)name;
    (void)how;
    return z;
}

static uLong mem_read(voidpf opaque, voidpf z, void *to, uLong n)
{
    (void)opaque;
    (void)z;
    (void)to;
    (void)n;
    return 0; /* only asked for when an archive is appended to */
}

static uLong mem_write(voidpf opaque, voidpf stream, const void *from, uLong n)
{
    Zip *z = stream;
    (void)opaque;
    const Str bytes = {from, n};
    const size_t over = z->out->n - z->at < n ? z->out->n - z->at : n;
    if (over > 0)
        memcpy(z->out->p + z->at, from, over);
    buf_put(z->out, str_sub(bytes, over, n));
    z->at += n;
    return n;
}

static ZPOS64_T mem_tell(voidpf opaque, voidpf stream)
{
    const Zip *z = stream;
    (void)opaque;
    return z->at;
}

static long mem_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    Zip *z = stream;
    (void)opaque;
    const size_t base = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                        : origin == ZLIB_FILEFUNC_SEEK_CUR ? z->at
                                                           : z->out->n;
    if (offset > z->out->n - base)
        return -1;
    z->at = base + offset;
    return 0;
}

static int mem_close(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

/* ---- the archive ---- */

Zip *zip_new(Buf *out)
{
    Zip *z = mem_alloc(sizeof *z);
    z->out = out;
    zlib_filefunc64_def memory = {
        .zopen64_file = mem_open,
        .zread_file = mem_read,
        .zwrite_file = mem_write,
        .ztell64_file = mem_tell,
        .zseek64_file = mem_seek,
        .zclose_file = mem_close,
        .zerror_file = mem_close,
        .opaque = z,
    };
    z->file = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &memory);
    z->error = z->file ? ZIP_OK : ZIP_INTERNALERROR;
    return z;
}

void zip_add(Zip *z, const char *name, ZipMethod method, Str bytes)
{
    if (z->error != ZIP_OK)
        return;
    const zip_fileinfo info = {.dosDate = TIME, .external_fa = mode};
    z->error = zipOpenNewFileInZip4_64(z->file, name, &info, NULL, 0, NULL, 0, NULL,
                                       method == ZIP_DEFLATED ? Z_DEFLATED : 0, LEVEL, 0,
                                       -MAX_WBITS, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY,
                                       NULL, 0, MADE_BY, 0, 0);
    while (z->error == ZIP_OK && bytes.n > 0) {
        const size_t n = bytes.n < PIECE ? bytes.n : PIECE;
        z->error = zipWriteInFileInZip(z->file, bytes.p, (unsigned)n);
        bytes = str_sub(bytes, n, bytes.n);
    }
    if (z->error == ZIP_OK)
        z->error = zipCloseFileInZip(z->file);
}

bool zip_finish(Diag *d, Zip *z, const char *comment)
{
    int error = z->error;
    if (z->file) {
        const int closed = zipClose(z->file, comment);
        error = error != ZIP_OK ? error : closed;
    }
    free(z);
    if (error == ZIP_OK)
        return true;
    Arena *a = arena_new();
    diag(d, D_ZIP_LIBRARY, (Loc){0}, arena_printf(a, "%d", error), (Str){0});
    arena_free(a);
    return false;
}
