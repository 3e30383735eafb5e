"""Worlds in which the same happens again, to the same ones and in one tick, in every way there is."""

from __future__ import annotations

from typing import Final

_HEAD: Final = """
world "Again"
  tick 1 second
  lasts 6 seconds

kind Hall
kind Man
  at     Hall
  hits   number 0..
  fear   number -100..100 believed
  foe    Man or none
  worn   yes/no
North is Hall
Ada, Ben, Cid, Dan are Man: at North
"""

_BLOW: Final = """
event blow (c: Man)
  then
    chance 0.5
      c.hits += 1
"""

_SIGHT: Final = """
sense sight (p: Man, other: Man)
  when p.at is other.at
  chance 0.5
    shows other.fear
"""

BLOWS: Final = """
world "Coins tossed in one tick"
  tick 1 second
  lasts 1 second
kind Hand
  heads number 0..3
Left is Hand
event toss (h: Hand)
  then
    chance 0.5
      h.heads += 1
rule thrice for h: Hand
  happens toss(h)
  happens toss(h)
  happens toss(h)
ending "all one side" at the end when Left.heads is 0 or Left.heads is 3
ending "both sides" at the end
measure heads = Left.heads
"""
"""Three coins: both sides are seen in six of eight lives."""

WORLDS: Final[dict[str, str]] = {
    "one after the other": BLOWS,
    "in a loop": f"""{_HEAD}{_BLOW}
rule volley for c: Man
  for x: Man where x is not c
    happens blow(c)
""",
    "in loops within loops": f"""{_HEAD}{_BLOW}
rule melee
  for x: Man
    for y: Man where y is not x
      happens blow(x)
      happens blow(best(z: Man: z.hits))
""",
    "by several rules": f"""{_HEAD}{_BLOW}
rule rain for c: Man
  happens blow(c)
rule hail for c: Man every 2 seconds
  happens blow(c)
rule storm at 3 seconds
  happens blow(Ada)
""",
    "by two who act": f"""{_HEAD}{_BLOW}
action strike (p: Man, q: Man)
  urge 2
  takes 1 second
  then happens blow(q)
""",
    "by who acts at once": f"""{_HEAD}{_BLOW}
action strike (p: Man, q: Man)
  urge 2
  takes 0 seconds
  then
    happens blow(q)
    happens blow(q)
""",
    "an action that ends and is done again": f"""{_HEAD}
action pace (p: Man)
  urge 3
  takes 0 seconds if p.worn else 2 seconds
  then
    p.worn = yes
    chance 0.5
      p.hits += normal(1, 0.1)
    pick q: Man
      q.fear += uniform(0, 1)
rule rest for p: Man every 4 seconds
  p.worn = no
""",
    "whoever is meant": f"""{_HEAD}{_BLOW}
rule feud for p: Man every 1 second
  pick q: Man where q is not p
    p.foe = q
  happens blow(p.foe)
""",
    "every sort of draw": f"""{_HEAD}
event swell (c: Man)
  then
    let more = normal(0, 1)
    c.fear += more + uniform(-1, 1)
    c.hits += exponential(2) + beta(0.5, 2) + beta(3, 0.2)
    c.worn = chance(0.5)
    if chance(0.3) or chance(0.3)
      c.fear -= 1
    c.hits += sum(x: Man where chance(0.5): uniform(0, 1))
    for x: Man where chance(0.5)
      x.fear += uniform(0, 1)
      x learns c.fear as normal(0, 1)
rule tide for c: Man
  happens swell(c)
  happens swell(c)
""",
    "picked again": f"""{_HEAD}
event lot (c: Man)
  then
    pick x: Man where x is not c and chance(0.9) weighted 1 + uniform(0, 2)
      pick y: Man where y is not x
        y.hits += uniform(0, 1)
rule lots for c: Man
  happens lot(c)
  happens lot(c)
  happens lot(c)
""",
    "chance in chance": f"""{_HEAD}
event gust (c: Man)
  then
    chance 0.7
      chance 0.6
        chance 0.5
          happens gasp(c)
      otherwise
        happens gasp(c)
event gasp (c: Man)
  then
    chance 0.5
      c.hits += 1
    happens sigh(c)
event sigh (c: Man)
  then c.fear += normal(0, 1)
rule wind for c: Man
  happens gust(c)
  happens gust(c)
  happens gasp(c)
""",
    "seen again": f"""{_HEAD}{_SIGHT}
event shout (c: Man)
  then c.fear += uniform(0, 1)
  seen by sight of c, heard by q: Man where q is not c
event wave (c: Man, d: Man)
  then c.fear -= uniform(0, 1)
  seen by sight of c, seen by sight of d
rule noise for c: Man, d: Man
  happens shout(c)
  happens wave(c, d)
  happens wave(c, d)
rule kept for c: Man when remembers(c, wave(anyone, anyone))
  c.hits += 1
measure seen = sum(p: Man: count(q: Man where believes(p, q.fear > 0)))
""",
    "a sense that is drawn itself": f"""{_HEAD}
sense hearing (p: Man, other: Man)
  when chance(0.6), p.at is other.at
  chance uniform(0.2, 1)
    shows other.fear as normal(0, 1)
event shout (c: Man)
  then c.fear += uniform(0, 1)
  heard by hearing of c
rule noise for c: Man
  happens shout(c)
  happens shout(c)
rule kept for c: Man when remembers(c, shout(anyone))
  c.hits += 1
measure heard = sum(p: Man: count(q: Man where believes(p, q.fear > 0)))
""",
    "born again": f"""{_HEAD}
kind Spark is Man
  heat number ~ beta(2, 3)
relation bright (Spark, Spark) number ~ normal(0, 1) symmetric
relation far (Spark, Spark) number ~ uniform(0, 1)
relation among (Man, Spark, Spark) number ~ exponential(1)
spare 3 Spark: at North, heat ~ uniform(0, 1) + uniform(0, 1)
Spark_2.heat ~ normal(3, 1) if chance(0.5) else 2
bright(Spark_1, Spark_2) ~ uniform(5, 6)
rule fire
  for x: Man where x is not Spark
    born s: Spark
      chance s.heat
        x.hits += s.heat + sum(t: Spark: bright(s, t) + far(t, s) + among(x, s, t))
  for s: Spark
    chance 0.7
      s retires
measure heat = sum(s: Spark: s.heat)
rule again for x: Man where x is not Spark
  born s: Spark
    x.fear += s.heat
  for s: Spark where s.hits < 1
    s retires
""",
    "three and more roles": f"""{_HEAD}
event feud (a: Man, b: Man, c: Man)
  then
    chance 0.5
      a.hits += 1
event plot (a: Man, b: Man, c: Man, d: Man)
  then
    a.hits += uniform(0, 1)
    for x: Man
      x.fear += uniform(0, 1)
rule old for a: Man
  for x: Man
    for y: Man
      happens feud(Ada, Ben, Cid)
      happens feud(a, Ben, Cid)
      happens plot(a, Ben, Cid, Dan)
      happens plot(Ada, a, Cid, Dan)
""",
    "more than a word has room for": f"""{_HEAD.replace("lasts 6 seconds", "lasts 2000000 seconds")}
event feud (a: Man, b: Man, c: Man)
  then
    a.hits += uniform(0, 1) + beta(0.5, 0.5)
    chance 0.5
      b.hits += 1
rule old for a: Man, b: Man
  for x: Man
    for y: Man
      happens feud(Ada, Ben, Cid)
      happens feud(a, b, Cid)
ending "enough" when now >= 2 seconds
""",
}
