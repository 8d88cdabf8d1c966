/* The drafts of mails: how small the pictures must be for one to hold the book, or two.
 */
#include "base/file.h"
#include "cli/places.h"
#include "mail/draft.h"
#include "work.h"

/* How many drafts it takes, 0: no draft can hold one of the files.  The files are then
 * of the best step at which they fit. */
static size_t fit_drafts(Work *w)
{
    const size_t steps = w->book->npictures ? QUALITY_STEPS : 1, most = w->o->mail_budget;
    const Buf *epub = &w->files[FORMAT_EPUB], *pdf = &w->files[FORMAT_PDF];
    size_t larger[QUALITY_STEPS];
    for (size_t i = 0; i < steps; i++) {
        outputs_set_step(w, i);
        if (epub->n + pdf->n <= most)
            return 1;
        larger[i] = epub->n > pdf->n ? epub->n : pdf->n;
    }
    size_t best = 0;
    while (best < steps && larger[best] > most)
        best++;
    outputs_set_step(w, best % steps);
    return best < steps ? 2 : 0;
}

Str drafts_path(const Work *w, unsigned part)
{
    const Format beside = w->paths[FORMAT_EPUB].n ? FORMAT_EPUB : FORMAT_PDF;
    return draft_path(w->arena, w->paths[beside], part);
}

static void write_draft(Work *w, Format as, unsigned part, unsigned parts,
                        const Attachment *files, size_t n)
{
    const DraftOptions options = {
        w->o->subject, w->o->mail_to, S(SHEAF_VERSION), part, parts,
    };
    if (parts > 1)
        w->paths[as] = drafts_path(w, part);
    draft_write(&w->files[as], w->book, &options, files, n);
}

/* Tells which file is too large for any draft. */
static void refuse(Work *w, const Attachment *large)
{
    const bool pdf = str_ends(str_of(large->type), S("pdf"));
    Buf size = {0};
    buf_size(&size, large->bytes.n);
    w->paths[FORMAT_DRAFT] = (Str){0};
    diag(w->d, D_MAIL_BUDGET, (Loc){0}, pdf ? S("PDF") : S("EPUB"), buf_str(&size));
    buf_free(&size);
}

/* Drafts of this book that are not of this run: only those that sheaf wrote, and nobody
 * gave to be read. */
static void find_stale(Work *w)
{
    for (unsigned part = 0; part < DRAFT_PATHS; part++) {
        const Str path = drafts_path(w, part);
        if (!str_eq(path, w->paths[FORMAT_DRAFT]) &&
            !str_eq(path, w->paths[FORMAT_DRAFT_2]) && file_begins(path, S(DRAFT_HEAD)) &&
            !outputs_is_input(w, path))
            w->stale[w->nstale++] = path;
    }
}

void drafts_make(Work *w)
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
    if (drafts == 0)
        refuse(w, &files[n > 1 && files[1].bytes.n > files[0].bytes.n]);
    find_stale(w);
}

Str drafts_note(const Work *w)
{
    const bool two = w->paths[FORMAT_DRAFT_2].n > 0;
    Buf out = {0};
    if (w->step > 0)
        buf_printf(&out, "pictures made smaller, for %u dpi, so that %s",
                   (unsigned)looks_dpi(w->step),
                   two ? "two drafts hold the files" : "one mail holds all");
    else if (two)
        buf_put(&out, S("two drafts, as one mail would not hold both files"));
    for (size_t i = 0; i < w->nstale; i++) {
        buf_put(&out, out.n ? S("; ") : (Str){0});
        buf_safe(&out, w->stale[i]);
        buf_put(&out, S(", of an earlier run, is gone"));
    }
    const Str note = arena_str(w->arena, buf_str(&out));
    buf_free(&out);
    return note;
}
