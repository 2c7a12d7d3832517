import { clean } from "./diagram/cells.ts";

/** Text that others chose, as text or attribute of HTML, SVG and XML: nothing in it is markup, and no control character is left. */
export function escaped(text: string): string {
  return clean(text, false).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Attributes as they stand in a tag, a blank before each; those that are undefined or false are left out, true has no value. */
export function attributes(all: { readonly [name: string]: string | number | boolean | undefined }): string {
  return Object.entries(all).map(([name, value]) => (value === undefined || value === false ? "" : value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`)).join("");
}

/** An element with markup in it. */
export function element(name: string, its: { readonly [name: string]: string | number | boolean | undefined }, ...content: readonly string[]): string {
  return `<${name}${attributes(its)}>${content.join("")}</${name}>`;
}
