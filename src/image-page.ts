/** What the start page does not need: everything about one open image, in one piece that loads while the page is at rest. */
export { Exporter } from './state/exporter.svelte.ts';
export { OpenImage } from './state/open-image.svelte.ts';
export { default as ImagePage } from './ui/image/ImagePage.svelte';
