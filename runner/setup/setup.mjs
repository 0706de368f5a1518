// What `npm start` and `npm test` do before anything else: npm packages, Debian packages, the builds of page and command line.
// Plain JavaScript on Node's own modules, because it runs before any package is installed.
// Each part looks first and does nothing when nothing is missing, so that a second run is quick and works offline.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readStamp, see, unchanged } from '../cli/built.mjs';
import { ROOT } from '../package-root.mjs';
import { UNWANTED_SERVICES } from '../sandbox/packages.mjs';

/** Ends, saying what to do. @param {string} message @param {string} remedy @param {number} status @returns {never} */
function stop(message, remedy, status = 2) {
  process.stderr.write(`wirebook: ${message}\n  ${remedy}\n`);
  process.exit(status);
}

/** @param {string} command @param {readonly string[]} args @param {number} [exit] the status to end with when it fails */
function run(command, args, exit) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error || status !== 0) {
    stop(
      `${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}.`,
      'Its own words are above.',
      exit,
    );
  }
}

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`);

/** @param {readonly string[]} files */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

/** Runs `work` unless `stamp` says that the same inputs were worked on before. @param {string} stamp @param {string} hash @param {() => void} work */
function unlessDone(stamp, hash, work) {
  const file = join(ROOT, stamp);
  if (existsSync(file) && readFileSync(file, 'utf8') === hash) return;
  work();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, hash);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`Node ${process.versions.node} is too old.`, 'Install Node 20.19 or newer.');
}

export function installNpmPackages() {
  unlessDone('node_modules/.wirebook-lock', hashOf(['package-lock.json']), () => {
    say('Installing npm packages (npm ci)...');
    // What builds and tests is wanted too, also where NODE_ENV says production.
    run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
  });
}

/** Labs see the machine's /usr and nothing else, so that is where a command must be; a path may be any file. @param {string} command */
function hasCommand(command) {
  return ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin'].some((folder) => {
    try {
      accessSync(resolve(folder, command), command.startsWith('/') ? constants.F_OK : constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @param {readonly { command: string, package: string }[]} wanted @param {{ status?: number }} [options] status: to end with when it cannot */
export function installDebianPackages(wanted, { status } = {}) {
  const missing = [
    ...new Set(wanted.filter(({ command }) => !hasCommand(command)).map((item) => item.package)),
  ];
  if (missing.length === 0) return;
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  const remedy = `Run: sudo apt-get update && sudo ${install.join(' ')}`;
  if (!hasCommand('apt-get'))
    stop(
      `These programs are missing: ${missing.join(', ')}.`,
      'Install them with your package manager.',
      status,
    );
  const root = process.getuid?.() === 0;
  if (!root && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    stop(`These Debian packages are missing: ${missing.join(', ')}.`, remedy, status);
  }
  say(`Installing Debian packages: ${missing.join(' ')}`);
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  const [first = 'env', ...before] = root ? quiet : ['sudo', '-n', ...quiet];
  run(first, [...before, 'apt-get', '-qq', 'update'], status);
  run(first, [...before, ...install, '-qq'], status);
  const services = missing.flatMap((name) => UNWANTED_SERVICES[name] ?? []);
  if (services.length > 0 && existsSync('/run/systemd/system')) {
    run(first, [...before, 'systemctl', 'disable', '--now', ...services]);
  }
  const still = wanted.filter(({ command }) => !hasCommand(command)).map(({ command }) => command);
  if (still.length > 0) stop(`Still missing after the installation: ${still.join(', ')}.`, remedy, status);
}

/** What the page's scripts are made from, beside web/app: the protocol, and the schemas of results that it imports. */
export const PAGE_SHARES = [
  'web/protocol.ts',
  'checks/verdict.ts',
  'runner/session/grade/live-check.ts',
  'runner/terminal/plain-text.ts',
  'runner/terminal/step-run.ts',
];

/** Builds the page's scripts and styles into .build/app when their sources changed. */
export function buildPage() {
  const sources = readdirSync(join(ROOT, 'web/app'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
  unlessDone('.build/app.sources', hashOf([...sources, ...PAGE_SHARES, 'package-lock.json']), () => {
    say('Building the page...');
    execFileSync(join(ROOT, 'node_modules/.bin/vite'), ['build', 'web/app', '--logLevel', 'warn'], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  });
}

/** What the build of the command line is made from, beside the sources that it finds itself. @returns {readonly string[]} */
export function cliInputs() {
  const chapters = readdirSync(join(ROOT, 'chapters'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `chapters/${name}/chapter.md`);
  return [...chapters, 'package-lock.json', 'runner/setup/bundle-cli.mjs'];
}

/** Builds the command line into .build/cli when its sources changed: only then `wirebook` starts from there. */
export function buildCommandLine() {
  const stamp = readStamp(ROOT);
  const others = JSON.stringify(see(ROOT, cliInputs()));
  if (stamp && unchanged(ROOT, stamp.code) && JSON.stringify(stamp.other) === others) return;
  say('Building the command line...');
  run(process.execPath, [join(ROOT, 'runner/setup/bundle-cli.mjs')]);
}

/** All of it: after that the command line and the page are ready. @param {readonly { command: string, package: string }[]} packages */
export function setUp(packages) {
  checkNode();
  installDebianPackages(packages);
  installNpmPackages();
  buildPage();
  buildCommandLine();
}
