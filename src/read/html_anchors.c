/* Links inside a page: calls of notes, ways back from them, and places that are led to.
 *
 * Model: a note is called by a short link that is raised, bracketed or called a note's,
 * and that leads to an element which begins there and holds nothing else that is called:
 * an item of a list, an aside, a paragraph, whatever the page makes its notes of.  The
 * call's own words are no proof, for they are "1" on the next page of a gallery too.
 * Inside a note a short link to some place outside is the way back, which the book makes
 * anew.  All other links lead to the box that begins at their target.
 * Method: learn the ids that links name, find them, settle which elements are notes; an
 * element that would hold two is none.  A note is the article's whatever set it aside,
 * for the article calls it.
 * Cost: linear: what is looked at around a target is bounded. */
#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "html.h"

enum {
    LABEL_MOST = 12, /* bytes of a call's words */
    CLIMB_MOST = 4,  /* elements around a target that may be its note */
    LOOK_MOST = 64,  /* nodes that are looked at for a note's first words */
};

/* ---- targets ---- */

/* The part behind '#' of a link inside the page; empty: it leads out. */
static Str fragment_of(const Page *p, const DomNode *link)
{
    const Str href = str_trim(dom_attribute(link, "href"));
    const size_t at = str_find(href, S("#"));
    const Str fragment = str_sub(href, at + 1, href.n);
    if (fragment.n == 0)
        return (Str){0};
    if (at > 0) {
        const Article *a = p->article;
        const Str base = a->base.n ? a->base : p->stated.url;
        const Str key = url_key(p->scratch, url_join(p->scratch, base, href));
        if (key.n == 0 || !str_eq(key, p->own_key))
            return (Str){0};
    }
    return url_unescape(p->scratch, fragment);
}

Target *anchor_of(const Page *p, const DomNode *link)
{
    const Str id = fragment_of(p, link);
    return id.n ? map_find(&p->targets, id) : NULL;
}

static bool is_link(const DomNode *n)
{
    return n->kind == DOM_ELEMENT && n->tag == GUMBO_TAG_A;
}

static void learn_targets(Page *p)
{
    for (uint32_t i = p->body; i < p->n; i++) {
        const Str id = is_link(&p->v[i]) ? fragment_of(p, &p->v[i]) : (Str){0};
        if (id.n == 0 || map_find(&p->targets, id))
            continue;
        Target *t = arena_alloc(p->scratch, sizeof *t);
        *t = (Target){.id = id, .box = NO_BOX};
        *map_at(&p->targets, id) = t;
    }
}

static void take_id(Page *p, uint32_t node, Str id)
{
    Target *t = id.n ? map_find(&p->targets, id) : NULL;
    if (t && t->node == 0)
        t->node = node;
}

static void find_targets(Page *p)
{
    for (uint32_t i = p->body; p->targets.n > 0 && i < p->n; i++) {
        const DomNode *n = &p->v[i];
        if (n->kind != DOM_ELEMENT || n->attributes->length == 0)
            continue;
        take_id(p, i, dom_attribute(n, "id"));
        if (n->tag == GUMBO_TAG_A)
            take_id(p, i, dom_attribute(n, "name"));
    }
}

/* The box that node lies in, or the first one behind its begin; NO_BOX: none. */
static uint32_t box_at(const Page *p, uint32_t node)
{
    const uint32_t next = p->v[node].box;
    if (next > 0 && p->boxes[next - 1].end > node)
        return next - 1;
    return next < p->nboxes ? next : NO_BOX;
}

static bool is_kept(const Page *p, uint32_t box)
{
    return box != NO_BOX && p->boxes[box].rule == NULL && p->boxes[box].look == LOOK_BODY;
}

/* ---- calls ---- */

static bool is_raised(const Page *p, uint32_t link)
{
    for (uint32_t i = link, n = 0; n < 3; i = p->v[i].parent, n++)
        if (p->v[i].tag == GUMBO_TAG_SUP)
            return true;
    for (uint32_t i = link + 1; i < p->v[link].end && i < link + 4; i++)
        if (p->v[i].kind == DOM_ELEMENT && p->v[i].tag == GUMBO_TAG_SUP)
            return true;
    return false;
}

static bool is_called_note(const DomNode *n)
{
    static const char *const names[] = {"role", "epub:type", "rel", "class", "id"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const Str value = dom_attribute(n, names[i]);
        if (str_has(value, S("note")) || str_has(value, S("Note")))
            return true;
    }
    return false;
}

/* Does the link look like the call of a note? */
static bool is_call(const Page *p, uint32_t link)
{
    const DomNode *n = &p->v[link];
    if (n->end - link > LOOK_MOST || n->holds_blocks)
        return false;
    const Str label = dom_words(p, p->scratch, link);
    if (label.n == 0 || label.n > LABEL_MOST || str_has(label, S(" ")))
        return false;
    const bool bracketed = label.p[0] == '[' && str_ends(label, S("]"));
    return bracketed || is_raised(p, link) || is_called_note(n);
}

/* ---- notes ---- */

/* Has the element words that are in no link inside the page? */
static bool has_words(const Page *p, uint32_t node)
{
    const uint32_t end = p->v[node].end;
    uint32_t i = node;
    for (uint32_t n = 0; i < end && n < LOOK_MOST; n++) {
        const DomNode *d = &p->v[i];
        if (is_link(d) && fragment_of(p, d).n > 0) {
            i = d->end;
            continue;
        }
        if (d->kind == DOM_TEXT && str_trim(d->text).n > 0)
            return true;
        i++;
    }
    return i < end;
}

static bool may_be_note(const DomNode *n)
{
    switch ((int)n->tag) {
    case GUMBO_TAG_LI:
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_BLOCKQUOTE:
        return true;
    default:
        return false;
    }
}

/* The element of the note that begins at the target; 0: none does. */
static uint32_t find_note(const Page *p, uint32_t target)
{
    uint32_t at = target;
    for (int n = 0; n < CLIMB_MOST && at != p->body && at != p->story; n++) {
        const bool whole = p->v[at].holds_blocks && has_words(p, at);
        if (whole)
            return may_be_note(&p->v[at]) ? at : 0;
        /* what stands before it in the same element belongs to something else */
        for (uint32_t i = p->v[at].parent + 1; i < at; i++)
            if (i + LOOK_MOST < at ||
                (p->v[i].kind == DOM_TEXT && str_trim(p->v[i].text).n > 0))
                return 0;
        at = p->v[at].parent;
    }
    return 0;
}

/* Settles for each called target which element is its note, by how many are called in
 * each. */
static void settle_notes(Page *p)
{
    uint32_t *called = mem_alloc((p->n + 1) * sizeof *called); /* before each node */
    for (uint32_t i = p->body; i < p->n; i++) {
        DomNode *n = &p->v[i];
        Target *t = is_link(n) ? anchor_of(p, n) : NULL;
        if (t == NULL || t->node == 0 || !is_kept(p, box_at(p, i)) || !is_call(p, i))
            continue;
        if (!t->sought)
            t->note = find_note(p, t->node);
        t->sought = true;
        n->call = t->note != 0 && (i < t->note || i >= p->v[t->note].end);
        called[t->node + 1] = 1;
    }
    for (uint32_t i = 0; i < p->n; i++)
        called[i + 1] += called[i];
    for (uint32_t i = p->body; i < p->n; i++) {
        Target *t = p->v[i].call ? anchor_of(p, &p->v[i]) : NULL;
        if (t == NULL)
            continue;
        if (t->note == 0 || called[p->v[t->note].end] - called[t->note] != 1) {
            t->note = 0;
            p->v[i].call = false;
        } else {
            p->v[t->note].note = t;
        }
    }
    free(called);
}

/* A way back, or the arrow that stands where several lead back. */
static void mark_ways_back(Page *p, uint32_t note)
{
    for (uint32_t i = note; i < p->v[note].end; i++) {
        DomNode *n = &p->v[i];
        if (n->kind == DOM_TEXT) {
            const Str s = str_trim(n->text);
            n->back = str_eq(s, S("^")) || str_eq(s, S("\u2191")) ||
                      str_eq(s, S("\u21A9")) || str_eq(s, S("\u21A9\uFE0E"));
            continue;
        }
        const Target *t = is_link(n) ? anchor_of(p, n) : NULL;
        if (t == NULL || (t->node >= note && t->node < p->v[note].end && t->node != i))
            continue;
        const Str words = dom_words(p, p->scratch, i);
        if (words.n > LABEL_MOST && !is_called_note(n))
            continue;
        for (uint32_t k = i; k < n->end; k++)
            p->v[k].back = true;
        i = n->end - 1;
    }
}

static void keep_notes(Page *p)
{
    for (uint32_t i = p->body; i < p->n; i++) {
        const DomNode *n = &p->v[i];
        if (n->note == NULL)
            continue;
        for (uint32_t k = n->box; k < n->box_end; k++) {
            Box *b = &p->boxes[k];
            if (p->v[b->first].quiet)
                continue;
            b->rule = NULL;
            b->look = LOOK_BODY;
            b->level = 0;
        }
        mark_ways_back(p, i);
    }
}

/* A head with nothing but notes below it: in the book they stand elsewhere. */
static void set_aside_heads(Page *p)
{
    bool *in_note = mem_alloc(p->nboxes + 1);
    for (uint32_t i = p->body; i < p->n; i++)
        if (p->v[i].note)
            memset(in_note + p->v[i].box, true, p->v[i].box_end - p->v[i].box);
    for (uint32_t i = 0; i < p->nboxes; i++) {
        Box *head = &p->boxes[i];
        bool notes = false;
        if (head->level == 0 || !is_kept(p, i) || in_note[i])
            continue;
        uint32_t k = i + 1;
        for (; k < p->nboxes && (in_note[k] || !is_kept(p, k)); k++)
            notes |= in_note[k];
        if (notes && (k == p->nboxes ||
                      (p->boxes[k].level > 0 && p->boxes[k].level <= head->level))) {
            head->rule = "notes-head";
            head->look = LOOK_BOILERPLATE;
        }
        i = k - 1;
    }
    free(in_note);
}

/* ---- places ---- */

/* Which box each link leads to; the first that leads there names it. */
static void settle_places(Page *p)
{
    for (uint32_t i = p->body; i < p->n; i++) {
        Target *t = is_link(&p->v[i]) ? anchor_of(p, &p->v[i]) : NULL;
        if (t == NULL || t->node == 0 || t->box != NO_BOX || t->note != 0 ||
            p->v[i].back || !is_kept(p, box_at(p, i)))
            continue;
        const uint32_t box = box_at(p, t->node);
        if (!is_kept(p, box))
            continue;
        t->box = box;
        if (p->boxes[box].id.n == 0)
            p->boxes[box].id = arena_str(p->article->arena, t->id);
    }
}

void page_anchors(Page *p)
{
    learn_targets(p);
    if (p->targets.n == 0)
        return;
    find_targets(p);
    settle_notes(p);
    keep_notes(p);
    set_aside_heads(p);
    settle_places(p);
}
