/** What the checks of a session said last. Tells news from repetition: a look each second mostly finds what the last one found. */
import type { LiveCheck } from '../../../runner/session/grade/live-check.ts';

export class LiveChecks {
  readonly #results = new Map<string, readonly LiveCheck[]>();

  /** @returns the results when they are news; undefined when they differ from the last in nothing but the time taken. */
  put(item: string, results: readonly LiveCheck[]): readonly LiveCheck[] | undefined {
    const before = this.#results.get(item);
    this.#results.set(item, results);
    return before && said(before) === said(results) ? undefined : results;
  }

  of(item: string): readonly LiveCheck[] {
    return this.#results.get(item) ?? [];
  }

  all(): Record<string, readonly LiveCheck[]> {
    return Object.fromEntries(this.#results);
  }

  clear(): void {
    this.#results.clear();
  }
}

function said(results: readonly LiveCheck[]): string {
  return JSON.stringify(results.map(({ ms, ...rest }) => rest));
}
