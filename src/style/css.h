/* Inside style/: tokens, the table of properties, declared values, rules.
 *
 * The way of a stylesheet: css_token.c cuts it into tokens, css_parse.c finds the rules
 * (css_select.c, css_media.c and css_value.c read their parts) and keeps them in the
 * StyleSheet; cascade.c finds an element's declarations and computes them, css_page.c
 * does so for pages, css_epub.c prints what goes to e-readers. */
#ifndef STYLE_CSS_H
#define STYLE_CSS_H

#include "base/map.h"
#include "style.h"

/* ---- tokens (css_token.c) ---- */

/* Numbers are integers in 1/100,000: 1.5em is 150,000 em. */
enum { ONE = 100000, NUMBER_MOST = 20000 * ONE };

typedef enum TokenKind {
    T_EOF,
    T_SPACE,
    T_IDENT,
    T_FUNCTION, /* text: its name; the parenthesis is read */
    T_AT,
    T_HASH,
    T_STRING,
    T_BAD_STRING, /* cut by the line's end */
    T_URL,
    T_BAD_URL,
    T_NUMBER,
    T_PERCENT,
    T_DIMENSION, /* text: its unit */
    T_CDO,
    T_CDC,
    T_DELIM /* any other character: c */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    char c;          /* DELIM */
    bool integer;    /* NUMBER: written without a point */
    int32_t n;       /* NUMBER, PERCENT, DIMENSION: 1/100,000, at most NUMBER_MOST */
    size_t from, to; /* bytes of the stylesheet */
    Str text; /* escapes are decoded; lent by the stylesheet or in the lexer's arena */
} Token;

typedef struct Lexer {
    Arena *a;
    Str css;
    size_t i;
    Buf scratch;           /* css_lexer_free() */
    bool unclosed_comment; /* met at the end */
} Lexer;

Token css_token(Lexer *x);
void css_lexer_free(Lexer *x);
bool css_is_name_char(char c);

/* Tokens still to be read. */
typedef struct Tokens {
    const Token *v;
    size_t n;
} Tokens;

bool token_is_delim(const Token *t, char c);
bool token_is_word(const Token *t, const char *word); /* an IDENT, in any case */

/* Take a token off the front, and white space behind it, if it is that one. */
bool take_delim(Tokens *in, char c);
bool take_word(Tokens *in, const char *word);
/* Takes the token at the front, whatever it is, and white space behind it. */
const Token *take(Tokens *in);
void take_space(Tokens *in);

/* What is wrong with some tokens: the message and its two arguments. */
typedef struct Fault {
    DiagId id;
    size_t at; /* byte of the stylesheet */
    Str a, b;
} Fault;

/* ---- properties (css_table.c) ---- */

typedef enum Kind {
    K_WORD,     /* one of its words */
    K_LENGTH,   /* any length, or % of the measure */
    K_EXTENT,   /* no negative one */
    K_MARGIN,   /* or auto */
    K_TRACKING, /* or normal; no % */
    K_EDGE,     /* of a border: 0, or a width and "solid" */
    K_SIZE,     /* of a font */
    K_LEADING,
    K_WEIGHT,
    K_FAMILY,
    K_COUNT,
    K_NAME,
    K_PAPER,
    K_CONTENT,
    K_VERBATIM, /* kept as text for the EPUB */
    /* shorthands */
    K_SIDES4,
    K_EDGES,
    K_FONT,
    K_VARIANT,
    K_NUMERIC,
    K_ALIAS, /* other words for its target */
    K_PAGE_SIZE
} Kind;

typedef enum Outputs { OUT_BOTH, OUT_PRINT, OUT_EPUB, OUT_NEITHER } Outputs;

typedef enum Prop {
#define LONG(id, name, kind, words, field, outputs, values, example)   PROP_##id,
#define SHORT(id, name, kind, words, target, outputs, values, example) PROP_##id,
#include "properties.def"
#undef LONG
#undef SHORT
    PROP_COUNT
} Prop;

typedef struct Word {
    const char *name; /* NULL ends a list */
    int32_t n;
} Word;

typedef struct Property {
    const char *name; /* "": cannot be written */
    Kind kind;
    const Word *words;
    Prop target;           /* of a longhand: itself */
    uint16_t offset, size; /* of the field in Style; size 0: none */
    Outputs outputs;
    const char *values, *example;
} Property;

extern const Property css_properties[PROP_COUNT];
extern const Style css_initial;

bool css_property(Str name, Prop *out);
bool css_is_inherited(const Property *p);

/* Lists of words that shorthands read too. */
extern const Word css_words_caps[], css_words_figures[], css_words_spacing[],
    css_words_ligatures[], css_words_slant[], css_words_weight[];

/* The first name of n in a list; NULL: none. */
const char *css_word_name(const Word *words, int32_t n);

/* ---- declared values (css_value.c, css_shorthand.c) ---- */

typedef enum Unit {
    U_INT,    /* n: a word's value, a count, a weight */
    U_LEN,    /* n: Len */
    U_NUMBER, /* from here on n counts 1/100,000 */
    U_PERCENT,
    U_EM,
    U_REM,
    U_LH,  /* of the element's line-height */
    U_RLH, /* of the root's */
    U_AUTO,
    U_TEXT,    /* text */
    U_CONTENT, /* content */
    U_INHERIT,
    U_INITIAL,
    U_UNSET
} Unit;

typedef struct Value {
    Unit unit;
    int32_t n;
    union {
        Str text;
        struct {
            const Content *v;
            size_t n;
        } content;
    };
} Value;

enum { WEIGHT_BOLDER = -1, WEIGHT_LIGHTER = -2, ALIGN_AUTO = -1 };

typedef struct Decl {
    Prop prop; /* a longhand */
    bool important;
    uint8_t box; /* BoxPlace; BOX_COUNT: of the element or page itself */
    Value value;
} Decl;

typedef struct DeclList {
    Decl *v; /* owned: free() */
    size_t n, cap;
} DeclList;

/* A line through PDF 1.7's largest page: no length needs to be longer. */
enum { LEN_MOST = 14400 * PT };

/* Reads a property's value (no white space in it) and appends its longhands.  False:
 * the property does not take it, and nothing was appended. */
bool css_declare(Arena *a, Prop prop, Tokens value, DeclList *out);

/* One longhand's value off the front; when false, *out is worth nothing.  `inherit` and
 * its like are css_declare()'s. */
bool css_longhand(Arena *a, Prop prop, Tokens *in, Value *out);

/* Takes one of a list of words (NULL: none). */
bool css_take_word(Tokens *in, const Word *words, int32_t *n);

/* A length in an absolute unit, or in em of the initial size: for @media. */
bool css_absolute(const Token *t, Len *out);

/* What url() at the front of some tokens names; empty: there is none. */
Str css_url(const Tokens *in);
/* The path of that, seen from a folder; empty for http:, data: and the like. */
Str css_path(Arena *a, Str folder, Str url);

/* len × n/100,000, rounded and kept within LEN_MOST. */
Len css_scale(int32_t n, Len len);

/* ---- selectors (css_select.c) ---- */

typedef enum TestKind {
    TEST_TYPE,
    TEST_CLASS,
    TEST_ID,
    TEST_FIRST_CHILD,
    TEST_LAST_CHILD,
    TEST_LANG
} TestKind;

typedef struct Test {
    TestKind kind;
    Str name;
} Test;

/* How a compound stands to the one on its left. */
typedef enum Combinator { LINK_NONE, LINK_DESCENDANT, LINK_CHILD, LINK_NEXT } Combinator;

typedef struct Compound {
    Combinator link;
    const Test *tests;
    size_t n; /* 0: the universal selector */
} Compound;

typedef struct Selector {
    const Compound *parts; /* the rightmost first */
    size_t n;
    uint64_t key;  /* what wins: origin, specificity, order */
    uint32_t rule; /* index in the sheet */
} Selector;

typedef struct SelectorList {
    Selector *v; /* owned: free() */
    size_t n, cap;
} SelectorList;

/* Appends the selectors of a rule, their keys holding the specificity alone.  False:
 * what is wrong is in *fault, and nothing was appended. */
bool css_selectors(Arena *a, Tokens prelude, SelectorList *out, Fault *fault);
bool css_matches(const Selector *s, const Element *e);

/* The element's parent; above a root that is neither stand an implied body and html. */
const Element *css_parent(const Element *e);

/* ---- media (css_media.c) ---- */

typedef enum MediaType { MEDIA_ALL, MEDIA_PRINT, MEDIA_SCREEN, MEDIA_OTHER } MediaType;

typedef struct Query {
    bool negated;
    bool unknown;   /* asks what cannot be answered: never true, negated or not */
    bool has_width; /* asks for min <= width <= max */
    MediaType type;
    Len min, max;
} Query;

/* The condition of an @media block; true where one of its queries is. */
typedef struct Media {
    uint32_t outer;     /* 1 + the index of the @media around it; 0: none */
    size_t from, to;    /* its queries in the sheet's array */
    bool print, screen; /* set by css_media_answer(), outer ones included */
} Media;

typedef struct QueryList {
    Query *v; /* owned: free() */
    size_t n, cap;
} QueryList;

/* Appends a list of queries.  False: one is not understood (in *fault), counts as never
 * true, and the others stand. */
bool css_queries(Tokens prelude, QueryList *out, Fault *fault);

/* Answers the conditions for a paper of that width; WIDTH_UNKNOWN: none that asks for
 * a width is true. */
enum { WIDTH_UNKNOWN = -1 };
void css_media_answer(Media *media, size_t n, const Query *queries, Len width);

/* ---- the sheet ---- */

typedef enum Origin { ORIGIN_BUILT_IN, ORIGIN_AUTHOR } Origin;

typedef struct CssRule {
    Origin origin;
    uint32_t media;            /* 1 + index; 0: always */
    size_t decl, decl_end;     /* in decls */
    size_t select, select_end; /* in selectors */
} CssRule;

typedef enum Hand { HAND_ANY, HAND_LEFT, HAND_RIGHT } Hand;
typedef enum Leaf { LEAF_ANY, LEAF_RECTO, LEAF_VERSO } Leaf;

typedef struct PageRule {
    Str name; /* empty: any page */
    bool first, blank;
    Hand hand;
    Leaf leaf;
    uint32_t media;
    uint64_t key;
    size_t decl, decl_end;
} PageRule;

/* Selectors whose rightmost compound asks for one id, class or type. */
typedef struct Bucket {
    const Selector **v; /* in the sheet's arena, by rising key */
    size_t n, cap;
} Bucket;

struct StyleSheet {
    Arena *arena;
    Paper paper;
    DeclList decls;
    SelectorList selectors;
    QueryList queries;
    CssRule *rules;
    size_t nrules, rules_cap;
    Media *media;
    size_t nmedia, media_cap;
    PageRule *pages; /* by rising key, once parsed */
    size_t npages, pages_cap;
    FontFace *faces;
    uint32_t *face_media; /* beside faces */
    size_t nfaces, faces_cap, face_media_cap;
    Map by_id, by_class, by_type; /* of Bucket */
    Bucket any;
    bool has_important;
    uint32_t nimports;
    Len measure;      /* of the default page: what % of a margin is of */
    Style html, body; /* computed */
};

/* Where a sheet is read from. */
typedef struct SheetFile {
    Str path, css; /* css: as css_decode() gives it */
    Origin origin;
    Str own;                      /* folder of sheaf's own sheets; empty: none */
    const struct SheetFile *into; /* the one that imports it; NULL: none does */
} SheetFile;

/* Parses the sheet's file, and what it imports, and reports what it does not know. */
void css_parse(StyleSheet *sheet, Diag *d, const SheetFile *file);

/* A stylesheet's bytes as valid UTF-8 of our own, without a byte order mark and NULs. */
Str css_decode(Arena *a, Str css);

/* The declarations that hold, by property; NULL: none does. */
typedef const Value *Won[PROP_COUNT];

/* Lets the declarations [from, to) of a box win over what is there. */
void css_apply(const StyleSheet *sheet, size_t from, size_t to, uint8_t box,
               bool important, Won won);
void css_index(StyleSheet *sheet);
void css_compute(const StyleSheet *sheet, Won won, const Style *parent, Style *out);

extern const char css_built_in[]; /* the sheet under every sheet */

#endif
