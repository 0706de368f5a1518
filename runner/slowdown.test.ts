import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { patient, slowdown } from './slowdown.ts';

describe('slowdown', () => {
  it('is measured once, and left to child processes in the environment', () => {
    const before = process.env.WIREBOOK_SLOWDOWN;
    delete process.env.WIREBOOK_SLOWDOWN;
    try {
      const measured = slowdown();
      expect(measured).toBeGreaterThanOrEqual(1);
      expect(measured).toBeLessThanOrEqual(32);
      expect(slowdown()).toBe(measured);
      const { stdout } = spawnSync(process.execPath, ['-p', 'process.env.WIREBOOK_SLOWDOWN'], {
        encoding: 'utf8',
      });
      expect(stdout).toBe(`${measured}\n`);
    } finally {
      process.env.WIREBOOK_SLOWDOWN = before;
    }
  });

  it.each(['1', '4', '2.5', '100'])('is what the user says: %s', (text) => {
    expect(slowdown({ WIREBOOK_SLOWDOWN: text })).toBe(Number(text));
  });

  it.each(['slow', '0', '0.5', '-3', 'NaN', 'Infinity', '4x', ' '])('refuses %j', (text) => {
    const ask = () => slowdown({ WIREBOOK_SLOWDOWN: text });
    expect(ask).toThrow(UsageError);
    expect(ask).toThrow(`WIREBOOK_SLOWDOWN is ${JSON.stringify(text)}`);
    expect(ask).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('unset WIREBOOK_SLOWDOWN') }),
    );
  });

  it('makes every deadline that many times longer', () => {
    expect(patient(10_000)).toBe(Math.round(10_000 * slowdown()));
  });
});
