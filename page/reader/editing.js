// Corrections by hand: any English sentence can be written anew in its place, and the machine's taken back.

class Editor {
  constructor(reader) {
    this.reader = reader;
    this.button = made("button", { type: "button", className: "edit" });
    this.button.addEventListener("click", () => this.open(this.meant.parts.target));
    this.reports = new Reports(reader);
    this.bar = made("span", { className: "offer" }, this.button, this.reports.button);
    this.reset();
  }

  reset() {
    if (this.place) {
      // Another run takes the reader's place: what is being written goes to the one it was meant for.
      const { column, source } = this.place.dataset;
      const written = this.place.querySelector("textarea").value.split(/\s+/).filter(Boolean).join(" ");
      if (written && written !== this.before) this.send(column, source, written);
    }
    this.place = null; // the paragraph that is being written in
    this.edits = []; // all that were made, in order: the page takes what it does not have yet
    this.id = `${Date.now()}-${Math.random()}`; // of this list
    this.reports.reset();
    this.withdraw();
  }

  /** Take the buttons away. One may have the focus, and losing that lights and offers anew. */
  withdraw() {
    this.removing = true;
    this.bar.remove();
    this.removing = false;
  }

  at(place) {
    return this.place === place;
  }

  /** The lit sentence offers to be corrected. */
  offer(element) {
    if (this.removing) return;
    const english = element && !this.place && this.reader.data.editable && this.english(element);
    if (!english) {
      if (!this.bar.matches(":focus-within")) this.bar.remove();
      return;
    }
    setText(this.button, this.reader.data.words.edit);
    // Where only English stands, its rows have no room for a button; the subtitle has.
    const place = this.reader.layout === "english" && element.dataset.column === "article" ? this.reader.root.querySelector(".peek") : element;
    this.meant = element;
    this.reports.about(element, english);
    if (this.bar.parentElement !== place) place.append(this.bar);
  }

  english(element) {
    const { rows, items } = this.reader.data;
    return (element.dataset.column === "article" ? rows : items)[element.dataset.index]?.[1];
  }

  open(place) {
    const { data } = this.reader;
    if (!data.editable || !place || this.place || place.hidden || place.classList.contains("pending")) return;
    if (place.lang !== "en" || !place.textContent) return;
    this.withdraw();
    this.place = place;
    const before = (this.before = place.textContent);
    const box = made("textarea", { value: before, lang: "en", rows: 1, spellcheck: true });
    box.setAttribute("aria-label", data.words.editing);
    const save = made("button", { type: "button", className: "save" }, data.words.save);
    const stop = made("button", { type: "button" }, data.words.discard);
    const close = (text) => this.close(before, text);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") close(before);
      else if (event.key === "Enter") {
        event.preventDefault();
        close(box.value);
      }
      event.stopPropagation();
    });
    save.addEventListener("click", () => close(box.value));
    stop.addEventListener("click", () => close(before));
    place.replaceChildren(box, made("span", { className: "editing" }, save, stop));
    place.painted = null;
    const grow = () => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight}px`;
    };
    box.addEventListener("input", grow);
    grow();
    box.focus();
    box.setSelectionRange(before.length, before.length);
  }

  close(before, text) {
    const place = this.place;
    this.place = null;
    const written = text.split(/\s+/).filter(Boolean).join(" ");
    place.painted = null;
    paint(place, written || before);
    (place.closest("li[tabindex]") ?? place).focus?.({ preventScroll: true });
    if (written && written !== before) this.keep(place.dataset, written);
    this.reader.show(this.reader.data);
  }

  /** Shown at once; the page's answer says the same a moment later. */
  keep({ column, source }, target) {
    const { rows, items, byline, title, marks } = this.reader.data;
    if (column === "title") {
      title[1] = target;
      marks.title = ["by_hand"];
    } else {
      const [entries, marked] = { article: [rows, marks.rows], summary: [items, marks.items], byline: [byline, marks.byline] }[column];
      entries.forEach((entry, index) => {
        if (entry[0] !== source) return;
        entry[1] = target;
        marked[index] = ["by_hand"];
      });
    }
    this.send(column, source, target);
  }

  /** No target: the machine's English comes back with the page's answer, wherever the sentence stands. */
  send(column, source, target) {
    const columns = target === null ? ["title", "byline", "summary", "article"] : [column];
    this.edits = [...this.edits, ...columns.map((one) => [one, source, target])];
    this.reader.tell("edits", { run: this.reader.run, id: this.id, edits: this.edits });
  }
}
