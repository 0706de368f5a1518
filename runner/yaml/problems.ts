/** Collects the mistakes of one file, so that an author hears of all of them at once. Knows nothing of what a mistake is. */

export interface LintProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export class Problems {
  readonly file: string;
  readonly #found: LintProblem[] = [];

  constructor(file: string) {
    this.file = file;
  }

  /** @param line 1-based */
  add(line: number, message: string): void {
    this.#found.push({ file: this.file, line, message });
  }

  /** In the order of the file; of the same line and words only one. */
  list(): LintProblem[] {
    const seen = new Set<string>();
    return this.#found
      .filter(({ line, message }) => {
        const key = `${line} ${message}`;
        return !seen.has(key) && seen.add(key);
      })
      .sort((a, b) => a.line - b.line);
  }
}
