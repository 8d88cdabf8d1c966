/* GIF: the first picture of what may be a film, laid on white, through giflib. */
#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

#include "raster.h"

static bool is_gif(Str bytes)
{
    return str_starts(bytes, S("GIF87a")) || str_starts(bytes, S("GIF89a"));
}

static uint32_t little_endian(Str s, size_t at)
{
    return (uint32_t)(uint8_t)s.p[at] | (uint32_t)(uint8_t)s.p[at + 1] << 8;
}

static const char *probe_gif(Str bytes, PictureInfo *out)
{
    if (bytes.n < 13)
        return WHY_DAMAGED;
    out->size = (Pixels){little_endian(bytes, 6), little_endian(bytes, 8)};
    return NULL;
}

static int take(GifFileType *gif, GifByteType *to, int n)
{
    Str *rest = gif->UserData;
    const size_t got = (size_t)n < rest->n ? (size_t)n : rest->n;
    if (got > 0)
        memcpy(to, rest->p, got);
    *rest = str_sub(*rest, got, rest->n);
    return (int)got;
}

/* Goes to the first picture; *clear: the colour that is none, -1: all are. */
static bool find_first(GifFileType *gif, int *clear)
{
    GifRecordType type;
    while (DGifGetRecordType(gif, &type) == GIF_OK) {
        int code = 0;
        GifByteType *block = NULL;
        if (type == IMAGE_DESC_RECORD_TYPE)
            return DGifGetImageDesc(gif) == GIF_OK;
        if (type != EXTENSION_RECORD_TYPE ||
            DGifGetExtension(gif, &code, &block) == GIF_ERROR)
            return false;
        if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] == 4)
            *clear = block[1] & 1 ? block[4] : -1;
        while (block)
            if (DGifGetExtensionNext(gif, &block) == GIF_ERROR)
                return false;
    }
    return false;
}

/* The places of its rows in the order in which they come. */
static uint32_t next_row(bool interlaced, uint32_t row, uint32_t height, int *pass)
{
    static const uint32_t first[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2};
    if (!interlaced)
        return row + 1;
    row += step[*pass];
    while (row >= height && *pass < 3)
        row = first[++*pass];
    return row;
}

static bool read_indices(GifFileType *gif, uint8_t *indices)
{
    const uint32_t w = (uint32_t)gif->Image.Width, h = (uint32_t)gif->Image.Height;
    int pass = 0;
    for (uint32_t n = 0, row = 0; n < h; n++) {
        if (row >= h || DGifGetLine(gif, indices + (size_t)row * w, (int)w) == GIF_ERROR)
            return n > 0; /* the rows that came are shown */
        row = next_row(gif->Image.Interlace, row, h, &pass);
    }
    return true;
}

static void give_rows(const GifFileType *gif, const uint8_t *indices, int clear,
                      Scaler *to)
{
    const ColorMapObject *map =
        gif->Image.ColorMap ? gif->Image.ColorMap : gif->SColorMap;
    const GifImageDesc *im = &gif->Image;
    const int width = gif->SWidth;
    uint8_t *rgb = mem_alloc((size_t)width * 3);
    scaler_begin(to, (Pixels){(uint32_t)width, (uint32_t)gif->SHeight});
    for (int y = 0; y < gif->SHeight; y++) {
        memset(rgb, 0xFF, (size_t)width * 3);
        const int in = y - im->Top;
        for (int x = 0; map && in >= 0 && in < im->Height && x < im->Width; x++) {
            const int index = indices[(size_t)in * (size_t)im->Width + (size_t)x];
            const int at = im->Left + x;
            if (index == clear || index >= map->ColorCount || at >= width)
                continue;
            const GifColorType *c = &map->Colors[index];
            memcpy(rgb + 3 * at, (uint8_t[]){c->Red, c->Green, c->Blue}, 3);
        }
        scaler_put(to, rgb);
    }
    free(rgb);
}

static Pixels size_of(GifWord width, GifWord height)
{
    return (Pixels){width > 0 ? (uint32_t)width : 0, height > 0 ? (uint32_t)height : 0};
}

static const char *decode_gif(Str bytes, Scaler *to)
{
    int error, clear = -1;
    GifFileType *gif = DGifOpen(&bytes, take, &error);
    bool ok = gif && find_first(gif, &clear);
    ok = ok && size_check(size_of(gif->SWidth, gif->SHeight), HELD_MOST) == NULL &&
         size_check(size_of(gif->Image.Width, gif->Image.Height), HELD_MOST) == NULL;
    if (ok) {
        uint8_t *indices =
            mem_alloc((size_t)gif->Image.Width * (size_t)gif->Image.Height);
        ok = read_indices(gif, indices);
        if (ok)
            give_rows(gif, indices, clear, to);
        free(indices);
    }
    if (gif)
        DGifCloseFile(gif, &error);
    return ok ? NULL : WHY_DAMAGED;
}

static void put_version(Buf *out)
{
    buf_printf(out, "giflib %d.%d.%d", GIFLIB_MAJOR, GIFLIB_MINOR, GIFLIB_RELEASE);
}

const Codec codec_gif = {PICTURE_GIF, "gif", is_gif, probe_gif, decode_gif, put_version};
