import { describe, expect, it } from 'vitest';
import { Inconclusive } from '../../kind.ts';
import { DEFAULT_TOPOLOGY } from '../../network/default-topology.ts';
import type { ProbeResult } from '../../probe.ts';
import type { FileResult } from '../../probes/file.ts';
import { reverts } from '../../testing/table.ts';
import { program } from './program.ts';

const args = program.schema.parse({ host: 'worker', path: '/srv/tool' });
const state = { depth: 'light', takenAt: 0, hosts: {} } as const;
const judge = (...probes: ProbeResult[]) =>
  program.judge(args, { topology: DEFAULT_TOPOLOGY, state, probes });
const file = (content: string, executable = true): FileResult => ({ probe: 'file', content, executable });

describe('program', () => {
  it.each([
    ['#!/bin/bash\necho\n', '/srv/tool is executed by /bin/bash (3 lines'],
    ['#! /usr/bin/env python3\n', 'executed by /usr/bin/env'],
    ['\u007fELF\u0002', 'executed by the kernel itself'],
  ])('passes on %j', (content, words) => {
    expect(judge(file(content))).toMatchObject({
      verdict: 'pass',
      diagnosis: expect.stringContaining(words),
    });
  });

  it('says another thing of another version, so that what it does is looked at again', () => {
    expect(judge(file('#!/bin/bash\na\n')).diagnosis).not.toBe(judge(file('#!/bin/bash\nb\n')).diagnosis);
    expect(judge(file('#!/bin/bash\na\n')).diagnosis).toBe(judge(file('#!/bin/bash\na\n')).diagnosis);
  });

  it.each<[FileResult, string]>([
    [{ probe: 'file' }, 'there is no file /srv/tool'],
    [file(' \n'), 'is empty'],
    [file('#!/bin/bash\n', false), 'chmod +x /srv/tool'],
    [file('echo hello\n'), 'names no interpreter'],
    [file('#!/bin/bash\r\necho\r\n'), 'carriage returns'],
  ])('fails on %j', (result, words) => {
    const judgement = judge(result);
    expect(judgement).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(words) });
    expect(judgement.evidence[0]?.command).toContain('ls -l /srv/tool');
  });

  it('could not look', () => {
    expect(() => judge()).toThrow(Inconclusive);
    expect(() => judge({ probe: 'failed', reason: 'no', originMissing: false })).toThrow(Inconclusive);
  });

  it('reads the file and takes paths from the root only', () => {
    expect(program.probes?.(args)).toEqual([{ probe: 'file', host: 'worker', path: '/srv/tool' }]);
    expect(program.schema.safeParse({ host: 'worker', path: 'tool' }).success).toBe(false);
  });
});

reverts(program, [[{ path: '/srv/tool' }, /^chmod -x '\/srv\/tool'$/]]);
