"""Groups of English words from which the rules on questions are put together."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s+\|\s+|\n")
_CONTINUED = re.compile(r"\\\n\s*")


def any_of(block: str) -> str:
    """One alternation from alternatives that stand on lines or between spaced bars.

    A line that ends in a backslash goes on in the next one.
    """
    alternatives = [part.strip() for part in _BETWEEN.split(_CONTINUED.sub("", block))]
    return "(?:" + "|".join(part for part in alternatives if part) + ")"


def at_start(block: str) -> re.Pattern[str]:
    """A pattern for texts that begin with one of the alternatives."""
    return re.compile("^" + any_of(block) + r"(?![\w'])")


def whole(block: str) -> re.Pattern[str]:
    """A pattern for texts that are one of the alternatives and nothing else."""
    return re.compile("^" + any_of(block) + "$")


def inside(block: str) -> re.Pattern[str]:
    """A pattern for texts that hold one of the alternatives as whole words."""
    return re.compile(r"(?<![\w'])" + any_of(block) + r"(?![\w'])")


WH = "(?:what|which|who|whom|whose|where|when|why|how)"
PERSON = "(?:i|you|he|she|it|we|they|y'all)"
DETERMINER = any_of(r"""
    the | a | an | my | your | his | her | its | our | their | this | that | these | those
    any | some | all | each | every | both | most | many | much | no | another | either | neither
""")
SUBJECT = any_of(rf"""
    {PERSON} | {DETERMINER} | there | one | people | folks | anyone | anybody | anything
    someone | somebody | yours | mine | ours | theirs | something | everyone | everybody
    everything | nobody | nothing
""")
BE = "(?:is|are|was|were|am|isn't|aren't|wasn't|weren't|ain't)"
DO = "(?:do|does|did|don't|doesn't|didn't)"
HAVE = "(?:have|has|had|haven't|hasn't|hadn't)"
MODAL = any_of(r"""
    can | could | would | will | should | shall | may | might | must
    can't | couldn't | wouldn't | won't | shouldn't | mightn't | mustn't | cannot
""")
AUXILIARY = f"(?:{BE}|{DO}|{HAVE}|{MODAL})"
SHORT_FORM = "(?:'s|'re|'d|'ll|'ve)"
"""A verb drawn together with the word before it: "what's", "how'd"."""

TELLING = any_of(r"""
    tell | explain | describe | walk | talk | show | share | say | give | clarify | elaborate
    expand | outline | summari[sz]e | run | take | help | define | compare | speak | discuss
    introduce | go over | go through | break down | fill | remind | provide | list | name
""")

OPENING = any_of(r"""
    (?:thanks|thank you) (?:for (?:that|this|sharing that|sharing|the \w+)|so much|very much)
    so | okay | ok | oh | well | and | but | or | then | now | right | alright | all right | yeah
    yep | yes | no | sure | great | perfect | cool | nice | good | awesome | excellent | lovely
    wonderful | thanks | thank you | hey | hi | hello | listen | look | actually | basically
    honestly | also | just | like | anyway | anyways | maybe | perhaps | first | firstly
    first of all | second | secondly | third | next | finally | lastly | i mean | you know
    i guess | i suppose | please | sorry | excuse me | again | wait | hang on | hold on
    in that case | out of curiosity | by the way | for example | for instance | on that note
    one more thing | one last thing | real quick | moving on | because | 'cause | cause
    if not | if so | if i may | got it | gotcha | i see | makes sense | that makes sense
    interesting | fair enough | understood | of course | absolutely | exactly
    that's (?:great|good|helpful|interesting|fair|fine|cool|impressive|perfect)
    (?:(?:just )?(?:an?|one|my|the)? ?(?:last|quick|more|final|next|first|other|another|\
        follow up))? ?question(?: (?:for you|from me|then|here|i have))?(?: is| was| would be)?
    let me ask(?: you)?(?: this| something| a question| again)?
    i have to ask | i gotta ask | i'd ask | before i forget
    before we (?:start|begin|continue|finish|move on|wrap up) | speaking of which | in other words
    more generally | more specifically | specifically | in general | generally | typically
    usually | overall | ultimately | obviously | clearly | seriously | besides | meanwhile | still
    though | on a scale (?:of|from) \w+ to \w+ | roughly | approximately | personally
""")
_OPENINGS = re.compile(rf"^(?:{OPENING}(?: , | (?!$)))+")
_NAME = re.compile(r"^(?!tell |walk |explain |describe )[a-z]+ , (?:[a-z]+ , )?")


def without_opening(body: str) -> str:
    """The sentence without its opening words ("so", "okay", a name) that say nothing."""
    for _ in range(3):
        shorter = _OPENINGS.sub("", body)
        if not re.match(rf"(?:{WH}|{AUXILIARY})\b", shorter):
            shorter = _NAME.sub("", shorter)
        if not shorter or shorter == body:
            break
        body = shorter
    return body
