/** A curve: of how many hunts a failure was found within so many runs. */
export interface Curve {
  readonly name: string;
  readonly values: readonly number[];
}

const [WIDTH, HEIGHT, LEFT, TOP] = [720, 360, 60, 20];
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999"];

/** Shares found over the number of runs, from 1 to `most`, on a logarithmic axis: an SVG document. */
export function chart(curves: readonly Curve[], most: number): string {
  const x = (runs: number): number => LEFT + (Math.log10(runs) / Math.log10(most)) * (WIDTH - LEFT - 150);
  const y = (share: number): number => TOP + (1 - share) * (HEIGHT - TOP - 50);
  const ticks = [1, 10, 100, 1_000, 10_000].filter((runs) => runs <= most);
  const lines = curves.map(({ name, values }, index) => {
    const points: string[] = [];
    for (let step = 0; step <= 120; step++) {
      const runs = 10 ** ((step / 120) * Math.log10(most));
      points.push(`${x(runs).toFixed(1)},${y(values.filter((value) => value <= runs + 1e-9).length / values.length).toFixed(1)}`);
    }
    const colour = COLOURS[index % COLOURS.length];
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(" ")}"/><text x="${WIDTH - 140}" y="${TOP + 20 + index * 20}" fill="${colour}">${name}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<title>Share of mutants and campaign seeds in which a failure was found within so many runs</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...ticks.map((runs) => `<line x1="${x(runs)}" x2="${x(runs)}" y1="${TOP}" y2="${y(0)}" stroke="#ddd"/><text x="${x(runs)}" y="${y(0) + 18}" text-anchor="middle">${runs}</text>`),
    ...[0, 0.25, 0.5, 0.75, 1].map((share) => `<line x1="${LEFT}" x2="${x(most)}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/><text x="${LEFT - 8}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`),
    `<text x="${(LEFT + x(most)) / 2}" y="${HEIGHT - 8}" text-anchor="middle">runs to the first failure</text>`,
    ...lines,
    "</svg>",
  ].join("\n");
}
