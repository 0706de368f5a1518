# host: worker
# Taking the harm away does not give the node a way to the pod.
# fails: node-reaches-pod
# says: 10.244.4.40
ip addr del 169.254.132.141/16 dev veth2
