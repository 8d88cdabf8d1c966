/* Topics as a tree: the order in which like follows like, and the groups.
 *
 * Model.  Every article begins as a cluster.  Of two clusters those are joined that lose
 * least by it: Ward's criterion, by which the loss of joining clusters of a and b
 * articles is
 *     a b / (a + b) * |centre of the one - centre of the other|^2.
 * It makes groups of even size, where the mean or the nearest likeness would leave a heap
 * and crumbs.  The distance of two centres follows from sums of likenesses alone: with A
 * and B the mean likeness within either and M between them it is A + B - 2 M, so that no
 * centre is ever made.  Likeness is known between neighbours in topic (topics.c) and
 * taken for none elsewhere; what is not tied by any neighbour is not joined.
 *
 * Method.  Two clusters that are each other's best choice can be joined at once, whatever
 * becomes of the others: Ward's criterion is reducible (Bruynooghe 1977), a join brings
 * nobody nearer.  So the work goes in rounds: every cluster finds its best, the mutual
 * ones are joined, their ties are put together.  The joins of ROUNDS rounds are kept;
 * clusters that then are still apart stay so.
 *
 * Order.  Where two trees are joined, either may be turned round: they are laid so that
 * the two articles that meet are most alike.  Trees that nothing ties follow each other
 * by path.  The older end of a tree comes first.
 *
 * Groups.  Undoing the costliest joins cuts the tree.  A book of n articles has about
 * sqrt(n) groups: of the numbers from half of that to one and a half of it the one is
 * taken after which the cost drops most.
 *
 * Cost.  With t ties, n log n + t log t a round; rounds are about log n, since a good
 * part of the clusters is mutual in each.
 *
 * Alternatives not taken.  The travelling salesman's path through all articles: a good
 * one is dear, and has no groups.  k-means: it wants a number and a first guess, and its
 * outcome hangs on it.  Louvain: its groups are good and their number is its own, but an
 * order within them it has not. */
#include "topics.h"

#include <stdlib.h>

enum {
    NEAREST = 24, /* neighbours an article is tied to; others may tie themselves to it */
    ROUNDS = 200, /* far more than real texts take: a bound for made-up ones */
    LEAST_CUT = 4 /* articles: fewer have no groups */
};

/* What two clusters have in common: the sum of the likenesses between their articles. */
typedef struct Tie {
    uint32_t a, b; /* nodes, a < b */
    uint64_t sum;
} Tie;

/* ---- ties ---- */

static int by_ends(const void *p, const void *q)
{
    const Tie *x = p, *y = q;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* The ties of all articles, each once; owned by the caller. */
static Tie *tie_articles(Topics *t, size_t *n)
{
    Neighbour near[NEAREST];
    Tie *v = NULL;
    size_t all = 0, cap = 0;
    *n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        const size_t found = topics_near(t, i, near, NEAREST);
        for (size_t k = 0; k < found; k++) {
            const uint32_t other = near[k].article;
            ARRAY_ROOM(v, all, cap);
            v[all++] = (Tie){i < other ? i : other, i < other ? other : i, 0};
        }
    }
    if (all)
        qsort(v, all, sizeof *v, by_ends);
    for (size_t i = 0; i < all; i++)
        if (*n == 0 || by_ends(&v[*n - 1], &v[i]) != 0)
            v[(*n)++] = v[i];
    for (size_t i = 0; i < *n; i++)
        v[i].sum = topics_alike(t, v[i].a, v[i].b);
    return v;
}

/* Moves the ties to the nodes that their ends are joined in, and puts together those that
 * now tie the same two. */
static size_t contract(Tie *v, size_t n, const uint32_t *into)
{
    size_t kept = 0, out = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t a = into[v[i].a], b = into[v[i].b];
        if (a != b)
            v[kept++] = (Tie){a < b ? a : b, a < b ? b : a, v[i].sum};
    }
    if (kept)
        qsort(v, kept, sizeof *v, by_ends);
    for (size_t i = 0; i < kept; i++)
        if (out > 0 && by_ends(&v[out - 1], &v[i]) == 0)
            v[out - 1].sum += v[i].sum;
        else
            v[out++] = v[i];
    return out;
}

/* ---- joining ---- */

static uint64_t cost_of(const TopicNode *v, const Tie *t)
{
    const TopicNode *a = &v[t->a], *b = &v[t->b];
    const uint64_t na = a->size, nb = b->size;
    const uint64_t within = a->inner / (na * na) + b->inner / (nb * nb);
    const uint64_t between = 2 * (t->sum / (na * nb));
    return within > between ? na * nb * (within - between) / (na + nb) : 0;
}

/* A total order of ties: by cost, then by their articles. */
typedef struct Choice {
    uint64_t cost;
    uint32_t least, other; /* the first articles of the two, the smaller first */
    uint32_t node;         /* what is chosen; the articles tell it already */
} Choice;

static bool is_better(const Choice *x, const Choice *y)
{
    if (x->cost != y->cost)
        return x->cost < y->cost;
    return x->least != y->least ? x->least < y->least : x->other < y->other;
}

static void consider(Choice *best, const Choice *c, uint32_t node)
{
    if (best->cost == UINT64_MAX || is_better(c, best)) {
        *best = *c;
        best->node = node;
    }
}

static void choose(const TopicTree *tree, const Tie *ties, size_t n, Choice *best)
{
    for (size_t i = 0; i < tree->n; i++)
        best[i].cost = UINT64_MAX;
    for (size_t i = 0; i < n; i++) {
        const uint32_t a = tree->v[ties[i].a].least, b = tree->v[ties[i].b].least;
        const Choice c = {cost_of(tree->v, &ties[i]), a < b ? a : b, a < b ? b : a, 0};
        consider(&best[ties[i].a], &c, ties[i].b);
        consider(&best[ties[i].b], &c, ties[i].a);
    }
}

static uint64_t most_of(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* Joins two nodes, turned so that the ends that meet are most alike. */
static void join(TopicTree *tree, const Topics *t, const Tie *tie, uint64_t cost)
{
    TopicNode *a = &tree->v[tie->a], *b = &tree->v[tie->b];
    const uint32_t ends[2][2] = {{a->head, a->tail}, {b->head, b->tail}};
    TopicNode j = {.left = tie->a,
                   .right = tie->b,
                   .size = a->size + b->size,
                   .least = a->least < b->least ? a->least : b->least,
                   .inner = a->inner + b->inner + 2 * tie->sum,
                   .cost = most_of(cost, most_of(a->cost, b->cost))};
    uint32_t best = 0;
    for (int turn = 0; turn < 4; turn++) {
        const bool left = turn & 1, right = turn & 2;
        const uint32_t alike = topics_alike(t, ends[0][!left], ends[1][right]);
        if (turn && alike <= best)
            continue;
        best = alike;
        j.turn_left = left;
        j.turn_right = right;
        j.head = ends[0][left];
        j.tail = ends[1][!right];
    }
    a->joined = b->joined = true;
    tree->v[tree->n++] = j;
}

/* Joins the clusters that are each other's choice; into[] tells where every node went. */
static void join_mutual(TopicTree *tree, const Topics *t, const Tie *ties, size_t n,
                        const Choice *best, uint32_t *into)
{
    const size_t before = tree->n;
    for (uint32_t i = 0; i < before; i++)
        into[i] = i;
    for (size_t i = 0; i < n; i++) {
        const uint32_t a = ties[i].a, b = ties[i].b;
        if (best[a].node != b || best[b].node != a)
            continue;
        into[a] = into[b] = (uint32_t)tree->n;
        join(tree, t, &ties[i], best[a].cost);
    }
}

void topictree_make(Topics *t, TopicTree *out)
{
    *out =
        (TopicTree){.v = mem_alloc((2 * t->n + 1) * sizeof *out->v), .narticles = t->n};
    for (uint32_t i = 0; i < t->n; i++)
        out->v[out->n++] =
            (TopicNode){.size = 1, .least = i, .head = i, .tail = i, .inner = ALIKE_ONE};
    size_t n;
    Tie *ties = tie_articles(t, &n);
    Choice *best = mem_alloc((2 * t->n + 1) * sizeof *best);
    uint32_t *into = mem_alloc((2 * t->n + 1) * sizeof *into);
    for (int round = 0; n > 0 && round < ROUNDS; round++) {
        choose(out, ties, n, best);
        join_mutual(out, t, ties, n, best, into);
        n = contract(ties, n, into);
    }
    free(into);
    free(best);
    free(ties);
}

void topictree_free(TopicTree *tree)
{
    free(tree->v);
    *tree = (TopicTree){0};
}

/* ---- reading it off ---- */

/* A node to be read, forwards or backwards. */
typedef struct Step {
    uint32_t node;
    bool turned;
} Step;

/* The articles below a node, in order; the stack has room for all of them. */
static size_t read_node(const TopicTree *tree, uint32_t root, bool turned, Step *stack,
                        uint32_t *out)
{
    size_t depth = 0, n = 0;
    stack[depth++] = (Step){root, turned};
    while (depth > 0) {
        const Step s = stack[--depth];
        const TopicNode *v = &tree->v[s.node];
        if (s.node < tree->narticles) {
            out[n++] = s.node;
            continue;
        }
        const Step left = {v->left, v->turn_left != s.turned},
                   right = {v->right, v->turn_right != s.turned};
        stack[depth++] = s.turned ? left : right; /* what is read later */
        stack[depth++] = s.turned ? right : left;
    }
    return n;
}

static int by_least(const void *p, const void *q)
{
    const TopicNode *a = *(const TopicNode *const *)p, *b = *(const TopicNode *const *)q;
    return (a->least > b->least) - (a->least < b->least);
}

void topictree_order(const TopicTree *tree, const Topics *t, uint32_t *place)
{
    const TopicNode **roots = mem_alloc((tree->n + 1) * sizeof *roots);
    Step *stack = mem_alloc((tree->n + 1) * sizeof *stack);
    uint32_t *read = mem_alloc((tree->n + 1) * sizeof *read), at = 0;
    size_t n = 0;
    for (size_t i = 0; i < tree->n; i++)
        if (!tree->v[i].joined)
            roots[n++] = &tree->v[i];
    if (n)
        qsort(roots, n, sizeof *roots, by_least);
    for (size_t i = 0; i < n; i++) {
        const uint32_t head = roots[i]->head, tail = roots[i]->tail;
        const int c = date_cmp(t->articles[head]->date, t->articles[tail]->date);
        const bool turned = c ? c > 0 : head > tail;
        const size_t m =
            read_node(tree, (uint32_t)(roots[i] - tree->v), turned, stack, read);
        for (size_t k = 0; k < m; k++)
            place[read[k]] = at++;
    }
    free(read);
    free(stack);
    free(roots);
}

/* ---- groups ---- */

static int dearest_first(const void *p, const void *q)
{
    const TopicNode *a = *(const TopicNode *const *)p, *b = *(const TopicNode *const *)q;
    if (a->cost != b->cost)
        return a->cost > b->cost ? -1 : 1;
    return (b > a) - (b < a); /* of one array: what was joined later stands above */
}

/* What it would cost at least to join two groups that nothing ties, of those next to each
 * other; UINT64_MAX: there are none. */
static uint64_t cost_of_untied(const TopicTree *tree)
{
    uint64_t least = UINT64_MAX;
    uint32_t before = UINT32_MAX;
    for (uint32_t i = (uint32_t)tree->narticles; i < tree->n; i++) {
        if (tree->v[i].joined)
            continue;
        const Tie none = {before, i, 0};
        const uint64_t cost = before == UINT32_MAX ? UINT64_MAX : cost_of(tree->v, &none);
        least = cost < least ? cost : least;
        before = i;
    }
    return least;
}

/* How many of the joins, dearest first, to undo. */
static size_t count_undone(const TopicTree *tree, TopicNode *const *joins, size_t njoins,
                           size_t ngroups)
{
    enum { DROP = 1024 }; /* of a cost to the next, as a fixed-point number */
    size_t root = 1, best = 0;
    while ((root + 1) * (root + 1) <= tree->narticles)
        root++;
    const size_t least = root / 2 > 2 ? root / 2 : 2, most = root + root / 2;
    uint64_t drop = 0;
    for (size_t undone = 0; undone < njoins && ngroups + undone <= most; undone++) {
        if (ngroups + undone < least)
            continue;
        const uint64_t last = undone ? joins[undone - 1]->cost : cost_of_untied(tree);
        const uint64_t now = last / (joins[undone]->cost / DROP + 1);
        if (now > drop) {
            drop = now;
            best = undone;
        }
    }
    return best;
}

/* Marks the nodes that no join holds, but for those to be undone. */
static bool *mark_tops(const TopicTree *tree, TopicNode *const *joins, size_t undone)
{
    bool *top = mem_alloc(tree->n + 1);
    for (size_t i = 0; i < tree->n; i++)
        top[i] = !tree->v[i].joined;
    for (size_t i = 0; i < undone; i++) {
        top[joins[i] - tree->v] = false;
        top[joins[i]->left] = top[joins[i]->right] = true;
    }
    return top;
}

uint32_t topictree_cut(const TopicTree *tree, uint32_t *which)
{
    TopicNode **joins = mem_alloc((tree->n + 1) * sizeof *joins);
    Step *stack = mem_alloc((tree->n + 1) * sizeof *stack);
    uint32_t *read = mem_alloc((tree->n + 1) * sizeof *read), groups = 0;
    size_t njoins = 0, roots = 0;
    for (size_t i = tree->narticles; i < tree->n; i++) {
        joins[njoins++] = &tree->v[i];
        roots += !tree->v[i].joined;
    }
    if (njoins)
        qsort(joins, njoins, sizeof *joins, dearest_first);
    bool *top = mark_tops(
        tree, joins,
        tree->narticles < LEAST_CUT ? 0 : count_undone(tree, joins, njoins, roots));
    for (size_t i = 0; i < tree->narticles; i++)
        which[i] = 0;
    for (uint32_t i = (uint32_t)tree->narticles; i < tree->n; i++) {
        const size_t n = top[i] ? read_node(tree, i, false, stack, read) : 0;
        groups += n > 0;
        for (size_t k = 0; k < n; k++)
            which[read[k]] = groups;
    }
    free(top);
    free(read);
    free(stack);
    free(joins);
    return groups;
}
