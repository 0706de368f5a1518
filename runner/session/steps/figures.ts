/** Figures of a chapter: drawn from what the lab holds after a step, and held against the files beside the chapter. */
import { readFile } from 'node:fs/promises';
import { selectHosts } from '../../../checks/network/topology.ts';
import type { Observation } from '../../../checks/observation.ts';
import { figureFile } from '../../chapter/figure.ts';
import type { Figure, Step } from '../../chapter/model.ts';
import { numberedNames } from '../../picture/drawn-names.ts';
import { drawPicture, figureOf } from '../../picture/picture.ts';
import type { Lab } from '../lab.ts';

export interface DrawnFigure {
  readonly id: string;
  /** As the file beside the chapter. */
  readonly same: boolean;
  readonly svg: string;
}

/**
 * Those that are drawn after this step. Machines have other interfaces than namespaces: of them there are none.
 * @throws SandboxError when the sandbox cannot be looked at
 */
export async function figuresAfter(lab: Lab, step: Pick<Step, 'name'>): Promise<DrawnFigure[]> {
  const due = lab.chapter.figures.filter(({ after }) => after === step.name);
  if (due.length === 0 || lab.sandbox.driver !== 'namespaces') return [];
  const seen = await lab.observe('full');
  return Promise.all(
    due.map(async (figure) => {
      const svg = drawFigure(figure, seen);
      const kept = await readFile(figureFile(lab.chapter, figure.id), 'utf8').catch(() => undefined);
      return { id: figure.id, same: kept === svg, svg };
    }),
  );
}

function drawFigure({ hosts, caption }: Figure, { topology, state }: Observation): string {
  const shown = selectHosts(topology, hosts) ?? topology;
  const own = Object.entries(state.hosts).filter(([name]) => hosts.includes(name));
  const figure = figureOf({ topology: shown, state: { ...state, hosts: Object.fromEntries(own) } });
  return `${numberedNames(drawPicture(figure, { title: caption }))}\n`;
}
