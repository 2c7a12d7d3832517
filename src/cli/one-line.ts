/** Characters that a terminal obeys, that hide, or that turn the direction of what follows. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** For complaints, which may hold text from anywhere: on one line, and without what a terminal would obey. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ").replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
