/* Pictures of the book: where they stand, and what they are made into.
 *
 * A picture that is no higher than two lines stands in its line, as a sign or a formula
 * does.  Any other is taken out of the words around it and stands by itself: alone in a
 * paragraph of a figure, behind the block that it came from.  So those who set and write
 * the book meet two cases and no third.
 *
 * Pictures with the same bytes are one picture, made once, on all threads; each is made
 * by itself, so no order of threads shows. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/jobs.h"
#include "base/map.h"
#include "build.h"

enum {
    SIGN_HEIGHT = 40, /* CSS pixels: two lines of 11 on 15 pt */
    SIGN_WIDTH = 200, /* wider ones are banners */
};

static bool is_plate(const Node *n)
{
    const Pixels size = n->picture ? n->picture->info.size : (Pixels){0, 0};
    return n->kind == N_IMAGE && (size.width > SIGN_WIDTH || size.height > SIGN_HEIGHT);
}

const Node *book_plate(const Node *para)
{
    const Node *n = para->first;
    if (para->kind != N_PARA || n == NULL || n->next)
        return NULL;
    if (n->kind == N_LINK && n->first && n->first->next == NULL)
        n = n->first;
    return is_plate(n) ? n : NULL;
}

/* ---- lifting ---- */

/* The picture's own element: itself, or the link that holds nothing else. */
static Node *whole_of(Node *image)
{
    Node *up = image->parent;
    return up->kind == N_LINK && up->first == up->last ? up : image;
}

/* Takes a node out, and what was there for its sake alone. */
static void take_out(Node *n, const Node *block)
{
    for (Node *up; n != block; n = up) {
        up = n->parent;
        node_remove(n);
        if (up->first)
            return;
    }
}

/* Nothing but blanks and breaks? */
static bool is_empty(const Node *block)
{
    for (Walk w = walk(block); walk_next(&w);)
        if (w.node->kind == N_IMAGE || w.node->kind == N_NOTEREF ||
            (w.node->kind == N_TEXT && str_trim(w.node->text).n > 0))
            return false;
    return true;
}

/* Moves a plate of the block into a paragraph of its own, in the figure that the block
 * stands in or a new one; gives the outermost of what was made. */
static Node *lift(Builder *b, Node *image, const Node *block, Node *to)
{
    Node *whole = whole_of(image);
    take_out(whole, block);
    Node *figure = to->kind == N_FIGURE ? NULL : node_add(b->a, to, N_FIGURE);
    Node *para = node_add(b->a, figure ? figure : to, N_PARA);
    node_append(para, whole);
    return figure ? figure : para;
}

Node *figures_lift(Builder *b, Node *block)
{
    Node *to = block->parent, *first = NULL, **plates = NULL;
    size_t n = 0, cap = 0;
    if ((block->kind != N_PARA && block->kind != N_HEADING) ||
        (to->kind == N_FIGURE && book_plate(block)))
        return block;
    for (Walk w = walk(block); walk_next(&w);)
        if (is_plate(w.node)) {
            ARRAY_ROOM(plates, n, cap);
            plates[n++] = (Node *)w.node; /* of the tree that is being made */
        }
    for (size_t i = 0; i < n; i++) {
        Node *made = lift(b, plates[i], block, to);
        first = first ? first : made;
    }
    free(plates);
    if (first == NULL || !is_empty(block))
        return block;
    node_remove(block);
    return first;
}

/* ---- making ---- */

typedef struct Making {
    Picture **v;
    const char **why; /* not; NULL: it is made */
    const PictureAims *aims;
} Making;

static void make_one(void *ctx, size_t i, int worker)
{
    const Making *m = ctx;
    Picture *p = m->v[i];
    (void)worker;
    free((char *)p->made.bytes.p); /* of aims before these */
    m->why[i] = picture_make(p->bytes, &p->info, m->aims, &p->made);
}

/* Leads all images of the same bytes to one picture, the first. */
static void learn(Book *b, Map *seen, size_t *cap, Node *image)
{
    void **slot = map_at(seen, image->picture->sha256);
    if (*slot == NULL) {
        *slot = image->picture;
        ARRAY_ROOM(b->pictures, b->npictures, *cap);
        b->pictures[b->npictures++] = image->picture;
        image->picture->no = (uint32_t)b->npictures;
    }
    image->picture = *slot;
}

/* One that cannot be made is its alternative, or its name. */
static void give_up(Book *b, Diag *d, const Chapter *c, Node *image, const char *why)
{
    const Str ref = image->picture->ref;
    diag(d, D_PICTURE_BAD, (Loc){.path = c->article->src.path}, ref, str_of(why));
    image->picture = NULL;
    if (image->text.n == 0)
        image->text = arena_printf(b->arena, "[" STR_FMT "]", STR_ARG(path_base(ref)));
}

static bool has_caption(const Node *n)
{
    while (n && n->kind != N_FIGURE)
        n = n->parent;
    for (const Node *c = n ? n->first : NULL; c; c = c->next)
        if (c->kind == N_CAPTION)
            return true;
    return false;
}

/* A walk over the images of the book that have pictures. */
typedef struct Images {
    const Chapter *chapter, *end;
    Walk walk;
    bool begun;
} Images;

static bool may_have_images(const Chapter *c)
{
    return c->article && c->article->npictures > 0;
}

static Node *next_image(Images *i)
{
    for (; i->chapter < i->end; i->chapter++, i->begun = false) {
        if (!may_have_images(i->chapter))
            continue;
        if (!i->begun)
            i->walk = walk(i->chapter->root);
        i->begun = true;
        while (walk_next(&i->walk))
            if (i->walk.node->kind == N_IMAGE && i->walk.node->picture)
                return (Node *)i->walk.node; /* the book's own, not const yet */
    }
    return NULL;
}

static Images images_of(const Book *b)
{
    return (Images){.chapter = b->chapters, .end = b->chapters + b->nchapters};
}

static void learn_all(Book *b)
{
    Map seen = {0};
    size_t cap = 0;
    Images all = images_of(b);
    for (Node *image; (image = next_image(&all));)
        learn(b, &seen, &cap, image);
    map_free(&seen);
    if (b->pictures)
        arena_defer(b->arena, free, b->pictures);
}

/* Those without any words for who cannot see them. */
static void count_untold(Diag *d, Book *b)
{
    Images all = images_of(b);
    for (const Node *image; (image = next_image(&all));)
        b->nuntold += image->text.n == 0 && !has_caption(image) &&
                      !node_has_class(image, S("decorative"));
    if (b->nuntold > 0)
        diag(d, D_PICTURES_UNTOLD, (Loc){0},
             arena_printf(b->arena, "%zu picture%s", b->nuntold,
                          b->nuntold == 1 ? " has" : "s have"),
             (Str){0});
}

static void free_made(void *picture)
{
    PictureMade *made = &((Picture *)picture)->made;
    free((char *)made->bytes.p);
    *made = (PictureMade){0};
}

void book_pictures(Diag *d, Book *b, const PictureAims *aims, int jobs)
{
    learn_all(b);
    Making m = {.v = b->pictures, .aims = aims};
    m.why = mem_alloc((b->npictures + 1) * sizeof *m.why);
    jobs_run(b->npictures, jobs, make_one, &m);
    Images all = images_of(b);
    for (Node *image; (image = next_image(&all));)
        if (m.why[image->picture->no - 1])
            give_up(b, d, all.chapter, image, m.why[image->picture->no - 1]);
    for (size_t i = 0; i < b->npictures; i++)
        arena_defer(b->arena, free_made, b->pictures[i]);
    free(m.why);
    count_untold(d, b);
}

void book_pictures_again(Book *b, const PictureAims *aims, int jobs)
{
    Making m = {.v = b->pictures, .aims = aims};
    m.why = mem_alloc((b->npictures + 1) * sizeof *m.why);
    jobs_run(b->npictures, jobs, make_one, &m);
    free(m.why);
}
