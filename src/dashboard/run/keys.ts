import { InputError } from "../../kernel/errors.ts";
import { micros } from "../../kernel/time.ts";
import { Prompt } from "../prompt.ts";
import type { Key } from "../screen.ts";
import { handKeys } from "./hand-keys.ts";
import { CLEAR } from "./lens.ts";
import { SPEEDS } from "./player.ts";
import type { RunScreen, Shown } from "./screen.ts";

/** Every key of a run, in the order the footer prefers. */
export function runKeys(screen: RunScreen): readonly Key[] {
  return [...timeKeys(screen), ...handKeys(screen), ...viewKeys(screen)];
}

function timeKeys(screen: RunScreen): readonly Key[] {
  const { player } = screen;
  const group = "Time";
  const breaks = (): boolean => player.branches.current.run.verdicts.some(({ status }) => status === "fail");
  const go = (body: () => void) => () => {
    screen.notice = "";
    body();
  };
  return [
    { press: ["right"], shown: "→", does: "step forward", brief: "step", group, when: () => !player.atEnd, run: go(() => (player.playing = false, player.forward())) },
    { press: ["left"], shown: "←", does: "step back", brief: "back", group, when: () => player.index >= 0, run: go(() => player.back()) },
    { press: [" ", "."], shown: "Space .", does: "play, pause; at the end from the start", brief: "play", group, run: go(() => player.play()) },
    { press: ["v"], does: "jump to the violation, then to the next", brief: "violation", group, when: () => player.spaceTime.violations.length > 0 && !player.curtained, run: go(() => player.goToViolation()) },
    { press: ["w"], does: "why the promise breaks, fault by fault", get brief() { return breaks() ? "why" : undefined; }, group, when: () => !player.curtained, run: () => screen.openWhy() },
    { press: ["<", "home"], shown: "< Home", does: "to the start", group, when: () => player.index >= 0, run: go(() => player.goTo(-1)) },
    { press: [">", "end"], shown: "> End", does: "to the end", group, when: () => !player.atEnd, run: go(() => player.goTo(Infinity)) },
    { press: ["pageDown"], shown: "PgDn", does: "ten steps forward", group, when: () => !player.atEnd, run: go(() => times(10, () => player.forward())) },
    { press: ["pageUp"], shown: "PgUp", does: "ten steps back", group, when: () => player.index >= 0, run: go(() => times(10, () => player.back())) },
    { press: ["}"], does: "play faster", group, when: () => player.speed < SPEEDS.at(-1)!, run: go(() => player.faster(1)) },
    { press: ["{"], does: "play slower", group, when: () => player.speed > SPEEDS[0], run: go(() => player.faster(-1)) },
    { press: [":"], does: "go to an event (:42), a time (:250ms) or a message (:m7)", brief: "go", group, run: () => (player.playing = false, screen.question = new Prompt("go to event 42, time 250ms, or message m7:", (typed) => screen.attempt(() => goTo(screen, typed)))) },
  ];
}

function goTo({ player }: RunScreen, typed: string): void {
  const message = /^m([1-9]\d*)$/.exec(typed)?.[1];
  if (typed === "") return;
  if (message !== undefined) {
    const first = player.spaceTime.moments.find((moment) => !moment.implied && (("message" in moment && moment.message === Number(message)) || (moment.kind === "send" && player.spaceTime.packets[moment.packet]!.message === Number(message))));
    if (first === undefined) throw new InputError(`nothing here is about m${message}`);
    return player.goTo(player.film.stop(first.index)?.last ?? first.index);
  }
  if (/^\d+$/.test(typed)) return player.goToEvent(Number(typed));
  player.goToTime(micros(typed, "go to"));
}

function viewKeys(screen: RunScreen): readonly Key[] {
  const { player, selection, shown } = screen;
  const group = "View";
  const panel = (press: string, name: keyof Shown, what: string): Key => ({ press: [press], does: `show or hide ${what}`, group, run: () => void (shown[name] = !shown[name]) });
  const hide = (hidden: ReadonlySet<number>): void => void (player.lens = { ...player.lens, hidden });
  const { lanes } = player.spaceTime;
  const producers = lanes.filter(({ role }) => role === "producer");
  return [
    { press: ["m"], does: "follow the message chosen, or all again", brief: "follow", group, when: () => selection.message > 0 || player.lens.message !== undefined, run: () => void (player.lens = { ...player.lens, message: player.lens.message === undefined ? selection.message : undefined }) },
    { press: ["c"], does: "what happened before the moment looked at, and may have had a hand in it", brief: "causes", group, when: () => player.index >= 0, run: () => void (shown.past = !shown.past) },
    { press: ["h"], does: "the curtain: only what the producers can see", brief: "curtain", group, when: () => producers.length > 0 && producers.length < lanes.length, run: () => hide(player.lens.hidden.size > 0 ? new Set() : new Set(lanes.filter(({ role }) => role !== "producer").map(({ index }) => index))) },
    { press: ["H"], does: "hide the node chosen, or show it again", group, when: () => lanes.length > 1, run: () => hide(toggled(player.lens.hidden, selection.lane)) },
    { press: ["/"], does: "show only what says a text; with ! in front, all else", brief: "filter", group, run: () => void (screen.question = new Prompt("show only (with ! all but):", (pattern) => void (player.lens = { ...player.lens, pattern }), player.lens.pattern)) },
    { press: ["u"], does: "what has not happened yet as well, or not", group, run: () => void (shown.unveiled = !shown.unveiled) },
    { press: ["escape"], shown: "Esc", does: "all of it again: no filter, nothing hidden, nothing chosen", group, run: () => void (player.lens = CLEAR, shown.past = false, screen.notice = "", selection.release()) },
    panel("1", "nodes", "the nodes"),
    panel("2", "flights", "what is under way"),
    panel("3", "gauges", "what is measured"),
    panel("4", "faults", "the faults"),
    { press: ["B"], does: "big type, for a lecture hall", group, run: () => void (shown.big = !shown.big) },
  ];
}

function toggled(set: ReadonlySet<number>, one: number): ReadonlySet<number> {
  const others = [...set].filter((other) => other !== one);
  return new Set(set.has(one) ? others : [...others, one]);
}

function times(count: number, body: () => void): void {
  for (let at = 0; at < count; at++) body();
}
