/* What the options mean to each stage. */
#include "cli/option.h"
#include "cli/places.h"
#include "work.h"

/* The blocks that are to be kept, *n of them, and where that is said. */
static const Keep *list_kept(Arena *a, const Options *o, size_t *n)
{
    Keep *v = arena_array(a, o->keep.n / 2 + 1, sizeof *v);
    *n = 0;
    for (size_t i = 0; i < o->nsettings; i++) {
        const Setting *s = &o->settings[i];
        if (s->option->field != offsetof(Options, keep))
            continue;
        for (Str lines = s->value; lines.n > 0;) {
            const Str id = str_trim(str_line(&lines));
            if (id.n)
                v[(*n)++] = (Keep){id, s->at};
        }
    }
    return v;
}

CollectOptions collect_options_of(const Work *w)
{
    const Options *o = w->o;
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
    options.keep = list_kept(w->arena, o, &options.nkeep);
    return options;
}

BookOptions book_options_of(const Work *w, Str made_with)
{
    const Options *o = w->o;
    return (BookOptions){
        .title = o->title,
        .subtitle = o->subtitle,
        .authors = o->authors,
        .subjects = o->subjects,
        .series = o->series,
        .series_place = o->series_place,
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

EpubOptions epub_options_of(const Work *w)
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

Imposition imposition_of(const Options *o, Format format)
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

Report report_of(const Work *w)
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
