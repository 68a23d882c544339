"""Inserts: a guide offers those that suit its grades, staff find all on one page, and no family reads a label."""

from pathlib import Path

import pytest

from toolkit_builder.folders import Folders
from toolkit_builder.loading import load_toolkit
from toolkit_builder.model.insert import missing_helpers
from toolkit_builder.model.texts import placed_texts
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.outputs import Page
from toolkit_builder.pages import Site, render_guide, render_indexes
from toolkit_builder.prose import plain_text
from toolkit_builder.sheets import Print, render_sheets

from .cases import base_toolkit
from .conftest import ROOT, ToolkitFiles
from .test_own import folders_of, run, write_oak


@pytest.fixture(scope="module")
def default() -> Toolkit:
    return load_toolkit(Folders(ROOT), languages=[])[0]


@pytest.fixture(scope="module")
def pages(default: Toolkit) -> dict[str, Page]:
    return _pages(default)


def _pages(toolkit: Toolkit) -> dict[str, Page]:
    site = Site(toolkit)
    made = [*render_indexes(site), *(page for guide in toolkit.guides for page in render_guide(site, guide))]
    return {page.uri: page for page in made}


def test_a_guide_has_those_it_names_first_and_the_others_for_its_grades_after() -> None:
    toolkit = base_toolkit()
    named = toolkit.guides_by_id["k-second"]
    other = toolkit.guides_by_id["k-first"]

    assert [one.id for one in toolkit.named_inserts_of(named)] == ["two-homes"]
    assert toolkit.named_inserts_of(other) == ()
    # The one for grade 12 is offered by neither.
    assert [one.id for one in toolkit.inserts_of(named)] == ["two-homes"]
    assert [one.id for one in toolkit.inserts_of(other)] == ["two-homes"]


def test_prompts_of_an_insert_are_those_for_the_guides_ages(default: Toolkit) -> None:
    homes = default.inserts_by_id["two-homes"]
    early = default.prompts_of_insert(homes, default.guides_by_id["prek-first"])

    assert [one.id for one in default.prompts_of_insert(homes)] == list(homes.prompts)
    assert early
    assert {one.id for one in early} < {*homes.prompts}
    assert all("early" in one.bands for one in early)


def test_each_guides_page_offers_what_suits_and_no_family_reads_a_name(
    default: Toolkit, pages: dict[str, Page]
) -> None:
    for guide in default.guides:
        body = pages[f"guides/{guide.id}/"].body
        family = pages[f"guides/{guide.id}/family/"].body
        for insert in default.inserts:
            assert (f"{plain_text(insert.when)[:30]}" in body) == (insert in default.inserts_of(guide)), insert.id
            assert insert.when not in family


def test_the_family_reads_the_words_of_those_that_its_guide_names() -> None:
    pages = _pages(base_toolkit())

    assert "We send the same news to each home." in pages["guides/k-second/family/"].body
    assert "We send the same news to each home." not in pages["guides/k-first/family/"].body
    assert "A child with two homes" not in pages["guides/k-second/family/"].body


def test_one_page_has_all_and_search_leads_to_each(default: Toolkit, pages: dict[str, Page]) -> None:
    page = pages["inserts/"]

    assert all(f'id="{insert.id}"' in page.body for insert in default.inserts)
    assert {entry.id for entry in page.search if entry.id} == {insert.id for insert in default.inserts}
    assert "inserts/" in pages["staff/"].body


def test_numbers_are_the_schools_and_a_missing_one_is_told_to_staff(default: Toolkit, pages: dict[str, Page]) -> None:
    assert not missing_helpers(default.school, default.inserts)
    assert 'href="tel:5550110"' in pages["inserts/"].body
    assert "<code>role: enrollment</code>" in _pages(base_toolkit())["inserts/"].body


def test_paper_has_the_named_ones_in_the_guide_and_all_on_pages_of_their_own() -> None:
    toolkit = base_toolkit()
    sheets = {(sheet.kind, sheet.guide): sheet for sheet in render_sheets(toolkit, Print(paper="letter"))}

    assert ("insert", "k-second") in sheets
    assert ("insert", "k-first") not in sheets
    assert "Carry no messages." in str(sheets["guide", "k-second"].values)
    assert "Carry no messages." not in str(sheets["guide", "k-first"].values)
    assert len(sheets["inserts", ""].values["inserts"]) == 2


def test_an_unknown_insert_gets_a_suggestion(toolkit_files: ToolkitFiles) -> None:
    guide = (ROOT / "tests/base/docs/guides/k-second.yml").read_text("utf-8").replace("[two-homes]", "[two-hommes]")
    _, findings = load_toolkit(Folders(toolkit_files({"docs/guides/k-second.yml": guide})))

    assert [(one.code, one.hint) for one in findings] == [
        ("unknown-insert", "did you mean 'two-homes' (docs/inserts.yml:1)?")
    ]


def test_what_an_insert_names_must_be_there(toolkit_files: ToolkitFiles) -> None:
    insert = "- {id: two-homes, title: T, when: W, before: [B], prompts: [hops, hopes, hopes], facts: [none]}\n"
    _, findings = load_toolkit(Folders(toolkit_files({"docs/inserts.yml": insert})))

    assert [one.code for one in findings] == ["unknown-prompt", "duplicate-id", "unknown-fact"]


def test_a_schools_layer_replaces_hides_words_and_adds(tmp_path: Path) -> None:
    oak = write_oak(tmp_path)
    school = oak / "docs/school.yml"
    hidden = "hide: [inserts/graduating, facts/visits-and-attendance]"
    school.write_text(
        f"{school.read_text('utf-8')}{hidden}\nwording: {{insert/two-homes/when: As the family says.}}\n", "utf-8"
    )
    (oak / "docs/inserts.yml").write_text(
        "- {id: ferry, title: The ferry, when: The family comes by boat., before: [Look at the timetable.]}\n", "utf-8"
    )

    toolkit, findings = load_toolkit(folders_of(oak))

    assert findings == []
    inserts = toolkit.inserts_by_id
    assert {*inserts} == {"two-homes", "ferry"}
    assert inserts["two-homes"].when == "As the family says."
    assert inserts["two-homes"].facts == ()


def test_what_a_school_hides_is_not_missed_by_its_guides(tmp_path: Path) -> None:
    oak = write_oak(tmp_path)
    school = oak / "docs/school.yml"
    school.write_text(f"{school.read_text('utf-8')}hide: [inserts/two-homes]\n", "utf-8")
    (oak / "docs/inserts.yml").write_text("- {id: graduating, title: Soon, when: Now., before: [Ask.]}\n", "utf-8")

    toolkit, findings = load_toolkit(folders_of(oak))

    assert findings == []
    assert toolkit.guides_by_id["k-second"].inserts == ()
    assert toolkit.inserts_by_id["graduating"].title == "Soon"


def test_an_insert_can_be_taken_into_the_schools_layer(tmp_path: Path) -> None:
    oak = write_oak(tmp_path)
    assert run("own", "inserts/two-homes", oak).exit_code == 0
    assert "id: two-homes" in (oak / "docs/inserts.yml").read_text("utf-8")


def test_a_renamed_insert_is_found_by_its_name_of_before(toolkit_files: ToolkitFiles) -> None:
    insert = "- {id: both-homes, old_ids: [two-homes], title: T, when: W, before: [B]}\n"
    toolkit, findings = load_toolkit(Folders(toolkit_files({"docs/inserts.yml": insert})))

    assert findings == []
    assert toolkit.guides_by_id["k-second"].inserts == ("both-homes",)


def test_every_text_is_translated_once(default: Toolkit) -> None:
    places = [one.place for one in placed_texts(default) if one.place.startswith("insert/")]

    assert "insert/two-homes/family" in places
    assert len(places) == len(set(places))


def test_the_default_inserts_are_whole(default: Toolkit) -> None:
    """Short, each with who can help and words for the family, and prompts for each age that it is for."""
    for insert in default.inserts:
        words = " ".join(found.text for found in insert.texts).split()
        assert 120 <= len(words) <= 260, (insert.id, len(words))
        assert insert.help, insert.id
        assert insert.family, insert.id
        assert insert.say, insert.id
        for guide in default.guides:
            if insert.suits(guide):
                assert default.prompts_of_insert(insert, guide), (insert.id, guide.id)
    assert default.inserts_by_id["name-and-pronouns"].counsel
