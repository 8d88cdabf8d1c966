/* One sink for messages. */
#include "diag.h"

#include <stdlib.h>

#include "buf.h"

static const struct {
    Severity severity;
    int exit;
    const char *name, *text;
} table[D_COUNT] = {
#define D(id, severity, exit, text) [D_##id] = {SEVERITY_##severity, exit, #id, text},
#include "diag.def"
#undef D
};

const char *diag_name(DiagId id)
{
    return table[id].name;
}

Severity diag_severity(DiagId id)
{
    return table[id].severity;
}

static void raise_exit(Diag *d, int status)
{
    if (d->exit < 64 && status > d->exit)
        d->exit = status;
}

bool diag(Diag *d, DiagId id, Loc at, Str a, Str b)
{
    if (d->arena == NULL)
        d->arena = arena_new();
    Buf text = {0};
    for (const char *p = table[id].text; *p; p++) {
        if (p[0] == '%' && (p[1] == '1' || p[1] == '2'))
            buf_put(&text, *++p == '1' ? a : b);
        else
            buf_byte(&text, *p);
    }
    ARRAY_ROOM(d->messages, d->n, d->cap);
    at.path = arena_str(d->arena, at.path);
    d->messages[d->n++] = (Message){id, at, arena_str(d->arena, buf_str(&text))};
    buf_free(&text);
    d->counts[table[id].severity]++;
    raise_exit(d, table[id].exit);
    return false;
}

void diag_again(Diag *d, const Message *m)
{
    if (d->arena == NULL)
        d->arena = arena_new();
    ARRAY_ROOM(d->messages, d->n, d->cap);
    d->messages[d->n++] =
        (Message){m->id,
                  {arena_str(d->arena, m->at.path), m->at.line, m->at.col},
                  arena_str(d->arena, m->text)};
    d->counts[table[m->id].severity]++;
    raise_exit(d, table[m->id].exit);
}

void diag_merge(Diag *d, Diag *from)
{
    for (size_t i = 0; i < from->n; i++)
        diag_again(d, &from->messages[i]);
    diag_free(from);
}

void diag_flush(Diag *d, FILE *out, Severity least)
{
    static const char *const words[] = {"note", "warning", "error"};
    Buf line = {0};
    for (; d->flushed < d->n; d->flushed++) {
        const Message *m = &d->messages[d->flushed];
        const Severity severity = table[m->id].severity;
        if (severity < least)
            continue;
        buf_safe(&line, m->at.path.n ? m->at.path : S("sheaf"));
        if (m->at.line)
            buf_printf(&line, ":%u", (unsigned)m->at.line);
        if (m->at.line && m->at.col)
            buf_printf(&line, ":%u", (unsigned)m->at.col);
        buf_printf(&line, ": %s: ", words[severity]);
        buf_safe(&line, m->text);
        buf_printf(&line, " [%s]\n", table[m->id].name);
    }
    if (line.n)
        fwrite(line.p, 1, line.n, out);
    buf_free(&line);
}

void diag_free(Diag *d)
{
    arena_free(d->arena);
    free(d->messages);
    *d = (Diag){0};
}
