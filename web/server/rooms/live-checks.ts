/** What the checks of a room said last. Tells news from repetition: a look each second mostly finds what the last one found. */
import type { CheckResult } from '../../../checks/verdict.ts';
import type { LiveCheck as Watched } from '../../../runner/session/grade/watched-exercise.ts';
import type { LiveCheck } from '../../protocol.ts';

export class LiveChecks {
  readonly #results = new Map<string, LiveCheck[]>();

  /** @returns the results when they are news; undefined when they differ from the last in nothing but the time taken. */
  put(item: string, results: readonly Watched[]): LiveCheck[] | undefined {
    const news = results.map(toMessage);
    const before = this.#results.get(item);
    this.#results.set(item, news);
    return before && said(before) === said(news) ? undefined : news;
  }

  of(item: string): LiveCheck[] {
    return this.#results.get(item) ?? [];
  }

  all(): Record<string, LiveCheck[]> {
    return Object.fromEntries(this.#results);
  }

  clear(): void {
    this.#results.clear();
  }
}

/** A result as the page gets it. */
export function toMessage(result: CheckResult | Watched): LiveCheck {
  const { missing: _known, ...shown } = result;
  return { ...shown, evidence: result.evidence.map((one) => ({ ...one })) };
}

function said(results: readonly LiveCheck[]): string {
  return JSON.stringify(results.map(({ ms, ...rest }) => rest));
}
