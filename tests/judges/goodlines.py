#!/usr/bin/env python3
"""goodlines.py FILE.json: holds what linequality measured against what a book may have."""
import json
import sys

MOST = {
    "widows": 0,
    "orphans": 0,
    "stranded headings": 0,
    "overfull": 0,
    "runs>=3": 0,
    "ratio sd": 0.34,
}

measured = json.load(open(sys.argv[1], encoding="utf-8"))
wrong = [f"{k}: {measured[k]}, at most {most}" for k, most in MOST.items() if not measured[k] <= most]
print(", ".join(f"{k} {measured[k]}" for k in ("body lines", *MOST)))
print("\n".join(wrong))
sys.exit(bool(wrong))
