/* Background work: every item is done once, whoever does it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

static void give(Background *b, int from, int to)
{
    for (int i = from; i < to; i++) {
        items[i].times = 0;
        items[i].number = i;
        items[i].sum = 0;
        background_give(b, &items[i]);
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
        Background *b = background_new(counts[i], sum_up);
        give(b, 0, ITEMS / 2);
        background_wait(b);
        expect_done(ITEMS / 2);
        give(b, ITEMS / 2, ITEMS);
        background_free(b);
        expect_done(ITEMS);
    }
}

static void there_may_be_nothing_to_do(void **state)
{
    (void)state;
    Background *b = background_new(3, sum_up);
    background_wait(b);
    background_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once_with_any_number_of_threads),
        cmocka_unit_test(there_may_be_nothing_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
