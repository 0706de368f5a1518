# host: worker
# The packets come back, with the pod's own address as their source.
# fails: red-itself
# says: no answer from 10.96.0.50:80
# passes: true-address
bridge link set dev red hairpin on
bridge link set dev blue hairpin on
