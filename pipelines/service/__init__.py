"""The service: what a server does for many visitors at once. Its map, in reading order.

run.py          one request, all that has happened to it, where it stands; work.py its work, as events
line.py         who is next; crew.py threads that take turns; working.py both at work
jobs.py         all runs of a server: accepted, found, forgotten; told.py what is told of them
room.py         what is too much; rate.py requests a minute
names.py        which models are meant; paces.py how long they take
store.py        what outlives the server; opening.py opens it; kept.py as values, packing.py as bytes
database.py     the file; schema.py its tables; clock.py the time of expiry
remembering.py  the translation memory in it; deleting.py out of it again; reports.py what readers say is wrong
by_hand.py      what people write on the page
log.py          a line for each job; downloads.py models on their way
http/           the API, health, metrics, headers
"""
