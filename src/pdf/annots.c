/* Link annotations: a rectangle for each line that a link touches, all of one link in
 * its one Link element.  Links into the book go to the page and height of their node;
 * links out of it are followed only where they are http, https or mailto. */
#include "annots.h"

#include "base/url.h"

enum { CONTENTS_MOST = 400 }; /* bytes of a description: a tool tip, not a page */

struct Links {
    Arena *arena;
    const Book *book;
    const Pages *pages;
    const Ref *refs;
    bool *live; /* by a node's number */
};

/* ---- targets ---- */

bool put_destination(Buf *b, const Pages *pages, const Ref *refs, const Node *n)
{
    const Anchor *at = &pages->anchors[n->no];
    if (at->page == UINT32_MAX)
        return false;
    const Len height = pages->v[at->page].height;
    buf_printf(b, "[%u 0 R /XYZ 0 ", refs[at->page]);
    buf_pt(b, at->y < 0 ? height : at->y > height ? 0 : height - at->y);
    buf_put(b, S(" 0]"));
    return true;
}

/* The node that "#id" names; NULL: the link leads out of the book, or nowhere. */
static const Node *inner_target(const Links *l, const Node *link)
{
    return str_starts(link->ref, S("#"))
               ? book_find(l->book, str_sub(link->ref, 1, link->ref.n))
               : NULL;
}

/* "/Dest …" or "/A …"; false: it leads nowhere. */
static bool put_target(const Links *l, Buf *b, const Node *link)
{
    const size_t start = b->n;
    const Node *target = inner_target(l, link);
    if (target) {
        buf_put(b, S("/Dest "));
        if (put_destination(b, l->pages, l->refs, target))
            return true;
    } else {
        Buf uri = {0};
        const bool ok = url_put(&uri, link->ref);
        if (ok) {
            buf_put(b, S("/A<</S/URI/URI"));
            put_text(b, buf_str(&uri));
            buf_put(b, S(">>"));
        }
        buf_free(&uri);
        if (ok)
            return true;
    }
    b->n = start;
    return false;
}

Links *links_new(Arena *a, const Book *b, const Pages *pages, const Ref *refs)
{
    Links *l = arena_alloc(a, sizeof *l);
    *l = (Links){a, b, pages, refs, arena_array(a, (size_t)b->nnodes + 1, sizeof(bool))};
    Buf scratch = {0};
    for (size_t i = 0; i < pages->n; i++)
        for (uint32_t k = 0; k < pages->v[i].nlinks; k++) {
            const Node *link = pages->v[i].links[k].link;
            buf_clear(&scratch);
            l->live[link->no] = l->live[link->no] || put_target(l, &scratch, link);
        }
    buf_free(&scratch);
    return l;
}

const bool *links_live(const Links *l)
{
    return l->live;
}

/* ---- annotations ---- */

/* What a reader is told of the link: a note's text at its call, the address of a page
 * outside, else the words of the link. */
static Str description(const Links *l, const Node *link)
{
    const Node *target = inner_target(l, link);
    Str words = node_words(l->arena, target && link->kind == N_NOTEREF ? target : link);
    if (target == NULL)
        words = link->ref;
    if (words.n == 0)
        words = link->ref;
    size_t end = words.n < CONTENTS_MOST ? words.n : CONTENTS_MOST;
    while (end > 0 && end < words.n && ((unsigned char)words.p[end] & 0xC0) == 0x80)
        end--; /* not inside a character */
    return str_sub(words, 0, end);
}

static void put_rect(Buf *b, const LinkBox *box, Len height)
{
    buf_put(b, S("/Rect["));
    buf_pt(b, box->x0);
    buf_byte(b, ' ');
    buf_pt(b, height - box->y1);
    buf_byte(b, ' ');
    buf_pt(b, box->x1);
    buf_byte(b, ' ');
    buf_pt(b, height - box->y0);
    buf_byte(b, ']');
}

static Ref write_annotation(const Links *l, Objects *o, Tags *tags, size_t page,
                            const LinkBox *box)
{
    enum { PRINT = 4 };
    const Ref ref = obj_reserve(o);
    const uint32_t parent =
        tags_annotation(tags, tags_owner(tags, box->link, false), page, ref);
    Buf b = {0};
    buf_printf(&b, "/Type/Annot/Subtype/Link/F %d/Border[0 0 0]/StructParent %u", PRINT,
               parent);
    put_rect(&b, box, l->pages->v[page].height);
    put_target(l, &b, box->link);
    buf_put(&b, S("/Contents"));
    put_text(&b, description(l, box->link));
    obj_tell(o, ref, arena_str(l->arena, buf_str(&b)));
    buf_free(&b);
    return ref;
}

void links_put(const Links *l, Objects *o, Tags *tags, size_t page, Buf *out)
{
    const Page *p = &l->pages->v[page];
    const size_t start = out->n;
    for (uint32_t i = 0; i < p->nlinks; i++) {
        if (!l->live[p->links[i].link->no])
            continue;
        buf_put(out, out->n == start ? S("/Annots[") : S(" "));
        put_ref(out, write_annotation(l, o, tags, page, &p->links[i]));
    }
    if (out->n > start)
        buf_put(out, S("]\n"));
}
