import { RealConnection } from "../../../src/campaign/conform/real-connection.ts";
import { sleep } from "../../../src/campaign/conform/sleep.ts";
import { methodsOf } from "./methods.ts";
import { cutOff, joinAgain } from "./real-cluster.ts";
import type { RealCluster } from "./real-cluster.ts";
import { WATCHED } from "./script.ts";
import type { Act, Episode } from "./script.ts";
import { Witness } from "./witness.ts";

/** What nobody waits for longer than a step: opening a channel while its broker stops, for one. */
const soon = <T>(promise: Promise<T>): Promise<T | undefined> => Promise.race([promise.catch(() => undefined), sleep(3_000).then(() => undefined)]);

/** Plays an episode on a real cluster: what was observed in each step. */
export async function playOnCluster(episode: Episode, cluster: RealCluster, said: (line: string) => void): Promise<string[][]> {
  const play = new Play(episode, cluster, said);
  const observed: string[][] = [];
  for (const letter of Object.keys(episode.clients)) await play.connect(letter);
  for (const [title, ...acts] of episode.steps) {
    said(`  ${title}`);
    const began = performance.now();
    let watched = WATCHED;
    for (const act of acts) {
      if (act.do === "wait") watched += act.seconds;
      else await play.perform(act);
    }
    await sleep(Math.max(0, watched * 1_000 - (performance.now() - began)));
    observed.push(play.witness.take());
    for (const line of observed.at(-1)!) said(`      ${line}`);
  }
  await play.end();
  return observed;
}

class Play {
  readonly witness = new Witness();
  readonly #episode: Episode;
  readonly #cluster: RealCluster;
  readonly #said: (line: string) => void;
  readonly #connections = new Map<string, RealConnection>();

  constructor(episode: Episode, cluster: RealCluster, said: (line: string) => void) {
    this.#episode = episode;
    this.#cluster = cluster;
    this.#said = said;
  }

  async connect(letter: string): Promise<void> {
    this.#connections.delete(letter);
    this.witness.opened(letter);
    const began = performance.now();
    const connection = await RealConnection.open(this.#cluster.url(this.#episode.clients[letter]!), {
      received: (method) => {
        if (method.type === "connection.close" || method.type === "basic.cancel") this.#said(`      ${letter} ${method.type} after ${((performance.now() - began) / 1_000).toFixed(1)} s`);
        this.witness.received(letter, method);
      },
      dropped: () => this.witness.dropped(letter),
    }).catch(() => undefined);
    if (connection === undefined) this.witness.refused(letter);
    else this.#connections.set(letter, connection);
  }

  async perform(act: Exclude<Act, { readonly do: "wait" }>): Promise<void> {
    switch (act.do) {
      case "open":
        return this.connect(act.connection);
      case "reopen":
        for (const letter of Object.keys(this.#episode.clients)) if (!this.witness.isOpen(letter)) await this.connect(letter);
        return;
      case "cut":
        return cutOff(act.groups);
      case "heal":
        return joinAgain();
      case "reset":
        return void (await this.#cluster.eval(act.between[0], `erlang:disconnect_node('rabbit@${act.between[1]}')`));
      case "restart":
        return this.#cluster.restart(act.nodes);
      case "recover":
        return this.#cluster.running();
      case "send":
      case "publish":
        return this.#send(act);
    }
  }

  async #send(act: Extract<Act, { readonly do: "send" | "publish" }>): Promise<void> {
    const letter = act.on.replace(/\d+$/, "");
    const connection = this.#connections.get(letter);
    const channel = Number(act.on.slice(letter.length));
    if (connection === undefined || !this.witness.isOpen(letter)) return;
    if (!this.witness.isOpen(act.on)) {
      this.witness.sending(letter, { type: "channel.open", channel });
      await soon(connection.openChannel(channel));
    }
    for (const method of methodsOf(act, channel)) {
      this.witness.sending(letter, method);
      await soon(connection.send(method));
    }
  }

  async end(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((connection) => soon(connection.cut())));
  }
}
