/* The parts of a message (RFC 2045, 2046), found by their boundaries.
 *
 * Model: a message is a head of fields and a body; the body of a multipart is parted by
 * lines that its head names, the body of a message/rfc822 is a message again.
 * Method: one pass over the lines with a stack of the multiparts that are open.  A line
 * that begins with "--" is held against their boundaries from the innermost on; the one
 * that it belongs to ends all parts inside.  What is broken is read on: a boundary that
 * never comes leaves a text, one that never closes closes at the end, and both are told.
 * Cost: linear in the lines; those that begin with "--" times the depth, which is capped.
 * Alternative not taken: gmime's own parser.  It recurses into what it parses, makes
 * several objects for every field and part before anybody can count them, and a message
 * of 64 MB can be all parts of five bytes.  So gmime is given one head at a time, for
 * the grammar of fields and the codecs (mime_fields.c), and nothing of a size or depth
 * that the message decides. */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "mime.h"

enum {
    DEPTH = 32,             /* multiparts and messages in each other; mail has 3 or 4 */
    MOST_PARTS = 2000,      /* of one message; a page saved with its pictures has 300 */
    HEAD_MOST = 256 * 1024, /* bytes of a head that are read; of real ones 20,000 */
    NAME_MOST = 76,         /* bytes of a field's name; no line of RFC 5322 is longer */
};

typedef struct Open {
    uint32_t part;
    uint32_t children;
    Str boundary; /* empty: a message, which ends with what is around it */
} Open;

typedef struct Split {
    Diag *d;
    Loc at;
    Mime *m;
    Str s;
    size_t i; /* read up to here */
    Open open[DEPTH];
    size_t n;
    bool in_leaf; /* the last part is one, and open */
    bool told;    /* that something is beyond the limits */
} Split;

static void tell(Split *x, DiagId id, Str what)
{
    if (!x->told)
        diag(x->d, id, x->at, what, (Str){0});
    x->told = true;
}

/* ---- lines ---- */

/* The line at *i, without its end, moving *i behind it. */
static Str take_line(Str s, size_t *i)
{
    Str rest = str_sub(s, *i, s.n);
    const Str line = str_line(&rest);
    *i = s.n - rest.n;
    return line;
}

bool mime_is_field_line(Str line)
{
    for (size_t i = 0; i < line.n && i <= NAME_MOST; i++) {
        if (line.p[i] == ':')
            return i > 0;
        if (line.p[i] <= ' ' || line.p[i] >= 0x7F)
            return false;
    }
    return false;
}

/* The time and the year tell it from a sentence. */
bool mime_is_from_line(Str line)
{
    enum { LONGEST = 400 };
    bool time = false, year = false;
    if (!str_starts(line, S("From ")) || line.n > LONGEST)
        return false;
    for (Str rest = line; rest.n > 0;) {
        const Str word = str_cut(&rest, ' ');
        uint32_t number;
        time |= word.n >= 5 && word.n <= 8 && word.p[2] == ':' &&
                str_to_u32(str_sub(word, 0, 2), 23, &number) &&
                str_to_u32(str_sub(word, 3, 5), 59, &number);
        year |= word.n == 4 && str_to_u32(word, 2100, &number) && number >= 1970;
    }
    return time && year;
}

/* The open part whose boundary the line is, innermost first; DEPTH: none. */
static size_t boundary_of(const Split *x, Str line, bool *closes)
{
    if (!str_starts(line, S("--")))
        return DEPTH;
    while (line.n > 2 && strchr(" \t", line.p[line.n - 1]))
        line.n--;
    for (size_t k = x->n; k-- > 0;) {
        const Str b = x->open[k].boundary;
        const Str behind = str_sub(line, 2 + b.n, line.n);
        if (b.n == 0 || !str_eq(str_sub(line, 2, 2 + b.n), b))
            continue;
        *closes = str_eq(behind, S("--"));
        if (*closes || behind.n == 0)
            return k;
    }
    return DEPTH;
}

/* ---- parts ---- */

static Str number_of_child(Split *x, Open *parent)
{
    const MimePart *p = &x->m->v[parent->part];
    if (parent->boundary.n == 0)
        return p->number; /* a message has the number of the part that holds it */
    return arena_printf(x->m->arena, STR_FMT "%s%u", STR_ARG(p->number),
                        p->number.n ? "." : "", (unsigned)++parent->children);
}

/* The head at x->i: up to an empty line, or to one that can only be the body's. */
static Str read_head(Split *x)
{
    const size_t from = x->i;
    size_t to = from;
    bool closes;
    while (x->i < x->s.n) {
        const size_t at = x->i;
        const Str line = take_line(x->s, &x->i);
        if (line.n == 0)
            break;
        const bool folded = at > from && strchr(" \t", line.p[0]) && line.p[0];
        if (boundary_of(x, line, &closes) < DEPTH ||
            (!folded && !mime_is_field_line(line) && !str_starts(line, S("From ")))) {
            x->i = at;
            break;
        }
        to = x->i;
    }
    if (to - from > HEAD_MOST)
        tell(x, D_MAIL_BEYOND, S("a head of more than 256 KB"));
    return str_sub(x->s, from, to < from + HEAD_MOST ? to : from + HEAD_MOST);
}

/* A part begins at x->i; one that holds others is opened, down to the first leaf. */
static void begin(Split *x, Str number)
{
    for (;;) {
        Mime *m = x->m;
        ARRAY_ROOM(m->v, m->n, m->cap);
        MimePart *p = &m->v[m->n];
        *p = (MimePart){.parent = x->n ? x->open[x->n - 1].part : 0, .number = number};
        p->head = read_head(x);
        p->body = str_sub(x->s, x->i, x->i);
        const Str boundary = mime_describe(m, p);
        const bool message = mime_is(p, "message/rfc822") && mime_is_plain(p);
        x->in_leaf = boundary.n == 0 && !message;
        if (!x->in_leaf && x->n == DEPTH) {
            tell(x, D_MAIL_BEYOND, S("parts nested more than 32 deep"));
            x->in_leaf = true;
        }
        m->n++;
        if (x->in_leaf)
            return;
        x->open[x->n++] = (Open){(uint32_t)m->n - 1, 0, boundary};
        if (!message)
            return;
        number = number_of_child(x, &x->open[x->n - 1]);
    }
}

static void make_text(Split *x, MimePart *p)
{
    tell(x, D_MAIL_BROKEN, p->number.n ? p->number : S("1"));
    p->type = S("text/plain");
}

/* Ends the leaf and all open parts from `level` on, at offset `to`. */
static void end(Split *x, size_t level, size_t to)
{
    Mime *m = x->m;
    const char *p = x->s.p;
    while (x->n > level) {
        const Open *o = &x->open[--x->n];
        MimePart *part = &m->v[o->part];
        part->end = (uint32_t)m->n;
        part->body.n = (size_t)(p + to - part->body.p);
        if (part->end == o->part + 1)
            make_text(x, part);
    }
    if (!x->in_leaf)
        return;
    MimePart *leaf = &m->v[m->n - 1];
    const size_t from = (size_t)(leaf->body.p - p);
    const bool whole = to == x->s.n; /* else the line's end is the boundary's */
    if (!whole && to > from && p[to - 1] == '\n')
        to--;
    if (!whole && to > from && p[to - 1] == '\r')
        to--;
    leaf->body.n = to > from ? to - from : 0;
    leaf->end = (uint32_t)m->n;
    if (str_starts(leaf->type, S("multipart/")))
        make_text(x, leaf);
    x->in_leaf = false;
}

/* What is left when the message ends: all but messages should have been closed. */
static void end_all(Split *x)
{
    for (size_t k = 0; k < x->n; k++)
        if (x->open[k].boundary.n > 0 && x->open[k].part + 1 < x->m->n)
            tell(x, D_MAIL_CUT, (Str){0});
    end(x, 0, x->s.n);
}

void mime_split(Diag *d, Loc at, Mime *m, Str bytes, Str number)
{
    Split *x = arena_alloc(m->arena, sizeof *x);
    *x = (Split){.d = d, .at = at, .m = m, .s = bytes};
    begin(x, number);
    while (x->i < bytes.n) {
        const size_t from = x->i;
        bool closes;
        const size_t k = boundary_of(x, take_line(bytes, &x->i), &closes);
        if (k == DEPTH)
            continue;
        end(x, closes ? k : k + 1, from);
        if (!closes && m->n >= MOST_PARTS) {
            tell(x, D_MAIL_BEYOND, S("more than 2000 parts"));
            break;
        }
        if (!closes)
            begin(x, number_of_child(x, &x->open[k]));
    }
    end_all(x);
    for (size_t i = 0; i < m->n && m->charset == NULL; i++)
        m->charset = charset_find(m->v[i].charset);
}

void mime_free(Mime *m)
{
    free(m->v);
    *m = (Mime){0};
}
