"""Where in a site an entry can be seen."""

from collections.abc import Mapping

from toolkit_builder.loading.files import SCHOOL
from toolkit_builder.model.toolkit import Toolkit
from toolkit_builder.templating import term_id


def entry_uri(toolkit: Toolkit, kind: str, id: str) -> str:  # noqa: A002
    """The address of a page that shows an entry, with an anchor where it stands among others.

    `kind` is its folder in docs/; empty for what no page is about, and for the home page.
    """
    name = id.casefold()
    if kind == "guides":
        return f"guides/{id}/"
    if kind == "kit":
        return f"kit/{id}/"
    if kind == "prompts":
        prompt = toolkit.prompts_by_id.get(id)
        return f"prompts/{prompt.purpose}/#{id}" if prompt else "prompts/"
    if kind == "activities":
        activity = toolkit.activities_by_id.get(id)
        return f"routines/{activity.routine}/#{id}" if activity else "routines/"
    if kind == "glossary":
        term = next((one for one in toolkit.glossary if one.name.casefold() == name), None)
        return f"glossary/#{term_id(term)}" if term else "glossary/"
    anchored: Mapping[str, str] = {
        "facts": f"facts/#fact-{id}",
        "inserts": f"inserts/#{id}",
        "protocol": f"safety/#{id}",
        "skills": "skills/",
        SCHOOL: "",
    }
    return anchored.get(kind, "")
