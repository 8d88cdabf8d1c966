/* The same story: what is merged, what stays apart, and what the ledger keeps of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "stories_fixture.h"

typedef struct Case {
    Diag d;
    ArticleList l;
    Plan p;
    Buf text;
    uint64_t state;
} Case;

static void run(Case *c, CollectOptions o)
{
    o.order = ORDER_NAME;
    collect(&c->d, &c->l, &o, &c->p);
}

static void done(Case *c)
{
    plan_free(&c->p);
    articles_free(&c->l);
    diag_free(&c->d);
    buf_free(&c->text);
    uni_release();
}

static Article *add(Case *c, const char *path, const char *text)
{
    return handmade_add(&c->l, handmade(path, text));
}

/* An article of n words by lot, which stay in c->text. */
static Article *add_prose(Case *c, const char *path, const char *title, size_t n)
{
    buf_clear(&c->text);
    buf_printf(&c->text, "#%s\n", title);
    put_prose(&c->text, &c->state, n);
    return add_text_as(&c->l, path, &c->text);
}

static Article *add_edited(Case *c, const char *path, uint32_t rate)
{
    Buf b = {0};
    put_edited(&b, buf_str(&c->text), &c->state, rate);
    Article *a = add_text_as(&c->l, path, &b);
    buf_free(&b);
    return a;
}

/* The title and the first lines of c->text. */
static Article *add_cut(Case *c, const char *path, size_t lines)
{
    Buf b = {0};
    Str rest = buf_str(&c->text);
    for (size_t i = 0; i <= lines; i++) {
        buf_put(&b, str_line(&rest));
        buf_byte(&b, '\n');
    }
    Article *a = add_text_as(&c->l, path, &b);
    buf_free(&b);
    return a;
}

/* ---- what is one story ---- */

static void an_edited_copy_is_the_same_story(void **state)
{
    (void)state;
    Case c = {.state = 1};
    Article *a = add_prose(&c, "a", "The Ferry", 300);
    Article *b = add_edited(&c, "b", 20);
    Article *other = add_prose(&c, "c", "The Crane", 300);
    run(&c, (CollectOptions){0});
    assert_int_equal(c.p.nchapters, 2);
    assert_int_equal(a->fate, ART_CHAPTER);
    assert_int_equal(other->fate, ART_CHAPTER);
    assert_int_equal(b->fate, ART_DUPLICATE);
    assert_ptr_equal(b->of, a);
    assert_true(b->resemblance > .5 && b->resemblance < 1);
    assert_true(b->containment >= b->resemblance && b->containment < 1);
    assert_int_equal(a->nalso, 1);
    done(&c);
}

/* Every seventh word is another one: a third of the shingles is gone on either side. */
static void a_much_edited_copy_is_known_by_its_resemblance(void **state)
{
    (void)state;
    Case c = {.state = 11};
    Article *a = add_prose(&c, "a", "The Ferry", 600);
    Article *b = add_edited(&c, "b", 6);
    run(&c, (CollectOptions){0});
    assert_ptr_equal(b->of ? b->of : a->of, b->of ? a : b);
    const Article *version = b->of ? b : a;
    assert_true(version->containment < .65 && version->resemblance > .35);
    done(&c);
}

static void a_cut_version_gives_way_to_the_full_one(void **state)
{
    (void)state;
    Case c = {.state = 2};
    Article *full = add_prose(&c, "z", "The Ferry", 400);
    Article *brief = add_cut(&c, "a", 3);
    run(&c, (CollectOptions){0});
    assert_ptr_equal(brief->of, full);
    assert_true(brief->containment == 1);
    assert_true(brief->resemblance < .5);
    done(&c);
}

static void of_versions_nearly_as_full_the_newest_is_the_chapter(void **state)
{
    (void)state;
    Case c = {.state = 3};
    Article *old = add_prose(&c, "a", "The Ferry", 400);
    Article *new = add_cut(&c, "b", 9);
    old->date = (Date){2024, 5, 1};
    new->date = (Date){2024, 5, 3};
    run(&c, (CollectOptions){0});
    assert_ptr_equal(old->of, new);
    done(&c);
}

/* Five versions, each with two thirds of the words of the one before: the neighbours are
 * one story, the ends share nothing. */
static void unlike_ends_are_not_chained(void **state)
{
    (void)state;
    Case c = {.state = 4};
    Buf parts[7] = {{0}};
    Article *v[5];
    for (size_t i = 0; i < 7; i++)
        put_prose(&parts[i], &c.state, 120);
    for (size_t i = 0; i < 5; i++) {
        buf_clear(&c.text);
        for (size_t k = i; k < i + 3; k++)
            buf_put(&c.text, buf_str(&parts[k]));
        v[i] = add_text_as(&c.l, (char[]){(char)('a' + i), '\0'}, &c.text);
    }
    for (size_t i = 0; i < 7; i++)
        buf_free(&parts[i]);
    run(&c, (CollectOptions){0});
    assert_int_not_equal(c.p.nduplicates, 0);
    assert_ptr_not_equal(v[0]->of ? v[0]->of : v[0], v[4]->of ? v[4]->of : v[4]);
    done(&c);
}

static void what_is_too_short_is_no_version(void **state)
{
    (void)state;
    Case c = {0};
    add(&c, "a", "#A\nThe ferry leaves at noon on Sunday.\n");
    add(&c, "b", "#B\nThe ferry leaves at noon on Sunday\n");
    run(&c, (CollectOptions){0});
    assert_int_equal(c.p.nchapters, 2);
    done(&c);
}

/* Articles "a", "b", ... that share a passage. */
static void add_quoting(Case *c, size_t n)
{
    Buf quote = {0};
    put_prose(&quote, &c->state, 120);
    for (size_t i = 0; i < n; i++) {
        buf_clear(&c->text);
        put_prose(&c->text, &c->state, 200);
        buf_put(&c->text, buf_str(&quote));
        put_prose(&c->text, &c->state, 200);
        add_text_as(&c->l, (char[]){(char)('a' + i), '\0'}, &c->text);
    }
    buf_free(&quote);
}

static void a_shared_passage_makes_no_story(void **state)
{
    (void)state;
    Case c = {.state = 5};
    add_quoting(&c, 3);
    run(&c, (CollectOptions){0});
    assert_int_equal(c.p.nchapters, 3);
    done(&c);
}

static void nearly_the_same_words_a_year_later_are_another_story(void **state)
{
    (void)state;
    for (int year = 2023; year < 2025; year++) {
        Case c = {.state = 6};
        Article *a = add_prose(&c, "a", "The Survey", 300);
        Article *b = add_edited(&c, "b", 12);
        a->date = (Date){2023, 5, 1};
        b->date = (Date){(uint16_t)year, 5, 9};
        a->date_confidence = b->date_confidence = DATE_STATED;
        run(&c, (CollectOptions){0});
        assert_int_equal(c.p.nchapters, year == 2023 ? 1 : 2);
        done(&c);
    }
}

/* ---- templates ---- */

/* Notices differ in what the capitals and # stand for: see put_notice(). */
static const char *const forms[] = {
    "#Recall of # pumps in P\nthe council of P has recalled # pumps that were sold "
    "between May and June\nowners of a pump with a serial number that begins with # "
    "should not use it\nthey may return it to the shop of N in P, or call # for a new "
    "one that is free\nno one has been hurt, and the maker says that the valve was "
    "drawn by hand and not by the machine\nthe council will publish a list of shops "
    "when it meets on day # of the month\n",
    "#Release #.#.# is out\nthe team is glad to tell you of release #.#.# of the "
    "press\nto get it, run the script that you know and wait for it to end, which may "
    "take some minutes on an old machine\nthis release was made by N and N, and mends "
    "a fault that was found in P\nif you find another one, please open a ticket, and "
    "say which of the releases you have\nas ever we thank all who wrote, read and "
    "tried what is in this release, without whom it would not be\n",
    "#Closing of the bridge in P\nthe bridge in P will be closed for # days from day "
    "# of the month on\nferries leave every # minutes from the quay at the mill, and "
    "the fare is the same as on other days\nthe work is led by N of the office of "
    "bridges, who can be asked at number #\nthose who live on the island get a pass, "
    "which they should show to the man at the crane before they go on board\nthe "
    "office is sorry for the trouble and hopes for a quiet and dry winter\n",
};

enum { FORMS = 3, NOTICES = 16 };

static size_t choose2(size_t n)
{
    return n < 2 ? 0 : n * (n - 1) / 2;
}

/* The adjusted Rand index of n articles whose true story is truth[i]. */
static double rand_index(Article *const *v, const size_t *truth, size_t n)
{
    size_t both = 0, gold = 0, found = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            const Article *x = v[i]->of ? v[i]->of : v[i],
                          *y = v[k]->of ? v[k]->of : v[k];
            both += x == y && truth[i] == truth[k];
            gold += truth[i] == truth[k];
            found += x == y;
        }
    const double chance = (double)gold * (double)found / (double)choose2(n);
    return ((double)both - chance) / ((double)(gold + found) / 2 - chance);
}

static void templated_notices_stay_apart_and_their_versions_do_not(void **state)
{
    (void)state;
    Case c = {.state = 7};
    Article *v[2 * FORMS * NOTICES];
    size_t truth[2 * FORMS * NOTICES], n = 0;
    for (size_t f = 0; f < FORMS; f++)
        for (size_t k = 0; k < NOTICES; k++) {
            char path[] = {(char)('a' + f), (char)('a' + k), '0', '\0'};
            buf_clear(&c.text);
            put_notice(&c.text, forms[f], &c.state);
            truth[n] = f * NOTICES + k;
            v[n++] = add_text_as(&c.l, path, &c.text);
            if (k % 4)
                continue;
            path[2] = '1';
            truth[n] = f * NOTICES + k;
            v[n++] = add_edited(&c, path, 40);
        }
    run(&c, (CollectOptions){0});
    const double ari = rand_index(v, truth, n);
    print_message("templated notices: adjusted Rand index %.4f\n", ari);
    assert_true(ari >= .95);
    done(&c);
}

/* ---- the ledger ---- */

static const char *const told =
    "#The Ferry Sinks\n"
    "The ferry that left the harbour at noon on Sunday went down under the old bridge.\n"
    "Nobody was hurt, for the water there is no deeper than a tall man can stand in.\n"
    "The council had been told twice that the rope was old, and had found no money.\n";

static Fate *fate_of(Article *a, const char *words)
{
    for (size_t i = 0; i < a->nfates; i++)
        if (str_has(str_sub(a->src.text, a->fates[i].from, a->fates[i].to),
                    str_of(words)))
            return &a->fates[i];
    fail_msg("no fate covers '%s'", words);
    return NULL;
}

static void what_only_a_version_says_is_a_variant(void **state)
{
    (void)state;
    Case c = {0};
    Article *a = add(&c, "a", told);
    Article *b =
        add(&c, "b",
            "#Ferry Lost\n"
            "The ferry that left the harbour at noon on Sunday went down under the old "
            "bridge.\n"
            "Nobody was hurt, for the water there is no deeper than a tall man can stand "
            "in.\n"
            "The mayor did not want to speak.\n"
            "!Related Posts\n");
    run(&c, (CollectOptions){0});
    assert_ptr_equal(b->of, a);
    assert_int_equal(fate_of(b, "Ferry Lost")->kind, FATE_VARIANT);
    assert_int_equal(fate_of(b, "The mayor")->kind, FATE_VARIANT);
    assert_null(fate_of(b, "The mayor")->of);
    assert_int_equal(fate_of(b, "Nobody")->kind, FATE_DUPLICATE);
    assert_ptr_equal(fate_of(b, "Nobody")->of, fate_of(a, "Nobody"));
    assert_string_equal(fate_of(b, "Nobody")->rule, "same-story");
    assert_int_equal(fate_of(b, "Related")->kind, FATE_BOILERPLATE);
    assert_int_equal(fate_of(a, "The council")->kind, FATE_BODY);
    assert_true(ledger_tiles(b));
    done(&c);
}

static void a_number_put_right_is_a_variant(void **state)
{
    (void)state;
    Case c = {.state = 8};
    add_prose(&c, "a", "The Ferry", 200);
    buf_put(&c.text, S("Of the forty people on board 12 were hurt in the dark.\n"));
    Article *x = add_text_as(&c.l, "b", &c.text);
    c.text.n -= S("12 were hurt in the dark.\n").n;
    buf_put(&c.text, S("15 were hurt in the dark.\n"));
    Article *y = add_text_as(&c.l, "c", &c.text);
    x->date = (Date){2024, 5, 1};
    y->date = (Date){2024, 5, 2};
    run(&c, (CollectOptions){0});
    assert_ptr_equal(x->of, y);
    assert_int_equal(fate_of(x, "Of the forty")->kind, FATE_VARIANT);
    done(&c);
}

static void copies_of_a_version_go_to_its_chapter(void **state)
{
    (void)state;
    Case c = {.state = 9};
    Article *full = add_prose(&c, "z", "The Ferry", 400);
    Article *brief = add_cut(&c, "a", 4), *copy = add_cut(&c, "b", 4);
    run(&c, (CollectOptions){0});
    assert_ptr_equal(brief->of, full);
    assert_ptr_equal(copy->of, full);
    assert_true(copy->resemblance == brief->resemblance);
    assert_int_equal(full->nalso, 2);
    for (size_t i = 0; i < copy->nfates; i++)
        assert_int_equal(copy->fates[i].kind, brief->fates[i].kind);
    done(&c);
}

/* ---- options ---- */

static void keep_makes_chapters_of_all_and_drop_names_none(void **state)
{
    (void)state;
    for (Duplicates how = DUPLICATES_MERGE; how <= DUPLICATES_DROP; how++) {
        Case c = {.state = 10};
        add_prose(&c, "a", "The Ferry", 200);
        add_edited(&c, "b", 20);
        add_text_as(&c.l, "c", &c.text);
        run(&c, (CollectOptions){.duplicates = how});
        assert_int_equal(c.p.nchapters, how == DUPLICATES_KEEP ? 3 : 1);
        assert_int_equal(c.p.chapters[0]->nalso, how == DUPLICATES_MERGE ? 2 : 0);
        done(&c);
    }
}

/* ---- properties ---- */

/* Articles by lot: some new, some versions of the one before. */
static void add_folder(Case *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char path[24];
        snprintf(path, sizeof path, "%03zu", i);
        const uint32_t what = i ? lot(&c->state, 5) : 0;
        if (what < 2)
            add_prose(c, path, "The Ferry", 20 + lot(&c->state, 300));
        else if (what < 4)
            add_edited(c, path, 2 + lot(&c->state, 30));
        else
            add_cut(c, path, 1 + lot(&c->state, 4));
    }
}

static void put_outcome(Buf *out, const Case *c)
{
    for (size_t i = 0; i < c->l.n; i++) {
        const Article *a = c->l.v[i];
        buf_put(out, a->src.path);
        buf_printf(out, " %d %d ", a->fate, (int)(a->resemblance * 1000));
        buf_put(out, a->of ? a->of->src.path : S("-"));
        for (size_t k = 0; k < a->nfates; k++)
            buf_printf(out, " %d", a->fates[k].kind);
        buf_byte(out, '\n');
    }
    for (size_t i = 0; i < c->p.npassages; i++) {
        const Passage *p = &c->p.passages[i];
        for (size_t k = 0; k < p->nplaces; k++)
            buf_printf(out, STR_FMT " %u ", STR_ARG(p->places[k].article->src.path),
                       (unsigned)p->places[k].from);
        buf_printf(out, STR_FMT "\n", STR_ARG(p->text));
    }
}

static void the_outcome_does_not_depend_on_the_order_of_the_inputs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Buf first = {0}, again = {0};
        for (int round = 0; round < 2; round++) {
            Case c = {.state = seed};
            add_folder(&c, 40);
            uint64_t mixed = seed + 99;
            if (round)
                shuffle(&c.l, &mixed);
            run(&c, (CollectOptions){0});
            put_outcome(round ? &again : &first, &c);
            done(&c);
        }
        assert_true(str_eq(buf_str(&first), buf_str(&again)));
        buf_free(&first);
        buf_free(&again);
    }
}

/* Enough versions of one story, and notices of one template, to be worth them. */
static void the_outcome_does_not_depend_on_the_number_of_threads(void **state)
{
    (void)state;
    Buf outcomes[2] = {{0}, {0}};
    for (int round = 0; round < 2; round++) {
        Case c = {.state = 12};
        char path[24];
        add_prose(&c, "first", "The Ferry", 300);
        for (int i = 0; i < 30; i++) {
            snprintf(path, sizeof path, "version-%02d", i);
            add_edited(&c, path, 8 + (uint32_t)i);
        }
        for (int i = 0; i < 30; i++) {
            snprintf(path, sizeof path, "notice-%02d", i);
            buf_clear(&c.text);
            put_notice(&c.text, forms[0], &c.state);
            add_text_as(&c.l, path, &c.text);
        }
        add_quoting(&c, 3);
        run(&c, (CollectOptions){.jobs = round ? 4 : 1});
        assert_true(c.p.nduplicates >= 30);
        assert_true(c.p.npassages > 0);
        put_outcome(&outcomes[round], &c);
        done(&c);
    }
    assert_true(str_eq(buf_str(&outcomes[0]), buf_str(&outcomes[1])));
    buf_free(&outcomes[0]);
    buf_free(&outcomes[1]);
}

static void every_duplicate_hangs_on_a_chapter_and_every_ledger_tiles(void **state)
{
    (void)state;
    for (uint64_t seed = 100; seed < 130; seed++) {
        Case c = {.state = seed};
        add_folder(&c, 30);
        run(&c, (CollectOptions){0});
        size_t also = 0;
        for (size_t i = 0; i < c.l.n; i++) {
            const Article *a = c.l.v[i];
            assert_int_equal(a->of != NULL, a->fate == ART_DUPLICATE);
            assert_true(a->of == NULL || a->of->fate == ART_CHAPTER);
            assert_true(ledger_tiles(a));
            also += a->nalso;
        }
        assert_int_equal(also, c.p.nduplicates);
        assert_int_equal(c.p.nchapters + c.p.nduplicates, c.l.n);
        done(&c);
    }
}

/* The words of a version are in the chapter, or in the ledger as a variant. */
static void no_word_of_a_version_is_lost(void **state)
{
    (void)state;
    for (uint64_t seed = 200; seed < 220; seed++) {
        Case c = {.state = seed};
        add_folder(&c, 20);
        run(&c, (CollectOptions){0});
        for (size_t i = 0; i < c.l.n; i++) {
            const Article *a = c.l.v[i];
            for (size_t k = 0; a->of && k < a->nfates; k++) {
                Str rest = str_sub(a->src.text, a->fates[k].from, a->fates[k].to);
                if (a->fates[k].kind != FATE_DUPLICATE)
                    continue;
                while (rest.n > 0)
                    assert_true(str_has(a->of->src.text, str_cut(&rest, ' ')));
            }
        }
        done(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edited_copy_is_the_same_story),
        cmocka_unit_test(a_much_edited_copy_is_known_by_its_resemblance),
        cmocka_unit_test(a_cut_version_gives_way_to_the_full_one),
        cmocka_unit_test(of_versions_nearly_as_full_the_newest_is_the_chapter),
        cmocka_unit_test(unlike_ends_are_not_chained),
        cmocka_unit_test(what_is_too_short_is_no_version),
        cmocka_unit_test(a_shared_passage_makes_no_story),
        cmocka_unit_test(nearly_the_same_words_a_year_later_are_another_story),
        cmocka_unit_test(templated_notices_stay_apart_and_their_versions_do_not),
        cmocka_unit_test(what_only_a_version_says_is_a_variant),
        cmocka_unit_test(a_number_put_right_is_a_variant),
        cmocka_unit_test(copies_of_a_version_go_to_its_chapter),
        cmocka_unit_test(keep_makes_chapters_of_all_and_drop_names_none),
        cmocka_unit_test(the_outcome_does_not_depend_on_the_order_of_the_inputs),
        cmocka_unit_test(the_outcome_does_not_depend_on_the_number_of_threads),
        cmocka_unit_test(every_duplicate_hangs_on_a_chapter_and_every_ledger_tiles),
        cmocka_unit_test(no_word_of_a_version_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
