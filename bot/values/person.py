"""A person's name out of an answer to "your name?". A wrong name on record is worse than asking again."""

from __future__ import annotations

import re
import unicodedata


def split(words: str) -> frozenset[str]:
    """The words as a set."""
    return frozenset(words.split())


# Words that tell a statement from a name. Few on purpose: what people say of themselves, and of IT work.
# Inside a name, in lower case.
PARTICLES = split("af al ap bin bint da das de del della den der di do dos du e el ibn la las le los ten ter van von y zu")
# Capitalised inside a sentence these are names.
NAMES_TOO = split("an can do he in my so you")
ROLES = split("""
    admin administrator advisor agent analyst architect assistant associate buyer ceo cfo chief cio ciso cmo cofounder
    consultant coo coordinator cto designer dev developer devops director engineer executive founder freelancer head
    hr lead leader manager officer owner partner president principal procurement recruiter sales scientist svp student
    vp evp tester
""")
GRAMMAR = """
    a about after again all almost already also always am an and another any anyone anything are as at back be because
    been before being best better both but by can could did do does done down each either else ever every everything
    few first for from get give go going good got had has have he her here hers him his how i if in into is it its
    just last least less let like made make many me mine more most much must my need needs neither never next no
    nobody none nor not nothing now of off often on once one only or other our ours out over own per please quite
    rather really right same say says see seems she should since so some somebody someone something soon still such
    sure than that the their them then there these they thing things this those though through till to too under until
    up us use very via want wants was we well were what when where which who whom whose why with within without would
    yes yet you your yours
    two three four five six seven eight nine ten dozen hundred
"""
TALK = """
    absolutely afternoon agreed anonymous apologies awesome bad big bye call cancel certainly cheers classified close
    come confidential contact cool correct course dear decline definitely details email evening exactly exit fine forget
    free fun great greetings ha haha happy hello help hey hi hiya hm hmm idk info irrelevant know later leave mail maybe
    message morning na name names nah nay nice night nope ok okay open pass perfect person perhaps phone pls private
    problem quit ready refuse regards reply secret seriously skip sorry sounds start stop tell test thank thanks thx
    today tomorrow tonight true try unknown urgent wait welcome whatever wonderful wow wrong yeah yep yup
    monday tuesday wednesday thursday friday saturday sunday asap eod week weekend month year time
"""
MOODS = """
    afraid alone annoyed available aware away based bored busy certain complicated concerned confused crazy curious
    easy employed excited fair funny glad hard hungry important impressed interested late located lost mad new old
    overwhelmed personal pleased possible pretty retired ridiculous sad scared serious set sick silly simple small
    strange stuck stupid surprised terrible tired unable unhappy unsure upset weird worried
    american argentinian brazilian british canadian chinese colombian european french german indian latin mexican
    remote spanish english self-employed
"""
BUSINESS = """
    account accounting agency agile ai analytics android api app apps application applications ar assurance
    augmentation automation aws azure backend bank bi blockchain bot bots budget build building business chatbot chatbots
    client clients cloud coaching code coding companies company computing consulting contract corp corporation cost costs
    crm custom customer customers cyber cybersecurity data database databases delivery deployment design desk desktop
    development digital ecommerce e-commerce engineering engineers enterprise erp expert experts finance firm fintech
    frontend fullstack full-stack group hardware healthcare hiring home hosting hub hubs inc infrastructure insurance
    integration integrations intelligence internet ios it java javascript job kubernetes learning legacy linux llc logistics
    ltd machine maintenance management manufacturing marketing mexico migration migrations ml mobile mvp nearshore
    nearshoring network networks node office offshore online operations outsourcing people php platform platforms portal
    price prices process product products programmer programmers programming project projects prototype python qa quality
    react recruitment redesign research resources rpa saas salesforce sap scrum search security server servers service
    services shop site sites software solution solutions someone specialist specialists sql staff staffing startup store
    strategy support system systems talent team teams tech technology testers testing tool tools training transformation
    ui ux vendor virtual visit warehouse web website websites windows work workers workflow
"""
COMMON = split(" ".join([GRAMMAR, TALK, MOODS, BUSINESS])) | ROLES | {f"{role}s" for role in ROLES if len(role) > len("ciso")}

LETTER = r"[^\W\d_]"
TITLE = r"(?:dr|mr|mrs|ms|mx|st|jr|sr|prof|ing|lic)\."
WORD = rf"(?:{TITLE}|(?:{LETTER}\.)+|{LETTER}(?:{LETTER}|['\u2019\-](?={LETTER}))*)"
RUN = re.compile(rf"{WORD}(?: {WORD}){{0,9}}", re.IGNORECASE)
# A name said to be one, and words that introduce one as well as anything else.
INTRODUCED = re.compile(
    r"(?P<label>(?:^|[^\w\s]\s*|\b(?:my|the|full|first|and)\s+)name(?:\s+is:?\s+|['\u2019]s\s+|\s*[:=]\s*))"
    r"|\b(?:i am|i['\u2019]?m|this is|it['\u2019]?s|it is|call me)\s+",
    re.IGNORECASE,
)
# What follows makes the last word part of something else: an address, a web site, a number.
GLUED = re.compile(r"[\w@/+&%]|[.\-]\w")
CONTRACTION = re.compile(r".*['\u2019](?:s|t|m|d|re|ve|ll)", re.IGNORECASE)
ENDS_NAME = split("from at with and here the of by but so in for")
WHERE_FROM = split("from at")
MOST_LETTERS = 80
MOST_WORDS = 4
SHORTEST_GERUND = 6
LONGEST_ROLE = 6


def parse_person(text: str, *, introduced_only: bool = False) -> str | None:
    """The name as the visitor wrote it, capitalised when all in one case; None when the text gives none.

    With `introduced_only` just a name that is said to be one ("my name is ...") counts, not a bare one.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if "?" in text:
        return None
    introductions = list(INTRODUCED.finditer(text))
    for introduction in introductions:
        words = introduced_words(text, introduction)
        if is_name(words, capitals_tell=not in_one_case(text), first_tells=True):
            return spelled(words, in_one_case(text))
    if introductions or introduced_only:
        return None
    words = bare_words(text.strip(" ,.!"))
    if is_name(words, capitals_tell=not in_one_case(text), first_tells=False):
        return spelled(words, in_one_case(" ".join(words)))
    return None


def introduced_words(text: str, introduction: re.Match[str]) -> list[str]:
    """The words after an introduction that may be a name: capitalised ones where the text has capitals."""
    run = RUN.match(text, introduction.end())
    words = run[0].split(" ") if run else []
    if run and GLUED.match(text, run.end()):
        words.pop()
    capitals_only = not in_one_case(text) and not (introduction["label"] and words and words[0].islower())
    taken: list[str] = []
    for word in words:
        if taken and word in PARTICLES:
            taken.append(word)
        elif (capitals_only and word[0].islower()) or (taken and word.lower() in ENDS_NAME and word not in NAMES_TOO):
            break
        else:
            taken.append(word)
    while taken and taken[-1] in PARTICLES:
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


def is_role(rest: str) -> bool:
    """Whether what follows a name says what the person does: ", CTO at Acme"."""
    words = re.findall(rf"{LETTER}+", rest.lower())
    return rest.startswith(",") and len(words) <= LONGEST_ROLE and not ROLES.isdisjoint(words)


def is_name(words: list[str], *, capitals_tell: bool, first_tells: bool) -> bool:
    """Whether no word is one of everyday language; a capital inside a sentence excuses those that are names too."""
    own = [word for place, word in enumerate(words) if not (word in PARTICLES and 0 < place < len(words) - 1)]
    if not own or len(own) > MOST_WORDS or len(" ".join(words)) > MOST_LETTERS:
        return False
    for place, word in enumerate(words):
        if word not in own:
            continue
        telling = capitals_tell and word[0].isupper() and (first_tells or place > 0)
        plain = word.lower()
        gerund = plain.endswith("ing") and len(plain) >= SHORTEST_GERUND and not telling
        if CONTRACTION.fullmatch(word) or gerund or (plain in COMMON and not (telling and plain in NAMES_TOO)):
            return False
    return True


def in_one_case(text: str) -> bool:
    """Whether capitals say nothing here: there are none but the first letter's, which phones set, or nothing else."""
    return text.isupper() or (text[:1].lower() + text[1:]).islower()


def spelled(words: list[str], one_case: bool) -> str:
    """The name, capitalised when it came in one case."""
    name = " ".join(words).strip(" .")
    if not (one_case or name.islower()) or (name.isupper() and len(name) <= len("Bob")):
        return name
    return " ".join(word if word in PARTICLES else word.title() for word in name.split(" "))
