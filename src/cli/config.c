/* book.yaml: what a book is to be like, in a file beside its articles.
 *
 * Its keys are the options on the book and its looks, and the metadata, by their own
 * names (option.h), and those by which chapters are listed.  What the command line says
 * stands; of a file that is wrong every fault is told, up to a few, and no book is made:
 * who mistypes a key wants to know it. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include "guess.h"
#include "option.h"

enum { FAULTS_MOST = 20 };

typedef struct Config {
    Diag *d;
    Arena *a;
    Options *o;
    Options
        unheard; /* takes what the command line says otherwise: it must be right, too */
    size_t said; /* settings of the command line */
    Str path, folder;
    size_t faults;
    const Yaml *chapters, *parts, *articles, *exclude; /* NULL: not there */
    uint32_t part;
} Config;

/* ---- faults ---- */

static bool fault(Config *c, DiagId id, YamlPlace at, Str what, Str more)
{
    c->faults++;
    return diag(c->d, id, (Loc){c->path, at.line, at.col}, what, more);
}

/* "'paper' takes a5|a4|letter, not 'a9'" */
static bool unfit(Config *c, const Yaml *n, Str key, const char *takes)
{
    const Str not =
        n->kind == YAML_TEXT
            ? arena_printf(c->a, "%s, not '" STR_FMT "'", takes, STR_ARG(n->text))
            : arena_printf(c->a, "%s, not %s", takes,
                           n->kind == YAML_LIST  ? "a list"
                           : n->kind == YAML_MAP ? "keys"
                                                 : "an alias");
    return fault(c, D_CONFIG_VALUE, n->at,
                 arena_printf(c->a, "'" STR_FMT "'", STR_ARG(key)), not );
}

static bool unknown(Config *c, const Yaml *n, const Guess *g, Str others)
{
    const Str what = arena_printf(c->a, "'" STR_FMT "'", STR_ARG(n->key));
    return fault(c, D_CONFIG_KEY, n->key_at, what,
                 g->best.n
                     ? arena_printf(c->a, "did you mean '" STR_FMT "'?", STR_ARG(g->best))
                     : others);
}

/* Is it the second of that name in its map?  Reported. */
static bool is_again(Config *c, const Yaml *n)
{
    for (const Yaml *other = n->parent->first; other != n; other = other->next)
        if (str_eq(other->key, n->key)) {
            fault(c, D_CONFIG_TWICE, n->key_at,
                  arena_printf(c->a, "'" STR_FMT "'", STR_ARG(n->key)), (Str){0});
            return true;
        }
    return false;
}

/* A key without a value says nothing. */
static bool is_nothing(const Yaml *n)
{
    return n->kind == YAML_TEXT && n->text.n == 0 && !n->quoted;
}

/* ---- maps of a few keys ---- */

typedef struct Field {
    const char *name;
    const Yaml **value; /* NULL: not there */
} Field;

/* Sorts a map's values by their keys. */
static bool read_fields(Config *c, const Yaml *map, const Field *fields, size_t n)
{
    bool ok = true;
    Str names = {0};
    for (size_t i = 0; i < n; i++)
        names = arena_printf(c->a, STR_FMT "%s%s", STR_ARG(names),
                             i == 0       ? "the keys here are "
                             : i + 1 == n ? " and "
                                          : ", ",
                             fields[i].name);
    for (const Yaml *v = map->first; v && c->faults < FAULTS_MOST; v = v->next) {
        Guess g = guess_begin(v->key);
        size_t i = 0;
        while (i < n && !str_eq(v->key, str_of(fields[i].name)))
            guess(&g, str_of(fields[i++].name));
        if (i == n)
            ok = unknown(c, v, &g, names);
        else if (is_again(c, v))
            ok = false;
        else if (!is_nothing(v))
            *fields[i].value = v;
    }
    return ok;
}

/* ---- options ---- */

static bool was_said(const Config *c, const Option *opt)
{
    for (size_t i = 0; i < c->said; i++)
        if (c->o->settings[i].option->field == opt->field)
            return true;
    return false;
}

/* Paths lead from the file's folder. */
static Str path_from(const Config *c, Str path)
{
    if (path.n == 0 || path.p[0] == '/' || str_eq(path, S("none")) ||
        str_eq(c->folder, S(".")))
        return path;
    return arena_printf(c->a, STR_FMT "/" STR_FMT, STR_ARG(c->folder), STR_ARG(path));
}

static bool set_one(Config *c, const Option *opt, Str key, const Yaml *n)
{
    Options *into = was_said(c, opt) ? &c->unheard : c->o;
    if (n->kind != YAML_TEXT)
        return unfit(c, n, key, option_takes(opt));
    const Str value = opt->how == HOW_PATH ? path_from(c, n->text) : n->text;
    if (!option_set(c->a, into, opt, value))
        return unfit(c, n, key, option_takes(opt));
    into->settings[into->nsettings - 1].at = (Loc){c->path, n->at.line, n->at.col};
    return true;
}

/* {type: subtitle, text: …}, one of the forms in which pandoc takes titles, and
 * {name: …} or {text: …}, in which it takes authors. */
static bool set_form(Config *c, const Option *opt, const Yaml *n)
{
    const Yaml *type = NULL, *text = NULL, *name = NULL;
    const bool title = opt->field == offsetof(Options, title);
    const Field fields[] = {{"text", &text},
                            {title ? "type" : "name", title ? &type : &name}};
    if (!read_fields(c, n, fields, 2))
        return false;
    if (type && type->kind == YAML_TEXT && str_eq(type->text, S("subtitle")))
        opt = option_key(1); /* behind the title */
    else if (type && (type->kind != YAML_TEXT || !str_eq(type->text, S("main"))))
        return unfit(c, type, S("type"), "main|subtitle");
    text = text ? text : name;
    return text ? set_one(c, opt, n->key, text) : unfit(c, n, n->key, option_takes(opt));
}

static bool set_option(Config *c, const Option *opt, const Yaml *n)
{
    const bool title = opt->field == offsetof(Options, title);
    const bool forms = title || opt->field == offsetof(Options, authors);
    if (n->kind == YAML_MAP && forms)
        return set_form(c, opt, n);
    if (n->kind != YAML_LIST || (opt->how != HOW_NAMES && !title))
        return set_one(c, opt, n->key, n);
    bool ok = true;
    for (const Yaml *v = n->first; v && c->faults < FAULTS_MOST; v = v->next)
        ok &= v->kind == YAML_MAP && forms ? set_form(c, opt, v)
                                           : set_one(c, opt, n->key, v);
    return ok;
}

static bool read_key(Config *c, const Yaml *n)
{
    const struct {
        const char *name;
        const Yaml **list;
    } lists[] = {
        {"chapters", &c->chapters},
        {"parts", &c->parts},
        {"articles", &c->articles},
        {"exclude", &c->exclude},
    };
    Guess g = guess_begin(n->key);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        guess(&g, str_of(lists[i].name));
        if (!str_eq(n->key, str_of(lists[i].name)) ||
            (n->kind == YAML_TEXT && lists[i].list == &c->parts))
            continue; /* `parts: topic` is an option */
        const bool fits = n->kind == YAML_LIST ||
                          (n->kind == YAML_TEXT && lists[i].list == &c->exclude);
        if (fits && !is_nothing(n))
            *lists[i].list = n;
        return fits || is_nothing(n) || unfit(c, n, n->key, "a list");
    }
    const Option *opt;
    for (size_t i = 0; (opt = option_key(i)) != NULL; i++) {
        if (str_eq(n->key, str_of(opt->name)))
            return is_nothing(n) || set_option(c, opt, n);
        guess(&g, str_of(opt->name));
    }
    char letter;
    const char *name;
    for (size_t i = 0; options_name(i, &letter, &name); i++)
        if (str_eq(n->key, str_of(name))) {
            g.best = (Str){0};
            return unknown(c, n, &g, S("it is for the command line alone"));
        }
    return unknown(c, n, &g, S("'man sheaf' lists the keys under BOOK.YAML"));
}

/* ---- chapters ---- */

typedef struct Listed {
    PathEntry *v; /* owned by list_all() */
    size_t n, cap;
} Listed;

static bool read_text(Config *c, const Yaml *n, Str *out)
{
    if (n == NULL)
        return true;
    *out = n->text;
    return n->kind == YAML_TEXT || unfit(c, n, n->key, "a text");
}

/* One, or a list of them. */
static bool read_names(Config *c, const Yaml *n, Str *out)
{
    bool ok = true;
    if (n == NULL || n->kind != YAML_LIST)
        return read_text(c, n, out);
    for (const Yaml *v = n->first; v; v = v->next) {
        ok = ok && (v->kind == YAML_TEXT || unfit(c, v, n->key, "names"));
        *out = arena_printf(c->a, STR_FMT "%s" STR_FMT, STR_ARG(*out), out->n ? ", " : "",
                            STR_ARG(v->text));
    }
    return ok;
}

static bool read_entry(Config *c, const Yaml *n, PathEntry *e)
{
    const Yaml *file = NULL, *title = NULL, *author = NULL, *date = NULL,
               *publisher = NULL, *url = NULL, *lang = NULL;
    const Field fields[] = {
        {"file", &file}, {"title", &title},         {"author", &author},
        {"date", &date}, {"publisher", &publisher}, {"url", &url},
        {"lang", &lang}};
    *e = (PathEntry){.at = {c->path, n->at.line, n->at.col}, .part = c->part};
    if (n->kind == YAML_MAP && !read_fields(c, n, fields, sizeof fields / sizeof *fields))
        return false;
    file = n->kind == YAML_TEXT ? n : file;
    e->path = file && file->kind == YAML_TEXT ? path_plain(file->text) : (Str){0};
    if (e->path.n == 0)
        return unfit(c, n, n->key.n ? n->key : S("file"), "the path of an article");
    if (date && (date->kind != YAML_TEXT || !date_parse_iso(date->text, &e->date)))
        return unfit(c, date, date->key, "YYYY-MM-DD");
    if (lang && (lang->kind != YAML_TEXT || !lang_is_tag(lang->text)))
        return unfit(c, lang, lang->key, "a language, as in en or pt-BR");
    bool ok = read_text(c, title, &e->title);
    ok &= read_names(c, author, &e->author);
    ok &= read_text(c, publisher, &e->publisher);
    ok &= read_text(c, url, &e->url);
    ok &= read_text(c, lang, &e->lang);
    return ok;
}

/* Of a list, or of the one that stands in place of it. */
static bool read_entries(Config *c, const Yaml *list, Listed *out)
{
    bool ok = true;
    const Yaml *n = list && list->kind == YAML_LIST ? list->first : list;
    for (; n && c->faults < FAULTS_MOST; n = n == list ? NULL : n->next) {
        ARRAY_ROOM(out->v, out->n, out->cap);
        ok &= read_entry(c, n, &out->v[out->n++]);
    }
    return ok;
}

static bool read_parts(Config *c, Listed *out)
{
    Listing *l = &c->o->listing;
    size_t n = 0;
    for (const Yaml *v = c->parts ? c->parts->first : NULL; v; v = v->next)
        n++;
    Str *titles = arena_array(c->a, n, sizeof *titles);
    l->parts = titles;
    bool ok = true;
    for (const Yaml *v = n ? c->parts->first : NULL; v && c->faults < FAULTS_MOST;
         v = v->next) {
        const Yaml *title = NULL, *chapters = NULL;
        const Field fields[] = {{"title", &title}, {"chapters", &chapters}};
        if (v->kind == YAML_MAP && !read_fields(c, v, fields, 2))
            ok = false;
        else if (title == NULL || title->kind != YAML_TEXT || chapters == NULL ||
                 chapters->kind != YAML_LIST)
            ok = unfit(c, v, S("parts"),
                       "folders|topic|none, or a list of parts, each with "
                       "its title and the list of its chapters");
        titles[l->nparts++] = title ? title->text : (Str){0};
        c->part = (uint32_t)l->nparts;
        ok = ok && read_entries(c, chapters, out);
    }
    return ok;
}

static PathEntries settle(Arena *a, Listed *l, bool once)
{
    PathEntries e = {.v = arena_array(a, l->n, sizeof *e.v), .n = l->n, .once = once};
    if (l->n)
        memcpy(e.v, l->v, l->n * sizeof *e.v);
    free(l->v);
    return e;
}

static bool read_lists(Config *c)
{
    Listing *l = &c->o->listing;
    Listed chapters = {0}, articles = {0}, exclude = {0};
    bool ok = read_entries(c, c->chapters, &chapters);
    ok &= read_parts(c, &chapters);
    ok &= read_entries(c, c->articles, &articles);
    ok &= read_entries(c, c->exclude, &exclude);
    l->chapters = settle(c->a, &chapters, true);
    l->articles = settle(c->a, &articles, false);
    l->exclude = settle(c->a, &exclude, false);
    return ok;
}

/* ---- the file ---- */

/* A style is a stylesheet: the command line's goes before the file's. */
static bool choose_style(Config *c)
{
    Options *o = c->o;
    bool css = false, style = false; /* said by the command line */
    for (size_t i = 0; i < c->said; i++) {
        css = css || o->settings[i].option->field == offsetof(Options, css);
        style = style || o->settings[i].option->field == offsetof(Options, style);
    }
    if (css)
        o->style = (Str){0};
    if (style)
        o->css = (Str){0};
    return o->css.n == 0 || o->style.n == 0 ||
           fault(c, D_CONFIG_CLASH, (YamlPlace){0}, S("'css'"), S("'style'"));
}

static bool read_file(Config *c)
{
    Str text;
    Yaml *root;
    YamlFault f;
    if (!file_read(c->d, c->a, c->path, CONFIG_MOST, D_CONFIG_FILE, &text))
        return false;
    if (!yaml_read(c->a, text, &root, &f))
        return fault(c, D_CONFIG_SYNTAX, f.at, f.what, (Str){0});
    if (root == NULL || is_nothing(root))
        return true;
    if (root->kind != YAML_MAP)
        return unfit(c, root, path_base(c->path), "keys with values");
    bool ok = true;
    for (const Yaml *n = root->first; n && c->faults < FAULTS_MOST; n = n->next)
        ok &= !is_again(c, n) && read_key(c, n);
    ok &= read_lists(c);
    return ok && choose_style(c);
}

Str config_path(Arena *a, const Options *o)
{
    if (o->ninputs != 1 || file_kind(o->inputs[0], true) != FILE_FOLDER)
        return (Str){0};
    return arena_printf(a, STR_FMT "%s" BOOK_FILE, STR_ARG(o->inputs[0]),
                        str_ends(o->inputs[0], S("/")) ? "" : "/");
}

bool config_load(Diag *d, Arena *a, Options *o)
{
    if (str_eq(o->config, S("none")))
        return true;
    if (o->config.n == 0) {
        const Str path = config_path(a, o);
        if (path.n && file_kind(path, true) == FILE_REGULAR)
            o->config = path;
    }
    if (o->config.n == 0)
        return true;
    Config c = {.d = d, .a = a, .o = o, .path = o->config, .said = o->nsettings};
    c.folder = path_folder(o->config);
    return read_file(&c);
}
