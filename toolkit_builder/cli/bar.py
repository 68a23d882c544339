"""A progress bar. Only terminals show one, so nothing else waits for what draws it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A sign that `what` goes on, and a bar once what it gives is called with how many are done, of how many."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # A thread that draws would keep a build from making copies of its process.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task(what, total=None)
        progress.refresh()

        def tell(done: int, every: int) -> None:
            progress.update(task, description="Printing", total=every, completed=done, refresh=True)

        yield tell
