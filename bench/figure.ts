/** One measured number, beside its target and, where there is one, a reference measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
  readonly reference?: { readonly name: string; readonly value: number };
}
