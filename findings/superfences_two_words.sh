#!/bin/sh
# pymdown-extensions 13.1.2 with Markdown 3.11.3: `pymdownx.superfences` takes a fence whose line has a second word
# (```tale wrong) for no fence at all, as CommonMark and GitHub do not: the block becomes words in a paragraph, its
# closing fence opens another block, and that swallows the headings up to the next fence, with their anchors. Nothing
# is said of it. Markdown's own `fenced_code` does the same. Whoever marks blocks for a test runner so (CommonMark calls
# the rest of the line the info string, and says it may hold anything) loses parts of a page when it becomes a site.
# This states what it makes of such a page; it fails if any of it has changed.
set -e

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install pymdown-extensions==13.1.2 Markdown==3.11.3 \
    markdown-it-py==4.0.0

"$folder/venv/bin/python" - <<'PYTHON'
import re

import markdown
from markdown_it import MarkdownIt

PAGE = """# One

```{}
a block
```

## Two

```text
another
```

## Three
"""


def headings(html):
    return re.findall(r"<h\d[^>]*>([^<]*)", html)


print("pymdown-extensions 13.1.2, Markdown 3.11.3, markdown-it-py 4.0.0 (CommonMark)")
found = {}
for info in ("tale", "tale wrong"):
    page = PAGE.format(info)
    for name in ("pymdownx.superfences", "fenced_code"):
        found[info, name] = headings(markdown.markdown(page, extensions=[name]))
    found[info, "CommonMark"] = headings(MarkdownIt().render(page))
for (info, name), kept in found.items():
    print(f"  ```{info:10} {name:21} headings: {', '.join(kept)}")
assert all(kept == ["One", "Two", "Three"] for (info, name), kept in found.items() if info == "tale")
assert found["tale wrong", "CommonMark"] == ["One", "Two", "Three"]
assert found["tale wrong", "pymdownx.superfences"] == ["One", "Three"], "it is a fence now"
assert found["tale wrong", "fenced_code"] == ["One", "Three"], "it is a fence now"
PYTHON
echo "as seen"
