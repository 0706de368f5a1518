import { describe, expect, it, test } from 'vitest';
import { parseOrigin, parseTarget } from './target.ts';

describe('a target', () => {
  test.each([
    ['tcp://10.96.0.10:80', { protocol: 'tcp', address: '10.96.0.10', port: 80 }],
    ['udp://10.96.0.10:53', { protocol: 'udp', address: '10.96.0.10', port: 53 }],
    ['icmp://10.244.1.2', { protocol: 'icmp', address: '10.244.1.2' }],
  ])('%s', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });
  test.each([
    'tcp://10.96.0.10',
    'icmp://10.96.0.10:80',
    'tcp://10.96.0.10:0',
    'tcp://10.96.0.10:65536',
    'tcp://web:80',
    'tcp://10.96.0.300:80',
    'udp://[fd00::1]:53',
    '10.96.0.10:80',
    '',
  ])('is not %j', (text) => {
    expect(() => parseTarget(text)).toThrow(/--to /);
  });
});

describe('an origin', () => {
  const hosts = ['worker', 'internet'];
  it('is a host, or a namespace of it', () => {
    expect(parseOrigin('worker', hosts)).toEqual({ host: 'worker' });
    expect(parseOrigin('worker/client', hosts)).toEqual({ host: 'worker', netns: 'client' });
  });
  test.each(['worker9/client', '/client', 'worker/', 'worker/a/b', ''])('is not %j', (text) => {
    expect(() => parseOrigin(text, hosts)).toThrow(/there is no host/);
  });
});
