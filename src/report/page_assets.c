/* The style and the script of the page, as their files' bytes: the Makefile turns each
 * into a list of numbers. */
#include "page_assets.h"

Str page_style(void)
{
    static const char bytes[] = {
#include "report/ledger.css.inc"
    };
    return (Str){bytes, sizeof bytes};
}

Str page_script(void)
{
    static const char bytes[] = {
#include "report/ledger.js.inc"
    };
    return (Str){bytes, sizeof bytes};
}
