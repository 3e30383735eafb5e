"""The closed word classes of English: the words by which a sentence can be read without knowing the rest."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


PREPOSITIONS = words("""
    about above across against along alongside amid among amongst around at behind below beneath beside
    besides between beyond by despite down during for from in inside into near of off on onto out outside over
    past through throughout toward towards under underneath up upon with within without
""")
PARTICLES = words("apart aside away back down off out up")  # tear [it] apart: the object stands before them
DETERMINERS = words("a an another each every his its my our the their your")
COORDINATORS = words("and but or nor yet")
BINDERS = words("""
    although because how if lest once so that though unless what when whenever where whereas whether while
    why
""")  # a clause follows
HINGES = words("after as before like since than till until")  # a clause follows, or a noun
RELATIVES = words("who which that")
OBLIQUES = words("whom")  # a clause follows that has its own subject: with whom [q] [go]
MODALS = words("""
    can cannot could did didn't do does doesn't don't may might must shall should will won't would wouldn't
""")  # "do" among them: what follows stays plain
BARE_GOVERNORS = words("feel hear help let make notice see watch")  # see [him] fall
AUXILIARIES = MODALS | words("am are had has have is was were")

ADVERBS = words("""
    again all almost already also always barely both each even ever finally first hardly here however instead
    just later merely nearly never not now often only quite rather simply sometimes soon still suddenly then
    there thereupon therefore thus together too twice
""")
FLOATING = words("all both each")  # adverbs behind those whom they count, else these themselves
NOUNS_IN_LY = words("anomaly assembly belly bully butterfly dragonfly family jelly lily reply")

COUNTS = words(
    "all both two three four five six seven eight nine ten eleven twelve few many most several some"
)
NUMBERS = words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
    billion
""")
PLURALS = COUNTS - words("all most some") | words("""
    attorneys-general cattle clergy courts-martial dice feet folk geese men mice oxen passersby police
    teeth them these they those us we women you
""")
PLURAL_ENDINGS = ("children", "people", "men")
SINGULARS = words("""
    abdomen alas alias always atlas bias canvas chaos christmas cosmos gas gallows headquarters lens means
    news omen perhaps rhinoceros series species specimen Thames Times this trellis
""")  # though they end as plurals do

# Verbs whose subject may follow them behind an adverbial: "out of the woods [come] [p]".
INVERTING = words("""
    appear be burst climb come crawl creep crouch emerge fall fly go hang kneel leap lie limp loom rise
    roll run rush sit stand step stride walk wait
""")
# Verbs of whom goes away from what follows them, and words before what is left.
LEAVING = words("abandon depart desert escape evacuate exit flee leave quit vacate")
LEFT = words("abandoning exiting fleeing from leaving left quitting")
# Verbs that tell what was said, and so may stand before their subject: “No,” [say] [p].
QUOTING = words("""
    add admit agree announce answer ask beg begin bellow breathe call cry declare demand explain gasp
    groan growl hiss howl insist laugh mumble murmur mutter order plead promise repeat reply roar say
    scream shout sigh snap snarl sob tell think warn whisper wonder yell
""")
# Verbs whose clause, with or without "that", says what is known or said: [know] that [q] [be] here.
KNOWING = words("""
    admit agree announce answer argue ask assume believe care claim decide declare discover doubt dream
    explain expect fear feel find forget gather guess hear hope imagine insist judge know learn mean
    mention mutter notice promise realise recall remember remind repeat reply say see sense shout shriek
    show smell suppose suspect swear tell think understand warn whisper wish wonder
""")
ASSURED = words("afraid aware certain convinced glad sorry sure told")  # sure that [q] [be] here
QUESTIONING = words("how if what when where whether who whom why")  # [know] what [q] [mean]
FUNCTION_WORDS = words("he she it").union(
    ADVERBS, BINDERS, COORDINATORS, COUNTS, DETERMINERS, HINGES, MODALS, PLURALS, PREPOSITIONS, RELATIVES
)

CONNECTING = words("because although though unless until when while since before after once if whereas")
"""Words that say how one clause lies to another."""

NO_NAMES = (  # first words of a line that lose their capital behind "A minute later,"
    ADVERBS
    | BINDERS
    | DETERMINERS
    | HINGES
    | PREPOSITIONS
    | words("he it nobody nothing she somebody someone something they")
)
