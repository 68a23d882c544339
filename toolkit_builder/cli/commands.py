"""Every command, with its words and options. What a command does stands in another module, loaded when it runs.

So help, and a word that is mistyped, cost no more than click; and one command does not wait for what another needs.
"""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import click

from toolkit_builder.diagnostics import Format
from toolkit_builder.outputs import Like, Paper, SheetKind

from .later import later

PIECES = [kind for kind in get_args(SheetKind) if kind != "palette"]
"""The printed pieces that somebody can ask for by name: `KINDS`, without what it takes to make them."""


class Command(click.Command):
    """A command that `work` does: a function, with the module that it is in, such as `check.check`.

    It takes each of `params` by name. The first line of `about` is what the list of commands says.
    """

    def __init__(self, name: str, work: str, about: str, *params: click.Parameter) -> None:
        super().__init__(name, callback=self._run, params=list(params), help=about)
        self.work = work

    def function(self) -> Callable[..., object]:
        """What does the work; its module is loaded now."""
        module, _, name = self.work.partition(".")
        found: Callable[..., object] = getattr(later(module), name)
        return found

    def _run(self, **asked: object) -> None:
        self.function()(**asked)


def _flag(name: str, about: str) -> click.Option:
    return click.Option([name], is_flag=True, help=about)


def _school(about: str) -> click.Option:
    return click.Option(["--school"], metavar="ID", default="", help=about)


_FOLDER = click.Argument(
    ["folder"], metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
_NO_CACHE = _flag("--no-cache", "Make everything anew, and keep nothing of it.")
_NO_PDF = "Leave out the printed pieces."
_SCHEDULER = click.Option(
    ["--scheduler"], metavar="ADDRESS", help="Build the schools on the workers of this Dask scheduler."
)

_TRANSLATE = [
    Command(
        "update",
        "translate.update",
        """Write locales/XX.po for each language of the school: every text, with the translations that there are.

        Of a language that the program does not speak, templates/locales/XX.po gets the words of the site itself.

        Where many schools share the library, schools/ID/locales/XX.po gets the texts that are a school's own. A file of
        which something cannot be read is left as it is.
        """,
        _FOLDER,
    ),
    Command(
        "status",
        "translate.status",
        "Show for each language and each file how many texts are done, to be checked, missing, and the source's own.",
        _FOLDER,
    ),
    Command(
        "out",
        "exchange.hand_out",
        """Write the texts of a language for somebody who translates: a workbook, or XLIFF 2 for an office.

        What families read or hear comes first. Each text comes with its translation, where it stands, what it must keep
        and how long it may be. `in` takes the file back.
        """,
        _FOLDER,
        click.Option(["--language"], metavar="XX", required=True, help="Into this language of the school's."),
        _flag("--families", "Only what families read or hear."),
        _flag("--changed", "Only what is to be done: new texts, those that changed, and those to be checked."),
        click.Option(
            ["--out"],
            metavar="FILE",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Where it goes, as .xlsx or .xlf (translate-XX.xlsx).",
        ),
        click.Option(
            ["--format", "form"], type=click.Choice(["xlsx", "xlf"]), help="A workbook, or XLIFF 2, without --out."
        ),
        _school("For this one of many schools in schools/."),
    ),
    Command(
        "in",
        "exchange.take_in",
        """Take back FILE (.xlsx or .xlf), which `out` wrote and somebody filled.

        What somebody else changed in the catalogue meanwhile stays, and both are told. What cannot be taken is told by
        its cell; all else goes in, and the same file can be taken again.
        """,
        click.Argument(["file"], metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        _FOLDER,
        _school("For this one of many schools in schools/."),
    ),
]

COMMANDS = [
    Command(
        "new",
        "new.new",
        """Make a new school's toolkit in DIR: small files, on top of the library that comes with the program.

        Three of the files are there to double-click, on Windows, a Mac and Linux: each opens the editor.
        """,
        click.Argument(["folder"], metavar="DIR", type=click.Path(path_type=Path)),
        click.Option(["--school", "name"], metavar="NAME", help="The school's name."),
        click.Option(["--copy", "is_copy"], is_flag=True, help="Copy the whole library, to own and keep all of it."),
        _flag("--with-ci", "Also for a toolkit that is there: files with which GitHub or GitLab publish."),
    ),
    Command(
        "new-guide",
        "new_guide.begin_guide",
        "Begin a guide called TITLE: a short one in docs/guides/ that passes `check`, with to-dos in it.",
        click.Argument(["title"]),
        _FOLDER,
        click.Option(
            ["--grade", "grades"],
            metavar="GRADE",
            multiple=True,
            required=True,
            help="PK, K, 1 to 12, or a span such as K-2; may be given again.",
        ),
        click.Option(
            ["--visit"],
            help="The kind of visit: first (without --like), second, transition, recruiting, remote, or one of your"
            " own.",
        ),
        click.Option(["--like"], metavar="ID", help="Begin with the text of this guide."),
        _school("For this one of many schools in schools/."),
    ),
    Command(
        "check",
        "check.check",
        "Look at every file of the toolkit, and of each school that shares it, and say what to mend.",
        _FOLDER,
        click.Option(["--format", "form"], type=click.Choice(get_args(Format)), default="text", show_default=True),
        _flag("--strict", "Warnings count as errors."),
        click.Option(
            ["--palette"],
            metavar="FILE.pdf",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Also show the school's colors, and write them to this PDF.",
        ),
        _school("Of many schools in schools/, only this one."),
        _NO_CACHE,
    ),
    Command(
        "build",
        "build.build",
        "Make the site. If anything goes wrong, the old site stays as it was.",
        _FOLDER,
        click.Option(
            ["--site-dir"], type=click.Path(file_okay=False, path_type=Path), help="Where the site goes (site/)."
        ),
        _flag("--strict", "Fail on warnings, too."),
        _flag("--no-pdf", _NO_PDF),
        click.Option(
            ["--language", "languages"], metavar="XX", multiple=True, help="Beside the first, only this language."
        ),
        _flag("--offline-zip", "Also make a zip that opens from a disk or stick, without a network."),
        click.Option(
            ["--school", "schools"], metavar="ID", multiple=True, help="Of many schools in schools/, only this one."
        ),
        _flag("--all-schools", "The site of each school in schools/, and a page that leads to them."),
        _SCHEDULER,
        _NO_CACHE,
    ),
    Command(
        "print",
        "pieces.print_pieces",
        """Make cards, handouts, posters and binders as accessible PDFs.

        With --prompts and --activities, one PDF of those alone, in the order in which you name them: first the prompts,
        then the activities. --like says as what.
        """,
        _FOLDER,
        click.Option(
            ["--guide", "guides"],
            metavar="ID",
            multiple=True,
            help="Only this guide's pieces; may be given again.",
        ),
        click.Option(["--sheet", "kinds"], type=click.Choice(PIECES), multiple=True, help="Only this kind of piece."),
        click.Option(
            ["--prompts"],
            metavar="ID,ID...",
            multiple=True,
            help="Instead, only these prompts, by their ids; may be given again.",
        ),
        click.Option(
            ["--activities"],
            metavar="ID,ID...",
            multiple=True,
            help="And only these activities; may be given again.",
        ),
        click.Option(
            ["--like"],
            type=click.Choice(get_args(Like)),
            help="What is picked so becomes cards (without --like), a visit plan, or handouts for the family.",
        ),
        click.Option(["--language", "languages"], metavar="XX", multiple=True, help="Only in this language."),
        click.Option(
            ["--paper"], type=click.Choice(get_args(Paper)), help="The paper; school.yml says which otherwise."
        ),
        click.Option(["--out"], type=click.Path(file_okay=False, path_type=Path), help="Where the PDFs go (print/)."),
        _school("For this one of many schools in schools/."),
        _NO_CACHE,
    ),
    Command(
        "fonts",
        "lettering.fonts",
        """Tell in which fonts each language of the school is printed, and what to install where one is missing.

        With --take, a font of yours is put into docs/assets/fonts/ first, and its letters are used.
        """,
        _FOLDER,
        click.Option(
            ["--take", "taken"],
            metavar="FILE",
            multiple=True,
            type=click.Path(exists=True, path_type=Path),
            help="A font (.ttf, .otf), or a folder of fonts; may be given again.",
        ),
        _school("For this one of many schools in schools/."),
    ),
    Command(
        "serve",
        "serve.serve",
        "Show the site on this computer while you write; it follows every change.",
        _FOLDER,
        click.Option(["--port"], type=click.IntRange(1, 65535), default=8000, show_default=True),
        click.Option(["--language"], metavar="XX", default="", help="Show it in this language."),
        _school("Show this one of many schools in schools/."),
    ),
    Command(
        "edit",
        "edit.edit",
        """Open the whole toolkit as pages of forms in the browser of this computer, to change it without any YAML.

        Nobody else can reach it. Every change is kept, and can be taken back.
        """,
        _FOLDER,
        click.Option(
            ["--port"], type=click.IntRange(1, 65535), help="Where it is on this computer (8765, or a free one)."
        ),
        _school("Edit this one of many schools in schools/."),
        _flag("--no-browser", "Only say the address."),
    ),
    Command(
        "publish",
        "publish.publish",
        """Make the site and put it where people read it: a folder, a zip, or a git branch.

        If anything goes wrong, what was published stays as it was.
        """,
        _FOLDER,
        click.Option(
            ["--folder", "target"],
            metavar="PATH",
            type=click.Path(path_type=Path),
            help="Into a web server's folder.",
        ),
        click.Option(
            ["--zip", "archive"],
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="As one zip, to hand to a host.",
        ),
        click.Option(
            ["--branch"], metavar="NAME", help="On a git branch, such as gh-pages, from which a host serves it."
        ),
        click.Option(["--remote"], metavar="NAME|URL", help="The git repository of that branch (origin)."),
        _flag("--replace", "On a branch, take the place of what others committed; history keeps it."),
        _flag("--rollback", "Bring back what was published before."),
        _flag("--strict", "Publish nothing if there are warnings."),
        _flag("--no-pdf", "Leave out the printed pieces; for hosts that take few files."),
        click.Option(["--school"], metavar="ID", help="Of many schools in schools/, the site of this one."),
        _flag("--all-schools", "The sites of all schools in schools/, and a page that leads to them."),
        _SCHEDULER,
    ),
    Command(
        "rule",
        "reference.rule",
        "Say what a rule wants, and why; without CODE, list them all.",
        click.Argument(["code"], required=False),
    ),
    Command(
        "schema",
        "reference.schema",
        "Write JSON Schemas, with which editors complete keys and show what they mean.",
        click.Option(
            ["--out"],
            type=click.Path(file_okay=False, path_type=Path),
            default=Path("schemas"),
            show_default=True,
        ),
    ),
    Command(
        "own",
        "own.own",
        """Take an entry of the library into your own files, to change it there; or find where a text stands.

        ID is a guide, prompt, activity, fact or word, such as grade-3-first or prompts/hopes-keep; or the place of one
        text, such as guide/grade-3-first/invite/note, which goes under `wording:` in school.yml.

        To find a place, copy a sentence, or a part of it, from a page or a printed piece: own --where "We would love to
        meet you".
        """,
        click.Argument(["entry"], metavar="[ID]", required=False),
        click.Argument(["folder"], metavar="[DIR]", required=False),
        click.Option(
            ["--where"], metavar="TEXT", help="Find the place of words that you saw on a page, in any language."
        ),
        _school("Of many schools in schools/, for this one."),
    ),
    Command(
        "upgrade",
        "upgrade.upgrade",
        """Bring your own entries and wording up to date with the library below.

        What you left alone becomes what the library has now. What you changed stays; where the library changed the same
        text, you are asked. Each file that changes is copied to .history/ first.
        """,
        _FOLDER,
        click.Option(["--plan", "only_plans"], is_flag=True, help="Only show what would be done."),
        click.Option(
            ["--out"],
            metavar="FILE.md",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Also write it here.",
        ),
        _school("Of many schools in schools/, this one."),
        _flag("--from-copy", "Of a full copy of the library, keep only what is the school's own."),
    ),
    Command(
        "import",
        "spreadsheet.import_rows",
        """Take prompts and activities from FILE (.xlsx or .csv) and write them as YAML. Nothing there is changed.

        With --update, a row with the id of an entry, or nearly its text, changes that entry. The columns are those of
        prompts-and-activities.csv, which every built site holds.
        """,
        click.Argument(["file"], metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        _FOLDER,
        _flag("--update", "Also change entries that are there, after showing what and asking."),
        _flag("--yes", "With --update: do it without asking."),
    ),
    Command(
        "sheet",
        "sheet.sheet",
        "Write questions and activities into a new workbook, with lists to choose from. `import` takes it back.",
        click.Argument(["file"], metavar="FILE.xlsx", type=click.Path(dir_okay=False, path_type=Path)),
        _FOLDER,
        _flag("--blank", "Without the toolkit's own: for somebody who has ideas."),
        _flag("--tally", "Instead: a workbook that counts visits without names. The site's kit has it, too."),
    ),
    click.Group(
        "translate",
        _TRANSLATE,
        help="Bring translations up to date, hand them out and take them back, and see how far they are.",
    ),
]
