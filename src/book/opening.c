/* How an article's chapter begins: its first words, set apart for the stylesheet (small
 * capitals lead the eye from the title into the text), and the block that calls the
 * source note when there is no byline to do it. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "build.h"

enum {
    LEAD_WORDS = 4,  /* at most, and none beyond a comma or a stop */
    LEAD_CHARS = 28, /* less than half a line of any book */
    TEXT_LEAST = 60, /* bytes: a shorter paragraph would be all lead */
};

/* The first paragraph of text; NULL when anything but standfirsts comes before it. */
static Node *first_para(const Node *root)
{
    Node *n = root->first->next; /* behind the title */
    while (n &&
           (n->kind == N_NOTE || (n->kind == N_PARA && !node_has_class(n, S("first")))))
        n = n->next;
    return n && n->kind == N_PARA ? n : NULL;
}

Node *opening_caller(const Node *root)
{
    Node *n = root->first->next;
    while (n && (n->kind == N_HEADING ||
                 (n->kind == N_PARA && !node_has_class(n, S("first")))))
        n = n->next;
    return n && n->kind == N_PARA ? n : root->first;
}

/* Letters, figures, and what stands inside words. */
static bool in_word(uint32_t cp)
{
    return uni_is_letter(cp) || uni_is_mark(cp) || uni_is_digit(cp) || cp == '-' ||
           cp == 0x2019 || cp == '\'';
}

/* How much of a text are its first words: it begins with a capital, after quotation marks
 * or not, so it is of a script that has small ones. */
static size_t lead_of(Str text)
{
    size_t end = 0, chars = 0, words = 0;
    bool inside = false, begun = false;
    for (size_t i = 0; i < text.n && chars < LEAD_CHARS; chars++) {
        const size_t at = i;
        const uint32_t cp = utf8_next(text, &i);
        if (in_word(cp)) {
            if (!begun && !uni_is_upper(cp))
                return 0;
            begun = inside = true;
            continue;
        }
        if (inside)
            end = at;
        words += inside;
        inside = false;
        if (words == LEAD_WORDS || (begun && cp != ' '))
            break;
    }
    return end;
}

void opening_lead(Builder *b, Node *root)
{
    const Node *para = first_para(root);
    Node *text = para ? para->first : NULL;
    if (text == NULL || text->kind != N_TEXT || text->text.n < TEXT_LEAST)
        return;
    const size_t end = lead_of(text->text);
    if (end == 0)
        return;
    Node *lead = node_new(b->a, N_SPAN);
    lead->cls = S("lead");
    node_insert(lead, text);
    add_text(b, lead, str_sub(text->text, 0, end));
    text->text = str_sub(text->text, end, text->text.n);
}
