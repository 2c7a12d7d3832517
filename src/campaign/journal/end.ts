import type { PinResult } from "../../search/pins.ts";
import type { Certificate } from "../../search/strategy.ts";

/** The last line of a shard that is complete. */
export interface End {
  /** How many runs the whole campaign has, as far as this shard can tell. */
  readonly total: number;
  /** Wall-clock seconds it took. */
  readonly seconds: number;
  readonly workers: number;
  readonly certificate: Certificate | undefined;
  readonly pins: readonly (readonly [guarantee: string, result: PinResult])[];
}
