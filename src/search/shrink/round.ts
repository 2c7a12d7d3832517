import type { Micros } from "../../kernel/time.ts";

/** To one significant digit: 3466 is 3000. */
export function oneDigit(time: Micros): Micros {
  const unit = decade(time);
  return Math.round(time / unit) * unit;
}

/** The largest power of ten that is no larger; 1 below that. */
export function decade(time: Micros): Micros {
  let unit = 1;
  while (unit * 10 <= Math.abs(time)) unit *= 10;
  return unit;
}

/** What a person would write in place of a time: the nearest multiple of a second, of 100 ms, and so on, the roundest first; of 1 ms and below, the one on the other side too. */
export function* rounderTimes(time: Micros): Generator<Micros> {
  for (let unit = decade(time); unit >= 100 && time % unit !== 0; unit /= 10) {
    const nearest = Math.round(time / unit) * unit;
    yield nearest;
    if (unit <= 1_000) yield nearest > time ? nearest - unit : nearest + unit;
  }
}

/** In place of a duration, one that is a little longer: of those that are shorter, other passes think. 1 ms is as short as a person writes it. */
export function* rounderDurations(time: Micros): Generator<Micros> {
  const length = Math.abs(time);
  for (let unit = Math.max(1_000, decade(length)); unit >= 100 && length % unit !== 0; unit /= 10) yield Math.ceil(length / unit) * unit * Math.sign(time);
}

/** 1, 2 and 5 ms, 10, 20 and 50 ms, and so on, below this time: what a duration may be shortened to. */
export function shorter(time: Micros): readonly Micros[] {
  const steps: Micros[] = [];
  for (let unit = 1_000; unit < time; unit *= 10) for (const step of [unit, 2 * unit, 5 * unit]) if (step < time) steps.push(step);
  return steps;
}
