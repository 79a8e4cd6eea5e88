"""What kind of answer a question wants, by its words."""

from __future__ import annotations

import re

from app.core.events import Kind
from app.questions.phrases import inside, whole
from app.questions.text import plain

_SMALLTALK = inside(r"""
    how(?:'s| is| are| was| were) (?:it going|you doing|things|everyone|everything|life)
    how(?:'s| is| are| was| were) your (?:weekend|day|morning|week|trip|flight|holiday|vacation|\
        evening|family|summer|lunch|commute|journey|drive)
    how(?:'s| is| was) the (?:weather|trip|flight|traffic|family|weekend|drive|journey)
    how are you | how have you been | your weekend | nice weekend | good weekend
    where are you (?:calling|joining|dialing|based|right now)
    (?:can|do) you (?:hear|see) (?:me|us|my)
    weather (?:like|over|there|where) | did you (?:sleep|have a (?:good|nice|safe)|catch the game)
    plans for (?:the (?:weekend|holidays|evening|summer)|tonight|christmas|summer) | a coffee
    had lunch | your hobbies | for fun | in your (?:free|spare) time
    do you like (?:football|music|dogs|cats)
    favou?rite (?:food|movie|film|book|sport|team|restaurant|song|music|hobby)
""")
_CLARIFICATION = inside(r"""
    what do you mean | what does that mean | did you (?:mean|say) | do you mean | you mean | mean by
    say that again | repeat | come again | clarify | elaborate | expand on | more specific
    be specific
    rephrase | when you say | you(?:'re| are) saying | are you saying
    (?:did|do|am) i (?:understand|get|hear)
    understand (?:you )?correctly | is that (?:right|correct|what you) | how so | such as
    like what
    which one do you mean | what was that | sorry what | follow you | does that make sense
    just to (?:confirm|clarify|be clear|make sure) | to confirm | make sure i
    not (?:\w+ )?(?:sure|clear) (?:i (?:understand|follow|get)|what you mean) | say more
    you(?:'re| are) referring
    what exactly do you mean | in what (?:sense|way) | meaning what(?: exactly)? | in other words
    could you (?:please )?explain that(?: again| differently)? | the last (?:part|bit|thing)
""")
_FOLLOW_UP = whole(r"""
    why | how | when | where | who | which one | how exactly | what exactly | like who | meaning
""")
_EXPERIENCE = inside(r"""
    a time (?:when|you|where|that) | time you | time when | the last time
    (?:have|had|haven't) you (?:ever|worked|used|built|done|led|managed|dealt|had|been|seen|faced|\
        handled|mentored|shipped|run|written|deployed|always|personally|also)
    your (?:\w+ )?(?:experience|experiences|background|resume|cv|career|role|roles|strengths?|\
        weakness(?:es)?|achievements?|accomplishments?|biggest|greatest|proudest|job|\
        responsibilities|path|journey|failure|failures|mistake|success)
    your (?:last|previous|former|current|first|past) (?:job|role|project|company|team|position|\
        employer|boss|manager)
    your (?:day to day|typical day|contribution|part in|time at|time in|work at|work with)
    about yourself | introduce yourself | yourself in
    an? (?:\w+ )?(?:situation|example|project|conflict|challenge|decision|mistake|failure|moment|\
        instance|incident|risk|feedback|disagreement)(?: \w+)? (?:when|where|you|that|in which|\
        from|of (?:a time|feedback|leadership|when|a risk))
    example of (?:a time|feedback|leadership|when|how you|a risk|a conflict|a challenge|teamwork)
    (?:how|what|why|where|when|who|which \w+) (?:did|were|was) you(?:r)?
    did you (?:ever|personally|lead|build|work|handle|learn|manage|mentor|design|write|have to|\
        run|find|enjoy|also)
    were you (?:responsible|involved|managing|leading|working|the) | what have you
    how long (?:have|did|were) you
    what (?:was|were) your | are you (?:familiar|comfortable|experienced|a team player)
    do you usually | do you handle (?:stress|conflict|pressure|failure)
    you(?:'ve| have) (?:worked|used|built|led|done|been)
    you (?:worked|built|led|learned|wrote|were (?:proud|involved|the))
    you dealt with | you (?:are|were|'re) (?:most )?proud | keeps? you motivated | motivates you
    what made you
    (?:are|why are) you leaving | did you leave | to leave your | a typical week
    your thought process
""")
_OPINION = inside(r"""
    (?:do|did|would|don't|wouldn't) you (?:\w+ )?(?:think|believe|feel|agree|recommend|prefer|\
        suggest|say|like|consider|choose|advise|rather|see|rewrite|change|pick)
    your (?:\w+ )?(?:opinion|opinions|view|views|take|thoughts?|favou?rite|preference|feelings?|\
        advice|recommendation|gut|philosophy|perspective|stance|verdict)
    (?:any )?thoughts on | what (?:would|do) you (?:do|change|pick|think|make of)
    you think (?:of|about|that|is|it)
    should (?:we|i|they|companies|people|teams|anyone|one|you)
    is it (?:worth|better|a good|fair|wise|right)
    be (?:better|worth|simpler|easier|wiser|smarter) | worth it | how do you (?:feel|see)
    which (?:\w+ )?(?:is|would be) (?:better|best)
    better | overrated | underrated | agree | opinion | in your view | how important is
    do you stand
    most (?:important|exciting|interesting) | good idea | bad idea | why should | where do you see
    as productive | too (?:many|much|expensive|slow|risky|big) | risky | sceptical | convinced
""")
_TECHNICAL = inside(r"""
    apis? | endpoints? | databases? | db | sql | nosql | postgres\w* | mysql | redis | mongo\w*
    kafka | grpc
    rabbitmq | queues? | topics? | partitions? | brokers? | consumers? | producers?
    microservices? | messages?
    monolith | servers? | serverless | lambda | cloud | aws | gcp | azure | kubernetes | k8s
    docker | helm
    containers? | pods? | clusters? | nodes? | deploy(?:s|ed|ment|ments|ing)?
    roll(?:s|ed|ing)? ?backs? | rollout
    pipelines? | ci | cd | git | branch(?:es|ing)? | merge | commits? | code | coding | codebase
    builds?
    refactor\w* | tests? | testing | unit | debug\w* | bugs? | logs? | logging | monitor\w*
    alerts? | crash\w*
    metrics | tracing | observability | latency | throughput | performance | optimi[sz]\w*
    traffic | bandwidth
    scal(?:e|es|ing|able|ability) | shard\w* | replica\w* | replication | fail ?over | fails over
    redundan\w*
    availability | uptime | consisten\w* | idempoten\w* | transactions? | lock(?:s|ing)?
    deadlocks? | mutex\w*
    race conditions? | threads? | concurren\w* | async\w* | parallel\w* | algorithms?
    complexity | big o | hash\w*
    arrays? | trees? | graphs? | linked lists? | recursion | pointers? | memory
    garbage collect\w* | semaphores?
    cach(?:e|es|ed|ing) | index(?:es|ing)? | quer(?:y|ies) | schemas? | migrat(?:ion|ions|ing)
    encrypt\w* | keys
    auth\w* | oauth | sso | saml | single sign on | tokens? | jwt | tls | ssl | https? | graphql
    webhooks? | events?
    websockets? | protocols? | tcp | udp | dns | cdn | proxy | load balanc\w* | firewalls? | vpn
    networks? | ports?
    rate limit\w* | timeouts? | retr(?:y|ies) | backoff | circuit breakers? | architecture
    system design
    design patterns? | framework\w* | librar(?:y|ies) | react | angular | vue | javascript
    typescript | python
    java | rust | golang | node | django | spring | compiler\w* | class(?:es)? | inheritance
    polymorphism
    closures? | decorators? | machine learning | neural | embeddings? | gradient\w* | overfit\w*
    regression
    backups? | snapshots? | restore | disaster recovery | incidents? | outages? | root cause
    parse[ds]? | restart\w*
    infrastructure | terraform | ansible | linux | windows | kernel | software | premises
    on prem | production
    data (?:model|pipeline|structure|warehouse|lake|flow)s? | storage | disk | cpu | gpu
    implement\w* | staging
    feature flags? | canary | blue green | stateless | stateful | batch | stream(?:s|ing)?
    pub ?sub | certificates?
    strings? | integers? | variables? | loop | binary | sort(?:ed|ing)? | configur\w* | browser
    workers? | scheduler
    version | upgrades? | replay | requests per second | error rate | errors? spike | rest api
    cap theorem | flaky
    single point of failure | writes? end up | every write | technical debt | sql
    access controlled | bottleneck
    how (?:does|do|would|is|are) (?:\w+ )+(?:work|works|implemented|designed|stored|configured|\
        scale) (?:under|internally)
    how would you (?:design|build|implement|debug|scale|architect|test|fix|migrate|\
        find (?:the cause|duplicates|it))
    difference between (?:a|an|the) \w+ and (?:a|an|the) \w+
""")
_ORDER: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_SMALLTALK, "smalltalk"),
    (_FOLLOW_UP, "clarification"),
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
