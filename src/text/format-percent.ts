/** A share of 1 as "98.4 %", rounded towards zero so that what is not whole never looks whole. */
export function formatPercent(share: number, digits = 1): string {
  const scale = 10 ** digits;
  // The product of a decimal fraction may lie a hair below the number it stands for.
  const percent = Math.floor(share * 100 * scale + 1e-9) / scale;
  return `${percent.toFixed(digits)} %`;
}
