export { count, thousands } from "../kernel/numbers.ts";
