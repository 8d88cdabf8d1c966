/* Formats: what a file is, by its first bytes and by its name. */
#include <string.h>

#include "base/file.h"
#include "mime.h"
#include "reader.h"

/* What articles show is no article, and nothing is lost by leaving it out. */
void read_part(Diag *d, Article *a, Str bytes)
{
    (void)bytes;
    diag(d, D_PART, (Loc){.path = a->src.path}, a->src.member.n ? S(": ") : (Str){0},
         a->src.member);
    a->src.part = true;
    a->fate = ART_REFUSED;
}

/* One row a format; the last is what everything else is taken for.  A new format is a
 * reader in a file of its own, and its name here. */
static const Format formats[] = {
    {"pdf", "a PDF", ".pdf", NULL, NULL},
    {"html", "a web page (HTML)", ".html .htm .xhtml .xht", read_html, NULL},
    {"mhtml", "a web page with its pictures (MHTML)", ".mhtml .mht", NULL, open_mhtml},
    {"markdown", "Markdown", ".md .markdown .mkd .mdown .mkdn", read_markdown, NULL},
    {"docx", "a word processor's document", ".docx .doc .odt .rtf .pages", NULL, NULL},
    {"epub", "an e-book", ".epub .mobi .azw .azw3", NULL, NULL},
    {"zip", "an archive", ".zip", NULL, open_zip},
    {"archive", "an archive", ".gz .tgz .bz2 .xz .7z .rar .tar .zst", NULL, NULL},
    {"image", "a picture", ".png .jpg .jpeg .gif .webp .svg .bmp .tif .tiff .heic .ico",
     read_part, NULL},
    {"media", "sound or film", ".mp3 .mp4 .m4a .wav .ogg .avi .mov .webm .mkv", NULL,
     NULL},
    {"json", "JSON", ".json .jsonl .ndjson", NULL, open_json},
    {"mail", "mail", ".eml .emlx .mbox .mbx", NULL, open_mail},
    {"msg", "a message of Outlook", ".msg", NULL, NULL},
    {"feed", "XML", ".xml .rss .atom .rdf .opml", NULL, open_feed},
    {"links", "a list of links", "", read_links, NULL},
    {"csv", "a table of data", ".csv .tsv", NULL, open_csv},
    {"table", "a table of data", ".xls .xlsx .ods", NULL, NULL},
    {"code", "part of a web page", ".css .js .woff .woff2 .ttf .otf", read_part, NULL},
    {"part", "part of an export", "", read_part, NULL},
    {"program", "a program", ".exe .so .o .class .pyc", NULL, NULL},
    {"text", "text", ".txt .text", read_text, NULL},
};
enum { FORMATS = sizeof formats / sizeof *formats };

static const struct {
    Str magic;
    const char *format;
} magics[] = {
    {{"%PDF-", 5}, "pdf"},
    {{"PK\3\4", 4}, "zip"},
    {{"PK\5\6", 4}, "zip"},
    {{"\x1F\x8B", 2}, "archive"},
    {{"BZh", 3}, "archive"},
    {{"\xFD\x37zXZ", 5}, "archive"},
    {{"7z\xBC\xAF", 4}, "archive"},
    {{"Rar!\x1A", 5}, "archive"},
    {{"\x28\xB5\x2F\xFD", 4}, "archive"},
    {{"\xD0\xCF\x11\xE0", 4}, "docx"},
    {{"{\\rtf", 5}, "docx"},
    {{"\x89PNG", 4}, "image"},
    {{"\xFF\xD8\xFF", 3}, "image"},
    {{"GIF87a", 6}, "image"},
    {{"GIF89a", 6}, "image"},
    {{"II*\0", 4}, "image"},
    {{"MM\0*", 4}, "image"},
    {{"\x7F\x45LF", 4}, "program"},
    {{"OggS", 4}, "media"},
    {{"ID3", 3}, "media"},
};

const Format *format_named(const char *name)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return &formats[FORMATS - 1];
}

static const Format *by_extension(Str path)
{
    const Str base = path_base(path);
    for (size_t i = 0; i < FORMATS; i++)
        for (Str rest = str_of(formats[i].extensions); rest.n > 0;) {
            const Str extension = str_cut(&rest, ' ');
            if (base.n > extension.n && str_ends_nocase(base, extension))
                return &formats[i];
        }
    return NULL;
}

static bool begins_nocase(Str s, Str head)
{
    return str_eq_nocase(str_sub(s, 0, head.n), head);
}

/* Does the line begin with one of the fields? */
static bool is_field_of(Str line, const char *const *fields)
{
    for (; *fields; fields++)
        if (begins_nocase(line, str_of(*fields)))
            return true;
    return false;
}

/* The format of the message that begins here; NULL: none does.  Letters open with "From:"
 * and "Date:" too; what programs write and nobody else does tells a message. */
static const char *message_in(Str bytes)
{
    static const char *const human[] = {"from:", "subject:", "date:", NULL};
    static const char *const machine[] = {
        "mime-version:", "received:",     "message-id:",     "return-path:",
        "delivered-to:", "content-type:", "dkim-signature:", NULL};
    enum { HEAD = 16 * 1024, FIELDS = 3 };
    size_t count = 0;
    bool written = false, sent = false;
    Str rest = str_sub(bytes, 0, HEAD);
    if (mime_is_from_line(str_line(&rest)))
        return mime_is_field_line(rest) ? "mail" : NULL;
    for (rest = str_sub(bytes, 0, HEAD); rest.n > 0;) {
        const Str line = str_line(&rest);
        if (str_starts(line, S(" ")) || str_starts(line, S("\t")))
            continue;
        if (!mime_is_field_line(line))
            break;
        if (begins_nocase(line, S("snapshot-content-location:")))
            return "mhtml";
        count++;
        sent |= is_field_of(line, human);
        written |= is_field_of(line, machine);
    }
    return sent && written && count >= FIELDS ? "mail" : NULL;
}

/* What a text is by its first words: heads of lists of links, and elements that a
 * document in XML may begin with behind its prolog. */
static const char *by_head(Str head)
{
    static const struct {
        const char *begin, *within, *format;
    } heads[] = {
        {"<!doctype netscape-bookmark", "", "links"},
        {"<!doctype html", "<title>Pocket Export</title>", "links"},
        {"<!doctype html", "<title>Instapaper: Export</title>", "links"},
        {"<!doctype html", "", "html"},
        {"<html", "", "html"},
        {"<rss", "", "feed"},
        {"<feed", "http://www.w3.org/2005/Atom", "feed"},
        {"<feed", "http://purl.org/atom/", "feed"},
        {"<rdf:RDF", "http://purl.org/rss/", "feed"},
    };
    while (str_starts(head, S("<?")) || str_starts(head, S("<!--"))) {
        const Str end = str_starts(head, S("<?")) ? S("?>") : S("-->");
        const size_t at = str_find(head, end);
        head = str_trim(str_sub(head, at + end.n, head.n));
    }
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (begins_nocase(head, str_of(heads[i].begin)) &&
            str_has(head, str_of(heads[i].within)))
            return heads[i].format;
    return NULL;
}

const Format *format_find(Str path, Str bytes)
{
    const Format *named = by_extension(path);
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (str_starts(bytes, magics[i].magic)) {
            const Format *found = format_named(magics[i].format);
            const bool wraps = strcmp(found->name, "zip") == 0 ||
                               strcmp(found->name, "docx") == 0; /* many formats */
            const bool refused = named && named->read == NULL && named->open == NULL;
            return wraps && refused ? named : found;
        }
    if (str_starts(bytes, S("RIFF")) && bytes.n > 12)
        return format_named(str_eq(str_sub(bytes, 8, 12), S("WEBP")) ? "image" : "media");
    Str head = str_sub(bytes, 0, 1024);
    if (str_starts(head, S("\xEF\xBB\xBF")))
        head = str_sub(head, 3, head.n);
    head = str_trim(head);
    const char *known = by_head(head);
    if (known && (named == NULL || named->read || named->open))
        return format_named(known);
    const char *message = named ? NULL : message_in(bytes);
    if (message)
        return format_named(message);
    return named ? named : &formats[FORMATS - 1];
}

bool format_is_own(Str bytes)
{
    enum { ENDS = 8192, END_RECORD = 22, COMMENT = 64 };
    const Str head = str_sub(bytes, 0, ENDS);
    const Str tail = str_sub(bytes, bytes.n > ENDS ? bytes.n - ENDS : 0, bytes.n);
    const Str mark = S("/Producer (sheaf");
    if (str_starts(bytes, S("%PDF-")))
        return str_has(head, mark) || str_has(tail, mark);
    if (str_starts(bytes, S("{\"sheaf\": \"")) ||
        str_starts(bytes, S("<!DOCTYPE html>\n<!-- sheaf "))) /* a report */
        return true;
    if (str_starts(bytes, S(BOOK_FILE_HEAD)))
        return true;
    if (str_starts(bytes, S(DRAFT_HEAD))) /* a draft */
        return true;
    if (!str_starts(bytes, S("PK\3\4")))
        return false;
    /* An archive ends in a record of fixed size, the last field of which is a comment. */
    const size_t far = END_RECORD + COMMENT;
    const Str end = str_sub(bytes, bytes.n > far ? bytes.n - far : 0, bytes.n);
    const size_t at = str_find(end, S("PK\5\6"));
    return at < end.n && str_starts(str_sub(end, at + END_RECORD, end.n), S("sheaf"));
}
