/** What a gzip member says of itself, held against what the engine made of it. */
import type { Problem } from '../../core/problem.ts';
import type { EngineInstance } from './engine-instance.ts';

/** After MEMBER_END; `sourceOffset` is that of the trailer. */
export function memberProblems(
  { exports }: EngineInstance,
  place: { sourceOffset: number; tarOffset: number },
): Problem[] {
  const { memberCrc, wantCrc, memberBytes, wantBytes } = exports;
  const crc = { want: wantCrc.value >>> 0, got: memberCrc.value >>> 0 };
  const length = { want: wantBytes.value >>> 0, got: memberBytes.value >>> 0 };
  const problems: Problem[] = [];
  if (crc.want !== crc.got) problems.push({ kind: 'gzip-checksum', ...place, ...crc });
  if (length.want !== length.got) problems.push({ kind: 'gzip-length', ...place, ...length });
  return problems;
}

/** After HEAD_CHECKSUM; `sourceOffset` is that of the checksum. */
export function headProblem({ exports }: EngineInstance, sourceOffset: number): Problem {
  const { wantHeadCrc, headCrc } = exports;
  const crc = { want: wantHeadCrc.value >>> 0, got: headCrc.value >>> 0 };
  return { kind: 'gzip-header-checksum', sourceOffset, ...crc };
}
