import { showTime } from "../../kernel/time.ts";
import { paint } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import { nodesAt } from "../../view/scene.ts";
import type { NodeScene } from "../../view/scene.ts";
import type { Snapshot } from "../../view/snapshots.ts";
import type { Player } from "../run/player.ts";
import { fit } from "../text.ts";
import type { Look, Size } from "../text.ts";

const STATES: { readonly [state in NodeScene["state"]]: readonly [word: string, style: "effect" | "lost" | "fault" | "dim"] } = {
  up: ["up", "effect"], down: ["DOWN", "lost"], paused: ["PAUSED", "fault"], hidden: ["hidden", "dim"],
};

/** A row a node: whether it is up, its own clock where it is off, and what it remembers. The one chosen is marked; more than fit are counted. */
export function nodesPanel(player: Player, lane: number, { columns, rows }: Size, look: Look): readonly string[] {
  const { spaceTime: { lanes }, lens: { hidden }, now, event, index, branches } = player;
  const { ascii, color } = look;
  const scenes = nodesAt(player.spaceTime, index);
  const snapshots = new Map(branches.current.snapshots.at(event).map((snapshot) => [snapshot.node, snapshot]));
  const name = Math.min(12, Math.max(...lanes.map((one) => one.name.length)));
  const texts = scenes.map((scene): string => {
    const { name: node } = lanes[scene.lane]!;
    const state = hidden.has(scene.lane) ? "hidden" : scene.state;
    const [word, style] = STATES[state];
    const snapshot = state === "hidden" ? undefined : snapshots.get(node);
    const mark = scene.lane === lane ? paint(ascii ? ">" : "▸", "bold", color) : " ";
    return `${mark}${fit(clean(node, ascii), name, look)} ${paint(word, style, color)}${about(snapshot, now, state, ascii)}`;
  });
  const first = Math.max(0, Math.min(lane - Math.floor(rows / 2), texts.length - rows));
  const shown = texts.slice(first, first + rows);
  if (texts.length > rows && shown.length > 1) shown[shown.length - 1] = paint(` ... ${texts.length - shown.length + 1} more nodes; Tab goes through them`, "dim", color);
  return shown.map((text) => fit(text, columns, look));
}

function about(snapshot: Snapshot | undefined, now: number, state: NodeScene["state"], ascii: boolean): string {
  if (snapshot === undefined) return "";
  const { clock, life, memory, disk } = snapshot;
  const off = clock - now;
  return [
    ...(life > 1 ? [`life ${life}`] : []),
    ...(off === 0 || state === "down" ? [] : [`clock ${off > 0 ? "+" : ""}${showTime(off)}`]),
    ...(disk > 0 ? [`${disk} on disk`] : []),
    ...(memory === undefined ? [] : [clean(memory.replaceAll('"', ""), ascii)]),
  ].map((text) => `  ${text}`).join("");
}
