import type { ClientMethod } from "../../../src/brokers/rabbitmq/methods.ts";
import type { Act } from "./script.ts";

/** What a client sends for an act, over a channel. */
export function methodsOf(act: Extract<Act, { readonly do: "send" | "publish" }>, channel: number): ClientMethod[] {
  if (act.do === "send") return [{ ...act.method, channel } as ClientMethod];
  return Array.from({ length: act.to - act.from + 1 }, (_, nth) => {
    const id = act.from + nth;
    return { type: "basic.publish", channel, message: { id, key: "k1", producer: "p1", body: `m${id}` }, ...act.method };
  });
}
