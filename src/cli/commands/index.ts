/** Every command. They load together, once one is chosen: most share most of what is behind them, and --help needs none. */
export { checkCommand } from "./check.ts";
export { compareCommand } from "./compare.ts";
export { conformCommand } from "./conform.ts";
export { explainCommand } from "./explain.ts";
export { initCommand } from "./init.ts";
export { judgeCommand } from "./judge.ts";
export { list } from "./list.ts";
export { matrixCommand } from "./matrix.ts";
export { regressionCommand } from "./regression.ts";
export { replayCommand } from "./replay.ts";
export { reportCommand } from "./report.ts";
export { runCommand } from "./run.ts";
export { shrinkCommand } from "./shrink.ts";
export { sweepCommand } from "./sweep.ts";
export { watchCommand } from "./watch.ts";
export { tellOfSimulations } from "../locating.ts";
export { Output } from "../output.ts";
