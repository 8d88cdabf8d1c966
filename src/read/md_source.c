/* What md4c is given: the article's text, without what md4c does not know.
 *
 * Model: a buffer made of pieces, each a stretch of the text or one character in the
 * place of a mark: a shortcode, the call of a note.  A piece knows its range, so whatever
 * md4c hands back by a pointer into the buffer is known by its place in the text.  The
 * notes' definitions are taken out of where they stand, their indent is taken off, and
 * they follow at the end, each behind a paragraph that is its mark: one run of md4c reads
 * all, and the links that they share are known to all. Method: one pass over the lines
 * finds the definitions, a second one the marks; both leave fenced code alone.  Code that
 * only md4c can tell, between backticks or by its indent, is put back when it comes (a
 * mark there shows its text). Cost: linear; a shortcode is looked for over a bounded
 * distance. Alternative not taken: a grammar of blocks of our own, which would have to
 * agree with md4c's in every corner. */
#include <stdlib.h>
#include <string.h>

#include "md.h"

enum {
    INDENT = 4,       /* columns of what goes on with a note behind an empty line */
    LABEL_MOST = 200, /* bytes of a note's name */
};

/* ---- lines ---- */

typedef struct Line {
    uint32_t from, to; /* without its end */
    uint32_t next;     /* behind its end */
} Line;

static Line line_at(Str text, uint32_t from)
{
    Str rest = str_sub(text, from, text.n);
    const Str line = str_line(&rest);
    return (Line){from, from + (uint32_t)line.n, (uint32_t)(text.n - rest.n)};
}

static Str line_str(Str text, Line l)
{
    return str_sub(text, l.from, l.to);
}

static bool is_blank(Str s)
{
    return str_trim(s).n == 0;
}

/* What stands before a block: indent, angles of quotes, bullets of lists. */
static size_t skip_prefix(Str s)
{
    size_t i = 0;
    while (i < s.n) {
        const bool bullet = (s.p[i] == '-' || s.p[i] == '*' || s.p[i] == '+') &&
                            i + 1 < s.n && s.p[i + 1] == ' ';
        if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '>' && !bullet)
            break;
        i++;
    }
    return i;
}

/* A fence of code, open or not. */
typedef struct Fence {
    char mark;     /* 0: none is open */
    size_t length; /* of the opening one */
} Fence;

/* Is the line a fence, or inside of one?  Follows the fence. */
static bool fence_step(Fence *f, Str line)
{
    const bool was = f->mark != 0;
    const size_t from = skip_prefix(line);
    size_t to = from;
    while (to < line.n && line.p[to] == line.p[from] &&
           (line.p[from] == '`' || line.p[from] == '~'))
        to++;
    const Str info = str_sub(line, to, line.n);
    if (was) {
        if (to - from >= f->length && line.p[from] == f->mark && is_blank(info))
            *f = (Fence){0};
        return true;
    }
    if (to - from < 3 || (line.p[from] == '`' && str_has(info, S("`"))))
        return false;
    *f = (Fence){line.p[from], to - from};
    return true;
}

/* ---- notes ---- */

/* The length of "[^label]" at the head of s; 0: there is none. */
static size_t call_length(Str s)
{
    size_t i = 2;
    if (!str_starts(s, S("[^")))
        return 0;
    while (i < s.n && i < LABEL_MOST && s.p[i] != ']' && s.p[i] != '[' && s.p[i] > ' ')
        i++;
    return i > 2 && i < s.n && s.p[i] == ']' ? i + 1 : 0;
}

static size_t columns(Str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'); i++)
        n += s.p[i] == '\t' ? INDENT : 1;
    return n;
}

/* Does the line begin a block, so that no paragraph goes on in it? */
static bool begins_block(Str line)
{
    static const char *const heads[] = {"# ", "## ", "### ", ">",   "- ",  "* ",
                                        "+ ", "```", "~~~",  "---", "***", "|"};
    const Str s = str_trim(line);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(s, str_of(heads[i])))
            return true;
    size_t i = 0;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i > 0 && i + 1 < s.n && (s.p[i] == '.' || s.p[i] == ')') && s.p[i + 1] == ' ';
}

/* Where the definition that begins in line `l` ends. */
static uint32_t note_end(Str text, Line l)
{
    uint32_t end = l.next;
    bool blank = false;
    Fence fence = {0};
    for (uint32_t at = l.next; at < text.n;) {
        const Line next = line_at(text, at);
        const Str s = line_str(text, next);
        at = next.next;
        if (is_blank(s)) {
            blank = true;
            continue;
        }
        const bool inside = columns(s) >= INDENT;
        if (!inside &&
            (blank || fence.mark || call_length(str_trim(s)) || begins_block(s)))
            break;
        fence_step(&fence, s);
        blank = false;
        end = next.next;
    }
    return end;
}

static bool add_note(MdSource *s, Line l)
{
    const Str line = line_str(s->text, l);
    size_t i = 0;
    while (i < line.n && i < INDENT - 1 && line.p[i] == ' ')
        i++;
    const size_t n = call_length(str_sub(line, i, line.n));
    if (n == 0 || i + n >= line.n || line.p[i + n] != ':')
        return false;
    MdNote *note = arena_alloc(s->a, sizeof *note);
    note->label = str_sub(line, i + 2, i + n - 1);
    note->from = l.from;
    note->body = l.from + (uint32_t)(i + n + 1);
    note->to = note_end(s->text, l);
    ARRAY_ROOM(s->notes, s->nnotes, s->notes_cap);
    s->notes[s->nnotes++] = note;
    void **slot = map_at(&s->labels, note->label);
    if (*slot == NULL)
        *slot = note;
    return true;
}

static void find_notes(MdSource *s, uint32_t from)
{
    Fence fence = {0};
    for (uint32_t at = from; at < s->text.n;) {
        const Line l = line_at(s->text, at);
        at = l.next;
        if (!fence_step(&fence, line_str(s->text, l)) && add_note(s, l))
            at = s->notes[s->nnotes - 1]->to;
    }
}

/* ---- pieces ---- */

static void put_piece(MdSource *s, Str bytes, uint32_t from, uint32_t to,
                      const MdMark *mark)
{
    MdPiece *last = s->n ? &s->v[s->n - 1] : NULL;
    if (bytes.n == 0)
        return;
    if (last && !last->mark && !mark && last->to == from && last->from < last->to &&
        from < to) {
        last->to = to;
    } else {
        ARRAY_ROOM(s->v, s->n, s->cap);
        s->v[s->n++] = (MdPiece){s->out.n, from, to, mark};
    }
    buf_put(&s->out, bytes);
}

static void put_source(MdSource *s, uint32_t from, uint32_t to)
{
    put_piece(s, str_sub(s->text, from, to), from, to, NULL);
}

static void put_own(MdSource *s, Str bytes)
{
    put_piece(s, bytes, 0, 0, NULL);
}

static void put_mark(MdSource *s, MdMarkKind kind, uint32_t from, uint32_t to,
                     MdNote *note)
{
    MdMark *mark = arena_alloc(s->a, sizeof *mark);
    *mark = (MdMark){kind, from, to, note};
    put_piece(s, S("\uFFFC"), from, to, mark); /* may stand in a link's address */
}

/* ---- marks ---- */

/* The range of text that is gone through, and where in it we are. */
typedef struct Scan {
    MdSource *s;
    uint32_t to; /* its end */
    Fence fence; /* of the text's own code */
    bool code;   /* between the shortcodes that fence code */
    bool piped;  /* the line before has a '|' */
} Scan;

/* "{#id .class}" at the end of a heading, "{: .class}" alone on its line. */
static size_t attributes_length(Str rest, Str line)
{
    const bool heading = str_starts(str_trim(line), S("#")) && str_starts(rest, S("{#"));
    const bool alone = str_starts(rest, S("{:")) && str_trim(line).n == str_trim(rest).n;
    const Str s = str_trim(rest);
    if ((!heading && !alone) || !str_ends(s, S("}")) ||
        str_has(str_sub(s, 1, s.n), S("{")))
        return 0;
    return s.n;
}

/* "![[hills.jpg|300]]": of a picture, by its name; a note that is embedded stays as it is
 * written. */
static size_t embed_length(Str rest)
{
    static const char *const kinds[] = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"};
    enum { LONGEST = 1024 }; /* bytes: names of files are shorter */
    if (!str_starts(rest, S("![[")))
        return 0;
    rest = str_sub(rest, 0, LONGEST);
    const size_t end = str_find(rest, S("]]"));
    if (end == rest.n)
        return 0;
    Str inside = str_sub(rest, 3, end);
    const Str file = str_trim(str_cut(&inside, '|'));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_ends_nocase(file, str_of(kinds[i])))
            return end + 2;
    return 0;
}

/* The mark that begins at `at` in line l; its end is returned, `at` when there is none.
 */
static uint32_t mark_at(const Scan *c, Line l, uint32_t at, MdMarkKind *kind,
                        MdNote **note)
{
    const Str rest = str_sub(c->s->text, at, c->to);
    const Str on_line = str_sub(c->s->text, at, l.to);
    *note = NULL;
    if (rest.p[0] == '!') {
        *kind = MD_EMBED;
        return at + (uint32_t)embed_length(on_line);
    }
    if (at > l.from && c->s->text.p[at - 1] == '\\')
        return at;
    if (rest.p[0] == '[') {
        const size_t n = call_length(on_line);
        *kind = MD_CALL;
        *note = n ? map_find(&c->s->labels, str_sub(rest, 2, n - 1)) : NULL;
        return *note ? at + (uint32_t)n : at;
    }
    *kind = MD_SHORTCODE;
    const size_t n = md_shortcode_length(rest);
    return at + (uint32_t)(n ? n : attributes_length(on_line, line_str(c->s->text, l)));
}

/* What a line came to. */
typedef struct Marked {
    bool words; /* it has text outside of its marks, */
    bool shows; /* or a mark with some */
    size_t nmarks;
    const MdMark *last;
} Marked;

static void learn_template(MdSource *s, Str shortcode)
{
    if (s->template.n == 0 && md_shortcode_fills(shortcode))
        s->template = shortcode;
}

/* Puts the line, and those after it that a mark reaches into; returns what follows. */
static Line put_marked(Scan *c, Line l, Marked *m)
{
    MdSource *s = c->s;
    uint32_t done = l.from;
    *m = (Marked){0};
    for (uint32_t i = l.from; i < l.to; i++) {
        const char ch = s->text.p[i];
        if (ch != '{' && ch != '[' && ch != '!') {
            m->words = m->words || (ch != ' ' && ch != '\t');
            continue;
        }
        MdMarkKind kind;
        MdNote *note;
        const uint32_t end = mark_at(c, l, i, &kind, &note);
        if (end == i) {
            m->words = true;
            continue;
        }
        put_source(s, done, i);
        put_mark(s, kind, i, end, note);
        if (kind == MD_SHORTCODE)
            learn_template(s, str_sub(s->text, i, end));
        m->last = s->v[s->n - 1].mark;
        m->nmarks++;
        m->shows = m->shows || kind != MD_SHORTCODE ||
                   md_shortcode_shows(str_sub(s->text, i, end));
        done = end;
        if (end > l.to) { /* the line goes on where the mark ends */
            const Line last = line_at(s->text, end);
            l.to = last.to > c->to ? c->to : last.to;
            l.next = last.next > c->to ? c->to : last.next;
        }
        i = end - 1;
    }
    put_source(s, done, l.to);
    return l;
}

static void put_end(MdSource *s, Line l)
{
    if (l.to < l.next)
        put_source(s, l.to, l.next);
    else
        put_own(s, S("\n"));
}

/* A line of shortcodes alone: it fences code, or shows nothing and is an empty line. */
static bool put_alone(Scan *c, const Marked *m, size_t out, size_t pieces)
{
    MdSource *s = c->s;
    if (m->nmarks == 0 || m->words)
        return false;
    const Str last = str_sub(s->text, m->last->from, m->last->to);
    const int code = m->nmarks == 1 ? md_shortcode_code(last) : 0;
    if (code == 0 && m->shows)
        return false;
    s->out.n = out;
    s->n = pieces;
    if (code > 0 || (code < 0 && c->code)) {
        put_own(s, S("~~~~~~~~~~~~"));
        c->code = code > 0;
    }
    return true;
}

/* "|-|:-:|", below a line with a '|'. */
static bool is_delimiter_row(const Scan *c, Str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '\0' || strchr("|-: \t", line.p[i]) == NULL)
            return false;
    return c->piped && str_has(line, S("|")) && str_has(line, S("-"));
}

/* md4c wants three hyphens for a column where others are content with one. */
static void put_delimiter_row(MdSource *s, Line l)
{
    uint32_t done = l.from;
    for (uint32_t i = l.from; i < l.to; i++) {
        if (s->text.p[i] != '-' || (i > l.from && s->text.p[i - 1] == '-'))
            continue;
        put_source(s, done, i);
        put_own(s, S("--"));
        done = i;
    }
    put_source(s, done, l.to);
}

static void put_line(Scan *c, Line *l)
{
    MdSource *s = c->s;
    const Str line = line_str(s->text, *l);
    if (!c->code && fence_step(&c->fence, line)) {
        put_source(s, l->from, l->to);
        return;
    }
    if (c->code) {
        const Str tag = str_trim(line);
        if (md_shortcode_code(tag) >= 0) {
            put_source(s, l->from, l->to);
            return;
        }
    }
    if (is_delimiter_row(c, line)) {
        put_delimiter_row(s, *l);
        return;
    }
    c->piped = str_has(line, S("|"));
    const size_t out = s->out.n, pieces = s->n;
    /* A piece that the line only lengthens must not be taken back with it. */
    const uint32_t to = pieces ? s->v[pieces - 1].to : 0;
    Marked m;
    *l = put_marked(c, *l, &m);
    if (put_alone(c, &m, out, pieces) && pieces && s->v[pieces - 1].to != to)
        s->v[pieces - 1].to = to;
}

static void put_lines(Scan *c, uint32_t from)
{
    for (uint32_t at = from; at < c->to;) {
        Line l = line_at(c->s->text, at);
        l.next = l.next > c->to ? c->to : l.next;
        put_line(c, &l);
        put_end(c->s, l);
        at = l.next;
    }
}

/* What is still open would take in what follows. */
static void put_closing(Scan *c)
{
    MdSource *s = c->s;
    put_own(s, S("\n"));
    if (c->code)
        put_own(s, S("~~~~~~~~~~~~\n"));
    for (size_t i = 0; c->fence.mark && i < c->fence.length; i++)
        put_own(s, (Str){&c->fence.mark, 1});
    put_own(s, S("\n\n"));
}

/* Its indent taken off, line by line. */
static void put_note(MdSource *s, MdNote *note)
{
    Scan c = {.s = s, .to = note->to};
    put_mark(s, MD_NOTE, note->from, note->body, note);
    put_own(s, S("\n\n"));
    uint32_t at = note->body;
    bool first = true;
    while (at < note->to) {
        Line l = line_at(s->text, at);
        size_t column = 0;
        while (l.from < l.to && (first || column < INDENT) &&
               (s->text.p[l.from] == ' ' || s->text.p[l.from] == '\t')) {
            column += s->text.p[l.from] == '\t' ? INDENT : 1;
            l.from++;
        }
        l.next = l.next > c.to ? c.to : l.next;
        put_line(&c, &l);
        put_end(s, l);
        at = l.next;
        first = false;
    }
    put_closing(&c);
}

void md_source(MdSource *s, Arena *a, Str text, uint32_t from)
{
    *s = (MdSource){.a = a, .text = text};
    find_notes(s, from);
    Scan c = {.s = s};
    for (size_t i = 0; i < s->nnotes; i++) {
        c.to = s->notes[i]->from;
        put_lines(&c, from);
        put_own(s, S("\n")); /* as if an empty line stood there */
        from = s->notes[i]->to;
    }
    c.to = (uint32_t)text.n;
    put_lines(&c, from);
    if (s->nnotes)
        put_closing(&c);
    for (size_t i = 0; i < s->nnotes; i++)
        put_note(s, s->notes[i]);
}

void md_source_free(MdSource *s)
{
    buf_free(&s->out);
    free(s->v);
    free(s->notes);
    map_free(&s->labels);
}

/* ---- from the buffer back to the text ---- */

static const MdPiece *piece_at(const MdSource *s, size_t at)
{
    size_t low = 0, high = s->n;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (s->v[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return &s->v[low];
}

MdSlice md_slice(const MdSource *s, const char **p, size_t *n)
{
    const uintptr_t start = (uintptr_t)s->out.p, here = (uintptr_t)*p;
    MdSlice slice = {.text = {*p, *n}};
    size_t taken = *n;
    if (s->n > 0 && here >= start && here < start + s->out.n) {
        const size_t at = here - start;
        const MdPiece *piece = piece_at(s, at);
        const MdPiece *next = piece + 1;
        const size_t end = next < s->v + s->n ? next->at : s->out.n;
        taken = end - at < *n ? end - at : *n;
        slice.text.n = taken;
        slice.mark = piece->mark;
        slice.own = piece->from == piece->to;
        slice.from = piece->from;
        slice.to = piece->to;
        if (piece->mark == NULL && piece->from < piece->to) {
            slice.from = piece->from + (uint32_t)(at - piece->at);
            slice.to = slice.from + (uint32_t)taken;
            slice.text = str_sub(s->text, slice.from, slice.to);
        }
    }
    *p += taken;
    *n -= taken;
    return slice;
}
