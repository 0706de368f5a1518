# host: worker
# It is pause's, which has a name.
stat -Lc %i /run/netns/duo
