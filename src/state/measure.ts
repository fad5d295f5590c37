/** User Timing measures that scripts may rely on: docs/AUTOMATION.md. */
export type MeasureName =
  | 'onionskin:open'
  | 'onionskin:layer'
  | 'onionskin:tree'
  | 'onionskin:read'
  | 'onionskin:filter'
  | 'onionskin:export';

/** From `start` (of `performance.now()`) to now. */
export function measure(name: MeasureName, start: number, detail: Record<string, unknown>): void {
  performance.measure(name, { start, end: performance.now(), detail });
}
