/* Any bytes are a finished book, or stand in one: every message has a path that begins
 * with the file's name, and the check ends.  The first byte says where they stand: in
 * place of the file, which is a PDF where they begin as one, of one of the members of a
 * small archive, or of a PDF's objects (for which a table is made), contents or table of
 * what glyphs mean.  Without libFuzzer: replays the files that are named. */
#include <stdlib.h>
#include <string.h>

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

/* ---- a PDF ---- */

static const char objects[] =
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R/MarkInfo<</Marked true>>>>"
    "endobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj\n<</Type/Page"
    "/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/StructParents 0/Resources<</Font<</F "
    "5 0 R>>/XObject<</X 4 0 R>>>>>>endobj\n5 0 obj\n<</Type/Font/Subtype/Type0/Encoding"
    "/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</W[1 2 3]>>]>>endobj\n7 0 obj\n<</K<<"
    "/S/Document/Pg 3 0 R/K[0 1]>>>>endobj\n";
enum { CONTENT = 4, MEANING = 6, NUMBERS = 32 };

static void put_stream(Buf *out, int number, Str bytes)
{
    buf_printf(out, "%d 0 obj\n<</Subtype/Form/Length %zu>>stream\n", number, bytes.n);
    buf_put(out, bytes);
    buf_put(out, S("\nendstream\nendobj\n"));
}

/* The places of lines that begin with "1 0 obj" to "31 0 obj", as a table. */
static void put_table(Buf *out)
{
    size_t at[NUMBERS] = {0};
    for (size_t i = 0; i < out->n; i++) {
        size_t k = i;
        unsigned number = 0;
        while (k < out->n && k < i + 2 && out->p[k] >= '0' && out->p[k] <= '9')
            number = number * 10 + (unsigned)(out->p[k++] - '0');
        if ((i == 0 || out->p[i - 1] == '\n') && k > i && number < NUMBERS &&
            str_starts(str_sub(buf_str(out), k, out->n), S(" 0 obj")))
            at[number] = i;
    }
    const size_t start = out->n;
    buf_printf(out, "xref\n0 %d\n", NUMBERS);
    for (int i = 0; i < NUMBERS; i++)
        buf_printf(out, "%010zu %05d %c\r\n", at[i], 0, at[i] ? 'n' : 'f');
    buf_printf(out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
               NUMBERS, start);
}

static void make_pdf(Buf *out, char where, Str bytes)
{
    buf_put(out, S("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"));
    buf_put(out, where == 'o' ? bytes : str_of(objects));
    buf_byte(out, '\n');
    put_stream(out, CONTENT, where == 'c' ? bytes : S("BT/F 1 Tf<00010002>Tj ET"));
    put_stream(out, MEANING, where == 'u' ? bytes : S("<0001><0002>endbfchar"));
    put_table(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Diag d = {0};
    Buf made = {0};
    Str bytes = {(const char *)data, size};
    if (size > 0 && data[0] < '0' + MEMBERS && data[0] >= '0') {
        pack(&made, data[0] - '0', str_sub(bytes, 1, bytes.n));
        bytes = buf_str(&made);
    } else if (size > 0 && strchr("ocu", data[0]) && data[0]) {
        make_pdf(&made, (char)data[0], str_sub(bytes, 1, bytes.n));
        bytes = buf_str(&made);
    }
    if (str_starts(bytes, S("%PDF")))
        check_pdf(&d, S("x"), bytes);
    else
        check_epub(&d, S("x"), bytes);
    for (size_t i = 0; i < d.n; i++)
        if (!str_starts(d.messages[i].at.path, S("x")))
            abort();
    buf_free(&made);
    diag_free(&d);
    return 0;
}
