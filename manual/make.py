"""Writes the manual's generated pages: every key from the model, every rule from its docstring."""

from pathlib import Path

from toolkit_builder.reference import FAULTS, manual_reference
from toolkit_builder.rules import RULES

MANUAL = Path(__file__).parent


def _rules_page() -> str:
    lines = [
        "# Rules, and other findings",
        "",
        "<!-- Made by `make reference` from the rules. Change a rule's docstring, not this page. -->",
        "",
        "`toolkit-builder check` reports each finding with a code; `toolkit-builder rule CODE` prints its page.",
        "Levels can be changed in `mkdocs.yml`:",
        "",
        "```yaml",
        "plugins:",
        "  - toolkit-builder:",
        "      rules:",
        "        few-places: error # error, warning, note or off",
        "```",
        "",
        "The practices CP1 to CP5 follow those that home-visit programs describe in public. D1 to D10 are our own. A",
        "guide's `profile` changes the level of some; a rule that is `off` is switched on by a profile.",
        "",
        "## Practices",
        "",
    ]
    for rule in sorted(RULES.values(), key=lambda rule: (not rule.practice, rule.practice, rule.code)):
        practice = f" ({rule.practice})" if rule.practice else ""
        lines += [f"### {rule.code}", "", f"Level: {rule.level}{practice}", "", rule.doc, ""]
    lines += [
        "## Faults of form",
        "",
        "These are errors but for those that say otherwise: what they speak of could not be read, or not be printed.",
        "",
    ]
    for code, text in FAULTS.items():
        lines += [f"- **{code}**: {text}"]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """File name in `manual/` to Markdown."""
    return {"reference.md": manual_reference(), "rules.md": _rules_page()}


def main() -> None:
    for name, text in pages().items():
        (MANUAL / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
