/* WebP, through libwebp, which reduces while it decodes; of a film the first picture is
 * not at hand, and it is refused. */
#include <stdlib.h>
#include <webp/decode.h>

#include "raster.h"

static bool is_webp(Str bytes)
{
    return str_starts(bytes, S("RIFF")) && str_eq(str_sub(bytes, 8, 12), S("WEBP"));
}

/* What the first chunk of that name holds. */
static Str chunk(Str file, Str name)
{
    for (size_t at = 12; at + 8 <= file.n;) {
        size_t n = 0;
        for (size_t i = 0; i < 4; i++)
            n |= (size_t)(uint8_t)file.p[at + 4 + i] << 8 * i;
        if (str_eq(str_sub(file, at, at + 4), name))
            return str_sub(file, at + 8, at + 8 + n);
        at += 8 + n + n % 2;
    }
    return (Str){0};
}

static const char *probe_webp(Str bytes, PictureInfo *out)
{
    WebPBitstreamFeatures f;
    const Str exif = chunk(bytes, S("EXIF")), head = S("Exif\0\0");
    if (WebPGetFeatures((const uint8_t *)bytes.p, bytes.n, &f) != VP8_STATUS_OK)
        return WHY_DAMAGED;
    if (f.has_animation)
        return "it is a film; save one picture of it";
    out->size = (Pixels){(uint32_t)f.width, (uint32_t)f.height};
    out->turn = exif_turn(str_starts(exif, head) ? str_sub(exif, head.n, exif.n) : exif);
    return size_check(out->size, HELD_MOST);
}

static const char *decode_webp(Str bytes, Scaler *to)
{
    WebPDecoderConfig c;
    if (!WebPInitDecoderConfig(&c))
        return WHY_DAMAGED;
    c.options.use_scaling = 1;
    c.options.scaled_width = (int)to->to.width;
    c.options.scaled_height = (int)to->to.height;
    c.output.colorspace = MODE_RGBA;
    const bool ok = WebPDecode((const uint8_t *)bytes.p, bytes.n, &c) == VP8_STATUS_OK;
    if (ok) {
        scaler_begin(to, (Pixels){(uint32_t)c.output.width, (uint32_t)c.output.height});
        for (int y = 0; y < c.output.height; y++)
            scaler_put_rgba(to, c.output.u.RGBA.rgba + y * c.output.u.RGBA.stride);
    }
    WebPFreeDecBuffer(&c.output);
    return ok ? NULL : WHY_DAMAGED;
}

static void put_version(Buf *out)
{
    const int v = WebPGetDecoderVersion();
    buf_printf(out, "libwebp %d.%d.%d", v >> 16, v >> 8 & 0xFF, v & 0xFF);
}

const Codec codec_webp = {PICTURE_WEBP, "webp",      is_webp,
                          probe_webp,   decode_webp, put_version};
