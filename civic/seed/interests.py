"""Interests: the whole vocabulary, plain names for those offered as filters, and which of them a piece of work needs."""

import re

from civic.seed.source import rows
from people.models import Interest, InterestGroup

AMERICAN = {"Neighbourhood": "Neighborhood", "Labour": "Labor", "Counselling": "Counseling", "Behavioural": "Behavioral"}
BY_CATEGORY = {
    "Education": "TUTORING",
    "Environment": "NATURE",
    "Health": "HEALTH",
    "Helping Neighbors in Need": "POVERTY",
    "Strengthening Communities": "COMMUNITY",
    "Emergency Preparedness": "EMERGENCY",
    "": "COMMUNITY",
}
BY_WORDS = {
    "ANIMALS": r"animal|dog|cat|pet\b|zoo|wildlife",
    "ARTSCRAFTS": r"art\b|arts\b|artist|craft|knit|paint|mural|costume|sew",
    "BUILDING": r"carpent|build|repair|renovat|construct|paint the",
    "CHILDFAMILY": r"child|kid|famil|parent|preschool|toddler",
    "COMPUTERSUPPORT": r"computer|technolog|software|database|\bIT\b",
    "EVENT": r"event|festival|fair\b|gala|parade|carnival|party|race|walk",
    "FITNESS": r"fitness|sport|basketball|run\b|yoga|exercise|dance|bike|bicycl|swim|danc|marathon|coach",
    "FOOD": r"food|pantry|kitchen|meal|nutrition|soup|cook|grocer|lunch|breakfast",
    "FUNDRAISING": r"fundrais|grant|donor|development director",
    "GARDEN": r"garden|tree|plant|park\b|greenhouse|mulch|weed",
    "HEALTH": r"health|hospital|cancer|patient|blood|medical|nurs|diabet",
    "LEGAL": r"legal|law\b|lawyer|attorney|advoca|rights",
    "MENTOR": r"mentor|leader|career|resume|interview",
    "MUSICDRAMA": r"music|theat|opera|concert|choir|dance|perform|stage",
    "NATURE": r"environment|recycl|river|forest|beach|conservation|green|trail",
    "NEWCOMER": r"immigra|ESL|English as|refugee|citizenship|newcomer",
    "OFFICE": r"office|clerical|administrat|data entry|filing|reception|mailing|front desk",
    "POVERTY": r"homeless|shelter|housing|poverty|low-income",
    "SENIORS": r"senior|elder|older adult|geriatric|aging",
    "TRANSLATION": r"translat|interpret|spanish|chinese|russian|bilingual|language",
    "TUTORING": r"tutor|teach|homework|literacy|reading|school|student|math|class",
    "WEB": r"\bweb|design|graphic|photograph|video|social media|logo",
}
_PATTERNS = {code: re.compile(words, re.IGNORECASE) for code, words in BY_WORDS.items()}
MOST = 3


def plant_interests():
    """Make the vocabulary (donation items left out: they belong to drives); return ({code: interest}, {interest: Spanish name})."""
    offered = {row["code"]: row for row in rows("interests_offered")}
    groups = {row["Code"]: row["Name (en-CA)"] for row in rows("opencioc_interestgroup") if not row["Code"].startswith("DON")}
    made_groups = InterestGroup.objects.bulk_create([InterestGroup(code=code, name=american(name)) for code, name in groups.items()])
    by_group = {group.code: group for group in made_groups}
    source = [row for row in rows("opencioc_interest") if not row["Code"].startswith("DONATE")]
    made = Interest.objects.bulk_create([_interest(row, offered.get(row["Code"])) for row in source])
    by_code = {interest.code: interest for interest in made}
    links = Interest.groups.through
    links.objects.bulk_create(
        [
            links(interest_id=by_code[row["Code"]].id, interestgroup_id=by_group[code].id)
            for row in source
            for code in row["Groups"].split(" ; ")
            if code in by_group
        ]
    )
    return by_code, {by_code[code]: row["spanish"] for code, row in offered.items()}


def usual_interests(*, offered=False):
    """Return (code, name) of the vocabulary by name, or only of those that are offered to begin with."""
    plain = {row["code"]: row["name"] for row in rows("interests_offered")}
    source = [row for row in rows("opencioc_interest") if not row["Code"].startswith("DONATE") and (row["Code"] in plain or not offered)]
    return sorted(((row["Code"], plain.get(row["Code"], american(row["Name (en-CA)"]))) for row in source), key=lambda pair: pair[1])


def interests_of(row):
    """Return the codes of up to three interests: what the words name first, then the category."""
    words = f"{row['title']} {row['summary']}"
    found = [code for code, pattern in _PATTERNS.items() if pattern.search(words)]
    found.sort(key=lambda code: -len(_PATTERNS[code].findall(words)))
    category = BY_CATEGORY.get(row.get("category_desc", ""), "COMMUNITY")
    return list(dict.fromkeys([*found[:MOST], category]))[:MOST]


def american(name):
    """Return a Canadian name in American spelling."""
    for british, spelling in AMERICAN.items():
        name = name.replace(british, spelling)
    return name


def _interest(row, offered):
    name = offered["name"] if offered else american(row["Name (en-CA)"])
    return Interest(code=row["Code"], name=name, offered=offered is not None)
