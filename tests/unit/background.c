/* Background work: every item is done once, whoever does it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <semaphore.h>
#include <time.h>

#include "base/background.h"

enum { ITEMS = 5000 };

typedef struct Item {
    atomic_int times;
    int number;
    long sum;
} Item;

static Item items[ITEMS];

static void sum_up(void *p)
{
    Item *item = p;
    for (int i = 0; i <= item->number; i++)
        item->sum += i;
    atomic_fetch_add(&item->times, 1);
}

static void give(Background *b, Batch *batch, int from, int to)
{
    for (int i = from; i < to; i++) {
        items[i].times = 0;
        items[i].number = i;
        items[i].sum = 0;
        background_give(b, batch, sum_up, &items[i]);
    }
}

static void expect_done(int n)
{
    for (int i = 0; i < n; i++) {
        assert_int_equal(items[i].times, 1);
        assert_int_equal(items[i].sum, (long)i * (i + 1) / 2);
    }
}

static void every_item_is_done_once_with_any_number_of_threads(void **state)
{
    (void)state;
    static const int counts[] = {0, 1, 2, 3, 100};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        Background *b = background_new(counts[i]);
        Batch batch = {0};
        give(b, &batch, 0, ITEMS / 2);
        background_wait(b, &batch);
        expect_done(ITEMS / 2);
        give(b, &batch, ITEMS / 2, ITEMS);
        background_wait(b, &batch);
        background_free(b);
        expect_done(ITEMS);
    }
}

static void without_threads_who_gives_an_item_does_it(void **state)
{
    (void)state;
    Batch batch = {0};
    give(NULL, &batch, 0, 1);
    expect_done(1);
    background_wait(NULL, &batch);
}

typedef struct Giver {
    Background *b;
    int from, to, missing;
} Giver;

static void give_more(void *p)
{
    Giver *g = p;
    Batch batch = {0};
    give(g->b, &batch, g->from, g->to);
    background_wait(g->b, &batch);
    for (int i = g->from; i < g->to; i++)
        g->missing += items[i].times != 1;
}

static void an_item_may_give_others_and_wait_for_them(void **state)
{
    (void)state;
    enum { GIVERS = 10 };
    Background *b = background_new(3);
    Batch batch = {0};
    Giver givers[GIVERS];
    for (int i = 0; i < GIVERS; i++) {
        givers[i] = (Giver){b, i * ITEMS / GIVERS, (i + 1) * ITEMS / GIVERS, 0};
        background_give(b, &batch, give_more, &givers[i]);
    }
    background_wait(b, &batch);
    background_free(b);
    for (int i = 0; i < GIVERS; i++)
        assert_int_equal(givers[i].missing, 0);
    expect_done(ITEMS);
}

typedef struct Latecomer {
    Background *b;
    sem_t begun, done;
    bool in_time;
} Latecomer;

static void say_done(void *p)
{
    sem_post(p);
}

/* Gives an item once the other thread has nothing to do, and leaves it to that. */
static void give_late(void *p)
{
    Latecomer *l = p;
    Batch batch = {0};
    const struct timespec nap = {.tv_nsec = 50 * 1000 * 1000};
    struct timespec until;
    sem_post(&l->begun);
    nanosleep(&nap, NULL);
    background_give(l->b, &batch, say_done, &l->done);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 10;
    l->in_time = sem_timedwait(&l->done, &until) == 0;
    background_wait(l->b, &batch);
}

static void who_waits_does_what_is_given_meanwhile(void **state)
{
    (void)state;
    Latecomer l = {.b = background_new(2)};
    Batch batch = {0};
    sem_init(&l.begun, 0, 0);
    sem_init(&l.done, 0, 0);
    background_give(l.b, &batch, give_late, &l);
    sem_wait(&l.begun); /* the one other thread is in it */
    background_wait(l.b, &batch);
    background_free(l.b);
    assert_true(l.in_time);
    sem_destroy(&l.begun);
    sem_destroy(&l.done);
}

static void there_may_be_nothing_to_do(void **state)
{
    (void)state;
    Background *b = background_new(3);
    background_wait(b, &(Batch){0});
    background_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once_with_any_number_of_threads),
        cmocka_unit_test(without_threads_who_gives_an_item_does_it),
        cmocka_unit_test(an_item_may_give_others_and_wait_for_them),
        cmocka_unit_test(who_waits_does_what_is_given_meanwhile),
        cmocka_unit_test(there_may_be_nothing_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
