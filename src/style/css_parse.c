/* Finds the rules of a stylesheet (CSS Syntax 3, section 5) and reports what is wrong.
 *
 * The grammar is CSS's own for errors: a statement is the tokens up to ';' or to the end
 * of its {} block, whatever stands in it; brackets nest inside, on a stack of our own.
 * What is not understood is dropped at that grain, and reading goes on behind it.  Each
 * token is read once, so the time is linear; a statement's tokens are kept up to a
 * bound, and so are the messages. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "css.h"

enum {
    TOKENS_MOST = 65536, /* of one statement: a longer one is no stylesheet's */
    MESSAGES_MOST = 100, /* of one sheet: each costs a scan for its line */
    IMPORTS_MOST = 64,   /* files that a sheet is of: a few are the rule, */
    IMPORTS_DEEP = 8,    /* one inside another */
    EXCERPT_MOST = 40    /* bytes of the sheet in a message */
};

/* Whose declarations a block holds. */
typedef enum Holder { OF_ELEMENTS, OF_PAGE, OF_BOX, OF_FACE } Holder;

typedef struct Parser {
    StyleSheet *sheet;
    Diag *d;
    const SheetFile *file;
    Lexer x;
    Token tok; /* the one that is looked at */
    Token *v;  /* the statement's tokens: collect() */
    size_t n, cap;
    bool too_long;
    char *open; /* the closing brackets still to come */
    size_t nopen, open_cap;
    uint32_t media;  /* the @media block that we are in: 1 + index */
    uint32_t around; /* the condition of the @import that the file came by */
    bool begun;      /* a rule was met: no @import may follow */
    size_t messages;
    FontFace face; /* of the @font-face that is being read */
} Parser;

/* ---- messages ---- */

static Loc loc_of(const Parser *p, size_t at)
{
    Loc loc = {p->file->path, 1, 1};
    const Str css = p->x.css;
    for (size_t i = 0; i < at && i < css.n; i++) {
        const char c = css.p[i];
        if (c == '\n' || (c == '\r' && !(i + 1 < css.n && css.p[i + 1] == '\n'))) {
            loc.line++;
            loc.col = 1;
        } else if (((unsigned char)c & 0xC0) != 0x80) {
            loc.col++;
        }
    }
    return loc;
}

static Str excerpt(Parser *p, Str s)
{
    if (s.n <= EXCERPT_MOST)
        return s;
    size_t n = EXCERPT_MOST;
    utf8_prev(s, &n);
    return arena_printf(p->sheet->arena, STR_FMT "…", STR_ARG(str_sub(s, 0, n)));
}

static void report(Parser *p, DiagId id, size_t at, Str a, Str b)
{
    if (p->messages == MESSAGES_MOST)
        diag(p->d, D_CSS_MORE, (Loc){.path = p->file->path}, (Str){0}, (Str){0});
    if (p->messages++ < MESSAGES_MOST)
        diag(p->d, id, loc_of(p, at), excerpt(p, a), excerpt(p, b));
}

static void report_unclosed(Parser *p, size_t at, const char *what)
{
    report(p, D_CSS_SYNTAX, at, str_of(what), S("the end of the file"));
}

/* ---- statements ---- */

static void advance(Parser *p)
{
    p->tok = css_token(&p->x);
}

static bool at(const Parser *p, char c)
{
    return token_is_delim(&p->tok, c);
}

static void track(Parser *p)
{
    const Token *t = &p->tok;
    const char c = t->kind == T_FUNCTION ? '(' : t->kind == T_DELIM ? t->c : '\0';
    if (c == '(' || c == '[' || c == '{') {
        ARRAY_ROOM(p->open, p->nopen, p->open_cap);
        p->open[p->nopen++] = c == '(' ? ')' : c == '[' ? ']' : '}';
    } else if (p->nopen > 0 && c == p->open[p->nopen - 1]) {
        p->nopen--;
    }
}

/* Reads up to one of the characters in `stops` that no bracket encloses, and keeps the
 * tokens.  Returns it; '\0' at the end of the file. */
static char collect(Parser *p, const char *stops)
{
    p->n = p->nopen = 0;
    p->too_long = false;
    for (; p->tok.kind != T_EOF; advance(p)) {
        if (p->nopen == 0 && p->tok.kind == T_DELIM && strchr(stops, p->tok.c))
            return p->tok.c;
        track(p);
        p->too_long = p->n == TOKENS_MOST;
        if (p->too_long)
            continue;
        ARRAY_ROOM(p->v, p->n, p->cap);
        p->v[p->n++] = p->tok;
    }
    return '\0';
}

/* The block whose '{' we are at. */
static void skip_block(Parser *p)
{
    const size_t from = p->tok.from;
    advance(p);
    if (collect(p, "}") == '\0')
        report_unclosed(p, from, "a block is not closed");
    else
        advance(p);
}

static Tokens collected(const Parser *p)
{
    Tokens t = {p->v, p->n};
    take_space(&t);
    while (t.n > 0 && t.v[t.n - 1].kind == T_SPACE)
        t.n--;
    return t;
}

/* What was collected, without white space. */
static Tokens packed(Parser *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].kind != T_SPACE)
            p->v[n++] = p->v[i];
    p->n = n;
    return (Tokens){p->v, n};
}

/* As it is written, for messages. */
static Str source_of(const Parser *p, Tokens t)
{
    return t.n ? str_sub(p->x.css, t.v[0].from, t.v[t.n - 1].to) : S("");
}

/* ---- @font-face ---- */

static bool face_source(Parser *p, Tokens in)
{
    for (; in.n > 0; take(&in)) {
        const Str url = css_url(&in);
        if (url.n == 0)
            continue;
        p->face.path = css_path(p->sheet->arena, path_folder(p->file->path), url);
        return p->face.path.n > 0;
    }
    return false;
}

/* False: the descriptor does not take the value. */
static bool face_descriptor(Parser *p, Prop prop, Tokens in)
{
    Value v;
    if (prop == PROP_COUNT)
        return face_source(p, in);
    if (!css_longhand(p->sheet->arena, prop, &in, &v) || in.n > 0)
        return false;
    if (prop == PROP_family) {
        p->face.family = v.text;
        if (v.text.n > 1 && v.text.p[0] == '"')
            p->face.family = str_sub(v.text, 1, v.text.n - 1);
        return !str_has(v.text, S(","));
    }
    if (prop == PROP_weight && v.n > 0)
        p->face.weight = (uint16_t)v.n;
    if (prop == PROP_italic)
        p->face.italic = v.n;
    return v.n >= 0;
}

static void face_declaration(Parser *p, const Token *name, Tokens value)
{
    const bool is_src = str_eq_nocase(name->text, S("src"));
    Prop prop = PROP_COUNT;
    if (!is_src && (!css_property(name->text, &prop) ||
                    (prop != PROP_family && prop != PROP_weight && prop != PROP_italic)))
        report(p, D_CSS_UNKNOWN, name->from, S("descriptor of @font-face"), name->text);
    else if (!face_descriptor(p, prop, value))
        report(p, D_CSS_VALUE, name->from, name->text, source_of(p, value));
}

static void add_face(Parser *p, size_t from)
{
    StyleSheet *s = p->sheet;
    if (p->face.family.n == 0 || p->face.path.n == 0) {
        report(p, D_CSS_SYNTAX, from, S("@font-face needs font-family and src"),
               S("the end of its block"));
        return;
    }
    ARRAY_ROOM(s->faces, s->nfaces, s->faces_cap);
    ARRAY_ROOM(s->face_media, s->nfaces, s->face_media_cap);
    s->faces[s->nfaces] = p->face;
    s->face_media[s->nfaces++] = p->media;
}

/* ---- declarations ---- */

static bool belongs(Prop prop, Holder holder)
{
    const Kind kind = css_properties[prop].kind;
    if (kind == K_CONTENT)
        return holder == OF_BOX;
    return kind != K_PAGE_SIZE || holder == OF_PAGE;
}

static void add_declaration(Parser *p, Holder holder, uint8_t box, const Token *name,
                            Tokens value)
{
    DeclList *decls = &p->sheet->decls;
    const size_t had = decls->n;
    bool important = false;
    if (value.n > 2 && token_is_delim(&value.v[value.n - 2], '!') &&
        token_is_word(&value.v[value.n - 1], "important")) {
        important = true;
        value.n -= 2;
    }
    Prop prop;
    if (holder == OF_FACE)
        face_declaration(p, name, value);
    else if (!css_property(name->text, &prop))
        report(p, D_CSS_UNKNOWN, name->from, S("property"), name->text);
    else if (!belongs(prop, holder))
        report(p, D_CSS_UNKNOWN, name->from, S("property in this block"), name->text);
    else if (!css_declare(p->sheet->arena, prop, value, decls))
        report(p, D_CSS_VALUE, name->from, name->text, source_of(p, value));
    for (size_t i = had; i < decls->n; i++) {
        decls->v[i].box = box;
        decls->v[i].important = important;
    }
    p->sheet->has_important = p->sheet->has_important || important;
}

/* "name: value", at whose name we are. */
static void declaration(Parser *p, Holder holder, uint8_t box)
{
    const Token name = p->tok;
    collect(p, ";}");
    Tokens t = packed(p);
    if (p->too_long)
        report(p, D_CSS_SYNTAX, name.from, S("a value is too long"), S("its end"));
    else if (name.kind != T_IDENT || t.n < 2 || !token_is_delim(&t.v[1], ':'))
        report(p, D_CSS_SYNTAX, name.from, S("this is no declaration"),
               S("the next ';' or '}'"));
    else
        add_declaration(p, holder, box, &name, (Tokens){t.v + 2, t.n - 2});
}

/* Behind the ';' of a statement that ends in one. */
static void end_statement(Parser *p)
{
    if (at(p, ';'))
        advance(p);
}

static void skip_at_rule(Parser *p)
{
    report(p, D_CSS_UNKNOWN, p->tok.from, S("at-rule"),
           str_sub(p->x.css, p->tok.from, p->tok.to));
    if (collect(p, "{;}") == '{')
        skip_block(p);
    else
        end_statement(p);
}

static void margin_box(Parser *p);

/* The block whose '{' we are at, to behind its '}'. */
static void declarations(Parser *p, Holder holder, uint8_t box)
{
    const size_t from = p->tok.from;
    advance(p);
    while (p->tok.kind != T_EOF && !at(p, '}')) {
        if (p->tok.kind == T_SPACE || at(p, ';'))
            advance(p);
        else if (p->tok.kind == T_AT && holder == OF_PAGE)
            margin_box(p);
        else if (p->tok.kind == T_AT)
            skip_at_rule(p);
        else
            declaration(p, holder, box);
    }
    if (p->tok.kind == T_EOF)
        report_unclosed(p, from, "a block is not closed");
    else
        advance(p);
}

/* "@top-left { ... }" in an @page block. */
static void margin_box(Parser *p)
{
    static const char *const names[BOX_COUNT] = {
        [BOX_TOP_LEFT] = "top-left",           [BOX_TOP_CENTER] = "top-center",
        [BOX_TOP_RIGHT] = "top-right",         [BOX_BOTTOM_LEFT] = "bottom-left",
        [BOX_BOTTOM_CENTER] = "bottom-center", [BOX_BOTTOM_RIGHT] = "bottom-right"};
    uint8_t box = 0;
    while (box < BOX_COUNT && !str_eq_nocase(p->tok.text, str_of(names[box])))
        box++;
    if (box == BOX_COUNT) {
        skip_at_rule(p);
        return;
    }
    const size_t from = p->tok.from;
    advance(p);
    const char stop = collect(p, "{;}");
    if (stop == '{' && collected(p).n == 0) {
        declarations(p, OF_BOX, box);
        return;
    }
    report(p, D_CSS_SYNTAX, from, S("a margin box has no block"), S("the next one"));
    if (stop == '{')
        skip_block(p);
}

/* ---- rules ---- */

/* Where a rule's prelude ends: at its block, and inside @media also at that one's end. */
static const char *rule_stops(const Parser *p)
{
    return p->media != p->around ? "{}" : "{";
}

static void style_rule(Parser *p)
{
    StyleSheet *s = p->sheet;
    const size_t from = p->tok.from, select = s->selectors.n;
    const char stop = collect(p, rule_stops(p));
    if (stop != '{') {
        report_unclosed(p, from, "a rule has no block");
        return;
    }
    Fault fault = {D_CSS_SYNTAX, from, S("this is no selector"), S("the next rule")};
    if (p->too_long || !css_selectors(s->arena, collected(p), &s->selectors, &fault)) {
        report(p, fault.id, fault.at ? fault.at : from, fault.a, fault.b);
        skip_block(p);
        return;
    }
    const size_t decl = s->decls.n;
    declarations(p, OF_ELEMENTS, BOX_COUNT);
    ARRAY_ROOM(s->rules, s->nrules, s->rules_cap);
    for (size_t i = select; i < s->selectors.n; i++)
        s->selectors.v[i].rule = (uint32_t)s->nrules;
    s->rules[s->nrules++] =
        (CssRule){p->file->origin, p->media, decl, s->decls.n, select, s->selectors.n};
}

/* "chapter:first"; false: not understood, reported. */
static bool page_selector(Parser *p, Tokens *in, PageRule *out)
{
    uint64_t names = 0, kinds = 0, sides = 0;
    if (in->n > 0 && in->v->kind == T_IDENT) {
        out->name = take(in)->text;
        names = 1;
    }
    while (take_delim(in, ':')) {
        if (take_word(in, "first"))
            out->first = ++kinds;
        else if (take_word(in, "blank"))
            out->blank = ++kinds;
        else if (take_word(in, "left"))
            out->hand = HAND_LEFT, sides++;
        else if (take_word(in, "right"))
            out->hand = HAND_RIGHT, sides++;
        else if (take_word(in, "recto"))
            out->leaf = LEAF_RECTO, sides++;
        else if (take_word(in, "verso"))
            out->leaf = LEAF_VERSO, sides++;
        else {
            report(p, D_CSS_UNKNOWN, in->n ? in->v->from : p->tok.from,
                   S("pseudo-class of a page"), in->n ? in->v->text : S(""));
            return false;
        }
    }
    out->key = names << 48 | (kinds & 255) << 40 | (sides & 255) << 32;
    return true;
}

/* "@page a, b:first { ... }": as many rules as selectors, with the same declarations. */
static void page_rule(Parser *p, Tokens in)
{
    StyleSheet *s = p->sheet;
    const size_t had = s->npages;
    bool good = true;
    do {
        PageRule r = {.media = p->media};
        good = page_selector(p, &in, &r);
        ARRAY_ROOM(s->pages, s->npages, s->pages_cap);
        r.key |= s->npages & UINT32_MAX;
        s->pages[s->npages++] = r;
    } while (good && take_delim(&in, ','));
    if (good && in.n > 0)
        report(p, D_CSS_SYNTAX, in.v->from, S("this is no page"), S("the next rule"));
    if (!good || in.n > 0) {
        s->npages = had;
        skip_block(p);
        return;
    }
    const size_t decl = s->decls.n;
    declarations(p, OF_PAGE, BOX_COUNT);
    for (size_t i = had; i < s->npages; i++) {
        s->pages[i].decl = decl;
        s->pages[i].decl_end = s->decls.n;
    }
}

/* A condition inside the one that we are in: 1 + its index. */
static uint32_t add_media(Parser *p, size_t at_byte, Tokens queries)
{
    StyleSheet *s = p->sheet;
    Fault fault;
    const size_t from = s->queries.n;
    if (!css_queries(queries, &s->queries, &fault))
        report(p, fault.id, fault.at ? fault.at : at_byte, fault.a, fault.b);
    ARRAY_ROOM(s->media, s->nmedia, s->media_cap);
    s->media[s->nmedia++] = (Media){p->media, from, s->queries.n, false, false};
    return (uint32_t)s->nmedia;
}

static void parse_file(StyleSheet *sheet, Diag *d, const SheetFile *file, uint32_t media);

/* The file that @import names: beside the sheet, else among sheaf's own. */
static Str find_import(Parser *p, Str url)
{
    const Str beside = css_path(p->sheet->arena, path_folder(p->file->path), url);
    if (beside.n == 0 || p->file->own.n == 0 || file_kind(beside, true) == FILE_REGULAR)
        return beside;
    const Str own = css_path(p->sheet->arena, p->file->own, url);
    return file_kind(own, true) == FILE_REGULAR ? own : beside;
}

/* Why a file may not be imported; NULL: it may. */
static const char *import_fault(const Parser *p, Str path)
{
    int depth = 0;
    for (const SheetFile *f = p->file; f; f = f->into, depth++)
        if (file_same(f->path, path))
            return "a sheet imports itself";
    return depth >= IMPORTS_DEEP || p->sheet->nimports >= IMPORTS_MOST
               ? "there are too many imports"
               : NULL;
}

/* `@import "a.css" print`: that sheet stands in its place. */
static void import_rule(Parser *p, size_t from)
{
    Tokens in = collected(p);
    StyleSheet *s = p->sheet;
    const bool is_string = in.n > 0 && in.v->kind == T_STRING;
    const Str url = is_string ? in.v->text : in.n > 0 ? css_url(&in) : (Str){0};
    const Str path = url.n ? find_import(p, url) : (Str){0};
    const char *fault = p->begun      ? "@import stands behind a rule"
                        : path.n == 0 ? "@import names no file"
                                      : import_fault(p, path);
    SheetFile file = {path, {0}, p->file->origin, p->file->own, p->file};
    if (fault) {
        report(p, D_CSS_SYNTAX, from, str_of(fault), S("its end"));
        return;
    }
    const bool is_function = take(&in)->kind == T_FUNCTION;
    for (int i = 0; is_function && i < 2 && in.n > 0; i++) /* its string, and ')' */
        take(&in);
    s->nimports++;
    if (!file_read(p->d, s->arena, path, STYLESHEET_MOST, D_CSS_NO_FILE, &file.css))
        return;
    file.css = css_decode(s->arena, file.css);
    parse_file(s, p->d, &file, in.n ? add_media(p, from, in) : p->media);
}

static void at_rule(Parser *p)
{
    const Token name = p->tok;
    if (str_eq_nocase(name.text, S("charset"))) { /* style.c has read it */
        collect(p, "{;");
        end_statement(p);
        return;
    }
    if (str_eq_nocase(name.text, S("import"))) {
        advance(p);
        if (collect(p, "{;}") == '{')
            skip_block(p);
        import_rule(p, name.from);
        end_statement(p);
        return;
    }
    p->begun = true;
    const bool is_page = str_eq_nocase(name.text, S("page"));
    const bool is_media = str_eq_nocase(name.text, S("media"));
    if (!is_page && !is_media && !str_eq_nocase(name.text, S("font-face"))) {
        skip_at_rule(p);
        return;
    }
    advance(p);
    const char stop = collect(p, p->media != p->around ? "{;}" : "{;");
    if (stop != '{') {
        report(p, D_CSS_SYNTAX, name.from, S("an at-rule has no block"), S("its end"));
        end_statement(p);
        return;
    }
    if (p->too_long) {
        report(p, D_CSS_SYNTAX, name.from, S("an at-rule is too long"), S("its end"));
        skip_block(p);
    } else if (is_media) {
        p->media = add_media(p, name.from, collected(p));
        advance(p);
    } else if (is_page) {
        page_rule(p, collected(p));
    } else {
        p->face = (FontFace){.weight = css_initial.weight};
        declarations(p, OF_FACE, BOX_COUNT);
        add_face(p, name.from);
    }
}

static void rules(Parser *p)
{
    for (advance(p); p->tok.kind != T_EOF;) {
        if (p->tok.kind == T_SPACE || p->tok.kind == T_CDO || p->tok.kind == T_CDC) {
            advance(p);
        } else if (p->media != p->around && at(p, '}')) {
            p->media = p->sheet->media[p->media - 1].outer;
            advance(p);
        } else if (p->tok.kind == T_AT) {
            at_rule(p);
        } else {
            p->begun = true;
            style_rule(p);
        }
    }
    if (p->media != p->around)
        report_unclosed(p, p->x.css.n, "@media is not closed");
    if (p->x.unclosed_comment)
        report_unclosed(p, p->x.css.n, "a comment is not closed");
}

static void parse_file(StyleSheet *sheet, Diag *d, const SheetFile *file, uint32_t media)
{
    Parser p = {.sheet = sheet,
                .d = d,
                .file = file,
                .x = {.a = sheet->arena, .css = file->css},
                .media = media,
                .around = media};
    rules(&p);
    css_lexer_free(&p.x);
    free(p.v);
    free(p.open);
}

void css_parse(StyleSheet *sheet, Diag *d, const SheetFile *file)
{
    parse_file(sheet, d, file, 0);
}
