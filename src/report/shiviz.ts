import { showTime } from "../kernel/time.ts";
import { clockOf, vectorClocks } from "../view/vector-clocks.ts";
import type { FailureReport } from "./failure.ts";
import { Sentences } from "./sentences.ts";

/** Hosts that are no nodes; in parentheses, which no node's name has. */
const NETWORK = "(network)";
const OBSERVER = "(observer)";

/**
 * The run as a log for ShiViz, which its default expression reads: `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`. Two lines a moment. What no
 * node notices happens on a host of its own: so a lost packet has an arrow that ends on the network, which ShiViz could not draw otherwise.
 */
export function failureShiviz({ whole }: FailureReport): string {
  const clocks = vectorClocks(whole);
  const hosts = [...whole.lanes.map(({ name }) => name), NETWORK, OBSERVER];
  const sentences = new Sentences(whole);
  const seen = hosts.map(() => new Array<number>(hosts.length).fill(0));
  return whole.moments.map((moment) => {
    const own = clockOf(moment, whole);
    // What a host sees it has seen for good: the network and the observer are hosts too, here.
    const clock = seen[own]!.map((before, place) => Math.max(before, clocks[moment.index]![place]!));
    seen[own] = clock;
    const told = Object.fromEntries(hosts.flatMap((host, place) => (clock[place]! > 0 ? [[host, clock[place]!]] : [])));
    return `${showTime(moment.at)} ${sentences.of(moment)}\n${hosts[own]} ${JSON.stringify(told)}\n`;
  }).join("");
}
