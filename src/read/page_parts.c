/* "Complete page" saves: page.html and beside it page_files/ with its pictures, styles
 * and frames, which are no articles.
 *
 * Browsers name the folder after the page, with a word in the language of the browser
 * behind it.  So a folder with such a name is a page's where a page of that name lies
 * beside it, or, for the page may have been renamed, where one of the first pages beside
 * it names the folder.  Any other folder is as good as the next.
 * Cost: linear; a page is read only for a folder that is called so and has no page. */
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "reader.h"

enum {
    PAGE_MOST = 64 << 20, /* bytes of a page that is searched for the folder's name */
    SEARCHED_MOST = 16,   /* pages beside a folder */
};

/* What browsers put behind a page's name, in their languages. */
static const char *const endings[] = {
    "_files",
    "-files",
    ".files",
    "_file",
    "_bestanden",
    "-bestanden",
    "_Dateien",
    "-Dateien",
    "_fichiers",
    "-fichiers",
    "_archivos",
    "_arquivos",
    "_ficheiros",
    "_fitxers",
    "_fitxategiak",
    "_fajlovi",
    "_datoteke",
    "_pliki",
    "_soubory",
    "_elemei",
    "_tiedostot",
    "_filer",
    "-filer",
    "_dosyalar",
    "_failid",
    "_bylos",
    "_arxius",
    /* Russian, Ukrainian, Bulgarian, Greek; Chinese, both; Japanese */
    "_файлы",
    "_файли",
    "_файлове",
    "_αρχεία",
    "_文件",
    "_檔案",
    "のファイル",
};
static const char *const pages[] = {".html", ".htm", ".xhtml", ".xht", ".shtml"};

/* The path without the ending of such a folder; empty: it has none. */
static Str stem_of(Str folder)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const Str ending = str_of(endings[i]);
        if (path_base(folder).n > ending.n && str_ends(folder, ending))
            return str_sub(folder, 0, folder.n - ending.n);
    }
    return (Str){0};
}

static bool is_page(Str path)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (str_ends_nocase(path, str_of(pages[i])))
            return true;
    return false;
}

/* The page with that stem; empty: none lies there. */
static Str find_page(const PageParts *p, Str stem)
{
    const Str *page = map_find(&p->pages, stem);
    return page ? *page : (Str){0};
}

/* The folder's name, as pages write it. */
static Str written(Arena *a, Str name)
{
    Buf out = {0};
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == ' ')
            buf_put(&out, S("%20"));
        else
            buf_byte(&out, name.p[i]);
    buf_byte(&out, '/');
    const Str s = arena_str(a, buf_str(&out));
    buf_free(&out);
    return s;
}

static Str find_referrer(const PageParts *p, Str folder)
{
    const Str beside = path_folder(folder);
    Arena *scratch = arena_new();
    const Str name = path_base(folder);
    const Str plain = arena_printf(scratch, STR_FMT "/", STR_ARG(name));
    const Str escaped = written(scratch, name);
    Str found = {0};
    size_t n = 0;
    for (size_t i = 0; i < p->files.n && found.n == 0 && n < SEARCHED_MOST; i++) {
        const Str path = p->files.v[i].path;
        Str bytes;
        if (!is_page(path) || !str_eq(path_folder(path), beside))
            continue;
        n++;
        if (file_read_below(scratch, beside, path_base(path), PAGE_MOST, &bytes) &&
            (str_has(bytes, plain) || str_has(bytes, escaped)))
            found = path;
    }
    arena_free(scratch);
    return found;
}

PageParts page_parts_of(Arena *a, FileList files)
{
    PageParts p = {.arena = a, .files = files};
    for (size_t i = 0; i < files.n; i++) {
        Str *path = &files.v[i].path;
        if (is_page(*path))
            *map_at(&p.pages,
                    str_sub(*path, 0,
                            path->n - path_base(*path).n + path_stem(*path).n)) = path;
    }
    return p;
}

/* The page that the folder belongs to; empty: none.  Told once. */
static Str page_of(Diag *d, PageParts *p, Str folder)
{
    const Str stem = stem_of(folder);
    if (stem.n == 0)
        return (Str){0};
    void **known = map_at(&p->folders, folder);
    if (*known == NULL) {
        Str *page = arena_alloc(p->arena, sizeof *page);
        *page = find_page(p, stem);
        if (page->n == 0)
            *page = find_referrer(p, folder);
        if (page->n)
            diag(d, D_PAGE_PARTS, (Loc){.path = folder}, path_base(*page), (Str){0});
        *known = page;
    }
    return *(Str *)*known;
}

bool page_parts_has(Diag *d, PageParts *p, Str path, size_t from)
{
    for (size_t i = from; i < path.n; i++)
        if (path.p[i] == '/' && page_of(d, p, str_sub(path, 0, i)).n)
            return true;
    return false;
}

void page_parts_free(PageParts *p)
{
    map_free(&p->pages);
    map_free(&p->folders);
}
