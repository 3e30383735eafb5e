// Mary's night, told in ink. What is so, and what she believes, comes from the living world.
EXTERNAL believes_lit()
EXTERNAL asleep(who)
EXTERNAL can(what)
EXTERNAL would(what)
EXTERNAL do(what)
EXTERNAL stay()
EXTERNAL over()
EXTERNAL ending()

You lie below and listen to the wind.
-> night

=== night
{ over():
    -> dawn
}
{ believes_lit(): The lamp is burning, as far as you know. | There is no light on the wall: the lamp is out. }
{ asleep("Enoch"): You have not heard your father's step for a while. }
{ would("climb"): You cannot lie here any longer. }
+ { can("climb") } [Climb the stair]
    ~ do("climb")
    -> night
+ { can("light") } [Light the lamp]
    ~ do("light")
    -> night
+ { can("shake") } [Shake him awake]
    ~ do("shake")
    -> night
+ { can("go_down") } [Go down again]
    ~ do("go_down")
    -> night
+ [Stay where you are]
    ~ stay()
    -> night

=== dawn
In the morning they call it {ending()}.
-> END
