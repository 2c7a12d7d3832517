/** In the place of the package Ink measures text with: one measure for what lays rows out and what draws them. The package's takes 15 ms to load. */
export { widthOf as default } from "./text.ts";
