/* The stages, in their order.  pipeline_run() is the program; what each stage does is
 * said in the header it is entered by. */
#include "pipeline.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/jobs.h"
#include "base/progress.h"
#include "base/unicode.h"
#include "book/book.h"
#include "check/check.h"
#include "cli/config_put.h"
#include "cli/places.h"
#include "cli/summary.h"
#include "collect/collect.h"
#include "epub/epub.h"
#include "mail/draft.h"
#include "pdf/pdf.h"
#include "read/read.h"
#include "report/report.h"
#include "style/style.h"
#include "typeset/typeset.h"

typedef enum Format {
    FORMAT_EPUB,
    FORMAT_PDF,
    FORMAT_BOOKLET,
    FORMAT_TEST_SHEET,
    FORMAT_NUP,
    FORMAT_REPORT,
    FORMAT_DRAFT,   /* of a mail that holds both; or its first part, the EPUB */
    FORMAT_DRAFT_2, /* the PDF, where one cannot hold both */
    FORMATS
} Format;

/* Everything that a run makes, in the order in which it is made. */
typedef struct Work {
    const Options *o;
    Diag *d;
    Arena *arena;
    Progress *progress;
    uint64_t started; /* milliseconds, of a clock of no particular beginning */
    int jobs;
    Paper paper;
    ArticleList articles;
    Plan plan;
    Str cover; /* a picture's bytes; empty: none was given */
    StyleSheet *sheet;
    Fonts *fonts;
    Book *book;
    Pages *pages;
    EmbeddedFiles attached;
    Str paths[FORMATS]; /* empty: not asked for */
    Buf files[FORMATS];
    Diag diags[FORMATS];      /* of the backends, which run at once */
    Imposed imposed[FORMATS]; /* of BOOKLET and NUP */
    size_t step;              /* of quality_steps, that the pictures are made for */
} Work;

static uint64_t clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void flush_messages(Work *w)
{
    const Severity least = w->o->quiet     ? SEVERITY_ERROR
                           : w->o->verbose ? SEVERITY_NOTE
                                           : SEVERITY_WARNING;
    if (w->d->flushed < w->d->n)
        progress_wipe(w->progress);
    diag_flush(w->d, stderr, least);
}

static void print(Work *w, const Buf *text)
{
    progress_wipe(w->progress);
    if (fwrite(text->n ? text->p : "", 1, text->n, stdout) != text->n || fflush(stdout))
        diag(w->d, D_CANNOT_WRITE, (Loc){0}, S("standard output"), (Str){0});
}

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
    print(w, &out);
    buf_free(&out);
}

/* ---- reading and collecting ---- */

/* Would an output take the place of an input? */
static bool spares_inputs(Work *w)
{
    for (int f = 0; f < FORMATS; f++) {
        const Str path = w->paths[f];
        bool input = false;
        if (path.n == 0 || file_kind(path, true) == FILE_NONE)
            continue;
        if (w->o->files_from.n > 0)
            input = file_same(path, w->o->files_from);
        for (size_t i = 0; !input && i < w->o->ninputs; i++)
            input = file_same(path, w->o->inputs[i]);
        for (size_t i = 0; !input && i < w->articles.n; i++)
            input = file_same(path, w->articles.v[i]->src.path);
        if (input)
            return diag(w->d, D_OUTPUT_IS_INPUT, (Loc){.path = path}, (Str){0}, (Str){0});
    }
    return true;
}

/* The blocks that --keep names, *n of them. */
static const Keep *list_kept(Arena *a, Str lines, size_t *n)
{
    Keep *v = arena_array(a, lines.n / 2 + 1, sizeof *v);
    for (*n = 0; lines.n > 0;) {
        const Str id = str_trim(str_line(&lines));
        if (id.n)
            v[(*n)++].id = id;
    }
    return v;
}

static bool gather(Work *w)
{
    const Options *o = w->o;
    if (!read_inputs(w->d, o->inputs, o->ninputs, o->files_from, o->config, w->jobs,
                     w->progress, &w->articles))
        return false;
    progress_stage(w->progress, "collecting", 0);
    Date first = {0}, last = {0}, other;
    date_parse_span(o->since, &first, &other);
    date_parse_span(o->until, &other, &last);
    CollectOptions options = {
        .order = (Order)o->order,
        .parts = (PartsBy)o->parts,
        .duplicates = (Duplicates)o->duplicates,
        .passages = (PassagesIn)o->passages,
        .since = first,
        .until = last,
        .jobs = w->jobs,
    };
    options.listing = o->listing;
    options.listing.only_listed = o->only_listed;
    options.keep = list_kept(w->arena, o->keep, &options.nkeep);
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
                                     : (Str){0},
                    (Str){0});
    if (w->o->strict && w->d->exit == 1)
        return diag(w->d, D_STRICT, (Loc){0}, (Str){0}, (Str){0});
    return spares_inputs(w);
}

/* ---- looks ---- */

static bool load_style(Work *w)
{
    const Str name = w->o->style.n ? w->o->style : S("book");
    const Str path = w->o->css.n ? w->o->css : style_path(w->arena, name);
    Str css;
    if (path.n == 0)
        return diag(w->d, D_CSS_NO_FILE, (Loc){.path = name},
                    S("there is no style of that name"), (Str){0});
    if (!file_read(w->d, w->arena, path, STYLESHEET_MOST, D_CSS_NO_FILE, &css))
        return false;
    w->sheet = style_parse(w->d, path, css, style_folder(w->arena), &w->paper);
    return w->d->exit < 64; /* what it imports was read, too */
}

/* Is there a format for the report that is asked for? */
static bool may_report(Work *w)
{
    const Str path = w->paths[FORMAT_REPORT] = w->o->report;
    return path.n == 0 || report_knows(path) ||
           diag(w->d, D_BAD_VALUE, (Loc){0}, S("--report"), path);
}

static bool load_cover(Work *w)
{
    const Str path = w->o->cover;
    return path.n == 0 || str_eq(path, S("none")) ||
           epub_read_cover(w->d, w->arena, path, &w->cover);
}

static bool load_fonts(Work *w)
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

/* "Vollkorn 4.105": each family of the stylesheet once, by its first face. */
static void put_faces(Buf *out, const char *between, const StyleSheet *sheet,
                      Fonts *fonts)
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

static void put_libraries(Buf *out, const char *between)
{
    buf_printf(out, "sheaf %s%sICU %s%s%s%s%s%s%s", SHEAF_VERSION, between, uni_version(),
               between, pdf_versions(), between, font_versions(), between,
               epub_versions());
    buf_put(out, str_of(between));
    picture_versions(out, between);
}

/* ---- the book and its pages ---- */

static BookOptions book_options(Work *w, Str made_with)
{
    const Options *o = w->o;
    return (BookOptions){
        .title = o->title,
        .subtitle = o->subtitle,
        .authors = o->authors,
        .lang = o->lang,
        .date = o->date,
        .publisher = o->publisher,
        .description = o->description,
        .rights = o->rights,
        .identifier = o->identifier,
        .name = inputs_name(w->arena, o),
        .toc_depth = o->toc_depth,
        .variants = o->variants,
        .direction = (Direction)o->direction,
        .typography = (Typography)o->typography,
        .made_with = made_with,
        .jobs = w->jobs,
    };
}

static void compose(Work *w)
{
    Buf made_with = {0};
    put_libraries(&made_with, ", ");
    put_faces(&made_with, ", ", w->sheet, w->fonts);
    const BookOptions options = book_options(w, buf_str(&made_with));
    progress_stage(w->progress, "composing", 0);
    w->book = book_build(&w->plan, &options);
    buf_free(&made_with);
}

static Report report_of(const Work *w)
{
    static const EditList none;
    return (Report){
        .plan = &w->plan,
        .edits = w->book ? &w->book->edits : &none,
        .messages = w->d,
        .title = w->book ? w->book->title : (Str){0},
        .version = S(SHEAF_VERSION),
    };
}

/* Prints the plan, for --inspect.  The book is made to learn which of its characters are
 * set otherwise than in the articles. */
static void inspect(Work *w)
{
    const BookOptions options = book_options(w, (Str){0});
    Buf out = {0};
    if (options.typography != TYPOGRAPHY_NONE)
        w->book = book_build(&w->plan, &options);
    const Report report = report_of(w);
    if (w->o->inspect == INSPECT_JSON)
        report_json(&out, &report);
    else
        report_text(&out, &report);
    print(w, &out);
    buf_free(&out);
}

static void say_written(Work *w)
{
    Buf out = {0};
    buf_safe(&out, w->o->write_config);
    buf_printf(&out, " describes %zu chapter%s\n", w->plan.nchapters,
               w->plan.nchapters == 1 ? "" : "s");
    progress_wipe(w->progress);
    fwrite(out.p, 1, out.n, stderr);
    buf_free(&out);
}

/* Writes the plan as a book.yaml, for --write-config. */
static void write_config(Work *w)
{
    const BookOptions options = book_options(w, (Str){0});
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
        print(w, &out);
    else if (config_may_replace(w->d, w->o) &&
             file_write(w->d, &(Output){path, buf_str(&out)}, 1) && !w->o->quiet)
        say_written(w);
    buf_free(&out);
}

/* What pictures are made for: print, and less and less where a mail must hold them. */
static const struct {
    uint32_t dpi;
    int quality;
} quality_steps[] = {{300, 0}, {200, 80}, {150, 70}, {110, 60}, {72, 50}};

enum { QUALITY_STEPS = sizeof quality_steps / sizeof *quality_steps };

/* As many dots as the text block of a page has, a fifth of its height left for the words.
 */
static PictureAims picture_aims(const Work *w, size_t step)
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

static void make_pictures(Work *w)
{
    const PictureAims aims = picture_aims(w, 0);
    book_pictures(w->d, w->book, &aims, w->jobs);
}

/* The EPUB alone needs them, too: it tells where they begin. */
static bool wants_pages(const Work *w)
{
    return w->o->dump == DUMP_PAGES || w->paths[FORMAT_PDF].n > 0 ||
           (w->paths[FORMAT_EPUB].n > 0 && !w->o->no_page_list);
}

static void set_pages(Work *w)
{
    w->pages = typeset(w->d, w->book, w->sheet, w->fonts, w->jobs, w->progress);
}

/* ---- the outputs ---- */

static EpubOptions epub_options(const Work *w)
{
    EpubOptions options = {.cover = w->cover,
                           .no_cover = str_eq(w->o->cover, S("none")),
                           .embed_fonts = (EmbedFonts)w->o->embed_fonts};
    if (!w->o->no_page_list) {
        options.pages = w->pages->starts;
        options.npages = w->pages->nstarts;
    }
    return options;
}

static Imposition imposition_of(const Options *o, Format format)
{
    static const char *const names[] = {
        [SHEET_OF_PAGES] = "",
        [SHEET_A4] = "a4",
        [SHEET_LETTER] = "letter",
        [SHEET_A3] = "a3",
    };
    const ImposeKind nup = o->nup == NUP_4 ? IMPOSE_4UP : IMPOSE_2UP;
    Imposition sheets = {
        .kind = format == FORMAT_NUP ? nup : IMPOSE_BOOKLET,
        .signature = o->signature,
        .creep = o->creep,
    };
    style_paper_size(str_of(names[o->sheet]), &sheets.width, &sheets.height);
    return sheets;
}

static void write_format(void *ctx, size_t format, int worker)
{
    Work *w = ctx;
    Diag *d = &w->diags[format];
    Buf *out = &w->files[format];
    (void)worker;
    if (w->paths[format].n == 0)
        return;
    const Imposition sheets = imposition_of(w->o, (Format)format);
    const EpubOptions options = epub_options(w);
    switch ((Format)format) {
    case FORMAT_EPUB:
        epub_write(d, w->book, w->sheet, w->fonts, &options, out);
        break;
    case FORMAT_PDF:
        pdf_write(d, w->book, w->pages, &w->attached, w->jobs, out);
        break;
    case FORMAT_BOOKLET:
    case FORMAT_NUP:
        pdf_impose(d, w->book, w->pages, &sheets, w->jobs, &w->imposed[format], out);
        break;
    case FORMAT_TEST_SHEET:
        pdf_test_sheet(d, w->book, w->pages, &sheets, out);
        break;
    case FORMAT_REPORT: /* tells what the others had to say: see write_report() */
    case FORMAT_DRAFT:  /* holds the others: see write_drafts() */
    case FORMAT_DRAFT_2:
    case FORMATS:
        break;
    }
}

static void write_report(Work *w)
{
    const Str path = w->paths[FORMAT_REPORT];
    const Report report = report_of(w);
    if (path.n)
        report_put(&w->files[FORMAT_REPORT], path, &report);
}

/* Makes the pictures and both files again, for another step. */
static void set_step(Work *w, size_t step)
{
    if (step == w->step)
        return;
    const PictureAims aims = picture_aims(w, step);
    book_pictures_again(w->book, &aims, w->jobs);
    for (int f = 0; f < FORMATS; f++)
        buf_clear(&w->files[f]);
    jobs_run(FORMATS, w->jobs, write_format, w);
    for (int f = 0; f < FORMATS; f++) {
        if (w->diags[f].exit >= 64)
            diag_merge(w->d, &w->diags[f]);
        diag_free(&w->diags[f]); /* all else was said the first time */
        w->diags[f] = (Diag){0};
    }
    w->step = step;
}

/* How many drafts it takes, 0: no draft can hold one of the files.  The files are then
 * of the best step at which they fit. */
static size_t fit_drafts(Work *w)
{
    const size_t steps = w->book->npictures ? QUALITY_STEPS : 1, most = w->o->mail_budget;
    const Buf *epub = &w->files[FORMAT_EPUB], *pdf = &w->files[FORMAT_PDF];
    size_t larger[QUALITY_STEPS];
    for (size_t i = 0; i < steps; i++) {
        set_step(w, i);
        if (epub->n + pdf->n <= most)
            return 1;
        larger[i] = epub->n > pdf->n ? epub->n : pdf->n;
    }
    size_t best = 0;
    while (best < steps && larger[best] > most)
        best++;
    set_step(w, best % steps);
    return best < steps ? 2 : 0;
}

static void write_draft(Work *w, Format as, unsigned part, unsigned parts,
                        const Attachment *files, size_t n)
{
    const DraftOptions options = {
        w->o->subject, w->o->mail_to, S(SHEAF_VERSION), part, parts,
    };
    if (parts > 1)
        w->paths[as] = draft_path(w->arena, w->paths[FORMAT_EPUB], part);
    draft_write(&w->files[as], w->book, &options, files, n);
}

static void write_drafts(Work *w)
{
    static const char *const types[] = {
        [FORMAT_EPUB] = "application/epub+zip", [FORMAT_PDF] = "application/pdf"};
    const size_t drafts = fit_drafts(w);
    Attachment files[2];
    size_t n = 0;
    for (int f = FORMAT_EPUB; f <= FORMAT_PDF; f++)
        if (w->paths[f].n)
            files[n++] =
                (Attachment){path_base(w->paths[f]), types[f], buf_str(&w->files[f])};
    if (drafts == 1)
        write_draft(w, FORMAT_DRAFT, 1, 1, files, n);
    for (unsigned i = 0; drafts == 2 && i < 2; i++)
        write_draft(w, i ? FORMAT_DRAFT_2 : FORMAT_DRAFT, i + 1, 2, &files[i], 1);
    if (drafts > 0)
        return;
    const Attachment *large = &files[n > 1 && files[1].bytes.n > files[0].bytes.n];
    Buf size = {0};
    buf_size(&size, large->bytes.n);
    w->paths[FORMAT_DRAFT] = (Str){0};
    diag(w->d, D_MAIL_BUDGET, (Loc){0},
         str_eq(str_of(large->type), str_of(types[FORMAT_PDF])) ? S("PDF") : S("EPUB"),
         buf_str(&size));
    buf_free(&size);
}

/* For the PDF to carry. */
static void attach_sources(Work *w)
{
    Buf plan = {0};
    const Report report = report_of(w);
    report_json(&plan, &report);
    pdf_sources(w->d, w->arena, &w->articles, buf_str(&plan), &w->attached);
    buf_free(&plan);
}

/* The backends at once, then what tells of them; then all files appear, or none. */
static bool write_files(Work *w)
{
    Output outputs[FORMATS];
    size_t n = 0;
    progress_stage(w->progress, "writing", 0);
    if (w->o->attach_sources)
        attach_sources(w);
    jobs_run(FORMATS, w->jobs, write_format, w);
    for (int f = 0; f < FORMATS; f++)
        diag_merge(w->d, &w->diags[f]);
    if (w->d->exit >= 64)
        return false;
    if (w->o->eml)
        write_drafts(w);
    if (w->d->exit >= 64)
        return false;
    write_report(w);
    for (int f = 0; f < FORMATS; f++)
        if (w->paths[f].n)
            outputs[n++] = (Output){w->paths[f], buf_str(&w->files[f])};
    return may_go_on(w) && file_write(w->d, outputs, n);
}

/* " (5 sheets in 2 signatures, pages at 70.7 %)"; empty for what is on no sheets. */
static Str sheets_said(Arena *a, const Imposed *made)
{
    if (made->sheets == 0)
        return (Str){0};
    Buf b = {0};
    buf_printf(&b, " (%zu sheet%s", made->sheets, made->sheets == 1 ? "" : "s");
    if (made->signatures > 1)
        buf_printf(&b, " in %zu signatures", made->signatures);
    if (made->scale < 1000) {
        buf_put(&b, S(", pages at "));
        buf_decimal(&b, made->scale, 1);
        buf_put(&b, S(" %"));
    }
    buf_byte(&b, ')');
    const Str said = arena_str(a, buf_str(&b));
    buf_free(&b);
    return said;
}

/* What a mail's budget made of the book. */
static Str mail_note(Work *w)
{
    const bool two = w->paths[FORMAT_DRAFT_2].n > 0;
    Buf out = {0};
    if (w->step > 0)
        buf_printf(&out, "pictures made smaller, for %u dpi, so that %s",
                   (unsigned)quality_steps[w->step].dpi,
                   two ? "two drafts hold the files" : "one mail holds all");
    else if (two)
        buf_put(&out, S("two drafts, as one mail would not hold both files"));
    const Str note = arena_str(w->arena, buf_str(&out));
    buf_free(&out);
    return note;
}

static void summarize(Work *w)
{
    Str paths[FORMATS], details[FORMATS];
    size_t sizes[FORMATS];
    Summary s = {
        .chapters = w->plan.nchapters,
        .words = w->book->nwords,
        .pages = w->paths[FORMAT_PDF].n ? w->pages->n : 0,
        .notes = w->plan.nchapters,
        .duplicates = w->plan.nduplicates,
        .outside = w->plan.noutside,
        .set_aside = w->plan.nset_aside,
        .paths = paths,
        .sizes = sizes,
        .details = details,
        .mail = mail_note(w),
        .milliseconds = clock_now() - w->started,
    };
    for (int f = 0; f < FORMATS; f++)
        if (w->paths[f].n) {
            paths[s.noutputs] = w->paths[f];
            details[s.noutputs] = sheets_said(w->arena, &w->imposed[f]);
            sizes[s.noutputs++] = w->files[f].n;
        }
    Buf out = {0};
    summary_print(&out, &s);
    progress_wipe(w->progress);
    fwrite(out.p, 1, out.n, stderr);
    buf_free(&out);
}

/* ---- the order of the stages ---- */

static void run(Work *w)
{
    const Options *o = w->o;
    if (!may_report(w) || !load_cover(w) || !gather(w))
        return;
    flush_messages(w);
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
    if (!may_go_on(w) || !load_style(w) || !load_fonts(w))
        return;
    flush_messages(w);
    compose(w);
    if (o->dump == DUMP_BOOK) {
        dump(w);
        return;
    }
    make_pictures(w);
    if (wants_pages(w))
        set_pages(w);
    flush_messages(w);
    if (o->dump == DUMP_PAGES) {
        dump(w);
        return;
    }
    if (!write_files(w))
        return;
    flush_messages(w);
    if (!o->quiet)
        summarize(w);
}

static void set_paper(Work *w)
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

static void choose_paths(Work *w)
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
        paths[FORMAT_DRAFT] = draft_path(
            w->arena, paths[paths[FORMAT_EPUB].n ? FORMAT_EPUB : FORMAT_PDF], 0);
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
    Work w = {.o = o, .d = d, .arena = arena_new(), .started = clock_now()};
    w.jobs = jobs_count(o->jobs);
    w.progress = o->quiet ? NULL : progress_new(stderr);
    set_paper(&w);
    if (!o->dump && !o->inspect && !o->write_config.n)
        choose_paths(&w);
    run(&w);
    if (o->strict && d->exit == 1)
        diag(d, D_STRICT, (Loc){0}, (Str){0}, (Str){0});
    flush_messages(&w);
    progress_free(w.progress);
    for (int f = 0; f < FORMATS; f++)
        buf_free(&w.files[f]);
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
    put_libraries(out, "\n");
    if (load_style(&w) && load_fonts(&w))
        put_faces(out, "\n", w.sheet, w.fonts);
    fonts_free(w.fonts);
    style_free(w.sheet);
    arena_free(w.arena);
    diag_free(&d);
    buf_byte(out, '\n');
}
