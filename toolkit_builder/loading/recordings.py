"""The recordings that entries name: there, of a kind that browsers play, and heard by somebody."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from toolkit_builder.diagnostics import Diagnostic, Location, did_you_mean
from toolkit_builder.model.banks import Activity, Prompt
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.recordings import Recordings
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import files_in
from toolkit_builder.pictures import find_picture
from toolkit_builder.sounds import ALL_ENDINGS, ENDINGS, sound_fault

from .strays import hand_written_text

_Holder = tuple[Guide | Prompt | Activity, tuple[str, ...], Recordings]


def _holders(toolkit: Toolkit) -> Iterator[_Holder]:
    """All that may have recordings, with the keys that lead to them, and with those that it has."""
    for guide in toolkit.guides:
        yield guide, ("family_page", "audio"), guide.family_page.audio
    own = chain.from_iterable((*guide.prompts, *guide.activities) for guide in toolkit.guides)
    entries: Iterable[object] = (*toolkit.prompts, *toolkit.activities, *own)
    for entry in entries:
        if isinstance(entry, (Prompt, Activity)):
            yield entry, ("audio",), entry.audio


def check_recordings(
    toolkit: Toolkit, folders: Sequence[Path], files: Mapping[str, Path], own: str
) -> Iterator[Diagnostic]:
    """All that is wrong with the recordings of a toolkit, which lie in one of `folders`.

    `files` are those of the school's own folder, which findings call `own`.
    """
    named: set[str] = set()
    for entry, keys, recordings in _holders(toolkit):
        for language, name in recordings.items():
            named.add(name)
            place = entry.at(*keys, language)
            if language not in toolkit.school.languages and toolkit.is_own(place):
                message = f"nobody hears this: '{language}' is none of the site's languages"
                hint = (
                    did_you_mean(language, toolkit.school.languages) or f"add {language} to 'languages:' in school.yml"
                )
                yield Diagnostic("unused-recording", message, place, hint, "warning")
            yield from _file_faults(name, place, folders, own)
    unknown = {name: plain for name in files if _is_sound(name) and (plain := _plain(name)) not in named}
    offered = hand_written_text(files.values()) if unknown else ""
    for name, plain in unknown.items():
        if plain.rpartition("/")[2] not in offered:
            message = "nothing leads to this recording, and everyone who guesses its address can hear it"
            hint = "name it under 'audio:' of what it reads, or keep it outside of docs/"
            yield Diagnostic("unused-recording", message, Location(f"{own}/{name}"), hint, "warning")


def _file_faults(name: str, place: Location, folders: Sequence[Path], own: str) -> Iterator[Diagnostic]:
    file = find_picture(folders, name)
    if Path(name).suffix.lower() not in ENDINGS:
        message = f"'{name}' is none of MP3 and Opus ({', '.join(ENDINGS)})"
        yield Diagnostic("missing-recording", message, place, "export it as MP3, which every device plays")
    elif file is None:
        sounds = (found for folder in folders if folder.is_dir() for found, _ in files_in(folder) if _is_sound(found))
        hint = did_you_mean(name, sounds) or f"put the file into {own}/assets/audio/"
        yield Diagnostic("missing-recording", f"there is no recording '{name}'", place, hint)
    else:
        try:
            with file.open("rb") as opened:
                fault = sound_fault(opened, file.suffix.lower())
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            yield Diagnostic("unreadable-file", f"{name} cannot be opened: {reason}", place)
            return
        if fault:
            yield Diagnostic("bad-recording", f"{name}: {fault[0]}", place, fault[1])


def _is_sound(name: str) -> bool:
    return name.lower().endswith(ALL_ENDINGS)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def heard_files(published: Mapping[str, Path], toolkit: Toolkit) -> dict[str, Path]:
    """The files that go into the site in the language of `toolkit`: without recordings for other languages' readers,
    unless a hand-written page leads to them."""
    named = [one for _, _, recordings in _holders(toolkit) for one in recordings.items()]
    heard = {name for language, name in named if language == toolkit.language}
    others = {name for _, name in named} - heard
    offered = hand_written_text(published.values()) if others else ""
    return {
        name: file
        for name, file in published.items()
        if (plain := _plain(name)) not in others or plain.rpartition("/")[2] in offered
    }
