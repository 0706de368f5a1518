/**
 * The start-up file of a learner's bash and the file that carries one step into it. Pure text; knows nothing of ptys.
 *
 * Why it is made as it is (bash 5.2, bash(1) and readline(3)):
 * - The nonce sits in one variable that is never exported. PS0, PS1 and PS2 only refer to it, so a nested shell that
 *   inherits an exported PS1 prints marks without a nonce, and nobody believes those.
 * - PROMPT_COMMAND prints mark D and mends PS0-PS2 where the learner has set his own; mark A repeats the status, so
 *   that a lost PROMPT_COMMAND is noticed; each step mends PROMPT_COMMAND itself.
 * - Steps are loaded by private keys (`bind -x`) that work in every keymap. They keep the learner's half-typed line,
 *   its cursor and his kill ring, and no byte of the step passes through readline or history expansion.
 * - `$?` of the command before is kept for the step's first command: the helper returns the status that it found, and
 *   both branches of the `if` go on. An `if` condition does not trip `set -e`.
 */

/** What is written to the pty to press one of our private keys. Ctrl-G first: it leaves a pending search or question. */
export const KEYS = {
  /** Puts the half-typed line aside; the prompt is drawn again, empty. */
  stash: '\x07\x1b[633;1~',
  /** Fills in the command that sources the step's file and presses Enter. */
  run: '\x1b[633;2~\r',
  /** Brings the half-typed line back. */
  restore: '\x1b[633;3~',
} as const;

/** @param stepPath where the host finds the step's file. @param nonce letters and digits. */
export function rcFile(nonce: string, stepPath: string): string {
  return `# Debian's bash has read /etc/bash.bashrc by now; its hint at packages would make messages differ between machines
unset -f command_not_found_handle
PS1='\\u@\\h:\\w\\$ ' PS2='> '
HISTCONTROL=ignoreboth HISTSIZE=2000 HISTFILESIZE=4000
# set but empty: time stamps delimit entries in the file, and are not shown
HISTTIMEFORMAT=
shopt -s checkwinsize cmdhist lithist histappend
[ -r ~/.bashrc ] && . ~/.bashrc

# completion is loaded when it is first asked for: reading it takes longer than starting the shell
if [ -r /usr/share/bash-completion/bash_completion ]; then
  __wb_completion() {
    complete -r -D
    . /usr/share/bash-completion/bash_completion
    return 124
  }
  complete -D -F __wb_completion
fi

declare -r __wb_nonce=${nonce}
declare -r __wb_step_file=${quote(stepPath)}
declare -r __wb_begin='\\[\\e]633;A;\${__wb_nonce};$?\\a\\]' __wb_end='\\[\\e]633;B;\${__wb_nonce}\\a\\]'
__wb_mend() {
  [[ $PS1 == *633\\;B* ]] || PS1=$__wb_begin$PS1$__wb_end
  [[ $PS2 == *633\\;P* ]] || PS2='\\[\\e]633;P;\${__wb_nonce}\\a\\]'$PS2
  [[ \${PS0-} == *633\\;C* ]] || PS0='\\e]633;C;\${__wb_nonce}\\a'\${PS0-}
}
__wb_prompt() {
  builtin printf '\\e]633;D;%s;%s;%s;%s\\a' "$__wb_nonce" "$?" "$$" "\${PWD//[[:cntrl:]]/?}"
  __wb_mend
  builtin history -a 2>/dev/null
  # a job that a step has started is no news in the next one
  builtin jobs -nr >/dev/null
}
__wb_step() {
  local status=$?
  [[ "\${PROMPT_COMMAND[*]-}" == *__wb_prompt* ]] || PROMPT_COMMAND=__wb_prompt
  __wb_mend
  builtin history -s -- "$2"
  builtin jobs -n
  __wb_text=$2
  builtin printf '\\e]633;S;%s;%s\\a' "$__wb_nonce" "$1"
  return $status
}
__wb_key() { builtin printf '\\e]633;K;%s\\a' "$__wb_nonce"; }
__wb_stash() {
  __wb_line=$READLINE_LINE __wb_point=$READLINE_POINT
  READLINE_LINE= READLINE_POINT=0
  __wb_key
}
__wb_load() { READLINE_LINE=" . $__wb_step_file" READLINE_POINT=0; }
__wb_restore() {
  READLINE_LINE=$__wb_line READLINE_POINT=$__wb_point
  __wb_key
}
__wb_line= __wb_point=0
for __wb_map in emacs-standard vi-insert vi-command; do
  bind -m $__wb_map -x '"\\e[633;1~": __wb_stash'
  bind -m $__wb_map -x '"\\e[633;2~": __wb_load'
  bind -m $__wb_map -x '"\\e[633;3~": __wb_restore'
done
unset __wb_map
readonly -f __wb_mend __wb_prompt __wb_step __wb_key __wb_stash __wb_load __wb_restore
# ours first: it must see the status of the command, not of another hook
PROMPT_COMMAND=__wb_prompt\${PROMPT_COMMAND:+"; $PROMPT_COMMAND"}
__wb_mend
`;
}

/**
 * The file that a step is sourced from. The text is on one line (ANSI-C quoting), so that bash counts its lines from 1.
 * @param number the step's number in this shell; comes back in mark S.
 */
export function stepFile(number: number, command: string): string {
  return `if __wb_step ${number} ${ansiQuote(command)}; then eval "$__wb_text"; else eval "$__wb_text"; fi\n`;
}

/** The command as bash would have shown it while it was typed: PS2 before each further line, control characters in caret form. */
export function paintCommand(command: string): string {
  return (
    command
      .trimEnd()
      .split('\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
      .map((line) => line.replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, caret))
      .join('\r\n> ')
  );
}

function caret(character: string): string {
  return `^${String.fromCharCode(character.charCodeAt(0) ^ 0x40)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function ansiQuote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\r', '\\r');
  return `$'${escaped.replaceAll('\n', '\\n')}'`;
}
