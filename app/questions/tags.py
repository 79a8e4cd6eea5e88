"""Tags: the last words that turn a statement into a question ("isn't it", "right?")."""

from __future__ import annotations

import re

from app.questions.phrases import any_of

_PRONOUN = "(?:i|you|he|she|it|we|they|there|that|this)"
_REVERSING = re.compile(
    rf"(?:, | )(?:isn't|aren't|wasn't|weren't|don't|doesn't|didn't|haven't|hasn't|hadn't|can't|"
    rf"couldn't|won't|wouldn't|shouldn't|ain't) {_PRONOUN}$"
)
_POSITIVE = re.compile(
    rf"(?:(?P<comma>, )|(?P<word>[\w']+) )(?:is|are|was|were|do|does|did|have|has|had|can|could|"
    rf"will|"
    rf"would|should) {_PRONOUN}$"
)
_DENIAL = re.compile(r"n't\b|\b(?:not|never|no|nobody|nothing|none|hardly|cannot|without)\b")
_NO_TAG = re.compile(r"\b(?:do|did|have|had) (?:it|that|this)$")
_CLAUSE = re.compile(
    r"(?:^|.* )(?:i|he|she|we|they|who|which|what|to|how|why|where|when|people|let's)$"
)
_PHRASE = re.compile(
    "(?:^|, | )"
    + any_of("""
    am i right | is that (?:right|correct|fair|so|true|accurate) | are we agreed | don't you think
    wouldn't you (?:say|agree) | or not | or is it | or am i wrong | if i'm not mistaken | or what
    am i correct | is it not | do i have that right | did i get that right | can you confirm
    """)
    + "$"
)
_WORD = re.compile(r"(?:, | )(?:right|correct|yeah|yes|no|huh|eh|true|okay|ok|agreed|or)$")
_BARE_WORD = re.compile(r"^(?P<head>.+?)(?: ,)? (?:right|correct|huh|eh)$")
_STATES = re.compile(
    r"\b(?:you|your|you're|you've|you'd|it|it's|that|they|they're|we|we're|there's|there|"
    r"means|the|this|he|she|everything|everyone|our|their)\b"
)
_BELONGS = re.compile(
    r"(?:^|.* )(?:that's|all|you're|the|is|it|them|this|that|be|was|are|exactly|absolutely|"
    r"quite|turn|"
    r"not|done|just|your|my|his|her|their|our|a|to|about|sounds|seems|looks|feels|perfectly|"
    r"politically|"
    r"almost|partly|mostly|basically|probably|i'm|we're|they're|he's|she's|it's|get|got|do|did|"
    r"think|"
    r"always|usually|often|never|only|very|too|half|just about|certainly|totally|completely|"
    r"were|being|been)$"
)


def has_tag(body: str, *, marked: bool) -> bool:
    """Whether the sentence ends in a tag; without a question mark the rules are stricter."""
    if _PHRASE.search(body):
        return "whether" not in body
    if len(body.replace(" ,", "").split()) < 4:
        return False
    if _REVERSING.search(body):
        return not _NO_TAG.search(body)
    positive = _POSITIVE.search(body)
    if positive and not _NO_TAG.search(body) and not _CLAUSE.match(positive["word"] or ""):
        if marked or _DENIAL.search(body[: positive.start()]):
            return True
    if marked:
        return bool(_WORD.search(body))
    bare = _BARE_WORD.match(body)
    return bool(bare and _STATES.search(bare["head"]) and not _BELONGS.match(bare["head"]))
