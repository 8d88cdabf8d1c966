/* One stylesheet for both outputs: CSS read into rules, computed for the PDF, filtered
 * for the EPUB.  The subset is the table in properties.def; what is not in it is
 * reported with file:line:col and ignored, as CSS asks. */
#ifndef STYLE_STYLE_H
#define STYLE_STYLE_H

#include "base/buf.h"
#include "base/diag.h"

typedef int32_t Len; /* 1/1024 pt */
enum { PT = 1024 };
#define MM(x) ((Len)(((int64_t)(x)*72 * PT * 10 + 127) / 254))

typedef enum Align { ALIGN_JUSTIFY, ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER } Align;
typedef enum Hyphens { HYPHENS_NONE, HYPHENS_MANUAL, HYPHENS_AUTO } Hyphens;
typedef enum Break { BREAK_AUTO, BREAK_AVOID, BREAK_PAGE, BREAK_RECTO } Break;
typedef enum Caps { CAPS_NORMAL, CAPS_SMALL, CAPS_ALL_SMALL } Caps;
typedef enum Figures { FIGURES_NORMAL, FIGURES_OLDSTYLE, FIGURES_LINING } Figures;
typedef enum Spacing { SPACING_NORMAL, SPACING_PROPORTIONAL, SPACING_TABULAR } Spacing;
typedef enum Display { DISPLAY_BLOCK, DISPLAY_INLINE, DISPLAY_NONE } Display;
typedef enum WhiteSpace { WHITE_NORMAL, WHITE_PRE } WhiteSpace;
typedef enum Transform { TRANSFORM_NONE, TRANSFORM_UPPER, TRANSFORM_LOWER } Transform;
typedef enum ListStyle {
    LIST_NONE,
    LIST_DISC,
    LIST_CIRCLE,
    LIST_SQUARE,
    LIST_DECIMAL,
    LIST_LOWER_ALPHA,
    LIST_UPPER_ALPHA,
    LIST_LOWER_ROMAN,
    LIST_UPPER_ROMAN
} ListStyle;
typedef enum Decoration { DECOR_NONE, DECOR_UNDERLINE, DECOR_LINE_THROUGH } Decoration;
typedef enum Raise { RAISE_BASELINE, RAISE_SUPER, RAISE_SUB } Raise;
enum { SIDE_TOP, SIDE_RIGHT, SIDE_BOTTOM, SIDE_LEFT, SIDES };

/* A computed style: nothing in it is relative any more.  Percentages were of the measure
 * of the sheet's default page (of a font's size and line-height: of the parent's, own,
 * size). */
typedef struct Style {
    /* inherited */
    Str family; /* the list as written, lent by the sheet: "Vollkorn, serif" */
    Len font_size, line_height;
    int32_t line_factor; /* what was line-height's number, in 1/100,000; 0: a length */
    uint16_t weight;     /* 1 to 1000 */
    bool italic, ligatures;
    Caps caps;
    Figures figures;
    Spacing spacing; /* of figures */
    Transform transform;
    Len letter_spacing, text_indent;
    Align align, align_last; /* align_last: ALIGN_LEFT where align is justify */
    Hyphens hyphens;
    WhiteSpace white_space;
    bool balance;            /* ragged lines are made alike in length */
    bool line_snap;          /* its lines stand on the grid of the root's lines */
    uint8_t orphans, widows; /* lines */
    ListStyle list_style;
    Decoration decoration; /* inherited here: in CSS it shows through its children */
    uint8_t tab_size;      /* columns between the tab stops of code */
    /* not inherited */
    Display display;
    Len margin[SIDES], padding[SIDES];
    Len border[SIDES];                             /* widths of solid lines; 0: none */
    Break break_before, break_after, break_inside; /* inside: AUTO or AVOID */
    Raise raise;
    Str page; /* the named page that its pages follow ("chapter"); empty: the default */
} Style;

/* An element as selectors see it; the caller links it to its surroundings. */
typedef struct Element {
    const char *name; /* "h2" */
    Str cls, id, lang;
    const struct Element *parent, *prev; /* NULL at the top, for a first child */
    bool is_last;
} Element;

typedef struct StyleSheet StyleSheet;

/* The paper that is asked for, over what the sheet says. */
typedef struct Paper {
    Len width, height; /* 0: the sheet's */
    Len binding;       /* added to the inner margin */
    bool one_sided;    /* all pages are rectos */
} Paper;

/* The sides of a paper that CSS knows by name ("a4", "letter"), upright; false: none. */
bool style_paper_size(Str name, Len *width, Len *height);

/* A stylesheet is at most so long: the longest by far of real books is 1 MB. */
enum { STYLESHEET_MOST = 4 << 20 };

/* Reads a stylesheet.  path is for messages, and what url()s and @import name is relative
 * to it; what @import does not find there is looked for in the folder `own`, of sheaf's
 * own sheets (empty: there is none).  Never NULL: what cannot be read is reported. */
StyleSheet *style_parse(Diag *d, Str path, Str css, Str own, const Paper *paper);
void style_free(StyleSheet *sheet);
const Paper *style_paper(const StyleSheet *sheet); /* as it was asked for */

/* A length with its unit ("8mm", "0.3in", "12pt"), none negative; false: it is none. */
bool style_length(Str s, Len *out);

/* The computed style of an element under its parent's (NULL: the body's; the elements
 * html and body are implied above a root that is neither).  Allocates nothing: threads
 * may share a sheet. */
void style_compute(const StyleSheet *sheet, const Element *e, const Style *parent,
                   Style *out);

/* ---- pages ---- */

typedef enum ContentKind { CONTENT_TEXT, CONTENT_PAGE, CONTENT_STRING } ContentKind;

typedef struct Content {
    ContentKind kind;
    Str text; /* TEXT: itself.  STRING: "book-title" or "chapter-title" */
} Content;

typedef enum BoxPlace {
    BOX_TOP_LEFT,
    BOX_TOP_CENTER,
    BOX_TOP_RIGHT,
    BOX_BOTTOM_LEFT,
    BOX_BOTTOM_CENTER,
    BOX_BOTTOM_RIGHT,
    BOX_COUNT
} BoxPlace;

typedef struct MarginBox {
    const Content *content; /* lent by the sheet */
    size_t n;               /* 0: the box is empty */
    Style style;
} MarginBox;

typedef struct PageStyle {
    Len width, height;
    Len margin[SIDES];
    MarginBox boxes[BOX_COUNT];
} PageStyle;

/* A page of a book, as @page selects it; {0}: any recto. */
typedef struct PageAt {
    Str name;   /* a named page, or empty */
    bool verso; /* the back of a leaf: a left page, or in a book bound on the right */
    bool rtl;   /* so bound, a right one */
    bool first; /* of its run (`@page chapter:first`) */
    bool blank; /* put in before a recto */
} PageAt;

/* The page as @page rules make it.  It is at least 72 pt wide and high, and margins that
 * would leave less than 36 pt between them are made smaller. */
void style_page(const StyleSheet *sheet, const PageAt *at, PageStyle *out);

/* ---- faces ---- */

typedef struct FontFace {
    Str family;
    uint16_t weight;
    bool italic;
    Str path; /* of the file, resolved against the stylesheet */
} FontFace;

const FontFace *style_faces(const StyleSheet *sheet, size_t *n);

/* ---- the EPUB's share ---- */

/* What e-readers get: all outside @media print, @page and @font-face, without what
 * they are better left to choose (EPUB-readers' own faces, sizes of the body, colours).
 */
void style_epub(const StyleSheet *sheet, Buf *out);

/* ---- for the manual ---- */

/* The properties of the subset: two lines each, "name: values." and an example. */
void style_properties(Buf *out);

#endif
