/**
 * Promised: every message takes effect exactly once, in order, on a network that loses, repeats, delays and corrupts;
 * and no more than four messages are under way.
 * What breaks it: nothing it declares to tolerate. Crashes are not among that: see sliding-window/crash. What has to wait for a
 * place in the window is not bounded: a producer that is handed more than goes through runs full.
 */
import { holds, scenario } from "faultline";
import { slidingWindow } from "faultline/protocols";

const tolerates = ["drop", "duplicate", "delay", "corrupt", "replay", "reset", "stall", "partition", "pause", "clock", "disk"];

export default scenario({
  title: "A sliding window, going back N: once and in order, four messages at a time",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: slidingWindow.producer, tolerates },
    { name: "consumer", count: 1, role: "consumer", run: slidingWindow.consumer, tolerates },
  ],
  workload: { messages: 20, every: "3ms" },
  network: { loss: 0.1, duplicate: 0.2, reorder: 0.2, corrupt: 0.05 },
  // Nobody crashes, so nothing may be forgotten: what was handed over is owed.
  obligation: "published",
  promises: {
    "effectively-once": holds(),
    order: holds({ all: true }),
    integrity: holds(),
    progress: holds(),
    bounded: holds({ window: 4 }),
  },
});
