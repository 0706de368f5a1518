# host: worker2
# Chapter 9's route: the ping is answered, and the answer is on the wire for all to see.
# fails: wrapped
# says: without a wrapping
# passes: answers
ip route replace 10.244.1.0/24 via 172.18.0.3
