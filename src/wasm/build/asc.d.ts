/** A WebAssembly module compiled from AssemblyScript by `assembly-script-plugin.ts`, as base64. */
declare module '*?asc' {
  const base64: string;
  export default base64;
}
