import { conformance } from "../../campaign/conform/conformance.ts";
import type { Conformance } from "../../campaign/conform/conformance.ts";
import { VERSION } from "../../campaign/version.ts";
import { InputError, suggestion } from "../../kernel/errors.ts";
import { conformanceMarkdown } from "../../report/conformance-markdown.ts";
import { conformanceText } from "../../report/conformance.ts";
import { seedText } from "../../kernel/chance.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, BROKEN, INTERRUPTED, worst } from "../exit.ts";
import { interrupts } from "../interrupts.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { countOf } from "../quantities.ts";

export interface ConformFlags extends CommonOptions {
  readonly url?: string;
  readonly row?: readonly string[];
  readonly random?: string;
  readonly seed: string;
  readonly ownBroker?: boolean;
  readonly format: string;
}

const BROKERS = ["rabbitmq"];
const FORMATS = ["text", "markdown"];
/** How often somebody who waits for a broker says so, ms. */
const ALIVE = 1_000;

/** `faultline conform BROKER`: the same scripts on the model and on a real broker. 1 when they observe something different. */
export async function conformCommand(broker: string, flags: ConformFlags, output: Output): Promise<number> {
  if (!BROKERS.includes(broker)) throw new InputError(`there is no model of ${printable(broker)}${suggestion(broker, BROKERS)}`);
  if (!FORMATS.includes(flags.format)) throw new InputError(`--format: ${printable(flags.format)}${suggestion(flags.format, FORMATS)}`);
  const rows = (flags.row ?? []).map((written) => countOf(written, "--row"));
  const random = flags.random === undefined ? undefined : countOf(flags.random, "--random");
  if (random !== undefined && rows.length > 0) throw new InputError("--random plays scripts of its own; leave --row out, or --random");
  const doing = `comparing with ${printable(broker)}`;
  pulse({ doing });
  const waiting = setInterval(() => pulse({}), ALIVE);
  let found: Conformance;
  try {
    found = await conformance({
      rows,
      seed: seedText(flags.seed, "--seed"),
      signal: interrupts(),
      ...(flags.url === undefined ? {} : { url: flags.url }),
      ...(random === undefined ? {} : { random }),
      ...(flags.ownBroker === undefined ? {} : { ownBroker: flags.ownBroker }),
      onProgress: (done, all) => pulse({ progress: `${doing}: ${done} of ${all} ${random === undefined ? "rows" : "scripts"}` }),
    });
  } finally {
    clearInterval(waiting);
  }
  output.text(flags.format === "markdown" ? conformanceMarkdown(found) : conformanceText(found, { width: output.width, ascii: output.ascii, color: output.color }));
  output.document({ version: VERSION, ...found });
  return worst([...(found.interrupted ? [INTERRUPTED] : []), found.counts.different > 0 ? BROKEN : AS_PROMISED]);
}
