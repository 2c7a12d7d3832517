/** Steps in which the model is known to observe something else, by episode, and why. */
export const DIFFERENCES: { readonly [episode: string]: { readonly [step: string]: string } } = {};
