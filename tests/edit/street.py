"""A little world with a bit of everything, for whoever edits it."""

from __future__ import annotations

NAME = "street.tale"

STREET = """\
# A street with a well in it.
world "The street"
  tick 1 minute
  lasts 1 hour
  opening "There [be] [every p: Person] in the street."

unit metre, metres
setting heed number 0..1 = 0.4

kind Place
  depth number 0..50 metres = 3 metres

# Whoever lives in the street.
kind Person
  they
  at      Place
  alive   yes/no = yes believed
  anger   number 0..1 ~ uniform(0, 0.2)
  mood    one of calm, cross = calm
  coins   whole 0.. = 3
  p notices when p.alive

relation love (Person, Person) number -1..1 = 0

Well, Square are Place
Ada is Person: at Square, coins 5
Ben is Person: he, at Square
love(Ada, Ben) 0.5
Ada believes Ben.alive yes

define angry(p: Person) = p.anger > heed
define here(p: Person, q: Person) = p.at is q.at and q.alive

sense sight (p: Person, q: Person)
  when p.at is q.at

rule warming for p: Person
  p.anger += 0.01
  if p.anger > 0.9 and p.at.depth > 1 metre
    let much = p.anger
    p.coins -= 1

action strike (p: Person, victim: Person)
  needs p.alive, here(p, victim), p.coins > 0
  urge 2 * p.anger - love(p, victim) because "since [p] [be] angry"
  takes 1 minute
  then
    chance 50%
      victim.alive = no
      outcome killed
    otherwise
      victim.mood = cross
      happens shout(victim)
      outcome missed
  seen by sight of p, felt by victim
  tell "[p] [strike] [victim] at [the p.at]."

action go (p: Person, to: Place)
  needs p.at is not to, p.alive, p.mood is calm
  then p.at = to
  tell "[p] [go] to [the to]."

event shout (p: Person)
  then p.anger += 0.1
  heard by q: Person where q.at is p.at
  tell "[p] [shout] at [every q: Person where q.at is p.at]."

ending "murder" when happened(strike(anyone, anyone) killed)
ending "peace" at the end
measure cross = count(p: Person where p.mood is cross)
expect "peace" in 0%..100%
"""
