"""Everything that knows Streamlit: the page, read from `app.py` downwards.

frame.py       name, language switch, empty page, foot
inputs.py      text, file, examples, the button
options.py     length, what to translate
models.py      which models do the work, and fetching one
results.py     one run, as it comes
progress.py    stage and count, cancel, how it ended
visit.py       what one visitor has asked for, and its place in the address
runs.py        the one `Runs` of the process
strings.py     what the page says, in both languages
messages.py    the same for the library's codes
component.py   three files become a component:
masthead/      title, date and byline
reader/        the aligned columns
changes/       before and after the repair
style.css      what the theme cannot say
"""
