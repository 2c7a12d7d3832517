/** A small, strict reader of XML: what a report writes must be well-formed, to the letter. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: XmlElement[];
  /** All text in it, that of its children included. */
  text: string;
}

const TAG = /^<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/;
const ENTITIES: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Reads a document. @throws Error saying where it is not well-formed. */
export function readXml(document: string): XmlElement {
  // eslint-disable-next-line no-control-regex
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(document);
  if (control !== null) throw new Error(`a character that XML does not have, at ${control.index}`);
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let rest = document.replace(/^<\?xml [^?]*\?>\s*/, "");
  while (rest !== "") {
    const top = open.at(-1)!;
    if (!rest.startsWith("<")) {
      const end = rest.indexOf("<") < 0 ? rest.length : rest.indexOf("<");
      const text = unescaped(rest.slice(0, end));
      for (const element of open) element.text += text;
      rest = rest.slice(end);
      continue;
    }
    const tag = TAG.exec(rest);
    if (tag === null) throw new Error(`no tag: ${rest.slice(0, 60)}`);
    const [whole, closes, name = "", written = "", empty] = tag;
    if (closes === "/") {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
    } else {
      const pairs = [...written.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, unescaped(value)] as const);
      if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error(`an attribute twice: ${whole}`);
      const element: XmlElement = { name, attributes: Object.fromEntries(pairs), children: [], text: "" };
      top.children.push(element);
      if (empty !== "/") open.push(element);
    }
    rest = rest.slice(whole.length);
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error("not one element, closed");
  return root.children[0]!;
}

/** All elements of this name, at any depth. */
export function all(element: XmlElement, name: string): XmlElement[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => all(child, name))];
}

function unescaped(text: string): string {
  if (text.includes(">") && text.includes("]]>")) throw new Error("]]> in text");
  return text.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const number = /^#(\d+)$/.exec(name)?.[1];
    const meant = number === undefined ? ENTITIES[name] : String.fromCodePoint(Number(number));
    if (meant === undefined || !whole.endsWith(";")) throw new Error(`no entity: ${whole}`);
    return meant;
  });
}
