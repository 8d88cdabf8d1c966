/* Files: found in a total order, read under a cap, written whole or not at all. */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"

Str path_base(Str path)
{
    size_t i = path.n;
    while (i > 0 && path.p[i - 1] != '/')
        i--;
    return str_sub(path, i, path.n);
}

Str path_stem(Str path)
{
    const Str base = path_base(path);
    for (size_t i = base.n; i-- > 1;)
        if (base.p[i] == '.')
            return str_sub(base, 0, i);
    return base;
}

Str path_folder(Str path)
{
    size_t i = path.n;
    while (i > 0 && path.p[i - 1] != '/')
        i--;
    return i == 0 ? S(".") : i == 1 ? S("/") : str_sub(path, 0, i - 1);
}

Str path_above(Str path)
{
    const size_t base = path_base(path).n;
    return str_sub(path, 0, path.n - base - (base < path.n));
}

Str path_plain(Str path)
{
    while (str_starts(path, S("./")))
        path = str_sub(path, 2, path.n);
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

static FileKind kind_of(mode_t mode)
{
    return S_ISREG(mode) ? FILE_REGULAR : S_ISDIR(mode) ? FILE_FOLDER : FILE_OTHER;
}

FileKind file_kind(Str path, bool follow)
{
    Arena *a = arena_new();
    struct stat st;
    const char *z = arena_cstr(a, path);
    const int failed = follow ? stat(z, &st) : lstat(z, &st);
    arena_free(a);
    return failed ? FILE_NONE : kind_of(st.st_mode);
}

bool file_same(Str a, Str b)
{
    Arena *arena = arena_new();
    struct stat x, y;
    const bool same = stat(arena_cstr(arena, a), &x) == 0 &&
                      stat(arena_cstr(arena, b), &y) == 0 && x.st_dev == y.st_dev &&
                      x.st_ino == y.st_ino;
    arena_free(arena);
    return same;
}

Str file_identity(Arena *a, Str path)
{
    struct stat st;
    if (stat(arena_cstr(a, path), &st) != 0)
        return (Str){0};
    return arena_printf(a, "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
}

/* ---- finding ------------------------------------------------------------------- */

typedef struct Walker {
    Diag *d;
    Arena *a;
    FileEntry *v;
    size_t n, room, cap;
} Walker;

/* What errno says of a folder.  Without the one that was asked for there is nothing to
 * do; one below, like a file, is left out. */
static bool cannot_list(Walker *w, Str folder, bool below)
{
    const Str why = str_of(strerror(errno));
    if (!below)
        return diag(w->d, D_NO_INPUT, (Loc){.path = folder}, folder, why);
    diag(w->d, D_UNREADABLE, (Loc){.path = folder}, why, (Str){0});
    return true;
}

/* Adds the entries of one folder; false when the walk ends with it. */
static bool list_folder(Walker *w, Str folder, bool below)
{
    DIR *dir = opendir(arena_cstr(w->a, folder));
    if (dir == NULL)
        return cannot_list(w, folder, below);
    bool ok = true;
    while (ok) {
        errno = 0;
        const struct dirent *e = readdir(dir);
        if (e == NULL) {
            ok = errno == 0 || cannot_list(w, folder, below);
            break;
        }
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        struct stat st;
        const bool found = fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0;
        if (w->n >= w->cap) {
            ok = diag(w->d, D_TOO_MANY, (Loc){.path = folder},
                      arena_printf(w->a, "%zu", w->cap), S("files"));
            break;
        }
        ARRAY_ROOM(w->v, w->n, w->room);
        w->v[w->n++] = (FileEntry){
            str_ends(folder, S("/"))
                ? arena_printf(w->a, STR_FMT "%s", STR_ARG(folder), e->d_name)
                : arena_printf(w->a, STR_FMT "/%s", STR_ARG(folder), e->d_name),
            found ? kind_of(st.st_mode) : FILE_OTHER, e->d_name[0] == '.'};
    }
    closedir(dir);
    return ok;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const FileEntry *)a)->path, ((const FileEntry *)b)->path);
}

bool file_walk(Diag *d, Arena *a, Str folder, size_t cap, FileList *out)
{
    Walker w = {.d = d, .a = a, .cap = cap};
    bool ok = list_folder(&w, folder, false);
    for (size_t i = 0; ok && i < w.n; i++) /* folders found on the way join the queue */
        if (w.v[i].kind == FILE_FOLDER && !w.v[i].hidden)
            ok = list_folder(&w, w.v[i].path, true);
    size_t kept = 0;
    for (size_t i = 0; i < w.n; i++)
        if (w.v[i].kind != FILE_FOLDER || w.v[i].hidden)
            w.v[kept++] = w.v[i];
    out->n = kept;
    out->v = arena_array(a, kept, sizeof *out->v);
    if (kept) {
        qsort(w.v, kept, sizeof *w.v, by_path);
        memcpy(out->v, w.v, kept * sizeof *w.v);
    }
    free(w.v);
    return ok;
}

/* ---- reading ------------------------------------------------------------------- */

static bool read_all(Arena *a, int fd, size_t size, Str *out)
{
    char *p = arena_alloc(a, size + 1);
    size_t n = 0;
    while (n < size) {
        const ssize_t got = read(fd, p + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    p[n] = '\0';
    *out = (Str){p, n};
    return true;
}

bool file_read(Diag *d, Arena *a, Str path, size_t cap, DiagId id, Str *out)
{
    const Loc at = {.path = path};
    const int fd = open(arena_cstr(a, path), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return diag(d, id, at, str_of(strerror(errno)), (Str){0});
    struct stat st;
    bool ok = true;
    if (fstat(fd, &st) != 0)
        ok = diag(d, id, at, str_of(strerror(errno)), (Str){0});
    else if (!S_ISREG(st.st_mode))
        ok = diag(d, id, at, S("not a regular file"), (Str){0});
    else if ((uint64_t)st.st_size > cap)
        ok =
            diag(d, D_TOO_LARGE, at, arena_printf(a, "%zu MB", cap >> 20), S("split it"));
    else if (!read_all(a, fd, (size_t)st.st_size, out))
        ok = diag(d, id, at, str_of(strerror(errno)), (Str){0});
    close(fd);
    return ok;
}

bool file_read_stream(Diag *d, Arena *a, Str path, size_t cap, DiagId id, Str *out)
{
    const bool standard = str_eq(path, S("-"));
    const Loc at = {.path = standard ? S("standard input") : path};
    const int fd =
        standard ? STDIN_FILENO : open(arena_cstr(a, path), O_RDONLY | O_CLOEXEC);
    Buf all = {0};
    char chunk[1 << 14];
    ssize_t n = fd < 0 ? -1 : 0;
    while (fd >= 0 && all.n <= cap) {
        n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        buf_put(&all, (Str){chunk, (size_t)n});
    }
    const bool ok = n == 0;
    if (n < 0)
        diag(d, id, at, str_of(strerror(errno)), (Str){0});
    else if (n > 0)
        diag(d, D_TOO_LARGE, at, arena_printf(a, "%zu MB", cap >> 20), S("split it"));
    if (fd >= 0 && !standard)
        close(fd);
    *out = arena_str(a, buf_str(&all));
    buf_free(&all);
    return ok;
}

/* Opened folder by folder, so that no link is followed on the way. */
static int open_below(Arena *a, Str root, Str path)
{
    int at = open(arena_cstr(a, root), O_PATH | O_DIRECTORY | O_CLOEXEC);
    while (at >= 0 && path.n > 0) {
        const char *name = arena_cstr(a, str_cut(&path, '/'));
        const int how = path.n > 0 ? O_PATH | O_DIRECTORY : O_RDONLY | O_NONBLOCK;
        const int next =
            strcmp(name, "..") == 0 ? -1 : openat(at, name, how | O_NOFOLLOW | O_CLOEXEC);
        close(at);
        at = next;
    }
    return at;
}

bool file_begins(Str path, Str bytes)
{
    Arena *a = arena_new();
    const int fd =
        open(arena_cstr(a, path), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    struct stat st;
    Str head = {0};
    const bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
                    read_all(a, fd, bytes.n, &head) && str_eq(head, bytes);
    if (fd >= 0)
        close(fd);
    arena_free(a);
    return ok;
}

bool file_read_below(Arena *a, Str root, Str path, size_t cap, Str *out)
{
    struct stat st;
    const int fd = open_below(a, root, path);
    const bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
                    (uint64_t)st.st_size <= cap &&
                    read_all(a, fd, (size_t)st.st_size, out);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* ---- writing ------------------------------------------------------------------- */

typedef struct Staged {
    int fd;             /* -1: none */
    const char *path;   /* where it shall stand */
    const char *folder; /* of path */
    const char *temp;   /* its name meanwhile; NULL while it has none */
} Staged;

static bool put_all(int fd, Str bytes)
{
    while (bytes.n > 0) {
        const ssize_t put = write(fd, bytes.p, bytes.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes = str_sub(bytes, (size_t)put, bytes.n);
    }
    return fsync(fd) == 0;
}

/* A file without a name where the file system has such, else one with a name. */
static bool stage(Arena *a, Staged *s, const Output *o)
{
    s->path = arena_cstr(a, o->path);
    s->folder = arena_cstr(a, path_folder(o->path));
    s->fd = open(s->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (s->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        const char *temp = arena_printf(a, "%s.tmp-%ld", s->path, (long)getpid()).p;
        s->fd = open(temp, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
        if (s->fd >= 0)
            s->temp = temp;
    }
    return s->fd >= 0 && put_all(s->fd, o->bytes);
}

/* Gives a staged file without a name its temporary one. */
static bool name(Arena *a, Staged *s)
{
    if (s->temp)
        return true;
    const char *temp = arena_printf(a, "%s.tmp-%ld", s->path, (long)getpid()).p;
    const char *self = arena_printf(a, "/proc/self/fd/%d", s->fd).p;
    if (linkat(AT_FDCWD, self, AT_FDCWD, temp, AT_SYMLINK_FOLLOW) != 0)
        return false;
    s->temp = temp;
    return true;
}

static bool replaceable(Diag *d, const Output *o)
{
    const FileKind kind = file_kind(o->path, false);
    if (kind == FILE_NONE || kind == FILE_REGULAR)
        return true;
    return diag(d, D_OUTPUT_NOT_REGULAR, (Loc){.path = o->path}, (Str){0}, (Str){0});
}

static bool take_away(Arena *a, Str path)
{
    return unlink(arena_cstr(a, path)) == 0 || errno == ENOENT;
}

/* Tells what errno says; where a name is not there, it is what stands before it. */
static bool unwritten(Diag *d, Str path)
{
    const bool no_folder = errno == ENOENT;
    return diag(d, D_CANNOT_WRITE, (Loc){.path = path},
                no_folder ? S("there is no such folder") : str_of(strerror(errno)),
                no_folder ? S("; make it first") : S("; write to another place"));
}

static bool write_staged(Diag *d, Arena *a, Staged *staged, const Output *outputs,
                         size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!replaceable(d, &outputs[i]))
            return false;
    for (size_t i = 0; i < n; i++)
        if (!outputs[i].gone && !stage(a, &staged[i], &outputs[i]))
            return unwritten(d, outputs[i].path);
    /* From here to the last rename an interrupt waits: it would find names. */
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++)
        if (!outputs[i].gone && !name(a, &staged[i]))
            ok = unwritten(d, outputs[i].path);
    for (size_t i = 0; ok && i < n; i++) {
        if (outputs[i].gone ? !take_away(a, outputs[i].path)
                            : rename(staged[i].temp, staged[i].path) != 0)
            ok = unwritten(d, outputs[i].path);
        else
            staged[i].temp = NULL;
    }
    for (size_t i = 0; i < n; i++) {
        if (staged[i].temp)
            unlink(staged[i].temp);
        staged[i].temp = NULL;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return ok;
}

bool file_write(Diag *d, const Output *outputs, size_t n)
{
    Arena *a = arena_new();
    Staged *staged = arena_array(a, n, sizeof *staged);
    for (size_t i = 0; i < n; i++)
        staged[i].fd = -1;
    const bool ok = write_staged(d, a, staged, outputs, n);
    for (size_t i = 0; i < n; i++) {
        if (staged[i].temp)
            unlink(staged[i].temp);
        if (staged[i].fd >= 0)
            close(staged[i].fd);
    }
    arena_free(a);
    return ok;
}
