/* Mail, inside: what its openers share. */
#ifndef READ_MAIL_H
#define READ_MAIL_H

#include "base/map.h"
#include "mime.h"

/* mail_fields.c: a new article for what stands in that part of the file's message, whose
 * member is the part's number, and the name of a file where it has one. */
Article *mail_article(const Article *file, const MimePart *p, Str name);
/* mail_fields.c: sets the article's fields from the head of its message, and, where that
 * has no date, from the mailbox's line above it (empty: none). */
void mail_fields(Article *a, const Mime *m, const MimePart *head, Str from_line);
/* The address of the page that the message is a copy of; empty: not stated. */
Str mail_address(const Mime *m, const MimePart *head);

/* mail_forms.c: of a text in two forms, is the marked-up one the better to read? */
bool mail_prefers_html(Str html, Str text);

/* mail_nearby.c: the parts of a message as what its texts may refer to: by Content-ID
 * (cid:), by Content-Location, and by the names of files. */
typedef struct MailFiles {
    const Mime *m;
    Str base;   /* what relative addresses start from; empty: unknown */
    Map places; /* MimePart by how it is referred to; owned: mail_files_free() */
    bool *used; /* those of m's parts that were found, in m's arena */
} MailFiles;
void mail_files(MailFiles *f, const Mime *m, Str base);
void mail_files_free(MailFiles *f);
/* Nearby's: ctx is a MailFiles. */
bool mail_find(const void *ctx, Arena *arena, Str ref, Str *bytes);

static inline Loc mail_loc(const Article *file)
{
    return (Loc){.path = file->src.path};
}

#endif
