/* A stylesheet in a string, and what is asked of it. */
#ifndef UNIT_STYLE_FIXTURE_H
#define UNIT_STYLE_FIXTURE_H

#include "style/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Sheet {
    Diag d;
    StyleSheet *s;
} Sheet;

static Sheet sheet_on(Str css, Paper paper)
{
    Sheet sheet = {.s = NULL};
    sheet.s = style_parse(&sheet.d, S("styles/x.css"), css, (Str){0}, &paper);
    return sheet;
}

static Sheet sheet_of(const char *css)
{
    return sheet_on(str_of(css), (Paper){0});
}

static void sheet_free(Sheet *sheet)
{
    style_free(sheet->s);
    diag_free(&sheet->d);
}

/* Message i as "LINE:COL ID". */
static inline void assert_message(const Sheet *sheet, size_t i, const char *want)
{
    assert_true(i < sheet->d.n);
    const Message *m = &sheet->d.messages[i];
    Buf b = {0};
    buf_printf(&b, "%u:%u %s", (unsigned)m->at.line, (unsigned)m->at.col,
               diag_name(m->id));
    buf_byte(&b, '\0');
    assert_string_equal(b.p, want);
    buf_free(&b);
}

static inline void assert_str(Str got, const char *want)
{
    assert_int_equal(got.n, strlen(want));
    assert_memory_equal(got.p ? got.p : "", want, got.n);
}

/* The style of an element alone in the body. */
static inline Style style_of(const Sheet *sheet, const char *name, const char *cls)
{
    const Element e = {.name = name, .cls = str_of(cls), .is_last = true};
    Style style;
    style_compute(sheet->s, &e, NULL, &style);
    return style;
}

#endif
