import { describe, expect, test } from 'vitest';
import {
  isScaled,
  lastScrollTop,
  lastTop,
  MOST_HEIGHT,
  scrollHeight,
  scrollOfTop,
  seenRows,
  topOfScroll,
  topShowing,
} from '../../src/ui/list/list-geometry.ts';
import { rowAfterKey } from '../../src/ui/list/row-after-key.ts';
import { VirtualScroll } from '../../src/ui/list/virtual-scroll.svelte.ts';

const small = { rowCount: 1000, rowHeight: 24, viewport: 600 };
const huge = { rowCount: 20_000_000, rowHeight: 24, viewport: 600 };
const few = { rowCount: 3, rowHeight: 24, viewport: 600 };

describe('geometry', () => {
  test('of a short list is the scroll position', () => {
    expect(scrollHeight(small)).toBe(24_000);
    expect(isScaled(small)).toBe(false);
    expect(topOfScroll(small, 1234)).toBeCloseTo(1234);
  });

  test('of a list taller than a browser can draw reaches both ends', () => {
    expect(scrollHeight(huge)).toBe(MOST_HEIGHT);
    expect(isScaled(huge)).toBe(true);
    expect(topOfScroll(huge, 0)).toBe(0);
    expect(topOfScroll(huge, lastScrollTop(huge))).toBe(lastTop(huge));
    expect(seenRows(huge, lastTop(huge), 0)).toEqual({ first: 19_999_975, end: 20_000_000 });
    expect(scrollOfTop(huge, topOfScroll(huge, 4_000_000))).toBeCloseTo(4_000_000);
  });

  test('of a list shorter than its place does not scroll', () => {
    expect(lastTop(few)).toBe(0);
    expect(topOfScroll(few, 0)).toBe(0);
    expect(scrollOfTop(few, 50)).toBe(0);
    expect(seenRows(few, 0, 6)).toEqual({ first: 0, end: 3 });
  });

  test('shows a row with the least movement', () => {
    expect(topShowing(small, 0, 3)).toBe(0);
    expect(topShowing(small, 0, 30)).toBe(31 * 24 - 600);
    expect(topShowing(small, 2400, 30)).toBe(720);
    expect(topShowing(small, 0, 999)).toBe(24_000 - 600);
  });
});

describe('scrolling', () => {
  const scrollOf = (geometry: typeof small) => {
    const scroller = { scrollTop: 0 };
    return {
      scroller,
      scroll: new VirtualScroll(
        () => geometry,
        () => scroller,
      ),
    };
  };

  test('a short list is left to the browser', () => {
    const { scroll } = scrollOf(small);
    expect(scroll.wheel(100)).toBe(false);
    scroll.scrolled(2400);
    expect(scroll.rows).toEqual({ first: 94, end: 131 });
    expect(scroll.offset).toBe(94 * 24);
  });

  test('a wheel moves a huge list by what it turns, not by the scale', () => {
    const { scroll, scroller } = scrollOf(huge);
    expect(scroll.wheel(240)).toBe(true);
    expect(scroll.top).toBe(240);
    scroll.scrolled(scroller.scrollTop);
    expect(scroll.top).toBe(240);
  });

  test('a finger moves a huge list by what it moves, and the thumb follows at rest', () => {
    const { scroll, scroller } = scrollOf(huge);
    scroll.moveTo(48_000_000);
    const before = scroller.scrollTop;
    scroll.scrolled(before + 100);
    expect(scroll.top).toBe(48_000_100);
    scroll.settle();
    expect(scroll.top).toBe(48_000_100);
    expect(scroller.scrollTop).toBeCloseTo(before + 100 / 60, 0);
  });

  test('a dragged thumb moves a huge list by the scale, to its very ends', () => {
    const { scroll } = scrollOf(huge);
    scroll.scrolled(4_000_000);
    expect(scroll.rows.first).toBeGreaterThan(9_900_000);
    scroll.scrolled(lastScrollTop(huge));
    expect(scroll.rows.end).toBe(20_000_000);
    scroll.scrolled(0);
    expect(scroll.rows.first).toBe(0);
  });

  test('a wheel reaches the very end row by row', () => {
    const { scroll, scroller } = scrollOf(huge);
    scroll.moveTo(lastTop(huge) - 1000);
    for (let i = 0; i < 11; i++) {
      scroll.wheel(100);
      scroll.scrolled(scroller.scrollTop);
    }
    expect(scroll.top).toBe(lastTop(huge));
  });
});

describe('keys', () => {
  const list = { rowCount: 100, rowsPerPage: 10, firstSeen: 40 };
  test.each([
    ['ArrowDown', 5, 6],
    ['ArrowUp', 5, 4],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 99, 99],
    ['PageDown', 5, 14],
    ['PageUp', 5, 0],
    ['PageDown', 95, 99],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['ArrowDown', undefined, 40],
    ['ArrowUp', undefined, 40],
    ['End', undefined, 99],
    ['a', 5, undefined],
    ['Enter', 5, undefined],
  ])('%s at row %s leads to %s', (key, row, expected) => {
    expect(rowAfterKey(key, row, list)).toBe(expected);
  });

  test('lead nowhere in an empty list', () => {
    expect(rowAfterKey('End', undefined, { ...list, rowCount: 0 })).toBeUndefined();
  });
});
