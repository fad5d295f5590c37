/** The file of that name in the page's input. */
export function chosenFile(name: string): File {
  const files = document.querySelector('input')?.files ?? [];
  const file = [...files].find((candidate) => candidate.name === name);
  if (file === undefined) throw new Error(`${name} is not among the chosen files`);
  return file;
}
