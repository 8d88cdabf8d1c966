/* Pictures: what is taken, how it is reduced and turned, and what it becomes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>

#include <cmocka.h>

#include "base/arena.h"
#include "picture/picture.h"
#include "picture/raster.h"

static const Pixels any = {4000, 4000};
enum { DOTS = 1024 };

/* Every pixel another colour, or, with few, gray or one of `few`. */
static Raster raster(uint32_t width, uint32_t height, int few, bool gray)
{
    Raster r = {{width, height}, malloc((size_t)width * height * 3)};
    for (uint32_t i = 0; i < width * height; i++) {
        const unsigned v = few ? i % (unsigned)few : i;
        const uint8_t rgb[] = {(uint8_t)(v * 7), (uint8_t)(gray ? v * 7 : v >> 3),
                               (uint8_t)(gray ? v * 7 : v * 31)};
        memcpy(r.rgb + 3 * i, rgb, 3);
    }
    return r;
}

static PictureMade made_of(Str bytes, Pixels most)
{
    PictureInfo info;
    PictureMade made;
    assert_null(picture_probe(bytes, &info));
    assert_null(picture_make(bytes, &info, &(PictureAims){most, DOTS, 0}, &made));
    return made;
}

/* The pixels of a file, as many as it has. */
static Raster pixels_of(const Codec *codec, Str bytes)
{
    Scaler s = {.to = any};
    assert_null(codec->decode(bytes, &s));
    free(s.sums);
    return s.out;
}

static void assert_same(const Raster *a, const Raster *b)
{
    assert_int_equal(a->size.width, b->size.width);
    assert_int_equal(a->size.height, b->size.height);
    assert_memory_equal(a->rgb, b->rgb, (size_t)a->size.width * a->size.height * 3);
}

static void release(PictureMade *made)
{
    free((char *)made->bytes.p);
}

static void a_reduced_pixel_is_the_mean_of_what_it_covers(void **state)
{
    (void)state;
    Scaler s = {.to = {2, 1}};
    scaler_begin(&s, (Pixels){3, 2});
    scaler_put(&s, (const uint8_t[]){0, 0, 0, 90, 30, 0, 60, 60, 60});
    scaler_put(&s, (const uint8_t[]){30, 0, 0, 90, 30, 0, 60, 60, 0});
    /* each covers a pixel and a half: (2 · first + middle) / 3, means of the two rows */
    const uint8_t want[] = {40, 10, 0, 70, 50, 20};
    assert_memory_equal(s.out.rgb, want, sizeof want);
    scaler_free(&s);
}

static void pictures_are_turned_as_their_cameras_say(void **state)
{
    (void)state;
    static const char *const want[] = {"abcdef", "badcfe", "fedcba", "efcdab",
                                       "acebdf", "ecafdb", "fdbeca", "bdface"};
    for (uint8_t turn = 1; turn <= 8; turn++) {
        Raster r = {{2, 3}, malloc(18)};
        for (int i = 0; i < 6; i++)
            memset(r.rgb + 3 * i, 'a' + i, 3);
        raster_turn(&r, turn);
        assert_int_equal(r.size.width, turn < 5 ? 2 : 3);
        for (int i = 0; i < 6; i++)
            assert_int_equal(r.rgb[3 * i], want[turn - 1][i]);
        free(r.rgb);
    }
}

static void a_png_is_gray_or_has_a_palette_where_that_loses_nothing(void **state)
{
    (void)state;
    static const struct {
        int few;
        bool gray;
        int channels;
        size_t palette;
    } cases[] = {{0, false, 3, 0}, {9, false, 1, 27}, {0, true, 1, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Raster r = raster(40, 30, cases[i].few, cases[i].gray);
        PictureMade png;
        assert_null(png_encode(&r, &png));
        assert_int_equal(png.channels, cases[i].channels);
        assert_int_equal(png.palette.n, cases[i].palette);
        assert_true(png.data.n > 0);
        Raster back = pixels_of(&codec_png, png.bytes);
        assert_same(&r, &back);
        PictureMade again = made_of(png.bytes, any);
        assert_true(str_eq(again.bytes, png.bytes));
        free(r.rgb);
        free(back.rgb);
        release(&png);
        release(&again);
    }
}

static Str insert(Arena *a, Str s, size_t at, Str what)
{
    char *p = arena_alloc(a, s.n + what.n);
    memcpy(p, s.p, at);
    memcpy(p + at, what.p, what.n);
    memcpy(p + at + what.n, s.p + at, s.n - at);
    return (Str){p, s.n + what.n};
}

/* The JPEG with EXIF's orientation in it. */
static Str turned(Arena *a, Str jpeg, char turn)
{
    const char exif[] = {'\xFF', '\xE1', 0, 34, 'E', 'x',  'i', 'f', 0, 0,    'M', 'M',
                         0,      '*',    0, 0,  0,   8,    0,   1,   1, 0x12, 0,   3,
                         0,      0,      0, 1,  0,   turn, 0,   0,   0, 0,    0,   0};
    return insert(a, jpeg, 2, (Str){exif, sizeof exif});
}

static void a_jpeg_loses_what_is_not_picture_and_no_pixel(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Raster r = raster(40, 30, 0, false);
    PictureMade jpeg;
    assert_null(jpeg_encode(&r, 88, &jpeg));
    PictureMade plain = made_of(turned(a, jpeg.bytes, 1), any);
    assert_false(str_has(plain.bytes, S("Exif")));
    Raster before = pixels_of(&codec_jpeg, jpeg.bytes);
    Raster after = pixels_of(&codec_jpeg, plain.bytes);
    assert_same(&before, &after);
    PictureMade upright = made_of(turned(a, jpeg.bytes, 6), any);
    assert_int_equal(upright.format, PICTURE_JPEG);
    assert_int_equal(upright.size.width, 30);
    assert_int_equal(upright.size.height, 40);
    assert_false(str_has(upright.bytes, S("Exif")));
    free(r.rgb);
    free(before.rgb);
    free(after.rgb);
    release(&jpeg);
    release(&plain);
    release(&upright);
    arena_free(a);
}

static void what_is_too_large_is_reduced_and_nothing_is_enlarged(void **state)
{
    (void)state;
    Raster r = raster(300, 200, 0, false);
    PictureMade jpeg;
    assert_null(jpeg_encode(&r, 88, &jpeg));
    PictureMade small = made_of(jpeg.bytes, (Pixels){60, 60});
    assert_int_equal(small.size.width, 60);
    assert_int_equal(small.size.height, 40);
    PictureMade same = made_of(jpeg.bytes, any);
    assert_int_equal(same.size.width, 300);
    const Pixels thin = picture_fit((Pixels){10000, 3}, (Pixels){100, 100});
    assert_int_equal(thin.height, 1);
    free(r.rgb);
    release(&jpeg);
    release(&small);
    release(&same);
}

/* Two by two: red and white, and below them what is clear and blue. */
static const char gif[] = "GIF89a\2\0\2\0\x91\0\0\xFF\0\0\xFF\xFF\xFF\0\0\xFF\0\0\0"
                          "\x21\xF9\4\1\0\0\3\0\x2C\0\0\0\0\2\0\2\0\0\2\3\x44\x26\5\0;";

static void the_first_picture_of_a_gif_lies_on_white(void **state)
{
    (void)state;
    static const uint8_t want[] = {0xFF, 0,    0,    0xFF, 0xFF, 0xFF,
                                   0xFF, 0xFF, 0xFF, 0,    0,    0xFF};
    Raster r = pixels_of(&codec_gif, (Str){gif, sizeof gif - 1});
    assert_int_equal(r.size.width, 2);
    assert_memory_equal(r.rgb, want, sizeof want);
    PictureMade made = made_of((Str){gif, sizeof gif - 1}, any);
    assert_int_equal(made.format, PICTURE_PNG);
    free(r.rgb);
    release(&made);
}

static void a_webp_without_loss_becomes_a_png_with_its_pixels(void **state)
{
    (void)state;
    Raster r = raster(20, 10, 5, false);
    uint8_t *bytes;
    const size_t n = WebPEncodeLosslessRGB(r.rgb, 20, 10, 60, &bytes);
    assert_true(n > 0);
    PictureMade made = made_of((Str){(char *)bytes, n}, any);
    assert_int_equal(made.format, PICTURE_PNG);
    Raster back = pixels_of(&codec_png, made.bytes);
    assert_same(&r, &back);
    free(r.rgb);
    free(back.rgb);
    WebPFree(bytes);
    release(&made);
}

static size_t size_for(Str jpeg, int quality)
{
    PictureInfo info;
    PictureMade made;
    assert_null(picture_probe(jpeg, &info));
    assert_null(picture_make(jpeg, &info, &(PictureAims){any, DOTS, quality}, &made));
    const size_t n = made.bytes.n;
    release(&made);
    return n;
}

static void a_lower_quality_makes_a_smaller_file_and_none_a_larger(void **state)
{
    (void)state;
    Raster r = raster(64, 64, 0, false);
    PictureMade fine, coarse;
    assert_null(jpeg_encode(&r, 88, &fine));
    assert_null(jpeg_encode(&r, 30, &coarse));
    assert_true(size_for(fine.bytes, 40) < size_for(fine.bytes, 0));
    assert_int_equal(size_for(coarse.bytes, 80), size_for(coarse.bytes, 0));
    free(r.rgb);
    release(&fine);
    release(&coarse);
}

static void a_drawing_is_as_large_as_it_may_be(void **state)
{
    (void)state;
    const Str svg = S("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' "
                      "width='10' height='5'><rect width='10' height='5' fill='red'/>"
                      "<image href='file:///etc/hostname' width='9' height='9'/></svg>");
    PictureInfo info;
    PictureMade made;
    assert_null(picture_probe(svg, &info));
    assert_int_equal(info.size.width, 10);
    assert_null(picture_make(svg, &info, &(PictureAims){any, 3200, 0}, &made));
    assert_int_equal(made.size.width, 32);
    assert_int_equal(made.size.height, 16);
    release(&made);
    assert_null(picture_make(svg, &info, &(PictureAims){{20, 20}, 3200, 0}, &made));
    assert_int_equal(made.size.width, 20);
    release(&made);
}

static void what_is_no_picture_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const Str cases[] = {
        S(""),
        S("GIF89a"),
        S("\x89PNG\r\n\x1a\n"),
        S("\xFF\xD8\xFF\xE0"),
        S("RIFF\4\0\0\0WEBPVP8 "),
        S("<html><svg>"),
        S("%PDF-1.4"),
        S("\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\x7F\xFF\xFF\xFF\x7F\xFF\xFF\xFF\x08\0\0\0\0\0"
          "\0\0\0"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        PictureInfo info;
        if (picture_probe(cases[i], &info) == NULL)
            fail_msg("case %zu was taken", i);
    }
}

static void a_picture_that_is_cut_off_does_no_harm(void **state)
{
    (void)state;
    Raster r = raster(60, 60, 0, false);
    PictureMade whole[2] = {{0}};
    assert_null(png_encode(&r, &whole[0]));
    assert_null(jpeg_encode(&r, 88, &whole[1]));
    for (int k = 0; k < 2; k++)
        for (size_t n = 0; n < whole[k].bytes.n; n += 7) {
            char *cut = malloc(n + 1); /* so that a read beyond it is seen */
            memcpy(cut, whole[k].bytes.p, n);
            PictureInfo info;
            PictureMade made;
            if (picture_probe((Str){cut, n}, &info) == NULL &&
                picture_make((Str){cut, n}, &info, &(PictureAims){any, DOTS, 0}, &made) ==
                    NULL)
                release(&made);
            free(cut);
        }
    free(r.rgb);
    release(&whole[0]);
    release(&whole[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reduced_pixel_is_the_mean_of_what_it_covers),
        cmocka_unit_test(pictures_are_turned_as_their_cameras_say),
        cmocka_unit_test(a_png_is_gray_or_has_a_palette_where_that_loses_nothing),
        cmocka_unit_test(a_jpeg_loses_what_is_not_picture_and_no_pixel),
        cmocka_unit_test(what_is_too_large_is_reduced_and_nothing_is_enlarged),
        cmocka_unit_test(the_first_picture_of_a_gif_lies_on_white),
        cmocka_unit_test(a_webp_without_loss_becomes_a_png_with_its_pixels),
        cmocka_unit_test(a_lower_quality_makes_a_smaller_file_and_none_a_larger),
        cmocka_unit_test(a_drawing_is_as_large_as_it_may_be),
        cmocka_unit_test(what_is_no_picture_is_refused_with_a_reason),
        cmocka_unit_test(a_picture_that_is_cut_off_does_no_harm),
    };
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
