// The aligned columns. All text arrives as data and is set as text; a change touches only what changed,
// so that scroll position, selection and the locked pair survive while the English streams in.
//
// The other files beside this one are parts of the same module, joined to it: text.js makes nodes of text; masthead.js,
// map.js, comparison.js draw; card.js, editing.js, glossary.js, keyboard.js, reporting.js, tools.js are for the hands.

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".reader");
  root.reader ??= new Reader(root);
  root.reader.tell = setStateValue;
  root.reader.show(data);
  return () => root.isConnected || root.reader.leave();
}

class Reader {
  constructor(root) {
    this.root = root;
    this.items = root.querySelector(".items");
    this.rows = root.querySelector(".rows");
    this.run = null;
    this.locked = null;
    this.card = new Card(root.querySelector(".card"));
    this.masthead = new Masthead(this, root.querySelector(".masthead"));
    this.comparison = new Comparison(this);
    this.keyboard = new Keyboard(this);
    this.editor = new Editor(this);
    this.glossary = new Terms(this);
    this.map = new CoverageMap(this, root.querySelector(".map"));
    this.tools = new Tools(this, root.querySelector(".tools"));
    this.listen();
  }

  /** Tell the page something it keeps; a page of its own, without a server, keeps nothing. */
  tell() {}

  // --- drawing -------------------------------------------------------------------------------------------------

  show(data) {
    if (data.run !== this.run) {
      this.editor.reset(); // under the old name: what is being written is kept
      this.tools.reset();
      this.card.dismiss();
      this.run = data.run;
      for (const place of [this.items, this.rows]) place.replaceChildren();
      this.locked = this.lit = null;
      this.layout = data.layout;
      this.glossary.reset();
      this.otherScript = false;
    }
    this.data = data;
    this.found = findingsBySide(data.findings);
    Object.assign(this.root.dataset, { run: data.run, layout: this.layout });
    this.root.classList.toggle("waiting", data.waiting);
    this.root.classList.toggle("source-only", !data.translated.rows);
    this.masthead.draw(data);
    this.heads(data.words, data.note, data.translated.rows);
    this.list(this.rows, "article", data.rows, data.translated.rows, data.marks.rows);
    this.list(this.items, "summary", data.items, data.translated.items, data.marks.items);
    this.noticed(data);
    this.link();
    this.comparison.others(data.compare);
    this.map.draw(data, this.supports);
    this.tools.draw(data);
    const lit = this.lit ?? this.locked;
    this.lit = undefined; // its partners may have come since
    this.light(lit);
  }

  /** Let go of what would keep the reader alive when its page is gone. */
  leave() {
    this.tools.leave();
    this.keyboard.leave();
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

  list(place, column, entries, translated, marks) {
    while (place.children.length > entries.length) place.lastChild.remove();
    const fresh = document.createDocumentFragment();
    entries.forEach((entry, index) => {
      const element = place.children[index] ?? fresh.appendChild(this.entry(column, index));
      this.fill(element, column, index, entry, translated);
      this.mark(element.parts.marks, marks[index] ?? [], column, entry[0]);
    });
    place.append(fresh);
  }

  entry(column, index) {
    const parts = {
      number: made("span", { className: "number" }),
      source: made("p", { className: "source" }),
      target: made("p", { className: "target", lang: "en" }),
      other: made("p", { className: "other", lang: "en", hidden: true }),
      marks: made("div", { className: "marks" }),
    };
    const element = made("li", { parts }, ...Object.values(parts));
    element.dataset.index = index;
    element.dataset.column = column;
    element.tabIndex = index === 0 ? 0 : -1;
    return element;
  }

  fill(element, column, index, [text, english, last], translated) {
    const { number, source, target, other } = element.parts;
    this.source(source, column, index);
    source.lang = this.data.lang;
    const pending = translated && english === null;
    target.hidden = !translated;
    Object.assign(target.dataset, { column, source: text });
    this.english(target, column, index, english ?? (pending && !this.data.waiting ? this.data.words.missing : ""));
    target.className = pending ? "target pending" : "target";
    this.comparison.draw(other, column, index);
    if (column === "summary") this.evidence(number, last);
    else {
      setText(number, String(index + 1));
      element.classList.toggle("opens", last);
    }
  }

  /** The Chinese of a sentence, with its words once somebody has pointed at it. */
  source(place, column, index) {
    const text = this.chinese(column, index);
    const words = column === "article" && place.dataset.words ? (this.data.aids?.words[index] ?? []) : [];
    paint(place, text, this.sideOf(column, index, false), words);
  }

  /** Its text in the script that is chosen. */
  chinese(column, index) {
    const { rows, items, byline, title, aids, script } = this.data;
    const own = { article: rows, summary: items, byline, title: [title] }[column][index][0];
    const others = column === "article" ? aids?.other : script?.[column];
    return (this.otherScript && others?.[index]?.trim()) || own;
  }

  english(place, column, index, text) {
    if (this.editor.at(place)) return;
    paint(place, text, this.sideOf(column, index, true), [], this.comparison.differing(column, index));
  }

  /** What the translator itself knows of this English: a quiet word, which explains itself when it is opened. */
  mark(place, flags, column, source) {
    // With the source: the title's place stays while articles come and go. With the words: so does the reader.
    const told = JSON.stringify([column, source, flags.map((flag) => this.data.flags[flag]), this.data.words.undo]);
    if (place.dataset.told === told) return;
    place.dataset.told = told;
    place.replaceChildren(
      ...flags.map((flag) => {
        const [label, explanation] = this.data.flags[flag];
        const note = made("details", {}, made("summary", {}, label), made("p", {}, explanation));
        if (flag !== "by_hand" || !this.data.editable) return note;
        const undo = made("button", { type: "button", className: "undo" }, this.data.words.undo);
        undo.addEventListener("click", () => this.editor.send(column, source, null));
        return made("span", { className: "hand" }, note, undo);
      }),
    );
  }

  evidence(place, rows) {
    const told = JSON.stringify([rows, this.data.words.from, this.data.words.evidence]);
    if (place.dataset.told === told) return;
    place.dataset.told = told;
    place.replaceChildren(
      rows.length ? this.data.words.from : "",
      ...rows.map((row) => {
        const button = made("button", { type: "button" }, String(row + 1));
        button.dataset.row = row;
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
    const { salience } = this.data;
    for (const row of this.rows.children) {
      const index = Number(row.dataset.index);
      row.classList.toggle("cited", this.supports.has(index));
      row.style.setProperty("--salience", salience[index] ?? 0);
    }
  }

  // --- findings ------------------------------------------------------------------------------------------------

  sideOf(column, index, target) {
    return this.found.get(`${column} ${index} ${target}`) ?? [];
  }

  /** What the checks found, as a list that leads to the places. */
  noticed({ findings, words }) {
    const [plain, place] = [this.root.querySelector(".tally"), this.root.querySelector(".noticed")];
    plain.hidden = findings.length > 0 || !words.tally;
    place.hidden = !findings.length;
    setText(plain, words.tally);
    setText(place.firstElementChild, words.tally);
    const told = JSON.stringify(findings);
    if (place.dataset.told === told) return;
    place.dataset.told = told;
    place.lastElementChild.replaceChildren(
      ...findings.map(([severity, text, spans]) => {
        const button = made("button", { type: "button", className: severity }, text);
        button.addEventListener("click", () => this.go(spans[0]));
        return made("li", {}, button);
      }),
    );
  }

  go([column, index] = []) {
    const element = this.at(column, index);
    if (!element) return;
    if (element.dataset.index) this.lock(element);
    else element.tabIndex = -1;
    this.reveal(element, true);
    element.focus({ preventScroll: true });
  }

  /** The entry of a sentence. */
  at(column, index) {
    const lists = { article: this.rows, summary: this.items, byline: this.root.querySelector(".byline") };
    return column === "title" ? this.root.querySelector(".title") : lists[column]?.children[index];
  }

  // --- lighting ------------------------------------------------------------------------------------------------

  listen() {
    const entry = (event) => event.target.closest?.(".rows > li, .items > li");
    this.root.addEventListener("pointerover", (event) => {
      this.light(entry(event) ?? this.locked);
      this.point(event);
    });
    this.root.addEventListener("pointerleave", () => {
      this.light(this.locked);
      this.card.hide();
    });
    this.root.addEventListener("focusin", (event) => {
      this.light(entry(event) ?? this.locked);
      if (event.target.matches(".finding") && event.target.matches(":focus-visible")) this.explain(event.target);
    });
    this.root.addEventListener("focusout", (event) => {
      if (this.root.contains(event.relatedTarget)) return; // what gets it lights anew
      this.light(this.locked);
      this.card.hide();
    });
    this.root.addEventListener("click", (event) => this.click(event, entry(event)));
    this.root.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".card")) this.card.dismiss();
    });
    this.root.addEventListener("pointerup", (event) => this.glossary.marked(event));
    this.root.addEventListener("dblclick", (event) => {
      const target = event.target.closest("[data-column][data-source]");
      if (target) this.editor.open(target);
    });
    this.root.addEventListener("keydown", (event) => this.keyboard.press(event, entry(event)));
  }

  /** The partners of an entry: rows for an item of the summary, items for a row. */
  partners(element) {
    const index = Number(element.dataset.index);
    return element.parentElement === this.items
      ? (this.data.items[index]?.[2] ?? []).map((row) => this.rows.children[row])
      : (this.supports.get(index) ?? []).map((item) => this.items.children[item]);
  }

  light(element) {
    if (element === this.lit) return;
    for (const old of this.glowing ?? []) old?.classList.remove("lit");
    this.lit = element;
    this.glowing = element ? [element, ...this.partners(element)] : [];
    for (const one of this.glowing) one?.classList.add("lit");
    this.map.light(this.glowing);
    if (element?.parentElement === this.rows) this.words(element);
    this.peek();
    this.editor.offer(element);
  }

  /** Its words become places to point at; not before, for a long article has tens of thousands. */
  words(row) {
    const { source } = row.parts;
    if (source.dataset.words || !this.data.aids) return;
    source.dataset.words = "1";
    this.source(source, "article", Number(row.dataset.index));
  }

  /** Where only the English stands, the Chinese of the lit sentence is shown under it, as a subtitle. */
  peek() {
    const place = this.root.querySelector(".peek");
    const row = this.glowing.find((one) => one?.parentElement === this.rows);
    place.hidden = this.layout !== "english" || !row;
    if (place.hidden) return;
    const index = Number(row.dataset.index);
    const [text, hand] = place.children;
    text.lang = this.data.lang;
    paint(text, this.chinese("article", index), [], this.data.aids?.words[index] ?? []);
    this.mark(hand, this.data.marks.rows[index] ?? [], "article", this.data.rows[index][0]);
  }

  /** A word or a mark under the pointer explains itself. */
  point(event) {
    const place = event.target.closest?.(".word, .finding");
    if (!place) this.card.hide();
    else this.card.soon(() => this.card.at(event.clientX, event.clientY, this.about(place)));
  }

  explain(place) {
    const box = place.getBoundingClientRect();
    this.card.at(box.left, box.bottom, this.about(place));
  }

  /** What is known of a word or a mark, for the card: findings first. */
  about(place) {
    const found = (place.dataset.findings ?? "").split(" ").filter(Boolean);
    if (found.length) return found.map((number) => made("p", { className: "found" }, this.data.findings[number][1]));
    const { pinyin = "", senses = [], name = "" } = this.data.aids.entries[place.dataset.entry];
    return [
      made(
        "p",
        { className: "entry" },
        made("b", { lang: this.data.lang }, place.textContent),
        made("span", { lang: "zh-Latn" }, pinyin),
      ),
      ...(name ? [made("p", { className: "name", lang: "en" }, name)] : []),
      ...(senses.length ? [made("ul", { lang: "en" }, ...senses.map((sense) => made("li", {}, sense)))] : []),
    ];
  }

  click(event, element) {
    if (!element || selected(this.root) || event.target.closest(".marks, .offer, .card, .peek .marks, textarea")) return;
    const button = event.target.closest("button");
    const word = event.target.closest(".word");
    if (word) this.glossary.offer(event, word.textContent, this.about(word));
    else if (event.target.closest(".finding")) this.explain(event.target.closest(".finding"));
    this.lock(element);
    this.reveal(button ? this.rows.children[button.dataset.row] : this.partners(element)[0]);
  }

  lock(element) {
    this.locked?.classList.remove("locked");
    this.locked = element;
    element.classList.add("locked");
    this.focusable(element);
    this.light(element);
  }

  unlock() {
    this.locked?.classList.remove("locked");
    this.locked = null;
    this.light(null);
  }

  /** One stop of the Tab key for each list; the arrows go on from there. */
  focusable(element) {
    for (const other of element.parentElement.children) other.tabIndex = other === element ? 0 : -1;
  }

  /** Bring a partner into view. Where the columns are stacked, a tap on a row must not throw the reader to the top. */
  reveal(element, asked = false) {
    if (!element) return;
    const inSummary = element.parentElement === this.items;
    if (inSummary && !asked && getComputedStyle(this.items.parentElement).position !== "sticky") return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: inSummary ? "nearest" : "center", behavior: calm ? "auto" : "smooth" });
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
