/** Failures, as reports get them: one of a real protocol, and one in which everything that may be named is named maliciously. */
import { holds, scenario } from "../../src/scenario/define.ts";
import type { Scenario } from "../../src/scenario/types.ts";
import { finishWork } from "../../src/search/attempt.ts";
import { BRIEF } from "../../src/search/explain.ts";
import { reasons } from "../../src/campaign/report.ts";
import { failureReport } from "../../src/report/failure.ts";
import type { Excerpt, FailureReport } from "../../src/report/failure.ts";
import type { Factory } from "../../src/world/process.ts";
import { cast, told } from "../view/telling.ts";

export const LOST_CONFIRM = ["drop broker>p1 confirm m1 #1"];

/** The report on a run under a plan; without one, by chance. */
export function reportOn(made: Scenario, plan: readonly string[] | undefined, guarantee = "at-most-once", excerpt: Excerpt = {}): FailureReport {
  const simulation = told(made, plan === undefined ? {} : { plan });
  return failureReport(simulation, { faultline: "1.2.3", guarantee, parameters: { "network.latency": "5ms" }, command: "npx faultline replay reports/x.repro.json", ...finishWork(reasons(simulation, guarantee, BRIEF)) }, excerpt);
}

/** A second effect for want of a confirm. */
export function lostConfirm(excerpt: Excerpt = {}): FailureReport {
  return reportOn(cast("retryWithoutDedup", { network: { latency: "5ms" } }), LOST_CONFIRM, "at-most-once", excerpt);
}

export const EVIL = `<img src=x onerror="globalThis.struck=1"> </script><script>globalThis.struck=1</script> ]]> & "quoted" 'so' ; #35; : --> end \u0001\u202e{"a":1}`;

/** Everything that is free text is hostile: packet types, timers, tags, logs, errors, details, sentences, names of guarantees, title, seed, parameters, command. */
export function hostile(): FailureReport {
  const producer: Factory = () => ({
    publish(ctx, message) {
      ctx.log(EVIL);
      ctx.timer(EVIL, "5ms", message.id);
      ctx.note("deliver", message, { owner: EVIL, [EVIL]: EVIL });
      ctx.disk.write(EVIL, EVIL);
      ctx.disk.sync(EVIL);
      ctx.send("c1", { type: EVIL, message });
      ctx.gauge(EVIL, 1);
      ctx.sometimes(EVIL);
    },
    wake(ctx, _timer, message = 0) {
      ctx.send("c1", { type: EVIL, message });
      ctx.giveUp(message, EVIL);
      throw new Error(EVIL);
    },
  });
  const consumer: Factory = () => ({ receive: (ctx, _from, packet) => void ctx.effect(packet.message!) });
  const made = scenario({
    name: EVIL, title: EVIL, seed: "1",
    nodes: [{ name: "producer", count: 1, role: "producer", run: producer }, { name: "consumer", count: 1, role: "consumer", run: consumer }],
    workload: { messages: 2 },
    network: { latency: "3ms" },
    promises: { [EVIL]: holds(), "at-most-once": holds() },
    guarantees: [{ name: EVIL, observe: () => ({ on: ({ verb, node }, fail) => void (verb === "effect" && fail(`m1 ${EVIL} ${node}`)), end: () => {} }) }],
  });
  const typed = JSON.stringify(EVIL);
  const report = reportOn(made, [`drop p1>c1 ${typed} m2 #1`, `duplicate p1>c1 ${typed} m1 #1 after 2ms`], EVIL);
  return { ...report, parameters: { [EVIL]: EVIL }, command: EVIL, caveat: EVIL, faultline: EVIL };
}
