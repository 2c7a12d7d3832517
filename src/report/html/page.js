// What a report's page does when it is touched. The page is whole without it: everything it says is in the story and the tables.
// It knows nothing of runs: the story's items carry a moment each (data-moment, data-message, data-own and data-clock, its vector clock).
"use strict";
(() => {
  /** @type {(selector: string) => HTMLElement | null} */
  const one = (selector) => document.querySelector(selector);

  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.removeAttribute("hidden");

  const root = document.documentElement;
  const theme = one("#theme");
  theme?.addEventListener("click", () => {
    const isDark = root.dataset.theme === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : root.dataset.theme === "dark";
    root.dataset.theme = isDark ? "light" : "dark";
  });

  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.addEventListener("click", async () => {
      const source = one(`#${button.getAttribute("data-copies")}`);
      if (source === null) return;
      try {
        await navigator.clipboard.writeText(source.textContent ?? "");
        button.textContent = "Copied";
      } catch {
        getSelection()?.selectAllChildren(source);
        button.textContent = "Selected: copy it";
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
  }

  // A page without a diagram has none of these.
  if (one("#stage") === null) return;
  const [stage, story, panel, tip] = ["#stage", "#story", "#panel", "#tip"].map((selector) => /** @type {HTMLElement} */ (one(selector)));
  const svg = /** @type {SVGSVGElement} */ (stage.querySelector("svg"));
  const items = /** @type {NodeListOf<HTMLElement>} */ (story.querySelectorAll("li[data-moment]"));

  const moments = [...items].map((item) => ({
    item,
    id: item.dataset.moment ?? "",
    message: item.dataset.message,
    own: item.dataset.own === undefined ? -1 : Number(item.dataset.own),
    clock: (item.dataset.clock ?? "").split(",").map(Number),
  }));
  const drawn = [...svg.querySelectorAll("[data-moment]")];
  const hint = [...panel.childNodes];
  let selected = -1;
  // Of a very long run it is not known.
  let wantsPast = one("#past") !== null;
  /** @type {string | undefined} */
  let followed;

  const before = (a, b) => a === b || (moments[a].own >= 0 && moments[a].clock[moments[a].own] <= moments[b].clock[moments[a].own]);
  const placeOf = (id) => moments.findIndex((moment) => moment.id === id);
  const button = (name) => /** @type {HTMLButtonElement} */ (one(`#${name}`));

  function paint() {
    const shown = selected < 0 ? undefined : moments[selected];
    const earlier = new Set(shown === undefined ? [] : moments.filter((_, at) => before(at, selected)).map(({ id }) => id));
    const told = new Set(moments.filter(({ message }) => message === followed).map(({ id }) => id));
    stage.classList.toggle("past", shown !== undefined && wantsPast && followed === undefined);
    stage.classList.toggle("followed", followed !== undefined);
    story.classList.toggle("followed", followed !== undefined);
    for (const element of [...drawn, ...moments.map(({ item }) => item)]) {
      const id = element.getAttribute("data-moment") ?? "";
      element.classList.toggle("selected", id === shown?.id);
      element.classList.toggle("earlier", earlier.has(id));
      element.classList.toggle("told", told.has(id));
    }
    button("back").disabled = selected === 0;
    button("forward").disabled = selected === moments.length - 1;
    button("past")?.setAttribute("aria-pressed", String(wantsPast));
    button("follow").setAttribute("aria-pressed", String(followed !== undefined));
    button("follow").disabled = followed === undefined && shown?.message === undefined;
    button("follow").textContent = followed !== undefined ? `Following m${followed}` : shown?.message !== undefined ? `Follow m${shown.message}` : "Follow message";
  }

  function describe() {
    const { item } = moments[selected];
    const copies = [...item.children].map((child) => child.cloneNode(true));
    const [stamp] = copies;
    const time = document.createElement("span");
    time.className = "stamp";
    time.textContent = `${stamp.textContent} \u00b7 ${selected + 1} of ${moments.length}`;
    panel.replaceChildren(time, ...copies.slice(1));
  }

  function select(at, reveal = true) {
    selected = Math.max(-1, Math.min(moments.length - 1, at));
    paint();
    if (selected < 0) {
      panel.replaceChildren(...hint);
      return;
    }
    describe();
    try {
      history.replaceState(null, "", `#moment-${moments[selected].id}`);
    } catch {
      // Some browsers allow this so often in a while only; the address is a courtesy.
    }
    if (reveal) show(drawn.find((element) => element.getAttribute("data-moment") === moments[selected].id));
  }

  /** Scrolls the diagram, and the page only if the diagram is not to be seen. */
  function show(element) {
    if (element === undefined) return;
    const [inner, outer] = [element.getBoundingClientRect(), stage.getBoundingClientRect()];
    if (inner.top < outer.top + 70) stage.scrollTop += inner.top - outer.top - 110;
    else if (inner.bottom > outer.bottom - 40) stage.scrollTop += inner.bottom - outer.bottom + 80;
    if (inner.left < outer.left + 10) stage.scrollLeft += inner.left - outer.left - 40;
    else if (inner.right > outer.right - 10) stage.scrollLeft += Math.min(inner.right - outer.right + 40, inner.left - outer.left - 40);
    const after = element.getBoundingClientRect();
    if (after.top < 0 || after.bottom > innerHeight) scrollBy(0, after.top - innerHeight / 2);
  }

  function follow() {
    followed = followed === undefined ? moments[selected]?.message : undefined;
    paint();
  }

  const size = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  let zoom = 1;
  /** Keeps the place at x, y (from the stage's corner) where it is. */
  function zoomTo(wanted, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    const next = Math.max(0.3, Math.min(4, wanted));
    const [left, top] = [(stage.scrollLeft + x) / zoom, (stage.scrollTop + y) / zoom];
    zoom = next;
    svg.setAttribute("width", String(Math.round(size.width * zoom)));
    svg.setAttribute("height", String(Math.round(size.height * zoom)));
    stage.scrollLeft = left * zoom - x;
    stage.scrollTop = top * zoom - y;
  }
  const fit = () => zoomTo(Math.max(0.6, Math.min(1, (stage.clientWidth - 2) / size.width)));

  const broken = moments.findIndex(({ item }) => item.classList.contains("violation"));
  const deeds = {
    back: () => select(selected < 0 ? moments.length - 1 : Math.max(0, selected - 1)),
    forward: () => select(selected + 1),
    broken: () => broken >= 0 && select(broken),
    first: () => select(0),
    last: () => select(moments.length - 1),
    past: () => ((wantsPast = !wantsPast && one("#past") !== null), paint()),
    follow,
    nearer: () => zoomTo(zoom * 1.25),
    farther: () => zoomTo(zoom / 1.25),
    fit,
    leave: () => ((followed = undefined), select(-1)),
  };
  const KEYS = { ArrowRight: "forward", ArrowDown: "forward", ArrowLeft: "back", ArrowUp: "back", Home: "first", End: "last", v: "broken", c: "past", f: "follow", "+": "nearer", "=": "nearer", "-": "farther", 0: "fit", Escape: "leave" };
  for (const name of ["back", "forward", "broken", "past", "follow", "nearer", "farther", "fit"]) button(name)?.addEventListener("click", deeds[name]);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isHere = stage.contains(/** @type {Node} */ (event.target));
    // Wherever the focus is not on something with keys of its own, left and right step: that is what a reader tries first.
    const isAnywhere = event.target === document.body && (event.key === "ArrowRight" || event.key === "ArrowLeft");
    const deed = deeds[KEYS[event.key]];
    if (deed === undefined || !(isHere || isAnywhere)) return;
    event.preventDefault();
    deed();
  });

  const hit = (event) => /** @type {Element} */ (event.target).closest("[data-moment]");
  svg.addEventListener("pointermove", (event) => {
    const element = hit(event);
    const at = element === null ? -1 : placeOf(element.getAttribute("data-moment"));
    tip.hidden = at < 0;
    if (at < 0) return;
    const [stamp, words] = moments[at].item.children;
    const time = document.createElement("span");
    time.className = "stamp";
    time.textContent = stamp.textContent;
    tip.replaceChildren(time, ` ${words.textContent}`);
    tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : event.clientY + 18}px`;
  });
  stage.addEventListener("pointerleave", () => (tip.hidden = true));
  const heading = svg.querySelector(".heading");
  stage.addEventListener("scroll", () => {
    tip.hidden = true;
    heading?.setAttribute("transform", `translate(0 ${stage.scrollTop / zoom})`);
  });

  /** @type {{ x: number, y: number, left: number, top: number } | undefined} */
  let grip;
  let isDragging = false;
  stage.addEventListener("pointerdown", (event) => {
    isDragging = false;
    if (event.pointerType === "mouse" && event.button === 0) grip = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop };
  });
  addEventListener("pointermove", (event) => {
    if (grip === undefined) return;
    const [x, y] = [event.clientX - grip.x, event.clientY - grip.y];
    if (Math.abs(x) + Math.abs(y) > 4) isDragging = true;
    stage.classList.toggle("dragged", isDragging);
    if (isDragging) stage.scrollTo(grip.left - x, grip.top - y);
  });
  addEventListener("pointerup", () => {
    grip = undefined;
    stage.classList.remove("dragged");
  });
  svg.addEventListener("click", (event) => {
    const element = hit(event);
    if (!isDragging && element !== null) select(placeOf(element.getAttribute("data-moment")), false);
  });
  svg.addEventListener("dblclick", (event) => hit(event) !== null && follow());
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const corner = stage.getBoundingClientRect();
    zoomTo(zoom * Math.exp(-event.deltaY / 400), event.clientX - corner.left, event.clientY - corner.top);
  }, { passive: false });

  const addressed = () => {
    const at = placeOf(/^#moment-(\d+)$/.exec(location.hash)?.[1] ?? "");
    if (at >= 0) select(at);
  };
  addEventListener("hashchange", addressed);
  fit();
  paint();
  addressed();
})();
