/* SVG: drawn by librsvg through cairo, as large as it is printed.
 *
 * A drawing comes from bytes without an address, so nothing outside of it is loaded; what
 * it may hold is limited by librsvg itself (elements, nested uses).  Its letters are set
 * in the fonts that are installed, as its author could not know ours. */
#include <cairo.h>
#include <librsvg/rsvg.h>
#include <stdlib.h>

#include "raster.h"

enum {
    BYTES_MOST = 8 << 20,
    DEFAULT_WIDTH = 300, /* CSS pixels, where it gives none (CSS 2.1, 10.3.2) */
    DEFAULT_HEIGHT = 150,
};

/* An element svg, behind whatever may stand before it. */
static bool is_svg(Str bytes)
{
    enum { NEAR = 4096 };
    const Str head = str_sub(bytes, 0, NEAR);
    size_t i = str_starts(head, S("\xEF\xBB\xBF")) ? 3 : 0;
    while (i < head.n && (head.p[i] == ' ' || (head.p[i] >= '\t' && head.p[i] <= '\r')))
        i++;
    return i < head.n && head.p[i] == '<' &&
           (str_has(head, S("<svg")) || str_has(head, S(":svg")));
}

static RsvgHandle *open_svg(Str bytes)
{
    if (bytes.n > BYTES_MOST)
        return NULL;
    return rsvg_handle_new_from_data((const guint8 *)bytes.p, bytes.n, NULL);
}

static const char *probe_svg(Str bytes, PictureInfo *out)
{
    RsvgHandle *h = open_svg(bytes);
    gdouble width = DEFAULT_WIDTH, height = DEFAULT_HEIGHT;
    gboolean has_box = FALSE;
    RsvgRectangle box = {0};
    if (h == NULL)
        return WHY_DAMAGED;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(h, &width, &height)) {
        rsvg_handle_get_intrinsic_dimensions(h, NULL, NULL, NULL, NULL, &has_box, &box);
        width = has_box ? box.width : DEFAULT_WIDTH;
        height = has_box ? box.height : DEFAULT_HEIGHT;
    }
    g_object_unref(h);
    if (!(width > 0 && height > 0 && width < SIDE_MOST && height < SIDE_MOST))
        return "it does not say how large it is";
    out->size = (Pixels){(uint32_t)(width + 0.5), (uint32_t)(height + 0.5)};
    return NULL;
}

static bool draw(RsvgHandle *h, cairo_surface_t *page, Pixels size)
{
    const RsvgRectangle all = {0, 0, size.width, size.height};
    cairo_t *cr = cairo_create(page);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    const bool ok = rsvg_handle_render_document(h, cr, &all, NULL) &&
                    cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_flush(page);
    return ok;
}

static void give_rows(cairo_surface_t *page, Scaler *to)
{
    const unsigned char *bytes = cairo_image_surface_get_data(page);
    const int stride = cairo_image_surface_get_stride(page);
    const Pixels size = to->to;
    uint8_t *rgb = mem_alloc((size_t)size.width * 3);
    scaler_begin(to, size);
    for (uint32_t y = 0; y < size.height; y++, bytes += stride) {
        for (uint32_t x = 0; x < size.width; x++) {
            const uint32_t pixel = ((const uint32_t *)(const void *)bytes)[x];
            rgb[3 * x] = (uint8_t)(pixel >> 16);
            rgb[3 * x + 1] = (uint8_t)(pixel >> 8);
            rgb[3 * x + 2] = (uint8_t)pixel;
        }
        scaler_put(to, rgb);
    }
    free(rgb);
}

static const char *decode_svg(Str bytes, Scaler *to)
{
    RsvgHandle *h = open_svg(bytes);
    cairo_surface_t *page = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)to->to.width, (int)to->to.height);
    const bool ok = h && draw(h, page, to->to);
    if (ok)
        give_rows(page, to);
    cairo_surface_destroy(page);
    if (h)
        g_object_unref(h);
    return ok ? NULL : WHY_DAMAGED;
}

static void put_version(Buf *out)
{
    buf_printf(out, "librsvg %s, cairo %s", LIBRSVG_VERSION, cairo_version_string());
}

const Codec codec_svg = {PICTURE_SVG, "svg", is_svg, probe_svg, decode_svg, put_version};
