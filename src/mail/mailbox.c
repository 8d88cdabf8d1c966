/* Who a mail goes to: gmime's part of writing mail.
 *
 * gmime parses the list; it reads on behind what it does not understand, and so its first
 * complaint refuses all, lest a mail miss somebody.  What it takes for an address is held
 * against the forms that every program and server knows: no quotes, comments and
 * addresses of numbers, and of letters beyond ASCII only those of a host. */
#include "mailbox.h"

#include <pthread.h>
#include <string.h>

#include <gmime/gmime.h>

#include "base/unicode.h"
#include "base/utf8.h"

static pthread_once_t begun = PTHREAD_ONCE_INIT;

/* ---- addresses ---- */

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_label(char c)
{
    return is_alnum(c) || c == '-';
}

static bool is_atext(char c)
{
    return is_alnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Words of such characters, parted by single dots. */
static bool is_dotted(Str s, bool (*is)(char), size_t longest)
{
    if (s.n == 0 || str_ends(s, S(".")))
        return false;
    while (s.n > 0) {
        const Str word = str_cut(&s, '.');
        if (word.n == 0 || word.n > longest)
            return false;
        for (size_t i = 0; i < word.n; i++)
            if (!is(word.p[i]))
                return false;
    }
    return true;
}

static bool is_host(Str s)
{
    enum { LABEL = 63 }; /* RFC 1035, 2.3.4 */
    if (!is_dotted(s, is_label, LABEL))
        return false;
    while (s.n > 0) {
        const Str label = str_cut(&s, '.');
        if (str_starts(label, S("-")) || str_ends(label, S("-")))
            return false;
    }
    return true;
}

/* The address, its host as the net knows it; empty: it is none. */
static Str address_of(Arena *a, Str s)
{
    enum { LOCAL = 64, ALL = 254 }; /* RFC 5321, 4.5.3.1 */
    const size_t at = str_find(s, S("@"));
    const Str local = str_sub(s, 0, at), host = str_sub(s, at + 1, s.n);
    if (local.n > LOCAL || !is_dotted(local, is_atext, LOCAL))
        return (Str){0};
    Buf out = {0};
    buf_put(&out, local);
    buf_byte(&out, '@');
    const bool known = uni_put_host(&out, host);
    const Str all = arena_str(a, buf_str(&out));
    buf_free(&out);
    return known && all.n <= ALL && is_host(str_sub(all, at + 1, all.n)) ? all : (Str){0};
}

/* ---- lists ---- */

static void complain(gint64 offset, GMimeParserWarning what, const gchar *item,
                     gpointer complaints)
{
    (void)offset, (void)what, (void)item;
    ++*(size_t *)complaints;
}

/* NULL: gmime does not understand all of it. */
static InternetAddressList *parse(Arena *a, Str list)
{
    size_t complaints = 0;
    pthread_once(&begun, g_mime_init);
    GMimeParserOptions *o = g_mime_parser_options_new();
    g_mime_parser_options_set_address_compliance_mode(o, GMIME_RFC_COMPLIANCE_STRICT);
    g_mime_parser_options_set_warning_callback(o, complain, &complaints);
    InternetAddressList *parsed = internet_address_list_parse(o, arena_cstr(a, list));
    g_mime_parser_options_free(o);
    if (parsed && complaints > 0) {
        g_object_unref(parsed);
        return NULL;
    }
    return parsed;
}

/* False: it is a group, or nothing that can be written to. */
static bool read_one(Arena *a, InternetAddress *one, Mailbox *out)
{
    if (!INTERNET_ADDRESS_IS_MAILBOX(one))
        return false;
    InternetAddressMailbox *box = INTERNET_ADDRESS_MAILBOX(one);
    out->name = arena_str(a, str_of(internet_address_get_name(one)));
    out->address = address_of(a, str_of(internet_address_mailbox_get_addr(box)));
    return out->address.n > 0 && utf8_valid(out->name);
}

static bool has_control(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t')
            return true;
    return false;
}

Mailbox *mailboxes_read(Arena *a, Str list, size_t *n)
{
    if (!utf8_valid(list) || has_control(list))
        return NULL;
    InternetAddressList *parsed = parse(a, list);
    if (parsed == NULL)
        return NULL;
    const int count = internet_address_list_length(parsed);
    Mailbox *v = arena_array(a, (size_t)count, sizeof *v);
    bool ok = count > 0;
    for (int i = 0; i < count && ok; i++)
        ok = read_one(a, internet_address_list_get_address(parsed, i), &v[i]);
    g_object_unref(parsed);
    *n = (size_t)count;
    return ok ? v : NULL;
}
