# host: internet
# The other end of the wire has it, too: the caller's port that is not 40000.
ss -Htn state established sport = :4000 | awk '{ print $4 }' | cut -d: -f2 | grep -v '^40000$'
