"""How a body is read: Markdown to a tree, steps on that tree, the tree to sanitised HTML.

`reader` makes the tree (`blocks`, `lists`, `fences`, `containers`, `raw_html`, `footnotes`, `inline` are its
syntax); `tasks`, `figures`, `tables`, `references`, `headings`, `contents` change it; `writer` writes it down
and `sanitise` has the last word. `lines` knows where in the file a thing was written.
"""
