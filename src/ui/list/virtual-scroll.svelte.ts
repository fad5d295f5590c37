/**
 * The scroll position of a list that may be taller than a browser can draw. Small movements move the list pixel by pixel even
 * where the scroll range is scaled; a dragged thumb moves it by the scale. Once at rest, the thumb is put where it belongs.
 */
import {
  clampTop,
  isScaled,
  lastScrollTop,
  lastTop,
  type ListGeometry,
  scrollOfTop,
  seenRows,
  topOfScroll,
  topShowing,
} from './list-geometry.ts';

const OVERSCAN = 6;

/** The part of an element that is needed. */
export interface Scroller {
  scrollTop: number;
}

export class VirtualScroll {
  readonly #geometry: () => ListGeometry;
  readonly #scroller: () => Scroller | undefined;
  #top = $state(0);
  #scrollTop = $state(0);

  constructor(geometry: () => ListGeometry, scroller: () => Scroller | undefined) {
    this.#geometry = geometry;
    this.#scroller = scroller;
  }

  /** Rows to draw. */
  readonly rows = $derived.by(() => seenRows(this.#geometry(), this.#top, OVERSCAN));

  /** Where in the scrolled content the first of them goes. */
  readonly offset = $derived.by(
    () => this.#scrollTop - this.#top + this.rows.first * this.#geometry().rowHeight,
  );

  get top(): number {
    return this.#top;
  }

  /** The first row that is seen whole. */
  get firstRow(): number {
    return Math.ceil(this.#top / this.#geometry().rowHeight);
  }

  /** The element was scrolled, by a person or by `moveTo`. */
  scrolled(scrollTop: number): void {
    const geometry = this.#geometry();
    const moved = scrollTop - this.#scrollTop;
    if (moved === 0) return;
    this.#scrollTop = scrollTop;
    const small = Math.abs(moved) <= geometry.viewport;
    if (!isScaled(geometry)) this.#top = scrollTop;
    else if (scrollTop <= 0) this.#top = 0;
    else if (scrollTop >= lastScrollTop(geometry) - 1) this.#top = lastTop(geometry);
    else if (small) this.#top = clampTop(geometry, this.#top + moved);
    else this.#top = topOfScroll(geometry, scrollTop);
  }

  /** A turn of the wheel. True if it is taken care of: where the range is scaled, the browser would move by the scale. */
  wheel(pixels: number): boolean {
    if (!isScaled(this.#geometry())) return false;
    this.moveTo(this.#top + pixels);
    return true;
  }

  /** Scrolling has come to rest. */
  settle(): void {
    if (isScaled(this.#geometry())) this.moveTo(this.#top);
  }

  /** Scrolls as little as is needed to see the row. */
  reveal(row: number): void {
    const top = topShowing(this.#geometry(), this.#top, row);
    if (top !== this.#top) this.moveTo(top);
  }

  moveTo(top: number): void {
    const geometry = this.#geometry();
    const scroller = this.#scroller();
    if (scroller === undefined) return;
    scroller.scrollTop = scrollOfTop(geometry, top);
    // What the browser makes of it: it rounds to device pixels.
    this.#scrollTop = scroller.scrollTop;
    this.#top = isScaled(geometry) ? clampTop(geometry, top) : this.#scrollTop;
  }
}
