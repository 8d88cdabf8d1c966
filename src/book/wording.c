/* The words that sheaf itself writes into a book. */
#include "wording.h"

#include "base/buf.h"

static const Wording wordings[] = {
    {
        .lang = "en",
        .contents = "Contents",
        .sources = "Sources",
        .colophon = "About this book",
        .collected = "Collected articles",
        .by = "By %1",
        .undated = "Undated",
        .see = "; see ",
        .file = "File %1",
        .sha256 = "SHA-256 %1",
        .file_sha256 = "File %1, SHA-256 %2",
        .charset = "Read as %1",
        .date_stated = "%1 (from “%2”)",
        .date_inferred = "%1 (inferred from “%2”)",
        .saved = "Saved %1",
        .summary = "The file holds no more than a summary of it",
        .hollow = "The site makes this page’s text when it is built; the saved file does "
                  "not hold it.",
        .title_made = "The title was made from the opening words",
        .also = "Also published as %1",
        .and_more = "%1 and %2 more",
        .shares = "Shares %1 with",
        .only_in = "Only in %1:",
        .article = "%1 article",
        .articles = "%1 articles",
        .word = "%1 word",
        .words = "%1 words",
        .made = "Made from %1 with %2.",
        .where_from =
            "The words of the chapters are those of the articles. Sources names "
            "each article’s file, with the first digits of its SHA-256.",
        .set_aside = "Set aside",
        .set_aside_how = "Taken for furniture of the page, not for the article (%1):",
        .set_aside_more = "and %1 more, which “sheaf --inspect” lists",
        .duplicates = "Duplicates",
        .repeats = "%1 repeats %2",
        .left_out = "Left out",
        .left_out_why = "%1: %2",
        .empty = "holds no text of an article",
        .quoted = "“%1”",
    },
};

const Wording *wording_for(Str lang)
{
    const Str primary = str_cut(&lang, '-');
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
        if (str_eq_nocase(primary, str_of(wordings[i].lang)))
            return &wordings[i];
    return &wordings[0];
}

Str wording_fill(Arena *a, const char *text, Str one, Str two)
{
    Buf out = {0};
    for (const char *p = text; *p; p++) {
        if (p[0] == '%' && (p[1] == '1' || p[1] == '2'))
            buf_put(&out, *++p == '1' ? one : two);
        else
            buf_byte(&out, *p);
    }
    const Str filled = arena_str(a, buf_str(&out));
    buf_free(&out);
    return filled;
}

Str wording_count(Arena *a, const char *one, const char *many, size_t n)
{
    return wording_fill(a, n == 1 ? one : many, arena_printf(a, "%zu", n), (Str){0});
}
