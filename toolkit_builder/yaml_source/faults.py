"""The faults of a YAML file as such, by their codes, explained."""

FAULTS: dict[str, str] = {
    "yaml-syntax": "The file is not valid YAML at this place, so nothing of it could be read. Usually a quote, a colon "
    "or the indentation is off; the line above the marked one is often the culprit.",
    "duplicate-key": "The same key stands twice in one block. YAML would silently drop one of the two.",
    "bad-key": "A key must be a plain word followed by a colon.",
    "bad-character": "The file holds a character that cannot be shown, such as a control character.",
    "not-utf8": "Files are read as UTF-8, the encoding that every editor offers as default today.",
    "unknown-tag": "Words that start with `!` are YAML tags. This toolkit needs none, and runs none.",
    "unknown-alias": "`*name` repeats the value that was marked with `&name` further up; no such mark was found.",
    "alias-loop": "`*name` stands inside the very value that `&name` marks, so it would never end.",
    "too-many-aliases": "Aliases inside aliases grow beyond all measure; a file that does so is refused.",
    "too-deep": "Values stand inside values more than 50 levels deep; no file of a toolkit needs that.",
    "file-too-big": "A file of more than 20 MB is not text that someone wrote.",
    "unreadable-file": "The file could not be opened.",
    "cut-text": "A warning: a # after a space begins a remark, so what follows it is shown nowhere. A text that holds "
    "one stands in quotes; a remark on a line of its own cuts nothing.",
    "swallowed-line": "A warning: a line that looks like an item or a key of its own was read as the end of the text "
    "above it, because it begins further to the right, or with a character that is no plain hyphen or space.",
    "typed-bullet": "A warning: a text begins with a bullet that was typed or pasted. A list is made by '- ', and the "
    "page draws the bullets.",
    "invisible-character": "A character that nobody can see stands in a key, or inside a word, where the site's search "
    "would not find the word. Pages of the web, Word and PDFs bring such characters along.",
    "unused-mark": "A warning: a text that begins with & loses its first word, because YAML takes `&word` for a mark "
    "that `*word` repeats.",
}
