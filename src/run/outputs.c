/* The files of a run: where they go, what makes each, and how they appear. */
#include "base/background.h"
#include "base/file.h"
#include "cli/places.h"
#include "work.h"

/* ---- where they go ---- */

void outputs_choose(Work *w)
{
    const Options *o = w->o;
    Str *paths = w->paths;
    output_paths(w->arena, o, &paths[FORMAT_EPUB], &paths[FORMAT_PDF]);
    if (o->booklet)
        paths[FORMAT_BOOKLET] = copy_path(w->arena, paths[FORMAT_PDF], "booklet");
    if (o->duplex_test)
        paths[FORMAT_TEST_SHEET] = copy_path(w->arena, paths[FORMAT_PDF], "duplex-test");
    if (o->nup)
        paths[FORMAT_NUP] =
            copy_path(w->arena, paths[FORMAT_PDF], o->nup == NUP_4 ? "4up" : "2up");
    if (o->eml) /* as long as it is not known to take two */
        paths[FORMAT_DRAFT] = drafts_path(w, 0);
}

bool outputs_may_report(Work *w)
{
    const Str path = w->paths[FORMAT_REPORT] = w->o->report;
    return path.n == 0 || report_knows(path) ||
           diag(w->d, D_BAD_VALUE, (Loc){0}, S("--report"),
                arena_printf(w->arena, "FILE.html or FILE.json, not '" STR_FMT "'",
                             STR_ARG(path)));
}

static void add_input(Work *w, Str path)
{
    const Str id = path.n ? file_identity(w->arena, path) : (Str){0};
    if (id.n)
        *map_at(&w->inputs, id) = w;
}

/* Looks up once what the book is made of: there may be many. */
static void learn_inputs(Work *w)
{
    const Str named[] = {w->o->files_from, w->o->config, w->o->css, w->o->cover};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        add_input(w, named[i]);
    for (size_t i = 0; i < w->o->ninputs; i++)
        add_input(w, w->o->inputs[i]);
    for (size_t i = 0; i < w->articles.n; i++)
        add_input(w, w->articles.v[i]->src.path);
}

bool outputs_is_input(Work *w, Str path)
{
    const Str id = file_identity(w->arena, path);
    if (id.n && w->inputs.n == 0)
        learn_inputs(w);
    return id.n && map_find(&w->inputs, id);
}

bool outputs_spare_inputs(Work *w)
{
    for (int f = 0; f < FORMATS; f++) {
        const Str path = w->paths[f];
        if (path.n && file_kind(path, true) != FILE_NONE && outputs_is_input(w, path))
            return diag(w->d, D_OUTPUT_IS_INPUT, (Loc){.path = path}, (Str){0}, (Str){0});
    }
    return true;
}

/* ---- making them ---- */

typedef struct Writing {
    Work *work;
    Format format;
    Background *helpers;
} Writing;

static void write_format(void *p)
{
    const Writing *writing = p;
    const Format format = writing->format;
    Work *w = writing->work;
    Diag *d = &w->diags[format];
    Buf *out = &w->files[format];
    const Imposition sheets = imposition_of(w->o, format);
    const EpubOptions options = epub_options_of(w);
    switch (format) {
    case FORMAT_EPUB:
        epub_write(d, w->book, w->sheet, w->fonts, &options, out);
        break;
    case FORMAT_PDF:
        pdf_write(d, w->book, w->pages, &w->attached, writing->helpers, out);
        break;
    case FORMAT_BOOKLET:
    case FORMAT_NUP:
        pdf_impose(d, w->book, w->pages, &sheets, writing->helpers, &w->imposed[format],
                   out);
        break;
    case FORMAT_TEST_SHEET:
        pdf_test_sheet(d, w->book, w->pages, &sheets, out);
        break;
    case FORMAT_REPORT: /* tells what the others had to say: see outputs_make() */
    case FORMAT_DRAFT:  /* holds the others: see drafts.c */
    case FORMAT_DRAFT_2:
    case FORMATS:
        break;
    }
}

/* The PDF, which takes longest, on this thread; the others on those that help with it
 * when they are done. */
static void write_formats(Work *w)
{
    Background *helpers = background_new(w->jobs);
    Batch batch = {0};
    Writing writing[FORMATS];
    for (int f = 0; f < FORMATS; f++) {
        writing[f] = (Writing){w, (Format)f, helpers};
        if (w->paths[f].n && f != FORMAT_PDF)
            background_give(helpers, &batch, write_format, &writing[f]);
    }
    if (w->paths[FORMAT_PDF].n)
        write_format(&writing[FORMAT_PDF]);
    background_wait(helpers, &batch);
    background_free(helpers);
}

static void write_report(Work *w)
{
    const Str path = w->paths[FORMAT_REPORT];
    const Report report = report_of(w);
    if (path.n)
        report_put(&w->files[FORMAT_REPORT], path, &report);
}

/* For the PDF to carry. */
static void attach_sources(Work *w)
{
    Buf plan = {0};
    Report report = report_of(w);
    report.by_name = true; /* the book is the same wherever its articles lie */
    report_json(&plan, &report);
    pdf_sources(w->d, w->arena, &w->articles, buf_str(&plan), &w->attached);
    buf_free(&plan);
}

bool outputs_make(Work *w)
{
    progress_stage(w->progress, "writing", 0);
    if (w->o->attach_sources)
        attach_sources(w);
    write_formats(w);
    for (int f = 0; f < FORMATS; f++)
        diag_merge(w->d, &w->diags[f]);
    if (w->o->eml && w->d->exit < 64)
        drafts_make(w);
    if (w->d->exit < 64)
        write_report(w);
    return w->d->exit < 64;
}

bool outputs_write(Work *w)
{
    Output outputs[FORMATS + DRAFT_PATHS];
    size_t n = 0;
    for (int f = 0; f < FORMATS; f++)
        if (w->paths[f].n)
            outputs[n++] = (Output){.path = w->paths[f], .bytes = buf_str(&w->files[f])};
    for (size_t i = 0; i < w->nstale; i++)
        outputs[n++] = (Output){.path = w->stale[i], .gone = true};
    return file_write(w->d, outputs, n);
}

void outputs_set_step(Work *w, size_t step)
{
    if (step == w->step)
        return;
    const PictureAims aims = looks_aims(w, step);
    book_pictures_again(w->book, &aims, w->jobs);
    for (int f = 0; f < FORMATS; f++)
        buf_clear(&w->files[f]);
    write_formats(w);
    for (int f = 0; f < FORMATS; f++) {
        if (w->diags[f].exit >= 64)
            diag_merge(w->d, &w->diags[f]);
        diag_free(&w->diags[f]); /* all else was said the first time */
        w->diags[f] = (Diag){0};
    }
    w->step = step;
}
