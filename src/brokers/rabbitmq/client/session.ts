import { micros } from "../../../kernel/time.ts";
import type { Duration } from "../../../kernel/time.ts";
import type { Connection, Process } from "../../../world/process.ts";
import type { Declaration, Method } from "../declarations.ts";
import type { ClientMethod, ServerMethod } from "../methods.ts";
import { Heart } from "./heart.ts";
import type { Ctx, Wire } from "./wire.ts";

const SECOND = 1_000_000;

/** How a client library keeps its connection. */
export interface SessionOptions {
  /** Nodes of the broker; the next one is tried when one does not answer. Default: "rabbitmq" alone. */
  readonly brokers?: string | readonly string[];
  /** How long after its start it connects first. Default 0. */
  readonly connectAfter?: Duration;
  /** How long after a connection was lost a new one is made; false: never, as with amqplib. Default 1s. */
  readonly reconnect?: Duration | false;
  /** Whether a channel that the broker closed is opened anew, after `reconnect`. Default true. */
  readonly reopen?: boolean;
  /** How long the broker may take to answer when a connection is opened. Default 10s. */
  readonly handshake?: Duration;
  /** Whole seconds; 0: none. Default 60s. */
  readonly heartbeat?: Duration;
  /** Declared on every connection, before anything else. Default: nothing. */
  readonly declare?: readonly Declaration[];
}

/** One use of a channel: what it sets up there, and what it wants to hear. */
export interface ChannelUse {
  readonly channel: number;
  /** Sent on a fresh channel, after the declarations. */
  setup(): readonly Method[];
  /** Everything of the setup was answered. */
  ready?(ctx: Ctx): void;
  received(ctx: Ctx, method: ServerMethod): void;
  /** Channel or connection are gone. */
  lost?(ctx: Ctx): void;
}

/** `unanswered`: methods of its setup. */
type State = { readonly number: number; readonly uses: readonly ChannelUse[]; readonly declares: readonly Declaration[]; opening: boolean; open: boolean; unanswered: number };

/** A connection with its channels as a client library keeps them: it declares, notices when the broker is gone, and comes back. */
export class Session {
  readonly #options: SessionOptions;
  readonly #brokers: readonly string[];
  readonly #channels: readonly State[];
  readonly #heart = new Heart();
  #connection: Connection<Wire> | undefined;
  #tries = 0;

  /** The first channel declares; the others are opened when it is ready. */
  constructor(options: SessionOptions, uses: readonly ChannelUse[]) {
    this.#options = options;
    const { brokers = "rabbitmq", declare = [] } = options;
    this.#brokers = typeof brokers === "string" ? [brokers] : brokers;
    const numbers = [...new Set(uses.map(({ channel }) => channel))];
    this.#channels = numbers.map((number, index) => ({ number, uses: uses.filter(({ channel }) => channel === number), declares: index === 0 ? declare : [], opening: false, open: false, unanswered: 0 }));
  }

  /** Whether a channel is set up. */
  isOpen(channel: number): boolean {
    return this.#stateOf(channel)?.open === true;
  }

  /** Sends over a channel that is set up; false where it is not, and nothing is sent. */
  send(method: ClientMethod): boolean {
    if (!this.isOpen(method.channel)) return false;
    this.#write(method);
    return true;
  }

  /** What a process does for its connection; whoever has more to do in `start` or `wake` does it as well. */
  hooks(): Required<Pick<Process<Wire>, "start" | "data" | "closed" | "wake" | "stopping">> {
    return {
      start: (ctx) => {
        const { connectAfter } = this.#options;
        if (connectAfter === undefined) this.#connect(ctx);
        else ctx.timer("connect", connectAfter);
      },
      data: (ctx, connection, method) => {
        if (connection === this.#connection) this.#received(ctx, connection, method as ServerMethod);
      },
      closed: (ctx, connection) => {
        if (connection === this.#connection) this.#lost(ctx);
      },
      wake: (ctx, timer) => this.#wake(ctx, timer),
      stopping: () => {
        this.#write({ type: "connection.close", channel: 0 });
        this.#connection?.close();
      },
    };
  }

  #connect(ctx: Ctx): void {
    this.#connection = ctx.connect(this.#brokers[this.#tries++ % this.#brokers.length]!);
    ctx.timer("handshake", this.#options.handshake ?? "10s");
    this.#write({ type: "connection.open", channel: 0, heartbeat: Math.ceil(micros(this.#options.heartbeat ?? "60s", "heartbeat") / SECOND) });
  }

  #received(ctx: Ctx, connection: Connection<Wire>, method: ServerMethod): void {
    this.#heart.heard();
    if (method.channel > 0) return this.#onChannel(ctx, method);
    if (method.type === "connection.open-ok") {
      ctx.cancel("handshake");
      this.#heart.begin(ctx, method.heartbeat * SECOND);
      this.#open(this.#channels[0]!);
    } else if (method.type === "connection.close") {
      ctx.log(method.replyText);
      connection.send({ type: "connection.close-ok", channel: 0 });
      connection.close();
      this.#lost(ctx);
    }
  }

  #wake(ctx: Ctx, timer: string): void {
    if (timer === "connect") this.#connect(ctx);
    else if (timer === "handshake" || (timer === "heartbeat" && !this.#heart.beat(ctx, this.#connection!))) {
      this.#connection!.reset();
      this.#lost(ctx);
    } else if (timer.startsWith("channel ")) this.#open(this.#channels.find(({ number }) => timer === `channel ${number}`)!);
  }

  #open(state: State): void {
    state.opening = true;
    const setup = [{ type: "channel.open" } as const, ...state.declares, ...state.uses.flatMap((use) => use.setup())];
    state.unanswered = setup.length;
    for (const method of setup) this.#write({ ...method, channel: state.number } as Wire);
  }

  #onChannel(ctx: Ctx, method: ServerMethod): void {
    const state = this.#stateOf(method.channel);
    if (state === undefined) return;
    if (method.type === "channel.close") return this.#closed(ctx, state, method.replyText);
    if (state.unanswered > 0 && method.type.endsWith("-ok") && method.type !== "basic.get-ok" && --state.unanswered === 0) this.#ready(ctx, state);
    for (const use of state.uses) use.received(ctx, method);
  }

  #stateOf(channel: number): State | undefined {
    for (const state of this.#channels) if (state.number === channel) return state;
    return undefined;
  }

  #ready(ctx: Ctx, state: State): void {
    state.open = true;
    for (const use of state.uses) use.ready?.(ctx);
    for (const other of this.#channels) if (!other.opening) this.#open(other);
  }

  /** The broker closed a channel. */
  #closed(ctx: Ctx, state: State, text: string): void {
    ctx.log(text);
    this.#write({ type: "channel.close-ok", channel: state.number });
    this.#forget(ctx, state);
    const { reopen = true, reconnect = "1s" } = this.#options;
    // Not before its time: the next one to be ready would open it else.
    state.opening = true;
    if (reopen && reconnect !== false) ctx.timer(`channel ${state.number}`, reconnect);
  }

  #forget(ctx: Ctx, state: State): void {
    state.opening = state.open = false;
    state.unanswered = 0;
    ctx.cancel(`channel ${state.number}`);
    for (const use of state.uses) use.lost?.(ctx);
  }

  #lost(ctx: Ctx): void {
    this.#connection = undefined;
    ctx.cancel("handshake");
    this.#heart.stop(ctx);
    for (const state of this.#channels) this.#forget(ctx, state);
    const { reconnect = "1s" } = this.#options;
    if (reconnect !== false) ctx.timer("connect", reconnect);
  }

  #write(method: Wire): void {
    this.#heart.spoke();
    this.#connection?.send(method);
  }
}
