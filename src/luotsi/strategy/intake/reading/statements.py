"""Mission, vision and promises: a heading and the sentences under it."""

import re
from collections.abc import Sequence

from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.plan import Plan
from luotsi.strategy.intake.reading.prose import before_lists
from luotsi.strategy.intake.types import Certainty, ElementKind

_KINDS = {"mission": ElementKind.MISSION, "vision": ElementKind.VISION, "promise": ElementKind.PROMISE}
_AUDIENCE = re.compile(
    r"(?:lupau(?:s|kset|ksemme)|lupaamme|löfte[nt]?|promises?)\s+(?P<audience>[^:]+?)\s*:?$", re.IGNORECASE
)
_SMALL_WORDS = re.compile(r"^(?:till|för|to|for)\s+", re.IGNORECASE)
_ADDRESSED = re.compile(
    r"^(?P<audience>\w+lle(?: \w+lle)*|(?:till|för|to|for) [\w ]{3,30})\s*:\s+(?P<text>\S.*)$", re.IGNORECASE
)
_ADDRESSED_TO = re.compile(
    r"^(?P<audience>\w+lle(?:,? (?:ja |sekä )?\w+lle)*|(?:till|för|to|for) [\w ]{3,40})\s*:?$", re.IGNORECASE
)
_AS_ROLE = re.compile(
    r"^(?P<text>(?P<audience>[A-ZÅÄÖ][a-zåäö]+(?:na|nä)|Som \w+|As an? \w+)\s.{12,})$"
)  # `Työnantajana saat ...`
_NEXT_ROLE = re.compile(r"(?<=[.!])\s+(?=(?:[A-ZÅÄÖ][a-zåäö]+(?:na|nä)|Som \w+|As an? \w+)\s)")
_LABELLED = re.compile(r"^(?P<audience>[A-ZÅÄÖ][\w -]{2,30}):\s+(?P<text>\S.{8,})$")
_BRACKETS = re.compile(r"\([^()]*\)")
_DRAFT = re.compile(r"\b(?:hahmotelm|luonno|ehdotu|utkast|draft)", re.IGNORECASE)
_LEAD = (":", "…", "...")
_LONGEST_STATEMENT = 90
_FIGURES = re.compile(r"\d+")
_MANY_FIGURES = 5  # a table's column of target levels, not a picture of the future


class StatementReader:
    """Takes the sentences under the headings of mission, vision and promises."""

    def __init__(self, entries: Sequence[Entry], plan: Plan, collector: Collector) -> None:
        self._entries = entries
        self._plan = plan
        self._found = collector
        self._draft_stage = False
        self.consumed: set[int] = set()

    def read(self, index: int, head: Head) -> None:
        """Take the heading's words, inline or below it."""
        entry = self._entries[index]
        kind = _KINDS[head.kind]
        if kind is ElementKind.PROMISE:
            self._draft_stage = bool(_DRAFT.search(entry.text)) or (self._draft_stage and bool(self._audience(entry)))
            self._promise(index, head)
            return
        in_turn = self._in_turn(index)
        above = self._entries[index - 1].head if index else None
        unsure = in_turn is None and above is not None and not above.inline
        words = before_lists(head.inline or in_turn or self._below(index))
        if words and len(_FIGURES.findall(words.text)) < _MANY_FIGURES:
            self._state(kind, words, sure=not unsure)

    def _state(self, kind: ElementKind, words: Passage, *, sure: bool) -> None:
        """Keep one statement of a kind: the first sure one, others as its further wordings."""
        known: Draft | None = next(iter(self._found.of(kind)), None)
        certainty = Certainty.SURE if sure else Certainty.UNSURE
        if known is None:
            self._found.add(kind, words, rule=f"{kind}.headed", certainty=certainty)
        elif known.certainty is Certainty.UNSURE and sure:
            known.variants.append(known.title)
            known.title, known.certainty = words.text, certainty
            known.passages.insert(0, words)
        else:
            self._found.say_again(known, words)

    def _promise(self, index: int, head: Head) -> None:
        entry = self._entries[index]
        if not head.inline and not self._audience(entry) and self._by_audience(index):
            return
        words = head.inline or self._below(index)
        if not words:
            return
        details = {"audience": self._audience(entry), "status": "draft" if self._draft_stage else ""}
        parts = list(words.split(_NEXT_ROLE))
        for part in parts if all(_AS_ROLE.match(one.text) for one in parts) else [words]:
            self._found.add(
                ElementKind.PROMISE,
                part,
                rule="promise.headed",
                certainty=Certainty.SURE,
                details={name: value for name, value in details.items() if value},
            )

    def _by_audience(self, index: int) -> bool:
        """Take lines that each begin with whom the promise is made to: `Työnhakijalle: ...`, or stand over it."""
        later = index + 1
        while later < len(self._entries) and self._entries[later].head is None and later not in self._plan.roles:
            entry = self._entries[later]
            addressed, alone = _ADDRESSED.match(entry.text), _ADDRESSED_TO.match(entry.text)
            if addressed is not None:
                audience, words = (
                    _SMALL_WORDS.sub("", addressed["audience"]),
                    entry.item.words[addressed.start("text") :],
                )
            elif labelled := self._in_row(later, _LABELLED) or self._in_row(later, _AS_ROLE):
                audience, words = labelled["audience"], entry.item.words[labelled.start("text") :]
            elif alone is not None and (below := self._below(later)):
                audience, words = _SMALL_WORDS.sub("", alone["audience"]), below
            else:
                break
            details = {"audience": audience} | ({"status": "draft"} if self._draft_stage else {})
            self._found.add(
                ElementKind.PROMISE, words, rule="promise.headed", certainty=Certainty.SURE, details=details
            )
            self.consumed.add(later)
            while later in self.consumed:
                later += 1
        return later > index + 1

    def _in_row(self, index: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the audience that a line names, where the line beside it names one too."""
        around = [self._entries[near].text for near in (index - 1, index + 1) if 0 <= near < len(self._entries)]
        found = pattern.match(self._entries[index].text)
        return found if found and any(pattern.match(text) for text in around) else None

    @staticmethod
    def _audience(entry: Entry) -> str:
        head = entry.head
        label = _BRACKETS.sub("", entry.text.split(":")[0] if head and head.inline else entry.text).strip()
        found = _AUDIENCE.search(label)
        return _SMALL_WORDS.sub("", found["audience"]) if found and not found["audience"][0].isdigit() else ""

    def _in_turn(self, index: int) -> Passage | None:
        """Return the paragraph of its turn where headings of statements stand in a row over as many paragraphs."""
        first, last = index, index
        while first and self._heads(first - 1):
            first -= 1
        while self._heads(last + 1):
            last += 1
        texts = range(last + 1, min(last + 2 + last - first, len(self._entries)))
        told = [
            at for at in texts if self._entries[at].plain and self._entries[at].is_prose and self._entries[at].item.gap
        ]
        asked = len(told) == last - first and self._entries[first].head.phrase == ("?",)  # type: ignore[union-attr]
        first += asked
        if first == last or not first <= index or len(told) < last - first + 1:
            return None
        self.consumed.update(told)
        return self._entries[told[index - first]].item.words

    def _heads(self, index: int) -> bool:
        head = self._entries[index].head if 0 <= index < len(self._entries) else None
        return head is not None and head.kind in {"mission", "vision"} and not head.inline

    def _below(self, index: int) -> Passage:
        """Return the sentences under a heading, up to the next heading, title or gap."""
        words = Passage("", ())
        for later in range(index + 1, len(self._entries)):
            entry = self._entries[later]
            if entry.head is not None or later in self._plan.roles:
                break
            if words and not self._goes_on(words, entry):
                break
            if not words and entry.text.endswith(_LEAD) and len(entry.text.split()) <= 8:
                self.consumed.add(later)
                continue
            self.consumed.add(later)
            words = words.joined(entry.item.words, " ")
            if len(words.text.split()) > _LONGEST_STATEMENT:
                break
        return words.strip(' "”“')

    @staticmethod
    def _goes_on(words: Passage, entry: Entry) -> bool:
        if entry.item.marker is not None or entry.item.page_break:
            return False
        return entry.item.gap == 0 and words.text.endswith((".", "!", ","))
