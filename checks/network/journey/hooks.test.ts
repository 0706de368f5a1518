import { expect, it } from 'vitest';
import { recorded } from './fixtures/read.ts';
import { journeyOf } from './join.ts';
import type { Journey } from './journey.ts';
import type { Place, Recording } from './observed.ts';

const read = (changed: (place: Place) => Place = (place) => place): Journey => {
  const { observed, explained }: Recording = recorded('own-address');
  return journeyOf({ ...observed, places: observed.places.map(changed) }, explained);
};
const told = ({ hooks }: Journey) =>
  hooks.map(({ leg, hook, iif, oif }) => [leg, hook, iif ?? '', oif ?? ''].join(' '));

it('are told without any rule, each with the interfaces of that moment, for the packet and for the answer', () => {
  const around = (leg: string) => [
    `${leg} output  lo`,
    `${leg} postrouting  lo`,
    `${leg} prerouting lo `,
    `${leg} input lo `,
  ];
  expect(told(read())).toEqual([...around('request'), ...around('answer')]);
});

it('are told once, although the packet is sent again', () => {
  const again = read((place) => ({
    ...place,
    hooks: [...place.hooks, ...place.hooks.map((event) => ({ ...event, id: event.id + 1 }))],
  }));
  expect(told(again).toSorted()).toEqual(told(read()).toSorted());
});

it('of other packets are left out', () => {
  const strange = read((place) => ({
    ...place,
    hooks: place.hooks.map((event) => ({ ...event, header: event.header?.replace(/..../, '4600') ?? '' })),
  }));
  expect(strange.hooks).toEqual([]);
});

it('cannot have a chain that the observer does not make', () => {
  const renamed = () =>
    read((place) => ({ ...place, hooks: place.hooks.map((one) => ({ ...one, chain: 'door' })) }));
  expect(renamed).toThrow(/no chain door/);
});
