"""What is recorded, where it stays and what leaves the machine, in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.ui.consent_source import ConsentFacts, Past, Recipient
from app.ui.language import tr


def rows(facts: ConsentFacts) -> list[tuple[str, str]]:
    """Headings and what stands beside them, in the order they are read."""
    found = [(tr("Recorded"), _recorded(facts))]
    if facts.recorded:
        found.append((tr("Kept in"), _kept(facts)))
    found.append((tr("Leaves this computer"), _leaving(facts.recipients)))
    if facts.past:
        found.append((tr("Sent by earlier sessions"), _sent(facts.past)))
    return found


def size(count: int) -> str:
    """A number of bytes for people."""
    for unit in ("B", "kB"):
        if count < 1000:
            return f"{count} {unit}"
        count = round(count / 1000)
    return f"{count} MB"


def _recorded(facts: ConsentFacts) -> str:
    if not facts.recorded:
        return tr("Nothing: recording is off in the settings.")
    if facts.sound_kept:
        return tr("What both sides say, as sound and as text; questions and answers.")
    return tr("What both sides say, as text; questions and answers. No sound is kept.")


def _kept(facts: ConsentFacts) -> str:
    words = [facts.folder]
    if facts.sealed:
        words.append(tr("Encrypted; only you can read it."))
    else:
        words.append(tr("Only your user account can read it."))
    if facts.keep_days:
        words.append(tr("Deleted after {days} days.").format(days=facts.keep_days))
    else:
        words.append(tr("It stays until you delete it."))
    return "\n".join((words[0], " ".join(words[1:])))


def _leaving(recipients: Iterable[Recipient]) -> str:
    lines = []
    for one in recipients:
        if one.local:
            continue
        text = tr("{name} ({host}) gets {what}.")
        text = text.format(name=one.name, host=one.host, what=content_words(one.content))
        if not one.agreed:
            text += " " + tr("You are asked before the first time.")
        lines.append(text)
    return "\n".join(lines) or tr("Nothing. Speech, notes and answers stay on this computer.")


def _sent(past: Iterable[Past]) -> str:
    text = tr("{host}: {what}; {size} in {count} sessions")
    one = tr("{host}: {what}; {size} in one session")
    return "\n".join(
        (one if item.sessions == 1 else text).format(
            host=item.host,
            what=content_words(item.content),
            size=size(item.bytes),
            count=item.sessions,
        )
        for item in past
    )


def content_words(content: Collection[str]) -> str:
    """Kinds of content of the ledger as a list for people."""
    known = {
        "audio": tr("the sound of the call"),
        "names": tr("names and terms of your notes"),
        "talk": tr("the question and recent talk"),
        "passages": tr("passages of your notes"),
        "image": tr("screenshots you ask about"),
    }
    order = [*known, *sorted(set(content) - set(known))]
    return ", ".join(known.get(kind, kind) for kind in order if kind in content)
