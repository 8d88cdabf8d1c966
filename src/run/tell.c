/* What a run says while it goes on, and at its end. */
#include <time.h>

#include "cli/summary.h"
#include "work.h"

uint64_t tell_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void tell_messages(Work *w)
{
    const Severity least = w->o->quiet     ? SEVERITY_ERROR
                           : w->o->verbose ? SEVERITY_NOTE
                                           : SEVERITY_WARNING;
    if (w->d->flushed < w->d->n)
        progress_wipe(w->progress);
    diag_flush(w->d, stderr, least);
}

void tell_print(Work *w, const Buf *text)
{
    progress_wipe(w->progress);
    if (ferror(stdout)) /* said already */
        return;
    if (fwrite(text->n ? text->p : "", 1, text->n, stdout) != text->n || fflush(stdout))
        diag(w->d, D_CANNOT_WRITE, (Loc){0}, S("standard output"), (Str){0});
}

/* To standard error, in the place of the progress. */
static void say(Work *w, const Buf *text)
{
    progress_wipe(w->progress);
    fwrite(text->p, 1, text->n, stderr);
}

void tell_described(Work *w)
{
    Buf out = {0};
    buf_safe(&out, w->o->write_config);
    buf_printf(&out, " describes %zu chapter%s\n", w->plan.nchapters,
               w->plan.nchapters == 1 ? "" : "s");
    say(w, &out);
    buf_free(&out);
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

void tell_summary(Work *w)
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
        .mail = drafts_note(w),
        .milliseconds = tell_clock() - w->started,
    };
    for (int f = 0; f < FORMATS; f++)
        if (w->paths[f].n) {
            paths[s.noutputs] = w->paths[f];
            details[s.noutputs] = sheets_said(w->arena, &w->imposed[f]);
            sizes[s.noutputs++] = w->files[f].n;
        }
    Buf out = {0};
    summary_print(&out, &s);
    say(w, &out);
    buf_free(&out);
}
