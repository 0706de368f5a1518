import { expect, it, vi } from 'vitest';
import { PageCache } from './page-cache.ts';

it('renders a page once while nothing that it depends on changes', () => {
  const cache = new PageCache();
  const render = vi.fn(() => 'page');
  for (const points of [0, 0, 10, 10, 0]) expect(cache.of('ann 01-one', { points }, render)).toBe('page');
  expect(render).toHaveBeenCalledTimes(3);
});

it('gives nobody the page of another', () => {
  const cache = new PageCache();
  expect(cache.of('ann 01-one', {}, () => 'hers')).toBe('hers');
  expect(cache.of('ben 01-one', {}, () => 'his')).toBe('his');
  expect(cache.of('ann 01-one', {}, () => 'new')).toBe('hers');
});

it('forgets the page that was asked for longest ago', () => {
  const cache = new PageCache();
  const render = vi.fn(() => 'page');
  for (let page = 0; page < 64; page += 1) cache.of(`ann ${page}`, {}, render);
  cache.of('ann 0', {}, render);
  cache.of('ann 64', {}, render);
  expect(render).toHaveBeenCalledTimes(65);
  cache.of('ann 0', {}, render);
  expect(render).toHaveBeenCalledTimes(65);
  cache.of('ann 1', {}, render);
  expect(render).toHaveBeenCalledTimes(66);
});
