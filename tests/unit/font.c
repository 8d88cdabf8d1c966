/* Faces: shaped, measured, subset; and words with their hyphens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "fontfile.h"
#include "typeset/token.h"

#define VOLLKORN "/usr/share/fonts/truetype/vollkorn/Vollkorn-Regular.ttf"

static Fonts *fonts;
static Diag messages;

static int open_fonts(void **unused)
{
    (void)unused;
    fonts = fonts_new();
    return fonts_add(&messages, fonts, S("Vollkorn"), 400, false, S(VOLLKORN)) ? 0 : 1;
}

static int close_fonts(void **unused)
{
    (void)unused;
    fonts_free(fonts);
    diag_free(&messages);
    return 0;
}

static const Face *vollkorn(void)
{
    return fonts_match(fonts, S("'Vollkorn', serif"), 400, false);
}

static void a_face_tells_what_it_has(void **unused)
{
    (void)unused;
    const Face *f = vollkorn();
    assert_true(str_eq(f->name, S("Vollkorn-Regular")));
    assert_true(f->version.n > 0 && f->upem == 1000);
    assert_true(f->has_smcp && f->has_onum && f->has_tnum && !f->cff && !f->italic);
}

static void ligatures_and_kerning_are_on(void **unused)
{
    (void)unused;
    Arena *a = arena_new();
    const Shape *office = shape_text(a, vollkorn(), S("office"), S("en"), 0);
    assert_true(office->n < 6);
    const Shape *plain = shape_text(a, vollkorn(), S("office"), S("en"), FEATURE_NO_LIGA);
    assert_int_equal(plain->n, 6);
    const Shape *av = shape_text(a, vollkorn(), S("AV"), S("en"), 0);
    assert_true(av->width < face_advance(vollkorn(), face_glyph(vollkorn(), 'A')) +
                                face_advance(vollkorn(), face_glyph(vollkorn(), 'V')));
    arena_free(a);
}

static void marks_without_end_are_shaped_in_pieces(void **unused)
{
    (void)unused;
    enum { MARKS = 20000 };
    Arena *a = arena_new();
    char *text = arena_alloc(a, 1 + 2 * MARKS);
    text[0] = 'a';
    for (int i = 0; i < MARKS; i++)
        memcpy(text + 1 + 2 * i, "\xCC\x81", 2);
    const Shape *s = shape_text(a, vollkorn(), (Str){text, 1 + 2 * MARKS}, S("en"), 0);
    assert_true(s->n >= MARKS / 2);
    uint32_t last = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        assert_true(s->glyphs[i].cluster >= last);
        last = s->glyphs[i].cluster;
    }
    arena_free(a);
}

static void a_subset_is_smaller_and_always_the_same(void **unused)
{
    (void)unused;
    Arena *a = arena_new();
    const uint32_t gids[] = {face_glyph(vollkorn(), 'a'), face_glyph(vollkorn(), 'b')};
    Str one, two;
    FontProgram kind;
    assert_true(face_subset(a, vollkorn(), gids, 2, &one, &kind));
    assert_true(face_subset(a, vollkorn(), gids, 2, &two, &kind));
    assert_int_equal(kind, PROGRAM_TRUETYPE);
    assert_true(one.n < 40000);
    assert_true(str_eq(one, two));
    arena_free(a);
}

static void assert_shaped_alike(Arena *a, const Face *one, const Face *two, Str text,
                                Str lang)
{
    const Shape *x = shape_text(a, one, text, lang, 0);
    const Shape *y = shape_text(a, two, text, lang, 0);
    assert_int_equal(x->n, y->n);
    for (uint32_t i = 0; i < x->n; i++) {
        const Glyph *g = &x->glyphs[i], *h = &y->glyphs[i];
        assert_true(h->gid != 0 && g->cluster == h->cluster && g->advance == h->advance);
        assert_true(g->dx == h->dx && g->dy == h->dy);
    }
}

/* Letters that join, that change their order, that are stacked; outlines of both kinds.
 */
static void a_font_file_shapes_its_characters_as_the_whole_face_does(void **unused)
{
    (void)unused;
    static const struct {
        Str text, lang;
    } cases[] = {{S("\u0643\u062A\u0627\u0628\u064C"), S("ar")},
                 {S("\u0915\u094D\u0937\u093F"), S("hi")},
                 {S("\u0E17\u0E35\u0E48"), S("th")},
                 {S("\u672C\u3002"), S("ja")}};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Fonts *own = fonts_new();
        uint32_t chars[8];
        size_t n = 0, at = 0;
        while (at < cases[i].text.n)
            chars[n++] = utf8_next(cases[i].text, &at);
        const Face *whole = fonts_fallback(fonts, chars[0], cases[i].lang, 400, false);
        assert_non_null(whole);
        Str file, again;
        assert_true(face_font_file(a, whole, chars, n, &file));
        assert_true(face_font_file(a, whole, chars, n, &again));
        assert_true(str_eq(file, again));
        assert_true(str_starts(file, whole->cff ? S("OTTO") : S("\0\1\0\0")));
        const Face *part = add_bytes(&messages, own, S("Part"), file);
        assert_true(part->nglyphs < whole->nglyphs / 2 && !face_has(part, 'A'));
        assert_true(str_eq(part->name, whole->name));
        assert_shaped_alike(a, whole, part, cases[i].text, cases[i].lang);
        fonts_free(own);
    }
    arena_free(a);
}

static void a_font_says_whether_a_part_of_it_may_go_into_a_book(void **unused)
{
    (void)unused;
    static const struct {
        uint16_t bits;
        bool forbidden;
    } cases[] = {{0x0, false},  {0x2, true},   {0x4, false},  {0x8, false}, {0x6, false},
                 {0x100, true}, {0x104, true}, {0x200, true}, {0x208, true}};
    Arena *a = arena_new();
    Str file;
    assert_true(file_read(&messages, a, S(VOLLKORN), 1 << 24, D_NO_INPUT, &file));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Fonts *own = fonts_new();
        set_licence(file, cases[i].bits);
        const Face *face = add_bytes(&messages, own, S("Own"), file);
        assert_int_equal(face_forbidden(face) != NULL, cases[i].forbidden);
        fonts_free(own);
    }
    arena_free(a);
}

static void a_font_file_keeps_who_made_it_and_under_which_licence(void **unused)
{
    (void)unused;
    Arena *a = arena_new();
    Str file;
    assert_true(face_font_file(a, vollkorn(), (const uint32_t[]){'a'}, 1, &file));
    Buf plain = {0}; /* of UTF-16, what is ASCII */
    for (size_t i = table_at(file, "name"); i < file.n; i++)
        if (file.p[i])
            buf_byte(&plain, file.p[i]);
    assert_true(str_has(buf_str(&plain), S("Copyright")));
    assert_true(str_has(buf_str(&plain), S("SIL Open Font License")));
    buf_free(&plain);
    arena_free(a);
}

static void what_is_no_font_is_refused_with_a_message(void **unused)
{
    (void)unused;
    Diag d = {0};
    assert_false(fonts_add(&d, fonts, S("X"), 400, false, S("/nowhere.ttf")));
    assert_int_equal(d.n, 1);
    assert_int_equal(d.messages[0].id, D_FONT_MISSING);
    assert_int_equal(d.exit, 72);
    diag_free(&d);
}

/* ---- words ---- */

static const Token *word(Tokens *t, Hyphenators *hs, const char *lang, const char *text)
{
    const char *package;
    Lettering l = {.face = vollkorn(), .weight = 400, .lang = str_of(lang)};
    l.hyphenator = hyphenator_for(hs, str_of(lang), &package);
    return token_find(t, lettering_find(t, &l), str_of(text));
}

/* The word with its breaks shown: '-' for hyphens, '|' for the others. */
static void assert_breaks(const Token *t, const char *shown)
{
    Buf b = {0};
    for (uint32_t i = 0, k = 0; i < t->text.n; i++) {
        if (k < t->nbreaks && t->breaks[k].at == i)
            buf_byte(&b, t->breaks[k++].kind == BREAK_HYPHEN ? '-' : '|');
        buf_byte(&b, t->text.p[i]);
    }
    buf_byte(&b, '\0');
    assert_string_equal(b.p, shown);
    buf_free(&b);
}

static void words_break_where_their_language_lets_them(void **unused)
{
    (void)unused;
    Arena *a = arena_new();
    Diag d = {0};
    Tokens t = {.words = vocabulary_new(fonts), .arena = a, .diag = &d};
    Hyphenators *hs = hyphenators_new();
    assert_breaks(word(&t, hs, "en", "hyphenation,"), "hy-phen-ation,");
    assert_breaks(word(&t, hs, "en", "\u201cgovernment\u2019s"),
                  "\u201cgov-ern-ment\u2019s");
    assert_breaks(word(&t, hs, "en", "only"), "only");
    assert_breaks(word(&t, hs, "en", "self-sufficient"), "self-|sufficient");
    assert_breaks(word(&t, hs, "en", "x86-64abc"), "x86-64abc");
    assert_breaks(word(&t, hs, "en", "-5"), "-5");
    assert_breaks(word(&t, hs, "ru", "революция"), "ре-во-лю-ция");
    assert_breaks(word(&t, hs, "en", "https://example.org/a-page"),
                  "https://|example|.org/|a|-page");
    const char *package;
    assert_null(hyphenator_for(hs, S("zh"), &package));
    assert_null(package);
    hyphenators_free(hs);
    tokens_free(&t);
    vocabulary_free(t.words);
    arena_free(a);
    diag_free(&d);
}

static void parts_of_a_word_are_as_wide_as_the_word(void **unused)
{
    (void)unused;
    Arena *a = arena_new();
    Diag d = {0};
    Tokens t = {.words = vocabulary_new(fonts), .arena = a, .diag = &d};
    Hyphenators *hs = hyphenators_new();
    const Token *w = word(&t, hs, "en", "hyphenation");
    const Len whole = token_width(w, 0, 11, 10 * PT, 0);
    const Len parts = token_width(w, 0, 2, 10 * PT, 0) +
                      token_width(w, 2, 6, 10 * PT, 0) +
                      token_width(w, 6, 11, 10 * PT, 0);
    assert_in_range(whole - parts + 3, 0, 6);
    hyphenators_free(hs);
    tokens_free(&t);
    vocabulary_free(t.words);
    arena_free(a);
    diag_free(&d);
}

/* Of full-width marks that touch, all but one lose the blank half of their bodies. */
static void touching_marks_share_their_blank_halves(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        int halves;
    } cases[] = {
        {"\u3002", 2},       {"\u300D\u3002", 3},       {"\u3002\u300C", 3},
        {"\u300C\u300E", 3}, {"\u300D\u300D\u3002", 4}, {"\u56FD\u3002\u56FD", 6},
    };
    Arena *a = arena_new();
    const Face *face = fonts_fallback(fonts, 0x56FD, S("zh-Hans"), 400, false);
    assert_non_null(face);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(
            shape_text(a, face, str_of(cases[i].text), S("zh-Hans"), 0)->width,
            cases[i].halves * face->upem / 2);
    arena_free(a);
}

static void a_face_that_lends_letters_is_set_as_large_as_the_other(void **unused)
{
    (void)unused;
    const Face *main = vollkorn();
    const Face *other = fonts_match(fonts, S("DejaVu Sans"), 400, false);
    const int size = face_matched(main, other, 0x436);
    const Ink x = face_ink(main, face_glyph(main, 'x'));
    const Ink ha = face_ink(other, face_glyph(other, 0x445));
    const int64_t off = (int64_t)ha.top * size / other->upem - x.top * 1000 / main->upem;
    assert_in_range(off + 1, 0, 2);
    assert_int_equal(face_matched(main, main, 'x'), 1000);
    assert_int_equal(face_matched(main, other, 0x1F600), face_matched(main, other, 'x'));
    assert_int_equal(face_matched(main, other, 0x13000), 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_face_tells_what_it_has),
        cmocka_unit_test(ligatures_and_kerning_are_on),
        cmocka_unit_test(marks_without_end_are_shaped_in_pieces),
        cmocka_unit_test(a_subset_is_smaller_and_always_the_same),
        cmocka_unit_test(a_font_file_shapes_its_characters_as_the_whole_face_does),
        cmocka_unit_test(a_font_says_whether_a_part_of_it_may_go_into_a_book),
        cmocka_unit_test(a_font_file_keeps_who_made_it_and_under_which_licence),
        cmocka_unit_test(what_is_no_font_is_refused_with_a_message),
        cmocka_unit_test(words_break_where_their_language_lets_them),
        cmocka_unit_test(parts_of_a_word_are_as_wide_as_the_word),
        cmocka_unit_test(touching_marks_share_their_blank_halves),
        cmocka_unit_test(a_face_that_lends_letters_is_set_as_large_as_the_other),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
