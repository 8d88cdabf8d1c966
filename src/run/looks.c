/* The looks of a book: its paper, stylesheet, faces and cover, and how fine its pictures
 * are. */
#include "base/file.h"
#include "base/unicode.h"
#include "cli/places.h"
#include "work.h"

void looks_paper(Work *w)
{
    static const char *const names[] = {
        [PAPER_OF_STYLE] = "",
        [PAPER_A5] = "a5",
        [PAPER_A4] = "a4",
        [PAPER_LETTER] = "letter",
    };
    w->paper = (Paper){.binding = w->o->binding, .one_sided = w->o->one_sided};
    style_paper_size(str_of(names[w->o->paper]), &w->paper.width, &w->paper.height);
}

bool looks_style(Work *w)
{
    const Str name = w->o->style.n ? w->o->style : S("book");
    const Str path = w->o->css.n ? w->o->css : style_path(w->arena, name);
    Str css;
    if (path.n == 0)
        return diag(w->d, D_CSS_NO_FILE, (Loc){.path = name},
                    S("there is no style of that name; 'sheaf --help' lists them"),
                    (Str){0});
    if (!file_read(w->d, w->arena, path, STYLESHEET_MOST, D_CSS_NO_FILE, &css))
        return false;
    w->sheet = style_parse(w->d, path, css, style_folder(w->arena), &w->paper);
    return w->d->exit < 64; /* what it imports was read, too */
}

bool looks_cover(Work *w)
{
    const Str path = w->o->cover;
    return path.n == 0 || str_eq(path, S("none")) ||
           epub_read_cover(w->d, w->arena, path, &w->cover);
}

bool looks_fonts(Work *w)
{
    size_t n;
    const FontFace *faces = style_faces(w->sheet, &n);
    w->fonts = fonts_new();
    for (size_t i = 0; i < n; i++)
        if (!fonts_add(w->d, w->fonts, faces[i].family, faces[i].weight, faces[i].italic,
                       faces[i].path))
            return false;
    return true;
}

/* ---- versions ---- */

void looks_put_faces(Buf *out, const char *between, const StyleSheet *sheet, Fonts *fonts)
{
    size_t n;
    const FontFace *faces = style_faces(sheet, &n);
    for (size_t i = 0; i < n; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++)
            seen = seen || str_eq_nocase(faces[k].family, faces[i].family);
        const Face *face =
            fonts_match(fonts, faces[i].family, faces[i].weight, faces[i].italic);
        if (face && !seen)
            buf_printf(out, "%s" STR_FMT " " STR_FMT, between, STR_ARG(faces[i].family),
                       STR_ARG(face->version));
    }
}

void looks_put_libraries(Buf *out, const char *between)
{
    buf_printf(out, "sheaf %s%sICU %s%s%s%s%s%s%s", SHEAF_VERSION, between, uni_version(),
               between, pdf_versions(), between, font_versions(), between,
               epub_versions());
    buf_put(out, str_of(between));
    picture_versions(out, between);
}

/* ---- pictures ---- */

static const struct {
    uint32_t dpi;
    int quality;
} quality_steps[QUALITY_STEPS] = {{300, 0}, {200, 80}, {150, 70}, {110, 60}, {72, 50}};

uint32_t looks_dpi(size_t step)
{
    return quality_steps[step].dpi;
}

/* As many dots as the text block of a page has, a fifth of its height left for the words.
 */
PictureAims looks_aims(const Work *w, size_t step)
{
    enum { CSS_DPI = 96 };
    const uint32_t dpi = quality_steps[step].dpi;
    PageStyle page;
    style_page(w->sheet, &(PageAt){0}, &page);
    const Len width = page.width - page.margin[SIDE_LEFT] - page.margin[SIDE_RIGHT];
    const Len height = page.height - page.margin[SIDE_TOP] - page.margin[SIDE_BOTTOM];
    return (PictureAims){
        .most = {(uint32_t)((int64_t)width * dpi / (72 * PT)),
                 (uint32_t)((int64_t)height * dpi / (72 * PT)) * 4 / 5},
        .dots = dpi * 1024 / CSS_DPI,
        .quality = quality_steps[step].quality,
    };
}
