/* Any bytes are a finished book, or stand in one: every message has a path that begins
 * with the file's name, and the check ends.  The first byte says where they stand: in
 * place of the archive, or of one of the members of a small one.  Without libFuzzer:
 * replays the files that are named. */
#include <stdlib.h>

#include "check/check.h"
#include "epub/zip.h"
#include "replay.h"

static const char container[] =
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfile "
    "full-path='p' media-type='application/oebps-package+xml'/></container>";
static const char package[] =
    "<package version='3.0' unique-identifier='i'><identifier id='i'>x</identifier>"
    "<item id='n' href='n' media-type='application/xhtml+xml' properties='nav'/>"
    "<item id='c' href='c' media-type='text/css'/>"
    "<item id='t' href='t' media-type='application/x-dtbncx+xml'/>"
    "<itemref idref='n'/></package>";
static const char *const names[] = {"META-INF/container.xml", "p", "n", "c", "t"};
enum { MEMBERS = sizeof names / sizeof *names };

static void pack(Buf *out, size_t which, Str bytes)
{
    const Str known[MEMBERS] = {str_of(container), str_of(package), S("<html/>"), S(""),
                                S("<ncx/>")};
    Diag d = {0};
    Zip *z = zip_new(out);
    zip_add(z, "mimetype", ZIP_STORED, S("application/epub+zip"));
    for (size_t i = 0; i < MEMBERS; i++)
        zip_add(z, names[i], ZIP_STORED, i == which ? bytes : known[i]);
    if (!zip_finish(&d, z, ""))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Diag d = {0};
    Buf made = {0};
    Str bytes = {(const char *)data, size};
    if (size > 0 && data[0] < '0' + MEMBERS && data[0] >= '0') {
        pack(&made, data[0] - '0', str_sub(bytes, 1, bytes.n));
        bytes = buf_str(&made);
    }
    check_epub(&d, S("x.epub"), bytes);
    for (size_t i = 0; i < d.n; i++)
        if (!str_starts(d.messages[i].at.path, S("x.epub")))
            abort();
    buf_free(&made);
    diag_free(&d);
    return 0;
}
