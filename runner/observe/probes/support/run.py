# Reads one request as a line of JSON, makes the traffic from the namespace that this runs in, prints the result as JSON.
import json
import sys

request = json.loads(sys.stdin.readline())
json.dump(globals()[request["probe"]](request), sys.stdout)
