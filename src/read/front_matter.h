/* Front matter: what a Markdown file says of itself before it begins. */
#ifndef READ_FRONT_MATTER_H
#define READ_FRONT_MATTER_H

#include "doc/doc.h"

/* Called for each value, under its key ("title", "author.name"; those of a list one by
 * one).  Both live as long as the arena. */
typedef void (*FrontValue)(void *ctx, Str key, Str value);

/* front_yaml.c: false: it is no mapping in YAML.  What is not valid behind a mapping's
 * beginning is read line by line as `key: value`. */
bool front_yaml(Arena *a, Str s, FrontValue put, void *ctx);

/* front_toml.c: the plain subset: tables, strings of all kinds, lists of them; a value
 * of any other kind as it stands. */
void front_toml(Arena *a, Str s, FrontValue put, void *ctx);

/* front_matter.c: what stands at the head of the text between "---" (YAML), "+++"
 * (TOML), or behind "%" (pandoc's title block): sets the article's title, byline,
 * publisher, date, language and URL as far as it gives them.  Returns where the body
 * begins; 0: there is none. */
uint32_t front_matter_read(Article *a);

/* A tag of BCP 47 as it is written in files ("pt_BR", "pt-BR.UTF-8"); empty: it is none.
 */
Str front_language(Arena *a, Str s);

/* Sets the date from the file's path ("2024/05/06/name", "2024-05-06-name"), unless the
 * article has one. */
void front_date_of_file(Article *a);

#endif
