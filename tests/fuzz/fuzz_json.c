/* Any bytes are a list of articles in JSON: what is made of them keeps what
 * tests/fuzz/lists.h says. Without libFuzzer: replays the files that are named. */
#include "lists.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_list(S("x.json"), (Str){(const char *)data, size});
    return 0;
}
