/** The pages in a real browser, from file:// and with the network off. Skipped where there is no Chromium. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { campaignHtml } from "../../src/report/html/campaign.ts";
import { failureHtml } from "../../src/report/html/failure.ts";
import { folder } from "../campaign/folder.ts";
import { cast } from "../view/telling.ts";
import { CHROMIUM, launch } from "./chromium.ts";
import { hostile, lostConfirm, reportOn } from "./reporting.ts";

interface Opened {
  readonly page: Page;
  /** Errors of the page, and what it wrote on the console. */
  readonly complaints: string[];
  /** Addresses it asked for, the file itself apart. */
  readonly fetched: string[];
}

describe.skipIf(CHROMIUM === undefined)("in Chromium, without a network, a page", () => {
  let browser: Browser;
  const at = folder({});
  const pages: { [name: string]: string } = {};
  const contexts: { [colorScheme: string]: BrowserContext } = {};

  beforeAll(async () => {
    browser = await launch();
    const made = cast("retryWithoutDedup", { name: "retry", network: { latency: "5ms", loss: 0.2 }, messages: 3 });
    pages["failure"] = failureHtml(lostConfirm());
    pages["crowded"] = failureHtml(reportOn(cast("retryWithoutDedup", { messages: 4, consumers: 3 }), ["drop broker>p1 confirm m1 #1", "duplicate broker>c1 deliver m1 #1 after 20ms", "partition c2 | broker at 20ms for 100ms", "crash c3 at 30ms for 50ms", "pause c1 at 140ms for 30ms"], "at-most-once", { all: true }));
    pages["hostile"] = failureHtml(hostile());
    pages["campaign"] = campaignHtml({ version: "1.2.3", seed: "1", scenarios: [{ name: "retry", title: made.title, ...(await check(made, { runs: 40 })), asPromised: false }] });
    for (const [name, content] of Object.entries(pages)) writeFileSync(join(at, `${name}.html`), content);
  });
  afterAll(async () => browser?.close());

  async function open(name: string, { colorScheme = "light", width = 1280 }: { colorScheme?: "light" | "dark"; width?: number } = {}): Promise<Opened> {
    const context = (contexts[colorScheme] ??= await browser.newContext({ colorScheme, offline: true }));
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    const complaints: string[] = [];
    const fetched: string[] = [];
    const address = pathToFileURL(join(at, `${name}.html`)).href;
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => void (request.url() === address || fetched.push(request.url())));
    await page.goto(address);
    return { page, complaints, fetched };
  }
  const panel = (page: Page): Promise<string> => page.locator("#panel").innerText();
  const selected = (page: Page): Promise<string | null> => page.locator("#story > li.selected").getAttribute("data-moment");

  it.each(["crowded", "hostile", "campaign"])("(%s) has nothing to complain of, and asks nobody", async (name) => {
    const { page, complaints, fetched } = await open(name);
    for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
    expect(complaints).toEqual([]);
    expect(fetched).toEqual([]);
    await page.close();
  });

  it("runs nothing of what is in it, whatever messages, nodes and logs are named", async () => {
    const { page } = await open("hostile");
    await page.locator("#stage").focus();
    for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowRight");
    for (const mark of (await page.locator("#stage .packet .hit").all()).slice(0, 3)) await mark.hover({ force: true });
    expect(await page.evaluate("globalThis.struck")).toBeUndefined();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("#story").innerText()).toContain("<img src=x onerror=");
    await page.close();
  });

  it("would not run a script that somebody adds to it", async () => {
    const { page, complaints } = await open("failure");
    await page.evaluate('const script = document.createElement("script"); script.textContent = "globalThis.struck = 1"; document.body.append(script)');
    expect(await page.evaluate("globalThis.struck")).toBeUndefined();
    expect(complaints.join()).toContain("Content Security Policy");
    await page.close();
  });

  it("steps through the moments with the arrow keys, and says each in words", async () => {
    const { page } = await open("failure");
    const moments = (await page.evaluate("[...document.querySelectorAll('#story > li[data-moment]')].map((item) => item.dataset.moment)")) as string[];
    const seen: (string | null)[] = [];
    for (let step = 0; step < moments.length; step++) {
      await page.keyboard.press("ArrowRight");
      seen.push(await selected(page));
    }
    expect(seen).toEqual(moments);
    await page.keyboard.press("ArrowLeft");
    expect(await selected(page)).toBe(moments.at(-2));
    await page.locator("#stage").focus();
    await page.keyboard.press("Home");
    expect(await selected(page)).toBe(moments[0]);
    expect(await panel(page)).toContain("p1 sends publish m1 to broker");
    await page.keyboard.press("v");
    expect(await panel(page)).toContain("Broken: at-most-once");
    await page.keyboard.press("Escape");
    expect(await page.locator("#story > li.selected").count()).toBe(0);
    await page.close();
  });

  it("shows the causal past of the selected moment: the lost confirm's arrival is in nobody's, the sending in its sender's", async () => {
    const { page } = await open("failure");
    await page.locator("#stage").focus();
    await page.keyboard.press("v");
    const earlier = async (words: string): Promise<boolean> => (await page.locator("#story > li.earlier", { hasText: words }).count()) > 0;
    expect(await earlier("p1 sends publish m1 to broker")).toBe(true);
    expect(await earlier("p1: the timer retry m1 fires")).toBe(true);
    for (const words of ["broker sends confirm m1 #2", "confirm m1 #2 from broker arrives at p1"]) {
      expect(await page.locator("#story > li", { hasText: words }).count()).toBe(1);
      expect(await earlier(words)).toBe(false);
    }
    expect(await page.locator("#stage.past").count()).toBe(1);
    await page.keyboard.press("c");
    expect(await page.locator("#stage.past").count()).toBe(0);
    await page.close();
  });

  it("follows a message, by key and by double click", async () => {
    const { page } = await open("crowded");
    await page.locator("#story > li[data-message='2'] a").first().click();
    await page.locator("#stage").focus();
    await page.keyboard.press("f");
    const told = (await page.evaluate("[...document.querySelectorAll('#story > li.told')].map((item) => item.dataset.message)")) as string[];
    expect(new Set(told)).toEqual(new Set(["2"]));
    expect(await page.locator("#follow").innerText()).toBe("Following m2");
    await page.keyboard.press("f");
    expect(await page.locator("#story.followed").count()).toBe(0);
    await page.locator("#stage .packet .hit").nth(3).dblclick({ force: true });
    expect(await page.locator("#story.followed").count()).toBe(1);
    await page.close();
  });

  it("tells in a tip what is under the pointer, and selects it by a click", async () => {
    const { page } = await open("failure");
    const lost = page.locator("#stage .packet.lost .hit");
    await lost.hover({ force: true });
    expect(await page.locator("#tip").innerText()).toContain("which never gets there: the network drops it");
    await lost.click({ force: true });
    expect(await panel(page)).toMatch(/packet\s+broker>p1 confirm m1 #1[^]*struck by\s+drop broker>p1 confirm m1 #1/);
    expect(await page.evaluate("location.hash")).toMatch(/^#moment-\d+$/);
    await page.close();
  });

  it("zooms with keys, buttons and the wheel, and is dragged along", async () => {
    const { page } = await open("crowded");
    const width = async (): Promise<number> => Number(await page.locator("#stage svg").getAttribute("width"));
    const before = await width();
    await page.locator("#stage").focus();
    for (let times = 0; times < 4; times++) await page.keyboard.press("+");
    const near = await width();
    expect(near).toBeGreaterThan(before * 2);
    const box = (await page.locator("#stage").boundingBox())!;
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 100, box.y + 200, { steps: 4 });
    await page.mouse.up();
    expect(await page.evaluate("document.querySelector('#stage').scrollLeft")).toBeGreaterThan(100);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, 300);
    await page.keyboard.up("Control");
    await expect.poll(width).toBeLessThan(near);
    await page.locator("#fit").click();
    expect(await width()).toBe(before);
    await page.close();
  });

  it("keeps the names of the nodes in sight", async () => {
    const { page } = await open("crowded");
    await page.locator("#stage").focus();
    await page.keyboard.press("End");
    await expect.poll(() => page.evaluate("document.querySelector('#stage').scrollTop")).toBeGreaterThan(100);
    const between = async (): Promise<number> => Math.abs((await page.locator("#stage .name").first().boundingBox())!.y - (await page.locator("#stage").boundingBox())!.y);
    // They follow with the next frame.
    await expect.poll(between).toBeLessThan(40);
    await page.close();
  });

  it("turns dark and light by a button, and by what the reader likes", async () => {
    const ground = (page: Page): Promise<unknown> => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const { page } = await open("failure");
    expect(await ground(page)).toBe("rgb(255, 255, 255)");
    await page.locator("#theme").click();
    expect(await ground(page)).toBe("rgb(20, 22, 26)");
    await page.close();
    const { page: dark } = await open("failure", { colorScheme: "dark" });
    expect(await ground(dark)).toBe("rgb(20, 22, 26)");
    await dark.close();
  });

  it("is reached by the keyboard alone, the diagram at once by the skip link", async () => {
    const { page } = await open("failure");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the diagram");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    expect(await selected(page)).not.toBeNull();
    await page.close();
  });

  it("is whole without its script: story, verdicts, diagram", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(at, "failure.html")).href);
    expect(await page.locator("#story > li").count()).toBeGreaterThan(15);
    expect(await page.locator("#stage svg").isVisible()).toBe(true);
    expect(await page.locator("button:visible").count()).toBe(0);
    await context.close();
  });

  it("fits a telephone: nothing but the diagram and tables is wider than the screen", async () => {
    for (const name of Object.keys(pages)) {
      const { page } = await open(name, { width: 360 });
      expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBeLessThanOrEqual(360);
      await page.close();
    }
  });

  it.each([["crowded", "light"], ["crowded", "dark"], ["hostile", "light"], ["campaign", "light"], ["campaign", "dark"]] as const)("(%s, %s) has no serious finding of axe", async (name, colorScheme) => {
    const { page } = await open(name, { colorScheme });
    if (name !== "campaign") await page.keyboard.press("ArrowRight");
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate("axe.run()")) as axe.AxeResults;
    expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`)).toEqual([]);
    await page.close();
  });
});
