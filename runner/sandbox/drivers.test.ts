import { expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { DRIVER_NAMES } from './driver-names.ts';
import { driverByName } from './drivers.ts';

test('every driver answers to its own name', () => {
  for (const name of DRIVER_NAMES) expect(driverByName(name).name).toBe(name);
});

test('an unknown name is a usage error that lists the known ones', () => {
  expect(() => driverByName('docker')).toThrow(UsageError);
  expect(() => driverByName('docker')).toThrow(/"docker".*namespaces/);
  expect(() => driverByName('constructor')).toThrow(UsageError);
});
