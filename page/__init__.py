"""Everything that knows Streamlit: the page, read from `app.py` downwards.

frame.py       name, language switch, empty page, foot
inputs.py      the box, files, an address, examples, the button
sources.py     what a visitor brings: one text or a list
options.py     length, what to translate
models.py      which models do the work, and fetching one
results.py     one run, as it comes
progress.py    stage, count and time left, cancel, how it ended
actions.py     the link, downloads, a second model
aids.py        reading aids, made in the background
visit.py       what one visitor has asked for, and its place in the address
recent.py      the articles of this visitor
following.py   the rest of a list, sent as there is room
door.py        who the visitor is, and signing in
glossary.py    how some words are to be translated
keeping.py     what outlives a visit
runs.py        the one `Runs` of the process
strings.py     what the page says, in both languages
messages.py    the same for the library's codes
component.py   plain files become a component:
reader/        the aligned columns, on the page and as a file of their own
changes/       before and after the repair, and its rules
tab/           the document's language and title
keeper/        the browser's own memory
style.css      what the theme cannot say
"""
