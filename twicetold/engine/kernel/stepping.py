"""The functions, in LLVM's text, by which many lives in which somebody is played are lived on at once.

They only call what the program of a world has, a life after the other, and write down what comes of it as
numbers for a learner: nothing here decides anything. Where the arrays lie, and how long they are, is known
when the world is compiled; who is played, and how their options are numbered, is said by the caller.
"""

from __future__ import annotations

from typing import Final

from twicetold.engine.kernel import memory
from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model

ENTRY: Final = "step_lives"

LEAVE, GO_ON, BEGIN = 0, 1, 2
"""What is to be done with a life: nothing; go on with what is chosen; begin, as the run that is said."""

SCALES: Final = 5
"""The rows of `scales`: what is taken off a value, what it is multiplied by, how far it bends, and the least
and the most that may come of it; see `batch.Coding`."""


def functions(world: model.World, block: memory.Block) -> str:
    """The text of `step_lives(blocks, stride, first, last, seed, player, actions, runs, todo, waits, played,
    scales, observed, base, offsets, compact, mask, first_worth, worth)`, to stand behind the module of the
    world; nothing for one in which nobody could ever do anything. What the player's lot is worth, as each
    life begins and where it stops, is written down if the world has rewards."""
    layout, at = Layout(world), block.places
    if "options" not in at:
        return ""
    others = max(max(len(action.roles) - 1 for action in world.actions), 1)
    return _TEXT.format(
        begin=BEGIN,
        leave=LEAVE,
        size=layout.size,
        cells=layout.kinds_now,
        entities=len(world.entities),
        nature=at.get("nature", 0),
        others=others,
        width=others + 1,
        columns=len(world.entities) + 1,
        actors=len(layout.acting()),
        believed=at.get("believed", 0),
        unknown=at.get("unknown", 0),
        options=at["options"],
        listed=at["listed"],
        played=at["played"],
        most=4 * layout.kinds_now,
        least=3 * layout.kinds_now,
        first_worth=_worth("first_worth") if world.rewards else "",
        worth=_worth("worth") if world.rewards else "",
        bend=2 * layout.kinds_now,
    )


def _worth(array: str) -> str:
    """To write down in an array what the player's lot is worth now."""
    return (
        f"\n  %{array}.now = call double @tt_worth(ptr %s, i32 %player)"
        f"\n  %{array}.at = getelementptr double, ptr %{array}, i64 %k"
        f"\n  store double %{array}.now, ptr %{array}.at"
    )


_TEXT: Final = """
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

define internal void @tt_observe(ptr %s, ptr %scales, ptr %observed) nounwind {{
entry:
  %believed.at = getelementptr i8, ptr %s, i64 {believed}
  %believed = load ptr, ptr %believed.at
  %unknown.at = getelementptr i8, ptr %s, i64 {unknown}
  %unknown = load ptr, ptr %unknown.at
  br label %cell
cell:
  %c = phi i64 [ 0, %entry ], [ %c.next, %each ]
  %cells.left = icmp slt i64 %c, {cells}
  br i1 %cells.left, label %each, label %kinds
each:
  %x.at = getelementptr double, ptr %believed, i64 %c
  %x = load double, ptr %x.at
  %u.at = getelementptr i8, ptr %unknown, i64 %c
  %u = load i8, ptr %u.at
  %off.at = getelementptr double, ptr %scales, i64 %c
  %off = load double, ptr %off.at
  %scale.place = add i64 %c, {cells}
  %scale.at = getelementptr double, ptr %scales, i64 %scale.place
  %scale = load double, ptr %scale.at
  %bend.place = add i64 %c, {bend}
  %bend.at = getelementptr double, ptr %scales, i64 %bend.place
  %bend = load double, ptr %bend.at
  %least.place = add i64 %c, {least}
  %least.at = getelementptr double, ptr %scales, i64 %least.place
  %least = load double, ptr %least.at
  %most.place = add i64 %c, {most}
  %most.at = getelementptr double, ptr %scales, i64 %most.place
  %most = load double, ptr %most.at
  %rest = fsub double %x, %off
  %scaled = fmul double %rest, %scale
  %far = call double @llvm.fabs.f64(double %x)
  %bent = fmul double %bend, %far
  %by = fadd double %bent, 1.0
  %y = fdiv double %scaled, %by
  %below = fcmp olt double %y, %least
  %y.least = select i1 %below, double %least, double %y
  %above = fcmp ogt double %y.least, %most
  %y.most = select i1 %above, double %most, double %y.least
  %is.unknown = icmp ne i8 %u, 0
  %is.none = fcmp uno double %y.most, 0.0
  %nothing = or i1 %is.unknown, %is.none
  %seen = select i1 %nothing, double 0.0, double %y.most
  %seen.f32 = fptrunc double %seen to float
  %o.at = getelementptr float, ptr %observed, i64 %c
  store float %seen.f32, ptr %o.at
  %c.next = add i64 %c, 1
  br label %cell
kinds:
  %e = phi i64 [ 0, %cell ], [ %e.next, %kind ]
  %kinds.left = icmp slt i64 %e, {entities}
  br i1 %kinds.left, label %kind, label %done
kind:
  %nature = getelementptr i8, ptr %s, i64 {nature}
  %n.at = getelementptr i16, ptr %nature, i64 %e
  %n = load i16, ptr %n.at
  %n.f32 = sitofp i16 %n to float
  %k.place = add i64 %e, {cells}
  %k.at = getelementptr float, ptr %observed, i64 %k.place
  store float %n.f32, ptr %k.at
  %e.next = add i64 %e, 1
  br label %kinds
done:
  ret void
}}

define internal void @tt_mask(ptr %s, ptr %base, ptr %offsets, ptr %compact, ptr %mask) nounwind {{
entry:
  %options.at = getelementptr i8, ptr %s, i64 {options}
  %options = load ptr, ptr %options.at
  %listed.at = getelementptr i8, ptr %s, i64 {listed}
  %listed = load i32, ptr %listed.at
  %count = sext i32 %listed to i64
  br label %option
option:
  %j = phi i64 [ 0, %entry ], [ %j.next, %put ]
  %left = icmp slt i64 %j, %count
  br i1 %left, label %number, label %done
number:
  %row.place = mul i64 %j, {width}
  %row = getelementptr i32, ptr %options, i64 %row.place
  %action = load i32, ptr %row
  %action.place = sext i32 %action to i64
  %base.at = getelementptr i32, ptr %base, i64 %action.place
  %first = load i32, ptr %base.at
  %role.base = mul i64 %action.place, {others}
  br label %role
role:
  %r = phi i64 [ 0, %number ], [ %r.next, %add ]
  %place = phi i32 [ %first, %number ], [ %place.next, %add ]
  %roles.left = icmp slt i64 %r, {others}
  br i1 %roles.left, label %add, label %put
add:
  %r.next = add i64 %r, 1
  %who.at = getelementptr i32, ptr %row, i64 %r.next
  %who = load i32, ptr %who.at
  %who.place = sext i32 %who to i64
  %who.column = add i64 %who.place, 1
  %table = add i64 %role.base, %r
  %table.place = mul i64 %table, {columns}
  %offset.place = add i64 %table.place, %who.column
  %offset.at = getelementptr i32, ptr %offsets, i64 %offset.place
  %offset = load i32, ptr %offset.at
  %place.next = add i32 %place, %offset
  br label %role
put:
  %compact.place = sext i32 %place to i64
  %compact.at = getelementptr i32, ptr %compact, i64 %compact.place
  %n = load i32, ptr %compact.at
  %n.place = sext i32 %n to i64
  %open = getelementptr i8, ptr %mask, i64 %n.place
  store i8 1, ptr %open
  %j.next = add i64 %j, 1
  br label %option
done:
  ret void
}}

define void @tt_step_lives(ptr %blocks, i64 %stride, i64 %first, i64 %last, i64 %seed, i32 %player,
    i64 %actions, ptr %runs, ptr %todo, ptr %waits, ptr %played, ptr %scales, ptr %observed,
    ptr %base, ptr %offsets, ptr %compact, ptr %mask, ptr %first_worth, ptr %worth) nounwind {{
entry:
  br label %life
life:
  %k = phi i64 [ %first, %entry ], [ %k.next, %done ]
  %left = icmp slt i64 %k, %last
  br i1 %left, label %ask, label %out
ask:
  %k.next = add i64 %k, 1
  %todo.at = getelementptr i8, ptr %todo, i64 %k
  %what = load i8, ptr %todo.at
  %block.place = mul i64 %k, %stride
  %s = getelementptr i8, ptr %blocks, i64 %block.place
  %row = trunc i64 %k to i32
  switch i8 %what, label %on [ i8 {leave}, label %done
                               i8 {begin}, label %begin ]
begin:
  %run.at = getelementptr i64, ptr %runs, i64 %k
  %run = load i64, ptr %run.at
  call void @tt_begin_life(ptr %s, i64 %seed, i64 %run, i32 %row)
  %played.at = getelementptr i8, ptr %s, i64 {played}
  call void @llvm.memcpy.p0.p0.i64(ptr %played.at, ptr %played, i64 {actors}, i1 false){first_worth}
  br label %on
on:
  %turn = call i32 @tt_play_on(ptr %s, i32 0)
  %turn.i8 = trunc i32 %turn to i8
  %waits.at = getelementptr i8, ptr %waits, i64 %k
  store i8 %turn.i8, ptr %waits.at{worth}
  call void @tt_see(ptr %s, i32 %player)
  %observed.place = mul i64 %k, {size}
  %observed.at = getelementptr float, ptr %observed, i64 %observed.place
  call void @tt_observe(ptr %s, ptr %scales, ptr %observed.at)
  %mask.place = mul i64 %k, %actions
  %mask.at = getelementptr i8, ptr %mask, i64 %mask.place
  call void @llvm.memset.p0.i64(ptr %mask.at, i8 0, i64 %actions, i1 false)
  store i8 1, ptr %mask.at
  %is.turn = icmp ne i32 %turn, 0
  br i1 %is.turn, label %list, label %end
list:
  call void @tt_list_options(ptr %s, i32 %player)
  call void @tt_mask(ptr %s, ptr %base, ptr %offsets, ptr %compact, ptr %mask.at)
  br label %done
end:
  call void @tt_finish_life(ptr %s, i32 %row)
  br label %done
out:
  ret void
done:
  br label %life
}}
"""
