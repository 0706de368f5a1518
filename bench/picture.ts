/** Drawing 3 hosts with 30 Pods each, from the observation to the SVG's text, beside writing that observation as JSON. */
import { type Observation, writeObservation } from '../checks/observation.ts';
import { drawPicture, pictureOf } from '../runner/picture/picture.ts';
import { World } from '../runner/picture/testing/world.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const PODS = 30;
const RUNS = 50;

export async function bench(): Promise<Figure[]> {
  const world = World.of('control-plane', 'worker', 'worker2');
  for (const [at, host] of world.hosts.entries()) {
    const cni0 = host.addLink(0, 'cni0', 'bridge');
    for (let pod = 0; pod < PODS; pod += 1) {
      host.addSpace(`web-${pod}`);
      const [outer, inner] = host.addPair(0, `veth${pod}`, pod + 1, 'eth0');
      outer.master = cni0;
      inner.addresses.push(`10.244.${at}.${pod + 2}/24`);
    }
  }
  const observation: Observation = {
    revision: 1,
    takenAt: 0,
    variables: {},
    probes: [],
    ...world.observation(),
  };
  const first = pictureOf(observation);
  const figure = (name: string, work: () => void): Figure => ({
    name: `${name} of 3 hosts x ${PODS} Pods, median`,
    value: timed(work),
    unit: 'ms',
    target: '<= 50',
    reference: { name: 'the observation as JSON', value: timed(() => writeObservation(observation)) },
  });
  return [
    figure('a first picture', () => drawPicture(pictureOf(observation), { title: 'first' })),
    figure('the next picture', () => drawPicture(pictureOf(observation, first), { title: 'next' })),
  ];
}

function timed(work: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return median(times);
}
