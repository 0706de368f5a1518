# shellcheck shell=sh disable=SC2154
# Reads one network namespace: run by sh inside it, or by collect.sh itself for the host's own. Few spawns: each costs
# more than what it reads. Expects nonce, inode and depth in the environment.
end() {
  printf '\036%s %s %s %s\n' "$nonce" "$inode" "$1" "$2"
  printf '\036%s %s %s %s\n' "$nonce" "$inode" "$1" "$2" >&2
}

ip -j -d -batch - <<'BATCH'
addr
route show table all
rule
neigh
netns list-id
BATCH
end ip $?
bridge -j fdb </dev/null
end fdb $?

if [ "$depth" = full ]; then
  ss -lntuHp </dev/null
  end sockets $?
  net=/proc/sys/net
  grep -sH '' $net/ipv4/ip_forward $net/ipv4/ip_nonlocal_bind $net/ipv4/ip_local_port_range \
    $net/ipv4/ip_unprivileged_port_start $net/ipv4/ping_group_range $net/ipv4/icmp_echo_ignore_all \
    $net/ipv4/fib_multipath_hash_policy \
    $net/ipv4/conf/*/forwarding $net/ipv4/conf/*/rp_filter $net/ipv4/conf/*/proxy_arp \
    $net/ipv4/conf/*/arp_* $net/ipv4/conf/*/route_localnet $net/ipv4/conf/*/accept_local \
    $net/ipv4/conf/*/send_redirects $net/ipv4/conf/*/accept_redirects $net/ipv4/conf/*/src_valid_mark \
    $net/ipv4/neigh/*/gc_stale_time $net/ipv4/neigh/*/base_reachable_time_ms $net/ipv4/neigh/*/ucast_solicit \
    $net/ipv6/conf/*/forwarding $net/ipv6/conf/*/disable_ipv6 $net/ipv6/conf/*/accept_ra $net/ipv6/conf/*/proxy_ndp \
    $net/bridge/* $net/netfilter/nf_conntrack_* </dev/null
  end sysctls $?
  iptables-save -c </dev/null
  end iptables $?
  nft -j list ruleset </dev/null
  end nft $?
  # Listing walks the whole hash table of the kernel (10 ms); a namespace that counts no entry has none to list.
  count=''
  if [ -r $net/netfilter/nf_conntrack_count ]; then read -r count <$net/netfilter/nf_conntrack_count; fi
  if [ "$count" = 0 ]; then
    end conntrack 0
  else
    conntrack -L </dev/null
    end conntrack $?
  fi
fi
