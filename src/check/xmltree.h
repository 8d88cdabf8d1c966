/* An XML document as a flat list of its elements, in the order of their start tags. */
#ifndef CHECK_XMLTREE_H
#define CHECK_XMLTREE_H

#include "base/buf.h"

enum { XML_NONE = UINT32_MAX };

typedef struct XmlAttr {
    Str name; /* with the prefix, if it has one: "epub:type" */
    Str value;
} XmlAttr;

typedef struct XmlElement {
    Str name;   /* without its prefix */
    Str prefix; /* empty: it has none */
    XmlAttr *attrs;
    size_t nattrs;
    uint32_t line;
    uint32_t parent;           /* its place in the list, or XML_NONE */
    uint32_t end;              /* the place behind its last descendant */
    size_t text_from, text_to; /* of the document's text */
} XmlElement;

typedef struct XmlTree {
    Arena *arena; /* borrowed: holds names and values */
    XmlElement *v;
    size_t n, cap;
    Buf text; /* all character data, in order */
    /* Why it is no document, and where; NULL when it is one. */
    const char *error;
    uint32_t error_line;
} XmlTree;

/* Reads a document; what stands before an error is there.  Caller: xml_free(). */
XmlTree xml_read(Arena *a, Str bytes);
void xml_free(XmlTree *t);

/* The value of an attribute; NULL p: there is none. */
Str xml_attr(const XmlElement *e, const char *name);
bool xml_has(const XmlElement *e, const char *name);

/* Is `word` among the words of the attribute? */
bool xml_word(const XmlElement *e, const char *name, const char *word);

/* What is written in the element and below, trimmed; lent by the tree. */
Str xml_text(const XmlTree *t, const XmlElement *e);

/* The first element of that name among the descendants of `in` (XML_NONE: in all) from
 * the place `from` on, or XML_NONE. */
uint32_t xml_find(const XmlTree *t, uint32_t in, uint32_t from, const char *name);

#endif
