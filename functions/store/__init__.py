"""Everything that touches Firestore, and nothing else does.

client    the client and the paths of documents
members   accounts, agents, models and settings, as values
threads   a thread's messages: reading a branch, checking on running replies
turns     a turn's life: begun, checkpointed, settled, each exactly once
tokens    personal tokens, and those that a crew is lent
crews     what crews there are
calls     a turn without a thread: begun and settled, each exactly once
catalogue what a member can choose from
ledger    what is reserved and spent in a month
upgrade   messages of earlier versions, read as today's
seeds     what a new project starts with
sweep     turns whose function died, and what is left of deleted threads
"""
