# host: worker
# Another pod runs the same program; its process is the older one.
# fails: answer
# says: the PID of blog-side
pgrep -o -f '^sleep 1d'
