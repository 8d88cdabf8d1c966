/* Text operators: where the pen is, and what can be read back. */
#include "pdf/textrun.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "pdf/metadata.h"

static const char vollkorn[] = "fonts/Vollkorn-Regular.ttf";
static const char mono[] = "fonts/DejaVuSansMono.ttf"; /* 2048 units an em */

typedef struct Bench {
    Arena *arena;
    Fonts *fonts;
    const Face *face;
    Objects *objects;
    FontSet *set;
    TextRuns *runs;
} Bench;

static void bench_make(Bench *b, const char *path)
{
    *b = (Bench){.arena = arena_new(), .fonts = fonts_new()};
    Diag d = {0};
    assert_true(fonts_add(&d, b->fonts, S("Face"), 400, false, str_of(path)));
    diag_free(&d);
    b->face = fonts_match(b->fonts, S("Face"), 400, false);
    b->objects = obj_new(b->arena, NULL);
    b->set = fontset_new(b->arena, b->objects);
    b->runs = textruns_new(b->arena, b->set);
}

static void bench_free(Bench *b)
{
    fonts_free(b->fonts);
    arena_free(b->arena);
}

static const Shape *shaped(Bench *b, const char *text, unsigned features)
{
    return shape_text(b->arena, b->face, str_of(text), S("en"), features);
}

/* ---- a viewer ---- */

typedef struct Shown {
    uint32_t code;
    double x, rise; /* points from the page's left edge; above the baseline */
} Shown;

typedef struct Viewer {
    const FontUse *font;
    double size, tracking, scale, rise, x;
    Shown shown[20000];
    size_t n;
    Buf text; /* what a reader gets */
    bool actual;
} Viewer;

static void view_glyph(Viewer *v, uint32_t code)
{
    assert_true(v->n < sizeof v->shown / sizeof *v->shown);
    v->shown[v->n++] = (Shown){code, v->x, v->rise};
    const GlyphUse *g = &v->font->glyphs[code];
    assert_true(g->used);
    v->x += (g->width / 1e6 * v->size + v->tracking) * v->scale;
    if (!v->actual)
        buf_put(&v->text, g->text.n ? g->text : g->spare);
}

/* A byte of a string, as ISO 32000-1, 7.3.4.2 says. */
static uint32_t string_byte(char **p)
{
    assert_true(**p != '\r'); /* it would be read as a newline */
    assert_true(**p != '(' && **p != ')');
    if (**p == '\\' && *++*p == 'r')
        **p = '\r';
    return (unsigned char)*(*p)++;
}

/* Shows the string behind its '('; returns what follows its ')'. */
static char *view_string(Viewer *v, char *p)
{
    while (*p != ')') {
        const uint32_t high = string_byte(&p);
        view_glyph(v, high << 8 | string_byte(&p));
    }
    return p + 1;
}

/* The characters of UTF-16 in hexadecimal behind its mark. */
static void view_actual(Viewer *v, const char *p, const char *end)
{
    v->actual = true;
    for (p += 4; p < end; p += 4) {
        char digits[9] = {0};
        memcpy(digits, p, 4);
        uint32_t cp = (uint32_t)strtoul(digits, NULL, 16);
        if (cp >= 0xD800 && cp < 0xDC00) {
            memcpy(digits, p += 4, 4);
            cp = 0x10000 + ((cp - 0xD800) << 10) +
                 ((uint32_t)strtoul(digits, NULL, 16) - 0xDC00);
        }
        buf_utf8(&v->text, cp);
    }
}

/* Plays what textrun_put() writes, as ISO 32000-1, 9.4 says. */
static void view(Viewer *v, const FontUse *font, const Buf *content)
{
    double stack[8] = {0};
    size_t n = 0;
    bool array = false;
    v->font = font;
    v->scale = v->scale > 0 ? v->scale : 1;
    Buf copy = {0};
    buf_put(&copy, buf_str(content));
    const size_t length = copy.n;
    buf_byte(&copy, '\0');
    for (char *p = copy.p; p < copy.p + length;) {
        if (strncmp(p, "/Span<</ActualText<", 19) == 0) {
            char *end = strchr(p + 19, '>');
            view_actual(v, p + 19, end);
            p = strstr(end, "BDC") + 3;
        } else if (*p == '(') {
            p = view_string(v, p + 1);
        } else if ((*p >= '0' && *p <= '9') || *p == '-') {
            const double x = strtod(p, &p);
            if (array)
                v->x -= x / 1000 * v->size * v->scale;
            else
                stack[n++] = x;
        } else if (*p == '[' || *p == ']') {
            assert_true(array == (*p == ']'));
            array = *p++ == '[';
        } else if (*p == '/') {
            p += strcspn(p, " ");
        } else if (*p == ' ' || *p == '\n') {
            p++;
        } else {
            const size_t op = strcspn(p, " \n[]/<>()");
            const Str name = {p, op};
            if (str_eq(name, S("Tf")))
                v->size = stack[n - 1];
            else if (str_eq(name, S("Tc")))
                v->tracking = stack[n - 1];
            else if (str_eq(name, S("Tz")))
                v->scale = stack[n - 1] / 100;
            else if (str_eq(name, S("Ts")))
                v->rise = stack[n - 1];
            else if (str_eq(name, S("Td")))
                v->x = stack[n - 2];
            else if (str_eq(name, S("EMC")))
                v->actual = false;
            else
                assert_true(str_eq(name, S("BT")) || str_eq(name, S("ET")) ||
                            str_eq(name, S("TJ")));
            n = 0;
            p += op;
        }
    }
    buf_free(&copy);
}

/* What is read back of one run of these words. */
static void expect_text(Bench *b, const Shape *const *words, uint32_t n, const char *text)
{
    Word w[8];
    for (uint32_t i = 0; i < n; i++)
        w[i] = (Word){words[i], (Len)i * 40 * PT};
    const Run run = {.face = b->face, .size = 11 * PT, .scale = 1000, .words = w, .n = n};
    TextState state = {0};
    Buf out = {0};
    textrun_put(b->runs, &out, &state, &run, 500 * PT, false);
    Viewer *v = mem_alloc(sizeof *v);
    view(v, fontset_use(b->set, b->face), &out);
    buf_byte(&v->text, '\0');
    assert_string_equal(v->text.p, text);
    buf_free(&v->text);
    buf_free(&out);
    free(v);
}

static void expect_word(Bench *b, const Shape *word, const char *text)
{
    expect_text(b, &word, 1, text);
}

/* ---- where the pen is ---- */

static double most_wrong(const char *face, Len size, Len tracking, uint16_t scale)
{
    enum { N = 1000 };
    static const char *const texts[] = {"AVATAR", "office", "Typography", "fj", "W."};
    static Word words[N];
    Bench b;
    bench_make(&b, face);
    const Shape *shapes[5];
    for (size_t i = 0; i < 5; i++)
        shapes[i] = shaped(&b, texts[i], 0);
    Len x = 0;
    for (int i = 0; i < N; i++, x += 40 * PT + i * 7919 % 1021)
        words[i] = (Word){shapes[i % 5], x};
    const Run run = {.face = b.face,
                     .size = size,
                     .tracking = tracking,
                     .scale = scale,
                     .x = 50 * PT,
                     .words = words,
                     .n = N};
    TextState state = {0};
    Buf out = {0};
    textrun_put(b.runs, &out, &state, &run, 500 * PT, false);
    Viewer *v = mem_alloc(sizeof *v);
    view(v, fontset_use(b.set, b.face), &out);
    double worst = 0;
    size_t k = 0;
    for (int i = 0; i < N; i++) {
        double place = 50 + words[i].x / 1024.0;
        for (uint32_t g = 0; g < words[i].shape->n; g++, k++) {
            const double off = v->shown[k].x - place;
            worst = off > worst ? off : -off > worst ? -off : worst;
            place += (double)words[i].shape->glyphs[g].advance / b.face->upem * size /
                         1024 * scale / 1000 +
                     tracking / 1024.0;
        }
    }
    assert_int_equal(k, v->n);
    buf_free(&v->text);
    buf_free(&out);
    free(v);
    bench_free(&b);
    return worst;
}

static void the_pen_is_never_off_by_a_hundredth_of_a_point(void **state)
{
    (void)state;
    assert_true(most_wrong(vollkorn, 11 * PT, 0, 1000) < 0.01);
    assert_true(most_wrong(vollkorn, 9574, 0, 985) < 0.01);
    assert_true(most_wrong(vollkorn, 24 * PT, 0, 1000) < 0.01);
    assert_true(most_wrong(vollkorn, 11 * PT, 53, 1013) < 0.01);
    assert_true(most_wrong(mono, 9 * PT + 1, 0, 1000) < 0.01);
}

static void numbers_are_written_short_and_with_a_point(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    Word w = {shaped(&b, "A", 0), 512};
    const Run run = {.face = b.face,
                     .size = 10752,
                     .tracking = 26,
                     .scale = 1025,
                     .x = 51 * 512,
                     .y = 100 * PT + 341,
                     .words = &w,
                     .n = 1};
    TextState ts = {0};
    Buf out = {0};
    textrun_put(b.runs, &out, &ts, &run, 200 * PT, false);
    buf_byte(&out, '\0');
    const char *want = "/F1 10.5 Tf 0.025 Tc 102.5 Tz BT 25.5 99.667 Td[-46(";
    assert_memory_equal(out.p, want, strlen(want));
    buf_free(&out);
    bench_free(&b);
}

static void every_code_is_read_as_it_was_written(void **state)
{
    (void)state;
    static const uint32_t codes[] = {'(', ')', '\\', '\r', '\n', 0x128, 0x10D, 0x15C};
    enum { N = sizeof codes / sizeof *codes };
    Bench b;
    bench_make(&b, vollkorn);
    Shape *s = (Shape *)(uintptr_t)shaped(&b, "abcdefgh", 0);
    assert_int_equal(s->n, N);
    for (uint32_t i = 0; i < N; i++)
        s->glyphs[i].gid = codes[i];
    Word words[] = {{s, 0}, {s, 200 * PT}};
    const Run run = {
        .face = b.face, .size = 10 * PT, .scale = 1000, .words = words, .n = 2};
    TextState ts = {0};
    Buf out = {0};
    textrun_put(b.runs, &out, &ts, &run, PT, true);
    Viewer *v = mem_alloc(sizeof *v);
    view(v, fontset_use(b.set, b.face), &out);
    assert_int_equal(v->n, 2 * N);
    for (uint32_t i = 0; i < 2 * N; i++)
        assert_int_equal(v->shown[i].code, codes[i % N]);
    buf_free(&v->text);
    buf_free(&out);
    free(v);
    bench_free(&b);
}

static void words_that_follow_each_other_are_one_string(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    const Shape *s = shaped(&b, "x", 0);
    const Len wide = (Len)((int64_t)s->glyphs[0].advance * 10 * PT / b.face->upem);
    Word words[] = {{s, 0}, {s, wide}, {s, 3 * wide}};
    const Run run = {
        .face = b.face, .size = 10 * PT, .scale = 1000, .words = words, .n = 3};
    TextState ts = {0};
    Buf out = {0};
    textrun_put(b.runs, &out, &ts, &run, PT, false);
    size_t strings = 0;
    for (size_t i = 0; i < out.n; i++)
        strings += out.p[i] == '(';
    assert_int_equal(strings, 2);
    buf_free(&out);
    bench_free(&b);
}

/* ---- what is read ---- */

static void ligatures_are_read_as_their_letters(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    const Shape *office = shaped(&b, "office", 0);
    assert_true(office->n < 6);
    expect_word(&b, office, "office");
    expect_word(&b, shaped(&b, "fluffy fjord", 0), "fluffy fjord");
    bench_free(&b);
}

static void a_glyph_with_two_meanings_is_read_right_both_times(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    const Shape *words[] = {
        shaped(&b, "usa", FEATURE_SMCP),
        shaped(&b, " ", 0),
        shaped(&b, "USA", FEATURE_SMCP | FEATURE_C2SC),
        shaped(&b, "\xC2\xA0", 0),
        shaped(&b, "usa", FEATURE_SMCP),
    };
    assert_int_equal(words[0]->glyphs[0].gid, words[2]->glyphs[0].gid);
    expect_text(&b, words, 5, "usa USA\xC2\xA0usa");
    bench_free(&b);
}

static void marks_are_read_with_their_letters(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    expect_word(&b,
                shaped(&b,
                       "e\xCC\x81"
                       "a q\xCC\x84\xCC\x81z",
                       0),
                "e\xCC\x81"
                "a q\xCC\x84\xCC\x81z");
    expect_word(&b, shaped(&b, "ea\xC3\xA9q", 0), "ea\xC3\xA9q");
    bench_free(&b);
}

static void soft_hyphens_are_no_text(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    expect_word(&b,
                shaped(&b,
                       "ex\xC2\xAD"
                       "am ple",
                       0),
                "exam ple");
    bench_free(&b);
}

static void a_replacement_says_what_it_stands_for(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    expect_word(&b, shape_replacement(b.arena, b.face, S("\xF0\x9D\x84\x9E")),
                "\xF0\x9D\x84\x9E");
    const uint32_t gid = shape_replacement(b.arena, b.face, S("x"))->glyphs[0].gid;
    assert_int_equal(fontset_use(b.set, b.face)->glyphs[gid].text.n, 0);   /* no claim */
    expect_word(&b, shape_replacement(b.arena, b.face, S("\xEE\x80\x80")), /* private */
                "\xEF\xBF\xBD");
    bench_free(&b);
}

static void an_artifact_claims_no_meaning(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    Shape *hyphen = (Shape *)(uintptr_t)shaped(&b, "-", 0);
    hyphen->text = S("?");
    Word w = {hyphen, 0};
    const Run run = {.face = b.face, .size = PT, .scale = 1000, .words = &w, .n = 1};
    TextState ts = {0};
    Buf out = {0};
    textrun_put(b.runs, &out, &ts, &run, PT, true);
    assert_true(str_find(buf_str(&out), S("/Span")) == out.n);
    expect_word(&b, shaped(&b, "-", 0), "-");
    assert_string_equal(fontset_use(b.set, b.face)->glyphs[hyphen->glyphs[0].gid].text.p,
                        "-");
    buf_free(&out);
    bench_free(&b);
}

static void notdef_is_never_shown(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    const Shape *s = shaped(&b,
                            "a\xE4\xB8\xAD"
                            "b",
                            0);
    Word w = {s, 0};
    const Run run = {.face = b.face, .size = PT, .scale = 1000, .words = &w, .n = 1};
    TextState ts = {0};
    Buf out = {0};
    textrun_put(b.runs, &out, &ts, &run, PT, false);
    Viewer *v = mem_alloc(sizeof *v);
    view(v, fontset_use(b.set, b.face), &out);
    assert_int_equal(v->n, 2);
    assert_true(v->shown[0].code != 0 && v->shown[1].code != 0);
    buf_free(&v->text);
    buf_free(&out);
    free(v);
    bench_free(&b);
}

static void marks_are_raised_and_the_line_goes_on(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    Shape *s = (Shape *)(uintptr_t)shaped(&b, "abc", 0);
    s->glyphs[1].dy = 100;
    s->glyphs[1].dx = -50;
    Word w = {s, 0};
    const Run run = {.face = b.face, .size = 10 * PT, .scale = 1000, .words = &w, .n = 1};
    TextState ts = {0};
    Buf out = {0};
    textrun_put(b.runs, &out, &ts, &run, PT, false);
    Viewer *v = mem_alloc(sizeof *v);
    view(v, fontset_use(b.set, b.face), &out);
    assert_true(v->shown[0].rise == 0 && v->shown[1].rise == 1 && v->shown[2].rise == 0);
    const double a = s->glyphs[0].advance / 100.0, ab = a + s->glyphs[1].advance / 100.0;
    assert_true(v->shown[1].x > a - 0.51 && v->shown[1].x < a - 0.49);
    assert_true(v->shown[2].x > ab - 0.01 && v->shown[2].x < ab + 0.01);
    buf_free(&v->text);
    buf_free(&out);
    free(v);
    bench_free(&b);
}

static void a_superscript_rises_from_the_baseline_of_its_line(void **state)
{
    (void)state;
    Bench b;
    bench_make(&b, vollkorn);
    Word w = {shaped(&b, "2", 0), 0};
    const Run run = {.face = b.face,
                     .size = 5 * PT,
                     .scale = 1000,
                     .y = 96 * PT,
                     .raise = 4 * PT,
                     .words = &w,
                     .n = 1};
    TextState ts = {0};
    Buf out = {0};
    textrun_put(b.runs, &out, &ts, &run, 200 * PT, false);
    assert_true(str_has(buf_str(&out), S(" 4 Ts BT 0 100 Td[(")));
    buf_free(&out);
    bench_free(&b);
}

/* ---- syntax ---- */

static void expect_put(void (*put)(Buf *, Str), Str s, const char *want)
{
    Buf b = {0};
    put(&b, s);
    buf_byte(&b, '\0');
    assert_string_equal(b.p, want);
    buf_free(&b);
}

static void text_strings_hold_whatever_a_title_holds(void **state)
{
    (void)state;
    expect_put(put_text, S("a (b) \\c"), "(a \\(b\\) \\\\c)");
    expect_put(put_text, S("a\nb"), "<FEFF0061000A0062>");
    expect_put(put_text, S("\xC3\xA9"), "<FEFF00E9>");
    expect_put(put_text, S("\xF0\x9F\x98\x80"), "<FEFFD83DDE00>");
    expect_put(put_text, S(""), "()");
    Buf long_one = {0}, out = {0};
    buf_fill(&long_one, '(', 100000);
    put_text(&out, buf_str(&long_one));
    assert_true(out.n < 2 * 32767 && out.p[out.n - 1] == ')');
    buf_put(&long_one, S("\xC3\xA9"));
    buf_clear(&out);
    put_text(&out, buf_str(&long_one));
    assert_true(out.n < 2 * 32767 && out.n % 4 == 2 && out.p[out.n - 1] == '>');
    buf_free(&long_one);
    buf_free(&out);
}

static void names_are_escaped(void **state)
{
    (void)state;
    expect_put(put_name, S("Vollkorn-Regular"), "Vollkorn-Regular");
    expect_put(put_name, S("A b/#"), "A#20b#2F#23");
}

static uint32_t u32_at(const Buf *b, size_t i)
{
    uint32_t v = 0;
    for (size_t k = 0; k < 4; k++)
        v = v << 8 | (unsigned char)b->p[i + k];
    return v;
}

static void the_colour_profile_is_whole_and_its_curve_srgb(void **state)
{
    (void)state;
    Buf b = {0};
    put_icc_srgb(&b);
    assert_int_equal(u32_at(&b, 0), b.n);
    assert_memory_equal(b.p + 36, "acsp", 4);
    const uint32_t tags = u32_at(&b, 128);
    size_t curve = 0;
    for (uint32_t i = 0; i < tags; i++) {
        const size_t at = 132 + 12 * (size_t)i;
        assert_true(u32_at(&b, at + 4) + u32_at(&b, at + 8) <= b.n);
        if (memcmp(b.p + at, "gTRC", 4) == 0)
            curve = u32_at(&b, at + 4);
    }
    assert_int_equal(u32_at(&b, curve + 8), 256);
    const unsigned char *v = (unsigned char *)b.p + curve + 12;
    const int known[][2] = {{0, 0},       {10, 199},    {55, 2504},
                            {128, 14146}, {188, 32957}, {255, 65535}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const int sample = v[2 * known[i][0]] << 8 | v[2 * known[i][0] + 1];
        assert_in_range(sample, known[i][1] - (known[i][1] > 0), known[i][1] + 1);
    }
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pen_is_never_off_by_a_hundredth_of_a_point),
        cmocka_unit_test(numbers_are_written_short_and_with_a_point),
        cmocka_unit_test(every_code_is_read_as_it_was_written),
        cmocka_unit_test(words_that_follow_each_other_are_one_string),
        cmocka_unit_test(ligatures_are_read_as_their_letters),
        cmocka_unit_test(a_glyph_with_two_meanings_is_read_right_both_times),
        cmocka_unit_test(marks_are_read_with_their_letters),
        cmocka_unit_test(soft_hyphens_are_no_text),
        cmocka_unit_test(a_replacement_says_what_it_stands_for),
        cmocka_unit_test(an_artifact_claims_no_meaning),
        cmocka_unit_test(notdef_is_never_shown),
        cmocka_unit_test(marks_are_raised_and_the_line_goes_on),
        cmocka_unit_test(a_superscript_rises_from_the_baseline_of_its_line),
        cmocka_unit_test(text_strings_hold_whatever_a_title_holds),
        cmocka_unit_test(names_are_escaped),
        cmocka_unit_test(the_colour_profile_is_whole_and_its_curve_srgb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
