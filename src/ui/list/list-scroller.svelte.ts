/** The element a virtual list scrolls in: measures it, listens to it, and tells the `VirtualScroll` behind it. */
import { type ListGeometry, scrollHeight } from './list-geometry.ts';
import { VirtualScroll } from './virtual-scroll.svelte.ts';

const AT_REST_MS = 150;

export class ListScroller {
  readonly #list: () => { rowCount: number; rowHeight: number };
  readonly #onresize: () => void;
  #element: HTMLElement | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #height = $state(0);
  /** Of what stands still above the rows. */
  headHeight = $state(0);

  readonly geometry: ListGeometry = $derived.by(() => ({
    ...this.#list(),
    viewport: Math.max(0, this.#height - this.headHeight),
  }));

  readonly position = new VirtualScroll(
    () => this.geometry,
    () => this.#element,
  );

  /** The rows to draw. */
  readonly rows = $derived.by(() => {
    const { first, end } = this.position.rows;
    return Array.from({ length: end - first }, (_, i) => first + i);
  });

  readonly contentHeight = $derived.by(() => scrollHeight(this.geometry));

  constructor(list: () => { rowCount: number; rowHeight: number }, onresize: () => void) {
    this.#list = list;
    this.#onresize = onresize;
  }

  get rowsPerPage(): number {
    return Math.floor(this.geometry.viewport / this.geometry.rowHeight);
  }

  readonly attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const resized = new ResizeObserver(() => {
      this.#height = element.clientHeight;
      this.#onresize();
    });
    resized.observe(element);
    // Where the range is scaled, the browser must not turn as well.
    element.addEventListener('wheel', this.#turn, { passive: false });
    element.addEventListener('scroll', this.#scrolled, { passive: true });
    return () => {
      clearTimeout(this.#rest);
      resized.disconnect();
      element.removeEventListener('wheel', this.#turn);
      element.removeEventListener('scroll', this.#scrolled);
      this.#element = undefined;
    };
  };

  readonly #scrolled = (): void => {
    this.position.scrolled(this.#element?.scrollTop ?? 0);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.position.settle();
    }, AT_REST_MS);
  };

  readonly #turn = (event: WheelEvent): void => {
    // Zooming, and scrolling sideways.
    if (event.ctrlKey || event.shiftKey) return;
    const { rowHeight, viewport } = this.geometry;
    const pixels = [1, rowHeight, viewport][event.deltaMode] ?? 1;
    if (this.position.wheel(event.deltaY * pixels)) event.preventDefault();
  };
}
