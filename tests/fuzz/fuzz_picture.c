/* Any bytes as a picture: whatever is taken fits into what was asked for. */
#include <stdlib.h>

#include "picture/picture.h"
#include "replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Pixels most = {200, 100};
    const Str bytes = {(const char *)data, size};
    PictureInfo info;
    PictureMade made;
    /* Decoding takes time by the pixel, which is known and bounded. */
    if (picture_probe(bytes, &info) ||
        (uint64_t)info.size.width * info.size.height > 1000000)
        return 0;
    if (picture_make(bytes, &info, &(PictureAims){most, 3200, 0}, &made))
        return 0;
    if (made.size.width > most.width || made.size.height > most.height ||
        made.bytes.n == 0)
        abort();
    free((char *)made.bytes.p);
    return 0;
}
