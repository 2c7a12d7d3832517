import { Command, CommanderError, Option } from "commander";
import { BAD_INPUT, worst } from "./exit.ts";
import type { CommonOptions } from "./options.ts";

/** What the chosen command does; the program itself only reads arguments. Modules are loaded when needed: --help stays quick. */
export interface Chosen {
  readonly options: CommonOptions;
  /** It fills the terminal, where there is one, and is worked with keys. */
  readonly interactive: boolean;
  run(): Promise<number>;
}

/** What a command does once all commands are loaded. */
type Work = (commands: typeof import("./commands/index.ts"), output: import("./output.ts").Output) => Promise<number>;

/** Reads the command line. Throws CommanderError for help, version and misuse; the misuse's message is one line. */
export function parseArguments(argv: readonly string[], version: string): Chosen {
  let chosen: Chosen | undefined;
  const choose = (options: CommonOptions & { readonly watch?: boolean }, run: Work, interactive = options.watch === true): void => {
    chosen = { options, interactive: interactive && options.json !== true && options.quiet !== true, run: async () => withOutput(options, run) };
  };
  const program = new Command("faultline")
    .description("Runs a delivery protocol through a storm of faults, judges it, and hands over the smallest failure as a file that replays.")
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError(true)
    .enablePositionalOptions();
  common(program.command("list").description("the bundled scenarios, a line each")).action((options: CommonOptions) => choose(options, (commands, output) => commands.list(output)));
  common(program.command("run").description("one run: summary, verdicts, diagram").argument("<scenario>", "a name from list, or the path of a .ts file"))
    .option("--seed <seed>", "default: the scenario's")
    .addOption(setting())
    .option("--plan <plan>", "faults as text, or a .json or .txt file; turns rates off")
    .option("--rates", "faults by chance as well, beside a plan")
    .option("--verify", "run twice and compare after every event")
    .option("--strict", "exit with 3 when a planned fault did not strike")
    .option("--trace <file>", "write the trace, a line of JSON an event")
    .option("--history <file>", "write the delivery history, as judge reads it")
    .action((scenario: string, options: import("./commands/run.ts").RunFlags) => choose(options, (commands, output) => commands.runCommand(scenario, options, output)));
  common(program.command("check").description("a campaign: many seeds, each judged; shrinks what breaks").argument("[scenario...]", "names, folders of names, or paths; default: all bundled"))
    .option("--runs <n>", "runs for each scenario", "1000")
    .option("--time <duration>", "at most so long for each scenario: 30s, 5m")
    .option("--seed <seed>", "of the campaign; run i has the seed S/i", "1")
    .option("--strategy <name>", "auto, lineage, exhaustive, moments, pct, rounds, swarm, mixed, random; with options: \"exhaustive(faults=2)\", \"auto(learn=1024)\"", "auto")
    .option("--workers <n>", "threads that make runs; the outcome is the same for any number (default: all cores, for what takes a while)")
    .option("--journal <file>", "write down every run; a campaign that was killed goes on where it ends")
    .option("--shard <i/n>", "only part i, from 1, of n; faultline merge makes one of all")
    .option("--out <folder>", "where failure files go, and shards", "reports")
    .option("--no-corpus", "neither try the failures that are known from before, in the corpus in --out, nor add to them")
    .option("--failures <n>", "reduce so many failing runs of each promise; those that come to the same plan are one", "1")
    .option("--first", "end at the first failure")
    .option("--watch", "on the dashboard")
    .option("--no-pages", "write no page (.html) beside a failure file")
    .option("--junit <file>", "write what a CI server reads")
    .option("--report <file>", "write a page on the whole campaign")
    .addOption(setting())
    .action((scenarios: string[], options: import("./commands/check.ts").CheckFlags) => choose(options, (commands, output) => commands.checkCommand(scenarios, options, output)));
  common(program.command("merge").description("the shards of a campaign as one").argument("<shard...>", "files that check --shard wrote: reports/shards/*.jsonl"))
    .option("--junit <file>", "write what a CI server reads")
    .option("--report <file>", "write a page on the whole campaign")
    .action((files: string[], options: import("./commands/merge.ts").MergeFlags) => choose(options, (commands, output) => commands.mergeCommand(files, options, output)));
  common(program.command("replay").description("a failure file again, its digest checked").argument("<file>"))
    .option("--until <event>", "draw only up to this event; with --inspect, stop at this one")
    .option("--inspect", "stop at the violating event, in the debugger of Node")
    .action((file: string, options: import("./commands/replay.ts").ReplayFlags) => choose(options, (commands, output) => commands.replayCommand(file, options, output)));
  common(program.command("report").description("a failure file, or what check --json printed, as a page, a picture, or for another tool").argument("<file>"))
    .option("--format <name>", "html, json, junit, mermaid, shiviz, svg, text; default: as --output ends, else text")
    .option("-o, --output <file>", "default: standard output")
    .option("--until <event>", "only up to this event")
    .addOption(repeated("--message <m>", "draw the story of this message; may be repeated; default: what broke"))
    .option("--all", "draw everything, as far as it can be drawn")
    .option("--matrix <file>", "with a campaign: what matrix --json printed, as tables below")
    .action((file: string, options: import("./commands/report.ts").ReportFlags) => choose(options, (commands, output) => commands.reportCommand(file, options, output)));
  common(program.command("shrink").description("a smaller plan that breaks the same guarantee").argument("<file>", "a failure file"))
    .option("--replays <n>", "at most so many", "500")
    .option("--out <folder>", "where the new failure file goes", "reports")
    .option("--no-pages", "write no page (.html) beside it")
    .action((file: string, options: import("./commands/shrink.ts").ShrinkFlags) => choose(options, (commands, output) => commands.shrinkCommand(file, options, output)));
  common(program.command("explain").description("what each fault of a failure is needed for, and when it became likely").argument("<file>", "a failure file"))
    .action((file: string, options: CommonOptions) => choose(options, (commands, output) => commands.explainCommand(file, options, output)));
  common(program.command("regression").description("a failure file as a scenario that keeps it").argument("<file>", "a failure file"))
    .option("--out <file>", "the scenario to write; default: named like the failure, in this folder")
    .action((file: string, options: import("./commands/regression.ts").RegressionFlags) => choose(options, (commands, output) => commands.regressionCommand(file, options, output)));
  common(program.command("judge").description("the same checkers over a history recorded from a real system").argument("<history>", "a line of JSON an event (docs/history.md)"))
    .option("--lenient", "count lines that cannot be read, and judge the rest")
    .option("--scenario <scenario>", "its guarantees of its own judge as well")
    .action((file: string, options: import("./commands/judge.ts").JudgeFlags) => choose(options, (commands, output) => commands.judgeCommand(file, options, output)));
  common(program.command("init").description("a protocol, a scenario and a test to start from").argument("[dir]", "the folder; made where it is missing", "."))
    .action((folder: string, options: CommonOptions) => choose(options, (commands, output) => commands.initCommand(folder, output)));
  common(program.command("sweep").description("a crash at every cut: in every step, after each number of its outputs").argument("<scenario>", "a name from list, or the path of a .ts file"))
    .addOption(repeated("--node <name>", "whose steps; may be repeated; default: all nodes"))
    .addOption(repeated("--guarantee <name>", "what to look at; may be repeated; default: all that is promised"))
    .option("--how <kind>", "of crash: power, kill, stop", "power")
    .option("--for <duration>", "how long the node is down: 500ms, or forever", "500ms")
    .option("--seed <seed>", "default: the scenario's")
    .addOption(setting())
    .option("--plan <plan>", "faults that strike in every run, as text, or a .json or .txt file")
    .action((scenario: string, options: import("./commands/sweep.ts").SweepFlags) => choose(options, (commands, output) => commands.sweepCommand(scenario, options, output)));
  common(program.command("compare").description("two scenarios, or one with other parameters, under the same seeds and plan: verdicts, where the histories part, and the price").argument("<a>", "a scenario").argument("[b]", "another; left out, the same with what --with says"))
    .addOption(repeated("--with <path=value>", "set a parameter on the second alone; may be repeated"))
    .addOption(setting())
    .option("--seed <seed>", "default: that of A")
    .option("--runs <n>", "pairs of runs; of more than one, run i has the seed S/i", "1")
    .option("--plan <plan>", "faults on both, as text, or a .json or .txt file; turns rates off")
    .option("--rates", "faults by chance as well, beside a plan")
    .option("--watch", "two runs side by side on the dashboard")
    .action((a: string, b: string | undefined, options: import("./commands/compare.ts").CompareFlags) => choose(options, (commands, output) => commands.compareCommand(a, b, options, output)));
  common(program.command("matrix").description("protocols by kinds of fault by guarantees: a counterexample, or so many runs without one").argument("[scenario...]", "names, folders of names, or paths; default: of the bundled, one for each protocol whose nodes declare what they tolerate"))
    .option("--runs <n>", "runs for each protocol and kind of fault", "50")
    .option("--seed <seed>", "run i of each campaign has the seed S/i", "1")
    .option("--markdown", "as Markdown")
    .addOption(setting())
    .action((scenarios: string[], options: import("./commands/matrix.ts").MatrixFlags) => choose(options, (commands, output) => commands.matrixCommand(scenarios, options, output)));
  common(program.command("conform").description("a broker's model against the real one, row by row").argument("<broker>", "rabbitmq"))
    .option("--url <url>", "of the real one; default: amqp://guest:guest@127.0.0.1:5672, if one answers there")
    .addOption(repeated("--row <n>", "only this row; may be repeated"))
    .option("--random <n>", "so many random scripts instead of the table")
    .option("--seed <seed>", "of random scripts; script i has the seed S/i", "1")
    .option("--own-broker", "start one on loopback for the rows that stop or kill it; default: when it is installed, and the one at hand is on this machine")
    .option("--no-own-broker", "leave those rows to the model")
    .option("--format <name>", "text or markdown", "text")
    .action((broker: string, options: import("./commands/conform.ts").ConformFlags) => choose(options, (commands, output) => commands.conformCommand(broker, options, output)));
  common(program.command("watch").description("the dashboard: a run to be watched, rewound and meddled with; a failure file; or a lecture").argument("[scenario-or-file]", "a name from list, the path of a .ts file, or a failure file"))
    .option("--lecture", "the lessons in order, beat by beat: PgDn and PgUp; with a lesson's name, from there")
    .option("--seed <seed>", "default: the scenario's")
    .addOption(setting())
    .option("--plan <plan>", "faults as text, or a .json or .txt file; turns rates off")
    .option("--rates", "faults by chance as well, beside a plan")
    .option("--until <event>", "draw only up to this event")
    .option("--out <folder>", "where failure files go", "reports")
    .option("--screen-reader", "in sentences, without a picture")
    .action((target: string | undefined, options: import("./commands/watch.ts").WatchFlags) => choose(options, (commands, output) => commands.watchCommand(target, options, output), true));
  program.parse([...argv], { from: "user" });
  if (chosen === undefined) throw new CommanderError(0, "commander.help", program.helpInformation());
  return chosen;
}

function common(command: Command): Command {
  return command
    .option("--json", "one document on standard output, nothing else there")
    .option("--quiet", "no text; the exit code tells")
    .option("--ascii", "no characters beyond ASCII")
    .addOption(new Option("--silence <duration>", "how long a handler may take before it is stopped, 1s at least").default("10s"))
    .addOption(new Option("--memory <megabytes>", "how much memory a run may take before it is stopped").default("2048"));
}

function setting(): Option {
  return repeated("--set <path=value>", "set a parameter, such as network.loss=0.3; may be repeated");
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, all: string[] | undefined) => [...(all ?? []), value]);
}

async function withOutput(options: CommonOptions, run: Work): Promise<number> {
  const commands = await import("./commands/index.ts");
  const output = new commands.Output(options);
  commands.tellOfSimulations();
  let code: number;
  try {
    code = await run(commands, output);
  } finally {
    await output.flush();
  }
  if (output.unwritable === undefined) return code;
  output.complain(`cannot write to standard output: ${output.unwritable}`);
  return worst([code, BAD_INPUT]);
}
