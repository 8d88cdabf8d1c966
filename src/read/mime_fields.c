/* What a part says of itself, and its bytes decoded: gmime's part of reading mail.
 *
 * Every call is given a piece of bounded length and its answer is copied into an arena.
 * gmime asks the locale only for what it is told to write or guess, and nothing here is:
 * fields that are no UTF-8 are decoded before it sees them. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <gmime/gmime.h>

#include "base/file.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "mime.h"
#include "text.h"

enum {
    FIELD_MOST = 8 * 1024, /* bytes of a field that are read: gmime's time grows with the
                            * square of a list's length */
    PEOPLE_MOST = 8,       /* who wrote it; a mail has one author, seldom two */
};

static pthread_once_t begun = PTHREAD_ONCE_INIT;

/* ---- fields ---- */

static bool is_named(Str line, Str name)
{
    return line.n > name.n && line.p[name.n] == ':' &&
           str_eq_nocase(str_sub(line, 0, name.n), name);
}

/* The field's value as it stands, its folded lines joined. */
static Str raw_field(const Mime *m, const MimePart *p, Str name)
{
    Buf value = {0};
    for (Str rest = p->head; rest.n > 0;) {
        const Str line = str_line(&rest);
        if (!is_named(line, name))
            continue;
        buf_put(&value, str_sub(line, name.n + 1, line.n));
        while (rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == '\t') &&
               value.n < FIELD_MOST)
            buf_put(&value, str_line(&rest));
        break;
    }
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == '\0')
            value.p[i] = ' ';
    Str s = str_trim(str_sub(buf_str(&value), 0, FIELD_MOST));
    size_t replaced;
    if (utf8_valid(s))
        s = arena_str(m->arena, s);
    else
        s = charset_decode(m->arena, m->charset ? m->charset : "windows-1252", s,
                           &replaced);
    buf_free(&value);
    return s;
}

/* A copy of what gmime made, which is freed: UTF-8, whatever it says. */
static Str take(const Mime *m, char *made)
{
    size_t replaced;
    Str s = str_of(made);
    s = utf8_valid(s) ? s : charset_decode(m->arena, "UTF-8", s, &replaced);
    s = text_collapse(m->arena, s);
    g_free(made);
    return s;
}

Str mime_field(const Mime *m, const MimePart *p, const char *name)
{
    const Str raw = raw_field(m, p, str_of(name));
    return raw.n
               ? take(m, g_mime_utils_header_decode_text(NULL, arena_cstr(m->arena, raw)))
               : raw;
}

Str mime_people(const Mime *m, const MimePart *p, const char *name)
{
    const Str raw = raw_field(m, p, str_of(name));
    InternetAddressList *list =
        raw.n ? internet_address_list_parse(NULL, arena_cstr(m->arena, raw)) : NULL;
    if (list == NULL)
        return (Str){0};
    Buf names = {0};
    for (int i = 0; i < internet_address_list_length(list) && i < PEOPLE_MOST; i++) {
        InternetAddress *one = internet_address_list_get_address(list, i);
        const Str who = take(m, g_strdup(internet_address_get_name(one)));
        if (who.n == 0 || str_has(who, S("@")))
            continue;
        if (names.n > 0)
            buf_put(&names, S(", "));
        buf_put(&names, who);
    }
    g_object_unref(list);
    const Str all = arena_str(m->arena, buf_str(&names));
    buf_free(&names);
    return all;
}

bool mime_date(Arena *a, Str words, Date *out)
{
    enum { FIRST_MAIL = 1971 }; /* before that a clock was not set */
    GDateTime *when = g_mime_utils_header_decode_date(arena_cstr(a, words));
    if (when == NULL)
        return false;
    int year, month, day;
    g_date_time_get_ymd(when, &year, &month, &day);
    g_date_time_unref(when);
    if (year < FIRST_MAIL || !date_exists(year, month, day))
        return false;
    *out = (Date){(uint16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

/* ---- a part ---- */

/* The last piece of a name that may be a path of any system. */
static Str file_name(const Mime *m, const char *said)
{
    Str s = path_base(take(m, g_strdup(said)));
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '\\')
            return str_sub(s, i, s.n);
    return s;
}

static Str without_angles(Str s)
{
    if (str_starts(s, S("<")))
        s = str_sub(s, 1, str_find(s, S(">")));
    return s;
}

static void read_type(const Mime *m, MimePart *p, Str *boundary)
{
    const Str raw = raw_field(m, p, S("Content-Type"));
    GMimeContentType *t = g_mime_content_type_parse(NULL, arena_cstr(m->arena, raw));
    char *type = g_mime_content_type_get_mime_type(t);
    p->type = uni_lower(m->arena, take(m, type));
    if (raw.n == 0 || p->type.n == 0)
        p->type = S("text/plain");
    p->charset = take(m, g_strdup(g_mime_content_type_get_parameter(t, "charset")));
    p->name = file_name(m, g_mime_content_type_get_parameter(t, "name"));
    p->start =
        without_angles(take(m, g_strdup(g_mime_content_type_get_parameter(t, "start"))));
    p->flowed = str_eq_nocase(str_of(g_mime_content_type_get_parameter(t, "format")),
                              S("flowed"));
    p->delsp =
        str_eq_nocase(str_of(g_mime_content_type_get_parameter(t, "delsp")), S("yes"));
    if (str_starts(p->type, S("multipart/")))
        *boundary =
            arena_str(m->arena, str_of(g_mime_content_type_get_parameter(t, "boundary")));
    g_object_unref(t);
}

static void read_disposition(const Mime *m, MimePart *p)
{
    const Str raw = raw_field(m, p, S("Content-Disposition"));
    if (raw.n == 0)
        return;
    GMimeContentDisposition *d =
        g_mime_content_disposition_parse(NULL, arena_cstr(m->arena, raw));
    const Str name =
        file_name(m, g_mime_content_disposition_get_parameter(d, "filename"));
    p->attached = g_mime_content_disposition_is_attachment(d);
    if (name.n > 0)
        p->name = name;
    g_object_unref(d);
}

Str mime_describe(const Mime *m, MimePart *p)
{
    Str boundary = {0};
    pthread_once(&begun, g_mime_init);
    read_type(m, p, &boundary);
    read_disposition(m, p);
    p->id = without_angles(mime_field(m, p, "Content-ID"));
    p->location = mime_field(m, p, "Content-Location");
    p->encoding = (int)g_mime_content_encoding_from_string(
        arena_cstr(m->arena, raw_field(m, p, S("Content-Transfer-Encoding"))));
    return boundary;
}

bool mime_is(const MimePart *p, const char *type)
{
    return str_eq(p->type, str_of(type));
}

/* ---- decoding ---- */

static bool is_encoded(int encoding)
{
    switch ((GMimeContentEncoding)encoding) {
    case GMIME_CONTENT_ENCODING_DEFAULT:
    case GMIME_CONTENT_ENCODING_7BIT:
    case GMIME_CONTENT_ENCODING_8BIT:
    case GMIME_CONTENT_ENCODING_BINARY:
        return false;
    case GMIME_CONTENT_ENCODING_BASE64:
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
    case GMIME_CONTENT_ENCODING_UUENCODE:
        return true;
    }
    return false;
}

bool mime_is_plain(const MimePart *p)
{
    return !is_encoded(p->encoding);
}

/* Do the signs of base64 not come out even? */
static bool is_cut(const MimePart *p)
{
    size_t n = 0;
    if (p->encoding != GMIME_CONTENT_ENCODING_BASE64)
        return false;
    for (size_t i = 0; i < p->body.n; i++)
        n += (unsigned char)p->body.p[i] > ' ';
    return n % 4 != 0;
}

static Str decode(Arena *a, const MimePart *p)
{
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, (GMimeContentEncoding)p->encoding);
    char *out = arena_alloc(a, g_mime_encoding_outlen(&state, p->body.n));
    return (Str){out, g_mime_encoding_flush(&state, p->body.p, p->body.n, out)};
}

/* Takes back what a mailbox does to lines that look like its own: ">From " is "From ",
 * and with more angles one of them goes. */
static Str unescape(Arena *a, Str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        const char *end = memchr(s.p + i, '\n', s.n - i);
        const size_t to = end ? (size_t)(end - s.p) + 1 : s.n;
        size_t k = i;
        while (k < to && s.p[k] == '>')
            k++;
        if (k > i && str_starts(str_sub(s, k, to), S("From ")))
            i++;
        memcpy(out + n, s.p + i, to - i);
        n += to - i;
        i = to;
    }
    return (Str){out, n};
}

/* Joins what a mail program broke (RFC 3676): a line that ends in a blank goes on in the
 * next of the same depth of quoting.  "-- " is a line of its own. */
static Str unflow(Arena *a, Str s, bool delsp)
{
    Buf out = {0};
    size_t depth = 0;
    bool goes_on = false;
    for (Str rest = s; rest.n > 0;) {
        const Str whole = str_line(&rest);
        size_t k = 0;
        while (k < whole.n && whole.p[k] == '>')
            k++;
        Str line = str_sub(whole, k, whole.n);
        if (str_starts(line, S(" ")))
            line = str_sub(line, 1, line.n); /* stuffed */
        const bool sign = str_eq(line, S("-- "));
        if (!(goes_on && k == depth && !sign)) {
            if (out.n > 0 || whole.p != s.p)
                buf_byte(&out, '\n');
            for (size_t i = 0; i < k; i++)
                buf_put(&out, S("> "));
        }
        depth = k;
        goes_on = str_ends(line, S(" ")) && !sign;
        buf_put(&out, goes_on && delsp ? str_sub(line, 0, line.n - 1) : line);
    }
    const Str joined = arena_str(a, buf_str(&out));
    buf_free(&out);
    return joined;
}

Str mime_decode(Arena *a, const Mime *m, const MimePart *p, bool *cut)
{
    const bool text = str_starts(p->type, S("text/"));
    *cut = is_cut(p);
    Str s = mime_is_plain(p) ? arena_str(a, p->body) : decode(a, p);
    if (text && m->mbox && mime_is_plain(p))
        s = unescape(a, s);
    if (text && p->flowed && (s.n == 0 || memchr(s.p, '\0', s.n) == NULL))
        s = unflow(a, s, p->delsp);
    return s;
}
