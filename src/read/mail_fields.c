/* What the head of a message says of its text: title, byline, date, publisher, address.
 *
 * A subject is a title once what mail programs and lists put before it is gone: the
 * marks of answers and forwarded mail, and a list's name in brackets, if the message
 * names that list.  Other brackets stay: they are the sender's. */
#include "mail.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "text.h"

/* ---- the subject ---- */

/* The bytes of the mark of an answer or of forwarded mail that s begins with, 0 for none:
 * "Re: ", "RE[2]: ", "AW: ". */
static size_t answer_mark(Str s)
{
    static const char *const marks[] = {
        "re",
        "fwd",
        "fw",
        "aw",
        "wg",
        "antw",
        "sv",
        "vs",
        "vb",
        "rif",
        "res",
        "enc",
        "odp",
        "tr",
        "rv",
        "ynt",
        "\u043E\u0442\u0432\u0435\u0442",
        "\u043E\u0442\u0432",
        "\u56DE\u590D",
        "\u7B54\u590D",
        "\u8F6C\u53D1",
    };
    Arena *scratch = arena_new();
    size_t skip = 0;
    const Str low = uni_lower(scratch, str_sub(s, 0, s.n < 64 ? s.n : 64));
    for (size_t i = 0; i < sizeof marks / sizeof *marks && skip == 0; i++) {
        const Str mark = str_of(marks[i]);
        size_t k = mark.n;
        if (!str_starts(low, mark))
            continue;
        if (k < low.n && low.p[k] == '[')
            k += str_find(str_sub(low, k, low.n), S("]")) + 1;
        const Str behind = str_sub(low, k, low.n);
        if (str_starts(behind, S(":")))
            skip = k + 1;
        else if (str_starts(behind, S("\uFF1A")))
            skip = k + S("\uFF1A").n;
    }
    arena_free(scratch);
    return skip < s.n ? skip : 0;
}

/* A list's names: "Rivers <rivers.lists.example.org>" has two. */
typedef struct List {
    Str phrase, label;
} List;

static List list_of(const Mime *m, const MimePart *head)
{
    const Str id = mime_field(m, head, "List-Id");
    const size_t angle = str_find(id, S("<"));
    List l = {.phrase = trim_unicode(str_sub(id, 0, angle))};
    if (l.phrase.n >= 2 && l.phrase.p[0] == '"' && str_ends(l.phrase, S("\"")))
        l.phrase = trim_unicode(str_sub(l.phrase, 1, l.phrase.n - 1));
    Str host = str_sub(id, angle + 1, id.n);
    l.label = str_cut(&host, '.');
    return l;
}

/* The bytes of the list's name in brackets that s begins with, 0 for none. */
static size_t list_mark(Str s, const List *l)
{
    const size_t end = str_find(s, S("]"));
    const Str name = str_sub(s, 1, end);
    const bool named = name.n > 0 && (str_eq_nocase(name, l->phrase) ||
                                      str_eq_nocase(name, str_sub(l->label, 0, name.n)));
    return str_starts(s, S("[")) && named && end + 1 < s.n ? end + 1 : 0;
}

static Str title_of(Str subject, const List *l)
{
    for (;;) {
        const size_t answer = answer_mark(subject);
        const size_t skip = answer ? answer : list_mark(subject, l);
        const Str rest = trim_unicode(str_sub(subject, skip, subject.n));
        if (skip == 0 || rest.n == 0)
            return subject;
        subject = rest;
    }
}

/* ---- the others ---- */

Str mail_address(const Mime *m, const MimePart *head)
{
    static const char *const fields[] = {"Archived-At", "Snapshot-Content-Location",
                                         "Content-Location", "Content-Base", "X-RSS-URL"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        Str s = mime_field(m, head, fields[i]);
        if (str_starts(s, S("<")))
            s = str_sub(s, 1, str_find(s, S(">")));
        if (str_starts(s, S("http://")) || str_starts(s, S("https://")))
            return s;
    }
    return (Str){0};
}

Article *mail_article(const Article *file, const MimePart *p, Str name)
{
    Article *a = article_new(file->src.path);
    const Str number = p->number.n ? p->number : S("1"), in = file->src.member;
    a->src.member =
        arena_printf(a->arena, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(in),
                     in.n ? "/" : "", STR_ARG(number), name.n ? "/" : "", STR_ARG(name));
    return a;
}

static void set_date(Article *a, Arena *scratch, Str words, DateConfidence confidence)
{
    enum { LONGEST = 80 }; /* bytes; what is longer is no date */
    if (a->date.year != 0 || words.n > LONGEST || !utf8_valid(words) ||
        !mime_date(scratch, words, &a->date))
        return;
    a->date_basis = arena_str(a->arena, words);
    a->date_confidence = confidence;
}

void mail_fields(Article *a, const Mime *m, const MimePart *head, Str from_line)
{
    const List list = list_of(m, head);
    Str publisher = mime_field(m, head, "Organization");
    if (publisher.n == 0)
        publisher = mime_field(m, head, "Organisation");
    if (publisher.n == 0)
        publisher = list.phrase;
    a->title = arena_str(a->arena, title_of(mime_field(m, head, "Subject"), &list));
    a->byline = arena_str(a->arena, mime_people(m, head, "From"));
    a->publisher = arena_str(a->arena, publisher);
    a->url = arena_str(a->arena, mail_address(m, head));
    set_date(a, m->arena, mime_field(m, head, "Date"), DATE_STATED);
    str_cut(&from_line, ' ');
    str_cut(&from_line, ' '); /* "From ada@example.org " */
    set_date(a, m->arena, text_collapse(m->arena, from_line), DATE_INFERRED);
}
