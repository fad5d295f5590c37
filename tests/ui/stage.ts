/** A place on the page for one test, as high as a window, gone when the test is over. */
import { afterEach, beforeEach } from 'vitest';
import { page } from 'vitest/browser';
import '../../src/ui/theme.css';

export function stageForEach(): { readonly target: HTMLElement } {
  let target: HTMLElement | undefined;
  beforeEach(async () => {
    await page.viewport(1200, 700);
    target = document.createElement('div');
    target.style.cssText = 'display: flex; height: 600px;';
    document.body.append(target);
  });
  afterEach(() => {
    target?.remove();
  });
  return {
    get target() {
      if (target === undefined) throw new Error('there is a stage only while a test runs');
      return target;
    },
  };
}
