/*
 * Logarithm and exponential of which every engine computes the same bits.
 *
 * Ports of e_log.c and e_exp.c of fdlibm 5.3 (https://www.netlib.org/fdlibm/), the second with FreeBSD's scaling by a
 * product and V8's exp(1), as in V8's src/base/ieee754.cc. Order of operations and constants are the originals': they
 * decide the last bit. ECMAScript leaves Math.log and Math.exp to the engine (newer V8 sources take log from LLVM's libc), but
 * + - * / and the bits of a double are exact. The notice of both files:
 *
 * ====================================================
 * Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved.
 *
 * Developed at SunSoft / SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice
 * is preserved.
 * ====================================================
 */

/** One double and its two words. Nothing is kept in it from one call to the next. */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = 1;
/** Where the word with sign and exponent lies: 1 unless the machine is big-endian. */
const HIGH = words[1] === 0 ? 0 : 1;
const LOW = 1 - HIGH;

const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const TWO_54 = 18014398509481984;

const L1 = 6.666666666666735130e-1;
const L2 = 3.999999999940941908e-1;
const L3 = 2.857142874366239149e-1;
const L4 = 2.222219843214978396e-1;
const L5 = 1.818357216161805012e-1;
const L6 = 1.531383769920937332e-1;
const L7 = 1.479819860511658591e-1;

/**
 * The natural logarithm, within 1 ulp: NaN below 0, -Infinity at either 0.
 * Equal to Math.log bit for bit in V8 8.4 to 14.6, which held the same code.
 */
export function logarithm(x: number): number {
  double[0] = x;
  let high = words[HIGH]!;
  let k = 0;
  if (high < 0x00100000) {
    if (((high & 0x7fffffff) | words[LOW]!) === 0) return -Infinity;
    if (high < 0) return Number.NaN;
    k = -54; // subnormal: scaled up
    double[0] = x * TWO_54;
    high = words[HIGH]!;
  }
  if (high >= 0x7ff00000) return x;
  // x = 2^k * (1 + f), sqrt(2)/2 < 1 + f < sqrt(2)
  k += (high >> 20) - 1023;
  high &= 0x000fffff;
  const carry = (high + 0x95f64) & 0x100000;
  words[HIGH] = high | (carry ^ 0x3ff00000);
  k += carry >> 20;
  const f = double[0]! - 1;
  if ((0x000fffff & (2 + high)) < 3) { // |f| < 2^-20
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
    const rest = f * f * (0.5 - 0.33333333333333333 * f);
    return k === 0 ? f - rest : k * LN2_HIGH - ((rest - k * LN2_LOW) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (L2 + w * (L4 + w * L6));
  const odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const rest = odd + even;
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) { // f is large: one more term outside the polynomial
    const half = 0.5 * f * f;
    return k === 0 ? f - (half - s * (half + rest)) : k * LN2_HIGH - ((half - (s * (half + rest) + k * LN2_LOW)) - f);
  }
  return k === 0 ? f - s * (f - rest) : k * LN2_HIGH - ((s * (f - rest) - k * LN2_LOW) - f);
}

const OVERFLOW = 7.09782712893383973096e2;
const UNDERFLOW = -7.45133219101941108420e2;
const INVERSE_LN2 = 1.44269504088896338700;
const TWO_1023 = 8.98846567431157953865e307;
const TWO_M1000 = 9.33263618503218878990e-302;

const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.65339022054652515390e-6;
const P5 = 4.13813679705723846039e-8;

/** e to the power of `x`, within 1 ulp: Infinity beyond 709.78, 0 below -745.13. Equal to Math.exp bit for bit in V8 11.3. */
export function exponential(x: number): number {
  if (x !== x) return x;
  if (x > OVERFLOW) return Infinity;
  if (x < UNDERFLOW) return 0;
  if (x === 1) return 2.718281828459045; // the computation below would get the last bit wrong
  double[0] = x;
  const size = words[HIGH]! & 0x7fffffff;
  if (size < 0x3e300000) return 1 + x; // |x| < 2^-28
  // x = k * ln2 + r, |r| <= ln2 / 2, r = high - low
  let k = 0;
  let high = x;
  let low = 0;
  if (size > 0x3fd62e42) {
    // The original keeps k = ±1 for |x| < 1.5 ln2 by a comparison of high words; truncation alone would differ near the edge.
    k = size < 0x3ff0a2b2 ? (x < 0 ? -1 : 1) : (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
  }
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - ((low - (r * c) / (2 - c)) - high);
  if (k === 1024) return y * 2 * TWO_1023; // 2^1024 itself is no double
  words[LOW] = 0;
  words[HIGH] = 0x3ff00000 + ((k >= -1021 ? k : k + 1000) << 20);
  return k >= -1021 ? y * double[0]! : y * double[0]! * TWO_M1000;
}
