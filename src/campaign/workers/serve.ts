import { workerData } from "node:worker_threads";
import { InputError, messageOf } from "../../kernel/errors.ts";
import { withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import { perform } from "../../search/campaign/jobs.ts";
import type { Job, JobResult } from "../../search/campaign/jobs.ts";
import { load, sourceOf } from "../load.ts";
import { packed } from "./errors.ts";
import { URGENCY, WORDS } from "./messages.ts";
import type { Begin, Chunk, Done, FromThread, Reference, ThreadData, ToThread } from "./messages.ts";

/** The campaign that a thread works for. */
interface Engagement {
  readonly campaign: number;
  readonly resolved: Resolved;
  readonly state: Int32Array;
}

/** Does jobs on this thread for as long as it is kept. */
export function serve(): void {
  const { port } = workerData as ThreadData;
  let engaged: Engagement | undefined;
  let after = Promise.resolve();
  const answer = (message: FromThread, state: Int32Array): void => {
    port.postMessage(message);
    Atomics.add(state, WORDS.answers, 1);
    Atomics.notify(state, WORDS.answers);
  };
  const begin = async ({ campaign, scenario, state }: Begin): Promise<void> => {
    engaged = undefined;
    try {
      engaged = { campaign, resolved: await found(scenario), state };
      answer({ campaign }, state);
    } catch (error) {
      answer({ campaign, trouble: messageOf(error) }, state);
    }
  };
  port.on("message", (message: ToThread) => {
    after = after.then(() => {
      if ("scenario" in message) return begin(message);
      if (engaged?.campaign === message.campaign) answer(done(message, engaged), engaged.state);
      return undefined;
    });
  });
}

async function found({ target, hash, set }: Reference): Promise<Resolved> {
  const scenario = await load(target);
  if (sourceOf(scenario)?.hash !== hash) throw new InputError(`${target} has changed`);
  return resolve(Object.keys(set).length === 0 ? scenario : withParameters(scenario, set));
}

function done({ campaign, chunk, jobs }: Chunk, { resolved, state }: Engagement): Done {
  const began = performance.now();
  const results: JobResult[] = [];
  const answer = (error?: unknown): Done => ({ campaign, chunk, results, took: performance.now() - began, ...(error === undefined ? {} : { error: packed(error) }) });
  for (const job of jobs) {
    try {
      const result = finished(resolved, job, () => Atomics.load(state, WORDS.urgency));
      if (result === undefined) return answer();
      results.push(result);
    } catch (error) {
      return answer(error);
    }
  }
  return answer();
}

/** Does a job; undefined when it is of no use any more. */
function finished(resolved: Resolved, job: Job, urgency: () => number): JobResult | undefined {
  const work = perform(resolved, job, { hurried: () => urgency() === URGENCY.all });
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    const now = urgency();
    if (now !== URGENCY.none && (job.kind === "run" || (now === URGENCY.all && job.kind !== "reduce"))) return undefined;
  }
}
