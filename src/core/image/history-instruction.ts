/**
 * The Dockerfile line that a step of the history stands for. BuildKit, the classic builder, buildah and kaniko each write it in a
 * form of their own; what cannot be told is left as it is.
 */
export interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

const KEYWORD =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+|$)/;
const SHELLS = [
  '/bin/sh -c',
  '/bin/sh -ec',
  '/bin/sh -exc',
  '/bin/ash -c',
  '/bin/ash -eo pipefail -c',
  '/bin/bash -c',
  '/bin/bash -ec',
  '/bin/bash -o pipefail -c',
  '/bin/bash -eo pipefail -c',
  '/bin/bash -euo pipefail -c',
  '/busybox/sh -c',
  'sh -c',
  'bash -c',
  'cmd /S /C',
  'powershell -Command',
];
const NOP = '#(nop)';
const BUILDKIT = ' # buildkit';
const LONGEST_TIDIED = 10_000;

export function readInstruction(
  createdBy: string,
  comment: string | undefined,
  shell = '',
): Instruction {
  const text = createdBy.trim();
  if (text === '') return readLine((comment ?? '').trim());
  const line = text.endsWith(BUILDKIT) ? text.slice(0, -BUILDKIT.length).trimEnd() : text;
  const shells = shell === '' ? SHELLS : [shell, ...SHELLS];
  const command = withoutShell(line, shells);
  if (command?.startsWith(NOP) === true) return readLine(command.slice(NOP.length).trim());
  if (command !== undefined) return { keyword: 'RUN', rest: command };
  const read = readLine(line);
  if (read.keyword !== 'RUN') return read;
  return { keyword: 'RUN', rest: withoutShell(read.rest, shells) ?? read.rest };
}

function readLine(line: string): Instruction {
  const match = KEYWORD.exec(line);
  if (match === null) return { keyword: '', rest: line };
  const keyword = match[1] ?? '';
  return { keyword, rest: tidy(keyword, line.slice(match[0].length)) };
}

/** What the shell was told to do; undefined where there is no shell. Build arguments (`|2 A=b C=d`) stand before it. */
function withoutShell(line: string, shells: readonly string[]): string | undefined {
  if (/^\|\d+ /.test(line)) {
    const starts = shells.map((shell) => line.indexOf(` ${shell} `)).filter((at) => at >= 0);
    return starts.length === 0
      ? undefined
      : withoutShell(line.slice(Math.min(...starts) + 1), shells);
  }
  const shell = shells.find((words) => line.startsWith(`${words} `));
  return shell === undefined ? undefined : line.slice(shell.length).trim();
}

/** Go prints lists and maps in a way of its own. What is very long stays as it is: patterns need room on the stack. */
function tidy(keyword: string, rest: string): string {
  if (rest.length > LONGEST_TIDIED) return rest;
  switch (keyword) {
    case 'CMD':
    case 'ENTRYPOINT':
      return jsonList(rest);
    case 'SHELL':
    case 'VOLUME':
      return jsonOfWords(rest);
    case 'EXPOSE':
      return portsOf(rest);
    default:
      return rest;
  }
}

/** `["a" "b"]` → `["a", "b"]`; anything else as it is. */
function jsonList(text: string): string {
  if (!/^\["(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")*\]$/s.test(text)) return text;
  const items = text.slice(1, -1).match(/"(?:[^"\\]|\\.)*"/gs) ?? [];
  return `[${items.join(', ')}]`;
}

/** `[/a /b]` → `["/a", "/b"]`. */
function jsonOfWords(text: string): string {
  const list = jsonList(text);
  if (list !== text || !/^\[[^\s"[\]]+(?: [^\s"[\]]+)*\]$/.test(text)) return list;
  const words = text.slice(1, -1).split(' ');
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

/** `map[80/tcp:{} 443/tcp:{}]` and `[80/tcp 443/tcp]` → `80/tcp 443/tcp`. */
function portsOf(text: string): string {
  const list = /^(?:map)?\[([^[\]]*)\]$/.exec(text)?.[1];
  return list === undefined ? text : list.replaceAll(':{}', '');
}
