"""The default toolkit is worth publishing: whole, different in each grade, sound."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.base import iter_texts
from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.model.vocabulary import GRADES, Grade
from toolkit_builder.prose import plain_text
from toolkit_builder.rules import check_toolkit
from toolkit_builder.rules.reading_level import reading_grade
from toolkit_builder.settings import load_options

ROOT = Path(__file__).parent.parent

# A run of four words that stands in both of two texts is rarely chance; half of a text made of such runs never is.
# One voice has its set phrases, such as "what is going well, and what is still hard": they may stand in many guides. A
# paragraph of more than a sentence in which only grade and number were swapped shares all of its runs.
RUN = 4
MOST_SHARED_BY_PARAGRAPHS = 0.5
# Between two whole guides: set phrases come to an eighth at most.
MOST_SHARED_BY_GUIDES = 0.12
FEWEST_WORDS = 15
_NUMBER = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth|eleventh|twelfth|prek|pre-k|kindergarten|kindergartners?|(\w+)?graders?|"
    r"freshm[ae]n|sophomores?|juniors?|seniors?)\b"
)


@cache
def _toolkit() -> Toolkit:
    toolkit, findings = load_toolkit(Folders(ROOT))
    assert findings == []
    return toolkit


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of four words, blind to grade and number, so that swapping them hides nothing."""
    words = re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)?|#", _NUMBER.sub("#", plain_text(text).casefold()))
    return frozenset(zip(*(words[start:] for start in range(RUN)), strict=False))


def _paragraphs(guide: Guide) -> Iterator[str]:
    for found in iter_texts(guide):
        if len(found.text.split()) >= FEWEST_WORDS:
            yield found.text


def overlaps(guides: tuple[Guide, ...]) -> tuple[dict[tuple[str, str], float], list[tuple[float, str, str, str, str]]]:
    """Share of runs that two guides have in common, and pairs of paragraphs, most alike first."""
    texts = [(guide.id, text, _runs(text)) for guide in guides for text in _paragraphs(guide)]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (_, _, runs) in enumerate(texts):
        for run in runs:
            places[run].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    between: dict[tuple[str, str], int] = defaultdict(int)
    for numbers in places.values():
        pairs = set()
        for position, one in enumerate(numbers):
            for other in numbers[position + 1 :]:
                if texts[one][0] != texts[other][0]:
                    shared[one, other] += 1
                    pairs.add((texts[one][0], texts[other][0]))
        for pair in pairs:
            between[pair] += 1
    sizes = {guide.id: len(frozenset().union(*(runs for id_, _, runs in texts if id_ == guide.id))) for guide in guides}
    alike = [
        (count / min(len(texts[one][2]), len(texts[other][2])), *texts[one][:2], *texts[other][:2])
        for (one, other), count in shared.items()
    ]
    whole = {pair: count / min(sizes[pair[0]], sizes[pair[1]]) for pair, count in between.items()}
    return whole, sorted(alike, reverse=True)


def test_no_two_guides_share_a_paragraph() -> None:
    """Each guide is written for its grade: nothing is a paragraph of another with grade and number swapped."""
    whole, alike = overlaps(_toolkit().guides)

    too_alike = [pair for pair in alike if pair[0] > MOST_SHARED_BY_PARAGRAPHS]
    assert too_alike == []
    assert {pair: share for pair, share in whole.items() if share > MOST_SHARED_BY_GUIDES} == {}


def test_nothing_is_to_mend() -> None:
    """`check --strict` passes: no error and no warning."""
    _, options = load_options(ROOT)

    assert [found for found in check_toolkit(_toolkit(), options.levels) if found.level != "note"] == []


@pytest.mark.parametrize("grade", GRADES)
def test_every_grade_has_its_visits_and_activities(grade: Grade) -> None:
    """Both visits; ten activities up to grade 5, six after, of five routines, in reading and mathematics."""
    toolkit = _toolkit()
    own = [guide for guide in toolkit.guides if guide.grades == (grade,)]
    assert {"first", "second"} <= {guide.visit for guide in own}
    activities = [activity for activity in toolkit.activities if grade in activity.grades]
    assert len(activities) >= (10 if grade in ("PK", "K", "1", "2", "3", "4", "5") else 6)
    assert len({activity.routine for activity in activities}) >= 5
    areas = {skill.area for activity in activities for skill in toolkit.skills_of(activity.skills)}
    assert {"literacy", "mathematics"} <= areas


@pytest.mark.parametrize(
    ("guide", "visit"),
    [
        ("prek-to-kindergarten", "transition"),
        ("grade-5-to-6", "transition"),
        ("grade-8-to-9", "transition"),
        ("grade-10-yearly-plan", "transition"),
        ("grade-11-yearly-plan", "transition"),
        ("grade-12-to-after", "transition"),
        ("iep-after-school", "transition"),
        ("aptt-follow-up", "second"),
        ("fast-invitation", "recruiting"),
        ("video-or-phone", "remote"),
        ("after-long-absence", "transition"),
        ("first-visit-with-interpreter", "first"),
    ],
)
def test_steps_and_programs_have_their_guides(guide: str, visit: str) -> None:
    assert _toolkit().guides_by_id[guide].visit == visit


def test_first_visits_are_about_hopes_only() -> None:
    """No goal, no skills, nothing to practice."""
    firsts = [guide for guide in _toolkit().guides if guide.visit == "first"]
    assert [guide.id for guide in firsts if guide.goal or guide.skills or guide.activities] == []


def test_the_bank_of_questions() -> None:
    """At least 250, each with what we share, a follow-up, what to listen for, and topics; some of each purpose."""
    prompts = _toolkit().prompts
    assert len(prompts) >= 250
    without = [one.id for one in prompts if not (one.we_share and one.follow_ups and one.listen_for and one.topics)]
    assert without == []
    assert min(Counter(one.purpose for one in prompts).values()) >= 3


_COMMON = frozenset(
    """a about an and are as at be been but by child could day did do does for from good had has have how i if in is it
    its like made make more most no not of on one or other our school should so student tell than that the thing this to
    each us want was we what when where which who whom whose why with would year you your""".split()  # noqa: SIM905
)


def test_no_two_questions_say_the_same() -> None:
    """Of the words that carry meaning, two questions share less than three quarters, or fewer than three."""
    words = [
        (one.id, {word for word in re.findall(r"[a-z]+", one.text.casefold()) if word not in _COMMON and len(word) > 2})
        for one in _toolkit().prompts
    ]
    alike = [
        (one, other, sorted(mine & theirs))
        for position, (one, mine) in enumerate(words)
        for other, theirs in words[position + 1 :]
        if len(mine & theirs) >= 3 and len(mine & theirs) >= 0.75 * min(len(mine), len(theirs))
    ]
    assert alike == []


def test_what_families_read_is_plain() -> None:
    """Each family's page as a whole reads at grade 6 or under."""
    hard = {
        guide.id: round(grade, 1)
        for guide in _toolkit().guides
        if (grade := reading_grade(" ".join(found.text for found in iter_texts(guide.family_page)), "en")) > 6.0
    }
    assert hard == {}


def test_facts_are_sourced_and_claim_no_cause() -> None:
    toolkit = _toolkit()
    assert len(toolkit.glossary) >= 40
    assert len([skill for framework in toolkit.frameworks for skill in framework.skills]) >= 201
    assert [fact.id for fact in toolkit.facts if not fact.source.title] == []
    causal = re.compile(r"\b(caus(?:e|es|ed)|leads? to|results? in|improves?|boosts?)\b")
    assert [fact.id for fact in toolkit.facts if causal.search(fact.statement)] == []
