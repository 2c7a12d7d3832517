/** Who may be said to run: nodes by the last of their offers, in the life in which they made it. */
import { expect, it } from "vitest";
import { Offers } from "../../../../src/brokers/rabbitmq/cluster/offers.ts";

/** Of rb2, that was started at 100 and has made two. */
const twice = (): Offers => {
  const offers = new Offers();
  offers.met("rb2", 100);
  for (const number of [1, 2]) offers.made("rb2", { number, sees: ["rb1"] });
  return offers;
};

it("binds a node by its last offer alone", () => {
  const offers = twice();
  expect(offers.isGood(["rb2", 100, 2])).toBe(true);
  expect(offers.isGood(["rb2", 100, 1])).toBe(false);
});

it("does not bind a node by what it offered in another life, whatever its number", () => {
  const offers = twice();
  expect(offers.isGood(["rb2", 50, 7])).toBe(false);
});

it("takes the word of others for a node that has not said in which life it is", () => {
  expect(new Offers().isGood(["rb2", 100, 1])).toBe(true);
});

it("does not bind a node by an offer that others took before, until it makes another", () => {
  const offers = twice();
  offers.decline("rb2", 2);
  expect(offers.isGood(["rb2", 100, 2])).toBe(false);
  offers.made("rb2", { number: 3, sees: ["rb1", "rb3"] });
  expect(offers.isGood(["rb2", 100, 3])).toBe(true);
});

it("keeps an offer open until it is taken", () => {
  const offers = twice();
  expect(offers.open).toEqual([["rb2", { number: 2, sees: ["rb1"] }]]);
  offers.take(offers.joined("rb2"));
  expect(offers.open).toEqual([]);
  expect(offers.taken("rb2")).toEqual(["rb2", 100, 2]);
});
