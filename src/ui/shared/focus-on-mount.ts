/** Moves the focus to what replaces the thing a person used last, which is gone from the page. */
export function focusOnMount(element: HTMLElement): void {
  element.focus({ preventScroll: true });
}
