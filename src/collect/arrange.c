/* The chapters in their order and in their parts: topics are read only if either asks for
 * them. */
#include <stdlib.h>
#include <string.h>

#include "steps.h"

/* Numbers the parts as their first chapters come. */
static void renumber_parts(const Slot **v, size_t n, Parts *parts, Arena *a)
{
    uint32_t *now = arena_array(a, parts->n + 1, sizeof *now), next = 0;
    Str *names = arena_array(parts->arena, parts->n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        const uint32_t part = v[i]->part;
        if (part && now[part] == 0) {
            names[next] = parts->names[part - 1];
            now[part] = ++next;
        }
    }
    for (size_t i = 0; i < n; i++)
        ((Slot *)v[i])->part = now[v[i]->part];
    parts->names = names;
}

/* Lays the slots down part by part, and each part in their order: count, make room,
 * fill. */
static void lay_down(Plan *p, const Slot **v, const Parts *parts)
{
    p->nparts = parts->n;
    p->parts = arena_array(p->arena, parts->n + 1, sizeof *p->parts);
    size_t loose = 0;
    for (size_t i = 0; i < p->nchapters; i++)
        if (v[i]->part)
            p->parts[v[i]->part - 1].n++;
        else
            p->chapters[loose++] = v[i]->article;
    for (size_t i = 0, at = loose; i < parts->n; at += p->parts[i++].n) {
        p->parts[i].title = parts->names[i];
        p->parts[i].first = at;
    }
    size_t *filled = mem_alloc((parts->n + 1) * sizeof *filled);
    for (size_t i = 0; i < p->nchapters; i++) {
        const uint32_t part = v[i]->part;
        if (part)
            p->chapters[p->parts[part - 1].first + filled[part - 1]++] = v[i]->article;
    }
    free(filled);
}

void arrange(Plan *p)
{
    const size_t n = p->nchapters;
    const Order order = p->options.order;
    const PartsBy by = p->options.parts;
    Arena *scratch = arena_new();
    Slot *slots = arena_array(scratch, n, sizeof *slots);
    const Slot **sorted = arena_array(scratch, n, sizeof *sorted);
    Topics topics = {0};
    TopicTree tree = {0};
    Parts parts;
    for (size_t i = 0; i < n; i++)
        slots[i] = (Slot){.article = p->chapters[i], .place = (uint32_t)i};
    const bool wants_topics = order == ORDER_TOPIC || by == PARTS_TOPIC;
    if (wants_topics) {
        Article **articles = arena_array(scratch, n, sizeof *articles);
        memcpy(articles, p->chapters, n * sizeof *articles);
        topics_read(articles, n, NULL, &topics);
        topictree_make(&topics, &tree);
    }
    const bool listed = p->options.listing.chapters.n > 0;
    order_chapters(slots, n, order, &topics, &tree, sorted);
    if (listed)
        order_listed(sorted, n);
    if (listed && by == PARTS_AUTO)
        parts_listed(p->arena, &p->options.listing, slots, n, &parts);
    else
        parts_find(p->arena, by, p->articles, slots, n, &topics, &tree, &parts);
    if (by == PARTS_TOPIC || (by != PARTS_AUTO && listed) || order == ORDER_GIVEN)
        renumber_parts(sorted, n, &parts, scratch);
    lay_down(p, sorted, &parts);
    topictree_free(&tree);
    if (wants_topics)
        topics_free(&topics);
    arena_free(scratch);
}

const PlanPart *plan_part_of(const Plan *p, size_t chapter)
{
    size_t low = 0, high = p->nparts;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (p->parts[middle].first <= chapter)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &p->parts[low - 1] : NULL;
}
