/* The lean page: what the parser need not see is left out before it sees it.
 *
 * Model: a page is tags with text between them, and most of its bytes are scripts,
 * styles, drawings and attributes that no reader sees.  One pass over the tags copies
 * what matters, and a list of cuts leads every offset back to the page as it was.
 * Caps: gumbo takes time in the square of the depth and of the attributes of one tag, and
 * HTML's own rules copy every open formatting element into every paragraph.  So a tag is
 * left out, and its text kept, where more than DEPTH are open, or FORMATTING that format;
 * an element that another one closes without being asked to (a paragraph, an item)
 * nests only inside others and needs no count.
 * Cost: linear; what is searched for and not found is searched for once.
 * Not taken: a cap in the parser, which has none to set; or a second parser, as what two
 * parsers disagree on is where attacks hide: what is cut here is only ever left out. */
#include <stdlib.h>
#include <string.h>

#include "html.h"

enum {
    DEPTH = 256,     /* more than any page that was written by somebody */
    FORMATTING = 16, /* open at once */
    ATTRIBUTES = 32, /* of one tag that are read */
};

/* ---- offsets ---- */

/* How many bytes were left out before `at`; those right at it count if `with`. */
static uint32_t gone_before(const Page *p, size_t at, bool with)
{
    size_t low = 0, high = p->ncuts;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (p->cuts[mid].at < at || (with && p->cuts[mid].at == at))
            low = mid + 1;
        else
            high = mid;
    }
    return low ? p->cuts[low - 1].gone : 0;
}

uint32_t page_from(const Page *p, size_t at)
{
    return (uint32_t)at + gone_before(p, at, true);
}

uint32_t page_to(const Page *p, size_t at)
{
    return (uint32_t)at + gone_before(p, at, false);
}

void attribute_range(const Page *p, const GumboAttribute *a, uint32_t *from, uint32_t *to)
{
    const char *at = a->original_value.data;
    if (at < p->lean.p || at >= p->lean.p + p->lean.n)
        return;
    *from = page_from(p, (size_t)(at - p->lean.p));
    *to = page_to(p, (size_t)(at - p->lean.p) + a->original_value.length);
}

/* ---- the copy ---- */

typedef struct Open {
    GumboTag tag;
    bool formats;
} Open;

typedef struct Lean {
    Page *page;
    Str s;
    size_t i;    /* read up to here */
    size_t done; /* copied or left out up to here */
    char *out;
    size_t n;
    Open open[DEPTH];
    size_t nopen, formatting;
    uint32_t left_out[GUMBO_TAG_LAST]; /* start tags whose end tags are yet to be */
    /* What was sought to the end once and is not there: */
    bool no_comment_end, no_drawing_end, no_quote[2], no_end[GUMBO_TAG_LAST];
    bool told;
} Lean;

/* Copies what lies before `from` and leaves out what lies between. */
static void cut(Lean *l, size_t from, size_t to)
{
    Page *p = l->page;
    memcpy(l->out + l->n, l->s.p + l->done, from - l->done);
    l->n += from - l->done;
    l->done = to;
    ARRAY_ROOM(p->cuts, p->ncuts, p->cuts_cap);
    p->cuts[p->ncuts++] = (Cut){(uint32_t)l->n, (uint32_t)(to - l->n)};
}

/* Says once that something is never closed. */
static void tell(Lean *l, size_t at, const char *what)
{
    const Article *a = l->page->article;
    if (!l->told)
        diag(l->page->diag, D_HTML_UNCLOSED, article_loc(a, (uint32_t)at), str_of(what),
             (Str){0});
    l->told = true;
}

/* ---- tags ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Attributes that somebody reads. */
static bool is_read(Str name)
{
    static const char *const names[] = {"alt",      "aria-hidden", "class",
                                        "colspan",  "content",     "data-original",
                                        "data-src", "data-srcset", "datetime",
                                        "dir",      "epub:type",   "height",
                                        "hidden",   "href",        "id",
                                        "itemprop", "itemscope",   "itemtype",
                                        "lang",     "name",        "property",
                                        "rel",      "role",        "rowspan",
                                        "scope",    "shadowroot",  "shadowrootmode",
                                        "src",      "srcset",      "start",
                                        "style",    "title",       "type",
                                        "value",    "width",       "xml:lang"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((names[i][0] | 32) == (name.n ? name.p[0] | 32 : 0) &&
            str_eq_nocase(name, str_of(names[i])))
            return true;
    return false;
}

/* Reads one attribute from i on: its name, and where it ends.  *name is empty when it
 * had better not be seen: a value that goes on to the end of the page. */
static size_t read_attribute(Lean *l, size_t i, Str *name)
{
    const Str s = l->s;
    const size_t from = i++;
    while (i < s.n && !is_space(s.p[i]) && s.p[i] != '/' && s.p[i] != '>' &&
           s.p[i] != '=')
        i++;
    *name = str_sub(s, from, i);
    size_t k = i;
    while (k < s.n && is_space(s.p[k]))
        k++;
    if (k >= s.n || s.p[k] != '=')
        return i;
    k++;
    while (k < s.n && is_space(s.p[k]))
        k++;
    if (k < s.n && (s.p[k] == '"' || s.p[k] == '\'')) {
        bool *none = &l->no_quote[s.p[k] == '"'];
        const char *end = *none ? NULL : memchr(s.p + k + 1, s.p[k], s.n - k - 1);
        if (end)
            return (size_t)(end - s.p) + 1;
        tell(l, from, "an attribute");
        *none = true;
        *name = (Str){0};
    }
    while (k < s.n && !is_space(s.p[k]) && s.p[k] != '>')
        k++;
    return k;
}

/* Reads the rest of a tag from l->i on, behind its '>'; cuts attributes that nobody
 * reads if `lean`. */
static void read_attributes(Lean *l, bool lean)
{
    size_t kept = 0;
    while (l->i < l->s.n && l->s.p[l->i] != '>') {
        if (is_space(l->s.p[l->i]) || l->s.p[l->i] == '/') {
            l->i++;
            continue;
        }
        Str name;
        const size_t from = l->i;
        l->i = read_attribute(l, from, &name);
        if (lean && (kept == ATTRIBUTES || !is_read(name)))
            cut(l, from, l->i);
        else
            kept++;
    }
    l->i += l->i < l->s.n;
}

/* Where "</name" stands at or after i, as a whole tag; s.n when nowhere. */
static size_t find_end_tag(Str s, size_t i, Str name)
{
    while (i < s.n) {
        const char *at = memchr(s.p + i, '<', s.n - i);
        if (at == NULL)
            return s.n;
        i = (size_t)(at - s.p);
        const size_t end = i + 2 + name.n;
        if (end < s.n && s.p[i + 1] == '/' &&
            str_eq_nocase(str_sub(s, i + 2, end), name) &&
            (is_space(s.p[end]) || s.p[end] == '/' || s.p[end] == '>'))
            return i;
        i++;
    }
    return s.n;
}

/* The same for a script, which may hold another one inside a comment. */
static size_t find_script_end(Str s, size_t i)
{
    const Str name = S("script");
    bool comment = false, inner = false;
    for (; i < s.n; i++) {
        const Str rest = str_sub(s, i, i + 9);
        if (s.p[i] == '-' && str_starts(rest, S("-->")))
            comment = inner = false;
        if (s.p[i] != '<')
            continue;
        if (str_starts(rest, S("<!--")))
            comment = true;
        else if (str_eq_nocase(str_sub(rest, 0, 7), S("<script")))
            inner = comment;
        else if (rest.n > 1 && rest.p[1] == '/' &&
                 find_end_tag(str_sub(s, i, i + 10), 0, name) == 0) {
            if (!inner)
                return i;
            inner = false;
        }
    }
    return s.n;
}

/* ---- what is left out whole ---- */

static size_t tag_end(Str s, size_t i)
{
    const char *at = i < s.n ? memchr(s.p + i, '>', s.n - i) : NULL;
    return at ? (size_t)(at - s.p) + 1 : s.n;
}

static void skip_script(Lean *l, size_t from, Str tag)
{
    const size_t end = find_script_end(l->s, l->i);
    if (end == l->s.n)
        tell(l, from, "a script");
    if (str_has(tag, S("ld+json"))) {
        Page *p = l->page;
        ARRAY_ROOM(p->data, p->ndata, p->data_cap);
        p->data[p->ndata++] = str_sub(l->s, l->i, end);
    }
    l->i = tag_end(l->s, end);
    cut(l, from, l->i);
}

/* A drawing, and those in it. */
static void skip_drawing(Lean *l, size_t from)
{
    size_t i = l->i;
    for (size_t depth = 1; depth > 0 && !l->no_drawing_end;) {
        const char *at = i < l->s.n ? memchr(l->s.p + i, '<', l->s.n - i) : NULL;
        if (at == NULL) {
            l->no_drawing_end = true;
            return;
        }
        i = (size_t)(at - l->s.p) + 1;
        if (str_eq_nocase(str_sub(l->s, i, i + 4), S("/svg")))
            depth--;
        else if (str_eq_nocase(str_sub(l->s, i, i + 3), S("svg")))
            depth++;
    }
    if (l->no_drawing_end)
        return;
    l->i = tag_end(l->s, i);
    cut(l, from, l->i);
}

/* The text of these is no markup, whatever it looks like. */
static void skip_raw(Lean *l, size_t from, GumboTag tag, Str name, bool shown)
{
    const size_t end = l->no_end[tag] ? l->s.n : find_end_tag(l->s, l->i, name);
    if (end == l->s.n) {
        tell(l, from, gumbo_normalized_tagname(tag));
        l->no_end[tag] = true;
    }
    if (!shown) {
        l->i = tag_end(l->s, end);
        cut(l, from, l->i);
    } else if (end == l->s.n) {
        cut(l, from, l->i); /* else all that follows is a title */
    } else {
        l->i = end;
    }
}

/* Where a comment's text ends; s.n when it does not. */
static size_t find_comment_end(Str s, size_t i)
{
    while (i < s.n) {
        const char *at = memchr(s.p + i, '-', s.n - i);
        i = at ? (size_t)(at - s.p) : s.n;
        const Str rest = str_sub(s, i, i + 4);
        if (str_starts(rest, S("-->")) || str_starts(rest, S("--!>")))
            return i;
        i++;
    }
    return s.n;
}

static void skip_comment(Lean *l, size_t from)
{
    const size_t text = from + 4;
    const Str head = str_sub(l->s, text, text + 2);
    size_t end = text;
    if (!str_starts(head, S(">")) && !str_starts(head, S("->")))
        end = l->no_comment_end ? l->s.n : find_comment_end(l->s, text);
    if (end == l->s.n) {
        tell(l, from, "a comment");
        l->no_comment_end = true;
        l->i = text; /* what follows is read as if it were none */
    } else {
        l->i = tag_end(l->s, end);
    }
    cut(l, from, l->i);
}

/* ---- depth ---- */

static bool closes_itself(GumboTag tag)
{
    switch ((int)tag) {
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_OPTGROUP:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
        return true;
    default:
        return false;
    }
}

static bool is_formatting(GumboTag tag)
{
    switch ((int)tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
        return true;
    default:
        return false;
    }
}

/* False: it is one too many. */
static bool open_tag(Lean *l, GumboTag tag)
{
    if (closes_itself(tag))
        return true;
    const bool formats = is_formatting(tag);
    if (l->nopen == DEPTH || (formats && l->formatting == FORMATTING)) {
        l->left_out[tag]++;
        return false;
    }
    l->open[l->nopen++] = (Open){tag, formats};
    l->formatting += formats;
    return true;
}

/* False: its start tag was left out. */
static bool close_tag(Lean *l, GumboTag tag)
{
    if (l->left_out[tag] > 0) {
        l->left_out[tag]--;
        return false;
    }
    size_t at = closes_itself(tag) ? 0 : l->nopen;
    while (at > 0 && l->open[at - 1].tag != tag)
        at--;
    if (at == 0)
        return true;
    /* what formats stays open behind what ends; all else in it ends too */
    size_t kept = at - 1;
    l->formatting -= l->open[at - 1].formats;
    for (size_t k = at; k < l->nopen; k++)
        if (l->open[k].formats || l->open[at - 1].formats)
            l->open[kept++] = l->open[k];
    l->nopen = kept;
    return true;
}

/* ---- the pass ---- */

/* l->i is behind the tag's name.  Whether the tag stays is known only behind its end, so
 * the attributes of one that does are read twice. */
static void start_tag(Lean *l, size_t from, GumboTag tag, Str name)
{
    const size_t attributes = l->i;
    read_attributes(l, false);
    switch ((int)tag) {
    case GUMBO_TAG_SCRIPT:
        skip_script(l, from, str_sub(l->s, from, l->i));
        return;
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_IFRAME:
        skip_raw(l, from, tag, name, false);
        return;
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_XMP:
        skip_raw(l, from, tag, name, true);
        return;
    case GUMBO_TAG_SVG:
        if (l->s.p[l->i - 2] != '/')
            skip_drawing(l, from);
        return;
    case GUMBO_TAG_PLAINTEXT:
        l->i = l->s.n;
        return;
    default:
        if (!open_tag(l, tag)) {
            cut(l, from, l->i);
            return;
        }
        l->i = attributes;
        read_attributes(l, true);
    }
}

static void read_tag(Lean *l)
{
    const Str s = l->s;
    const size_t from = l->i;
    const char next = from + 1 < s.n ? s.p[from + 1] : '\0';
    const bool end = next == '/';
    if (next == '!' && str_starts(str_sub(s, from, from + 4), S("<!--"))) {
        skip_comment(l, from);
        return;
    }
    if (next == '!' || next == '?') {
        l->i = tag_end(s, from);
        return;
    }
    l->i = from + 1 + end;
    if (l->i >= s.n || !is_letter(s.p[l->i]))
        return;
    const size_t name = l->i;
    while (l->i < s.n && !is_space(s.p[l->i]) && s.p[l->i] != '/' && s.p[l->i] != '>')
        l->i++;
    const Str word = str_sub(s, name, l->i);
    const GumboTag tag =
        word.n < 32 ? gumbo_tagn_enum(word.p, (unsigned)word.n) : GUMBO_TAG_UNKNOWN;
    if (!end) {
        start_tag(l, from, tag, word);
        return;
    }
    read_attributes(l, false);
    if (!close_tag(l, tag))
        cut(l, from, l->i);
}

void page_lean(Page *p)
{
    Lean *l = mem_alloc(sizeof *l);
    l->page = p;
    l->s = p->text;
    l->out = arena_alloc(p->scratch, p->text.n + 1);
    while (l->i < l->s.n) {
        const char *at = memchr(l->s.p + l->i, '<', l->s.n - l->i);
        l->i = at ? (size_t)(at - l->s.p) : l->s.n;
        if (at)
            read_tag(l);
    }
    cut(l, l->s.n, l->s.n);
    p->lean = (Str){l->out, l->n};
    free(l);
}
