/** More workers than this only wait for the disk, and for each other's memory. */
const MOST = 8;

/**
 * How many workers index layers on so many cores. One core is left to the page; but of two both are used, because while layers are indexed
 * the page has next to nothing to do.
 */
export function poolSize(cores: number): number {
  if (!(cores >= 2)) return 1;
  return Math.min(MOST, Math.max(2, Math.floor(cores) - 1));
}
