"""`make deploy`: from this folder to a link that a friend can open, and every upgrade after that.

target      which project, where, whose: what a deploy was asked for
plan        the deploy as a list of steps, each a command with its purpose
step        what a step is, and how a list of them is run or only shown
manifest    what the functions ask of the cloud, discovered and checked
rehearsal   the rules and the hosting configuration, tried in the emulators
site        the client with the configuration of its project
keys        providers' keys, from a prompt into Secret Manager
owner       the account that becomes the owner
backups     every night, restored when need be; and leaving for good
"""
