#!/usr/bin/env python3
"""maildraft.py DRAFT SUBJECT TO FILE...: does Python read the draft as it is meant?

The files are attached to the byte and by their names, the subject is one field, it goes to
whom it is to (empty: to nobody yet), nothing breaks a rule that Python knows, and every line is short and ends in CR LF."""
import email
import email.policy
import os
import sys

draft, subject, to, *files = sys.argv[1:]
with open(draft, "rb") as f:
    raw = f.read()
lines = raw.split(b"\r\n")
assert not any(b"\n" in line or b"\r" in line for line in lines), "a bare line end"
assert all(len(line.decode()) <= 78 for line in lines), "a long line"

message = email.message_from_bytes(raw, policy=email.policy.default)
parts = list(message.walk())
defects = [d for part in parts for d in part.defects]
defects += [d for part in parts for _, field in part.items() for d in field.defects]
assert not defects, defects
assert message["X-Unsent"] == "1"
assert message["Subject"] == subject, message["Subject"]
assert (message["To"] or "") == to, message["To"]

attached = list(message.iter_attachments())
assert len(attached) == len(files), len(attached)
for part, path in zip(attached, files):
    assert part.get_filename() == os.path.basename(path), part.get_filename()
    with open(path, "rb") as f:
        assert part.get_payload(decode=True) == f.read(), path
text = message.get_body().get_content()
assert all(os.path.basename(path) in text for path in files), text
