/* Conservation: nothing of an input vanishes, whatever bytes it consists of.  The inputs
 * are drawn by lot, the same ones in every run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "handmade.h"
#include "read/read.h"

/* ---- drawing inputs ---- */

/* What trips readers up: ends of lines, marks, characters of every length, none at all.
 */
static const char *const scraps[] = {
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n\n\n",
    " ",
    "\t",
    "  ",
    "- ",
    "* ",
    "\u2022 ",
    "> ",
    ">",
    "1. ",
    "2) ",
    "(a) ",
    "***",
    "=====",
    "-----",
    "#",
    "date ",
    "|",
    ":",
    ".",
    "?",
    "\u2026",
    "\u201C",
    "\u00A0",
    "\u200B",
    "\uFEFF",
    "\u2028",
    "\u0301",
    "\x01",
    "\x1B[1m",
    "\x7F",
    "\xC2\x85",
    "\xFF",
    "\xC3",
    "\xE2\x80",
    "a",
    "Word",
    "12",
    "2024",
    "May 18",
    "\u4E2D\u6587",
    "\u00E9",
    "\U0001F600",
    "\u0416\u0443\u043A",
    "\u05D0\u05D1",
    "\u202E",
    "\uFFFD",
    "verylongwordwithoutanyblank",
};

static const char *const lines[] = {
    "date 2025-03-09 The Press That Came by River",
    "The Press That Came by River",
    "By Anna Keller",
    "Published 9 March 2025",
    "Updated: March 9, 2025, 11:40 a.m.",
    "3 min read",
    "12 articles | last updated: Mar 09 08:01:10",
    "Riverside Gazette logo",
    "Share this article",
    "Related Posts",
    "Subscribe to our newsletter",
    "Advertisement",
    "Categories:",
    "A worker inks the forme in a shop near the harbour",
    "Photo: Harbour Museum",
    "How the boat was loaded",
    "What it cost",
    "The press weighed more than the cart could bear, so they floated it down on a raft "
    "and "
    "hoped that the spring water would stay high for two more days.",
    "\u201CWe had no crane,\u201D she said. \u201CWe had rope, and eleven people who did "
    "not "
    "want to see it sink.\u201D",
    "Nobody had told the ferryman. He found out when the bow went under.",
    "In 1911 the town had four printers; by 1930 it had none.",
    "- a raft of spruce",
    "- forty metres of rope",
    "1. Take off the platen.",
    "2. Grease the rails.",
    "> It was never the iron that worried me.",
    "> It was the quay.",
    "* * *",
    "Read more: The Ferry That Was Never Insured",
    "\u00A9 2025 Riverside Gazette. All rights reserved.",
    "\u041F\u0440\u0435\u0441\u0441 \u043F\u0440\u0438\u0431\u044B\u043B \u043F\u043E "
    "\u0440\u0435\u043A\u0435 \u0432 \u043C\u0430\u0440\u0442\u0435 \u0438 \u043F\u0440"
    "\u043E\u0441\u0442\u043E\u044F\u043B \u043D\u0430 "
    "\u043F\u0440\u0438\u0447\u0430\u043B"
    "\u0435 \u0434\u0432\u0435 \u043D\u0435\u0434\u0435\u043B\u0438.",
    "\u5370\u5237\u673A\u987A\u6CB3\u800C\u6765\uFF0C\u505C\u4E86\u5F88\u4E45\u3002",
    "",
    "",
    "",
};

#define COUNT(v) (uint32_t)(sizeof(v) / sizeof *(v))

static void put_bytes(Buf *out, uint64_t *seed)
{
    for (uint32_t n = lot(seed, 300); n > 0; n--)
        buf_byte(out, (char)lot(seed, 256));
}

static void put_scraps(Buf *out, uint64_t *seed)
{
    for (uint32_t n = lot(seed, 120); n > 0; n--)
        buf_put(out, str_of(scraps[lot(seed, COUNT(scraps))]));
}

static void put_lines(Buf *out, uint64_t *seed)
{
    static const char *const ends[] = {"\n", "\n\n", "\r\n", "\r\n\r\n"};
    const char *end = ends[lot(seed, COUNT(ends))];
    for (uint32_t n = 1 + lot(seed, 30); n > 0; n--) {
        buf_put(out, str_of(lines[lot(seed, COUNT(lines))]));
        buf_put(out, str_of(end));
    }
}

/* Lines as above, at some places spoilt by scraps. */
static void put_spoilt(Buf *out, uint64_t *seed)
{
    for (uint32_t n = 1 + lot(seed, 20); n > 0; n--) {
        const Str line = str_of(lines[lot(seed, COUNT(lines))]);
        const size_t at = lot(seed, (uint32_t)line.n + 1);
        buf_put(out, str_sub(line, 0, at));
        if (lot(seed, 3) == 0)
            buf_put(out, str_of(scraps[lot(seed, COUNT(scraps))]));
        buf_put(out, str_sub(line, at, line.n));
        buf_byte(out, '\n');
    }
}

/* ---- what must hold ---- */

/* The bytes of the text that some leaf of the tree holds, as a mask. */
static uint8_t *held(const Article *a) /* caller: free() */
{
    uint8_t *mask = mem_alloc(a->src.text.n + 1);
    for (Walk w = walk(a->root); walk_next(&w);) {
        const Node *n = w.node;
        if (!w.enter || n->kind != N_TEXT)
            continue;
        assert_true(n->from < n->to && n->to <= a->src.text.n);
        assert_true(str_eq(n->text, str_sub(a->src.text, n->from, n->to)));
        for (uint32_t i = n->from; i < n->to; i++)
            assert_int_equal(mask[i]++, 0); /* no leaf says what another says */
    }
    return mask;
}

/* Each word of two letters or more is in the tree, whatever its fate. */
static void assert_words_held(const Article *a)
{
    uint8_t *mask = held(a);
    size_t letters = 0, from = 0;
    for (size_t i = 0; i < a->src.text.n;) {
        const size_t at = i;
        const bool letter = uni_is_letter(utf8_next(a->src.text, &i));
        if (letter && letters == 0)
            from = at;
        letters = letter ? letters + 1 : 0;
        for (size_t k = from; letters > 1 && k < i; k++)
            assert_true(mask[k]);
    }
    free(mask);
}

static void assert_conserved(Str bytes)
{
    Diag d = {0};
    ArticleList l = {0};
    Plan p;
    Article *a = handmade_add(&l, read_bytes(&d, S("input.txt"), bytes));
    doc_check(a->root);
    collect(&d, &l, &(CollectOptions){.order = ORDER_DATE}, &p);
    assert_true(ledger_tiles(a));
    if (a->fate != ART_REFUSED)
        assert_words_held(a);
    for (size_t i = 0; i < a->nfates; i++) {
        const Fate *f = &a->fates[i];
        assert_true(f->kind != FATE_BODY || f->block);
        assert_true(f->kind != FATE_BOILERPLATE || f->rule);
    }
    plan_free(&p);
    articles_free(&l);
    diag_free(&d);
}

static void assert_all_conserved(void (*put)(Buf *, uint64_t *), int rounds)
{
    Buf bytes = {0};
    for (int i = 1; i <= rounds; i++) {
        uint64_t seed = (uint64_t)i * 0x9E3779B97F4A7C15u;
        buf_clear(&bytes);
        put(&bytes, &seed);
        assert_conserved(buf_str(&bytes));
    }
    buf_free(&bytes);
    uni_release();
}

static void any_bytes_are_conserved(void **state)
{
    (void)state;
    assert_conserved((Str){0});
    assert_all_conserved(put_bytes, 2000);
}

static void any_scraps_are_conserved(void **state)
{
    (void)state;
    assert_all_conserved(put_scraps, 4000);
}

static void any_lines_are_conserved(void **state)
{
    (void)state;
    assert_all_conserved(put_lines, 4000);
}

static void spoilt_lines_are_conserved(void **state)
{
    (void)state;
    assert_all_conserved(put_spoilt, 2000);
}

/* ---- encodings ---- */

static void put_utf16(Buf *out, Str s)
{
    buf_put(out, S("\xFF\xFE"));
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i); /* none here is beyond U+FFFF */
        buf_byte(out, (char)(cp & 0xFF));
        buf_byte(out, (char)(cp >> 8));
    }
}

static void a_text_in_another_encoding_is_a_duplicate(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 200; i++) {
        uint64_t seed = i;
        Buf text = {0}, other = {0}, marked = {0};
        Diag d = {0};
        ArticleList l = {0};
        Plan p;
        buf_put(&text, S("The whole town stood at the river and watched it come.\n"));
        put_lines(&text, &seed);
        put_utf16(&other, buf_str(&text));
        buf_put(&marked, S("\uFEFF"));
        buf_put(&marked, buf_str(&text));
        buf_put(&marked, S(" \n\t\n"));
        handmade_add(&l, read_bytes(&d, S("b.txt"), buf_str(&other)));
        handmade_add(&l, read_bytes(&d, S("c.txt"), buf_str(&marked)));
        handmade_add(&l, read_bytes(&d, S("a.txt"), buf_str(&text)));
        collect(&d, &l, &(CollectOptions){.order = ORDER_DATE}, &p);
        assert_int_equal(p.nchapters, 1);
        assert_int_equal(p.nduplicates, 2);
        assert_true(str_eq(p.chapters[0]->src.path, S("a.txt")));
        for (size_t k = 0; k < l.v[1]->nfates; k++)
            assert_true(l.v[1]->fates[k].block == NULL || l.v[1]->fates[k].of != NULL ||
                        l.v[1]->fates[k].kind == FATE_MARKUP);
        plan_free(&p);
        articles_free(&l);
        diag_free(&d);
        buf_free(&text);
        buf_free(&other);
        buf_free(&marked);
    }
    uni_release();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_bytes_are_conserved),
        cmocka_unit_test(any_scraps_are_conserved),
        cmocka_unit_test(any_lines_are_conserved),
        cmocka_unit_test(spoilt_lines_are_conserved),
        cmocka_unit_test(a_text_in_another_encoding_is_a_duplicate),
    };
    return cmocka_run_group_tests_name("conservation", tests, NULL, NULL);
}
