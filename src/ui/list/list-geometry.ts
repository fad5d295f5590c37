/**
 * Where rows of one height stand in a list that may be taller than a browser can draw. Up to `MOST_HEIGHT` the scroll position is the
 * position in the list; above it, the scroll range stands for the list on a smaller scale. `top` always counts in the list.
 */
export interface ListGeometry {
  rowCount: number;
  rowHeight: number;
  /** Height of what is seen. */
  viewport: number;
}

// Firefox draws nothing beyond some 17.8 million pixels, Chromium beyond 33.5 million.
export const MOST_HEIGHT = 8_000_000;

export function scrollHeight({ rowCount, rowHeight }: ListGeometry): number {
  return Math.min(rowCount * rowHeight, MOST_HEIGHT);
}

export function isScaled({ rowCount, rowHeight }: ListGeometry): boolean {
  return rowCount * rowHeight > MOST_HEIGHT;
}

/** The furthest `top`: the last row stands at the bottom. */
export function lastTop({ rowCount, rowHeight, viewport }: ListGeometry): number {
  return Math.max(0, rowCount * rowHeight - viewport);
}

export function lastScrollTop(geometry: ListGeometry): number {
  return Math.max(0, scrollHeight(geometry) - geometry.viewport);
}

export function clampTop(geometry: ListGeometry, top: number): number {
  return Math.min(Math.max(0, top), lastTop(geometry));
}

export function topOfScroll(geometry: ListGeometry, scrollTop: number): number {
  const range = lastScrollTop(geometry);
  return range === 0 ? 0 : clampTop(geometry, (scrollTop / range) * lastTop(geometry));
}

export function scrollOfTop(geometry: ListGeometry, top: number): number {
  const range = lastTop(geometry);
  return range === 0 ? 0 : (clampTop(geometry, top) / range) * lastScrollTop(geometry);
}

/** The rows that are seen, and some more on either side. */
export function seenRows(
  geometry: ListGeometry,
  top: number,
  overscan: number,
): { first: number; end: number } {
  const { rowCount, rowHeight, viewport } = geometry;
  return {
    first: Math.max(0, Math.floor(top / rowHeight) - overscan),
    end: Math.min(rowCount, Math.ceil((top + viewport) / rowHeight) + overscan),
  };
}

/** The `top` nearest to the present one at which the whole row is seen. */
export function topShowing(geometry: ListGeometry, top: number, row: number): number {
  const { rowHeight, viewport } = geometry;
  const start = row * rowHeight;
  return clampTop(geometry, Math.min(Math.max(top, start + rowHeight - viewport), start));
}
