/** An exercise's checks as a list: not yet, passed, failed with its diagnosis, could not look. */
import { useRef } from 'preact/hooks';
import type { LiveCheck } from '../../protocol.ts';
import { useChangedMark } from './changed.ts';

/** What the eye sees; `waiting` also stands for a failure that is only "not yet". */
export type Shown = LiveCheck['verdict'];

const SPOKEN: Readonly<Record<Shown, string>> = {
  pass: 'passed',
  fail: 'failed',
  error: 'could not look',
  skip: 'skipped',
  waiting: 'not yet',
};

type Evidence = LiveCheck['evidence'][number];

function where({ host, netns }: Evidence): string {
  const parts = [host, netns === undefined ? undefined : `namespace ${netns}`];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

function EvidenceItem({ evidence }: { evidence: Evidence }) {
  const { command, expected, found } = evidence;
  const place = where(evidence);
  return (
    <li class="evidence">
      {(place !== '' || command !== undefined) && (
        <p class="evidence-head">
          {place !== '' && <span>{place}</span>}
          {command !== undefined && <code>{command}</code>}
        </p>
      )}
      <dl>
        {expected !== undefined && (
          <>
            <dt>expected</dt>
            <dd>
              <pre>{expected}</pre>
            </dd>
          </>
        )}
        <dt>found</dt>
        <dd>
          <pre>{found}</pre>
        </dd>
      </dl>
    </li>
  );
}

export function EvidenceFold({ evidence, label }: { evidence: readonly Evidence[]; label: string }) {
  if (evidence.length === 0) return null;
  return (
    <details class="evidence-fold">
      <summary>{label}</summary>
      <ul>
        {evidence.map((item, index) => (
          <EvidenceItem key={`${index}-${item.command ?? ''}`} evidence={item} />
        ))}
      </ul>
    </details>
  );
}

interface RowProps {
  readonly check: LiveCheck;
  readonly shown: Shown;
  /** Title of the check to mend first. */
  readonly after?: string | undefined;
}

export function CheckRow({ check, shown, after }: RowProps) {
  const row = useRef<HTMLLIElement>(null);
  useChangedMark(row, shown);
  const speaks = shown === 'fail' || shown === 'error';
  return (
    <li class="check" data-check={check.id} data-state={shown} ref={row}>
      <span class="mark" data-state={shown} />
      <div class="check-body">
        <span class="check-title">{check.title}</span>
        <span class="visually-hidden">: {SPOKEN[shown]}</span>
        {check.verdict === 'waiting' && <span class="check-note">{check.diagnosis}</span>}
        {speaks && <p class="diagnosis">{check.diagnosis}</p>}
        {shown === 'error' && <p class="quiet">This is not your mistake: the check could not look.</p>}
        {shown === 'waiting' && (check.verdict === 'fail' || check.verdict === 'error') ? (
          <EvidenceFold
            evidence={[{ found: check.diagnosis }, ...check.evidence]}
            label={after === undefined ? 'What is there now' : `Waits for: ${after}`}
          />
        ) : (
          <EvidenceFold evidence={check.evidence} label="Evidence" />
        )}
      </div>
    </li>
  );
}
