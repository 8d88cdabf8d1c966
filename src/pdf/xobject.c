/* Pictures as image XObjects: a JPEG as it is, a PNG's rows as they were filtered and
 * deflated; PDF knows both.  Nothing is encoded again. */
#include "xobject.h"

static void put_colours(Buf *b, const PictureMade *m)
{
    if (m->palette.n == 0) {
        buf_put(b, m->channels == 1 ? S("/ColorSpace/DeviceGray")
                                    : S("/ColorSpace/DeviceRGB"));
        return;
    }
    buf_printf(b, "/ColorSpace[/Indexed/DeviceRGB %zu<", m->palette.n / 3 - 1);
    for (size_t i = 0; i < m->palette.n; i++)
        buf_printf(b, "%02X", (unsigned)(uint8_t)m->palette.p[i]);
    buf_put(b, S(">]"));
}

static Ref write_image(Objects *o, const PictureMade *m)
{
    Buf b = {0};
    const bool jpeg = m->format == PICTURE_JPEG;
    buf_printf(&b, "/Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent 8",
               (unsigned)m->size.width, (unsigned)m->size.height);
    put_colours(&b, m);
    if (jpeg)
        buf_put(&b, S("/Filter/DCTDecode\n"));
    else
        buf_printf(
            &b, "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %u/Columns %u>>\n",
            m->channels, (unsigned)m->size.width);
    const Ref ref = obj_stream(o, buf_str(&b), jpeg ? m->bytes : m->data, false);
    buf_free(&b);
    return ref;
}

void images_write(Objects *o, const Book *b, Buf *resources)
{
    if (b->npictures == 0)
        return;
    buf_put(resources, S("/XObject <<"));
    for (size_t i = 0; i < b->npictures; i++)
        if (b->pictures[i]->made.format != PICTURE_NONE)
            buf_printf(resources, " /P%u %u 0 R", (unsigned)b->pictures[i]->no,
                       write_image(o, &b->pictures[i]->made));
    buf_put(resources, S(" >>\n"));
}
