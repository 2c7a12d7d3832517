import type { Monitor } from "./monitor.ts";

/** Where all scripts of a group wait until the last has come; then the broker is stopped or killed once for all of them. */
export class Gate {
  readonly #happen: () => Promise<Monitor>;
  #members: number;
  #waiting: { readonly done: (monitor: Monitor) => void; readonly failed: (error: unknown) => void }[] = [];

  constructor(members: number, happen: () => Promise<Monitor>) {
    this.#members = members;
    this.#happen = happen;
  }

  /** Resolves when it has happened, with a connection to the broker that is there now. */
  through(): Promise<Monitor> {
    const passed = new Promise<Monitor>((done, failed) => this.#waiting.push({ done, failed }));
    this.#open();
    return passed;
  }

  /** A script ended, well or not: nobody is to wait for it. */
  leave(): void {
    this.#members--;
    this.#open();
  }

  #open(): void {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#members) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#happen().then((monitor) => waiting.forEach(({ done }) => done(monitor)), (error: unknown) => waiting.forEach(({ failed }) => failed(error)));
  }
}
