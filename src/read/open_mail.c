/* Mail: the articles of a message, and the messages of a mailbox.
 *
 * Model: a message shows one text, which its sender may have sent in several forms, and
 * in several parts one below the other; beside it lie files, and other messages.  The
 * text is an article with the message's subject, sender and date; so is each file that
 * can be read as one, and each message inside, with what these say of themselves.  A
 * note tells of every other part what it is and that it is left out.
 * Cost: linear; every part is decoded once, two forms of a text once more. */
#include <string.h>

#include "base/unicode.h"
#include "mail.h"
#include "reader.h"

enum {
    MOST_MESSAGES = 20000, /* of a mailbox: as for the members of an archive */
};

/* What becomes of a part. */
typedef enum PartRole {
    PART_SHOWN,    /* it is read, as a text or beside one */
    PART_RESOURCE, /* what a shown part may refer to */
    PART_OTHER,    /* another form of a shown part */
} PartRole;

typedef struct Mail {
    Diag *d;
    const Article *file;
    Members *out;
    const Mime *m;
    MailFiles files; /* m's parts, for what its texts refer to */
    Nearby nearby;
    PartRole *roles;       /* of m's parts */
    const MimePart **text; /* of the message at hand: what it shows */
    size_t ntext;
    Str from_line; /* of a mailbox; empty: none */
} Mail;

/* ---- roles ---- */

/* The child of part i that the leaf lies in. */
static uint32_t child_with(const Mime *m, uint32_t i, uint32_t leaf)
{
    uint32_t c = i + 1;
    while (m->v[c].end <= leaf)
        c = m->v[c].end;
    return c;
}

/* The first leaf below part i of that type; i itself: none. */
static uint32_t first_of(const Mime *m, uint32_t i, const char *type)
{
    for (uint32_t k = i + 1; k < m->v[i].end; k++)
        if (mime_is(&m->v[k], type) && !m->v[k].attached)
            return k;
    return i;
}

static uint32_t choose_form(const Mail *x, uint32_t i)
{
    const Mime *m = x->m;
    const uint32_t html = first_of(m, i, "text/html");
    const uint32_t text = first_of(m, i, "text/plain");
    uint32_t last = i + 1;
    while (m->v[last].end < m->v[i].end)
        last = m->v[last].end;
    if (html == i || text == i)
        return html != text ? child_with(m, i, html > text ? html : text) : last;
    Arena *scratch = arena_new();
    bool cut;
    const bool rich = mail_prefers_html(mime_decode(scratch, m, &m->v[html], &cut),
                                        mime_decode(scratch, m, &m->v[text], &cut));
    arena_free(scratch);
    return child_with(m, i, rich ? html : text);
}

/* The part that a multipart/related is about. */
static uint32_t root_of_related(const Mime *m, uint32_t i)
{
    for (uint32_t c = i + 1; c < m->v[i].end; c = m->v[c].end)
        if (m->v[i].start.n > 0 && str_eq(m->v[c].id, m->v[i].start))
            return c;
    return i + 1;
}

/* Parts stand before their children: one pass hands the roles down. */
static void hand_down(Mail *x)
{
    const Mime *m = x->m;
    x->roles = arena_array(m->arena, m->n, sizeof *x->roles);
    for (uint32_t i = 0; i < m->n; i++) {
        const MimePart *p = &m->v[i];
        uint32_t shown = i;
        PartRole rest = PART_RESOURCE;
        if (p->end == i + 1)
            continue;
        if (mime_is(p, "multipart/alternative")) {
            shown = choose_form(x, i);
            rest = PART_OTHER;
        } else if (mime_is(p, "multipart/related")) {
            shown = root_of_related(m, i);
        } else if (mime_is(p, "multipart/signed")) {
            shown = i + 1;
        }
        for (uint32_t c = i + 1; c < p->end; c = m->v[c].end) {
            const bool out = x->roles[i] != PART_SHOWN;
            x->roles[c] = out                        ? x->roles[i]
                          : shown == i || c == shown ? PART_SHOWN
                                                     : rest;
            if (!out && rest == PART_OTHER && c != shown)
                diag(x->d, D_MAIL_OTHER, mail_loc(x->file), m->v[c].number,
                     m->v[shown].number);
        }
    }
}

/* ---- articles ---- */

static Str decode(const Mail *x, Arena *a, const MimePart *p)
{
    bool cut;
    const Str bytes = mime_decode(a, x->m, p, &cut);
    if (cut)
        diag(x->d, D_MAIL_CUT, mail_loc(x->file), (Str){0}, (Str){0});
    return bytes;
}

/* NULL: its name and its bytes are to tell. */
static const char *format_of(const MimePart *p)
{
    if (mime_is(p, "text/html") || mime_is(p, "application/xhtml+xml"))
        return "html";
    if (mime_is(p, "text/markdown"))
        return "markdown";
    return mime_is(p, "text/plain") && p->name.n == 0 ? "text" : NULL;
}

/* What is no article, in words; NULL: it may be one. */
static const char *no_article(const MimePart *p)
{
    static const struct {
        const char *type; /* begins so */
        const char *what;
    } others[] = {
        {"image/", "a picture"},
        {"audio/", "sound"},
        {"video/", "film"},
        {"font/", "a font"},
        {"text/css", "a stylesheet"},
        {"text/calendar", "an invitation"},
        {"text/vcard", "a visiting card"},
        {"text/x-vcard", "a visiting card"},
        {"text/rfc822-headers", "the head of another message"},
        {"message/", "a report of mail programs"},
        {"application/ms-tnef", "wrapped by a mail program (TNEF)"},
        {"application/pgp-signature", "a signature"},
        {"application/pkcs7-signature", "a signature"},
        {"application/x-pkcs7-signature", "a signature"},
        {"application/pgp-encrypted", "a mark of what is encrypted"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_starts(p->type, str_of(others[i].type)) && !mime_is(p, "message/rfc822"))
            return others[i].what;
    return NULL;
}

static bool is_sealed(const MimePart *p)
{
    return mime_is(p, "application/pkcs7-mime") ||
           mime_is(p, "application/x-pkcs7-mime") || str_ends(p->name, S(".asc")) ||
           str_ends(p->name, S(".pgp"));
}

/* A file beside the text; one that is not shown was to be seen in it. */
static void read_file(const Mail *x, const MimePart *p, bool shown)
{
    const char *what = no_article(p), *format = format_of(p);
    const Loc at = mail_loc(x->file);
    if (what == NULL && !shown)
        what = "nothing that its text refers to";
    if (what) {
        diag(x->d, D_MAIL_LEFT, at, p->number, str_of(what));
        return;
    }
    Article *a = mail_article(x->file, p, p->name);
    const Str bytes = decode(x, a->arena, p);
    a->src.charset = charset_find(p->charset);
    if (is_sealed(p)) {
        diag(x->d, D_UNREADABLE, at, a->src.member, S(" is encrypted"));
        a->fate = ART_REFUSED;
    } else if (format) {
        members_read_as(x->d, a, bytes, format, &x->nearby);
    } else {
        members_read(x->d, a, bytes, &x->nearby);
    }
    members_add(x->out, a);
}

/* ---- the text of a message ---- */

/* Appends the part's text, as HTML if the whole is. */
static void put_text(const Mail *x, Buf *out, const MimePart *p, bool html)
{
    Article *a = article_new(x->file->src.path);
    a->src.charset = charset_find(p->charset);
    if (!charset_read(x->d, a, decode(x, a->arena, p))) {
        article_free(a);
        return;
    }
    if (!html || mime_is(p, "text/html")) {
        buf_put(out, a->src.text);
        buf_put(out, S("\n\n"));
    } else {
        for (Str rest = a->src.text; rest.n > 0;) {
            const Str line = str_line(&rest);
            buf_put(out, line.n ? S("<br>") : S("<p>"));
            buf_xml(out, line);
            buf_byte(out, '\n');
        }
    }
    article_free(a);
}

/* Several parts that are shown one below the other are one text. */
static void read_joined(const Mail *x, Article *a)
{
    bool html = false;
    Buf all = {0};
    for (size_t i = 0; i < x->ntext; i++)
        html |= mime_is(x->text[i], "text/html");
    for (size_t i = 0; i < x->ntext; i++)
        put_text(x, &all, x->text[i], html);
    a->src.charset = "UTF-8";
    a->src.wrapped = !x->text[0]->flowed;
    members_read_as(x->d, a, arena_str(a->arena, buf_str(&all)), html ? "html" : "text",
                    &x->nearby);
    buf_free(&all);
}

/* Is it a part of what the message shows?  One that comes later and has a name is a
 * file. */
static bool is_text(const Mail *x, const MimePart *p, bool whole)
{
    const bool text = mime_is(p, "text/plain") || mime_is(p, "text/html") ||
                      mime_is(p, "text/markdown") || mime_is(p, "text/enriched");
    return text && (whole || (!p->attached && (x->ntext == 0 || p->name.n == 0)));
}

static void read_text_of(const Mail *x, uint32_t root)
{
    const MimePart *head = &x->m->v[root];
    Article *a = mail_article(x->file, x->ntext ? x->text[0] : head, (Str){0});
    mail_fields(a, x->m, head, x->from_line);
    if (x->ntext > 1) {
        read_joined(x, a);
    } else {
        const MimePart *p = x->ntext ? x->text[0] : head;
        const char *format = format_of(p);
        const Str bytes = x->ntext ? decode(x, a->arena, p) : (Str){0};
        a->src.charset = charset_find(p->charset);
        a->src.wrapped = !p->flowed;
        members_read_as(x->d, a, bytes, format ? format : "text", &x->nearby);
    }
    members_add(x->out, a);
}

/* The message that is part `root`, without those inside: its text, and then what lies
 * beside it and is not shown in it. */
static void read_letter(Mail *x, uint32_t root)
{
    const Mime *m = x->m;
    const size_t before = x->out->n;
    bool holds = false; /* other messages */
    uint32_t *beside = arena_array(m->arena, m->v[root].end - root, sizeof *beside);
    size_t nbeside = 0;
    x->ntext = 0;
    for (uint32_t i = root; i < m->v[root].end; i++) {
        const MimePart *p = &m->v[i];
        if (mime_is(p, "message/rfc822") && p->end > i + 1) {
            holds |= x->roles[i] == PART_SHOWN;
            i = p->end - 1;
        } else if (p->end == i + 1 && x->roles[i] == PART_SHOWN &&
                   is_text(x, p, i == root)) {
            x->text[x->ntext++] = p;
        } else if (p->end == i + 1 && x->roles[i] != PART_OTHER) {
            beside[nbeside++] = i;
        }
    }
    if (x->ntext > 0)
        read_text_of(x, root);
    for (size_t i = 0; i < nbeside; i++)
        if (!x->files.used[beside[i]])
            read_file(x, &m->v[beside[i]], x->roles[beside[i]] == PART_SHOWN);
    if (x->out->n == before && !holds)
        read_text_of(x, root);
}

static bool is_letter(const Mime *m, uint32_t i)
{
    return i == 0 || (mime_is(&m->v[m->v[i].parent], "message/rfc822"));
}

static void read_message(Mail *x, Str bytes, Str number)
{
    Mime m = {.arena = arena_new(), .mbox = x->from_line.n > 0};
    mime_split(x->d, mail_loc(x->file), &m, bytes, number);
    x->m = &m;
    x->text = arena_array(m.arena, m.n, sizeof *x->text);
    mail_files(&x->files, &m, mail_address(&m, &m.v[0]));
    x->nearby = (Nearby){.find = mail_find, .ctx = &x->files};
    hand_down(x);
    for (uint32_t i = 0; i < m.n; i++)
        if (x->roles[i] == PART_SHOWN && is_letter(&m, i))
            read_letter(x, i);
    Arena *arena = m.arena;
    mail_files_free(&x->files);
    mime_free(&m);
    arena_free(arena);
}

/* ---- mailboxes ---- */

/* Where the next message's line is, from i on, which begins a line; bytes.n: nowhere. */
static size_t next_message(Str bytes, size_t i)
{
    bool blank = true;
    while (i < bytes.n) {
        Str rest = str_sub(bytes, i, bytes.n);
        const Str line = str_line(&rest);
        if (blank && mime_is_from_line(line) && mime_is_field_line(rest))
            return i;
        blank = line.n == 0;
        i = bytes.n - rest.n;
    }
    return i;
}

static void read_mailbox(Mail *x, Str bytes)
{
    unsigned n = 0;
    for (size_t i = 0; i < bytes.n;) {
        Str rest = str_sub(bytes, i, bytes.n);
        x->from_line = str_line(&rest);
        const size_t from = bytes.n - rest.n;
        i = next_message(bytes, from);
        if (++n > MOST_MESSAGES) {
            diag(x->d, D_ARCHIVE_CUT, mail_loc(x->file), (Str){0}, (Str){0});
            return;
        }
        Arena *name = arena_new();
        read_message(x, str_sub(bytes, from, i), arena_printf(name, "%u", n));
        arena_free(name);
    }
}

/* Without what is not the message's: a byte order mark, empty lines above it, and what
 * Apple Mail puts around it (its size on a line, and more behind it). */
static Str unwrap(Str bytes)
{
    uint32_t size;
    if (str_starts(bytes, S("\xEF\xBB\xBF")))
        bytes = str_sub(bytes, 3, bytes.n);
    while (str_starts(bytes, S("\n")) || str_starts(bytes, S("\r")))
        bytes = str_sub(bytes, 1, bytes.n);
    Str rest = bytes;
    return str_to_u32(str_trim(str_line(&rest)), UINT32_MAX, &size)
               ? str_sub(rest, 0, size)
               : bytes;
}

void open_mail(Diag *d, const Article *file, Str bytes, const Nearby *nearby,
               Members *out)
{
    (void)nearby;
    Mail x = {.d = d, .file = file, .out = out};
    const Str message = unwrap(bytes);
    Str rest = message;
    if (mime_is_from_line(str_line(&rest)))
        read_mailbox(&x, message);
    else
        read_message(&x, message, (Str){0});
}
