/* YAML as a tree, by libyaml's events: what is deep is a longer loop, not a deeper one.
 */
#include "yaml.h"

#include <string.h>
#include <yaml.h>

#include "utf8.h"

typedef struct Builder {
    Arena *a;
    Yaml *root;
    Yaml *open;   /* the list or map that is being filled; NULL: none */
    bool has_key; /* `open` is a map, and the key of its next value came */
    Str key;
    YamlPlace key_at;
    size_t in_key; /* lists and maps open inside of a key, which are passed over */
} Builder;

static YamlPlace place_of(yaml_mark_t m)
{
    return (YamlPlace){(uint32_t)m.line + 1, (uint32_t)m.column + 1};
}

static bool wants_key(const Builder *b)
{
    return b->open && b->open->kind == YAML_MAP && !b->has_key;
}

static void take_key(Builder *b, Str key, YamlPlace at)
{
    b->has_key = true;
    b->key = key;
    b->key_at = at;
}

static Yaml *add(Builder *b, YamlKind kind, YamlPlace at)
{
    Yaml *n = arena_alloc(b->a, sizeof *n);
    *n = (Yaml){.kind = kind, .at = at, .parent = b->open};
    if (b->has_key) {
        n->key = b->key;
        n->key_at = b->key_at;
        b->has_key = false;
    }
    if (b->open == NULL)
        b->root = n;
    else if (b->open->last)
        b->open->last = b->open->last->next = n;
    else
        b->open->first = b->open->last = n;
    return n;
}

static void begin(Builder *b, YamlKind kind, YamlPlace at)
{
    if (b->in_key || wants_key(b))
        b->in_key++;
    else
        b->open = add(b, kind, at);
}

static void end(Builder *b, YamlPlace at)
{
    if (b->in_key == 0)
        b->open = b->open->parent;
    else if (--b->in_key == 0)
        take_key(b, (Str){0}, at);
}

static void leaf(Builder *b, YamlKind kind, Str text, bool quoted, YamlPlace at)
{
    if (b->in_key)
        return;
    if (wants_key(b)) {
        take_key(b, text, at);
        return;
    }
    Yaml *n = add(b, kind, at);
    n->text = text;
    n->quoted = quoted;
}

static void on_event(Builder *b, const yaml_event_t *e)
{
    const YamlPlace at = place_of(e->start_mark);
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        leaf(b, YAML_TEXT,
             arena_str(b->a,
                       (Str){(const char *)e->data.scalar.value, e->data.scalar.length}),
             e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE, at);
        break;
    case YAML_ALIAS_EVENT:
        leaf(b, YAML_REFERENCE, (Str){0}, false, at);
        break;
    case YAML_MAPPING_START_EVENT:
        begin(b, YAML_MAP, at);
        break;
    case YAML_SEQUENCE_START_EVENT:
        begin(b, YAML_LIST, at);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        end(b, at);
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
}

static char character_at(Str s, yaml_mark_t at)
{
    Str line = {0};
    for (size_t i = 0; i <= at.line; i++)
        line = str_line(&s);
    size_t byte = 0;
    for (size_t k = 0; k < at.column && byte < line.n; k++)
        utf8_next(line, &byte);
    return byte < line.n ? line.p[byte] : '\0';
}

/* What to do about a character that people often write where YAML has another use for it,
 * which libyaml does not say; NULL: it is none of them. */
static const char *remedy(char c)
{
    return c == '\t' ? "a tab stands before the text; indent it with spaces"
           : c == ':'
               ? "a ':' may not stand here; indent the line like the one above, or "
                 "put the text into quotes"
           : c && strchr("@`%", c) ? "no text begins with this sign; put it into quotes"
                                   : NULL;
}

/* Where a quote or a bracket is never closed, only the place of its opening tells what is
 * wrong: the other is the end of the file. */
static YamlFault fault_of(Arena *a, Str s, const yaml_parser_t *p)
{
    const bool placed = p->error != YAML_READER_ERROR;
    const yaml_mark_t at = placed ? p->problem_mark : p->mark;
    const char *mend = placed ? remedy(character_at(s, at)) : NULL;
    const Str what = str_of(mend ? mend : p->problem ? p->problem : "it is no YAML");
    if (!placed || p->context == NULL || p->context_mark.line >= at.line)
        return (YamlFault){place_of(at), arena_str(a, what)};
    return (YamlFault){place_of(at),
                       arena_printf(a, STR_FMT " (%s that begins at line %zu)",
                                    STR_ARG(what), p->context, p->context_mark.line + 1)};
}

bool yaml_read(Arena *a, Str s, Yaml **root, YamlFault *fault)
{
    Builder b = {.a = a};
    yaml_parser_t parser;
    yaml_event_t e;
    bool ok = true;
    if (!yaml_parser_initialize(&parser))
        mem_out();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)s.p, s.n);
    size_t documents = 0;
    for (bool last = false; ok && !last;) {
        ok = yaml_parser_parse(&parser, &e);
        if (!ok) {
            *fault = fault_of(a, s, &parser);
            break;
        }
        documents += e.type == YAML_DOCUMENT_START_EVENT;
        if (documents > 1) {
            ok = false;
            *fault = (YamlFault){place_of(e.start_mark), S("a second document begins")};
        } else {
            on_event(&b, &e);
        }
        last = e.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
    }
    yaml_parser_delete(&parser);
    *root = ok ? b.root : NULL;
    return ok;
}

const Yaml *yaml_next(const Yaml *n)
{
    if (n->first)
        return n->first;
    while (n && n->next == NULL)
        n = n->parent;
    return n ? n->next : NULL;
}
