import { micros } from "../../../kernel/time.ts";
import type { Duration, Micros } from "../../../kernel/time.ts";
import type { CloseReason, Connection, Context, Packet } from "../../../world/process.ts";
import type { ClientMethod, ServerMethod } from "../methods.ts";
import type { Declaration, Method } from "../declarations.ts";

/** Frames of AMQP as packets of a connection. */
export type Wire = Packet & (ClientMethod | ServerMethod);
export type Ctx = Context<Wire>;

/** How a client library keeps its connection. */
export interface SessionOptions {
  /** Nodes of the broker; the next one is tried when one does not answer. Default: "rabbitmq" alone. */
  readonly brokers?: string | readonly string[];
  /** How long after a connection was lost a new one is made; false: never. Default 1s. */
  readonly reconnect?: Duration | false;
  /** What the client asks for; 0: none. The smaller of this and the broker's counts. Default 60s. */
  readonly heartbeat?: Duration;
  /** Declared on every connection, before anything else. Default: nothing. */
  readonly declare?: readonly Declaration[];
  /** After a channel error, whether the channel is opened anew, after `reconnect`. Default true. */
  readonly reopen?: boolean;
}

/** One use of a connection: what it sets up on its channel, and what it wants to hear. */
export interface Channel {
  readonly number: number;
  /** Sent on a fresh channel, after the declarations. */
  setup(): readonly Method[];
  /** Everything of the setup was answered. */
  ready?(ctx: Ctx): void;
  received(ctx: Ctx, method: ServerMethod): void;
  /** Channel or connection are gone. `text`: the broker's own words, after a channel error. */
  lost?(ctx: Ctx, text?: string): void;
}

type State = { readonly uses: readonly Channel[]; open: boolean; unanswered: number };

/** A connection with its channels as a client library keeps them: it declares, notices when the broker is gone, and comes back. */
export class Session {
  readonly #options: SessionOptions;
  readonly #brokers: readonly string[];
  readonly #channels = new Map<number, State>();
  #connection: Connection<Wire> | undefined;
  #tries = 0;
  #heartbeat: Micros = 0;
  #sent = false;
  #silent = 0;

  constructor(options: SessionOptions, channels: readonly Channel[]) {
    this.#options = options;
    const { brokers = "rabbitmq" } = options;
    this.#brokers = typeof brokers === "string" ? [brokers] : brokers;
    for (const number of new Set(channels.map((channel) => channel.number))) {
      this.#channels.set(number, { uses: channels.filter((channel) => channel.number === number), open: false, unanswered: 0 });
    }
  }

  /** Whether a channel is set up. */
  isOpen(channel: number): boolean {
    return this.#channels.get(channel)!.open;
  }

  /** Sends over a channel that is set up; false where it is not, and nothing is sent. */
  send(channel: number, method: Method): boolean {
    if (!this.isOpen(channel)) return false;
    this.#write({ ...method, channel } as Wire);
    return true;
  }

  start(ctx: Ctx): void {
    this.#connection = ctx.connect(this.#brokers[this.#tries++ % this.#brokers.length]!);
    this.#write({ type: "connection.open", channel: 0, heartbeat: micros(this.#options.heartbeat ?? "60s", "heartbeat") });
  }

  data(ctx: Ctx, connection: Connection<Wire>, method: ServerMethod): void {
    if (connection !== this.#connection) return;
    this.#silent = 0;
    if (method.channel > 0) return this.#onChannel(ctx, method);
    if (method.type === "connection.open-ok") this.#opened(ctx, method.heartbeat);
    else if (method.type === "connection.close") {
      ctx.log(method.replyText);
      this.#write({ type: "connection.close-ok", channel: 0 });
      connection.close();
      this.#lost(ctx);
    }
  }

  closed(ctx: Ctx, connection: Connection<Wire>, _reason: CloseReason): void {
    if (connection === this.#connection) this.#lost(ctx);
  }

  /** True when the timer was the session's. */
  wake(ctx: Ctx, timer: string): boolean {
    if (timer === "connect") this.start(ctx);
    else if (timer === "heartbeat") this.#beat(ctx);
    else if (timer.startsWith("channel ")) this.#open(Number(timer.slice(8)));
    else return false;
    return true;
  }

  /** Closes the connection in good order, for good. */
  close(ctx: Ctx): void {
    this.#write({ type: "connection.close", channel: 0 });
    this.#connection?.close();
    this.#forget(ctx);
  }

  #opened(ctx: Ctx, heartbeat: Micros): void {
    this.#heartbeat = heartbeat;
    if (heartbeat > 0) ctx.timer("heartbeat", heartbeat / 2, 0, { background: true });
    for (const number of this.#channels.keys()) this.#open(number);
  }

  #open(number: number): void {
    const state = this.#channels.get(number)!;
    if (this.#connection === undefined) return;
    const [first] = this.#channels.keys();
    const setup = [{ type: "channel.open" } as const, ...(number === first ? (this.#options.declare ?? []) : []), ...state.uses.flatMap((use) => use.setup())];
    state.unanswered = setup.length;
    for (const method of setup) this.#write({ ...method, channel: number } as Wire);
  }

  #onChannel(ctx: Ctx, method: ServerMethod): void {
    const state = this.#channels.get(method.channel);
    if (state === undefined) return;
    if (method.type === "channel.close") {
      ctx.log(method.replyText);
      this.#write({ type: "channel.close-ok", channel: method.channel });
      this.#closedChannel(ctx, state, method.replyText);
      if (this.#options.reopen !== false && this.#options.reconnect !== false) ctx.timer(`channel ${method.channel}`, this.#options.reconnect ?? "1s");
      return;
    }
    if (state.unanswered > 0 && method.type.endsWith("-ok") && method.type !== "basic.get-ok" && --state.unanswered === 0) {
      state.open = true;
      for (const use of state.uses) use.ready?.(ctx);
    }
    for (const use of state.uses) use.received(ctx, method);
  }

  #closedChannel(ctx: Ctx, state: State, text?: string): void {
    state.open = false;
    state.unanswered = 0;
    for (const use of state.uses) use.lost?.(ctx, text);
  }

  #lost(ctx: Ctx): void {
    this.#forget(ctx);
    for (const state of this.#channels.values()) this.#closedChannel(ctx, state);
    if (this.#options.reconnect !== false) ctx.timer("connect", this.#options.reconnect ?? "1s");
  }

  #forget(ctx: Ctx): void {
    this.#connection = undefined;
    this.#silent = 0;
    ctx.cancel("heartbeat");
    for (const number of this.#channels.keys()) ctx.cancel(`channel ${number}`);
  }

  /** Every half period: says that it is there, if nothing else did, and gives a silent broker up after two. */
  #beat(ctx: Ctx): void {
    if (this.#connection === undefined) return;
    if (++this.#silent > 4) {
      this.#connection.reset();
      return this.#lost(ctx);
    }
    if (!this.#sent) this.#write({ type: "heartbeat", channel: 0 });
    this.#sent = false;
    ctx.timer("heartbeat", this.#heartbeat / 2, 0, { background: true });
  }

  #write(method: Wire): void {
    this.#sent = true;
    this.#connection?.send(method);
  }
}
