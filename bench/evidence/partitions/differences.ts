/** Steps in which the model is known to observe something else, by episode. Why: docs/brokers/rabbitmq-cluster.md. */
export const DIFFERENCES: { readonly [episode: string]: readonly string[] } = {};
