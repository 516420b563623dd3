"""What reading a message yields: its segments, and which hubs, places and traits each names."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Span

from bot.nlu.enumeration import divisions
from bot.nlu.normalization import normalise
from bot.nlu.segmentation import segments
from bot.nlu.spelling import Spelling

KINDS = ("hub", "region", "country", "city", "trait")
QUESTION = re.compile(
    r"\?|^\W*(?:(?:and|so|but|also|ok|okay|well|hi|hello|hey|please|pls|just|now|then|plus|first|firstly|second|secondly|third|"
    r"thirdly|next|finally|lastly|question)\W+)*(?:(?:in|at|from|for|with|to|by|on|of) (?=what|which|how|whom))?"
    r"(?:what|how|why|which|who|whom|whose|where|when|is|isn't|isnt|are|aren't|arent|do|does|did|don't|doesn't|can|could|"
    r"will|would|should|shall|may|might|has|have|any|am|was|were|tell|explain|describe|list|give|show|compare|"
    r"i(?:'d| would) like to (?:know|hear|learn|understand)|i(?:'m| am) (?:wondering|curious)|i was wondering|i wonder|"
    r"need to know|want to know|wanna know|i (?:need|want|wanna) (?:to )?(?:know|understand)|curious|not sure|"
    r"whats|hows|wheres|whos)\b",
    re.IGNORECASE,
)


ELLIPTIC = re.compile(
    r"^\W*(?:and|what about|how about|and what about|and how about|what of|same (?:question |thing )?(?:for|with|in)|or|also)\b",
    re.IGNORECASE,
)
MOST_ELLIPTIC_WORDS = 5
# A hub named after these is one the visitor does not want: "any city but Tijuana", "somewhere other than Monterrey".
UNWANTED = re.compile(
    r"(?:\b(?:other than|except(?: for)?|apart from|aside from|besides|(?:anything|anywhere|city|cities|hubs?|places?|ones?) but|"
    r"but not|rather not)|(?:^|[,;.!] ?|\bjust |\bplease |\bdefinitely )not)(?: be)?(?: (?:in|to|at|for))?\s+$",
    re.IGNORECASE,
)
ALSO_UNWANTED = re.compile(r"^\s*(?:and|or|nor)(?: (?:in|to|at|for))?\s*$", re.IGNORECASE)
MOST_LISTS = 6
BARE_JOINTS = re.compile(r"\b(?:or|vs|versus|v|and|against|than)\b|\W", re.IGNORECASE)


@dataclass(frozen=True)
class Segment:
    """One question or statement of a message. Names are canonical, each once, in the order they appear."""

    text: str
    """Normalised, with hubs under their proper names."""
    hubs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Hubs named as not wanted."""
    is_question: bool = False

    @property
    def flags(self) -> list[float]:
        """What kinds of names it holds, for the classifier: one hub, two hubs, region, country, city, trait."""
        found = (self.hubs, self.hubs[1:], self.regions, self.countries, self.cities, self.traits)
        return [1.0 if names else 0.0 for names in found]

    @property
    def is_elliptic(self) -> bool:
        """Whether it only puts another name into the question before: "and Tijuana?", "what about software"."""
        named = self.hubs or self.regions or self.countries or self.cities or self.traits
        return bool(named) and bool(ELLIPTIC.search(self.text)) and len(self.text.split()) <= MOST_ELLIPTIC_WORDS

    @property
    def is_exclusion(self) -> bool:
        """Whether it only says which hubs are not wanted: "any city but Tijuana?"."""
        return bool(self.without) and not self.hubs and not self.traits and len(self.text.split()) <= MOST_ELLIPTIC_WORDS

    @property
    def is_bare_name(self) -> bool:
        """Whether it is one or more hubs and nothing else: "Tijuana", "CDMX?"."""
        rest = self.text
        for hub in self.hubs:
            rest = rest.replace(hub, " ")
        return bool(self.hubs) and not BARE_JOINTS.sub("", rest).strip()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for Rasa's message."""
        return asdict(self)


@dataclass(frozen=True)
class Listing:
    """A segment read as a list: the segment's place among the segments, and the list's parts."""

    place: int
    parts: tuple[Segment, ...]


@dataclass(frozen=True)
class Reading:
    """A message as read: whole, and in its segments (one or more; none when there are no words in it)."""

    whole: Segment
    segments: tuple[Segment, ...] = field(default=())
    lists: tuple[Listing, ...] = field(default=())
    """Segments that may be lists; the same one may stand here in several readings."""

    @property
    def listed(self) -> list[Segment]:
        """The parts of all lists, one after the other."""
        return [part for listing in self.lists for part in listing.parts]


def read(nlp: Language, spelling: Spelling, text: str) -> Reading:
    """The message's segments with what they name. Never raises, whatever the text."""
    doc = nlp(spelling.correct(normalise(text)))
    parts = segments(doc)
    lists = (Listing(place, tuple(map(segment, pieces))) for place, part in enumerate(parts) for pieces in divisions(part))
    return Reading(segment(doc[:]), tuple(segment(part) for part in parts), tuple(islice(lists, MOST_LISTS)))


def segment(part: Span) -> Segment:
    """One span as a segment."""
    names: dict[str, list[str]] = {kind: [] for kind in KINDS}
    pieces, last, unwanted = [], part.start_char, False
    for entity in part.ents:
        kind = entity.label_
        if kind == "hub":
            before = part.doc.text[last : entity.start_char]
            unwanted = bool(UNWANTED.search(before) or (unwanted and ALSO_UNWANTED.search(before)))
            kind = "without" if unwanted else kind
            pieces += [before, entity.ent_id_]
            last = entity.end_char
        found = names.setdefault(kind, [])
        if entity.ent_id_ not in found:
            found.append(entity.ent_id_)
    text = "".join([*pieces, part.doc.text[last : part.end_char]]).strip()
    return Segment(
        text,
        tuple(names["hub"]),
        tuple(names["region"]),
        tuple(names["country"]),
        tuple(names["city"]),
        tuple(names["trait"]),
        tuple(names.get("without", ())),
        bool(QUESTION.search(text)),
    )
