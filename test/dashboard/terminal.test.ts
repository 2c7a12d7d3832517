import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder } from "../campaign/folder.ts";
import { open } from "./stages.ts";
import { HAS_TMUX, Terminal } from "./tmux.ts";

/** Tests that open terminals, which are closed when the test is over. */
const it = test.extend<{ readonly terminal: (columns: number, rows: number, cwd?: string) => Terminal }>({
  terminal: async ({}, use) => {
    const opened: Terminal[] = [];
    await use((columns, rows, cwd) => {
      const terminal = new Terminal(columns, rows, cwd);
      opened.push(terminal);
      return terminal;
    });
    for (const terminal of opened) terminal.close();
  },
});

/** One key after the other, from the start of a run on: by its name in the list of keys, what is pressed, and what the screen then shows. */
const STEPS: readonly (readonly [key: string, presses: readonly string[], shows: RegExp])[] = [
  ["right", ["Right", "Right", "Right"], /▶ *10.0ms.*publish m1/],
  ["left", ["Left"], /▶ *5.0ms/],
  ["home", ["Home"], /before the first event/],
  ["<", [">", "<"], /before the first event/],
  ["end", ["End"], /end: nothing is left to happen/],
  [">", ["<", ">"], /end: nothing is left to happen/],
  ["pageUp", ["PageUp"], /event 2\/10/],
  ["pageDown", ["PageDown"], /event 10\/10/],
  [":", [":", "1", "0", "m", "s", "Enter"], /event 5\/10/],
  ["tab", ["Tab"], /▸broker/],
  ["shift-tab", ["BTab"], /▸p1 /],
  ["escape", ["Escape"], /▸p1 /],
  ["d", ["d"], /dropped p1>broker publish m1 #1/],
  ["z", ["z"], /branch 1\/2/],
  ["Z", ["Z"], /branch 2\/2/],
  ["[", ["["], /branch 1\/2/],
  ["]", ["]"], /branch 2\/2/],
  ["y", ["y"], /copied: npx faultline run lessons\/lost-ack/],
  ["o", ["o"], /runs without any fault/],
  ["D", ["D"], /duplicated p1>broker publish m1 #1/],
  ["down", ["Right", "j", "j"], /▸p1>broker publish m1 #1' /],
  ["up", ["k"], /▸p1>broker publish m1 #1 .*has arrived/],
  ["+", ["z", "+"], /delayed broker>c1 deliver m1 #1 by 50ms/],
  ["x", ["z", "x"], /crash broker in this step/],
  ["x", ["Enter"], /crashed broker in a step/],
  ["r", ["Right", "Tab", "Tab", "r"], /restarted broker/],
  ["p", ["Escape", "o", ":", "1", "0", "m", "s", "Enter", "p"], /paused p1/],
  ["P", ["z", "P"], /cut p1 off/],
  ["t", ["z", "t"], /moved the clock of p1 by 10s/],
  ["s", ["o", ":", "1", "5", ".", "5", "m", "s", "Enter", "d", "v", "s"], /saved reports\/lessons-lost-ack-at-most-once/],
  ["v", ["<", "v"], /▶ ✗ BROKEN/],
  ["w", ["w"], /why at-most-once breaks[^]*It became likely/],
  ["w", ["w"], /▶ ✗ BROKEN/],
  ["m", ["m"], /following m1/],
  ["m", ["m"], /^(?![^]*following)/],
  ["c", ["c"], /•.*publish m1/],
  ["h", ["c", "h"], /behind the curtain: broker, c1/],
  ["H", ["Escape", "H"], /behind the curtain: /],
  ["/", ["Escape", "/", "a", "c", "k", "Enter"], /only ack/],
  ["u", ["Escape", ":", "1", "0", "m", "s", "Enter", "u"], /▶ *10.0ms[^]*deliver m1/],
  ["1", ["u", "1"], /^(?![^]*▸p1 )/],
  ["2", ["1", "2"], /^(?![^]*publish m1 #1 +[█░])/],
  ["3", ["2", "3"], /▸p1/],
  ["4", ["3", "4"], /^(?![^]*no fault so far)/],
  ["B", ["4", "B"], /DUPLICATES/],
  ["}", ["B", "}", " "], /▶ 4 a second/],
  ["{", ["{"], /▶ 2 a second/],
  [" ", [" "], /❚❚/],
  ["C", ["C"], /of 1,000 runs/],
  ["?", ["q", "?"], /What the keys do here/],
  ["?", ["c", "u", "r", "t"], /only what the producers can see/],
];

const STUCK = `import { holds, scenario } from "faultline";
export default scenario({
  title: "a handler that never returns",
  nodes: [{ name: "producer", count: 1, role: "producer", run: () => ({ publish() { for (;;); } }) }],
  workload: { messages: 1 },
  promises: { "at-most-once": holds() },
});
`;

// Together: for the most part they wait for a screen.
describe.skipIf(!HAS_TMUX).concurrent("the dashboard in a terminal (needs tmux)", () => {
  it.for([[80, 24], [120, 40], [200, 60]] as const)("has a key for everything its help lists, and each shows at %ix%i", async ([columns, rows], { terminal }) => {
    const { stage } = await open("lessons/lost-ack");
    expect(new Set(STEPS.map(([key]) => key))).toEqual(new Set(stage.keys.flatMap(({ press }) => press).filter((name) => !["q", "ctrl-c", ".", "j", "k"].includes(name))));
    const cwd = folder({});
    const shown = terminal(columns, rows, cwd);
    shown.line("faultline watch lessons/lost-ack --seed 1");
    await shown.until(/before the first event/);
    for (const [key, presses, shows] of STEPS) {
      shown.keys(...presses);
      await shown.until(shows).catch((error: Error) => { throw new Error(`${key}: ${error.message}`); });
    }
    shown.keys("Escape", "q");
    const left = await shown.back();
    expect(left).toContain("npx faultline run lessons/lost-ack");
    expect(left).toContain("npx faultline replay reports/");
    expect(existsSync(join(cwd, "reports"))).toBe(true);
    expect(shown.alternate).toBe(false);
  });

  it("tells why a promise breaks, with a key for everything its help lists", async ({ terminal }) => {
    const opened = await open("naive-queue/storm", { seed: "1" });
    opened.press("w");
    expect(opened.run.keys.flatMap(({ press }) => press).sort()).toEqual([" ", "<", ">", "down", "end", "escape", "home", "j", "k", "pageDown", "pageUp", "up", "w"]);
    const shown = terminal(80, 24);
    shown.line("faultline watch naive-queue/storm --seed 1");
    await shown.until(/before the first event/);
    shown.keys("w");
    await shown.until(/a plan of 10 faults\n[^]*more lines below/);
    for (const [presses, shows] of [
      [["Down"], /breaks\nm6 took effect/], [["j"], /breaks\n\(92/], [["Up"], /breaks\nm6 took effect/], [["k"], /breaks\nwhat struck/],
      [["PageDown"], /The violation goes back to/], [["PageUp"], /breaks\nwhat struck/], [["End"], /The violation goes back to/], [["Home"], /breaks\nwhat struck/],
      [[" "], /The violation goes back to/], [["<"], /breaks\nwhat struck/], [[">"], /The violation goes back to/], [["?"], /Why it breaks/], [["Escape"], /The violation goes back to/], [["Escape"], /before the first event/],
    ] as const) {
      shown.keys(...presses);
      await shown.until(shows);
    }
    shown.keys("q");
    await shown.back();
  });

  it("goes through a lecture with the keys of a presenter's remote", async ({ terminal }) => {
    const shown = terminal(80, 24);
    shown.line("faultline watch --lecture lost-ack");
    await shown.until(/lesson 3 of 10[^]*One payment/);
    shown.keys("PageDown", "PageDown");
    await shown.until(/That packet dies/);
    shown.keys("PageDown", "PageDown", "PageDown", "PageDown");
    await shown.until(/100 ms of silence/);
    shown.keys("PageDown");
    await shown.until(/THINK, THEN VOTE/);
    shown.keys("PageUp");
    await shown.until(/100 ms of silence/);
    shown.keys("n");
    await shown.until(/lesson 4 of 10/);
    shown.keys("N");
    await shown.until(/lesson 3 of 10/);
    shown.keys("d", "B");
    await shown.until(/DUPLICATES/);
    shown.keys("?");
    await shown.until(/the next beat/);
    shown.keys("Escape", "q");
    await shown.back();
  });

  it("watches a campaign, and goes into its failures", async ({ terminal }) => {
    const cwd = folder({});
    const shown = terminal(120, 40, cwd);
    shown.line("faultline check retry-without-dedup corrected-queue --runs 40 --watch --junit junit.xml --report page.html");
    await shown.until(/scenario 2 of 2[^]*40 of 40 runs[^]*done/);
    shown.keys("[");
    await shown.until(/▸ order[^]*at-most-once/);
    shown.keys("j");
    await shown.until(/▸ at-most-once/);
    shown.keys("k");
    await shown.until(/▸ order/);
    shown.keys("j", "Enter");
    await shown.until(/✗ BROKEN {2}at-most-once/);
    shown.keys("w");
    await shown.until(/why at-most-once breaks[^]*The violation goes back to/);
    shown.keys("w");
    await shown.until(/✗ BROKEN {2}at-most-once/);
    shown.keys("q");
    await shown.until(/scenario 1 of 2/);
    shown.keys("]");
    await shown.until(/scenario 2 of 2/);
    shown.keys("q");
    expect(await shown.back()).toMatch(/corrected-queue {3}.*\n40 runs/);
    expect(readFileSync(join(cwd, "junit.xml"), "utf8")).toContain('name="corrected-queue"');
    expect(existsSync(join(cwd, "page.html"))).toBe(true);
    expect(readdirSync(join(cwd, "reports")).filter((name) => name.endsWith(".html")).length).toBeGreaterThan(2);
  });

  it("shows two runs under the same plan side by side, and where they part", async ({ terminal }) => {
    const shown = terminal(120, 40);
    shown.line("faultline compare lessons/dedup-broker lessons/lost-ack --plan 'drop broker>p1 confirm m1 #1' --watch");
    await shown.until(/A lessons\/dedup-broker[^]*B lessons\/lost-ack|A lessons\/dedup-broker .* B lessons\/lost-ack/);
    shown.keys("Right", "Right", "Right");
    await shown.until(/▶ *10.0ms.*▶ *10.0ms/);
    shown.keys("Left");
    await shown.until(/▶ *5.0ms.*▶ *5.0ms/);
    shown.keys("v");
    await shown.until(/≠.*≠.*SECOND EFFECT/);
    shown.keys("<");
    await shown.until(/before the first event/);
    shown.keys(">");
    await shown.until(/end: nothing[^]*end: nothing/);
    shown.keys("<", "}", " ");
    await shown.until(/end: nothing[^]*end: nothing/);
    shown.keys("{", "q");
    await shown.back();
  });

  it.for<readonly [string, (shown: Terminal) => void, number]>([
    ["q", (shown: Terminal) => shown.keys("q"), 0],
    ["Ctrl-C", (shown: Terminal) => shown.keys("C-c"), 0],
    ["SIGTERM to the program", (shown: Terminal) => void process.kill(shown.pids()[0]!, "SIGTERM"), 0],
    ["SIGTERM to what draws", (shown: Terminal) => void process.kill(shown.pids()[1]!, "SIGTERM"), 0],
    ["a kill of what draws", (shown: Terminal) => void process.kill(shown.pids()[1]!, "SIGKILL"), 3],
  ])("gives the terminal back after %s", async ([, end, code], { terminal }) => {
    const shown = terminal(80, 24);
    shown.line("faultline watch lessons/lost-ack --seed 1; echo code $?; stty -a | grep -o ' -*icanon'");
    await shown.until(/before the first event/);
    expect(shown.alternate).toBe(true);
    end(shown);
    const left = await shown.until(/code \d[^]*canon/);
    expect(left).toContain(`code ${code}`);
    expect(left).toMatch(/ icanon/);
    expect(left).not.toContain("before the first event");
    expect(shown.alternate).toBe(false);
    expect(shown.cursorShown).toBe(true);
  });

  it("gives the terminal back after a crash in a view, and says what happened", async ({ terminal }) => {
    const cwd = folder({ "sabotage.mjs": 'const repeat = String.prototype.repeat; if (process.env.FAULTLINE_WATCHED) String.prototype.repeat = function (n) { if (String(this) === "█" && n > 1) throw new Error("the view broke"); return repeat.call(this, n); };' });
    const shown = terminal(80, 24, cwd);
    shown.line(`NODE_OPTIONS='--import ./sabotage.mjs' faultline watch retry-without-dedup; echo code $?; stty -a | grep -o ' -*icanon'`);
    await shown.until(/before the first event/);
    shown.keys(">", "<", "Right", "Right", "Right", "Right", "Right", "Right", "Right", "Right", "Right", "Right");
    const left = await shown.until(/code \d[^]*canon/);
    expect(left).toContain("the view broke");
    expect(left).toContain("code 3");
    expect(left).toMatch(/ icanon/);
    expect(shown.alternate).toBe(false);
  });

  it("is stopped, and says where, when a handler never returns", async ({ terminal }) => {
    const shown = terminal(80, 24, folder({ "stuck.ts": STUCK, "node_modules/.keep": "" }));
    shown.line("faultline watch stuck.ts --silence 1s; echo code $?");
    const left = await shown.until(/code \d/);
    expect(left.replace(/\n/g, "")).toMatch(/a handler did not return within 1s/);
    expect(shown.alternate).toBe(false);
  });

  it("follows the size of the terminal, down to one that is too small and back", async ({ terminal }) => {
    const shown = terminal(80, 24);
    shown.line("faultline watch lessons/lost-ack --seed 1");
    await shown.until(/before the first event/);
    shown.resize(120, 40);
    await shown.until(/│ nodes/);
    shown.resize(55, 20);
    await shown.until(/a terminal of at least 60x15 is needed/);
    shown.resize(60, 15);
    await shown.until(/before the first event/);
    shown.keys("q");
    await shown.back();
  });

  it("draws in ASCII, and without colours", async ({ terminal }) => {
    const shown = terminal(80, 24);
    shown.line("NO_COLOR=1 faultline watch lessons/lost-ack --seed 1 --ascii");
    await shown.until(/before the first event/);
    shown.keys("Right", "Right", "Right", "Right", "?", "Escape");
    const screen = await shown.until(/deliver m1/);
    expect(screen).toMatch(/^[\x00-\x7f]*$/);
    shown.keys("q");
    await shown.back();
  });

  it("speaks in sentences to a screen reader, below each other", async ({ terminal }) => {
    const shown = terminal(80, 24);
    shown.line("faultline watch lessons/lost-ack --seed 1 --screen-reader");
    await shown.until(/event 0, published 0/);
    shown.keys("Right", "Right", "Right");
    await shown.until(/event 0, published 0[^]*p1 sends publish m1 to broker\s+event 5, published 1/);
    shown.keys("q");
    await shown.back();
  });
});
