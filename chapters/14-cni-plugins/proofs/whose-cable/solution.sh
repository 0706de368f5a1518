# host: worker
# By the number that eth0 has for its other end.
far=$(ip -n one -o link show eth0 | grep -o '@if[0-9]*' | tr -dc 0-9)
ip -o link | grep "^$far:" | cut -d' ' -f2 | cut -d@ -f1
