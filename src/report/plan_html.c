/* The plan as a page: --report X.html.
 *
 * One file that needs no other and loads nothing: looks and script stand in it, and its
 * policy (CSP) allows these two by their digests and nothing else, so that whatever an
 * article holds, it cannot act.  The page is whole without its script, which only brings
 * search and filters; long parts are folded (<details>), and paper shows them unfolded.
 *
 *   header    the book, the totals, the sections
 *   section   chapters, one section a part: an entry each (plan_html_entry.c), behind it
 *             its versions, with what differs, and its copies
 *   section   what was left out
 *   section   passages that articles of different stories share
 *   section   messages
 *
 * An entry is written and forgotten before the next, so that of a plan of ten thousand
 * articles nothing but the page itself is held. */
#include "plan_html.h"

#include "base/hash.h"
#include "page_assets.h"
#include "say.h"

void page_text(Page *p, Str s)
{
    buf_clear(&p->safe);
    buf_safe(&p->safe, s);
    buf_xml(p->out, buf_str(&p->safe));
}

void page_words(Page *p, Str lang, Str s)
{
    buf_put(p->out, S("<bdi lang=\""));
    page_text(p, lang);
    buf_put(p->out, S("\">"));
    page_text(p, s);
    buf_put(p->out, S("</bdi>"));
}

void page_source(Page *p, const Article *a)
{
    page_words(p, (Str){0}, a->src.path);
    if (a->src.member.n) {
        buf_put(p->out, S(": "));
        page_words(p, (Str){0}, a->src.member);
    }
}

void page_chapter(Page *p, uint32_t chapter)
{
    buf_printf(p->out, "<a href=\"#c%u\">chapter %u</a>", (unsigned)chapter,
               (unsigned)chapter);
}

/* ---- head ---- */

/* "'sha256-…'" of what stands in a style or a script. */
static void put_digest(Page *p, Str content)
{
    buf_put(p->out, S("'sha256-"));
    buf_base64(p->out, sha256(p->arena, content));
    buf_byte(p->out, '\'');
}

static void put_head(Page *p)
{
    buf_printf(p->out,
               "<!DOCTYPE html>\n<!-- sheaf " STR_FMT ": a report -->\n"
               "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\""
               "default-src 'none'; base-uri 'none'; form-action 'none'; "
               "img-src data:; style-src ",
               STR_ARG(p->r->version));
    put_digest(p, page_style());
    buf_put(p->out, S("; script-src "));
    put_digest(p, page_script());
    buf_put(p->out,
            S("\">\n<meta name=\"viewport\" content=\"width=device-width, "
              "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
              "<meta name=\"referrer\" content=\"no-referrer\">\n"
              "<link rel=\"icon\" href=\"data:,\">\n<title>Ledger: "));
    page_text(p, p->r->title);
    buf_put(p->out, S("</title>\n<style>"));
    buf_put(p->out, page_style());
    buf_put(p->out, S("</style>\n</head>\n<body>\n"));
}

/* ---- what there is ---- */

typedef struct Totals {
    size_t fates[ART_REFUSED + 1];
    size_t words, metadata, unread, warnings;
} Totals;

static size_t count_metadata(const Article *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->nfates; i++)
        n += say_is_set_aside(a, i) && a->fates[i].kind == FATE_METADATA;
    return n;
}

static Totals count(const Report *r)
{
    Totals t = {0};
    for (size_t i = 0; i < r->plan->articles->n; i++) {
        const Article *a = r->plan->articles->v[i];
        t.fates[a->fate]++;
        if (a->fate == ART_CHAPTER) {
            t.words += a->nwords;
            t.metadata += count_metadata(a);
        }
    }
    for (size_t i = 0; i < r->messages->n; i++) {
        const Message *m = &r->messages->messages[i];
        t.unread += say_is_unread(m);
        t.warnings += diag_severity(m->id) >= SEVERITY_WARNING;
    }
    return t;
}

static size_t left(const Totals *t)
{
    return t->fates[ART_EMPTY] + t->fates[ART_OUTSIDE] + t->fates[ART_REFUSED] +
           t->unread;
}

static void put_totals(Page *p, const Totals *t)
{
    const Plan *plan = p->r->plan;
    Buf *out = p->out;
    buf_put(out, S("<p>"));
    say_count(out, plan->articles->n + t->unread, "input", "inputs");
    buf_put(out, S(": "));
    say_count(out, plan->nchapters, "chapter of ", "chapters of ");
    say_count(out, t->words, "word", "words");
    if (t->fates[ART_DUPLICATE])
        buf_printf(out, ", %zu merged into them", t->fates[ART_DUPLICATE]);
    if (left(t))
        buf_printf(out, ", %zu left out", left(t));
    buf_put(out, S(". "));
    say_count(out, plan->nset_aside, "block", "blocks");
    buf_put(out, S(" of the chapters set aside, "));
    say_count(out, t->metadata, "read as metadata; ", "read as metadata; ");
    say_count(out, p->r->edits->n, "character", "characters");
    buf_put(out, S(" set otherwise. "));
    say_count(out, t->warnings, "warning", "warnings");
    buf_put(out,
            S(".</p>\n<p>What is not shown here of a chapter is in the book, word "
              "for word. A block that was set aside is put back with "
              "<code>--keep</code> and the ID beside it, or under <code>keep:</code> "
              "in <code>book.yaml</code>.</p>\n"));
    if (t->fates[ART_DUPLICATE])
        buf_put(out, S("<p>Where versions of a story differ, what <ins>only the chapter "
                       "says</ins> is in the book; what <del>only the version says</del> "
                       "is not, unless <code>--variants</code> prints it in the "
                       "notes.</p>\n"));
}

static void put_section_links(Page *p, const Totals *t)
{
    const struct {
        const char *id, *title;
        bool there;
    } sections[] = {
        {"chapters", "Chapters", p->r->plan->nchapters > 0},
        {"left", "Left out", left(t) > 0},
        {"passages", "Shared passages", p->r->plan->npassages > 0},
        {"messages", "Messages", t->warnings > 0},
    };
    buf_put(p->out, S("<nav aria-label=\"Sections\"><ul>\n"));
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (sections[i].there)
            buf_printf(p->out, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id,
                       sections[i].title);
    buf_put(p->out, S("</ul></nav>\n"));
}

/* What the script needs; it shows them. */
static void put_controls(Page *p)
{
    static const struct {
        const char *value, *label;
    } shown[] = {
        {"all", "Everything"}, {"kept", "In the book"}, {"aside", "Lines set aside"},
        {"merged", "Merged"},  {"left", "Left out"},    {"warned", "With warnings"},
    };
    buf_put(p->out, S("<form id=\"controls\" role=\"search\" hidden>\n"
                      "<label>Search <input type=\"search\" id=\"query\" "
                      "autocomplete=\"off\" spellcheck=\"false\"></label>\n"
                      "<fieldset><legend>Show</legend>\n"));
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        buf_printf(p->out,
                   "<label><input type=\"radio\" name=\"show\" value=\"%s\"%s>"
                   "<span>%s</span></label>\n",
                   shown[i].value, i ? "" : " checked", shown[i].label);
    buf_put(p->out, S("</fieldset>\n<p><button type=\"button\" id=\"unfold\">Unfold all"
                      "</button> <output id=\"found\"></output></p>\n</form>\n"));
}

static void put_header(Page *p)
{
    const Totals t = count(p->r);
    buf_put(p->out, S("<header>\n<p class=\"kind\">Ledger</p>\n<h1>"));
    if (p->r->title.n)
        page_words(p, (Str){0}, p->r->title);
    else
        buf_put(p->out, S("What became of every line"));
    buf_put(p->out, S("</h1>\n"));
    put_totals(p, &t);
    put_section_links(p, &t);
    put_controls(p);
    buf_put(p->out, S("</header>\n"));
}

/* ---- sections ---- */

static void begin_section(Page *p, const char *id, const char *title)
{
    buf_printf(p->out, "<section id=\"%s\">\n<h2>%s</h2>\n", id, title);
}

static void end_section(Page *p)
{
    buf_put(p->out, S("</section>\n"));
}

/* The chapters from the first of a part (NULL: of those in none) on. */
static void begin_part(Page *p, bool first, const PlanPart *part)
{
    if (!first)
        end_section(p);
    if (part == NULL) {
        begin_section(p, "chapters", "Chapters");
        return;
    }
    buf_printf(p->out, "<section%s>\n<h2>", first ? " id=\"chapters\"" : "");
    page_words(p, (Str){0}, part->title);
    buf_put(p->out, S("</h2>\n"));
}

static void put_versions(Page *p, const Article *chapter)
{
    const size_t from = p->begins[chapter->chapter], to = p->begins[chapter->chapter + 1];
    if (from == to)
        return;
    ChapterWords *words = chapter_words_new(chapter);
    for (size_t i = from; i < to; i++)
        page_entry(p, p->versions[i], words);
    chapter_words_free(words);
}

static void put_chapters(Page *p)
{
    const Plan *plan = p->r->plan;
    const PlanPart *now = NULL;
    for (size_t i = 0; i < plan->nchapters; i++) {
        const Article *a = plan->chapters[i];
        const PlanPart *part = plan_part_of(plan, i);
        if (i == 0 || part != now)
            begin_part(p, i == 0, part);
        now = part;
        page_entry(p, a, NULL);
        put_versions(p, a);
    }
    if (plan->nchapters)
        end_section(p);
}

static bool is_left_out(const Article *a)
{
    return a->fate != ART_CHAPTER && a->fate != ART_DUPLICATE;
}

static void put_left_out(Page *p)
{
    const ArticleList *l = p->r->plan->articles;
    const Diag *d = p->r->messages;
    bool any = false;
    for (size_t i = 0; i < l->n + d->n; i++) {
        const Message *m = i < l->n ? NULL : &d->messages[i - l->n];
        if (m ? !say_is_unread(m) : !is_left_out(l->v[i]))
            continue;
        if (!any)
            begin_section(p, "left", "Left out");
        any = true;
        if (m)
            page_unread(p, m);
        else
            page_entry(p, l->v[i], NULL);
    }
    if (any)
        end_section(p);
}

static void put_place(Page *p, const Place *at)
{
    const Article *a = at->article;
    buf_put(p->out, S("<li>"));
    if (a->chapter) {
        page_chapter(p, a->chapter);
        buf_put(p->out, S(", "));
    }
    page_source(p, a);
    buf_put(p->out, S("</li>\n"));
}

static void put_passages(Page *p)
{
    const Plan *plan = p->r->plan;
    if (plan->npassages == 0)
        return;
    begin_section(p, "passages", "Shared passages");
    buf_put(p->out,
            S("<p>What articles of different stories say in the same words.</p>\n"));
    for (size_t i = 0; i < plan->npassages; i++) {
        const Passage *s = &plan->passages[i];
        buf_put(p->out, S("<article class=\"passage\">\n<h3>"));
        say_count(p->out, s->tokens, "word", "words");
        buf_printf(p->out, " in %zu places</h3>\n<blockquote><p>", s->nplaces);
        page_words(p, s->places[0].article->lang, s->text);
        buf_put(p->out, S("</p></blockquote>\n<ul>\n"));
        for (size_t k = 0; k < s->nplaces; k++)
            put_place(p, &s->places[k]);
        buf_put(p->out, S("</ul>\n</article>\n"));
    }
    end_section(p);
}

static void put_message(Page *p, const Message *m)
{
    buf_put(p->out, S("<tr><td>"));
    page_words(p, (Str){0}, m->at.path);
    buf_put(p->out, S("</td><td>"));
    if (m->at.line)
        buf_printf(p->out, "%u", (unsigned)m->at.line);
    buf_put(p->out, S("</td><td>"));
    page_text(p, m->text);
    buf_printf(p->out, " <small>%s</small></td></tr>\n", diag_name(m->id));
}

static void put_messages(Page *p)
{
    const Diag *d = p->r->messages;
    bool any = false;
    for (size_t i = 0; i < d->n; i++) {
        if (diag_severity(d->messages[i].id) < SEVERITY_WARNING)
            continue;
        if (!any) {
            begin_section(p, "messages", "Messages");
            buf_put(p->out, S("<table><thead><tr><th scope=\"col\">File</th>"
                              "<th scope=\"col\">Line</th><th scope=\"col\">Message</th>"
                              "</tr></thead><tbody>\n"));
        }
        any = true;
        put_message(p, &d->messages[i]);
    }
    if (any) {
        buf_put(p->out, S("</tbody></table>\n"));
        end_section(p);
    }
}

/* ---- the page ---- */

/* Counts the versions of each chapter, so that it is known where the last of each ends,
 * and places them from there down. */
static void gather_versions(Page *p)
{
    const ArticleList *l = p->r->plan->articles;
    const size_t chapters = p->r->plan->nchapters;
    p->versions = arena_array(p->arena, l->n + 1, sizeof *p->versions);
    p->begins = arena_array(p->arena, chapters + 2, sizeof *p->begins);
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i]->fate == ART_DUPLICATE)
            p->begins[l->v[i]->of->chapter]++;
    for (size_t c = 1; c <= chapters + 1; c++)
        p->begins[c] += p->begins[c - 1];
    for (size_t i = l->n; i-- > 0;)
        if (l->v[i]->fate == ART_DUPLICATE)
            p->versions[--p->begins[l->v[i]->of->chapter]] = l->v[i];
}

static void gather_notes(Page *p)
{
    const Diag *d = p->r->messages;
    for (size_t i = 0; i < d->n; i++) {
        const Message *m = &d->messages[i];
        if (m->at.path.n == 0 || diag_severity(m->id) < SEVERITY_WARNING)
            continue;
        void **at = map_at(&p->notes, m->at.path);
        if (*at == NULL)
            *at = arena_alloc(p->arena, sizeof(Notes));
        Notes *notes = *at;
        Note *note = arena_alloc(p->arena, sizeof *note);
        note->message = m;
        if (notes->last)
            notes->last->next = note;
        else
            notes->first = note;
        notes->last = note;
    }
}

void report_html(Buf *out, const Report *r)
{
    Page p = {
        .out = out, .r = r, .arena = arena_new(), .refusals = say_refusals(r->messages)};
    gather_notes(&p);
    gather_versions(&p);
    put_head(&p);
    put_header(&p);
    buf_put(out, S("<main>\n"));
    put_chapters(&p);
    put_left_out(&p);
    put_passages(&p);
    put_messages(&p);
    buf_put(out, S("</main>\n<footer><p>Made by sheaf "));
    page_text(&p, r->version);
    buf_put(out, S(".</p></footer>\n<script>"));
    buf_put(out, page_script());
    buf_put(out, S("</script>\n</body>\n</html>\n"));
    buf_free(&p.safe);
    map_free(&p.notes);
    map_free(&p.refusals);
    arena_free(p.arena);
}
