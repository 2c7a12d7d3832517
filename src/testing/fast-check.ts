/** The package's `faultline/fast-check`: fault plans as an arbitrary, and a scenario's promises as a property. */
export { keepsPromises } from "./keeps-promises.ts";
export type { PromiseOptions } from "./keeps-promises.ts";
export { plans, recorded } from "./plans.ts";
export type { PlansOptions } from "./plans.ts";
