"""A person's name out of an answer to "your name?". A wrong name on record is worse than asking again."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.values.vocabulary import expression, vocabulary, without_fillers, without_questions

LONGEST_TEXT = 500
LETTER = r"[^\W\d_]"
TITLE = r"(?:dr|mr|mrs|ms|mx|st|jr|sr|prof|ing|lic)\."
WORD = rf"(?:{TITLE}|(?:{LETTER}\.)+|{LETTER}(?:{LETTER}|['\u2019\-](?={LETTER}))*)"
RUN = re.compile(rf"{WORD}(?: {WORD}){{0,9}}", re.IGNORECASE)
# What follows makes the last word part of something else: an address, a web site, a number.
GLUED = re.compile(r"[\w@/+&%]|[.\-]\w")
CONTRACTION = re.compile(r".*['\u2019](?:s|t|m|d|re|ve|ll)", re.IGNORECASE)
NAME_ENDS = re.compile(r"(?: [^\W\d_]+){0,2}(?:\s*[,.!]|\s+(?:from|at|with|and)\b|$)")
ENDS_NAME = frozenset({"from", "at", "with", "and", "here", "the", "of", "by", "but", "so", "in", "for"})
WHERE_FROM = frozenset({"from", "at"})
MOST_LETTERS = 80
FROM = frozenset({"de", "aus", "uit"})
# What introduces a state as well as a name; a name has a capital then.
I_AM = re.compile(r"(?:soy|ich bin|je suis|ik ben)\b", re.IGNORECASE)
GREETED = re.compile(r"\W*(?:hi|hello|hey|good (?:day|morning|afternoon|evening))(?: again| there| all)?\W+", re.IGNORECASE)
MOST_WORDS = 4
SHORTEST_GERUND = 6
LONGEST_ROLE = 6


@cache
def words_of(*kinds: str) -> frozenset[str]:
    """The words of these lists of the pattern file."""
    return frozenset(word for kind in kinds for word in vocabulary("person")[kind].split())


@cache
def common() -> frozenset[str]:
    """Words of everyday language and of business, which are no names."""
    roles = {f"{role}s" for role in words_of("roles") if len(role) > len("ciso")}
    return words_of("grammar", "talk", "moods", "business", "roles", "other") | roles


@cache
def introduced() -> re.Pattern[str]:
    """A name said to be one (`label`), and words that introduce one as well as anything else."""
    label, others = expression("person", "label").pattern, expression("person", "introductions").pattern
    return re.compile(rf"(?P<label>{label})|{others}", re.IGNORECASE)


def parse_person(text: str, *, introduced_only: bool = False) -> str | None:
    """The name as the visitor wrote it, capitalised when all in one case; None when the text gives none.

    With `introduced_only` just a name that is said to be one ("my name is ...") counts, not a bare one, nor what
    "it's" introduces.
    """
    text = without_questions(text if introduced_only else without_fillers(text))
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text[:LONGEST_TEXT]).splitlines()]
    whole = expression("person", "not_the_name").sub("", " ".join(lines).strip(), count=1)
    whole = expression("person", "twice").sub("", whole, count=1)
    if turned := expression("person", "surname_first").match(whole):
        whole = f"{turned['title'] or ''}{turned['first']} {turned['last']}"
        lines = [whole]
    if both := expression("person", "two_people").match(whole):
        whole, lines = both["one"], [both["one"]]
    two = expression("person", "in_two").search(whole)
    if two and is_name([two["first"], two["last"]], capitals_tell=not in_one_case(whole), first_tells=True):
        return spelled([two["first"], two["last"]], in_one_case(whole))
    introductions = list(introduced().finditer(whole))
    for introduction in introductions:
        if introduced_only and introduction[0].lower().startswith("it") and not GREETED.fullmatch(whole[: introduction.start()]):
            continue
        words = introduced_words(whole, introduction, bare_too=not introduced_only)
        if is_name(words, capitals_tell=not in_one_case(whole), first_tells=True):
            return spelled(words, in_one_case(whole))
    if introductions or introduced_only:
        return None
    letter = [line for line in lines if line and not expression("person", "closing").fullmatch(line)]
    tried = letter if len(letter) < len(lines) else [whole, *lines]
    return next((name for line in tried if (name := bare(line))), None)


def bare(text: str) -> str | None:
    """The name that a line is, but for what surrounds names in greetings and signatures."""
    text = expression("person", "before").sub("", expression("person", "not_the_name").sub("", text, count=1))
    for line in (text, expression("person", "after").sub("", text), in_capitals(text)):
        words = bare_words(without_pictures(line).strip(' ,.!"\u201c\u201d'))
        if is_name(words, capitals_tell=not in_one_case(text), first_tells=False):
            return spelled(words, in_one_case(" ".join(words)))
    return None


def in_capitals(text: str) -> str:
    """The capitalised words before ", Acme" (two of them) or "from accounting" (or one)."""
    words = expression("person", "after_capitals").sub("", text)
    enough = len(words.split()) > 1 or re.match(r",\s+(?!from\b|at\b)", text[len(words) :]) is None
    return words if enough and all(word[0].isupper() or word in words_of("particles") for word in words.split()) else ""


def without_pictures(text: str) -> str:
    """The text without emoji."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("So", "Sk", "Cf", "Cs"))


def introduced_words(text: str, introduction: re.Match[str], *, bare_too: bool) -> list[str]:
    """The words after an introduction that may be a name: capitalised ones where the text has capitals.

    With `bare_too`, in answer to the question, also others that stand alone or before "from Acme".
    """
    run = RUN.match(text, introduction.end())
    words = run[0].split(" ") if run else []
    if words and (words[0] in FROM or (I_AM.match(introduction[0]) and words[0].islower())):
        return []  # "soy de Madrid", "ich bin müde"
    if run and GLUED.match(text, run.end()):
        words.pop()
    alone = bare_too and run is not None and bool(words) and NAME_ENDS.match(text, run.start() + len(words[0])) is not None
    lower_too = introduction["label"] is not None or alone
    capitals_only = not in_one_case(text) and not (lower_too and words and words[0].islower())
    taken: list[str] = []
    for word in words:
        if taken and word in words_of("particles"):
            taken.append(word)
        elif (capitals_only and word[0].islower()) or (taken and word.lower() in ENDS_NAME and word not in words_of("names_too")):
            break
        else:
            taken.append(word)
    while taken and taken[-1] in words_of("particles"):
        taken.pop()
    return taken


def bare_words(text: str) -> list[str]:
    """The words of a text that is a name and at most "here", "from Acme" or a role besides."""
    run = RUN.match(text)
    if not run:
        return []
    rest = text[run.end() :].strip(" .!")
    if rest and not is_role(rest):
        return []
    words = run[0].split(" ")
    if len(words) > 1 and words[-1].lower() == "here":
        return words[:-1]
    for place, word in enumerate(words[1:-1], 1):
        if word in WHERE_FROM and not any(word[0].islower() for word in (words[0], words[place - 1], words[place + 1])):
            return words[:place]
    return words


@cache
def _calling() -> re.Pattern[str]:
    return re.compile(rf"\b{expression('job_title', 'core').pattern}\b", re.IGNORECASE)


def is_role(rest: str) -> bool:
    """Whether what follows a name says what the person does: ", CTO at Acme"."""
    words = re.findall(rf"{LETTER}+", rest.lower())
    if not rest.startswith(",") or len(words) > LONGEST_ROLE:
        return False
    return not words_of("roles").isdisjoint(words) or _calling().search(rest) is not None


def is_name(words: list[str], *, capitals_tell: bool, first_tells: bool) -> bool:
    """Whether no word is one of everyday language; a capital inside a sentence excuses those that are names too."""
    address = expression("person", "address")
    words = words[1:] if len(words) > 1 and address.fullmatch(words[0]) else words
    own = [word for place, word in enumerate(words) if not (word in words_of("particles") and 0 < place < len(words) - 1)]
    whole = " ".join(words)
    if not own or len(own) > MOST_WORDS or len(whole) > MOST_LETTERS or (len(whole.strip(".")) == 1 and whole.isascii()):
        return False
    if any(expression("person", "mash").fullmatch(word) for word in words):
        return False
    if any("-" in word and not is_surname(word.rpartition("-")[2]) for word in words):
        return False  # IT-Leiter
    if address.fullmatch(whole):
        return False
    for place, word in enumerate(words):
        if word not in own:
            continue
        telling = capitals_tell and word[0].isupper() and (first_tells or place > 0)
        plain = word.lower()
        gerund = plain.endswith("ing") and len(plain) >= SHORTEST_GERUND and not telling
        if CONTRACTION.fullmatch(word) or gerund or (plain in common() and not (telling and plain in words_of("names_too"))):
            return False
    return True


def is_surname(part: str) -> bool:
    """Whether what follows a hyphen can end a surname: "MacLeod-Price"."""
    return part.lower() not in common() or (part[:1].isupper() and part.lower() in words_of("names_too"))


def in_one_case(text: str) -> bool:
    """Whether capitals say nothing here: there are none but the first letter's, which phones set, or nothing else."""
    return text.isupper() or (text[:1].lower() + text[1:]).islower()


def spelled(words: list[str], one_case: bool) -> str:
    """The name, capitalised when it came in one case."""
    name = " ".join(words).strip(" .")
    if not (one_case or name.islower()) or (name.isupper() and len(name) <= len("Bob")):
        return name
    return " ".join(word if word in words_of("particles") else titled(word) for word in name.split(" "))


def titled(word: str) -> str:
    """The word with a capital; letters that have none of their own stay as they are."""
    found = word.title()
    return found if len(found) == len(word) else word
