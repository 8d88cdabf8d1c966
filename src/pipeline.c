/* The stages, in their order.  pipeline_run() is the program; what each stage does is
 * said in the header it is entered by, and what a run has besides in run/work.h. */
#include "pipeline.h"

#include "base/file.h"
#include "base/jobs.h"
#include "base/unicode.h"
#include "check/check.h"
#include "cli/config_put.h"
#include "read/read.h"
#include "run/work.h"

/* ---- looking inside ---- */

/* Prints what a stage made, for --dump. */
static void dump(Work *w)
{
    Buf out = {0};
    switch ((Dump)w->o->dump) {
    case DUMP_TREE:
        articles_dump(&out, &w->articles);
        break;
    case DUMP_BOOK:
        book_dump(&out, w->book);
        break;
    case DUMP_PAGES:
        pages_dump(&out, w->book, w->pages);
        break;
    case DUMP_NO:
        break;
    }
    tell_print(w, &out);
    buf_free(&out);
}

/* ---- reading and collecting ---- */

static bool gather(Work *w)
{
    const Options *o = w->o;
    if (!read_inputs(w->d, o->inputs, o->ninputs, o->files_from, o->config, w->jobs,
                     w->progress, &w->articles))
        return false;
    progress_stage(w->progress, "collecting", 0);
    const CollectOptions options = collect_options_of(w);
    collect(w->d, &w->articles, &options, &w->plan);
    return w->d->exit < 64;
}

/* Is there something to make a book of, and may it be made? */
static bool may_go_on(Work *w)
{
    if (w->plan.nchapters == 0)
        return diag(w->d, D_NO_ARTICLE, (Loc){0},
                    w->plan.noutside ? S("; what there is is left out by --since, "
                                         "--until, --exclude or --only-listed")
                    : w->d->counts[SEVERITY_NOTE] && !w->o->verbose ? S("; -v tells why")
                    : w->d->n == 0 ? S("; give text, Markdown, web pages, mail, feeds, "
                                       "tables or archives of these")
                                   : (Str){0},
                    (Str){0});
    if (w->o->strict && w->d->exit == 1)
        return diag(w->d, D_STRICT, (Loc){0}, (Str){0}, (Str){0});
    return outputs_spare_inputs(w);
}

/* ---- the book and its pages ---- */

static void compose(Work *w)
{
    Buf made_with = {0};
    looks_put_libraries(&made_with, ", ");
    looks_put_faces(&made_with, ", ", w->sheet, w->fonts);
    const BookOptions options = book_options_of(w, buf_str(&made_with));
    progress_stage(w->progress, "composing", 0);
    w->book = book_build(&w->plan, &options);
    buf_free(&made_with);
}

static void print_part(void *work, Buf *out)
{
    tell_print(work, out);
    buf_clear(out);
}

/* Prints the plan, for --inspect.  The chapters are made to learn which of their
 * characters are set otherwise than in the articles. */
static void inspect(Work *w)
{
    BookOptions options = book_options_of(w, (Str){0});
    Buf out = {0};
    options.edits_only = true;
    if (options.typography != TYPOGRAPHY_NONE)
        w->book = book_build(&w->plan, &options);
    Report report = report_of(w);
    report.drain = print_part;
    report.ctx = w;
    if (w->o->inspect == INSPECT_JSON)
        report_json(&out, &report);
    else
        report_text(&out, &report);
    tell_print(w, &out);
    buf_free(&out);
}

/* Writes the plan as a book.yaml, for --write-config. */
static void write_config(Work *w)
{
    const BookOptions options = book_options_of(w, (Str){0});
    const Str path = w->o->write_config;
    Options found = {0};
    Buf out = {0};
    w->book = book_build(&w->plan, &options);
    found.title = w->book->title;
    found.authors = w->book->authors;
    found.lang = w->book->lang;
    found.date = date_iso(w->arena, w->book->date);
    found.identifier = w->book->identifier;
    config_put(&out, w->o, &found);
    report_yaml(&out, &w->plan, w->d);
    config_sign(&out);
    if (str_eq(path, S("-")))
        tell_print(w, &out);
    else if (config_may_replace(w->d, w->o) &&
             file_write(w->d, &(Output){.path = path, .bytes = buf_str(&out)}, 1) &&
             !w->o->quiet)
        tell_described(w);
    buf_free(&out);
}

static void make_pictures(Work *w)
{
    const PictureAims aims = looks_aims(w, 0);
    book_pictures(w->d, w->book, &aims, w->jobs);
}

/* The EPUB alone needs them, too: it tells where they begin. */
static bool wants_pages(const Work *w)
{
    return w->o->dump == DUMP_PAGES || w->paths[FORMAT_PDF].n > 0 ||
           (w->paths[FORMAT_EPUB].n > 0 && !w->o->no_page_list);
}

static bool may_set_pages(Work *w)
{
    return fonts_match(w->fonts, S("Vollkorn, serif"), 400, false) ||
           diag(w->d, D_FONT_NONE, (Loc){0}, (Str){0}, (Str){0});
}

static void set_pages(Work *w)
{
    w->pages = typeset(w->d, w->book, w->sheet, w->fonts, w->jobs, w->progress);
}

/* ---- the order of the stages ---- */

static void run(Work *w)
{
    const Options *o = w->o;
    if (!outputs_may_report(w) || !looks_cover(w) || !gather(w))
        return;
    tell_messages(w);
    if (o->dump == DUMP_TREE) {
        dump(w);
        return;
    }
    if (o->inspect) {
        inspect(w);
        return;
    }
    if (o->write_config.n) {
        if (may_go_on(w))
            write_config(w);
        return;
    }
    if (!may_go_on(w) || !looks_style(w) || !looks_fonts(w) ||
        (wants_pages(w) && !may_set_pages(w)))
        return;
    tell_messages(w);
    compose(w);
    if (o->dump == DUMP_BOOK) {
        dump(w);
        return;
    }
    make_pictures(w);
    if (wants_pages(w))
        set_pages(w);
    tell_messages(w);
    if (o->dump == DUMP_PAGES) {
        dump(w);
        return;
    }
    if (!outputs_make(w) || !may_go_on(w) || !outputs_write(w))
        return;
    tell_messages(w);
    if (!o->quiet)
        tell_summary(w);
}

static int check_books(const Options *o, Diag *d)
{
    for (size_t i = 0; i < o->ninputs; i++) {
        check_file(d, o->inputs[i]);
        diag_flush(d, stderr, o->quiet ? SEVERITY_ERROR : SEVERITY_NOTE);
    }
    return d->exit;
}

int pipeline_run(const Options *o, Diag *d)
{
    if (o->check)
        return check_books(o, d);
    Work w = {.o = o, .d = d, .arena = arena_new(), .started = tell_clock()};
    w.jobs = jobs_count(o->jobs);
    w.progress = o->quiet ? NULL : progress_new(stderr);
    looks_paper(&w);
    if (!o->dump && !o->inspect && !o->write_config.n)
        outputs_choose(&w);
    run(&w);
    if (o->strict && d->exit == 1)
        diag(d, D_STRICT, (Loc){0}, (Str){0}, (Str){0});
    tell_messages(&w);
    progress_free(w.progress);
    for (int f = 0; f < FORMATS; f++)
        buf_free(&w.files[f]);
    map_free(&w.inputs);
    pages_free(w.pages);
    book_free(w.book);
    fonts_free(w.fonts);
    style_free(w.sheet);
    plan_free(&w.plan);
    articles_free(&w.articles);
    arena_free(w.arena);
    uni_release();
    return d->exit;
}

void pipeline_versions(Buf *out)
{
    const Options o = {0};
    Diag d = {0};
    Work w = {.o = &o, .d = &d, .arena = arena_new()};
    looks_put_libraries(out, "\n");
    if (looks_style(&w) && looks_fonts(&w))
        looks_put_faces(out, "\n", w.sheet, w.fonts);
    fonts_free(w.fonts);
    style_free(w.sheet);
    arena_free(w.arena);
    diag_free(&d);
    buf_byte(out, '\n');
}
