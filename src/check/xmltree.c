/* XML through expat, into a list.
 *
 * Namespaces are resolved, so that an unbound prefix is an error, and then left out of
 * elements' names: no two that books use have an element in common that could be taken
 * for the other's.  Entities cannot be declared, so nothing grows; nothing is fetched.
 * Cost: linear; a list holds at most MOST_ELEMENTS. */
#include "xmltree.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ELEMENTS = 1 << 20, /* ten times the longest book in one file */
    MOST_DEPTH = 1000,       /* of elements: readers recurse, and die at some thousands */
    PIECE = 1 << 20,         /* bytes given to expat at a time: its lengths are ints */
};

typedef struct Reading {
    XmlTree *tree;
    XML_Parser xml;
    uint32_t open; /* innermost open element, or XML_NONE */
    size_t depth;
} Reading;

static void stop(Reading *r, const char *why)
{
    if (r->tree->error == NULL) {
        r->tree->error = why;
        r->tree->error_line = (uint32_t)XML_GetCurrentLineNumber(r->xml);
    }
    XML_StopParser(r->xml, XML_FALSE);
}

/* expat gives "uri LF local LF prefix" for what is in a namespace. */
static Str local_name(const char *name)
{
    Str rest = str_of(name);
    const Str first = str_cut(&rest, '\n');
    return rest.n ? str_cut(&rest, '\n') : first;
}

static Str prefix(const char *name)
{
    Str rest = str_of(name);
    str_cut(&rest, '\n');
    str_cut(&rest, '\n');
    return rest;
}

static Str full_name(Arena *a, const char *name)
{
    Str rest = str_of(name);
    const Str first = str_cut(&rest, '\n');
    if (rest.n == 0)
        return arena_str(a, first);
    const Str local = str_cut(&rest, '\n');
    return rest.n ? arena_printf(a, STR_FMT ":" STR_FMT, STR_ARG(rest), STR_ARG(local))
                  : arena_str(a, local);
}

static void on_start(void *user, const char *name, const char **attrs)
{
    Reading *r = user;
    XmlTree *t = r->tree;
    if (t->n >= MOST_ELEMENTS || r->depth >= MOST_DEPTH) {
        stop(r, t->n >= MOST_ELEMENTS ? "too many elements" : "elements too deep");
        return;
    }
    size_t n = 0;
    while (attrs[2 * n])
        n++;
    ARRAY_ROOM(t->v, t->n, t->cap);
    XmlElement *e = &t->v[t->n];
    *e = (XmlElement){.name = arena_str(t->arena, local_name(name)),
                      .prefix = arena_str(t->arena, prefix(name)),
                      .attrs = arena_array(t->arena, n, sizeof *e->attrs),
                      .nattrs = n,
                      .line = (uint32_t)XML_GetCurrentLineNumber(r->xml),
                      .parent = r->open,
                      .text_from = t->text.n};
    for (size_t i = 0; i < n; i++)
        e->attrs[i] = (XmlAttr){full_name(t->arena, attrs[2 * i]),
                                arena_str(t->arena, str_of(attrs[2 * i + 1]))};
    r->open = (uint32_t)t->n++;
    r->depth++;
}

static void on_end(void *user, const char *name)
{
    Reading *r = user;
    XmlElement *e = &r->tree->v[r->open];
    (void)name;
    e->end = (uint32_t)r->tree->n;
    e->text_to = r->tree->text.n;
    r->open = e->parent;
    r->depth--;
}

static void on_text(void *user, const char *s, int n)
{
    buf_put(&((Reading *)user)->tree->text, (Str){s, (size_t)n});
}

static void on_entity(void *user, const char *name, int is_parameter, const char *value,
                      int n, const char *base, const char *system, const char *public,
                      const char *notation)
{
    (void)name, (void)is_parameter, (void)value, (void)n, (void)base, (void)system;
    (void)public, (void)notation;
    stop(user, "an entity is declared");
}

/* Of a document with an error: what was open ends where it stopped. */
static void close_open(Reading *r)
{
    while (r->open != XML_NONE)
        on_end(r, NULL);
}

XmlTree xml_read(Arena *a, Str bytes)
{
    XmlTree t = {.arena = a};
    Reading r = {.tree = &t, .open = XML_NONE};
    r.xml = XML_ParserCreateNS("UTF-8", '\n');
    if (r.xml == NULL)
        mem_out();
    XML_SetReturnNSTriplet(r.xml, 1);
    XML_SetUserData(r.xml, &r);
    XML_SetElementHandler(r.xml, on_start, on_end);
    XML_SetCharacterDataHandler(r.xml, on_text);
    XML_SetEntityDeclHandler(r.xml, on_entity);
    enum XML_Status status = XML_STATUS_OK;
    bool last = false;
    while (!last && status == XML_STATUS_OK) {
        const Str piece = str_sub(bytes, 0, PIECE);
        bytes = str_sub(bytes, piece.n, bytes.n);
        last = bytes.n == 0;
        status = XML_Parse(r.xml, piece.n ? piece.p : "", (int)piece.n, last);
    }
    if (status != XML_STATUS_OK && t.error == NULL) {
        t.error = XML_ErrorString(XML_GetErrorCode(r.xml));
        t.error_line = (uint32_t)XML_GetCurrentLineNumber(r.xml);
    }
    close_open(&r);
    XML_ParserFree(r.xml);
    return t;
}

void xml_free(XmlTree *t)
{
    free(t->v);
    buf_free(&t->text);
    *t = (XmlTree){0};
}

Str xml_attr(const XmlElement *e, const char *name)
{
    for (size_t i = 0; i < e->nattrs; i++)
        if (str_eq(e->attrs[i].name, str_of(name)))
            return e->attrs[i].value;
    return (Str){0};
}

bool xml_has(const XmlElement *e, const char *name)
{
    for (size_t i = 0; i < e->nattrs; i++)
        if (str_eq(e->attrs[i].name, str_of(name)))
            return true;
    return false;
}

bool xml_word(const XmlElement *e, const char *name, const char *word)
{
    Str rest = xml_attr(e, name);
    while (rest.n > 0)
        if (str_eq(str_cut(&rest, ' '), str_of(word)))
            return true;
    return false;
}

Str xml_text(const XmlTree *t, const XmlElement *e)
{
    return str_trim(str_sub(buf_str(&t->text), e->text_from, e->text_to));
}

uint32_t xml_find(const XmlTree *t, uint32_t in, uint32_t from, const char *name)
{
    const uint32_t end = in == XML_NONE ? (uint32_t)t->n : t->v[in].end;
    if (in != XML_NONE && from <= in)
        from = in + 1;
    for (uint32_t i = from; i < end; i++)
        if (str_eq(t->v[i].name, str_of(name)))
            return i;
    return XML_NONE;
}
