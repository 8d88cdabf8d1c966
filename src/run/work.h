/* A run: what it makes of the articles, and the steps that pipeline.c takes in order. */
#ifndef RUN_WORK_H
#define RUN_WORK_H

#include "base/map.h"
#include "base/progress.h"
#include "book/book.h"
#include "cli/options.h"
#include "collect/collect.h"
#include "epub/epub.h"
#include "pdf/pdf.h"
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

enum { DRAFT_PATHS = 3 }; /* NAME.eml, NAME-1.eml, NAME-2.eml */

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
    Map inputs;         /* by their identities (file.h), once one is asked for */
    Buf files[FORMATS];
    Diag diags[FORMATS];      /* of the backends, which run at once */
    Imposed imposed[FORMATS]; /* of BOOKLET and NUP */
    Str stale[DRAFT_PATHS];   /* drafts of an earlier run that are no outputs of this */
    size_t nstale;
    size_t step; /* of quality_steps, that the pictures are made for */
} Work;

/* ---- choices.c: the options as the stages take them ---- */

CollectOptions collect_options_of(const Work *w);
BookOptions book_options_of(const Work *w, Str made_with);
EpubOptions epub_options_of(const Work *w);
Imposition imposition_of(const Options *o, Format format);
Report report_of(const Work *w);

/* ---- looks.c: style, faces, cover, and how fine pictures are ---- */

/* Sets the paper; the others load what the options name.  False: reported. */
void looks_paper(Work *w);
bool looks_style(Work *w);
bool looks_cover(Work *w);
bool looks_fonts(Work *w);

/* The versions of what has a say in the bytes of a book: of the faces, behind the style's
 * and the fonts' loading, "Vollkorn 4.105", each with `between` before it; of sheaf and
 * its libraries, with it between them. */
void looks_put_faces(Buf *out, const char *between, const StyleSheet *sheet,
                     Fonts *fonts);
void looks_put_libraries(Buf *out, const char *between);

/* What pictures are made for: print at step 0, and less and less, where a mail must hold
 * them. */
enum { QUALITY_STEPS = 5 };
uint32_t looks_dpi(size_t step);
PictureAims looks_aims(const Work *w, size_t step);

/* ---- outputs.c: the files ---- */

void outputs_choose(Work *w);

/* Is there a format for the report that is asked for?  Else reported. */
bool outputs_may_report(Work *w);

/* Was it given to be read? */
bool outputs_is_input(Work *w, Str path);

/* False: an output would take the place of an input; reported. */
bool outputs_spare_inputs(Work *w);

/* Makes all of them; false: none can be made, which is reported. */
bool outputs_make(Work *w);

/* Makes pictures and files again, for another step. */
void outputs_set_step(Work *w, size_t step);

/* They appear, or none does. */
bool outputs_write(Work *w);

/* ---- drafts.c: the mail that holds the book ---- */

/* What the draft of this part is called; part 0: the one that has it all. */
Str drafts_path(const Work *w, unsigned part);

/* Makes one or two, of the outputs that are made, as the budget has it; and finds those
 * of an earlier run, which would be mailed in their place by mistake. */
void drafts_make(Work *w);

/* What the budget made of the book, and of earlier drafts; empty: nothing. */
Str drafts_note(const Work *w);

/* ---- tell.c: what a run says ---- */

/* The messages that nobody has seen yet; the others clear the line of the progress too.
 */
void tell_messages(Work *w);
void tell_print(Work *w, const Buf *text); /* to standard output */
void tell_summary(Work *w);
void tell_described(Work *w); /* --write-config's */
uint64_t tell_clock(void);    /* milliseconds */

#endif
