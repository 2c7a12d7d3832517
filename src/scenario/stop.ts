import type { Process } from "../world/process.ts";
import { Simulation } from "./simulation.ts";

/**
 * Does the same run again, and stops a debugger in front of the handler of one event; without a debugger it just runs. The
 * step is as ever: what a person does there, with `ctx` or with variables, has its effect.
 */
export function stopBefore({ resolved, options }: Simulation, event: number): void {
  const { record: _, ...same } = options;
  const simulation = new Simulation(resolved, same);
  const { world } = simulation;
  simulation.until(event - 1);
  let stopped = false;
  const stopping = (process: Process): Process => new Proxy(process, {
    get(handlers, name: keyof Process) {
      if (world.kernel.events !== event || typeof handlers[name] !== "function") return handlers[name];
      return (...given: unknown[]): unknown => {
        stopped = true;
        const handler = (handlers[name] as (...given: unknown[]) => unknown).bind(handlers);
        debugger; // Step into what is called next: it is the handler of the violating event.
        return handler(...given);
      };
    },
  });
  for (const node of world.nodes) {
    const { setup } = node;
    // The event may be the start of a node, whose process is yet to be made.
    Object.assign(node, { process: stopping(node.process), setup: { ...setup, run: () => stopping(setup.run()) } });
  }
  simulation.until(event);
  if (!stopped) debugger; // The event has called no handler: nobody was up to receive it. It has just happened.
  while (simulation.advance());
}
