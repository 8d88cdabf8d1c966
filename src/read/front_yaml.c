/* YAML front matter.
 *
 * Keys are joined with dots as far as a few levels.  Much front matter is not quite YAML
 * (`title: One: two`): where it is none, all of it is read line by line. */
#include "base/yaml.h"
#include "front_matter.h"

enum { DEEPEST = 8 }; /* levels of which values are kept; deeper ones are passed over */

/* The keys that lead to a value, joined with dots; false: they are too many. */
static bool name_of(Arena *a, const Yaml *n, Str *name)
{
    *name = (Str){0};
    int depth = 0;
    for (; n->parent && depth < DEEPEST; n = n->parent, depth++)
        if (n->key.n)
            *name = name->n ? arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(n->key),
                                           STR_ARG(*name))
                            : n->key;
    return n->parent == NULL;
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

bool front_yaml(Arena *a, Str s, FrontValue put, void *ctx)
{
    Yaml *root;
    YamlFault fault;
    Str name;
    if (!yaml_read(a, s, &root, &fault))
        return plain_lines(a, s, put, ctx);
    for (const Yaml *n = root; n; n = yaml_next(n))
        if (n->kind == YAML_TEXT && n->parent && name_of(a, n, &name))
            put(ctx, name, n->text);
    return root ? root->kind == YAML_MAP : str_trim(s).n == 0;
}
