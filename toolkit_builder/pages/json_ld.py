"""What a guide's page tells to programs that read schema.org: JSON-LD of the type LearningResource."""

import json
from typing import Any

from markupsafe import Markup

from toolkit_builder.model.guide import Guide
from toolkit_builder.model.toolkit import normal_code
from toolkit_builder.templating import PageContext

from .site import Site

# In a script's text a browser looks for nothing but its end, and JSON has another form for each of these.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def guide_json_ld(site: Site, guide: Guide, page: PageContext) -> Markup:
    """The guide as JSON-LD, safe inside a `<script>`. What is not known, such as the site's address, is left out."""
    toolkit, words = site.toolkit, site.words
    address = site.site_url and f"{site.site_url}{page.uri}"
    school = {"@type": "Organization", "name": toolkit.school.name, "url": site.site_url}
    values = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": guide.title,
        "description": page.spoken(guide.summary),
        "inLanguage": toolkit.language,
        "learningResourceType": site.t("Guide"),
        "educationalLevel": [words.grades[grade].title for grade in guide.grades],
        "timeRequired": f"PT{guide.cover.minutes}M",
        "audience": {"@type": "EducationalAudience", "educationalRole": "teacher"},
        "educationalAlignment": _alignment(site, guide, page),
        "license": _license(guide.license) if guide.license else toolkit.school.license,
        "isAccessibleForFree": True,
        "version": guide.version,
        "publisher": _known(school),
    }
    return Markup(json.dumps(_known(values), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [])}


def _alignment(site: Site, guide: Guide, page: PageContext) -> list[dict[str, str]]:
    """The skills that the visit speaks of. `educationalSubject`, for a visit neither teaches nor tests them."""
    frameworks = site.toolkit.frameworks_by_code
    skills = [(skill, frameworks[normal_code(skill.code)]) for skill in site.toolkit.skills_of(guide.skills)]
    return [
        _known(
            {
                "@type": "AlignmentObject",
                "alignmentType": "educationalSubject",
                "educationalFramework": framework.name,
                "targetName": skill.code,
                "targetDescription": page.spoken(skill.plain),
                "targetUrl": framework.source,
            }
        )
        for skill, framework in skills
    ]


def _license(words: str) -> str | dict[str, str]:
    """A guide's own license: an address as it is, a name as the name of a work."""
    return words if words.startswith("https://") else {"@type": "CreativeWork", "name": words}
