"""The screening questions: versioned content, our own wording, with what each answer leads to.

A version that has been answered stays as it is, so that an old verdict can be read beside its questions.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).resolve().parent / "content" / "questions"


@dataclass(frozen=True)
class Lead:
    """What an answer leads to: said to those who screen, and a condition to begin from.

    `demands_conditions`: an approval without any condition would pass it over.
    """

    key: str
    text: str
    condition: str
    demands_conditions: bool


@dataclass(frozen=True)
class Choice:
    key: str
    text: str
    leads: tuple[Lead, ...]


@dataclass(frozen=True)
class Question:
    key: str
    text: str
    help: str
    choices: tuple[Choice, ...]

    def choice(self, key: str | None) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True)
class Questions:
    """One version of the questions."""

    version: int
    questions: tuple[Question, ...]

    def missing(self, answers: Mapping[str, str]) -> list[Question]:
        """The questions without a readable answer."""
        return [one for one in self.questions if one.choice(answers.get(one.key)) is None]

    def told(self, answers: Mapping[str, str]) -> list[tuple[Question, Choice | None]]:
        """Every question with the answer it got."""
        return [(one, one.choice(answers.get(one.key))) for one in self.questions]

    def leads(self, answers: Mapping[str, str]) -> list[Lead]:
        """What the answers lead to, each once, in the order of the questions."""
        found = (lead for _one, choice in self.told(answers) if choice for lead in choice.leads)
        return list(dict.fromkeys(found))

    def conditions(self, answers: Mapping[str, str]) -> list[str]:
        """The conditions to begin from, each once."""
        found = (lead.condition for lead in self.leads(answers) if lead.condition)
        return list(dict.fromkeys(found))


@cache
def versions() -> tuple[int, ...]:
    """The versions there are, oldest first."""
    return tuple(sorted(int(path.stem) for path in CONTENT.glob("*.toml")))


@cache
def of_version(version: int) -> Questions:
    """The questions as they stood in a version."""
    with (CONTENT / f"{version}.toml").open("rb") as opened:
        read = tomllib.load(opened)
    leads = {
        key: Lead(key, one["text"], one["condition"], one["demands_conditions"])
        for key, one in read["leads"].items()
    }
    asked = tuple(
        Question(
            one["key"],
            one["text"],
            one["help"],
            tuple(
                Choice(choice["key"], choice["text"], tuple(leads[key] for key in choice["leads"]))
                for choice in one["answers"]
            ),
        )
        for one in read["questions"]
    )
    return Questions(read["version"], asked)


def in_force() -> Questions:
    """The questions that are asked now."""
    return of_version(versions()[-1])
