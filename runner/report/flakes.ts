/** Flake rates as lines for people: those above 0, and the total. Pure. */
import type { FlakeReport } from '../session/grade/flakes.ts';
import { count } from '../words.ts';
import { mark, type Paint } from './text.ts';

export function flakeLines({ flakes, runs, differed, repeats }: FlakeReport, paint: Paint): string[] {
  const bad = flakes.filter((flake) => flake.differed > 0);
  const total = differed === 0 ? '0 %' : `${((100 * differed) / runs).toFixed(3)} %`;
  return [
    ...bad.flatMap((flake) => [
      `  ${mark('fail', paint)} ${flake.chapter} ${flake.id}: differed ${count(flake.differed, 'time')} of ${flake.runs} (${((100 * flake.differed) / flake.runs).toFixed(1)} %)`,
      `      ${flake.last}`,
    ]),
    paint.bold(`flake rate: ${differed} of ${runs} (${total}), ${count(repeats, 'replay')} of each chapter`),
  ];
}
