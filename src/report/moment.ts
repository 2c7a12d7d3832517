import { showTime } from "../kernel/time.ts";
import type { Moment, MomentOf } from "../view/moments.ts";
import type { SpaceTime } from "../view/space-time.ts";
import { clean } from "./diagram/cells.ts";
import { Words } from "./diagram/words.ts";

const TIMES = ["", "", "a second time", "a third time"];
const FATES: { readonly [fate: string]: string } = { dropped: "it is dropped", partition: "the network is parted", connection: "the connection is gone" };

/** A moment in words, a short sentence fit for a terminal: "broker receives publish m1 from p1, 5ms after it was sent". */
export function momentText(moment: Moment, spaceTime: SpaceTime, ascii: boolean): string {
  const { lanes } = spaceTime;
  const words = new Words(spaceTime, ascii);
  const name = (lane: number): string => clean(lanes[lane]?.name ?? "", ascii);
  const here = name(moment.lane);
  switch (moment.kind) {
    case "start": return moment.nth === 1 ? `${here} starts` : `${here} starts again, its memory empty`;
    case "hand-over": return `the application hands m${moment.message} to ${here}`;
    case "timer": return `${here}: the timer ${words.named(moment.name, moment.message)} fires`;
    case "synced": return moment.error === undefined ? `${here}: the disk has synced ${words.clean(moment.tag)}` : `${here}: the sync of ${words.clean(moment.tag)} failed (${moment.error})`;
    case "timed-out": return `${here} gives up waiting for ${name(moment.peer)}`;
    case "send": case "arrive": case "lost": case "held": return packetText(moment, spaceTime, words, name);
    case "effect": return effectText(moment, here, words);
    case "say": return `${here} ${said(moment, words)}`;
    case "log": return `${here} logs: ${words.clean(moment.text)}`;
    case "crash": return crashText(moment, here, words);
    case "pause": return `${here} is paused${words.lasting(moment.fault)}, and does not know it`;
    case "resume": return `${here} wakes`;
    case "fault": return words.fault(moment);
    case "violation": return `BROKEN ${moment.violation.guarantees.map((guarantee) => words.clean(guarantee)).join(", ")}: ${words.clean(moment.violation.sentence)}`;
    case "end": return words.ending(moment);
    case "elided": return `not shown: ${words.elided(moment, false)}`;
  }
}

function packetText(moment: MomentOf<"send"> | MomentOf<"arrive"> | MomentOf<"lost"> | MomentOf<"held">, { packets }: SpaceTime, words: Words, name: (lane: number) => string): string {
  const packet = packets[moment.packet]!;
  const [from, to] = [name(packet.from), name(packet.to)];
  const label = words.label(packet);
  switch (moment.kind) {
    case "send": return `${from} sends ${label} to ${to}`;
    case "arrive": return `${to} receives ${label} from ${from}, ${showTime(moment.at - packet.sentAt)} after it was sent`;
    case "held": return `${label} from ${from} to ${to} is held back`;
    case "lost": return `${label} from ${from} never reaches ${to}: ${FATES[packet.fate] ?? `${to} is down`}`;
  }
}

function effectText({ message, result, times, subscription }: MomentOf<"effect">, here: string, words: Words): string {
  const what = `m${message}${subscription === undefined || subscription === "default" ? "" : ` in ${words.clean(subscription)}`}`;
  if (result === "already") return `${here} asks for the effect of ${what}: it was done already`;
  if (result === "fenced") return `${here} asks for the effect of ${what}, and is fenced off`;
  return `${here}: ${what} takes effect${times === 1 ? "" : ` ${TIMES[times] ?? `for the ${times}th time`}`}`;
}

function said({ verb, message }: MomentOf<"say">, words: Words): string {
  switch (verb) {
    case "confirm": return `hears that m${message} is stored`;
    case "refuse": return `hears that m${message} is refused`;
    case "give-up": return `gives up on m${message}`;
    default: return `notes: ${words.named(verb, message)}`;
  }
}

function crashText({ how, after, error, fault }: MomentOf<"crash">, here: string, words: Words): string {
  const verb = how === "power" ? "loses power" : how === "kill" ? "is killed" : "is stopped";
  const cut = after === undefined ? "" : `, after ${after === 0 ? "none" : after} of the step's outputs`;
  return `${here} ${error === undefined ? verb : `threw ${words.clean(error)} and is down`}${cut}${fault === undefined ? "" : words.lasting(fault)}`;
}
