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
    "runts<2em": 0,
    "pagehyph": 0,
    "short pages": 2,
    "ratio sd": 0.12,
    ">1.33 %": 4.5,
    ">1.5 %": 1,
    "<0.8 %": 4,
    "hyphen %": 10,
}

measured = json.load(open(sys.argv[1], encoding="utf-8"))
wrong = [f"{k}: {measured[k]}, at most {most}" for k, most in MOST.items() if not measured[k] <= most]
print(", ".join(f"{k} {measured[k]}" for k in ("body lines", *MOST)))
print("\n".join(wrong))
sys.exit(bool(wrong))
