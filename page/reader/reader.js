// The aligned columns. All text arrives as data and is set as text; a change touches only what changed,
// so that scroll position, selection and the lit pair survive while the English streams in.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".reader");
  root.reader ??= new Reader(root);
  root.reader.show(data);
}

class Reader {
  constructor(root) {
    this.root = root;
    this.items = root.querySelector(".items");
    this.rows = root.querySelector(".rows");
    this.run = null;
    this.pinned = null;
    this.listen();
  }

  // --- drawing -------------------------------------------------------------------------------------------------

  show(data) {
    if (data.run !== this.run) {
      this.run = data.run;
      this.items.replaceChildren();
      this.rows.replaceChildren();
      this.pinned = null;
    }
    this.data = data;
    this.root.classList.toggle("waiting", data.waiting);
    this.root.classList.toggle("source-only", !data.translated.rows);
    this.heads(data.words, data.note, data.translated.rows);
    this.list(this.rows, data.rows, data.translated.rows, data.marks.rows);
    this.list(this.items, data.items, data.translated.items, data.marks.items);
    this.link();
    this.light(this.pinned);
  }

  heads(words, note, translated) {
    const [summary, source, target] = this.root.querySelectorAll(".head");
    head(summary, words.summary, words.summary_count);
    head(source, words.article, words.article_count);
    head(target, words.english, words.english_count);
    const details = this.root.querySelector(".note");
    details.hidden = !note;
    if (note) {
      setText(details.firstElementChild, note[0]);
      setText(details.lastElementChild, note[1]);
      const place = translated ? target : summary;
      if (details.parentElement !== place) place.append(details);
    }
  }

  list(place, entries, translated, marks) {
    while (place.children.length > entries.length) place.lastChild.remove();
    const fresh = document.createDocumentFragment();
    entries.forEach((entry, index) => {
      const element = place.children[index] ?? fresh.appendChild(this.entry(index));
      this.fill(element, entry, translated);
      this.mark(element, marks[index] ?? []);
    });
    place.append(fresh);
  }

  entry(index) {
    const element = document.createElement("li");
    element.dataset.index = index;
    element.tabIndex = index === 0 ? 0 : -1;
    const number = document.createElement("span");
    number.className = "number";
    const source = document.createElement("p");
    source.className = "source";
    const target = document.createElement("p");
    target.lang = "en";
    const marks = document.createElement("div");
    marks.className = "marks";
    element.append(number, source, target, marks);
    return element;
  }

  fill(element, [text, english, last], translated) {
    const [number, source, target] = element.children;
    setText(source, text);
    source.lang = this.data.lang;
    const pending = translated && english === null;
    setText(target, english ?? (pending && !this.data.waiting ? this.data.words.missing : ""));
    target.className = pending ? "target pending" : "target";
    target.hidden = !translated;
    if (Array.isArray(last)) this.evidence(number, last);
    else {
      setText(number, String(Number(element.dataset.index) + 1));
      element.classList.toggle("opens", last);
    }
  }

  /** What the translator itself knows of this English: a quiet word, which explains itself when it is opened. */
  mark(element, flags) {
    const place = element.lastElementChild;
    const told = flags.map((flag) => this.data.flags[flag]);
    if (place.dataset.told === String(told)) return;
    place.dataset.told = told;
    place.replaceChildren(
      ...told.map(([label, explanation]) => {
        const details = document.createElement("details");
        const summary = document.createElement("summary");
        const text = document.createElement("p");
        summary.textContent = label;
        text.textContent = explanation;
        details.append(summary, text);
        return details;
      }),
    );
  }

  evidence(place, rows) {
    if (place.dataset.rows === String(rows)) return;
    place.dataset.rows = rows;
    place.replaceChildren(
      rows.length ? this.data.words.from : "",
      ...rows.map((row) => {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.row = row;
        button.textContent = row + 1;
        button.setAttribute("aria-label", this.data.words.evidence.replace("#", row + 1));
        return button;
      }),
    );
  }

  /** Which summary items rest on each row. */
  link() {
    this.supports = new Map();
    this.data.items.forEach(([, , evidence], item) =>
      evidence.forEach((row) => this.supports.set(row, [...(this.supports.get(row) ?? []), item])),
    );
    for (const row of this.rows.children) row.classList.toggle("cited", this.supports.has(Number(row.dataset.index)));
  }

  // --- lighting ------------------------------------------------------------------------------------------------

  listen() {
    const entry = (event) => event.target.closest?.(".rows > li, .items > li");
    this.root.addEventListener("pointerover", (event) => this.light(entry(event) ?? this.pinned));
    this.root.addEventListener("pointerleave", () => this.light(this.pinned));
    this.root.addEventListener("focusin", (event) => this.light(entry(event) ?? this.pinned));
    this.root.addEventListener("focusout", () => this.light(this.pinned));
    this.root.addEventListener("click", (event) => this.click(event, entry(event)));
    this.root.addEventListener("keydown", (event) => this.key(event, entry(event)));
  }

  /** The partners of an entry: rows for an item of the summary, items for a row. */
  partners(element) {
    const index = Number(element.dataset.index);
    return element.parentElement === this.items
      ? this.data.items[index][2].map((row) => this.rows.children[row])
      : (this.supports.get(index) ?? []).map((item) => this.items.children[item]);
  }

  light(element) {
    if (element === this.lit) return;
    for (const old of this.glowing ?? []) old.classList.remove("lit");
    this.lit = element;
    this.glowing = element ? [element, ...this.partners(element)] : [];
    for (const one of this.glowing) one.classList.add("lit");
  }

  click(event, element) {
    if (!element || selected(this.root) || event.target.closest(".marks")) return;
    const button = event.target.closest("button");
    this.pin(element);
    this.reveal(button ? this.rows.children[button.dataset.row] : this.partners(element)[0]);
  }

  pin(element) {
    this.pinned = element;
    this.focusable(element);
    this.light(element);
  }

  /** Bring a partner into view. Where the columns are stacked, a tap on a row must not throw the reader to the top. */
  reveal(element) {
    if (!element) return;
    const inSummary = element.parentElement === this.items;
    if (inSummary && getComputedStyle(this.items.parentElement).position !== "sticky") return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: inSummary ? "nearest" : "center", behavior: calm ? "auto" : "smooth" });
  }

  // --- the keyboard --------------------------------------------------------------------------------------------

  /** One stop of the Tab key for each list; the arrows go on from there. */
  focusable(element) {
    for (const other of element.parentElement.children) other.tabIndex = other === element ? 0 : -1;
  }

  key(event, element) {
    if (event.key === "Escape") {
      this.pinned = null;
      this.light(null);
    }
    if (!element || event.target !== element) return;
    const next = { ArrowDown: element.nextElementSibling, ArrowUp: element.previousElementSibling }[event.key];
    if (next) {
      this.focusable(next);
      next.focus();
    } else if (event.key === "Enter") {
      this.pin(element);
      this.reveal(this.partners(element)[0]);
    } else return;
    event.preventDefault();
  }
}

/** Whether somebody is marking text, which is not a click. */
function selected(root) {
  const selection = root.getRootNode().getSelection?.() ?? document.getSelection();
  return Boolean(selection?.toString());
}

function head(element, name, count) {
  setText(element.querySelector("h3"), name);
  setText(element.querySelector(".count"), count);
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
