/* The check of finished PDFs: a small one without a fault, broken by hand in one place at
 * a time, and each rule fires where it should and no other does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/buf.h"
#include "check/check.h"
#include "claims.h"

/* ---- the book ---- */

typedef struct Part {
    unsigned number;  /* of the object; 0: of the trailer */
    const char *dict; /* without its brackets, or an array with them */
    const char *data; /* of a stream; NULL: it is none */
} Part;

/* Words of two letters under an MCID. */
#define SHOW          "BT/F1 12 Tf 1 0 0 1 20 300 Tm[<0001>-20<0002>]TJ ET\n"
#define TEXT(tag, id) "/" tag "<</MCID " id ">>BDC\n" SHOW "EMC\n"

/* More than a viewer has room for beside a page. */
#define TENS "0123456789012345678901234567890123456789"
#define LONG TENS TENS TENS TENS TENS TENS TENS

/* In place of bytes that are made (make_data()). */
#define PROFILE "(profile)"
#define PROGRAM "(program)"

static const Part book[] = {
    {0, "/Root 1 0 R/Info 15 0 R/ID[<01><02>]", NULL},
    {1,
     "/Type/Catalog/Pages 2 0 R/StructTreeRoot 20 0 R/Metadata 4 0 R/OutputIntents[5 0 R]"
     "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>"
     "/Outlines 10 0 R/Lang(en)/PageLabels<</Nums[0<</S/r>>1<</S/D/St 1>>]>>"
     "/Names<</Dests<</Names[(a)[7 0 R/Fit](b)[8 0 R/XYZ 0 0 0]]>>"
     "/EmbeddedFiles<</Names[(0001)40 0 R]>>>>/AF[40 0 R]",
     NULL},
    {2, "/Type/Pages/Count 2/Kids[3 0 R]", NULL},
    {3, "/Type/Pages/Parent 2 0 R/Count 2/Kids[7 0 R 8 0 R]/MediaBox[0 0 300 400]", NULL},
    {4, "/Type/Metadata/Subtype/XML",
     "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
     "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
     "rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
     "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
     "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
     "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "
     "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" "
     "xmlns:s=\"http://www.aiim.org/pdfa/ns/schema#\">"
     "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">The Book</rdf:li></rdf:Alt>"
     "</dc:title><dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq>"
     "</dc:creator><pdf:Producer>sheaf 1</pdf:Producer>"
     "<xmp:CreateDate>2025-05-02T00:00:00+00:00</xmp:CreateDate>"
     "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
     "<pdfuaid:part>1</pdfuaid:part>"
     "<s:namespaceURI>http://www.aiim.org/pdfua/ns/id/</s:namespaceURI>"
     "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n"},
    {5,
     "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
     "/DestOutputProfile 6 0 R",
     NULL},
    {6, "/N 3/Filter/FlateDecode", PROFILE},
    {7,
     "/Type/Page/Parent 3 0 R/Resources 9 0 R/Contents 13 0 R/Tabs/S/StructParents 0"
     "/Annots[16 0 R]",
     NULL},
    {8,
     "/Type/Page/Parent 3 0 R/Resources 9 0 R/Contents[14 0 R]/Tabs/S/StructParents 1"
     "/Annots 18 0 R/CropBox[0 0 300 400]",
     NULL},
    {9,
     "/Font<</F1 30 0 R>>/XObject<</P1 35 0 R/X1 36 0 R>>/ExtGState<</G1 37 0 R>>"
     "/Properties<</Q1<</MCID 1>>>>",
     NULL},
    {10, "/Type/Outlines/First 11 0 R/Last 12 0 R/Count 2", NULL},
    {11, "/Parent 10 0 R/Next 12 0 R/Title(One)/Dest[7 0 R/Fit]", NULL},
    {12, "/Parent 10 0 R/Prev 11 0 R/Title(Two)/A<</S/GoTo/D(b)>>", NULL},
    {13, "/Filter/FlateDecode",
     "0 g\n" TEXT("H1", "0") TEXT("P", "1") TEXT("P", "2") TEXT("Link", "3") TEXT(
         "Lbl", "4") TEXT("LBody", "5") TEXT("Note", "6") "/Figure<</MCID 7>>BDC\nq 10 0 "
                                                          "0 10 20 20 cm/P1 Do "
                                                          "Q\nEMC\n/Artifact<</Type/"
                                                          "Layout>>BDC\n20 20 9 1 re "
                                                          "f\nEMC\n"},
    {14, "",
     TEXT("H2", "0") "/TH/Q1 BDC\n" SHOW "EMC\n" TEXT("TH", "2") TEXT("TD", "3") TEXT(
         "Link", "4") "/Note<</MCID 5>>BDC\nBT/F1 9 Tf/Span<</ActualText(c)>>BDC\n<0003>"
                      "Tj\nEMC ET\nEMC\n/Artifact BMC/G1 gs/X1 Do EMC\n"},
    {15,
     "/Producer(sheaf 1)/Title(The Book)/Author(A, B)/CreationDate(D:20250502000000Z)",
     NULL},
    {16,
     "/Type/Annot/Subtype/Link/F 4/Rect[20 20 60 40]/Contents(one)/StructParent 2"
     "/Dest(a)",
     NULL},
    {17,
     "/Type/Annot/Subtype/Link/F 4/Rect[20 20 60 40]/Contents(two)/StructParent 3"
     "/A<</S/URI/URI(https://example.org/)>>",
     NULL},
    {18, "[17 0 R]", NULL},
    {19, "[0]", NULL},
    {20,
     "/Type/StructTreeRoot/K[21 0 R]/ParentTree 22 0 R/ParentTreeNextKey 4"
     "/RoleMap<</Chapter/Section/Section/Sect>>/ClassMap<</Row<</O/Table/Scope/Row>>>>",
     NULL},
    {21, "/S/Document/P 20 0 R/K[50 0 R 51 0 R 53 0 R 57 0 R 58 0 R 59 0 R]", NULL},
    {22, "/Kids[23 0 R 24 0 R]", NULL},
    {23,
     "/Nums[0[50 0 R 51 0 R 51 0 R 52 0 R 55 0 R 56 0 R 57 0 R 58 0 R]"
     "1[60 0 R 64 0 R 65 0 R 66 0 R 68 0 R 69 0 R]]/Limits[0 1]",
     NULL},
    {24, "/Nums[2 52 0 R 3 68 0 R]/Limits[2 3]", NULL},
    {30,
     "/Type/Font/Subtype/Type0/BaseFont/ABCDEF+Test/Encoding/Identity-H"
     "/DescendantFonts[31 0 R]/ToUnicode 33 0 R",
     NULL},
    {31,
     "/Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Test/FontDescriptor 32 0 R"
     "/CIDToGIDMap/Identity/W[1[500 600.4]3 3 250]",
     NULL},
    {32, "/Type/FontDescriptor/FontName/ABCDEF+Test/FontFile2 34 0 R", NULL},
    {33, "/Filter/FlateDecode",
     "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
     "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
     "1 beginbfchar <0001> <0041> endbfchar\n"
     "1 beginbfrange <0002> <0003> <0042> endbfrange\nendcmap end end\n"},
    {34, "/Filter/FlateDecode", PROGRAM},
    {35,
     "/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8"
     "/ColorSpace/DeviceGray/Filter/FlateDecode",
     "dots"},
    {36, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<>>", "q 0 0 9 9 re f Q\n"},
    {37, "/Type/ExtGState/TR2/Default", NULL},
    {40,
     "/Type/Filespec/F(a.txt)/UF(a.txt)/AFRelationship/Source/EF<</F 41 0 R/UF 41 0 R>>",
     NULL},
    {41,
     "/Type/EmbeddedFile/Subtype/text#2Fplain"
     "/Params<</Size 4/CheckSum<1cb251ec0d568de6a929b520c4aed8d1>>>",
     "text"},
    {50, "/S/H1/P 21 0 R/Pg 7 0 R/K 19 0 R", NULL},
    {51, "/S/P/P 21 0 R/Pg 7 0 R/K[1 52 0 R 2]", NULL},
    {52, "/S/Link/P 51 0 R/Pg 7 0 R/K[3<</Type/OBJR/Pg 7 0 R/Obj 16 0 R>>]", NULL},
    {53, "/S/L/P 21 0 R/K[54 0 R]/A<</O/List/ListNumbering/Decimal>>", NULL},
    {54, "/S/LI/P 53 0 R/K[55 0 R 56 0 R]", NULL},
    {55, "/S/Lbl/P 54 0 R/Pg 7 0 R/K 4", NULL},
    {56, "/S/LBody/P 54 0 R/Pg 7 0 R/K 5", NULL},
    {57, "/S/Note/P 21 0 R/Pg 7 0 R/K[6]/ID(n1)", NULL},
    {58, "/S/Figure/P 21 0 R/Pg 7 0 R/K 7/Alt(A dot)/A<</O/Layout/BBox[20 20 30 30]>>",
     NULL},
    {59, "/S/Chapter/P 21 0 R/Pg 8 0 R/K[60 0 R 61 0 R 68 0 R 69 0 R]/Lang(de-CH)", NULL},
    {60, "/S/H2/P 59 0 R/Pg 8 0 R/K<</Type/MCR/MCID 0>>", NULL},
    {61, "/S/Table/P 59 0 R/K[62 0 R 63 0 R]", NULL},
    {62, "/S/TR/P 61 0 R/K[65 0 R 64 0 R]", NULL},
    {63, "/S/TR/P 61 0 R/K[66 0 R]", NULL},
    {64, "/S/TH/P 62 0 R/Pg 8 0 R/K 1/A[<</O/Table/RowSpan 2>>]/C/Row", NULL},
    {65, "/S/TD/P 62 0 R/Pg 8 0 R/K 2", NULL},
    {66, "/S/TD/P 63 0 R/Pg 8 0 R/K 3", NULL},
    {68, "/S/Link/P 59 0 R/Pg 8 0 R/K[4<</Type/OBJR/Obj 17 0 R>>]", NULL},
    {69, "/S/Note/P 59 0 R/Pg 8 0 R/K[5]/ID(n2)", NULL},
};
enum { PARTS = sizeof book / sizeof *book, NUMBERS = 80 };

static void put_be(Buf *b, unsigned v, int bytes)
{
    while (bytes-- > 0)
        buf_byte(b, (char)(v >> 8 * bytes));
}

/* The head of an ICC profile: version 2, of a screen, of RGB. */
static void put_profile(Buf *b)
{
    buf_fill(b, '\0', 128);
    memcpy(b->p + 8, "\2", 1);
    memcpy(b->p + 12, "mntrRGB XYZ ", 12);
    memcpy(b->p + 36, "acsp", 4);
}

/* A TrueType program of four glyphs, with nothing but what tells their widths. */
static void put_program(Buf *b)
{
    static const struct {
        const char *name;
        unsigned at, n;
    } tables[] = {
        {"head", 76, 20}, {"hhea", 96, 36}, {"hmtx", 132, 16}, {"maxp", 148, 6}};
    static const unsigned widths[] = {500, 500, 600, 250};
    buf_put(b, (Str){"\0\1\0\0\0\4\0\0\0\0\0\0", 12});
    for (size_t i = 0; i < 4; i++) {
        buf_put(b, str_of(tables[i].name));
        put_be(b, 0, 4);
        put_be(b, tables[i].at, 4);
        put_be(b, tables[i].n, 4);
    }
    buf_fill(b, '\0', 18);
    put_be(b, 1000, 2); /* units of the em */
    buf_fill(b, '\0', 34);
    put_be(b, 4, 2); /* widths */
    for (size_t i = 0; i < 4; i++)
        put_be(b, widths[i] << 16, 4);
    put_be(b, 0x10000, 4);
    put_be(b, 4, 2); /* glyphs */
}

/* ---- one thing that is wrong ---- */

/* In the dictionary or the data of an object, `what` becomes `other`. */
typedef struct Mutation {
    unsigned number;
    const char *what, *other;
    DiagId ids[2]; /* its rule, and that of what follows from it; 0: nothing does */
} Mutation;

#define SAVES "q q q q q q q q q q "
#define DEEP  "[[[[[[[[[[[[[[[[[[[[[[[["

static const Mutation mutations[] = {
    {0, "/ID[<01><02>]", "", {D_CHECK_TRAILER}},
    {0, "/Info", "/Encrypt 5 0 R/Info", {D_CHECK_ENCRYPTED}},
    {0, "/Root 1 0 R", "/Root 15 0 R/Old 1 0 R", {D_CHECK_TRAILER}},
    {1, "/AF", "/URI 77 0 R/AF", {D_CHECK_REFERENCE}},
    {1, "/Lang(en)", "", {D_CHECK_CATALOG}},
    {1, "/Lang(en)", "/Lang(english language)", {D_CHECK_CATALOG}},
    {1, "DisplayDocTitle true", "DisplayDocTitle false", {D_CHECK_CATALOG}},
    {1, "/Marked true", "/Marked true/Suspects true", {D_CHECK_CATALOG}},
    {1, "/Marked true", "/Marked false", {D_CHECK_CATALOG}},
    {1, "(a)[7 0 R/Fit](b)", "(c)[7 0 R/Fit](b)", {D_CHECK_CATALOG, D_CHECK_LINK}},
    {1, "/AF", "/OpenAction<</S/JavaScript>>/AF", {D_CHECK_ACTIVE}},
    {1, "/AF", "/AA<<>>/AF", {D_CHECK_ACTIVE}},
    {1, "/AF", "/OpenAction<</S/Launch/F(x)>>/AF", {D_CHECK_ACTIVE}},
    {1, "/AF", "/OpenAction<</S/Named/N/Print>>/AF", {D_CHECK_ACTIVE}},
    {36, "/Subtype/Form", "/Subtype/Form/F(x)", {D_CHECK_ACTIVE}},
    {17, "https:", "javascript:", {D_CHECK_REMOTE}},
    {1, "/OutputIntents[5 0 R]", "", {D_CHECK_INTENT}},
    {5, "GTS_PDFA1", "GTS_PDFX", {D_CHECK_INTENT}},
    {5, "/DestOutputProfile 6 0 R", "", {D_CHECK_INTENT}},
    {6, "/N 3", "/N 4", {D_CHECK_INTENT}},
    {6, "(profile)", "none", {D_CHECK_INTENT}},
    {4, "<dc:title>", "<dc:title><b>", {D_CHECK_XML}},
    {4, "The Book", "", {D_CHECK_XMP, D_CHECK_INFO}},
    {4, "x-default", "en", {D_CHECK_XMP}},
    {4,
     "</rdf:Alt>",
     "<rdf:li xml:lang=\"x-default\"></rdf:li></rdf:Alt>",
     {D_CHECK_XMP}},
    {4, "part>3", "part>1", {D_CHECK_XMP}},
    {4, "conformance>A", "conformance>X", {D_CHECK_XMP}},
    {4, "<pdfuaid:part>1", "<pdfuaid:part>2", {D_CHECK_XMP}},
    {4, "URI>http:", "URI>x:", {D_CHECK_XMP}},
    {4, "/XML", "/XML/Filter[]", {D_CHECK_XMP}},
    {4, "/Subtype/XML", "", {D_CHECK_XMP}},
    {4, "part>3", "part>2", {D_CHECK_CLAIM}},
    {1, "/EmbeddedFiles<</Names[(0001)40 0 R]>>", "", {D_CHECK_CLAIM}},
    {15, "The Book", "Another", {D_CHECK_INFO}},
    {15, "A, B", "A", {D_CHECK_INFO}},
    {15, "20250502", "20250503", {D_CHECK_INFO}},
    {15, "(sheaf 1)", "(other 1)", {D_CHECK_FOREIGN, D_CHECK_INFO}},
    {40, "/UF(a.txt)", "", {D_CHECK_ATTACHED}},
    {40, "/AFRelationship/Source", "", {D_CHECK_ATTACHED}},
    {1, "/AF[40 0 R]", "/AF[]", {D_CHECK_ATTACHED}},
    {40, "/EF<</F 41 0 R/UF 41 0 R>>", "", {D_CHECK_ATTACHED}},
    {41, "text#2Fplain", "text", {D_CHECK_ATTACHED}},
    {41, "/Size 4", "/Size 5", {D_CHECK_ATTACHED}},
    {41, "/Size 4", "", {D_CHECK_ATTACHED}},
    {41, "<1cb2", "<1cb3", {D_CHECK_ATTACHED}},
    {1, "/PageLabels<</Nums[0<</S/r>>1<</S/D/St 1>>]>>", "", {D_CHECK_LABELS}},
    {1, "/S/D/St 1", "/S/D/St 0", {D_CHECK_LABELS}},
    {1, "/S/D/St 1", "/S/X", {D_CHECK_LABELS}},
    {1, "/S/D/St 1", "/S/D/P(" LONG ")", {D_CHECK_LABELS}},
    {1, "/S/D/St 1", "", {D_CHECK_LABELS}},
    {1, "1<</S/D/St 1>>", "2<</S/D/St 1>>", {D_CHECK_LABELS}},
    {1, "0<</S/r>>", "", {D_CHECK_LABELS}},
    {1, "1<</S/D/St 1>>", "0<</S/D/St 1>>", {D_CHECK_LABELS}},
    {3, "/Count 2", "/Count 3", {D_CHECK_PAGE}},
    {8, "/Parent 3 0 R", "/Parent 2 0 R", {D_CHECK_PAGE}},
    {3, "300 400", "300 2", {D_CHECK_PAGE, D_CHECK_ANNOTATION}},
    {7, "/Resources 9 0 R", "", {D_CHECK_PAGE, D_CHECK_CONTENT}},
    {7, "/Tabs/S", "/Tabs/R", {D_CHECK_PAGE}},
    {13, "0 g", "0 gg", {D_CHECK_CONTENT}},
    {13, "0 g", "g", {D_CHECK_CONTENT}},
    {13, "0 g", "q", {D_CHECK_CONTENT}},
    {13, "0 g", "Q", {D_CHECK_CONTENT}},
    {13, "0 g", "0 g )", {D_CHECK_CONTENT, D_CHECK_MCID}},
    {13, "0 g", "BT BT ET", {D_CHECK_CONTENT}},
    {13, "/F1 12", "/F2 12", {D_CHECK_CONTENT}},
    {13, "BT/F1 12 Tf", "BT", {D_CHECK_CONTENT}},
    {13, "-20<0002>", "/x<0002>", {D_CHECK_CONTENT}},
    {7, "/Contents 13 0 R", "/Contents[13 0 R 5 0 R]", {D_CHECK_CONTENT}},
    {13, "0 g", "1 0 0 rg", {D_CHECK_COLOUR}},
    {37, "/TR2/Default", "/TR/Identity", {D_CHECK_COLOUR}},
    {35, "/DeviceGray", "/DeviceCMYK", {D_CHECK_COLOUR}},
    {35, "/Width", "/Interpolate true/Width", {D_CHECK_COLOUR}},
    {35, "/Height 2", "/Height 3", {D_CHECK_OBJECT}},
    {13,
     "/Artifact<</Type/Layout>>BDC\n20 20 9 1 re f\nEMC\n",
     "20 20 9 1 re f\n",
     {D_CHECK_MARKED}},
    {13,
     "/Artifact<</Type/Layout>>BDC\n",
     "/Artifact<<>>BDC /P<</MCID 8>>BDC EMC ",
     {D_CHECK_MARKED, D_CHECK_MCID}},
    {13, "20 20 9 1 re f\nEMC", "20 20 9 1 re f", {D_CHECK_MARKED}},
    {13, "20 20 9 1 re f\nEMC", "20 20 9 1 re f\nEMC EMC", {D_CHECK_MARKED}},
    {13, "/MCID 7>>BDC\n", "/MCID 7>>BDC\n/Artifact BMC EMC ", {D_CHECK_MARKED}},
    {14, "Tj\nEMC ET\nEMC", "Tj\nET EMC EMC", {D_CHECK_MARKED}},
    {14, "/MCID 5", "/MCID 6", {D_CHECK_MCID}},
    {13, "/MCID 7", "/MCID 6", {D_CHECK_MCID}},
    {69, "/K[5]", "/K[5 3]", {D_CHECK_MCID}},
    {23, "55 0 R 56 0 R", "56 0 R 55 0 R", {D_CHECK_MCID}},
    {7, "/StructParents 0", "/StructParents 1", {D_CHECK_MCID}},
    {60, "/Pg 8 0 R", "", {D_CHECK_MCID}},
    {14, "(c)", "()", {D_CHECK_TEXT}},
    {14, "(c)", "(\255)", {D_CHECK_TEXT}},
    {33, "<0041>", "<00AD>", {D_CHECK_TEXT}},
    {33, "<0041>", "<FEFF>", {D_CHECK_UNICODE}},
    {33, "<0042>", "<>", {D_CHECK_UNICODE}},
    {33, "<0001> <0041>", "", {D_CHECK_UNICODE}},
    {31, "[500 600.4]", "[500 602]", {D_CHECK_WIDTH}},
    {31, "3 3 250", "", {D_CHECK_WIDTH}},
    {14, "<0003>", "<0000>", {D_CHECK_GLYPH, D_CHECK_UNICODE}},
    {14, "<0003>", "<0004>", {D_CHECK_GLYPH, D_CHECK_UNICODE}},
    {14, "<0003>", "<000300>", {D_CHECK_FONT}},
    {32, "/FontFile2 34 0 R", "", {D_CHECK_FONT}},
    {32, "ABCDEF+Test", "ABCDEF+Other", {D_CHECK_FONT}},
    {31, "ABCDEF+Test", "ABCDEF+Other", {D_CHECK_FONT}},
    {31, "/CIDToGIDMap/Identity", "", {D_CHECK_FONT}},
    {34, "(program)", "none", {D_CHECK_FONT}},
    {11, "(One)", "( )", {D_CHECK_OUTLINE}},
    {12, "/Prev 11 0 R", "/Prev 12 0 R", {D_CHECK_OUTLINE}},
    {12, "/Parent 10 0 R", "/Parent 11 0 R", {D_CHECK_OUTLINE}},
    {10, "/Last 12 0 R", "/Last 11 0 R", {D_CHECK_OUTLINE}},
    {12, "/Prev 11 0 R", "/Prev 11 0 R/First 11 0 R", {D_CHECK_OUTLINE}},
    {11, "7 0 R", "5 0 R", {D_CHECK_LINK}},
    {12, "(b)", "(c)", {D_CHECK_LINK}},
    {16, "(a)", "(c)", {D_CHECK_LINK}},
    {16, "/F 4", "/F 6", {D_CHECK_ANNOTATION}},
    {16, "/Contents(one)", "", {D_CHECK_ANNOTATION}},
    {16, "[20 20 60 40]", "[20 20 600 40]", {D_CHECK_ANNOTATION}},
    {16, "/Subtype/Link", "/Subtype/Text", {D_CHECK_ANNOTATION}},
    {7, "/Annots[16 0 R]", "/Annots[16 0 R 77 0 R]", {D_CHECK_REFERENCE}},
    {20, "/Chapter/Section", "/Chapter/Chapter", {D_CHECK_ROLE}},
    {20, "/Section/Sect", "/Section/Sect/Figure/P", {D_CHECK_ROLE}},
    {59, "/S/Chapter", "/S/Unheard", {D_CHECK_ROLE}},
    {20, "/K[21 0 R]", "/K[21 0 R 21 0 R]", {D_CHECK_TREE}},
    {20, "NextKey 4", "NextKey 3", {D_CHECK_TREE}},
    {21, "/S/Document", "/S/Part", {D_CHECK_TREE}},
    {51, "/P 21 0 R", "/P 20 0 R", {D_CHECK_TREE}},
    {22, "23 0 R 24 0 R", "24 0 R 23 0 R", {D_CHECK_TREE, D_CHECK_MCID}},
    {24, "[2 3]", "[2 4]", {D_CHECK_TREE}},
    {16, "/StructParent 2", "/StructParent 3", {D_CHECK_TREE}},
    {52, "/S/Link", "/S/Code", {D_CHECK_TREE}},
    {50, "/S/H1", "/S/H", {D_CHECK_TREE, D_CHECK_HEADING}},
    {21, "50 0 R", "50 0 R 15 0 R", {D_CHECK_TREE}},
    {21, "50 0 R", "50 0 R<</S/P/P 21 0 R>>", {D_CHECK_TREE}},
    {21, "50 0 R", "50 0 R<</S/Link/P 21 0 R/K<</S/Span/P 20 0 R>>>>", {D_CHECK_TREE}},
    {50, "/S/H1", "/S/H2", {D_CHECK_HEADING}},
    {60, "/S/H2", "/S/H3", {D_CHECK_HEADING}},
    {56, "/S/LBody", "/S/P", {D_CHECK_NESTING}},
    {53, "/S/L", "/S/Div", {D_CHECK_NESTING}},
    {64, "/C/Row", "", {D_CHECK_TABLE}},
    {64, "/RowSpan 2", "", {D_CHECK_GRID}},
    {64, "/RowSpan 2", "/RowSpan 3", {D_CHECK_GRID}},
    {65, "/K 2", "/K 2/A<</ColSpan 2>>", {D_CHECK_GRID}},
    {66, "/K 3", "/K 3/A<</ColSpan 2>>", {D_CHECK_GRID}},
    {64, "/S/TH", "/S/TD", {D_CHECK_GRID}},
    {65, "/K 2", "/K 2/A<</ColSpan 2000>>", {D_CHECK_GRID}},
    {58, "/Alt(A dot)", "", {D_CHECK_FIGURE}},
    {58, "/BBox[20 20 30 30]", "", {D_CHECK_FIGURE}},
    {57, "/ID(n1)", "", {D_CHECK_ID}},
    {57, "n1", "n2", {D_CHECK_ID}},
    {1, "/StructTreeRoot 20 0 R", "", {D_CHECK_CLAIM, D_CHECK_CATALOG}},
    {7, "/StructParents 0", "", {D_CHECK_PAGE, D_CHECK_MCID}},
    {52, "<</Type/OBJR/Pg 7 0 R/Obj 16 0 R>>", "", {D_CHECK_TREE, D_CHECK_ANNOTATION}},
    {54, "56 0 R", "56 0 R 53 0 R", {D_CHECK_TREE}},
    {7, "/Annots[16 0 R]", "/Annots 18 0 R", {D_CHECK_ANNOTATION}},
    {60, "<</Type/MCR/MCID 0>>", " 19 0 R", {D_CHECK_TREE, D_CHECK_MCID}},
    {22, "24 0 R", "24 0 R 22 0 R", {D_CHECK_TREE}},
    {3, "8 0 R", "8 0 R 2 0 R 3 0 R", {D_CHECK_PAGE}},
    {3, "8 0 R", "8 0 R 15 0 R", {D_CHECK_PAGE}},
    {3,
     "/MediaBox[0 0 300 400]",
     "/MediaBox[0 0 300]",
     {D_CHECK_PAGE, D_CHECK_ANNOTATION}},
    {30, "/Subtype/Type0", "/Subtype/Type3", {D_CHECK_FONT, D_CHECK_UNICODE}},
    {3, "8 0 R", "8 0 R 9", {D_CHECK_PAGE}},
    {13, "/MCID 7", "/MCID 70000", {D_CHECK_MARKED, D_CHECK_MCID}},
    {13, "0 g", "/F1 9 Tf(a)Tj", {D_CHECK_CONTENT, D_CHECK_MARKED}},
    {36, "/Subtype/Form", "/Subtype/PS", {D_CHECK_CONTENT}},
    {36, "f Q", "f Q BI/W 1 ID x", {D_CHECK_CONTENT}},
    {36, "q", SAVES SAVES SAVES, {D_CHECK_CONTENT}},
    {36, "f Q", "f Q 1", {D_CHECK_CONTENT}},
    {36, "f Q", "f Q [", {D_CHECK_CONTENT}},
    {36, "/Form", "/Form/Filter/Flate#44ecode", {D_CHECK_OBJECT}},
    {36, "/Form", "/Form/Filter/LZWDecode", {D_CHECK_OBJECT}},
    {35, "/Filter", "/DecodeParms<</Predictor 9>>/Filter", {D_CHECK_OBJECT}},
    {35, "/Filter", "/DecodeParms<</Predictor 15/Columns 0>>/Filter", {D_CHECK_OBJECT}},
    {35, "/Filter", "/DecodeParms<</Predictor 15/Columns 7>>/Filter", {D_CHECK_OBJECT}},
    {35, "/Filter", "/DecodeParms<</Predictor 15/Columns 3>>/Filter", {D_CHECK_OBJECT}},
    {35, "/Width 2", "/Width 0", {D_CHECK_OBJECT}},
    {35, "/Filter/FlateDecode", "/Filter/DCTDecode", {D_CHECK_OBJECT}},
    {37, "TR2/Default", "TR2[", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {37, "TR2/Default", "TR2[a]", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {37, "TR2/Default", "TR2<0G>", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {37, "TR2/Default", "TR2/Default/TR2/Default", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {37, "TR2/Default", "TR2(", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {37, "TR2/Default", "TR2 1 2 3", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {37, "TR2/Default", "TR2 0 R", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {37, "TR2/Default", "TR2 -1 0 R", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {37, "TR2/Default", "TR2" DEEP DEEP DEEP, {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {36, "/Form", "/Form/X(", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {36, "/Form", "/Form/X", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {36, "/Form", "/Form/X<0>", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {36, "/Form", "/Form/X#0", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
};

static Str changed(Buf *out, Str text, const Mutation *m)
{
    const size_t at = str_find(text, str_of(m->what));
    if (at == text.n)
        return text;
    buf_clear(out);
    buf_put(out, str_sub(text, 0, at));
    buf_put(out, str_of(m->other));
    buf_put(out, str_sub(text, at + strlen(m->what), text.n));
    return buf_str(out);
}

static void put_data(Buf *b, Str data, bool deflate_it)
{
    Buf made = {0};
    if (str_eq(data, S(PROFILE)))
        put_profile(&made);
    else if (str_eq(data, S(PROGRAM)))
        put_program(&made);
    else
        buf_put(&made, data);
    uLongf n = compressBound(made.n);
    Bytef *packed = mem_alloc(n);
    if (deflate_it) {
        assert_int_equal(compress(packed, &n, (const Bytef *)made.p, made.n), Z_OK);
        buf_clear(&made);
        buf_put(&made, (Str){(char *)packed, n});
    }
    buf_printf(b, "/Length %zu>>\nstream\n", made.n);
    buf_put(b, buf_str(&made));
    buf_put(b, S("\nendstream\nendobj\n"));
    free(packed);
    buf_free(&made);
}

static void put_part(Buf *b, const Part *p, const Mutation *m)
{
    Buf other[2] = {{0}, {0}};
    Str dict = str_of(p->dict), data = str_of(p->data);
    if (m && m->number == p->number) {
        const Str d = changed(&other[0], dict, m);
        const Str s = d.p == dict.p ? changed(&other[1], data, m) : data;
        assert_true(d.p != dict.p || s.p != data.p); /* it stands there */
        dict = d;
        data = s;
    }
    const bool array = str_starts(dict, S("["));
    buf_put(b, array ? S("") : S("<<"));
    buf_put(b, dict);
    if (p->data)
        put_data(b, data, str_has(dict, S("/FlateDecode")));
    else
        buf_put(b, !p->number ? S(">>\n") : array ? S("\nendobj\n") : S(">>\nendobj\n"));
    buf_free(&other[0]);
    buf_free(&other[1]);
}

/* ---- the file ---- */

enum { PACK = NUMBERS - 2, TABLE = NUMBERS - 1 }; /* of a packed file: their numbers */

typedef struct Making {
    Buf out;
    const Mutation *m;    /* NULL: nothing is wrong */
    size_t at[NUMBERS];   /* where an object stands; packed: its place in the pack */
    bool packed[NUMBERS]; /* 0: it does not */
    Buf index, bodies;    /* of the pack */
    size_t npacked;
} Making;

static void put_objects(Making *k, bool packed)
{
    for (size_t i = 1; i < PARTS; i++) {
        const Part *p = &book[i];
        if (packed && p->data == NULL) {
            k->packed[p->number] = true;
            k->at[p->number] = k->npacked++;
            buf_printf(&k->index, "%u %zu ", p->number, k->bodies.n);
            put_part(&k->bodies, p, k->m);
            k->bodies.n -= strlen("endobj\n");
            continue;
        }
        k->at[p->number] = k->out.n;
        buf_printf(&k->out, "%u 0 obj\n", p->number);
        put_part(&k->out, p, k->m);
    }
}

/* The trailer's entries without the brackets, with whatever is wrong in them. */
static void put_trailer(Making *k)
{
    Buf b = {0};
    put_part(&b, &book[0], k->m);
    buf_put(&k->out, str_sub(buf_str(&b), 2, b.n - strlen(">>\n")));
    buf_free(&b);
}

static size_t put_table(Making *k)
{
    const size_t start = k->out.n;
    buf_printf(&k->out, "xref\n0 %d\n0000000000 65535 f\r\n", NUMBERS);
    for (size_t i = 1; i < NUMBERS; i++)
        buf_printf(&k->out, "%010zu %05d %c\r\n", k->at[i], k->at[i] ? 0 : 65535,
                   k->at[i] ? 'n' : 'f');
    buf_printf(&k->out, "trailer\n<</Size %d", NUMBERS);
    put_trailer(k);
    buf_put(&k->out, S(">>\n"));
    return start;
}

static void put_pack(Making *k)
{
    Buf all = {0}, other = {0};
    if (k->m && k->m->number == PACK) {
        changed(&other, buf_str(&k->index), k->m);
        buf_clear(&k->index);
        buf_put(&k->index, buf_str(&other));
    }
    k->at[PACK] = k->out.n;
    buf_printf(&k->out, "%d 0 obj\n<</Type/ObjStm/N %zu/First %zu/Filter/FlateDecode",
               PACK, k->npacked, k->index.n);
    buf_put(&all, buf_str(&k->index));
    buf_put(&all, buf_str(&k->bodies));
    put_data(&k->out, buf_str(&all), true);
    buf_free(&all);
    buf_free(&other);
}

static int guess(int filter, int left, int up, int corner)
{
    const int p = left + up - corner;
    const int a = abs(p - left), b = abs(p - up), c = abs(p - corner);
    return filter == 0        ? 0
           : filter == 1      ? left
           : filter == 2      ? up
           : filter == 3      ? (left + up) / 2
           : a <= b && a <= c ? left
           : b <= c           ? up
                              : corner;
}

/* Rows of 1, 4 and 2 bytes, each with another of PNG's filters. */
static size_t put_table_stream(Making *k)
{
    enum { ROW = 7 };
    Buf rows = {0};
    uint8_t up[ROW] = {0};
    k->at[TABLE] = k->out.n;
    for (int i = 0; i < NUMBERS; i++) {
        const size_t at = k->packed[i] ? PACK : k->at[i],
                     more = k->packed[i] ? k->at[i] : 0;
        const int kind = k->packed[i] ? 2 : k->at[i] ? 1 : 0;
        const uint8_t row[ROW] = {
            (uint8_t)kind, (uint8_t)(at >> 24),  (uint8_t)(at >> 16), (uint8_t)(at >> 8),
            (uint8_t)at,   (uint8_t)(more >> 8), (uint8_t)more};
        buf_byte(&rows, (char)(i % 5));
        for (int b = 0; b < ROW; b++)
            buf_byte(&rows, (char)(row[b] - guess(i % 5, b ? row[b - 1] : 0, up[b],
                                                  b ? up[b - 1] : 0)));
        memcpy(up, row, sizeof up);
    }
    buf_printf(&k->out,
               "%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Filter/FlateDecode"
               "/DecodeParms<</Predictor 15/Columns %d>>",
               TABLE, NUMBERS, ROW);
    put_trailer(k);
    put_data(&k->out, buf_str(&rows), true);
    buf_free(&rows);
    return k->at[TABLE];
}

/* The file with one fault, or none: with a table, or with what can be packed. */
static Buf make(const Mutation *m, bool packed)
{
    Making k = {.m = m};
    buf_put(&k.out, S("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"));
    put_objects(&k, packed);
    if (packed)
        put_pack(&k);
    const size_t table = packed ? put_table_stream(&k) : put_table(&k);
    buf_printf(&k.out, "startxref\n%zu\n%%%%EOF\n", table);
    buf_free(&k.index);
    buf_free(&k.bodies);
    return k.out;
}

/* Is what a check of the bytes says of that rule, all of it, and is there some?  Each
 * says what to do. */
static bool says(Str bytes, const DiagId ids[2], const char *where)
{
    Diag d = {0};
    check_pdf(&d, S("b.pdf"), bytes);
    bool ok = true, told = false;
    for (size_t i = 0; i < d.n; i++)
        told = told || d.messages[i].id == ids[0];
    if (!told)
        print_error("%s: %s is not said\n", where, diag_name(ids[0]));
    for (size_t i = 0; i < d.n; i++)
        if (d.messages[i].id != ids[0] && d.messages[i].id != ids[1]) {
            print_error("%s: " STR_FMT ": %s \"" STR_FMT "\", not %s\n", where,
                        STR_ARG(d.messages[i].at.path), diag_name(d.messages[i].id),
                        STR_ARG(d.messages[i].text), diag_name(ids[0]));
            ok = false;
        }
    assert_advice(&d);
    diag_free(&d);
    return ok && told;
}

/* ---- tests ---- */

static void check_sound(Buf b)
{
    Diag d = {0};
    check_pdf(&d, S("b.pdf"), buf_str(&b));
    if (d.n > 0)
        fail_msg(STR_FMT ": " STR_FMT, STR_ARG(d.messages[0].at.path),
                 STR_ARG(d.messages[0].text));
    buf_free(&b);
}

static void test_a_sound_file_has_no_fault(void **state)
{
    (void)state;
    check_sound(make(NULL, false));
    check_sound(make(NULL, true));
}

static void test_each_fault_is_told_by_its_rule_alone(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof mutations / sizeof *mutations; i++)
        for (int packed = 0; packed < 2; packed++) {
            const Mutation *m = &mutations[i];
            Buf b = make(m, packed);
            wrong += !says(buf_str(&b), m->ids, m->other);
            buf_free(&b);
        }
    assert_int_equal(wrong, 0);
}

/* In place of the first `what` in the file's bytes. */
static void replace(Buf *b, const char *what, const char *other)
{
    Buf out = {0};
    const size_t at = str_find(buf_str(b), str_of(what));
    if (at == b->n)
        fail_msg("'%s' is not there", what);
    buf_put(&out, str_sub(buf_str(b), 0, at));
    buf_put(&out, str_of(other));
    buf_put(&out, str_sub(buf_str(b), at + strlen(what), b->n));
    buf_free(b);
    *b = out;
}

/* What is wrong with the file's bytes; `what` and `other` are of one length where places
 * behind them must stay. */
static const struct {
    bool packed;
    const char *what, *other;
    DiagId ids[2];
} damages[] = {
    {false, "%PDF-1.7", "%PDF-2.0", {D_CHECK_HEADER}},
    {false, "%\xE2\xE3\xCF\xD3", "%abcd", {D_CHECK_HEADER}},
    {false, "%%EOF\n", "%%EOF\nmore", {D_CHECK_HEADER}},
    {false, "%%EOF\n", "", {D_CHECK_HEADER}},
    {false, "startxref", "startxxxx", {D_CHECK_XREF}},
    {false, "startxref\n", "startxref\n9", {D_CHECK_XREF}},
    {false, "startxref\n", "startxref\n-", {D_CHECK_XREF}},
    {false, "xref\n0 80", "xref\n0 81", {D_CHECK_XREF}},
    {false, "xref\n0 80", "xref\n0 99999999", {D_CHECK_XREF}},
    {false, "xref\n0 80", "xref\n9999999 80", {D_CHECK_XREF}},
    {false, "xref\n0 80", "xref\n5000000 80", {D_CHECK_XREF}},
    {false, "xref\n0 80", "xref\n80", {D_CHECK_XREF}},
    {false, "65535 f\r\n", "65535 x\r\n", {D_CHECK_XREF}},
    {false, "0000000000 65535", "000000000a 65535", {D_CHECK_XREF}},
    {false, "trailer\n<<", "trailer\n[]", {D_CHECK_XREF}},
    {false, "/Size 80", "/Size 81", {D_CHECK_XREF}},
    {false, "/Size 80", "/Size 80/Prev 5", {D_CHECK_XREF}},
    {false, "/Size 80", "/Size 80/XRefStm 5", {D_CHECK_XREF}},
    {false, "37 0 obj", "57 0 obj", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {false, "37 0 obj", "37 1 obj", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {false, "37 0 obj", "37 0 abc", {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {false,
     "/Default>>\nendobj",
     "/Default>>\nendxxx",
     {D_CHECK_OBJECT, D_CHECK_CONTENT}},
    {false,
     "/Length 4>>\nstream\ntext",
     "/Length 3>>\nstream\ntext",
     {D_CHECK_OBJECT, D_CHECK_ATTACHED}},
    {false,
     "/Length 4>>\nstream\ntext",
     "/Length X>>\nstream\ntext",
     {D_CHECK_OBJECT, D_CHECK_ATTACHED}},
    {false,
     "/Length 4>>\nstream\ntext",
     "/Lengtx 4>>\nstream\ntext",
     {D_CHECK_OBJECT, D_CHECK_ATTACHED}},
    {false, "stream\ntext", "stream text", {D_CHECK_OBJECT, D_CHECK_ATTACHED}},
    {false,
     "text\nendstream\nendobj",
     "text\nendstream\nend...",
     {D_CHECK_OBJECT, D_CHECK_ATTACHED}},
    {true, "/W[1 4 2]", "/W[1 4 9]", {D_CHECK_XREF}},
    {true, "/W[1 4 2]", "/W[0 0 0]", {D_CHECK_XREF}},
    {true, "/Size 80", "/Size 81", {D_CHECK_XREF}},
    {true, "/Size 80", "/Size 80/Index[0 80 9 1]", {D_CHECK_XREF}},
    {true, "/Size 80", "/Size 80/Index[7000000 80]", {D_CHECK_XREF}},
    {true, "/Size 80", "/Size 80/Index[0 99999999999]", {D_CHECK_XREF}},
    {true, "/Columns 7", "/Columns 6", {D_CHECK_OBJECT}},
    {true, "/Columns 7", "/Columns 9999999", {D_CHECK_OBJECT}},
    {true, "/Type/XRef", "/Type/Xref", {D_CHECK_XREF}},
};

static void test_damage_is_told_where_it_is(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        Buf b = make(NULL, damages[i].packed);
        replace(&b, damages[i].what, damages[i].other);
        wrong += !says(buf_str(&b), damages[i].ids, damages[i].other);
        buf_free(&b);
    }
    assert_int_equal(wrong, 0);
}

/* Said of the bytes, among other things. */
static bool is_said(Str bytes, DiagId id, const char *what)
{
    Diag d = {0};
    bool said = false;
    check_pdf(&d, S("b.pdf"), bytes);
    for (size_t i = 0; i < d.n; i++)
        said =
            said || (d.messages[i].id == id && str_has(d.messages[i].text, str_of(what)));
    diag_free(&d);
    return said;
}

static void test_a_pack_must_hold_what_it_says(void **state)
{
    static const char *const changes[][3] = {
        {"ObjStm/N ", "ObjStm/N 9", "as many objects"},
        {"ObjStm/N ", "ObjStm/N -", "does not say what is packed"},
        {"ObjStm", "ObjStn", "not in their object streams"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        Buf b = make(NULL, true);
        const size_t n = b.n;
        replace(&b, changes[i][0], changes[i][1]);
        if (b.n > n) { /* the table stands behind it: one place further on */
            Buf c = {0};
            const size_t at = str_find(buf_str(&b), S("startxref\n")) + 10;
            buf_put(&c, str_sub(buf_str(&b), 0, at));
            buf_printf(&c, "%lu\n%%%%EOF\n", strtoul(b.p + at, NULL, 10) + (b.n - n));
            buf_free(&b);
            b = c;
        }
        if (!is_said(buf_str(&b), i == 2 ? D_CHECK_XREF : D_CHECK_OBJECT, changes[i][2]))
            fail_msg("'%s' is not said", changes[i][2]);
        buf_free(&b);
    }
    static const Mutation m = {PACK, "1 0 ", "1 99999 ", {D_CHECK_OBJECT}};
    Buf b = make(&m, true);
    assert_true(is_said(buf_str(&b), D_CHECK_OBJECT, "its objects are not where"));
    buf_free(&b);
}

static void test_every_cut_of_a_file_is_damaged(void **state)
{
    (void)state;
    for (int packed = 0; packed < 2; packed++) {
        Buf b = make(NULL, packed);
        for (size_t n = 0; n + 1 < b.n; n += 13) {
            Diag d = {0};
            check_pdf(&d, S("b.pdf"), str_sub(buf_str(&b), 0, n));
            assert_int_equal(d.exit, 1);
            diag_free(&d);
        }
        buf_free(&b);
    }
}

/* Each byte in turn is another: the check ends, and says nothing that is of no place. */
static void test_every_byte_may_be_another(void **state)
{
    (void)state;
    for (int packed = 0; packed < 2; packed++) {
        Buf b = make(NULL, packed);
        for (size_t i = 0; i < b.n; i += 3) {
            Diag d = {0};
            const char was = b.p[i];
            b.p[i] = (char)(was + 1 + (char)(i % 100));
            check_pdf(&d, S("b.pdf"), buf_str(&b));
            for (size_t k = 0; k < d.n; k++)
                assert_true(str_starts(d.messages[k].at.path, S("b.pdf")));
            b.p[i] = was;
            diag_free(&d);
        }
        buf_free(&b);
    }
}

static void test_a_table_may_not_lead_in_a_circle(void **state)
{
    Buf b = make(NULL, false);
    char prev[64];
    (void)state;
    const size_t at = str_find(buf_str(&b), S("\nxref\n")) + 1;
    snprintf(prev, sizeof prev, "trailer\n<</Prev %zu", at);
    replace(&b, "trailer\n<<", prev);
    assert_true(is_said(buf_str(&b), D_CHECK_XREF, "circle"));
    buf_free(&b);
}

/* The file saved again: objects from `from` on that stand in `objects`, one a line,
 * behind what there is, and a table of theirs that leads to the other. */
static void save_again(Buf *b, unsigned from, Str objects)
{
    Buf table = {0};
    const size_t before = str_find(buf_str(b), S("\nxref\n")) + 1;
    unsigned n = 0;
    while (objects.n > 0) {
        const Str line = str_line(&objects);
        buf_printf(&table, "%010zu 00000 n\r\n", b->n);
        buf_printf(b, "%u 0 obj\n<<" STR_FMT ">>\nendobj\n", from + n++, STR_ARG(line));
    }
    const size_t start = b->n;
    buf_printf(b, "xref\n%u %u\n" STR_FMT, from, n, STR_ARG(buf_str(&table)));
    buf_printf(b, "trailer\n<</Size %u/Prev %zu/Root 1 0 R/Info 15 0 R/ID[<01><02>]>>\n",
               from + n > NUMBERS ? from + n : NUMBERS, before);
    buf_printf(b, "startxref\n%zu\n%%%%EOF\n", start);
    buf_free(&table);
}

static void test_the_newest_of_an_object_counts(void **state)
{
    Buf b = make(NULL, false);
    (void)state;
    save_again(&b, 37, S("/Type/ExtGState"));
    check_sound(b);
    b = make(NULL, false);
    save_again(&b, 37, S("/Type/ExtGState/HTP[0 0]"));
    assert_true(is_said(buf_str(&b), D_CHECK_COLOUR, "halftone"));
    buf_free(&b);
}

/* Each begins in the string of the one before: were they read to their ends, the file
 * would be read as often as it has objects. */
static void test_objects_may_not_lie_in_each_other(void **state)
{
    enum { MANY = 200000 };
    Buf b = make(NULL, false), table = {0};
    (void)state;
    for (unsigned i = 0; i < MANY; i++) {
        buf_printf(&table, "%010zu 00000 n\r\n", b.n);
        buf_printf(&b, "%8u 0 obj (\n", NUMBERS + i);
    }
    for (unsigned i = 0; i < MANY; i++)
        buf_put(&b, S(")"));
    const size_t start = b.n;
    buf_printf(&b,
               "xref\n%u %u\n" STR_FMT "trailer\n<</Size %u>>\nstartxref\n%zu\n%%%%EOF\n",
               NUMBERS, MANY, STR_ARG(buf_str(&table)), NUMBERS + MANY, start);
    assert_true(is_said(buf_str(&b), D_CHECK_OBJECT, "a string does not end"));
    buf_free(&table);
    buf_free(&b);
}

static void test_a_tree_may_not_be_too_deep(void **state)
{
    enum { DEEP_TREE = 1100 };
    static const Mutation m = {21, "50 0 R", "80 0 R 50 0 R", {D_CHECK_TREE}};
    Buf b = make(&m, false), elems = {0};
    (void)state;
    for (unsigned i = 0; i < DEEP_TREE; i++)
        buf_printf(&elems, "/S/Div/P %u 0 R/K[%u 0 R]\n", i ? NUMBERS + i - 1 : 21,
                   NUMBERS + (i + 1) % DEEP_TREE);
    save_again(&b, NUMBERS, buf_str(&elems));
    assert_true(is_said(buf_str(&b), D_CHECK_TREE, "too deep"));
    buf_free(&elems);
    buf_free(&b);
}

static void test_a_bomb_is_not_unpacked(void **state)
{
    enum { LARGE = 65 << 20 };
    Buf zeros = {0}, packed = {0};
    Mutation m = {35, "dots", NULL, {D_CHECK_OBJECT}};
    (void)state;
    buf_fill(&zeros, '0', LARGE);
    buf_byte(&zeros, '\0');
    m.other = zeros.p;
    Buf b = make(&m, false);
    assert_true(b.n < 1 << 20);
    assert_true(is_said(buf_str(&b), D_CHECK_OBJECT, "more than any book"));
    buf_free(&b);
    buf_free(&packed);
    buf_free(&zeros);
}

static void test_a_fault_is_told_with_its_page_and_object(void **state)
{
    static const Mutation m = {17, "/F 4", "/F 6", {D_CHECK_ANNOTATION}};
    Diag d = {0};
    Buf b = make(&m, false);
    (void)state;
    check_pdf(&d, S("b.pdf"), buf_str(&b));
    assert_int_equal(d.n, 1);
    assert_str(d.messages[0].at.path, "b.pdf:page 1, object 17");
    assert_int_equal(d.exit, 1);
    diag_free(&d);
    buf_free(&b);
}

/* Where one rule has several things to say of a change, this is among them. */
static const struct {
    Mutation m;
    const char *words;
} worded[] = {
    {{3, "/MediaBox[0 0 300 400]", "/MediaBox[0 0 300]", {D_CHECK_PAGE}}, "no MediaBox"},
    {{3, "8 0 R", "8 0 R 15 0 R", {D_CHECK_PAGE}}, "neither a page nor a node"},
    {{20, "/Section/Sect", "/Section/Sect/Figure/P", {D_CHECK_ROLE}}, "standard one"},
    {{69, "/K[5]", "/K[5 3]", {D_CHECK_MCID}}, "more than one element"},
    {{57, "/K[6]", "/K[]", {D_CHECK_MCID}}, "is in no element"},
    {{60, "/Pg 8 0 R", "", {D_CHECK_MCID}}, "of no page"},
    {{14, "/MCID 5", "/MCID 6", {D_CHECK_MCID}}, "not drawn on its page"},
    {{52, "<</Type/OBJR/Pg 7 0 R/Obj 16 0 R>>", "", {D_CHECK_ANNOTATION}},
     "in no element"},
    {{36, "/Form", "/Form/Filter/LZWDecode", {D_CHECK_OBJECT}}, "packed by LZW"},
    {{36, "/Form", "/Form/Filter/RunLengthDecode", {D_CHECK_OBJECT}}, "other than Flate"},
    {{1, "/StructTreeRoot 20 0 R", "", {D_CHECK_CLAIM}}, "level A"},
    {{1, "/StructTreeRoot 20 0 R", "", {D_CHECK_CLAIM}}, "PDF/UA, but has no structure"},
    {{1, "/StructTreeRoot 20 0 R", "", {D_CHECK_CATALOG}}, "no /StructTreeRoot"},
};

static void test_each_thing_that_a_rule_can_say_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof worded / sizeof *worded; i++) {
        Buf b = make(&worded[i].m, false);
        if (!is_said(buf_str(&b), worded[i].m.ids[0], worded[i].words))
            fail_msg("'%s' is not said", worded[i].words);
        buf_free(&b);
    }
}

static void test_a_font_is_called_a_subset(void **state)
{
    Buf b = make(NULL, false);
    (void)state;
    for (int i = 0; i < 3; i++)
        replace(&b, "ABCDEF+Test", "ABCDEF-Test");
    assert_true(is_said(buf_str(&b), D_CHECK_FONT, "no subset"));
    buf_free(&b);
}

static void test_a_file_has_pages(void **state)
{
    static const Mutation m = {3, "7 0 R 8 0 R", "", {D_CHECK_PAGE}};
    Buf b = make(&m, false);
    (void)state;
    assert_true(is_said(buf_str(&b), D_CHECK_PAGE, "no page"));
    buf_free(&b);
}

/* Nobody who cannot see is promised anything. */
static void test_a_picture_may_be_silent_where_that_is_said(void **state)
{
    Buf b = make(NULL, false);
    (void)state;
    replace(&b, "conformance>A", "conformance>U");
    replace(&b, "<pdfuaid:part>1</pdfuaid:part>", "                              ");
    replace(&b, "/Alt(A dot)", "           ");
    check_sound(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_sound_file_has_no_fault),
        cmocka_unit_test(test_each_fault_is_told_by_its_rule_alone),
        cmocka_unit_test(test_damage_is_told_where_it_is),
        cmocka_unit_test(test_a_pack_must_hold_what_it_says),
        cmocka_unit_test(test_every_cut_of_a_file_is_damaged),
        cmocka_unit_test(test_every_byte_may_be_another),
        cmocka_unit_test(test_a_table_may_not_lead_in_a_circle),
        cmocka_unit_test(test_the_newest_of_an_object_counts),
        cmocka_unit_test(test_objects_may_not_lie_in_each_other),
        cmocka_unit_test(test_a_tree_may_not_be_too_deep),
        cmocka_unit_test(test_a_bomb_is_not_unpacked),
        cmocka_unit_test(test_a_fault_is_told_with_its_page_and_object),
        cmocka_unit_test(test_each_thing_that_a_rule_can_say_is_said),
        cmocka_unit_test(test_a_font_is_called_a_subset),
        cmocka_unit_test(test_a_file_has_pages),
        cmocka_unit_test(test_a_picture_may_be_silent_where_that_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
