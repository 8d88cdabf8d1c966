/* Lists of links as web pages: what browsers, Pocket and Instapaper export.  They hold no
 * article; their links are counted, and the list stands in the plan, refused. */
#include "reader.h"

void read_links(Diag *d, Article *a, Str bytes)
{
    size_t links = 0;
    a->fate = ART_REFUSED;
    if (!charset_read(d, a, bytes))
        return;
    for (Str rest = a->src.text; rest.n > 0;) {
        str_cut(&rest, '<');
        links += str_eq_nocase(str_sub(rest, 0, 2), S("a ")) ||
                 str_eq_nocase(str_sub(rest, 0, 2), S("a\n"));
    }
    diag(d, D_LINKS_ONLY, (Loc){.path = a->src.path},
         arena_printf(a->arena, "%zu %s", links, links == 1 ? "link" : "links"),
         (Str){0});
}
