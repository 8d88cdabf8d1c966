/* One sink for messages. */
#include "diag.h"

#include <stdlib.h>

#include "buf.h"
#include "utf8.h"

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

void diag_merge(Diag *d, Diag *from)
{
    for (size_t i = 0; i < from->n; i++) {
        Message m = from->messages[i];
        if (d->arena == NULL)
            d->arena = arena_new();
        m.at.path = arena_str(d->arena, m.at.path);
        m.text = arena_str(d->arena, m.text);
        ARRAY_ROOM(d->messages, d->n, d->cap);
        d->messages[d->n++] = m;
        d->counts[table[m.id].severity]++;
    }
    raise_exit(d, from->exit);
    diag_free(from);
}

/* Controls (C0, C1, DEL) and bidirectional overrides never reach a terminal. */
static void put_safe(Buf *out, Str s)
{
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = utf8_next(s, &i);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            buf_printf(out, "\\x%02X", (unsigned)cp);
        else if ((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069))
            buf_printf(out, "\\u%04X", (unsigned)cp);
        else
            buf_put(out, str_sub(s, at, i));
    }
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
        put_safe(&line, m->at.path.n ? m->at.path : S("sheaf"));
        if (m->at.line)
            buf_printf(&line, ":%u", (unsigned)m->at.line);
        if (m->at.line && m->at.col)
            buf_printf(&line, ":%u", (unsigned)m->at.col);
        buf_printf(&line, ": %s: ", words[severity]);
        put_safe(&line, m->text);
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
