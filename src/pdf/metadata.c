/* Info and XMP: the same facts in two forms.
 *
 * Everything is of the book: its title, its date (never the clock), its identifier.  XMP
 * claims PDF/A-2a and PDF/UA-1 where every picture is told in words too; the claim to UA
 * is in no schema that PDF/A knows, so the packet carries a description of it. */
#include "metadata.h"

#include "base/utf8.h"

#define PROGRAM "sheaf " SHEAF_VERSION

/* Without what XML cannot carry, so that both forms say the same; lines become blanks. */
static Str plain(Arena *a, Str s)
{
    Buf b = {0};
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = utf8_next(s, &i);
        if (cp == '\t' || cp == '\n' || cp == '\r')
            buf_byte(&b, ' ');
        else if (cp >= ' ' && cp != 0xFFFE && cp != 0xFFFF)
            buf_utf8(&b, cp);
    }
    const Str text = arena_str(a, buf_str(&b));
    buf_free(&b);
    return text;
}

static void put_entry(Buf *b, Arena *a, const char *key, Str value)
{
    if (value.n == 0)
        return;
    buf_printf(b, "/%s ", key);
    put_text(b, plain(a, value));
    buf_byte(b, '\n');
}

Ref info_write(Arena *a, Objects *o, const Book *b)
{
    const Date d = b->date;
    const Str date = arena_printf(a, "D:%04u%02u%02u000000Z", d.year, d.month, d.day);
    Buf s = {0};
    put_entry(&s, a, "Producer", S(PROGRAM)); /* "/Producer (sheaf": known when read */
    put_entry(&s, a, "Creator", S(PROGRAM));
    put_entry(&s, a, "Title", b->title);
    put_entry(&s, a, "Author", b->author);
    put_entry(&s, a, "Subject", b->description);
    put_entry(&s, a, "CreationDate", date);
    put_entry(&s, a, "ModDate", date);
    const Ref ref = obj_add(o, buf_str(&s));
    buf_free(&s);
    return ref;
}

/* ---- XMP ---- */

static void put_element(Buf *b, Arena *a, const char *name, Str value)
{
    if (value.n == 0)
        return;
    buf_printf(b, "<%s>", name);
    buf_xml(b, plain(a, value));
    buf_printf(b, "</%s>\n", name);
}

/* The lines of a value in an array of RDF: "Seq", "Bag", or "Alt" with its default
 * language. */
static void put_listed(Buf *b, Arena *a, const char *name, const char *array, Str value)
{
    if (value.n == 0)
        return;
    buf_printf(b, "<%s><rdf:%s>", name, array);
    while (value.n > 0) {
        buf_printf(b, "<rdf:li%s>", array[0] == 'A' ? " xml:lang=\"x-default\"" : "");
        buf_xml(b, plain(a, str_line(&value)));
        buf_put(b, S("</rdf:li>"));
    }
    buf_printf(b, "</rdf:%s></%s>\n", array, name);
}

static const char extension[] =
    "<rdf:Description rdf:about=\"\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>Universal accessibility</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    "</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>The part of ISO 14289 that the file conforms to"
    "</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>"
    "</pdfaExtension:schemas>\n</rdf:Description>\n";

static void put_dublin_core(Buf *s, Arena *a, const Book *b)
{
    buf_put(s, S("<rdf:Description rdf:about=\"\" "
                 "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
                 "<dc:format>application/pdf</dc:format>\n"));
    put_listed(s, a, "dc:title", "Alt", b->title);
    put_listed(s, a, "dc:creator", "Seq", b->authors);
    put_listed(s, a, "dc:description", "Alt", b->description);
    put_listed(s, a, "dc:subject", "Bag", b->subjects);
    put_listed(s, a, "dc:publisher", "Bag", b->publisher);
    put_listed(s, a, "dc:rights", "Alt", b->rights);
    put_listed(s, a, "dc:language", "Bag", b->lang);
    put_element(s, a, "dc:identifier", b->identifier);
    buf_put(s, S("</rdf:Description>\n"));
}

static void put_making(Buf *s, Arena *a, const Book *b, int part, bool accessible)
{
    const Str date = arena_printf(a, STR_FMT "T00:00:00Z", STR_ARG(date_iso(a, b->date)));
    buf_put(s, S("<rdf:Description rdf:about=\"\""
                 " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                 " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\""
                 " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                 " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
                 " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
                 "<pdf:Producer>" PROGRAM "</pdf:Producer>\n"
                 "<xmp:CreatorTool>" PROGRAM "</xmp:CreatorTool>\n"));
    put_element(s, a, "xmp:CreateDate", date);
    put_element(s, a, "xmp:ModifyDate", date);
    put_element(s, a, "xmp:MetadataDate", date);
    put_element(s, a, "xmpMM:DocumentID", b->identifier);
    buf_printf(s, "<pdfaid:part>%d</pdfaid:part>\n", part);
    buf_put(s, accessible ? S("<pdfaid:conformance>A</pdfaid:conformance>\n"
                              "<pdfuaid:part>1</pdfuaid:part>\n")
                          : S("<pdfaid:conformance>U</pdfaid:conformance>\n"));
    buf_put(s, S("</rdf:Description>\n"));
}

Ref xmp_write(Arena *a, Objects *o, const Book *b, int part, bool accessible)
{
    Buf s = {0};
    buf_put(&s, S("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                  "<rdf:RDF xmlns:rdf="
                  "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"));
    put_dublin_core(&s, a, b);
    put_making(&s, a, b, part, accessible);
    buf_put(&s, str_of(extension));
    buf_put(&s, S("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n"));
    const Ref ref =
        obj_stream(o, S("/Type /Metadata /Subtype /XML\n"), buf_str(&s), false);
    buf_free(&s);
    return ref;
}

Ref intent_write(Objects *o)
{
    Buf s = {0};
    put_icc_srgb(&s);
    const Ref profile = obj_stream(o, S("/N 3\n"), buf_str(&s), true);
    buf_clear(&s);
    buf_put(&s, S("/Type /OutputIntent /S /GTS_PDFA1 "
                  "/OutputConditionIdentifier (sRGB IEC61966-2.1) "
                  "/Info (sRGB IEC61966-2.1) /DestOutputProfile "));
    put_ref(&s, profile);
    const Ref ref = obj_add(o, buf_str(&s));
    buf_free(&s);
    return ref;
}
