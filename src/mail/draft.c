/* The draft: its head, the book's contents as text, the files.
 *
 * The text is UTF-8 in lines of at most 78 characters, and uses no words of its own but
 * the book's, so that it is in the book's language. */
#include "draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "doc/clean.h"
#include "mailbox.h"
#include "mime_put.h"

enum { LINE = 78 };

/* ---- the text ---- */

/* Where the line that begins at `from` ends: at most `most` characters on, before a word
 * where that is possible. */
static size_t end_of_line(Str s, const uint8_t *breaks, size_t from, size_t most)
{
    size_t end = 0, i = from;
    for (size_t n = 0; i < s.n && n < most; n++) {
        utf8_next(s, &i);
        if (breaks[i])
            end = i;
    }
    return i == s.n || end == 0 ? i : end;
}

/* `head`, then the words; the lines after the first stand under them. */
static void put_wrapped(Buf *out, Str head, Str words)
{
    if (words.n == 0)
        return;
    uint8_t *breaks = mem_alloc(words.n + 1);
    uni_line_breaks(words, breaks);
    for (size_t from = 0, end; from < words.n; from = end) {
        end = end_of_line(words, breaks, from, LINE - head.n);
        if (from == 0)
            buf_put(out, head);
        else
            buf_fill(out, ' ', head.n);
        buf_put(out, str_trim(str_sub(words, from, end)));
        buf_put(out, S("\r\n"));
    }
    free(breaks);
}

/* A path may be any bytes. */
static Str valid_name(Arena *a, Str name)
{
    Buf out = {0};
    buf_put_utf8(&out, name);
    const Str valid = arena_str(a, buf_str(&out));
    buf_free(&out);
    return valid;
}

/* "Jane Doe, 2024-05-06" */
static Str origin(Arena *a, const Article *article)
{
    const Str who = clean_text(a, article->byline), when = date_iso(a, article->date);
    return arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(who),
                        who.n && when.n ? ", " : "", STR_ARG(when));
}

static void put_chapter(Buf *out, Arena *a, const Chapter *c)
{
    const Str number = arena_printf(a, "%3u. ", (unsigned)c->number);
    put_wrapped(out, number, c->title);
    put_wrapped(out, arena_printf(a, "%*s", (int)number.n, ""), origin(a, c->article));
}

static void put_contents(Buf *out, Arena *a, const Book *b)
{
    for (const Chapter *c = b->chapters; c < b->chapters + b->nchapters; c++)
        switch (c->kind) {
        case CHAPTER_CONTENTS:
        case CHAPTER_PART:
            buf_put(out, S("\r\n"));
            put_wrapped(out, S(""), c->title);
            buf_put(out, S("\r\n"));
            break;
        case CHAPTER_ARTICLE:
            put_chapter(out, a, c);
            break;
        case CHAPTER_TITLE:
        case CHAPTER_SOURCES:
        case CHAPTER_COLOPHON:
            break;
        }
}

static void put_part(Buf *out, const DraftOptions *o)
{
    if (o->parts > 1)
        buf_printf(out, "Part %u of %u", o->part, o->parts);
}

static void put_body(Buf *out, const Book *b, const DraftOptions *o,
                     const Attachment *files, size_t n)
{
    Arena *a = arena_new();
    put_wrapped(out, S(""), b->title);
    put_wrapped(out, S(""), b->subtitle);
    put_wrapped(out, S(""), b->author);
    buf_put(out, S("\r\n"));
    for (size_t i = 0; i < n; i++) {
        Buf line = {0};
        buf_put(&line, valid_name(a, files[i].name));
        buf_put(&line, S(" ("));
        buf_size(&line, files[i].bytes.n);
        buf_byte(&line, ')');
        put_wrapped(out, S(""), clean_text(a, buf_str(&line)));
        buf_free(&line);
    }
    if (o->parts > 1) {
        put_part(out, o);
        buf_put(out, S("\r\n"));
    }
    put_contents(out, a, b);
    arena_free(a);
}

/* ---- the message ---- */

/* One that stands in none of the parts: nobody can write the hash of what he writes. */
static Str make_boundary(Arena *a, Str body, const Attachment *files, size_t n)
{
    Buf all = {0};
    buf_put(&all, sha256_hex(a, body));
    for (size_t i = 0; i < n; i++)
        buf_put(&all, sha256_hex(a, files[i].bytes));
    const Str hash = sha256_hex(a, buf_str(&all));
    buf_free(&all);
    return arena_printf(a, "=_sheaf_" STR_FMT, STR_ARG(str_sub(hash, 0, 32)));
}

static void put_to(Buf *out, Arena *a, Str lists)
{
    for (const char *before = "To: "; lists.n > 0;) {
        size_t n;
        const Mailbox *v = mailboxes_read(a, str_line(&lists), &n);
        for (size_t i = 0; v && i < n; i++, before = ",\r\n ") {
            buf_put(out, str_of(before));
            mime_put_mailbox(out, v[i].name, v[i].address);
        }
        buf_put(out, lists.n ? (Str){0} : S("\r\n"));
    }
}

static void put_head(Buf *out, Arena *a, const Book *b, const DraftOptions *o,
                     Str boundary)
{
    Buf subject = {0};
    buf_put(&subject, o->subject.n ? o->subject : b->title);
    if (o->parts > 1) {
        buf_put(&subject, S(" ("));
        put_part(&subject, o);
        buf_byte(&subject, ')');
    }
    buf_put(out, S("X-Unsent: 1\r\n"));
    mime_put_text(out, "X-Mailer",
                  arena_printf(a, "sheaf " STR_FMT, STR_ARG(o->version)));
    put_to(out, a, o->to);
    mime_put_text(out, "Subject", buf_str(&subject));
    buf_printf(out,
               "MIME-Version: 1.0\r\n"
               "Content-Type: multipart/mixed;\r\n boundary=\"" STR_FMT "\"\r\n",
               STR_ARG(boundary));
    buf_free(&subject);
}

static void put_file(Buf *out, Arena *a, const Attachment *f)
{
    const Str name = valid_name(a, f->name);
    buf_printf(out, "Content-Type: %s", f->type);
    mime_put_plain_name(out, "name", name);
    buf_put(out, S("\r\nContent-Transfer-Encoding: base64\r\n"
                   "Content-Disposition: attachment"));
    mime_put_name(out, "filename", name);
    buf_put(out, S("\r\n\r\n"));
    mime_put_base64(out, f->bytes);
}

void draft_write(Buf *out, const Book *b, const DraftOptions *o, const Attachment *files,
                 size_t n)
{
    Arena *a = arena_new();
    Buf body = {0};
    put_body(&body, b, o, files, n);
    const Str boundary = make_boundary(a, buf_str(&body), files, n);
    put_head(out, a, b, o, boundary);
    buf_printf(out,
               "\r\n--" STR_FMT "\r\nContent-Type: text/plain; charset=utf-8\r\n"
               "Content-Transfer-Encoding: 8bit\r\n\r\n",
               STR_ARG(boundary));
    buf_put(out, buf_str(&body));
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "\r\n--" STR_FMT "\r\n", STR_ARG(boundary));
        put_file(out, a, &files[i]);
    }
    buf_printf(out, "\r\n--" STR_FMT "--\r\n", STR_ARG(boundary));
    buf_free(&body);
    arena_free(a);
}
