/** One measured number of `npm run bench`, beside its reference from the same run. Knows nothing of how it was measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** As the issue states it, e.g. `<= 100`. */
  readonly target?: string;
  /** The same thing done plainly, measured in the same run, in the same unit. */
  readonly reference?: { readonly name: string; readonly value: number };
}
