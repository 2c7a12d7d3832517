/** What JSON can carry. Packets, disk values and what a scenario writes down are plain and immutable. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };
