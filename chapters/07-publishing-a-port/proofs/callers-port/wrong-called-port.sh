# host: worker
# The port that is called is the published one.
# fails: answer
# says: the port that was called
echo 8080
