/* The program: the command line in, an exit status out. */
#include <stdio.h>

#include "cli/options.h"
#include "pipeline.h"
#include "style/style.h"

static int print(Buf *text)
{
    const bool ok = fwrite(text->p, 1, text->n, stdout) == text->n && fflush(stdout) == 0;
    buf_free(text);
    return ok ? 0 : 73;
}

int main(int argc, char **argv)
{
    Arena *arena = arena_new();
    Diag d = {0};
    Options o;
    Buf text = {0};
    int status;
    if (!options_parse(&d, arena, argc, argv, &o)) {
        diag_flush(&d, stderr, SEVERITY_ERROR);
        status = d.exit;
    } else if (o.action == ACTION_HELP) {
        options_help(&text);
        status = print(&text);
    } else if (o.action == ACTION_VERSION) {
        pipeline_versions(&text);
        status = print(&text);
    } else if (o.action == ACTION_PROPERTIES) {
        style_properties(&text);
        status = print(&text);
    } else {
        status = pipeline_run(&o, &d);
    }
    diag_free(&d);
    arena_free(arena);
    return status;
}
