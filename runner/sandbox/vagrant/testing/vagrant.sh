#!/bin/bash
# A vagrant for tests: its machines are those of ssh/testing/world.sh. `states/NAME` is a machine's state, `calls` a line for
# each call, `ssh-config` what it says of ssh; what `complain-COMMAND` holds is said to error output, with status 1.
here=$(dirname "$0")
words=() machines=()
for word; do
  case $word in
    -*) ;;
    control-plane | worker | worker2 | internet) machines+=("$word") ;;
    *) words+=("$word") ;;
  esac
done
[ "$*" = --version ] && { echo 'Vagrant 0.0.1'; exit; }
echo "${words[*]} ${machines[*]}" >> "$here/calls"
command=${words[0]}
[ -e "$here/complain-$command" ] && { cat "$here/complain-$command" >&2; exit 1; }
set_all() { for machine in "${machines[@]}"; do echo "$1" > "$here/states/$machine"; done; }
case ${words[*]} in
  status) for machine in "${machines[@]}"; do echo "1,$machine,state,$(cat "$here/states/$machine")"; done ;;
  up)
    trap 'echo interrupted >> "$here/calls"; exit 1' INT
    for machine in "${machines[@]}"; do echo "==> $machine: Booting VM..."; done
    while [ -e "$here/slow" ]; do sleep 0.1; done
    set_all running
    ;;
  halt) set_all poweroff ;;
  destroy) set_all not_created; rm -f "$here/snapshots" ;;
  ssh-config) cat "$here/ssh-config" ;;
  'snapshot list') cat "$here/snapshots" 2> /dev/null || echo '==> worker: No snapshots have been taken yet!' ;;
  'snapshot save ready') echo ready > "$here/snapshots" ;;
  'snapshot restore ready') ;;
  *) echo "no such command: ${words[*]}" >&2; exit 1 ;;
esac
