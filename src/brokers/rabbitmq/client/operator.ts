import type { Duration } from "../../../kernel/time.ts";
import type { Factory } from "../../../world/process.ts";
import type { Method } from "../declarations.ts";
import type { ClientMethod } from "../methods.ts";
import { Session } from "./session.ts";
import type { SessionOptions } from "./session.ts";
import type { Wire } from "./wire.ts";

/** What an operator does by hand: methods, each at a time after the start, on the one channel. What the broker answers goes to the log. */
export interface OperatorOptions extends SessionOptions {
  readonly steps: readonly { readonly at: Duration; readonly does: Method }[];
}

/** Declares, purges, deletes: what people do while applications run. A step that finds no channel is left out. */
export const operator = (options: OperatorOptions): Factory<Wire> => () => {
  const channel = new Session(options, [{ channel: 1, setup: () => [], received: (ctx, method) => ctx.log(method.type) }]);
  const session = channel.hooks();
  return {
    ...session,
    start(ctx) {
      session.start(ctx);
      options.steps.forEach(({ at }, index) => ctx.timer("step", at, index + 1));
    },
    wake(ctx, timer, index) {
      if (timer === "step") channel.send({ ...options.steps[index! - 1]!.does, channel: 1 } as ClientMethod);
      else session.wake(ctx, timer);
    },
  };
};
