/* Templates: what many pages of a folder share at their ends, and what stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "handmade.h"
#include "read/read.h"

static const char *const stories[] = {
    "The ferry left the harbour before dawn, and nobody on the quay had seen the crates.",
    "A shepherd counts his sheep by the light of the moon and never comes to an end.",
    "Four engineers met in a barn to build a clock that would strike only once a year.",
    "The river rose for three days, and the mill that had stood in it was gone by noon.",
};
static const char *const ends[] = {
    "Nobody has asked for them since, which may be just as well for all concerned.",
    "On the third day the snow came, and what he did then is known to the sheep alone.",
    "It struck in November, and the village still argues whether that was the right day.",
    "They built another one upstream, of stone, and the river has left it alone so far.",
};
enum { STORIES = 4 };

typedef struct Folder {
    Diag d;
    ArticleList l;
    Plan plan;
} Folder;

/* Pages of `n` stories in `format`, which has %s for the two parts of each. */
static Folder make(const char *format, int n, const char *path)
{
    Folder f = {.l = {0}};
    for (int i = 0; i < n; i++) {
        Buf text = {0}, name = {0};
        const char *part[] = {stories[i], ends[i]};
        int next = 0;
        for (Str rest = str_of(format); rest.n > 0;) {
            const size_t at = str_find(rest, S("%s"));
            buf_put(&text, str_sub(rest, 0, at));
            if (at < rest.n)
                buf_put(&text, str_of(part[next++]));
            rest = str_sub(rest, at + 2, rest.n);
        }
        buf_printf(&name, path, i);
        handmade_add(&f.l, read_bytes(&f.d, buf_str(&name), buf_str(&text)));
        buf_free(&text);
        buf_free(&name);
    }
    collect(&f.d, &f.l, &(CollectOptions){0}, &f.plan);
    for (size_t i = 0; i < f.l.n; i++)
        assert_true(ledger_tiles(f.l.v[i]));
    return f;
}

/* In how many articles the words are body. */
static int kept(const Folder *f, const char *words)
{
    int n = 0;
    for (size_t i = 0; i < f->l.n; i++) {
        const Article *a = f->l.v[i];
        for (size_t k = 0; k < a->nfates; k++)
            n += a->fates[k].kind == FATE_BODY &&
                 str_has(str_sub(a->src.text, a->fates[k].from, a->fates[k].to),
                         str_of(words));
    }
    return n;
}

static void end(Folder *f)
{
    plan_free(&f->plan);
    articles_free(&f->l);
    diag_free(&f->d);
    uni_release();
}

#define EDGES                                                                            \
    "<p>Good evening, and welcome to the one page that you read.</p><p>%s</p>"           \
    "<h3>Background</h3><p>%s</p><p>The Post is made by nine people in a loft.</p>"

static void what_many_pages_share_at_their_ends_is_set_aside(void **state)
{
    (void)state;
    Folder f = make(EDGES, 3, "page%d.html");
    assert_int_equal(kept(&f, "Good evening"), 0);
    assert_int_equal(kept(&f, "nine people"), 0);
    assert_int_equal(kept(&f, "ferry left"), 1);
    end(&f);
}

static void what_recurs_between_own_paragraphs_stays(void **state)
{
    (void)state;
    Folder f = make(EDGES, 4, "page%d.html");
    assert_int_equal(kept(&f, "Background"), 4);
    end(&f);
}

static void text_has_templates_too(void **state)
{
    (void)state;
    Folder f = make("A story\n\n%s\n\n%s\n\nThe Post is made by nine people in a loft, "
                    "who thank you for the time that you took.\n",
                    3, "page%d.txt");
    assert_int_equal(kept(&f, "nine people"), 0);
    assert_int_equal(kept(&f, "ferry left"), 1);
    end(&f);
}

static void a_head_stays_with_what_it_heads(void **state)
{
    (void)state;
    Folder f = make("<h3>Summary</h3><p>%s</p><p>%s</p>", 4, "page%d.html");
    assert_int_equal(kept(&f, "Summary"), 4);
    end(&f);
}

static void two_pages_are_not_many(void **state)
{
    (void)state;
    Folder f = make(EDGES, 2, "page%d.html");
    assert_int_equal(kept(&f, "nine people"), 2);
    end(&f);
}

static void other_folders_are_other_sites(void **state)
{
    (void)state;
    Folder f = make(EDGES, 4, "folder%d/page.html");
    assert_int_equal(kept(&f, "nine people"), 4);
    end(&f);
}

static void what_was_written_by_hand_has_no_page_around_it(void **state)
{
    (void)state;
    Folder f = make("%s\n\n%s\n\nThe Post is made by nine people.\n", 4, "page%d.md");
    assert_int_equal(kept(&f, "nine people"), 4);
    end(&f);
}

static void articles_with_little_of_their_own_are_left_alone(void **state)
{
    (void)state;
    Folder f =
        make(EDGES "<p>The fares of both quays go up on the first of May, for the "
                   "first time since the war, the harbour board said on Monday, and "
                   "nobody at the meeting had a word to say against it.</p><p>Those "
                   "who come back on the same day pay less than they did before, it "
                   "said, and children who can swim pay nothing at all.</p>",
             4, "page%d.html");
    assert_int_equal(kept(&f, "harbour board"), f.plan.nchapters);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_many_pages_share_at_their_ends_is_set_aside),
        cmocka_unit_test(what_recurs_between_own_paragraphs_stays),
        cmocka_unit_test(text_has_templates_too),
        cmocka_unit_test(a_head_stays_with_what_it_heads),
        cmocka_unit_test(two_pages_are_not_many),
        cmocka_unit_test(other_folders_are_other_sites),
        cmocka_unit_test(what_was_written_by_hand_has_no_page_around_it),
        cmocka_unit_test(articles_with_little_of_their_own_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
