/* Tables with cells that span: whatever they ask for, a rectangle comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "book/build.h"

enum { SIDE = 64 };

static Node *add_cell(Arena *a, Node *row, unsigned columns, unsigned rows, bool words)
{
    Node *cell = node_add(a, row, N_CELL);
    cell->columns = (uint16_t)columns;
    cell->rows = (uint16_t)rows;
    if (words)
        node_text(a, node_add(a, cell, N_PARA), S("word"), 0);
    return cell;
}

static unsigned at_least_one(unsigned n)
{
    return n ? n : 1;
}

/* Lays the cells out as browsers do, and fails where two overlap or a place stays free.
 */
static void assert_rectangle(const Node *table)
{
    bool taken[SIDE][SIDE] = {{false}};
    unsigned rows = 0, columns = 0, area = 0;
    for (const Node *row = table->first; row; row = row->next) {
        unsigned at = 0;
        if (row->kind != N_ROW)
            continue;
        for (const Node *cell = row->first; cell; cell = cell->next) {
            while (taken[rows][at])
                at++;
            for (unsigned y = 0; y < at_least_one(cell->rows); y++)
                for (unsigned x = 0; x < at_least_one(cell->columns); x++) {
                    assert_true(rows + y < SIDE && at + x < SIDE);
                    assert_false(taken[rows + y][at + x]);
                    taken[rows + y][at + x] = true;
                    area++;
                    columns = at + x + 1 > columns ? at + x + 1 : columns;
                }
        }
        rows++;
    }
    assert_int_equal(area, rows * columns);
    for (unsigned y = 0; y < rows; y++)
        for (unsigned x = 0; x < columns; x++)
            assert_true(taken[y][x]);
}

static void any_table_becomes_a_rectangle(void **state)
{
    (void)state;
    unsigned seed = 1;
    for (int round = 0; round < 20000; round++) {
        Arena *a = arena_new();
        Node *table = node_new(a, N_TABLE);
        for (unsigned r = 0; r < 1 + seed % 6; r++) {
            Node *row = node_add(a, table, N_ROW);
            for (int c = 0; c < 5; c++) {
                seed = seed * 1103515245u + 12345u;
                if (seed >> 16 & 3)
                    add_cell(a, row, seed >> 18 & 3, seed >> 20 & 3, seed >> 22 & 3);
            }
        }
        table_square(a, table);
        assert_rectangle(table);
        arena_free(a);
    }
}

static void a_row_without_words_is_taken_off_those_who_span_it(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Node *table = node_new(a, N_TABLE);
    Node *row = node_add(a, table, N_ROW), *blank = node_add(a, table, N_ROW);
    Node *high = add_cell(a, row, 1, 3, true);
    add_cell(a, row, 1, 1, true);
    add_cell(a, blank, 1, 1, false);
    add_cell(a, node_add(a, table, N_ROW), 1, 1, true);
    table_square(a, table);
    assert_int_equal(high->rows, 2);
    assert_null(blank->parent);
    assert_rectangle(table);
    arena_free(a);
}

static void a_column_in_which_nothing_begins_is_none(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Node *table = node_new(a, N_TABLE);
    Node *wide = add_cell(a, node_add(a, table, N_ROW), 900, 1, true);
    Node *row = node_add(a, table, N_ROW);
    add_cell(a, row, 1, 1, true);
    add_cell(a, row, 3, 1, true);
    table_square(a, table);
    assert_int_equal(wide->columns, 2);
    assert_int_equal(row->last->columns, 1);
    arena_free(a);
}

static void a_table_that_would_grow_out_of_proportion_loses_its_spans(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Node *table = node_new(a, N_TABLE), *row = node_add(a, table, N_ROW);
    for (int i = 0; i < 200; i++)
        add_cell(a, row, 1, 1, true);
    for (int i = 0; i < 2000; i++)
        add_cell(a, node_add(a, table, N_ROW), 2, 1, true);
    table_square(a, table);
    assert_ptr_equal(table->last->first, table->last->last);
    assert_int_equal(table->last->first->columns, 1);
    arena_free(a);
}

static void there_is_one_caption_and_it_comes_first(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Node *table = node_new(a, N_TABLE);
    for (int i = 0; i < 2; i++) {
        add_cell(a, node_add(a, table, N_ROW), 1, 1, true);
        node_text(a, node_add(a, table, N_CAPTION), S("caption"), 0);
    }
    table_square(a, table);
    doc_check(table);
    assert_int_equal(table->first->kind, N_CAPTION);
    assert_true(str_eq(node_words(a, table->first), S("caption caption")));
    for (const Node *n = table->first->next; n; n = n->next)
        assert_int_equal(n->kind, N_ROW);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_table_becomes_a_rectangle),
        cmocka_unit_test(a_row_without_words_is_taken_off_those_who_span_it),
        cmocka_unit_test(a_column_in_which_nothing_begins_is_none),
        cmocka_unit_test(a_table_that_would_grow_out_of_proportion_loses_its_spans),
        cmocka_unit_test(there_is_one_caption_and_it_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
