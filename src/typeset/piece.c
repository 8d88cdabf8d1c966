/* Pieces: in which lettering the text of a node is set, and how wide its blanks are. */
#include "setter.h"

static unsigned features_of(const Style *st, const Face *face)
{
    unsigned f = 0;
    if (st->caps != CAPS_NORMAL && face->has_smcp)
        f |= FEATURE_SMCP;
    if (st->caps == CAPS_ALL_SMALL && face->has_c2sc)
        f |= FEATURE_C2SC;
    if (st->figures == FIGURES_OLDSTYLE && face->has_onum)
        f |= FEATURE_ONUM;
    if (st->figures == FIGURES_LINING && face->has_lnum)
        f |= FEATURE_LNUM;
    if (st->spacing == SPACING_PROPORTIONAL && face->has_pnum)
        f |= FEATURE_PNUM;
    if (st->spacing == SPACING_TABULAR && face->has_tnum)
        f |= FEATURE_TNUM;
    if (!st->ligatures || st->letter_spacing)
        f |= FEATURE_NO_LIGA;
    return f;
}

const Lettering *lettering_of(Setter *s, const Style *style, Str lang, unsigned more)
{
    Lettering l = {.weight = style->weight,
                   .italic = style->italic,
                   .transform = style->transform,
                   .lang = lang};
    l.face = fonts_match(s->fonts, style->family, style->weight, style->italic);
    l.features = features_of(style, l.face) | more;
    if (style->hyphens == HYPHENS_AUTO) {
        const char *package;
        l.hyphenator = hyphenator_for(s->hyphenators, lang, &package);
        if (package)
            diag(s->diag, package[0] ? D_HYPHEN_MISSING : D_HYPHEN_NONE, (Loc){0}, lang,
                 str_of(package));
    }
    return lettering_find(&s->tokens, &l);
}

static Piece piece_in(Setter *s, const Lettering *lettering, Len size, Len tracking,
                      const Node *node)
{
    Piece p = {.node = node, .size = size, .tracking = tracking, .lettering = lettering};
    p.blank = token_find(&s->tokens, p.lettering, S(" "));
    p.hyphen = token_find(&s->tokens, p.lettering,
                          face_has(p.lettering->face, 0x2010) ? S("\u2010") : S("-"));
    p.space = token_width(p.blank, 0, 1, p.size, p.tracking);
    p.stretch = p.space * 2 / 5;
    p.shrink = p.space * 3 / 10;
    return p;
}

Piece piece_of(Setter *s, const Style *style, const Node *node, Str lang)
{
    Piece p = piece_in(s, lettering_of(s, style, lang, 0), style->font_size,
                       style->letter_spacing, node);
    p.decoration = style->decoration;
    return p;
}

static bool all_figures(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return text.n > 0;
}

Piece piece_raised(Setter *s, const Style *style, Raise raise, Len size, const Node *node,
                   Str lang)
{
    Piece p = piece_of(s, style, node, lang);
    if (raise == RAISE_SUPER && p.lettering->face->has_sups && all_figures(node->text))
        return piece_in(s, lettering_of(s, style, lang, FEATURE_SUPS), size,
                        style->letter_spacing, node);
    p.raise = raise == RAISE_SUPER ? size / 3 : -size / 5;
    return p;
}
