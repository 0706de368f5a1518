# host: control-plane
# BIRD's own table of devices.
birdc show interfaces | grep -o '^cali-grey.*' | grep -o 'index=[0-9]*' | cut -d= -f2
