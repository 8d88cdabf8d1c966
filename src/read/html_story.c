/* The story: which boxes of a page are the article.
 *
 * Model: an article is prose, and prose stands together; around it stand elements that
 * the page calls something else, and between its paragraphs boxes that are nothing but
 * links.  A box is prose by its length, its stops and its few links (box_is_prose()).
 * Method: (1) an element is furniture when its tag, its role or its names say so, from
 * the outermost in, but for names under which the page keeps most of its prose: those are
 * not believed.  (2) From the body down, the child that holds nearly all of the prose
 * that is left is entered, for as long as there is one: it holds the story, and what
 * stands outside is furniture.  (3) Inside, links by themselves, lists of links, teasers
 * behind the story, phrases that only pages have, repetitions, and heads with nothing
 * left below them are set aside.  (4) Where less than SURE_AT_LEAST of the prose is in
 * that element, or nothing is left, it is unsure what the story is: all that no rule
 * names is kept, and the page's reader is told. Cost: linear; sums over the boxes give
 * the prose of any element at once. Not taken: scores for parents and grandparents of
 * paragraphs, as browsers' reader views have them, which need many weights and lose
 * stories that are cut into sections; and a classifier learnt from labelled pages, which
 * nobody can read. */
#include <string.h>

#include "html.h"

enum {
    STORY_AT_LEAST = 88,  /* hundredths of an element's prose that the child has which */
    STORY_IF_CALLED = 80, /* holds the story; where it is called so */
    SURE_AT_LEAST = 60,   /* of the page's prose that the story has; else it is unsure */
    ASIDE_LINKED = 10,    /* of an aside that is the article's, at most */
    TEASER_BOXES = 8,
    TEASER_WIDTH = 600,
    SECTION_MOST = 15,   /* hundredths of the story's prose below a head of furniture */
    TEASERS_BEHIND = 60, /* hundredths of the story's prose */
};

/* ---- sums ---- */

static uint32_t weight(const Box *b)
{
    return b->rule == NULL && box_is_prose(b) ? b->width - b->linked : 0;
}

static void sum_prose(Page *p)
{
    p->prose = mem_grow(p->prose, p->nboxes + 1, sizeof *p->prose);
    p->prose[0] = 0;
    for (size_t i = 0; i < p->nboxes; i++)
        p->prose[i + 1] = p->prose[i] + weight(&p->boxes[i]);
}

static uint32_t prose_in(const Page *p, uint32_t node)
{
    return p->prose[p->v[node].box_end] - p->prose[p->v[node].box];
}

/* ---- elements that are furniture by what they are called ---- */

static const char *tag_rule(const DomNode *n)
{
    switch ((int)n->tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_MENU:
        return "navigation";
    case GUMBO_TAG_FOOTER:
        return "footer";
    case GUMBO_TAG_ASIDE:
        return "aside";
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_FIELDSET:
        return "form";
    default:
        return NULL;
    }
}

static const char *role_rule(Str role)
{
    static const struct {
        const char *role, *rule;
    } roles[] = {{"navigation", "navigation"}, {"banner", "navigation"},
                 {"complementary", "aside"},   {"contentinfo", "footer"},
                 {"search", "form"},           {"dialog", "popup"},
                 {"alertdialog", "popup"},     {"menu", "navigation"},
                 {"menubar", "navigation"},    {"toolbar", "navigation"}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_eq_nocase(role, str_of(roles[i].role)))
            return roles[i].rule;
    return NULL;
}

static bool is_in_story(const Page *p, const DomNode *n)
{
    for (uint32_t i = n->parent; i != p->body && i != 0; i = p->v[i].parent)
        if (p->v[i].tag == GUMBO_TAG_ARTICLE || p->v[i].tag == GUMBO_TAG_MAIN)
            return true;
    return false;
}

static bool is_hidden(const Page *p, uint32_t node)
{
    const DomNode *n = &p->v[node];
    if (n->attributes == NULL || n->attributes->length == 0)
        return false;
    const Str style = dom_attribute(n, "style");
    if (gumbo_get_attribute(n->attributes, "hidden") ||
        str_has(style, S("display:none")) || str_has(style, S("display: none")) ||
        str_has(style, S("visibility:hidden")))
        return true;
    /* in the story it is an answer folded up below its question */
    return str_eq(dom_attribute(n, "aria-hidden"), S("true")) &&
           !(prose_in(p, node) > 0 && is_in_story(p, n));
}

static const char *name_rule(const DomNode *n)
{
    if (n->hints == 0)
        return NULL;
    for (Hint h = 0; h < HINT_COUNT; h++)
        if ((n->hints >> h & 1) && hint_rule(h) && h != HINT_BYLINE && h != HINT_DATE &&
            h != HINT_CREDIT)
            return hint_rule(h);
    return NULL;
}

/* How much of the text in an element is in links, in hundredths. */
static unsigned linked_share(const Page *p, const DomNode *n)
{
    uint64_t width = 0, linked = 0;
    for (uint32_t i = n->box; i < n->box_end; i++) {
        width += p->boxes[i].width;
        linked += p->boxes[i].linked;
    }
    return width ? (unsigned)(100 * linked / width) : 100;
}

/* A page's own header, when it holds more links than words. */
static bool is_page_header(const Page *p, const DomNode *n)
{
    return n->tag == GUMBO_TAG_HEADER && linked_share(p, n) > 50 && !is_in_story(p, n);
}

/* An aside of the article: a box of facts, a list of what is needed, a note. */
static bool is_own_aside(const Page *p, const DomNode *n)
{
    return n->tag == GUMBO_TAG_ASIDE && linked_share(p, n) < ASIDE_LINKED &&
           n->box_end - n->box > 0 && is_in_story(p, n);
}

static const char *element_rule(const Page *p, uint32_t node)
{
    const DomNode *n = &p->v[node];
    const char *rule = is_page_header(p, n) ? "navigation" : NULL;
    if (rule == NULL && !is_own_aside(p, n))
        rule = tag_rule(n);
    if (rule == NULL && n->attributes->length > 0)
        rule = role_rule(dom_attribute(n, "role"));
    if (rule == NULL && is_hidden(p, node))
        rule = "hidden";
    if (rule == NULL && (n->hints >> HINT_BYLINE & 1) && prose_in(p, node) > 0)
        rule = hint_rule(HINT_AUTHOR); /* a life, not a line */
    return rule ? rule : name_rule(n);
}

/* What a page calls by one name, and how much prose stands in it. */
typedef struct Named {
    const char *rule;
    uint64_t prose;
} Named;

enum { RULES = 32 };

static Named *find_named(Named *v, const char *rule)
{
    while (v->rule && strcmp(v->rule, rule) != 0)
        v++;
    v->rule = rule;
    return v;
}

/* How much of a page's prose may be called so and not be the article, in hundredths. */
static uint64_t most_of(const char *rule)
{
    return strcmp(rule, "comments") == 0 ? 97 : 45;
}

/* Calls for each outermost element that is called furniture, and is not believed to be
 * when most of the page's prose stands in what is called so. */
static void set_aside_named(Page *p)
{
    const uint64_t all = prose_in(p, p->body);
    Named named[RULES] = {{0}};
    for (int round = 0; round < 2; round++)
        for (uint32_t i = p->body + 1; i < p->v[p->body].end; i++) {
            const DomNode *n = &p->v[i];
            if (n->kind != DOM_ELEMENT || n->box == n->box_end)
                continue;
            const char *rule = element_rule(p, i);
            const uint64_t prose = prose_in(p, i);
            if (rule == NULL || 100 * prose > most_of(rule) * all)
                continue;
            Named *is = find_named(named, rule);
            if (round == 0)
                is->prose += prose;
            else if (100 * is->prose <= most_of(rule) * all)
                for (uint32_t k = n->box; k < n->box_end; k++)
                    if (p->boxes[k].rule == NULL)
                        p->boxes[k].rule = rule;
            i = n->end - 1;
        }
}

/* ---- the element that holds the story ---- */

static bool is_called_story(const DomNode *n)
{
    return n->tag == GUMBO_TAG_ARTICLE || n->tag == GUMBO_TAG_MAIN ||
           (n->hints >> HINT_STORY & 1) ||
           str_eq(dom_attribute(n, "itemprop"), S("articleBody"));
}

/* Text in it is the story's own, and not all of it prose. */
static bool holds_lines(const DomNode *n)
{
    return n->tag == GUMBO_TAG_P || n->tag == GUMBO_TAG_TABLE || n->tag == GUMBO_TAG_UL ||
           n->tag == GUMBO_TAG_OL || n->tag == GUMBO_TAG_BLOCKQUOTE;
}

/* Goes down from the body for as long as one child holds nearly all of the prose. */
static void find_story(Page *p)
{
    uint32_t at = p->body;
    for (;;) {
        uint32_t best = 0, most = 0;
        for (uint32_t i = at + 1; i < p->v[at].end; i = p->v[i].end)
            if (p->v[i].kind == DOM_ELEMENT && prose_in(p, i) > most) {
                most = prose_in(p, i);
                best = i;
            }
        if (best == 0 || holds_lines(&p->v[best]))
            break;
        const uint64_t enough =
            is_called_story(&p->v[best]) ? STORY_IF_CALLED : STORY_AT_LEAST;
        if (100 * (uint64_t)most < enough * prose_in(p, at))
            break;
        at = best;
    }
    p->story = at;
}

/* ---- furniture inside the story ---- */

static bool is_link(const Box *b)
{
    return b->width > 0 && 5 * b->linked >= 4 * b->width;
}

/* Boxes that are all link, but for heads and for an item among others that are not. */
static void set_aside_links(Page *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        Box *b = &p->boxes[i];
        if (b->rule || !is_link(b))
            continue;
        if (b->item && b->level == 0) {
            uint32_t end = i;
            while (end < to && p->boxes[end].item && is_link(&p->boxes[end]))
                end++;
            for (uint32_t k = i; k < end && end - i > 1; k++)
                p->boxes[k].rule = "link-list";
            i = end > i ? end - 1 : i;
        } else if (b->level == 0 && !b->cell) {
            b->rule = "link";
        } else if (b->level > 2 && b->card) {
            b->rule = "link";
        }
    }
}

static void set_aside_phrases(Page *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        Box *b = &p->boxes[i];
        if (b->rule == NULL && b->phrase && (!b->weak || is_link(b)))
            b->rule = b->phrase;
    }
}

/* ---- teasers ---- */

/* Where the box's link leads. */
static Str link_of(const Page *p, const Box *b)
{
    for (uint32_t i = b->first; i < b->end; i++)
        if (p->v[i].kind == DOM_ELEMENT && p->v[i].tag == GUMBO_TAG_A)
            return dom_attribute(&p->v[i], "href");
    for (uint32_t i = b->holder, n = 0; i != p->body && n < 6; i = p->v[i].parent, n++)
        if (p->v[i].tag == GUMBO_TAG_A)
            return dom_attribute(&p->v[i], "href");
    return (Str){0};
}

/* Another page of the same site, as far as the address tells. */
static bool leads_inside(const Page *p, Str href)
{
    const size_t at = str_find(href, S("//"));
    if (href.n == 0 || href.p[0] == '#')
        return false;
    if (at > 8)
        return true;
    Str rest = str_sub(href, at + 2, href.n);
    const Str host = str_cut(&rest, '/');
    return host.n > 3 && str_has(p->own_host, host);
}

/* A few boxes that begin with a link to another page of the site, in a head or as a
 * whole: what a list of articles is made of. */
static bool is_teaser(const Page *p, uint32_t node)
{
    const DomNode *n = &p->v[node];
    const Box *first = NULL;
    uint32_t width = 0;
    if (n->kind != DOM_ELEMENT || n->box == n->box_end ||
        n->box_end - n->box > TEASER_BOXES)
        return false;
    for (uint32_t i = n->box; i < n->box_end; i++) {
        const Box *b = &p->boxes[i];
        width += b->width;
        if (b->level > 0 && is_link(b) && first == NULL)
            first = b;
    }
    return first && width <= TEASER_WIDTH && leads_inside(p, link_of(p, first));
}

/* Teasers side by side, behind the story: an article may itself be a list. */
static void set_aside_teasers(Page *p, uint32_t story)
{
    const uint64_t all = prose_in(p, story);
    for (uint32_t up = story; up < p->v[story].end; up++) {
        uint32_t run = 0, from = 0;
        if (p->v[up].kind != DOM_ELEMENT || p->v[up].box_end - p->v[up].box < 2)
            continue;
        for (uint32_t i = up + 1; i < p->v[up].end; i = p->v[i].end) {
            if (p->v[i].box == p->v[i].box_end)
                continue;
            const bool teaser = is_teaser(p, i);
            if (teaser && run++ == 0)
                from = p->v[i].box;
            const uint64_t before = p->prose[from] - p->prose[p->v[story].box];
            if (teaser && run > 1 && 100 * before >= TEASERS_BEHIND * all)
                for (uint32_t k = from; k < p->v[i].box_end; k++)
                    if (p->boxes[k].rule == NULL)
                        p->boxes[k].rule = "related";
            if (!teaser)
                run = 0;
        }
    }
}

/* What stands on the page a second time, as for screens of another size: prose that was
 * there before, and what stands between such. */
static void set_aside_repeated(Page *p, uint32_t from, uint32_t to)
{
    Map seen = {0};
    bool repeating = false;
    for (uint32_t i = from; i < to; i++) {
        Box *b = &p->boxes[i];
        if (b->rule || b->words == 0)
            continue;
        void **first = map_at(&seen, (Str){(const char *)&b->hash, sizeof b->hash});
        const bool again = *first != NULL;
        *first = b;
        repeating = again && (repeating || box_is_prose(b));
        if (repeating)
            b->rule = "repeated";
    }
    map_free(&seen);
}

/* What stands below a head that was set aside by its words, near the story's end. */
static void set_aside_sections(Page *p, uint32_t from, uint32_t to)
{
    const uint64_t all = p->prose[to] - p->prose[from];
    for (uint32_t i = from; i < to; i++) {
        const Box *head = &p->boxes[i];
        uint32_t end = i + 1;
        if (head->level == 0 || head->rule == NULL || head->rule != head->phrase)
            continue;
        while (end < to &&
               (p->boxes[end].level == 0 || p->boxes[end].level > head->level))
            end++;
        const uint64_t before = p->prose[i] - p->prose[from];
        const uint64_t below = p->prose[end] - p->prose[i];
        if (100 * before < TEASERS_BEHIND * all || 100 * below > SECTION_MOST * all)
            continue;
        for (uint32_t k = i + 1; k < end; k++)
            if (p->boxes[k].rule == NULL)
                p->boxes[k].rule = head->rule;
    }
}

/* What a program left in the page for another one. */
static void set_aside_data(Page *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        Box *b = &p->boxes[i];
        for (uint32_t k = b->first; k < b->end && b->rule == NULL; k++) {
            const Str s = str_trim(p->v[k].text);
            if (p->v[k].kind == DOM_TEXT && s.n > 0) {
                if (str_starts(s, S("{\"")) && str_ends(s, S("}")))
                    b->rule = "data";
                break;
            }
        }
    }
}

/* Heads with nothing left below them. */
static void set_aside_heads(Page *p, uint32_t from, uint32_t to)
{
    uint8_t below = 0; /* level of the head that comes next; 7: text comes first */
    const char *gone = NULL;
    for (uint32_t i = to; i > from; i--) {
        Box *b = &p->boxes[i - 1];
        if (b->rule) {
            gone = b->rule;
        } else if (b->level == 0) {
            below = 7;
            gone = NULL;
        } else if (below <= b->level && gone) {
            b->rule = gone;
        } else {
            below = b->level;
            gone = NULL;
        }
    }
}

/* What no browser shows.  What it shows without scripts counts when that is where the
 * page keeps its prose. */
static void set_aside_quiet(Page *p)
{
    uint64_t shown = 0, silent = 0;
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < p->nboxes; i++) {
            Box *b = &p->boxes[i];
            const bool quiet = p->v[b->first].quiet, noscript = p->v[b->first].noscript;
            if (round == 0)
                *(quiet ? &silent : &shown) +=
                    (quiet && !noscript) || !box_is_prose(b) ? 0 : b->width;
            else if (quiet && !(noscript && silent > 2 * shown))
                b->rule = "hidden";
        }
}

/* Is anything left?  Else all comes back that a browser shows. */
static bool keep_something(Page *p)
{
    for (uint32_t i = 0; i < p->nboxes; i++)
        if (p->boxes[i].rule == NULL && p->boxes[i].words > 0)
            return false;
    for (uint32_t i = 0; i < p->nboxes; i++)
        if (!p->v[p->boxes[i].first].quiet)
            p->boxes[i].rule = NULL;
    return p->nboxes > 0;
}

void page_story(Page *p)
{
    const bool page = !p->article->src.alone;
    set_aside_quiet(p);
    sum_prose(p);
    if (page)
        set_aside_named(p);
    sum_prose(p);
    p->story = p->body;
    if (page)
        find_story(p);
    bool unsure = 100 * (uint64_t)prose_in(p, p->story) <
                  SURE_AT_LEAST * (uint64_t)prose_in(p, p->body);
    if (unsure)
        p->story = p->body;
    const DomNode *s = &p->v[p->story];
    for (uint32_t i = 0; i < p->nboxes; i++)
        if (p->boxes[i].rule == NULL && (i < s->box || i >= s->box_end))
            p->boxes[i].rule = "outside";
    if (page) {
        set_aside_links(p, s->box, s->box_end);
        set_aside_teasers(p, p->story);
    }
    set_aside_phrases(p, s->box, s->box_end);
    set_aside_sections(p, s->box, s->box_end);
    set_aside_data(p, s->box, s->box_end);
    set_aside_repeated(p, s->box, s->box_end);
    set_aside_heads(p, s->box, s->box_end);
    unsure |= keep_something(p);
    if (unsure)
        diag(p->diag, D_HTML_UNSURE, (Loc){.path = p->article->src.path}, (Str){0},
             (Str){0});
    for (uint32_t i = 0; i < p->nboxes; i++) {
        Box *b = &p->boxes[i];
        if (p->v[b->holder].tag == GUMBO_TAG_TITLE) {
            b->look = LOOK_METADATA;
            b->rule = "page-title";
        } else if (b->rule) {
            b->look = LOOK_BOILERPLATE;
        }
    }
}
