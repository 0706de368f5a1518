import { expect, test } from 'vitest';
import { cutOff, cutOffUrl, ipIn, quoted } from './revert-scripts.ts';

test('words are quoted for bash', () => {
  expect(quoted("a'; reboot")).toBe(`'a'\\''; reboot'`);
  expect(ipIn({ netns: 'a b' }, 'bridge')).toBe("bridge -n 'a b'");
});

test('what is no IPv4 address cannot be cut off', () => {
  expect(cutOff({}, 'fd00::2')).toBeUndefined();
  expect(cutOffUrl({}, 'http://web/')).toBeUndefined();
});

test("a server of one's own is ended, on port 80 unless the URL says another", () => {
  expect(cutOffUrl({}, 'http://localhost/')).toContain("'sport = :80'");
  expect(cutOffUrl({}, 'http://127.0.0.1:8080/')).toContain("'sport = :8080'");
});
