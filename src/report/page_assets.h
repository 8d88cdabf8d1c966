/* What the page of the ledger looks like and how it is searched: ledger.css, ledger.js.
 */
#ifndef REPORT_PAGE_ASSETS_H
#define REPORT_PAGE_ASSETS_H

#include "base/str.h"

Str page_style(void);
Str page_script(void);

#endif
