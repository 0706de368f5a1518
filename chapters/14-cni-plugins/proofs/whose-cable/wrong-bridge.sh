# host: worker
# The first veth in the list belongs to the pod that came first.
# fails: answer
# says: another device
ip route get 10.244.1.2 | grep -o 'dev [^ ]*' | cut -d' ' -f2
