import { InputError, suggestion } from "../kernel/errors.ts";

/** The names under which a scenario file may import this program, and what it gets: this very program, never a second copy. */
export type Doors = ReadonlyMap<string, object>;

let opened: Promise<Doors> | undefined;

/** Opens the doors, once. The rooms are imported only now, so that whoever loads no scenario pays for none of them. */
export function openDoors(): Promise<Doors> {
  return (opened ??= open());
}

async function open(): Promise<Doors> {
  const [all, core, protocols] = await Promise.all([import("../index.ts"), import("../core.ts"), import("../protocols/index.ts")]);
  return new Map([
    ["faultline", strict("faultline", all)],
    ["faultline/core", strict("faultline/core", core)],
    ["faultline/protocols", strict("faultline/protocols", protocols)],
  ]);
}

/** What is imported but not exported would be `undefined` and fail later, elsewhere: this fails at once and names the nearest. */
function strict(door: string, exports: object): object {
  return new Proxy(exports, {
    get(target, name): unknown {
      if (name in target || typeof name === "symbol" || name === "then" || name === "__esModule") return Reflect.get(target, name);
      if (name === "default") throw new InputError(`"${door}" has no default export; write import { scenario } from "faultline"`);
      throw new InputError(`"${door}" has no export "${name}"${suggestion(name, Object.keys(target))}`);
    },
  });
}
