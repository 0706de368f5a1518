# host: internet
ss -Htn state established dport = :8080 | awk '{ print $3 }' | cut -d: -f2
