/**
 * A name without what does not count: a leading `/` or `./`, doubled slashes, `.`; `..` goes up. Undefined where it leads out of
 * the archive, or where nothing is left.
 */
export function cleanPath(path: string): string | undefined {
  const clean: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') clean.push(part);
    else if (clean.pop() === undefined) return undefined;
  }
  return clean.length === 0 ? undefined : clean.join('/');
}

/** The folder of a clean path, with its slash; '' at the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
