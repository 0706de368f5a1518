/**
 * What chapter authors get wrong: each row is a chapter with one mistake. The line that must be named begins with a
 * `→`, which is taken away before parsing. The mistake must be the only one that is found.
 */
import { expect, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { parseChapter } from './parse.ts';
import { curriculumProblems } from './rules.ts';

const MATTER = `---
title: A bridge
summary: Ports and a table.
article: "B, same host"
hosts: [worker, worker2]

requires: []
variables: { ENDPOINTS: [3, 5], PORTS: [1, 2] }
---
`;
const QUESTION = `:::: question count {points=5 title="How many?"}
How many ports?

::: hint
Count.
:::

\`\`\`yaml answer
kind: answer
of: bridge-port-count
link: br0
\`\`\`
::::
`;
const CREDITS = `
## Credits

Somebody.
`;
const CHECKS = `\`\`\`yaml checks
- id: there
  kind: namespace
  name: a
\`\`\``;
const HINTS = `::: hint
One.
:::

::: hint
Two.
:::
`;

/** A whole chapter around some Markdown. */
function around(body: string): string {
  return `${MATTER}\n# A bridge\n\n${body}\n\n${QUESTION}${CREDITS}`;
}
function step(info: string, command = 'true'): string {
  return around(`→\`\`\`${info}\n${command}\n\`\`\``);
}
const IMAGE = '![Both ends](figures/two-ends.svg)';
/** A figure after a step named one. */
function figure(head: string, body: string): string {
  return around(`${GOOD_STEP}\n\n→::: figure ${head}\n${body}\n:::`);
}
function matter(from: string, to: string): string {
  return around('Prose.').replace(from, to);
}
/** A topology of two hosts, whose second one is wrong. */
function topology(segment: string, address: string, more = ''): string {
  const yaml = `topology:
  segments: [{ name: a, subnet: 10.1.0.0/24 }]
  hosts:
    - { name: one, interfaces: [{ segment: a, address: 10.1.0.3 }] }
→    - { name: two, interfaces: [{ segment: ${segment}, address: ${address} }]${more} }`;
  return matter('hosts: [worker, worker2]', yaml);
}
/** An exercise whose list of checks is the given YAML. */
function checks(yaml: string): string {
  return around(
    `:::: exercise e {points=1 title="E"}\nTask.\n\n${HINTS}\n\`\`\`yaml checks\n${yaml}\n\`\`\`\n::::`,
  );
}
function exercise(opening: string, inside = `Task.\n\n${HINTS}\n${CHECKS}`): string {
  return around(`${opening}\n${inside}\n::::`);
}
function question(from: string, to: string): string {
  return around('Prose.').replace(from, to);
}
const CHOICES = `\`\`\`yaml choices
- says: it is up
  shows: state UP
- says: it is down
  shows: state DOWN
\`\`\``;
const NUMBER = `\`\`\`yaml number
of: 'mtu (\\d+)'
\`\`\``;
/** A prediction of a step that prints a link which is down. */
function predict(inside: string, head = '::: predict e', after = PREDICTED): string {
  return around(`${head}\n${inside}\n:::\n\n${after}`);
}
const PREDICTED = `\`\`\`sh {name=look exit=1}
ip link
\`\`\`

\`\`\`output
<ifindex>: mtu 1500 qlen <n> state DOWN
\`\`\``;
const ASKED = 'Is it up?\n\n';
const GOOD_STEP = '```sh {name=one}\ntrue\n```';

const ROWS: readonly (readonly [name: string, source: string, message: RegExp])[] = [
  // Front matter
  [
    'no front matter',
    `→# A bridge\n\n${QUESTION}${CREDITS}`,
    /must begin with its front matter: line 1 must be ---, found "# A bridge"/,
  ],
  ['a blank line before the front matter', `→\n${around('Prose.')}`, /line 1 must be ---, found ""/],
  [
    'front matter without an end',
    `→---\ntitle: A\n\n# A\n\n${QUESTION}${CREDITS}`,
    /front matter is not closed/,
  ],
  ['bad YAML in the front matter', matter('summary: Ports and', '→summary: Ports: and'), /bad YAML/],
  ['a tab in the front matter', matter('requires: []', 'requires:\n→\t[]'), /bad YAML: Tabs are not allowed/],
  [
    'a key given twice',
    matter('requires: []', 'requires: []\n→requires: []'),
    /bad YAML: Map keys must be unique/,
  ],
  [
    'YAML that goes too deep',
    matter('---\ntitle', `---\n→${'- '.repeat(50_000)}a\ntitle`),
    /nested too deeply/,
  ],
  ['no title', matter('---\ntitle: A bridge\n', '---\n→'), /front matter: title is missing/],
  ['minutes, which are computed', matter('requires: []', '→minutes: 20'), /unknown argument minutes/],
  [
    'a misspelt key',
    matter('requires: []', '→require: []'),
    /unknown argument require; did you mean requires\?/,
  ],
  [
    'an unknown host',
    matter('[worker, worker2]', '→[worker, node3]').replace(/hosts: →/, '→hosts: '),
    /hosts\[1\] must be one of control-plane, worker, worker2, internet; found "node3"/,
  ],
  [
    'no hosts',
    matter('hosts: [worker, worker2]', '→hosts: []'),
    /hosts must name at least one host; found \[\]/,
  ],
  [
    'a host twice',
    matter('hosts: [worker, worker2]', '→hosts: [worker, worker]'),
    /hosts must name each host once/,
  ],
  [
    'neither hosts nor a topology',
    matter('hosts: [worker, worker2]\n', '').replace('title:', '→title:'),
    /hosts is missing/,
  ],
  [
    'hosts and a topology',
    topology('a', '10.1.0.2', '').replace('→', '').replace('requires', '→hosts: [worker]\nrequires'),
    /hosts and topology say the same/,
  ],
  [
    'an unknown segment of a topology',
    topology('middle', '10.1.0.2'),
    /interfaces\[0\]\.segment must be one of the segments a; found "middle"/,
  ],
  [
    'an address outside of its segment',
    topology('a', '10.9.0.2'),
    /address must be in 10\.1\.0\.0\/24, the segment a; found "10\.9\.0\.2"/,
  ],
  [
    'an address twice',
    topology('a', '10.1.0.3'),
    /address is an address that is given twice; found "10\.1\.0\.3"/,
  ],
  [
    'a misspelt key of a topology',
    topology('a', '10.1.0.2', ', gatway: 10.1.0.3'),
    /unknown argument topology\.hosts\[1\]\.gatway; did you mean gateway\?/,
  ],
  [
    'a variable range upside down',
    matter('variables: { ENDPOINTS: [3, 5], PORTS', '→variables: { ENDPOINTS: [5, 3], PORTS'),
    /ENDPOINTS must be a range from the smaller/,
  ],
  [
    'a variable that shells use',
    matter('variables: { ENDPOINTS: [3, 5], PORTS', '→variables: { ENDPOINTS: [3, 5], PATH'),
    /PATH.*is a name that shells use/,
  ],
  [
    'a variable in lower case',
    matter('variables: { ENDPOINTS: [3, 5], PORTS', '→variables: { ENDPOINTS: [3, 5], ports'),
    /ports.*must be a name of capitals/,
  ],
  ['Windows line ends', around('Prose.').replace('# A bridge\n', '→# A bridge\r\n'), /CR LF/],

  // Steps
  ['a step without braces', step('sh'), /the step has no name; write ```sh \{name=add-client host=worker\}/],
  ['a step without a name', step('sh {host=worker}'), /the step has no name/],
  ['a step in another shell', step('bash {name=a}'), /a step's fence says sh, found "bash"/],
  ['attributes on another language', step('python {name=a}'), /a step's fence says sh, found "python"/],
  ['attributes without a language', step('{name=a}'), /a step's fence says sh, found no language/],
  [
    'an unknown attribute',
    step('sh {name=a hots=worker}'),
    /unknown attribute "hots" of a step \(column 15\); did you mean host\? known: name, host, exit/,
  ],
  ['an attribute twice', step('sh {name=a exit=1 exit=2}'), /exit is given twice \(column 22\)/],
  ['braces that do not close', step('sh {name=a'), /the opening brace has no closing brace \(column 7\)/],
  ['words after the braces', step('sh {name=a} now'), /"now" after the closing brace/],
  [
    'a value that is no word',
    step('sh {name="a}'),
    /the value of name cannot be read in "name="a".*column 8/,
  ],
  ['an attribute that is no name', step('sh {name=a 7=exit}'), /"7=exit" is not a name or a name=value/],
  [
    'a name with capitals',
    step('sh {name=AddClient}'),
    /name must be lower-case letters, digits and hyphens.*found "AddClient" \(column 8\)/,
  ],
  [
    'a host of another chapter',
    step('sh {name=a host=internet}'),
    /host must be one of the chapter's hosts: worker, worker2; found "internet"/,
  ],
  [
    'an exit status out of range',
    step('sh {name=a exit=300}'),
    /exit must be a whole number from 0 to 255; found "300"/,
  ],
  ['a timeout with a unit', step('sh {name=a timeout=10s}'), /timeout must be seconds.*found "10s"/],
  [
    'a feature that no kernel has',
    step('sh {name=a needs=teleport}'),
    /needs must be a feature of the kernel: veth, .*found "teleport"/,
  ],
  ['a flag with a value', step('sh {name=a background=true}'), /background is a flag and takes no value/],
  ['a key without its value', step('sh {name=a exit}'), /exit needs a value/],
  [
    'background and interactive',
    step('sh {name=a background interactive}', 'true &'),
    /background or interactive, not both/,
  ],
  [
    'scenery in the background',
    step('sh {name=a background setup}', 'true &'),
    /a step that is background is a lesson, and setup folds what is none/,
  ],
  [
    'scenery that waits for keys',
    step('sh {name=a setup interactive}'),
    /a step that is interactive is a lesson/,
  ],
  ['scenery that fails', step('sh {name=a setup exit=7}'), /a step that ends with status 7 is a lesson/],
  ['background without &', step('sh {name=a background}', 'sleep 9 && true'), /no line of it ends with &/],
  ['an empty step', step('sh {name=a}', ''), /the step has no command/],
  [
    'a step name twice',
    around(`${GOOD_STEP}\n\n→${GOOD_STEP}`),
    /step name "one" is already used on line 13/,
  ],
  [
    'a step named as a question',
    around('→```sh {name=count}\ntrue\n```').replace('→', '').replace(':::: question', '→:::: question'),
    /question name "count" is already used on line 13/,
  ],
  [
    'a step in a list',
    around('- First:\n\n→  ```sh {name=a}\n  true\n  ```'),
    /inside a list or a quotation, where it cannot be run/,
  ],
  ['a step in a quotation', around('→> ```sh {name=a}\n> true\n> ```'), /inside a list or a quotation/],
  [
    'a fence that does not close',
    `${MATTER}\n# A bridge\n\n${QUESTION}${CREDITS}\n→\`\`\`text\nopen\n`,
    /the code fence is not closed by ```/,
  ],

  [
    'a step that runs into its output',
    around('→```sh {name=a}\ntrue\n\n```output\nx\n```'),
    /the code fence is not closed by ``` before line 16, which opens another/,
  ],

  // Output
  ['output without a step', around('Prose.\n\n→```output\nx\n```'), /output without a step/],
  [
    'output after prose',
    around(`${GOOD_STEP}\n\nIt prints:\n\n→\`\`\`output\nx\n\`\`\``),
    /output without a step/,
  ],
  [
    'output twice',
    around(`${GOOD_STEP}\n\n\`\`\`output\nx\n\`\`\`\n\n→\`\`\`output\ny\n\`\`\``),
    /output without a step/,
  ],
  [
    'output with attributes',
    around(`${GOOD_STEP}\n\n→\`\`\`output {name=x}\nx\n\`\`\``),
    /```output takes nothing after it, found "\{name=x\}"/,
  ],
  [
    'output of a background step',
    around('```sh {name=a background}\nsleep 9 &\n```\n\n→```output\nx\n```'),
    /background is never compared/,
  ],

  // Containers
  [
    'an unknown container',
    around('→::: warning\nLook out.\n:::'),
    /unknown container "warning"; known: exercise, question, hint, note, really, claim/,
  ],
  [
    'a misspelt container',
    around('→::: realy\nLook.\n:::'),
    /unknown container "realy"; did you mean really\?/,
  ],
  [
    'a container that is not closed',
    `${MATTER}\n# A bridge\n\n${QUESTION}${CREDITS}\n→::: note\nOpen.\n`,
    /::: note is not closed/,
  ],
  [
    'an inner container that is not closed',
    exercise(':::: exercise e {points=1 title="E"}', `Task.\n\n${HINTS}\n${CHECKS}\n\n→::: note\nOpen.\n`),
    /::: note is not closed/,
  ],
  ['a closing line too many', around('::: note\nN.\n:::\n\n→:::'), /::: closes nothing/],
  [
    'a note with a title',
    around('→::: note Careful\nN.\n:::'),
    /::: note takes nothing after it, found "Careful"/,
  ],
  ['an empty note', around('→::: note\n:::'), /the note is empty/],
  [
    'a hint outside an exercise',
    around('→::: hint\nPsst.\n:::'),
    /::: hint cannot be in the chapter; allowed: exercise, question/,
  ],
  [
    'an exercise in a note',
    around(`:::::: note\n→:::: exercise e {points=1 title="E"}\nTask.\n\n${HINTS}\n${CHECKS}\n::::\n::::::`),
    /::: exercise cannot be in a note; allowed: note, really, claim/,
  ],
  ['a cluster with a title', around('→::: cluster Here\nN.\n:::'), /::: cluster takes nothing after it/],
  ['an empty cluster', around('→::: cluster\n:::'), /the cluster is empty/],
  [
    'a step in a cluster',
    around('::: cluster\n→```sh {name=c}\ntrue\n```\n:::'),
    /a cluster holds no steps, checks or output/,
  ],
  [
    'a cluster in a note',
    around(':::: note\n→::: cluster\nN.\n:::\n::::'),
    /::: cluster cannot be in a note/,
  ],
  ['a recall without a question', around('→::: recall\nYes.\n:::'), /a recall needs its question/],
  [
    'a recall that asks nothing',
    around('→::: recall The bridge learns.\nYes.\n:::'),
    /ends with a question mark, found "The bridge learns\."/,
  ],
  [
    'a recall whose question has a link',
    around('→::: recall Who [asks](#who)?\nYes.\n:::'),
    /holds words and code only/,
  ],
  ['a recall without an answer', around('→::: recall Who asks?\n:::'), /the recall is empty/],
  [
    'a step in the answer of a recall',
    around('::: recall Who asks?\n→```sh {name=r}\ntrue\n```\n:::'),
    /a recall holds no steps, checks or output/,
  ],
  ['a container in a list', around('- First:\n\n→  ::: note\n  N.\n  :::'), /::: note is inside a list/],
  [
    'a step in a hint',
    exercise(
      ':::: exercise e {points=1 title="E"}',
      `Task.\n\n${HINTS}\n::: hint\n→\`\`\`sh {name=h}\ntrue\n\`\`\`\n:::\n\n${CHECKS}`,
    ),
    /a hint holds no steps, checks or output/,
  ],
  [
    'an empty hint',
    exercise(':::: exercise e {points=1 title="E"}', `Task.\n\n${HINTS}\n→::: hint\n:::\n\n${CHECKS}`),
    /the hint is empty/,
  ],

  // Predictions
  [
    'a predict without an id',
    predict(ASKED + CHOICES, '→::: predict'),
    /a predict needs an id of .*; found ""; write ::: predict two-los/,
  ],
  [
    'a predict with a title',
    predict(ASKED + CHOICES, '→::: predict e {title="E"}'),
    /unknown attribute "title" of a predict/,
  ],
  [
    'a predict without a question',
    predict(CHOICES, '→::: predict e'),
    /the predict asks nothing; write the question under ::: predict/,
  ],
  [
    'a predict that asks nothing',
    predict(`→The link.\n\n${CHOICES}`),
    /ends with a question mark, found "The link\."; ask what the step shows/,
  ],
  [
    'a predict without a fence',
    predict(ASKED, '→::: predict e'),
    /predict e says nothing to expect; write ```yaml choices or ```yaml number/,
  ],
  [
    'a predict with a misspelt fence',
    predict(`${ASKED}→${CHOICES.replace('choices', 'choice')}`),
    /predict e has the unknown fence ```yaml choice; write ```yaml choices or/,
  ],
  [
    'a predict with two fences',
    predict(`${ASKED}${CHOICES}\n\n→${NUMBER}`),
    /the predict has a second ```yaml; keep one of them, or write two/,
  ],
  [
    'a predict with words behind its fence',
    predict(`${ASKED}${CHOICES}\n\n→Is it?`),
    /stands before its ```yaml; move this up/,
  ],
  [
    'a step in a predict',
    predict(`${ASKED}→\`\`\`sh {name=p}\ntrue\n\`\`\`\n\n${CHOICES}`),
    /a predict holds no steps, checks or output/,
  ],
  [
    'a predict in a note',
    around(`:::: note\n→::: predict e\n${ASKED}${CHOICES}\n:::\n\n${PREDICTED}\n::::`),
    /::: predict cannot be in a note/,
  ],
  ['choices outside of a predict', around(`→${CHOICES}`), /```yaml choices belongs directly into a predict/],
  [
    'a predict without a step',
    predict(`${ASKED}${CHOICES}`, '→::: predict e', 'Look.'),
    /predict e has no step behind it; the step's ```sh follows directly/,
  ],
  [
    'a predict of a step in the background',
    predict(ASKED + CHOICES, '→::: predict e', '```sh {name=p background}\nsleep 9 &\n```'),
    /predict e is about step p, which runs in the background.*; ask about another step/,
  ],
  [
    'a predict id twice',
    predict(
      ASKED + CHOICES,
      '::: predict e',
      `${PREDICTED}\n\n→::: predict e\n${ASKED}${CHOICES}\n:::\n\n${PREDICTED.replace('look', 'again')}`,
    ),
    /predict e is already on line 13/,
  ],
  [
    'one choice',
    predict(`${ASKED}→\`\`\`yaml choices\n- says: it is down\n  exit: 1\n\`\`\``),
    /predict e: must be a list of two to five choices/,
  ],
  [
    'choices that are no list',
    predict(`${ASKED}→\`\`\`yaml choices\nsays: it is down\n\`\`\``),
    /predict e: must be a list of two to five choices/,
  ],
  [
    'a choice that names nothing',
    predict(ASKED + CHOICES.replace('- says: it is up\n  shows: state UP', '→- says: it is up')),
    /predict e: \[0\] names neither shows nor exit/,
  ],
  [
    'a choice with an unknown key',
    predict(ASKED + CHOICES.replace('  shows: state UP', '→  show: state UP\n  exit: 0')),
    /unknown argument \[0\]\.show; did you mean shows\?/,
  ],
  [
    'a choice that begins with code',
    predict(ASKED + CHOICES.replace('- says: it is up', '→- says: `lo` is up')),
    /bad YAML: .*; put the value in quotes/,
  ],
  [
    'a choice with a link',
    predict(ASKED + CHOICES.replace('- says: it is up', '→- says: it is [up](#up)')),
    /a choice of predict e holds words and code only/,
  ],
  [
    'a choice twice',
    predict(ASKED + CHOICES.replace('- says: it is down', '→- says: it is up')),
    /predict e: "it is up" is what choice 1 says, too/,
  ],
  [
    'a choice whose pattern does not compile',
    predict(ASKED + CHOICES.replace('  shows: state UP', '→  shows: /state (UP/')),
    /predict e: \[0\]\.shows must be a regular expression: .*Unterminated group/,
  ],
  [
    'a choice of a placeholder',
    predict(ASKED + CHOICES.replace('  shows: state UP', '→  shows: qlen <n>')),
    /\[0\]\.shows must be what a learner sees, without a placeholder; found "qlen <n>"/,
  ],
  [
    'a choice of a status out of range',
    predict(ASKED + CHOICES.replace('  shows: state UP', '→  exit: 256')),
    /\[0\]\.exit must be a whole number from 0 to 255; found 256/,
  ],
  [
    'no choice holds for the recording',
    predict(`${ASKED}→${CHOICES.replace('state DOWN', 'state GONE')}`),
    /predict e: no choice holds for the recorded output and the status 1 of the step; one of them must/,
  ],
  [
    'two choices hold for the recording',
    predict(
      ASKED +
        CHOICES.replace('shows: state UP', 'exit: 1').replace('- says: it is down', '→- says: it is down'),
    ),
    /predict e: choices 1 and 2 both hold for the recording of the step/,
  ],
  [
    'a number whose pattern does not compile',
    predict(ASKED + NUMBER.replace('of: ', '→of: ').replace('+)', '+')),
    /predict e: of must be a regular expression: .*Unterminated group/,
  ],
  [
    "a number's pattern without a group",
    predict(ASKED + NUMBER.replace('of: ', '→of: ').replace('(\\d+)', '\\d+')),
    /predict e: of must have one group, around the number/,
  ],
  [
    "a number's pattern that matches a placeholder",
    predict(ASKED + NUMBER.replace('of: ', '→of: ').replace('mtu (\\d+)', 'qlen (\\S+)')),
    /predict e: of finds "<n>", which is no number, in the recorded output of step look; .*placeholder/,
  ],
  [
    "a number's pattern that the recording does not have",
    predict(ASKED + NUMBER.replace('of: ', '→of: ').replace('mtu', 'ttl')),
    /predict e: of does not find anything in the recorded output of step look/,
  ],
  [
    'a number with an unknown key',
    predict(ASKED + NUMBER.replace("+)'", "+)'\n→units: bytes")),
    /unknown argument units; did you mean unit\?/,
  ],
  [
    'a number within less than nothing',
    predict(ASKED + NUMBER.replace("+)'", "+)'\n→within: -1")),
    /predict e: within must be 0 or more; found -1/,
  ],

  // Claims
  [
    'a claim without an id',
    around(`→::: claim\nX.\n\n${GOOD_STEP}\n:::`),
    /claim id "" must be a letter A-D and a number/,
  ],
  ['a claim of no article', around(`→::: claim E5 holds\nX.\n\n${GOOD_STEP}\n:::`), /claim id "E5" must be/],
  [
    'a claim without a verdict',
    around(`→::: claim B9\nX.\n\n${GOOD_STEP}\n:::`),
    /claim B9 has no verdict; known: holds, limited, refuted/,
  ],
  [
    'a claim with a wrong verdict',
    around(`→::: claim B9 refutes\nX.\n\n${GOOD_STEP}\n:::`),
    /has the verdict "refutes"; did you mean refuted\?/,
  ],
  [
    'a claim with more words',
    around(`→::: claim B9 holds always\nX.\n\n${GOOD_STEP}\n:::`),
    /"always" after claim B9 holds/,
  ],
  [
    'a claim with a word behind "open"',
    around(`→::: claim B9 holds open wide\nX.\n\n${GOOD_STEP}\n:::`),
    /"wide" after claim B9 holds/,
  ],
  [
    'a claim twice',
    around(
      `::: claim B9 holds\nX.\n\n${GOOD_STEP}\n:::\n\n→::: claim B9 holds\nX.\n\n${GOOD_STEP.replace('name=', 'name=again-')}\n:::`,
    ),
    /claim B9 is already on line 1\d/,
  ],
  ['an empty claim', around('→::: claim B9 holds\n:::'), /claim B9 is empty/],
  [
    'a claim without a step',
    around('→::: claim B9 holds\nBelieve me.\n:::'),
    /claim B9 has no step that shows it/,
  ],
  [
    'a claim with scenery alone',
    around('→::: claim B9 holds\nBelieve me.\n\n```sh {name=s setup}\ntrue\n```\n:::'),
    /claim B9 has no step that shows it/,
  ],

  // Exercises
  ['an exercise without an id', exercise('→:::: exercise {points=1 title="E"}'), /an exercise needs an id/],
  [
    'an exercise with a wrong id',
    exercise('→:::: exercise My_Own {points=1 title="E"}'),
    /an exercise needs an id.*found "My_Own/,
  ],
  ['an exercise without points', exercise('→:::: exercise e {title="E"}'), /exercise e has no points/],
  ['an exercise without a title', exercise('→:::: exercise e {points=1}'), /exercise e has no title/],
  [
    'points that are no number',
    exercise('→:::: exercise e {points=many title="E"}'),
    /points must be a whole number from 1 to 100; found "many"/,
  ],
  [
    'an unknown attribute of an exercise',
    exercise('→:::: exercise e {points=1 title="E" level=2}'),
    /unknown attribute "level" of an exercise/,
  ],
  [
    'an exercise id twice',
    around(
      `:::: exercise e {points=1 title="E"}\nTask.\n\n${HINTS}\n${CHECKS}\n::::\n\n→:::: exercise e {points=1 title="E"}\nTask.\n\n${HINTS}\n${CHECKS}\n::::`,
    ),
    /exercise name "e" is already used on line 13/,
  ],
  [
    'an exercise without a task',
    exercise('→:::: exercise e {points=1 title="E"}', `${HINTS}\n${CHECKS}`),
    /exercise e has no task/,
  ],
  [
    'an exercise without checks',
    exercise('→:::: exercise e {points=1 title="E"}', `Task.\n\n${HINTS}`),
    /exercise e has no ```yaml checks/,
  ],
  [
    'an exercise with two lists',
    exercise(':::: exercise e {points=1 title="E"}', `Task.\n\n${HINTS}\n${CHECKS}\n\n→${CHECKS}`),
    /exercise e has a second ```yaml checks/,
  ],
  [
    'an exercise with one hint',
    exercise('→:::: exercise e {points=1 title="E"}', `Task.\n\n::: hint\nOne.\n:::\n\n${CHECKS}`),
    /exercise e needs 2 or more hints, found 1/,
  ],
  ['checks outside an exercise', around(`→${CHECKS}`), /```yaml checks belongs directly into an exercise/],
  ['an unknown yaml fence', around('→```yaml check\n- id: x\n```'), /```yaml check is not known/],

  // Checks
  [
    'checks that are no list',
    checks('→id: there\nkind: namespace').replace('→', '').replace('```yaml checks', '→```yaml checks'),
    /checks must be a list/,
  ],
  ['bad YAML in checks', checks('- id: there\n  kind: namespace\n→  name: "a'), /bad YAML/],
  ['a check without an id', checks('→- kind: namespace\n  name: a'), /check 1: id is missing/],
  [
    'a check id twice',
    checks('- id: x\n  kind: namespace\n  name: a\n→- id: x\n  kind: namespace\n  name: b'),
    /check id "x" is already used on line 25/,
  ],
  [
    'an unknown kind',
    checks('- id: x\n→  kind: namespaces\n  name: a'),
    /check x: unknown kind "namespaces"; did you mean namespace\? known: .*namespace/,
  ],
  [
    'an unknown argument',
    checks('- id: x\n  kind: namespace\n→  nam: a\n  name: a'),
    /check x \(namespace\): unknown argument nam; did you mean name\?/,
  ],
  ['a missing argument', checks('→- id: x\n  kind: namespace'), /check x \(namespace\): name is missing/],
  [
    'an argument of the wrong type',
    checks('- id: x\n  kind: link\n  name: br0\n→  up: up'),
    /check x \(link\): up must be a boolean; found "up"/,
  ],
  [
    'a nested unknown argument',
    checks('- id: x\n  kind: link\n  name: br0\n  peer:\n    name: v\n→    nets: a'),
    /unknown argument peer\.nets; did you mean netns\?/,
  ],
  [
    'a host that the chapter lacks',
    checks('- id: x\n  kind: namespace\n→  host: internet\n  name: a'),
    /check x: host "internet" is not one of the chapter's hosts; known: worker, worker2/,
  ],
  [
    'an unknown variable',
    checks('- id: x\n  kind: listening\n→  port: $PORT'),
    /check x: unknown variable \$PORT; did you mean \$?PORTS\?/,
  ],
  [
    'an unknown variable inside a string',
    checks('- id: x\n  kind: ping\n→  to: 10.0.$PORT.2'),
    /check x: unknown variable \$PORT; did you mean \$?PORTS\?/,
  ],
  [
    'a variable in braces',
    checks(`- id: x\n  kind: ping\n→  to: 10.0.\${PORTS}.2`),
    /write \$PORTS without braces, found "10\.0\.\$\{PORTS\}\.2"/,
  ],
  [
    'a variable inside a string with a value that the kind refuses',
    matter('PORTS: [1, 2]', 'PORTS: [255, 256]').replace(
      'Prose.',
      `:::: exercise e {points=1 title="E"}\nTask.\n\n${HINTS}\n\`\`\`yaml checks\n- id: x\n  kind: ping\n→  to: 10.0.$ENDPOINTS.$PORTS\n\`\`\`\n::::`,
    ),
    /check x \(ping\) with ENDPOINTS=3, PORTS=256: to must be an IP address; found "10\.0\.3\.256"/,
  ],
  [
    'a variable with a value that the kind refuses',
    matter('PORTS: [1, 2]', 'PORTS: [0, 2]').replace(
      'Prose.',
      `:::: exercise e {points=1 title="E"}\nTask.\n\n${HINTS}\n\`\`\`yaml checks\n- id: x\n  kind: listening\n→  port: $PORTS\n\`\`\`\n::::`,
    ),
    /check x \(listening\) with PORTS=0: port .*; found 0/,
  ],
  [
    'an alias',
    checks('- &a\n  id: x\n  kind: namespace\n  name: a\n- *a')
      .replace('```yaml checks', '→```yaml checks')
      .replace('→```yaml checks\n', '```yaml checks\n→'),
    /aliases/,
  ],

  // Questions
  [
    'a question without an answer',
    question('```yaml answer\nkind: answer\nof: bridge-port-count\nlink: br0\n```\n', '').replace(
      ':::: question',
      '→:::: question',
    ),
    /question count has no ```yaml answer/,
  ],
  [
    'an answer of another kind',
    question('kind: answer', '→kind: link'),
    /answer: kind must be answer; found "link"/,
  ],
  [
    'an answer of nothing known',
    question('of: bridge-port-count', '→of: bridge-ports'),
    /check answer \(answer\): of must be one of/,
  ],
  [
    'an answer with an unknown argument',
    question('link: br0', 'link: br0\n→bridge: br0'),
    /unknown argument bridge; known: .*link/,
  ],
  [
    'a question without words',
    question('How many ports?\n', '').replace(':::: question', '→:::: question'),
    /question count asks nothing/,
  ],
  [
    'a question without a hint',
    question('::: hint\nCount.\n:::\n', '').replace(':::: question', '→:::: question'),
    /question count needs 1 or more hints, found 0/,
  ],
  [
    'a chapter without a question',
    `→${MATTER}\n# A bridge\n\nProse.\n${CREDITS}`,
    /the chapter has no question/,
  ],

  // Prose
  ['a block of raw HTML', around('→<div class="x">\n</div>'), /raw HTML is off: <div class="x">/],
  [
    'raw HTML in running text',
    around('A line,\n→and <b>bold</b>.').replace('<b>bold</b>', '<br>'),
    /raw HTML is off: <br>/,
  ],
  [
    'a pattern outside backticks',
    around('→It prints <mac> there.'),
    /raw HTML is off: <mac>; in running text put code between backticks/,
  ],
  ['an HTML comment', around('→<!-- later -->'), /raw HTML is off/],
  ['code by indentation', around('Look:\n\n→    ip link'), /code by indentation/],
  ['a tab', around('- item\n→\tmore of it'), /indented by a tab/],
  ['a link without a definition', around('See\n→[the page][page] there.'), /link \[page\] is not defined/],
  ['a figure without an id', figure('{after=one}', '![x](figures/.svg)'), /a figure needs an id of/],
  ['a figure without a step', figure('two-ends', IMAGE), /figure two-ends does not say after which step/],
  [
    'a figure after a step that is not there',
    figure('two-ends {after=won}', IMAGE),
    /after the unknown step "won"; known: one/,
  ],
  [
    'a figure of a host that is not there',
    figure('two-ends {after=one of="worker node3"}', IMAGE),
    /figure two-ends is of the unknown host "node3"/,
  ],
  [
    'a figure with words beside it',
    figure('two-ends {after=one}', `See: ${IMAGE}`),
    /holds one image and nothing else/,
  ],
  [
    'a figure of another name',
    figure('two-ends {after=one}', '![x](figures/ends.svg)'),
    /!\[what it shows\]\(figures\/two-ends\.svg\)/,
  ],
  [
    'a figure without words',
    figure('two-ends {after=one}', '![](figures/two-ends.svg)'),
    /figure two-ends has no words/,
  ],
  ['an empty figure', figure('two-ends {after=one}', ''), /holds one image/],
  [
    'an unknown argument of a figure',
    figure('two-ends {after=one at=x}', IMAGE),
    /unknown attribute "at" of a figure/,
  ],
  [
    'a figure twice',
    figure('two-ends {after=one}', `${IMAGE}\n:::\n\n→::: figure two-ends {after=one}\n${IMAGE}`).replace(
      '→',
      '',
    ),
    /figure two-ends is already on line 17/,
  ],
  ['a footnote', around('→It is so[^why].'), /there are no footnotes, found \[\^why\]/],
  ['a footnote that reads as a link', around('→It is so[^why].\n\n[^why]: Because.'), /found \[\^why\]/],
  [
    'no first heading',
    around('Prose.').replace('# A bridge\n', '').replace('---\n', '→---\n'),
    /the chapter has no heading "# A bridge"/,
  ],
  [
    'a heading that is not the title',
    around('Prose.').replace('# A bridge', '→# The bridge'),
    /"The bridge" is not the title "A bridge"/,
  ],
  ['two first headings', around('→# Another'), /a second heading of the first level/],
  ['no credits', `→${MATTER}\n# A bridge\n\n${QUESTION}`, /no section "## Credits"/],
  [
    'credits before the end',
    `${around('Prose.').replace('## Credits', '→## Credits')}\n## More\n\nMore.\n`,
    /Credits must be the last/,
  ],
];

function parse(source: string) {
  const where = { id: '04-a-bridge', folder: '/chapters/04-a-bridge', file: 'chapter.md' };
  const { chapter, draft, problems } = parseChapter(source, where, { kinds: KINDS });
  return { chapter, problems: [...problems, ...curriculumProblems(draft, where.file)] };
}

test.each(ROWS)('%s', (_name, marked, message) => {
  const source = marked.replace('→', '');
  const line = marked.slice(0, marked.indexOf('→')).split('\n').length;
  const { problems } = parse(source);
  expect(problems).toEqual([{ file: 'chapter.md', line, message: expect.stringMatching(message) }]);
});

test('the chapter around the mistakes has none of its own', () => {
  expect(parse(around('Prose.')).problems).toEqual([]);
  expect(parse(exercise(':::: exercise e {points=1 title="E"}')).problems).toEqual([]);
  expect(parse(predict(ASKED + CHOICES)).problems).toEqual([]);
  expect(parse(predict(ASKED + NUMBER)).problems).toEqual([]);
});

test('all mistakes are told at once, in the order of the file, and no chapter comes of it', () => {
  const source = around(
    `\`\`\`sh {nam=a exit=x}\ntrue\n\`\`\`\n\nSee <mac>.\n\n::: claim Z1 maybe\n:::\n\n:::: exercise e {points=0 title="E"}\n${CHECKS.replace('name: a', 'nam: a')}\n::::`,
  ).replace('requires: []', 'requires: x');
  const { chapter, problems } = parseChapter(source, { id: 'x', folder: '/x', file: 'f' }, { kinds: KINDS });
  expect(chapter).toBeUndefined();
  expect(problems.map(({ line }) => line)).toEqual([1, 7, 13, 13, 13, 17, 19, 19, 22, 22, 24, 26]);
});

test('containers that have as many colons as what is inside them are named', () => {
  const { problems } = parse(exercise('::: exercise e {points=1 title="E"}'));
  const nesting = expect.stringMatching(/::: hint is inside "::: exercise", which must have more colons/);
  expect(problems).toContainEqual({ file: 'chapter.md', line: 16, message: nesting });
});
