/**
 * Students' mistakes are caught: one-line mutants of the correct protocols, each checked by the command line. An argument (`competing`, `leases/token-stays`)
 * takes those alone whose name it is part of, and writes nothing.
 */
import { MUTATED } from "./mutants/index.ts";
import { killIn } from "./mutants/kill.ts";
import type { Kill } from "./mutants/kill.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { Program } from "./mutants/program.ts";
import { markdown, writeEvidence } from "./report.ts";

const RUNS = 1_000;
/** Mutants at a time: each takes a core. */
const AT_ONCE = 2;
/** Those that count are not equivalent to what they replace. */
const LEAST = 40;

interface Row { readonly name: string; readonly protocol: string; readonly mutant: Mutant; readonly kill: Kill | undefined }

const only = process.argv[2];
const cases = MUTATED.flatMap((protocol) => protocol.mutants.map((mutant) => ({ protocol, mutant, name: `${protocol.protocol}/${mutant.name}` }))).filter(({ name }) => name.includes(only ?? ""));
const rows: Row[] = [];
let next = 0;

async function work(): Promise<void> {
  const program = new Program(".");
  try {
    while (next < cases.length) {
      const index = next++;
      const { protocol, mutant, name } = cases[index]!;
      // One that cannot be asked is named and fails the evidence; the others are asked all the same.
      const kill = await program.check(protocol, mutant, RUNS).then(killIn, ({ message }: Error) => void process.stderr.write(`${message}\n`));
      rows[index] = { name, protocol: protocol.protocol, mutant, kill };
      process.stderr.write(`${name}: ${kill === undefined ? "survived" : `${by(kill)}: ${kill.sentence}`}${mutant.equivalent === undefined ? "" : " (equivalent)"}\n`);
    }
  } finally {
    program.remove();
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));

const real = rows.filter(({ mutant }) => mutant.equivalent === undefined);
const killed = real.filter((row): row is Row & { kill: Kill } => row.kill !== undefined);
const survivors = real.filter(({ kill }) => kill === undefined);
const alive = rows.filter(({ mutant, kill }) => mutant.equivalent !== undefined && kill !== undefined);
const drawn = killed.flatMap(({ name, kill: { run } }) => (run === undefined ? [] : [{ name, run }])).sort((a, b) => a.run - b.run);
if (only === undefined) writeEvidence("mutants", "Students' mistakes are caught", [
  `Correct protocols of \`src/protocols\`, each with one line written as a student might write it: a wrong order, a forgotten write, a timer not armed again, a wrong key, a window off by one. The program is copied, the line replaced (\`before\` must occur once), compiled, and asked: \`faultline check SCENARIOS --runs ${RUNS} --json\`. The mutants are data, in \`bench/evidence/mutants/protocols/\`.`,
  `A mutant is *killed* when a guarantee that its scenario promises to hold breaks: in a drawn run, or under the plan that the scenario pins to that promise (\`holds({ plan })\`), which is tried before the runs. That a plan pinned to \`breaks\` no longer does its work is no kill, for a key that no longer occurs would be enough.`,
  markdown(["", ""], [
    ["mutants", rows.length], ["equivalent, and survived", rows.length - real.length - alive.length], ["**not equivalent**", `**${real.length}**`], ["**killed**", `**${killed.length}**`],
    ["by a drawn run", drawn.length], ["by the first drawn run", drawn.filter(({ run }) => run === 1).length], ["within ten", drawn.filter(({ run }) => run <= 10).length], ["within a hundred", drawn.filter(({ run }) => run <= 100).length],
    ["slowest, in runs", drawn.length === 0 ? "" : `${drawn.at(-1)!.run} (${drawn.at(-1)!.name})`], ["by a pinned plan alone", killed.length - drawn.length],
    ["with a plan proved to be smallest, of those drawn", killed.filter(({ kill }) => kill.reduced?.minimal === "proved").length],
  ]),
  ...MUTATED.map(({ protocol }) => [`## ${protocol}`, tableOf(rows.filter((row) => row.protocol === protocol && row.mutant.equivalent === undefined))].join("\n\n")),
  "## Equivalent",
  "Nobody outside can tell these from what they replace. They were checked all the same, and survived.",
  markdown(["mutant", "the line", "why it makes no difference"], rows.filter(({ mutant }) => mutant.equivalent !== undefined).map(({ name, mutant }) => [name, change(mutant), cell(mutant.equivalent!)])),
].join("\n\n"));
for (const { name } of survivors) process.stderr.write(`${name} survived\n`);
for (const { name } of alive) process.stderr.write(`${name} is said to be equivalent, and was killed\n`);
if (survivors.length + alive.length > 0 || (only === undefined && real.length < LEAST)) process.exitCode = 1;

function by({ run, scenario, guarantee }: Kill): string {
  return `${scenario} ${guarantee}, ${run === undefined ? "pinned plan" : `run ${run}`}`;
}

function tableOf(some: readonly Row[]): string {
  return markdown(["the mistake", "the line", "killed by", "in run", "faults", "because"], some.map(({ mutant, kill }) => [
    cell(mutant.mistake), change(mutant),
    ...(kill === undefined ? ["**survived**", "", "", ""] : [`${kill.scenario}, ${kill.guarantee}`, kill.run ?? "pinned plan", kill.reduced === undefined ? "" : `${kill.reduced.faults} (${kill.reduced.minimal})`, cell(kill.sentence)]),
  ]));
}

/** Before and after, each on one line. */
function change({ before, after }: Mutant): string {
  const code = (text: string): string => (text.trim() === "" ? "*nothing*" : `\`\` ${cell(text)} \`\``);
  return `${code(before)} → ${code(after)}`;
}

function cell(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}
