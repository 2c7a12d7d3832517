/** Does all of it, so much at once. When one fails the others end what they have begun, and the first failure is thrown. */
export async function pooled<T>(items: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        await work(items[index]!, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  const first = ended.find((one) => one.status === "rejected");
  if (first !== undefined) throw first.reason;
}
