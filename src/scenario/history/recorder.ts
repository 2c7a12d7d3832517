import type { HistoryEvent } from "../../delivery/history.ts";
import type { Listener } from "../../delivery/listener.ts";
import { PUBLISHED } from "../../delivery/states.ts";
import type { World } from "../../world/world.ts";
import type { Promises } from "../promises.ts";
import type { Resolved } from "../resolve.ts";
import type { Simulated } from "../simulated.ts";
import { printHeader } from "./header.ts";
import type { CalmLine, EndLine, EventLine, GaugeLine } from "./line.ts";

/** What a recorder needs of a run. */
interface Recordable {
  readonly resolved: Resolved;
  readonly world: World;
  readonly subject: Simulated;
  readonly options: { readonly seed: string };
}

/** Writes the history of a run down as it happens, in the form in which those of real systems are judged. */
export class Recorder implements Listener {
  readonly #run: Recordable;
  readonly #write: (line: string) => void;
  #calm = false;

  constructor(run: Recordable, write: (line: string) => void) {
    this.#run = run;
    this.#write = write;
    const { resolved: { name, scenario, own, delivery, world }, options } = run;
    const { subscriptions, obligation, excuses } = delivery;
    write(printHeader({ title: `${name}, seed ${options.seed}`, subscriptions, obligation, excuses, promises: withoutPlans(scenario.promises), own: own.map((guarantee) => guarantee.name), settle: world.settle, storm: true, start: 0 }));
  }

  history({ at, node, verb, message = 0, subscription, detail, altered, event, cause, because }: HistoryEvent): void {
    const { subject } = this.#run;
    const published = verb === "publish" || (subject.obligations.state(message, 0) & PUBLISHED) !== 0;
    const keyed = verb === "publish" || (verb === "effect" && !published);
    this.#line({
      at, node, verb: verb as EventLine["verb"], message,
      ...(keyed ? { key: subject.keyOf(message) } : {}),
      ...(subscription === undefined || subject.subscriptions.length === 1 ? {} : { subscription }),
      ...(altered === undefined ? {} : { altered }),
      ...(detail === undefined ? {} : { detail }),
      event,
      ...(cause === undefined ? {} : { cause }),
      ...(because === undefined ? {} : { because }),
    });
  }

  gauge(gauge: string, value: number, node: string): void {
    const { now, event } = this.#run.subject;
    this.#line({ at: now, node, gauge, value, event });
  }

  /** The run has ended. */
  end(): void {
    const { subject: { now, event, ended: { idle, watched } }, world: { ending = "events" } } = this.#run;
    this.#line({ at: now, verb: "end", ending, ...(ending === "settle" ? { busy: !idle, until: watched } : {}), event });
  }

  #line(line: (EventLine | GaugeLine | EndLine) & { readonly event?: number }): void {
    const { storm } = this.#run.world;
    if (storm.over && !this.#calm) {
      this.#calm = true;
      const calm: CalmLine = { at: storm.endedAt, verb: "calm" };
      this.#write(JSON.stringify(calm));
    }
    this.#write(JSON.stringify(line));
  }
}

/** A plan is for runs. */
function withoutPlans(promises: Promises): Promises {
  return Object.fromEntries(Object.entries(promises).map(([guarantee, promise]) => {
    const limits = promise.limits === undefined ? {} : { limits: promise.limits };
    return [guarantee, "holds" in promise ? { holds: true, ...limits } : { breaks: true, ...limits }];
  }));
}
