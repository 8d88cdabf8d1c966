/* YAML front matter, by libyaml's events.
 *
 * Keys are joined with dots as far as a few levels; aliases stand for nothing, so that
 * no document can grow.  Much front matter is not quite YAML (`title: One: two`): where
 * libyaml gives up, all of it is read line by line. */
#include <stdlib.h>
#include <yaml.h>

#include "front_matter.h"

enum { DEEPEST = 8 }; /* levels of which keys are kept; deeper ones are passed over */

typedef struct Level {
    bool mapping;
    bool has_key; /* mapping: a key came, its value is next */
    Str key;      /* mapping: of that value; list: of its own */
} Level;

typedef struct Pair {
    Str key, value;
} Pair;

typedef struct Yaml {
    Arena *a;
    Level levels[DEEPEST];
    size_t depth; /* of open levels, DEEPEST and more counted too */
    bool mapping; /* the document is one */
    Pair *pairs;  /* owned by front_yaml(): not told before all of it is read */
    size_t npairs, cap;
} Yaml;

static Level *top(Yaml *y)
{
    return y->depth > 0 && y->depth <= DEEPEST ? &y->levels[y->depth - 1] : NULL;
}

static Str key_of_value(Yaml *y)
{
    const Level *l = top(y);
    return l ? l->key : (Str){0};
}

static void value_done(Yaml *y)
{
    if (top(y))
        top(y)->has_key = false;
}

static void push(Yaml *y, bool mapping)
{
    const Str key = key_of_value(y);
    value_done(y);
    y->depth++;
    if (top(y))
        *top(y) = (Level){.mapping = mapping, .key = key};
}

/* The name of what a mapping is the value of. */
static Str outer(const Yaml *y)
{
    return y->depth > 1 && y->depth <= DEEPEST ? y->levels[y->depth - 2].key : (Str){0};
}

static void scalar(Yaml *y, Str s)
{
    Level *l = top(y);
    if (l == NULL)
        return;
    if (l->mapping && !l->has_key) {
        const Str around = outer(y);
        l->has_key = true;
        l->key = around.n ? arena_printf(y->a, STR_FMT "." STR_FMT, STR_ARG(around),
                                         STR_ARG(s))
                          : s;
        return;
    }
    ARRAY_ROOM(y->pairs, y->npairs, y->cap);
    y->pairs[y->npairs++] = (Pair){l->key, s};
    value_done(y);
}

static void on_event(Yaml *y, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        scalar(y, arena_str(y->a, (Str){(const char *)e->data.scalar.value,
                                        e->data.scalar.length}));
        break;
    case YAML_MAPPING_START_EVENT:
        y->mapping = y->mapping || y->depth == 0;
        push(y, true);
        break;
    case YAML_SEQUENCE_START_EVENT:
        push(y, false);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        y->depth--;
        break;
    case YAML_ALIAS_EVENT:
        value_done(y);
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
}

static Str unquote(Str s)
{
    const bool quoted =
        s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
    return quoted ? str_sub(s, 1, s.n - 1) : s;
}

/* `key: value` at the left edge. */
static bool plain_lines(Arena *a, Str s, FrontValue put, void *ctx)
{
    bool any = false;
    while (s.n > 0) {
        const Str line = str_line(&s);
        size_t i = 0;
        while (i < line.n && line.p[i] != ':' && line.p[i] > ' ' && line.p[i] != '#')
            i++;
        if (i == 0 || i >= line.n || line.p[i] != ':' ||
            (i + 1 < line.n && line.p[i + 1] != ' '))
            continue;
        any = true;
        const Str value = unquote(str_trim(str_sub(line, i + 1, line.n)));
        if (value.n > 0)
            put(ctx, arena_str(a, str_sub(line, 0, i)), arena_str(a, value));
    }
    return any;
}

/* False: libyaml gave up. */
static bool read_events(Yaml *y, Str s)
{
    yaml_parser_t parser;
    yaml_event_t e;
    bool ok = true;
    if (!yaml_parser_initialize(&parser))
        mem_out();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)s.p, s.n);
    for (bool end = false; ok && !end;) {
        ok = yaml_parser_parse(&parser, &e);
        if (!ok)
            break;
        on_event(y, &e);
        end = e.type == YAML_STREAM_END_EVENT || e.type == YAML_DOCUMENT_END_EVENT;
        yaml_event_delete(&e);
    }
    yaml_parser_delete(&parser);
    return ok;
}

bool front_yaml(Arena *a, Str s, FrontValue put, void *ctx)
{
    Yaml y = {.a = a};
    bool ok = read_events(&y, s);
    for (size_t i = 0; ok && i < y.npairs; i++)
        put(ctx, y.pairs[i].key, y.pairs[i].value);
    free(y.pairs);
    return ok ? y.mapping || str_trim(s).n == 0 : plain_lines(a, s, put, ctx);
}
