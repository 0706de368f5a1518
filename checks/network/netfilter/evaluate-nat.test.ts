import { describe, expect, it } from 'vitest';
import { evaluateNat } from './evaluate-nat.ts';
import type { Packet } from './match.ts';
import { KUBE, natTable } from './testing/table.ts';

const packet: Packet = {
  hook: 'PREROUTING',
  protocol: 'tcp',
  destination: '10.96.0.10',
  port: 80,
  localAddresses: new Set(['172.18.0.3']),
};
const shares = (text: string, more: Partial<Packet> = {}) => {
  const walk = evaluateNat(natTable(text), { ...packet, ...more });
  return {
    to: Object.fromEntries(walk.landings.map(({ to, share }) => [to, Number(share.toFixed(6))])),
    untouched: Number(walk.untouched.toFixed(6)),
    obstacle: walk.obstacle?.rule.text,
  };
};
const DNAT = '-j DNAT --to-destination';
const HOOK = '-A PREROUTING -d 10.96.0.10/32 -p tcp -m tcp --dport 80';

describe('evaluateNat on what kube-proxy writes', () => {
  it('finds three even shares through both hooks', () => {
    for (const hook of ['PREROUTING', 'OUTPUT'] as const) {
      const found = shares(KUBE, { hook });
      expect(found.to).toEqual({
        '10.244.1.2:8080': 0.333333,
        '10.244.1.3:8080': 0.333333,
        '10.244.2.2:8080': 0.333333,
      });
      expect(found.untouched).toBe(0);
      expect(found.obstacle).toBeUndefined();
    }
  });
  it('says by which rules, from the hook inwards', () => {
    const landing = evaluateNat(natTable(KUBE), packet).landings[0];
    expect(landing?.rule).toMatchObject({ chain: 'KUBE-SEP-A', number: 2 });
    expect(landing?.via.map(({ chain, number }) => `${chain} ${number}`)).toEqual([
      'PREROUTING 1',
      'KUBE-SERVICES 1',
      'KUBE-SVC-WEB 2',
    ]);
  });
  it('leaves other ports and protocols alone', () => {
    expect(shares(KUBE, { port: 81 })).toMatchObject({ to: {}, untouched: 1 });
    expect(shares(KUBE, { protocol: 'udp' })).toMatchObject({ to: {}, untouched: 1 });
  });
  it('keeps going where an unknown source only decides the mark', () => {
    expect(shares(KUBE, { source: '10.244.1.2' }).to).toEqual(shares(KUBE).to);
  });
});

describe('each condition', () => {
  const target = `${DNAT} 10.0.0.1:8080`;
  const one = (rule: string, more: Partial<Packet> = {}) =>
    shares(`-A PREROUTING ${rule} ${target}`, more).to['10.0.0.1:8080'] ?? 0;
  it.each([
    ['-d 10.96.0.10/32', 1],
    ['-d 10.96.0.0/12', 1],
    ['-d 10.96.0.0/255.255.0.0', 1],
    ['-d 10.97.0.0/16', 0],
    ['! -d 10.96.0.10/32', 0],
    ['-p tcp', 1],
    ['-p udp', 0],
    ['! -p udp', 1],
    ['-p tcp -m tcp --dport 80', 1],
    ['-p tcp -m tcp --dport 8080', 0],
    ['-p tcp -m tcp ! --dport 80', 0],
    ['-p tcp -m tcp --dport 79:81', 1],
    ['-p tcp -m multiport --dports 443,80', 1],
    ['-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN', 1],
    ['-m comment --comment "-d 1.2.3.4 looks like an option"', 1],
    ['-m conntrack --ctstate NEW', 1],
    ['-m conntrack --ctstate RELATED,ESTABLISHED', 0],
    ['-m state --state NEW,ESTABLISHED', 1],
    ['-m statistic --mode random --probability 0.25000000000', 0.25],
    ['-m statistic --mode random ! --probability 0.25000000000', 0.75],
    ['-m statistic --mode nth --every 4 --packet 0', 0.25],
    ['-m addrtype --dst-type LOCAL', 0],
    ['-m addrtype ! --dst-type LOCAL', 1],
    ['-m mark --mark 0x4000/0x4000', 0],
    ['-m mark ! --mark 0x4000/0x4000', 1],
    ['-o eth0', 0],
    ['-s 0.0.0.0/0', 1],
  ])('%s matches with likelihood %d', (rule, likelihood) => {
    expect(one(rule)).toBe(likelihood);
  });
  it('uses what is known of the packet', () => {
    expect(one('-s 10.244.0.0/16', { source: '10.244.1.9' })).toBe(1);
    expect(one('! -s 10.244.0.0/16', { source: '10.244.1.9' })).toBe(0);
    expect(one('-i br0', { inInterface: 'br0' })).toBe(1);
    expect(one('-i br+', { inInterface: 'eth0' })).toBe(0);
    expect(one('-m addrtype --dst-type LOCAL', { destination: '172.18.0.3' })).toBe(1);
  });
  it.each([
    '-s 10.244.0.0/16',
    '-i br0',
    '-m owner --uid-owner 0',
    '-m set --match-set pods src',
    '-m recent --rcheck --seconds 10800 --name SEP --rsource',
    '-p tcp -m tcp --sport 1024:65535',
  ])('%s cannot be followed, and the rule is named', (rule) => {
    expect(shares(`-A PREROUTING ${rule} ${target}`).obstacle).toBe(`${rule} ${target}`);
  });
  it('does not mind an unknown condition beside one that surely fails', () => {
    expect(shares(`-A PREROUTING -d 10.0.0.1/32 -m owner --uid-owner 0 ${target}`)).toMatchObject({
      untouched: 1,
      obstacle: undefined,
    });
  });
});

describe('each target', () => {
  it('goes on after MARK and LOG, and knows the mark', () => {
    const marked = `-A PREROUTING -j MARK --set-xmark 0x4000/0x4000
      -A PREROUTING -j LOG --log-prefix "seen "
      -A PREROUTING -m mark --mark 0x4000/0x4000 ${DNAT} 10.0.0.1:80`;
    expect(shares(marked).to).toEqual({ '10.0.0.1:80': 1 });
  });
  it('stops where a mark that may or may not be set decides', () => {
    const perhaps = `-A PREROUTING -s 10.244.0.0/16 -j MARK --set-xmark 0x1/0x1
      -A PREROUTING -m mark --mark 0x1/0x1 ${DNAT} 10.0.0.1:80`;
    expect(shares(perhaps).obstacle).toMatch(/--mark 0x1/);
  });
  it('returns from RETURN to the calling chain, and from -g to the one before', () => {
    const text = (how: string) => `-A PREROUTING -j OUTER
      -A PREROUTING ${DNAT} 10.0.0.9:80
      -A OUTER ${how} INNER
      -A OUTER ${DNAT} 10.0.0.8:80
      -A INNER -m statistic --mode random --probability 0.5 -j RETURN
      -A INNER ${DNAT} 10.0.0.7:80`;
    expect(shares(text('-j')).to).toEqual({ '10.0.0.7:80': 0.5, '10.0.0.8:80': 0.5 });
    expect(shares(text('-g')).to).toEqual({ '10.0.0.7:80': 0.5, '10.0.0.9:80': 0.5 });
  });
  it('ACCEPT leaves the destination as it is', () => {
    expect(
      shares(`-A PREROUTING -d 10.96.0.10/32 -j ACCEPT\n-A PREROUTING ${DNAT} 10.0.0.1:80`),
    ).toMatchObject({ to: {}, untouched: 1 });
  });
  it('DNAT without a port keeps it, REDIRECT is local, a range is an obstacle', () => {
    expect(shares(`${HOOK} ${DNAT} 10.0.0.1`).to).toEqual({ '10.0.0.1:80': 1 });
    expect(shares(`${HOOK} -j REDIRECT --to-ports 8080`).to).toEqual({ 'local:8080': 1 });
    expect(shares(`${HOOK} ${DNAT} 10.0.0.1-10.0.0.3:80`).obstacle).toMatch(/10\.0\.0\.1-10/);
  });
  it('an unknown target is an obstacle, but only for packets that reach it', () => {
    expect(shares('-A PREROUTING -j TPROXY --on-port 1').obstacle).toBe('-j TPROXY --on-port 1');
    expect(shares('-A PREROUTING -d 1.1.1.1/32 -j TPROXY --on-port 1').obstacle).toBeUndefined();
  });
  it('names the rules that nothing reaches', () => {
    const walk = evaluateNat(natTable(`${HOOK} ${DNAT} 10.0.0.1:80\n${HOOK} ${DNAT} 10.0.0.2:80`), packet);
    expect(walk.shadowed.map(({ number }) => number)).toEqual([2]);
  });
  it('survives a table that the kernel would refuse', () => {
    expect(shares('-A PREROUTING -j A\n-A A -j B\n-A B -j A').obstacle).toBeDefined();
    expect(shares('-A PREROUTING -j\n-A PREROUTING !').untouched).toBe(1);
    expect(evaluateNat([], packet).untouched).toBe(1);
  });
});
