/**
 * Whether a topic binding takes a routing key: words between dots, `*` for one, `#` for any number (RABBITMQ.md, Exchanges: empty
 * words count; "" has no word at all).
 */
export function topicMatches(pattern: readonly string[], words: readonly string[], at = 0, word = 0): boolean {
  for (; at < pattern.length; at++, word++) {
    if (pattern[at] === "#") {
      if (at === pattern.length - 1) return true;
      for (let rest = word; rest <= words.length; rest++) if (topicMatches(pattern, words, at + 1, rest)) return true;
      return false;
    }
    if (word >= words.length || (pattern[at] !== "*" && pattern[at] !== words[word])) return false;
  }
  return word === words.length;
}

export const topicWords = (key: string): readonly string[] => (key === "" ? [] : key.split("."));
