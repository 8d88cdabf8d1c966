/* The report's formats, by the ending of its name. */
#include "report.h"

/* One row a format; a new one is a writer in a file of its own, and its name here. */
static const struct {
    Str ending;
    void (*put)(Buf *out, const Report *r);
} formats[] = {
    {S(".json"), report_json},
    {S(".html"), report_html},
    {S(".htm"), report_html},
};

enum { FORMATS = sizeof formats / sizeof *formats };

static size_t find(Str path)
{
    size_t i = 0;
    while (i < FORMATS && !str_ends_nocase(path, formats[i].ending))
        i++;
    return i;
}

bool report_knows(Str path)
{
    return find(path) < FORMATS;
}

void report_put(Buf *out, Str path, const Report *r)
{
    formats[find(path)].put(out, r);
}
