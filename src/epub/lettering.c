/* Display type.
 *
 * A text is cut into atoms at the places where a line may break.  For a size, filling
 * line after line gives the fewest lines that hold it; the first size, going down, at
 * which these are few enough is taken: three while the type is large, for a long title
 * looks better small than stacked.  Then the breaks are moved so that the lines come
 * out even: of all ways to break the atoms into that many lines, the one whose squares
 * of the widths have the least sum (the fullest lines cost most).  With n atoms, no more
 * than ATOMS, that is n² steps a line.
 *
 * A line is put in the order in which it is seen, and parted into runs of one script and
 * one face: the stylesheet's where it has the character, else a fallback. */
#include "lettering.h"

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"

enum {
    EM = 1024,
    CHARACTERS = 240, /* a cover is no page: what is longer is cut */
    UNBROKEN = 40,    /* characters that stay together when nothing parts them */
    FEW = 3,          /* lines that look well in large type */
    LINES = 12,       /* no caller wants more */
};

typedef struct Atom {
    Str text;
    int32_t width, trimmed; /* with and without the blanks at its end; 1/1024 em */
} Atom;

/* ---- runs ---- */

static const Face *face_for(const LetteringType *t, uint32_t cp)
{
    const Face *first = fonts_match(t->fonts, t->families, t->weight, t->italic);
    return first == NULL || face_has(first, cp)
               ? first
               : fonts_fallback(t->fonts, cp, t->lang, t->weight, t->italic);
}

/* Characters of no script of their own go with what stands before them. */
static bool is_neutral(uint32_t script)
{
    return script == ('Z' << 24 | 'y' << 16 | 'y' << 8 | 'y') ||
           script == ('Z' << 24 | 'i' << 16 | 'n' << 8 | 'h');
}

static void add_run(Arena *a, const LetteringType *t, bool rtl, LetteringLine *line,
                    const Face *face, Str text)
{
    if (text.n == 0)
        return;
    const Face *first = fonts_match(t->fonts, t->families, t->weight, t->italic);
    const Shape *s =
        face ? shape_text(a, face, text, t->lang, t->features | (rtl ? FEATURE_RTL : 0u))
             : shape_replacement(a, first, text);
    line->runs[line->n++] = s;
    line->width += (int32_t)((int64_t)s->width * EM / s->face->upem);
}

/* The runs of one direction, appended in the order of reading; a run from right to left
 * has its parts turned round afterwards. */
static void add_directed(Arena *a, const LetteringType *t, bool rtl, LetteringLine *line,
                         Str text)
{
    const Face *face = NULL;
    uint32_t script = 0;
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        const size_t at = i;
        const uint32_t cp = utf8_next(text, &i);
        const uint32_t own = uni_script(cp);
        const bool goes_with =
            at > 0 && (uni_is_mark(cp) || uni_is_ignorable(cp) ||
                       (is_neutral(own) && face && face_has(face, cp)));
        if (goes_with)
            continue;
        const Face *f = face_for(t, cp);
        if (at > 0 && (f != face || (!is_neutral(own) && script && own != script))) {
            add_run(a, t, rtl, line, face, str_sub(text, from, at));
            from = at;
            script = 0;
        }
        face = f;
        script = is_neutral(own) ? script : own;
    }
    add_run(a, t, rtl, line, face, str_sub(text, from, text.n));
}

static void reverse(const Shape **v, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        const Shape *s = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = s;
    }
}

static LetteringLine set_line(Arena *a, const LetteringType *t, Str text)
{
    LetteringLine line = {.runs = arena_array(a, text.n + 1, sizeof *line.runs)};
    size_t n;
    const BidiRun *dirs = uni_bidi_runs(a, text, uni_lang_is_rtl(t->lang), &n);
    for (size_t i = 0; i < n; i++) {
        const size_t had = line.n;
        add_directed(a, t, dirs[i].rtl, &line, str_sub(text, dirs[i].from, dirs[i].to));
        if (dirs[i].rtl)
            reverse(line.runs + had, line.n - had);
    }
    return line;
}

/* ---- atoms ---- */

/* The part of a text that is shown. */
static Str shown(Arena *a, Str text)
{
    size_t i = 0;
    for (int n = 0; i < text.n && n < CHARACTERS; n++)
        utf8_next(text, &i);
    if (i == text.n)
        return text;
    return arena_printf(a, STR_FMT "…", STR_ARG(str_trim(str_sub(text, 0, i))));
}

static size_t cut_atoms(Arena *a, const LetteringType *t, Str text, Atom *atoms)
{
    uint8_t *brk = arena_alloc(a, text.n + 1);
    uni_line_breaks(text, brk);
    size_t n = 0, from = 0;
    int together = 0;
    for (size_t i = 0; i < text.n;) {
        utf8_next(text, &i);
        if (i < text.n && !brk[i] && ++together < UNBROKEN)
            continue;
        Atom *atom = &atoms[n++];
        atom->text = str_sub(text, from, i);
        atom->width = set_line(a, t, atom->text).width;
        atom->trimmed = set_line(a, t, str_trim(atom->text)).width;
        from = i;
        together = 0;
    }
    return n;
}

/* ---- lines ---- */

/* How many lines it takes at least; more than `most` when an atom is too wide. */
static size_t fewest_lines(const Atom *atoms, size_t n, int64_t measure, size_t most)
{
    size_t lines = 0;
    int64_t at = measure + 1; /* the line before the first is full */
    for (size_t i = 0; i < n; i++) {
        if (atoms[i].trimmed > measure)
            return most + 1;
        if (at + atoms[i].trimmed > measure) {
            lines++;
            at = 0;
        }
        at += atoms[i].width;
    }
    return lines;
}

/* The ends of the lines, as numbers of atoms, into ends[0..lines). */
static void balance(const Atom *atoms, size_t n, int64_t measure, size_t lines,
                    size_t *ends)
{
    static const int64_t never = INT64_MAX / 4;
    enum { MOST = CHARACTERS + 8 };
    int64_t cost[LINES + 1][MOST + 1]; /* of the atoms before i in so many lines */
    size_t from[LINES + 1][MOST + 1];
    for (size_t k = 0; k <= lines; k++)
        for (size_t i = 0; i <= n; i++)
            cost[k][i] = k == 0 && i == 0 ? 0 : never;
    for (size_t k = 1; k <= lines; k++)
        for (size_t i = 1; i <= n; i++) {
            int64_t width = atoms[i - 1].trimmed;
            for (size_t j = i; j-- > 0 && width <= measure;) {
                const int64_t c = cost[k - 1][j] + width * width;
                if (c < cost[k][i]) {
                    cost[k][i] = c;
                    from[k][i] = j;
                }
                width += j > 0 ? atoms[j - 1].width : 0;
            }
        }
    for (size_t k = lines, i = n; k > 0; i = from[k][i], k--)
        ends[k - 1] = i;
}

const Lettering *lettering_set(Arena *a, const LetteringType *t, Str text, int width,
                               int most, int largest)
{
    if (fonts_match(t->fonts, t->families, t->weight, t->italic) == NULL)
        return NULL;
    text = shown(a, text);
    Atom *atoms = arena_array(a, CHARACTERS + 8, sizeof *atoms);
    const size_t n = cut_atoms(a, t, text, atoms);
    Lettering *d = arena_alloc(a, sizeof *d);
    int64_t measure;
    size_t lines;
    for (int size = largest;; size -= size / 12 + 1) {
        if (size < 1)
            return NULL; /* a face whose letters are hundreds of ems wide */
        d->size = size;
        measure = (int64_t)width * EM / size;
        const int allowed = most > FEW && size > largest * 5 / 8 ? FEW : most;
        lines = fewest_lines(atoms, n, measure, (size_t)allowed);
        if (lines <= (size_t)allowed)
            break;
    }
    size_t ends[LINES];
    balance(atoms, n, measure, lines, ends);
    d->lines = arena_array(a, lines, sizeof *d->lines);
    d->n = lines;
    for (size_t k = 0, from = 0; k < lines; from = ends[k++]) {
        const char *p = atoms[from].text.p;
        const Str last = atoms[ends[k] - 1].text;
        d->lines[k] = set_line(a, t, str_trim((Str){p, (size_t)(last.p + last.n - p)}));
    }
    return d;
}
