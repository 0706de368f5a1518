# shellcheck shell=bash
# The resident part of the collector: runs on a lab host, answers each line "NONCE DEPTH" of its input with one
# collection. Every section ends with a mark on both outputs: RS NONCE where section status. It is not in the host's
# pid namespace, so /proc/self and /dev/fd do not exist for it: no process substitution, no /proc/net.
# $1: what to run inside each network namespace (inside.sh).
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH LC_ALL=C
shopt -s nullglob lastpipe
inside=$1

mark() {
  printf '\036%s %s %s %s\n' "$nonce" "$1" "$2" "$3"
  printf '\036%s %s %s %s\n' "$nonce" "$1" "$2" "$3" >&2
}

export nonce depth inode
while read -r nonce depth; do
  # Network namespaces first: the loop below stops at the first record of another kind.
  stat -L --printf '%d %i %n\0' /proc/1/ns/net /run/netns/* /proc/[0-9]*/ns/net \
    /proc/[0-9]*/ns/{mnt,pid,uts,ipc,user,cgroup,time} </dev/null | mapfile -d '' files
  printf '%s\0' "${files[@]}"
  mark host namespaces 0
  grep -zsHa '' /proc/[0-9]*/stat /proc/[0-9]*/cmdline </dev/null
  mark host processes $?

  own='' nsfs='' paths=()
  declare -A seen=()
  for record in "${files[@]}"; do
    path=${record#* * }
    case $path in /run/netns/* | */ns/net) ;; *) break ;; esac
    device=${record%% *} inode=${record#* } inode=${inode%% *}
    [[ -n $nsfs ]] || nsfs=$device own=$inode
    [[ $device == "$nsfs" && -z ${seen[$inode]} ]] || continue
    seen[$inode]=1
    if [[ $inode == "$own" ]]; then
      eval "$inside"
    else
      paths+=("$path")
      nsenter --net="$path" sh -c "$inside" </dev/null
    fi
    mark "$inode" enter $?
  done
  # A path that means another namespace by now was read at an unknown moment of the change.
  ((${#paths[@]} == 0)) || stat -L --printf '%i %n\0' "${paths[@]}" </dev/null
  mark host again 0
  mark host done 0
done
