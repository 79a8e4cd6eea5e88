"""What kind of answer a question wants, by its words."""

from __future__ import annotations

import re

from app.core.events import Kind
from app.questions.text import plain

_SMALLTALK = re.compile(
    r"\b(?:how(?:'s| is| are| was| were)(?: (?:it going|you doing|things|everyone|everything|your "
    r"(?:weekend|day|morning|week|trip|flight|holiday|vacation|evening|family|summer|lunch|"
    r"commute)|"
    r"the (?:weather|trip|flight|traffic|family|weekend)|life))|how are you\b|how have you been|"
    r"weekend|where are you (?:calling|joining|dialing|based)|(?:can|do) you (?:hear|see) (?:me|"
    r"us|my)|"
    r"nice weather|the weather (?:like|over)|did you (?:sleep|have a good|catch the game)|"
    r"plans for (?:the|tonight|christmas|summer)|coffee|have you had lunch|hobbies|for fun|"
    r"favou?rite (?:food|movie|film|book|sport|team|restaurant|song|music))\b"
)
_CLARIFICATION = re.compile(
    r"\b(?:what do you mean|what does that mean|did you (?:mean|say)|do you mean|you mean|mean by|"
    r"say that again|repeat|come again|clarify|elaborate|expand on|more specific|be specific|"
    r"rephrase|when you say|you(?:'re| are) saying|are you saying|you said|you mentioned|"
    r"(?:did|do|am) i (?:understand|get|hear)|understand (?:you )?correctly|in other words|"
    r"is that (?:right|correct|what)|how so|such as|like what|for example$|which one do you mean|"
    r"what was that|sorry what|follow you|does that make sense|just to (?:confirm|clarify|be "
    r"clear)|"
    r"to confirm|make sure i|not sure i (?:understand|follow)|say more|what exactly do you mean)\b"
    r"|^(?:why|how|when|where|who|which one|and)$"
)
_EXPERIENCE = re.compile(
    r"\b(?:a time (?:when|you|where|that)|time you|(?:have|had) you (?:ever|worked|used|built|done|"
    r"led|managed|dealt|had|been|seen|faced|handled|mentored|shipped|run|written|deployed)|"
    r"your (?:\w+ )?(?:experience|background|resume|cv|career|role|roles|strengths?|"
    r"weakness(?:es)?|"
    r"achievements?|accomplishments?|biggest|greatest|proudest|job|responsibilities|path|journey|"
    r"last (?:job|role|project|company|team)|previous|current (?:role|job|position)|day to day|"
    r"typical day|contribution|part in)|about yourself|yourself|"
    r"an? (?:situation|example|project|conflict|challenge|decision|mistake|failure|moment|instance|"
    r"incident) (?:when|where|you|that|in which|from)|"
    r"(?:what|how|why|where|when|which \w+|who) did you|did you (?:ever|personally|lead|build|work|"
    r"handle|learn|manage|use|mentor|design|write|have to|run)|were you (?:responsible|involved)|"
    r"what have you|have you (?:\w+ )?(?:with|in)|how long (?:have|did|were) you|"
    r"what was your|what were your|are you (?:familiar|comfortable)|you(?:'ve| have) (?:worked|"
    r"used|"
    r"built|led|done|been)|you (?:worked|built|led|learned|were (?:proud|involved)))\b"
)
_OPINION = re.compile(
    r"\b(?:(?:do|did|would|don't) you (?:\w+ )?(?:think|believe|feel|agree|recommend|prefer|"
    r"suggest|"
    r"say|like|consider|choose|advise|rather|see)|wouldn't you|your (?:\w+ )?(?:opinion|view|views|"
    r"take|thoughts?|favou?rite|preference|feelings?|advice|recommendation|gut|philosophy|"
    r"perspective|stance)|thoughts on|any thoughts|what would you (?:do|change|pick)|"
    r"should (?:we|i|they|companies|people|teams)|is it (?:worth|better|a good|fair|wise|right)|"
    r"worth it|how do you (?:feel|see)|which (?:\w+ )?(?:is|would be|do you (?:prefer|like)) "
    r"(?:better|best)|better|overrated|underrated|agree|opinion|in your view|"
    r"what (?:do|should) (?:we|you) make of|how important is|"
    r"most (?:important|exciting|interesting)|good idea|makes sense to|why should)\b"
)
_TECHNICAL = re.compile(
    r"\b(?:api|apis|endpoints?|databases?|db|sql|nosql|postgres\w*|mysql|redis|mongo\w*|kafka|"
    r"rabbitmq|queues?|topics?|partitions?|broker|brokers|consumers?|producers?|microservices?|"
    r"monolith|services?|servers?|serverless|lambda|cloud|aws|gcp|azure|kubernetes|k8s|docker|"
    r"containers?|pods?|clusters?|deploy(?:s|ed|ment|ments|ing)?|roll(?:s|ed|ing)? ?backs?|"
    r"releases?|pipelines?|ci|cd|git|branch(?:es|ing)?|merge|commits?|code|coding|codebase|"
    r"refactor\w*|tests?|testing|unit|integration|debug\w*|bugs?|logs?|logging|monitor\w*|alerts?|"
    r"metrics|tracing|observability|latency|throughput|performance|optimi[sz]\w*|scal(?:e|es|ing|"
    r"able|ability)|shard\w*|replica\w*|replication|failover|redundan\w*|availability|uptime|"
    r"consisten\w*|idempoten\w*|transactions?|locks?|locking|deadlocks?|race conditions?|threads?|"
    r"concurren\w*|async\w*|parallel\w*|algorithms?|complexity|big o|hash\w*|arrays?|trees?|"
    r"graphs?|"
    r"linked lists?|recursion|pointers?|memory|garbage collect\w*|cach(?:e|es|ed|ing)|"
    r"index(?:es|ing)?|"
    r"quer(?:y|ies)|schema\w*|migrat(?:e|es|ion|ions|ing)|encrypt\w*|auth\w*|oauth|sso|saml|"
    r"tokens?|"
    r"jwt|tls|ssl|https?|rest|graphql|grpc|webhooks?|websockets?|protocols?|tcp|udp|dns|cdn|proxy|"
    r"load balanc\w*|firewalls?|vpn|networks?|rate limit\w*|timeouts?|retr(?:y|ies)|backoff|"
    r"circuit breakers?|architecture|system design|design patterns?|framework\w*|librar(?:y|ies)|"
    r"react|angular|vue|javascript|typescript|python|java|rust|golang|node|django|spring|"
    r"compiler\w*|"
    r"class(?:es)?|interfaces?|inheritance|polymorphism|closures?|decorators?|generators?|"
    r"machine learning|neural|models?|training|embeddings?|gradient\w*|overfit\w*|regression|"
    r"backups?|restore|disaster recovery|incident\w*|on ?call|runbooks?|outages?|root cause|"
    r"infrastructure|terraform|ansible|linux|windows|kernel|process(?:es)?|virtual|stack|software|"
    r"data (?:model|pipeline|structure|warehouse|lake)s?|storage|disk|cpu|gpu|implement\w*|"
    r"feature flags?|canary|blue green|stateless|stateful|batch|stream(?:s|ing)?|events?|pub ?sub|"
    r"string|integer|variable|function|loop|binary|sort(?:ed|ing)?|o of n|time complexity)\b"
    r"|\bhow (?:does|do|would|is|are) .*\b(?:work|works|implemented|designed|built|handled|stored|"
    r"configured|integrate|scale)\b|\bdifferences? between\b|\bhow would you (?:design|build|"
    r"implement|debug|scale|architect|approach|test|fix|migrate)\b"
)
_ORDER: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_SMALLTALK, "smalltalk"),
    (_CLARIFICATION, "clarification"),
    (_EXPERIENCE, "experience"),
    (_OPINION, "opinion"),
    (_TECHNICAL, "technical"),
)


def kind_of(asked: str, context: str = "") -> Kind:
    """The kind of the sentence that asks; ``context`` decides where it says too little."""
    for text in (plain(asked), plain(context)):
        for pattern, kind in _ORDER:
            if pattern.search(text):
                return kind
    return "factual"
