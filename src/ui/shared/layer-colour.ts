/** A layer's colour: from the outermost skin of the onion inwards, whatever the number of layers. */
export function layerColour(layer: number, layers: number): string {
  const at = layers <= 1 ? 0 : layer / (layers - 1);
  const [from, to, share] =
    at < 0.5
      ? ['--layer-first', '--layer-middle', at * 2]
      : ['--layer-middle', '--layer-last', at * 2 - 1];
  return `color-mix(in oklab, var(${from}), var(${to}) ${Math.round(share * 100)}%)`;
}
