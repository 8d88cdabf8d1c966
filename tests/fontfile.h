/* Font files taken apart by hand, and faces made of them again.  Include after cmocka's
 * header. */
#ifndef TESTS_FONTFILE_H
#define TESTS_FONTFILE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "font/font.h"

/* Where a table of a font file begins. */
static inline size_t table_at(Str file, const char *tag)
{
    const unsigned char *p = (const unsigned char *)file.p;
    for (size_t at = 12; at + 16 <= file.n; at += 16)
        if (memcmp(p + at, tag, 4) == 0)
            return (size_t)p[at + 8] << 24 | (size_t)p[at + 9] << 16 |
                   (size_t)p[at + 10] << 8 | p[at + 11];
    fail();
    return 0;
}

/* Sets what the file says of its licence (fsType). */
static inline void set_licence(Str file, unsigned bits)
{
    char *at = (char *)(uintptr_t)file.p + table_at(file, "OS/2") + 8;
    at[0] = (char)(bits >> 8);
    at[1] = (char)bits;
}

/* The face of a file that has these bytes; it is the only one of its family in f. */
static inline const Face *add_bytes(Diag *d, Fonts *f, Str family, Str bytes)
{
    char path[] = "/tmp/sheaf-font-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
    close(fd);
    assert_true(fonts_add(d, f, family, 400, false, str_of(path)));
    unlink(path);
    return fonts_match(f, family, 400, false);
}

#endif
