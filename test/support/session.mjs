/**
 * The built program, kept running: told a command line, it answers with what the program writes and its exit code.
 * Starting Node twice for each command of a document would take ten times as long as all that the commands do.
 */
let written = "";
for (const stream of [process.stdout, process.stderr]) {
  stream.setMaxListeners(0);
  stream.write = (text, ...rest) => {
    written += text;
    rest.find((one) => typeof one === "function")?.();
    return true;
  };
}
const { parseArguments } = await import("../../dist/src/cli/program.js");

process.on("message", async (words) => {
  written = "";
  let code = 2;
  try {
    code = await parseArguments(words, "").run();
  } catch (error) {
    written += `faultline: ${error.message}\n`;
  }
  process.send({ code, output: written });
});
