// A morning in a kitchen: a small story for a random player. Loops, a variable, six endings.
VAR milk = 3
VAR cross = 0

-> morning

=== morning ===
{cross > 3: -> door}
{milk <= 0: -> dry}
Somebody shuffles into the kitchen. There {milk == 1:is one cup|are {milk} cups} of milk left.
+ [Make tea.] 
    ~ milk = milk - 1
    -> tea
+ [Say something about the dishes.]
    ~ cross = cross + 1
    -> morning
+ [Look out of the window.]
    -> window

=== tea ===
The kettle takes its time.
+ [Drink it alone.] -> alone
+ [Share it.]
    ~ cross = cross - 1
    -> shared
+ [Leave it and go back to bed.] -> bed

=== window ===
Rain.
+ [Stay in.] -> morning
+ [Go out anyway.] -> rain

=== alone ===
{milk > 0: -> morning}
It is the last of it. -> END

=== shared ===
{cross < 0: "We should do this more often." -> END}
-> morning

=== bed ===
Nobody misses anybody before noon. -> END

=== rain ===
The shop is shut, it being Sunday. -> END

=== dry ===
The bottle is empty, and it is always somebody else. -> END

=== door ===
A door slams. -> END
