import { Choice } from "../prompt.ts";
import type { Key } from "../screen.ts";
import { clockAt, crashAt, crashIn, cutsOf, deedOf, delayed, drop, duplicate, outputsBy, partAt, pauseAt, restarted } from "./by-hand.ts";
import { commandOf, save } from "./commands.ts";
import type { RunScreen } from "./screen.ts";
import { nodesAt } from "../../view/scene.ts";
import type { Fault } from "../../world/fault.ts";
import { printFault } from "../../world/plan-text.ts";

/** What can be done to a run by hand, and what becomes of it. Every deed is an entry of a plan, and forks the run. */
export function handKeys(screen: RunScreen): readonly Key[] {
  const { player, selection } = screen;
  const { branches } = player;
  const group = "By hand";
  const strike = (fault: Fault): void => {
    // That it is done already must not show in the keys: behind a curtain it would give the fault away.
    if (branches.current.plan.some((other) => printFault(other) === printFault(fault))) screen.notice = "that is in the plan already";
    else screen.fork([...branches.current.plan, fault], deedOf(fault));
  };
  const datagram = (): boolean => selection.packet?.transport === "datagram";
  const isUp = (): boolean => nodesAt(player.spaceTime, player.index)[selection.lane]!.state === "up";
  return [
    { press: ["d"], does: "drop the packet chosen", brief: "drop", group, when: datagram, run: () => strike(drop(selection.packet!.key)) },
    { press: ["D"], does: "duplicate the packet chosen", group, when: () => datagram() && selection.packet!.copy === "", run: () => strike(duplicate(selection.packet!.key)) },
    { press: ["+"], does: "delay the packet chosen by 50ms, and once more", brief: "delay", group, when: () => selection.packet !== undefined && selection.packet.transport !== "control", run: () => delay(screen) },
    { press: ["x"], does: "crash the node: between any two outputs of this step, or now", brief: "crash", group, when: isUp, run: () => crash(screen) },
    { press: ["r"], does: "restart the node now", brief: "restart", group, when: () => downBy(screen) !== undefined, run: () => restart(screen) },
    { press: ["p"], does: "pause the node for 1s; it will not know it", group, when: isUp, run: () => strike(pauseAt(selection.node, player.now)) },
    { press: ["P"], does: "cut the node off from all others for 1s", group, when: () => player.spaceTime.lanes.length > 1, run: () => strike(partAt(selection.node, player.spaceTime.lanes.map(({ name }) => name).filter((name) => name !== selection.node), player.now)) },
    { press: ["t"], does: "set the node's clock 10s ahead", group, run: () => strike(clockAt(selection.node, player.now)) },
    { press: ["o"], does: "the same run without any fault", group, when: () => branches.current.run.struck.length > 0, run: () => screen.fork([], "runs without any fault") },
    { press: ["down", "j"], shown: "↓ j", does: "choose the next packet", brief: "packet", group, run: () => selection.turnPacket(1) },
    { press: ["up", "k"], shown: "↑ k", does: "choose the packet before", group, run: () => selection.turnPacket(-1) },
    { press: ["tab"], shown: "Tab", does: "choose the next node", brief: "node", group, run: () => selection.turnLane(1) },
    { press: ["shift-tab"], shown: "Shift-Tab", does: "choose the node before", group, run: () => selection.turnLane(-1) },
    { press: ["z"], does: "undo: back to the branch this one was forked from", brief: "undo", group: "Branches", when: () => branches.current.parent !== undefined, run: () => screen.toBranch(() => branches.undo()) },
    { press: ["Z"], does: "redo", group: "Branches", when: () => branches.canRedo, run: () => screen.toBranch(() => branches.redo()) },
    { press: ["]"], does: "to the next branch", group: "Branches", when: () => branches.all.length > 1, run: () => screen.toBranch(() => branches.turn(1)) },
    { press: ["["], does: "to the branch before", group: "Branches", when: () => branches.all.length > 1, run: () => screen.toBranch(() => branches.turn(-1)) },
    { press: ["y"], does: "copy the command that makes this run; it is printed at the end as well", brief: "command", group: "Keep", run: () => yank(screen) },
    { press: ["s"], does: "save the failure of this run as a file that replays", brief: "save", group: "Keep", run: () => screen.attempt(() => keep(screen)) },
    { press: ["C"], does: "a campaign: hunt for failures of this scenario", brief: "campaign", group: "Keep", when: () => screen.outlet.campaign !== undefined, run: () => screen.outlet.campaign!(screen.subject) },
  ];
}

function delay(screen: RunScreen): void {
  const { key } = screen.selection.packet!;
  const plan = delayed(screen.player.branches.current.plan, key);
  screen.fork(plan, deedOf(plan.find((fault) => fault.fault === "delay" && fault.packet === key)!));
}

/** In a step of the node, somebody says where; elsewhere it is now. */
function crash(screen: RunScreen): void {
  const { player, selection } = screen;
  player.playing = false;
  const step = player.branches.current.stepOf(player.event);
  const strike = (fault: Fault): void => screen.fork([...player.branches.current.plan, fault], deedOf(fault));
  if (step === undefined || step.node !== selection.node || step.outputs.length === 0) return strike(crashAt(selection.node, player.now));
  const seen = player.spaceTime.moments.filter(({ event, index, kind }) => event === step.event && index <= player.index && ["send", "effect", "say"].includes(kind)).length;
  const cuts = cutsOf(step);
  screen.question = new Choice(`crash ${step.node} in this step:`, [...cuts, "later: right behind this moment"], outputsBy(step, seen), (at) => strike(at < cuts.length ? crashIn(step, at) : crashAt(step.node, player.now)));
}

/** The crash, with its time, because of which the node chosen is down. */
function downBy({ player, selection }: RunScreen): { readonly fault: Fault; readonly since: number } | undefined {
  const { state, since } = nodesAt(player.spaceTime, player.index)[selection.lane]!;
  const moment = player.spaceTime.moments[since];
  return state === "down" && moment?.kind === "crash" && moment.fault !== undefined ? { fault: moment.fault, since: moment.at } : undefined;
}

function restart(screen: RunScreen): void {
  const { player, selection } = screen;
  const { fault, since } = downBy(screen)!;
  screen.fork(restarted(player.branches.current.plan, fault, since, player.now), `restarted ${selection.node}`);
}

function yank(screen: RunScreen): void {
  const command = commandOf(screen.subject, screen.player.branches.current);
  screen.outlet.copy(command);
  screen.outlet.print(command);
  screen.notice = `copied: ${command}`;
}

function keep(screen: RunScreen): void {
  const path = save(screen.subject, screen.player.branches.current);
  screen.notice = path === undefined ? "no promise is broken in this run, so there is no failure to save; y copies the command that makes it" : `saved ${path}; replay it: npx faultline replay ${path}`;
  if (path !== undefined) screen.outlet.print(`npx faultline replay ${path}`);
}
