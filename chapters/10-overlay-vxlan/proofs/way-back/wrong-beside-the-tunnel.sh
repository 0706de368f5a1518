# host: worker2
# Chapter 9's route: blue answers, but the answer is not wrapped.
# fails: wrapped
# says: without a wrapping
ip route replace 10.244.1.0/24 via 172.18.0.3
