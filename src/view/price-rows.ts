import type { Latency, Price } from "../search/price.ts";

/** One price of two, of the same thing. */
export interface PriceRow {
  readonly label: string;
  /** "share": for each message handed over. "most": a maximum. "time": virtual time, µs. "messages": a number of them. */
  readonly unit: "share" | "most" | "time" | "messages";
  /** undefined where a side has no such price. */
  readonly values: readonly [number | undefined, number | undefined];
}

/** Two prices, row by row; rows that say nothing of either are left out. */
export function priceRows(first: Price, second: Price): readonly PriceRow[] {
  const share = (label: string, of: (price: Price) => number): PriceRow => ({ label, unit: "share", values: [shareOf(first, of), shareOf(second, of)] });
  const gauges = [...new Set([...Object.keys(first.gauges), ...Object.keys(second.gauges)])].sort();
  return [
    share("packets a message", ({ packets }) => packets),
    share("bytes a message", ({ bytes }) => bytes),
    share("disk writes a message", ({ writes }) => writes),
    share("syncs a message", ({ syncs }) => syncs),
    ...gauges.map((name): PriceRow => ({ label: `${name}, at most`, unit: "most", values: [first.gauges[name], second.gauges[name]] })),
    ...latencyRows("publish to effect", first.toEffect, second.toEffect),
    ...latencyRows("publish to confirm", first.toConfirm, second.toConfirm),
  ];
}

function shareOf(price: Price, of: (price: Price) => number): number | undefined {
  return price.messages === 0 ? undefined : of(price) / price.messages;
}

function latencyRows(label: string, first: Latency, second: Latency): readonly PriceRow[] {
  if (first.samples + second.samples === 0) return [];
  const missing: PriceRow = { label: `${label}: never`, unit: "messages", values: [first.missing, second.missing] };
  return [
    { label: `${label}, median`, unit: "time", values: [first.median, second.median] },
    { label: `${label}, 95 %`, unit: "time", values: [first.p95, second.p95] },
    ...(first.missing + second.missing > 0 ? [missing] : []),
  ];
}
