import { expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { vagrantPlaces } from './command.ts';

test('one lab where vagrant itself would look', () => {
  const [place, ...more] = vagrantPlaces({});
  expect(more).toEqual([]);
  expect(place).toMatchObject({ program: 'vagrant', emulated: false });
  expect(place.folder).toMatch(/\/vagrant$/);
  expect(place.dotfiles).toBe(`${place.folder}/.vagrant`);
  expect(place).not.toHaveProperty('env');
});

test("vagrant's own variables are heeded", () => {
  const [place] = vagrantPlaces({ VAGRANT_CWD: '/v', VAGRANT_DOTFILE_PATH: 'dot', WIREBOOK_TCG: '1' });
  expect(place).toMatchObject({ folder: '/v', dotfiles: '/v/dot', emulated: true });
});

test('each further lab has files of its own, and vagrant is told so', () => {
  const places = vagrantPlaces({ VAGRANT_CWD: '/v', VAGRANT_DOTFILE_PATH: '/dot', WIREBOOK_LABS: '3' });
  expect(places.map(({ dotfiles }) => dotfiles)).toEqual(['/dot', '/dot/lab-2', '/dot/lab-3']);
  expect(places.map(({ env }) => env?.VAGRANT_DOTFILE_PATH)).toEqual([undefined, '/dot/lab-2', '/dot/lab-3']);
});

test.each(['0', '', '-1', '1.5', '17', 'two', '1e1'])('WIREBOOK_LABS=%s is no number of labs', (text) => {
  expect(() => vagrantPlaces({ WIREBOOK_LABS: text })).toThrow(UsageError);
  expect(() => vagrantPlaces({ WIREBOOK_LABS: text })).toThrow(/WIREBOOK_LABS/);
});
