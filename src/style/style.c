/* The front door of style/: a sheet from text to what its questions are answered from. */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "css.h"

/* ---- bytes ---- */

/* What a stylesheet that is no UTF-8 names as its charset; UTF-8 when it names none
 * (CSS Syntax 3, 3.2). */
static const char *declared_charset(Str css)
{
    const Str head = S("@charset \"");
    if (!str_starts(css, head))
        return "UTF-8";
    Str rest = str_sub(css, head.n, css.n < 100 ? css.n : 100);
    const char *charset = charset_find(str_cut(&rest, '"'));
    return charset ? charset : "UTF-8";
}

Str css_decode(Arena *a, Str css)
{
    size_t replaced;
    if (str_starts(css, S("\xEF\xBB\xBF")))
        css = str_sub(css, 3, css.n);
    if (!utf8_valid(css))
        css = charset_decode(a, declared_charset(css), css, &replaced);
    if (css.n == 0 || memchr(css.p, '\0', css.n) == NULL)
        return arena_str(a, css);
    Buf out = {0};
    for (Str rest = css; rest.n > 0;) {
        buf_put(&out, str_cut(&rest, '\0'));
        if (rest.p > css.p && rest.p[-1] == '\0')
            buf_utf8(&out, UTF8_REPLACEMENT);
    }
    const Str clean = arena_str(a, buf_str(&out));
    buf_free(&out);
    return clean;
}

/* ---- the sheet ---- */

static int by_key(const void *a, const void *b)
{
    const uint64_t ka = ((const PageRule *)a)->key, kb = ((const PageRule *)b)->key;
    return (ka > kb) - (ka < kb);
}

/* The widths that @media and percentages ask for depend on @page, which may stand in
 * @media itself: rules that ask for a width have no say in what it is. */
static void settle_widths(StyleSheet *s)
{
    PageStyle page;
    css_media_answer(s->media, s->nmedia, s->queries.v, WIDTH_UNKNOWN);
    style_page(s, &(PageAt){0}, &page);
    css_media_answer(s->media, s->nmedia, s->queries.v, page.width);
    style_page(s, &(PageAt){0}, &page);
    s->measure = page.width - page.margin[SIDE_LEFT] - page.margin[SIDE_RIGHT];
}

static void drop_faces_of_other_media(StyleSheet *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->nfaces; i++)
        if (s->face_media[i] == 0 || s->media[s->face_media[i] - 1].print)
            s->faces[kept++] = s->faces[i];
    s->nfaces = kept;
}

StyleSheet *style_parse(Diag *d, Str path, Str css, Str own, const Paper *paper)
{
    StyleSheet *s = mem_alloc(sizeof *s);
    s->arena = arena_new();
    s->paper = *paper;
    s->html = s->body = css_initial;
    const SheetFile built_in = {
        .path = S("(built in)"), .css = str_of(css_built_in), .origin = ORIGIN_BUILT_IN};
    const SheetFile author = {.path = arena_str(s->arena, path),
                              .css = css_decode(s->arena, css),
                              .origin = ORIGIN_AUTHOR,
                              .own = own};
    css_parse(s, d, &built_in);
    css_parse(s, d, &author);
    if (s->npages)
        qsort(s->pages, s->npages, sizeof *s->pages, by_key);
    settle_widths(s);
    drop_faces_of_other_media(s);
    css_index(s);

    static const Element html = {.name = "html", .is_last = true};
    static const Element body = {.name = "body", .parent = &html, .is_last = true};
    Style style;
    style_compute(s, &html, NULL, &style);
    s->html = style;
    settle_widths(s); /* margins may be in rem */
    style_compute(s, &body, NULL, &style);
    s->body = style;
    return s;
}

void style_free(StyleSheet *s)
{
    if (s == NULL)
        return;
    map_free(&s->by_id);
    map_free(&s->by_class);
    map_free(&s->by_type);
    free(s->decls.v);
    free(s->selectors.v);
    free(s->queries.v);
    free(s->rules);
    free(s->media);
    free(s->pages);
    free(s->faces);
    free(s->face_media);
    arena_free(s->arena);
    free(s);
}

const Paper *style_paper(const StyleSheet *sheet)
{
    return &sheet->paper;
}

const FontFace *style_faces(const StyleSheet *sheet, size_t *n)
{
    *n = sheet->nfaces;
    return sheet->faces;
}
